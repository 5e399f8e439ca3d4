"""Text with marked parts on the sheet: strong words, other languages, links, footnotes; over as many pages as it needs."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

from cbm_tracker.reports import fonts, scripts
from cbm_tracker.reports.content import Run, Text
from cbm_tracker.reports.house_style import BODY, LABEL, TextStyle
from cbm_tracker.reports.pdfa.structure import Element
from cbm_tracker.reports.sheet import Sheet

_RAISED = 3.2  # points, of the sign of a footnote


@dataclass(frozen=True)
class Piece:
    """What is drawn at once: part of a run, or the sign of its footnote."""

    text: str
    style: TextStyle
    run: Run
    sign: bool = False


Line = tuple[Piece, ...]


def runs_of(text: Text) -> tuple[Run, ...]:
    """Return a text as its runs; plain text is one."""
    return (Run(text),) if isinstance(text, str) else text


def set_text(text: Text, style: TextStyle, room: float, language: str, first_note: int = 1) -> list[Line]:
    """Break a text into lines of this width; its footnotes are numbered from `first_note` on."""
    lines: list[Line] = []
    line: list[Piece] = []
    used = 0.0
    for word in _words(text, style, first_note):
        if word is None:
            lines.append(tuple(line))
            line, used = [], 0.0
            continue
        wide = sum(fonts.width(piece.text, piece.style) for piece in word)
        gap = fonts.width(" ", word[0].style) if line else 0.0
        if line and used + gap + wide > room:
            lines.append(tuple(line))
            line, used, gap = [], 0.0, 0.0
        if wide > room:
            *broken, word = _broken(word, room, language)
            lines.extend(broken)
            wide = sum(fonts.width(piece.text, piece.style) for piece in word)
        if gap:
            first = dataclasses.replace(word[0], text=f" {word[0].text}")
            word = (first, *word[1:])
        line.extend(word)
        used += gap + wide
    lines.append(tuple(line))
    return [_joined(each) for each in lines]


def _words(text: Text, style: TextStyle, first_note: int) -> Iterator[Line | None]:
    """Yield what stays together on a line; None where a line ends in any case."""
    number = first_note
    word: list[Piece] = []
    for run in runs_of(text):
        shown = dataclasses.replace(style, font=f"{style.font}-Semi") if run.strong and not style.font.endswith("-Semi") else style
        for at, paragraph in enumerate(run.text.replace("\r\n", "\n").split("\n")):
            if at:
                yield tuple(word) if word else (Piece("", shown, run),)
                yield None
                word = []
            for place, part in enumerate(fonts.plain(paragraph).split(" ")):
                if place and word:
                    yield tuple(word)
                    word = []
                for piece_at, piece in enumerate(scripts.pieces(part)):
                    if piece_at and word:
                        yield tuple(word)
                        word = []
                    word.append(Piece(piece, shown, run))
        if run.note:
            word.append(Piece(f"{number}", LABEL, run, sign=True))
            number += 1
    if word:
        yield tuple(word)


def _broken(word: Line, room: float, language: str) -> list[Line]:
    """Part a word that is longer than a line."""
    return [(dataclasses.replace(piece, text=part),) for piece in word for part in fonts.wrap(piece.text, piece.style, room, language)]


def _joined(line: Line) -> Line:
    """Put the words of one run together again."""
    joined: list[Piece] = []
    for piece in line:
        if joined and joined[-1].run is piece.run and not piece.sign and not joined[-1].sign:
            joined[-1] = dataclasses.replace(piece, text=joined[-1].text + piece.text)
        elif piece.text:
            joined.append(piece)
    return tuple(joined)


def flow(
    sheet: Sheet, x: float, y: float, room: float, text: Text, new_page: Callable[[], float], style: TextStyle = BODY
) -> float:
    """Draw a text in the element that is open, on further pages where it does not fit; returns where the next thing may hang.

    A line stands on the page that has room for its footnotes too.
    """
    lines = set_text(text, style, room, sheet.language, sheet.notes_told + 1)
    for at, line in enumerate(lines):
        notes = [piece.run for piece in line if piece.sign]
        if y - style.leading - sum(sheet.note_height(run.note) for run in notes) < sheet.bottom:
            y = new_page()
        follows = at + 1 < len(lines) and scripts.blank_between(_text(line), _text(lines[at + 1]))
        _draw(sheet, x, y - style.size, line, follows)
        y -= style.leading
    return y


def height(text: Text, style: TextStyle, room: float, language: str) -> float:
    """Return how high a text is, without its footnotes."""
    return len(set_text(text, style, room, language)) * style.leading


def _text(line: Sequence[Piece]) -> str:
    return "".join(piece.text for piece in line)


def _draw(sheet: Sheet, x: float, baseline: float, line: Line, follows: bool) -> None:
    for at, piece in enumerate(line):
        last = at == len(line) - 1
        if piece.sign:
            sheet.note(x, baseline + _RAISED, piece.text, piece.run.note)
            if last and follows:
                sheet.text(x + fonts.width(piece.text, piece.style), baseline, " ", piece.style)
        else:
            with _around(sheet, piece, x, baseline):
                sheet.text(x, baseline, piece.text, piece.style, blank=last and follows)
        x += fonts.width(piece.text, piece.style)


def _around(sheet: Sheet, piece: Piece, x: float, baseline: float) -> AbstractContextManager[Element | None]:
    run, style = piece.run, piece.style
    if run.link:
        box = (x, baseline - style.leading + style.size, x + fonts.width(piece.text, style), baseline + style.size)
        to = f"#{sheet.goal(run.link[1:])}" if run.link.startswith("#") else run.link
        return sheet.c.link(to, fonts.plain(run.text), box, run.language)
    if run.language and run.language != sheet.language:
        return sheet.element("Span", language=run.language)
    return nullcontext()
