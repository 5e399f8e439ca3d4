"""The release gate: what is withheld is found in a finished file wherever it lies, and a clean report passes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from cbm_tracker.errors import GateRefused, ReportFailed
from cbm_tracker.reports.content import Column, Figure, Label, Picture, Prose, ReportContent, Row, Section, Table
from cbm_tracker.reports.finished_text import text_in
from cbm_tracker.reports.pdf import write_pdf
from cbm_tracker.reports.pdfa.writer import StreamingDocument
from cbm_tracker.reports.release_gate import Searched, WithheldValue, check_release, hits_in, plain_number
from cbm_tracker.reports.withheld_values import withheld_values
from tests.builders import a_contact, a_contribution, an_exercise
from tests.reports.kinds.test_period import report

SECRET = "SILENT FALCON 27"
WITHHELD = WithheldValue("Exercise SILENT FALCON 27", "Designation", SECRET)
Plant = Callable[[pikepdf.Pdf], None]


def silent(done: int, total: int, doing: str) -> None:
    return


def quiet() -> None:
    return


def a_report(*sections: Section, title: str = "Report") -> ReportContent:
    told = report(an_exercise(), a_contact())
    return replace(told, number="2027/001", title=title, sections=(*told.sections, *sections))


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("gate") / "clean.pdf"
    table = Table("Trial", (Column("What", 100), Column("Where", 68)), (Row(("Known", "Vienna"),),), ())
    picture = Picture(100, 20, labels=(Label((1, 1), "A label"),))
    write_pdf(a_report(Section("Trial", "", (table, Figure("Figure", picture, "What the figure shows", table)))), path, silent)
    return path


def places_of(path: Path, *values: WithheldValue, name: str = "report.pdf") -> list[str]:
    found = hits_in(text_in(path, name), Searched.of(values or (WITHHELD,)), quiet)
    return list(dict.fromkeys(hit.place for hit in found))


def test_a_clean_report_passes(clean: Path) -> None:
    assert places_of(clean) == []
    check_release(clean, "report.pdf", [WITHHELD], "France", set, quiet)


# ---------------------------------------------------------------- planted in the finished file


def shown(*operations: bytes) -> Plant:
    def plant(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[1]
        font = next(iter(page.obj.Resources.Font.keys())).encode()
        page.contents_add(b"BT " + font + b" 10 Tf 1 0 0 1 60 60 Tm " + b" ".join(operations) + b" ET")

    return plant


def bookmark(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Outlines.First.Title = SECRET


def first_element(pdf: pikepdf.Pdf, tag: str) -> pikepdf.Object:
    return next(held for held in pdf.objects if isinstance(held, pikepdf.Dictionary) and held.get("/S") == tag and "/P" in held)


def alternative_text(pdf: pikepdf.Pdf) -> None:
    first_element(pdf, "/Figure").Alt = f"Map of {SECRET}"


def replacement_text(pdf: pikepdf.Pdf) -> None:
    first_element(pdf, "/P").ActualText = pikepdf.String(SECRET)


def title_of_element(pdf: pikepdf.Pdf) -> None:
    first_element(pdf, "/P").T = "Силент — Silent\u00a0Falcon\n27"


def name_in_structure(pdf: pikepdf.Pdf) -> None:
    first_element(pdf, "/P").C = pikepdf.Name("/Silent Falcon 27")


def properties(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Subject"] = f"About {SECRET.lower()}"


def xmp(pdf: pikepdf.Pdf) -> None:
    packet = pdf.Root.Metadata.read_bytes().replace(b"</dc:title>", b"</dc:title><dc:rights>Silent&#32;Falcon 27</dc:rights>")
    pdf.Root.Metadata = pdf.make_stream(packet, Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML)


def attached(name: str, data: bytes, description: str = "Data") -> Plant:
    def plant(pdf: pikepdf.Pdf) -> None:
        pdf.attachments[name] = pikepdf.AttachedFileSpec(pdf, data, filename=name, description=description)

    return plant


def link(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.Annots = pdf.make_indirect(pikepdf.Array([pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9],
        A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://example.org/Silent-Falcon-27"),
    )]))


def nobody_refers_to_it(pdf: pikepdf.Pdf) -> None:
    first_element(pdf, "/P").Left = pdf.make_stream(b"% a leftover: (Silent) (Falcon 27) " + SECRET.encode())


def form(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[1]
    drawn = pdf.make_stream(b"BT /F 9 Tf (SILENT FALCON ) Tj (27) Tj ET", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form,
                            BBox=[0, 0, 9, 9], Resources=pikepdf.Dictionary(Font=pikepdf.Dictionary()))
    page.obj.Resources.XObject = pikepdf.Dictionary(Leak=drawn)
    page.contents_add(b"/Leak Do")


PLANTS: dict[str, tuple[Plant, str]] = {
    "a line of a page": (shown(b"(SILENT FALCON 27) Tj"), "page 2"),
    "over two lines": (shown(b"(SILENT) Tj 1 0 0 1 60 48 Tm (FALCON 27) Tj"), "page 2"),
    "divided": (shown(b"(SILENT FAL-) Tj 0 -12 Td (CON 27) Tj"), "page 2"),
    "letter by letter": (shown(b"[(S) -120 (ILENT) -300 (FAL) 20 (CON 2) (7)] TJ"), "page 2"),
    "in a cell beside another": (
        shown(b"(SILENT) Tj 1 0 0 1 200 60 Tm (Vienna) Tj 1 0 0 1 60 48 Tm (FALCON 27) Tj 1 0 0 1 200 48 Tm (Austria) Tj"), "page 2"),
    "marked content": (shown(b"/Span <</ActualText (Silent Falcon 27)>> BDC (x) Tj EMC"), "page 2"),
    "form": (form, "page 2"),
    "bookmark": (bookmark, "a bookmark or the title of the document"),
    "alternative text": (alternative_text, "an alternative text"),
    "replacement text": (replacement_text, "a replacement text (ActualText)"),
    "title in the structure": (title_of_element, "the title of a structure element"),
    "name in the structure": (name_in_structure, "a name in the structure"),
    "properties": (properties, "the properties"),
    "XMP": (xmp, "the properties (XMP)"),
    "attachment": (attached("table.csv", b"Row,Name\r\nplain,\"Silent\nFalcon 27\"\r\n"), "an attachment"),
    "attachment as JSON": (attached("more.json", rb'{"name":"Silent\nFalcon 27"}'), "an attachment"),
    "name of an attachment": (attached("silent_falcon_27.csv", b"-"), "the name of an attachment"),
    "description of an attachment": (attached("a.csv", b"-", SECRET), "the description of an attachment"),
    "link": (link, "a link address"),
    "leftover": (nobody_refers_to_it, "a part of the file that no page shows"),
}


def save_as_we_do(pdf: pikepdf.Pdf, path: Path) -> None:
    with path.open("wb") as file:
        document = StreamingDocument(file)
        held = [each for each in pdf.objects if isinstance(each, pikepdf.Object) and each.objgen[0]]
        held = [each for each in held if not (isinstance(each, pikepdf.Stream) and each.get("/Type") in ("/ObjStm", "/XRef"))]
        for _ in range(max(each.objgen[0] for each in held)):
            document.new_number()
        for each in held:
            if isinstance(each, pikepdf.Stream):
                entries = {key: value for key, value in each.stream_dict.items() if key not in ("/Length", "/Filter", "/DecodeParms")}
                document.put_stream(each.objgen[0], pikepdf.Dictionary(entries).unparse()[2:-2], each.read_bytes())
            else:
                document.put(each.objgen[0], each.unparse(resolved=True))
        document.finish(pdf.Root.objgen[0], pdf.trailer.Info.objgen[0])


@pytest.mark.parametrize(("plant", "place"), PLANTS.values(), ids=PLANTS)
def test_what_is_planted_in_a_file_is_found_where_it_lies(clean: Path, tmp_path: Path, plant: Plant, place: str) -> None:
    path = tmp_path / "planted.pdf"
    with pikepdf.open(clean) as pdf:
        plant(pdf)
        save_as_we_do(pdf, path)
    assert place in places_of(path)
    with pytest.raises(GateRefused, match=r"tells “Designation” of Exercise SILENT FALCON 27, which is withheld from France"):
        check_release(path, "report.pdf", [WITHHELD], "France", lambda found: set(), quiet)


def test_a_file_that_cannot_be_looked_through_is_not_handed_out(clean: Path, tmp_path: Path) -> None:
    path = tmp_path / "saved.pdf"
    with pikepdf.open(clean) as pdf:
        pdf.save(path, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    with pytest.raises(ReportFailed, match="cannot be looked through"):
        places_of(path)


def test_the_file_name_is_searched(clean: Path) -> None:
    assert places_of(clean, name="silent-falcon-27.pdf") == ["the file name"]


def test_what_stands_in_something_released_may_go_out(clean: Path) -> None:
    check_release(clean, "Silent Falcon 27.pdf", [WITHHELD], "France", set, quiet)


# ---------------------------------------------------------------- leaked by the report itself


def leaks() -> dict[str, ReportContent]:
    table = Table("Trial", (Column("What", 100),), (Row((f"Before {SECRET} after",)),))
    label = Figure("Chart", Picture(100, 20, labels=(Label((1, 1), SECRET),)), "A chart", table=replace(table, rows=()))
    alt = Figure("Chart", Picture(100, 20, labels=(Label((1, 1), "A label"),)), f"A chart of {SECRET}")
    return {
        "cell": a_report(Section("Trial", "", (table,))), "title of a section": a_report(Section(SECRET, "")),
        "chart label": a_report(Section("Trial", "", (label,))), "alternative text": a_report(Section("Trial", "", (alt,))),
        "title": a_report(title=SECRET), "note": a_report(Section("Trial", "", (replace(table, rows=(), notes=(SECRET,)),))),
        "prose": a_report(Section("Trial", "", (Prose((("Head", f"{'word ' * 13}{SECRET} {'word ' * 9}", ""),)),))),
    }


@pytest.mark.parametrize("leak", ["cell", "title of a section", "chart label", "alternative text", "title", "note", "prose"])
def test_what_a_report_tells_is_found(leak: str, tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    write_pdf(leaks()[leak], path, silent)
    places = places_of(path)
    assert "an attachment" in places
    assert len(places) > 1
    if leak in ("cell", "chart label", "note", "prose"):
        assert any(place.startswith("page ") for place in places)


# ---------------------------------------------------------------- what counts as found


@pytest.mark.parametrize(("value", "text", "found"), [
    ("NORTHERN ARC", "the northern arc of", True), ("NORTHERN ARC", "northern arcs", False), ("Arctic 7", "Antarctic 7", False),
    ("Grafenwöhr", "GRAFENWÖHR", True), ("CBM/PL/27/0014", "CBM/PL/27/00143", False), ("CBM/PL/27/0014", "cbm pl 27 0014.", True),
    ("efficient", "e\ufb03cient", True), ("北方演习", "关于北方演习的报告", True),
    ("تمرين الشمال", "\ufeed", False), ("تمرين الشمال", "تمرين الشمال"[::-1], True),
])
def test_texts_are_compared_by_letters_as_whole_words(value: str, text: str, found: bool) -> None:
    told = WithheldValue("Record", "Field", value)
    assert bool(list(hits_in([("page 1", text)], Searched.of([told]), quiet))) is found


@pytest.mark.parametrize(("text", "found"), [
    ("troops 13 472, ships 4", False), ("troops 13\u202f472 and 6\u202f118", True), ("13,472 … 6,118", True),
    ("13472" + " x" * 200 + " 6118", False),
    ("1\u202f250\u202f000.50 EUR", True), ("1.250.000,50 EUR", True), ("12 500 00", False),
])
def test_numbers_count_together_or_where_they_are_long(text: str, found: bool) -> None:
    values = [WithheldValue("Record", "Troops", number, True) for number in ("13472", "6118", "1250000.5", "7000")]
    assert bool(list(hits_in([("page 1", text)], Searched.of(values), quiet))) is found


@pytest.mark.parametrize(("written", "plain"), [
    ("13,200", "13200"), ("13.200", "13200"),
    ("1\u202f250\u202f000,50", "1250000.5"), ("1,250,000", "1250000"), ("54.5", "54.5"), ("7", "7"),
])
def test_numbers_are_read_however_they_are_written(written: str, plain: str) -> None:
    assert plain_number(written) == plain


def test_what_tells_a_record_from_others_is_searched_and_nothing_else() -> None:
    contact = a_contact(remarks="one two three four five six seven eight nine ten eleven twelve", tags=("border",))
    told = {value.text for value in withheld_values(contact)}
    assert {contact.id, "HL/27/0007", "Helicopter near the line", "Send the flight log", "six seven eight nine ten"} <= told
    assert not told & {"PAK", "hotline_voice", "received", "border", "in-pk-1991-airspace", "draft"}
    amounts = {value.text for value in withheld_values(a_contribution()) if value.is_number}
    assert amounts == {"6000", "1250000.5"}
    assert {value.field for value in withheld_values(contact, {"subject"})} == {"Subject"}
