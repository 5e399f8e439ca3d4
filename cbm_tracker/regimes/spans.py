"""Spans of time and what they make of a date or an instant: the only arithmetic of dates that rules use.

Days are calendar days unless a span says working days; hours are elapsed hours in UTC, so that a change of clocks moves
nothing. A month or year later is the same day number, or the last day of a shorter month (VD 2011 reference, 13.3).
"""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from cbm_tracker.regimes.findings import Moment, Sum, Term, short_moment

_LONGEST = {
    "minutes": timedelta(minutes=1), "hours": timedelta(hours=1), "days": timedelta(days=1), "working_days": timedelta(days=3),
    "weeks": timedelta(weeks=1), "months": timedelta(days=31), "years": timedelta(days=366),
}
UNITS = ("minutes", "hours", "days", "working_days", "weeks", "months", "years")


@dataclass(frozen=True)
class WorkCalendar:
    """Which days are worked: `rest` are weekdays (Monday is 0), `holidays` single dates; `name` stands in each sum."""

    name: str
    rest: frozenset[int] = frozenset({5, 6})
    holidays: frozenset[date] = frozenset()

    def works(self, day: date) -> bool:
        return day.weekday() not in self.rest and day not in self.holidays


MONDAY_TO_FRIDAY = WorkCalendar("Monday to Friday, no public holidays taken out")


@dataclass(frozen=True)
class Span:
    """An amount of time; `less_days` is taken off the end ("within the first year": one year less one day)."""

    amount: int
    unit: str
    less_days: int = 0

    @property
    def by_the_clock(self) -> bool:
        return self.unit in ("hours", "minutes")

    @property
    def longest(self) -> timedelta:
        """The longest time that it may come to."""
        return self.amount * _LONGEST[self.unit]

    def __str__(self) -> str:
        unit = self.unit.replace("_", " ")
        text = f"{self.amount} {unit.removesuffix('s') if self.amount == 1 else unit}"
        return f"{text} - {self.less_days} day{'s' if self.less_days != 1 else ''}" if self.less_days else text


def move(moment: Moment, span: Span, direction: int, zone: tzinfo = UTC, work: WorkCalendar = MONDAY_TO_FRIDAY) -> Moment:
    """Return the moment a span after (`direction` 1) or before (-1) another.

    Args:
        zone: whose calendar date an instant has, for spans of days and longer; a date has 00:00 UTC for spans of hours.
    Returns:
        An instant in UTC for spans by the clock, else a date.
    Raises:
        OverflowError: the result lies outside the calendar.
    """
    if span.by_the_clock:
        start = moment if isinstance(moment, datetime) else datetime.combine(moment, time(), UTC)
        return start + direction * timedelta(**{span.unit: span.amount})
    day = moment.astimezone(zone).date() if isinstance(moment, datetime) else moment
    return _move_day(day, span, direction, work) - timedelta(days=direction * span.less_days)


def _move_day(day: date, span: Span, direction: int, work: WorkCalendar) -> date:
    if span.unit == "days":
        return day + timedelta(days=direction * span.amount)
    if span.unit == "weeks":
        return day + timedelta(weeks=direction * span.amount)
    if span.unit == "working_days":
        return _working_days(day, span.amount, direction, work)
    months = span.amount * (12 if span.unit == "years" else 1) * direction
    return months_later(day, months)


def months_later(day: date, months: int) -> date:
    """Return the same day number `months` later (negative: earlier), or the last day of a shorter month."""
    at = day.year * 12 + day.month - 1 + months
    year, month = divmod(at, 12)
    if not 1 <= year <= 9999:
        raise OverflowError("the date lies outside the calendar")
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _working_days(day: date, amount: int, direction: int, work: WorkCalendar) -> date:
    if len(work.rest) > 6:
        raise OverflowError("the calendar has no working day")
    left = amount
    while left:
        day += timedelta(days=direction)
        left -= work.works(day)
    return day


def sum_of(
    moment: Moment, span: Span, direction: int, result: Moment, *, start_label: str = "", result_label: str = "",
    zone: tzinfo = UTC, work: WorkCalendar = MONDAY_TO_FRIDAY,
) -> Sum:
    """Return the sum of `move` in words: start, span, result, each with what it is."""
    labels: Mapping[str, str] = {
        "hours": "elapsed hours, counted in UTC", "minutes": "elapsed minutes", "days": "calendar days, weekends included",
        "working_days": f"working days: {work.name}", "weeks": "calendar weeks", "months": "calendar months", "years": "calendar years",
    }
    shown = datetime.combine(moment, time(), UTC) if span.by_the_clock and not isinstance(moment, datetime) else moment
    if isinstance(shown, datetime) and not span.by_the_clock:
        shown = move(shown, Span(0, "days"), 1, zone)
    terms = (Term("", short_moment(shown), start_label), Term("+" if direction > 0 else "-", str(span), labels[span.unit]))
    return Sum(terms, Term("=", short_moment(result), result_label))
