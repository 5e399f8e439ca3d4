"""The first and last day of a period as two lines hold them."""

from __future__ import annotations

from datetime import date

from cbm_tracker.desktop.date_words import day_in_words
from cbm_tracker.desktop.translation import tr
from cbm_tracker.domain.moment_entry import read_date
from cbm_tracker.errors import InvalidMeasure

FIRST, LAST = "first", "last"


def read_days(first: str, last: str, today: date) -> tuple[date | None, date | None]:
    """Return the days two lines say, None where a line is empty; a month or year means its first and its last day.

    Raises:
        InvalidMeasure: a line says no day, or the last day is before the first; its `field` is FIRST or LAST.
    """
    begins = ends = None
    try:
        field = FIRST
        begins = read_date(first, today).first_day if first.strip() else None
        field = LAST
        ends = read_date(last, today).last_day if last.strip() else None
    except InvalidMeasure as error:
        raise error.at(field) from error
    if begins and ends and ends < begins:
        said = tr("{last} is before {first}.").format(last=day_in_words(ends), first=day_in_words(begins))
        raise InvalidMeasure(LAST, said, tr("Enter {first} or later.").format(first=day_in_words(begins)))
    return begins, ends
