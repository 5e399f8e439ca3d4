"""What the report on gaps says, told from records alone."""

from __future__ import annotations

from datetime import UTC, date, datetime

from cbm_tracker.domain.measures import Record
from cbm_tracker.domain.release import without
from cbm_tracker.reports.content import KeyFigures, ReportContent, ReportRequest, Table
from cbm_tracker.reports.kinds.gaps import compose
from cbm_tracker.reports.wording import Names
from cbm_tracker.services.reference_data import state_names
from tests.builders import a_contact, an_exercise
from tests.reports.kinds.held_material import held_material
from tests.reports.kinds.read_content import section

REQUEST = ReportRequest("gaps", date(2027, 1, 1), date(2027, 12, 31), datetime(2027, 7, 5, 10, tzinfo=UTC))


def report(*records: Record, withheld: int = 0) -> ReportContent:
    return compose(REQUEST, held_material(*records, withheld={"contact": withheld}), Names(state_names(), {}))


def test_a_period_without_measures_says_so() -> None:
    content = report()
    assert section(content, "completeness").lead.startswith("The register holds no measure of the period")
    assert section(content, "records").lead == "No record of the period leaves an expected detail open."
    assert section(content, "sources").lead == "There is no record of the period that could cite a source."


def test_completeness_shows_its_sum() -> None:
    content = report(an_exercise(ends_on=None, completed_on=None), a_contact(closed_at=None, sources=("Log",)))
    completeness = section(content, "completeness")
    assert completeness.lead == "Of 10 expected details, 8 are known and 2 unknown."
    table = next(block for block in completeness.blocks if isinstance(block, Table))
    assert [row.cells for row in table.rows] == [
        ("Exercises", "5", "1", "5 ÷ (5 + 1)", "83.3\u00a0%"), ("Hotline contacts", "3", "1", "3 ÷ (3 + 1)", "75.0\u00a0%"),
        ("All", "8", "2", "8 ÷ (8 + 2)", "80.0\u00a0%"),
    ]


def test_records_with_the_most_gaps_stand_first() -> None:
    content = report(an_exercise(ends_on=None), an_exercise(designation="", starts_on=None, ends_on=None))
    table = section(content, "records").blocks[0]
    assert isinstance(table, Table)
    assert [(row.cells[2], row.cells[3]) for row in table.rows] == [("3", "Designation, First day, Last day"), ("1", "Last day")]


def test_withheld_records_are_counted() -> None:
    figures = section(report(an_exercise(), withheld=2), "completeness").blocks[0]
    assert isinstance(figures, KeyFigures)
    assert figures.items[3][0] == "2"


def test_what_is_withheld_of_a_record_is_counted_as_withheld_and_not_as_a_gap() -> None:
    keys = ("starts_on", "contingents", "remarks")
    content = report(without(an_exercise(fields_releasable_to={key: [] for key in keys}), keys, "withheld"))
    assert section(content, "completeness").lead == "Of 3 expected details, 3 are known and 0 unknown."
    table = next(block for block in section(content, "items").blocks if isinstance(block, Table))
    told = {row.cells[0]: row.cells[1:5] for row in table.rows}
    assert told["First day"] == told["Troops of each contingent"] == ("–", "–", "–", "1")
    assert told["Last day"] == ("1", "–", "–", "–")
