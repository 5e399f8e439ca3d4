"""How a report says things: names of States on their day, agreements by name, dates as far as they are known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property

from cbm_tracker.domain.measures import Contribution, HotlineContact, Inspection, JointExercise, Notification, Record
from cbm_tracker.domain.moments import Instant, PartialDate
from cbm_tracker.domain.release import left_out
from cbm_tracker.domain.state_names import StateNames
from cbm_tracker.domain.summary import KIND_NAMES, period_of, title
from cbm_tracker.reports.content import Cell, Run, Stacked, Text
from cbm_tracker.reports.house_style import number
from cbm_tracker.reports.language import ENGLISH, Language

NOT_STATED = "–"
MEASURES = ("exercise", "notification", "inspection", "contact", "contribution")
"""Kinds that the cover and the counts show, in this order."""
PLURALS = {
    "exercise": "Exercises", "notification": "Notifications", "inspection": "Inspections, evaluations", "contact": "Hotline contacts",
    "contribution": "Contributions", "case": "Cases", "agreement": "Agreements", "state": "States",
}
COUNTED = {
    "exercise": ("{count}\u00a0exercise", "{count}\u00a0exercises"),
    "notification": ("{count}\u00a0notification", "{count}\u00a0notifications"),
    "inspection": ("{count}\u00a0inspection or visit", "{count}\u00a0inspections and visits"),
    "contact": ("{count}\u00a0hotline contact", "{count}\u00a0hotline contacts"),
    "contribution": ("{count}\u00a0contribution", "{count}\u00a0contributions"), "case": ("{count}\u00a0case", "{count}\u00a0cases"),
    "record": ("{count}\u00a0record", "{count}\u00a0records"), "State": ("{count}\u00a0State", "{count}\u00a0States"),
    "agreement": ("{count}\u00a0agreement", "{count}\u00a0agreements"), "source": ("{count}\u00a0source", "{count}\u00a0sources"),
    "obligation": ("{count}\u00a0obligation", "{count}\u00a0obligations"), "quota": ("{count}\u00a0quota", "{count}\u00a0quotas"),
}
_FIRST_DAYS, _LAST_DAYS = frozenset({"starts_on", "from_on"}), frozenset({"ends_on", "to_on"})
_MANY_STATES = 8  # from here on a cell counts the States first and lists them below


@dataclass
class Names:
    """What States, agreements, drafts and everything else are called in an edition.

    `mixed` are the kinds of which some records are drafts, `shipped` the names and notes that the rule packs have.
    Sentences: say(message, **values), say_as(meaning, message, **values), count(one, more, count, **values).
    Things and lists: counted(count, what), plural(kind), kind_name(kind), word(word), word_within(word), title(record),
    joined(names, style).
    Figures: number(value, decimals), amount(value), money(value, currency); whole numbers alone may come from house_style.number.
    Times: day(date), known_day(partial), month(date), month_short(date), period(first, last), instant(moment), elapsed(first, last),
    seconds(n), hours(minutes), days(n), period_cell(starts, ends); days in tables are ISO (wording.day_cell, wording.instant_cell).
    Fields of a record: of_field(cell, record, keys), where the recipient may not have them; period_cell knows that by `hidden`.
    States: state(code, on), listed(codes, on), states_cell(codes, on, others), alphabetical(name) as key of an order.
    """

    states: StateNames
    agreements: Mapping[str, str]
    language: str = ENGLISH
    mixed: frozenset[str] = frozenset()
    shipped: frozenset[str] = frozenset()
    _known: dict[tuple[str, date], str] = field(default_factory=dict)

    @cached_property
    def tongue(self) -> Language:
        """How the language of the edition says things."""
        return Language(self.language)

    # -------------------------------------------------- sentences

    def say(self, message: str, **values: object) -> str:
        """Return a sentence or word of ours in the language of the edition, its {places} filled in; what is not given stays open."""
        return self.tongue.say(message, **values)

    def say_as(self, meaning: str, message: str, **values: object) -> str:
        """The same for a word that has several meanings; names the one that is meant."""
        return self.tongue.say_as(meaning, message, **values)

    def count(self, one: str, more: str, count: int, **values: object) -> str:
        """The same for a sentence about so many things: {count} is the number as it is printed."""
        return self.tongue.count(one, more, count, **values)

    # -------------------------------------------------- things and lists

    def counted(self, count: int, what: str) -> str:
        """1 exercise, 3 706 exercises; the number and its noun stay together."""
        one, more = COUNTED[what]
        return self.count(one, more, count)

    def plural(self, kind: str) -> str:
        """The kinds of record as heads and lines of charts name them."""
        return self.say(PLURALS[kind])

    def kind_name(self, kind: str) -> str:
        """One record of a kind, as its name: Exercise, Hotline contact."""
        return self.say(KIND_NAMES[kind])

    def word(self, word: str) -> str:
        """A word of the vocabularies as it begins a cell; – for none."""
        return self.tongue.word(word) or NOT_STATED

    def word_within(self, word: str) -> str:
        """The same as it stands within a sentence; "" for none."""
        return self.tongue.within(self.tongue.word(word))

    def title(self, record: Record) -> str:
        """What a record is called; what has no name of its own is called by its kind, in the language of the edition."""
        if self.language == ENGLISH:
            return title(record)
        told = ""
        if isinstance(record, Notification):
            told = record.subject.strip() or record.reference.strip() or self.tongue.word(record.notification_kind)
        elif isinstance(record, Inspection):
            what = self.tongue.word(record.inspection_kind) or self.kind_name(record.kind)
            told = ", ".join(part for part in (what, record.site.strip() or (record.area.name if record.area else "")) if part.strip())
        elif isinstance(record, HotlineContact):
            told = record.subject.strip() or self.tongue.word(record.purpose)
        elif isinstance(record, JointExercise):
            place = record.area.name if record.area else ""
            unnamed = self.say("Unnamed activity, {place}", place=place) if place.strip() else self.say("Unnamed activity")
            told = record.designation.strip() or unnamed
        elif isinstance(record, Contribution):
            what = record.description.strip() or self.tongue.word(record.contribution_kind) or self.kind_name(record.kind)
            told = self.say("{what} to {receivers}", what=what, receivers=", ".join(record.to)) if record.to else what
        else:
            return title(record)
        return " ".join(told.split()) or self.kind_name(record.kind)

    def joined(self, names: Iterable[str], style: str = "and") -> str:
        """a, b and c; `style` or: a, b or c."""
        return self.tongue.joined(names, style)

    def parted(self, *parts: str) -> str:
        """The parts that say something, parted by semicolons: what stands below a cell."""
        return self.tongue.parted(parts)

    def told(self, name: str, value: str) -> str:
        """name: value."""
        return self.say("{name}: {value}", name=name, value=value)

    def alphabetical(self, name: str) -> tuple[str, str]:
        """The key that puts names in the order of the alphabet of the language."""
        return self.tongue.alphabetical(name)

    def of_field(self, cell: Cell, record: Record, *keys: str) -> Cell:
        """A cell that tells these fields of a record: withheld where it says nothing because its recipient may not have one of them."""
        if left_out(record).isdisjoint(keys):
            return cell
        withheld = self.say("withheld")
        if isinstance(cell, Stacked) and cell.main in ("", NOT_STATED):
            return replace(cell, main=withheld)
        return withheld if cell in ("", NOT_STATED) else cell

    # -------------------------------------------------- figures

    def number(self, value: float | Decimal, decimals: int = 0) -> str:
        return self.tongue.number(value, decimals)

    def amount(self, value: Decimal | None) -> str:
        """A figure with as many decimals as were stated; nothing is rounded."""
        return NOT_STATED if value is None else self.number(value, decimals_of(value))

    def money(self, value: Decimal | None, currency: str) -> str:
        """An amount with its currency; where there are cents there are two figures of them."""
        if value is None:
            return NOT_STATED
        decimals = decimals_of(value)
        return f"{self.number(value, max(2, decimals) if decimals else 0)} {currency}"

    # -------------------------------------------------- times

    def day(self, day: date) -> str:
        """22 April 2027."""
        return self.tongue.day(day)

    def known_day(self, day: PartialDate | None) -> str:
        """A day as far as it is known, for sentences: 22 April 2027, April 2027, 2027; – for none."""
        if day is None:
            return NOT_STATED
        return self.day(day.first_day) if day.is_complete else self.month(day.first_day) if day.month else str(day.year)

    def month(self, day: date) -> str:
        """April 2027."""
        return self.tongue.month(day)

    def month_short(self, day: date) -> str:
        """Apr."""
        return self.tongue.month_short(day)

    def period(self, first: date, last: date) -> str:
        """1 January to 30 June 2027; each year once."""
        return self.tongue.period(first, last)

    def instant(self, moment: datetime) -> str:
        """22 April 2027, 09:00 UTC."""
        return self.tongue.instant(moment)

    def elapsed(self, first: Instant | None, last: Instant | None) -> str:
        """Time between two instants: 45 s, 12 min, 12 h 40, 3 d 4 h."""
        return NOT_STATED if first is None or last is None else self.seconds(int((last.utc - first.utc).total_seconds()))

    def seconds(self, seconds: int) -> str:
        return self.tongue.seconds(seconds)

    def hours(self, minutes: int) -> str:
        """12 h 40."""
        return self.tongue.hours(minutes)

    def days(self, days: int) -> str:
        """42 d."""
        return self.tongue.days(days)

    def period_cell(self, starts: PartialDate | None, ends: PartialDate | None, hidden: frozenset[str] = frozenset()) -> Cell:
        """First day above, last day below; what is not known is said, not filled. `hidden` are the fields left out of the record."""
        first, last = not hidden.isdisjoint(_FIRST_DAYS), not hidden.isdisjoint(_LAST_DAYS)
        if starts is None:
            if ends is None:
                return self.say("withheld") if first or last else NOT_STATED
            return Stacked(self.say("withheld") if first else self.say("first day not stated"), self.say("to {day}", day=ends))
        if ends is None:
            return Stacked(str(starts), self.say("withheld") if last else self.say("end not stated"))
        if ends == starts:
            unknown = self.say("day not known") if starts.month else self.say("month not known")
            return str(starts) if starts.is_complete else Stacked(str(starts), unknown)
        return Stacked(str(starts), self.say("to {day}", day=ends))

    # -------------------------------------------------- States and agreements

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
        return sorted({self.state(code, on) for code in codes if code}, key=self.alphabetical)

    def states_cell(self, codes: Iterable[str], on: date, others: Iterable[str] = ()) -> Cell:
        """All names of a cell; many are counted first, and `others` (no States) follow."""
        names = self.listed(codes, on)
        also = self.listed(others, on)
        below = self.say("with {others}", others=self.joined(also)) if also else ""
        if not names:
            return Stacked(self.joined(also)) if also else NOT_STATED
        if len(names) < _MANY_STATES:
            return Stacked(", ".join(names), below)
        return Stacked(self.counted(len(names), "State"), self.parted(", ".join(names), below))

    def draft_mark(self, record: Record) -> str:
        """“draft”, where other records of its kind are issued; where all are drafts, a note says so once."""
        return self.say("draft") if record.status == "draft" and record.kind in self.mixed else ""

    def agreement(self, agreement_id: str) -> str:
        return self.agreements.get(agreement_id, agreement_id)

    # -------------------------------------------------- the rule packs, which speak English

    @property
    def rules_language(self) -> str:
        """The language of what a rule pack says, where it is another than that of the edition; "" where it is the same."""
        return "" if self.language == ENGLISH else ENGLISH

    def of_rules(self, text: str) -> str | Run:
        """A sentence or title of a rule pack as a cell, marked as English in another edition."""
        return Run(text, language=ENGLISH) if self.rules_language and text else text

    def text_of_rules(self, text: str) -> Text:
        """The same as a paragraph."""
        said = self.of_rules(text)
        return (said,) if isinstance(said, Run) else said

    def as_shipped(self, text: str) -> str | Run:
        """A name or note as a cell: marked so where a rule pack has it, as it is where the office wrote it."""
        return self.of_rules(text) if text in self.shipped else text


def with_drafts_marked(names: Names, records: Iterable[Record]) -> Names:
    """Return names that mark the drafts of a kind where others of it are issued."""
    kinds: dict[str, set[bool]] = {}
    for record in records:
        kinds.setdefault(record.kind, set()).add(record.status == "draft")
    return replace(names, mixed=frozenset(kind for kind, drafts in kinds.items() if len(drafts) > 1))


def decimals_of(value: Decimal) -> int:
    """How many decimals a figure was stated with, zeros at its end left out."""
    return max(0, -int(value.normalize().as_tuple().exponent))


def to_say(message: str) -> str:
    """Mark a sentence or word that is said later, where the language is known: the catalogues collect it."""
    return message


def first_capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def figure(value: int | None) -> str:
    return NOT_STATED if value is None else number(value)


def day_of_record(record: Record) -> date:
    """The day by which the States of a record are named: its first, the last of all days where it has none."""
    period = period_of(record)
    return period[0] if period else date.max


def day_cell(day: PartialDate | None) -> str:
    return str(day) if day else NOT_STATED


def instant_cell(moment: Instant | None) -> Cell:
    """Day above, hour below, in UTC."""
    return Stacked(f"{moment.utc:%Y-%m-%d}", f"{moment.utc:%H:%M} UTC") if moment else NOT_STATED
