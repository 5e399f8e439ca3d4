"""What the period report says of obligations and quotas of a register: as known at its instant, of what the request asks for."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from cbm_tracker.bootstrap import Services
from cbm_tracker.domain.measures import Link
from cbm_tracker.domain.query import Query
from cbm_tracker.reports.content import Section, Stacked, Table
from cbm_tracker.services.progress import Silent
from cbm_tracker.services.reports import ReportRequest
from tests.builders import a_contingent, a_notification, an_exercise, an_inspection, at, day, obligation_note

REQUEST = ReportRequest("period", date(2027, 4, 1), date(2027, 6, 30), datetime(2027, 7, 5, 10, tzinfo=UTC))


def section(services: Services, title: str, request: ReportRequest = REQUEST) -> Section | None:
    content = services.reports.content(request, Silent())
    return next((one for one in content.sections if one.title == title), None)


def statuses(services: Services, request: ReportRequest = REQUEST) -> dict[str, str]:
    """Return each listed obligation of records with its status."""
    made = section(services, "Obligations", request)
    found: dict[str, str] = {}
    calendar = False
    for table in made.blocks if made else ():
        for row in table.rows if isinstance(table, Table) and "as a sum" in str(table.columns) else ():
            if row.kind == "group":
                calendar = row.cells[0] == "Due by the calendar"
            elif not calendar:
                what, status = row.cells[0], row.cells[4]
                assert isinstance(what, Stacked)
                assert isinstance(status, Stacked)
                found[what.main] = status.main
    return found


@pytest.fixture
def notified(services: Services) -> Services:
    """An exercise from 1 June, notified on 10 April and so ten days in time; nobody was invited to observe it."""
    exercise = services.records.record(an_exercise())
    services.records.record(a_notification(links=(Link(relation="notifies", target=exercise),)))
    return services


def test_prior_notification_is_met_and_the_invitation_is_open(notified: Services) -> None:
    told = statuses(notified)
    assert told["Prior notification"] == "● met"
    assert told["Invitation of observers"] == "○ open, overdue"


def test_the_report_knows_only_what_was_done_at_its_instant(notified: Services) -> None:
    before = replace(REQUEST, at=datetime(2027, 4, 1, 10, tzinfo=UTC))
    assert statuses(notified, before)["Prior notification"] == "○ open"


def test_an_obligation_belongs_to_the_period_of_its_due_date(notified: Services) -> None:
    assert "Prior notification" in statuses(notified, replace(REQUEST, from_on=date(2027, 4, 20), to_on=date(2027, 4, 20)))
    assert "Prior notification" not in statuses(notified, replace(REQUEST, from_on=date(2027, 4, 21), to_on=date(2027, 6, 30)))


def test_filters_of_the_request_hold(notified: Services) -> None:
    assert "Prior notification" in statuses(notified, replace(REQUEST, agreements=("vd11",)))
    assert statuses(notified, replace(REQUEST, agreements=("open-skies",))) == {}
    assert statuses(notified, replace(REQUEST, states=("ITA",))) == {}


def test_what_is_withheld_is_not_even_evidence(services: Services) -> None:
    exercise = services.records.record(an_exercise())
    services.records.record(a_notification(releasable_to=("POL",), links=(Link(relation="notifies", target=exercise),)))
    assert statuses(services, replace(REQUEST, recipient="Poland"))["Prior notification"] == "● met"
    assert statuses(services, replace(REQUEST, recipient="France"))["Prior notification"] == "○ open, overdue"


def test_a_waiver_settles(services: Services) -> None:
    exercise = services.records.record(an_exercise())
    services.records.record(obligation_note(
        rule="observation-invitation", state="", period="", reason="All were told orally.",
        links=(Link(relation="settles", target=exercise),),
    ))
    assert statuses(services)["Invitation of observers"] == "– waived"


def test_the_ledger_of_the_year_counts_the_visit(services: Services) -> None:
    services.records.record(an_inspection())
    services.records.record(an_inspection(
        from_state="FRA", inspecting_states=("FRA",), requested_at=at("2027-11-03T08:00:00Z"), request_received_at=None, replied_at=None,
        reply="", arrived_at=None, started_at=None, ended_at=None, entry_planned_at=at("2027-11-06T08:00:00Z"), outcome="",
        quota_effect="",
    ))
    made = section(services, "Quotas")
    assert made is not None
    ledger = made.blocks[0]
    assert isinstance(ledger, Table)
    rows = [row.cells for row in ledger.rows if row.kind != "group"]
    assert ("Germany", "–", "3", "1", "1", "1") in [cells[:6] for cells in rows]


def test_without_an_owner_the_obligations_of_all_are_listed(tmp_path: Path) -> None:
    from cbm_tracker import bootstrap

    services = bootstrap.new_register(tmp_path / "nobody.cbm")
    services.records.record(an_exercise(host_states=("FRA",), contingents=(a_contingent(state="FRA", troops=9_000),)))
    made = section(services, "Obligations")
    services.close()
    assert made is not None
    assert [block.caption for block in made.blocks if isinstance(block, Table)][1:] == ["Obligations of the period"]


def test_the_method_names_the_packs(notified: Services) -> None:
    content = notified.reports.content(REQUEST, Silent())
    assert "by the rules of" in str(content.sections[-1])
    assert "Vienna Document 2011" in str(content.sections[-1])


def test_the_same_request_gives_the_same_bytes_and_number(notified: Services, tmp_path: Path) -> None:
    first = notified.reports.print_pdf(REQUEST, tmp_path / "first.pdf", Silent())
    again = notified.reports.print_pdf(REQUEST, tmp_path / "again.pdf", Silent())
    notified.records.record(an_exercise(designation="NEW", starts_on=day("2027-06-20"), ends_on=day("2027-06-28")))
    other = notified.reports.print_pdf(REQUEST, tmp_path / "other.pdf", Silent())
    assert (first.number, again.number, other.number) == ("2027/001", "2027/001", "2027/002")
    assert first.path.read_bytes() == again.path.read_bytes()


def test_a_period_without_records_is_judged_without_reading_those_of_others(notified: Services) -> None:
    asked = Query(kinds=("exercise",), from_on=date(2012, 1, 1), to_on=date(2012, 12, 31))
    reports = notified.reports
    with reports.store.reading() as reading:
        situation, asking, _ = reports.situations.of_period(reading, {}, asked, REQUEST.at, lambda record: True)
    assert asking == []
    assert len(situation.records) == 0
