"""Schedules of calls: what is expected, what was held, and which call was made at need."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from cbm_tracker.domain.measures import HotlineContact
from cbm_tracker.errors import InvalidRule
from cbm_tracker.regimes.evaluation import calendar
from cbm_tracker.regimes.findings import Finding
from cbm_tracker.regimes.kinds.calls import Calls, expected_calls
from cbm_tracker.regimes.packs import Pack
from tests.builders import a_contact, at
from tests.regimes.situations import a_pack, a_rule, a_situation, the_finding

_MILITARY = 'zone = "Asia/Seoul"\ntimes = ["09:00", "16:00"]\nchannel = "hotline_voice"'
_LIAISON = 'zone = "Asia/Seoul"\ntimes = ["09:00", "17:00"]\ndays = "working"\ncalendar = "seoul"'
_WEEKLY = 'zone = "Asia/Kolkata"\ndays = "tuesday"'
_HOURLY = 'zone = "UTC"\nhourly = true\ntolerance_minutes = 10\nparity = { even = "USA", odd = "RUS" }'


_CALENDAR = '[[calendars]]\nid = "seoul"\nname = "Seoul"\nholidays = [2027-05-05]\n'


def _pack(body: str) -> Pack:
    return a_pack(a_rule(body, kind="calls", subject="contact") + _CALENDAR)


def _rule(body: str) -> Calls:
    (rule,) = _pack(body).rules
    assert isinstance(rule, Calls)
    return rule


def _days(first: str, last: str) -> tuple[datetime, datetime]:
    return datetime.fromisoformat(f"{first}T00:00+09:00"), datetime.fromisoformat(f"{last}T00:00+09:00")


def _call(opened: str, **fields: Any) -> HotlineContact:
    told: dict[str, Any] = {"agreements": ("test-pack",), "purpose": "scheduled_contact", "with_states": ("PRK",), "from_state": "",
                            "initiated_by": "KOR", "opened_at": at(opened), "answered_at": None, "closed_at": None, "promises": ()}
    return a_contact(**{**told, "outcome": "answered", **fields})


def _month(body: str, *calls: HotlineContact, first: date, last: date, now: str, state: str = "KOR") -> list[Finding]:
    return calendar([_pack(body)], a_situation(*calls, at=now, owner=state), state, first, last)


def test_a_week_from_monday_to_sunday_has_ten_liaison_and_fourteen_military_calls() -> None:
    week = _days("2027-05-03", "2027-05-10")
    assert [len(expected_calls(_rule(body), *week)) for body in (_LIAISON, _MILITARY)] == [10, 14]
    assert expected_calls(_rule(_MILITARY), *week)[0] == datetime(2027, 5, 3, 0, 0, tzinfo=UTC)


def test_a_holiday_of_the_named_calendar_has_no_liaison_call() -> None:
    seoul = _pack(_LIAISON).work_calendar("seoul")
    assert len(expected_calls(_rule(_LIAISON), *_days("2027-05-03", "2027-05-10"), seoul)) == 8
    (month,) = _month(_LIAISON, first=date(2027, 5, 3), last=date(2027, 5, 9), now="2027-05-01")
    assert month.notes[0].startswith("8 expected")


def test_the_last_instant_is_not_in_the_range() -> None:
    rule, (start, end) = _rule(_MILITARY), _days("2027-05-03", "2027-05-04")
    assert len(expected_calls(rule, start.replace(hour=9), end.replace(day=3, hour=16))) == 1


def test_local_times_stay_through_the_change_of_clocks() -> None:
    rule = _rule('zone = "Europe/Berlin"\ntimes = ["09:00"]')
    found = expected_calls(rule, datetime(2027, 3, 27, tzinfo=UTC), datetime(2027, 3, 29, tzinfo=UTC))
    assert [slot.hour for slot in found] == [8, 7]


def test_a_month_counts_what_was_held_and_lists_the_rest() -> None:
    calls = [_call("2027-05-03T00:05:00Z"), _call("2027-05-03T07:00:00Z", outcome="unanswered"),
             _call("2027-05-04T07:00:00Z", agreements=("vd11",))]
    (found,) = _month(_MILITARY, *calls, first=date(2027, 5, 3), last=date(2027, 5, 5), now="2027-05-05T01:00:00Z")
    assert found.period == "2027-05-03 to 2027-05-05"
    assert found.notes == (
        "6 expected, 1 held, 1 unanswered, 3 not recorded, 1 to come.", "Unanswered: 2027-05-03T07:00Z (16:00 Asia/Seoul).",
        "Not recorded: 2027-05-04T00:00Z (09:00 Asia/Seoul); 2027-05-04T07:00Z (16:00 Asia/Seoul); 2027-05-05T00:00Z (09:00 Asia/Seoul).",
    )
    (because,) = found.because
    assert (because.value, because.limit, because.holds) == (1, 5, False)
    assert found.obligation is not None
    assert (found.obligation.due, found.obligation.state) == (datetime(2027, 5, 5, 7, 0, tzinfo=UTC), "due")
    assert found.obligation.remedy is not None
    assert found.obligation.remedy.values["scheduled_at"] == "2027-05-05T07:00Z"


def test_there_is_one_finding_a_month_and_none_is_owed_of_a_month_that_is_over() -> None:
    found = _month(_MILITARY, first=date(2027, 1, 1), last=date(2027, 3, 31), now="2027-06-01")
    assert [(each.period, each.obligation) for each in found] == [("2027-01", None), ("2027-02", None), ("2027-03", None)]
    assert found[1].notes[0] == "56 expected, 0 held, 0 unanswered, 56 not recorded, 0 to come."
    assert found[1].notes[1].endswith("and 16 more.")


def test_two_calls_at_one_time_count_once() -> None:
    calls = [_call("2027-05-03T00:05:00Z", outcome="unanswered"), _call("2027-05-03T00:10:00Z")]
    (found,) = _month(_MILITARY, *calls, first=date(2027, 5, 3), last=date(2027, 5, 3), now="2027-05-04")
    assert found.notes[0].startswith("2 expected, 1 held, 0 unanswered")


@pytest.mark.parametrize(("state", "count"), [("USA", 12), ("RUS", 12), ("CHN", 0)])
def test_even_hours_are_one_side_s_and_odd_hours_the_other_s(state: str, count: int) -> None:
    found = _month(_HOURLY, first=date(2027, 5, 3), last=date(2027, 5, 3), now="2027-05-04", state=state)
    assert [each.notes[0].split()[0] for each in found] == ([str(count)] if count else [])


def test_the_side_that_calls_in_an_hour_is_told() -> None:
    found = the_finding(_call("2027-05-03T02:05:00Z", initiated_by="RUS"), _pack(_HOURLY))
    assert found.notes[1] == "In this hour USA calls; here it was RUS."


@pytest.mark.parametrize(
    ("opened", "outcome", "note"),
    [
        ("2027-05-03T00:30:00Z", "required", "The scheduled call of 2027-05-03T00:00Z (09:00 Asia/Seoul)."),
        ("2027-05-02T23:30:00Z", "required", "The scheduled call of 2027-05-03T00:00Z (09:00 Asia/Seoul)."),
        ("2027-05-03T00:31:00Z", "not_required",
         "At need: no call is scheduled at that time. The next is that of 2027-05-03T07:00Z (16:00 Asia/Seoul)."),
    ],
)
def test_a_call_within_the_tolerance_is_the_scheduled_one(opened: str, outcome: str, note: str) -> None:
    found = the_finding(_call(opened), _pack(_MILITARY))
    assert (found.outcome, found.notes[0]) == (outcome, note)


@pytest.mark.parametrize(
    ("opened", "outcome", "day"),
    [("2027-01-05T06:00:00Z", "required", "Tuesday"), ("2027-01-10T06:00:00Z", "not_required", "Sunday"),
     ("2027-01-04T19:00:00Z", "required", "Tuesday"), ("2027-01-05T19:00:00Z", "not_required", "Wednesday")],
)
def test_a_weekly_call_has_its_day_by_the_clock_of_its_place(opened: str, outcome: str, day: str) -> None:
    found = the_finding(_call(opened), _pack(_WEEKLY))
    assert (found.outcome, found.because[0].value) == (outcome, day)


def test_the_next_weekly_call_is_due_on_its_day() -> None:
    (found,) = _month(_WEEKLY, _call("2027-01-05T06:00:00Z"), first=date(2027, 1, 1), last=date(2027, 1, 31), now="2027-01-06")
    assert found.obligation is not None
    assert (found.obligation.due, found.notes[0]) == (date(2027, 1, 12), "4 expected, 1 held, 0 unanswered, 0 not recorded, 3 to come.")


def test_a_call_that_was_not_answered_says_so() -> None:
    found = the_finding(_call("2027-05-03T00:05:00Z", outcome="unanswered"), _pack(_MILITARY))
    assert found.notes == ("The scheduled call of 2027-05-03T00:00Z (09:00 Asia/Seoul).", "Unanswered.")


def test_a_call_without_its_time_is_not_judged() -> None:
    found = the_finding(_call("2027-05-03T00:05:00Z", opened_at=None), _pack(_MILITARY))
    assert (found.outcome, found.missing) == ("undetermined", ("opened_at",))


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ('times = ["09:00"]', "“zone” is not there"), ('zone = "Mars/Olympus"', "not a known time zone"),
        (_MILITARY + '\ndays = "sometimes"', "“sometimes”"), (_MILITARY + '\ndays = ["daily", "monday"]', "daily, working, or days"),
        (_MILITARY.replace("09:00", "9:00"), "not a time such as"), (_MILITARY.replace("09:00", "25:00"), "not a time such as"),
        (_MILITARY + "\nhourly = true", "exclude each other"), (_MILITARY.replace("hotline_voice", "smoke"), "not a channel"),
        (_HOURLY.replace('"USA"', '"Usa"'), "neither a role nor the code"), (_HOURLY.replace("10", "-10"), "at least 0"),
    ],
)
def test_a_rule_that_is_wrong_is_refused(body: str, reason: str) -> None:
    with pytest.raises(InvalidRule, match=reason):
        _pack(body)
