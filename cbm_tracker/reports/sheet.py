"""A page being drawn: text and lines on the grid. Everything a report shows passes through here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from reportlab.lib.colors import Color
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from cbm_tracker.reports import fonts
from cbm_tracker.reports.house_style import (
    BODY,
    COLOUR,
    HEAD,
    LABEL,
    LABEL_STRONG,
    LEAD,
    LINE,
    MAIN,
    MAIN_X,
    MARKING,
    MEASURE,
    NOTE,
    QUARTER,
    SIDE,
    TITLE,
    Palette,
    Paper,
    TextStyle,
    offset,
)

EXERCISE = "EXERCISE"


@dataclass(frozen=True)
class Running:
    """What stands in the head and foot of every page; `exercise` marks what comes from a rehearsal register."""

    title: str
    marking: str
    short_fingerprint: str
    exercise: bool = False


class NoCanvas:
    """Takes every drawing command and draws nothing: for counting pages before they are drawn."""

    def __getattr__(self, name: str) -> Callable[..., NoCanvas]:
        return lambda *_args, **_more: self


class Sheet:
    """One page after another. `source` says which record is being drawn, for what goes wrong with it."""

    def __init__(
        self, canvas: Canvas | NoCanvas, running: Running, paper: Paper, palette: Palette = COLOUR, pages: int = 0,
        known_pages: Sequence[int] = (), on_page: Callable[[int], None] | None = None,
    ) -> None:
        self.c: Any = canvas
        self.running, self.paper, self.palette, self.pages = running, paper, palette, pages
        self.known_pages = known_pages  # where each section begins, once that was counted
        self.section_pages: list[int] = []
        self.page = 0
        self.source = ""
        self._on_page = on_page
        self._outline = 0

    @property
    def left(self) -> float:
        return self.paper.left

    @property
    def right(self) -> float:
        return self.paper.left + MEASURE

    @property
    def main(self) -> float:
        return self.paper.left + MAIN_X

    @property
    def top(self) -> float:
        return self.paper.height - self.paper.top

    @property
    def bottom(self) -> float:
        return self.paper.bottom

    # -------------------------------------------------- pages

    def start_page(self, *, running: bool = True) -> None:
        if self.page:
            self.c.showPage()
        self.page += 1
        if self._on_page:
            self._on_page(self.page)
        self.c.setPageSize((self.paper.width, self.paper.height))
        if running:
            y = self.paper.height - 15 * mm
            self.text(self.left, y, self.fitted(self.running.title, LABEL, span_of_title(self)), LABEL, colour=self.palette.muted)
            self.marking_box(self.right, y)
        self._footer()

    def finish(self) -> None:
        self.c.showPage()
        self.c.save()

    def _footer(self) -> None:
        y = 13 * mm
        self.line(self.left, y + 12, self.right, 0.5)
        self.text(self.left, y, self.marking, MARKING)
        self.text(self.main + offset(3), y, f"Fingerprint {self.running.short_fingerprint}", LABEL, colour=self.palette.muted)
        self.text(self.right, y, f"Page {self.page} of {self.pages or '?'}", LABEL_STRONG, "right")

    @property
    def marking(self) -> str:
        """The marking in capitals; what comes from a rehearsal register says EXERCISE first."""
        parts = [EXERCISE] if self.running.exercise else []
        if self.running.marking and self.running.marking.upper() not in parts:
            parts.append(self.running.marking.upper())
        return "  ".join(parts)

    def marking_box(self, right: float, baseline: float) -> None:
        if not self.marking:
            return
        wide = self.width(self.marking, MARKING) + 12
        self.c.setStrokeColor(self.palette.ink)
        self.c.setLineWidth(0.9)
        self.c.rect(right - wide, baseline - 5, wide, 15.5)
        self.text(right - 6, baseline, self.marking, MARKING, "right")

    def bookmark(self, title: str, level: int) -> None:
        """Add an entry to the outline that leads to this page."""
        self._outline += 1
        key = f"part{self._outline}"
        self.c.bookmarkPage(key)
        self.c.addOutlineEntry(title, key, level, closed=level == 0)

    # -------------------------------------------------- text

    def width(self, text: str, style: TextStyle) -> float:
        return fonts.width(text, style)

    def fitted(self, text: str, style: TextStyle, room: float) -> str:
        """Return the text, shortened with … where it is wider than `room`."""
        if self.width(text, style) <= room:
            return text
        if room < self.width("…", style):
            return ""
        while text and self.width(text + "…", style) > room:
            text = text[:-1]
        return text.rstrip() + "…"

    def text(self, x: float, y: float, text: str, style: TextStyle, align: str = "left", colour: Color | None = None) -> None:
        """Draw one line as it is written; nothing in it is markup."""
        text = fonts.plain(text)
        if not text:
            return
        fonts.check_covered(text, style.font, self.source)
        if align == "right":
            x -= self.width(text, style)
        self.c.setFillColor(colour or self.palette.ink)
        for run in fonts.drawn(text, style):
            self.c.setFont(run.font, style.size)
            self.c.drawString(x, y, run.text, charSpace=style.tracking)
            x += fonts.run_width(run, style)

    def lines(
        self, x: float, top: float, lines: Sequence[str], style: TextStyle = BODY, colour: Color | None = None
    ) -> float:
        """Draw lines that hang from `top`; return where the next thing may hang."""
        y = top - style.size
        for line in lines:
            self.text(x, y, line, style, colour=colour)
            y -= style.leading
        return top - len(lines) * style.leading

    def paragraph(
        self, x: float, top: float, room: float, text: str, style: TextStyle = BODY, colour: Color | None = None
    ) -> float:
        return self.lines(x, top, fonts.wrap(text, style, room), style, colour)

    def height(self, text: str, style: TextStyle, room: float) -> float:
        return len(fonts.wrap(text, style, room)) * style.leading

    # -------------------------------------------------- lines

    def line(self, x1: float, y: float, x2: float, weight: float = 0.5, colour: Color | None = None) -> None:
        self.segment(x1, y, x2, y, weight, colour)

    def segment(self, x1: float, y1: float, x2: float, y2: float, weight: float = 0.5, colour: Color | None = None) -> None:
        self.c.setStrokeColor(colour or self.palette.ink)
        self.c.setLineWidth(weight)
        self.c.line(x1, y1, x2, y2)

    def ground(self, x: float, y: float, wide: float, high: float, colour: Color) -> None:
        self.c.setFillColor(colour)
        self.c.rect(x, y, wide, high, stroke=0, fill=1)

    # -------------------------------------------------- parts of a section

    def section(self, number: str, title: str, lead: str = "") -> float:
        """Open a section on a new page: heavy rule over the side column, fine one over the text, number and title below."""
        self.start_page()
        self.section_pages.append(self.page)
        self.bookmark(f"{number}  {title}", 0)
        y = self.top
        self.line(self.left, y, self.left + SIDE, 2.2, self.palette.blue)
        self.line(self.main, y + 0.85, self.right, 0.5)
        self.text(self.left, y - 24.5, number, TITLE, colour=self.palette.blue)
        y = self.paragraph(self.main, y - 24.5 + TITLE.size, MAIN, title, TITLE) - LINE + TITLE.leading - TITLE.size
        if lead:
            y = self.paragraph(self.main, y + 2, MAIN, lead, LEAD) - LINE
        return y

    def continued_section(self, number: str, title: str) -> float:
        """The same two rules, thinner, on every further page of a section."""
        self.start_page()
        y = self.top
        self.line(self.left, y, self.left + SIDE, 1.1, self.palette.blue)
        self.line(self.main, y + 0.3, self.right, 0.5)
        self.text(self.left, y - LINE, number, HEAD, colour=self.palette.blue)
        self.text(self.main, y - LINE, title, HEAD)
        self.text(self.main + self.width(title, HEAD) + 6, y - LINE, "continued", LABEL, colour=self.palette.muted)
        return y - 3 * LINE

    def side_head(self, top: float, text: str, style: TextStyle = HEAD, beside: TextStyle = BODY) -> float:
        """A head in the side column, its first baseline on that of the text beside it."""
        return self.paragraph(self.left, top + style.size - beside.size, SIDE, text, style)

    def notes(self, top: float, notes: Sequence[str]) -> float:
        y = top - QUARTER
        for note in notes:
            y = self.paragraph(self.left, y, MEASURE, note, NOTE, self.palette.muted)
        return y


def span_of_title(sheet: Sheet) -> float:
    """What the running title may take beside the marking."""
    return MEASURE - sheet.width(sheet.marking, MARKING) - 30
