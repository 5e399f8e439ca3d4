"""Dates and instants in words: unambiguous, always with a zone where there is an hour."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from cbm_tracker.desktop.translation import tr, tr_count
from cbm_tracker.domain.moments import PartialDate, zone

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def month_name(month: int) -> str:
    return tr(_MONTHS[month - 1])


def day_in_words(day: date, *, weekday: bool = False, year: bool = True) -> str:
    """20 Apr 2027, or Tue 20 Apr 2027."""
    text = f"{day.day} {month_name(day.month)}"
    if year:
        text += f" {day.year}"
    return f"{tr(_DAYS[day.weekday()])} {text}" if weekday else text


def partial_in_words(told: str) -> str:
    """Say a recorded date (`2027-06-01`, `2027-06`, `2027`) or instant; "" for ""."""
    if not told:
        return ""
    if len(told) > 10:
        return instant_in_words(told)
    date_told = PartialDate.parse(told)
    if date_told.month is None:
        return str(date_told.year)
    if date_told.day is None:
        return f"{month_name(date_told.month)} {date_told.year}"
    return day_in_words(date_told.first_day)


def moment_of(told: str) -> datetime:
    """Return the instant of an RFC 3339 text in UTC."""
    return datetime.fromisoformat(told).astimezone(UTC)


def instant_in_words(told: str | datetime, *, weekday: bool = False) -> str:
    """20 Apr 2027, 09:38 UTC."""
    moment = moment_of(told) if isinstance(told, str) else told
    return f"{day_in_words(moment.date(), weekday=weekday)}, {moment:%H:%M} UTC"


def clock_in_words(local: datetime, *, weekday: bool = False) -> str:
    """4 May, 22:00: by the clock of a place that is named beside it."""
    return f"{day_in_words(local.date(), weekday=weekday, year=False)}, {local:%H:%M}"


def end_of_day_in_words(local: datetime) -> str:
    """Say the end of a day: the midnight after Tue 4 May is Tue 4 May, 24:00."""
    if (local.hour, local.minute) != (0, 0):
        return clock_in_words(local, weekday=True)
    return f"{day_in_words((local - timedelta(minutes=1)).date(), weekday=True, year=False)}, 24:00"


def time_in(moment: datetime, zone_name: str) -> datetime:
    return moment.astimezone(zone(zone_name))


def distance_from_utc(local: datetime) -> str:
    """UTC+2, UTC−3:30, or UTC."""
    minutes = int((local.utcoffset() or timedelta(0)).total_seconds()) // 60
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '−'}{hours}" + (f":{rest:02d}" if rest else "")


def period_in_words(begins: str, ends: str, told: str) -> str:
    """10 – 22 May 2027; a partial date is said as far as it is known; an instant with its hour."""
    if not begins:
        return tr("no date")
    if len(begins) > 10:
        return instant_in_words(begins)
    if 0 < len(told) < 10:
        return partial_in_words(told)
    first, last = date.fromisoformat(begins), date.fromisoformat(ends[:10])
    if first == last:
        return day_in_words(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} – {day_in_words(last)}"
    return f"{day_in_words(first, year=first.year != last.year)} – {day_in_words(last)}"


def distance_in_words(begins: str, ends: str, now: datetime) -> str:
    """Say where today stands to a period: in 42 days, goes on, ended 3 days ago."""
    if not begins:
        return ""
    today = now.date()
    first, last = date.fromisoformat(begins[:10]), date.fromisoformat(ends[:10])
    if today < first:
        days = (first - today).days
        return tr_count("in {days} day", "in {days} days", days).format(days=days)
    if today <= last:
        return tr("today") if first == last else tr("goes on")
    days = (today - last).days
    if days > 400:
        return ""
    return tr_count("{days} day ago", "{days} days ago", days).format(days=days)


def days_in_words(days: int) -> str:
    """1 day, 42 days."""
    return tr_count("{days} day", "{days} days", days).format(days=days)


def time_left(left: timedelta) -> str:
    """46 h 30 min up to 72 hours, then days; what is over says so."""
    over = left < timedelta(0)
    minutes = int(abs(left).total_seconds()) // 60
    if minutes >= 72 * 60:
        text = days_in_words(minutes // (24 * 60))
    elif minutes >= 60:
        text = tr("{hours} h {minutes} min").format(hours=minutes // 60, minutes=minutes % 60)
    else:
        text = tr("{minutes} min").format(minutes=minutes)
    return tr("{time} over").format(time=text) if over else text
