"""The faces of one document: each text as the bytes that show it, and in the end the glyphs that were used."""

from __future__ import annotations

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont, TTFontFace

from cbm_tracker.reports.pdfa.writer import StreamingDocument

_MOST_KEPT = 50_000
_SYMBOLIC, _NONSYMBOLIC = 4, 32
Shown = tuple[tuple[str, str], ...]  # (name of the font in the document, operand and operator)


class _Subsets:
    """The signs used of one face, up to 256 in each font; ASCII keeps its own codes, and 32 is always the blank."""

    def __init__(self, face: TTFontFace, name: str) -> None:
        self.face, self.name = face, name
        self.places: dict[str, tuple[int, int]] = {}
        self.fonts: list[list[int]] = [[0] * 128]

    def place(self, sign: str) -> tuple[int, int]:
        code = 32 if sign == "\u00a0" else ord(sign)
        if 32 <= code < 127:
            self.fonts[0][code] = code
            where = (0, code)
        else:
            if len(self.fonts[-1]) == 256:
                self.fonts.append([0] * 33)
                self.fonts[-1][32] = 32
            self.fonts[-1].append(code)
            where = (len(self.fonts) - 1, len(self.fonts[-1]) - 1)
        self.places[sign] = where
        return where


class DocumentFaces:
    """What one document shows with the faces registered."""

    def __init__(self) -> None:
        self._subsets: dict[str, _Subsets] = {}
        self._kept: dict[tuple[str, str], Shown] = {}

    def shown(self, font: str, text: str) -> Shown:
        """Return the operators that show a text, font by font."""
        key = (font, text)
        kept = self._kept.get(key)
        if kept is None:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            kept = self._kept[key] = self._encoded(font, text)
        return kept

    def _encoded(self, font: str, text: str) -> Shown:
        subsets = self._subsets.get(font)
        if subsets is None:
            face = pdfmetrics.getFont(font)
            assert isinstance(face, TTFont)
            subsets = self._subsets[font] = _Subsets(face.face, f"F{len(self._subsets)}")
        parts: list[tuple[int, bytearray]] = []
        for sign in text:
            number, code = subsets.places.get(sign) or subsets.place(sign)
            if not parts or parts[-1][0] != number:
                parts.append((number, bytearray()))
            parts[-1][1].append(code)
        return tuple((f"{subsets.name}.{number}", f"({_escaped(codes)})Tj") for number, codes in parts)

    def resources(self, document: StreamingDocument) -> bytes:
        """Write the fonts; returns the entry of the resources that names them."""
        entries = []
        for subsets in self._subsets.values():
            for number, codes in enumerate(subsets.fonts):
                font = _write_font(document, subsets.face, number, codes)
                entries.append(b"/%s.%d %d 0 R" % (subsets.name.encode("ascii"), number, font))
        return b"/Font<<" + b"".join(entries) + b">>"


def _escaped(codes: bytearray) -> str:
    text = codes.decode("latin-1")
    if "\\" in text or "(" in text or ")" in text or "\r" in text:
        text = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)").replace("\r", "\\r")
    return text


def _write_font(document: StreamingDocument, face: TTFontFace, number: int, codes: list[int]) -> int:
    used = [at for at, code in enumerate(codes) if code]
    prefix = "".join(chr(65 + (number // 26**place) % 26) for place in range(5, -1, -1))
    name = b"%s+%s" % (prefix.encode("ascii"), bytes(face.name))
    program = face.makeSubset(codes)
    file = document.add_stream(b"/Length1 %d" % len(program), program)
    descriptor = document.add(
        b"<</Type/FontDescriptor/FontName/%s/Flags %d/FontBBox[%s]/ItalicAngle %d/Ascent %d/Descent %d/CapHeight %d/StemV %d"
        b"/MissingWidth %d/FontFile2 %d 0 R>>" % (
            name, face.flags & ~_NONSYMBOLIC | _SYMBOLIC, " ".join(f"{side:.0f}" for side in face.bbox).encode("ascii"),
            face.italicAngle, face.ascent, face.descent, face.capHeight, face.stemV, face.defaultWidth, file,
        )
    )
    widths = " ".join(f"{face.charWidths.get(code, face.defaultWidth):.10g}" for code in codes).encode("ascii")
    return document.add(
        b"<</Type/Font/Subtype/TrueType/BaseFont/%s/FirstChar 0/LastChar %d/Widths[%s]/FontDescriptor %d 0 R/ToUnicode %d 0 R>>" % (
            name, len(codes) - 1, widths, descriptor, document.add_stream(b"", _to_unicode(codes, used)),
        )
    )


def _to_unicode(codes: list[int], used: list[int]) -> bytes:
    """Which sign each code stands for (ISO 32000-1, 9.10.3)."""
    lines = [
        "/CIDInit/ProcSet findresource begin", "12 dict begin", "begincmap",
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def", "/CMapName/Adobe-Identity-UCS def", "/CMapType 2 def",
        "1 begincodespacerange", "<00><FF>", "endcodespacerange",
    ]
    for first in range(0, len(used), 100):
        part = used[first : first + 100]
        lines.append(f"{len(part)} beginbfchar")
        lines.extend(f"<{at:02X}><{chr(codes[at]).encode('utf-16-be').hex().upper()}>" for at in part)
        lines.append("endbfchar")
    lines += ["endcmap", "CMapName currentdict/CMap defineresource pop", "end", "end"]
    return "\n".join(lines).encode("ascii")
