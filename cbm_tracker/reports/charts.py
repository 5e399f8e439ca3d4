"""Charts: vector, few, and never without their numbers. Each function draws one thing and returns the new top."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from cbm_tracker.reports.content import ColumnChart, Cover
from cbm_tracker.reports.house_style import (
    CELL,
    CELL_STRONG,
    LABEL,
    QUARTER,
    mm,
    month_after,
    number,
)
from cbm_tracker.reports.sheet import Sheet

_ROW = 17.5
_WIDEST = 14.0  # a column of a chart, in points
_NUMBERED = 12  # up to so many columns their numbers stand above them


def hatch(sheet: Sheet, x: float, y: float, width: float, height: float) -> None:
    """Diagonal lines inside a rectangle: the second series, legible on a fax."""
    sheet.c.hatched(((x, y), (x + width, y), (x + width, y + height), (x, y + height)), sheet.palette.ink)


def bar(sheet: Sheet, x: float, y: float, width: float, height: float) -> None:
    sheet.ground(x, y, max(width, 0.4), height, sheet.palette.blue)


def sign(sheet: Sheet, what: str, x: float, baseline: float) -> None:
    """The sign of a state of knowledge: ● known, ? unknown, – not applicable, hatched square withheld; its word follows."""
    if what == "known":
        with sheet.decoration():
            sheet.c.circle(x + 3.6, baseline + 3, 3.3, fill=sheet.palette.blue)
    elif what == "withheld":
        with sheet.decoration():
            hatch(sheet, x + 0.3, baseline - 0.5, 7, 7)
    else:
        sheet.text(x + 1, baseline, "?" if what == "unknown" else "–", CELL_STRONG, blank=True)


def period_strip(sheet: Sheet, x: float, top: float, width: float, cover: Cover) -> float:
    """One line for each kind of measure over the months of the period; the count stands at the end of each line."""
    days = (cover.to_on - cover.from_on).days + 1
    left, right = x + _names_width(sheet, [name for _, name, _ in cover.names]), x + width - 12 * mm
    depth = len(cover.names) * _ROW + 3

    def at(day: date) -> float:
        return left + (right - left) * (day - cover.from_on).days / days

    months = _months(cover.from_on, cover.to_on)
    every = 1 if len(months) <= 13 else 6
    for place, month in enumerate(months):
        sheet.segment(at(month), top - 11, at(month), top - 11 - depth, 0.35, sheet.palette.rule)
        if place % every == 0:
            name = sheet.words.months[month.month - 1]
            name = name if every == 1 else f"{name} {month:%Y}"
            sheet.text(at(month) + 2, top - 8, name, LABEL, colour=sheet.palette.muted)
    sheet.text(x + width, top - 8, sheet.words.chart_number, LABEL, "right", sheet.palette.muted)
    sheet.segment(right, top - 11, right, top - 11 - depth, 0.35, sheet.palette.rule)
    y = top - 11
    for kind, name, count in cover.names:
        y -= _ROW
        mine = [event for event in cover.strip if event.kind == kind]
        sheet.segment(left, y + 3, right, y + 3, 0.5, sheet.palette.mid)
        sheet.text(x, y, name, CELL)
        sheet.text(x + width, y, number(count), CELL_STRONG, "right")
        for event in mine:
            first = max(event.starts, cover.from_on)
            last = min(event.ends, cover.to_on)
            _mark(sheet, kind, at(first), at(last), y + 3)
    return y - QUARTER


def period_strip_height(cover: Cover) -> float:
    return 11 + len(cover.names) * _ROW + QUARTER


def words_of_strip(sheet: Sheet, cover: Cover) -> str:
    """What stands for the strip where it is read aloud: how many of each kind."""
    return sheet.words.strip_alt.format(lines=_listed((name, count) for _, name, count in cover.names))


def words_of_chart(sheet: Sheet, chart: ColumnChart) -> str:
    """What stands for the chart where it is read aloud: every count of it but 0."""
    lines = (
        f"{name}: {_listed((label, count) for label, count in zip(chart.labels, counts, strict=True) if count) or sheet.words.chart_none}."
        for name, counts in chart.lines
    )
    return sheet.words.chart_alt.format(caption=chart.caption, lines=" ".join(lines))


def _listed(counts: Iterable[tuple[str, int]]) -> str:
    return "; ".join(f"{name} {number(count)}" for name, count in counts)


def _names_width(sheet: Sheet, names: Iterable[str]) -> float:
    """What the names of the lines take on their left, with what parts them from the drawing; in points."""
    return max((34 * mm, *(sheet.width(name, CELL) + 3 * mm for name in names)))


def _months(first: date, last: date) -> list[date]:
    months = []
    month = first
    while month <= last:
        months.append(month)
        month = month_after(month)
    return months


def _mark(sheet: Sheet, kind: str, x1: float, x2: float, y: float) -> None:
    c, palette = sheet.c, sheet.palette
    if kind in ("exercise", "contribution"):
        c.rectangle(x1, y - 3.2, max(x2 - x1, 2), 6.4, fill=palette.blue)
    elif kind == "notification":
        c.circle(x1, y, 3.0, fill=palette.blue, stroke=palette.white, weight=0.7)
    elif kind == "inspection":
        corners = [(x1 + dx, y + dy) for dx, dy in ((0, 3.6), (3.6, 0), (0, -3.6), (-3.6, 0))]
        c.polygon(corners, fill=palette.white, stroke=palette.blue, weight=1.1)
    else:
        sheet.segment(x1, y - 3.6, x1, y + 3.6, 1.3, palette.blue)


def column_chart(sheet: Sheet, x: float, top: float, width: float, chart: ColumnChart) -> float:
    """Small columns over time, one line of them for each kind, each on its own scale; largest and total stand beside."""
    left, right = x + _names_width(sheet, [name for name, _ in chart.lines]), x + width - 30 * mm
    step = (right - left) / max(len(chart.labels), 1)
    wide = min(_WIDEST, max(step - 1.2, 0.8))
    numbered = len(chart.labels) <= _NUMBERED
    every = max(1, round(30 / step)) if step < 30 else 1
    for place, label in enumerate(chart.labels):
        if place % every == 0:
            sheet.text(left + place * step, top - 8, label, LABEL, colour=sheet.palette.muted)
    sheet.text(x + width - 13 * mm, top - 8, sheet.words.chart_largest, LABEL, "right", sheet.palette.muted)
    sheet.text(x + width, top - 8, sheet.words.chart_all, LABEL, "right", sheet.palette.muted)
    y = top - 13
    step_down = _line_height(chart)
    for name, counts in chart.lines:
        y -= step_down
        largest = max(counts, default=0)
        sheet.segment(left, y, right, y, 0.5, sheet.palette.mid)
        sheet.text(x, y + 1, name, CELL)
        sheet.text(x + width - 13 * mm, y + 1, number(largest), CELL, "right")
        sheet.text(x + width, y + 1, number(sum(counts)), CELL_STRONG, "right")
        for place, count in enumerate(counts):
            if count:
                high = (step_down - (15 if numbered else 6)) * count / largest
                sheet.ground(left + place * step, y, wide, high, sheet.palette.blue)
                if numbered:
                    sheet.text(left + place * step, y + high + 2.5, number(count), LABEL)
    return y - QUARTER


def column_chart_height(chart: ColumnChart) -> float:
    return 13 + _line_height(chart) * len(chart.lines) + QUARTER


def _line_height(chart: ColumnChart) -> float:
    """A single line gets more height than one of several, and one with numbers more than one without; in points."""
    return {1: 70.0, 2: 42.0}.get(len(chart.lines), 36.0 if len(chart.labels) <= _NUMBERED else 28.0)
