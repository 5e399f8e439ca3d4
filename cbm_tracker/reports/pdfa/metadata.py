"""What the file says of itself: properties and XMP from one source, colours, attachments (ISO 19005-3, 6.2.3, 6.6 and 6.8)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from xml.sax.saxutils import escape

from cbm_tracker.paths import resource
from cbm_tracker.reports.pdfa.structure import text_string
from cbm_tracker.reports.pdfa.writer import StreamingDocument


@dataclass(frozen=True)
class Description:
    """`language` is BCP 47, `at` in UTC: the instant the document speaks of, not that of printing."""

    title: str
    author: str
    subject: str
    keywords: str
    creator: str
    producer: str
    language: str
    at: datetime


@dataclass(frozen=True)
class Attachment:
    """A file inside the report. `data`: its bytes, or what pours them piece by piece into what it is given.

    `relationship` to the report (ISO 19005-3, 6.8): Data, Source, Alternative, Supplement or Unspecified.
    """

    name: str
    data: bytes | Callable[[Callable[[bytes], None]], None]
    mime: str
    description: str
    relationship: str = "Data"


def write_information(document: StreamingDocument, about: Description) -> int:
    """Write the properties; returns the number of their object."""
    told = (
        ("Title", about.title), ("Author", about.author), ("Subject", about.subject), ("Keywords", about.keywords),
        ("Creator", about.creator), ("Producer", about.producer),
    )
    entries = b"".join(b"/%s%s" % (name.encode("ascii"), text_string(text)) for name, text in told)
    instant = _pdf_date(about.at)
    return document.add(b"<<%s/CreationDate(%s)/ModDate(%s)>>" % (entries, instant, instant))


def write_xmp(document: StreamingDocument, about: Description) -> int:
    """Write the same as XMP, with what the file conforms to; returns the number of the stream."""
    values = {name: escape(value) for name, value in vars(about).items() if isinstance(value, str)}
    packet = _XMP.format(**values, instant=f"{about.at:%Y-%m-%dT%H:%M:%SZ}", mark="\ufeff")
    return document.add_stream(b"/Type/Metadata/Subtype/XML", packet.encode("utf-8"), packed=False)


def write_output_intent(document: StreamingDocument) -> bytes:
    """Write the colour profile; returns the array of output intents."""
    profile = document.add_stream(b"/N 3", resource("colour", "sRGB.icc").read_bytes())
    return (
        b"[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB IEC61966-2.1)/Info(sRGB IEC61966-2.1)"
        b"/DestOutputProfile %d 0 R>>]" % profile
    )


def write_attachments(document: StreamingDocument, attachments: Sequence[Attachment], at: datetime) -> bytes:
    """Write the files; returns the entries of the catalogue that name them, none without any."""
    if not attachments:
        return b""
    named = [(attachment.name, _write_attachment(document, attachment, at)) for attachment in attachments]
    associated = b" ".join(b"%d 0 R" % number for _, number in named)
    names = b"".join(b"%s %d 0 R" % (text_string(name), number) for name, number in sorted(named, key=lambda pair: text_string(pair[0])))
    return b"/AF[%s]/Names<</EmbeddedFiles<</Names[%s]>>>>" % (associated, names)


def _write_attachment(document: StreamingDocument, attachment: Attachment, at: datetime) -> int:
    digest, size = hashlib.md5(usedforsecurity=False), 0  # the checksum ISO 32000-1, 7.11.4 asks for

    def pour(take: Callable[[bytes], None]) -> None:
        def counted(piece: bytes) -> None:
            nonlocal size
            digest.update(piece)
            size += len(piece)
            take(piece)

        if isinstance(attachment.data, bytes):
            counted(attachment.data)
        else:
            attachment.data(counted)

    parameters = document.new_number()
    subtype = attachment.mime.replace("/", "#2F").encode("ascii")
    file = document.add_long_stream(b"/Type/EmbeddedFile/Subtype/%s/Params %d 0 R" % (subtype, parameters), pour)
    told = b"<</ModDate(%s)/Size %d/CheckSum<%s>>>" % (_pdf_date(at), size, digest.hexdigest().encode("ascii"))
    document.put(parameters, told)
    return document.add(
        b"<</Type/Filespec/F%s/UF%s/AFRelationship/%s/Desc%s/EF<</F %d 0 R/UF %d 0 R>>>>" % (
            _file_name(attachment.name), text_string(attachment.name),
            attachment.relationship.encode("ascii"), text_string(attachment.description), file, file,
        )
    )


def _file_name(name: str) -> bytes:
    """A file name as old readers take it (F), sign by sign; what they cannot show stands as an underline."""
    return b"(" + re.sub(r"[^A-Za-z0-9 ._-]", "_", name).encode("ascii") + b")"


def _pdf_date(at: datetime) -> bytes:
    return f"D:{at:%Y%m%d%H%M%S}Z".encode("ascii")


_XMP = """<?xpacket begin="{mark}" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>{creator}</xmp:CreatorTool><xmp:CreateDate>{instant}</xmp:CreateDate><xmp:ModifyDate>{instant}</xmp:ModifyDate>
<pdf:Producer>{producer}</pdf:Producer><pdf:Keywords>{keywords}</pdf:Keywords>
<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Which part of ISO 14289 is followed</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""
