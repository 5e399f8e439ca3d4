"""The metadata: readable XMP that claims PDF/A-3a and PDF/UA-1, describes what it adds, and agrees with the properties (Info)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree

from cbm_tracker.reports.conformance.fault import Faults
from cbm_tracker.reports.conformance.finished_file import FinishedFile
from cbm_tracker.reports.conformance.objects import Stream, text_of

_WHERE = "the metadata"
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_XML = "{http://www.w3.org/XML/1998/namespace}"
_DC, _XMP, _PDF = "{http://purl.org/dc/elements/1.1/}", "{http://ns.adobe.com/xap/1.0/}", "{http://ns.adobe.com/pdf/1.3/}"
_PDFA, _PDFUA = "{http://www.aiim.org/pdfa/ns/id/}", "{http://www.aiim.org/pdfua/ns/id/}"
_EXTENSION, _SCHEMA = "{http://www.aiim.org/pdfa/ns/extension/}", "{http://www.aiim.org/pdfa/ns/schema#}"
_PROPERTY = "{http://www.aiim.org/pdfa/ns/property#}"
_PREFIXES = {
    "pdfaid": _PDFA, "pdfuaid": _PDFUA, "pdfaExtension": _EXTENSION, "pdfaSchema": _SCHEMA, "pdfaProperty": _PROPERTY,
}  # fmt: skip
_TEXT = "a text"
# The properties that XMP itself describes, of those our reports use, and how each is held.
_KNOWN = {
    **dict.fromkeys((_DC + "title", _DC + "description", _DC + "rights"), "Alt"),
    **dict.fromkeys((_DC + "creator", _DC + "date"), "Seq"),
    **dict.fromkeys((_DC + "language", _DC + "subject", _DC + "publisher", _DC + "contributor"), "Bag"),
    **dict.fromkeys((_DC + "format", _DC + "identifier", _DC + "source"), _TEXT),
    **dict.fromkeys((_XMP + "CreatorTool", _XMP + "CreateDate", _XMP + "ModifyDate", _XMP + "MetadataDate"), _TEXT),
    **dict.fromkeys((_PDF + "Producer", _PDF + "Keywords", _PDFA + "part", _PDFA + "conformance"), _TEXT),
    _EXTENSION + "schemas": "Bag",
}
_SAME_IN_INFO = {
    "Title": _DC + "title", "Author": _DC + "creator", "Subject": _DC + "description", "Creator": _XMP + "CreatorTool",
    "Producer": _PDF + "Producer", "Keywords": _PDF + "Keywords", "CreationDate": _XMP + "CreateDate", "ModDate": _XMP + "ModifyDate",
}  # fmt: skip
_SCHEMAS = "ISO 19005-3, 6.6.2.3"


def check_metadata(file: FinishedFile, faults: Faults) -> None:
    say = faults.say
    stream = file.at(file.trailer, "Root", "Metadata")
    if not isinstance(stream, Stream):
        say("metadata", _WHERE, "the file has none", "ISO 19005-3, 6.6.2.1")
        return
    if "Filter" in stream.entries:
        say("metadata filter", _WHERE, "they are compressed, and a plain search does not find them")
    data = stream.data()
    header = re.match(rb"(?:\xef\xbb\xbf)?<\?xpacket ([^?]*)\?>", data)
    if header is None or b"bytes=" in header[1] or b"encoding=" in header[1]:
        say("metadata", _WHERE, "they do not begin as a packet of XMP does", "ISO 19005-3, 6.6.2.1")
    try:
        tree = ElementTree.fromstring(data.decode("utf-8").strip("\ufeff\x00 \r\n"))
    except (ElementTree.ParseError, UnicodeDecodeError):
        say("metadata", _WHERE, "they cannot be read as XML in UTF-8", "ISO 19005-3, 6.6.2.1")
        return
    described = _described(tree, faults)
    said: dict[str, str] = {}
    for name, held_as, text in _properties(tree):
        if _KNOWN.get(name, _TEXT if name in described else "") != held_as:
            say("undescribed property", _WHERE, f"{name} is neither known nor described, or held otherwise", _SCHEMAS)
        if name in said:
            say("metadata", _WHERE, f"{name} is said twice", "ISO 19005-3, 6.6.2.1")
        said[name] = text
    for prefix, space in _PREFIXES.items():
        spelled = re.findall(rb"xmlns:(\w+)=[\"']" + re.escape(space[1:-1].encode("ascii")) + rb"[\"']", data)
        if any(found != prefix.encode("ascii") for found in spelled):
            say("metadata", _WHERE, f"{space} has another prefix than {prefix}", _SCHEMAS)
    if (said.get(_PDFA + "part"), said.get(_PDFA + "conformance")) != ("3", "A"):
        say("PDF/A claim", _WHERE, "they do not call the file PDF/A-3a", "ISO 19005-3, 6.6.4")
    if said.get(_PDFUA + "part") != "1":
        say("PDF/UA claim", _WHERE, "they do not call the file PDF/UA-1", "ISO 14289-1, 5")
    if not said.get(_DC + "title", "").strip():
        say("title", _WHERE, "they give no title", "ISO 14289-1, 7.1")
    for key, name in _SAME_IN_INFO.items():
        info = text_of(file.at(file.trailer, "Info", key))
        if info and not _same(info, said.get(name), is_date="Date" in key):
            say("two metadata", _WHERE, f"{key} is one thing here and another in the file's Info", "ISO 32000-1, 14.3.3")


def _properties(tree: ElementTree.Element) -> Iterator[tuple[str, str, str]]:
    """Yield each property: its name, whether it is a text or held as Alt, Seq or Bag, and its text or first item."""
    for description in tree.findall(f".//{_RDF}RDF/{_RDF}Description"):
        yield from ((name, _TEXT, text) for name, text in description.attrib.items() if name not in (_RDF + "about", "about"))
        for child in description:
            holders = [kid for kid in child if kid.tag in (_RDF + "Alt", _RDF + "Seq", _RDF + "Bag")]
            if not holders:
                yield child.tag, _TEXT if not len(child) else "other", (child.text or "").strip()
                continue
            items = list(holders[0])
            held_as = holders[0].tag.removeprefix(_RDF)
            spoken = held_as != "Alt" or not items or items[0].get(_XML + "lang") == "x-default"
            if not spoken or any(item.tag != _RDF + "li" for item in items):
                held_as = "other"
            yield child.tag, held_as, (items[0].text or "") if items else ""


def _described(tree: ElementTree.Element, faults: Faults) -> set[str]:
    """Return the properties that the file's own schemas describe; a schema must be complete."""
    names = set()
    for schema in tree.findall(f".//{_EXTENSION}schemas/{_RDF}Bag/{_RDF}li"):
        fields = _fields(schema, _SCHEMA)
        properties = schema.findall(f".//{_SCHEMA}property/{_RDF}Seq/{_RDF}li")
        if fields.keys() != {"schema", "namespaceURI", "prefix", "property"} or not properties:
            faults.say("extension schema", _WHERE, "a schema is not described in full", _SCHEMAS)
            continue
        for each in properties:
            told = _fields(each, _PROPERTY)
            if told.keys() != {"name", "valueType", "category", "description"} or told["category"] not in ("internal", "external"):
                faults.say("extension schema", _WHERE, "a property is not described in full", _SCHEMAS)
            names.add("{" + fields["namespaceURI"] + "}" + told.get("name", ""))
    return names


def _fields(item: ElementTree.Element, space: str) -> dict[str, str]:
    """Return the fields of a structure, in whichever way RDF spells it: as elements, or as attributes of a description inside."""
    holder = item.find(_RDF + "Description")
    holder = item if holder is None else holder
    told = {name.removeprefix(space): text for name, text in holder.attrib.items() if not name.startswith(_RDF)}
    return told | {child.tag.removeprefix(space): (child.text or child.get(_RDF + "resource") or "").strip() for child in holder}


def _same(info: str, xmp: str | None, is_date: bool) -> bool:
    if xmp is None:
        return False
    return _instant(info) == _instant(xmp) if is_date else info == xmp


def _instant(text: str) -> str:
    """The digits of a date, and its offset, in one form for both spellings: D:20261125093000+01'00' and 2026-11-25T09:30:00+01:00."""
    found = re.fullmatch(r"(?:D:)?([-0-9T:]{4,19}?)(Z|[+-]\d\d[':]?\d{0,2}'?)?", text)
    if found is None:
        return text
    offset = re.sub(r"\D", "", found[2] or "")
    sign = "" if not offset.strip("0") else (found[2] or "")[0]
    return re.sub(r"\D", "", found[1]) + (sign + offset if sign else "")
