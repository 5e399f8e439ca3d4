"""Content to file: drawn once beside the target, checked, sealed and renamed there, so that no half report exists."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from cbm_tracker import __version__
from cbm_tracker.reports import fonts
from cbm_tracker.reports.blocks import draw_section
from cbm_tracker.reports.colophon import draw_colophon
from cbm_tracker.reports.conformance.checks import refuse_faulty
from cbm_tracker.reports.content import PARTS_IN_A_BEAT, ReportContent
from cbm_tracker.reports.cover import draw_cover
from cbm_tracker.reports.data import cell_texts, data_files, numbered_tables
from cbm_tracker.reports.facing import draw_facing
from cbm_tracker.reports.house_style import CELL, COLOUR, GREY, PAPERS
from cbm_tracker.reports.pdfa.canvas import TaggedCanvas
from cbm_tracker.reports.pdfa.metadata import Attachment, Description
from cbm_tracker.reports.seal import seal
from cbm_tracker.reports.sheet import Running, Sheet
from cbm_tracker.whole_file import appearing

Step = Callable[[int, int, str], None]
_ROWS_IN_A_BEAT = 500


@dataclass(frozen=True)
class PdfResult:
    """A written report: its pages, the SHA-256 (hexadecimal) of the file, and its fingerprint."""

    path: Path
    pages: int
    sha256: str
    fingerprint: str


def write_pdf(
    content: ReportContent, path: Path, step: Step, *, paper: str = "A4", grey: bool = False,
) -> PdfResult:
    """Write a report, checked and sealed; the same content gives the same bytes.

    Args:
        step: told (page, 0, what is done), for nobody knows the last page before it is drawn; may raise Cancelled, and then
            nothing is left behind.
    Raises:
        ReportFailed: a character no font has, and then it names the record; or the file departs from PDF/A-3a or PDF/UA-1.
        NotWritable: the place cannot be written, or the disk is full.
    """
    fonts.register()

    def beat() -> None:
        step(0, 0, "Counting the fingerprint")

    _check_records(content, beat)
    fingerprint = content.fingerprint(beat)
    short = f"{fingerprint[:4]} {fingerprint[4:8]}".upper()
    with appearing(path) as part:
        with part.open("wb") as file:
            canvas = TaggedCanvas(file, _description(content, fingerprint), _attachments(content, beat))
            sheet = Sheet(
                canvas, _running(content, short), PAPERS[paper], GREY if grey else COLOUR, content.language, content.words,
                on_page=lambda page: step(page, 0, "Drawing pages"),
            )
            _draw(sheet, content, fingerprint, short)
            sheet.finish()
        seal(part)
        refuse_faulty(part, lambda: step(sheet.page, 0, "Checking the file"))
        return PdfResult(path, sheet.page, _sha256(part), fingerprint)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _check_records(content: ReportContent, beat: Callable[[], None]) -> None:
    """Look through the rows of the tables first: they name the record whose text no font can show, headlines do not."""
    for _, table in (each for edition in content.editions() for each in numbered_tables(edition)):
        for at, row in enumerate(table.rows):
            if at % _ROWS_IN_A_BEAT == 0:
                beat()
            if row.source:
                for cell in row.cells:
                    for text in cell_texts(cell):
                        fonts.check_covered(fonts.plain(text), CELL.font, row.source)


def _description(content: ReportContent, fingerprint: str) -> Description:
    return Description(
        title=fonts.with_plain_blanks(f"{content.title}, {content.cover.period}"),
        author=content.cover.owner or "CBM Tracker",
        subject=content.words.subject.format(number=content.number, instant=f"{content.at:%Y-%m-%dT%H:%M:%SZ}"),
        keywords=content.words.keywords.format(fingerprint=fingerprint),
        creator=f"CBM Tracker {__version__}", producer=f"CBM Tracker {__version__}", language=content.language, at=content.at,
    )


def _attachments(content: ReportContent, beat: Callable[[], None]) -> tuple[Attachment, ...]:
    return tuple(Attachment(file.name, _pouring(file.parts, beat), file.mime, file.says) for file in data_files(content))


def _pouring(parts: Callable[[], Iterable[bytes]], beat: Callable[[], None]) -> Callable[[Callable[[bytes], None]], None]:
    def pour(take: Callable[[bytes], None]) -> None:
        for at, part in enumerate(parts()):
            if at % PARTS_IN_A_BEAT == 0:
                beat()
            take(part)

    return pour


def _running(content: ReportContent, short: str) -> Running:
    title = content.with_number(content.running_title)
    return Running(title, content.marking, short, content.exercise, content.header, content.footer)


def _draw(sheet: Sheet, content: ReportContent, fingerprint: str, short: str) -> None:
    editions = content.editions()
    if len(editions) == 1:
        _draw_alone(sheet, content, fingerprint)
        return
    runnings = [_running(edition, short) for edition in editions]
    draw_facing(sheet, editions, runnings, lambda edition, part: _draw_part(sheet, edition, part, fingerprint))


def _draw_alone(sheet: Sheet, content: ReportContent, fingerprint: str) -> None:
    y = 0.0
    for part in range(len(content.sections) + 2):
        y = _draw_part(sheet, content, part, fingerprint, y)


def _draw_part(sheet: Sheet, content: ReportContent, part: int, fingerprint: str, below: float = 0.0) -> float:
    """Draw the cover (part 0), a section, or how to check the report (the last part); returns where it ends on its page."""
    if part == 0:
        draw_cover(sheet, content, fingerprint)
        return 0.0
    last = len(content.sections) + 1
    if part == last:
        draw_colophon(sheet, str(last), content, fingerprint, below)
        return 0.0
    titles = (*((str(at), section.title) for at, section in enumerate(content.sections, 1)), (str(last), content.words.check))
    return draw_section(sheet, str(part), content.sections[part - 1], titles, below)
