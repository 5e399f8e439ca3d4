"""When activities, visits and ships are there, and how much of something is there at one time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from functools import cached_property
from typing import Any

from cbm_tracker.domain.measures import AgreementFacts, Inspection, JointExercise, Record
from cbm_tracker.domain.moments import Instant, PartialDate
from cbm_tracker.regimes.conditions import ALWAYS, Condition, Found, Verdict
from cbm_tracker.regimes.facts import begins, ends, fact, states_of
from cbm_tracker.regimes.findings import OUTCOMES, Because, Finding, Sum, Term
from cbm_tracker.regimes.kinds.consumption import dropped
from cbm_tracker.regimes.kinds.quota_limits import plain
from cbm_tracker.regimes.rules import Case, Rule, View
from cbm_tracker.regimes.scope import counted_case, remembered, stands_for
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


@dataclass(frozen=True, kw_only=True)
class Capacity(Rule):
    """No more than so much at one time.

    Args:
        facts: what is added up, the first of them that a record states; `assumed` stands in where it states none.
        numerator, denominator: the part of `at_most` that one State may have; its role is `per`.
        counts: only records for which this holds are added up.
    """

    facts: tuple[str, ...]
    at_most: Fraction
    assumed: Fraction | None = None
    counts: Condition = ALWAYS
    per: str = "state"
    numerator: int = 0
    denominator: int = 1
    stay: Span | None = None
    then: str = "breach"

    def asks(self) -> Iterator[str]:
        return self.counts.rules()

    def verdict(self, case: Case) -> Verdict:
        return self.counts.judge(case)

    def judge(self, case: Case) -> Iterator[Finding]:
        record, verdict = case.record, case.found(self.id)
        if verdict.holds is False:
            return
        presence = presence_of(record, self.stay)
        if presence is None or not presence.exact:
            yield case.view.finding(self, "undetermined", record=record.id, missing=(missing_moment(record),), gate=case.gate())
            return
        own = Counted(record, presence, verdict.holds is True, verdict.missing)
        everything = counted(case.view, self, self.counts, (), self.stay).get("", ())
        itself = stands_for(record)
        there = [each for each in everything if each.record.id not in itself and each.order < own.order]
        there = [each for each in there if each.presence.at(presence.start) is not False]
        yield self._finding(case, own, there)

    def _finding(self, case: Case, own: Counted, there: list[Counted]) -> Finding:
        name = self.facts[0]
        loads = [(self.at_most, there, f"{name} present at one time")]
        if self.numerator:
            mine = states_of(own.record, self.per)
            same = [each for each in there if set(states_of(each.record, self.per)) & set(mine)]
            loads.append((self.at_most * self.numerator / self.denominator, same, f"{name} of {', '.join(mine)} present at one time"))
        because, sums, missing = [], [], tuple[str, ...]()
        for limit, others, measure in loads:
            stated, lacking = self._known_sum([own, *others])
            exceeds = stated > limit
            because.append(Because(measure, _number(stated), ">" if exceeds else "<=", _number(limit), at_least=bool(lacking)))
            sums.append((self._sum(own, others, stated, limit), exceeds))
            missing = (*missing, *lacking)
        broken = [told for told, exceeds in sums if exceeds]
        outcome = self.then if broken else "undetermined" if missing else "permitted"
        notes = (f"There at the same time: {named(there)}.",) if there else ()
        return case.view.finding(
            self, outcome, record=own.record.id, because=tuple(because), sum=(broken or [sums[0][0]])[0], notes=notes, gate=case.gate(),
            missing=tuple(dict.fromkeys(missing)) if not broken else (),
        )

    def _known_sum(self, each: list[Counted]) -> tuple[Fraction, tuple[str, ...]]:
        """Add up what is certain and stated; what is neither is named."""
        total, missing = Fraction(0), list[str]()
        for one in each:
            amount = self._amount(one.record)
            if amount is None:
                missing.append(self.facts[0])
            elif not one.certain:
                missing.extend(one.missing)
            elif one.presence.end is None and one is not each[0]:
                missing.append(f"end of {one}")
            else:
                total += amount
        return total, tuple(missing)

    def _amount(self, record: Record) -> Fraction | None:
        for name in self.facts:
            value = fact(record, name).value
            if isinstance(value, int | float) and not isinstance(value, bool):
                return Fraction(str(value))
        return self.assumed

    def _sum(self, own: Counted, others: list[Counted], total: Fraction, limit: Fraction) -> Sum:
        terms = [(amount, str(each)) for each in (*others, own) if (amount := self._amount(each.record)) is not None]
        told = tuple(Term("+" if at else "", figure(amount), label) for at, (amount, label) in enumerate(terms))
        return Sum(told or (Term("", "0"),), Term("=", figure(total), f"at most {figure(limit)}"))


def figure(number: Fraction) -> str:
    """Write a number with its thousands apart: 30,500."""
    return f"{number.numerator:,}" if number.denominator == 1 else plain(number)


def _number(number: Fraction) -> int | float:
    return number.numerator if number.denominator == 1 else float(number)


def read_counts(table: Table) -> Condition:
    """Read `counts`: a condition, or the id of a rule whose condition counts."""
    return Found(table.text("counts")) if table.says_text("counts") else table.condition("counts")


def read_capacity(table: Table, head: dict[str, Any]) -> Capacity:
    """Read a rule of the kind capacity. Raises InvalidRule."""
    share = table.table("share", None)
    numerator, denominator = (share.integer("numerator", least=1), share.integer("denominator", least=1)) if share else (0, 1)
    if share is not None:
        share.done()
    facts, at_most, assumed = table.texts("fact"), Fraction(str(table.number("at_most"))), table.number("assumed", None)
    if not facts:
        raise table.wrong("“fact” names what is added up.")
    if at_most < 0:
        raise table.wrong("“at_most” is negative.")
    per = table.role("per", ("state",))
    if len(per) != 1:
        raise table.wrong("“per” names one role.")
    return Capacity(
        **head, facts=facts, at_most=at_most, assumed=None if assumed is None else Fraction(str(assumed)), counts=read_counts(table),
        per=per[0], numerator=numerator, denominator=denominator, stay=table.span_at("stay"), then=table.word("then", OUTCOMES, "breach"),
    )
