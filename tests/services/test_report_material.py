"""What a report for a successor is made from: clocks that run, as the page of what is due has them, and who recorded what."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime

from cbm_tracker.bootstrap import Services
from cbm_tracker.reports.material import Material
from cbm_tracker.services.progress import Silent
from cbm_tracker.services.report_material import material_of
from cbm_tracker.services.reports import ReportRequest
from tests.builders import SettableClock, a_contact, a_contingent, an_exercise, an_inspection, at, day, fixed_desk

NOW = datetime(2027, 3, 1, 14, tzinfo=UTC)
REQUEST = ReportRequest("handover", date(2027, 1, 1), date(2027, 12, 31), NOW)


@contextmanager
def material(services: Services, request: ReportRequest = REQUEST) -> Iterator[Material]:
    reports = services.reports
    with reports.store.reading() as reading:
        yield material_of(request, reading, reports.names, reports.situations, services.rules.packs(), Silent())


def test_the_clocks_are_those_of_the_page_of_what_is_due_with_the_instant_after_which_each_is_late(services: Services) -> None:
    services.records.record(an_exercise(contingents=(a_contingent(troops=9_000),), starts_on=day("2027-06-01")))
    services.records.record(an_inspection(
        requested_at=at("2027-03-01T12:55:00Z"), request_received_at=at("2027-03-01T13:05:00Z"), replied_at=None, reply="", arrived_at=None,
        started_at=None, ended_at=None, outcome="", quota_effect="", findings="", entry_planned_at=at("2027-03-03T07:00:00Z")))
    with material(services) as told:
        clocks = told.clocks()
    due = services.obligations.due(NOW, 305)
    assert {each.judged.finding.key: each.late_after for each in clocks} == {owed.finding.key: owed.due_at for owed in due}
    by_rule = {each.judged.finding.rule: each.late_after for each in clocks}
    assert by_rule["prior-notification"] == datetime(2027, 4, 20, 22, tzinfo=UTC)  # the end of 20 April in Berlin, in summer time
    known = [each.late_after for each in clocks if each.late_after is not None]
    assert known == sorted(known)


def test_clocks_are_those_of_the_states_and_agreements_asked_for_and_of_what_may_be_told(services: Services) -> None:
    services.records.record(an_exercise(contingents=(a_contingent(troops=9_000),), starts_on=day("2027-06-01"), releasable_to=("FRA",)))

    def rules(request: ReportRequest) -> set[str]:
        with material(services, request) as told:
            return {each.judged.finding.rule for each in told.clocks() if each.judged.record is not None}

    assert "prior-notification" in rules(REQUEST)
    assert "prior-notification" in rules(replace(REQUEST, states=("DEU",), agreements=("vd11",)))
    assert rules(replace(REQUEST, states=("POL",))) == rules(replace(REQUEST, agreements=("un-coe",))) == set()
    assert rules(replace(REQUEST, recipient="Poland")) == set()


def test_officers_are_told_by_what_they_recorded_and_to_nobody_outside(services: Services, clock: SettableClock) -> None:
    first = services.records.record(an_exercise())
    services.records.record(a_contact())
    clock.forward(days=2)
    other = replace(services.records, desk=fixed_desk(clock, "B. Officer"))
    other.revise(an_exercise(id=first, designation="SOUTHERN ARC 27"), services.records.get(first).revision, "New name.")
    with material(services) as told:
        officers = {each.name: (dict(each.records), each.last_at.day) for each in told.officers()}
    assert officers["B. Officer"] == ({"exercise": 1}, 3)
    assert officers["A. Officer"][0].items() >= {"exercise": 1, "contact": 1}.items()
    with material(services, replace(REQUEST, recipient="Poland")) as told:
        assert told.officers() == ()
