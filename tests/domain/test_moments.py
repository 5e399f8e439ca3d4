"""Partial dates, and instants with their zones."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given

from cbm_tracker.domain.moments import Instant, PartialDate, zone
from cbm_tracker.errors import InvalidMeasure
from tests.builders import at, day
from tests.strategies import instants, partial_dates


@given(partial_dates())
def test_a_partial_date_reads_back(told: PartialDate) -> None:
    assert PartialDate.parse(str(told)) == told
    assert told.first_day <= told.last_day
    assert told.is_complete == (told.first_day == told.last_day)


@given(partial_dates(), partial_dates())
def test_partial_dates_are_ordered_by_the_first_day_they_may_mean(one: PartialDate, other: PartialDate) -> None:
    if one.first_day < other.first_day:
        assert one < other
    assert (one < other) + (other < one) + (one == other) == 1


def test_an_unknown_month_means_the_whole_year() -> None:
    assert (day("2028").first_day, day("2028").last_day) == (date(2028, 1, 1), date(2028, 12, 31))
    assert day("2028-02").last_day == date(2028, 2, 29)
    assert day("2027-02").last_day == date(2027, 2, 28)


@pytest.mark.parametrize(
    "text", ["", "27", "2027-6-1", "2027-06-1", "2027-00", "2027-06-00", "2027-06-31", "1980-01-xx", " 2027", "2027\n", "1799", "3000",
             "2027-06-01T", "2027/06/01", "-2027"],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(InvalidMeasure):
        PartialDate.parse(text)


def test_a_day_needs_its_month() -> None:
    with pytest.raises(InvalidMeasure, match="month"):
        PartialDate(2027, None, 5)


@given(instants())
def test_an_instant_reads_back_with_its_zone(moment: Instant) -> None:
    assert Instant.parse(str(moment), moment.zone) == moment
    assert moment.local == moment.utc


def test_an_instant_keeps_its_offset_as_zone() -> None:
    assert at("2027-06-10T08:00:00+02:00").zone == "+02:00"
    assert at("2027-06-10T08:00:00Z").zone == "UTC"
    assert at("2027-06-10T08:00:00-00:00").zone == "UTC"
    assert at("2027-06-10T08:00:00+05:45").local.hour == 8
    assert at("2027-06-10t08:00:00z") == at("2027-06-10T08:00:00Z")


@pytest.mark.parametrize(
    "text", ["", "now", "2027-06-10", "2027-06-10T08:00:00", "2027-06-10T08:00", "2027-06-10T24:00:00Z", "2027-06-10T08:60:00Z",
             "2027-06-31T08:00:00Z", "2027-06-10T08:00:00+25:00", "2027-06-10T08:00:00 Europe/Berlin", "9999-12-31T23:59:59-14:00",
             "0001-01-01T00:00:00+14:00", "1799-06-10T08:00:00Z", "3000-06-10T08:00:00Z", "2027-06-10_08:00:00Z"],
)
def test_what_is_no_instant_is_refused(text: str) -> None:
    with pytest.raises(InvalidMeasure):
        Instant.parse(text)


@pytest.mark.parametrize(
    "name", ["", "Mars/Olympus", "../../etc/passwd", "/etc/localtime", "Europe", "+25:00", "+02:60", "a\x00b", "x" * 5000]
)
def test_what_is_no_zone_is_refused(name: str) -> None:
    with pytest.raises(InvalidMeasure):
        zone(name)


def test_an_hour_that_the_clocks_leave_out_is_refused() -> None:
    gap = datetime(2027, 3, 28, 2, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    with pytest.raises(InvalidMeasure, match="02:30"):
        Instant.of(gap, "Europe/Berlin")


def test_the_hour_that_comes_twice_is_told_by_its_offset() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    first = Instant.of(datetime(2027, 10, 31, 2, 30, tzinfo=berlin), "Europe/Berlin")
    second = Instant.of(datetime(2027, 10, 31, 2, 30, fold=1, tzinfo=berlin), "Europe/Berlin")
    assert second.utc - first.utc == timedelta(hours=1)
    assert first.local.strftime("%H:%M") == second.local.strftime("%H:%M") == "02:30"
    assert at("2027-10-31T02:30:00+01:00", "Europe/Berlin") == second


def test_instants_in_different_zones_are_ordered_by_time() -> None:
    early, late = at("2027-06-10T08:00:00+02:00"), at("2027-06-10T07:00:00Z")
    assert early < late
    assert at("2027-06-10T08:00:00+02:00") != at("2027-06-10T06:00:00Z")  # the zone was told too


def test_an_instant_is_built_in_utc_only() -> None:
    with pytest.raises(ValueError, match="UTC"):
        Instant(datetime(2027, 6, 10, tzinfo=timezone(timedelta(hours=2))))
    with pytest.raises(InvalidMeasure, match="no zone"):
        Instant.of(datetime(2027, 6, 10, tzinfo=UTC).replace(tzinfo=None))
