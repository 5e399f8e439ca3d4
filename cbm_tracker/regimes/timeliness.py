"""Moments against each other: what has happened by now, what is in time, and how late it is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo

from cbm_tracker.regimes.findings import Moment


def before_or_at(moment: Moment, now: datetime, zone: tzinfo) -> bool:
    return moment <= now if isinstance(moment, datetime) else moment <= now.astimezone(zone).date()


def instant_of(moment: Moment, zone: tzinfo) -> datetime:
    """Return an instant as it is, and a date as its first moment there; for putting things in their order."""
    return moment if isinstance(moment, datetime) else datetime(moment.year, moment.month, moment.day, tzinfo=zone).astimezone(UTC)


def in_time(at: Moment, due: Moment, zone: tzinfo) -> bool:
    """Tell whether something at `at` is in time for `due`: the last day and the exact instant are.

    A date that is measured against an instant is in time where its day is not after it; an instant that is measured against a
    date counts by the calendar of `zone`.
    """
    if isinstance(due, datetime):
        return at <= due if isinstance(at, datetime) else at <= due.astimezone(zone).date()
    return (at.astimezone(zone).date() if isinstance(at, datetime) else at) <= due


def borderline(at: Moment, due: Moment, zone: tzinfo) -> bool:
    """Tell whether the calendar of the place and that of UTC disagree on being in time."""
    return isinstance(at, datetime) and not isinstance(due, datetime) and in_time(at, due, zone) != in_time(at, due, UTC)


LAST_HOURS = timedelta(hours=24)
"""How long before its end a clock is due and no longer upcoming."""


def open_state(due: Moment | None, now: datetime, zone: tzinfo) -> str:
    """Return upcoming, due or overdue for what is not met: a date is due on its day, a clock in its last 24 hours."""
    if due is None:
        return "upcoming"
    if isinstance(due, datetime):
        if now > due:
            return "overdue"
        return "due" if due - now <= LAST_HOURS else "upcoming"
    today = now.astimezone(zone).date()
    return "overdue" if today > due else "due" if today == due else "upcoming"


def lateness(at: Moment, due: Moment, zone: tzinfo) -> str:
    """Return how late something was in words: “1 day”, “3 h 25 min”."""
    if isinstance(due, datetime) and isinstance(at, datetime):
        minutes = -(-int((at - due).total_seconds()) // 60)
        hours, rest = divmod(minutes, 60)
        return f"{hours} h {rest} min" if hours and rest else f"{hours} h" if hours else f"{rest} min"
    day = at.astimezone(zone).date() if isinstance(at, datetime) else at
    end = due.astimezone(zone).date() if isinstance(due, datetime) else due
    days = (day - end).days
    return f"{days} day{'s' if days != 1 else ''}"
