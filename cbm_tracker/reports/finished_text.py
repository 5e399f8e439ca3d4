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

from cbm_tracker.errors import ReportFailed
from cbm_tracker.reports.conformance.fault import Faults
from cbm_tracker.reports.conformance.finished_file import FinishedFile
from cbm_tracker.reports.conformance.objects import LITERAL, Unreadable
from cbm_tracker.reports.page_text import PageReader, text_of

Told = tuple[str, str]  # where, and the text
_AT_ONCE = 1 << 18  # bytes unpacked in one piece
_OVERLAP = 1 << 12  # characters of a piece that are read again with the next: no value is longer
_OBJECT = re.compile(rb"\d+ \d+ obj\b")
_STREAM = re.compile(rb"\bstream\r?\n")
_LENGTH = re.compile(rb"/Length\s+(\d+)\b(?!\s+\d+\s+R)")
_FILTER = re.compile(rb"/Filter\s*(?:/(\w+)|\[\s*/(\w+)\s*\]|\[)")
_TEXTLESS = re.compile(rb"/Length1\b|/Type\s*/XRef|/Subtype\s*/(?:Image|CIDFontType0C|OpenType|Type1C)\b")
_SAID = re.compile(rb"(?:/([^\s()<>\[\]{}/%]++)\s*+)?+(" + LITERAL + rb"|<(?!<)[0-9A-Fa-f\s]*+>)", re.DOTALL)
_NAME = re.compile(rb"/([^\s()<>\[\]{}/%]{5,}+)")
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
        ReportFailed: the file is written otherwise than this program writes, so that it cannot be looked through.
    """
    yield "the file name", name
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        try:
            reader = PageReader(FinishedFile(file, Faults(), lambda: None))
            for number, texts in enumerate(reader.pages(), 1):
                for text in texts:
                    yield f"page {number}", text
            yield from _in_objects(data, reader.streams)
        except (Unreadable, zlib.error) as error:
            raise ReportFailed(f"The report cannot be looked through before it is handed out: {error}.",
                               "Report this as a defect of the program; nothing was written.") from error


def _in_objects(data: mmap.mmap, read_already: set[int]) -> Iterator[Told]:
    at = 0
    while True:
        found = _STREAM.search(data, at)
        yield from _said_outside(data[at : found.start() if found else len(data)])
        if found is None:
            return
        head = data[max(at, found.start() - 4096) : found.start()]
        heads = list(_OBJECT.finditer(head))
        number = int(heads[-1][0].split()[0]) if heads else 0
        entries = head[heads[-1].end() :].strip() if heads else head
        at = _end_of(data, found.end(), entries)
        if number not in read_already and not _TEXTLESS.search(entries):
            yield from _in_stream(_unpacked(data, found.end(), at, entries), entries)


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


def _unpacked(data: mmap.mmap, begins: int, ends: int, entries: bytes) -> Iterator[bytes]:
    packed = _FILTER.search(entries)
    if packed is None:
        for at in range(begins, ends, _AT_ONCE):
            yield data[at : min(at + _AT_ONCE, ends)]
        return
    if b"FlateDecode" not in packed.groups() or b"/Predictor" in entries:
        raise Unreadable("a part of it is packed in another way")
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
            yield "an attachment", _ESCAPED.sub(_unescaped, text) if "\\" in text else text
    else:
        yield from _said_outside(b"".join(pieces))


def _said_outside(data: bytes) -> Iterator[Told]:
    """Yield what stands where no reader looks: comments, and streams that nothing is known of."""
    yield from _said(data)
    yield "a part of the file that no page shows", data.decode("utf-8", "replace")


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
    """Yield what the strings among objects say, each with the place its key tells, and their names in one."""
    for key, string in _SAID.findall(objects):
        if len(string) > 4:
            yield _PLACES.get(key) or (f"the structure (/{key.decode('latin-1')})" if key else "the structure"), text_of(string)
    names = dict.fromkeys(_NAME.findall(objects))
    if names:
        yield "a name in the structure", _HEX_IN_NAME.sub(_byte, b" / ".join(names)).decode("utf-8", "replace")


def _byte(match: re.Match[bytes]) -> bytes:
    return bytes((int(match[1], 16),))
