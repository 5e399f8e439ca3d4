"""Dates and instants as people type them, and how what was understood is said back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from cbm_tracker.domain.calendar_words import DAY_NAMES, DAYS_FROM_TODAY, MONTH_NAMES, MONTHS, WEEKDAYS
from cbm_tracker.domain.moments import Instant, PartialDate, zone
from cbm_tracker.errors import InvalidMeasure

DATE_HINT = "Write 5mar26, 2026-03-05, 2026-03 where the day is unknown, today, or +42."
INSTANT_HINT = "Write 1430Z, 14:30, 5mar26 1430Z, 2026-03-05T14:30Z, now, or +36h."

_SHIFT = re.compile(r"([+-])\s?(\d{1,5})\s?(?:d|days?)?\Z")
_PIECES = re.compile(r"\d+|[^\W\d_]+")
_BETWEEN = re.compile(r"[\s./,-]*\Z")
_SPAN = re.compile(r"([+-])\s?(?=\d)(?:(\d{1,4})\s?d)?\s?(?:(\d{1,5})\s?h)?\s?(?:(\d{1,6})\s?m(?:in)?)?\Z")
_GROUP = re.compile(r"(\d{2})(\d{2})(\d{2})\s?([A-Z])\s?([^\W\d_]{3,})\.?\s?(\d{2}|\d{4})\Z")
_TIME = re.compile(
    r"(?:\A|(?<=[\s,T]))(?P<hour>\d{1,2})(?P<colon>:?)(?P<minute>\d{2})(?::(?P<second>\d{2}))?"
    r"\s?(?P<zone>Z|UTC|GMT|L|[+-]\d{2}:?\d{2})?\Z"
)
_NAMED = re.compile(r"\s([A-Za-z_]+/[A-Za-z_/+-]+)\Z")
_LETTERS = {letter: hours for hours, letter in enumerate("ABCDEFGHIK", 1)} | {"M": 12} | {
    letter: -hours for hours, letter in enumerate("NOPQRSTUVWXY", 1)
}


# ---------------------------------------------------------------- dates


def read_date(typed: str, today: date, order: str = "dmy") -> PartialDate:
    """Read a date as typed.

    Args:
        today: what `today`, `+42`, weekdays (the next, today included) and a day without its year are counted from.
        order: how `5/3/26` is meant: "dmy", "mdy" or "ymd"; four figures in front are always the year.
    Raises:
        InvalidMeasure: it is no date, or may be two; `field` is empty.

    A year of two figures is one from 79 years ago to 20 years ahead.
    """
    text = typed.strip().casefold().rstrip(".")
    if text in DAYS_FROM_TODAY:
        return _shifted(today, DAYS_FROM_TODAY[text])
    if text in WEEKDAYS:
        return _shifted(today, (WEEKDAYS[text] - today.weekday()) % 7)
    shift = _SHIFT.match(text)
    if shift:
        return _shifted(today, int(shift[1] + shift[2]))
    pieces = _PIECES.findall(text)
    if not pieces or not _BETWEEN.match(_PIECES.sub("", text)):
        raise InvalidMeasure("", f"“{typed.strip()}” is not a date.", DATE_HINT)
    weekday = WEEKDAYS.get(pieces[0]) if len(pieces) > 1 and pieces[0] not in MONTHS else None
    read = _read_pieces(pieces[1:] if weekday is not None else pieces, typed.strip(), today, order)
    if weekday is not None and read.is_complete and read.first_day.weekday() != weekday:
        told = f"{say_date(read)[4:]} is a {DAY_NAMES[read.first_day.weekday()]}, not a {DAY_NAMES[weekday]}."
        raise InvalidMeasure("", told, "Correct one of the two.")
    return read


def _shifted(today: date, days: int) -> PartialDate:
    try:
        return PartialDate.of(today + timedelta(days=days))
    except OverflowError as error:
        raise InvalidMeasure("", f"{days} days lead out of the calendar.", "Write fewer days.") from error


def _read_pieces(pieces: list[str], typed: str, today: date, order: str) -> PartialDate:
    """Read figures and month names in one of the orders people write them in."""
    shape = "".join("n" if piece.isdecimal() else "m" if piece in MONTHS else "?" for piece in pieces)
    if shape == "nmn":
        day, year = (pieces[2], pieces[0]) if len(pieces[0]) == 4 else (pieces[0], pieces[2])
        return _date(year, MONTHS[pieces[1]], day, today, typed)
    if shape == "mnn":
        return _date(pieces[2], MONTHS[pieces[0]], pieces[1], today, typed)
    if shape == "nm":
        if len(pieces[0]) == 4:
            return _date(pieces[0], MONTHS[pieces[1]], None, today, typed)
        return _date(str(today.year), MONTHS[pieces[1]], pieces[0], today, typed)
    if shape == "mn":
        name = MONTH_NAMES[MONTHS[pieces[0]] - 1]
        if len(pieces[1]) == 4:
            return _date(pieces[1], MONTHS[pieces[0]], None, today, typed)
        if len(pieces[1]) == 2 and 1 <= int(pieces[1]) <= 31:
            meant = _full_year(pieces[1], today)
            raise InvalidMeasure("", f"“{typed}” may be {int(pieces[1])} {name} or {name} {meant}.",
                                 f"Write {int(pieces[1])} {pieces[0]} or {pieces[0]} {meant}.")
        return _date(str(today.year), MONTHS[pieces[0]], pieces[1], today, typed)
    if shape == "nnn":
        told = "ymd" if len(pieces[0]) == 4 else order
        parts = dict(zip(told, pieces, strict=True))
        return _date(parts["y"], int(parts["m"]), parts["d"], today, typed)
    if shape == "nn":
        first, second = pieces
        if len(first) == 4 or len(second) == 4:
            year, month = (first, second) if len(first) == 4 else (second, first)
            return _date(year, int(month), None, today, typed)
        month, day = (first, second) if order in ("mdy", "ymd") else (second, first)
        return _date(str(today.year), int(month), day, today, typed)
    if shape == "n" and len(pieces[0]) == 4:
        return _with_hint(int(pieces[0]), None, None)
    if shape == "n" and len(pieces[0]) == 8:
        return _with_hint(int(pieces[0][:4]), int(pieces[0][4:6]), int(pieces[0][6:]))
    raise InvalidMeasure("", f"“{typed}” is not a date.", DATE_HINT)


def _date(year: str, month: int, day: str | None, today: date, typed: str) -> PartialDate:
    if len(year) not in (2, 4) or (day is not None and len(day) > 2):
        raise InvalidMeasure("", f"“{typed}” is not a date.", DATE_HINT)
    return _with_hint(_full_year(year, today), month, int(day) if day is not None else None)


def _full_year(year: str, today: date) -> int:
    if len(year) == 4:
        return int(year)
    earliest = today.year - 79
    return earliest + (int(year) - earliest) % 100


def _with_hint(year: int, month: int | None, day: int | None) -> PartialDate:
    try:
        return PartialDate(year, month, day)
    except InvalidMeasure as error:
        raise InvalidMeasure("", error.message, error.hint or "Write the day, month and year as they stand in the source.") from error


# ---------------------------------------------------------------- instants


def read_instant(typed: str, now: datetime, zone_name: str, order: str = "dmy") -> Instant:
    """Read an instant as typed.

    Args:
        now: the present instant, aware.
        zone_name: the zone of the office, in which a time without a zone, or with L, is meant.
        order: as in `read_date`.
    Raises:
        InvalidMeasure: it is no instant, has no hour, or names a local time that does not exist or comes twice; `field` is empty.
    """
    text = " ".join(typed.strip().split())
    named = _NAMED.search(text)
    if named:
        return read_instant(text[: named.start()], now, named[1], order)
    if text.casefold() in ("now", "jetzt", "maintenant", "сейчас"):
        return Instant.of(now.replace(second=0, microsecond=0), zone_name)
    span = _SPAN.match(text.casefold())
    if span and (span[2] or span[3] or span[4]):
        return _after(now, span, zone_name)
    group = _GROUP.match(text.upper())
    if group:
        return _read_group(group, typed, now, zone_name)
    match = _TIME.search(text.upper())
    if not match:
        raise _without_hour(typed, now, order)
    before = text[: match.start()].rstrip(" ,Tt")
    if before and not (match["colon"] or match["zone"]) and _is_date(text, now.date(), order):
        raise _without_hour(typed, now, order)
    name = _zone_of(match["zone"], zone_name)
    place = zone(name)
    at = _clock(match, typed)
    day = read_date(before, now.astimezone(place).date(), order) if before else PartialDate.of(now.astimezone(place).date())
    if not day.is_complete:
        raise InvalidMeasure("", f"“{before}” has no day, yet there is an hour.", "Add the day, such as 5mar26 1430Z.")
    return _at(datetime.combine(day.first_day, at), name, place)


def _after(now: datetime, span: re.Match[str], zone_name: str) -> Instant:
    sign = -1 if span[1] == "-" else 1
    distance = timedelta(days=int(span[2] or 0), hours=int(span[3] or 0), minutes=int(span[4] or 0))
    try:
        return Instant.of((now + sign * distance).replace(second=0, microsecond=0), zone_name)
    except OverflowError as error:
        raise InvalidMeasure("", "That leads out of the calendar.", "Write a shorter time.") from error


def _read_group(group: re.Match[str], typed: str, now: datetime, zone_name: str) -> Instant:
    """Read a date-time group, `051430Z MAR 26`; L and J are the zone of the office (ACP 121 keeps J for local time)."""
    day, hour, minute, letter, month, year = group.groups()
    if month.casefold() not in MONTHS:
        raise InvalidMeasure("", f"“{month}” is not a month.", "Write a date-time group as 051430Z MAR 26.")
    if letter in "LJ":
        name = zone_name
    elif letter == "Z":
        name = "UTC"
    else:
        hours = _LETTERS[letter]
        name = f"{'-' if hours < 0 else '+'}{abs(hours):02d}:00"
    read = _date(year, MONTHS[month.casefold()], day, now.date(), typed)
    return _at(datetime.combine(read.first_day, _time(int(hour), int(minute), 0, typed)), name, zone(name))


def _clock(match: re.Match[str], typed: str) -> time:
    return _time(int(match["hour"]), int(match["minute"]), int(match["second"] or 0), typed)


def _time(hour: int, minute: int, second: int, typed: str) -> time:
    if hour == 24 and minute == 0:
        raise InvalidMeasure("", "24:00 is 00:00 of the next day.", "Write 0000 and the next day.")
    if hour > 23 or minute > 59 or second > 59:
        raise InvalidMeasure("", f"“{typed.strip()}” is not an hour of the day.", "Write an hour from 0000 to 2359.")
    return time(hour, minute, second)


def _zone_of(told: str | None, zone_name: str) -> str:
    if told in (None, "L"):
        return zone_name
    if told in ("Z", "UTC", "GMT"):
        return "UTC"
    return told if ":" in told else f"{told[:3]}:{told[3:]}"


def _at(local: datetime, name: str, place: tzinfo) -> Instant:
    """Place a local time in its zone; refuses hours that the change of clocks leaves out or repeats."""
    first, second = local.replace(tzinfo=place), local.replace(tzinfo=place, fold=1)
    told = f"{local:%H:%M} on {local.day} {MONTH_NAMES[local.month - 1]} {local.year}"
    if first.astimezone(UTC).astimezone(place).replace(tzinfo=None) != local:
        after = first.astimezone(UTC)
        raise InvalidMeasure("", f"{told} does not exist in {name}: the clocks go forward.", f"Write it in UTC, such as {after:%H%M}Z.")
    if first.utcoffset() != second.utcoffset():
        raise InvalidMeasure("", f"{told} comes twice in {name}: the clocks go back.",
                             f"Write {first.astimezone(UTC):%H%M}Z for the first or {second.astimezone(UTC):%H%M}Z for the second.")
    return Instant.of(first, name)


def _is_date(text: str, today: date, order: str) -> bool:
    try:
        read_date(text, today, order)
    except InvalidMeasure:
        return False
    return True


def _without_hour(typed: str, now: datetime, order: str) -> InvalidMeasure:
    if _is_date(typed, now.date(), order):
        return InvalidMeasure("", f"“{typed.strip()}” has no hour.", f"Add one, such as {typed.strip()} 1430Z.")
    return InvalidMeasure("", f"“{typed.strip()}” is not a time.", INSTANT_HINT)


# ---------------------------------------------------------------- said back


def say_date(day: PartialDate) -> str:
    """“Fri 5 Mar 2027”, “March 2027 (day not known)”, “2027 (month and day not known)”."""
    if day.month is None:
        return f"{day.year} (month and day not known)"
    if day.day is None:
        return f"{MONTH_NAMES[day.month - 1]} {day.year} (day not known)"
    return _short(day.first_day)


def _short(day: date) -> str:
    return f"{DAY_NAMES[day.weekday()][:3]} {day.day} {MONTH_NAMES[day.month - 1][:3]} {day.year}"


def say_instant(instant: Instant, zones: Sequence[tuple[str, str]] = ()) -> str:
    """“Thu 10 Jun 2027, 06:00 UTC, 08:00 Vienna”; `zones` are (place, zone name), a day is repeated where it is another."""
    told = [f"{_short(instant.utc.date())}, {_hour(instant.utc)} UTC"]
    places = list(zones)
    if all(name != instant.zone for _, name in zones) and instant.zone != "UTC":
        places.append((instant.zone, instant.zone))
    for place, name in places:
        if name == "UTC":
            continue
        local = instant.utc.astimezone(zone(name))
        other_day = "" if local.date() == instant.utc.date() else f" on {_short(local.date())[:-5]}"
        told.append(f"{_hour(local)} {place}{other_day}")
    return ", ".join(told)


def write_instant(instant: Instant) -> str:
    """Write an instant so that `read_instant` reads the same: its local time, then its zone."""
    local = instant.local
    zone_told = "Z" if instant.zone == "UTC" else f" {instant.zone}"
    return f"{local:%Y-%m-%d} {_hour(local)}{zone_told}"


def _hour(moment: datetime) -> str:
    return f"{moment:%H:%M:%S}" if moment.second else f"{moment:%H:%M}"
