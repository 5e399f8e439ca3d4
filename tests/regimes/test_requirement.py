"""Rules about one record: outcome, who owes it, by when, and what meets it."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from cbm_tracker.domain.measures import Area, JointExercise, Link, Notification
from cbm_tracker.regimes.findings import Finding, Obligation
from cbm_tracker.regimes.packs import Pack
from tests.builders import a_contingent, a_notification, an_exercise, an_inspection, at, day, facts, obligation_note
from tests.regimes.situations import a_pack, a_rule, findings_of, the_finding

_NOTIFY = (
    'by = "hosts"\nto = "all participating States"\nwhat = "prior notification"\nwhen = { fact = "troops", at_least = 9000 }\n'
    'due = { before = "starts_on", days = 42, desirable = { days = 60 } }\n'
    'met_by = { notification = ["exercise_advance"], relation = "notifies" }\n'
    'dropped_by = { notification = ["exercise_cancellation"], relation = "notifies" }'
)
_PACK = a_pack(a_rule(_NOTIFY, kind="lead_time"))


def _exercise(troops: int | None = 9_000, **fields: Any) -> JointExercise:
    told: dict[str, Any] = {"agreements": ("test-pack",), "contingents": (a_contingent(troops=troops),), "starts_on": day("2027-06-01")}
    return an_exercise(**{**told, **fields})


def _notice(exercise: JointExercise, sent: str, **fields: Any) -> Notification:
    told: dict[str, Any] = {"agreements": ("test-pack",), "sent_at": at(sent), "links": (Link(relation="notifies", target=exercise.id),)}
    return a_notification(**{**told, **fields})


def _owed(finding: Finding) -> Obligation:
    assert finding.obligation is not None
    return finding.obligation


@pytest.mark.parametrize(("troops", "outcome"), [(8_999, "not_required"), (9_000, "required"), (9_001, "required"), (10**9, "required")])
def test_the_limit_decides(troops: int, outcome: str) -> None:
    found = the_finding(_exercise(troops), _PACK)
    assert found.outcome == outcome
    (because,) = found.because
    assert (because.measure, because.value, because.operator, because.limit) == ("troops", troops, ">=", 9_000)


def test_ten_thousand_contingents_are_added_up_exactly() -> None:
    many = tuple(a_contingent(state=state, troops=1, phase=str(phase)) for phase in range(5_000) for state in ("DEU", "FRA"))
    assert the_finding(_exercise(contingents=many), _PACK).because[0].value == 2
    once = tuple(a_contingent(state="DEU", troops=10**9, role=role) for role in ("host", "lead", "participant"))
    assert the_finding(_exercise(contingents=once), _PACK).because[0].value == 3 * 10**9


def test_what_is_required_says_by_whom_to_whom_by_when_and_how_it_comes_about() -> None:
    found = the_finding(_exercise(), _PACK)
    owed = _owed(found)
    assert str(found.sum) == "2027-06-01 - 42 days = 2027-04-20"
    assert (owed.what, owed.by, owed.to, owed.due, owed.state) \
        == ("prior notification", ("DEU",), ("all participating States",), date(2027, 4, 20), "upcoming")
    assert found.to_json()["obligation"]["due"] == "2027-04-20"


@pytest.mark.parametrize(
    ("now", "state"), [("2027-04-19T21:59:59Z", "upcoming"), ("2027-04-19T22:00:00Z", "due"), ("2027-04-20T21:59:59Z", "due"),
                       ("2027-04-20T22:00:00Z", "overdue")],
)
def test_a_date_is_due_on_its_day_in_the_capital(now: str, state: str) -> None:
    assert _owed(the_finding(_exercise(), _PACK, at=now)).state == state


@pytest.mark.parametrize(
    ("sent", "state", "note"),
    [("2027-04-20T09:00:00Z", "met", "Below the desirable notice of 60 days (2027-04-02)."), ("2027-04-02T09:00:00Z", "met", ""),
     ("2027-04-21T09:00:00Z", "met_late", "Late by 1 day."), ("2027-04-20T22:30:00Z", "met_late", "Late by 1 day.")],
)
def test_the_last_day_is_in_time(sent: str, state: str, note: str) -> None:
    exercise = _exercise()
    notice = _notice(exercise, sent)
    found = the_finding(exercise, _PACK, notice, at="2027-05-01")
    assert (_owed(found).state, _owed(found).met_by) == (state, notice.id)
    assert found.notes[:1] == ((note,) if note else ())


def test_where_the_calendars_disagree_it_is_borderline() -> None:
    exercise = _exercise()
    found = the_finding(exercise, _PACK, _notice(exercise, "2027-04-20T22:30:00Z"), at="2027-05-01")
    assert "Borderline: by the calendar of UTC it would be otherwise." in found.notes


def test_what_is_sent_after_the_instant_of_the_judgement_has_not_happened() -> None:
    exercise = _exercise()
    assert _owed(the_finding(exercise, _PACK, _notice(exercise, "2027-04-10T09:00:00Z"), at="2027-04-09")).state == "upcoming"


@pytest.mark.parametrize("other", [{"notification_kind": "exercise_change"}, {"from_state": "FRA"}, {"sent_at": None}, {"links": ()}])
def test_what_is_something_else_does_not_meet_it(other: dict[str, Any]) -> None:
    exercise = _exercise()
    assert _owed(the_finding(exercise, _PACK, _notice(exercise, "2027-04-10T09:00:00Z", **other), at="2027-05-01")).state == "overdue"


def test_a_cancelled_activity_is_owed_nothing_more() -> None:
    exercise = _exercise()
    cancelled = _notice(exercise, "2027-04-01T09:00:00Z", notification_kind="exercise_cancellation")
    assert _owed(the_finding(exercise, _PACK, cancelled, at="2027-05-01")).state == "superseded"


def test_the_record_that_would_meet_it_is_prepared() -> None:
    exercise = _exercise()
    remedy = _owed(the_finding(exercise, _PACK)).remedy
    assert remedy is not None
    assert (remedy.kind, remedy.values["notification_kind"], remedy.values["from_state"], remedy.values["direction"]) \
        == ("notification", "exercise_advance", "DEU", "given")
    assert remedy.values["links"] == [{"relation": "notifies", "target": exercise.id}]


def test_what_is_missing_is_named_and_what_would_be_owed_is_said() -> None:
    found = the_finding(_exercise(None), _PACK)
    assert (found.outcome, found.missing, found.obligation) == ("undetermined", ("contingents[0].troops",), None)
    assert found.if_required is not None
    assert found.if_required.due == date(2027, 4, 20)


def test_without_a_start_the_due_day_is_missing() -> None:
    found = the_finding(_exercise(starts_on=day("2027-06")), _PACK)
    assert (found.outcome, found.missing, found.sum) == ("undetermined", ("starts_on",), None)


def test_an_obligation_that_is_waived_is_closed_with_the_reason() -> None:
    exercise = _exercise()
    note = obligation_note(agreement="test-pack", rule="the-rule", state="DEU", period="", agreements=(), reason="Told at the meeting.",
                           links=(Link(relation="settles", target=exercise.id),))
    found = the_finding(exercise, _PACK, note, at="2027-05-01")
    assert (_owed(found).state, _owed(found).met_by, found.notes[-1]) == ("waived", note.id, "Waived: Told at the meeting.")
    assert _owed(the_finding(_exercise(), _PACK, note, at="2027-05-01")).state == "overdue"


def test_each_host_has_a_share_and_one_waiver_leaves_the_other() -> None:
    exercise = _exercise(host_states=("DEU", "FRA"))
    owed = _owed(the_finding(exercise, _PACK, _notice(exercise, "2027-04-10T09:00:00Z"), at="2027-05-01"))
    assert (owed.state, owed.state_of("DEU"), owed.state_of("FRA")) == ("overdue", "met", "overdue")
    note = obligation_note(agreement="test-pack", rule="the-rule", state="FRA", period="", agreements=(),
                           links=(Link(relation="settles", target=exercise.id),))
    owed = _owed(the_finding(exercise, _PACK, note, at="2027-05-01"))
    assert (owed.state, owed.state_of("DEU"), owed.state_of("FRA")) == ("overdue", "overdue", "waived")


def test_a_state_whose_own_forces_reach_the_level_owes_it_too() -> None:
    pack = a_pack(a_rule(_NOTIFY + "\nreaching = true", kind="lead_time"))
    forces = (a_contingent(state="DEU", troops=1_000), a_contingent(state="FRA", troops=9_500), a_contingent(state="POL", troops=400))
    assert _owed(the_finding(_exercise(contingents=forces), pack)).by == ("DEU", "FRA")


_REPLY = 'due = { after = "requested_at", hours = 24 }\nby = "receiving"\nmet_by = { field = "replied_at" }'


@pytest.mark.parametrize(
    ("replied", "now", "state", "notes"),
    [
        (None, "2027-05-03T07:59:59Z", "upcoming", ()), (None, "2027-05-03T08:00:00Z", "due", ()),
        (None, "2027-05-04T08:00:00Z", "due", ()), (None, "2027-05-04T08:00:01Z", "overdue", ()),
        ("2027-05-04T08:00:00Z", "2027-05-10", "met", ()), ("2027-05-04T11:25:00Z", "2027-05-10", "met_late", ("Late by 3 h 25 min.",)),
    ],
)
def test_a_reply_clock_runs_by_the_hour(replied: str | None, now: str, state: str, notes: tuple[str, ...]) -> None:
    inspection = an_inspection(agreements=("test-pack",), request_received_at=None, replied_at=at(replied) if replied else None)
    found = the_finding(inspection, a_pack(a_rule(_REPLY, kind="reply", subject="inspection")), at=now)
    assert (_owed(found).due, _owed(found).state, found.notes) == (datetime(2027, 5, 4, 8, 0, tzinfo=UTC), state, notes)


def test_a_clock_that_has_not_started_is_silent() -> None:
    inspection = an_inspection(agreements=("test-pack",), requested_at=None, request_received_at=None, replied_at=None)
    assert findings_of(inspection, a_pack(a_rule(_REPLY, kind="reply", subject="inspection"))) == []


def test_three_months_after_the_end_of_a_month_are_its_last_day() -> None:
    pack = a_pack(a_rule('due = { after = "budget_approved_on", months = 3 }\nby = "state"', kind="delay", subject="agreement_facts"))
    told = facts(agreement="test-pack", agreements=(), budget_approved_on=day("2026-11-30"))
    assert str(the_finding(told, pack).sum) == "2026-11-30 + 3 months = 2027-02-28"


def test_the_class_decides_the_span() -> None:
    body = ('due = { before = "starts_on", cases = [{ when = { fact = "level", level_at_least = "corps" }, days = 60 }, '
            '{ when = { fact = "level", is = "division" }, days = 30 }] }')
    pack = a_pack(a_rule(body, kind="lead_time"))
    sums = {level: str(the_finding(_exercise(level=level, level_of_command=""), pack).sum) for level in ("corps", "division")}
    assert sums == {"corps": "2027-06-01 - 60 days = 2027-04-02", "division": "2027-06-01 - 30 days = 2027-05-02"}
    assert the_finding(_exercise(level="", level_of_command=""), pack).missing == ("level",)


def test_a_person_decides_where_a_level_is_reached_and_a_condition_is_not() -> None:
    body = 'when = { all = [{ fact = "troops", at_least = 9000 }, { fact = "divisional_structure", is = true }] }\n' \
        'decide = { fact = "troops", at_least = 9000 }'
    pack = a_pack(a_rule(body))
    assert [the_finding(_exercise(troops, divisional_structure=structure), pack).outcome
            for troops, structure in ((9_000, True), (9_000, False), (8_999, True))] == ["required", "undetermined", "not_required"]


@pytest.mark.parametrize(
    ("kind", "reached", "below"),
    [("threshold", "required", "not_required"), ("distance", "breach", "permitted"), ("prerequisite", "prohibited", "permitted")],
)
def test_each_kind_has_its_outcomes(kind: str, reached: str, below: str) -> None:
    pack: Pack = a_pack(a_rule('when = { fact = "troops", at_least = 9000 }', kind=kind))
    assert [the_finding(_exercise(troops), pack).outcome for troops in (9_000, 8_999)] == [reached, below]


def test_a_rule_may_keep_silent_of_what_it_does_not_catch() -> None:
    pack = a_pack(a_rule('when = { fact = "troops", at_least = 9000 }\notherwise = ""'))
    assert findings_of(_exercise(8_999), pack) == []


def test_a_due_day_outside_the_calendar_is_missing_and_no_crash() -> None:
    pack = a_pack(a_rule('due = { after = "content.day", years = 200 }', kind="delay", subject="notification"))
    assert the_finding(a_notification(agreements=("test-pack",), content={"day": "9990-01-01"}), pack).missing == ("content.day",)


@pytest.mark.parametrize(
    ("condition", "value", "limit"),
    [
        ('fact = "contingents", known = true', 1, True), ('fact = "area", known = true', "stated", True),
        ('fact = "facts.tier", one_of = ["two", 1, 2.5]', 2.5, [1, 2.5, "two"]),
    ],
)
def test_a_reason_of_any_field_can_be_written_as_json(condition: str, value: Any, limit: Any) -> None:
    found = the_finding(_exercise(area=Area(name="Plain"), facts={"tier": 2.5}), a_pack(a_rule(f"when = {{ {condition} }}")))
    told = json.loads(json.dumps(found.to_json()))["because"][0]
    assert (found.outcome, told["value"], told["limit"]) == ("required", value, limit)


def test_a_field_that_tells_no_moment_meets_nothing() -> None:
    pack = a_pack(a_rule('met_by = { field = "level" }\nby = "hosts"\n' + 'due = { before = "starts_on", days = 42 }', kind="lead_time"))
    found = the_finding(_exercise(level="division"), pack, at="2027-01-01")
    assert found.obligation is not None
    assert found.obligation.state == "upcoming"


def test_working_days_are_those_of_the_calendar_of_the_pack() -> None:
    body = 'by = "hosts"\nmet_by = { notification = "any" }\ndue = { after = "starts_on", working_days = 2, calendar = "office" }'
    calendar = '[[calendars]]\nid = "office"\nname = "The office"\nrest = ["friday", "saturday"]\nholidays = [2027-06-02]\n'
    found = the_finding(_exercise(starts_on=day("2027-06-01")), a_pack(a_rule(body, kind="delay") + calendar))
    assert found.obligation is not None
    assert found.obligation.due == date(2027, 6, 6)  # over a holiday, a Friday and a Saturday
    assert found.sum is not None
    assert found.sum.terms[1].label == "working days: The office"


@pytest.mark.parametrize(("told", "label"), [("sent_at", "request sent"), ("received_at", "received")])
def test_a_sum_names_the_fact_that_it_counts_from(told: str, label: str) -> None:
    pack = a_pack(a_rule('due = { after = ["sent_at", "received_at"], hours = 48, anchor_label = "request sent" }\n'
                         'met_by = { notification = ["unusual_activity_reply"] }', kind="reply", subject="notification"))
    told_at: dict[str, Any] = {"sent_at": None, "received_at": None, told: at("2027-02-28T08:00:00Z")}
    asked = a_notification(notification_kind="unusual_activity_request", agreements=("test-pack",), **told_at)
    found = the_finding(asked, pack)
    assert found.sum is not None
    assert found.sum.terms[0].label == label
