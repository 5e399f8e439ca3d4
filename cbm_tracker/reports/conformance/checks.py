"""The check that each report passes before it is issued."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pikepdf

from cbm_tracker.reports.conformance.catalogue import faults_of_action, faults_of_catalogue
from cbm_tracker.reports.conformance.fault import Fault
from cbm_tracker.reports.conformance.page_marks import listed, marks_of
from cbm_tracker.reports.conformance.shown_fonts import ShownFonts
from cbm_tracker.reports.conformance.structure_tree import Claims, ParentTree, StructureTree

_HIDDEN, _PRINT, _INVISIBLE, _NO_VIEW, _TOGGLE = 2, 4, 1, 32, 256
_FLATE_ONLY = ("/FlateDecode", "/DCTDecode")


def faults_of(path: Path) -> tuple[Fault, ...]:
    """Return every departure from PDF/A-3a and PDF/UA-1 that can be seen without a validator; none for a good file.

    Pages and elements are looked at one after another. What is not looked at: images' inner data, glyph widths against
    the font program, colour spaces of shadings, and the XMP of other schemas than those we write.
    """
    try:
        pdf = pikepdf.open(path)
    except pikepdf.PdfError as error:
        return (Fault("syntax", "the file", f"it cannot be read: {error}", "ISO 32000-1, 7.5"),)
    with pdf:
        return tuple(_faults(pdf))


def _faults(pdf: pikepdf.Pdf) -> Iterator[Fault]:
    yield from faults_of_catalogue(pdf)
    claims = Claims()
    parents = None
    if "/StructTreeRoot" in pdf.Root:
        parents = ParentTree(pdf.Root.StructTreeRoot)
        tree = StructureTree(pdf, parents)
        yield from tree.faults()
        claims = tree.claims
    else:
        yield Fault("structure", "the catalogue", "the file has no structure tree", "ISO 19005-3, 6.7.3.1")
    fonts = ShownFonts()
    for number, page in enumerate(pdf.pages, start=1):
        yield from _faults_of_page(page.obj, f"page {number}", claims, parents, fonts)
    yield from fonts.faults()
    for message in pdf.get_warnings():
        yield Fault("syntax", "the file", str(message), "ISO 32000-1, 7.5")


def _faults_of_page(page: pikepdf.Object, where: str, claims: Claims, parents: ParentTree | None, fonts: ShownFonts) -> Iterator[Fault]:
    read = marks_of(page, where, fonts)
    yield from read.faults
    claimed = claims.marks.get(page.objgen, 0)
    if lost := _first_bit(read.marks & ~claimed):
        yield Fault("mark without element", where, f"no element holds the mark {lost - 1}", "ISO 14289-1, 7.1")
    if lost := _first_bit(claimed & ~read.marks):
        yield Fault("element without mark", where, f"the structure names the mark {lost - 1}, which is not drawn", "ISO 32000-1, 14.7.4.2")
    led = 0
    for mark, element in enumerate([] if parents is None else parents.of_page(page)):
        led |= (element is not None) << mark
    if lost := _first_bit(led ^ read.marks):
        yield Fault("parent tree", where, f"the parent tree and the page differ on the mark {lost - 1}", "ISO 32000-1, 14.7.4.4")
    if read.marks and not isinstance(page.get("/StructParents"), int):
        yield Fault("page without parent key", where, "its content has no way back to the structure", "ISO 32000-1, 14.7.4.4")
    if page.get("/Tabs") != "/S":
        yield Fault("tab order", where, "its tab order is not that of the structure", "ISO 14289-1, 7.18.3")
    if "/Group" in page and page.Group.get("/S") == "/Transparency":
        yield Fault("transparency", where, "it is a transparency group", "ISO 19005-3, 6.2.10")
    if "/AA" in page:
        yield Fault("actions", where, "actions run by themselves", "ISO 19005-3, 6.5.2")
    if "/PresSteps" in page or "/Trans" in page:
        yield Fault("presentation", where, "it asks to be shown as slides", "ISO 19005-3, 6.10")
    for stream in listed(page, "/Contents"):
        yield from _faults_of_stream(stream, where)
    for kind in ("/XObject", "/Pattern"):
        for drawn in page.get("/Resources", pikepdf.Dictionary()).get(kind, pikepdf.Dictionary()).values():
            if isinstance(drawn, pikepdf.Stream):
                yield from _faults_of_stream(drawn, where)
    for annotation in page.get("/Annots", []):
        yield from _faults_of_annotation(annotation, where, claims, parents)


def _first_bit(number: int) -> int:
    """Return the place of the lowest set bit, counted from 1; 0 if there is none."""
    return (number & -number).bit_length()


def _faults_of_stream(stream: pikepdf.Object, where: str) -> Iterator[Fault]:
    for one in listed(stream, "/Filter"):
        if one not in _FLATE_ONLY:
            yield Fault("compression", where, f"{one} is not how our reports are compressed", "ISO 19005-3, 6.1.7.2")
    if "/F" in stream:
        yield Fault("outside the file", where, "its content lies in another file", "ISO 19005-3, 6.1.7.1")


def _faults_of_annotation(annotation: pikepdf.Object, where: str, claims: Claims, parents: ParentTree | None) -> Iterator[Fault]:
    kind = str(annotation.get("/Subtype", "/"))[1:]
    where = f"{where}, {kind}"
    flags = int(annotation.get("/F", 0))
    if kind == "Popup":
        return
    if not flags & _PRINT or flags & (_HIDDEN | _INVISIBLE | _NO_VIEW | _TOGGLE):
        yield Fault("annotation flags", where, "it is not set to be printed and shown", "ISO 19005-3, 6.3.2")
    if kind not in ("Link", "Widget"):
        yield Fault("annotation", where, "our reports have links and a signature, nothing else", "ISO 19005-3, 6.3.1")
    if not str(annotation.get("/Contents", annotation.get("/TU", ""))).strip():
        yield Fault("link without text", where, "no text says where it leads", "ISO 14289-1, 7.18.5")
    if "/StructParent" not in annotation or (parents is not None and parents.of_annotation(annotation) is None):
        yield Fault("annotation without parent key", where, "it has no way back to the structure", "ISO 14289-1, 7.18.1")
    inside = claims.annotations.get(annotation.objgen)
    if inside != {"Link": "Link", "Widget": "Form"}.get(kind, "Annot"):
        yield Fault("annotation without element", where, "no element of its kind holds it", "ISO 14289-1, 7.18.5")
    if "/A" in annotation:
        yield from faults_of_action(annotation.A, where)
    elif kind == "Link" and "/Dest" not in annotation:
        yield Fault("link", where, "it leads nowhere", "ISO 32000-1, 12.5.6.5")
    if "/AA" in annotation:
        yield Fault("actions", where, "actions run by themselves", "ISO 19005-3, 6.5.2")
    if float(annotation.get("/CA", 1)) != 1:
        yield Fault("transparency", where, "it is see-through", "ISO 19005-3, 6.2.10")
