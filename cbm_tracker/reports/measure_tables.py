"""Notifications, inspections, hotline contacts and cases on paper: a row each, and a section for each kind."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from cbm_tracker.domain.measures import Case, HotlineContact, Inspection, Notification
from cbm_tracker.domain.summary import label, period_of, title
from cbm_tracker.domain.vocabulary import spoken
from cbm_tracker.reports.content import Block, Column, Prose, Row, Section, Stacked, Table
from cbm_tracker.reports.exercise_tables import draft_notes
from cbm_tracker.reports.house_style import number
from cbm_tracker.reports.wording import (
    NOT_STATED,
    Names,
    counted,
    day_cell,
    elapsed,
    first_capital,
    instant_cell,
    joined,
    lines,
    word_of,
)

Record = Notification | Inspection | HotlineContact | Case


def _day(record: Record) -> date:
    period = period_of(record)
    return period[0] if period else date.max


def _under(names: Names, record: Record) -> str:
    return joined(names.agreement(agreement) for agreement in record.agreements)


# ---------------------------------------------------------------- notifications


def notification_row(record: Notification, names: Names) -> Row:
    on = _day(record)
    what = word_of(record.notification_kind) if record.notification_kind else "Notification"
    subject = record.subject if record.subject.casefold() != what.casefold() else ""
    reference = Stacked(record.reference or NOT_STATED, lines(f"format {record.format}" if record.format else "", names.draft_mark(record)))
    return Row(
        (
            instant_cell(record.sent_at or record.received_at), Stacked(what, _lined(subject, _under(names, record))), reference,
            names.state(record.from_state, on), names.states_cell(record.to, on),
        ),
        source=label(record),
    )


def notification_section(rows: Sequence[Row], senders: int, drafts: int) -> Section:
    lead = f"{first_capital(counted(len(rows), 'notification'))} {_from(senders)}."
    columns = (Column("Sent", 22), Column("Notification", 54), Column("Reference", 36), Column("From", 26), Column("To", 30))
    notes = ("– = not stated. Where the time of sending is not known, the time of receipt stands in its place.", *_drafts(drafts, rows))
    return Section("Notifications", lead, (Table("Notifications of the period", columns, tuple(rows), notes),))


def _from(senders: int) -> str:
    return f"from {counted(senders, 'State')}" if senders else "without a stated sender"


# ---------------------------------------------------------------- inspections


def inspection_row(record: Inspection, names: Names) -> Row:
    on = _day(record)
    site = record.site or (record.area.name if record.area else "")
    outcome = Stacked(
        word_of(record.outcome),
        lines(f"reply: {spoken(record.reply).lower()}" if record.reply else "", _ground(record),
              f"quota: {spoken(record.quota_effect).lower()}" if record.quota_effect else ""),
    )
    what = word_of(record.inspection_kind) if record.inspection_kind else "Inspection"
    first = record.started_at or record.arrived_at or record.entry_planned_at or record.requested_at or record.request_received_at
    return Row(
        (
            instant_cell(first or record.ended_at),
            Stacked(what, _lined(site, record.reference, _under(names, record), names.draft_mark(record))),
            names.states_cell(record.inspecting_states, on), names.state(record.receiving_state, on), outcome,
        ),
        source=label(record),
    )


def _ground(record: Inspection) -> str:
    return f"ground: {record.refusal_ground}" if record.refusal_ground else ""


def course_row(record: Inspection) -> Row:
    return Row(
        (
            Stacked(title(record), record.reference if record.reference != title(record) else ""),
            instant_cell(record.requested_at or record.request_received_at), instant_cell(record.replied_at),
            instant_cell(record.arrived_at), instant_cell(record.ended_at), instant_cell(record.report_sent_at),
        ),
        source=label(record),
    )


def inspection_section(rows: Sequence[Row], courses: Sequence[Row], conducted: int, drafts: int) -> Section:
    verb = "was" if conducted == 1 else "were"
    lead = f"{first_capital(counted(len(rows), 'inspection'))}; {number(conducted)} of them {verb} recorded as conducted."
    columns = (
        Column("From", 22), Column("Inspection or visit", 56), Column("Inspecting", 28), Column("Receiving", 26), Column("Outcome", 36),
    )
    course = (
        Column("Inspection or visit", 53), Column("Requested", 23), Column("Replied", 23), Column("Arrived", 23), Column("Ended", 23),
        Column("Report sent", 23),
    )
    return Section("Inspections, evaluations and visits", lead, (
        Table("Inspections, evaluations and visits of the period", columns, tuple(rows), (
            "From: start, else arrival, planned entry or request. – = not stated.", *_drafts(drafts, rows),
        )),
        Table("Course of each", course, tuple(courses), (
            "– = not stated or did not take place. Where the time of the request is not known, that of its receipt stands in its place.",
        )),
    ))


# ---------------------------------------------------------------- hotline


def contact_row(record: HotlineContact, names: Names) -> Row:
    on = _day(record)
    purpose = word_of(record.purpose) if record.purpose else "Contact"
    subject = record.subject if record.subject.casefold() != purpose.casefold() else ""
    return Row(
        (
            instant_cell(record.opened_at or record.scheduled_at),
            Stacked(purpose, _lined(subject, spoken(record.channel), _under(names, record), names.draft_mark(record))),
            names.states_cell(record.with_states, on), names.state(record.initiated_by, on),
            elapsed(record.opened_at, record.answered_at), Stacked(word_of(record.outcome)),
        ),
        source=label(record),
    )


def promise_rows(record: HotlineContact, names: Names) -> list[Row]:
    on = _day(record)
    return [
        Row(
            (
                Stacked(promise.text, f"{title(record)}, {on.isoformat()}"), names.state(promise.by, on),
                instant_cell(promise.due_at), instant_cell(promise.kept_at),
            ),
            source=label(record),
        )
        for promise in record.promises
    ]


def contact_section(rows: Sequence[Row], promises: Sequence[Row], answered: int, drafts: int) -> Section:
    lead = f"{first_capital(counted(len(rows), 'contact'))}; for {number(answered)} of them an answer is recorded."
    columns = (
        Column("Opened", 22), Column("Purpose", 56), Column("With", 28), Column("Initiated by", 24), Column("Answer after", 17, "right"),
        Column("Outcome", 21),
    )
    blocks: list[Block] = [Table("Hotline contacts of the period", columns, tuple(rows), (
        "– = not stated. s = seconds, min = minutes, h = hours, d = days. What was said is not reproduced in this report.",
        *_drafts(drafts, rows),
    ))]
    if promises:
        blocks.append(Table("Promises made in contacts", (
            Column("Promise", 84), Column("By", 30), Column("Due", 27), Column("Kept", 27),
        ), tuple(promises), ("– = not stated; under Kept: not recorded as kept.",)))
    return Section("Hotline contacts", lead, tuple(blocks))


# ---------------------------------------------------------------- cases


def case_row(record: Case, names: Names) -> Row:
    return Row(
        (Stacked(record.title, lines(record.reference, names.draft_mark(record))), day_cell(record.opened_on),
         day_cell(record.closed_on) if record.closed_on else "open", number(len(record.members))),
        source=label(record),
    )


def case_section(cases: Sequence[Case], names: Names) -> Section:
    columns = (Column("Case", 96), Column("Opened", 26), Column("Closed", 26), Column("Records", 20, "right"))
    blocks: list[Block] = [Table("Cases of the period", columns, tuple(case_row(case, names) for case in cases))]
    told = tuple((case.title, case.narrative, label(case)) for case in cases if case.narrative.strip())
    if told:
        blocks.append(Prose(told))
    lead = f"{first_capital(counted(len(cases), 'case'))}: records that belong together, told as one story."
    return Section("Cases", lead, tuple(blocks))


# ---------------------------------------------------------------- parts


def _lined(*parts: str) -> str:
    """The parts that say something, a line for each."""
    return "\n".join(part for part in parts if part)


def _drafts(drafts: int, rows: Sequence[Row]) -> list[str]:
    return draft_notes(drafts, count=len(rows))

