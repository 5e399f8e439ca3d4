"""Marked text, lists, footnotes and heads over columns: where they stand, how they break, and as what they are read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from pypdf import PdfReader

from cbm_tracker.reports import fonts
from cbm_tracker.reports.conformance.checks import faults_of
from cbm_tracker.reports.content import Column, Item, Listing, Prose, Row, Run, Section, Spanner, Stacked, Table, Text
from cbm_tracker.reports.house_style import BODY
from cbm_tracker.reports.pdf import write_pdf
from cbm_tracker.reports.rich_text import set_text
from tests.reports.test_pdf import mixed_report, silent

Block = Prose | Listing | Table


def lines_of(text: Text, room: float = 160.0, first_note: int = 1) -> list[str]:
    fonts.register()
    return ["".join(piece.text for piece in line) for line in set_text(text, BODY, room, "en", first_note)]


def written(path: Path, *blocks: Block) -> tuple[list[str], pikepdf.Pdf]:
    write_pdf(replace(mixed_report(), sections=(Section("Trial", "", blocks, "trial"),)), path, silent)
    assert faults_of(path) == ()
    return [page.extract_text() for page in PdfReader(path).pages], pikepdf.open(path)


def elements(pdf: pikepdf.Pdf, tag: str) -> list[pikepdf.Dictionary]:
    found = []
    for each in pdf.objects:
        if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/StructElem" and str(each.S) == f"/{tag}":
            found.append(each)
    return found


def test_words_of_several_runs_break_as_one_text() -> None:
    text = (Run("Austria asked "), Run("Hungary", strong=True), Run(", and Hungary answered within the hours that were agreed."))
    lines = lines_of(text)
    assert len(lines) > 1
    assert " ".join(lines) == "".join(run.text for run in text)
    assert not any(line.startswith(",") for line in lines), "a comma stays with the word before it"


def test_a_word_longer_than_a_line_is_parted_and_kept() -> None:
    word = "A" * 90
    assert "".join(lines_of((Run(word, strong=True),), 80.0)) == word


def test_line_ends_of_a_text_stay() -> None:
    assert lines_of((Run("one\ntwo"), Run(" three"))) == ["one", "two three"]


def test_the_sign_of_a_footnote_stays_with_its_word() -> None:
    assert lines_of((Run("Counted", note="By Hungary alone."), Run(" twice")), first_note=7) == ["Counted7 twice"]


def test_a_footnote_stands_at_the_foot_of_the_page_of_its_sign(tmp_path: Path) -> None:
    many = tuple((f"Head {at}", f"Line {at}. " * 20, "") for at in range(12))
    told = ("Last", (Run("Austria counted 620", note="Medical staff left out."), Run(".")), "")
    pages, pdf = written(tmp_path / "report.pdf", Prose((*many, told)))
    page = next(text for text in pages if "Austria counted 620" in text)
    assert "Medical staff left out." in page
    (note,) = elements(pdf, "Note")
    assert str(note.ID) == "en:note-1"
    assert [str(name) for name in pdf.Root.StructTreeRoot.IDTree.Names][::2] == ["en:note-1"]


def test_a_line_goes_to_the_page_that_has_room_for_its_footnote(tmp_path: Path) -> None:
    long = "A note that takes many lines. " * 40
    told = tuple((f"{at}", (Run(f"Point {at}", note=f"{at}: {long}"),), "") for at in range(9))
    pages, _ = written(tmp_path / "report.pdf", Prose(told))
    for at in range(9):
        (page,) = [text for text in pages if f"Point {at}" in text]
        assert f"{at}: A note" in page


def test_lists_are_nested_and_go_on_over_pages(tmp_path: Path) -> None:
    points = tuple(Item(f"Point {at}. " * 12, (Item("A point below"), Item((Run("Punkt", language="de"),)))) for at in range(20))
    pages, pdf = written(tmp_path / "report.pdf", Listing(points, numbered=True, head="Points"))
    assert sum(text.count("A point below") for text in pages) == 20
    assert len([page for page in pages if "A point below" in page]) > 1
    inner = [each for each in elements(pdf, "L") if each.P.S == "/LBody"]
    assert len(inner) == 20
    assert {str(each.Lang) for each in elements(pdf, "Span")} == {"de"}


@pytest.mark.parametrize(("link", "kind"), [("https://example.org/vd11", "/URI"), ("#trial", "/Dest")])
def test_links_lead_to_addresses_and_sections(tmp_path: Path, link: str, kind: str) -> None:
    _, pdf = written(tmp_path / "report.pdf", Prose((("Head", (Run("See "), Run("there", link=link)), ""),)))
    found = [each for page in pdf.pages for each in page.get("/Annots", []) if each.get("/Contents") == "there"]
    assert [kind in (each if kind == "/Dest" else each.A) for each in found] == [True]


def test_heads_over_columns_span_them_on_every_page(tmp_path: Path) -> None:
    columns = (Column("Kind", 48), Column("Ours", 30, "right"), Column("Theirs", 30, "right"), Column("Ours", 30, "right"),
               Column("Theirs", 30, "right"))
    rows = tuple(Row((f"Kind {at}", "1", "2", "3", "4")) for at in range(80))
    table = Table("Two records", columns, rows, spanners=(Spanner("Troops", 1, 2), Spanner("Tanks", 3, 2)))
    pages, pdf = written(tmp_path / "report.pdf", table)
    assert [page.count("Troops") for page in pages if "Kind 1" in page or "Kind 79" in page] == [1, 1]
    spans = [int(head.A.ColSpan) for head in elements(pdf, "TH") if "/ColSpan" in head.A]
    assert spans == [2, 2]


def test_a_cell_may_be_in_another_language(tmp_path: Path) -> None:
    table = Table("Names", (Column("Name", 60), Column("Of", 60)), (Row((Run("Übung", language="de"), "Austria")),))
    pages, pdf = written(tmp_path / "report.pdf", table)
    assert any("Übung" in page for page in pages)
    assert [str(cell.Lang) for cell in elements(pdf, "TD") if "/Lang" in cell] == ["de"]


def test_a_part_of_a_cell_and_a_group_head_may_be_in_another_language(tmp_path: Path) -> None:
    many = tuple(Row((Stacked("Übung", "exercise", "de"), Stacked("exercise", "Übung", below_language="de"))) for _ in range(60))
    table = Table("Names", (Column("Name", 60), Column("Of", 60)), (Row((Run("Übungen", language="de"), "all"), "group"), *many))
    pages, pdf = written(tmp_path / "report.pdf", table)
    assert sum("Übungen (continued)" in page for page in pages) == 2
    spans = elements(pdf, "Span")
    assert {str(span.Lang) for span in spans} == {"de"}
    assert [str(span.P.S) for span in spans].count("/TD") == 2 * 60
    assert [str(span.P.S) for span in spans].count("/TH") == 1


def test_a_cell_in_the_language_of_the_page_is_not_marked(tmp_path: Path) -> None:
    table = Table("Names", (Column("Name", 60),), (Row((Stacked("Name", "below", "en", "en"),)),))
    _, pdf = written(tmp_path / "report.pdf", table)
    assert elements(pdf, "Span") == []
