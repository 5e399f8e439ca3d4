"""The fonts a document shows text in: embedded, with a way back to Unicode, and without a sign that is an empty box."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

import pikepdf

from cbm_tracker.reports.conformance.fault import Fault

_NOT_UNICODE = frozenset((0, 0xFEFF, 0xFFFE))
_CHARS = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_RANGES = re.compile(rb"beginbfrange(.*?)endbfrange", re.DOTALL)
_PAIR = re.compile(rb"<([0-9A-Fa-f\s]+)>\s*<([0-9A-Fa-f\s]+)>")
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(?:<([0-9A-Fa-f]+)>|\[([^\]]*)\])")


class ShownFonts:
    """Each font of a document with the character codes shown in it."""

    def __init__(self) -> None:
        self._fonts: dict[tuple[int, int], tuple[pikepdf.Object, set[bytes], set[int]]] = {}

    def strings_of(self, font: pikepdf.Object) -> set[bytes]:
        """Return where to add the strings shown in a font."""
        key = font.objgen
        if key not in self._fonts:
            self._fonts[key] = (font, set(), set())
        return self._fonts[key][1]

    def settle(self, strings: set[bytes]) -> None:
        """Turn strings into the codes they hold, so that what is kept grows with the signs, not with the text."""
        for font, held, codes in self._fonts.values():
            if held is strings:
                codes.update(_codes(font, held))
                held.clear()

    def faults(self) -> Iterator[Fault]:
        for font, held, codes in self._fonts.values():
            self.settle(held)
            yield from _faults_of_font(font, codes)


def _codes(font: pikepdf.Object, strings: set[bytes]) -> set[int]:
    if font.get("/Subtype") != "/Type0":
        return set().union(*strings)
    return {string[at] << 8 | string[at + 1] for string in strings for at in range(0, len(string) - 1, 2)}


def _faults_of_font(font: pikepdf.Object, codes: set[int]) -> Iterator[Fault]:
    where = f"font {font.get('/BaseFont', '(unnamed)')}"
    composite = font.get("/Subtype") == "/Type0"
    if composite and font.get("/Encoding") not in ("/Identity-H", "/Identity-V"):
        yield Fault("font encoding", where, "its encoding is not Identity", "ISO 19005-3, 6.2.11.3.3")
        return
    bearer = font["/DescendantFonts"][0] if composite else font
    descriptor = bearer.get("/FontDescriptor")
    program = None
    if descriptor is not None:
        program = next((descriptor[key] for key in ("/FontFile2", "/FontFile3", "/FontFile") if key in descriptor), None)
    if program is None:
        yield Fault("font not embedded", where, "the font is not inside the file", "ISO 19005-3, 6.2.11.4.1")
    if composite and bearer.get("/Subtype") == "/CIDFontType2" and "/CIDToGIDMap" not in bearer:
        yield Fault("font encoding", where, "it lacks the map from codes to glyphs", "ISO 19005-3, 6.2.11.3.2")
    if "/ToUnicode" not in font:
        yield Fault("font without ToUnicode", where, "its codes do not lead back to Unicode", "ISO 19005-3, 6.2.11.7.2")
    else:
        meaning = unicode_of(font["/ToUnicode"].read_bytes())
        if lost := sorted(code for code in codes if code not in meaning):
            yield Fault("sign without Unicode", where, f"the code {lost[0]} is shown and means nothing", "ISO 19005-3, 6.2.11.7.2")
        if bare := sorted(code for code in codes & meaning.keys() if meaning[code] & _NOT_UNICODE or not meaning[code]):
            yield Fault("sign without Unicode", where, f"the code {bare[0]} means no character", "ISO 14289-1, 7.21.7")
        if private := sorted(code for code in codes & meaning.keys() if any(0xE000 <= sign <= 0xF8FF for sign in meaning[code])):
            yield Fault("sign of private use", where, f"the code {private[0]} means a sign of private use", "ISO 19005-3, 6.2.11.7.3")
    if program is not None and descriptor is not None and "/FontFile2" in descriptor:
        yield from _faults_of_glyphs(where, program.read_bytes(), codes, font, bearer if composite else None)
    if not composite:
        yield from _faults_of_widths(where, font, codes)


def _faults_of_widths(where: str, font: pikepdf.Object, codes: set[int]) -> Iterator[Fault]:
    first, widths = int(font.get("/FirstChar", 0)), font.get("/Widths")
    if widths is None or any(not first <= code < first + len(widths) for code in codes):
        yield Fault("font widths", where, "a sign is shown whose width is not given", "ISO 19005-3, 6.2.11.5")


def _faults_of_glyphs(where: str, program: bytes, codes: set[int], font: pikepdf.Object, cid: pikepdf.Object | None) -> Iterator[Fault]:
    tables = _tables(program)
    if "maxp" not in tables or (cid is None and "cmap" not in tables):
        yield Fault("font program", where, "the font inside the file lacks a table", "ISO 19005-3, 6.2.11.4.1")
        return
    count = struct.unpack_from(">H", tables["maxp"], 4)[0]
    if cid is None:
        if "/Encoding" in font:
            return  # the codes lead to glyphs by name; only a symbolic font is looked up here
        glyphs = glyphs_by_code(tables["cmap"])
    else:
        mapped = cid.get("/CIDToGIDMap")
        wide = mapped.read_bytes() if isinstance(mapped, pikepdf.Stream) else None
        glyphs = {code: code if wide is None else int.from_bytes(wide[2 * code : 2 * code + 2], "big") for code in codes}
    if empty := sorted(code for code in codes if not 0 < glyphs.get(code, 0) < count):
        yield Fault("sign without glyph", where, f"the code {empty[0]} shows no glyph", "ISO 19005-3, 6.2.11.8")


def unicode_of(to_unicode: bytes) -> dict[int, set[int]]:
    """Return the characters each code stands for, by a ToUnicode map."""
    meaning: dict[int, set[int]] = {}
    for block in _CHARS.findall(to_unicode):
        for code, text in _PAIR.findall(block):
            meaning[int(code, 16)] = _signs(text)
    for block in _RANGES.findall(to_unicode):
        for low, high, start, listed in _RANGE.findall(block):
            first, last = int(low, 16), int(high, 16)
            texts = re.findall(rb"<([0-9A-Fa-f\s]+)>", listed)
            for step in range(last - first + 1):
                if texts:
                    meaning[first + step] = _signs(texts[step]) if step < len(texts) else set()
                else:
                    meaning[first + step] = {int(start, 16) + step} if len(start) <= 4 else _signs(start)
    return meaning


def _signs(digits: bytes) -> set[int]:
    units = bytes.fromhex(digits.decode("ascii"))
    if len(units) == 1:
        return {units[0]}
    return {ord(sign) for sign in units.decode("utf-16-be", errors="replace")}


def _tables(program: bytes) -> dict[str, bytes]:
    if len(program) < 12:
        return {}
    found = {}
    for at in range(struct.unpack_from(">H", program, 4)[0]):
        tag, _, offset, length = struct.unpack_from(">4sLLL", program, 12 + 16 * at)
        found[tag.decode("latin-1")] = program[offset : offset + length]
    return found


def glyphs_by_code(cmap: bytes) -> dict[int, int]:
    """Return the glyph of each code of a symbolic TrueType font: formats 0, 4 and 6, (3, 0) by its low byte."""
    glyphs: dict[int, int] = {}
    for at in range(struct.unpack_from(">H", cmap, 2)[0]):
        offset = struct.unpack_from(">L", cmap, 4 + 8 * at + 4)[0]
        form = struct.unpack_from(">H", cmap, offset)[0]
        if form == 0:
            glyphs |= dict(enumerate(cmap[offset + 6 : offset + 262]))
        elif form == 6:
            first, count = struct.unpack_from(">HH", cmap, offset + 6)
            glyphs |= dict(enumerate(struct.unpack_from(f">{count}H", cmap, offset + 10), first))
        elif form == 4:
            glyphs |= {code & 0xFF: glyph for code, glyph in _segments(cmap, offset)}
    return glyphs


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
