"""A TrueType font inside a file: which glyph a code shows, and how wide that glyph is (OpenType: head, hhea, hmtx, maxp, cmap)."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from cbm_tracker.reports.conformance.objects import Unreadable


class FontProgram:
    """`count` glyphs; `maps` are the platform and encoding of each of its code maps."""

    def __init__(self, program: bytes) -> None:
        try:
            self._read(_tables(program))
        except (struct.error, KeyError, IndexError) as error:
            raise Unreadable("the font inside the file lacks a table or a part of one") from error

    def _read(self, tables: dict[str, bytes]) -> None:
        self.count = struct.unpack_from(">H", tables["maxp"], 4)[0]
        self._units = struct.unpack_from(">H", tables["head"], 18)[0]
        self._metrics = struct.unpack_from(">H", tables["hhea"], 34)[0]
        self._advances = struct.unpack_from(">" + "HH" * self._metrics, tables["hmtx"])[0::2]
        self._cmap = tables.get("cmap", b"\0\0\0\0")
        count = struct.unpack_from(">H", self._cmap, 2)[0]
        self.maps = tuple(struct.unpack_from(">HH", self._cmap, 4 + 8 * at) for at in range(count))

    def width(self, glyph: int) -> float:
        """Return how far a glyph moves on, in thousandths of the size."""
        return float(self._advances[min(glyph, self._metrics - 1)] * 1000 / self._units)

    def glyphs_by_code(self) -> dict[int, int]:
        """Return the glyph of each code of a symbolic font: formats 0, 4 and 6, (3, 0) by its low byte."""
        glyphs: dict[int, int] = {}
        try:
            for at in range(len(self.maps)):
                glyphs |= dict(_map(self._cmap, struct.unpack_from(">L", self._cmap, 4 + 8 * at + 4)[0]))
        except (struct.error, IndexError) as error:
            raise Unreadable("a code map of the font inside the file is cut short") from error
        return glyphs


def _tables(program: bytes) -> dict[str, bytes]:
    found = {}
    for at in range(struct.unpack_from(">H", program, 4)[0]):
        tag, _, offset, length = struct.unpack_from(">4sLLL", program, 12 + 16 * at)
        found[tag.decode("latin-1")] = program[offset : offset + length]
    return found


def _map(cmap: bytes, offset: int) -> Iterator[tuple[int, int]]:
    form = struct.unpack_from(">H", cmap, offset)[0]
    if form == 0:
        yield from enumerate(cmap[offset + 6 : offset + 262])
    elif form == 6:
        first, count = struct.unpack_from(">HH", cmap, offset + 6)
        yield from enumerate(struct.unpack_from(f">{count}H", cmap, offset + 10), first)
    elif form == 4:
        for code, glyph in _segments(cmap, offset):
            yield code & 0xFF, glyph


def _segments(cmap: bytes, offset: int) -> Iterator[tuple[int, int]]:
    count = struct.unpack_from(">H", cmap, offset + 6)[0] // 2
    ends = struct.unpack_from(f">{count}H", cmap, offset + 14)
    starts = struct.unpack_from(f">{count}H", cmap, offset + 16 + 2 * count)
    deltas = struct.unpack_from(f">{count}H", cmap, offset + 16 + 4 * count)
    places = offset + 16 + 6 * count
    shifts = struct.unpack_from(f">{count}H", cmap, places)
    for at, (start, end, delta, shift) in enumerate(zip(starts, ends, deltas, shifts, strict=True)):
        for code in range(start, min(end, 0xFFFE) + 1):
            if shift:
                glyph = struct.unpack_from(">H", cmap, places + 2 * at + shift + 2 * (code - start))[0]
                glyph = (glyph + delta) & 0xFFFF if glyph else 0
            else:
                glyph = (code + delta) & 0xFFFF
            yield code, glyph
