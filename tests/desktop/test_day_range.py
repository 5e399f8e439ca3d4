"""The first and last day of a period, read one way by every form, by the calendar of the owner's capital."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from cbm_tracker import bootstrap
from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.reports.period_fields import PeriodFields
from cbm_tracker.desktop.widgets.day_range import FIRST, LAST, read_days
from cbm_tracker.errors import InvalidMeasure
from cbm_tracker.services.desk import Desk

TODAY = date(2027, 3, 1)


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        ("", " ", (None, None)), ("2027-02", "2027-02", (date(2027, 2, 1), date(2027, 2, 28))),
        ("today", "+42", (TODAY, date(2027, 4, 12))), ("", "5mar26", (None, date(2026, 3, 5))),
    ],
)
def test_a_period_is_read_by_its_two_lines(first: str, last: str, days: tuple[date | None, date | None]) -> None:
    assert read_days(first, last, TODAY) == days


@pytest.mark.parametrize(
    ("first", "last", "line", "said"),
    [
        ("someday", "2027", FIRST, "someday"), ("2027", "someday", LAST, "someday"),
        ("2027-06-01", "2027-05-31", LAST, "31 May 2027 is before 1 Jun 2027. Enter 1 Jun 2027 or later."),
    ],
)
def test_what_is_wrong_names_its_line(first: str, last: str, line: str, said: str) -> None:
    with pytest.raises(InvalidMeasure) as refusal:
        read_days(first, last, TODAY)
    assert refusal.value.field == line
    assert said in f"{refusal.value.message} {refusal.value.hint}"


def test_this_year_is_the_year_at_the_capital(theme: Theme, tmp_path: Path) -> None:
    late = datetime(2027, 12, 31, 23, 30, tzinfo=UTC)
    services = bootstrap.new_register(tmp_path / "r.cbm", Desk("officer", "desk", lambda: late), owner="AUT")
    try:
        assert PeriodFields(theme, services).from_on.text() == "2028-01-01"
    finally:
        services.close()
