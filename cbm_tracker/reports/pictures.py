"""Pictures of strokes and labels, such as maps: vector, hatched where colour would be lost, none without words that say the same."""

from __future__ import annotations

from typing import Any

from reportlab.lib.colors import Color
from reportlab.lib.units import mm

from cbm_tracker.reports.content import Figure, Picture, Point, Stroke
from cbm_tracker.reports.house_style import LABEL, LABEL_STRONG
from cbm_tracker.reports.sheet import Sheet

_HATCHED = "hatched"
_STEP = 3.2  # points between the lines of a hatching


def figure_height(figure: Figure) -> float:
    """Return the height of the picture in points, without caption and notes."""
    return figure.picture.height * mm


def draw_picture(sheet: Sheet, x: float, top: float, picture: Picture) -> float:
    """Draw a picture that hangs from `top`; returns where the next thing may hang."""
    low = top - picture.height * mm

    def put(point: Point) -> Point:
        return (x + point[0] * mm, low + point[1] * mm)

    for stroke in picture.strokes:
        _draw_stroke(sheet, stroke, [put(point) for point in stroke.points])
    for label in picture.labels:
        style = LABEL_STRONG if label.strong else LABEL
        at, baseline = put(label.at)
        at -= sheet.width(label.text, style) / 2 if label.align == "middle" else 0
        sheet.text(at, baseline, label.text, style, "right" if label.align == "right" else "left", getattr(sheet.palette, label.colour))
    return low


def _draw_stroke(sheet: Sheet, stroke: Stroke, points: list[Point]) -> None:
    c = sheet.c
    path = c.beginPath()
    path.moveTo(*points[0])
    for point in points[1:]:
        path.lineTo(*point)
    if stroke.closed:
        path.close()
    if stroke.fill == _HATCHED:
        xs, ys = [x for x, _ in points], [y for _, y in points]
        hatch_path(sheet, path, ((min(xs), min(ys)), (max(xs), max(ys))), getattr(sheet.palette, stroke.colour or "ink"))
    elif stroke.fill:
        c.setFillColor(getattr(sheet.palette, stroke.fill))
    c.setStrokeColor(getattr(sheet.palette, stroke.colour or "ink"))
    c.setLineWidth(stroke.weight)
    c.drawPath(path, stroke=int(bool(stroke.colour)), fill=int(bool(stroke.fill) and stroke.fill != _HATCHED))


def hatch_path(sheet: Sheet, path: Any, corners: tuple[Point, Point], colour: Color) -> None:
    """Fill a path with diagonal lines, legible on a fax; `corners` are the lower left and the upper right of what it covers."""
    (left, low), (right, high) = corners
    c = sheet.c
    c.saveState()
    c.clipPath(path, stroke=0, fill=0)
    c.setStrokeColor(colour)
    c.setLineWidth(0.5)
    at = left - (high - low)
    while at < right:
        c.line(at, low, at + high - low, high)
        at += _STEP
    c.restoreState()
