"""Rules about one record: whether something is required, prohibited or worth noting, by when, and what meets it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from cbm_tracker.regimes.conditions import ALWAYS, Condition, Verdict
from cbm_tracker.regimes.evidence import Evidence, Met, borderline, in_time, open_state, read_evidence
from cbm_tracker.regimes.facts import ROLES, numbered
from cbm_tracker.regimes.findings import OPEN_STATES, OUTCOMES, Finding, Moment, Obligation, Remedy, Share, Sum, Term, short_moment
from cbm_tracker.regimes.recurrence import MonthDay, read_month_day, spoken_day
from cbm_tracker.regimes.rules import Case, Rule
from cbm_tracker.regimes.scope import counted_case
from cbm_tracker.regimes.spans import WEEKDAYS, Span, move, sum_of
from cbm_tracker.regimes.table import Table


@dataclass(frozen=True)
class Due:
    """When something is due: a span before or after a moment, or at it.

    Args:
        anchors: facts that name the moment, the first that is known counts.
        direction: -1 before it, 1 after it, 0 at it.
        cases: spans by class of activity, the first whose condition holds counts; then `span`.
        desirable: a longer notice that the agreement wishes for; less than it is an advisory.
        on: month and day that the span of years leads to: one year before 2028-02-01 on 15 November is 2027-11-15.
        utc: days are those of UTC, not of the place.
    """

    anchors: tuple[str, ...]
    direction: int
    span: Span | None
    cases: tuple[tuple[Condition, Span], ...] = ()
    desirable: Span | None = None
    anchor_label: str = ""
    label: str = ""
    calendar: str = ""
    on: MonthDay | None = None
    utc: bool = False

    def facts(self) -> Iterator[str]:
        yield from self.anchors
        for condition, _ in self.cases:
            yield from condition.facts()


@dataclass(frozen=True)
class Worked:
    """A due moment with its anchor and sum; `missing` where it could not be worked out."""

    due: Moment | None = None
    anchor: Moment | None = None
    sum: Sum | None = None
    missing: tuple[str, ...] = ()


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
        doubtful: where this holds the finding is provisional, as on a limit that may be read in two ways.
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
    first_of_year: bool = False

    def asks(self) -> Iterator[str]:
        yield from self.applies.rules()
        yield from self.when.rules()
        if self.decide is not None:
            yield from self.decide.rules()
        if self.doubtful is not None:
            yield from self.doubtful.rules()
        for condition, _ in self.due.cases if self.due else ():
            yield from condition.rules()

    def asks_facts(self) -> Iterator[str]:
        for condition in (self.applies, self.when, self.decide, self.doubtful):
            yield from condition.facts() if condition is not None else ()
        yield from self.due.facts() if self.due is not None else ()
        for evidence in (self.met_by, self.dropped_by):
            yield from evidence.fields if evidence is not None else ()

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

    def may_owe(self, case: Case) -> bool:
        if self.due is None and self.met_by is None:
            return False
        return bool(self.applies.holds(case)) and bool(self.when.holds(case))

    def evidence(self) -> Iterator[tuple[str, frozenset[str]]]:
        return ((each.kind, each.words) for each in (self.met_by, self.dropped_by) if each is not None and each.looks_around)

    def judge(self, case: Case) -> Iterator[Finding]:
        if self.applies.judge(case).holds is False:
            return
        doubtful = self.doubtful is not None and self.doubtful.judge(case).holds
        for finding in self._judge(case):
            yield replace(finding, certainty="provisional") if doubtful else finding

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
        if self.informs and owed is not None and owed.state in OPEN_STATES:
            owed = owed.informing()
        if gate:
            owed = (owed or Obligation(self.what or self.title, by, None, "informational")).informing()
        return case.view.finding(self, outcome, record=case.record.id, because=verdict.because, obligation=owed, sum=worked.sum,
                                 notes=tuple(notes), gate=gate)

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


def obligation(
    case: Case, what: str, by: tuple[str, ...], to: tuple[str, ...], due: Moment | None, met_by: Evidence | None,
    dropped_by: Evidence | None = None, began: Moment | None = None,
) -> Obligation:
    """Return what is owed for the record in hand, where each State stands with it, and the record that would meet it."""
    to = tuple(other for other in resolve(case, to) if other not in by)  # nobody tells itself
    dropped = dropped_by.found(case) if dropped_by is not None else []
    if dropped:
        return Obligation(what, by, due, "superseded", dropped[0].record, dropped[0].at, to, began=began)
    met = met_by.found(case) if met_by is not None else []
    shares = tuple(_share(case, state, met, due) for state in by)
    worst = max(shares, key=lambda share: _WORST.index(share.status)) if shares else _share(case, "", met, due)
    remedy = _remedy(case, met_by, by, to) if met_by is not None else None
    return Obligation(what, by, due, worst.status, worst.met_by, worst.met_at, to, began=began, shares=shares, remedy=remedy)


def _share(case: Case, state: str, met: list[Met], due: Moment | None) -> Share:
    """Say where one State stands: the earliest thing it did counts, so that a later one changes nothing."""
    zone = case.situation.zone(state) if state else case.zone()
    own = next((each for each in met if not each.by or not state or each.by == state), None)
    if own is None:
        return Share(state, open_state(due, case.situation.at, zone))
    late = due is not None and not in_time(own.at, due, zone)
    return Share(state, "met_late" if late else "met", own.record, own.at)


def _remedy(case: Case, met_by: Evidence, by: tuple[str, ...], to: tuple[str, ...]) -> Remedy:
    if met_by.fields:
        return Remedy(case.record.kind, {}, field=met_by.fields[0])
    sender = case.situation.owner if case.situation.owner in by else by[0] if by else ""
    relation = met_by.relations[0] if met_by.relations else "notifies"
    values: dict[str, Any] = {"agreements": [case.view.pack.id], "links": [{"relation": relation, "target": case.record.id}]}
    if sender:
        values["from_state"] = sender
        values["direction"] = "given" if sender == case.situation.owner else "received"
    if to:
        values["to"] = list(to)
    if met_by.words:
        values[met_by.word_key] = sorted(met_by.words)[0]
    return Remedy(met_by.kind, values)


_WORST = ("not_required", "superseded", "nil_declared", "waived", "informational", "met", "met_late", "upcoming", "due", "overdue")


def resolve(case: Case, roles: tuple[str, ...]) -> tuple[str, ...]:
    """Return the States that roles mean for the record in hand; what is no role, such as “all participating States”, stays."""
    found: list[str] = []
    for role in roles:
        if role == "owner":
            found.extend([case.situation.owner] if case.situation.owner else [])
        elif role == "parties":
            found.extend(party.state for party in case.view.parties)
        elif role in ROLES:
            found.extend(case.bound(role))
        else:
            found.append(role)
    return tuple(dict.fromkeys(found))


def work_out(case: Case, due: Due, what: str = "") -> Worked:
    """Work out a due moment and its sum for the record in hand."""
    anchor_name = next((name for name in due.anchors if case.fact(name).value is not None), None)
    if anchor_name is None:
        return Worked(missing=case.fact(due.anchors[0]).missing or due.anchors[:1])
    anchor = case.fact(anchor_name).value
    if not isinstance(anchor, date):
        return Worked(missing=(anchor_name,))
    span, missing = _span(case, due)
    if missing:
        return Worked(anchor=anchor, missing=missing)
    if span is None or due.direction == 0:
        text = short_moment(anchor)
        first = Term("", text, due.anchor_label or spoken_fact(anchor_name))
        return Worked(anchor, anchor, Sum((first,), Term("=", text, due.label or what)))
    work = case.situation.calendars.get(due.calendar, WEEKDAYS)
    zone = UTC if due.utc else case.zone()
    if due.on is not None:
        return _on_the_day(anchor, anchor_name, due, span, what)
    try:
        moment = move(anchor, span, due.direction, zone, work)
    except OverflowError:
        return Worked(anchor=anchor, missing=(anchor_name,))
    told = sum_of(anchor, span, due.direction, moment, zone=zone, work=work, start_label=due.anchor_label or spoken_fact(anchor_name),
                  result_label=due.label or what)
    return Worked(moment, anchor, told)


def _on_the_day(anchor: Moment, anchor_name: str, due: Due, span: Span, what: str) -> Worked:
    """Work out a fixed day of the year, some years from that of the anchor."""
    assert due.on is not None
    try:
        day = date(anchor.year + due.direction * span.amount, *due.on)
    except ValueError:
        return Worked(anchor=anchor, missing=(anchor_name,))
    start = Term("", short_moment(anchor), due.anchor_label or spoken_fact(anchor_name))
    step = Term("-" if due.direction < 0 else "+", f"{span}, on {spoken_day(day).rpartition(' ')[0]}", "the same day each year")
    return Worked(day, anchor, Sum((start, step), Term("=", day.isoformat(), due.label or what)))


def _span(case: Case, due: Due) -> tuple[Span | None, tuple[str, ...]]:
    """Return the span of the class that the record belongs to, or what is missing to know it."""
    for condition, span in due.cases:
        verdict = condition.judge(case)
        if verdict.holds:
            return span, ()
        if verdict.holds is None:
            return None, verdict.missing
    if due.span is None and due.cases:
        return None, tuple(dict.fromkeys(name for condition, _ in due.cases for name in condition.facts()))
    return due.span, ()


def spoken_fact(name: str) -> str:
    """Say a fact's name as a person reads it: `starts_on` → “starts on”."""
    return name.rpartition(".")[2].replace("_", " ").removesuffix(" on").removesuffix(" at")


