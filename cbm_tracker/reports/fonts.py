"""The embedded faces: registered once, measured quickly, and asked whether they can show a text at all.

How to draw a line: `wrap` breaks a text in the order it is read, `check_covered` refuses what no face can show, and for each line
`drawn(line, style)` gives the runs to draw one after another from left to right, each in its own face. `width` measures the same
runs. A text in one face of its own is one run, itself. Between lines, `scripts.blank_between` says whether a blank was there.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from cbm_tracker.errors import ReportFailed
from cbm_tracker.paths import resource
from cbm_tracker.reports import scripts
from cbm_tracker.reports.house_style import TextStyle

FILES = {
    "Sans": "SourceSans3_400Regular", "Sans-Semi": "SourceSans3_600SemiBold",
    "Serif": "SourceSerif4_400Regular", "Serif-Semi": "SourceSerif4_600SemiBold",
    "Arabic": "NotoSansArabic_400Regular", "Arabic-Semi": "NotoSansArabic_600SemiBold",
    "Armenian": "NotoSansArmenian_400Regular", "Armenian-Semi": "NotoSansArmenian_600SemiBold",
    "Georgian": "NotoSansGeorgian_400Regular", "Georgian-Semi": "NotoSansGeorgian_600SemiBold",
    "Hebrew": "NotoSansHebrew_400Regular", "Hebrew-Semi": "NotoSansHebrew_600SemiBold",
    "Chinese": "NotoSansSC_400Regular", "Korean": "NotoSansKR_400Regular",
}
_NO_BREAK = "\u00a0"
OTHER_SCRIPTS = ("Arabic", "Armenian", "Georgian", "Hebrew", "Chinese", "Korean")


@dataclass(frozen=True)
class DrawnRun:
    """A part of a line in one face, as it is drawn from left to right."""

    font: str
    text: str


@cache
def register() -> None:
    """Make the faces for Latin, Cyrillic and Greek known to ReportLab, once a process; the others come when one is needed."""
    for name in ("Sans", "Sans-Semi", "Serif", "Serif-Semi"):
        _load(name)


@cache
def _load(name: str) -> None:
    pdfmetrics.registerFont(TTFont(name, str(resource("fonts", "report", f"{FILES[name]}.ttf"))))


def chain(font: str) -> tuple[str, ...]:
    """Return the faces that are asked for a character, one after another, the wanted one first."""
    weight = "-Semi" if font.endswith("-Semi") else ""
    return (font, *(f"{name}{weight}" if f"{name}{weight}" in FILES else name for name in OTHER_SCRIPTS))


@lru_cache(maxsize=20_000)
def face_for(character: str, font: str) -> str:
    """Return the first face of the chain that has the character; nothing if none has."""
    return next((name for name in chain(font) if character in covered(name)), "")


@cache
def covered(font: str) -> frozenset[str]:
    """Return the characters a face can show."""
    _load(font)
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
    shown = scripts.joined(text)
    sign = next((character for character in shown if not face_for(character, font)), "") or scripts.unjoinable(shown)
    if not sign:
        return
    name = unicodedata.name(sign, "an unnamed character")
    where = f" in {source}" if source else ""
    raise ReportFailed(
        f"The fonts of the report cannot show “{sign}” (U+{ord(sign):04X}, {name}){where}.",
        "Write it in Latin, Cyrillic or Greek letters, or leave the record out of the report.",
    )


def runs(text: str, font: str) -> tuple[DrawnRun, ...]:
    """Part a text by the faces that show it; an accent stays in the face of its letter, and what no face has in the wanted one."""
    if covered(font).issuperset(text):
        return (DrawnRun(font, text),) if text else ()
    parts: list[tuple[str, str]] = []
    for character in text:
        name = face_for(character, font) or font
        if parts and unicodedata.combining(character) and character in covered(parts[-1][0]):
            name = parts[-1][0]
        if parts and parts[-1][0] == name:
            parts[-1] = (name, parts[-1][1] + character)
        else:
            parts.append((name, character))
    return tuple(DrawnRun(name, part) for name, part in parts)


def drawn(line: str, style: TextStyle) -> tuple[DrawnRun, ...]:
    """Return one line as it is drawn, left to right: each run in its face, Arabic joined, right-to-left parts turned round.

    Never hand in more than a line: a turned text cannot be broken any more.
    """
    return _drawn(line, style.font)


@lru_cache(maxsize=50_000)
def _drawn(line: str, font: str) -> tuple[DrawnRun, ...]:
    if covered(font).issuperset(line):
        return (DrawnRun(font, line),) if line else ()
    return runs(scripts.in_drawn_order(scripts.joined(line)), font)


@lru_cache(maxsize=50_000)
def _word_width(word: str, font: str, size: float) -> float:
    if covered(font).issuperset(word):
        return sum(map(_widths(font).__getitem__, word)) * size / 1000
    return sum(float(pdfmetrics.stringWidth(run.text, run.font, size)) for run in runs(scripts.joined(word), font))


@cache
def _widths(font: str) -> dict[str, float]:
    """Return how wide each character of a face is, in thousandths of its size."""
    _load(font)
    face = pdfmetrics.getFont(font)
    assert isinstance(face, TTFont)
    return {chr(code): float(face.face.charWidths.get(code, face.face.defaultWidth)) for code in face.face.charToGlyph}


def run_width(run: DrawnRun, style: TextStyle) -> float:
    """Return how far the next run of a line stands from the beginning of this one, in points."""
    return float(pdfmetrics.stringWidth(run.text, run.font, style.size)) + style.tracking * len(run.text)


def width(text: str, style: TextStyle) -> float:
    """Return the width of a line in points."""
    return _word_width(text, style.font, style.size) + style.tracking * max(0, len(text) - 1)


def plain(text: str) -> str:
    """Return text as one line can hold it: line ends become blanks, accents join their letters, signs without a shape go.

    The one that stays parts Arabic letters; it goes when the line is drawn.
    """
    if text.isascii() and text.isprintable():
        return text
    text = "".join(" " if character in "\t\r\n\v\f\u2028\u2029\u0085" else character for character in text)
    kept = unicodedata.normalize("NFC", text)
    return "".join(sign for sign in kept if sign == scripts.NON_JOINER or unicodedata.category(sign) != "Cf")


def with_plain_blanks(text: str) -> str:
    """Return text for where nothing is broken into lines, such as the title in a file's properties."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def wrap(text: str, style: TextStyle, room: float, language: str = "") -> list[str]:
    """Break a text at its blanks, Chinese between its signs, and a word longer than a line where it must; its line ends stay.

    Args:
        language: those of `scripts.DICTIONARIES` have a word parted between syllables where it does not fit a line.
    """
    lines: list[str] = []
    for paragraph in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        lines.extend(_wrap_paragraph(plain(paragraph), style, room, language))
    return lines or [""]


