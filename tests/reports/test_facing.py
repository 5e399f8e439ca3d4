"""Reports in two languages: which page is across from which, what each is numbered, and how they are read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from pypdf import PdfReader

from cbm_tracker.reports.conformance.checks import faults_of
from cbm_tracker.reports.content import Column, Contents, Prose, ReportContent, Row, Section, Table
from cbm_tracker.reports.data import data_files
from cbm_tracker.reports.pdf import PdfResult, write_pdf
from cbm_tracker.reports.words import Words
from tests.reports.test_pdf import mixed_report, silent

GERMAN = Words(page="Seite {page} von {pages}", contents="Inhalt", facing_empty="Leer.", check="Wie dieser Bericht zu prüfen ist")


def edition(language: str, rows: int) -> ReportContent:
    """A report of two sections, the second with as many rows as its language needs."""
    table = Table(f"Rows, {language}", (Column("Name", 60),), tuple(Row((f"Row {at} {language}",)) for at in range(rows)))
    sections = (
        Section(f"First {language}", f"Lead {language}", (Contents(),), "first"),
        Section(f"Second {language}", "", (table, Prose(((f"Head {language}", "Words", ""),))), "second"),
    )
    words = GERMAN if language == "de" else Words()
    return replace(mixed_report(), language=language, sections=sections, words=words)


def facing(rows: int = 60) -> ReportContent:
    return replace(edition("en", 10), facing=edition("de", rows))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[PdfResult, list[str]]:
    result = write_pdf(facing(), tmp_path_factory.mktemp("facing") / "report.pdf", silent)
    return result, [page.extract_text() for page in PdfReader(result.path, strict=True).pages]


def test_left_pages_are_in_one_language_and_right_ones_in_the_other(made: tuple[PdfResult, list[str]]) -> None:
    result, pages = made
    count = len(pages)
    assert result.pages == count == 10  # two covers, and four pairs: one, two, and the last section
    for at, text in enumerate(pages, 1):
        told = f"Page {at} of {count}" if at == 1 or (at % 2 == 0 and at != count) else f"Seite {at} von {count}"
        assert told in text
    assert "First en" in pages[1]
    assert "First de" in pages[2]


def test_the_shorter_edition_is_filled_up(made: tuple[PdfResult, list[str]]) -> None:
    _, pages = made
    assert "Second en" in pages[3]
    assert "Second de" in pages[4]
    assert "left empty, so that both languages face each other" in pages[5]
    assert "Row 59 de" in pages[6]


def test_the_contents_name_the_pages_of_their_own_edition(made: tuple[PdfResult, list[str]]) -> None:
    _, pages = made
    assert "2Seconden4" in "".join(pages[1].split())
    assert "2Secondde5" in "".join(pages[2].split())


def test_both_editions_are_archival_and_each_part_says_its_language(made: tuple[PdfResult, list[str]]) -> None:
    assert faults_of(made[0].path) == ()
    with pikepdf.open(made[0].path) as pdf:
        assert str(pdf.Root.PageLayout) == "/TwoPageRight"
        parts = list(pdf.Root.StructTreeRoot.K.K)
        assert [str(part.get("/Lang", "en")) for part in parts] == ["en", "en", "de", "en", "de", "en", "de", "de"]


def test_the_data_of_both_lie_in_the_file() -> None:
    names = [file.name for file in data_files(facing())]
    assert names == ["report.json", "table-2-1.csv", "table-de-2-1.csv"]
    assert facing().fingerprint() != edition("en", 10).fingerprint()


def test_the_same_two_editions_give_the_same_bytes(tmp_path: Path) -> None:
    first = write_pdf(facing(), tmp_path / "first.pdf", silent)
    second = write_pdf(facing(), tmp_path / "second.pdf", silent)
    assert first.sha256 == second.sha256
