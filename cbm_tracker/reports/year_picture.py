"""A year as a line of months, with a bar for each activity from its first to its last day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from cbm_tracker.reports.content import Label, Picture, Stroke

MOST_BARS = 28
"""More than these do not fit on a page."""
_NAMES, _WIDTH, _HEAD, _LINE = 48.0, 168.0, 7.0, 6.0  # mm
_LETTERS = 30


def year_picture(bars: Sequence[tuple[str, date, date]], year: int, months: Sequence[str]) -> Picture:
    """Draw a bar for each activity over the months of a year; what reaches beyond the year is cut at its end."""
    height = _HEAD + _LINE * len(bars)
    days = (date(year + 1, 1, 1) - date(year, 1, 1)).days

    def x(day: date) -> float:
        return round(_NAMES + max(0, min(days, (day - date(year, 1, 1)).days)) / days * (_WIDTH - _NAMES), 2)

    strokes, labels = [], []
    for at, name in enumerate(months, 1):
        left = x(date(year, at, 1))
        strokes.append(Stroke(((left, 0.0), (left, height - _HEAD)), "rule", 0.35))
        labels.append(Label((left + 1.0, height - _HEAD + 2.0), name, colour="muted"))
    for at, (name, first, last) in enumerate(bars):
        middle = height - _HEAD - (at + 0.5) * _LINE
        left, right = x(first), max(x(date.fromordinal(last.toordinal() + 1)), x(first) + 0.8)
        corners = ((left, middle - 1.6), (right, middle - 1.6), (right, middle + 1.6), (left, middle + 1.6))
        strokes.append(Stroke(corners, "ink", 0.4, "blue", closed=True))
        labels.append(Label((0.0, middle - 1.0), name if len(name) <= _LETTERS else f"{name[:_LETTERS - 1]}…"))
    for y in (0.0, height - _HEAD):
        strokes.append(Stroke(((0.0, y), (_WIDTH, y)), "ink", 0.6))
    return Picture(_WIDTH, height, tuple(strokes), tuple(labels))
