"""What a successor takes over, on paper: running clocks, drafts, plans, agreements with a special status, and whom to ask."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from cbm_tracker.domain.measures import Agreement, Contribution, HotlineContact, Inspection, JointExercise, Notification, Record
from cbm_tracker.domain.summary import label, period_of, states_of, summarise
from cbm_tracker.reports.content import Cell, Column, Row, Stacked, Table
from cbm_tracker.reports.material import Clock, Officer
from cbm_tracker.reports.obligation_tables import moment_text, rule_text
from cbm_tracker.reports.sums import printed_sum
from cbm_tracker.reports.wording import NOT_STATED, Names, day_of_record, first_capital, instant_cell

REGULAR = ("in_force", "politically_binding", "voluntary")
ENDED = ("expired", "terminated", "superseded", "historical")
MOST = 200
"""Rows of a list; what is beyond is counted."""


def shortened(rows: Sequence[Row], names: Names, most: int = MOST) -> tuple[tuple[Row, ...], tuple[str, ...]]:
    """Return the rows that are listed, and a note where some are not."""
    if len(rows) <= most:
        return tuple(rows), ()
    return tuple(rows[:most]), (names.say("The first {shown} of {all}.", shown=names.number(most), all=names.number(len(rows))),)


# ---------------------------------------------------------------- clocks


def time_left_in_words(clock: Clock, at: datetime, names: Names) -> str:
    """Time until it is late: 6 d 3 h; after that with a minus; – where no due moment is known."""
    if clock.late_after is None:
        return NOT_STATED
    seconds = int((clock.late_after - at).total_seconds())
    return f"−{names.seconds(-seconds)}" if seconds < 0 else names.seconds(seconds)


def _time_left(clock: Clock, at: datetime, names: Names) -> Cell:
    late = clock.late_after is not None and clock.late_after < at
    return Stacked(time_left_in_words(clock, at, names), names.say("○ open, overdue") if late else names.say("○ open"))


def clock_table(caption: str, clocks: Sequence[Clock], at: datetime, names: Names, most: int = MOST) -> Table:
    """Return obligations that are open with the time left, what is late first."""
    rows, more = shortened([_clock_row(each, at, names) for each in clocks], names, most)
    columns = (
        Column(names.say("Time left"), 25, strong=True), Column(names.say("Obligation and rule"), 64), Column(names.say("Owed by"), 30),
        Column(names.say("Due, as a sum"), 49),
    )
    notes = [names.say("Hours are UTC. Time left on {instant}; of a day, until it ends at the capital of whoever owes it.",
                       instant=names.instant(at))]
    if any(each.judged.finding.provisional for each in clocks):
        notes.append(names.say(
            "Provisional: the paragraph or its figure is not confirmed by the authentic text; nothing rests on it alone."))
    return Table(caption, columns, rows, (" ".join((*notes, *more)),))


def _clock_row(clock: Clock, at: datetime, names: Names) -> Row:
    finding, record = clock.judged.finding, clock.judged.record
    obligation = finding.obligation
    by, due = (obligation.by, obligation.due) if obligation else ((), None)
    what = first_capital(obligation.what) if obligation and obligation.what else finding.title
    about = names.title(record) if record is not None else names.say("Due by the calendar")
    below = names.parted(about, record.reference if record is not None and not record.reference.startswith(about) else "",
                         names.say("for {period}", period=finding.period) if finding.period else "", rule_text(finding, names),
                         names.word_within(finding.certainty))
    told = Stacked(moment_text(due), printed_sum(finding.sum, names) if finding.sum else "") if due is not None else NOT_STATED
    return Row((_time_left(clock, at, names), Stacked(what, below, names.rules_language), names.states_cell(by, at.date()), told),
               source=label(record) if record is not None else finding.key)


# ---------------------------------------------------------------- drafts and plans


def drafts_table(drafts: Sequence[Record], names: Names) -> Table:
    """Return records that are not issued yet, by kind, the oldest first."""
    listed = drafts[:MOST]
    rows: list[Row] = []
    for kind in dict.fromkeys(record.kind for record in listed):
        of_kind = [record for record in listed if record.kind == kind]
        rows.append(Row((names.kind_name(kind), names.counted(sum(one.kind == kind for one in drafts), "record")), "group"))
        rows.extend(Row((
            summarise(one).when[:10] or NOT_STATED, Stacked(names.title(one), one.reference if one.reference != names.title(one) else ""),
            names.states_cell((code for code, _ in states_of(one)), day_of_record(one)),
            names.joined(map(names.agreement, one.agreements)) or NOT_STATED,
        ), source=label(one)) for one in of_kind)
    notes = [names.say("– = not stated.")]
    if len(listed) < len(drafts):
        notes.append(names.say("The first {shown} of {all}.", shown=names.number(len(listed)), all=names.number(len(drafts))))
    columns = (Column(names.say("Date"), 24), Column(names.say("Record"), 66), Column(names.say("States"), 40),
               Column(names.say("Agreements"), 38))
    return Table(names.say("Drafts, not issued yet"), columns, tuple(rows), (" ".join(notes),))


def is_ahead(record: Record, at: datetime) -> bool:
    """Whether it is planned for later than an instant."""
    if isinstance(record, Inspection):
        return record.arrived_at is None and record.entry_planned_at is not None and record.entry_planned_at.utc > at
    if isinstance(record, HotlineContact):
        return record.opened_at is None and record.scheduled_at is not None and record.scheduled_at.utc > at
    period = period_of(record)
    return isinstance(record, JointExercise | Contribution) and period is not None and period[0] > at.date()


def plans_table(plans: Sequence[Record], names: Names) -> Table:
    """Return what is planned, what comes first first."""
    rows, more = shortened([Row((
        _planned_for(one), Stacked(names.title(one), names.parted(names.kind_name(one.kind), one.reference, _draft(one, names))),
        names.states_cell((code for code, _ in states_of(one)), day_of_record(one)),
        names.joined(map(names.agreement, one.agreements)) or NOT_STATED,
    ), source=label(one)) for one in plans], names)
    columns = (Column(names.say("Planned for"), 26), Column(names.say("What"), 66), Column(names.say("States"), 40),
               Column(names.say("Agreements"), 36))
    return Table(names.say("Plans ahead"), columns, rows, (" ".join((names.say("– = not stated. Hours are UTC."), *more)),))


def _draft(record: Record, names: Names) -> str:
    """Where kinds stand together, each draft is marked by itself."""
    return names.say("draft") if record.status == "draft" else ""


def _planned_for(record: Record) -> Cell:
    if isinstance(record, Inspection):
        return instant_cell(record.entry_planned_at)
    if isinstance(record, HotlineContact):
        return instant_cell(record.scheduled_at)
    return summarise(record).when[:10] or NOT_STATED


# ---------------------------------------------------------------- agreements and people


def special_agreements(agreements: Iterable[Agreement], at: datetime, names: Names) -> tuple[Table | None, int]:
    """Return agreements, and participations in them, that are neither plainly in force nor ended; and how many agreements."""
    rows: list[Row] = []
    count = 0
    for agreement in sorted(agreements, key=lambda one: names.alphabetical(one.name)):
        told = _special(agreement, at, names)
        if told:
            count += 1
            rows.append(Row((names.as_shipped(agreement.name), names.word_within(agreement.agreement_status)), "group", label(agreement)))
            rows.extend(told)
    if not rows:
        return None, 0
    columns = (Column(names.say("State"), 46), Column(names.say("Status"), 40), Column(names.say("Since"), 24),
               Column(names.say("Note"), 58))
    return Table(names.say("Agreements and participations with a special status"), columns, tuple(rows), (names.say(
        "Status on the instant of this report, as recorded; what is plainly in force, politically binding or voluntary is left out, and "
        "so are agreements that ended. – = not stated."),)), count


def _special(agreement: Agreement, at: datetime, names: Names) -> list[Row]:
    day = at.date()
    if agreement.agreement_status in ENDED:
        return []
    rows = []
    if agreement.agreement_status and agreement.agreement_status not in REGULAR:
        itself = (names.say("The agreement itself"), names.word(agreement.agreement_status), NOT_STATED, NOT_STATED)
        rows.append(Row(itself, source=label(agreement)))
    for one in sorted(agreement.participations, key=lambda each: names.alphabetical(names.state(each.state, day))):
        begun = one.from_on is None or one.from_on.first_day <= day
        lasts = one.to_on is None or one.to_on.last_day >= day
        if one.status and one.status not in REGULAR and begun and lasts and not _followed(agreement, one.state, one.from_on, day):
            rows.append(Row((names.state(one.state, day), names.word(one.status), str(one.from_on or NOT_STATED),
                             names.as_shipped(one.note) or NOT_STATED), source=label(agreement)))
    return rows


def _followed(agreement: Agreement, state: str, since: object, day: date) -> bool:
    """Whether a later participation of the State took the place of one that has no last day."""
    return any(
        other.state == state and other.from_on is not None and other.from_on.first_day <= day and str(other.from_on) > str(since or "")
        for other in agreement.participations)


def officers_table(officers: Sequence[Officer], names: Names) -> Table:
    """Return who recorded what, who did so last first."""
    rows = tuple(Row((
        each.name, names.number(sum(each.records.values())),
        "; ".join(names.say("{what}: {count}", what=names.kind_name(kind), count=names.number(count))
                  for kind, count in sorted(each.records.items(), key=lambda one: (-one[1], one[0]))),
        Stacked(f"{each.last_at:%Y-%m-%d}", f"{each.last_at:%H:%M} UTC"),
    )) for each in officers)
    columns = (Column(names.say("Officer"), 46), Column(names.say("Records"), 18, "right"), Column(names.say("Of which kinds"), 78),
               Column(names.say("Last change"), 26))
    return Table(names.say("Officers who recorded or changed what the register holds"), columns, rows)


def contact_points_table(told: Sequence[Notification], names: Names) -> Table:
    """Return the notifications that told contact points last, one for each State and agreement."""
    rows = tuple(Row((
        names.state(one.from_state, day_of_record(one)), instant_cell(one.sent_at or one.received_at),
        Stacked(names.title(one), one.reference if one.reference != names.title(one) else ""),
        names.joined(map(names.agreement, one.agreements)) or NOT_STATED,
    ), source=label(one)) for one in told)
    columns = (Column(names.say("State"), 40), Column(names.say("Told"), 26), Column(names.say("Notification"), 62),
               Column(names.say("Agreements"), 40))
    return Table(names.say("Contact points as told last"), columns, rows, (names.say("The message itself names the contact point."),))
