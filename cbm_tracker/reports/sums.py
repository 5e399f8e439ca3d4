"""Sums of the rules as they are printed: the minus of print, no letters of machine time, words in the language of the edition."""

from __future__ import annotations

import re

from cbm_tracker.regimes.findings import Sum
from cbm_tracker.reports.fact_names import fact_name
from cbm_tracker.reports.wording import Names

_SPOKEN = re.compile(r"\b(\d+) (minute|hour|day|working day|week|month|year|used|planned|left|over)(s?)\b")
_NOT_KNOWN = re.compile(r"not known(?: \(([^)]*)\))?")
_INSTANT = re.compile(r"\b(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(?::\d{2})?Z")


def printed_sum(told: Sum | str, names: Names) -> str:
    """Such as 2027-06-01 − 42 days = 2027-04-20, or 3 − 2 used = 1 left."""
    text = _NOT_KNOWN.sub(lambda found: _not_known(found[1], names), str(told))
    text = _INSTANT.sub("\\1\u00a0\\2", text.replace(" - ", " − ").replace("_", " "))
    return _SPOKEN.sub(lambda part: _part(part[2], int(part[1]), names), text)


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
        "year": count("{count} year", "{count} years", number),
    }[word]
