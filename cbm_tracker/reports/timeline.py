"""A timeline: what lay when, in lanes, on one scale of time, as a picture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from cbm_tracker.reports.content import Label, Picture, Stroke

WIDTH = 168.0
_LANE_NAMES = 40.0  # mm at the left
_RIGHT = 3.0
_HEAD = 7.0
_ROW = 5.2
_MARK = 2.2  # height of a mark, and its least width
_DIGIT = 1.75  # mm that a figure of a number takes at most
_MOST_ROWS = 32  # what a page has room for; beyond, numbers are left out and marks lie over each other
_LONGEST_NAME = 24  # signs in a line
_MOST_TICKS = 8
_HOURS, _DAYS, _MONTHS = (1, 2, 3, 6, 12), (1, 2, 7, 14), (1, 3, 6, 12, 24, 60, 120, 240, 600)


@dataclass(frozen=True)
class Mark:
    """Something on the timeline; instants in UTC.

    Args:
        lane: what the lane is called in which it lies.
        number: by which the table beside the picture calls it.
        ends: the instant after which it no longer lasts; the same as `begins` for a moment.
        sure: whether both ends are known to the day; else the whole time that it may have lasted is hatched.
    """

    lane: str
    number: str
    begins: datetime
    ends: datetime
    sure: bool = True


@dataclass(frozen=True)
class Edge:
    """A moment that concerns all lanes, such as when a case was opened."""

    name: str
    at: datetime


@dataclass(frozen=True)
class _Placed:
    mark: Mark
    left: float
    right: float
    row: int
    number_at: float | None  # where its number begins; None where there is no room for numbers


def timeline_picture(marks: Sequence[Mark], edges: Sequence[Edge] = ()) -> Picture | None:
    """Return the picture, lanes in the order in which they are met; None where nothing lies at two different moments."""
    moments = [moment for mark in marks for moment in (mark.begins, mark.ends)] + [edge.at for edge in edges]
    if not marks or min(moments) == max(moments):
        return None
    scale = _Scale(min(moments), max(moments))
    lanes = dict.fromkeys(mark.lane for mark in marks)
    placed = {lane: list(_placed([mark for mark in marks if mark.lane == lane], scale, numbered=True)) for lane in lanes}
    if sum(_rows(lane, of_lane) for lane, of_lane in placed.items()) > _MOST_ROWS:
        placed = {lane: list(_placed([mark for mark in marks if mark.lane == lane], scale, numbered=False)) for lane in lanes}
    foot = _ROW * len(edges)
    height = _HEAD + foot + _ROW * sum(_rows(lane, of_lane) for lane, of_lane in placed.items())
    strokes, labels = _axis(scale, height, foot)
    top = height - _HEAD
    for lane, of_lane in placed.items():
        low = top - _ROW * _rows(lane, of_lane)
        strokes.append(Stroke(((0.0, low), (WIDTH, low)), "rule", 0.35))
        labels.extend(_lane_name(lane, top))
        for one in of_lane:
            middle = round(top - _ROW * (one.row + 0.5), 2)
            strokes.append(_bar(one, middle))
            if one.number_at is not None:
                labels.append(Label((one.number_at, middle - 1.0), one.mark.number))
        top = low
    strokes.append(Stroke(((0.0, top), (WIDTH, top)), "ink", 0.6))
    for at, edge in enumerate(sorted(edges, key=lambda one: one.at)):
        x, low = scale.x(edge.at), foot - _ROW * (at + 1)
        strokes.append(Stroke(((x, low), (x, height - _HEAD)), "ink", 0.9))
        labels.append(Label((x + 1.2, low + 1.0), edge.name) if x < WIDTH / 2 else Label((x - 1.2, low + 1.0), edge.name, "right"))
    return Picture(WIDTH, round(height, 2), tuple(strokes), tuple(labels))


def _rows(lane: str, of_lane: Sequence[_Placed]) -> int:
    """How many rows a lane takes: for its marks, and for its name."""
    return max(1 + max(one.row for one in of_lane), len(_lines(lane)))


@dataclass(frozen=True)
class _Scale:
    first: datetime
    last: datetime

    def x(self, moment: datetime) -> float:
        """mm from the left of the picture."""
        room = WIDTH - _LANE_NAMES - _RIGHT
        return round(_LANE_NAMES + room * ((moment - self.first) / (self.last - self.first)), 2)

    def ticks(self) -> list[tuple[datetime, str]]:
        """Round moments on the scale and what they are called: a year, a month, a day or an hour; never more than a few."""
        span = self.last - self.first
        for step in _HOURS:
            if span / timedelta(hours=step) <= _MOST_TICKS:
                return self._by(timedelta(hours=step))
        for step in _DAYS:
            if span / timedelta(days=step) <= _MOST_TICKS:
                return self._by(timedelta(days=step))
        months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1
        step = next((one for one in _MONTHS if months / one <= _MOST_TICKS), _MONTHS[-1])
        return [(moment, f"{moment:%Y}" if step % 12 == 0 else f"{moment:%Y-%m}") for moment in self._by_month(step)]

    def _by(self, step: timedelta) -> list[tuple[datetime, str]]:
        start = self.first.replace(hour=0, minute=0, second=0, microsecond=0)
        found = []
        for at in range(int((self.last - start) / step) + 1):
            moment = start + at * step
            if moment >= self.first:
                found.append((moment, f"{moment:%Y-%m-%d}" if not (moment.hour or moment.minute) else f"{moment:%H:%M}"))
        return found

    def _by_month(self, step: int) -> Iterator[datetime]:
        last = self.last.year * 12 + self.last.month - 1
        start = self.first.year * 12 + self.first.month - 1
        for month in range(start // step * step if step >= 12 else start - (self.first.month - 1) % step, last + 1, step):
            moment = datetime(month // 12, month % 12 + 1, 1, tzinfo=UTC)
            if self.first <= moment <= self.last:
                yield moment


def _placed(marks: Sequence[Mark], scale: _Scale, *, numbered: bool) -> Iterator[_Placed]:
    """Put the marks of a lane into rows where none lies over another, each in the first that is free."""
    taken: list[float] = []
    for mark in sorted(marks, key=lambda one: (one.begins, one.ends)):
        left, right = scale.x(mark.begins), max(scale.x(mark.ends), scale.x(mark.begins) + _MARK)
        if right > WIDTH:
            left, right = left - (right - WIDTH), WIDTH
        if not numbered:
            yield _Placed(mark, left, right, 0, None)
            continue
        words = len(mark.number) * _DIGIT
        after = right + 0.8 + words <= WIDTH
        begins, ends = (left, right + 0.8 + words) if after else (left - 0.8 - words, right)
        row = next((at for at, until in enumerate(taken) if until + 1.0 <= begins), len(taken))
        taken[row:row + 1] = [ends]
        yield _Placed(mark, left, right, row, round(right + 0.8 if after else begins, 2))


def _bar(one: _Placed, middle: float) -> Stroke:
    low, high = round(middle - _MARK / 2, 2), round(middle + _MARK / 2, 2)
    corners = ((one.left, low), (one.right, low), (one.right, high), (one.left, high))
    return Stroke(corners, "ink", 0.5, "blue" if one.mark.sure else "hatched", closed=True)


def _axis(scale: _Scale, height: float, foot: float) -> tuple[list[Stroke], list[Label]]:
    strokes: list[Stroke] = [Stroke(((0.0, height - _HEAD), (WIDTH, height - _HEAD)), "ink", 0.6)]
    labels: list[Label] = []
    ticks = scale.ticks()
    if any(":" in name for _, name in ticks):  # hours alone say no day
        labels.append(Label((0.0, height - _HEAD + 2.0), f"{scale.first:%Y-%m-%d}, UTC", colour="muted"))
    near = any(scale.x(later) - scale.x(earlier) < 17 for (earlier, _), (later, _) in pairwise(ticks))
    for at, (moment, name) in enumerate(ticks):
        x = scale.x(moment)
        strokes.append(Stroke(((x, foot), (x, height - _HEAD)), "rule", 0.35))
        if not near or at % 2 == 0:
            align = "right" if x > WIDTH - 9 else "middle"
            labels.append(Label((min(x, WIDTH), height - _HEAD + 2.0), name, align, colour="muted"))
    return strokes, labels


def _lane_name(lane: str, top: float) -> Iterator[Label]:
    for at, line in enumerate(_lines(lane)):
        yield Label((0.0, round(top - _ROW * (at + 0.5) - 1.0, 2)), line, strong=True)


def _lines(lane: str) -> list[str]:
    """The name of a lane, broken between words where it is long."""
    lines = [""]
    for word in lane.split():
        joined = f"{lines[-1]} {word}".strip()
        if len(joined) <= _LONGEST_NAME or not lines[-1]:
            lines[-1] = joined
        else:
            lines.append(word)
    return lines
