"""The last section: how a reader can tell that nothing was altered, and what must be known to read the figures."""

from __future__ import annotations

from cbm_tracker import __version__
from cbm_tracker.reports.content import ReportContent
from cbm_tracker.reports.cover import fingerprint_block
from cbm_tracker.reports.data import JSON_NAME
from cbm_tracker.reports.house_style import BODY, CELL, LABEL_STRONG, LINE, MAIN, QUARTER, SIDE
from cbm_tracker.reports.pdfa.structure import LABELLED, NUMBERED
from cbm_tracker.reports.sheet import EXERCISE, Sheet

COLOPHON = "How to check this report"


def draw_colophon(sheet: Sheet, number: str, content: ReportContent, fingerprint: str, below: float) -> None:
    """Draw the section in which a reader is told how to check the report; `below`: where the one before ended."""
    with sheet.element("Sect"):
        y = sheet.section(number, COLOPHON, below=below) - LINE
        y = _steps(sheet, y) - LINE
        sheet.line(sheet.left, y, sheet.right, 0.5)
        with sheet.element("P"):
            sheet.paragraph(sheet.left, y - QUARTER, SIDE, "Fingerprint of the data\n(SHA-256)", LABEL_STRONG, tag="", blank=True)
            y = fingerprint_block(sheet, sheet.main, y - QUARTER, fingerprint) - 2 * QUARTER
        y = _labelled(sheet, y, _entries(content), MAIN)
        sheet.line(sheet.left, y, sheet.right, 0.9)


def _steps(sheet: Sheet, y: float) -> float:
    steps = (
        "Compare the fingerprint below with the one on the cover. Its first two groups stand at the foot of every page.",
        "Ask the issuing State for the fingerprint of this number, by another channel than the one that brought the report.",
        f"The data of this report lies in it as a file, {JSON_NAME}. The fingerprint is the SHA-256 of that file: any program that "
        "takes files out of a PDF, and any that counts a SHA-256, will do. Where page and file differ, the file prevails.",
        "If anything differs, do not use the report. Ask for a new copy by note verbale.",
    )
    with sheet.element("L", NUMBERED):
        for place, text in enumerate(steps, 1):
            with sheet.element("LI"):
                with sheet.element("Lbl"):
                    sheet.text(sheet.main, y - 10, f"{place}", BODY, colour=sheet.palette.blue, blank=True)
                y = sheet.paragraph(sheet.main + 14, y, MAIN - 14, text, tag="LBody") - QUARTER
    return y


def _labelled(sheet: Sheet, y: float, entries: tuple[tuple[str, str], ...], room: float) -> float:
    """Draw what is known under a name each: the names in the side column, a hairline above each pair."""
    with sheet.element("L", LABELLED):
        for head, text in entries:
            sheet.line(sheet.left, y, sheet.right, 0.35, sheet.palette.rule)
            with sheet.element("LI"):
                with sheet.element("Lbl"):
                    low = sheet.side_head(y - QUARTER, head, LABEL_STRONG, CELL, tag="")
                y = min(sheet.paragraph(sheet.main, y - QUARTER, room, text, CELL, tag="LBody"), low) - QUARTER
    return y


def _entries(content: ReportContent) -> tuple[tuple[str, str], ...]:
    return (
        ("Data note", "Times are in UTC, dates in the Gregorian calendar. A date of which the day or month is not known is printed "
                      "as far as it is known; nothing is invented to fill it. 0 is a figure, – means that nothing is stated."),
        ("States", "Names follow the short forms of the Unicode Common Locale Data Repository. That a name is listed says nothing "
                   "about the status of what it names."),
        ("Corrections", "A correction is issued as a new report with a new number."),
        ("Handling", _handling(content)),
        ("Typeface", "Source Serif 4 and Source Sans 3, embedded."),
        ("Built to", "PDF/A-3a (ISO 19005-3) and PDF/UA-1 (ISO 14289-1)."),
        ("Made with", f"CBM Tracker {__version__}"),
    )


def _handling(content: ReportContent) -> str:
    marking = "" if content.exercise and content.marking.upper() == EXERCISE else content.marking
    if content.exercise:
        return f"EXERCISE: from a rehearsal register; what it holds is invented. {marking}".strip()
    return marking or "No marking."
