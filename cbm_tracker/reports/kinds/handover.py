"""What a successor takes over: clocks that run, quotas, promises, lines, deviations, drafts, plans, agreements, and whom to ask."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from cbm_tracker.domain.measures import HotlineContact, Notification, Record
from cbm_tracker.domain.query import Query
from cbm_tracker.domain.summary import summarise
from cbm_tracker.reports.content import Block, Column, KeyFigures, Prose, ReportContent, ReportRequest, Row, Section, Table
from cbm_tracker.reports.handover_tables import (
    clock_table,
    contact_points_table,
    drafts_table,
    is_ahead,
    officers_table,
    plans_table,
    special_agreements,
    time_left_in_words,
)
from cbm_tracker.reports.kinds.frame import assembled
from cbm_tracker.reports.kinds.grounds import filters, rules_text, withheld_text
from cbm_tracker.reports.line_tables import Lines
from cbm_tracker.reports.material import Clock, Judgement, Material
from cbm_tracker.reports.obligation_tables import LATE, ObligationLine, lines_of_period, obligation_table
from cbm_tracker.reports.promise_tables import Made, is_kept, is_overdue, promise_table
from cbm_tracker.reports.quota_tables import quota_section
from cbm_tracker.reports.wording import MEASURES, NOT_STATED, Names

_TO_BE_ISSUED = (*MEASURES, "case")
_CONTACT_POINTS = ("contact_point_update", "list_exchange")
_MOST_OF_OTHERS = 50


def compose(request: ReportRequest, material: Material, names: Names) -> ReportContent:
    """Return what is handed over on the instant of the report; quotas and deviations are those of the period of the request."""
    parts = _Parts(request, material, names, material.judgement())
    matters = [
        parts.clocks(), parts.quotas(), parts.promises(), parts.lines(), parts.deviations(), parts.drafts(), parts.plans(),
        parts.agreements(), parts.people(),
    ]
    return assembled(
        request, material, names, (parts.summary(matters), *(matter.section for matter in matters), parts.grounds()),
        title=names.say("Handover report"),
        scope=names.say("For whoever takes over: what is open, what is promised, what is planned, and whom to ask"),
        facts=((names.say("Handed over on"), names.instant(request.at)),),
    )


@dataclass(frozen=True)
class _Matter:
    """One thing that is handed over: how many there are, what is to be known of them at a glance, and its section if there are any."""

    name: str
    count: int
    remark: str
    section: Section | None


@dataclass(frozen=True)
class _Parts:
    request: ReportRequest
    material: Material
    names: Names
    judgement: Judgement

    @property
    def owner(self) -> str:
        return self.material.issuer.owner

    def _query(self, *kinds: str) -> Query:
        """What the request asks for, whatever its time."""
        return Query(kinds=kinds, states=self.request.states, agreements=self.request.agreements, descending=False)

    @cached_property
    def contacts(self) -> list[HotlineContact]:
        return [one for one in self.material.records(self._query("contact")) if isinstance(one, HotlineContact)]

    def summary(self, matters: Sequence[_Matter]) -> Section:
        names = self.names
        clocks = self._all_clocks
        overdue = [each for each in clocks if _is_overdue(each, self.request)]
        left = next((time_left_in_words(each, self.request.at, names) for each in clocks if each not in overdue and each.late_after), "")
        lead = names.count(
            "On {instant}, {count} obligation is open; overdue: {overdue}.",
            "On {instant}, {count} obligations are open; overdue: {overdue}.", len(clocks), instant=names.instant(self.request.at),
            overdue=names.number(len(overdue))) if clocks else names.say(
            "On {instant}, no obligation is open.", instant=names.instant(self.request.at))
        if left:
            lead = f"{lead} {names.say('The next clock ends in {time}.', time=left)}"
        figures = KeyFigures(tuple((names.number(matter.count), matter.name, matter.remark) for matter in (
            matters[0], matters[2], matters[5], matters[6])))
        columns = (Column(names.say("What"), 66), Column(names.say("Number"), 20, "right"), Column(names.say("Of which"), 82))
        rows = tuple(Row((matter.name, names.number(matter.count), matter.remark or NOT_STATED)) for matter in matters)
        notes = (names.say("0 = the register holds none; such a matter has no section of its own."),)
        return Section(names.say("At a glance"), lead, (figures, Table(names.say("What is handed over"), columns, rows, notes)), "summary")

    # -------------------------------------------------- clocks and quotas

    @cached_property
    def _all_clocks(self) -> tuple[Clock, ...]:
        return self.material.clocks()

    def clocks(self) -> _Matter:
        names, at = self.names, self.request.at
        own = [each for each in self._all_clocks if self._concerns_owner(each)]
        others = [each for each in self._all_clocks if not self._concerns_owner(each)]
        overdue = sum(_is_overdue(each, self.request) for each in self._all_clocks)
        name = names.say("Open clocks")
        remark = names.say("overdue: {overdue}", overdue=names.number(overdue))
        if not self._all_clocks:
            return _Matter(name, 0, remark, None)
        blocks: list[Block] = []
        if own:
            caption = names.say("Owed by {State}, or to it", State=names.state(self.owner, at.date())) if self.owner else names.say(
                "Obligations that are open")
            blocks.append(clock_table(caption, own, at, names))
        if others:
            blocks.append(clock_table(names.say("Owed by other States"), others, at, names, _MOST_OF_OTHERS))
        lead = names.say(
            "Own or towards the owner: {own}; of other States: {others}; overdue: {overdue}.", own=names.number(len(own)),
            others=names.number(len(others)), overdue=names.number(overdue))
        return _Matter(name, len(self._all_clocks), remark, Section(name, lead, tuple(blocks), "clocks"))

    def _concerns_owner(self, clock: Clock) -> bool:
        obligation = clock.judged.finding.obligation
        return not self.owner or (obligation is not None and self.owner in (*obligation.by, *obligation.to))

    def quotas(self) -> _Matter:
        names = self.names
        section = quota_section(self.judgement.quotas, self.owner, names, self.judgement.record_of, self.judgement.groups)
        uses = [use for use in self.judgement.quotas if not use.gate and self._holds(use.agreement, use.state, use.of)]
        left = sum(bool(use.left) for use in uses)
        used_up = sum(use.left == 0 for use in uses)
        remark = names.say("with something left: {left}; used up: {full}; limit not known: {unknown}", left=names.number(left),
                           full=names.number(used_up), unknown=names.number(len(uses) - left - used_up))
        name = names.say("Quotas of the owner and towards it")
        ledger = dataclasses.replace(
            section, title=names.say("Quotas left"), blocks=section.blocks[:1], id="quotas") if section is not None and uses else None
        return _Matter(name, len(uses), remark, ledger)

    def _holds(self, agreement: str, *sides: str) -> bool:
        members = {member for side in sides for member in self.judgement.groups.get((agreement, side), (side,))}
        return not self.owner or self.owner in members

    # -------------------------------------------------- promises and lines

    def promises(self) -> _Matter:
        names, at = self.names, self.request.at
        told = [
            (contact, promise) for contact in self.contacts for promise in contact.promises
            if not is_kept(promise, at) and (contact.opened_at is None or contact.opened_at.utc <= at)
        ]
        told.sort(key=lambda made: (made[1].due_at is None, str(made[1].due_at)))
        ours: list[Made] = [made for made in told if self.owner and made[1].by == self.owner]
        theirs: list[Made] = [made for made in told if not (self.owner and made[1].by == self.owner)]
        overdue = sum(is_overdue(promise, at) for _, promise in told)
        name = names.say("Promises open")
        remark = names.say("ours: {ours}; of others: {theirs}; overdue: {overdue}", ours=names.number(len(ours)),
                           theirs=names.number(len(theirs)), overdue=names.number(overdue))
        tables = tuple(promise_table(caption, made, at, names) for caption, made in (
            (names.say("Promises that we made"), ours), (names.say("Promises made to us, or by nobody named"), theirs)) if made)
        lead = names.count("{count} promise is not recorded as kept; {remark}.", "{count} promises are not recorded as kept; {remark}.",
                           len(told), remark=remark)
        return _Matter(name, len(told), remark, Section(name, lead, tables, "promises") if tables else None)

    def lines(self) -> _Matter:
        names = self.names
        lines = Lines(self.request.at, self.owner)
        for contact in self.contacts:
            lines.take(contact)
        name = names.say("Lines and contacts")
        remark = names.say("without a recorded test: {count}", count=names.number(lines.untested()))
        if not lines.known:
            return _Matter(name, 0, remark, None)
        lead = names.count(
            "{count} line is known, a channel to a State; {remark}.", "{count} lines are known, each a channel to a State; {remark}.",
            len(lines.known), remark=remark)
        return _Matter(name, len(lines.known), remark, Section(name, lead, (lines.table(names),), "lines"))

    # -------------------------------------------------- deviations, drafts, plans

    def deviations(self) -> _Matter:
        names, request = self.names, self.request
        told = [each for each in lines_of_period(self.judgement.judged, request.from_on, request.to_on)
                if each.obligation.state in ("met_late", "waived") and (not self.owner or each.concerns(self.owner))]
        late: list[ObligationLine] = [each for each in told if each.answer == LATE]
        waived = [each for each in told if each.answer != LATE]
        name = names.say("Standing deviations")
        remark = names.say("met late: {late}; waived: {waived}", late=names.number(len(late)), waived=names.number(len(waived)))
        if not told:
            return _Matter(name, 0, remark, None)
        notes = (names.say("A reason is recorded with a waiver alone. What is overdue and still open stands among the open clocks."),)
        tables = tuple(obligation_table(caption, of_them, names, notes) for caption, of_them in (
            (names.say("Waived, with the reason"), waived), (names.say("Met late"), late)) if of_them)
        lead = names.count(
            "{count} obligation with a due date in the period was not met as the rule asks; {remark}.",
            "{count} obligations with a due date in the period were not met as the rule asks; {remark}.", len(told), remark=remark)
        return _Matter(name, len(told), remark, Section(name, lead, tables, "deviations"))

    def drafts(self) -> _Matter:
        names = self.names
        drafts = list(self.material.records(dataclasses.replace(self._query(*_TO_BE_ISSUED), statuses=("draft",))))
        counts = {kind: sum(one.kind == kind for one in drafts) for kind in _TO_BE_ISSUED}
        name = names.say("Drafts waiting")
        remark = "; ".join(names.say("{what}: {count}", what=names.plural(kind), count=names.number(count))
                           for kind, count in counts.items() if count)
        if not drafts:
            return _Matter(name, 0, remark, None)
        lead = names.count("{count} record is recorded and not issued.", "{count} records are recorded and not issued.", len(drafts))
        return _Matter(name, len(drafts), remark, Section(name, lead, (drafts_table(drafts, names),), "drafts"))

    def plans(self) -> _Matter:
        names, at = self.names, self.request.at
        query = dataclasses.replace(self._query("exercise", "inspection", "contact", "contribution"), from_on=at.date())
        plans: list[Record] = [one for one in self.material.records(query) if is_ahead(one, at)]
        name = names.say("Plans ahead")
        remark = names.say("first: {day}", day=summarise(plans[0]).when[:10]) if plans else ""
        if not plans:
            return _Matter(name, 0, remark, None)
        lead = names.count("{count} matter is planned for after {instant}.", "{count} matters are planned for after {instant}.", len(plans),
                           instant=names.instant(at))
        return _Matter(name, len(plans), remark, Section(name, lead, (plans_table(plans, names),), "plans"))

    # -------------------------------------------------- agreements and people

    def agreements(self) -> _Matter:
        names, asked = self.names, self.request.agreements
        known = [one for one in self.material.agreements if not asked or one.agreement in asked]
        table, count = special_agreements(known, self.request.at, names)
        name = names.say("Agreements with a special status")
        remark = names.say("of {count} that the register knows", count=names.number(len(known)))
        lead = names.count(
            "{count} agreement is neither plainly in force for all nor ended.",
            "{count} agreements are neither plainly in force for all nor ended.", count)
        return _Matter(name, count, remark, Section(name, lead, (table,), "agreements") if table else None)

    def people(self) -> _Matter:
        names = self.names
        officers = self.material.officers()
        points: dict[tuple[str, tuple[str, ...]], Notification] = {}
        for one in self.material.records(dataclasses.replace(self._query("notification"), words=_CONTACT_POINTS)):
            if isinstance(one, Notification):
                points[one.from_state, one.agreements] = one
        name = names.say("Whom to ask")
        remark = names.say("officers: {officers}; contact points told: {points}", officers=names.number(len(officers)),
                           points=names.number(len(points)))
        blocks = (*((officers_table(officers, names),) if officers else ()),
                  *((contact_points_table(list(points.values()), names),) if points else ()))
        lead = names.say("Who recorded what the register holds, and which contact points were told last.")
        return _Matter(name, len(officers) + len(points), remark, Section(name, lead, blocks, "people") if blocks else None)

    # -------------------------------------------------- what it rests on

    def grounds(self) -> Section:
        names = self.names
        return Section(names.say("Sources and gaps"), names.say("What this report rests on, and what it leaves out."), (
            Prose(tuple((head, text, "") for head, text in self._told())),), "grounds")

    def _told(self) -> Iterator[tuple[str, str]]:
        names, request = self.names, self.request
        yield names.say("Which records"), " ".join((names.say(
            "Open matters of the whole register, whatever their age; quotas of {years}; deviations with a due date in the period {period}.",
            years=names.joined(str(year) for year in range(request.from_on.year, request.to_on.year + 1)),
            period=names.period(request.from_on, request.to_on)), *filters(request, names)))
        yield names.say("State of knowledge"), names.say(
            "The register as it stood when this report was made, speaking of {instant}.", instant=names.instant(request.at))
        if self.judgement.packs:
            yield names.say("Rules"), rules_text(self.judgement, names)
        yield names.say("Left out"), names.say(
            "What was said in hotline contacts, forms that were begun and not saved, and deviations of other States.")
        if request.recipient.strip():
            yield names.say("Officers"), names.say("Names of officers are told within the office alone.")
        yield names.say("Withheld"), withheld_text(self.material.withheld(self._query(*_TO_BE_ISSUED)), names)


def _is_overdue(clock: Clock, request: ReportRequest) -> bool:
    return clock.late_after is not None and clock.late_after < request.at
