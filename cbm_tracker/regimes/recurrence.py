"""Days that come again: fixed days of the year, every few months, a day of the week, and spells of the year such as a summer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from cbm_tracker.domain.calendar_words import DAY_NAMES, MONTH_NAMES
from cbm_tracker.domain.moments import EARLIEST_YEAR, LATEST_YEAR
from cbm_tracker.regimes.spans import months_later
from cbm_tracker.regimes.table import Table

MonthDay = tuple[int, int]
WEEKDAY_NAMES = tuple(name.lower() for name in DAY_NAMES)
FIRST_DAY, LAST_DAY = date(EARLIEST_YEAR, 1, 1), date(LATEST_YEAR, 12, 31)


class Recurrence(Protocol):
    def between(self, first: date, last: date) -> Iterator[date]:
        """Yield its days from `first` to `last`, both included, in their order."""
        ...

    def period(self, day: date, steps: int) -> str:
        """Name the period that lies `steps` periods after the one of a day: `2027`, `2027-05`, `2027-W18`."""
        ...

    def __str__(self) -> str: ...


@dataclass(frozen=True)
class DaysOfYear:
    """Fixed days of each year; a single one stands for its year, several for their months."""

    days: tuple[MonthDay, ...]

    def between(self, first: date, last: date) -> Iterator[date]:
        for year in range(first.year, last.year + 1):
            for month, day in sorted(self.days):
                if first <= date(year, month, day) <= last:
                    yield date(year, month, day)

    def period(self, day: date, steps: int) -> str:
        return str(day.year + steps) if len(self.days) == 1 else f"{day.year + steps}-{day.month:02d}"

    def __str__(self) -> str:
        return "each year"


@dataclass(frozen=True)
class EveryMonths:
    """Every so many months (a divisor of twelve), counted each year from the same day; a shorter month has its last day."""

    months: int
    start: MonthDay

    def between(self, first: date, last: date) -> Iterator[date]:
        for year in range(first.year - 1, last.year + 1):
            for step in range(0, 12, self.months):
                day = months_later(date(year, *self.start), step)
                if first <= day <= last:
                    yield day

    def period(self, day: date, steps: int) -> str:
        if self.months == 12:
            return str(day.year + steps)
        year, month = divmod(day.year * 12 + day.month - 1 + steps * self.months, 12)
        return f"{year}-{month + 1:02d}"

    def __str__(self) -> str:
        return "every month" if self.months == 1 else f"every {self.months} months"


@dataclass(frozen=True)
class EveryWeek:
    weekday: int

    def between(self, first: date, last: date) -> Iterator[date]:
        day = first + timedelta(days=(self.weekday - first.weekday()) % 7)
        while day <= last:
            yield day
            day += timedelta(weeks=1)

    def period(self, day: date, steps: int) -> str:
        year, week, _ = (day + timedelta(weeks=steps)).isocalendar()
        return f"{year}-W{week:02d}"

    def __str__(self) -> str:
        return f"every {DAY_NAMES[self.weekday]}"


@dataclass(frozen=True)
class Spell:
    """A part of every year, both ends included; one that ends before it begins lasts over the turn of the year."""

    first: MonthDay
    last: MonthDay

    def overlap(self, first: date, last: date) -> tuple[date, date] | None:
        """Return the first part of the days from `first` to `last` that lies in it, or None."""
        for year in range(first.year - 1, last.year + 1):
            start, end = date(year, *self.first), date(year + (self.last < self.first), *self.last)
            if start <= last and end >= first:
                return max(start, first), min(end, last)
        return None

    def __str__(self) -> str:
        return f"{_spoken(self.first)} to {_spoken(self.last)}" if self.first != self.last else _spoken(self.first)


def _spoken(day: MonthDay) -> str:
    return f"{day[1]} {MONTH_NAMES[day[0] - 1]}"


def spoken_day(day: date) -> str:
    """Say a day as a letter does: 15 December 2027."""
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"


def read_month_day(table: Table, key: str, text: str) -> MonthDay:
    """Read `12-15`. A day that some years do not have, 29 February, is refused."""
    parts = text.split("-")
    try:
        if [len(part) for part in parts] != [2, 2]:
            raise ValueError
        day = date(2001, int(parts[0]), int(parts[1]))
    except ValueError as error:
        raise table.wrong(f"“{key}” says “{text}”, which is not a day of every year; write month and day, such as 12-15.") from error
    return day.month, day.day


def read_recurrence(table: Table) -> Recurrence:
    """Read one of `on = ["12-15"]`, `every = { months = 6, start = "01-01" }`, `weekly = "tuesday"`."""
    ways = [way for way in ("on", "every", "weekly") if way in table]
    if len(ways) != 1:
        raise table.wrong("exactly one of on, every, weekly is needed.")
    if ways == ["on"]:
        days = tuple(read_month_day(table, "on", text) for text in table.texts("on"))
        if not days or len(set(days)) != len(days):
            raise table.wrong("“on” names each day once, and at least one.")
        if len(days) > 1 and len({month for month, _ in days}) != len(days):
            raise table.wrong("“on” names two days of one month; two rules say it.")
        return DaysOfYear(days)
    if ways == ["weekly"]:
        return EveryWeek(WEEKDAY_NAMES.index(table.word("weekly", WEEKDAY_NAMES)))
    every = table.needed("every")
    months, start = every.integer("months", least=1), read_month_day(every, "start", every.text("start", "01-01"))
    if 12 % months:
        raise every.wrong(f"“months” is {months}, which does not divide the year.")
    every.done()
    return EveryMonths(months, start)