def _wrap_paragraph(text: str, style: TextStyle, room: float, language: str) -> Iterator[str]:
    if _word_width(text, style.font, style.size) <= room:
        yield text
        return
    blank = _word_width(" ", style.font, style.size)
    line = ""
    used = 0.0
    for part, after_blank in _parts(text):
        word = part
        wide = _word_width(word, style.font, style.size)
        gap = blank if after_blank else 0.0
        started = bool(used) or bool(line)
        if started and used + gap + wide > room:
            yield line
            line, used, started = "", 0.0, False
        while wide > room:
            head, sign = _fitting(word, style, room, language)
            yield word[:head].removesuffix(_NO_BREAK) + sign
            word = word[head:]
            wide = _word_width(word, style.font, style.size)
        line += f" {word}" if started and after_blank else word
        used += (gap if started else 0.0) + wide
    if line:
        yield line


def _parts(text: str) -> Iterator[tuple[str, bool]]:
    """Yield what stays together on a line, and whether a blank stands before it."""
    for word in text.split(" "):
        for at, piece in enumerate(scripts.pieces(word)):
            yield piece, at == 0


def _fitting(word: str, style: TextStyle, room: float, language: str) -> tuple[int, str]:
    """Return how many characters of a long word fit, and the hyphen where it is parted.

    After - or /, at a no-break space within it (never that of a number), or between syllables; else where the line ends.
    """
    end = 1
    while end < len(word) and _word_width(word[: end + 1], style.font, style.size) <= room:
        end += 1
    for at in range(end, max(end // 2, 1), -1):
        if word[at - 1] in "-/_.,;":
            return at, ""
    for at in range(min(end, len(word) - 2), 0, -1):
        if word[at] == _NO_BREAK and word[at + 1].isalnum() and word[at - 1] != "«":
            return at + 1, ""
    for at in range(end // 2, 2, -1):  # Bosnie-Herzégovine
        if word[at - 1] == "-" and word[at - 2].isalpha() and word[at].isalpha():
            return at, ""
    for at in scripts.syllable_breaks(word, language):
        if at <= end and _word_width(word[:at] + "-", style.font, style.size) <= room:
            return at, "-"
    while end > 1 and unicodedata.combining(word[end]):
        end -= 1
    return end, ""
