"""A tagged page without any text, spelled object by object: a figure, a table, a link, an attachment; faults are planted in it."""

from __future__ import annotations

import io
from pathlib import Path

from cbm_tracker.reports.pdfa.writer import StreamingDocument

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">Trial</rdf:li></rdf:Alt></dc:title>
<xmp:CreateDate>2027-01-01T10:00:00Z</xmp:CreateDate>
<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>The part</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag>
</pdfaExtension:schemas></rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""
_PROFILE = "\x00" * 8 + "\x02" + "\x00" * 3 + "mntrRGB " + "\x00" * 16 + "acsp" + "\x00" * 88
PARAMETERS = "/Params<</ModDate(D:20270101000000Z)/Size 2/CheckSum<99914B932BD37A50B983C5E7C90AE93B>>>"
_CONTENT = """/Artifact BMC 0 0 100 1 re f EMC
/H1 <</MCID 0>> BDC 5 90 20 5 re f EMC
/Figure <</MCID 1>> BDC q 10 10 20 20 re f Q EMC
/TH <</MCID 2>> BDC 40 10 5 5 re f EMC
/TD <</MCID 3>> BDC 50 10 5 5 re f EMC
/TH <</MCID 4>> BDC 40 20 5 5 re f EMC
/TD <</MCID 5>> BDC 50 20 5 5 re f EMC
/Link <</MCID 6>> BDC 60 20 5 5 re f EMC
"""


class SmallDocument:
    """`objects` and `streams` by names; {name} stands for the number of the object in what is written."""

    def __init__(self) -> None:
        self.objects = {
            "catalogue": "<</Type/Catalog/Pages {pages} 0 R/StructTreeRoot {tree} 0 R/MarkInfo<</Marked true>>/Lang(en)"
            "/ViewerPreferences<</DisplayDocTitle true>>/Metadata {metadata} 0 R/AF[{data} 0 R]"
            "/OutputIntents[<</S/GTS_PDFA1/OutputConditionIdentifier(sRGB)/DestOutputProfile {profile} 0 R>>]"
            "/Names<</EmbeddedFiles<</Names[(a.json) {data} 0 R]>>>>/Outlines {outline} 0 R>>",
            "information": "<</Title(Trial)/CreationDate(D:20270101100000Z)>>",
            "outline": "<</First {entry} 0 R/Last {entry} 0 R/Count 1>>",
            "entry": "<</Title(Start)/Parent {outline} 0 R/Dest[{page} 0 R/Fit]>>",
            "data": "<</Type/Filespec/F(a.json)/UF(a.json)/Desc(Data)/AFRelationship/Source/EF<</F {held} 0 R/UF {held} 0 R>>>>",
            "pages": "<</Type/Pages/Count 1/Kids[{page} 0 R]>>",
            "page": "<</Type/Page/Parent {pages} 0 R/MediaBox[0 0 100 100]/Resources<<>>/StructParents 0/Tabs/S"
            "/Contents {content} 0 R/Annots[{annotation} 0 R]>>",
            "annotation": "<</Type/Annot/Subtype/Link/F 4/Rect[60 20 65 25]/Contents(The start)/StructParent 1/Dest[{page} 0 R/Fit]>>",
            "tree": "<</Type/StructTreeRoot/K {document} 0 R/ParentTree {parents} 0 R/ParentTreeNextKey 2>>",
            "parents": "<</Nums[0 {led} 0 R 1 {link} 0 R]>>",
            "led": "[{heading} 0 R {figure} 0 R {head1} 0 R {cell1} 0 R {head2} 0 R {cell2} 0 R {link} 0 R]",
            "document": self._element("Document", "tree", "[{heading} 0 R {figure} 0 R {table} 0 R {text} 0 R]"),
            "heading": self._element("H1", "document", "0"),
            "figure": self._element("Figure", "document", "1", "/Alt(A square.)/A<</O/Layout/BBox[10 10 30 30]/Placement/Block>>"),
            "table": self._element("Table", "document", "[{row1} 0 R {row2} 0 R]"),
            "row1": self._element("TR", "table", "[{head1} 0 R {cell1} 0 R]"),
            "row2": self._element("TR", "table", "[{head2} 0 R {cell2} 0 R]"),
            "head1": self._element("TH", "row1", "2", "/A<</O/Table/Scope/Column>>"),
            "cell1": self._element("TD", "row1", "3"),
            "head2": self._element("TH", "row2", "4", "/A<</O/Table/Scope/Row>>"),
            "cell2": self._element("TD", "row2", "5"),
            "text": self._element("P", "document", "{link} 0 R"),
            "link": self._element("Link", "text", "[6<</Type/OBJR/Pg {page} 0 R/Obj {annotation} 0 R>>]"),
        }
        self.streams = {
            "content": ("", _CONTENT),
            "metadata": ("/Type/Metadata/Subtype/XML", _XMP),
            "profile": ("/N 3", _PROFILE),
            "held": ("/Type/EmbeddedFile/Subtype/application#2Fjson" + PARAMETERS, "{}"),
        }

    def _element(self, kind: str, parent: str, holds: str, more: str = "") -> str:
        return f"<</Type/StructElem/S/{kind}/P {{{parent}}} 0 R/Pg {{page}} 0 R/K {holds}{more}>>"

    def change(self, name: str, old: str, new: str) -> None:
        assert old in self.objects[name], (name, old)
        self.objects[name] = self.objects[name].replace(old, new)

    def change_stream(self, name: str, old: str, new: str) -> None:
        entries, data = self.streams[name]
        assert old in data, (name, old)
        self.streams[name] = entries, data.replace(old, new)

    def written(self) -> bytes:
        file = io.BytesIO()
        document = StreamingDocument(file)
        numbers = {name: document.new_number() for name in (*self.streams, *self.objects)}
        for name, (entries, data) in self.streams.items():
            coded = data.encode("latin-1" if name == "profile" else "utf-8")
            document.put_stream(numbers[name], entries.encode("ascii"), coded, packed=name != "metadata")
        for name, spelled in self.objects.items():
            document.put(numbers[name], spelled.format(**numbers).encode("latin-1"))
        document.finish(numbers["catalogue"], numbers["information"])
        return file.getvalue()

    def write(self, path: Path) -> Path:
        path.write_bytes(self.written())
        return path
