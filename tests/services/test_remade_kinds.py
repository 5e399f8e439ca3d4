"""Every kind of report, made again from the history of a rehearsed year after much of it was changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from cbm_tracker import bootstrap
from cbm_tracker.bootstrap import Services
from cbm_tracker.domain.query import Query
from cbm_tracker.services.progress import Silent
from cbm_tracker.services.reports import KINDS, Issued, ReportRequest
from tests.builders import SettableClock, a_notification, an_exercise, fixed_desk
from tests.services.report_subjects import with_subject
from tests.services.test_rule_packs import HEAD, RULE, written

YEAR = 2027
ALL = ReportRequest("period", date(YEAR, 1, 1), date(YEAR, 12, 31), datetime(YEAR + 1, 1, 10, tzinfo=UTC))


@dataclass(frozen=True)
class Remakable:
    """A register that was changed after each kind of report was issued from it."""

    services: Services
    issued: dict[str, Issued]


@pytest.fixture(scope="module")
def remakable(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Remakable]:
    folder = tmp_path_factory.mktemp("remade")
    clock = SettableClock(datetime(YEAR + 1, 1, 10, tzinfo=UTC))
    services = bootstrap.rehearsal_register(folder / "demo.cbm", fixed_desk(clock), year=YEAR, seed=2, records=160)
    for recipient in ("Poland", "France"):
        services.records.record(an_exercise(designation=f"FOR {recipient}", releasable_to=(recipient,)))
    issued = {kind: services.reports.print_pdf(request_for(services, kind), folder / f"{kind}.pdf", Silent()) for kind in KINDS}
    clock.forward(days=5)
    change_much(services, folder)
    yield Remakable(services, issued)
    services.close()


def request_for(services: Services, kind: str) -> ReportRequest:
    return with_subject(services, replace(ALL, kind=kind, recipient="France" if kind in ("period", "state") else ""), "DEU")


def change_much(services: Services, folder: Path) -> None:
    for kind in ("exercise", "notification", "inspection", "contact", "contribution", "agreement_facts", "case"):
        for place, row in enumerate(services.records.page(Query(kinds=(kind,))).rows[:9]):
            stored = services.records.get(row.id)
            if place % 3 == 0:
                services.records.delete(row.id)
            elif stored.record.status == "draft":
                services.records.revise(replace(stored.record, reference=f"NEW/{place}", remarks="New"), stored.revision, "Changed.")
            else:
                services.records.correct(row.id, replace(stored.record, remarks="Corrected", status="draft"), "Corrected.")
    services.records.empty_bin()
    services.records.record(a_notification(reference="ADDED/27"))
    services.rules.carry_out(services.rules.add(written(folder, HEAD + RULE)))
    services.register.describe(owner="FRA", office="Another office", marking="OTHER")


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_made_again_byte_for_byte(kind: str, remakable: Remakable, tmp_path: Path) -> None:
    issued = remakable.issued[kind]
    again = remakable.services.reports.remake(issued.number, tmp_path / "again.pdf", Silent())
    assert again.remark == ""
    assert again.path.read_bytes() == issued.path.read_bytes()