def lateness(at: Moment, due: Moment, zone: Any) -> str:
    """Return how late something was in words: “1 day”, “3 h 25 min”."""
    if isinstance(due, datetime) and isinstance(at, datetime):
        minutes = -(-int((at - due).total_seconds()) // 60)
        hours, rest = divmod(minutes, 60)
        return f"{hours} h {rest} min" if hours and rest else f"{hours} h" if hours else f"{rest} min"
    day = at.astimezone(zone).date() if isinstance(at, datetime) else at
    end = due.astimezone(zone).date() if isinstance(due, datetime) else due
    days = (day - end).days
    return f"{days} day{'s' if days != 1 else ''}"


def read_due(table: Table) -> Due:
    """Read `{before = "starts_on", days = 42}`, `{after = …, hours = 24}`, `{at = …}`, with `cases` where the span depends."""
    ways = [(way, direction) for way, direction in (("before", -1), ("after", 1), ("at", 0)) if way in table]
    if len(ways) != 1:
        raise table.wrong("exactly one of before, after, at is needed.")
    way, direction = ways[0]
    cases = []
    for entry in table.tables("cases"):
        cases.append((entry.condition("when"), entry.span()))
        entry.done()
    span = table.optional_span()
    if direction and span is None and not cases:
        raise table.wrong("a span is needed, such as days = 42.")
    on = read_month_day(table, "on", table.text("on")) if "on" in table else None
    if on is not None and (cases or not direction or span is None or span.unit != "years"):
        raise table.wrong("“on” goes with a span of years before or after.")
    found = Due(table.texts(way), direction, span, tuple(cases), table.span_at("desirable"), table.text("anchor_label", ""),
                table.text("label", ""), table.text("calendar", ""), on, table.flag("utc"))
    table.done()
    return found


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
    return Requirement(
        **head, applies=table.condition("applies"), when=table.condition("when"), then=table.word("then", OUTCOMES, then),
        otherwise=table.word("otherwise", (*OUTCOMES, ""), otherwise),
        decide=decide, decide_note=table.text("decide_note", ""),
        what=table.text("what", ""), by=table.role("by", ()), to=table.texts("to"), reaching=table.flag("reaching"),
        informs=table.flag("informs"), first_of_year=table.flag("first_of_year"),
        doubtful=table.condition("doubtful") if "doubtful" in table else None,
        due=read_due(due) if due is not None else None, met_by=read_evidence(met_by) if met_by is not None else None,
        dropped_by=read_evidence(dropped_by) if dropped_by is not None else None,
    )
