"""Periods that are asked for by name."""

from __future__ import annotations

from datetime import date

import pytest

from cbm_tracker.bootstrap import Services
from cbm_tracker.services.periods import Period, last_quarter, recorded_period, year
from tests.builders import a_case, an_exercise, day


def test_a_year_is_whole() -> None:
    assert year(2028) == Period(date(2028, 1, 1), date(2028, 12, 31))


@pytest.mark.parametrize(
    ("today", "first", "last"),
    [
        (date(2027, 1, 1), date(2026, 10, 1), date(2026, 12, 31)),
        (date(2027, 3, 31), date(2026, 10, 1), date(2026, 12, 31)),
        (date(2027, 4, 1), date(2027, 1, 1), date(2027, 3, 31)),
        (date(2027, 12, 31), date(2027, 7, 1), date(2027, 9, 30)),
    ],
)
def test_the_last_quarter_is_over(today: date, first: date, last: date) -> None:
    assert last_quarter(today) == Period(first, last)


def test_a_new_register_has_no_period(services: Services) -> None:
    assert recorded_period(services.records) is None


def test_all_that_is_dated_lies_in_the_recorded_period(services: Services) -> None:
    services.records.record(an_exercise(starts_on=day("1980-01"), ends_on=None))
    services.records.record(an_exercise(starts_on=None, ends_on=None))
    services.records.record(a_case(opened_on=day("2027-02-11"), closed_on=day("2029")))
    assert recorded_period(services.records) == Period(date(1980, 1, 1), date(2029, 12, 31))
