"""Activities that would reach a level if they were one: whether they are, only a person can say."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from cbm_tracker.domain.measures import JointExercise
from cbm_tracker.regimes.facts import LEVELS, Numbered, begins, ends
from cbm_tracker.regimes.findings import Finding
from cbm_tracker.regimes.rules import Case, Rule, View
from cbm_tracker.regimes.scope import counted_case, remembered, stands_for
from cbm_tracker.regimes.table import Table


@dataclass(frozen=True, kw_only=True)
class Together(Rule):
    """Asks whether activities at the same time, on the territory of the same State and under the same command, are one.

    It asks where one of `rules` does not hold for the record in hand and would hold for all of their forces together. The command
    is the same where both name it with the same words, or where they are linked as parts of each other; words such as “division”,
    which name no command of their own, count only for activities from the same first to the same last day.
    """

    rules: tuple[str, ...]

    def asks(self) -> Iterator[str]:
        return iter(self.rules)

    @property
    def counts_others(self) -> bool:
        return True

    def judge(self, case: Case) -> Iterator[Finding]:
        record = case.record
        if not isinstance(record, JointExercise):
            return
        below = [rule_id for rule_id in self.rules if case.found(rule_id).holds is False]
        others = self._others(case, record) if below else []
        if not others:
            return
        forces: Numbered = tuple(enumerate(contingent for each in (record, *others) for contingent in each.contingents))
        joined = Case(case.view, replace(record, divisional_structure=True), forces)
        reached = [rule_id for rule_id in below if joined.found(rule_id).holds]
        if reached:
            because = tuple(dict.fromkeys(reason for rule_id in reached for reason in joined.found(rule_id).because))
            names = ", ".join(f"{each.designation or each.reference or each.id} ({_days(each)})" for each in others)
            titles = ", ".join(f"“{case.view.pack.by_id[rule_id].title}”" for rule_id in reached)
            note = f"At the same time: {names}. As one activity under a single operational command they would come under {titles}: " \
                   "a person decides, and records one activity then."
            yield case.view.finding(self, "undetermined", record=record.id, because=because, notes=(note,), gate=case.gate())

    def _others(self, case: Case, record: JointExercise) -> list[JointExercise]:
        known = remembered(case.view, self, "by command", lambda: self._by_command(case.view))
        linked = case.situation.records.linked_with(record, ("part_of",))
        found = [*known.get(_command(record), _Led()).near(record), *(each for each in linked if isinstance(each, JointExercise))]
        itself = stands_for(record)
        one = {each.id: each for each in found if each.id not in itself and _meet(record, each)}
        return sorted(one.values(), key=lambda each: (str(each.starts_on), each.id))

    def _by_command(self, view: View) -> Mapping[str, _Led]:
        found: dict[str, list[tuple[date, date, JointExercise]]] = {}
        for record in view.situation.records.of_kind("exercise"):
            if isinstance(record, JointExercise) and _command(record) and counted_case(view, self, record) is not None:
                span = _span(record)
                if span is not None:
                    found.setdefault(_command(record), []).append((*span, record))
        return {command: _Led.of(spans) for command, spans in found.items()}


@dataclass(frozen=True)
class _Led:
    """The activities of one command in the order of their first days (as ordinals); `longest`: how many days the longest goes on."""

    first_days: tuple[int, ...] = ()
    activities: tuple[JointExercise, ...] = ()
    longest: int = 0

    @classmethod
    def of(cls, spans: list[tuple[date, date, JointExercise]]) -> _Led:
        spans.sort(key=lambda each: (each[0], each[2].id))
        lengths = ((last - first).days for first, last, _ in spans)
        return cls(tuple(first.toordinal() for first, _, _ in spans), tuple(each for _, _, each in spans), max(lengths))

    def near(self, record: JointExercise) -> tuple[JointExercise, ...]:
        """Return those that may be there on a day of an activity."""
        span = _span(record)
        if span is None:
            return ()
        first, last = (day.toordinal() for day in span)
        return self.activities[bisect_left(self.first_days, first - self.longest) : bisect_right(self.first_days, last)]


def _command(record: JointExercise) -> str:
    """Return the command as it is compared; what names only a level is one command with the days of the activity alone."""
    said = " ".join(record.level_of_command.casefold().split())
    return f"{said}, {_days(record)}" if said.replace(" ", "_") in LEVELS else said


def _meet(one: JointExercise, other: JointExercise) -> bool:
    """Tell whether two activities are on the territory of one State on one day at least."""
    own, its = _span(one), _span(other)
    if own is None or its is None or not set(one.host_states) & set(other.host_states):
        return False
    return own[0] <= its[1] and its[0] <= own[1]


def _span(record: JointExercise) -> tuple[date, date] | None:
    first, last = begins(record), ends(record)
    if first is None:
        return None
    return _day(first), _day(last if last is not None else first)


def _days(record: JointExercise) -> str:
    span = _span(record)
    return f"{span[0]} to {span[1]}" if span is not None else ""


def _day(moment: date | datetime) -> date:
    return moment.astimezone(UTC).date() if isinstance(moment, datetime) else moment


def read(table: Table, head: dict[str, Any]) -> Together:
    """Read a rule of the kind together. Raises InvalidRule."""
    if head["subjects"] != ("exercise",):
        raise table.wrong("a rule of the kind together has the subject “exercise”.")
    rules = table.texts("rules")
    if not rules:
        raise table.wrong("“rules” names the rules whose levels are asked for.")
    return Together(**head, rules=rules)
