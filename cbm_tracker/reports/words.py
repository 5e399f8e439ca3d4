"""The fixed words of every page: what the renderer says of itself, in the language of the edition."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cbm_tracker.reports.wording import Names


@dataclass(frozen=True)
class Words:
    """English unless told otherwise; a field added here is translated by `words_of` and collected for the catalogues by itself.

    The {places} are filled by whoever prints them, by str.format.
    """

    cover: str = "Cover"
    emblem: str = "Emblem of {owner}"
    contents: str = "Contents"
    page: str = "Page {page} of {pages}"
    fingerprint: str = "Fingerprint {short}"
    fingerprint_of_data: str = "Fingerprint of the data\n(SHA-256)"
    table: str = "Table {number}"
    figure: str = "Figure {number}"
    continued: str = "continued"
    continued_caption: str = "{caption} (continued)"
    facing_empty: str = "This page is left empty, so that both languages face each other."
    continued_on_next: str = "Continued on the next page."
    chart_number: str = "number"
    chart_largest: str = "largest"
    chart_all: str = "all"
    chart_none: str = "none"
    chart_alt: str = "Column chart. {caption} {lines}"
    strip_alt: str = "Time strip of the period: {lines}."
    months: tuple[str, ...] = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    check: str = "How to check this report"
    check_steps: tuple[str, ...] = (
        "Compare the fingerprint below with the one on the cover. Its first two groups stand at the foot of every page.",
        "Ask the issuing State for the fingerprint of this number, by another channel than the one that brought the report.",
        "The data of this report lies in it as a file, {file}. The fingerprint is the SHA-256 of that file: any program that "
        "takes files out of a PDF, and any that counts a SHA-256, will do. Where page and file differ, the file prevails.",
        "If anything differs, do not use the report. Ask for a new copy by note verbale.",
    )
    data_note: str = "Data note"
    data_note_text: str = (
        "Times are in UTC, dates in the Gregorian calendar. A date of which the day or month is not known is printed "
        "as far as it is known; nothing is invented to fill it. 0 is a figure, – means that nothing is stated."
    )
    states: str = "States"
    states_text: str = (
        "Names follow the short forms of the Unicode Common Locale Data Repository. That a name is listed says nothing "
        "about the status of what it names."
    )
    corrections: str = "Corrections"
    corrections_text: str = "A correction is issued as a new report with a new number."
    handling: str = "Handling"
    handling_exercise: str = "EXERCISE: from a rehearsal register; what it holds is invented."
    handling_unmarked: str = "No marking."
    typeface: str = "Typeface"
    typeface_text: str = "Source Serif 4 and Source Sans 3, embedded."
    built_to: str = "Built to"
    built_to_text: str = "PDF/A-3a (ISO 19005-3) and PDF/UA-1 (ISO 14289-1)."
    signature: str = "Signature"
    signature_text: str = "The signature panel of a reader tells who signed, and whether the file is as it was then."
    made_with: str = "Made with"
    subject: str = "Report {number}, as of {instant}"
    keywords: str = "confidence-building measures, transparency, fingerprint {fingerprint}"
    data_file: str = "What this report says, as data"
    table_file: str = "Table {number}: {caption}"
    row: str = "Row"


_OWN = ("months",)
"""Fields that the CLDR says, not the catalogue."""


def words_of(names: Names) -> Words:
    """Return the words in the language of the edition."""
    return Words(
        months=tuple(names.month_short(date(2000, month, 1)) for month in range(1, 13)),
        **{field.name: _said(field.default, names) for field in fields(Words) if field.name not in _OWN},
    )


def messages() -> list[str]:
    """Return what the catalogues must have."""
    told: list[str] = []
    for field in fields(Words):
        if field.name not in _OWN:
            told.extend(field.default if isinstance(field.default, tuple) else (str(field.default),))
    return told


def _said(text: Any, names: Names) -> Any:
    return tuple(names.say(each) for each in text) if isinstance(text, tuple) else names.say(text)
