"""All text that lies in a finished PDF, with the place where it stands: pages, bookmarks, properties, structure, attachments.

Pages are read through their fonts; everything else is read from the bytes of the file, each stream unpacked, whether
anything refers to it or not. Only glyphs of fonts, pictures and the table of references are not looked at: they hold no text.
"""

from __future__ import annotations

import codecs
import html
import mmap
import re
import zlib
from collections.abc import Iterator
from pathlib import Path

import pikepdf

from cbm_tracker.errors import ReportFailed
from cbm_tracker.reports.page_text import PageReader, text_of

Told = tuple[str, str]  # where, and the text
_AT_ONCE = 1 << 18  # bytes unpacked in one piece
_OVERLAP = 1 << 12  # characters of a piece that are read again with the next: no value is longer
_OBJECT = re.compile(rb"\d+ \d+ obj\b")
_STREAM = re.compile(rb"\bstream\r?\n")
_LENGTH = re.compile(rb"/Length\s+(\d+)(?!\s+\d+\s+R)")
_FILTER = re.compile(rb"/Filter\s*\[?\s*/(\w+)\s*(\]|/\w+)?")
_TEXTLESS = re.compile(rb"/Length1\b|/Type\s*/XRef|/Subtype\s*/(?:Image|CIDFontType0C|OpenType|Type1C)\b")
_NESTED = rb"\((?:[^()\\]|\\.|\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*\))*\)"
_SAID = re.compile(rb"(?:/([^\s()<>\[\]{}/%]+)\s*)?(" + _NESTED + rb"|<(?!<)[0-9A-Fa-f\s]*>)|/([^\s()<>\[\]{}/%]+)", re.DOTALL)
_HEX_IN_NAME = re.compile(rb"#([0-9A-Fa-f]{2})")
_PLACES = {
    b"Title": "a bookmark or the title of the document", b"Alt": "an alternative text", b"ActualText": "a replacement text (ActualText)",
    b"E": "the expansion of an abbreviation", b"T": "the title of a structure element", b"URI": "a link address",
    b"Contents": "the text of a link", b"Desc": "the description of an attachment", b"UF": "the name of an attachment",
    b"F": "the name of an attachment", b"Author": "the properties", b"Subject": "the properties", b"Keywords": "the properties",
    b"Creator": "the properties", b"Producer": "the properties",
}
_ATTACHMENT = re.compile(rb"/Type\s*/EmbeddedFile")
_ESCAPED = re.compile(r'\\(?:u([0-9A-Fa-f]{4})|(["\\/])|[bfnrt])')


def text_in(path: Path, name: str) -> Iterator[Told]:
    """Yield (place, text) for all text in a file; `name` is the one it will have. Long texts come in pieces that overlap.

    Raises:
        ReportFailed: a part of the file is packed in a way that this program does not write, so that it cannot be read.
    """
    yield "the file name", name
    with pikepdf.open(path, suppress_warnings=True) as pdf:
        reader = PageReader()
        for number, page in enumerate(pdf.pages, 1):
            for text in reader.texts_of(page.obj):
                yield f"page {number}", text
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            yield from _in_objects(data, pdf, reader.streams)


def _in_objects(data: mmap.mmap, pdf: pikepdf.Pdf, read_already: set[int]) -> Iterator[Told]:
    at = 0
    while True:
        found = _STREAM.search(data, at)
        yield from _said(data[at : found.start() if found else len(data)])
        if found is None:
            return
        opening = max(at, found.start() - 4096)
        head = data[opening : found.start()]
        heads = list(_OBJECT.finditer(head))
        number = int(heads[-1][0].split()[0]) if heads else 0
        entries = head[heads[-1].end() :].strip() if heads else head
        at = _end_of(data, found.end(), entries)
        if number not in read_already and not _TEXTLESS.search(entries):
            packed = _FILTER.search(entries)
            if packed is None or (packed[1] == b"FlateDecode" and (packed[2] or b"]") == b"]" and b"/Predictor" not in entries):
                pieces = _unpacked(data, found.end(), at, is_packed=packed is not None)
            else:
                pieces = _unpacked_by_reader(pdf, number)
            yield from _in_stream(pieces, entries)


