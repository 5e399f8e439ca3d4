"""Periods that are asked for by name: this year, last year, last quarter, all that is recorded."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from cbm_tracker.domain.query import Query
from cbm_tracker.services.records import RecordService

DATED_KINDS = ("notification", "inspection", "contact", "exercise", "contribution", "case")
"""Kinds that happen at a time; agreements and States last."""


@dataclass(frozen=True)
class Period:
    """First and last day, both included."""

    from_on: date
    to_on: date


def year(of: int) -> Period:
    return Period(date(of, 1, 1), date(of, 12, 31))


def last_quarter(today: date) -> Period:
    """Return the quarter of the calendar year that ended before today."""
    ends = date(today.year, (today.month - 1) // 3 * 3 + 1, 1) - timedelta(days=1)
    return Period(date(ends.year, ends.month - 2, 1), ends)


def recorded_period(records: RecordService) -> Period | None:
    """Return the period that everything dated lies in; None where nothing is."""
    dated = Query(kinds=DATED_KINDS, from_on=date.min, to_on=date.max)
    first = records.page(replace(dated, sort="begins", descending=False), limit=1).rows
    last = records.page(replace(dated, sort="ends", descending=True), limit=1).rows
    if not first or not last:
        return None
    return Period(date.fromisoformat(first[0].begins[:10]), date.fromisoformat(last[0].ends[:10]))
