"""Spans of time: calendar and working days, hours over a change of clocks, ends of months and years."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cbm_tracker.regimes.spans import UNITS, Span, WorkCalendar, months_later, move, sum_of

_VIENNA = ZoneInfo("Europe/Vienna")


@pytest.mark.parametrize(
    ("day", "span", "direction", "result"),
    [
        ("2027-06-01", Span(42, "days"), -1, "2027-04-20"), ("2027-09-15", Span(42, "days"), -1, "2027-08-04"),
        ("2027-02-10", Span(42, "days"), -1, "2026-12-30"),  # over the turn of the year
        ("2028-04-10", Span(42, "days"), -1, "2028-02-28"),  # 29 February counts as a day
        ("2027-04-10", Span(42, "days"), -1, "2027-02-27"),
        ("2026-11-30", Span(3, "months"), 1, "2027-02-28"), ("2027-11-30", Span(3, "months"), 1, "2028-02-29"),
        ("2026-12-10", Span(3, "months"), 1, "2027-03-10"), ("2027-03-31", Span(1, "months"), -1, "2027-02-28"),
        ("2027-01-31", Span(12, "months"), 1, "2028-01-31"), ("2027-12-31", Span(1, "months"), 1, "2028-01-31"),
        ("2028-02-29", Span(1, "years"), 1, "2029-02-28"), ("2028-02-29", Span(4, "years"), 1, "2032-02-29"),
        ("2013-06-27", Span(5, "years"), 1, "2018-06-27"), ("2026-03-12", Span(1, "years", less_days=1), 1, "2027-03-11"),
        ("2014-12-24", Span(1, "years", less_days=1), 1, "2015-12-23"), ("2027-06-03", Span(4, "weeks"), 1, "2027-07-01"),
        ("2027-06-01", Span(0, "days"), 1, "2027-06-01"), ("2027-03-10", Span(2, "days", less_days=1), -1, "2027-03-09"),
    ],
)
def test_days_months_and_years(day: str, span: Span, direction: int, result: str) -> None:
    assert move(date.fromisoformat(day), span, direction) == date.fromisoformat(result)


@pytest.mark.parametrize(
    ("local", "hours", "result"),
    [
        (datetime(2027, 3, 27, 18, 0, tzinfo=_VIENNA), 36, datetime(2027, 3, 29, 7, 0, tzinfo=_VIENNA)),  # the clocks go forward
        (datetime(2027, 10, 30, 18, 0, tzinfo=_VIENNA), 36, datetime(2027, 11, 1, 5, 0, tzinfo=_VIENNA)),  # the clocks go back
        (datetime(2027, 12, 31, 20, 0, tzinfo=UTC), 24, datetime(2028, 1, 1, 20, 0, tzinfo=UTC)),
        (datetime(2028, 2, 28, 20, 0, tzinfo=UTC), 48, datetime(2028, 3, 1, 20, 0, tzinfo=UTC)),
    ],
)
def test_hours_are_elapsed_hours(local: datetime, hours: int, result: datetime) -> None:
    assert move(local.astimezone(UTC), Span(hours, "hours"), 1) == result.astimezone(UTC)


def test_a_date_has_its_first_instant_in_utc_for_hours() -> None:
    assert move(date(2027, 10, 12), Span(24, "hours"), -1) == datetime(2027, 10, 11, 0, 0, tzinfo=UTC)
    assert move(date(2027, 10, 12), Span(90, "minutes"), 1) == datetime(2027, 10, 12, 1, 30, tzinfo=UTC)


def test_an_instant_has_the_date_of_its_place_for_days() -> None:
    late = datetime(2027, 8, 5, 3, 30, tzinfo=UTC)  # 4 August, 23:30 in New York
    assert move(late, Span(21, "days"), 1, ZoneInfo("America/New_York")) == date(2027, 8, 25)
    assert move(late, Span(21, "days"), 1, _VIENNA) == date(2027, 8, 26)


@pytest.mark.parametrize(
    ("day", "amount", "direction", "result"),
    [("2027-03-11", 5, 1, "2027-03-18"), ("2027-03-13", 1, 1, "2027-03-15"), ("2027-03-15", 1, -1, "2027-03-12"),
     ("2027-03-11", 0, 1, "2027-03-11")],
)
def test_working_days(day: str, amount: int, direction: int, result: str) -> None:
    assert move(date.fromisoformat(day), Span(amount, "working_days"), direction) == date.fromisoformat(result)


def test_holidays_and_other_days_of_rest_are_not_worked() -> None:
    holidays = WorkCalendar("Vienna 2027", holidays=frozenset({date(2027, 3, 16)}))
    friday = WorkCalendar("Friday and Saturday", rest=frozenset({4, 5}))
    span = Span(5, "working_days")
    assert move(date(2027, 3, 11), span, 1, work=holidays) == date(2027, 3, 19)
    assert move(date(2027, 3, 11), span, 1, work=friday) == date(2027, 3, 18)
    assert "working days: Vienna 2027" in sum_of(date(2027, 3, 11), span, 1, date(2027, 3, 19), work=holidays).terms[1].label


def test_a_calendar_without_a_working_day_ends_in_an_error() -> None:
    with pytest.raises(OverflowError):
        move(date(2027, 3, 11), Span(1, "working_days"), 1, work=WorkCalendar("none", rest=frozenset(range(7))))


@pytest.mark.parametrize("span", [Span(10**9, "days"), Span(10**6, "months"), Span(10**18, "hours"), Span(10_000, "years")])
@pytest.mark.parametrize("direction", [1, -1])
def test_what_lies_outside_the_calendar_is_an_error(span: Span, direction: int) -> None:
    with pytest.raises(OverflowError):
        move(date(2027, 3, 11), span, direction)


def test_a_sum_says_start_span_and_result() -> None:
    told = sum_of(date(2027, 6, 1), Span(42, "days"), -1, date(2027, 4, 20), start_label="starts", result_label="latest notification")
    assert str(told) == "2027-06-01 - 42 days = 2027-04-20"
    assert [term.label for term in (*told.terms, told.result)] == ["starts", "calendar days, weekends included", "latest notification"]


def test_a_sum_in_hours_begins_with_an_instant_and_one_in_days_with_a_date() -> None:
    assert str(sum_of(date(2027, 10, 12), Span(24, "hours"), -1, datetime(2027, 10, 11, tzinfo=UTC))) \
        == "2027-10-12T00:00Z - 24 hours = 2027-10-11T00:00Z"
    late = datetime(2027, 8, 5, 3, 30, tzinfo=UTC)
    assert str(sum_of(late, Span(21, "days"), 1, date(2027, 8, 25), zone=ZoneInfo("America/New_York"))) \
        == "2027-08-04 + 21 days = 2027-08-25"


@pytest.mark.parametrize(
    ("span", "text"),
    [(Span(1, "days"), "1 day"), (Span(5, "working_days"), "5 working days"), (Span(1, "years", 1), "1 year - 1 day"),
     (Span(4, "days", 2), "4 days - 2 days")],
)
def test_a_span_in_words(span: Span, text: str) -> None:
    assert str(span) == text


@given(day=st.dates(date(1900, 1, 1), date(2100, 1, 1)), amount=st.integers(0, 400), unit=st.sampled_from(UNITS))
def test_later_is_never_before_and_earlier_never_after(day: date, amount: int, unit: str) -> None:
    later, earlier = move(day, Span(amount, unit), 1), move(day, Span(amount, unit), -1)
    as_days = [moment.date() if isinstance(moment, datetime) else moment for moment in (earlier, later)]
    assert as_days[0] <= day <= as_days[1]


@given(day=st.dates(date(1900, 1, 1), date(2100, 1, 1)), months=st.integers(-500, 500))
def test_months_keep_the_day_or_take_the_last_one(day: date, months: int) -> None:
    moved = months_later(day, months)
    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == months
    last_of_month = date.fromordinal(moved.toordinal() + 1).day == 1
    assert moved.day == day.day or (moved.day < day.day and last_of_month)
