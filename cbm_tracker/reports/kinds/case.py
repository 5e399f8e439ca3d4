"""One case told through its records in order of time, and what they leave open."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from cbm_tracker.domain.measures import Case, HotlineContact, Inspection, Record
from cbm_tracker.domain.moments import PartialDate
from cbm_tracker.domain.open_matters import open_matters
from cbm_tracker.domain.release import left_out
from cbm_tracker.domain.summary import label, states_of, summarise
from cbm_tracker.errors import CbmTrackerError
from cbm_tracker.reports.content import Block, Column, Figure, Prose, ReportContent, ReportRequest, Row, Section, Stacked, Table
from cbm_tracker.reports.kinds.frame import assembled
from cbm_tracker.reports.material import Material
from cbm_tracker.reports.timeline import Edge, Mark, timeline_picture
from cbm_tracker.reports.wording import NOT_STATED, PLURALS, Names, day_cell, day_of_record

_SPANNING = ("starts_on", "ends_on", "from_on", "to_on", "delivered_on", "pledged_on")
_INSTANT = timedelta(microseconds=1)


def compose(request: ReportRequest, material: Material, names: Names) -> ReportContent:
    """Return the story of the case of the request. Raises CbmTrackerError: there is no such case for the recipient."""
    case = material.record(request.record)
    if not isinstance(case, Case):
        raise CbmTrackerError("The register holds no such case that the recipient may have.", "Choose a case of the register.")
    found = [material.record(member) for member in case.members]
    members = sorted((each for each in found if each is not None), key=lambda each: summarise(each).begins or "9999")
    return assembled(
        request, material, names,
        (_story(case, members, len(found) - len(members), names), _open_ends(case, members, names)),
        title=names.say("Case report"), scope=case.title, period=_period(case, names),
        facts=((names.say("Opened"), day_cell(case.opened_on)), (names.say("Closed"), day_cell(case.closed_on))),
    )


def _period(case: Case, names: Names) -> str:
    """From the day it was opened to that on which it was closed; "" where neither is known in full."""
    opened, closed = case.opened_on, case.closed_on
    if opened is None or not opened.is_complete:
        return ""
    if closed is None or not closed.is_complete:
        return names.say("Since {day}", day=names.day(opened.first_day))
    return names.period(opened.first_day, closed.first_day)


def _story(case: Case, members: list[Record], missing: int, names: Names) -> Section:
    lead = names.count(
        "The story is told by {count} record.", "The story is told by {count} records.", len(members)
    ) if members else names.say("No record belongs to this case.")
    blocks: list[Block] = []
    told = [(names.say("Narrative"), case.narrative, label(case))] if case.narrative.strip() else []
    if missing:
        told.append((names.say("Left out"), names.count(
            "{count} record of the case is withheld from the recipient or no longer held.",
            "{count} records of the case are withheld from the recipient or no longer held.", missing,
        ), ""))
    if told:
        blocks.append(Prose(tuple(told)))
    if members:
        blocks.append(_timeline(case, members, names))
    return Section(case.title, lead, tuple(blocks), "story")


def _timeline(case: Case, members: list[Record], names: Names) -> Figure | Table:
    """The records on a scale of time, with their table; the table alone where they do not lie at different moments."""
    columns = (Column(names.say("No."), 11, "right"), Column(names.say("Date"), 23), Column(names.say("Record"), 62),
               Column(names.say("States"), 38), Column(names.say("Outcome"), 34))
    rows = tuple(_row(at, each, names) for at, each in enumerate(members, 1))
    table = Table(names.say("Records in order of time"), columns, rows, (
        names.say("– = not stated. Days are UTC. What was said in hotline contacts is not reproduced in this report."),))
    marks = [mark for at, each in enumerate(members, 1) if (mark := _mark(at, each, names)) is not None]
    edges = [Edge(name, _start_of(day) + timedelta(days=days)) for name, day, days in (
        (names.say("opened"), case.opened_on, 0), (names.say("closed"), case.closed_on, 1)) if day is not None and day.is_complete]
    picture = timeline_picture(marks, edges)
    if picture is None:
        return table
    notes = [names.say("A figure beside a mark is the number of the record in the table.")]
    if not all(mark.sure for mark in marks):
        notes.append(names.say("Hatched: the day is not known exactly."))
    if len(marks) < len(members):
        notes.append(names.count("{count} record without a date stands in the table alone.",
                                 "{count} records without a date stand in the table alone.", len(members) - len(marks)))
    first, last = min(mark.begins for mark in marks).date(), max(mark.ends - _INSTANT for mark in marks).date()
    alt = names.count(
        "A timeline of {count} record, {period}; the table that follows says the same.",
        "A timeline of {count} records, {period}, a lane for each kind; the table that follows says the same.", len(marks),
        period=names.period(first, max(first, last)))
    return Figure(names.say("The case in time"), picture, alt, table, (" ".join(notes),))


def _mark(number: int, record: Record, names: Names) -> Mark | None:
    """Where a record lies in time; None where it has no date."""
    told = summarise(record)
    if not told.begins:
        return None
    days = [value for key, value in vars(record).items() if key in _SPANNING and isinstance(value, PartialDate)]
    begins, ends = _instant(told.begins), _instant(told.ends)
    lane = names.plural(record.kind) if record.kind in PLURALS else names.kind_name(record.kind)
    ends = ends if "T" in told.ends else ends + timedelta(days=1)
    return Mark(lane, names.number(number), begins, max(begins, ends), all(day.is_complete for day in days))


def _instant(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def _start_of(day: PartialDate) -> datetime:
    return datetime.combine(day.first_day, time(), UTC)


def _row(number: int, record: Record, names: Names) -> Row:
    told = summarise(record)
    title = names.title(record)
    what = Stacked(title, record.reference if record.reference != title else "")
    outcome = record.outcome if isinstance(record, HotlineContact | Inspection) else ""
    states = names.states_cell((code for code, _ in states_of(record)), day_of_record(record))
    said = names.say("withheld") if "outcome" in left_out(record) else names.word(outcome)
    return Row((names.number(number), told.when[:10] or NOT_STATED, what, states, said), source=label(record))


def _open_ends(case: Case, members: list[Record], names: Names) -> Section:
    head = names.say("Open ends")
    left_open = [each for each in members if open_matters(each)]
    rows = [Row((Stacked(names.title(each), each.reference), _matters(each, names)), source=label(each)) for each in left_open]
    lead = names.count(
        "{count} record leaves something open.", "{count} records leave something open.", len(rows)
    ) if rows else names.say("No record of the case leaves anything open.")
    if case.closed_on is None:
        lead = f"{lead} {names.say('The case is not recorded as closed.')}"
    columns = (Column(names.say("Record"), 84), Column(names.say("What is open"), 84))
    return Section(head, lead, (Table(names.say("What the records leave open"), columns, tuple(rows)),) if rows else (), "open")


def _matters(record: Record, names: Names) -> str:
    words = {
        "promise": names.say("a promise not recorded as kept"), "contact": names.say("a contact not held yet"),
        "request": names.say("a request without an answer"), "entry": names.say("a planned entry"),
        "report": names.say("a report not sent"), "activity": names.say("an activity not recorded as completed"),
    }
    return ", ".join(words[matter] for matter in open_matters(record))
