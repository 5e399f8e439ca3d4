"""What a report says, made from one state of the register."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from cbm_tracker.domain.state_names import StateNames
from cbm_tracker.errors import NotFound
from cbm_tracker.reports.content import ReportContent, ReportRequest
from cbm_tracker.reports.kinds.catalogue import report_of
from cbm_tracker.services.progress import Progress
from cbm_tracker.services.report_requests import number_of, year_and_serial
from cbm_tracker.services.rule_packs import packs_in
from cbm_tracker.services.rule_situations import SituationReader
from cbm_tracker.storage.store import IssuedReport, Reading, Store


@dataclass(frozen=True)
class Composer:
    """Composes reports; words and rules that ship with the program are those of this program, all else is of the reading."""

    store: Store
    names: StateNames
    situations: SituationReader

    def compose(self, request: ReportRequest, reading: Reading, progress: Progress) -> ReportContent:
        """Return what a report says, its number left open. Raises CbmTrackerError, Cancelled."""
        content = self._edition(request, reading, progress)
        if not request.second_language:
            return content
        across = dataclasses.replace(request, language=request.second_language, second_language=request.language)
        return dataclasses.replace(content, facing=self._edition(across, reading, progress))

    def _edition(self, request: ReportRequest, reading: Reading, progress: Progress) -> ReportContent:
        from cbm_tracker.services.report_corrections import correcting
        from cbm_tracker.services.report_material import material_of

        material = material_of(request, reading, self.names, self.situations, packs_in(reading), progress)
        if not request.corrects:
            return report_of(request, material, self.names)
        issued = report_numbered(reading, request.corrects)
        with self.store.reading_at(state_of(issued, reading)) as then:
            corrected = correcting(material, issued, then, reading, self.names, self.situations, progress)
            return report_of(request, corrected, self.names)


def report_numbered(reading: Reading, number: str) -> IssuedReport:
    """Raises NotFound."""
    asked = year_and_serial(number)
    reports = reading.reports()
    found = next((report for report in reports if (report.year, report.serial) == asked), None)
    if found is None:
        last = f"The last one is {number_of(reports[-1].year, reports[-1].serial)}." if reports else "It has issued none yet."
        raise NotFound(f"This register has issued no report {number}.", last)
    return found


def state_of(report: IssuedReport, reading: Reading) -> int:
    """Return up to which operation the register was read; of reports from before that was noted, what was done when they were issued."""
    return report.operation or reading.state_at(report.issued_at)
