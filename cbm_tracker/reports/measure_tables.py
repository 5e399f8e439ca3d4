"""Notifications, inspections, hotline contacts and cases on paper: a row each, and a section for each kind."""

from __future__ import annotations

from collections.abc import Sequence

from cbm_tracker.domain.measures import Case, HotlineContact, Inspection, Notification
from cbm_tracker.domain.summary import label
from cbm_tracker.reports.content import Block, Column, Prose, Row, Section, Stacked, Table
from cbm_tracker.reports.exercise_tables import draft_notes
from cbm_tracker.reports.house_style import number
from cbm_tracker.reports.wording import NOT_STATED, Names, day_cell, day_of_record, instant_cell

_COURSE = ("replied_at", "arrived_at", "ended_at", "report_sent_at")
_TIMES_OF_VISIT = ("started_at", "arrived_at", "entry_planned_at", "requested_at", "request_received_at", "ended_at")
Record = Notification | Inspection | HotlineContact | Case


def _under(names: Names, record: Record) -> str:
    return names.joined(names.agreement(agreement) for agreement in record.agreements)


# ---------------------------------------------------------------- notifications


def notification_row(record: Notification, names: Names) -> Row:
    on = day_of_record(record)
    what = names.word(record.notification_kind) if record.notification_kind else names.kind_name(record.kind)
    subject = record.subject if record.subject.casefold() != what.casefold() else ""
    form = names.say("format {format}", format=record.format) if record.format else ""
    reference = Stacked(record.reference or NOT_STATED, names.parted(form, names.draft_mark(record)))
    return Row(
        (
            names.of_field(instant_cell(record.sent_at or record.received_at), record, "sent_at", "received_at"),
            Stacked(what, _lined(subject, _under(names, record))), reference,
            names.of_field(names.state(record.from_state, on), record, "from_state"),
            names.of_field(names.states_cell(record.to, on), record, "to"),
        ),
        source=label(record),
    )


def notification_table(caption: str, rows: Sequence[Row], names: Names, drafts: int = 0) -> Table:
    """Return rows of notifications; `drafts` of them are not issued, where the table is to say so."""
    say = names.say
    columns = (Column(say("Sent"), 22), Column(say("Notification"), 54), Column(say("Reference"), 36), Column(say("From"), 26),
               Column(say("To"), 30))
    return Table(caption, columns, tuple(rows), (
        say("– = not stated. Where the time of sending is not known, the time of receipt stands in its place."),
        *draft_notes(drafts, names, count=len(rows)),
    ))


def notification_section(rows: Sequence[Row], senders: int, drafts: int, names: Names) -> Section:
    say = names.say
    lead = names.count(
        "{count} notification is recorded; number of States that sent it: {senders}.",
        "{count} notifications are recorded; number of States that sent them: {senders}.", len(rows), senders=number(senders),
    ) if senders else names.count(
        "{count} notification is recorded, without a stated sender.", "{count} notifications are recorded, none with a stated sender.",
        len(rows),
    )
    return Section(say("Notifications"), lead, (notification_table(say("Notifications of the period"), rows, names, drafts),))


# ---------------------------------------------------------------- inspections


def inspection_row(record: Inspection, names: Names) -> Row:
    on = day_of_record(record)
    site = record.site or (record.area.name if record.area else "")
    outcome = Stacked(
        names.word(record.outcome),
        names.parted(
            names.say("reply: {reply}", reply=names.word_within(record.reply)) if record.reply else "",
            names.say("ground: {ground}", ground=record.refusal_ground) if record.refusal_ground else "",
            names.say("quota: {effect}", effect=names.word_within(record.quota_effect)) if record.quota_effect else "",
        ),
    )
    what = names.word(record.inspection_kind) if record.inspection_kind else names.kind_name(record.kind)
    first = record.started_at or record.arrived_at or record.entry_planned_at or record.requested_at or record.request_received_at
    return Row(
        (
            names.of_field(instant_cell(first or record.ended_at), record, *_TIMES_OF_VISIT),
            Stacked(what, _lined(site, record.reference, _under(names, record), names.draft_mark(record))),
            names.of_field(names.states_cell(record.inspecting_states, on), record, "inspecting_states"),
            names.of_field(names.state(record.receiving_state, on), record, "receiving_state"), names.of_field(outcome, record, "outcome"),
        ),
        source=label(record),
    )


def course_row(record: Inspection, names: Names) -> Row:
    title = names.title(record)
    return Row(
        (
            Stacked(title, record.reference if record.reference != title else ""),
            names.of_field(
                instant_cell(record.requested_at or record.request_received_at), record, "requested_at", "request_received_at"
            ),
            *(names.of_field(instant_cell(getattr(record, key)), record, key) for key in _COURSE),
        ),
        source=label(record),
    )


def inspection_table(caption: str, rows: Sequence[Row], names: Names, drafts: int = 0) -> Table:
    """Return rows of inspections and visits; `drafts` as for notifications."""
    say = names.say
    columns = (Column(names.say_as("day", "From"), 22), Column(say("Inspection or visit"), 56), Column(say("Inspecting"), 28),
               Column(say("Receiving"), 26), Column(say("Outcome"), 36))
    return Table(caption, columns, tuple(rows), (
        say("From: start, else arrival, planned entry or request. – = not stated."), *draft_notes(drafts, names, count=len(rows)),
    ))


