"""Corrigenda: what changed of an issued report, record by record and field by field, and to whom it is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from cbm_tracker.bootstrap import Services
from cbm_tracker.domain.measures import TeamMember
from cbm_tracker.errors import CbmTrackerError, NotFound
from cbm_tracker.reports.content import ReportContent, Row, Table
from cbm_tracker.services.progress import Silent
from cbm_tracker.services.reports import Issued, ReportRequest
from tests.builders import SettableClock, a_contact, a_contingent, a_notification, an_exercise, an_inspection, at, day
from tests.services.test_rule_packs import HEAD, RULE, written

REQUEST = ReportRequest("period", date(2027, 1, 1), date(2027, 6, 30), datetime(2027, 7, 5, 10, tzinfo=UTC))
EXERCISE, NOTICE, VISIT, CONTACT = an_exercise(status="issued"), a_notification(), an_inspection(), a_contact()


@pytest.fixture
def reported(services: Services, tmp_path: Path, clock: SettableClock) -> Services:
    for record in (EXERCISE, NOTICE, VISIT, CONTACT):
        services.records.record(record)
    services.reports.print_pdf(REQUEST, tmp_path / "report.pdf", Silent())
    clock.forward(days=10)
    return services


def corrigendum(services: Services, number: str = "2027/001") -> ReportContent:
    return services.reports.content(services.reports.correction_of(number, services.desk.now()), Silent())


def issued_corrigendum(services: Services, path: Path, number: str = "2027/001") -> Issued:
    return services.reports.print_pdf(services.reports.correction_of(number, services.desk.now()), path, Silent())


def rows_of(content: ReportContent, section: str = "records") -> Sequence[Row]:
    blocks = next(one.blocks for one in content.sections if one.id == section)
    return next(block.rows for block in blocks if isinstance(block, Table))


def revise(services: Services, record_id: str, **fields: Any) -> None:
    stored = services.records.get(record_id)
    services.records.revise(replace(stored.record, **fields), stored.revision, "Better known.")


def test_old_and_new_values_are_told_per_record_and_field(reported: Services) -> None:
    revise(reported, NOTICE.id, subject="Northern Arc 28", to=("FRA", "POL"))
    groups = [row for row in rows_of(corrigendum(reported)) if row.kind == "group"]
    fields = [row.cells for row in rows_of(corrigendum(reported)) if row.kind == "plain"]
    assert [row.cells for row in groups] == [("Notification · Northern Arc 27 · CBM/DE/27/0031/F25/O", "changed")]
    assert fields == [("To", "OSCE", "–"), ("Subject", "Northern Arc 27", "Northern Arc 28")]


def test_values_of_each_kind_of_field_are_said_in_words(reported: Services) -> None:
    revise(
        reported, VISIT.id, receiving_state="FRA", outcome="refused_right", agreements=("vd11", "cfe"), ended_at=None,
        team=(TeamMember(name="Anna Nowak", state="POL", function="interpreter"),), releasable_to=("POL",),
    )
    told = {row.cells[0]: row.cells[1:] for row in rows_of(corrigendum(reported)) if row.kind == "plain"}
    assert told == {
        "Agreements": ("–", "Treaty on Conventional Armed Forces in Europe"), "Receiving State": ("Germany", "France"),
        "Outcome": ("Conducted full", "Refused right"), "Ended": ("2027-05-08 09:00 UTC", "–"), "Releasable to": ("–", "Poland"),
        "Team": ("Name: Anna Nowak, State: Poland, Function: team leader", "Name: Anna Nowak, State: Poland, Function: interpreter"),
    }


def test_a_correction_that_took_the_place_of_an_issued_record_is_compared_with_it(reported: Services) -> None:
    contingents = (a_contingent(troops=8_000), *EXERCISE.contingents[1:])
    reported.records.correct(EXERCISE.id, replace(EXERCISE, designation="SOUTHERN ARC", contingents=contingents, status="draft"), "Name.")
    (group, *fields) = rows_of(corrigendum(reported))
    assert group.cells == ("Exercise · NORTHERN ARC 27 · EX/27/01", "replaced by a correction")
    told = {row.cells[0]: row.cells[1:] for row in fields}
    assert told["Designation"] == ("NORTHERN ARC 27", "SOUTHERN ARC")
    before, after = told["Contingents"]
    assert ("Troops: 7\u202f000" in str(before), "Troops: 8\u202f000" in str(after), "France" in f"{before}{after}") == (True, True, False)


def test_what_came_and_went_is_told(reported: Services) -> None:
    reported.records.delete(CONTACT.id)
    reported.records.delete(NOTICE.id)
    reported.records.empty_bin()
    reported.records.record(an_exercise(designation="ADDED", reference="EX/27/02"))
    moved: dict[str, Any] = dict.fromkeys(("requested_at", "request_received_at", "replied_at", "arrived_at", "ended_at"))
    revise(reported, VISIT.id, **moved, started_at=at("2028-01-01T08:00Z"))
    content = corrigendum(reported)
    told = {str(row.cells[0]).split(" · ")[1]: row.cells[1] for row in rows_of(content) if row.kind == "group"}
    assert told == {
        "ADDED": "not in the report as issued", "Northern Arc 27": "no longer recorded",
        "Helicopter near the line": "no longer recorded", "Specified area, Grafenwöhr": "recorded, but no longer told by the report",
    }
    cells = [row.cells for row in rows_of(content)]
    assert ("Designation", "–", "ADDED") in cells
    assert all(before != after for _, before, after in (cells_of for cells_of in cells if len(cells_of) == 3))
    assert content.sections[0].lead == "Of report 2027/001 as issued, 4 records differ from what the register says now."


def test_rules_and_issuer_that_are_others_now_are_told(reported: Services, tmp_path: Path) -> None:
    reported.rules.carry_out(reported.rules.add(written(tmp_path, HEAD + RULE)))
    reported.register.describe(owner="DEU", office="Another office", marking="")
    content = corrigendum(reported)
    assert [section.id for section in content.sections] == ["summary", "rules"]
    assert [row.cells for row in rows_of(content, "rules")] == [
        ("Office", "Verification Centre", "Another office"), ("Rules: river-2001", "–", "version 1"),
    ]


def test_it_names_number_and_fingerprint_of_what_it_corrects(reported: Services, tmp_path: Path) -> None:
    revise(reported, NOTICE.id, subject="Northern Arc 28")
    (first,) = reported.reports.issued()
    issued = issued_corrigendum(reported, tmp_path / "corrigendum.pdf")
    noted = reported.reports.issued()[0]
    assert (issued.number, noted.corrects, noted.kind_name, noted.previous) == ("2027/002", "2027/001", "Corrigendum", "2027/001")
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(issued.path).pages).split())
    assert f"fingerprint {first.fingerprint[:4].upper()} {first.fingerprint[4:8].upper()}" in text
    for told in ("Corrigendum", "2027/001", "Northern Arc 28", "Northern Arc 27"):
        assert told in text


def test_a_second_corrigendum_tells_all_since_the_report_and_each_is_made_again_as_it_was(
    reported: Services, tmp_path: Path, clock: SettableClock
) -> None:
    revise(reported, NOTICE.id, subject="Northern Arc 28")
    first = issued_corrigendum(reported, tmp_path / "first.pdf")
    clock.forward(days=1)
    revise(reported, CONTACT.id, subject="Helicopter over the line")
    second = issued_corrigendum(reported, tmp_path / "second.pdf")
    assert "Corrigenda issued before: 2027/002." in str(corrigendum(reported))
    reported.records.delete(NOTICE.id, CONTACT.id)
    for issued in (first, second):
        assert reported.reports.remake(issued.number, tmp_path / "again.pdf", Silent()).sha256 == issued.sha256
    with pytest.raises(CbmTrackerError, match=r"Report 2027/002 is a corrigendum itself\. Ask for a corrigendum of report 2027/001"):
        reported.reports.correction_of("2027/002", clock.shows)


def test_where_nothing_changed_none_is_issued(reported: Services, tmp_path: Path) -> None:
    reported.records.record(an_exercise(starts_on=day("2029-01-01"), ends_on=None))  # nothing that the report tells
    with pytest.raises(CbmTrackerError, match=r"Nothing that report 2027/001 tells has changed since it was issued\. It needs no"):
        issued_corrigendum(reported, tmp_path / "corrigendum.pdf")
    assert len(reported.reports.issued()) == 1
    assert not (tmp_path / "corrigendum.pdf").exists()


def test_a_report_that_was_not_issued_cannot_be_corrected(reported: Services) -> None:
    with pytest.raises(NotFound, match="has issued no report 2027/009"):
        reported.reports.correction_of("2027/009", reported.desk.now())


@pytest.mark.parametrize("asked", [replace(REQUEST, kind="corrigendum"), replace(REQUEST, corrects="2027/001")])
def test_a_corrigendum_and_the_number_of_what_it_corrects_belong_together(reported: Services, asked: ReportRequest) -> None:
    with pytest.raises(CbmTrackerError, match="A corrigendum names the report that it corrects"):
        reported.reports.content(asked, Silent())


def test_a_recipient_is_told_nothing_that_is_withheld_then_or_now(services: Services, tmp_path: Path, clock: SettableClock) -> None:
    for record in (EXERCISE, NOTICE, VISIT, CONTACT):
        services.records.record(record)
    services.reports.print_pdf(replace(REQUEST, recipient="France"), tmp_path / "report.pdf", Silent())
    clock.forward(days=1)
    revise(services, CONTACT.id, releasable_to=("POL",), subject="Told to Poland alone")
    revise(services, VISIT.id, findings="Told to Poland alone", fields_releasable_to={"findings": ("POL",)}, quota_effect="not_consumed")
    revise(services, NOTICE.id, tags=("of the office",), marking="Of the office")
    content = corrigendum(services)
    told = str(content)
    for withheld in ("Told to Poland alone", "What was seen agrees", "of the office", "Helicopter near"):
        assert withheld not in told
    groups = [str(row.cells[0]) for row in rows_of(content) if row.kind == "group"]
    assert len(groups) == 1
    assert "Grafenwöhr" in groups[0]
    assert "1 record that the report told is not released to its recipient any more" in told
    assert issued_corrigendum(services, tmp_path / "corrigendum.pdf").number == "2027/002"
