"""A tagged page without any text, made by hand: a figure and a table of rectangles, in which faults are planted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" xmlns:s="http://www.aiim.org/pdfa/ns/schema#">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">Trial</rdf:li></rdf:Alt></dc:title>
<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>
<s:namespaceURI>http://www.aiim.org/pdfua/ns/id/</s:namespaceURI>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""
_CONTENT = (
    b"/Artifact BMC 0 0 100 1 re f EMC\n/Figure <</MCID 0>> BDC 10 10 20 20 re f EMC\n/TH <</MCID 1>> BDC 40 10 5 5 re f EMC\n"
    b"/TD <</MCID 2>> BDC 50 10 5 5 re f EMC\n/TH <</MCID 3>> BDC 40 20 5 5 re f EMC\n/TD <</MCID 4>> BDC 50 20 5 5 re f EMC\n"
)
_SCOPE = {"Column": Dictionary(O=Name.Table, Scope=Name.Column), "Row": Dictionary(O=Name.Table, Scope=Name.Row)}


def small_document() -> pikepdf.Pdf:
    """Return a page that keeps every rule; its structure is Document > Figure, Table > two rows of a TH and a TD."""
    pdf = pikepdf.new()
    page = pdf.make_indirect(Dictionary(
        Type=Name.Page, MediaBox=Array([0, 0, 100, 100]), Resources=Dictionary(), StructParents=0, Tabs=Name.S,
        Contents=pdf.make_stream(_CONTENT),
    ))
    pdf.pages.append(pikepdf.Page(page))
    page = pdf.pages[0].obj
    root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))

    def element(kind: str, parent: pikepdf.Object, mark: int | None = None, **more: Any) -> pikepdf.Object:
        made = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name("/" + kind), P=parent, Pg=page, **more))
        if mark is not None:
            made.K = mark
        return made

    document = element("Document", root)
    box = Dictionary(O=Name.Layout, BBox=Array([10, 10, 30, 30]), Placement=Name.Block)
    figure = element("Figure", document, 0, Alt=String("A square."), A=box)
    table = element("Table", document)
    rows, cells = [], []
    for at, scope in enumerate(("Column", "Row")):
        row = element("TR", table)
        pair = [element("TH", row, 1 + 2 * at, A=_SCOPE[scope]), element("TD", row, 2 + 2 * at)]
        row.K = Array(pair)
        rows.append(row)
        cells += pair
    table.K = Array(rows)
    document.K = Array([figure, table])
    root.K = document
    root.ParentTree = pdf.make_indirect(Dictionary(Nums=Array([0, pdf.make_indirect(Array([figure, *cells]))])))
    root.ParentTreeNextKey = 1
    pdf.Root.StructTreeRoot = root
    pdf.Root.MarkInfo = Dictionary(Marked=True)
    pdf.Root.Lang = String("en")
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    metadata = pdf.make_stream(_XMP.encode("utf-8"))
    metadata.Type, metadata.Subtype = Name.Metadata, Name.XML
    pdf.Root.Metadata = metadata
    profile = pdf.make_stream(b"\0" * 16 + b"RGB " + b"\0" * 16 + b"acsp" + b"\0" * 88)
    profile.N = 3
    pdf.Root.OutputIntents = Array([Dictionary(
        Type=Name.OutputIntent, S=Name.GTS_PDFA1, OutputConditionIdentifier=String("sRGB"), DestOutputProfile=profile,
    )])
    return pdf


def written(pdf: pikepdf.Pdf, path: Path) -> Path:
    pdf.save(path, compress_streams=False, deterministic_id=True)
    return path
