"""Reports: issue one under a number, look at one before, make one again, correct one, and list what was issued."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cbm_tracker import __version__
from cbm_tracker.domain.moments import utc_text
from cbm_tracker.domain.state_names import StateNames
from cbm_tracker.errors import CbmTrackerError, NotWritable, ReportFailed
from cbm_tracker.reports.content import ReportContent, ReportRequest
from cbm_tracker.reports.kinds.catalogue import KINDS, Kind, kind_of
from cbm_tracker.reports.provenance import Provenance, with_provenance
from cbm_tracker.reports.signature import KeyFile, SigningKey, Token, check_key
from cbm_tracker.services.desk import Desk
from cbm_tracker.services.progress import Progress
from cbm_tracker.services.report_content import Composer, report_numbered, state_of
from cbm_tracker.services.report_issue import Finished, Receipt, receipt_path, write_report
from cbm_tracker.services.report_release import Recipient, search_for_withheld
from cbm_tracker.services.report_requests import LANGUAGES, as_known_then, check_request, number_of, request_from, request_text
from cbm_tracker.services.rule_situations import SituationReader
from cbm_tracker.storage.register_file import refuse_to_replace
from cbm_tracker.storage.store import IssuedReport, Reading, Store

__all__ = [
    "KINDS", "LANGUAGES", "Issued", "KeyFile", "Kind", "PastReport", "ReportRequest", "ReportService", "SigningKey", "Token",
    "as_known_then", "check_key", "check_request", "kind_of", "receipt_path",
]


@dataclass(frozen=True)
class Issued:
    """A report as a file.

    Args:
        sha256, fingerprint: of its bytes, and of what it says; hexadecimal.
        number: such as 2027/014.
        issued_at: RFC 3339, UTC; of a preview or of one that was made again, when the report was issued or would be.
        remark: what has to be said of the file, in a sentence; "" where nothing has.
    """

    path: Path
    pages: int
    sha256: str
    number: str
    fingerprint: str = ""
    issued_at: str = ""
    remark: str = ""


@dataclass(frozen=True)
class PastReport:
    """A report that was issued: what was asked for, under which number, when (UTC) and what came of it.

    Args:
        sha256, fingerprint: of the bytes of the file, and of what it says; hexadecimal.
        previous, previous_fingerprint: of the report before it; "" for the first.
        corrects: the number of the report that it corrects, or "".
        made_with: the version of the program; "" where it was not noted.
        state: the number of the operation up to which the register was read; 0 where it was not noted.
    """

    number: str
    request: ReportRequest
    issued_at: str
    pages: int
    sha256: str
    fingerprint: str = ""
    previous: str = ""
    previous_fingerprint: str = ""
    corrects: str = ""
    officer: str = ""
    made_with: str = ""
    state: int = 0

    @property
    def kind_name(self) -> str:
        kind = kind_of(self.request.kind)
        return kind.name if kind else self.request.kind


@dataclass(frozen=True)
class ReportService:
    store: Store
    desk: Desk
    names: StateNames
    situations: SituationReader

    def kinds(self) -> dict[str, Kind]:
        """Return the kinds of report that can be chosen."""
        return dict(KINDS)

    def print_pdf(
        self, request: ReportRequest, path: Path, progress: Progress, *, receipt: bool = False, signing: SigningKey | None = None
    ) -> Issued:
        """Issue a report: the file appears whole or not at all, and its number is noted in the register.

        The same request, asked of the same data, gets the same number and the same bytes.

        Args:
            receipt: write a receipt beside it, at `receipt_path`.
            signing: the key that signs it; the report gets a field for the signature.
        Raises:
            CbmTrackerError: the request contradicts itself, or the key cannot be had.
            ReportFailed: a text that the fonts cannot show; names the record.
            GateRefused: the file tells what is withheld from its recipient; names record, field and place.
            NotWritable: the place cannot be written, or the disk is full.
            Cancelled: the user cancelled; nothing is written or noted.
        """
        asked = request if signing is None else dataclasses.replace(request, signed=True)
        return self._write(asked, path, progress, noted=True, receipt=receipt, signing=signing)

    def preview(self, request: ReportRequest, path: Path, progress: Progress) -> Issued:
        """Write the report as it would be issued, under the number it would get, and note nothing. Raises as print_pdf."""
        return self._write(request, path, progress, noted=False)

    def register_name(self) -> str:
        """Return what the register is called, as its reports tell it."""
        with self.store.reading() as reading:
            return reading.info().get("name", "")

    def issued(self) -> list[PastReport]:
        """Return the reports that were issued, the newest first."""
        with self.store.reading() as reading:
            reports = reading.reports()
        return [_past(report) for report in reversed(reports)]

    def remake(self, number: str, path: Path, progress: Progress, *, receipt: bool = False) -> Issued:
        """Make a report again as it was issued, from what the register knew then: the same bytes, whatever was changed since.

        Where this program draws it otherwise than the one that made it, but says the same, `remark` tells so.

        Raises:
            NotFound: no report was issued under this number.
            ReportFailed: this program does not say the same any more.
            NotWritable, Cancelled: as print_pdf; nothing is written.
        """
        _refuse_to_replace(path, receipt)
        with self.store.reading() as reading:
            report = report_numbered(reading, number)
            state = state_of(report, reading)
        request = request_from(report.request)
        with self.store.reading_at(state) as then:
            content = self._numbered(self._composer.compose(request, then, progress), request, report)
        told = dataclasses.replace(report, operation=state)
        made = write_report(
            content, request, path, progress, self._gate(request, state, path), lambda made: _refuse_other(made, report),
            _receipt_of(told) if receipt else None,
        )
        remark = "" if made.sha256 == report.sha256 else _drawn_otherwise(report, made)
        return Issued(path, made.pages, made.of_file, content.number, made.fingerprint, report.issued_at, remark)

    def correction_of(self, number: str, at: datetime) -> ReportRequest:
        """Return the request for a corrigendum of a report, to whom that went and in its language. Raises NotFound, CbmTrackerError."""
        with self.store.reading() as reading:
            report = report_numbered(reading, number)
        if report.corrects:
            hint = f"Ask for a corrigendum of report {report.corrects}: it will tell all that changed since that one."
            raise CbmTrackerError(f"Report {number_of(report.year, report.serial)} is a corrigendum itself.", hint)
        corrected = number_of(report.year, report.serial)
        return dataclasses.replace(
            request_from(report.request), kind="corrigendum", at=at, corrects=corrected, sections=(), known_at=None
        )

    # -------------------------------------------------- content

    def content(self, request: ReportRequest, progress: Progress) -> ReportContent:
        """Return what the report says, from one state of the register; its number is "". Raises CbmTrackerError."""
        return self._composed(request, progress)[0]

    def said_now(self, past: PastReport, progress: Progress) -> ReportContent:
        """Return what a report would say if it were made from what the register holds now. Raises CbmTrackerError."""
        with self.store.reading() as reading:
            report = report_numbered(reading, past.number)
            return self._numbered(self._composer.compose(past.request, reading, progress), past.request, report)

    @property
    def _composer(self) -> Composer:
        return Composer(self.store, self.names, self.situations)

    def _composed(self, request: ReportRequest, progress: Progress) -> tuple[ReportContent, int]:
        """Return what a report says, and the operation up to which the register was read."""
        check_request(request)
        with self._standing(request) as reading:
            return self._composer.compose(request, reading, progress), reading.state()

    @contextmanager
    def _standing(self, request: ReportRequest) -> Iterator[Reading]:
        """Read the register as it stands, or as it stood at the instant that is asked for."""
        with self.store.reading() as reading:
            then = 0 if request.known_at is None else reading.state_at(utc_text(request.known_at, "milliseconds"))
            if then in (0, reading.state()):
                yield reading
                return
        with self.store.reading_at(then) as past:
            yield past

    def _write(
        self, request: ReportRequest, path: Path, progress: Progress, *, noted: bool, receipt: bool = False,
        signing: SigningKey | None = None,
    ) -> Issued:
        _refuse_to_replace(path, receipt)
        unnumbered, state = self._composed(request, progress)
        fresh = False
        while True:
            with self.store.reading() as reading:
                planned = self._planned(reading, request, unnumbered, state, fresh=fresh)
            content = self._numbered(unnumbered, request, planned)
            taken: list[IssuedReport] = []

            def note(made: Finished, planned: IssuedReport = planned, taken: list[IssuedReport] = taken) -> None:
                taken.extend(self._note(planned, made) if noted else ())

            try:
                made = write_report(
                    content, request, path, progress, self._gate(request, state, path), note,
                    _receipt_of(planned) if receipt else None, signing,
                )
            except _NumberTaken:
                continue  # somebody issued another report meanwhile
            except _DrawnOtherwise:
                fresh = True  # it went out before, but drawn otherwise: this file needs a number of its own
                continue
            except NotWritable:
                self._take_back(taken)
                raise
            return Issued(path, made.pages, made.of_file, content.number, made.fingerprint, planned.issued_at)

    def _gate(self, request: ReportRequest, state: int, path: Path) -> Callable[[Path, Progress], None]:
        """Return what searches the file of a report for all that was withheld from its recipient in that state of the register."""
        recipient = Recipient.of(request.recipient, self.names)

        def search(file: Path, progress: Progress) -> None:
            if not recipient.name:  # nothing is withheld
                return
            with self.store.reading_at(state) as reading:
                search_for_withheld(reading, recipient, file, path.name, progress)

        return search

    def _numbered(self, unnumbered: ReportContent, request: ReportRequest, report: IssuedReport) -> ReportContent:
        """Return what a report says under its number, with what its cover tells of where it stands."""
        with self.store.reading() as reading:
            known_at = request.known_at
            later = known_at is not None and not reading.state_at(utc_text(known_at, "milliseconds"))
        stands = Provenance(report.previous, report.previous_fingerprint, later)
        numbered = dataclasses.replace(unnumbered, number=number_of(report.year, report.serial))
        return with_provenance(numbered, stands, request, self.names)

    def _planned(self, reading: Reading, request: ReportRequest, unnumbered: ReportContent, state: int, *, fresh: bool) -> IssuedReport:
        """Return what will be noted of a report; the one that was issued before where the same was asked and is answered the same."""
        issued = reading.reports()
        for report in () if fresh else reversed(issued):
            if report.made_with == __version__ and request_from(report.request) == request and report.fingerprint == (
                self._numbered(unnumbered, request, report).fingerprint()
            ):
                return report
        year = request.at.astimezone(UTC).year
        last = issued[-1] if issued else None
        return IssuedReport(
            year, reading.next_serial(year), request_text(request), utc_text(self.desk.now()), pages=0, sha256="",
            previous=number_of(last.year, last.serial) if last else "", previous_fingerprint=last.fingerprint if last else "",
            corrects=request.corrects, officer=self.desk.officer, made_with=__version__, operation=state,
        )

    def _note(self, planned: IssuedReport, made: Finished) -> list[IssuedReport]:
        """Return what was noted; nothing where it was before. Raises _NumberTaken, _DrawnOtherwise."""
        if planned.sha256:
            if planned.sha256 != made.sha256:
                raise _DrawnOtherwise
            return []
        report = dataclasses.replace(planned, pages=made.pages, sha256=made.sha256, fingerprint=made.fingerprint)
        operation = self.desk.operation("report", f"report {number_of(report.year, report.serial)}")
        with self.store.transaction(operation) as transaction:
            issued = transaction.reports()
            last = number_of(issued[-1].year, issued[-1].serial) if issued else ""
            if (transaction.next_serial(report.year), last) != (report.serial, report.previous):
                raise _NumberTaken
            transaction.note_report(report)
        return [report]

    def _take_back(self, taken: list[IssuedReport]) -> None:
        """Note that these came to nothing: their files could not take their names."""
        for report in taken:
            operation = self.desk.operation("report", f"report {number_of(report.year, report.serial)} came to nothing")
            with self.store.transaction(operation) as transaction:
                transaction.forget_report(report)


class _NumberTaken(Exception):
    """Another report got the number while this one was written."""


class _DrawnOtherwise(Exception):
    """A report that was issued before, with the same data, has other bytes."""


def _receipt_of(report: IssuedReport) -> Callable[[Finished], Receipt]:
    number = number_of(report.year, report.serial)
    return lambda made: Receipt(number, made.sha256, made.of_file, made.fingerprint, report.operation, report.issued_at)


def _refuse_to_replace(path: Path, receipt: bool) -> None:
    for place in (path, receipt_path(path)) if receipt else (path,):
        refuse_to_replace(place)


# ---------------------------------------------------------------- made again


def _refuse_other(made: Finished, report: IssuedReport) -> None:
    """Raises ReportFailed: what a report says is not what it said."""
    if made.fingerprint != report.fingerprint:
        number = number_of(report.year, report.serial)
        raise ReportFailed(
            f"Report {number} does not come out as it was issued: its fingerprint is {made.fingerprint[:8]}…, it was "
            f"{report.fingerprint[:8]}….",
            f"Make it again with the program that made it, {_version(report)}; nothing was written.",
        )


def _drawn_otherwise(report: IssuedReport, made: Finished) -> str:
    return (
        f"This file says what report {number_of(report.year, report.serial)} said when it was issued (fingerprint "
        f"{made.fingerprint[:8]}…), but its pages are drawn by version {__version__} and its bytes differ from those that "
        f"{_version(report)} made."
    )


def _version(report: IssuedReport) -> str:
    return f"version {report.made_with}" if report.made_with else "an earlier version"


def _past(report: IssuedReport) -> PastReport:
    return PastReport(
        number_of(report.year, report.serial), request_from(report.request), report.issued_at, report.pages, report.sha256,
        report.fingerprint, report.previous, report.previous_fingerprint, report.corrects, report.officer, report.made_with,
        report.operation,
    )
