"""What is owed, worked out from a register: what is due, what meets it, what officers decide, and quotas."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from cbm_tracker import bootstrap
from cbm_tracker.bootstrap import Services
from cbm_tracker.domain.measures import Inspection, JointExercise, Link, Notification, ObligationNote, Participation, Record
from cbm_tracker.domain.query import Query
from cbm_tracker.domain.record_json import from_json
from cbm_tracker.errors import CbmTrackerError, InvalidMeasure
from cbm_tracker.regimes.findings import Finding
from cbm_tracker.services.obligations import Owed
from tests.builders import (
    SettableClock,
    a_contact,
    a_contingent,
    a_notification,
    an_agreement,
    an_exercise,
    an_inspection,
    at,
    day,
    fixed_desk,
)

NOW = datetime(2027, 3, 1, 8, 0, tzinfo=UTC)


def nine_thousand(**fields: object) -> JointExercise:
    """An exercise that is notified and not observed; its notification is due on 20 April 2027."""
    return an_exercise(contingents=(a_contingent(troops=9_000),), starts_on=day("2027-06-01"), **fields)


def a_request(**fields: object) -> Inspection:
    """A request to Germany that waits for its reply."""
    told = {
        "requested_at": at("2027-03-01T12:55:00Z"), "request_received_at": at("2027-03-01T13:05:00Z"), "replied_at": None, "reply": "",
        "arrived_at": None, "started_at": None, "ended_at": None, "outcome": "", "quota_effect": "", "findings": "",
        "entry_planned_at": at("2027-03-03T07:00:00Z"),
    }
    return an_inspection(**{**told, **fields})


def owed_of(services: Services, rule: str, now: datetime = NOW, within: int = 60) -> list[Owed]:
    return [each for each in services.obligations.due(now, within) if each.finding.rule == rule]


def the_owed(services: Services, rule: str, now: datetime = NOW, within: int = 60) -> Owed:
    (found,) = owed_of(services, rule, now, within)
    return found


def finding_of(findings: list[Finding], rule: str, agreement: str = "vd11") -> Finding:
    (found,) = [each for each in findings if (each.rule, each.agreement) == (rule, agreement)]
    return found


# ---------------------------------------------------------------- due


def test_a_notification_is_due_42_days_before_and_gone_when_it_was_sent(services: Services) -> None:
    exercise = nine_thousand()
    services.records.record(exercise)
    owed = the_owed(services, "prior-notification")
    assert (owed.due, owed.group, owed.own) == (date(2027, 4, 20), "later", True)
    assert (owed.record_id, owed.kind, owed.title, owed.states) == (exercise.id, "exercise", "NORTHERN ARC 27", ("DEU",))
    assert owed.due_at == datetime(2027, 4, 20, 22, 0, tzinfo=UTC)
    assert str(owed.finding.sum) == "2027-06-01 - 42 days = 2027-04-20"
    services.records.record(a_notification(sent_at=at("2027-02-28T09:00:00Z"), links=(Link(relation="notifies", target=exercise.id),)))
    assert owed_of(services, "prior-notification") == []


@pytest.mark.parametrize(
    ("now", "group"),
    [
        ("2027-02-19T08:00:00Z", "later"), ("2027-04-13T21:59:00Z", "later"), ("2027-04-13T22:00:00Z", "week"),
        ("2027-04-19T21:59:00Z", "week"), ("2027-04-19T22:00:00Z", "today"), ("2027-04-20T21:59:00Z", "today"),
        ("2027-04-20T22:00:00Z", "overdue"),
    ],
)
def test_the_group_follows_the_date_at_the_capital_of_the_owner(services: Services, now: str, group: str) -> None:
    services.records.record(nine_thousand())
    assert the_owed(services, "prior-notification", at(now).utc).group == group


def test_what_is_due_beyond_the_days_ahead_is_left_out(services: Services) -> None:
    services.records.record(nine_thousand())
    assert owed_of(services, "prior-notification", within=49) == []
    assert len(owed_of(services, "prior-notification", within=50)) == 1


def test_a_reply_clock_counts_by_the_hour(services: Services) -> None:
    services.records.record(a_request())
    owed = the_owed(services, "inspection-reply", at("2027-03-01T14:00:00Z").utc)
    assert owed.due == owed.due_at == at("2027-03-02T12:55:00Z").utc
    assert owed.began_at == at("2027-03-01T12:55:00Z").utc
    assert owed.states == ("DEU",)


@pytest.mark.parametrize(("sent_at", "still_owed"), [("2027-03-02T12:55:00Z", 0), (None, 1)])
def test_an_answer_to_the_notice_of_a_visit_answers_the_visit(services: Services, sent_at: str | None, still_owed: int) -> None:
    request = services.records.record(a_request())
    told = services.records.record(a_notification(
        notification_kind="inspection_notice", from_state="FRA", to=("DEU",), direction="received", sent_at=at("2027-03-01T12:55:00Z"),
        received_at=None, links=(Link(relation="notifies", target=request),),
    ))
    if sent_at:
        services.records.record(a_notification(
            notification_kind="inspection_reply", from_state="DEU", to=("FRA",), direction="given", sent_at=at(sent_at), received_at=None,
            links=(Link(relation="answers", target=told),),
        ))
    assert len(owed_of(services, "inspection-reply", at("2027-03-05T08:00:00Z").utc)) == still_owed


def test_a_request_without_an_answer_counts_whatever_its_age(services: Services) -> None:
    old = a_request(requested_at=at("2019-03-01T12:55:00Z"), request_received_at=at("2019-03-01T13:05:00Z"),
                    entry_planned_at=at("2019-03-03T07:00:00Z"))
    services.records.record(old)
    assert the_owed(services, "inspection-reply").group == "overdue"


def test_activities_that_ended_more_than_a_year_ago_are_let_rest(services: Services) -> None:
    services.records.record(an_exercise(starts_on=day("2026-02-01"), ends_on=day("2026-02-27"), contingents=(a_contingent(troops=9_000),)))
    services.records.record(an_exercise(starts_on=day("2026-02-10"), ends_on=day("2026-03-05"), contingents=(a_contingent(troops=9_000),)))
    assert [owed.due for owed in owed_of(services, "prior-notification")] == [date(2025, 12, 30)]


def test_what_is_in_the_bin_or_corrected_owes_nothing(services: Services) -> None:
    thrown = nine_thousand()
    services.records.record(thrown)
    services.records.delete(thrown.id)
    original = nine_thousand()
    services.records.record_with_files(original, (), issue=True)
    services.records.correct(original.id, nine_thousand(designation="NORTHERN ARC 28"), "The name was wrong.")
    assert [owed.title for owed in owed_of(services, "prior-notification")] == ["NORTHERN ARC 28"]


def test_a_notification_of_what_was_corrected_since_still_meets_it(services: Services) -> None:
    original = nine_thousand()
    services.records.record_with_files(original, (), issue=True)
    services.records.record(a_notification(sent_at=at("2027-02-28T09:00:00Z"), links=(Link(relation="notifies", target=original.id),)))
    corrected = services.records.correct(original.id, nine_thousand(designation="NORTHERN ARC 28"), "The name was wrong.")
    assert owed_of(services, "prior-notification") == []
    told = finding_of(services.obligations.of_record(corrected, NOW), "prior-notification").obligation
    assert told is not None
    assert told.state == "met"
    assert services.obligations.of_record(original.id, NOW) == []


def test_what_is_not_done_is_overdue_from_the_day_after_on(services: Services) -> None:
    def overdue(instant: str) -> int:
        return sum(owed.group == "overdue" for owed in services.obligations.due(at(instant).utc, 0))

    before = overdue("2027-04-21T08:00:00Z")
    services.records.record(nine_thousand())
    assert overdue("2027-04-20T08:00:00Z") == before
    assert overdue("2027-04-21T08:00:00Z") == before + 1


# ---------------------------------------------------------------- of the calendar


@pytest.fixture
def yearly(tmp_path: Path) -> Iterator[Services]:
    """A register that Austria began on 1 November 2026."""
    made = bootstrap.new_register(tmp_path / "yearly.cbm", fixed_desk(SettableClock(datetime(2026, 11, 1, 8, 0, tzinfo=UTC))), owner="AUT")
    try:
        yield made
    finally:
        made.close()


DECEMBER = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)


def test_a_new_register_does_not_begin_with_what_was_due_before_it(yearly: Services) -> None:
    assert all(isinstance(owed.due, date) and owed.due >= date(2026, 10, 1) for owed in yearly.obligations.due(DECEMBER))
    owed = the_owed(yearly, "annual-exchange", DECEMBER)
    assert (owed.due, owed.finding.period, owed.record_id, owed.kind) == (date(2026, 12, 15), "2027", "", "")


def test_an_exchange_that_was_sent_is_no_longer_due(yearly: Services) -> None:
    sent = a_notification(notification_kind="annual_exchange", from_state="AUT", period="2027", sent_at=at("2026-11-28T09:00:00Z"))
    yearly.records.record(sent)
    assert owed_of(yearly, "annual-exchange", DECEMBER) == []


def test_what_meets_a_duty_of_the_year_is_prefilled(yearly: Services) -> None:
    kind, values = yearly.obligations.prefill(the_owed(yearly, "annual-exchange", DECEMBER).finding)
    assert kind == "notification"
    assert (values["notification_kind"], values["from_state"], values["period"]) == ("annual_exchange", "AUT", "2027")
    yearly.records.record(from_json({**values, "kind": kind, "sent_at": "2026-11-30T09:00:00Z"}))
    assert owed_of(yearly, "annual-exchange", DECEMBER) == []


def test_nothing_to_declare_is_a_record_that_undo_takes_back(yearly: Services) -> None:
    finding = the_owed(yearly, "annual-exchange", DECEMBER).finding
    declared = yearly.obligations.declare_nil(finding)
    record = yearly.records.get(declared).record
    assert isinstance(record, Notification)
    assert (record.notification_kind, record.from_state, record.direction, record.period) == ("nil_report", "AUT", "given", "2027")
    assert owed_of(yearly, "annual-exchange", DECEMBER) == []
    yearly.undo.undo()
    assert len(owed_of(yearly, "annual-exchange", DECEMBER)) == 1


def test_nothing_new_says_since_when(yearly: Services) -> None:
    now = datetime(2027, 4, 1, 8, 0, tzinfo=UTC)
    (owed,) = [each for each in yearly.obligations.due(now) if each.agreement == "bwc-cbm"]
    declared = yearly.obligations.declare_nothing_new(owed.finding, "2024")
    record = yearly.records.get(declared).record
    assert isinstance(record, Notification)
    assert (record.notification_kind, record.content["since"]) == ("nothing_new", "2024")
    assert [each for each in yearly.obligations.due(now) if each.agreement == "bwc-cbm"] == []


# ---------------------------------------------------------------- decisions


def test_a_waived_obligation_is_no_longer_due_and_says_why(services: Services) -> None:
    services.records.record(nine_thousand())
    finding = the_owed(services, "prior-notification").finding
    with pytest.raises(InvalidMeasure):
        services.obligations.waive(finding, "  ")
    services.obligations.waive(finding, "Notified within the Forum.")
    assert owed_of(services, "prior-notification") == []
    told = finding_of(services.obligations.of_record(finding.record, NOW), "prior-notification")
    assert told.obligation is not None
    assert told.obligation.state == "waived"
    assert "Waived: Notified within the Forum." in told.notes
    services.undo.undo()
    assert len(owed_of(services, "prior-notification")) == 1


def test_the_latest_reminder_counts(services: Services, clock: SettableClock) -> None:
    services.records.record(nine_thousand())
    finding = the_owed(services, "prior-notification").finding
    services.obligations.remind(finding, 14)
    assert the_owed(services, "prior-notification").remind_on == date(2027, 4, 6)
    clock.forward(minutes=1)
    note = services.records.get(services.obligations.remind(finding, 10)).record
    assert isinstance(note, ObligationNote)
    assert (note.state, note.decision) == ("DEU", "reminder")
    owed = the_owed(services, "prior-notification")
    assert (owed.remind_on, owed.remind_days) == (date(2027, 4, 10), 10)


def test_the_notification_that_meets_it_is_prefilled_with_its_link(services: Services) -> None:
    exercise = nine_thousand()
    services.records.record(exercise)
    kind, values = services.obligations.prefill(the_owed(services, "prior-notification").finding)
    assert kind == "notification"
    assert values["links"] == [{"relation": "notifies", "target": exercise.id}]
    assert (values["subject"], values["from_state"], values["direction"]) == ("NORTHERN ARC 27", "DEU", "given")
    services.records.record(from_json({**values, "kind": kind, "sent_at": "2027-02-27T09:00:00Z"}))
    assert owed_of(services, "prior-notification") == []


def test_what_no_record_meets_is_said(services: Services) -> None:
    services.records.record(nine_thousand())
    finding = the_owed(services, "prior-notification").finding
    assert finding.obligation is not None
    bare = replace(finding, obligation=replace(finding.obligation, remedy=None))
    with pytest.raises(CbmTrackerError, match="No record meets this"):
        services.obligations.prefill(bare)


# ---------------------------------------------------------------- one record


def test_a_form_is_judged_as_it_is_typed_in_place_of_what_is_recorded(services: Services) -> None:
    exercise = nine_thousand()
    services.records.record(exercise)
    assert finding_of(services.obligations.judge_typed(exercise, NOW), "prior-notification").outcome == "required"
    typed = replace(exercise, contingents=(a_contingent(troops=8_999),))
    assert finding_of(services.obligations.judge_typed(typed, NOW), "prior-notification").outcome == "not_required"
    assert finding_of(services.obligations.of_record(exercise.id, NOW), "prior-notification").outcome == "required"


def test_what_is_recorded_meanwhile_is_seen_at_once(services: Services) -> None:
    exercise = nine_thousand()
    services.records.record(exercise)
    assert finding_of(services.obligations.judge_typed(exercise, NOW), "prior-notification").obligation is not None
    services.records.record(a_notification(sent_at=at("2027-02-28T09:00:00Z"), links=(Link(relation="notifies", target=exercise.id),)))
    told = finding_of(services.obligations.judge_typed(exercise, NOW), "prior-notification").obligation
    assert told is not None
    assert told.state == "met"


def test_who_takes_part_is_as_an_officer_recorded_it(services: Services) -> None:
    exercise = nine_thousand()
    services.records.record(exercise)
    left = an_agreement(agreement="vd11", name="Vienna Document 2011",
                        participations=(Participation(state="DEU", status="withdrawn", from_on=day("2027-01-01")),))
    services.records.record(left)
    found = finding_of(services.obligations.of_record(exercise.id, NOW), "prior-notification")
    assert found.gate == "Withdrawn for DEU since 2027-01-01."
    assert owed_of(services, "prior-notification") == []


def test_a_request_has_its_reply_for_next_step(services: Services) -> None:
    request = a_request()
    services.records.record(request)
    step = services.obligations.next_step(request, at("2027-03-01T14:00:00Z").utc)
    assert step is not None
    assert step.obligation is not None
    assert step.obligation.due == at("2027-03-02T12:55:00Z").utc


# ---------------------------------------------------------------- quotas


def three_inspections() -> list[Record]:
    return [
        an_inspection(inspecting_states=(state,), from_state=state, requested_at=at(f"2027-{month}3T08:00:00Z"),
                      request_received_at=at(f"2027-{month}3T08:05:00Z"), replied_at=at(f"2027-{month}4T06:00:00Z"),
                      arrived_at=at(f"2027-{month}6T07:00:00Z"), started_at=at(f"2027-{month}6T09:00:00Z"),
                      ended_at=at(f"2027-{month}8T09:00:00Z"), quota_effect="")
        for month, state in (("01-0", "POL"), ("01-1", "FRA"), ("02-0", "USA"))
    ]


def test_three_inspections_use_the_quota_up_and_the_fourth_may_be_refused(services: Services) -> None:
    for record in three_inspections():
        services.records.record(record)
    (use,) = [each for each in services.obligations.quotas(2027, NOW) if (each.rule, each.state) == ("inspection-quota", "DEU")]
    assert (use.limit, use.used, use.left) == (3, 3, 0)
    fourth = a_request(inspecting_states=("CZE",), from_state="CZE")
    found = finding_of(services.obligations.what_if(fourth, NOW), "inspection-quota")
    assert found.outcome == "advisory"
    assert services.records.count(Query(kinds=("inspection",))) == 3
    earlier = finding_of(services.obligations.what_if(replace(fourth, requested_at=at("2026-12-01T08:00:00Z"), request_received_at=None,
                                                              entry_planned_at=at("2026-12-03T08:00:00Z")), NOW), "inspection-quota")
    assert earlier.outcome == "permitted"


# ---------------------------------------------------------------- what meets without being linked


def a_visit(year: int) -> Inspection:
    """A visit to an air base, held and reported: nothing of it is open but the next one."""
    return an_inspection(inspection_kind="airbase_visit", requested_at=None, request_received_at=None, replied_at=None, reply="",
                         arrived_at=at(f"{year}-05-06T07:00:00Z"), started_at=at(f"{year}-05-06T09:00:00Z"),
                         ended_at=at(f"{year}-05-08T09:00:00Z"), report_sent_at=at(f"{year}-05-20T09:00:00Z"), outcome="completed")


def test_a_clock_of_years_runs_on_after_what_is_closed_and_ends_without_a_link(services: Services) -> None:
    services.records.record(a_visit(2022))
    assert the_owed(services, "air-base-visit", within=90).due == date(2027, 5, 6)
    services.records.record(a_visit(2026))
    assert owed_of(services, "air-base-visit", within=90) == []


def test_one_of_a_year_is_told_among_all_of_the_year(services: Services) -> None:
    def large(name: str, begins: str, completed: str | None) -> JointExercise:
        return an_exercise(designation=name, agreements=("us-ru-1989-exercises",), activity_type="other", level="above_corps",
                           host_states=("USA",), starts_on=day(begins), ends_on=None, contingents=(a_contingent(state="USA"),),
                           completed_on=day(completed) if completed else None)

    second = large("GLOBAL SECOND", "2027-09-01", None)
    services.records.record(second)
    alone = [each.title for each in services.obligations.due(NOW, 300) if each.agreement == "us-ru-1989-exercises"]
    assert alone == ["GLOBAL SECOND"]
    services.records.record(large("GLOBAL FIRST", "2027-01-10", "2027-01-20"))
    assert [each for each in services.obligations.due(NOW, 300) if each.agreement == "us-ru-1989-exercises"] == []


def test_calls_of_a_schedule_are_held_against_what_was_recorded(tmp_path: Path) -> None:
    made = bootstrap.new_register(tmp_path / "calls.cbm", fixed_desk(datetime(2027, 2, 1, 8, 0, tzinfo=UTC)), owner="IND")
    try:
        made.records.record(a_contact(agreements=(), purpose="routine_test", channel="hotline_voice", with_states=("PAK",),
                                      opened_at=at("2027-03-02T06:00:00Z"), answered_at=at("2027-03-02T06:01:00Z"),
                                      closed_at=at("2027-03-02T06:20:00Z"), outcome="answered", promises=()))
        (owed,) = [each for each in made.obligations.due(at("2027-03-10T08:00:00Z").utc, 20) if "Tuesday" in each.title]
    finally:
        made.close()
    assert owed.due == date(2027, 3, 16)
    assert "5 expected, 1 held, 0 unanswered, 1 not recorded, 3 to come." in owed.finding.notes
