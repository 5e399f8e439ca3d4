"""Dates of which a part may be unknown, and instants with the zone in which they were entered."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache, total_ordering
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cbm_tracker.errors import InvalidMeasure

_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?\Z")
_OFFSET = re.compile(r"([+-])(\d{2}):(\d{2})\Z")
EARLIEST_YEAR, LATEST_YEAR = 1800, 2999


@total_ordering
@dataclass(frozen=True)
class PartialDate:
    """A calendar date of which day, or month and day, may be unknown; nothing is invented to fill them.

    Ordered by the first day it may mean, a less exact date before a more exact one.
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if not EARLIEST_YEAR <= self.year <= LATEST_YEAR:
            raise InvalidMeasure("", f"the year {self.year} lies outside {EARLIEST_YEAR} to {LATEST_YEAR}.")
        if self.month is None:
            if self.day is not None:
                raise InvalidMeasure("", "a day needs its month.")
            return
        if not 1 <= self.month <= 12:
            raise InvalidMeasure("", f"there is no month {self.month}.")
        if self.day is not None and not 1 <= self.day <= calendar.monthrange(self.year, self.month)[1]:
            raise InvalidMeasure("", f"{self.year}-{self.month:02d} has no day {self.day}.")

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read `2027-06-01`, `2027-06` or `2027`.

        Raises:
            InvalidMeasure: another form, or a day that does not exist; `field` is empty.
        """
        match = _PARTIAL.match(text)
        if not match:
            raise InvalidMeasure("", f"“{text}” is not a date.", "Write 2027-06-01, or 2027-06 where the day is unknown.")
        year, month, day = match.groups()
        return cls(int(year), int(month) if month else None, int(day) if day else None)

    @classmethod
    def of(cls, day: date) -> PartialDate:
        return cls(day.year, day.month, day.day)

    @property
    def is_complete(self) -> bool:
        return self.day is not None

    @property
    def first_day(self) -> date:
        """The first day it may mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self) -> date:
        """The last day it may mean."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def __str__(self) -> str:
        text = f"{self.year:04d}"
        if self.month is not None:
            text += f"-{self.month:02d}"
        if self.day is not None:
            text += f"-{self.day:02d}"
        return text

    def __lt__(self, other: PartialDate) -> bool:
        return str(self) < str(other)


@lru_cache(maxsize=1000)
def zone(name: str) -> tzinfo:
    """Return the zone of an IANA name (`Europe/Vienna`), an offset (`+02:00`) or `UTC`.

    Raises:
        InvalidMeasure: no such zone; `field` is empty.
    """
    if name in ("UTC", "Z", "+00:00", "-00:00"):
        return UTC
    offset = _OFFSET.match(name)
    if offset:
        sign, hours, minutes = offset.groups()
        if int(hours) > 23 or int(minutes) > 59:
            raise InvalidMeasure("", f"there is no offset {name}.")
        delta = timedelta(hours=int(hours), minutes=int(minutes))
        return timezone(-delta if sign == "-" else delta)
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise InvalidMeasure("", f"“{name}” is not a known time zone.") from error


def utc_text(moment: datetime, exact_to: Literal["seconds", "milliseconds"] = "seconds") -> str:
    """Return an aware datetime as RFC 3339 in UTC; texts of the same exactness sort as the instants do."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec=exact_to) + "Z"


@total_ordering
@dataclass(frozen=True)
class Instant:
    """A moment in UTC, and the zone in which it was entered.

    Ordered by the moment; equal when both moment and zone are, so that nothing told is lost by comparing.
    """

    utc: datetime
    zone: str = "UTC"

    def __post_init__(self) -> None:
        if self.utc.tzinfo is not UTC:
            raise ValueError("an Instant is built from a datetime in UTC; use Instant.of for others")
        if not EARLIEST_YEAR <= self.utc.year <= LATEST_YEAR:
            raise InvalidMeasure("", f"the year {self.utc.year} lies outside {EARLIEST_YEAR} to {LATEST_YEAR}.")
        zone(self.zone)

    @classmethod
    def of(cls, moment: datetime, zone_name: str = "") -> Instant:
        """Build from any aware datetime; without `zone_name` its own offset is kept as the zone.

        Raises:
            InvalidMeasure: it has no zone, or the clocks of its zone leave that hour out; `field` is empty.
        """
        if moment.tzinfo is None:
            raise InvalidMeasure("", "the time has no zone.", "Add Z for UTC, or an offset such as +02:00.")
        if moment.astimezone(UTC).astimezone(moment.tzinfo).replace(tzinfo=None) != moment.replace(tzinfo=None):
            message = f"there is no {moment:%H:%M} on {moment.date()} there: the clocks go forward."
            raise InvalidMeasure("", message, "Enter an hour before or after.")
        if not zone_name:
            offset = moment.strftime("%z")
            zone_name = "UTC" if offset[:5] in ("+0000", "-0000") else f"{offset[:3]}:{offset[3:5]}"
        return cls(moment.astimezone(UTC).replace(tzinfo=UTC), zone_name)

    @classmethod
    def parse(cls, text: str, zone_name: str = "") -> Instant:
        """Read RFC 3339 with an offset, such as `2027-06-10T08:00:00+02:00`.

        Raises:
            InvalidMeasure: another form, no offset, or an hour that does not exist; `field` is empty.
        """
        hint = "Write 2027-06-10T06:00:00Z, or with an offset such as +02:00."
        if len(text) < 16 or text[10] not in "Tt ":
            raise InvalidMeasure("", f"“{text}” is not an instant.", hint)
        try:
            moment = datetime.fromisoformat(text.upper())
            return cls.of(moment, zone_name)
        except InvalidMeasure:
            raise
        except (ValueError, OverflowError) as error:
            raise InvalidMeasure("", f"“{text}” is not an instant.", hint) from error

    @property
    def local(self) -> datetime:
        """The moment in the zone in which it was entered."""
        return self.utc.astimezone(zone(self.zone))

    def __str__(self) -> str:
        """RFC 3339 in UTC, seconds always, microseconds only where there are any."""
        return self.utc.isoformat().removesuffix("+00:00") + "Z"

    def __lt__(self, other: Instant) -> bool:
        return (self.utc, self.zone) < (other.utc, other.zone)
