"""The checks of a finished file: a good one passes, and each planted fault is found and named."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cbm_tracker.errors import Cancelled, ReportFailed
from cbm_tracker.reports.conformance import elements
from cbm_tracker.reports.conformance.checks import faults_of, nothing, refuse_faulty
from cbm_tracker.reports.conformance.elements import Elements
from cbm_tracker.reports.conformance.fault import Faults
from cbm_tracker.reports.conformance.finished_file import FinishedFile
from tests.reports.conformance.small_document import PARAMETERS, SmallDocument
from tests.reports.pdfa.test_canvas import a_document

Plant = Callable[[SmallDocument], None]


def test_a_good_file_has_no_faults(tmp_path: Path) -> None:
    assert faults_of(SmallDocument().write(tmp_path / "good.pdf")) == ()


def test_a_faulty_report_is_refused_with_its_first_fault_and_what_to_do(tmp_path: Path) -> None:
    document = SmallDocument()
    refuse_faulty(document.write(tmp_path / "good.pdf"))
    document.change("figure", "/Alt(A square.)", "")
    document.change("page", "/Tabs/S", "")
    with pytest.raises(ReportFailed, match=r"what it shows \(ISO 14289-1, 7\.3\), and 1 more\. Report this as a defect"):
        refuse_faulty(document.write(tmp_path / "faulty.pdf"))


def test_a_check_can_be_ended_in_each_of_its_parts(tmp_path: Path) -> None:
    path = tmp_path / "tagged.pdf"
    path.write_bytes(a_document())
    steps = 0

    def count() -> None:
        nonlocal steps
        steps += 1

    faults_of(path, count)
    assert steps > 5
    for last in range(steps):
        with pytest.raises(Cancelled):
            faults_of(path, _ending(last))


def _ending(last: int) -> Callable[[], None]:
    left = last

    def step() -> None:
        nonlocal left
        if not left:
            raise Cancelled
        left -= 1

    return step


def _change(name: str, old: str, new: str) -> Plant:
    return lambda document: document.change(name, old, new)


def _draw(more: str) -> Plant:
    return lambda document: document.change_stream("content", "/Link <<", more + "/Link <<")


def _tell(old: str, new: str) -> Plant:
    return lambda document: document.change_stream("metadata", old, new)


def _short_row(document: SmallDocument) -> None:
    document.change("row2", " {cell2} 0 R", "")
    document.change("head2", "/K 4", "/K[4 5]")
    document.change("led", "{cell2}", "{head2}")
    del document.objects["cell2"]


def _two_notes(document: SmallDocument) -> None:
    document.change("document", "{text} 0 R]", "{text} 0 R {note1} 0 R {note2} 0 R]")
    for name in ("note1", "note2"):
        document.objects[name] = "<</Type/StructElem/S/Note/P {document} 0 R/ID(n)>>"


def _see_through(document: SmallDocument) -> None:
    document.change("page", "/Resources<<>>", "/Resources<</ExtGState<</G<</ca .5>>>>>>")
    _draw("/G gs\n")(document)


def _beside(holder: str, more: str) -> Plant:
    """Put one more element behind the last one of a holder."""

    def plant(document: SmallDocument) -> None:
        held = document.objects[holder]
        document.objects[holder] = re.sub(r"/K \[(.*?)\]", r"/K [\1 {more} 0 R]", held)
        document.objects["more"] = more.replace("PARENT", "{" + holder + "}")

    return plant


# The sixteen faults of the notes on PDF and two more, those that need no font; with fonts in test_planted_fonts.py.
PLANTED: dict[str, tuple[Plant, str]] = {
    "no language": (_change("catalogue", "/Lang(en)", ""), "the document's language"),
    "no output intent": (_change("catalogue", "/GTS_PDFA1", "/GTS_PDFX"), "which colours are meant"),
    "no metadata": (_change("catalogue", "/Metadata {metadata} 0 R", ""), "the file has none"),
    "not marked": (_change("catalogue", "/Marked true", ""), "does not say that it is tagged"),
    "title not shown": (_change("catalogue", "/DisplayDocTitle true", ""), "not shown in the window's bar"),
    "script": (_change("catalogue", "/Type", "/OpenAction<</S/JavaScript/JS(1)>>/Type"), "runs a script"),
    "named script": (_change("catalogue", "/Names<<", "/Names<</JavaScript<<>>"), "holds a script"),
    "untagged path": (_draw("1 1 2 2 re f\n"), "f paints outside the structure"),
    "mark without element": (_draw("/P <</MCID 7>> BDC 1 1 2 2 re f EMC\n"), "no element holds the mark 7"),
    "no alternative text": (_change("figure", "/Alt(A square.)", ""), "no text says what it shows"),
    "empty alternative text": (_change("figure", "A square.", " "), "no text says what it shows"),
    "figure without bounds": (_change("figure", "/BBox[10 10 30 30]", ""), "its place on the page is not given"),
    "cell become a paragraph": (_change("cell1", "/S/TD", "/S/P"), "it has no place in TR"),
    "heads without scope": (_change("head2", "/A<</O/Table/Scope/Row>>", ""), "what it is the head of is not said"),
    "short row": (_short_row, "row 2 takes 1 columns, the first takes 2"),
    "heading skipped": (_change("heading", "/S/H1", "/S/H2"), "it is the first heading"),
    "hole in the parent tree": (_change("led", "{cell1} 0 R", "null"), "does not lead from the mark 3"),
    "no parent tree": (_change("parents", "0 {led} 0 R", ""), "does not lead from the mark 0"),
    "annotation without way back": (_change("annotation", "/StructParent 1", ""), "does not lead from it to its element"),
    "page without key": (_change("page", "/StructParents 0", ""), "no way back"),
    "other tab order": (_change("page", "/Tabs/S", "/Tabs/R"), "tab order"),
    "not associated": (_change("catalogue", "/AF[{data} 0 R]", ""), "not associated with the document"),
    "no relationship": (_change("data", "/AFRelationship/Source", ""), "how it belongs to the document"),
    "no PDF/UA claim": (_tell("<pdfuaid:part>1</pdfuaid:part>", ""), "do not call the file PDF/UA-1"),
    "other PDF/A claim": (_tell("<pdfaid:conformance>A", "<pdfaid:conformance>B"), "do not call the file PDF/A-3a"),
    "property undescribed": (_tell("<pdfaProperty:name>part", "<pdfaProperty:name>amd"), "neither known nor described"),
    "schema in part": (_tell("<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>", ""), "not described in full"),
    "other prefix": (_tell("pdfaid", "claim"), "another prefix than pdfaid"),
    "packet with bytes": (_tell('" id="W5M0', '" bytes="5" id="W5M0'), "begin as a packet of XMP"),
    "broken metadata": (_tell("</x:xmpmeta>", ""), "cannot be read as XML"),
    "two titles": (_change("information", "(Trial)", "(Error)"), "Title is one thing here"),
    "two dates": (_change("information", "20270101100000Z", "20270101100000+01'00'"), "CreationDate is one thing here"),
    "attachment without type": (
        lambda document: document.streams.update(held=("/Type/EmbeddedFile" + PARAMETERS, "{}")), "MIME type",
    ),
    "attachment without date": (
        lambda document: document.streams.update(held=("/Type/EmbeddedFile/Subtype/text#2Fcsv", "{}")), "when it was written",
    ),
    "attachment altered": (lambda document: document.change_stream("held", "{}", "[]"), "its size or checksum"),
    "attachment undescribed": (_change("data", "/Desc(Data)", ""), "what it is is not said"),
    "attachment with one name": (_change("data", "/UF(a.json)", ""), "its two names"),
    "link without words": (_change("annotation", "/Contents(The start)", ""), "no text says where it leads"),
    "link that is not printed": (_change("annotation", "/F 4", "/F 0"), "printed and shown"),
    "link outside the structure": (_change("link", "<</Type/OBJR/Pg {page} 0 R/Obj {annotation} 0 R>>", ""), "no element of its kind"),
    "link in a paragraph": (_change("link", "/S/Link", "/S/Span"), "no element of its kind"),
    "link to no page": (_change("annotation", "/Dest[{page} 0 R", "/Dest[{pages} 0 R"), "it leads nowhere"),
    "link of no size": (_change("annotation", "/Rect[60 20 65 25]", ""), "its place on the page is not given"),
    "link that starts a program": (_change("annotation", "/Dest[{page} 0 R/Fit]", "/A<</S/Launch>>"), "it does Launch"),
    "bookmark to nowhere": (_change("entry", "/Dest[{page} 0 R/Fit]", ""), "it leads nowhere"),
    "bookmarks in a circle": (_change("entry", "/Title", "/Next {entry} 0 R/Title"), "run in a circle"),
    "colour for print": (_draw("/Artifact BMC 0 0 0 1 k 1 1 2 2 re f EMC\n"), "mixed for printing"),
    "see-through ink": (_see_through, "ink is see-through"),
    "artifact in a mark": (_draw("/P <</MCID 7>> BDC /Artifact BMC 1 1 2 2 re f EMC EMC\n"), "artifact lies inside tagged content"),
    "mark in an artifact": (_draw("/Artifact BMC /P <</MCID 7>> BDC 1 1 2 2 re f EMC EMC\n"), "lies inside an artifact"),
    "mark used twice": (_draw("/P <</MCID 3>> BDC 1 1 2 2 re f EMC\n"), "a mark is used twice"),
    "mark of two elements": (_change("cell2", "/K 5", "/K 3"), "belongs to another element too"),
    "unclosed mark": (_draw("/Artifact BMC 1 1 2 2 re f\n"), "what is opened is not closed"),
    "closed twice": (_draw("EMC\n"), "closes what is not open"),
    "unknown operator": (_draw("1 foo\n"), "foo is no operator"),
    "element in two places": (_change("document", "{table} 0 R", "{table} 0 R {table} 0 R"), "it stands in two places"),
    "element of another parent": (_change("row2", "/P {table} 0 R", "/P {row1} 0 R"), "does not name the element it stands in"),
    "lost element": (_change("table", " {row2} 0 R", ""), "does not reach every element"),
    "kind of our own": (_change("text", "/S/P", "/S/Verse"), "Verse is no standard kind"),
    "standard kind remapped": (_change("tree", "/K", "/RoleMap<</P/Span>>/K"), "given another meaning"),
    "content in a row": (_change("row1", "/K [", "/K [7 "), "holds content of its own"),
    "notes of one name": (_two_notes, "no name of its own"),
    "note that is not found": (
        lambda document: document.change("text", "/S/P", "/S/P/ID(n)"), "not found by their names",
    ),
    "head without body": (
        _beside("table", "<</Type/StructElem/S/THead/P PARENT 0 R>>"), "a head or a foot and no body",
    ),
    "item without body": (
        _beside("document", "<</Type/StructElem/S/L/P PARENT 0 R/K [{row1} 0 R]>>"), "it has no place in L",
    ),
    "language of a part": (_change("text", "/S/P", "/S/P/Lang(en_GB)"), "its language is not a code"),
    "page of no size": (_change("page", "[0 0 100 100]", "[0 0 1 100]"), "no size for a page"),
    "slides": (_change("page", "/Tabs", "/PresSteps<<>>/Tabs"), "shown as slides"),
    "page without resources": (_change("page", "/Resources<<>>", ""), "what it draws with"),
}  # fmt: skip


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_fault_is_found(name: str, tmp_path: Path) -> None:
    plant, said = PLANTED[name]
    document = SmallDocument()
    plant(document)
    found = faults_of(document.write(tmp_path / "fault.pdf"))
    assert any(said in str(fault) for fault in found), found


SPOILT: dict[str, tuple[bytes, bytes, str]] = {
    "header": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", b"%PDF-1.7\n%abcd", "does not begin as an archival file does"),
    "data after the end": (b"%%EOF\n", b"%%EOF\nmore\n", "does not end as a PDF does"),
    "length": (b"/XML/Length 1", b"/XML/Length 2", "another length or end"),
    "no line before endstream": (b'<?xpacket end="w"?>\nendstream', b'<?xpacket end="w"?> endstream', "another length or end"),
    "wrong place": (b"startxref\n", b"startxref\n1", "outside the file"),
    "identifier": (b"/ID[<", b"/IC[<", "no identifier"),
    "locked": (b"/ID[<", b"/Encrypt<<>>/ID[<", "locked"),
    "no PDF": (b"%PDF", b"%CDF", "does not begin"),
}


@pytest.mark.parametrize("name", SPOILT)
def test_a_file_of_another_form_is_found(name: str, tmp_path: Path) -> None:
    old, new, said = SPOILT[name]
    data = SmallDocument().written()
    assert old in data
    path = tmp_path / "spoilt.pdf"
    path.write_bytes(data.replace(old, new))
    found = faults_of(path)
    assert any(said in str(fault) for fault in found), found


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("flipped")


@settings(max_examples=150, deadline=None)
@given(place=st.integers(0, 10**9), instead=st.binary(min_size=1, max_size=4))
def test_whatever_a_file_holds_it_is_read_to_an_end(scratch: Path, place: int, instead: bytes) -> None:
    data = SmallDocument().written()
    at = place % len(data)
    path = scratch / "flipped.pdf"
    path.write_bytes(data[:at] + instead + data[at + len(instead) :])
    assert isinstance(faults_of(path), tuple)


def test_elements_are_read_alike_with_and_without_the_quick_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "tagged.pdf"
    path.write_bytes(a_document())

    def read() -> tuple[object, ...]:
        with path.open("rb") as opened:
            all_of_them = Elements(FinishedFile(opened, Faults(), nothing), Faults())
        of_each = [
            list(all_of_them.kids[first : first + count]) for first, count in zip(all_of_them.first, all_of_them.count, strict=True)
        ]
        return all_of_them.kinds, all_of_them.parents, of_each, all_of_them.marks, all_of_them.annotations, all_of_them.total

    quick = read()
    monkeypatch.setattr(elements, "_USUAL", re.compile(rb"^()()()()()()().*$", re.MULTILINE))
    assert read() == quick
