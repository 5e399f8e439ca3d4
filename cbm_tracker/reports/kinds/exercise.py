"""One activity: what it is, who brings what, what the rules ask, and what was told about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from cbm_tracker.domain.forces import total
from cbm_tracker.domain.measures import AgreementFacts, Contribution, Inspection, JointExercise, Notification, Record
from cbm_tracker.domain.moments import Instant
from cbm_tracker.domain.query import Query
from cbm_tracker.domain.release import left_out
from cbm_tracker.domain.summary import label, period_of
from cbm_tracker.errors import CbmTrackerError
from cbm_tracker.reports.area_section import area_section
from cbm_tracker.reports.content import Block, Cell, Column, KeyFigures, ReportContent, ReportRequest, Row, Section, Stacked, Table
from cbm_tracker.reports.contribution_tables import ContributionTables
from cbm_tracker.reports.exercise_tables import ExerciseTables, draft_notes
from cbm_tracker.reports.finding_tables import rules_section
from cbm_tracker.reports.house_style import number
from cbm_tracker.reports.kinds.frame import assembled
from cbm_tracker.reports.material import Material
from cbm_tracker.reports.measure_tables import inspection_row, inspection_table, notification_row
from cbm_tracker.reports.share_tables import leading, scale_table, share_tables, troops_and_cost
from cbm_tracker.reports.shares import FUNDS, TROOPS, VALUE, can_be_added, carried, under_scale
from cbm_tracker.reports.tally import Slots
from cbm_tracker.reports.wording import NOT_STATED, Names, figure, instant_cell, with_drafts_marked

_CHANGES = ("exercise_change", "exercise_cancellation", "exercise_completion", "calendar_change")


def compose(request: ReportRequest, material: Material, names: Names) -> ReportContent:
    """Return what the report says. Raises CbmTrackerError: the record is not there, may not be told, or is no exercise."""
    exercise = material.record(request.record)
    if not isinstance(exercise, JointExercise):
        raise CbmTrackerError("The register has no exercise of this id for this recipient.", "Choose an exercise from its list.")
    parts = _Parts.of(request, material, names, exercise)
    period = period_of(exercise)
    return assembled(
        request, material, names,
        (
            parts.identity(), parts.forces(), rules_section(material.findings(exercise), exercise, names), parts.told(), parts.observers(),
            area_section(exercise.area, names.title(exercise), label(exercise), names), parts.contributions(), parts.changes(),
            parts.sources(),
        ),
        title=names.say("Exercise report"), scope=names.say("What the register holds of {name}.", name=names.title(exercise)),
        facts=((names.say("Exercise"), names.title(exercise)),), period=names.period(*period) if period else names.say("No date is stated"),
    )


@dataclass(frozen=True)
class _Parts:
    request: ReportRequest
    material: Material
    names: Names
    exercise: JointExercise
    on: date
    notifications: tuple[Notification, ...]
    visits: tuple[Inspection, ...]

    @classmethod
    def of(cls, request: ReportRequest, material: Material, names: Names, exercise: JointExercise) -> _Parts:
        period = period_of(exercise)
        linked = material.linked(exercise)
        notifications = {one.id: one for one in linked if isinstance(one, Notification)}
        for one in tuple(notifications.values()):  # answers link to the notification that they answer
            notifications.update({reply.id: reply for reply in material.linked(one) if isinstance(reply, Notification)})
        ordered = sorted(notifications.values(), key=lambda one: (period_of(one) is None, str(_moment(one)), one.reference, one.id))
        visits = tuple(one for one in linked if isinstance(one, Inspection))
        names = with_drafts_marked(names, (*linked, *ordered))
        return cls(request, material, names, exercise, period[0] if period else request.to_on, tuple(ordered), visits)

    # -------------------------------------------------- what it is, and its forces

    def identity(self) -> Section:
        exercise, names, say = self.exercise, self.names, self.names.say
        hosts = self.names.listed(exercise.host_states, self.on)
        states = {one.state for one in exercise.contingents}
        troops = total(exercise.contingents, "troops")
        period = period_of(exercise)
        if period and hosts:
            lead = say("{name}: {period}, on the territory of {hosts}.", name=self.names.title(exercise), period=self.names.period(*period),
                       hosts=self.names.joined(hosts))
        else:
            lead = say("The register does not state both the dates and the place of {name}.", name=self.names.title(exercise))
        told: tuple[tuple[str, Cell], ...] = (
            (say("Designation"), exercise.designation or NOT_STATED), (say("Reference"), exercise.reference or NOT_STATED),
            (say("Kind of activity"), names.of_field(names.word(exercise.activity_type), exercise, "activity_type")),
            (say("Period"), names.period_cell(exercise.starts_on, exercise.ends_on, left_out(exercise))),
            (say("Completed"), names.of_field(str(exercise.completed_on or NOT_STATED), exercise, "completed_on")),
            (say("On the territory of"), names.of_field(names.joined(hosts) or NOT_STATED, exercise, "host_states")),
            (say("States taking part"),
             names.of_field(names.states_cell(states, self.on, exercise.other_participants), exercise, "contingents")),
            (say("Level of command"), exercise.level_of_command or NOT_STATED), (say("General purpose"), exercise.purpose or NOT_STATED),
            (say("Agreements"), self.names.joined(self.names.agreement(one) for one in exercise.agreements) or NOT_STATED),
            (say("Status of the record"), self.names.word(exercise.status)),
        )
        table = Table(
            say("The activity as recorded"), (Column(say("Item"), 45), Column(say("As recorded"), 123)),
            tuple(Row(pair, source=label(exercise)) for pair in told), (say("– = not stated."),),
        )
        figures = KeyFigures((
            (names.say("withheld") if "contingents" in left_out(exercise) else figure(troops), say("troops in the largest phase"),
             say("section Forces")),
            (number(len(states)), say("States taking part"), say("section Forces")),
            (number(len(self.notifications)), say("notifications about it"), say("section Notifications")),
        ))
        return Section(say("The activity"), lead, (figures, table), "identity")

    def forces(self) -> Section:
        contingents, say = self.exercise.contingents, self.names.say
        if not contingents:
            return Section(say("Forces"), say("The register states no contingent."), (), "forces")
        stating = sum(one.troops is not None for one in contingents)
        troops = total(contingents, "troops")
        lead = self.names.count(
            "{count} contingent is recorded; {stating} states its troops.",
            "{count} contingents are recorded; {stating} state their troops.",
            len(contingents), stating=number(stating))
        if troops is not None:
            lead = say("{lead} The largest phase has {troops} troops.", lead=lead, troops=number(troops))
        tables = ExerciseTables.for_count(self.names, Slots.of(self.on, self.on), 1)
        tables.take(self.exercise)
        blocks = [*([self._phases()] if len({one.phase for one in contingents if one.phase}) > 1 else []), tables.strengths()]
        return Section(say("Forces"), lead, tuple(blocks) if tables.forces else (), "forces")

    def _phases(self) -> Table:
        say, contingents = self.names.say, self.exercise.contingents
        shown = ("troops", "battle_tanks", "armoured_combat_vehicles", "artillery")
        rows = []
        for phase in dict.fromkeys(one.phase for one in contingents if one.phase):
            of_phase = tuple(one for one in contingents if one.phase in (phase, ""))
            rows.append(Row(
                (phase, number(len(of_phase)), *(figure(total(of_phase, key)) for key in shown)), source=label(self.exercise)))
        heads = (say("Contingents"), say("Troops"), say("Battle tanks"), say("ACV"), say("Artillery"))
        return Table(
            say("Sums by phase"), (Column(say("Phase"), 58), *(Column(head, 22, "right") for head in heads)), tuple(rows),
            (say("Contingents without a phase are there in each. ACV = armoured combat vehicles; – = not stated."),))

    # -------------------------------------------------- what was told, and to whom

    def told(self) -> Section:
        say = self.names.say
        return self._notified(
            say("Notifications"), "notifications", self.notifications,
            self.names.count("{count} notification is linked with the activity.", "{count} notifications are linked with the activity.",
                             len(self.notifications)),
            say("No notification is linked with the activity."))

    def changes(self) -> Section:
        say = self.names.say
        changes = tuple(one for one in self.notifications if one.notification_kind in _CHANGES)
        return self._notified(
            say("Changes"), "changes", changes,
            self.names.count("{count} notification changes, ends or cancels it.", "{count} notifications change, end or cancel it.",
                             len(changes)),
            say("No notification of a change, an end or a cancellation is linked with it."))

    def _notified(self, head: str, section: str, told: tuple[Notification, ...], lead: str, none: str) -> Section:
        say = self.names.say
        if not told:
            return Section(head, none, (), section)
        rows = tuple(
            Row((*notification_row(one, self.names).cells, self._before(one)), source=label(one)) for one in told)
        columns = (Column(say("Sent"), 22), Column(say("Notification"), 46), Column(say("Reference"), 32), Column(say("From"), 20),
                   Column(say("To"), 24), Column(say("Before it"), 24))
        notes = (say("– = not stated. Before it: days from sending to the first day of the activity, with the sum; − after that day."),
                 *draft_notes(sum(one.status == "draft" for one in told), self.names, count=len(told)))
        return Section(head, lead, (Table(say("In order of sending"), columns, rows, notes),), section)

    def _before(self, told: Notification) -> Cell:
        moment, starts = _moment(told), self.exercise.starts_on
        if moment is None or starts is None or not starts.is_complete:
            return NOT_STATED
        days = (starts.first_day - moment.utc.date()).days
        return Stacked(f"{number(days)}\u202fd", f"{starts} − {moment.utc:%Y-%m-%d}")

    def observers(self) -> Section:
        say = self.names.say
        invitations = [one for one in self.notifications if one.notification_kind == "observer_invitation"]
        replies = [one for one in self.notifications if one.notification_kind == "observer_reply"]
        rows, answered = [], 0
        for invitation in invitations:
            for code in sorted(set(invitation.to), key=lambda one: self.names.alphabetical(self.names.state(one, self.on))):
                reply = next((one for one in replies if one.from_state == code), None)
                answered += reply is not None
                rows.append(Row(
                    (self.names.state(code, self.on), instant_cell(_moment(invitation)), instant_cell(_moment(reply)) if reply else
                     say("no answer recorded"), self.names.elapsed(_moment(invitation), _moment(reply)) if reply else NOT_STATED),
                    source=label(invitation)))
        if rows:
            lead = self.names.count("{count} party was invited to observe; {answered} answered.",
                                    "{count} parties were invited to observe; {answered} answered.", len(rows), answered=number(answered))
        else:
            lead = say("No invitation of observers is linked with the activity.")
        blocks: list[Block] = []
        if rows:
            columns = (Column(say("Invited"), 66), Column(say("Invitation sent"), 34), Column(say("Answer"), 34),
                       Column(say("After"), 34, "right"))
            blocks.append(Table(say("Observers invited, and their answers"), columns, tuple(rows), (say("Hours are UTC."),)))
        if self.visits:
            visits = [inspection_row(one, self.names) for one in self.visits]
            drafts = sum(one.status == "draft" for one in self.visits)
            blocks.append(inspection_table(say("Visits and inspections of it"), visits, self.names, drafts))
        return Section(say("Observers"), lead, tuple(blocks), "observers")

    # -------------------------------------------------- who carried it, whence it is known

    def contributions(self) -> Section:
        """What each State contributes, its shares beside an equal share and beside an agreed scale, and each contribution."""
        names, linked = self.names, self.material.linked(self.exercise)
        given = [one for one in linked if isinstance(one, Contribution)]
        if not given:
            return Section(names.say("Contributions"), names.say("No contribution is linked with the activity."), (), "contributions")
        tables = ContributionTables(names, self.on)
        for record in given:
            tables.take(record)
        summed = [one for one in given if can_be_added(one)]
        wholes = carried(summed)
        made = tables.section(sum(one.status == "draft" for one in given))
        scales = [scale_table(facts, of_it, self.on, names) for facts, of_it in self._scales(linked, summed)]
        beside = names.count(
            "Their shares stand beside {count} agreed scale.", "Their shares stand beside {count} agreed scales.", len(scales),
        ) if scales else names.say("No agreed scale is recorded for them; their shares stand beside an equal share.")
        by_state, *each = made.blocks
        lead = " ".join((made.lead, *leading(wholes, (TROOPS, FUNDS, VALUE), self.on, names), beside))
        both = troops_and_cost(wholes, self.on, names)
        shares = (*((both,) if both else ()), *share_tables(wholes, self.on, names), *scales)
        return Section(made.title, lead, (by_state, *shares, *each), "contributions")

    def _scales(self, linked: Iterable[Record], given: Sequence[Contribution]) -> Iterator[tuple[AgreementFacts, Sequence[Contribution]]]:
        """Yield the agreed scales that are linked with the activity, and those under its agreements that speak of what is given."""
        own = [one for one in linked if isinstance(one, AgreementFacts) and one.shares]
        yield from ((facts, given) for facts in own)
        agreements = tuple(dict.fromkeys(agreement for one in given for agreement in one.agreements))
        others = self.material.records(Query(kinds=("agreement_facts",), agreements=agreements, descending=False)) if agreements else ()
        for facts in others:
            if isinstance(facts, AgreementFacts) and facts.shares and not facts.links and facts not in own:
                spoken_of = under_scale(facts, given)
                if spoken_of:
                    yield facts, spoken_of

    def sources(self) -> Section:
        say = self.names.say
        withheld = self.material.withheld(Query(linked_to=(self.exercise.id,)))
        lead = (self.names.count("{count} record that links to it is withheld from the recipient.",
                                 "{count} records that link to it are withheld from the recipient.", withheld)
                if withheld else say("No record that links to it is withheld from the recipient."))
        rows = tuple(Row((source,), source=label(self.exercise)) for source in dict.fromkeys(self.exercise.sources))
        rows = rows or (Row((say("No source is stated."),)),)
        table = Table(say("Sources of the activity"), (Column(say("Source"), 168),), rows)
        return Section(say("Sources and gaps"), lead, (table,), "sources")


def _moment(told: Notification) -> Instant | None:
    return told.sent_at or told.received_at
