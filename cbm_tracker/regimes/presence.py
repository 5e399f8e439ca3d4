"""When activities, visits and ships are there, and which of them a rule counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property

from cbm_tracker.domain.measures import AgreementFacts, Inspection, JointExercise, Record
from cbm_tracker.domain.moments import Instant, PartialDate
from cbm_tracker.regimes.conditions import Condition, Found
from cbm_tracker.regimes.consumption import dropped
from cbm_tracker.regimes.facts import begins, ends, states_of
from cbm_tracker.regimes.rules import Rule, View
from cbm_tracker.regimes.scope import counted_case, remembered
from cbm_tracker.regimes.spans import Span, move
from cbm_tracker.regimes.table import Table

_LONGEST = timedelta(days=366)
_LONGEST_VISIT = timedelta(days=10)
"""How long something whose end is not recorded may still be there; of the visits with a limit, ten days (CFE) is the longest."""


@dataclass(frozen=True)
class Presence:
    """From when until when something is there: `end` is the first moment after it, None where it is not known."""

    start: datetime
    end: datetime | None
    exact: bool = True  # False where the day of the start is not known
    longest: timedelta = _LONGEST

    def at(self, moment: datetime) -> bool | None:
        """Tell whether it is there at a moment that is not before its start; None where that is not known."""
        if self.end is not None and self.exact:
            return moment < self.end
        if self.end is not None and moment >= self.end:
            return False
        return None if moment - self.start < self.longest else False


@dataclass(frozen=True)
class Counted:
    """A record that a rule counts, or may count (`certain` is False, `missing` says what would tell)."""

    record: Record
    presence: Presence
    certain: bool = True
    missing: tuple[str, ...] = ()

    @cached_property
    def order(self) -> tuple[datetime, str]:
        return (self.presence.start, self.record.id)

    @cached_property
    def first_day(self) -> date:
        return self.presence.start.date()

    @cached_property
    def last_day(self) -> date:
        """The last day it is there; the first where the end is not known."""
        return self.first_day if self.presence.end is None else (self.presence.end - timedelta(microseconds=1)).date()

    def __str__(self) -> str:
        """Such as `NORTHERN ARC 27 (2027-06-01 to 2027-06-14)`."""
        name = next((text for key in _NAMES if (text := str(getattr(self.record, key, "") or ""))), self.record.id)
        until = f" to {self.last_day}" if self.presence.end is not None and self.last_day > self.first_day else ""
        return f"{name} ({self.first_day}{until})"


_NAMED = 10


def named(each: Sequence[Counted]) -> str:
    """Name what is counted, of very many the first."""
    more = len(each) - _NAMED
    return ", ".join([*map(str, each[:_NAMED]), *([f"{more} more"] if more > 0 else [])])


_NAMES = ("designation", "site", "reference", "subject")


def presence_of(record: Record, stay: Span | None = None) -> Presence | None:
    """Return when a record says something is there; `stay` is how long where it gives no end. None where it gives no beginning."""
    first, last, exact = _first(record), _last(record), True
    if first is None and isinstance(record, JointExercise) and record.starts_on is not None:
        first, exact = record.starts_on.first_day, False
    if first is None:
        return None
    start = _moment(first)
    if last is not None:
        end = last if isinstance(last, datetime) else _moment(last) + timedelta(days=1)
        return Presence(start, max(end, start), exact)
    if stay is None:
        return Presence(start, None, exact, _LONGEST_VISIT if isinstance(record, Inspection) else _LONGEST)
    moved = move(first, stay, 1)
    return Presence(start, moved if isinstance(moved, datetime) else _moment(moved), exact)


def _first(record: Record) -> date | datetime | None:
    if isinstance(record, Inspection):
        return _known(record.arrived_at, record.started_at, record.entry_planned_at)
    if isinstance(record, AgreementFacts):
        return _known(record.entry_on, record.from_on) or begins(record)
    return begins(record)


def _last(record: Record) -> date | datetime | None:
    if isinstance(record, Inspection):
        return _known(record.ended_at)
    if isinstance(record, AgreementFacts):
        return _known(record.exit_on, record.to_on)
    if isinstance(record, JointExercise):
        return _known(record.ends_at, record.completed_on, record.ends_on)
    return ends(record)


def _known(*moments: Instant | PartialDate | None) -> date | datetime | None:
    for moment in moments:
        if isinstance(moment, Instant):
            return moment.utc
        if moment is not None and moment.is_complete:
            return moment.first_day
    return None


def _moment(moment: date | datetime) -> datetime:
    return moment if isinstance(moment, datetime) else datetime(moment.year, moment.month, moment.day, tzinfo=UTC)


def counted(view: View, rule: Rule, counts: Condition, per: tuple[str, ...], stay: Span | None) -> dict[str, tuple[Counted, ...]]:
    """Return what a rule counts, by the States of the roles `per` (under “” where there are none), in the order of beginning."""
    return remembered(view, rule, "counted", lambda: _counted(view, rule, counts, per, stay))


def _counted(view: View, rule: Rule, counts: Condition, per: tuple[str, ...], stay: Span | None) -> dict[str, tuple[Counted, ...]]:
    found: dict[str, list[Counted]] = {}
    for kind in rule.subjects:
        for record in view.situation.records.of_kind(kind):
            case = counted_case(view, rule, record)
            presence = presence_of(record, stay)
            if case is None or presence is None or is_dropped(record):
                continue
            verdict = counts.judge(case)
            if verdict.holds is not False:
                for state in states_per(record, per):
                    found.setdefault(state, []).append(Counted(record, presence, verdict.holds is True, verdict.missing))
    return {state: tuple(sorted(each, key=lambda one: one.order)) for state, each in found.items()}


def is_dropped(record: Record) -> bool:
    """Tell whether an inspection does not take place."""
    return isinstance(record, Inspection) and bool(dropped(record))


def states_per(record: Record, per: tuple[str, ...]) -> tuple[str, ...]:
    """Return the States that a record is counted for, or one without a name where it is counted for all together."""
    return tuple(dict.fromkeys(state for role in per for state in states_of(record, role))) if per else ("",)


def missing_moment(record: Record) -> str:
    return {"exercise": "starts_on", "inspection": "entry_planned_at", "agreement_facts": "entry_on"}.get(record.kind, "from_on")


def read_counts(table: Table) -> Condition:
    """Read `counts`: a condition, or the id of a rule whose condition counts."""
    return Found(table.text("counts")) if table.says_text("counts") else table.condition("counts")
