"""The checks of a finished file: a good one passes, and each planted fault is found and named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from reportlab.pdfgen.canvas import Canvas

from cbm_tracker.reports.conformance.checks import faults_of
from cbm_tracker.reports.pdf import write_pdf
from tests.reports.conformance.small_document import small_document, written
from tests.reports.test_pdf import mixed_report, silent

Plant = Callable[[pikepdf.Pdf], None]


def test_a_good_file_has_no_faults(tmp_path: Path) -> None:
    assert faults_of(written(small_document(), tmp_path / "good.pdf")) == ()


def test_what_is_no_pdf_is_said(tmp_path: Path) -> None:
    path = tmp_path / "no.pdf"
    path.write_bytes(b"no PDF at all")
    (fault,) = faults_of(path)
    assert fault.rule == "syntax"


@pytest.mark.parametrize(("paper", "grey"), [("A4", False), ("Letter", True)])
def test_a_report_keeps_every_rule(tmp_path: Path, paper: str, grey: bool) -> None:
    write_pdf(mixed_report(), tmp_path / "report.pdf", silent, paper=paper, grey=grey)
    assert faults_of(tmp_path / "report.pdf") == ()


def test_a_file_without_tags_is_not_taken_for_an_archival_one(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "untagged.pdf"))
    canvas.drawString(72, 72, "Words")
    canvas.save()
    found = {fault.rule for fault in faults_of(tmp_path / "untagged.pdf")}
    assert {"structure", "untagged content", "mark info", "metadata", "output intent", "tab order"} <= found


def _document(pdf: pikepdf.Pdf) -> pikepdf.Object:
    return pdf.Root.StructTreeRoot.K


def _figure(pdf: pikepdf.Pdf) -> pikepdf.Object:
    return _document(pdf).K[0]


def _table(pdf: pikepdf.Pdf) -> pikepdf.Object:
    return _document(pdf).K[1]


def _draw(pdf: pikepdf.Pdf, more: bytes) -> None:
    page = pdf.pages[0].obj
    page.Contents = pdf.make_stream(page.Contents.read_bytes() + more)


def _short_row(pdf: pikepdf.Pdf) -> None:
    row = _table(pdf).K[1]
    row.K[0].K = Array([3, 4])
    row.K = Array([row.K[0]])
    pdf.Root.StructTreeRoot.ParentTree.Nums[1][4] = row.K[0]


def _attached(pdf: pikepdf.Pdf) -> None:
    held = pdf.make_stream(b"{}")
    held.Subtype, held.Params = Name("/application/json"), Dictionary(ModDate=String("D:20270101000000Z"))
    file = pdf.make_indirect(Dictionary(
        Type=Name.Filespec, F=String("a.json"), UF=String("a.json"), Desc=String("Data"), AFRelationship=Name.Source,
        EF=Dictionary(F=held),
    ))
    pdf.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=Array([String("a.json"), file])))
    pdf.Root.AF = Array([file])


def _not_associated(pdf: pikepdf.Pdf) -> None:
    _attached(pdf)
    del pdf.Root.AF


def _without_relationship(pdf: pikepdf.Pdf) -> None:
    _attached(pdf)
    del pdf.Root.AF[0].AFRelationship


def _script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("1"))


def _without(owner: Callable[[pikepdf.Pdf], pikepdf.Object], key: str) -> Plant:
    def plant(pdf: pikepdf.Pdf) -> None:
        del owner(pdf)[key]

    return plant


def _with(owner: Callable[[pikepdf.Pdf], pikepdf.Object], key: str, value: object) -> Plant:
    def plant(pdf: pikepdf.Pdf) -> None:
        owner(pdf)[key] = value

    return plant


def _root(pdf: pikepdf.Pdf) -> pikepdf.Object:
    return pdf.Root


PLANTED: dict[str, tuple[Plant, str]] = {
    "no language": (_without(_root, "/Lang"), "the document's language"),
    "no output intent": (_without(_root, "/OutputIntents"), "which colours are meant"),
    "no metadata": (_without(_root, "/Metadata"), "the file has none"),
    "not marked": (_without(_root, "/MarkInfo"), "does not say that it is tagged"),
    "title not shown": (_without(_root, "/ViewerPreferences"), "not shown in the window's bar"),
    "script": (_script, "script"),
    "untagged path": (lambda pdf: _draw(pdf, b"1 1 2 2 re f\n"), "outside the structure"),
    "mark without element": (lambda pdf: _draw(pdf, b"/P <</MCID 5>> BDC 1 1 2 2 re f EMC\n"), "no element holds the mark 5"),
    "no alternative text": (_without(_figure, "/Alt"), ""),
    "empty alternative text": (_with(_figure, "/Alt", String(" ")), ""),
    "cell become a paragraph": (_with(lambda pdf: _table(pdf).K[0].K[1], "/S", Name.P), ""),
    "heads without scope": (_without(lambda pdf: _table(pdf).K[1].K[0], "/A"), ""),
    "short row": (_short_row, ""),
    "hole in the parent tree": (
        _with(lambda pdf: pdf.Root.StructTreeRoot.ParentTree, "/Nums", Array([])), "parent tree",
    ),
    "page without key": (_without(lambda pdf: pdf.pages[0].obj, "/StructParents"), "no way back"),
    "other tab order": (_without(lambda pdf: pdf.pages[0].obj, "/Tabs"), "tab order"),
    "not associated": (_not_associated, "not associated with the document"),
    "no relationship": (_without_relationship, "how it belongs to the document"),
}


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_fault_is_found(name: str, tmp_path: Path) -> None:
    plant, said = PLANTED[name]
    pdf = small_document()
    plant(pdf)
    found = faults_of(written(pdf, tmp_path / "fault.pdf"))
    assert found
    assert any(said in str(fault) for fault in found), found


def test_an_attachment_that_is_declared_is_no_fault(tmp_path: Path) -> None:
    pdf = small_document()
    _attached(pdf)
    assert faults_of(written(pdf, tmp_path / "attached.pdf")) == ()
