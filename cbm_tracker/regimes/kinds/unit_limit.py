"""How often one unit or site is visited in a calendar year, by all States and by the same one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cbm_tracker.domain.measures import Inspection
from cbm_tracker.regimes.conditions import ALWAYS, Condition, Verdict
from cbm_tracker.regimes.consumption import NOT_CONSUMED, YEAR_OF, effect, moment_of, order_of, read_not_consumed, read_year_of
from cbm_tracker.regimes.findings import OUTCOMES, Because, Finding
from cbm_tracker.regimes.rules import Case, Rule, View
from cbm_tracker.regimes.scope import counted_case, remembered, stands_for
from cbm_tracker.regimes.table import Table


@dataclass(frozen=True)
class _Visit:
    inspection: Inspection
    order: tuple[datetime, str]

    @property
    def leader(self) -> str:
        return next(iter(self.inspection.inspecting_states), "")


_Place = tuple[int, str, str]
"""The year, the receiving State and the unit."""


@dataclass(frozen=True, kw_only=True)
class UnitLimit(Rule):
    """At most so many visits to one unit, or else site, in a calendar year; `same_state` of them by the same State."""

    at_most: int
    same_state: int | None = None
    year_of: tuple[str, ...] = YEAR_OF
    not_consumed: tuple[str, ...] = NOT_CONSUMED
    when: Condition = ALWAYS
    what: str = "visits"
    then: str = "advisory"

    def asks(self) -> Iterator[str]:
        return self.when.rules()

    def asks_facts(self) -> Iterator[str]:
        yield from (*self.year_of, *self.when.facts())

    def verdict(self, case: Case) -> Verdict:
        return self.when.judge(case)

    def judge(self, case: Case) -> Iterator[Finding]:
        record = case.record
        if not isinstance(record, Inspection) or case.found(self.id).holds is False:
            return
        found, units = moment_of(record, self.year_of), visited(record)
        missing = [name for name, known in ((self.year_of[-1], found), ("receiving_state", record.receiving_state), ("units", units))
                   if not known]
        if found is None or missing:
            yield case.view.finding(self, "undetermined", record=record.id, missing=tuple(missing), gate=case.gate())
            return
        year, own = found[0].year, _Visit(record, order_of(record))
        because, notes = list[Because](), list[str]()
        for key, name in units.items():
            for measure, place, limit in self._places(case.view, own, (year, record.receiving_state, key)):
                exceeds = place > limit
                because.append(Because(f"{measure} to {name} in {year}", place, ">" if exceeds else "<=", limit))
                if exceeds:
                    notes.append(f"{name} has been visited as often as is owed in {year}: {measure} come to {place}, the limit is {limit}; "
                                 "the visit may be refused.")
        reasons = tuple(reason for reason in because if reason.operator == ">") or tuple(because)
        yield case.view.finding(self, self.then if notes else "permitted", record=record.id, because=reasons, notes=tuple(notes),
                                gate=case.gate())

    def _places(self, view: View, own: _Visit, place: _Place) -> Iterator[tuple[str, int, int]]:
        """Yield for the limit of all, and for that of the same State, what is counted, the number of this visit, and the limit."""
        itself = stands_for(own.inspection)
        earlier = [visit for visit in remembered(view, self, "visits", lambda: self._visits(view)).get(place, ())
                   if visit.inspection.id not in itself and visit.order < own.order
                   and effect(visit.inspection, view.situation.at, "passive", self.not_consumed).counts]
        yield self.what, len(earlier) + 1, self.at_most
        if self.same_state is not None and own.leader:
            yield f"{self.what} by {own.leader}", sum(visit.leader == own.leader for visit in earlier) + 1, self.same_state

    def _visits(self, view: View) -> Mapping[_Place, tuple[_Visit, ...]]:
        found: dict[_Place, list[_Visit]] = {}
        for record in view.situation.records.of_kind("inspection"):
            case = counted_case(view, self, record)
            moment = moment_of(record, self.year_of) if isinstance(record, Inspection) else None
            if case is None or moment is None or not isinstance(record, Inspection) or case.found(self.id).holds is False:
                continue
            for key in visited(record):
                found.setdefault((moment[0].year, record.receiving_state, key), []).append(_Visit(record, order_of(record)))
        return {place: tuple(visits) for place, visits in found.items()}


def visited(inspection: Inspection) -> dict[str, str]:
    """Return the units visited, or else the site: as they are compared, and as they are written."""
    names = inspection.units or ((inspection.site,) if inspection.site else ())
    return {" ".join(name.casefold().split()): name for name in names}


def read(table: Table, head: dict[str, Any]) -> UnitLimit:
    """Read a rule of the kind unit_limit. Raises InvalidRule."""
    if head["subjects"] != ("inspection",):
        raise table.wrong("a rule of the kind unit_limit has the subject “inspection”.")
    return UnitLimit(
        **head, at_most=table.integer("at_most"), same_state=table.integer("same_state", None),
        year_of=read_year_of(table), not_consumed=read_not_consumed(table),
        when=table.condition("when"), what=table.text("what", "visits"), then=table.word("then", OUTCOMES, "advisory"),
    )
