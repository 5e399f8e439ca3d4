"""One visit: its chronology against the clock, who came, what was seen, what it took of quotas, and what the rules find."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from cbm_tracker.domain.fields import field_specs
from cbm_tracker.domain.measures import Case, Inspection, Notification, Record
from cbm_tracker.domain.moments import Instant
from cbm_tracker.domain.open_matters import open_matters
from cbm_tracker.domain.query import Query
from cbm_tracker.domain.release import left_out
from cbm_tracker.domain.summary import label, period_of, summarise
from cbm_tracker.errors import CbmTrackerError
from cbm_tracker.regimes.findings import Finding
from cbm_tracker.reports.area_section import area_section
from cbm_tracker.reports.content import Block, Cell, Column, KeyFigures, Prose, ReportContent, ReportRequest, Row, Section, Stacked, Table
from cbm_tracker.reports.finding_rows import FindingRows
from cbm_tracker.reports.house_style import number
from cbm_tracker.reports.kinds.frame import assembled
from cbm_tracker.reports.material import Material
from cbm_tracker.reports.obligation_tables import moment_text
from cbm_tracker.reports.visit_clock import (
    EARLY,
    IN_TIME,
    LATE,
    OPEN,
    OVERDUE,
    Step,
    clock_figure,
    clock_table,
    finding_of_clock,
    steps,
)
from cbm_tracker.reports.wording import NOT_STATED, Names

_QUOTA_RULES = ("quota", "unit_limit", "count_limit", "capacity")


def compose(request: ReportRequest, material: Material, names: Names) -> ReportContent:
    """Return what the report says. Raises CbmTrackerError: the record is not there, may not be told, or is no inspection."""
    visit = material.record(request.record)
    if not isinstance(visit, Inspection):
        raise CbmTrackerError("The register has no inspection of this id for this recipient.", "Choose an inspection from its list.")
    parts = _Parts.of(request, material, names, visit)
    period = period_of(visit)
    return assembled(
        request, material, names,
        (
            parts.identity(), parts.clock(), parts.chronology(), parts.team(), parts.place(), parts.result(), parts.quota(), parts.rules(),
            parts.follow_up(), parts.sources(),
        ),
        title=names.say("Inspection report"), scope=names.say("One visit from the request to the report: {name}.", name=names.title(visit)),
        facts=((names.say("Visit"), names.title(visit)), (names.say("Reference"), visit.reference)),
        period=names.period(*period) if period else names.say("No date is stated"),
    )


@dataclass(frozen=True)
class _Parts:
    request: ReportRequest
    material: Material
    names: Names
    visit: Inspection
    on: date
    findings: tuple[Finding, ...]
    steps: tuple[Step, ...]
    linked: tuple[Record, ...]

    @classmethod
    def of(cls, request: ReportRequest, material: Material, names: Names, visit: Inspection) -> _Parts:
        period = period_of(visit)
        linked = {one.id: one for one in material.linked(visit)}
        for one in tuple(linked.values()):  # answers link to the message that they answer
            if isinstance(one, Notification):
                linked.update({reply.id: reply for reply in material.linked(one) if isinstance(reply, Notification)})
        for case in material.records(Query(kinds=("case",), linked_to=(visit.id,), relation="member", descending=False)):
            linked[case.id] = case
        linked.pop(visit.id, None)
        ordered = sorted(linked.values(), key=lambda one: (summarise(one).begins or "9999", one.id))
        on, findings = period[0] if period else request.to_on, material.findings(visit)
        return cls(request, material, names, visit, on, findings, tuple(steps(findings, names)), tuple(ordered))

    @property
    def hidden(self) -> frozenset[str]:
        """The keys of the fields that are withheld from the recipient."""
        return left_out(self.visit)

    @property
    def told(self) -> FindingRows:
        return FindingRows(self.material.packs, self.names, self.on)

    @property
    def inspecting(self) -> str:
        return self.names.joined(self.names.listed(self.visit.inspecting_states, self.on)) or self.names.say("a State that is not stated")

    @property
    def receiving(self) -> str:
        state = self.visit.receiving_state
        return self.names.state(state, self.on) if state else self.names.say("a State that is not stated")

    @property
    def asked(self) -> Instant | None:
        return self.visit.requested_at or self.visit.request_received_at

    # -------------------------------------------------- what it is, and its clock

    def identity(self) -> Section:
        visit, names, say = self.visit, self.names, self.names.say
        told: tuple[tuple[str, str, Cell], ...] = (
            ("inspection_kind", say("Kind of visit"), names.word(visit.inspection_kind)),
            ("reference", say("Reference"), visit.reference or NOT_STATED),
            ("inspecting_states", say("Inspecting"), names.states_cell(visit.inspecting_states, self.on)),
            ("receiving_state", say("Receiving"), names.state(visit.receiving_state, self.on)),
            ("site", say("Site"), visit.site or NOT_STATED),
            ("area", say("Area"), visit.area.name if visit.area and visit.area.name else NOT_STATED),
            ("units", say("Units"), ", ".join(visit.units) or NOT_STATED),
            ("reply", say("Reply"), Stacked(names.word(visit.reply), visit.refusal_ground)),
            ("outcome", say("Outcome"), names.word(visit.outcome)),
            ("force_majeure", say("Force majeure"), self._yes_or_no(visit.force_majeure)),
            ("agreements", say("Agreements"), names.joined(names.agreement(one) for one in visit.agreements) or NOT_STATED),
            ("status", say("Status of the record"), names.word(visit.status)),
        )
        table = Table(
            say("The visit as recorded"), (Column(say("Item"), 45), Column(say("As recorded"), 123)),
            tuple(Row((head, say("withheld") if key in self.hidden else value), source=label(visit)) for key, head, value in told),
            (say("– = not stated."),),
        )
        figures = KeyFigures((
            (self._steps_that_are(IN_TIME), say("steps in time"), say("section Against the clock")),
            (self._steps_that_are(LATE, EARLY), say("steps outside their time"), say("section Against the clock")),
            (self._steps_that_are(OPEN, OVERDUE), say("steps open"), say("section Against the clock")),
            (number(len(visit.team)), say("members of the team named"), say("section Team")),
        ))
        return Section(say("The visit"), f"{self._what_happened()} {finding_of_clock(self.steps, names)}", (figures, table), "identity")

    def _yes_or_no(self, flag: bool | None) -> str:
        return NOT_STATED if flag is None else self.names.say("yes") if flag else self.names.say("no")

    def _steps_that_are(self, *statuses: str) -> str:
        return number(sum(step.status in statuses for step in self.steps))

    def _what_happened(self) -> str:
        visit, say = self.visit, self.names.say
        begun, ended = visit.started_at or visit.arrived_at, visit.ended_at
        who = {"inspecting": self.inspecting, "receiving": self.receiving}
        if begun is not None:
            if ended is not None:
                days = self.names.period(begun.utc.date(), ended.utc.date())
                return say("{inspecting} visited {receiving}: {days}.", days=days, **who)
            return say("{inspecting} visited {receiving} from {day} on; no end is recorded.", day=self.names.day(begun.utc.date()), **who)
        if visit.outcome.startswith("refused") or visit.reply == "refused":
            return say("{inspecting} asked to visit {receiving}; the visit was refused.", **who)
        if self.asked is not None:
            return say("{inspecting} asked to visit {receiving}; no arrival is recorded.", **who)
        return say("A visit of {inspecting} to {receiving} is recorded, without request or arrival.", **who)

    def clock(self) -> Section:
        say = self.names.say
        lead = finding_of_clock(self.steps, self.names)
        if not self.steps:
            return Section(say("Against the clock"), lead, (), "clock")
        table = clock_table(self.steps, label(self.visit), self.names)
        return Section(say("Against the clock"), lead, (clock_figure(self.steps, self.asked, table, self.names),), "clock")

    # -------------------------------------------------- its chronology

    def chronology(self) -> Section:
        say = self.names.say
        events = list(self._events())
        if not events:
            return Section(say("Chronology"), say("The register states no hour of this visit."), (), "chronology")
        rows = tuple(
            Row((moment_text(moment.utc), self._after(moment), what, source or say("record")), source=label(self.visit))
            for moment, what, source in sorted(events, key=lambda event: event[0].utc))
        lead = self.names.count("{count} moment is recorded.", "{count} moments are recorded, in the order of time.", len(rows))
        columns = (Column(say("Time (UTC)"), 31), Column(say("After request"), 24, "right"), Column(say("Event"), 72),
                   Column(say("Source"), 41))
        notes = (say("After request: time since the request was sent, or received where its sending is not recorded; – = not known."),)
        return Section(say("Chronology"), lead, (Table(say("In the order of time"), columns, rows, notes),), "chronology")

    def _events(self) -> Iterator[tuple[Instant, str, str]]:
        """Yield (moment, what happened, source): the moments of the record, and the messages that are none of them."""
        messages = [(at, one) for one in self.linked if isinstance(one, Notification) and (at := one.sent_at or one.received_at)]
        told: set[str] = set()
        for moment, what in self._moments():
            at_once = [one for at, one in messages if at.utc == moment.utc and one.id not in told]
            told.update(one.id for one in at_once)
            yield moment, what, ", ".join(one.reference for one in at_once if one.reference)
        for moment, one in messages:
            if one.id not in told:
                sender = self.names.state(one.from_state, self.on)
                yield moment, self.names.say("Message of {state}: {subject}", state=sender, subject=self.names.title(one)), one.reference

    def _moments(self) -> Iterator[tuple[Instant, str]]:
        visit, say = self.visit, self.names.say
        reply = self.names.word_within(visit.reply)
        answered = (say("{receiving} replied: {reply}", receiving=self.receiving, reply=reply) if reply else
                    say("{receiving} replied", receiving=self.receiving))
        team = self.names.count("The team of {count} arrived", "The team of {count} arrived", len(visit.team)) if visit.team else say(
            "The team arrived")
        for moment, what in (
            (visit.requested_at, say("Request sent by {inspecting}", inspecting=self.inspecting)),
            (visit.request_received_at, say("Request received by {receiving}", receiving=self.receiving)),
            (visit.replied_at, answered), (visit.entry_planned_at, say("Entry as it was planned")), (visit.arrived_at, team),
            (visit.plan_received_at, say("Mission plan handed over")), (visit.plan_answered_at, say("Mission plan answered")),
            (visit.designated_at, say("Site designated")), (visit.started_at, say("The visit began")),
            (visit.flight_started_at, say("The flight began")), (visit.ended_at, say("The visit ended")),
            (visit.report_sent_at, say("Report sent")),
        ):
            if moment is not None:
                yield moment, what

    def _after(self, moment: Instant) -> str:
        if self.asked is None:
            return NOT_STATED
        early = moment.utc < self.asked.utc
        first, last = (moment, self.asked) if early else (self.asked, moment)
        minutes = int((last.utc - first.utc).total_seconds()) // 60
        return f"{'−' if early else ''}{self.names.hours(minutes)}"

    # -------------------------------------------------- who came, where to, with what result

    def team(self) -> Section:
        say, team = self.names.say, self.visit.team
        if "team" in self.hidden:
            return Section(say("Team"), say("The members of the team are withheld from the recipient."), (), "team")
        if not team:
            return Section(say("Team"), say("The register names no member of the team."), (), "team")
        by_state = {state: sum(one.state == state for one in team) for state in dict.fromkeys(one.state for one in team)}
        called = {state: self.names.state(state, self.on) if state else say("State not stated") for state in by_state}
        ordered = sorted(by_state, key=lambda state: (state == "", -by_state[state], self.names.alphabetical(called[state])))
        parts = " + ".join(f"{number(by_state[state])} ({called[state]})" for state in ordered)
        lead = self.names.count("{count} member of the team is named.", "{count} members of the team are named.", len(team))
        rows = tuple(
            Row((one.name or NOT_STATED, self.names.state(one.state, self.on), one.function or NOT_STATED), source=label(self.visit))
            for one in team)
        total = Row((say("All"), f"{parts} = {number(len(team))}", ""), "total")
        columns = (Column(say("Name"), 60), Column(say("State"), 60), Column(say("Function"), 48))
        notes = (say("In the order of the record. – = not stated."),)
        return Section(say("Team"), lead, (Table(say("Members of the team"), columns, (*rows, total), notes),), "team")

    def place(self) -> Section:
        say, visit = self.names.say, self.visit
        made = area_section(visit.area, self.names.title(visit), label(visit), self.names)
        lead = made.lead
        if "area" in self.hidden:
            lead = say("The area is withheld from the recipient.")
        elif visit.area is None or not visit.area.name:
            lead = say("The site is recorded as {name}.", name=visit.site) if visit.site else lead
        blocks = list(made.blocks)
        if visit.units and "units" not in self.hidden:
            lead = f"{lead} {self.names.count('{count} unit is named.', '{count} units are named.', len(visit.units))}"
            rows = tuple(Row((unit,), source=label(visit)) for unit in visit.units)
            blocks.insert(0, Table(say("Units visited or named"), (Column(say("Unit"), 168),), rows))
        return Section(say("Area and units"), lead, tuple(blocks), "place")

    def result(self) -> Section:
        say, visit = self.names.say, self.visit
        sent, ended = visit.report_sent_at, visit.ended_at
        if sent is not None and ended is not None:
            lead = say("The report was sent on {day}, {time} after the end of the visit.", day=self.names.day(sent.utc.date()),
                       time=self.names.elapsed(ended, sent))
        elif sent is not None:
            lead = say("The report was sent on {day}.", day=self.names.day(sent.utc.date()))
        elif "report_sent_at" in self.hidden:
            lead = say("When the report was sent is withheld from the recipient.")
        else:
            lead = say("No report is recorded as sent.")
        told = [(say("Findings"), visit.findings.strip() or say("The register states none."), label(visit))]
        outcome = say("withheld") if "outcome" in self.hidden else say("The register states none.")
        told.append((say("Outcome"), self.names.word(visit.outcome) if visit.outcome else outcome, label(visit)))
        if visit.remarks.strip():
            told.append((say("Remarks"), visit.remarks, label(visit)))
        return Section(say("Report and result"), lead, (Prose(tuple(told)),), "result")

    # -------------------------------------------------- quota, rules, what follows

    def quota(self) -> Section:
        say = self.names.say
        counting = [one for one in self.findings if (rule := self.told.rule_of(one)) is not None and rule.kind in _QUOTA_RULES]
        recorded = (say("Recorded effect: {effect}.", effect=self.names.word_within(self.visit.quota_effect)) if self.visit.quota_effect
                    else say("The record states no effect on a quota."))
        if not counting:
            return Section(say("Effect on quotas"), f"{say('No quota of an agreement counts this visit.')} {recorded}", (), "quota")
        lead = self.names.count("{count} limit of number counts this visit.", "{count} limits of number count this visit.", len(counting))
        rows = tuple(Row((self.told.rule(one), self.told.reason(one), self.told.result(one)), source=label(self.visit)) for one in counting)
        columns = (Column(say("Limit and rule"), 70), Column(say("Sum"), 66), Column(say("Result"), 32, strong=True))
        notes = (say("Used: with this visit, and what was carried out before it in the year as far as the register holds it."),)
        return Section(say("Effect on quotas"), f"{lead} {recorded}", (Table(say("What it takes"), columns, rows, notes),), "quota")

    def rules(self) -> Section:
        say = self.names.say
        if not self.findings:
            return Section(say("What the rules find"), say("No rule of an agreement that the record names has a say."), (), "rules")
        lead = self.told.tally(self.findings)
        table = self.told.table(say("Each rule that was asked"), self.findings, self.visit)
        return Section(say("What the rules find"), lead, (table,), "rules")

    def follow_up(self) -> Section:
        say = self.names.say
        words = {
            "request": say("The request is not answered."), "entry": say("The planned entry has not taken place."),
            "report": say("The report is not sent."),
        }
        still = " ".join(words[matter] for matter in open_matters(self.visit)) or say("The record leaves nothing open.")
        ended = self.visit.ended_at
        after = [one for one in self.linked if not isinstance(one, Notification) or (ended is not None and self._is_after(one, ended))]
        blocks: list[Block] = []
        if after:
            columns = (Column(say("Day"), 24), Column(say("Record"), 96), Column(say("Outcome"), 48))
            rows = tuple(self._followed(one) for one in after)
            notes = (say("Messages after the end of the visit, and whatever else is linked with it. – = not stated."),)
            blocks.append(Table(say("What is linked with the visit"), columns, rows, notes))
        linked = self.names.count("{count} later or other record is linked with it.", "{count} later or other records are linked with it.",
                                  len(after)) if after else say("No later record is linked with it.")
        return Section(say("Follow-up"), f"{still} {linked}", tuple(blocks), "follow-up")

    def _is_after(self, told: Notification, ended: Instant) -> bool:
        moment = told.sent_at or told.received_at
        return moment is not None and moment.utc > ended.utc

    def _followed(self, record: Record) -> Row:
        told = summarise(record)
        kind = self.names.kind_name(record.kind)
        below = self.names.parted(kind, record.reference if record.reference != told.title else "")
        outcome = self.names.say("closed") if isinstance(record, Case) and record.closed_on else self.names.word(told.outcome)
        return Row((told.when[:10] or NOT_STATED, Stacked(self.names.title(record), below), outcome), source=label(record))

    def sources(self) -> Section:
        say = self.names.say
        withheld = self.material.withheld(Query(linked_to=(self.visit.id,)))
        lead = (self.names.count("{count} record that links to it is withheld from the recipient.",
                                 "{count} records that link to it are withheld from the recipient.", withheld)
                if withheld else say("No record that links to it is withheld from the recipient."))
        rows = tuple(Row((source,), source=label(self.visit)) for source in dict.fromkeys(self.visit.sources))
        rows = rows or (Row((say("No source is stated."),)),)
        table = Table(say("Sources of the visit"), (Column(say("Source"), 168),), rows)
        return Section(say("Sources and gaps"), lead, (table, *self._unknown()), "sources")

    def _unknown(self) -> Iterator[Block]:
        """What a visit that took place states, does not state, and what of it is withheld; nothing where it states all."""
        say, visit = self.names.say, self.visit
        wanted = (
            (say("time of the request"), ("requested_at", "request_received_at"), self.asked),
            (say("time of the reply"), ("replied_at",), visit.replied_at), (say("arrival"), ("arrived_at",), visit.arrived_at),
            (say("beginning"), ("started_at",), visit.started_at), (say("end"), ("ended_at",), visit.ended_at),
            (say("sending of the report"), ("report_sent_at",), visit.report_sent_at), (say("outcome"), ("outcome",), visit.outcome),
            (say("findings"), ("findings",), visit.findings), (say("team"), ("team",), visit.team),
            (say("place"), ("site", "area", "units"), visit.site or visit.area or visit.units),
        )
        withheld = [name for name, keys, _ in wanted if self.hidden.intersection(keys)]
        missing = [name for name, _, value in wanted if not value and name not in withheld]
        told = []
        if missing:
            known = number(len(wanted) - len(missing) - len(withheld))
            told.append((say("Unknown"), say("{known} of {all} stated. Not stated: {names}.", known=known, all=number(len(wanted)),
                                             names=self.names.joined(missing)), label(visit)))
        if self.hidden:
            labels = [say(spec.label) for spec in field_specs(type(visit)) if spec.key in self.hidden]
            told.append((say("Withheld"), say("Withheld from the recipient: {names}.", names=self.names.joined(labels)), label(visit)))
        if told:
            yield Prose(tuple(told))
