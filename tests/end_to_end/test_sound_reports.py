"""A report of each kind, made from the rehearsal register, passes our own checks and those of others."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cbm_tracker.bootstrap import Services, rehearsal_register
from cbm_tracker.reports.conformance.checks import faults_of
from cbm_tracker.services.progress import Silent
from cbm_tracker.services.reports import KINDS
from tests.builders import fixed_desk
from tests.end_to_end.every_report import AT, YEAR, request_for
from tests.reports.conformance.opinions import assert_sound, errors_heard, refused_as_3b


@pytest.fixture(scope="module")
def rehearsal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    services = rehearsal_register(tmp_path_factory.mktemp("rehearsal") / "rehearsal.cbm", fixed_desk(AT), year=YEAR)
    yield services
    services.close()


@pytest.mark.parametrize("kind", KINDS)
def test_a_report_of_each_kind_is_sound(kind: str, rehearsal: Services, tmp_path: Path) -> None:
    path = tmp_path / f"{kind}.pdf"
    rehearsal.reports.preview(request_for(rehearsal, kind), path, Silent())
    assert faults_of(path) == ()
    assert_sound(path)
    assert refused_as_3b(path, tmp_path / "reduced.pdf") == []
    assert errors_heard(path) == []
