"""A page being drawn: text and lines on the grid. Everything a report shows passes through here, and is tagged or an artifact."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

from cbm_tracker.reports import fonts, scripts
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
    Colour,
    Palette,
    Paper,
    TextStyle,
    mm,
    offset,
)
from cbm_tracker.reports.pdfa.canvas import TaggedCanvas
from cbm_tracker.reports.pdfa.structure import Element, text_string
from cbm_tracker.reports.words import Words

EXERCISE = "EXERCISE"
_SIGN = 14.0  # points, for the sign of a footnote
_TITLE = 4 * LINE  # of a section, with what is left free around it
_SHARED = 0.4  # of a page must be left for a section to begin below another


@dataclass(frozen=True)
class Running:
    """What stands in the head and foot of every page; `exercise` marks what comes from a rehearsal register."""

    title: str
    marking: str
    short_fingerprint: str
    exercise: bool = False
    header: str = ""  # beside the title
    footer: str = ""  # below the line of the foot


class Sheet:
    """One page after another. `source` says which record is being drawn, for what goes wrong with it.

    Text belongs to the element around it; lines and grounds are artifacts, but for those of a figure.
    """

    def __init__(
        self, canvas: TaggedCanvas, running: Running, paper: Paper, palette: Palette = COLOUR, language: str = "en",
        words: Words | None = None, on_page: Callable[[int], None] | None = None,
    ) -> None:
        self.c = canvas
        self.running, self.paper, self.palette = running, paper, palette
        self.language = self.main_language = language
        self.words = words or Words()
        self.section_pages: dict[tuple[str, str], int] = {}  # where each section begins, by language and number
        self.places: Sequence[int] = ()  # which page of the report each drawn page is, where they are arranged otherwise
        self.page = 0
        self.source = ""
        self._on_page = on_page
        self.notes_told = 0  # footnotes so far, in the whole report
        self._notes: list[tuple[str, str, Element]] = []  # those of this page: sign, text, element
        self._reserved = 0.0  # height that they take
        self._lines: list[tuple[float, float, float, float, float, Colour]] = []

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
        """Where text ends; footnotes stand below it."""
        return self.paper.bottom + self._reserved

    def speak(self, running: Running, language: str, words: Words) -> None:
        """Go on in another language, on a new page."""
        self._finish_page()
        self.running, self.language, self.words = running, language, words

    # -------------------------------------------------- pages

    def start_page(self, *, running: bool = True) -> None:
        self._finish_page()
        self.page += 1
        if self._on_page:
            self._on_page(self.page)
        self.c.start_page(self.paper.width, self.paper.height)
        with self.c.artifact("Pagination"):
            if running:
                y = self.paper.height - 15 * mm
                title = " · ".join(part for part in (self.running.title, self.running.header) if part)
                self.text(self.left, y, self.fitted(title, LABEL, span_of_title(self)), LABEL, colour=self.palette.muted)
                self.marking_box(self.right, y)
            self._footer()

    def arrange(self, order: Sequence[int]) -> None:
        self._finish_page()
        self.c.arrange(order)

    def finish(self) -> None:
        self._finish_page()
        self.c.save()

    def _finish_page(self) -> None:
        if self._notes:
            self._draw_notes()
        if self._lines:
            with self.c.artifact():
                for line in self._lines:
                    self.c.segment(*line)
            self._lines.clear()

    def _footer(self) -> None:
        y = 13 * mm
        self.line(self.left, y + 12, self.right, 0.5)
        self.text(self.left, y, self.marking, MARKING)
        fingerprint = self.words.fingerprint.format(short=self.running.short_fingerprint)
        self.text(self.main + offset(3), y, fingerprint, LABEL, colour=self.palette.muted)
        if self.running.footer:
            self.text(self.left, y - LABEL.leading, self.fitted(self.running.footer, LABEL, MEASURE), LABEL, colour=self.palette.muted)
        page, words = self.page, self.words

        def number() -> None:
            self.text(self.right, y, words.page.format(page=self.place(page), pages=self.page), LABEL_STRONG, "right")

        self.c.footer_later(number)

    def place(self, page: int) -> int:
        """Return which page of the report a drawn page is, once all are drawn."""
        return self.places[page - 1] if self.places else page

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
        with self.c.artifact("Pagination"):
            self.c.rectangle(right - wide, baseline - 5, wide, 15.5, stroke=self.palette.ink, weight=0.9)
            self.text(right - 6, baseline, self.marking, MARKING, "right")

    # -------------------------------------------------- structure

    def element(self, tag: str, attributes: bytes = b"", language: str = "") -> AbstractContextManager[Element]:
        """Everything drawn in the block belongs to a new element, the child of the one around it."""
        return self.c.element(tag, attributes, language)

    def part(self) -> AbstractContextManager[Element]:
        """A section, in its language."""
        return self.element("Sect", language="" if self.language == self.main_language else self.language)

    def target(self, name: str, height: float) -> None:
        """Let links to # and this name, in this language, lead here."""
        self.c.target(self.goal(name), height)

    def goal(self, name: str) -> str:
        return f"{self.language}:{name}"

    def figure(self, alt: str, x: float, top: float, width: float, height: float) -> AbstractContextManager[Element]:
        """A drawing within these bounds, with the words that stand for it."""
        box = f"/A<</O/Layout/Placement/Block/BBox[{x:.2f} {top - height:.2f} {x + width:.2f} {top:.2f}]>>".encode("ascii")
        return self.c.element("Figure", b"/Alt" + text_string(fonts.with_plain_blanks(fonts.plain(alt))) + box)

    def decoration(self) -> AbstractContextManager[None]:
        """What is drawn in the block is not read aloud."""
        return self.c.artifact()

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

    def text(
        self, x: float, y: float, text: str, style: TextStyle, align: str = "left", colour: Colour | None = None, blank: bool = False
    ) -> None:
        """Draw one line as it is written; nothing in it is markup. With `blank`, what is drawn next is another word."""
        text = fonts.plain(text)
        if not text:
            return
        fonts.check_covered(text, style.font, self.source)
        if align == "right":
            x -= self.width(text, style)
        runs = fonts.drawn(text, style)
        last = runs[-1]
        for run in runs:
            shown = f"{run.text} " if blank and run is last else run.text
            self.c.show(x, y, shown, run.font, style.size, colour or self.palette.ink, style.tracking)
            if run is not last:
                x += fonts.run_width(run, style)

    def lines(
        self, x: float, top: float, lines: Sequence[str], style: TextStyle = BODY, colour: Colour | None = None, blank: bool = False
    ) -> float:
        """Draw lines that hang from `top`; return where the next thing may hang. With `blank`, more words follow in the same element."""
        y = top - style.size
        final = len(lines) - 1
        for at, line in enumerate(lines):
            follows = blank if at == final else scripts.blank_between(line, lines[at + 1])
            self.text(x, y, line, style, colour=colour, blank=follows)
            y -= style.leading
        return top - len(lines) * style.leading

    def wrapped(self, text: str, style: TextStyle, room: float, language: str = "") -> list[str]:
        """Break a text into lines; `language` where it is in another one than the page."""
        return fonts.wrap(text, style, room, language or self.language)

    def paragraph(
        self, x: float, top: float, room: float, text: str, style: TextStyle = BODY, colour: Colour | None = None, *, tag: str = "P",
        blank: bool = False,
    ) -> float:
        """Draw a paragraph as an element of its own; with no `tag`, as part of the one around it."""
        lines = self.wrapped(text, style, room)
        if not tag:
            return self.lines(x, top, lines, style, colour, blank)
        with self.element(tag):
            return self.lines(x, top, lines, style, colour)

    def height(self, text: str, style: TextStyle, room: float) -> float:
        return len(self.wrapped(text, style, room)) * style.leading

    # -------------------------------------------------- footnotes

    def note_height(self, text: str) -> float:
        """Return how much of the page a footnote takes, with the rule above the first."""
        return self.height(text, NOTE, MAIN - _SIGN) + (0.0 if self._notes else LINE)

    def note(self, x: float, baseline: float, sign: str, text: str) -> None:
        """Draw the sign of a footnote, that leads to it; its text is drawn when the page is full."""
        self._reserved += self.note_height(text)
        self.notes_told += 1
        box = (x - 1, baseline - 2, x + self.width(sign, LABEL) + 1, baseline + LABEL.size)
        with self.element("Reference"), self.c.link(f"#{self.goal(f'note-{sign}')}", text, box):
            self.text(x, baseline, sign, LABEL, colour=self.palette.blue)
        self._notes.append((sign, text, self.c.new_note(self.goal(f"note-{sign}"))))

    def _draw_notes(self) -> None:
        y = self.bottom - LINE
        self.line(self.main, y + QUARTER, self.main + SIDE, 0.5)
        for sign, text, element in self._notes:
            self.target(f"note-{sign}", y)
            with self.c.inside(element):
                with self.element("Lbl"):
                    self.text(self.main, y - NOTE.size, sign, NOTE, colour=self.palette.blue, blank=True)
                y = self.paragraph(self.main + _SIGN, y, MAIN - _SIGN, text, NOTE, self.palette.muted)
            element.close()
        self._notes.clear()
        self._reserved = 0.0

    # -------------------------------------------------- lines

    def line(self, x1: float, y: float, x2: float, weight: float = 0.5, colour: Colour | None = None) -> None:
        """Draw a rule, once the page is full: all of a page are one artifact."""
        self._lines.append((x1, y, x2, y, weight, colour or self.palette.ink))

    def segment(self, x1: float, y1: float, x2: float, y2: float, weight: float = 0.5, colour: Colour | None = None) -> None:
        """Draw a line of a figure."""
        self.c.segment(x1, y1, x2, y2, weight, colour or self.palette.ink)

    def ground(self, x: float, y: float, wide: float, high: float, colour: Colour) -> None:
        self.c.rectangle(x, y, wide, high, fill=colour)

    # -------------------------------------------------- parts of a section

    def section(
        self, number: str, title: str, lead: str = "", below: float = 0.0, name: str = "", opening: float = 0.0
    ) -> float:
        """Open a section: heavy rule over the side column, fine one over the text, number and title below.

        Args:
            below: where the section before ended; this one begins there if half of the page is left and what opens it fits.
            name: by which links lead to it.
            opening: the height of what must stand with the title.
        """
        y = below - 2 * LINE
        least = max(_SHARED * (self.top - self.bottom), _TITLE + self.height(lead, LEAD, MAIN) + opening)
        if y - self.bottom < least:
            self.start_page()
            y = self.top
        self.section_pages[self.language, number] = self.page
        self.c.bookmark(f"{number}  {title}", 0, y)
        self.target(f"section-{number}", y)
        if name:
            self.target(name, y)
        self.line(self.left, y, self.left + SIDE, 2.2, self.palette.blue)
        self.line(self.main, y + 0.85, self.right, 0.5)
        with self.element("H2"):
            self.text(self.left, y - 24.5, number, TITLE, colour=self.palette.blue, blank=True)
            y = self.paragraph(self.main, y - 24.5 + TITLE.size, MAIN, title, TITLE, tag="") - LINE + TITLE.leading - TITLE.size
        if lead:
            y = self.paragraph(self.main, y + 2, MAIN, lead, LEAD) - LINE
        return y

    def continued_section(self, number: str, title: str) -> float:
        """The same two rules, thinner, on every further page of a section."""
        self.start_page()
        y = self.top
        self.line(self.left, y, self.left + SIDE, 1.1, self.palette.blue)
        self.line(self.main, y + 0.3, self.right, 0.5)
        with self.c.artifact("Pagination"):
            self.text(self.left, y - LINE, number, HEAD, colour=self.palette.blue)
            title = self.fitted(title, HEAD, MAIN - self.width(self.words.continued, LABEL) - 6)
            self.text(self.main, y - LINE, title, HEAD)
            self.text(self.main + self.width(title, HEAD) + 6, y - LINE, self.words.continued, LABEL, colour=self.palette.muted)
        return y - 3 * LINE

    def side_head(self, top: float, text: str, style: TextStyle = HEAD, beside: TextStyle = BODY, tag: str = "H3") -> float:
        """A head in the side column, its first baseline on that of the text beside it."""
        if not text:
            return top
        return self.paragraph(self.left, top + style.size - beside.size, SIDE, text, style, tag=tag)

    def notes(self, top: float, notes: Sequence[str], new_page: Callable[[], float]) -> float:
        """Draw notes below a table or a figure, each on a page that has room for it."""
        y = top - QUARTER
        for note in notes:
            if y - self.height(note, NOTE, MEASURE) < self.bottom - QUARTER:
                y = new_page()
            y = self.paragraph(self.left, y, MEASURE, note, NOTE, self.palette.muted)
        return y


def span_of_title(sheet: Sheet) -> float:
    """What the running title may take beside the marking."""
    return MEASURE - sheet.width(sheet.marking, MARKING) - 30
