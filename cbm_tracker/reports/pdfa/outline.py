"""The outline of a document: its bookmarks, in two levels (ISO 32000-1, 12.3.3)."""

from __future__ import annotations

from collections.abc import Sequence

from cbm_tracker.reports.pdfa.structure import text_string
from cbm_tracker.reports.pdfa.writer import StreamingDocument


class Outline:
    def __init__(self) -> None:
        self._entries: list[tuple[str, int, int, float]] = []

    def add(self, title: str, level: int, page: int, height: float) -> None:
        """Add an entry, level 0 or 1, that leads to this height of the page of this number."""
        self._entries.append((title, level, page, height))

    def write(self, document: StreamingDocument) -> bytes:
        """Write the entries; returns what the catalogue says of them, nothing without any."""
        if not self._entries:
            return b""
        root = document.new_number()
        numbers = [document.new_number() for _ in self._entries]
        tops = [at for at, entry in enumerate(self._entries) if entry[1] == 0]
        for place, at in enumerate(tops):
            inner = range(at + 1, tops[place + 1] if place + 1 < len(tops) else len(self._entries))
            more = _neighbours(numbers, tops, place)
            if inner:
                more += b"/First %d 0 R/Last %d 0 R/Count %d" % (numbers[inner[0]], numbers[inner[-1]], -len(inner))
            self._write_entry(document, numbers[at], root, at, more)
            for within, child in enumerate(inner):
                self._write_entry(document, numbers[child], numbers[at], child, _neighbours(numbers, inner, within))
        document.put(root, b"<</Type/Outlines/First %d 0 R/Last %d 0 R/Count %d>>" % (numbers[tops[0]], numbers[tops[-1]], len(tops)))
        return b"/PageMode/UseOutlines/Outlines %d 0 R" % root

    def _write_entry(self, document: StreamingDocument, number: int, parent: int, at: int, more: bytes) -> None:
        title, _, page, height = self._entries[at]
        told = (text_string(title), parent, page, height, more)
        document.put(number, b"<</Title%s/Parent %d 0 R/Dest[%d 0 R/XYZ 0 %.2f 0]%s>>" % told)


def _neighbours(numbers: Sequence[int], places: Sequence[int], at: int) -> bytes:
    before = b"/Prev %d 0 R" % numbers[places[at - 1]] if at else b""
    return before + (b"/Next %d 0 R" % numbers[places[at + 1]] if at + 1 < len(places) else b"")
