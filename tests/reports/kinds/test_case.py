"""What the report of one case says, told from records alone."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from cbm_tracker.domain.measures import Case, Record
from cbm_tracker.domain.release import without
from cbm_tracker.errors import CbmTrackerError
from cbm_tracker.reports.content import Figure, ReportContent, ReportRequest, Stacked, Table
from cbm_tracker.reports.kinds.case import compose
from cbm_tracker.reports.wording import Names
from cbm_tracker.services.reference_data import state_names
from tests.builders import a_case, a_contact, a_notification, an_exercise, at, day
from tests.reports.kinds.held_material import held_material


def report(case: Case, *records: Record, recipient: str = "") -> ReportContent:
    request = ReportRequest(
        "case", date(2027, 1, 1), date(2027, 6, 30), datetime(2027, 7, 5, 10, tzinfo=UTC), record=case.id, recipient=recipient)
    return compose(request, held_material(case, *records), Names(state_names(), {}))


def test_records_stand_in_order_of_time_and_what_is_missing_is_counted() -> None:
    later, first, gone = a_notification(sent_at=at("2027-03-01T08:00:00Z")), a_contact(), a_contact()
    content = report(a_case(members=(later.id, gone.id, first.id)), later, first)
    prose, figure = content.sections[0].blocks
    assert "record of the case is withheld" in str(prose)
    assert isinstance(figure, Figure)
    assert figure.table is not None
    assert [row.cells[:2] for row in figure.table.rows] == [("1", "2027-02-11"), ("2", "2027-03-01")]


def test_the_timeline_has_a_lane_for_each_kind_and_the_numbers_of_its_table() -> None:
    exercise = an_exercise(starts_on=day("2027-02-12"), ends_on=day("2027-02"))
    undated = a_notification(sent_at=None, received_at=None)
    told = (a_contact(), exercise, a_notification(sent_at=at("2027-02-20T08:00:00Z")), undated)
    content = report(a_case(members=tuple(one.id for one in told)), *told)
    figure = next(block for block in content.sections[0].blocks if isinstance(block, Figure))
    assert figure.alt.replace("\u00a0", " ") == (
        "A timeline of 3 records, 11 February to 28 February 2027, a lane for each kind; "
        "the table that follows says the same.")
    words = [label.text for label in figure.picture.labels]
    assert [word for word in words if word in ("Hotline contacts", "Exercises", "Notifications")] == [
        "Hotline contacts", "Exercises", "Notifications"]
    assert [word for word in words if word in ("1", "2", "3", "4")] == ["1", "2", "3"]
    assert words[-2:] == ["opened", "closed"]
    assert [stroke.fill for stroke in figure.picture.strokes if stroke.fill] == ["blue", "hatched", "blue"]
    assert "1 record without a date stands in the table alone." in figure.notes[0].replace("\u00a0", " ")


def test_an_outcome_that_is_withheld_is_said_to_be() -> None:
    told = without(a_contact(), ("outcome",), "withheld")
    figure = report(a_case(members=(told.id,)), told, recipient="Poland").sections[0].blocks[1]
    assert isinstance(figure, Figure)
    assert figure.table is not None
    assert figure.table.rows[0].cells[-1] == "withheld"


def test_a_case_of_one_moment_has_a_table_alone() -> None:
    told = a_notification(sent_at=at("2027-02-20T08:00:00Z"), received_at=None)
    content = report(a_case(members=(told.id,), opened_on=None, closed_on=None, narrative=""), told)
    assert isinstance(content.sections[0].blocks[0], Table)


def test_open_ends_are_named() -> None:
    contact = a_contact()
    ends = report(a_case(members=(contact.id,), closed_on=None), contact).sections[1]
    assert ends.lead == "1 record leaves something open. The case is not recorded as closed."
    table = ends.blocks[0]
    assert isinstance(table, Table)
    assert table.rows[0].cells[1] == "a promise not recorded as kept"
    assert isinstance(table.rows[0].cells[0], Stacked)


def test_a_case_without_records_says_so() -> None:
    content = report(a_case(narrative=""))
    assert [section.lead for section in content.sections] == [
        "No record belongs to this case.", "No record of the case leaves anything open.",
    ]


def test_what_is_no_case_is_refused() -> None:
    request = ReportRequest("case", date(2027, 1, 1), date(2027, 6, 30), datetime(2027, 7, 5, tzinfo=UTC), record="x")
    with pytest.raises(CbmTrackerError, match="no such case"):
        compose(request, held_material(), Names(state_names(), {}))
