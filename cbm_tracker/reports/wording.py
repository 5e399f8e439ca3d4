"""How a report says things: names of States on their day, agreements by name, dates as far as they are known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from cbm_tracker.domain.measures import Record
from cbm_tracker.domain.moments import Instant, PartialDate
from cbm_tracker.domain.state_names import StateNames
from cbm_tracker.domain.vocabulary import spoken
from cbm_tracker.reports.content import Cell, Stacked
from cbm_tracker.reports.house_style import number
from cbm_tracker.reports.language import Language

NOT_STATED = "–"
MEASURES = ("exercise", "notification", "inspection", "contact", "contribution")
"""Kinds that the cover and the counts show, in this order."""
PLURALS = {
    "exercise": "Exercises", "notification": "Notifications", "inspection": "Inspections, evaluations", "contact": "Hotline contacts",
    "contribution": "Contributions", "case": "Cases", "agreement": "Agreements", "state": "States",
}
_COUNTED = {
    "exercise": ("exercise", "exercises"), "notification": ("notification", "notifications"),
    "inspection": ("inspection or visit", "inspections and visits"), "contact": ("hotline contact", "hotline contacts"),
    "contribution": ("contribution", "contributions"), "case": ("case", "cases"), "record": ("record", "records"),
    "State": ("State", "States"), "agreement": ("agreement", "agreements"), "source": ("source", "sources"),
    "obligation": ("obligation", "obligations"), "quota": ("quota", "quotas"),
}
_MANY_STATES = 8  # from here on a cell counts the States first and lists them below


@dataclass
class Names:
    """What States, agreements and drafts are called in an edition; `mixed` are the kinds of which some records are drafts, not all."""

    states: StateNames
    agreements: Mapping[str, str]
    language: str = "en"
    mixed: frozenset[str] = frozenset()
    _known: dict[tuple[str, date], str] = field(default_factory=dict)

    @property
    def tongue(self) -> Language:
        """How the language of the edition says things."""
        return Language(self.language)

    def say(self, message: str, **values: object) -> str:
        """Return a sentence or word of ours in the language of the edition, its {places} filled in; what is not given stays open."""
        return self.tongue.say(message, **values)

    def count(self, one: str, more: str, count: int, **values: object) -> str:
        """The same for a sentence about so many things: {count} is the number as it is printed."""
        return self.tongue.count(one, more, count, **values)

    def state(self, code: str, on: date) -> str:
        """The short form on a day; a name that is no code stays as it was told."""
        if not code:
            return NOT_STATED
        name = self._known.get((code, on))
        if name is None:
            name = self._known[code, on] = self.states.name(code, self.language, on)
        return name

    def listed(self, codes: Iterable[str], on: date) -> list[str]:
        """Names without repetition, in the order of the alphabet."""
        return sorted({self.state(code, on) for code in codes if code}, key=self.tongue.alphabetical)

    def states_cell(self, codes: Iterable[str], on: date, others: Iterable[str] = ()) -> Cell:
        """All names of a cell; many are counted first, and `others` (no States) follow."""
        names = self.listed(codes, on)
        also = self.listed(others, on)
        below = self.say("with {others}", others=self.tongue.joined(also)) if also else ""
        if not names:
            return Stacked(self.tongue.joined(also)) if also else NOT_STATED
        if len(names) < _MANY_STATES:
            return Stacked(", ".join(names), below)
        return Stacked(counted(len(names), "State"), "; ".join(part for part in (", ".join(names), below) if part))

    def draft_mark(self, record: Record) -> str:
        """“draft”, where other records of its kind are issued; where all are drafts, a note says so once."""
        return self.say("draft") if record.status == "draft" and record.kind in self.mixed else ""

    def agreement(self, agreement_id: str) -> str:
        return self.agreements.get(agreement_id, agreement_id)


def joined(names: Iterable[str], word: str = "and") -> str:
    """a, b and c."""
    return Language().joined(names, word)


def counted(count: int, what: str) -> str:
    """1 exercise, 3 706 exercises; the number and its noun stay together."""
    one, more = _COUNTED[what]
    return f"{number(count)}\u00a0{one if count == 1 else more}"


def first_capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def word_of(word: str) -> str:
    return spoken(word) if word else NOT_STATED


def amount(value: Decimal | None) -> str:
    """A figure with as many decimals as were stated; nothing is rounded."""
    if value is None:
        return NOT_STATED
    return number(value, max(0, -int(value.normalize().as_tuple().exponent)))


def money(value: Decimal | None, currency: str) -> str:
    """An amount with its currency; where there are cents there are two figures of them."""
    if value is None:
        return NOT_STATED
    decimals = max(0, -int(value.normalize().as_tuple().exponent))
    return f"{number(value, max(2, decimals) if decimals else 0)} {currency}"


def figure(value: int | None) -> str:
    return NOT_STATED if value is None else number(value)


def day_cell(day: PartialDate | None) -> str:
    return str(day) if day else NOT_STATED


def period_cell(starts: PartialDate | None, ends: PartialDate | None) -> Cell:
    """First day above, last day below; what is not known is said, not filled."""
    if starts is None:
        return Stacked("first day not stated", f"to {ends}") if ends else NOT_STATED
    if ends is None:
        return Stacked(str(starts), "end not stated")
    if ends == starts:
        return str(starts) if starts.is_complete else Stacked(str(starts), "day not known" if starts.month else "month not known")
    return Stacked(str(starts), f"to {ends}")


def instant_cell(moment: Instant | None) -> Cell:
    """Day above, hour below, in UTC."""
    return Stacked(f"{moment.utc:%Y-%m-%d}", f"{moment.utc:%H:%M} UTC") if moment else NOT_STATED


def elapsed(first: Instant | None, last: Instant | None) -> str:
    """Time between two instants: 45 s, 12 min, 12 h 40, 3 d 4 h."""
    return NOT_STATED if first is None or last is None else Language().seconds(int((last.utc - first.utc).total_seconds()))


def lines(*parts: str) -> str:
    """What stands below a cell: the parts that say something, parted by semicolons."""
    return "; ".join(part for part in parts if part)
