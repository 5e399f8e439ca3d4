"""A report that is cancelled, at whatever it is: nothing is written, nothing is noted, and it is heard every few records and each page."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from cbm_tracker.bootstrap import Services
from cbm_tracker.domain.query import Query
from cbm_tracker.errors import Cancelled
from cbm_tracker.services.report_pulse import Pulse, heard
from cbm_tracker.services.reports import ReportRequest
from tests.builders import a_contact, an_exercise, an_inspection

ASKED = ReportRequest("period", date(2027, 1, 1), date(2027, 12, 31), datetime(2027, 12, 31, tzinfo=UTC))
PHASES = ("Reading records", "Asking the rules", "Counting the fingerprint", "Drawing pages", "Checking the file")


class Told:
    """Notes every step; cancels at the first one of `until`."""

    def __init__(self, until: str = "") -> None:
        self.until = until
        self.steps: list[tuple[int, int, str]] = []

    def step(self, done: int, total: int, doing: str) -> None:
        self.steps.append((done, total, doing))
        if doing == self.until:
            raise Cancelled


@pytest.fixture
def filled(services: Services) -> Services:
    for record in (an_exercise(), an_inspection(), a_contact()):
        services.records.record(record)
    return services


@pytest.mark.parametrize("phase", PHASES)
def test_a_report_cancelled_at_any_step_leaves_nothing(filled: Services, tmp_path: Path, phase: str) -> None:
    before = sorted(tmp_path.iterdir())
    told = Told(phase)
    with pytest.raises(Cancelled):
        filled.reports.print_pdf(ASKED, tmp_path / "report.pdf", told, receipt=True)
    assert told.steps[-1][2] == phase
    assert sorted(tmp_path.iterdir()) == before
    assert filled.reports.issued() == []


def test_each_page_is_told_once_in_its_order(filled: Services, tmp_path: Path) -> None:
    told = Told()
    issued = filled.reports.preview(ASKED, tmp_path / "report.pdf", told)
    assert [done for done, _, doing in told.steps if doing == "Drawing pages"] == list(range(1, issued.pages + 1))


def test_reading_is_heard_every_few_records(services: Services) -> None:
    ids = [services.records.record(a_contact(subject=f"Test {number}")) for number in range(120)]
    with services._store.reading() as reading:
        beats: list[int] = []
        read = 0

        def beat() -> None:
            beats.append(read)

        records = heard(reading, beat).records
        for _ in records.stream(Query(kinds=("contact",))):
            read += 1
        assert (beats, read) == ([0, 50, 100], 120)
        assert set(records.get_many(ids)) == set(ids)
        assert len(beats) == 6
        assert records.get(ids[0]).record.id == ids[0]


def test_a_beat_repeats_the_last_step(services: Services) -> None:
    told = Told()
    pulse = Pulse(told)
    pulse.step(3, 9, "Asking the rules")
    pulse.beat()
    assert told.steps == [(3, 9, "Asking the rules")] * 2
