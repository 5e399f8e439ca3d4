"""Sums of the rules as they are printed: the minus of print, no letters of machine time, words in the language of the edition."""

from __future__ import annotations

import re
from datetime import date

from cbm_tracker.regimes.findings import Sum
from cbm_tracker.reports.fact_names import fact_name
from cbm_tracker.reports.house_style import MONTHS
from cbm_tracker.reports.language import ENGLISH
from cbm_tracker.reports.wording import Names

_SPOKEN = re.compile(r"\b(\d+) (minute|hour|day|working day|week|month|year|unit|used|planned|left|over)(s?)\b")
_NOT_KNOWN = re.compile(r"not known(?: \(([^)]*)\))?")
_DAY = re.compile(rf"\b(\d{{1,2}}) ({'|'.join(MONTHS)})(?: (\d{{4}}))?\b")
_SHARE = re.compile(r"\bquota of (\d+) below (\d+)")
_ROUNDED = re.compile(r"\brounded (up|down)\b")
_INSTANT = re.compile(r"\b(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(?::\d{2})?Z")


def printed_sum(told: Sum | str, names: Names) -> str:
    """Such as 2027-06-01 − 42 days = 2027-04-20, or 3 − 2 used = 1 left."""
    text = _NOT_KNOWN.sub(lambda found: _not_known(found[1], names), str(told))
    text = _INSTANT.sub("\\1\u00a0\\2", text.replace(" - ", " − ").replace("_", " "))
    if names.language != ENGLISH:
        text = _DAY.sub(lambda day: _day(int(day[1]), day[2], day[3], names), text)
    text = _SHARE.sub(lambda share: names.say("quota of {number} below {limit}", number=share[1], limit=share[2]), text)
    text = _ROUNDED.sub(lambda way: names.say("rounded up") if way[1] == "up" else names.say("rounded down"), text)
    return names.parted(*_SPOKEN.sub(lambda part: _part(part[2], int(part[1]), names), text).split("; "))


def _day(day: int, month: str, year: str | None, names: Names) -> str:
    number = MONTHS.index(month) + 1
    return names.day(date(int(year), number, day)) if year else names.tongue.day_without_year(date(2000, number, day))


def _not_known(fields: str | None, names: Names) -> str:
    said = names.say("not known")
    return f"{said} ({names.joined(fact_name(field, names) for field in fields.split(', '))})" if fields else said


def _part(word: str, number: int, names: Names) -> str:
    say, count = names.say, names.count
    if word in ("used", "planned", "left", "over"):
        figure = names.number(number)
        return {
            "used": say("{number} used", number=figure), "planned": say("{number} planned", number=figure),
            "left": say("{number} left", number=figure), "over": say("{number} over", number=figure),
        }[word]
    return {
        "minute": count("{count} minute", "{count} minutes", number), "hour": count("{count} hour", "{count} hours", number),
        "day": count("{count} day", "{count} days", number),
        "working day": count("{count} working day", "{count} working days", number),
        "week": count("{count} week", "{count} weeks", number), "month": count("{count} month", "{count} months", number),
        "year": count("{count} year", "{count} years", number), "unit": count("{count} unit", "{count} units", number),
    }[word]
