"""Rules about a moment between two others: windows in which something may happen, and how long a notice holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any

from cbm_tracker.regimes.conditions import Condition
from cbm_tracker.regimes.due import known_moment, spoken_fact
from cbm_tracker.regimes.evidence import Evidence, read_evidence
from cbm_tracker.regimes.findings import OUTCOMES, Because, Finding, Moment, Sum
from cbm_tracker.regimes.owing import obligation, resolve
from cbm_tracker.regimes.rules import Case, Rule
from cbm_tracker.regimes.spans import Span, move, sum_of
from cbm_tracker.regimes.table import Table
from cbm_tracker.regimes.timeliness import in_time, lateness


@dataclass(frozen=True, kw_only=True)
class Window(Rule):
    """A moment lies between two others, which are counted from a third; both limits are inside.

    Args:
        moment, start: facts, the first that is known counts.
        direction: 1 where the window lies after `start`, -1 where it lies before it.
        not_before, not_after: from `start` to the first and to the last moment of the window.
        then, otherwise: the outcomes outside and inside.
    """

    when: Condition
    moment: tuple[str, ...]
    start: tuple[str, ...]
    direction: int
    not_before: Span | None
    not_after: Span | None
    then: str
    otherwise: str
    by: tuple[str, ...] = ()

    def asks(self) -> Iterator[str]:
        yield from self.when.rules()

    def asks_facts(self) -> Iterator[str]:
        yield from (*self.when.facts(), *self.start, *self.moment)

    def judge(self, case: Case) -> Iterator[Finding]:
        verdict, by = self.when.judge(case), resolve(case, self.by)
        told: dict[str, Any] = {"record": case.record.id, "gate": case.gate(by)}
        start_name, start = known_moment(case, self.start)
        name, moment = known_moment(case, self.moment)
        missing = [*verdict.missing, *([start_name] if start is None else []), *([name] if moment is None else [])]
        if verdict.holds is False:
            return
        if start is None:
            yield case.view.finding(self, "undetermined", because=verdict.because, missing=tuple(missing), **told)
            return
        zone = case.zone()
        try:
            first, last = self._limit(start, self.not_before, zone), self._limit(start, self.not_after, zone)
        except OverflowError:
            yield case.view.finding(self, "undetermined", missing=(start_name,), **told)
            return
        sums = {
            which: sum_of(start, span, self.direction, limit, zone=zone, start_label=spoken_fact(start_name), result_label=which)
            for which, span, limit in (("not before", self.not_before, first), ("not after", self.not_after, last))
            if span is not None and limit is not None
        }
        if moment is None or verdict.holds is None:
            yield case.view.finding(self, "undetermined", because=verdict.because, missing=tuple(missing), notes=_spelt(sums, ""),
                                    sum=next(iter(sums.values())), **told)
            return
        early = first is not None and not in_time(first, moment, zone)
        late = last is not None and not in_time(moment, last, zone)
        shown = "not after" if late or first is None else "not before"
        because = [Because(name, moment, operator, limit, holds)
                   for operator, limit, holds in ((">=", first, not early), ("<=", last, not late)) if limit is not None]
        notes = list(_spelt(sums, shown))
        if early and first is not None:
            notes.insert(0, f"Too early by {lateness(first, moment, zone)}.")
        if late and last is not None:
            notes.insert(0, f"Too late by {lateness(moment, last, zone)}.")
        yield case.view.finding(self, self.then if early or late else self.otherwise, because=tuple(because), sum=sums[shown],
                                notes=tuple(notes), **told)

    def _limit(self, start: Moment, span: Span | None, zone: tzinfo) -> Moment | None:
        return None if span is None else move(start, span, self.direction, zone)


def _spelt(sums: dict[str, Sum], shown: str) -> tuple[str, ...]:
    """Say the sums that do not stand with the finding."""
    return tuple(f"{which.capitalize()}: {each}." for which, each in sums.items() if which != shown)


@dataclass(frozen=True, kw_only=True)
class Validity(Rule):
    """A notice holds for a span from a moment on; what happens before or after it needs a new one.

    Args:
        start, moment: facts, the first that is known counts: from when it holds, and when what it announces happens.
        span: how long; `less_days = 1` where the first day counts.
        renew_before: by how long before the moment the new notice is due; without it, by the moment.
    """

    when: Condition
    start: tuple[str, ...]
    moment: tuple[str, ...]
    span: Span
    then: str
    what: str = ""
    by: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    met_by: Evidence | None = None
    renew_before: Span | None = None

    @property
    def owes(self) -> bool:
        return self.met_by is not None

    def asks(self) -> Iterator[str]:
        yield from self.when.rules()

    def asks_facts(self) -> Iterator[str]:
        yield from (*self.when.facts(), *self.start, *self.moment)

    def judge(self, case: Case) -> Iterator[Finding]:
        verdict, by = self.when.judge(case), resolve(case, self.by)
        start_name, start = known_moment(case, self.start)
        if verdict.holds is False or start is None:
            return  # no notice, no validity
        name, moment = known_moment(case, self.moment)
        zone, gate = case.zone(), case.gate(by)
        try:
            last = move(start, self.span, 1, zone)
            due = moment if moment is None or self.renew_before is None else move(moment, self.renew_before, -1, zone)
        except OverflowError:
            yield case.view.finding(self, "undetermined", record=case.record.id, missing=(start_name,), gate=gate)
            return
        worked = sum_of(start, self.span, 1, last, zone=zone, start_label=spoken_fact(start_name), result_label="valid until")
        if moment is None or verdict.holds is None:
            missing = (*verdict.missing, *((name,) if moment is None else ()))
            yield case.view.finding(self, "undetermined", record=case.record.id, missing=missing, sum=worked, gate=gate)
            return
        holds = in_time(start, moment, zone) and in_time(moment, last, zone)
        because = (Because(name, moment, ">=", start, in_time(start, moment, zone)), Because(name, moment, "<=", last, holds))
        owed = None
        if not holds and self.met_by is not None:
            owed = obligation(case, self.what or self.title, by, self.to, due, self.met_by)
        yield case.view.finding(
            self, "permitted" if holds else self.then, record=case.record.id, because=because, sum=worked, gate=gate,
            obligation=owed.informing() if owed is not None and gate else owed,
        )


def read_window(table: Table, head: dict[str, Any]) -> Window:
    """Read a rule of the kind window. Raises InvalidRule."""
    before, after = table.span_at("not_before"), table.span_at("not_after")
    direction = {"after": 1, "before": -1}[table.word("direction", ("after", "before"), "after")]
    if before is None and after is None:
        raise table.wrong("“not_before”, “not_after” or both are needed.")
    if before is not None and after is not None and before.unit == after.unit and before.amount * direction > after.amount * direction:
        raise table.wrong("the window ends before it begins: “not_before” and “not_after” are exchanged.")
    return Window(
        **head, when=table.condition("when"), moment=_facts(table, "moment"), start=_facts(table, "from"), direction=direction,
        not_before=before, not_after=after, then=table.word("then", OUTCOMES, "breach"),
        otherwise=table.word("otherwise", OUTCOMES, "permitted"), by=table.role("by", ()),
    )


def read_validity(table: Table, head: dict[str, Any]) -> Validity:
    """Read a rule of the kind validity. Raises InvalidRule."""
    span, met_by = table.span_at("valid"), table.table("met_by", None)
    if span is None:
        raise table.wrong("“valid” is not there.")
    return Validity(
        **head, when=table.condition("when"), start=_facts(table, "from"), moment=_facts(table, "moment"), span=span,
        then=table.word("then", OUTCOMES, "required"), what=table.text("what", ""), by=table.role("by", ()), to=table.texts("to"),
        met_by=read_evidence(met_by) if met_by is not None else None, renew_before=table.span_at("renew_before"),
    )


def _facts(table: Table, key: str) -> tuple[str, ...]:
    names = table.texts(key)
    if not names:
        raise table.wrong(f"“{key}” is not there.")
    return names
