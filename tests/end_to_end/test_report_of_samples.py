"""The report of a large real register, where the sample files lie beside the project; nothing to collect where they do not."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pypdf import PdfReader

from cbm_tracker.bootstrap import Services
from cbm_tracker.services.progress import Silent
from cbm_tracker.services.reports import ReportRequest

SAMPLES = Path(__file__).resolve().parents[2].parent / "shared" / "samples" / "exercises"


@pytest.mark.parametrize("sample", sorted(SAMPLES.glob("mme_*.csv")), ids=lambda path: path.name)
def test_thousands_of_exercises_become_a_report(services: Services, tmp_path: Path, sample: Path) -> None:
    planned = services.exchange.plan_import([sample], Silent())
    recorded = services.exchange.carry_out(planned, Silent())
    request = ReportRequest("period", date(1980, 1, 1), date(2010, 12, 31), datetime(2027, 3, 1, tzinfo=UTC))
    issued = services.reports.print_pdf(request, tmp_path / "report.pdf", Silent())
    reader = PdfReader(issued.path, strict=True)
    assert len(reader.pages) == issued.pages > 100
    assert f"{recorded:,} exercises".replace(",", " ") in " ".join(reader.pages[1].extract_text().split())
    assert f"Page {issued.pages} of {issued.pages}" in reader.pages[-1].extract_text()
