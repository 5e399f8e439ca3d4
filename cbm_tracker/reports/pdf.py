"""Content to file: pages counted first, then drawn beside the target and renamed there, so that no half report exists."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, assert_never

from reportlab.pdfgen.canvas import Canvas

from cbm_tracker import __version__
from cbm_tracker.reports import charts, fonts
from cbm_tracker.reports.charts import column_chart, column_chart_height
from cbm_tracker.reports.content import ColumnChart, Contents, Figure, KeyFigures, Marks, Prose, ReportContent, Section, Stacked, Table
from cbm_tracker.reports.cover import draw_cover, fingerprint_block
from cbm_tracker.reports.data import numbered_tables
from cbm_tracker.reports.house_style import (
    BODY,
    CAPTION,
    CELL,
    CELL_STRONG,
    COLOUR,
    FIGURE,
    GREY,
    HEAD,
    LABEL,
    LABEL_STRONG,
    LINE,
    MAIN,
    MEASURE,
    PAPERS,
    QUARTER,
    SIDE,
    offset,
)
from cbm_tracker.reports.pictures import draw_picture, figure_height
from cbm_tracker.reports.seal import seal
from cbm_tracker.reports.sheet import EXERCISE, NoCanvas, Running, Sheet
from cbm_tracker.reports.tables import draw_table, height_of_opening
from cbm_tracker.whole_file import appearing

Step = Callable[[int, int, str], None]
COLOPHON = "How to check this report"


@dataclass(frozen=True)
class PdfResult:
    """A written report: its pages and the SHA-256 (hexadecimal) of the file."""

    path: Path
    pages: int
    sha256: str


def write_pdf(
    content: ReportContent, path: Path, step: Step, *, paper: str = "A4", grey: bool = False,
    before_it_appears: Callable[[PdfResult], None] | None = None,
) -> PdfResult:
    """Write a report; the same content gives the same bytes.

    Args:
        step: told (page, pages, what is done); may raise Cancelled, and then nothing is left behind.
        before_it_appears: told of the finished file just before it takes its place; if it raises, nothing is left behind.
    Raises:
        ReportFailed: a character no font has, or a row higher than a page; names the record.
        NotWritable: the place cannot be written, or the disk is full.
    """
    fonts.register()
    _check_records(content)
    fingerprint = content.fingerprint()
    short = f"{fingerprint[:4]} {fingerprint[4:8]}".upper()
    running = Running(content.with_number(content.running_title), content.marking, short, content.exercise)
    measured = Sheet(NoCanvas(), running, PAPERS[paper], on_page=lambda page: step(page, 0, "Setting pages"))
    _draw(measured, content, fingerprint)
    with appearing(path) as part:
        with part.open("wb") as file:
            settings: dict[str, Any] = {"pageCompression": 1, "invariant": 1, "initialFontName": "Sans", "lang": content.language}
            canvas = Canvas(file, **settings)
            _describe(canvas, content, fingerprint)
            sheet = Sheet(
                canvas, running, PAPERS[paper], GREY if grey else COLOUR, measured.page, measured.section_pages,
                on_page=lambda page: step(page, measured.page, "Drawing pages"),
            )
            _draw(sheet, content, fingerprint)
            sheet.finish()
        seal(part)
        result = PdfResult(path, measured.page, hashlib.sha256(part.read_bytes()).hexdigest())
        if before_it_appears:
            before_it_appears(result)
    return result


def _check_records(content: ReportContent) -> None:
    """Look through the rows of the tables first: they name the record whose text no font can show, headlines do not."""
    for _, table in numbered_tables(content):
        for row in table.rows:
            if row.source:
                for cell in row.cells:
                    texts = (cell.main, cell.below) if isinstance(cell, Stacked) else (cell,) if isinstance(cell, str) else ()
                    for text in texts:
                        fonts.check_covered(fonts.plain(text), CELL.font, row.source)


def _describe(canvas: Canvas, content: ReportContent, fingerprint: str) -> None:
    canvas.setTitle(fonts.with_plain_blanks(f"{content.title}, {content.cover.period}"))
    canvas.setAuthor(content.cover.owner or "CBM Tracker")
    canvas.setSubject(f"Report {content.number}, as of {content.at:%Y-%m-%dT%H:%M:%SZ}")
    canvas.setKeywords(f"confidence-building measures, transparency, fingerprint {fingerprint}")
    canvas.setCreator(f"CBM Tracker {__version__}")
    canvas.setProducer("ReportLab")
    canvas.setDateFormatter(lambda *_: f"D:{content.at:%Y%m%d%H%M%S}Z")  # the instant the report speaks of, not that of printing
    canvas.setViewerPreference("DisplayDocTitle", "true")
    canvas.showOutline()


def _draw(sheet: Sheet, content: ReportContent, fingerprint: str) -> None:
    draw_cover(sheet, content, fingerprint)
    titles = [*(section.title for section in content.sections), COLOPHON]
    for at, section in enumerate(content.sections, 1):
        _section(sheet, str(at), section, titles)
    _colophon(sheet, str(len(content.sections) + 1), content, fingerprint)


def _section(sheet: Sheet, number: str, section: Section, titles: Sequence[str]) -> None:
    y = sheet.section(number, section.title, section.lead)

    def new_page() -> float:
        return sheet.continued_section(number, section.title)

    tables = figures = 0

    def table(y: float, block: Table) -> float:
        nonlocal tables
        tables += 1
        if y - height_of_opening(block, sheet.top - sheet.bottom) < sheet.bottom:
            y = new_page()
        return draw_table(sheet, y, f"Table {number}.{tables}", block, new_page) - 2 * LINE

    def figure_head(y: float, block: ColumnChart | Figure, height: float) -> float:
        """The number and caption of a figure, on a page that has room for all of it."""
        nonlocal figures
        figures += 1
        if y - height - 3 * LINE < sheet.bottom:
            y = new_page()
        label = f"Figure {number}.{figures}"
        sheet.text(sheet.left, y - CAPTION.size, label, CAPTION, colour=sheet.palette.blue)
        sheet.text(sheet.left + sheet.width(label, CAPTION) + 8, y - CAPTION.size, block.caption, CAPTION)
        return y - CAPTION.leading - QUARTER

    for block in section.blocks:
        if isinstance(block, Table):
            y = table(y, block)
        elif isinstance(block, KeyFigures):
            y = _key_figures(sheet, y - LINE, block)
        elif isinstance(block, Prose):
            y = _prose(sheet, y, block, new_page)
        elif isinstance(block, Marks):
            y = _marks(sheet, y, block)
        elif isinstance(block, Contents):
            y = _contents(sheet, y, titles)
        elif isinstance(block, ColumnChart):
            y = column_chart(sheet, sheet.left, figure_head(y, block, column_chart_height(block)), MEASURE, block)
            y = sheet.notes(y, block.notes) - 1.5 * LINE
        elif isinstance(block, Figure):
            y = draw_picture(sheet, sheet.left, figure_head(y, block, figure_height(block)), block.picture)
            y = sheet.notes(y, block.notes) - 1.5 * LINE
            if block.table is not None:
                y = table(y, block.table)
        else:
            assert_never(block)


def _key_figures(sheet: Sheet, y: float, block: KeyFigures) -> float:
    lowest = y
    for place, (value, what, where) in enumerate(block.items):
        x = sheet.left + offset(3 * place)
        sheet.line(x, y, x + SIDE, 0.9)
        sheet.text(x, y - 33, sheet.fitted(value, FIGURE, SIDE), FIGURE)
        below = sheet.paragraph(x, y - 41, SIDE, what, CELL_STRONG)
        lowest = min(lowest, sheet.paragraph(x, below, SIDE, where, LABEL, sheet.palette.muted))
    return lowest - 2 * LINE


def _prose(sheet: Sheet, y: float, block: Prose, new_page: Callable[[], float]) -> float:
    for head, text, source in block.items:
        sheet.source = source
        lines = fonts.wrap(text, BODY, MAIN)
        if y - min(len(lines), 3) * BODY.leading < sheet.bottom:
            y = new_page()
        lowest = sheet.side_head(y, head)
        while lines:
            fits = max(1, int((y - sheet.bottom) / BODY.leading))
            y = sheet.lines(sheet.main, y, lines[:fits], BODY)
            lines = lines[fits:]
            if lines:
                y = new_page()
                lowest = y
        y = min(y, lowest) - LINE
    sheet.source = ""
    return y


def _marks(sheet: Sheet, y: float, block: Marks) -> float:
    """The signs of the page, each with its word and meaning, in the four columns of the key figures."""
    lowest = y
    for place, (sign, word, meaning) in enumerate(block.items):
        x = sheet.left + offset(3 * place)
        sheet.line(x, y, x + SIDE, 0.9)
        charts.sign(sheet, sign, x, y - 12.5)
        sheet.text(x + 14, y - 12.5, word, CELL_STRONG)
        lowest = min(lowest, sheet.paragraph(x, y - 17.5, SIDE, meaning, CELL))
    return lowest - 1.5 * LINE


def _handling(content: ReportContent) -> str:
    marking = "" if content.exercise and content.marking.upper() == EXERCISE else content.marking
    if content.exercise:
        return f"EXERCISE: from a rehearsal register; what it holds is invented. {marking}".strip()
    return marking or "No marking."


def _contents(sheet: Sheet, y: float, titles: Sequence[str]) -> float:
    """Number, title and page of each section; the pages are those of the first pass, which counted them."""
    step = 15.75
    sheet.side_head(y, "Contents", HEAD)
    for at, title in enumerate(titles):
        baseline = y - 10 - at * step
        page = sheet.known_pages[at] if sheet.known_pages else "?"
        sheet.text(sheet.main, baseline, f"{at + 1}", BODY, colour=sheet.palette.blue)
        sheet.text(sheet.main + 16, baseline, title, BODY)
        sheet.text(sheet.right, baseline, f"{page}", BODY, "right")
        sheet.line(sheet.main, baseline - 4.4, sheet.right, 0.35, sheet.palette.rule)
    return y - len(titles) * step - 1.5 * LINE


def _colophon(sheet: Sheet, number: str, content: ReportContent, fingerprint: str) -> None:
    y = sheet.section(number, COLOPHON) - LINE
    steps = (
        "Compare the fingerprint below with the one on the cover. Its first two groups stand at the foot of every page.",
        "Ask the issuing State for the fingerprint of this number, by another channel than the one that brought the report.",
        "If anything differs, do not use the report. Ask for a new copy by note verbale.",
    )
    for place, text in enumerate(steps, 1):
        sheet.text(sheet.main, y - 10, f"{place}", BODY, colour=sheet.palette.blue)
        y = sheet.paragraph(sheet.main + 14, y, MAIN - 14, text) - QUARTER
    y -= LINE
    sheet.line(sheet.left, y, sheet.right, 0.5)
    sheet.paragraph(sheet.left, y - QUARTER, SIDE, "Fingerprint of the data\n(SHA-256)", LABEL_STRONG)
    y = fingerprint_block(sheet, sheet.main, y - QUARTER, fingerprint) - 2 * QUARTER
    entries = (
        ("Data note", "Times are in UTC, dates in the Gregorian calendar. A date of which the day or month is not known is printed "
                      "as far as it is known; nothing is invented to fill it. 0 is a figure, – means that nothing is stated."),
        ("States", "Names follow the short forms of the Unicode Common Locale Data Repository. That a name is listed says nothing "
                   "about the status of what it names."),
        ("Corrections", "A correction is issued as a new report with a new number."),
        ("Handling", _handling(content)),
        ("Typeface", "Source Serif 4 and Source Sans 3, embedded."),
        ("Made with", f"CBM Tracker {__version__}"),
    )
    for head, text in entries:
        sheet.line(sheet.left, y, sheet.right, 0.35, sheet.palette.rule)
        sheet.side_head(y - QUARTER, head, LABEL_STRONG, CELL)
        y = sheet.paragraph(sheet.main, y - QUARTER, MAIN, text, CELL) - QUARTER
    sheet.line(sheet.left, y, sheet.right, 0.9)


