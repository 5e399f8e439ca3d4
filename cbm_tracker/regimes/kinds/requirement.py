"""Rules about one record: whether something is required, prohibited or worth noting, by when, and what meets it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from cbm_tracker.regimes.conditions import ALWAYS, Condition, Verdict
from cbm_tracker.regimes.due import Due, Worked, read_due, work_out
from cbm_tracker.regimes.evidence import Evidence, read_evidence
from cbm_tracker.regimes.facts import numbered
from cbm_tracker.regimes.findings import OUTCOMES, Finding, Obligation, short_moment
from cbm_tracker.regimes.owing import obligation, resolve
from cbm_tracker.regimes.rules import Case, Rule
from cbm_tracker.regimes.scope import counted_case
from cbm_tracker.regimes.spans import move
from cbm_tracker.regimes.table import Table
from cbm_tracker.regimes.timeliness import borderline, in_time, lateness


@dataclass(frozen=True, kw_only=True)
class Requirement(Rule):
    """What follows where `when` holds.

    Args:
        applies: what the rule is about at all; of other records it says nothing.
        then, otherwise: the outcomes; an empty `otherwise` says nothing of records that the rule does not catch.
        decide: where this holds and `when` does not, a person decides: the finding is undetermined.
        by, to: roles or States that owe it, and to whom.
        reaching: States whose own forces make `when` hold owe it as well.
        informs: it tells of a right, or of a duty that another rule keeps; nobody is reminded of it.
        dropped_by: what ends the obligation without meeting it, such as a cancellation.
        doubtful: where this holds the finding is provisional, as on a limit that may be read in two ways; `doubtful_note` says why.
        done: where this holds it was done, though nobody recorded when: the finding is undetermined as long as nothing else meets it.
        first_of_year: only the first one of a host in a calendar year is caught.
    """

    when: Condition
    then: str
    otherwise: str
    applies: Condition = ALWAYS
    decide: Condition | None = None
    what: str = ""
    by: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    reaching: bool = False
    due: Due | None = None
    met_by: Evidence | None = None
    dropped_by: Evidence | None = None
    decide_note: str = ""
    informs: bool = False
    doubtful: Condition | None = None
    doubtful_note: str = ""
    done: Condition | None = None
    first_of_year: bool = False

    def asks(self) -> Iterator[str]:
        yield from self.applies.rules()
        yield from self.when.rules()
        if self.decide is not None:
            yield from self.decide.rules()
        for condition in (self.doubtful, self.done):
            yield from condition.rules() if condition is not None else ()
        for condition, _ in self.due.cases if self.due else ():
            yield from condition.rules()

    def asks_facts(self) -> Iterator[str]:
        for condition in (self.applies, self.when, self.decide, self.doubtful, self.done):
            yield from condition.facts() if condition is not None else ()
        yield from self.due.facts() if self.due is not None else ()
        for evidence in (self.met_by, self.dropped_by):
            yield from evidence.fields if evidence is not None else ()

    def work_calendars(self) -> Iterator[str]:
        return iter([self.due.calendar] if self.due is not None else [])

    def verdict(self, case: Case) -> Verdict:
        applies = self.applies.judge(case)
        return self.when.judge(case) if applies.holds else applies

    @property
    def reach(self) -> timedelta:
        if self.due is None or self.due.direction < 0:
            return timedelta(0)
        spans = [span for span in (self.due.span, *(span for _, span in self.due.cases)) if span is not None]
        return max((span.longest for span in spans), default=timedelta(0))

    @property
    def counts_others(self) -> bool:
        return self.first_of_year

    @property
    def owes(self) -> bool:
        return self.due is not None or self.met_by is not None

    def may_owe(self, case: Case) -> bool:
        return bool(self.applies.holds(case)) and bool(self.when.holds(case))

    def evidence(self) -> Iterator[tuple[str, frozenset[str]]]:
        return ((each.kind, each.words) for each in (self.met_by, self.dropped_by) if each is not None and each.looks_around)

    def judge(self, case: Case) -> Iterator[Finding]:
        if self.applies.judge(case).holds is False:
            return
        doubtful = self.doubtful is not None and self.doubtful.judge(case).holds
        for finding in self._judge(case):
            notes = (*finding.notes, self.doubtful_note) if self.doubtful_note else finding.notes
            yield replace(finding, certainty="provisional", notes=notes) if doubtful else finding

    def _judge(self, case: Case) -> Iterator[Finding]:
        verdict = case.found(self.id)
        if self.due is not None and self.due.direction > 0 and all(case.fact(anchor).value is None for anchor in self.due.anchors):
            return  # what starts the clock has not happened
        if verdict.holds is False and self.decide is not None and self.decide.judge(case).holds:
            note = self.decide_note or "A level is reached and another condition is not: a person decides."
            reasons = self.decide.judge(case).because
            yield self._undetermined(case, Verdict(None, tuple(dict.fromkeys([*reasons, *verdict.because]))), (note,))
        elif verdict.holds is False:
            if self.otherwise:
                gate = case.gate(self._owing(case))
                yield case.view.finding(self, self.otherwise, record=case.record.id, because=verdict.because, gate=gate)
        elif verdict.holds is None:
            yield self._undetermined(case, verdict)
        elif self.first_of_year and (earlier := self._earlier_in_year(case)):
            note = f"An earlier one of the same year: {earlier}."
            yield case.view.finding(self, self.otherwise or "not_required", record=case.record.id, because=verdict.because, notes=(note,),
                                    gate=case.gate(self._owing(case)))
        else:
            yield self._holding(case, verdict)

    def _earlier_in_year(self, case: Case) -> str:
        """Name the one before this one that the rule catches, of the same host and calendar year; empty where there is none."""
        day, hosts = case.day, set(case.bound("hosts"))
        if day is None:
            return ""
        for record in case.situation.records.of_kind(case.record.kind):
            other = counted_case(case.view, self, record)
            if other is None or other.day is None or other.day.year != day.year or not hosts & set(other.bound("hosts")):
                continue
            if (other.day, record.id) < (day, case.record.id) and other.found(self.id).holds:
                return f"{getattr(record, 'designation', '') or record.reference or record.id}, {other.day}"
        return ""

    def _undetermined(self, case: Case, verdict: Verdict, notes: tuple[str, ...] = ()) -> Finding:
        by, worked = self._owing(case), self._work_out(case)
        owed = self._obligation(case, worked, by) if worked.due is not None else None
        missing = tuple(dict.fromkeys([*verdict.missing, *worked.missing]))
        return case.view.finding(
            self, "undetermined", record=case.record.id, because=verdict.because, missing=missing, notes=notes,
            gate=case.gate(by), if_required=owed, sum=worked.sum,
        )

    def _holding(self, case: Case, verdict: Verdict) -> Finding:
        by, worked = self._owing(case), self._work_out(case)
        gate = case.gate(by)
        if worked.missing and self.due is not None:
            return replace(self._undetermined(case, verdict), missing=worked.missing)
        notes: list[str] = list(case.view.standing_notes(by, case.day or date.min))
        owed = self._obligation(case, worked, by) if self.met_by is not None or self.due is not None else None
        outcome = self.then
        if owed is not None and owed.met_at is not None and owed.due is not None:
            notes.extend(self._notes_on_time(case, worked, owed))
        if self._is_done(case, owed):
            return replace(self._undetermined(case, verdict), missing=self.met_by.fields[:1] if self.met_by is not None else ())
        if self.informs and owed is not None and owed.is_open:
            owed = owed.informing()
        if gate:
            owed = (owed or Obligation(self.what or self.title, by, None, "informational")).informing()
        return case.view.finding(self, outcome, record=case.record.id, because=verdict.because, obligation=owed, sum=worked.sum,
                                 notes=tuple(notes), gate=gate)

    def _is_done(self, case: Case, owed: Obligation | None) -> bool:
        """Tell whether what seems open was done at a moment that nobody recorded."""
        return owed is not None and owed.is_open and self.done is not None and bool(self.done.judge(case).holds)

    # -------------------------------------------------- who

    def _owing(self, case: Case) -> tuple[str, ...]:
        """Return the States that owe it: those of the roles, and those whose own forces reach the level by themselves."""
        found = [each for each in resolve(case, self.by) if len(each) == 3 and each.isupper()]  # organisations owe nothing
        if self.reaching:
            for state, forces in numbered(case.record).items():
                if state not in found and case.view.takes_part(state) and self.when.judge(Case(case.view, case.record, forces)).holds:
                    found.append(state)
        return tuple(dict.fromkeys(found))

    # -------------------------------------------------- when

    def _work_out(self, case: Case) -> Worked:
        if self.due is None:
            return Worked()
        return work_out(case, self.due, self.what or self.title)

    def _obligation(self, case: Case, worked: Worked, by: tuple[str, ...]) -> Obligation:
        began = worked.anchor if self.due is not None and self.due.direction > 0 else None
        return obligation(case, self.what or self.title, by, self.to, worked.due, self.met_by, self.dropped_by, began)

    def _notes_on_time(self, case: Case, worked: Worked, owed: Obligation) -> Iterator[str]:
        assert owed.met_at is not None
        assert owed.due is not None
        zone = case.situation.zone(owed.by[0]) if owed.by else case.zone()
        if owed.state == "met_late":
            yield f"Late by {lateness(owed.met_at, owed.due, zone)}."
        if borderline(owed.met_at, owed.due, zone):
            yield "Borderline: by the calendar of UTC it would be otherwise."
        if self.due is not None and self.due.desirable is not None and worked.anchor is not None and owed.state == "met":
            wished = move(worked.anchor, self.due.desirable, self.due.direction, zone)
            if not in_time(owed.met_at, wished, zone):
                yield f"Below the desirable notice of {self.due.desirable} ({short_moment(wished)})."


_THEN = {
    "threshold": ("required", "not_required"), "lead_time": ("required", "not_required"), "delay": ("required", "not_required"),
    "reply": ("required", "not_required"), "duration": ("required", "not_required"), "distance": ("breach", "permitted"),
    "direction": ("breach", "permitted"), "team_size": ("breach", "permitted"), "ceiling": ("breach", "permitted"),
    "prerequisite": ("prohibited", "permitted"),
}
_TIMED = ("lead_time", "delay", "reply", "duration")
KINDS = tuple(_THEN)


def read(table: Table, head: dict[str, Any]) -> Requirement:
    """Read a rule of one of `KINDS`; those about time need `due`, the others cannot have it. Raises InvalidRule."""
    kind: str = head["kind"]
    then, otherwise = _THEN[kind]
    due, met_by, dropped_by = table.table("due", None), table.table("met_by", None), table.table("dropped_by", None)
    if (due is None) == (kind in _TIMED):
        raise table.wrong(f"a rule of the kind {kind} {'needs' if kind in _TIMED else 'has no'} “due”.")
    decide = table.condition("decide") if "decide" in table else None
    times, evidence = read_due(due) if due is not None else None, read_evidence(met_by) if met_by is not None else None
    if evidence is not None and evidence.of_the_state:
        if times is None or times.direction < 0 or "agreement_facts" not in head["subjects"]:
            raise table.wrong("“of_the_state” goes with what is due after an event that agreement_facts tell.")
        evidence = replace(evidence, anchors=times.anchors)
    return Requirement(
        **head, applies=table.condition("applies"), when=table.condition("when"), then=table.word("then", OUTCOMES, then),
        otherwise=table.word("otherwise", (*OUTCOMES, ""), otherwise),
        decide=decide, decide_note=table.text("decide_note", ""),
        what=table.text("what", ""), by=table.role("by", ()), to=table.texts("to"), reaching=table.flag("reaching"),
        informs=table.flag("informs"), first_of_year=table.flag("first_of_year"),
        doubtful=table.condition("doubtful") if "doubtful" in table else None, doubtful_note=table.text("doubtful_note", ""),
        done=table.condition("done") if "done" in table else None,
        due=times, met_by=evidence,
        dropped_by=read_evidence(dropped_by) if dropped_by is not None else None,
    )
