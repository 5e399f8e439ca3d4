"""What the file says of itself as a whole: language, title, colours, metadata, attachments, and what it must not hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree

import pikepdf

from cbm_tracker.reports.conformance.fault import Fault

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_PDFA, _PDFUA = "{http://www.aiim.org/pdfa/ns/id/}", "{http://www.aiim.org/pdfua/ns/id/}"
_DC, _XMP, _PDF = "{http://purl.org/dc/elements/1.1/}", "{http://ns.adobe.com/xap/1.0/}", "{http://ns.adobe.com/pdf/1.3/}"
_SCHEMA = "{http://www.aiim.org/pdfa/ns/schema#}namespaceURI"
_SAME_IN_INFO = {
    "/Title": _DC + "title",
    "/Author": _DC + "creator",
    "/Subject": _DC + "description",
    "/Creator": _XMP + "CreatorTool",
    "/Producer": _PDF + "Producer",
    "/Keywords": _PDF + "Keywords",
    "/CreationDate": _XMP + "CreateDate",
    "/ModDate": _XMP + "ModifyDate",
}
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
_MIME = re.compile(r"/[a-z]+/[a-z0-9.+-]+")
_RELATIONSHIPS = ("/Source", "/Data", "/Alternative", "/Supplement", "/Unspecified")
_HARMLESS_ACTIONS = ("/GoTo", "/URI")


def faults_of_catalogue(pdf: pikepdf.Pdf) -> Iterator[Fault]:
    root = pdf.Root
    if pdf.is_encrypted:
        yield Fault("encryption", "the file", "it is locked", "ISO 19005-3, 6.1.3")
    identifier = pdf.trailer.get("/ID")
    if identifier is None or len(identifier) != 2 or not all(bytes(part) for part in identifier):
        yield Fault("file identifier", "the trailer", "the file has no identifier", "ISO 19005-3, 6.1.3")
    if "/MarkInfo" not in root or not root.MarkInfo.get("/Marked", False):
        yield Fault("mark info", "the catalogue", "the file does not say that it is tagged", "ISO 19005-3, 6.7.2.2")
    elif root.MarkInfo.get("/Suspects", False):
        yield Fault("mark info", "the catalogue", "the tags are called suspect", "ISO 14289-1, 7.1")
    if not _LANGUAGE.fullmatch(str(root.get("/Lang", ""))):
        yield Fault("language", "the catalogue", "the document's language is not given", "ISO 14289-1, 7.2")
    if "/ViewerPreferences" not in root or not root.ViewerPreferences.get("/DisplayDocTitle", False):
        yield Fault("title in the window", "the catalogue", "the title is not shown in the window's bar", "ISO 14289-1, 7.1")
    yield from _faults_of_colours(root)
    yield from _faults_of_metadata(pdf)
    yield from _faults_of_attachments(root)
    yield from _forbidden(root)


def _faults_of_colours(root: pikepdf.Object) -> Iterator[Fault]:
    where, clause = "the catalogue", "ISO 19005-3, 6.2.3"
    intents = [one for one in root.get("/OutputIntents", []) if one.get("/S") == "/GTS_PDFA1"]
    if not intents:
        yield Fault("output intent", where, "which colours are meant is not said", clause)
    for one in intents:
        profile = one.get("/DestOutputProfile")
        if profile is None or profile.read_bytes()[36:40] != b"acsp":
            yield Fault("output intent", where, "its colour profile is missing or is none", clause)
        elif profile.get("/N") != {b"RGB ": 3, b"CMYK": 4, b"GRAY": 1}.get(profile.read_bytes()[16:20]):
            yield Fault("output intent", where, "its colour profile counts other components than it says", clause)
        if not str(one.get("/OutputConditionIdentifier", "")):
            yield Fault("output intent", where, "it has no identifier", "ISO 32000-1, 14.11.5")


def _faults_of_metadata(pdf: pikepdf.Pdf) -> Iterator[Fault]:
    where = "the metadata"
    stream = pdf.Root.get("/Metadata")
    if stream is None:
        yield Fault("metadata", where, "the file has none", "ISO 19005-3, 6.6.2.1")
        return
    if "/Filter" in stream:
        yield Fault("metadata filter", where, "they are compressed, and a plain search does not find them", "ISO 19005-3, 6.6.2.1")
    try:
        tree = ElementTree.fromstring(stream.read_bytes().decode("utf-8").strip("\ufeff\x00 \r\n"))
    except (ElementTree.ParseError, UnicodeDecodeError):
        yield Fault("metadata", where, "they cannot be read as XML in UTF-8", "ISO 19005-3, 6.6.2.1")
        return
    said = dict(_properties(tree))
    if (said.get(_PDFA + "part"), said.get(_PDFA + "conformance")) != ("3", "A"):
        yield Fault("PDF/A claim", where, "they do not call the file PDF/A-3a", "ISO 19005-3, 6.6.4")
    if said.get(_PDFUA + "part") != "1":
        yield Fault("PDF/UA claim", where, "they do not call the file PDF/UA-1", "ISO 14289-1, 5")
    elif not any((one.text or "").strip() == _PDFUA[1:-1] for one in tree.iter(_SCHEMA)):
        yield Fault("extension schema", where, "they use a property that they do not describe", "ISO 19005-3, 6.6.2.3")
    if not said.get(_DC + "title"):
        yield Fault("title", where, "they give no title", "ISO 14289-1, 7.1")
    info = pdf.trailer.get("/Info", pikepdf.Dictionary())
    for key, name in _SAME_IN_INFO.items():
        if str(info.get(key, "")) and not _same(str(info[key]), said.get(name), is_date="Date" in key):
            yield Fault("two metadata", where, f"{key[1:]} is one thing here and another in the file's Info", "ISO 19005-3, 6.6.3")


def _properties(tree: ElementTree.Element) -> Iterator[tuple[str, str]]:
    for description in tree.iter(_RDF + "Description"):
        yield from description.attrib.items()
        for child in description:
            items = [one.text or "" for one in child.iter(_RDF + "li")]
            yield child.tag, items[0] if items else (child.text or "").strip()


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


def _faults_of_attachments(root: pikepdf.Object) -> Iterator[Fault]:
    associated = {one.objgen for one in root.get("/AF", [])}
    names = root.get("/Names")
    tree = None if names is None else names.get("/EmbeddedFiles")
    attached = {} if tree is None else dict(pikepdf.NameTree(tree).items())
    for one in root.get("/AF", []):
        if one.objgen not in {file.objgen for file in attached.values()}:
            yield Fault("attachment", str(one.get("/UF", "?")), "it is not among the embedded files", "ISO 19005-3, 6.8")
    for name, file in attached.items():
        where = f"attachment {name}"
        if file.objgen not in associated:
            yield Fault("attachment not associated", where, "it is not associated with the document (AF)", "ISO 19005-3, 6.8")
        if file.get("/AFRelationship") not in _RELATIONSHIPS:
            yield Fault("attachment relationship", where, "how it belongs to the document is not said", "ISO 19005-3, 6.8")
        if not str(file.get("/UF", "")) or str(file.get("/UF")) != str(file.get("/F", "")):
            yield Fault("attachment name", where, "its two names are not there and the same", "ISO 19005-3, 6.8")
        if not str(file.get("/Desc", "")).strip():
            yield Fault("attachment description", where, "what it is is not said", "ISO 14289-1, 7.11")
        held = file.get("/EF", pikepdf.Dictionary()).get("/F")
        if held is None:
            yield Fault("attachment", where, "nothing is attached", "ISO 19005-3, 6.8")
            continue
        if not _MIME.fullmatch(str(held.get("/Subtype", ""))):
            yield Fault("attachment type", where, "its MIME type is not said", "ISO 19005-3, 6.8")
        if "/ModDate" not in held.get("/Params", pikepdf.Dictionary()):
            yield Fault("attachment date", where, "when it was written is not said", "ISO 19005-3, 6.8")


def _forbidden(root: pikepdf.Object) -> Iterator[Fault]:
    where = "the catalogue"
    names = root.get("/Names", pikepdf.Dictionary())
    if "/JavaScript" in names:
        yield Fault("JavaScript", where, "the file holds a script", "ISO 19005-3, 6.5.1")
    if "/AA" in root:
        yield Fault("actions", where, "actions run by themselves", "ISO 19005-3, 6.5.2")
    opening = root.get("/OpenAction")
    if isinstance(opening, pikepdf.Dictionary):
        yield from faults_of_action(opening, "the opening action")
    if "/OCProperties" in root:
        yield Fault("layers", where, "parts of pages can be hidden", "ISO 14289-1, 7.10")
    if "/XFA" in root.get("/AcroForm", pikepdf.Dictionary()):
        yield Fault("form", where, "the file holds an XFA form", "ISO 19005-3, 6.4.2")
    if "/AlternatePresentations" in names or "/Requirements" in root or "/Perms" in root or "/Collection" in root:
        yield Fault("presentation", where, "the file asks to be shown otherwise than as pages", "ISO 19005-3, 6.10")
    outlines = root.get("/Outlines")
    if outlines is not None and "/First" in outlines:
        yield from _faults_of_outlines(outlines)


def _faults_of_outlines(outlines: pikepdf.Object) -> Iterator[Fault]:
    waiting, seen = [outlines.First], set()
    while waiting:
        entry = waiting.pop()
        if entry.objgen in seen:
            yield Fault("bookmarks", "the bookmarks", "they run in a circle", "ISO 32000-1, 12.3.3")
            return
        seen.add(entry.objgen)
        where = f"bookmark {entry.get('/Title', '')}"
        if "/A" in entry:
            yield from faults_of_action(entry.A, where)
        elif "/Dest" not in entry:
            yield Fault("bookmarks", where, "it leads nowhere", "ISO 32000-1, 12.3.3")
        waiting.extend(entry[key] for key in ("/Next", "/First") if key in entry)


def faults_of_action(action: pikepdf.Object, where: str) -> Iterator[Fault]:
    kind = action.get("/S")
    if kind == "/JavaScript":
        yield Fault("JavaScript", where, "it runs a script", "ISO 19005-3, 6.5.1")
    elif kind not in _HARMLESS_ACTIONS:
        yield Fault("actions", where, f"it does {kind}, not a jump or an address", "ISO 19005-3, 6.5.1")
    if "/Next" in action:
        yield Fault("actions", where, "it draws another action after it", "ISO 19005-3, 6.5.1")
