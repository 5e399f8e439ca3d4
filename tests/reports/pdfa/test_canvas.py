"""A small tagged document, read back by another library: structure, marks, links, late parts, attachments."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pypdf import PdfReader

from cbm_tracker.reports import fonts
from cbm_tracker.reports.conformance.checks import faults_of
from cbm_tracker.reports.house_style import COLOUR
from cbm_tracker.reports.pdfa.canvas import TaggedCanvas
from cbm_tracker.reports.pdfa.metadata import Attachment, Description
from cbm_tracker.reports.pdfa.structure import SCOPE_COLUMN, IllegalStructure

INK = COLOUR.ink
ABOUT = Description("Tïtle & more", "Austria", "Subject", "key", "CBM Tracker", "CBM Tracker", "en", datetime(2027, 7, 5, 10, tzinfo=UTC))
DATA = Attachment("data.json", b"{}", "application/json", "The data")


def words(canvas: TaggedCanvas, text: str, y: float = 700) -> None:
    canvas.show(72, y, text, "Sans", 10, INK)


def a_document() -> bytes:
    fonts.register()
    file = io.BytesIO()
    canvas = TaggedCanvas(file, ABOUT, (DATA,))
    canvas.start_page(595, 842)
    canvas.footer_later(lambda: words(canvas, "Page 1 of 2", 30))
    with canvas.element("Sect"):
        canvas.bookmark("First", 0, 800)
        with canvas.element("H1"):
            words(canvas, "First part")
            with canvas.artifact():
                canvas.segment(72, 690, 200, 690, 0.5, INK)
        with canvas.element("P"), canvas.link("https://www.osce.org/", "The organisation", (72, 640, 150, 655)):
            words(canvas, "a link", 642)
        with canvas.element("TOC"), canvas.element("TOCI"), canvas.element("Reference"):
            canvas.later(lambda: late(canvas))
        with canvas.element("Table"):
            with canvas.element("THead"), canvas.element("TR"), canvas.element("TH", SCOPE_COLUMN):
                words(canvas, "Ελλάς Россия (\\)", 600)
            with canvas.element("TBody"), canvas.element("TR"), canvas.element("TD"):
                words(canvas, "13 200", 590)
        with canvas.element("P"):
            words(canvas, "begins here", 580)
            canvas.start_page(595, 842)
            canvas.target("second", 800)
            words(canvas, "ends there")
    canvas.save()
    return file.getvalue()


def late(canvas: TaggedCanvas) -> None:
    words(canvas, "known at last", 500)


def test_what_is_drawn_is_found_again_in_its_order() -> None:
    reader = PdfReader(io.BytesIO(a_document()), strict=True)
    text = reader.pages[0].extract_text()
    for told in ("First part", "a link", "known at last", "Ελλάς Россия (\\)", "Page 1 of 2"):
        assert told in text


def test_the_same_drawing_gives_the_same_bytes() -> None:
    assert a_document() == a_document()


def test_every_mark_leads_to_its_element_and_back() -> None:
    with pikepdf.open(io.BytesIO(a_document())) as pdf:
        tree: Any = pdf.Root.StructTreeRoot.ParentTree.Nums
        led = {int(tree[at]): tree[at + 1] for at in range(0, len(tree), 2)}
        for page in pdf.pages:
            drawn: list[Any] = list(pikepdf.parse_content_stream(page))
            marks = [each.operands[1].MCID for each in drawn if str(each.operator) == "BDC" and "/MCID" in each.operands[1]]
            assert [str(element.S) for element in led[int(page.StructParents)]]
            assert sorted(int(mark) for mark in marks) == list(range(len(led[int(page.StructParents)])))


def test_properties_and_attachment_are_told() -> None:
    with pikepdf.open(io.BytesIO(a_document())) as pdf:
        with pdf.open_metadata() as told:
            assert told["dc:title"] == "Tïtle & more" == str(pdf.docinfo.Title)
            assert (told["pdfaid:part"], told["pdfaid:conformance"], told["pdfuaid:part"]) == ("3", "A", "1")
        assert pdf.attachments["data.json"].get_file().read_bytes() == b"{}"
        assert str(pdf.Root.AF[0].AFRelationship) == "/Data"


@pytest.mark.parametrize(("outer", "inner"), [("P", "P"), ("Table", "TD"), ("L", "LBody"), ("P", "Sect")])
def test_an_element_where_it_has_no_place_is_a_defect(outer: str, inner: str) -> None:
    canvas = TaggedCanvas(io.BytesIO(), ABOUT)
    with pytest.raises(IllegalStructure), canvas.element(outer), canvas.element(inner):
        words(canvas, "never")


def test_words_outside_a_leaf_are_a_defect() -> None:
    fonts.register()
    canvas = TaggedCanvas(io.BytesIO(), ABOUT)
    canvas.start_page(595, 842)
    with pytest.raises(IllegalStructure), canvas.element("Sect"):
        words(canvas, "never")


def test_the_checks_of_a_finished_file_find_nothing(tmp_path: Path) -> None:
    path = tmp_path / "small.pdf"
    path.write_bytes(a_document())
    assert faults_of(path) == ()
