"""What a recipient gets of a register: no record and no field withheld from it, and no file that tells of one all the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pypdf import PdfReader

from cbm_tracker.bootstrap import Services
from cbm_tracker.domain.state_names import StateNames
from cbm_tracker.errors import Cancelled, GateRefused
from cbm_tracker.reports.content import Cell, Stacked, Table
from cbm_tracker.services import report_material
from cbm_tracker.services.progress import Silent
from cbm_tracker.services.reference_data import state_names
from cbm_tracker.services.report_release import Recipient
from cbm_tracker.services.reports import ReportRequest
from tests.builders import a_contact, a_notification, an_exercise, an_inspection

REQUEST = ReportRequest("period", date(2027, 1, 1), date(2027, 6, 30), datetime(2027, 7, 5, 10, tzinfo=UTC), recipient="France")


def text_of(path: Path) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(path, strict=True).pages).split())


def issued(services: Services, path: Path, request: ReportRequest = REQUEST) -> str:
    return text_of(services.reports.print_pdf(request, path, Silent()).path)


@pytest.fixture
def filled(services: Services) -> Services:
    services.records.record(an_exercise(status="issued"))
    services.records.record(a_contact(status="issued"))
    services.records.record(an_exercise(
        designation="SILENT FALCON 27", reference="EX/27/09", status="issued", releasable_to=("DEU",), purpose="Crossing by night",
    ))
    return services


def test_a_recipient_is_known_by_name_and_code() -> None:
    names: StateNames = state_names()
    withheld = an_exercise(releasable_to=("FRA",))
    assert Recipient.of("France", names).may_have(withheld)
    assert Recipient.of("FRA", names).may_have(withheld)
    assert not Recipient.of("Germany", names).may_have(withheld)
    assert not Recipient.of("The mission in Vienna", names).may_have(withheld)
    assert Recipient.of(" ", names).may_have(withheld), "a report for nobody stays in the office"


def test_a_record_that_is_withheld_is_in_no_part_of_the_file_and_the_check_is_told(filled: Services, tmp_path: Path) -> None:
    text = issued(filled, tmp_path / "report.pdf")
    assert "SILENT FALCON" not in text
    assert "Checked: nothing of 1 withheld record found" in text


def test_for_the_office_itself_nothing_is_withheld_and_nothing_said_of_it(filled: Services, tmp_path: Path) -> None:
    text = issued(filled, tmp_path / "report.pdf", replace(REQUEST, recipient=""))
    assert "SILENT FALCON 27" in text
    assert "Checked" not in text


def test_where_nothing_is_withheld_that_is_said(filled: Services, tmp_path: Path) -> None:
    assert "Nothing is withheld from this recipient" in issued(filled, tmp_path / "report.pdf", replace(REQUEST, recipient="Germany"))


def test_a_field_that_is_withheld_reads_withheld(filled: Services, tmp_path: Path) -> None:
    filled.records.record(an_exercise(
        designation="QUIET OTTER 27", reference="EX/27/10", status="issued", fields_releasable_to={"designation": [], "area": ["DEU"]},
    ))
    text = issued(filled, tmp_path / "report.pdf")
    assert "QUIET OTTER" not in text
    assert "withheld Field exercise; level of command: division; EX/27/10 Withheld" in text
    assert "Checked: nothing of 2 withheld records found" in text
    text = issued(filled, tmp_path / "german.pdf", replace(REQUEST, recipient="Germany"))
    assert "QUIET OTTER" not in text
    assert "QUIET OTTER 27" in issued(filled, tmp_path / "own.pdf", replace(REQUEST, recipient=""))


HELD = {
    "exercise": an_exercise(
        designation="QUIET OTTER 27", status="issued", agreements=(),
        fields_releasable_to=dict.fromkeys(("starts_on", "host_states", "area", "contingents"), ()),
    ),
    "notification": a_notification(
        status="issued", subject="Quiet notice", fields_releasable_to=dict.fromkeys(("sent_at", "from_state", "to", "reference"), ()),
    ),
    "inspection": an_inspection(
        status="issued", site="Quiet site",
        fields_releasable_to=dict.fromkeys(("inspecting_states", "receiving_state", "outcome", "replied_at", "report_sent_at"), ()),
    ),
    "contact": a_contact(
        status="issued", subject="Quiet call", promises=(),
        fields_releasable_to=dict.fromkeys(("with_states", "initiated_by", "answered_at", "outcome"), ()),
    ),
}


def parts_of(cell: Cell) -> tuple[str, ...]:
    return (cell.main, cell.below) if isinstance(cell, Stacked) else (str(cell),)


@pytest.mark.parametrize(("kind", "count"), [("exercise", 4), ("notification", 4), ("inspection", 5), ("contact", 4)])
def test_dates_states_and_figures_that_are_withheld_read_withheld_too(services: Services, kind: str, count: int) -> None:
    record = HELD[kind]
    services.records.record(record)
    content = services.reports.content(replace(REQUEST, to_on=date(2027, 12, 31)), Silent())
    rows = [row for section in content.sections for block in section.blocks if isinstance(block, Table)
            for row in block.rows if row.source and any("quiet" in part.casefold() for cell in row.cells for part in parts_of(cell))]
    cells = [parts_of(cell) for row in rows for cell in row.cells]
    assert sum("withheld" in (part.casefold() for part in parts) for parts in cells) == count
    assert "–" not in [part for parts in cells for part in parts[:1]]
    own = services.reports.content(replace(REQUEST, to_on=date(2027, 12, 31), recipient=""), Silent())
    shown = [part for section in own.sections for block in section.blocks if isinstance(block, Table)
             for row in block.rows for cell in row.cells for part in parts_of(cell)]
    assert "withheld" not in shown, "for the office itself nothing is"


def test_rules_do_not_judge_by_what_is_withheld(filled: Services, tmp_path: Path) -> None:
    hidden = an_exercise(designation="OPEN OTTER 27", reference="EX/27/11", status="issued", fields_releasable_to={"contingents": []})
    filled.records.record(hidden)
    text = issued(filled, tmp_path / "report.pdf")
    assert "OPEN OTTER 27" in text


def test_a_file_that_would_tell_it_is_refused_and_leaves_nothing(
    filled: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled.records.record(an_exercise(
        designation="QUIET OTTER 27", reference="EX/27/10", status="issued", fields_releasable_to={"designation": []},
    ))
    monkeypatch.setattr(report_material, "reading_for", lambda reading, recipient, language: reading)  # as a defect would
    folder = tmp_path / "out"
    folder.mkdir()
    with pytest.raises(GateRefused, match=r"page \d+ tells “Designation” of Exercise QUIET OTTER 27, which is withheld from France"):
        filled.reports.print_pdf(REQUEST, folder / "report.pdf", Silent())
    with pytest.raises(GateRefused):
        filled.reports.preview(REQUEST, folder / "report.pdf", Silent())
    assert list(folder.iterdir()) == []
    assert filled.reports.issued() == []


def test_the_name_of_the_file_may_not_tell_it_either(filled: Services, tmp_path: Path) -> None:
    with pytest.raises(GateRefused, match="the file name tells “Designation”"):
        filled.reports.print_pdf(REQUEST, tmp_path / "silent falcon 27.pdf", Silent())


def test_what_stands_in_a_released_record_too_may_go_out(filled: Services, tmp_path: Path) -> None:
    """The withheld exercise takes place at Baumholder, as does one that is released."""
    assert "Baumholder" in issued(filled, tmp_path / "report.pdf")
    filled.records.record(a_contact(subject="Silent Falcon 27", reference="HL/27/0008", status="issued"))
    assert "Silent Falcon 27" in issued(filled, tmp_path / "again.pdf")


def test_the_search_can_be_cancelled(filled: Services, tmp_path: Path) -> None:
    class CancelledInTheSearch:
        def step(self, done: int, total: int, doing: str) -> None:
            if doing == "Searching for what is withheld":
                raise Cancelled

    with pytest.raises(Cancelled):
        filled.reports.print_pdf(REQUEST, tmp_path / "report.pdf", CancelledInTheSearch())
    assert not (tmp_path / "report.pdf").exists()
    assert filled.reports.issued() == []
