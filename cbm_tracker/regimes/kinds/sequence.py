"""The legal steps of an inspection or flight, one after the other, each with its clock: which one is next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from cbm_tracker.regimes.conditions import Condition
from cbm_tracker.regimes.consumption import DENIED, NOT_CONSUMED
from cbm_tracker.regimes.due import Due, Worked, known_moment, read_due, work_out
from cbm_tracker.regimes.findings import Finding, Moment, Obligation, Remedy
from cbm_tracker.regimes.owing import resolve
from cbm_tracker.regimes.rules import Case, Rule
from cbm_tracker.regimes.table import Table
from cbm_tracker.regimes.timeliness import before_or_at, in_time, lateness, open_state

_OVER = frozenset({*DENIED, *NOT_CONSUMED, "completed"})
"""Replies and outcomes after which no further step follows."""


@dataclass(frozen=True)
class Step:
    """One step: it is done once one of its fields is filled in. `not_before` is the earliest moment for it."""

    what: str
    fields: tuple[str, ...]
    paragraph: str
    when: Condition
    by: tuple[str, ...]
    due: Due | None
    not_before: Due | None


@dataclass(frozen=True, kw_only=True)
class Sequence(Rule):
    """Steps in their order. Nothing is refused: what was done out of order, or late, is noted."""

    steps: tuple[Step, ...]

    def asks(self) -> Iterator[str]:
        for step in self.steps:
            yield from step.when.rules()
            for due in (step.due, step.not_before):
                for condition, _ in due.cases if due else ():
                    yield from condition.rules()

    def asks_facts(self) -> Iterator[str]:
        for step in self.steps:
            yield from (*step.fields, *step.when.facts())
            for due in (step.due, step.not_before):
                yield from due.facts() if due else ()

    @property
    def owes(self) -> bool:
        return True

    def work_calendars(self) -> Iterator[str]:
        return (due.calendar for step in self.steps for due in (step.due, step.not_before) if due is not None)

    def judge(self, case: Case) -> Iterator[Finding]:
        if {getattr(case.record, "reply", ""), getattr(case.record, "outcome", "")} & _OVER:
            return
        steps = [step for step in self.steps if step.when.judge(case).holds is not False]
        done = [self._done(case, step) for step in steps]
        last = max((at for at, moment in enumerate(done) if moment is not None), default=-1)
        if last + 1 >= len(steps):
            return
        step, notes = steps[last + 1], list(self._notes(case, steps[:last + 1], done))
        by = resolve(case, step.by)
        worked = work_out(case, step.due, step.what) if step.due is not None else Worked()
        earliest = work_out(case, step.not_before, step.what).due if step.not_before is not None else None
        zone = case.situation.zone(by[0]) if by else case.zone()
        state = open_state(worked.due, case.situation.at, zone)
        if worked.due is not None and state == "overdue":
            notes.append(f"Late by {lateness(case.situation.at, worked.due, zone)}.")
        owed = Obligation(step.what, by, worked.due, state, not_before=earliest, began=worked.anchor,
                          remedy=Remedy(case.record.kind, {}, field=step.fields[0]))
        gate = case.gate(by)
        found = case.view.finding(
            self, "required", record=case.record.id, obligation=owed.informing() if gate else owed, sum=worked.sum,
            missing=worked.missing, notes=tuple(notes), gate=gate,
        )
        yield replace(found, paragraph=step.paragraph or self.paragraph)

    def _done(self, case: Case, step: Step) -> Moment | None:
        """Return when a step was done; what is planned for later is not done yet."""
        _, moment = known_moment(case, step.fields)
        return moment if moment is not None and before_or_at(moment, case.situation.at, case.zone()) else None

    def _notes(self, case: Case, steps: list[Step], done: list[Moment | None]) -> Iterator[str]:
        """Say which steps before the last one done are not recorded, and which were late."""
        for step, moment in zip(steps, done, strict=False):
            if moment is None:
                yield f"Not recorded: {step.what}."
                continue
            due = work_out(case, step.due, step.what).due if step.due is not None else None
            zone = case.zone()
            if due is not None and not in_time(moment, due, zone):
                yield f"{step.what[:1].upper()}{step.what[1:]}: late by {lateness(moment, due, zone)}."


def read(table: Table, head: dict[str, Any]) -> Sequence:
    """Read `steps = [{ what = "reply", field = "replied_at", by = "receiving", due = { after = "requested_at", hours = 24 } }]`."""
    steps = []
    for entry in table.tables("steps"):
        due, not_before = entry.table("due", None), entry.table("not_before", None)
        fields = entry.texts("field")
        if not fields:
            raise entry.wrong("“field” is not there.")
        steps.append(Step(
            entry.text("what"), fields, entry.text("paragraph", ""), entry.condition("when"), entry.role("by", ()),
            read_due(due) if due is not None else None, read_due(not_before) if not_before is not None else None,
        ))
        entry.done()
    if len(steps) < 2:
        raise table.wrong("“steps” holds at least two steps.")
    return Sequence(**head, steps=tuple(steps))
