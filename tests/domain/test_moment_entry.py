"""What people type for a date, an hour or a place, and what is understood."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cbm_tracker.domain.coordinate_entry import read_points, say_point, write_points
from cbm_tracker.domain.moment_entry import read_date, read_instant, say_date, say_instant, write_instant
from cbm_tracker.domain.moments import Instant, PartialDate
from cbm_tracker.errors import InvalidMeasure

TODAY = date(2027, 3, 3)  # a Wednesday
NOW = datetime(2027, 3, 3, 9, 40, 30, tzinfo=UTC)
VIENNA = "Europe/Vienna"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("5mar26", "2026-03-05"), ("5 Mar 2026", "2026-03-05"), ("05MAR2026", "2026-03-05"), ("Mar 5, 2026", "2026-03-05"),
        ("5/3/26", "2026-03-05"), ("5.3.2026", "2026-03-05"), ("5-3-26", "2026-03-05"), ("5 3 26", "2026-03-05"),
        ("2027-06-01", "2027-06-01"), ("2027/6/1", "2027-06-01"), ("20270601", "2027-06-01"), ("2027-06", "2027-06"),
        ("2027", "2027"), ("mar 2027", "2027-03"), ("3/2027", "2027-03"), ("2027 mar", "2027-03"),
        ("today", "2027-03-03"), ("Tomorrow", "2027-03-04"), ("yesterday", "2027-03-02"), (" +42 ", "2027-04-14"),
        ("-7", "2027-02-24"), ("+42d", "2027-04-14"), ("5mar", "2027-03-05"), ("5.3.", "2027-03-05"), ("mar 5", "2027-03-05"),
        ("wednesday", "2027-03-03"), ("tue", "2027-03-09"), ("Fri 5 Mar 2027", "2027-03-05"),
        ("5. März 2026", "2026-03-05"), ("5 mars 2026", "2026-03-05"), ("5 марта 2026", "2026-03-05"), ("heute", "2027-03-03"),
        ("29feb28", "2028-02-29"), ("1jan80", "1980-01-01"), ("1jan47", "2047-01-01"), ("1jan48", "1948-01-01"),
    ],
)
def test_a_date_is_read_as_people_type_it(typed: str, read: str) -> None:
    assert read_date(typed, TODAY) == PartialDate.parse(read)


def test_the_order_of_figures_can_be_told() -> None:
    assert str(read_date("3/5/26", TODAY, "mdy")) == "2026-03-05"
    assert str(read_date("26-03-05", TODAY, "ymd")) == "2026-03-05"
    assert str(read_date("2026-03-05", TODAY, "mdy")) == "2026-03-05"


@pytest.mark.parametrize(
    ("typed", "part"),
    [
        ("", "not a date"), ("soon", "not a date"), ("32mar26", "has no day 32"), ("29feb27", "has no day 29"), ("5/13/26", "no month 13"),
        ("050326", "not a date"), ("mar 27", "27 March or March 2027"), ("Thu 5 Mar 2027", "is a Friday, not a Thursday"),
        ("1799", "outside 1800"), ("3000-01-01", "outside 1800"), ("5mar126", "not a date"), ("5!3!26", "not a date"),
        ("+99999999", "not a date"),
    ],
)
def test_what_is_no_date_is_refused_with_the_next_step(typed: str, part: str) -> None:
    with pytest.raises(InvalidMeasure) as refused:
        read_date(typed, TODAY)
    assert part in refused.value.message
    assert refused.value.hint


@pytest.mark.parametrize(
    ("typed", "utc", "zone"),
    [
        ("1430Z", "2027-03-03T14:30:00Z", "UTC"), ("1430L", "2027-03-03T13:30:00Z", VIENNA), ("1430", "2027-03-03T13:30:00Z", VIENNA),
        ("14:30", "2027-03-03T13:30:00Z", VIENNA), ("9:05z", "2027-03-03T09:05:00Z", "UTC"), ("0000", "2027-03-02T23:00:00Z", VIENNA),
        ("now", "2027-03-03T09:40:00Z", VIENNA), ("5mar26 1430Z", "2026-03-05T14:30:00Z", "UTC"),
        ("5 mar 1430", "2027-03-05T13:30:00Z", VIENNA), ("5 mar 2027 2027", "2027-03-05T19:27:00Z", VIENNA),
        ("051430Z MAR 26", "2026-03-05T14:30:00Z", "UTC"), ("051430zmar26", "2026-03-05T14:30:00Z", "UTC"),
        ("051430B JUL 26", "2026-07-05T12:30:00Z", "+02:00"), ("051430R MAR 26", "2026-03-05T19:30:00Z", "-05:00"),
        ("051430L MAR 26", "2026-03-05T13:30:00Z", VIENNA),
        ("2027-06-10T06:00Z", "2027-06-10T06:00:00Z", "UTC"), ("2027-06-10 08:00 +02:00", "2027-06-10T06:00:00Z", "+02:00"),
        ("2027-06-10T08:00:15+0530", "2027-06-10T02:30:15Z", "+05:30"), ("+36h", "2027-03-04T21:40:00Z", VIENNA),
        ("-20m", "2027-03-03T09:20:00Z", VIENNA), ("+1h30m", "2027-03-03T11:10:00Z", VIENNA), ("+2d", "2027-03-05T09:40:00Z", VIENNA),
        ("tomorrow 0600Z", "2027-03-04T06:00:00Z", "UTC"), ("fri 14:30", "2027-03-05T13:30:00Z", VIENNA),
        ("2027", "2027-03-03T19:27:00Z", VIENNA),
        ("28mar27 0159", "2027-03-28T00:59:00Z", VIENNA), ("28mar27 0300", "2027-03-28T01:00:00Z", VIENNA),
        ("31oct27 0159", "2027-10-30T23:59:00Z", VIENNA), ("31oct27 0300", "2027-10-31T02:00:00Z", VIENNA),
    ],
)
def test_an_instant_is_read_as_people_type_it(typed: str, utc: str, zone: str) -> None:
    assert read_instant(typed, NOW, VIENNA) == Instant(datetime.fromisoformat(utc), zone)


@pytest.mark.parametrize(
    ("typed", "part"),
    [
        ("", "not a time"), ("soon", "not a time"), ("5mar27", "has no hour"), ("5 mar 2027", "has no hour"),
        ("2400", "00:00 of the next day"),
        ("2460Z", "not an hour"), ("14:61", "not an hour"), ("mar 2027 14:30", "has no day"),
        ("28mar27 0230", "does not exist in Europe/Vienna"), ("31oct27 0230", "comes twice in Europe/Vienna"),
        ("051430Z XYZ 26", "not a month"), ("320000Z JAN 26", "has no day 32"), ("+36", "has no hour"), ("14:30 +25:00", "no offset"),
    ],
)
def test_what_is_no_instant_is_refused(typed: str, part: str) -> None:
    with pytest.raises(InvalidMeasure) as refused:
        read_instant(typed, NOW, VIENNA)
    assert part in refused.value.message


def test_an_hour_that_comes_twice_is_told_both_ways() -> None:
    with pytest.raises(InvalidMeasure) as refused:
        read_instant("31oct27 0230", NOW, VIENNA)
    assert refused.value.hint == "Write 0030Z for the first or 0130Z for the second."


def test_today_is_the_day_of_the_zone_in_which_the_hour_is_meant() -> None:
    late = datetime(2027, 3, 3, 23, 30, tzinfo=UTC)
    assert str(read_instant("0800", late, VIENNA)) == "2027-03-04T07:00:00Z"
    assert str(read_instant("0800Z", late, VIENNA)) == "2027-03-03T08:00:00Z"


def test_what_was_understood_is_said_back() -> None:
    assert say_date(PartialDate(2027, 3, 5)) == "Fri 5 Mar 2027"
    assert say_date(PartialDate(2027, 3)) == "March 2027 (day not known)"
    assert say_date(PartialDate(2027)) == "2027 (month and day not known)"
    vienna = [("Vienna", VIENNA)]
    assert say_instant(Instant.parse("2027-06-10T06:00:00Z"), vienna) == "Thu 10 Jun 2027, 06:00 UTC, 08:00 Vienna"
    assert say_instant(Instant.parse("2027-06-10T23:30:15Z"), vienna) == "Thu 10 Jun 2027, 23:30:15 UTC, 01:30:15 Vienna on Fri 11 Jun"
    assert say_instant(Instant.parse("2027-06-10T08:00:00+05:30")) == "Thu 10 Jun 2027, 02:30 UTC, 08:00 +05:30"


@given(st.dates(date(1800, 1, 1), date(2999, 12, 31)))
def test_a_written_date_is_read_back(day: date) -> None:
    told = PartialDate.of(day)
    assert read_date(str(told), TODAY) == told
    assert read_date(say_date(told), TODAY) == told


@given(st.dates(date(1801, 1, 1), date(2998, 12, 31)), st.times())
def test_a_written_instant_is_read_back(day: date, hour: time) -> None:
    told = Instant(datetime.combine(day, hour.replace(microsecond=0), UTC))
    assert read_instant(str(told), NOW, VIENNA) == told


@pytest.mark.parametrize("zone", ["UTC", VIENNA, "America/Argentina/Buenos_Aires", "+05:30", "-03:00"])
def test_an_instant_keeps_the_zone_it_was_entered_in(zone: str) -> None:
    told = Instant(datetime(2027, 6, 10, 6, 0, 5, tzinfo=UTC), zone)
    assert read_instant(write_instant(told), NOW, "Asia/Tokyo") == told


@given(st.text(max_size=30))
def test_nothing_typed_leads_to_anything_but_a_reading_or_a_sentence(typed: str) -> None:
    for read in (lambda: read_date(typed, TODAY), lambda: read_instant(typed, NOW, VIENNA), lambda: read_points(typed)):
        with suppress(InvalidMeasure):
            assert read() is not None


@pytest.mark.parametrize(
    ("typed", "point"),
    [
        ("48°40′ N 15°19′ E", (48.6666667, 15.3166667)), ("48.66 15.31", (48.66, 15.31)), ("48.66, 15.31", (48.66, 15.31)),
        ("48,66 15,31", (48.66, 15.31)), ("4840N 01519E", (48.6666667, 15.3166667)), ("484030N0151930E", (48.675, 15.325)),
        ("N48.66 W15.31", (48.66, -15.31)), ("15°19'E 48°40'N", (48.6666667, 15.3166667)), ("-33.9 18.4", (-33.9, 18.4)),
        ("33°54.5′S 18°24′ E", (-33.9083333, 18.4)), ("90 180", (90.0, 180.0)), ("48.66,15.31", (48.66, 15.31)),
    ],
)
def test_a_point_is_read_as_people_type_it(typed: str, point: tuple[float, float]) -> None:
    assert read_points(typed) == (point,)


def test_points_are_separated_by_semicolons_or_lines_and_written_back() -> None:
    points = read_points("48.66 15.31; 48.7 15.4\n-33.9 18.4\n")
    assert points == ((48.66, 15.31), (48.7, 15.4), (-33.9, 18.4))
    assert read_points(write_points(points)) == points
    assert say_point(points[2]) == "33°54′ S 18°24′ E"
    assert say_point((48.675, 15.325)) == "48°40′30″ N 15°19′30″ E"


@pytest.mark.parametrize("typed", ["Baumholder", "48.66", "91 15", "48 181", "48°60′N 15°E", "48N 15N", "48°-40′N 15°E", "1 2 3"])
def test_what_is_no_point_is_refused(typed: str) -> None:
    with pytest.raises(InvalidMeasure) as refused:
        read_points(f"1 2; {typed}")
    assert refused.value.field == "[1]"
