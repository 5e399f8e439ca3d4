"""Rules that keep parts of every year free of activities."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from cbm_tracker.domain.measures import Record
from cbm_tracker.domain.moments import Instant, PartialDate
from cbm_tracker.regimes.conditions import Condition
from cbm_tracker.regimes.facts import begins, ends
from cbm_tracker.regimes.findings import OUTCOMES, Because, Finding
from cbm_tracker.regimes.owing import resolve
from cbm_tracker.regimes.recurrence import Spell, read_month_day
from cbm_tracker.regimes.rules import Case, Rule
from cbm_tracker.regimes.table import Table


@dataclass(frozen=True, kw_only=True)
class Exclusion(Rule):
    """Activities that `counts` catches keep out of spells of the year; the first and the last day of a spell belong to it.

    Args:
        then, otherwise: the outcomes where a day of the activity lies in a spell, and where none does.
    """

    counts: Condition
    spells: tuple[Spell, ...]
    then: str
    otherwise: str
    by: tuple[str, ...] = ()

    def asks(self) -> Iterator[str]:
        yield from self.counts.rules()

    def asks_facts(self) -> Iterator[str]:
        yield from self.counts.facts()

    def judge(self, case: Case) -> Iterator[Finding]:
        verdict = self.counts.judge(case)
        if verdict.holds is False:
            return
        told: dict[str, Any] = {"record": case.record.id, "gate": case.gate(resolve(case, self.by))}
        first, last = _days(case, begins(case.record)), _days(case, ends(case.record))
        widest = _widest(case.record)
        if first is not None and last is None and self._overlaps(first, first):
            last = first  # the first day alone lies in a spell; the rest cannot take it out again
        if first is None or last is None:
            if widest is not None and not self._overlaps(*widest):
                first, last = widest
            else:
                missing = tuple(name for name, day in (("starts_on", first), ("ends_on", last)) if day is None)
                yield case.view.finding(self, "undetermined", because=verdict.because, missing=(*verdict.missing, *missing), **told)
                return
        overlaps = self._overlaps(first, last)
        if verdict.holds is None and overlaps:
            yield case.view.finding(self, "undetermined", because=verdict.because, missing=verdict.missing, **told)
            return
        because = tuple(Because(f"days from {spell}", days, ">", 0, days > 0) for spell, days in overlaps) \
            or tuple(Because(f"days from {spell}", 0, ">", 0, False) for spell in self.spells)
        yield case.view.finding(self, self.then if overlaps else self.otherwise, because=because, **told)

    def _overlaps(self, first: date, last: date) -> list[tuple[Spell, int]]:
        """Return the spells that days lie in, each with how many of them (in its first year)."""
        found = [(spell, spell.overlap(first, last)) for spell in self.spells]
        return [(spell, (part[1] - part[0]).days + 1) for spell, part in found if part is not None]


def _days(case: Case, moment: date | datetime | None) -> date | None:
    return moment.astimezone(case.zone()).date() if isinstance(moment, datetime) else moment


def _widest(record: Record) -> tuple[date, date] | None:
    """Return the longest time that dates known only in part may mean."""
    first, last = getattr(record, "starts_on", None), getattr(record, "ends_on", None)
    if isinstance(getattr(record, "starts_at", None), Instant) or not isinstance(first, PartialDate) or not isinstance(last, PartialDate):
        return None
    return first.first_day, last.last_day


def read(table: Table, head: dict[str, Any]) -> Exclusion:
    """Read a rule of the kind exclusion: `periods = [{ from = "07-01", to = "09-01" }]`, `days = ["12-25"]`. Raises InvalidRule."""
    spells = []
    for entry in table.tables("periods"):
        first, last = (read_month_day(entry, key, entry.text(key)) for key in ("from", "to"))
        spells.append(Spell(first, last))
        entry.done()
    for text in table.texts("days"):
        day = read_month_day(table, "days", text)
        spells.append(Spell(day, day))
    if not spells:
        raise table.wrong("“periods”, “days” or both are needed.")
    return Exclusion(
        **head, counts=table.condition("counts"), spells=tuple(spells), then=table.word("then", OUTCOMES, "advisory"),
        otherwise=table.word("otherwise", OUTCOMES, "permitted"), by=table.role("by", ()),
    )
