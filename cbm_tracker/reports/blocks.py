"""The blocks of a section, one below the other, each as the elements that it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import assert_never

from cbm_tracker.reports import charts, rich_text
from cbm_tracker.reports.content import ColumnChart, Contents, Figure, Item, KeyFigures, Listing, Marks, Prose, Section, Table
from cbm_tracker.reports.house_style import (
    BODY,
    CAPTION,
    CELL,
    CELL_STRONG,
    FIGURE,
    HEAD,
    LABEL,
    LINE,
    MAIN,
    MEASURE,
    QUARTER,
    SIDE,
    offset,
)
from cbm_tracker.reports.pdfa.structure import DOTTED, NUMBERED
from cbm_tracker.reports.pictures import draw_picture, figure_height
from cbm_tracker.reports.sheet import Sheet
from cbm_tracker.reports.tables import draw_table, height_of_opening

_INDENT = 14.0  # points, of each level of a list
_AT_LEAST = 3 * BODY.leading  # of a text stands on the page where it begins
_ENTRY = 15.75  # height of a line of the contents
Titles = tuple[tuple[str, str], ...]  # number and title of each section


def draw_section(sheet: Sheet, number: str, section: Section, titles: Titles, below: float) -> float:
    """Draw a section; returns where it ends. `below`: where the one before ended on this page."""
    with sheet.part():
        y = sheet.section(number, section.title, section.lead, below, section.id, _opening(sheet, section))
        return _Blocks(sheet, number, section.title, titles).draw(y, section)


def _opening(sheet: Sheet, section: Section) -> float:
    """Return how much room the first block of a section needs to begin."""
    block = next(iter(section.blocks), None)
    if isinstance(block, Table):
        return height_of_opening(sheet, block)
    if isinstance(block, Figure):
        return figure_height(block) + 3 * LINE
    if isinstance(block, ColumnChart):
        return charts.column_chart_height(block) + 3 * LINE
    return _AT_LEAST if block else 0.0


class _Blocks:
    """The blocks of one section, its tables and figures numbered."""

    def __init__(self, sheet: Sheet, number: str, title: str, titles: Titles) -> None:
        self.sheet, self.number, self.title, self.titles = sheet, number, title, titles
        self.tables = self.figures = 0

    def draw(self, y: float, section: Section) -> float:
        for block in section.blocks:
            if isinstance(block, Table):
                y = self.table(y, block)
            elif isinstance(block, KeyFigures):
                y = _key_figures(self.sheet, y - LINE, block)
            elif isinstance(block, Prose):
                y = _prose(self.sheet, y, block, self.new_page)
            elif isinstance(block, Listing):
                y = _listing(self.sheet, y, block, self.new_page)
            elif isinstance(block, Marks):
                y = _marks(self.sheet, y, block)
            elif isinstance(block, Contents):
                y = _contents(self.sheet, y, self.titles)
            elif isinstance(block, ColumnChart):
                y = self.column_chart(y, block)
            elif isinstance(block, Figure):
                y = self.figure(y, block)
            else:
                assert_never(block)
        return y

    def new_page(self) -> float:
        return self.sheet.continued_section(self.number, self.title)

    def table(self, y: float, block: Table) -> float:
        sheet = self.sheet
        self.tables += 1
        if y - height_of_opening(sheet, block) < sheet.bottom:
            y = self.new_page()
        label = sheet.words.table.format(number=f"{self.number}.{self.tables}")
        return draw_table(sheet, y, label, block, self.new_page) - 2 * LINE

    def column_chart(self, y: float, block: ColumnChart) -> float:
        sheet, height = self.sheet, charts.column_chart_height(block)
        y = self.caption(y, block.caption, height)
        with sheet.figure(charts.words_of_chart(sheet, block), sheet.left, y, MEASURE, height):
            y = charts.column_chart(sheet, sheet.left, y, MEASURE, block)
        return sheet.notes(y, block.notes, self.new_page) - 1.5 * LINE

    def figure(self, y: float, block: Figure) -> float:
        sheet, height = self.sheet, figure_height(block)
        y = self.caption(y, block.caption, height)
        with sheet.figure(block.alt, sheet.left, y, MEASURE, height):
            y = draw_picture(sheet, sheet.left, y, block.picture)
        y = sheet.notes(y, block.notes, self.new_page) - 1.5 * LINE
        return y if block.table is None else self.table(y, block.table)

    def caption(self, y: float, caption: str, height: float) -> float:
        """Draw the number and caption of a figure, on a page that has room for all of it."""
        sheet = self.sheet
        self.figures += 1
        if y - height - 3 * LINE < sheet.bottom:
            y = self.new_page()
        label = sheet.words.figure.format(number=f"{self.number}.{self.figures}")
        x = sheet.left + sheet.width(label, CAPTION) + 8
        with sheet.element("P"):
            sheet.text(sheet.left, y - CAPTION.size, label, CAPTION, colour=sheet.palette.blue, blank=True)
            return sheet.paragraph(x, y, sheet.right - x, caption, CAPTION, tag="") - QUARTER


def _key_figures(sheet: Sheet, y: float, block: KeyFigures) -> float:
    lowest = y
    for place, (value, what, where) in enumerate(block.items):
        x = sheet.left + offset(3 * place)
        sheet.line(x, y, x + SIDE, 0.9)
        with sheet.element("P"):
            sheet.text(x, y - 33, sheet.fitted(value, FIGURE, SIDE), FIGURE, blank=True)
            below = sheet.paragraph(x, y - 41, SIDE, what, CELL_STRONG, tag="", blank=True)
            lowest = min(lowest, sheet.paragraph(x, below, SIDE, where, LABEL, sheet.palette.muted, tag=""))
    return lowest - 2 * LINE


def _prose(sheet: Sheet, y: float, block: Prose, new_page: Callable[[], float]) -> float:
    for head, text, source in block.items:
        sheet.source = source
        if y - min(rich_text.height(text, BODY, MAIN, sheet.language), _AT_LEAST) < sheet.bottom:
            y = new_page()
        page, lowest = sheet.page, sheet.side_head(y, head)
        with sheet.element("P"):
            y = rich_text.flow(sheet, sheet.main, y, MAIN, text, new_page)
        y = (min(y, lowest) if sheet.page == page else y) - LINE
    sheet.source = ""
    return y


def _listing(sheet: Sheet, y: float, block: Listing, new_page: Callable[[], float]) -> float:
    if y - _AT_LEAST < sheet.bottom:
        y = new_page()
    page, lowest = sheet.page, sheet.side_head(y, block.head)
    y = _items(sheet, y, 0.0, block.items, block.numbered, new_page)
    sheet.source = ""
    return (min(y, lowest) if sheet.page == page else y) - LINE


def _items(sheet: Sheet, y: float, indent: float, items: Sequence[Item], numbered: bool, new_page: Callable[[], float]) -> float:
    """Draw a list and the lists in it, each level further in; points below numbers have dots."""
    with sheet.element("L", NUMBERED if numbered else DOTTED):
        for at, item in enumerate(items, 1):
            sheet.source = item.source
            if y - BODY.leading < sheet.bottom:
                y = new_page()
            with sheet.element("LI"):
                with sheet.element("Lbl"):
                    sign = f"{at}" if numbered else "•"
                    sheet.text(sheet.main + indent, y - BODY.size, sign, BODY, colour=sheet.palette.blue, blank=True)
                with sheet.element("LBody"):
                    inner = indent + _INDENT
                    with sheet.element("P"):
                        y = rich_text.flow(sheet, sheet.main + inner, y, MAIN - inner, item.text, new_page) - QUARTER
                    if item.items:
                        y = _items(sheet, y, inner, item.items, False, new_page)
    return y


def _marks(sheet: Sheet, y: float, block: Marks) -> float:
    """The signs of the page, each with its word and meaning, in the four columns of the key figures."""
    lowest = y
    for place, (sign, word, meaning) in enumerate(block.items):
        x = sheet.left + offset(3 * place)
        sheet.line(x, y, x + SIDE, 0.9)
        with sheet.element("P"):
            charts.sign(sheet, sign, x, y - 12.5)
            sheet.text(x + 14, y - 12.5, word, CELL_STRONG, blank=True)
            lowest = min(lowest, sheet.paragraph(x, y - 17.5, SIDE, meaning, CELL, tag=""))
    return lowest - 1.5 * LINE


def _contents(sheet: Sheet, y: float, titles: Titles) -> float:
    """Number, title and page of each section, each a link; drawn when all pages are known."""
    sheet.side_head(y, sheet.words.contents, HEAD)
    for at in range(len(titles)):
        sheet.line(sheet.main, y - 10 - at * _ENTRY - 4.4, sheet.right, 0.35, sheet.palette.rule)
    with sheet.element("TOC"):
        language = sheet.language
        sheet.c.later(lambda: _entries(sheet, y, titles, language))
    return y - len(titles) * _ENTRY - 1.5 * LINE


def _entries(sheet: Sheet, y: float, titles: Iterable[tuple[str, str]], language: str) -> None:
    for at, (number, title) in enumerate(titles):
        baseline = y - 10 - at * _ENTRY
        page = f"{sheet.place(sheet.section_pages[language, number])}"
        to = f"#{language}:section-{number}"
        box = (sheet.main, baseline - 4.4, sheet.right, baseline + _ENTRY - 4.4)
        with sheet.element("TOCI"), sheet.element("Reference"), sheet.c.link(to, f"{number} {title}, {page}", box):
            sheet.text(sheet.main, baseline, number, BODY, colour=sheet.palette.blue, blank=True)
            shown = sheet.fitted(title, BODY, MAIN - 16 - sheet.width(page, BODY) - 8)
            sheet.text(sheet.main + 16, baseline, shown, BODY, blank=True)
            sheet.text(sheet.right, baseline, page, BODY, "right")
