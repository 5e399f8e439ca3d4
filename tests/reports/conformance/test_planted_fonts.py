"""Faults planted in the fonts of a document while it is written: each is found and named."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from cbm_tracker.reports import fonts
from cbm_tracker.reports.conformance.checks import faults_of
from cbm_tracker.reports.pdfa.canvas import TaggedCanvas
from cbm_tracker.reports.pdfa.writer import StreamingDocument
from tests.reports.pdfa.test_canvas import ABOUT, a_document, words

Instead = bytes | Callable[[re.Match[bytes]], bytes]


def _wider(found: re.Match[bytes]) -> bytes:
    return re.sub(rb"\b([1-9]\d+)", rb"9\1", found[0])


# What is written -> what is written instead, in objects and in streams before they are packed.
PLANTED: dict[str, tuple[bytes, Instead, str]] = {
    "not embedded": (rb"/FontFile2 \d+ 0 R", b"", "not inside the file"),
    "no way back to Unicode": (rb"/ToUnicode \d+ 0 R", b"", "do not lead back to Unicode"),
    "a code without meaning": (rb"<20><0020>", b"", "the code 32 is shown and means nothing"),
    "a code that means zero": (rb"<20><0020>", b"<20><0000>", "the code 32 means no character"),
    "a code that means a mark of order": (rb"<20><0020>", b"<20><FEFF>", "the code 32 means no character"),
    "a sign of private use": (rb"<20><0020>", b"<20><E000>", "a sign of private use"),
    "other widths": (rb"/Widths\[.*?\]", _wider, "is not given as the font has it"),
    "fewer widths": (rb"/LastChar \d+", b"/LastChar 9", "not those of its first to its last code"),
    "an encoding": (rb"/FirstChar", b"/Encoding/WinAnsiEncoding/FirstChar", "not those of a symbolic font"),
    "another descriptor": (rb"/FontName/", b"/FontName/X", "that of another font"),
    "an empty program": (rb"\A\x00\x01\x00\x00\x00.*", b"\0" * 12, "lacks a table"),
    "text in no font": (rb"/F0\.0 [\d.]+ Tf", b"", "before a font is chosen"),
    "a font the page lacks": (rb"/F0\.0 10 Tf", b"/F9.0 10 Tf", "does not hold"),
}


@pytest.mark.parametrize("name", PLANTED)
def test_a_fault_of_a_font_is_found(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old, new, said = PLANTED[name]
    pattern = re.compile(old, re.DOTALL)
    put, put_stream = StreamingDocument.put, StreamingDocument.put_stream
    changed = []

    def spoilt(data: bytes) -> bytes:
        result, count = pattern.subn(new, data)
        changed.append(count)
        return result

    def put_spoilt(self: StreamingDocument, number: int, body: bytes) -> None:
        put(self, number, spoilt(body))

    def put_stream_spoilt(self: StreamingDocument, number: int, entries: bytes, data: bytes, *, packed: bool = True) -> None:
        put_stream(self, number, entries, data if b"/Type/ObjStm" in entries or b"/Type/XRef" in entries else spoilt(data), packed=packed)

    monkeypatch.setattr(StreamingDocument, "put", put_spoilt)
    monkeypatch.setattr(StreamingDocument, "put_stream", put_stream_spoilt)
    path = tmp_path / "fonts.pdf"
    path.write_bytes(a_document())
    assert any(changed)
    found = faults_of(path)
    assert any(said in str(fault) for fault in found), found


def test_a_sign_that_no_glyph_shows_is_found(tmp_path: Path) -> None:
    fonts.register()
    path = tmp_path / "signs.pdf"
    with path.open("wb") as file:
        canvas = TaggedCanvas(file, ABOUT)
        canvas.start_page(595, 842)
        with canvas.element("P"):
            words(canvas, "a \ue123 box")
        canvas.save()
    says = {fault.rule for fault in faults_of(path)}
    assert says == {"sign without glyph", "sign of private use"}