def _end_of(data: mmap.mmap, begins: int, entries: bytes) -> int:
    told = _LENGTH.search(entries)
    if told is not None:
        return begins + int(told[1])
    ends = data.find(b"endstream", begins)
    while b"FlateDecode" in entries and ends >= 0 and not _whole(data, begins, ends):
        ends = data.find(b"endstream", ends + 1)  # packed bytes may spell it by chance
    return ends if ends >= 0 else len(data)


def _whole(data: mmap.mmap, begins: int, ends: int) -> bool:
    unpacking = zlib.decompressobj()
    for at in range(begins, ends, _AT_ONCE):
        waiting = data[at : min(at + _AT_ONCE, ends)]
        while waiting and not unpacking.eof:
            unpacking.decompress(waiting, _AT_ONCE)
            waiting = unpacking.unconsumed_tail
    return unpacking.eof


def _unpacked_by_reader(pdf: pikepdf.Pdf, number: int) -> Iterator[bytes]:
    """Yield a stream that is packed in a way of its own."""
    try:
        yield pdf.get_object(number, 0).read_bytes()
    except (pikepdf.PdfError, pikepdf.DataDecodingError, TypeError) as error:
        raise ReportFailed("A part of the report is packed in a way that cannot be looked through before it is handed out.",
                           "Report this as a defect of the program; nothing was written.") from error


def _unpacked(data: mmap.mmap, begins: int, ends: int, *, is_packed: bool) -> Iterator[bytes]:
    if not is_packed:
        for at in range(begins, ends, _AT_ONCE):
            yield data[at : min(at + _AT_ONCE, ends)]
        return
    unpacking = zlib.decompressobj()
    for at in range(begins, ends, _AT_ONCE):
        waiting = data[at : min(at + _AT_ONCE, ends)]
        while waiting and not unpacking.eof:
            piece = unpacking.decompress(waiting, _AT_ONCE)
            waiting = unpacking.unconsumed_tail
            if piece:
                yield piece
    if rest := unpacking.flush():
        yield rest


def _in_stream(pieces: Iterator[bytes], entries: bytes) -> Iterator[Told]:
    if b"/ObjStm" in entries:
        yield from _said(b"".join(pieces))
    elif b"/Metadata" in entries:
        yield "the properties (XMP)", html.unescape(b"".join(pieces).decode("utf-8", "replace"))
    elif _ATTACHMENT.search(entries):
        for text in _decoded(pieces):
            yield "an attachment", text
            if "\\" in text:
                yield "an attachment", _ESCAPED.sub(_unescaped, text)
    else:
        yield from _said(b"".join(pieces))


def _decoded(pieces: Iterator[bytes]) -> Iterator[str]:
    """Yield the text of a file piece by piece; bytes that are no UTF-8 become signs that no value has."""
    decoder, kept = codecs.getincrementaldecoder("utf-8")("replace"), ""
    for piece in pieces:
        text = kept + decoder.decode(piece)
        yield text
        kept = text[-_OVERLAP:]


def _unescaped(match: re.Match[str]) -> str:
    if match[1]:
        return chr(int(match[1], 16))
    return match[2] or " "


def _said(objects: bytes) -> Iterator[Told]:
    """Yield what the strings and names among objects say, each with the place its key tells; then those that stand without a key."""
    for match in _SAID.finditer(objects):
        key, string, name = match.groups()
        if string is None:
            if len(name) > 4:
                yield f"the structure (/{name[:20].decode('latin-1')})", _HEX_IN_NAME.sub(_byte, name).decode("utf-8", "replace")
        elif len(string) > 4:
            place = _PLACES.get(key or b"") or (f"the structure (/{key.decode('latin-1')})" if key else "the structure")
            yield place, text_of(string)


def _byte(match: re.Match[bytes]) -> bytes:
    return bytes((int(match[1], 16),))
