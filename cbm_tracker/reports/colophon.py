"""The last section: how a reader can tell that nothing was altered, and what must be known to read the figures."""

from __future__ import annotations

from collections.abc import Sequence

from cbm_tracker import __version__
from cbm_tracker.reports.content import ReportContent
from cbm_tracker.reports.cover import fingerprint_block
from cbm_tracker.reports.data import JSON_NAME
from cbm_tracker.reports.house_style import BODY, CELL, LABEL_STRONG, LINE, MAIN, QUARTER, SIDE, mm
from cbm_tracker.reports.pdfa.structure import LABELLED, NUMBERED
from cbm_tracker.reports.sheet import EXERCISE, Sheet
from cbm_tracker.reports.signature import SIGNATURE_FIELD

_FIELD = 18 * mm  # its height
_FINGERPRINT = 24.0  # points, of its two lines


def draw_colophon(sheet: Sheet, number: str, content: ReportContent, fingerprint: str, below: float) -> None:
    """Draw the section in which a reader is told how to check the report; `below`: where the one before ended."""
    with sheet.part():
        y = sheet.section(number, content.words.check, below=below, opening=_height(sheet, content)) - LINE
        y = _steps(sheet, y, content.words.check_steps) - LINE
        sheet.line(sheet.left, y, sheet.right, 0.5)
        with sheet.element("P"):
            sheet.paragraph(sheet.left, y - QUARTER, SIDE, content.words.fingerprint_of_data, LABEL_STRONG, tag="", blank=True)
            y = fingerprint_block(sheet, sheet.main, y - QUARTER, fingerprint) - 2 * QUARTER
        y = _labelled(sheet, y, _entries(content), MAIN)
        if content.signed and sheet.language == sheet.main_language:
            y = _signature(sheet, y)
        sheet.line(sheet.left, y, sheet.right, 0.9)


def _height(sheet: Sheet, content: ReportContent) -> float:
    """Return how high everything below the title is; it stands on one page where a page can hold it."""
    steps = sum(sheet.height(text, BODY, MAIN - 14) + QUARTER for text in content.words.check_steps)
    return 2 * LINE + steps + _FINGERPRINT + 2 * QUARTER + sum(_entry_height(sheet, head, text) for head, text in _entries(content))


def _entry_height(sheet: Sheet, head: str, text: str) -> float:
    return max(sheet.height(text, CELL, MAIN), sheet.height(head, LABEL_STRONG, SIDE)) + 2 * QUARTER


def _steps(sheet: Sheet, y: float, steps: Sequence[str]) -> float:
    with sheet.element("L", NUMBERED):
        for place, text in enumerate(steps, 1):
            text = text.replace("{file}", JSON_NAME)
            with sheet.element("LI"):
                with sheet.element("Lbl"):
                    sheet.text(sheet.main, y - 10, f"{place}", BODY, colour=sheet.palette.blue, blank=True)
                y = sheet.paragraph(sheet.main + 14, y, MAIN - 14, text, tag="LBody") - QUARTER
    return y


def _signature(sheet: Sheet, y: float) -> float:
    """Leave a field for a signature, its name in the side column; on a page of its own where this one is full."""
    if y - _FIELD - 3 * LINE < sheet.bottom:
        sheet.start_page()
        y = sheet.top
    sheet.line(sheet.left, y, sheet.right, 0.35, sheet.palette.rule)
    with sheet.element("P"):
        sheet.side_head(y - QUARTER, sheet.words.signature, LABEL_STRONG, CELL, tag="")
    y = sheet.paragraph(sheet.main, y - QUARTER, MAIN, sheet.words.signature_text, CELL) - QUARTER
    box = (sheet.main, y - _FIELD, sheet.right, y)
    sheet.c.signature_field(SIGNATURE_FIELD, sheet.words.signature, box, sheet.palette.ink)
    return y - _FIELD - QUARTER


def _labelled(sheet: Sheet, y: float, entries: tuple[tuple[str, str], ...], room: float) -> float:
    """Draw what is known under a name each: the names in the side column, a hairline above each pair."""
    with sheet.element("L", LABELLED):
        for head, text in entries:
            if y - _entry_height(sheet, head, text) < sheet.bottom:
                sheet.start_page()
                y = sheet.top
            sheet.line(sheet.left, y, sheet.right, 0.35, sheet.palette.rule)
            with sheet.element("LI"):
                with sheet.element("Lbl"):
                    low = sheet.side_head(y - QUARTER, head, LABEL_STRONG, CELL, tag="")
                y = min(sheet.paragraph(sheet.main, y - QUARTER, room, text, CELL, tag="LBody"), low) - QUARTER
    return y


def _entries(content: ReportContent) -> tuple[tuple[str, str], ...]:
    words = content.words
    return (
        (words.data_note, words.data_note_text), (words.states, words.states_text), (words.corrections, words.corrections_text),
        (words.handling, _handling(content)), (words.typeface, words.typeface_text), (words.built_to, words.built_to_text),
        (words.made_with, f"CBM Tracker {__version__}"),
    )


def _handling(content: ReportContent) -> str:
    marking = "" if content.exercise and content.marking.upper() == EXERCISE else content.marking
    if content.exercise:
        return f"{content.words.handling_exercise} {marking}".strip()
    return marking or content.words.handling_unmarked
