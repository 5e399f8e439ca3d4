"""Every kind of report, made from the register of a whole rehearsed year, from an empty one, and read back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pypdf import PdfReader

from cbm_tracker import bootstrap
from cbm_tracker.bootstrap import Services
from cbm_tracker.domain.query import Query
from cbm_tracker.domain.summary import title
from cbm_tracker.errors import CbmTrackerError
from cbm_tracker.services.progress import Silent
from cbm_tracker.services.reports import KINDS, ReportRequest
from tests.builders import fixed_desk

YEAR = 2027
ALL = ReportRequest("period", date(YEAR, 1, 1), date(YEAR, 6, 30), datetime(YEAR, 12, 31, 12, tzinfo=UTC), language="en")
ABOUT_A_PERIOD = [kind.id for kind in KINDS.values() if not kind.record]
ABOUT_A_RECORD = [kind.id for kind in KINDS.values() if kind.record]


@pytest.fixture(scope="module")
def rehearsal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    made = bootstrap.rehearsal_register(tmp_path_factory.mktemp("demo") / "demo.cbm", fixed_desk(), year=YEAR, seed=1, records=400)
    yield made
    made.close()


def request_for(services: Services, kind: str) -> ReportRequest:
    """Ask for a report of a kind, about whatever the register offers first."""
    about = KINDS[kind]
    record = next((row.id for row in services.records.page(Query(kinds=(about.record,))).rows), "") if about.record else ""
    return replace(
        ALL, kind=kind, record=record, states=("DEU",) if about.states else (), agreements=("vd11",) if about.agreements else ()
    )


def pages_of(path: Path) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(path, strict=True).pages]


@pytest.mark.parametrize("kind", KINDS)
def test_a_report_of_each_kind_reads_back(kind: str, rehearsal: Services, tmp_path: Path) -> None:
    request = request_for(rehearsal, kind)
    content = rehearsal.reports.content(request, Silent())
    issued = rehearsal.reports.preview(request, tmp_path / f"{kind}.pdf", Silent())
    pages = pages_of(issued.path)
    assert len(pages) == issued.pages
    assert content.title in pages[0]
    for page in pages:
        assert "EXERCISE" in page
    whole = " ".join(pages)
    for section in content.sections:
        assert " ".join(section.title.split()) in whole
        assert " ".join(section.lead.replace("\u00a0", " ").split()) in whole.replace("\u00a0", " ")


@pytest.mark.parametrize("kind", ABOUT_A_RECORD)
def test_a_report_about_a_record_names_it_and_must_be_told_which(kind: str, rehearsal: Services) -> None:
    request = request_for(rehearsal, kind)
    content = rehearsal.reports.content(request, Silent())
    assert title(rehearsal.records.get(request.record).record) in str(content)
    with pytest.raises(CbmTrackerError, match="none is named"):
        rehearsal.reports.content(replace(request, record=""), Silent())


@pytest.mark.parametrize("kind", ABOUT_A_PERIOD)
def test_an_empty_register_yields_a_report_that_says_so(kind: str, services: Services, tmp_path: Path) -> None:
    issued = services.reports.preview(request_for(services, kind), tmp_path / f"{kind}.pdf", Silent())
    assert issued.pages >= 2
    assert "no " in " ".join(pages_of(issued.path)).casefold()


def test_sections_are_chosen_and_ordered(rehearsal: Services) -> None:
    request = request_for(rehearsal, "gaps")
    ids = [section.id for section in rehearsal.reports.content(request, Silent()).sections]
    assert len(ids) > 1
    chosen = replace(request, sections=tuple(reversed(ids)))
    assert [section.id for section in rehearsal.reports.content(chosen, Silent()).sections] == ids[::-1]
    with pytest.raises(CbmTrackerError, match="no section “weather”"):
        rehearsal.reports.content(replace(request, sections=("weather",)), Silent())
