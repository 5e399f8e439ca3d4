"""Names that are long or in other scripts, through whole reports: they come out, and the file is sound."""

from __future__ import annotations

import unicodedata
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pypdf import PdfReader

from cbm_tracker.bootstrap import Services
from cbm_tracker.reports.conformance.checks import faults_of
from cbm_tracker.services.progress import Silent
from cbm_tracker.services.reports import ReportRequest
from tests.builders import an_exercise

NAMES = {
    "Polish": "Świętokrzyska Żółć Łódź 27", "Georgian": "საქართველო 27", "Armenian": "Հայաստան 27", "Chinese": "和平使命演习 27",
    "Greek": "ΠΑΡΜΕΝΙΩΝ 27", "Ukrainian": "ЗЕЛЕНИЙ БРІД 27", "long": "of the very long name " * 14,
}
ARABIC = "الأسد المتأهب ٢٧"


def printed(services: Services, path: Path, record: str, kind: str) -> str:
    about = record if kind == "exercise" else ""
    request = ReportRequest(kind, date(2027, 1, 1), date(2027, 12, 31), datetime(2027, 7, 5, 10, tzinfo=UTC), ("FRA",), record=about)
    issued = services.reports.print_pdf(request, path, Silent())
    assert faults_of(issued.path) == ()
    return "".join("".join(page.extract_text().split()) for page in PdfReader(issued.path).pages)


@pytest.mark.parametrize("kind", ["exercise", "period", "state"])
@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_name_comes_out_whole(services: Services, tmp_path: Path, name: str, kind: str) -> None:
    recorded = services.records.record(an_exercise(designation=name.strip()))
    assert "".join(name.split()) in printed(services, tmp_path / "report.pdf", recorded, kind)


def test_an_arabic_name_comes_out_joined_and_in_its_order(services: Services, tmp_path: Path) -> None:
    recorded = services.records.record(an_exercise(designation=ARABIC))
    shown = unicodedata.normalize("NFKC", printed(services, tmp_path / "report.pdf", recorded, "exercise"))
    for word in ARABIC.split()[:2]:
        assert word in shown or word[::-1] in shown
