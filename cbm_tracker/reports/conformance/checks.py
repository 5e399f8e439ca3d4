"""The check that each report passes before it is issued."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from cbm_tracker.errors import ReportFailed
from cbm_tracker.reports.conformance.attachments import check_attachments
from cbm_tracker.reports.conformance.catalogue import check_catalogue
from cbm_tracker.reports.conformance.elements import Elements
from cbm_tracker.reports.conformance.fault import Fault, Faults
from cbm_tracker.reports.conformance.finished_file import FinishedFile
from cbm_tracker.reports.conformance.metadata import check_metadata
from cbm_tracker.reports.conformance.objects import Unreadable
from cbm_tracker.reports.conformance.pages import Pages
from cbm_tracker.reports.conformance.structure_tree import check_structure


def nothing() -> None:
    """Go on."""


def refuse_faulty(path: Path, step: Callable[[], None] = nothing) -> None:
    """Let a finished report pass, or not: `step` as for `faults_of`.

    Raises:
        ReportFailed: it departs from what archives and screen readers need; names the first place.
    """
    faults = faults_of(path, step)
    if faults:
        more = f", and {len(faults) - 1} more" if len(faults) > 1 else ""
        raise ReportFailed(
            f"The report would not be a sound archival file: {faults[0]}{more}.",
            "Report this as a defect of the program, with what was asked for; nothing was written.",
        )


def faults_of(path: Path, step: Callable[[], None] = nothing) -> tuple[Fault, ...]:
    """Return every departure from PDF/A-3a and PDF/UA-1 that can be seen without a validator; none for a good file.

    Pages and elements are looked at one after another; a file that has faults everywhere is told of by its first 200. What
    is not looked at: the inner data of pictures, glyph outlines, and whether texts and their order make sense. `step` is called
    some times a second; what it raises ends the check.
    """
    faults = Faults()
    with path.open("rb") as opened:
        try:
            file = FinishedFile(opened, faults, step)
            check_catalogue(file, faults)
            check_metadata(file, faults)
            check_attachments(file, faults)
            elements = Elements(file, faults)
            check_structure(file, elements, faults)
            Pages(file, elements, faults).check()
        except Unreadable as error:
            faults.say("syntax", "the file", str(error), "ISO 32000-1, 7.5")
    return tuple(faults.said)