def inspection_section(rows: Sequence[Row], courses: Sequence[Row], conducted: int, drafts: int, names: Names) -> Section:
    say = names.say
    lead = names.count(
        "{count} inspection or visit is recorded; conducted, as recorded: {conducted}.",
        "{count} inspections and visits are recorded; conducted, as recorded: {conducted}.", len(rows), conducted=number(conducted),
    )
    course = (
        Column(say("Inspection or visit"), 53), Column(say("Requested"), 23), Column(say("Replied"), 23), Column(say("Arrived"), 23),
        Column(say("Ended"), 23), Column(say("Report sent"), 23),
    )
    return Section(say("Inspections, evaluations and visits"), lead, (
        inspection_table(say("Inspections, evaluations and visits of the period"), rows, names, drafts),
        Table(say("Course of each"), course, tuple(courses), (say(
            "– = not stated or did not take place. Where the time of the request is not known, that of its receipt stands in its place."
        ),)),
    ))


# ---------------------------------------------------------------- hotline


def contact_row(record: HotlineContact, names: Names) -> Row:
    on = day_of_record(record)
    purpose = names.word(record.purpose) if record.purpose else names.say("Contact")
    subject = record.subject if record.subject.casefold() != purpose.casefold() else ""
    return Row(
        (
            names.of_field(instant_cell(record.opened_at or record.scheduled_at), record, "opened_at", "scheduled_at"),
            Stacked(purpose, _lined(subject, names.tongue.word(record.channel), _under(names, record), names.draft_mark(record))),
            names.of_field(names.states_cell(record.with_states, on), record, "with_states"),
            names.of_field(names.state(record.initiated_by, on), record, "initiated_by"),
            names.of_field(names.elapsed(record.opened_at, record.answered_at), record, "opened_at", "answered_at"),
            names.of_field(Stacked(names.word(record.outcome)), record, "outcome"),
        ),
        source=label(record),
    )


def promise_rows(record: HotlineContact, names: Names) -> list[Row]:
    on = day_of_record(record)
    return [
        Row(
            (
                Stacked(promise.text, f"{names.title(record)}, {on.isoformat()}"), names.state(promise.by, on),
                instant_cell(promise.due_at), instant_cell(promise.kept_at),
            ),
            source=label(record),
        )
        for promise in record.promises
    ]


def contact_table(caption: str, rows: Sequence[Row], names: Names, drafts: int = 0) -> Table:
    """Return rows of hotline contacts; `drafts` as for notifications."""
    say = names.say
    columns = (
        Column(say("Opened"), 22), Column(say("Purpose"), 56), Column(say("With"), 28), Column(say("Initiated by"), 24),
        Column(say("Answer after"), 17, "right"), Column(say("Outcome"), 21),
    )
    return Table(caption, columns, tuple(rows), (
        say("– = not stated. s = seconds, min = minutes, h = hours, d = days. What was said is not reproduced in this report."),
        *draft_notes(drafts, names, count=len(rows)),
    ))


def contact_section(rows: Sequence[Row], promises: Sequence[Row], answered: int, drafts: int, names: Names) -> Section:
    say = names.say
    lead = names.count(
        "{count} hotline contact is recorded; with an answer: {answered}.",
        "{count} hotline contacts are recorded; with an answer: {answered}.", len(rows), answered=number(answered),
    )
    blocks: list[Block] = [contact_table(say("Hotline contacts of the period"), rows, names, drafts)]
    if promises:
        blocks.append(Table(say("Promises made in contacts"), (
            Column(say("Promise"), 84), Column(say("By"), 30), Column(say("Due"), 27), Column(say("Kept"), 27),
        ), tuple(promises), (say("– = not stated; under Kept: not recorded as kept."),)))
    return Section(say("Hotline contacts"), lead, tuple(blocks))


# ---------------------------------------------------------------- cases


def case_row(record: Case, names: Names) -> Row:
    closed = names.of_field(day_cell(record.closed_on), record, "closed_on")
    return Row(
        (Stacked(record.title, names.parted(record.reference, names.draft_mark(record))),
         names.of_field(day_cell(record.opened_on), record, "opened_on"), names.say("open") if closed == NOT_STATED else closed,
         number(len(record.members))),
        source=label(record),
    )


def case_section(cases: Sequence[Case], names: Names) -> Section:
    say = names.say
    columns = (Column(say("Case"), 96), Column(say("Opened"), 26), Column(say("Closed"), 26), Column(say("Records"), 20, "right"))
    blocks: list[Block] = [Table(say("Cases of the period"), columns, tuple(case_row(case, names) for case in cases))]
    told = tuple((case.title, case.narrative, label(case)) for case in cases if case.narrative.strip())
    if told:
        blocks.append(Prose(told))
    lead = names.count("{count} case: records that belong together, told as one story.",
                       "{count} cases: records that belong together, each told as one story.", len(cases))
    return Section(say("Cases"), lead, tuple(blocks))


# ---------------------------------------------------------------- parts


def _lined(*parts: str) -> str:
    """The parts that say something, a line for each."""
    return "\n".join(part for part in parts if part)

