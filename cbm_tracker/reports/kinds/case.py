"""One case told through its records in order of time, and what they leave open."""

from __future__ import annotations

from datetime import date

from cbm_tracker.domain.measures import Case, HotlineContact, Inspection, Record
from cbm_tracker.domain.open_matters import open_matters
from cbm_tracker.domain.summary import label, period_of, states_of, summarise
from cbm_tracker.errors import CbmTrackerError
from cbm_tracker.reports.content import Block, Column, Prose, ReportContent, ReportRequest, Row, Section, Stacked, Table
from cbm_tracker.reports.kinds.frame import assembled
from cbm_tracker.reports.material import Material
from cbm_tracker.reports.wording import NOT_STATED, Names, day_cell


def compose(request: ReportRequest, material: Material, names: Names) -> ReportContent:
    """Return the story of the case of the request. Raises CbmTrackerError: there is no such case for the recipient."""
    case = material.record(request.record)
    if not isinstance(case, Case):
        raise CbmTrackerError("The register holds no such case that the recipient may have.", "Choose a case of the register.")
    found = [material.record(member) for member in case.members]
    members = sorted((each for each in found if each is not None), key=lambda each: summarise(each).begins or "9999")
    return assembled(
        request, material, names, (_story(case, members, len(found) - len(members), names), _open_ends(case, members, names)),
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
        columns = (Column(names.say("Date"), 24), Column(names.say("Record"), 66), Column(names.say("States"), 40),
                   Column(names.say("Outcome"), 38))
        blocks.append(Table(names.say("Records in order of time"), columns, tuple(_row(each, names) for each in members), (
            names.say("– = not stated. Days are UTC. What was said in hotline contacts is not reproduced in this report."),
        )))
    return Section(case.title, lead, tuple(blocks), "story")


def _row(record: Record, names: Names) -> Row:
    told = summarise(record)
    title = names.title(record)
    what = Stacked(title, record.reference if record.reference != title else "")
    outcome = record.outcome if isinstance(record, HotlineContact | Inspection) else ""
    states = names.states_cell((code for code, _ in states_of(record)), _day(record))
    return Row((told.when[:10] or NOT_STATED, what, states, names.word(outcome)), source=label(record))


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


def _day(record: Record) -> date:
    period = period_of(record)
    return period[0] if period else date.max
