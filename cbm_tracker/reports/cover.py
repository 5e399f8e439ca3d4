"""The cover: whose report, of what period, over which measures, and its fingerprint."""

from __future__ import annotations

from reportlab.lib.units import mm

from cbm_tracker.reports import charts
from cbm_tracker.reports.content import ReportContent
from cbm_tracker.reports.house_style import (
    CELL,
    CELL_STRONG,
    DISPLAY,
    HEAD,
    LABEL_STRONG,
    LEAD,
    LINE,
    MAIN,
    QUARTER,
    SIDE,
    TITLE,
    span,
)
from cbm_tracker.reports.sheet import Sheet


def draw_cover(sheet: Sheet, content: ReportContent, fingerprint: str) -> None:
    cover = content.cover
    sheet.start_page(running=False)
    sheet.bookmark("Cover", 0)
    sheet.source = "the words of the cover"
    top = sheet.paper.height - 22 * mm
    sheet.line(sheet.left, top, sheet.left + SIDE, 2.2, sheet.palette.blue)
    sheet.line(sheet.main, top + 0.85, sheet.right, 0.5)
    sheet.paragraph(sheet.left, top - QUARTER, SIDE, cover.owner, HEAD)
    sheet.paragraph(sheet.main, top - QUARTER, span(5), cover.office, HEAD)
    sheet.marking_box(sheet.right, top - 13)

    y = sheet.paper.height - 78 * mm
    y = sheet.paragraph(sheet.main, y, MAIN, cover.title, DISPLAY)
    y = sheet.paragraph(sheet.main, y - LINE, MAIN, cover.period, TITLE, sheet.palette.blue)
    y = sheet.paragraph(sheet.main, y - LINE, span(8), cover.scope, LEAD)
    if cover.chart is not None:
        charts.column_chart(sheet, sheet.main, y - 2 * LINE, MAIN, cover.chart)
    elif cover.names:
        charts.period_strip(sheet, sheet.main, y - 2.5 * LINE, MAIN, cover)

    facts = [(name, content.with_number(value).replace("{pages}", str(sheet.pages or "?"))) for name, value in cover.facts]
    heights = [sheet.height(value, CELL, span(8)) + 2 * QUARTER for _, value in facts]
    y = 26 * mm + 24 + 3 * QUARTER + sum(heights)
    for name, value in facts:
        sheet.line(sheet.left, y, sheet.right, 0.35, sheet.palette.rule)
        sheet.side_head(y - QUARTER, name, LABEL_STRONG, CELL)
        y = sheet.paragraph(sheet.main, y - QUARTER, span(8), value, CELL) - QUARTER
    sheet.line(sheet.left, y, sheet.right, 0.35, sheet.palette.rule)
    sheet.paragraph(sheet.left, y - QUARTER, SIDE, "Fingerprint of the data\n(SHA-256)", LABEL_STRONG)
    y = fingerprint_block(sheet, sheet.main, y - QUARTER, fingerprint)
    sheet.source = ""
    sheet.line(sheet.left, y - QUARTER, sheet.right, 0.9)


def fingerprint_block(sheet: Sheet, x: float, top: float, fingerprint: str) -> float:
    """Sixteen groups of four on two lines: read aloud, compared by eye. The first two groups are the short form."""
    groups = [fingerprint[at : at + 4].upper() for at in range(0, 64, 4)]
    step = span(9) / 9
    for row in range(2):
        for place, text in enumerate(groups[row * 8 : row * 8 + 8]):
            style = CELL_STRONG if row == 0 and place < 2 else CELL
            sheet.text(x + place * step, top - 9 - row * 12, text, style)
    return top - 24
