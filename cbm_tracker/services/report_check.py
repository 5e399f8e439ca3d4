"""Is a PDF one of our reports, is it unaltered, did this register issue it, and does the register still say the same?"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from cbm_tracker.errors import CbmTrackerError, UnreadableFile
from cbm_tracker.reports.report_differences import Difference, differences
from cbm_tracker.reports.report_file import Problem, ReportFile, read_report
from cbm_tracker.reports.seal import seal_of
from cbm_tracker.services.progress import Progress
from cbm_tracker.services.reports import PastReport, ReportService
from cbm_tracker.storage.file_kinds import UNKNOWN, what_is

__all__ = ["Difference", "Problem", "ReportCheck", "ReportFile", "check_report", "is_register"]

MOST_DIFFERENCES = 100
_HEAD = 1024  # bytes in which the first words of a PDF stand (ISO 32000-1, annex H.3, note 13)


@dataclass(frozen=True)
class ReportCheck:
    """The answer.

    Args:
        asked_register: whether a register was at hand.
        made_elsewhere: the file is whole, and says that it was made from another register than the one at hand.
        issued_as: what the register at hand notes of the report; None without a register, or where it notes none such.
        corrected_by: the numbers of the corrigenda that the register issued of it.
        says_the_same: whether it would say the same of the same request now; None where that was not asked.
        differences: at most 100, where the file carries its data and it can be told where; `left_out` more.
    """

    file: ReportFile
    problems: tuple[Problem, ...]
    asked_register: bool = False
    issued_as: PastReport | None = None
    corrected_by: tuple[str, ...] = ()
    says_the_same: bool | None = None
    differences: tuple[Difference, ...] = ()
    left_out: int = 0
    made_elsewhere: bool = False

    @property
    def holds(self) -> bool:
        return not self.problems


def is_register(path: Path) -> bool:
    """Tell whether a file is to be checked as a register: it is none of the files that a report is taken for."""
    kind = what_is(_head_of(path)[:100])
    return kind in ("a SQLite database", UNKNOWN) and not _may_be_report(path)


def check_report(path: Path, progress: Progress, reports: ReportService | None = None) -> ReportCheck:
    """Check a PDF, against the register of `reports` where one is at hand.

    Raises:
        UnreadableFile: it is not there, is no PDF, or is not ours; says what it is.
        Cancelled: the user cancelled.
    """
    progress.step(0, 3, "Reading the report")
    if not _may_be_report(path):
        kind = what_is(_head_of(path)[:100])
        raise UnreadableFile(path, f"is {kind}, neither a register nor a report of CBM Tracker.", hint="Choose a .cbm or a .pdf file.")
    file = read_report(path)
    if reports is None:
        return ReportCheck(file, file.problems)
    progress.step(1, 3, "Asking the register")
    issued = reports.issued()
    noted = next((past for past in issued if past.sha256 == file.sha256), None)
    if noted is None:
        of_that_number = next((past for past in issued if past.number == file.number), None)
        elsewhere = not file.problems and bool(file.register) and file.register != reports.register_name()
        problem = Problem("register", _not_noted(file, of_that_number))
        return ReportCheck(file, (*file.problems, problem), True, made_elsewhere=elsewhere)
    progress.step(2, 3, "Asking the register again")
    corrected_by = tuple(past.number for past in reversed(issued) if past.corrects == noted.number)
    found = _differences(file, noted, reports, progress)
    shown = tuple(found or ())[:MOST_DIFFERENCES]
    return ReportCheck(
        file, file.problems, True, noted, corrected_by, found is not None and not found, shown, len(found or ()) - len(shown)
    )


def _differences(file: ReportFile, noted: PastReport, reports: ReportService, progress: Progress) -> list[Difference] | None:
    """Return where the register would say something else; None where it would, but it cannot be told where."""
    try:
        now = reports.said_now(noted, progress)
    except CbmTrackerError:  # such as the record of the report that is in the bin by now
        return None
    if now.fingerprint() == file.fingerprint:
        return []
    if file.data is None:
        return None
    return list(differences(file.data, json.loads(b"".join(now.canonical_json())))) or None


def _not_noted(file: ReportFile, of_that_number: PastReport | None) -> str:
    is_sealed = file.seal is not None and file.seal.holds
    if of_that_number is not None and of_that_number.fingerprint == file.fingerprint and is_sealed:
        return (
            f"The register issued report {file.number} with these data but other bytes (SHA-256 {of_that_number.sha256}): "
            "another version of the program made it again, or its pages were changed."
        )
    if of_that_number is not None:
        return f"The register issued report {file.number} with other bytes (SHA-256 {of_that_number.sha256})."
    return "The register has not issued this file." if not file.number else f"The register has not issued report {file.number}."


def _may_be_report(path: Path) -> bool:
    """Tell whether a file is a PDF, or was one before its beginning was damaged."""
    head = _head_of(path)
    return b"%PDF-" in head or (not head.startswith(b"SQLite format 3\x00") and seal_of(path) is not None)


def _head_of(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise UnreadableFile(path, "is a folder, neither a register nor a report.", hint="Choose a file in it.")
        if path.exists() and not path.is_file():
            raise UnreadableFile(path, "is no file.", hint="Choose a .cbm or a .pdf file.")  # a pipe would be waited for
        with path.open("rb") as file:
            return file.read(_HEAD)
    except FileNotFoundError as error:
        raise UnreadableFile(path, "is not there.", hint="Check the name.") from error
    except OSError as error:
        raise UnreadableFile(path, f"cannot be read ({error.strerror or error}).") from error
