"""Two States side by side: what each gives, sends, visits, promises and owes, where the two agree, and what one alone tells of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cbm_tracker.domain.measures import Promise, Record
from cbm_tracker.domain.summary import label
from cbm_tracker.errors import CbmTrackerError
from cbm_tracker.reports.content import Block, Contents, KeyFigures, ReportContent, ReportRequest, Row, Section, Stacked, Table
from cbm_tracker.reports.contribution_tables import ContributionTables
from cbm_tracker.reports.counterparts import Counterparts
from cbm_tracker.reports.dealing_tables import (
    contact_table,
    method_section,
    packs_of,
    quotas_between,
    records_of,
    sum_of,
    uses_between,
    visit_table,
)
from cbm_tracker.reports.dealings import Dealings, dealings
from cbm_tracker.reports.facing_messages import belonging_table, sent_and_received_rows, sent_and_received_table
from cbm_tracker.reports.facing_records import carried_rows, force_rows, record_rows, where_both_state
from cbm_tracker.reports.facing_tables import Sides, compared, facing_table, figures_row, words_row
from cbm_tracker.reports.kinds.frame import assembled
from cbm_tracker.reports.material import Judgement, Material
from cbm_tracker.reports.mutual_obligations import MutualObligations, mutual_section, owed_between
from cbm_tracker.reports.obligation_tables import LATE, MET, OPEN, OVERDUE, SETTLED
from cbm_tracker.reports.promise_tables import is_kept, is_overdue, promise_table
from cbm_tracker.reports.wording import NOT_STATED, Names, with_drafts_marked


def compose(request: ReportRequest, material: Material, names: Names) -> ReportContent:
    """Return what two States have to do with each other. Raises CbmTrackerError: it is not clear which two."""
    one, other = pair_of(request.states, material.issuer.owner)
    found = dealings(request, material, one, other)
    rules = material.judgement()
    owed = owed_between(rules.judged, one, other, request.from_on, request.to_on)
    sides = Sides(names.state(one, request.to_on), names.state(other, request.to_on), one == material.issuer.owner)
    packs = packs_of(rules, owed, uses_between(rules, one, other))
    parts = _Parts(request, found, Counterparts(found, material), owed, sides, with_drafts_marked(names, records_of(found)))
    return assembled(
        request, material, names,
        (
            parts.summary(), parts.exercises(), parts.records(), parts.messages(), parts.visits(), parts.contacts(),
            parts.contributions(), parts.obligations(), parts.quotas(rules), parts.alone(),
            method_section(found, request, material, packs, (sides.one, sides.other), names),
        ),
        title=names.say("Bilateral report"), scope=names.say("{one} and {other}, side by side", one=sides.one, other=sides.other),
        facts=((names.say("States"), names.joined((sides.one, sides.other))),),
    )


def pair_of(states: tuple[str, ...], owner: str) -> tuple[str, str]:
    """Return the two States, the owner of the register first where it is one of them. Raises CbmTrackerError."""
    told = tuple(dict.fromkeys(states))
    if len(told) == 1 and owner and told[0] != owner:
        told = (owner, told[0])
    if len(told) != 2:
        raise CbmTrackerError("A bilateral report is about two States.", "Name two, or the one that deals with the State of this register.")
    return (told[1], told[0]) if told[1] == owner else (told[0], told[1])


@dataclass(frozen=True)
class _Parts:
    request: ReportRequest
    found: Dealings
    pairs: Counterparts
    owed: MutualObligations
    sides: Sides
    names: Names

    @property
    def on(self) -> date:
        return self.request.to_on

    def _facing(self, caption: str, entry: str, rows: list[Row], *notes: str) -> Table:
        return facing_table(caption, entry, rows, self.sides, self.names, notes)

    def _counts(self, entry: str, counts: Iterable[int], kind: str = "plain") -> Row:
        ours, theirs = counts
        return figures_row(entry, ours, theirs, self.sides, self.names, kind=kind)

    def _none(self, head: str, section: str, lead: str) -> Section:
        return Section(head, lead, (), section)

    # -------------------------------------------------- summary

    def summary(self) -> Section:
        say, found = self.names.say, self.found
        head, period = say("Summary"), self.names.period(self.request.from_on, self.request.to_on)
        if not found.count:
            return self._none(head, "summary", say(
                "The register holds no dealing of {one} with {other} in the period {period}.", one=self.sides.one, other=self.sides.other,
                period=period))
        equal, different = compared((*record_rows(self.pairs, self.sides, self.names), *sent_and_received_rows(found, self.names)))
        lead = self.names.count(
            "For the period {period} the register holds {count} record of the dealings of {first} with {second}. Entries that both state: "
            "{entries}; {equal} agree and {different} differ.",
            "For the period {period} the register holds {count} records of the dealings of {first} with {second}. Entries that both state: "
            "{entries}; {equal} agree and {different} differ.", found.count, period=period, first=self.sides.one, second=self.sides.other,
            entries=self.names.number(equal + different), equal=self.names.number(equal), different=self.names.number(different))
        number = self.names.number
        return Section(head, lead, (
            KeyFigures((
                (number(len(self.pairs.activities)), say("exercises of both"), say("section {head}", head=say("Common exercises"))),
                (number(len(self.pairs.messages)), say("messages that belong together"), say("section {head}", head=say("Notifications"))),
                (number(len(found.visits_of(found.one)) + len(found.visits_of(found.other))), say("visits of one to the other"),
                 say("section {head}", head=say("Visits both ways"))),
                (number(len(self.pairs.alone)), say("matters told by one alone"), say("section {head}", head=say("Told by one alone"))),
            )),
            Contents(),
            self._facing(say("Both sides at a glance"), say("Entry"), self._entries(),
                         say("A difference is no finding: it says what to look at.")),
        ), "summary")

    def _entries(self) -> list[Row]:
        say, found, owed = self.names.say, self.found, self.owed
        one, other, activities = found.one, found.other, self.pairs.activities
        hosted = (sum(state in each.host_states for each in activities) for state in (one, other))
        made = {state: self._promises(state) for state in (one, other)}
        stating = where_both_state(activities, (one, other))
        return [
            figures_row(say("Troops for exercises of both"), sum_of(stating, one), sum_of(stating, other), self.sides, self.names),
            self._counts(say("Exercises of both, as host"), hosted),
            self._counts(say("Notifications to the other"), (len(found.sent_by(one)), len(found.sent_by(other)))),
            self._counts(say("Visits to the other"), (len(found.visits_of(one)), len(found.visits_of(other)))),
            self._counts(say("Contacts begun"), (len(found.opened_by(one)), len(found.opened_by(other)))),
            self._counts(say("Promises made"), (len(made[one]), len(made[other]))),
            self._counts(say("Contributions"), (len(found.carried_by(one)), len(found.carried_by(other)))),
            self._counts(say("Obligations met or settled"), (owed.count(one, MET, SETTLED), owed.count(other, MET, SETTLED))),
            self._counts(say("Obligations met late"), (owed.count(one, LATE), owed.count(other, LATE))),
            self._counts(say("Obligations open"), (owed.count(one, OPEN, OVERDUE), owed.count(other, OPEN, OVERDUE))),
        ]

    # -------------------------------------------------- exercises and their records

    def exercises(self) -> Section:
        say, found, activities = self.names.say, self.found, self.pairs.activities
        head = say("Common exercises")
        if not activities:
            return self._none(head, "exercises", say("No exercise in which both take part is recorded."))
        lead = self.names.count("Both take part in {count} exercise.", "Both take part in {count} exercises.", len(activities))
        stating = where_both_state(activities, (found.one, found.other))
        ours, theirs = sum_of(stating, found.one), sum_of(stating, found.other)
        if ours is not None and theirs is not None:
            lead = say("{lead} Where the troops of both are stated, {one} brings {ours} in all, {other} {theirs}.", lead=lead,
                       one=self.sides.one, other=self.sides.other, ours=self.names.number(ours), theirs=self.names.number(theirs))
        rows = force_rows(self.pairs, self.sides, self.names)
        table = self._facing(
            say("Forces and contributions that each brings"), say("Exercise, force or contribution"), rows,
            say("Each figure is that of the largest phase of the exercise; a sum adds up the exercises in which both state it."))
        return Section(head, lead, (table,), "exercises")

    def records(self) -> Section:
        say = self.names.say
        head = say("Two records, side by side")
        rows = record_rows(self.pairs, self.sides, self.names)
        if not rows:
            return self._none(head, "records", say(
                "No activity of the period is recorded by both {one} and {other}; there are no two records to compare.",
                one=self.sides.one, other=self.sides.other))
        equal, different = compared(rows)
        lead = say("Entries that both record: {entries}; {equal} agree and {different} differ.",
                   entries=self.names.number(equal + different), equal=self.names.number(equal), different=self.names.number(different))
        return Section(head, lead, (self._facing(
            say("Activities in the records of both States"), say("Entry"), rows,
            say("Neither record is preferred here; each State answers for its own column.")),), "records")

    # -------------------------------------------------- messages, visits, contacts

    def messages(self) -> Section:
        say, found, number = self.names.say, self.found, self.names.number
        head = say("Notifications")
        if not found.notifications:
            return self._none(head, "notifications", say("No notification of one to the other is recorded."))
        lead = say(
            "Notifications of {one} to {other}: {ours}; of {other} to {one}: {theirs}. Pairs that belong together: {pairs}; messages "
            "without a counterpart: {alone}.", one=self.sides.one, other=self.sides.other, ours=number(len(found.sent_by(found.one))),
            theirs=number(len(found.sent_by(found.other))), pairs=number(len(self.pairs.messages)),
            alone=number(sum(record.kind == "notification" for record, _ in self.pairs.alone)))
        blocks: list[Block] = [sent_and_received_table(found, self.sides, self.names)]
        if self.pairs.messages:
            blocks.append(belonging_table(self.pairs.messages, self.sides, self.names))
        return Section(head, lead, tuple(blocks), "notifications")

    def visits(self) -> Section:
        say, found = self.names.say, self.found
        head, ours, theirs = say("Visits both ways"), found.visits_of(found.one), found.visits_of(found.other)
        together = found.visits_together()
        if not ours and not theirs and not together:
            return self._none(head, "visits", say("No inspection or visit of one to the other is recorded."))
        lead = say("Visits of {one} to {other}: {ours}; of {other} to {one}: {theirs}; of both to others: {both}.",
                   one=self.sides.one, other=self.sides.other, ours=self.names.number(len(ours)), theirs=self.names.number(len(theirs)),
                   both=self.names.number(len(together)))
        by_kind = [Counter(visit.inspection_kind for visit in visits) for visits in (ours, theirs)]
        kinds = sorted(by_kind[0].keys() | by_kind[1].keys(), key=lambda kind: (kind == "", self.names.alphabetical(self.names.word(kind))))
        rows = [self._counts(self.names.word(kind) if kind else say("Kind not stated"), (by_kind[0][kind], by_kind[1][kind]))
                for kind in kinds]
        rows.append(self._counts(say("All"), (len(ours), len(theirs)), "total"))
        blocks: list[Block] = [self._facing(say("Visits to the other by kind"), say("Kind"), rows)] if ours or theirs else []
        blocks.extend(visit_table(caption, told, self.names) for caption, told in (
            (say("{visitor} in {host}", visitor=self.sides.one, host=self.sides.other), ours),
            (say("{visitor} in {host}", visitor=self.sides.other, host=self.sides.one), theirs), (say("By both together"), together),
        ) if told)
        return Section(head, lead, tuple(blocks), "visits")

    def contacts(self) -> Section:
        say, found, at = self.names.say, self.found, self.request.at
        head = say("Contacts and promises")
        if not found.contacts:
            return self._none(head, "contacts", say("No hotline contact of the two is recorded."))
        ours, theirs = self._promises(found.one), self._promises(found.other)
        lead = self.names.count(
            "{count} hotline contact is recorded; promises of {first}: {ours}, of {second}: {theirs}.",
            "{count} hotline contacts are recorded; promises of {first}: {ours}, of {second}: {theirs}.", len(found.contacts),
            first=self.sides.one, second=self.sides.other, ours=self.names.number(len(ours)), theirs=self.names.number(len(theirs)))
        rows = [
            self._counts(say("Contacts begun"), (len(found.opened_by(found.one)), len(found.opened_by(found.other)))),
            self._counts(say("Promises kept"), (sum(is_kept(each, at) for each in made) for made in (ours, theirs))),
            self._counts(say("Promises open, not overdue"), (
                sum(not is_kept(each, at) and not is_overdue(each, at) for each in made) for made in (ours, theirs))),
            self._counts(say("Promises open, overdue"), (sum(is_overdue(each, at) for each in made) for made in (ours, theirs))),
            self._counts(say("Promises in all"), (len(ours), len(theirs)), "total"),
        ]
        blocks: list[Block] = [self._facing(say("Contacts and promises of each"), say("Entry"), rows)]
        made = [(contact, promise) for contact in found.contacts for promise in contact.promises]
        if made:
            blocks.append(promise_table(say("Promises made in contacts"), made, at, self.names))
        blocks.append(contact_table(say("Hotline contacts"), found.contacts, self.names))
        return Section(head, lead, tuple(blocks), "contacts")

    def _promises(self, state: str) -> list[Promise]:
        return [promise for contact in self.found.contacts for promise in contact.promises if promise.by == state]

    # -------------------------------------------------- contributions, obligations, quotas

    def contributions(self) -> Section:
        say, found = self.names.say, self.found
        head = say("Contributions")
        if not found.contributions:
            return self._none(head, "contributions", say("No contribution of one to the other, or to an exercise of both, is recorded."))
        lead = say("Contributions of {one}: {ours}; of {other}: {theirs}.", one=self.sides.one, other=self.sides.other,
                   ours=self.names.number(len(found.carried_by(found.one))), theirs=self.names.number(len(found.carried_by(found.other))))
        tables = ContributionTables(self.names, self.on)
        for each in found.contributions:
            tables.take(each)
        rows = carried_rows(found.carried_by(found.one), found.carried_by(found.other), self.sides, self.names)
        facing = self._facing(say("What each gives, by kind"), say("Kind and unit"), rows, say(
            "Quantities are added up only in the same unit, amounts only in the same currency; nothing is converted."))
        listed = tables.section(sum(each.status == "draft" for each in found.contributions)).blocks[-1]
        return Section(head, lead, (facing, listed), "contributions")

    def obligations(self) -> Section:
        return mutual_section(self.owed, self.names, self.on)

    def quotas(self, rules: Judgement) -> Section:
        return quotas_between(rules, self.found.one, self.found.other, self.names)

    # -------------------------------------------------- what one tells of and the other does not

    def alone(self) -> Section:
        say, held = self.names.say, self.pairs.alone
        head = say("Told by one alone")
        if not held:
            return self._none(head, "alone", say("The register holds no matter of which one of the two alone tells."))
        rows = [self._alone_row(record, state) for record, state in held]
        ours = sum(state == self.found.one for _, state in held)
        lead = self.names.count(
            "{count} matter is told by one of the two alone: by {first} {ours}, by {second} {theirs}.",
            "{count} matters are told by one of the two alone: by {first} {ours}, by {second} {theirs}.", len(held),
            first=self.sides.one, second=self.sides.other, ours=self.names.number(ours), theirs=self.names.number(len(held) - ours))
        return Section(head, lead, (self._facing(
            say("What one tells of and the other does not"), say("Matter"), rows,
            say("As far as the records show that this report is made from; either State may hold more.")),), "alone")

    def _alone_row(self, record: Record, state: str) -> Row:
        ours = state == self.found.one
        held = Stacked(self.names.kind_name(record.kind), self.names.parted(record.reference, self.names.draft_mark(record)))
        silent = self.sides.other if ours else self.sides.one
        missing = self.names.say("no message of {state} belongs to it", state=silent) if record.kind == "notification" else self.names.say(
            "no record or message of {state} about it", state=silent)
        return words_row(self.names.title(record), held if ours else NOT_STATED, NOT_STATED if ours else held, missing, agree=False,
                         source=label(record))
