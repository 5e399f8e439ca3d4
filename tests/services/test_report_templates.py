"""Templates of reports: saved in the register, found by name, applied to what is asked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from cbm_tracker import bootstrap
from cbm_tracker.bootstrap import Services
from cbm_tracker.domain.query import Query
from cbm_tracker.errors import CbmTrackerError, NotFound, UnreadableFile
from cbm_tracker.reports.emblem import emblem_text
from cbm_tracker.services.changes import Change
from cbm_tracker.services.desk import Desk
from cbm_tracker.services.progress import Silent
from cbm_tracker.services.report_templates import emblem_file, emblem_of_file, sections_of
from cbm_tracker.services.reports import ReportRequest

SQUARE = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9" fill="#036"/></svg>'
ASKED = ReportRequest("gaps", date(2027, 1, 1), date(2027, 12, 31), datetime(2027, 3, 1, tzinfo=UTC), recipient="OSCE")
CHOSEN = replace(ASKED, kind="hotline", sections=("promises", "contacts"), header="Annual exchange", footer="Verification Centre")


def test_a_template_comes_back_after_the_register_is_opened_anew(services: Services, desk: Desk, register_path: Path) -> None:
    services.templates.save("  Annual   exchange ", replace(CHOSEN, emblem=emblem_text(SQUARE)))
    services.close()
    again = bootstrap.open_register(register_path, desk)
    (template,) = again.templates.all()
    assert template.name == "Annual exchange"
    assert template == again.templates.named("ANNUAL EXCHANGE")
    assert emblem_file(template.emblem) == ("SVG", SQUARE)
    assert replace(template.applied_to(ASKED), emblem="") == replace(CHOSEN, recipient="OSCE")
    again.close()


def test_a_template_of_the_same_name_is_replaced_and_others_stay(services: Services) -> None:
    services.templates.save("Exchange", CHOSEN)
    services.templates.save("Autumn", ASKED)
    services.templates.save("EXCHANGE", ASKED)
    assert [(one.name, one.kind) for one in services.templates.all()] == [("Autumn", "gaps"), ("EXCHANGE", "gaps")]


def test_a_template_that_is_taken_away_is_not_found(services: Services) -> None:
    services.templates.save("Exchange", CHOSEN)
    services.templates.save("Autumn", ASKED)
    services.templates.remove("exchange")
    with pytest.raises(NotFound, match="no template “exchange”") as told:
        services.templates.remove("exchange")
    assert "Autumn" in told.value.hint


def test_saving_is_told_noted_and_not_for_undo(services: Services) -> None:
    heard: list[Change] = []
    services.changes.subscribe(heard.append)
    services.templates.save("Exchange", CHOSEN)
    services.templates.remove("Exchange")
    with services._store.reading() as reading:
        assert [operation.label for operation in reading.operations.latest(2)] == [
            "removal of the report template Exchange", "saving of the report template Exchange",
        ]
    assert [(change.operation, change.concerns("exercise")) for change in heard] == [("template", False)] * 2
    assert services.undo.next_undo() is None


@pytest.mark.parametrize(
    ("name", "request_", "said"),
    [
        (" ", CHOSEN, "no name"), ("x" * 81, CHOSEN, "up to 80 characters"), ("Exchange", replace(CHOSEN, kind="weather"), "not a kind"),
        ("Exchange", replace(CHOSEN, header="x" * 101), "header has 101"), ("Exchange", replace(CHOSEN, footer="a\nb"), "not one line"),
        ("Exchange", replace(CHOSEN, emblem="AAAA"), "neither a PNG nor an SVG"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_a_sentence(services: Services, name: str, request_: ReportRequest, said: str) -> None:
    with pytest.raises(CbmTrackerError, match=said):
        services.templates.save(name, request_)
    assert services.templates.all() == []


def test_a_report_with_a_header_that_cannot_be_printed_is_refused(services: Services, tmp_path: Path) -> None:
    with pytest.raises(CbmTrackerError, match="header has 101"):
        services.reports.preview(replace(ASKED, header="x" * 101), tmp_path / "report.pdf", Silent())
    assert not (tmp_path / "report.pdf").exists()
    assert services.records.count(Query(kinds=("exercise",))) == 0


def test_a_report_issued_with_a_template_is_asked_for_again_with_all_of_it(services: Services, tmp_path: Path) -> None:
    template = services.templates.save("Exchange", replace(CHOSEN, emblem=emblem_text(SQUARE)))
    request = template.applied_to(ASKED)
    services.reports.print_pdf(request, tmp_path / "report.pdf", Silent())
    services.templates.remove("Exchange")
    (issued,) = services.reports.issued()
    assert issued.request == request
    services.reports.remake(issued.number, tmp_path / "again.pdf", Silent())
    assert (tmp_path / "again.pdf").read_bytes() == (tmp_path / "report.pdf").read_bytes()


def test_keeping_templates_is_no_change_of_what_the_register_says(services: Services) -> None:
    with services._store.reading() as reading:
        before = reading.state()
    services.templates.save("Exchange", CHOSEN)
    with services._store.reading() as reading:
        assert reading.state() == before


def test_the_sections_of_a_kind_are_offered_in_their_order() -> None:
    assert [section for section, _ in sections_of("case")] == ["story", "open"]
    assert sections_of("weather") == ()


def test_nothing_of_a_file_too_large_for_an_emblem_is_read(tmp_path: Path) -> None:
    with (tmp_path / "large.png").open("wb") as file:
        file.truncate(1 << 40)  # a hole, as large as a disk
    with pytest.raises(CbmTrackerError, match="200 kB is the most"):
        emblem_of_file(tmp_path / "large.png")
    with pytest.raises(UnreadableFile, match="cannot be read"):
        emblem_of_file(tmp_path / "missing.png")
