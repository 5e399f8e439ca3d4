"""What the hotline report says, told from records alone."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from cbm_tracker.domain.measures import Promise, Record
from cbm_tracker.reports.content import Prose, ReportContent, ReportRequest, Stacked, Table
from cbm_tracker.reports.kinds.hotline import compose
from cbm_tracker.reports.wording import Names
from cbm_tracker.services.reference_data import state_names
from tests.builders import a_contact, at
from tests.reports.kinds.held_material import held_material

REQUEST = ReportRequest("hotline", date(2027, 1, 1), date(2027, 6, 30), datetime(2027, 7, 5, 10, tzinfo=UTC))


def report(*records: Record, withheld: int = 0) -> ReportContent:
    return compose(REQUEST, held_material(*records, withheld={"contact": withheld}), Names(state_names(), {}))


def leads(content: ReportContent) -> dict[str, str]:
    return {section.id: section.lead.replace("\u202f", " ").replace("\u00a0", " ") for section in content.sections}


def rows(content: ReportContent, caption: str) -> list[list[str]]:
    tables = [block for section in content.sections for block in section.blocks if isinstance(block, Table)]
    found = next(table for table in tables if table.caption == caption)
    cells: list[list[Any]] = [list(row.cells) for row in found.rows]
    return [[(cell.main if isinstance(cell, Stacked) else cell).replace("\u202f", " ") for cell in row] for row in cells]


def a_test(opened: str, answered: str = "", **fields: Any) -> Record:
    told: dict[str, Any] = {
        "purpose": "routine_test", "scheduled_at": at("2027-02-01T09:00:00Z"), "opened_at": at(opened), "subject": "Test of the line",
        "answered_at": at(answered) if answered else None, "closed_at": None, "outcome": "answered" if answered else "unanswered",
        "promises": (),
    }
    return a_contact(**{**told, **fields})


def test_a_period_without_contacts_says_so() -> None:
    told = leads(report())
    assert told["contacts"] == "The register holds no hotline contact of the period 1 January to 30 June 2027."
    assert told["tests"] == "The register holds no test of a line in the period."
    assert told["promises"] == "No promise is recorded for the contacts of the period."


def test_channels_add_up_and_unanswered_contacts_are_named() -> None:
    content = report(
        a_test("2027-02-01T09:03:00Z", "2027-02-01T09:04:00Z"), a_test("2027-02-01T09:00:00Z"),
        a_test("2027-02-01T09:00:00Z", channel="hotline_data", outcome=""),
    )
    assert rows(content, "Contacts by channel") == [
        ["Hotline data", "1", "0", "0", "1", "–", "–"],
        ["Hotline voice", "2", "1", "1", "0", "1 min", "1 min"],
        ["All", "3", "1", "1", "1", "1 min", "1 min"],
    ]
    assert [row[1] for row in rows(content, "Contacts that were not answered")] == ["Test of the line"]
    assert [row[4] for row in rows(content, "Tests of the period")] == ["3 min", "0 s", "0 s"]


def test_a_test_before_its_time_has_a_minus() -> None:
    content = report(a_test("2027-02-01T08:58:00Z", "2027-02-01T08:59:00Z"))
    assert rows(content, "Tests of the period")[0][4] == "−2 min"


def test_the_median_of_an_even_number_is_the_mean_of_the_two_in_the_middle() -> None:
    content = report(
        a_test("2027-02-01T09:00:00Z", "2027-02-01T09:01:00Z"),
        a_test("2027-02-01T09:00:00Z", "2027-02-04T09:00:00Z", subject="Slow line"),
        a_test("2027-02-01T09:00:00Z", "2027-02-01T09:03:00Z"), a_test("2027-02-01T09:00:00Z", "2027-02-01T09:02:00Z"),
    )
    assert leads(content)["answers"] == "4 answer times are known: the median was 2 min, the longest 3 d 0 h."
    prose = next(block for section in content.sections if section.id == "answers" for block in section.blocks if isinstance(block, Prose))
    assert str(prose.items[0][1]).startswith("“Slow line” with Pakistan: answered − opened = 3")


def test_a_promise_kept_after_the_instant_of_the_report_is_still_open_in_it() -> None:
    promise = Promise(by="PAK", text="Later", due_at=at("2027-08-01T00:00:00Z"), kept_at=at("2027-07-20T00:00:00Z"))
    content = report(a_contact(promises=(promise,)))
    assert leads(content)["promises"].startswith("1 promise is recorded: 0 kept, 1 open")
    assert [row[3:] for row in rows(content, "Promises open")] == [["–", "○ open"]]


def test_promises_are_open_overdue_met_or_late() -> None:
    due = at("2027-02-12T04:30:00Z")
    content = report(a_contact(promises=(
        Promise(by="PAK", text="Past", due_at=due), Promise(by="PAK", text="Ahead", due_at=at("2027-08-12T04:30:00Z")),
        Promise(by="PAK", text="Kept", due_at=due, kept_at=due),
        Promise(by="PAK", text="Slow", due_at=due, kept_at=at("2027-02-13T00:00:00Z")),
    )))
    assert leads(content)["promises"] == "4 promises are recorded: 2 kept, 2 open; of the open ones 1 past the due time."
    assert [(row[0], row[4]) for row in rows(content, "Promises open")] == [("Past", "○ open, overdue"), ("Ahead", "○ open")]
    assert [(row[0], row[4]) for row in rows(content, "Promises kept")] == [("Kept", "● met"), ("Slow", "▲ late")]


def test_what_is_withheld_is_counted() -> None:
    prose = next(block for section in report(withheld=3).sections for block in section.blocks if isinstance(block, Prose))
    assert str(prose.items[2][1]).startswith("3 contacts are not releasable")


def test_drafts_are_marked_among_issued_contacts_and_counted_where_all_are() -> None:
    def contacts(*told: Record) -> Table:
        return next(block for block in report(*told).sections[0].blocks
                    if isinstance(block, Table) and block.caption == "Hotline contacts of the period")

    mixed = contacts(a_contact(status="draft"), a_contact(status="issued"))
    assert ["draft" in str(row.cells[1]) for row in mixed.rows] == [True, False]
    assert mixed.notes[-1] == "1 of 2 entries is a draft: recorded, not issued."
    drafts = contacts(a_contact(status="draft"))
    assert "draft" not in str(drafts.rows)
    assert drafts.notes[-1] == "The entry is a draft: recorded, not issued."
