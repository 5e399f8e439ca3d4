"""`report` with a template of the register, a header, a footer and an emblem."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pypdf import PdfReader

from cbm_tracker import bootstrap
from cbm_tracker.reports.emblem import emblem_text
from cbm_tracker.services.reports import ReportRequest
from tests.builders import a_contact, fixed_desk
from tests.end_to_end.calls import Call

SQUARE = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9" fill="#036"/></svg>'
YEAR = ("--from", "2027-01-01", "--to", "2027-12-31", "--at", "2027-12-31T12:00:00Z")


@pytest.fixture
def register(tmp_path: Path) -> Path:
    path = tmp_path / "register.cbm"
    services = bootstrap.new_register(path, fixed_desk(), owner="DEU")
    services.records.record(a_contact())
    request = ReportRequest("hotline", date(2027, 1, 1), date(2027, 12, 31), datetime(2027, 3, 1, tzinfo=UTC), sections=("promises",))
    services.templates.save("Line desk", replace(request, header="Annual exchange", footer="Verification Centre",
                                                 emblem=emblem_text(SQUARE)))
    services.close()
    return path


def test_a_template_gives_kind_sections_and_letterhead(register: Path, tmp_path: Path, call: Call) -> None:
    output = tmp_path / "report.pdf"
    said = call("report", register, "--template", "line desk", *YEAR, "--output", output)
    assert (said.code, said.err) == (0, "")
    pages = [page.extract_text() for page in PdfReader(output).pages]
    assert "Hotline report" in pages[0]
    assert "Promises" in pages[1]
    assert not any("Answer times" in page for page in pages)
    assert all("Annual exchange" in page and "Verification Centre" in page for page in pages[1:])


def test_what_the_call_names_stands_in_place_of_the_template(register: Path, tmp_path: Path, call: Call) -> None:
    output = tmp_path / "report.pdf"
    call("report", register, "--template", "Line desk", *YEAR, "--output", output, "--section", "contacts", "--header", "Draft")
    pages = [page.extract_text() for page in PdfReader(output).pages]
    assert "Draft" in pages[1]
    assert not any("Annual exchange" in page for page in pages)
    assert not any("Promises\n" in page for page in pages)


def test_the_same_call_gives_the_same_bytes(register: Path, tmp_path: Path, call: Call) -> None:
    emblem = tmp_path / "emblem.svg"
    emblem.write_bytes(SQUARE)
    words = ("report", register, "--kind", "gaps", *YEAR, "--emblem", emblem, "--footer", "Verification Centre", "--output")
    first, second = call(*words, tmp_path / "a.pdf").json, call(*words, tmp_path / "b.pdf").json
    assert first["sha256"] == second["sha256"]
    assert first["sha256"] != call("report", register, "--kind", "gaps", *YEAR, "--output", tmp_path / "c.pdf").json["sha256"]


def test_templates_are_listed(register: Path, call: Call) -> None:
    assert call("report", register, "--template", "help", "--json").json == {"templates": {"Line desk": "hotline"}}
    assert call("report", register, "--template", "help").out == "hotline        Line desk\n"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--template", "Exchange"), 3, "no template “Exchange” of reports. Choose “Line desk”"),
        (("--template", "Line desk", "--kind", "gaps"), 2, "is of kind “hotline”"),
        (("--kind", "gaps", "--header", "x" * 101), 2, "header has 101 characters"),
        (("--kind", "gaps", "--emblem", "missing.svg"), 3, "missing.svg: cannot be read"), ((), 2, "Name one of --kind"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_written(
    register: Path, tmp_path: Path, call: Call, words: tuple[str, ...], code: int, said: str
) -> None:
    told = call("report", register, *words, *YEAR, "--output", tmp_path / "report.pdf")
    assert told.code == code
    assert said in told.err
    assert not (tmp_path / "report.pdf").exists()
