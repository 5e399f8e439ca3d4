"""The embedded faces: registered once, measured quickly, and asked whether they can show a text at all."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from cbm_tracker.errors import ReportFailed
from cbm_tracker.paths import resource
from cbm_tracker.reports.house_style import TextStyle

FILES = {
    "Sans": "SourceSans3_400Regular", "Sans-Semi": "SourceSans3_600SemiBold",
    "Serif": "SourceSerif4_400Regular", "Serif-Semi": "SourceSerif4_600SemiBold",
}


@cache
def register() -> None:
    """Make the faces known to ReportLab, once a process."""
    for name, file in FILES.items():
        pdfmetrics.registerFont(TTFont(name, str(resource("fonts", "report", f"{file}.ttf"))))


@cache
def covered(font: str) -> frozenset[str]:
    """Return the characters a face can show."""
    face = pdfmetrics.getFont(font)
    assert isinstance(face, TTFont)
    return frozenset(chr(code) for code in face.face.charToGlyph)


def check_covered(text: str, font: str, source: str) -> None:
    """Refuse a text that the face cannot show; a square on paper would be a false statement.

    Raises:
        ReportFailed: names the record (`source`) and the character.
    """
    if covered(font).issuperset(text):
        return
    sign = next(character for character in text if character not in covered(font))
    name = unicodedata.name(sign, "an unnamed character")
    where = f" in {source}" if source else ""
    raise ReportFailed(
        f"The fonts of the report cannot show “{sign}” (U+{ord(sign):04X}, {name}){where}.",
        "Write it in Latin, Cyrillic or Greek letters, or leave the record out of the report.",
    )


@lru_cache(maxsize=200_000)
def _word_width(word: str, font: str, size: float) -> float:
    return float(pdfmetrics.stringWidth(word, font, size))


def width(text: str, style: TextStyle) -> float:
    """Return the width of a line in points."""
    return _word_width(text, style.font, style.size) + style.tracking * max(0, len(text) - 1)


def plain(text: str) -> str:
    """Return text as one line can hold it: line ends become blanks, accents join their letters, signs without a shape go."""
    if text.isascii() and text.isprintable():
        return text
    text = "".join(" " if character in "\t\r\n\v\f\u2028\u2029\u0085" else character for character in text)
    return "".join(character for character in unicodedata.normalize("NFC", text) if unicodedata.category(character) != "Cf")


def with_plain_blanks(text: str) -> str:
    """Return text for where nothing is broken into lines, such as the title in a file's properties."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def wrap(text: str, style: TextStyle, room: float) -> list[str]:
    """Break a text at its blanks, and a word longer than a line where it must; line ends of the text stay."""
    lines: list[str] = []
    for paragraph in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        lines.extend(_wrap_paragraph(plain(paragraph), style, room))
    return lines or [""]


def _wrap_paragraph(text: str, style: TextStyle, room: float) -> Iterator[str]:
    if _word_width(text, style.font, style.size) <= room:
        yield text
        return
    blank = _word_width(" ", style.font, style.size)
    line: list[str] = []
    used = 0.0
    for word in text.split(" "):
        wide = _word_width(word, style.font, style.size)
        if line and used + blank + wide > room:
            yield " ".join(line)
            line, used = [], 0.0
        while wide > room:
            head = _fitting(word, style, room)
            yield word[:head]
            word = word[head:]
            wide = _word_width(word, style.font, style.size)
        used += (blank if line else 0.0) + wide
        line.append(word)
    if line:
        yield " ".join(line)


def _fitting(word: str, style: TextStyle, room: float) -> int:
    """Return how many characters of a long word fit, preferring to break after a sign such as - or /."""
    end = 1
    while end < len(word) and _word_width(word[: end + 1], style.font, style.size) <= room:
        end += 1
    for at in range(end, max(end // 2, 1), -1):
        if word[at - 1] in "-/_.,;":
            return at
    return end
