"""Reports: issue one under a number, look at one before, and list what was issued."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from cbm_tracker.domain.moments import utc_text
from cbm_tracker.domain.record_json import canonical
from cbm_tracker.domain.state_names import StateNames
from cbm_tracker.errors import CbmTrackerError
from cbm_tracker.reports.content import ReportContent, ReportRequest
from cbm_tracker.reports.kinds.catalogue import KINDS, Kind, report_of
from cbm_tracker.reports.letterhead import check_letterhead
from cbm_tracker.services.desk import Desk
from cbm_tracker.services.progress import Progress
from cbm_tracker.services.rule_packs import PackService
from cbm_tracker.services.rule_situations import SituationReader
from cbm_tracker.storage.register_file import refuse_to_replace
from cbm_tracker.storage.store import IssuedReport, Reading, Store

__all__ = ["KINDS", "Issued", "PastReport", "ReportRequest", "ReportService"]

LANGUAGES = ("en",)
PAPERS = ("A4", "Letter")


@dataclass(frozen=True)
class Issued:
    """A report as a file; `sha256` (hexadecimal) is that of its bytes, `number` such as 2027/014."""

    path: Path
    pages: int
    sha256: str
    number: str


@dataclass(frozen=True)
class PastReport:
    """A report that was issued: what was asked for, under which number, when (UTC) and what came of it."""

    number: str
    request: ReportRequest
    issued_at: str
    pages: int
    sha256: str


@dataclass(frozen=True)
class ReportService:
    store: Store
    desk: Desk
    names: StateNames
    rules: PackService
    situations: SituationReader

    def kinds(self) -> dict[str, Kind]:
        """Return the kinds of report."""
        return dict(KINDS)

    def print_pdf(self, request: ReportRequest, path: Path, progress: Progress) -> Issued:
        """Issue a report: the file appears whole or not at all, and its number is noted in the register.

        The same request, asked of the same data, gets the same number and the same bytes.

        Raises:
            CbmTrackerError: the request contradicts itself.
            ReportFailed: a text that the fonts cannot show; names the record.
            NotWritable: the place cannot be written, or the disk is full.
            Cancelled: the user cancelled; nothing is written or noted.
        """
        return self._write(request, path, progress, noted=True)

    def preview(self, request: ReportRequest, path: Path, progress: Progress) -> Issued:
        """Write the report as it would be issued, under the number it would get, and note nothing. Raises as print_pdf."""
        return self._write(request, path, progress, noted=False)

    def issued(self) -> list[PastReport]:
        """Return the reports that were issued, the newest first."""
        with self.store.reading() as reading:
            reports = reading.reports()
        return [_past(report) for report in reversed(reports)]

    # -------------------------------------------------- content

    def content(self, request: ReportRequest, progress: Progress) -> ReportContent:
        """Return what the report says, from one state of the register; its number is "". Raises CbmTrackerError."""
        from cbm_tracker.services.report_material import material_of

        check_request(request)
        packs = self.rules.packs()
        with self.store.reading() as reading:
            material = material_of(request, reading, self.names, self.situations, packs, progress)
            return report_of(request, material, self.names)

    def _write(self, request: ReportRequest, path: Path, progress: Progress, *, noted: bool) -> Issued:
        from cbm_tracker.reports.pdf import PdfResult, write_pdf  # ReportLab is loaded when the first report is made

        refuse_to_replace(path)
        unnumbered = self.content(request, progress)
        key, fingerprint = _key(request), unnumbered.fingerprint()
        year = request.at.astimezone(UTC).year
        while True:
            with self.store.reading() as reading:
                serial = _serial(reading, key, fingerprint, year)
            content = dataclasses.replace(unnumbered, number=number_of(year, serial))

            def note(result: PdfResult, serial: int = serial) -> None:
                self._note(IssuedReport(year, serial, key, utc_text(self.desk.now()), result.pages, result.sha256, fingerprint))

            try:
                result = write_pdf(content, path, progress.step, paper=request.paper, grey=request.grey, before_it_appears=note
                                   if noted else None)
            except _NumberTaken:
                continue  # somebody issued another report meanwhile
            return Issued(path, result.pages, result.sha256, content.number)

    def _note(self, report: IssuedReport) -> None:
        """Raises _NumberTaken."""
        operation = self.desk.operation("report", f"report {number_of(report.year, report.serial)}")
        with self.store.transaction(operation) as transaction:
            if _serial(transaction, report.request, report.fingerprint, report.year) != report.serial:
                raise _NumberTaken
            transaction.note_report(report)


class _NumberTaken(Exception):
    """Another report got the number while this one was written."""


def number_of(year: int, serial: int) -> str:
    return f"{year}/{serial:03d}"


def check_request(request: ReportRequest) -> None:
    """Raises CbmTrackerError: names what cannot be and what to do."""
    if request.kind not in KINDS:
        raise CbmTrackerError(f"“{request.kind}” is not a kind of report.", f"Choose {' or '.join(KINDS)}.")
    KINDS[request.kind].check(request)
    if request.from_on > request.to_on:
        raise CbmTrackerError(f"The period begins on {request.from_on} and ends before, on {request.to_on}.", "Exchange the two days.")
    if request.language not in LANGUAGES:
        raise CbmTrackerError(f"Reports are not written in “{request.language}” yet.", f"Choose {' or '.join(LANGUAGES)}.")
    if request.paper not in PAPERS:
        raise CbmTrackerError(f"“{request.paper}” is not a paper of the reports.", f"Choose {' or '.join(PAPERS)}.")
    if request.at.tzinfo is None:
        raise CbmTrackerError("The instant of the report has no zone.", "Add Z for UTC, or an offset such as +02:00.")
    check_letterhead(request.header, request.footer, request.emblem)


# ---------------------------------------------------------------- what the register notes of a report


def _key(request: ReportRequest) -> str:
    """Return canonical JSON of a request."""
    return canonical(dataclasses.asdict(request) | {
        "from_on": request.from_on.isoformat(), "to_on": request.to_on.isoformat(),
        "at": request.at.astimezone(UTC).isoformat(), "states": list(request.states), "agreements": list(request.agreements),
        "sections": list(request.sections),
    })


def _serial(reading: Reading, request: str, fingerprint: str, year: int) -> int:
    """Return the serial of a report: that of the same request with the same answer if it was issued before, else the next of the year."""
    for report in reading.reports():
        if (report.request, report.fingerprint, report.year) == (request, fingerprint, year):
            return report.serial
    return reading.next_serial(year)


_READ: Mapping[str, Callable[[Any], Any]] = {
    "from_on": date.fromisoformat, "to_on": date.fromisoformat, "at": datetime.fromisoformat, "states": tuple, "agreements": tuple,
    "sections": tuple,
}


def _past(report: IssuedReport) -> PastReport:
    asked = json.loads(report.request)
    request = ReportRequest(**{key: _READ[key](value) if key in _READ else value for key, value in asked.items()})
    return PastReport(number_of(report.year, report.serial), request, report.issued_at, report.pages, report.sha256)
