"""One State's dealings with us: messages and visits both ways, contacts, exercises, contributions, obligations and quotas."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cbm_tracker.errors import CbmTrackerError
from cbm_tracker.reports.content import Column, ColumnChart, Contents, KeyFigures, ReportContent, ReportRequest, Row, Section, Table
from cbm_tracker.reports.contribution_tables import ContributionTables
from cbm_tracker.reports.dealing_tables import (
    contact_table,
    exercise_row,
    message_table,
    method_section,
    packs_of,
    quotas_between,
    records_of,
    sum_of,
    uses_between,
    visit_table,
)
from cbm_tracker.reports.dealings import Dealings, dealings
from cbm_tracker.reports.kinds.frame import assembled
from cbm_tracker.reports.material import Judgement, Material
from cbm_tracker.reports.mutual_obligations import MutualObligations, mutual_section, owed_between
from cbm_tracker.reports.obligation_tables import LATE, OPEN, OVERDUE
from cbm_tracker.reports.promise_tables import is_kept, is_overdue, promise_table
from cbm_tracker.reports.tally import Slots, Tally
from cbm_tracker.reports.wording import NOT_STATED, Names, figure, with_drafts_marked


def compose(request: ReportRequest, material: Material, names: Names) -> ReportContent:
    """Return the dealings of the period. Raises CbmTrackerError: several States are named, or the one whose register this is."""
    if len(request.states) != 1:
        raise CbmTrackerError("A State report is about one State, and several are named.", "Name one of them.")
    (other,), owner = request.states, material.issuer.owner
    if other == owner:
        raise CbmTrackerError("A State report is about another State than the one whose register this is.", "Name another State.")
    found = dealings(request, material, owner, other)
    rules = material.judgement()
    owed = owed_between(rules.judged, owner, other, request.from_on, request.to_on)
    packs = packs_of(rules, owed, uses_between(rules, owner, other))
    parts = _Parts(request, found, owed, with_drafts_marked(names, records_of(found)))
    return assembled(
        request, material, names,
        (
            parts.summary(), parts.messages(), parts.visits(), parts.contacts(), parts.exercises(), parts.contributions(),
            parts.obligations(), parts.quotas(rules), method_section(found, request, material, packs, (parts.us, parts.them), names),
        ),
        title=names.say("State report"),
        scope=names.say("What the register holds of the dealings of {state} with {us}", state=parts.them, us=parts.us),
        facts=((names.say("State"), parts.them),),
    )


@dataclass(frozen=True)
class _Parts:
    request: ReportRequest
    found: Dealings
    owed: MutualObligations
    names: Names

    @property
    def on(self) -> date:
        return self.request.to_on

    @property
    def us(self) -> str:
        return self.names.state(self.found.one, self.on) if self.found.one else self.names.say("the State of this register")

    @property
    def them(self) -> str:
        return self.names.state(self.found.other, self.on)

    # -------------------------------------------------- summary

    def summary(self) -> Section:
        say, found, owed = self.names.say, self.found, self.owed
        head, period = say("Summary"), self.names.period(self.request.from_on, self.request.to_on)
        if not found.count and not found.apart:
            return Section(head, say("The register holds no dealing of {state} with {us} in the period {period}.", state=self.them,
                                     us=self.us, period=period), (), "summary")
        lead = self.names.count(
            "For the period {period} the register holds {count} record of the dealings of {state} with {us}.",
            "For the period {period} the register holds {count} records of the dealings of {state} with {us}.",
            found.count, period=period, state=self.them, us=self.us,
        )
        number, other = self.names.number, found.other
        still = owed.count(other, OPEN, OVERDUE), owed.count(found.one, OPEN, OVERDUE)
        late = owed.count(other, LATE), owed.count(found.one, LATE)
        return Section(head, lead, (
            KeyFigures((
                (number(len(found.sent_by(other))), say("messages to us"), say("ours to it: {count}",
                                                                              count=number(len(found.sent_by(found.one))))),
                (number(len(found.visits_of(other))), say("visits to us"), say("ours to it: {count}",
                                                                           count=number(len(found.visits_of(found.one))))),
                (number(still[0]), say("obligations open"), say("ours to it: {count}", count=number(still[1]))),
                (number(late[0]), say("obligations met late"), say("ours to it: {count}", count=number(late[1]))),
            )),
            Contents(), self._by_kind(), *([self._chart()] if found.count else []),
        ), "summary")

    def _chart(self) -> ColumnChart:
        found, tally = self.found, Tally(Slots.of(self.request.from_on, self.request.to_on))
        for record in (*found.exercises, *found.notifications, *found.visits, *found.contacts, *found.contributions):
            tally.take(record)
        say = self.names.say
        caption = say("Dealings by month and kind") if tally.slots.by_month else say("Dealings by year and kind")
        notes = [say("Each line on its own scale, from zero; a record is counted where it begins, or in the first column if before.")]
        if missing := tally.not_placed.total():
            notes.append(self.names.count("Not shown: {count} record of which the month is not known.",
                                          "Not shown: {count} records of which the month is not known.", missing))
        return tally.chart(caption, self.names, (" ".join(notes),))

    def _by_kind(self) -> Table:
        say, found, other = self.names.say, self.found, self.found.other
        hosted = [{other, found.one} & set(each.host_states) for each in found.exercises]
        counts = (
            (say("Notifications, by sender"), len(found.sent_by(other)), len(found.sent_by(found.one)), len(found.notifications)),
            (say("Inspections and visits, by who visits"), len(found.visits_of(other)), len(found.visits_of(found.one)),
             len(found.visits)),
            (say("Hotline contacts, by who began"), len(found.opened_by(other)), len(found.opened_by(found.one)), len(found.contacts)),
            (say("Exercises of both, by host"), sum(each == {other} for each in hosted),
             sum(each == {found.one} for each in hosted), len(found.exercises)),
            (say("Contributions, by who gives"), len(found.carried_by(other)), len(found.carried_by(found.one)),
             len(found.contributions)),
        )
        rows = [
            Row((what, self._some(theirs), self._some(ours), self._some(every - theirs - ours), self._some(every)))
            for what, theirs, ours, every in counts
        ]
        sums = [sum(column) for column in zip(*(each[1:] for each in counts), strict=True)]
        theirs, ours, every = sums
        rows.append(Row((say("All"), *(self.names.number(each) for each in (theirs, ours, every - theirs - ours, every))), "total"))
        columns = (
            Column(say("Kind"), 64), Column(self.them, 28, "right"), Column(self.us if found.one else say("Others"), 28, "right"),
            Column(say("Both, or others"), 28, "right"), Column(say("All"), 20, "right", strong=True),
        )
        return Table(say("Dealings by kind"), columns, tuple(rows), (
            say("– = none. All = the sum of the row. Both, or others: done by both, by a third, or not stated."),
        ))

    def _some(self, count: int) -> str:
        return self.names.number(count) if count else NOT_STATED

    # -------------------------------------------------- messages, visits, contacts

    def messages(self) -> Section:
        say, found = self.names.say, self.found
        theirs, ours = found.sent_by(found.other), found.sent_by(found.one)
        head = say("Notifications")
        if not theirs and not ours:
            return Section(head, say("No notification of one to the other is recorded."), (), "notifications")
        lead = say("Notifications of {state} to {us}: {theirs}; of {us} to {state}: {ours}.", state=self.them, us=self.us,
                   theirs=self.names.number(len(theirs)), ours=self.names.number(len(ours)))
        blocks = [message_table(caption, told, self.names) for caption, told in (
            (say("From {state}", state=self.them), theirs), (say("To {state}", state=self.them), ours)) if told]
        return Section(head, lead, tuple(blocks), "notifications")

    def visits(self) -> Section:
        say, found = self.names.say, self.found
        theirs, ours, both = found.visits_of(found.other), found.visits_of(found.one), found.visits_together()
        head = say("Inspections and visits")
        if not found.visits:
            return Section(head, say("No inspection or visit of one to the other is recorded."), (), "visits")
        lead = say("Visits of {state} to {us}: {theirs}; of {us} to {state}: {ours}; of both to others: {both}.", state=self.them,
                   us=self.us, theirs=self.names.number(len(theirs)), ours=self.names.number(len(ours)), both=self.names.number(len(both)))
        blocks = [visit_table(caption, told, self.names) for caption, told in (
            (say("By {state}", state=self.them), theirs), (say("To {state}", state=self.them), ours),
            (say("By both together"), both)) if told]
        return Section(head, lead, tuple(blocks), "visits")

    def contacts(self) -> Section:
        say, contacts = self.names.say, self.found.contacts
        head = say("Contacts and promises")
        if not contacts:
            return Section(head, say("No hotline contact with {state} is recorded.", state=self.them), (), "contacts")
        made = [(contact, promise) for contact in contacts for promise in contact.promises]
        still = sum(not is_kept(promise, self.request.at) for _, promise in made)
        overdue = sum(is_overdue(promise, self.request.at) for _, promise in made)
        lead = self.names.count(
            "{count} hotline contact with {state} is recorded; promises made: {made}, still open: {still}, past the due time: {overdue}.",
            "{count} hotline contacts with {state} are recorded; promises made: {made}, still open: {still}, past the due time: {overdue}.",
            len(contacts), state=self.them, made=self.names.number(len(made)), still=self.names.number(still),
            overdue=self.names.number(overdue),
        )
        blocks = [contact_table(say("Hotline contacts"), contacts, self.names)]
        if made:
            blocks.append(promise_table(say("Promises made in contacts"), made, self.request.at, self.names))
        return Section(head, lead, tuple(blocks), "contacts")

    # -------------------------------------------------- exercises, contributions

    def exercises(self) -> Section:
        say, found = self.names.say, self.found
        everything = [*found.exercises, *found.apart]
        head = say("Exercises")
        if not everything:
            return Section(head, say("No exercise in which {state} takes part is recorded.", state=self.them), (), "exercises")
        troops = sum_of(everything, found.other)
        lead = self.names.count(
            "{state} takes part in {count} exercise; {us} takes part in it: {both}.",
            "{state} takes part in {count} exercises; {us} takes part in {both} of them.", len(everything), state=self.them, us=self.us,
            both=self.names.number(len(found.exercises)),
        )
        if troops is not None:
            lead = say("{lead} The contingents of {state} come to {troops} troops.", lead=lead, state=self.them,
                       troops=self.names.number(troops))
        states = (found.other, found.one) if found.one else (found.other,)
        groups = ((say("With {us}", us=self.us), found.exercises), (say("Without {us}", us=self.us), found.apart))
        rows: list[Row] = []
        for name, of_group in groups:
            if of_group:
                rows.append(Row((name, self.names.counted(len(of_group), "exercise")), "group"))
                rows.extend(exercise_row(each, states, self.names) for each in of_group)
        rows.append(Row((say("Total"), "", "", *(figure(sum_of(everything, state)) for state in states), ""), "total"))
        heads = [self.them, self.us][: len(states)]
        columns = (
            Column(say("Period"), 25), Column(say("Exercise"), 85 - 20 * (len(states) - 1)), Column(say("On the territory of"), 20),
            *(Column(say("Troops of {state}", state=name), 20, "right") for name in heads), Column(say("All troops"), 18, "right"),
        )
        return Section(head, lead, (Table(say("Exercises in which {state} takes part", state=self.them), columns, tuple(rows), (
            say("– = not stated. Troops: those of the largest phase of each exercise. The sum adds up the contingents that state them."),
        )),), "exercises")

    def contributions(self) -> Section:
        say, found = self.names.say, self.found
        if not found.contributions:
            return Section(say("Contributions"), say("No contribution of one to the other is recorded."), (), "contributions")
        tables = ContributionTables(self.names, self.on)
        for each in found.contributions:
            tables.take(each)
        made = tables.section(sum(each.status == "draft" for each in found.contributions))
        return Section(made.title, made.lead, made.blocks, "contributions")

    # -------------------------------------------------- what the rules say

    def obligations(self) -> Section:
        return mutual_section(self.owed, self.names, self.on)

    def quotas(self, rules: Judgement) -> Section:
        return quotas_between(rules, self.found.one, self.found.other, self.names)


