"""The cover: whose report, of what period, over which measures, and its fingerprint."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from cbm_tracker.reports import charts
from cbm_tracker.reports.content import ReportContent
from cbm_tracker.reports.emblem import PixelEmblem, read_emblem
from cbm_tracker.reports.house_style import (
    CELL,
    CELL_STRONG,
    DISPLAY,
    GREY,
    HEAD,
    LABEL_STRONG,
    LEAD,
    LINE,
    MAIN,
    QUARTER,
    SIDE,
    TITLE,
    mm,
    span,
)
from cbm_tracker.reports.pdfa.structure import LABELLED
from cbm_tracker.reports.sheet import Sheet

_EMBLEM = 18 * mm  # its height
_SOURCE = "the words of the cover"


def draw_cover(sheet: Sheet, content: ReportContent, fingerprint: str) -> None:
    sheet.start_page(running=False)
    sheet.c.bookmark(content.words.cover, 0, sheet.paper.height)
    sheet.source = _SOURCE
    with sheet.part():
        _title(sheet, content)
        _facts(sheet, content, fingerprint)
    sheet.source = ""


def _title(sheet: Sheet, content: ReportContent) -> None:
    cover = content.cover
    top = sheet.paper.height - 22 * mm
    sheet.line(sheet.left, top, sheet.left + SIDE, 2.2, sheet.palette.blue)
    sheet.line(sheet.main, top + 0.85, sheet.right, 0.5)
    below = _emblem(sheet, content, top - QUARTER) if content.emblem else top - QUARTER
    if cover.owner or cover.office:
        with sheet.element("P"):
            sheet.paragraph(sheet.left, below, SIDE, cover.owner, HEAD, tag="", blank=True)
            sheet.paragraph(sheet.main, top - QUARTER, span(5), cover.office, HEAD, tag="")
    sheet.marking_box(sheet.right, top - 13)

    y = sheet.paper.height - 78 * mm
    y = sheet.paragraph(sheet.main, y, MAIN, cover.title, DISPLAY, tag="H1")
    y = sheet.paragraph(sheet.main, y - LINE, MAIN, cover.period, TITLE, sheet.palette.blue)
    y = sheet.paragraph(sheet.main, y - LINE, span(8), cover.scope, LEAD)
    if cover.chart is not None:
        y -= 2 * LINE
        with sheet.figure(charts.words_of_chart(sheet, cover.chart), sheet.main, y, MAIN, charts.column_chart_height(cover.chart)):
            charts.column_chart(sheet, sheet.main, y, MAIN, cover.chart)
    elif cover.names:
        y -= 2.5 * LINE
        with sheet.figure(charts.words_of_strip(sheet, cover), sheet.main, y, MAIN, charts.period_strip_height(cover)):
            charts.period_strip(sheet, sheet.main, y, MAIN, cover)


def _emblem(sheet: Sheet, content: ReportContent, top: float) -> float:
    """Draw the emblem in the side column; returns where the name of the State may hang."""
    emblem = read_emblem(content.emblem, _EMBLEM, SIDE, grey=sheet.palette is GREY)
    says = sheet.words.emblem.format(owner=content.cover.owner) if content.cover.owner else content.cover.office or content.title
    low = top - emblem.height
    with sheet.figure(says, sheet.left, top, emblem.width, emblem.height):
        if isinstance(emblem, PixelEmblem):
            sheet.c.image(sheet.left, low, emblem.width, emblem.height, emblem.columns, emblem.rows, emblem.rgb)
        else:
            for path in emblem.paths:
                sheet.c.paths(sheet.left, low, path.operators, path.fill, path.stroke, path.weight, even_odd=path.even_odd)
    return low - QUARTER


def _facts(sheet: Sheet, content: ReportContent, fingerprint: str) -> None:
    """Draw what is to be known of the report, from the foot of the page up; its pages are told when they are counted."""

    def told(pages: str) -> tuple[tuple[str, str], ...]:
        return tuple((name, content.with_number(value).replace("{pages}", pages)) for name, value in content.cover.facts)

    facts = told("000")
    heights = [sheet.height(value, CELL, span(8)) + 2 * QUARTER for _, value in facts]
    top = 26 * mm + 24 + 3 * QUARTER + sum(heights)
    foot = top - sum(heights)
    for y in accumulate(heights, lambda y, height: y - height, initial=top):
        sheet.line(sheet.left, y, sheet.right, 0.35, sheet.palette.rule)
    with sheet.element("L", LABELLED):
        language = sheet.language
        sheet.c.later(lambda: _entries(sheet, top, told(str(sheet.page)), heights, language))
    with sheet.element("P"):
        sheet.paragraph(sheet.left, foot - QUARTER, SIDE, sheet.words.fingerprint_of_data, LABEL_STRONG, tag="", blank=True)
        y = fingerprint_block(sheet, sheet.main, foot - QUARTER, fingerprint)
    sheet.line(sheet.left, y - QUARTER, sheet.right, 0.9)


def _entries(sheet: Sheet, y: float, facts: Sequence[tuple[str, str]], heights: Sequence[float], language: str) -> None:
    sheet.source, sheet.language = _SOURCE, language
    for (name, value), height in zip(facts, heights, strict=True):
        with sheet.element("LI"):
            with sheet.element("Lbl"):
                sheet.side_head(y - QUARTER, name, LABEL_STRONG, CELL, tag="")
            sheet.paragraph(sheet.main, y - QUARTER, span(8), value, CELL, tag="LBody")
        y -= height
    sheet.source = ""


def fingerprint_block(sheet: Sheet, x: float, top: float, fingerprint: str) -> float:
    """Sixteen groups of four on two lines: read aloud, compared by eye. The first two groups are the short form."""
    groups = [fingerprint[at : at + 4].upper() for at in range(0, 64, 4)]
    step = span(9) / 9
    for row in range(2):
        for place, text in enumerate(groups[row * 8 : row * 8 + 8]):
            style = CELL_STRONG if row == 0 and place < 2 else CELL
            sheet.text(x + place * step, top - 9 - row * 12, text, style, blank=True)
    return top - 24
