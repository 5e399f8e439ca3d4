"""Pictures of strokes and labels, such as maps: vector, hatched where colour would be lost, none without words that say the same."""

from __future__ import annotations

from cbm_tracker.reports.content import Figure, Picture, Point, Stroke
from cbm_tracker.reports.house_style import (
    LABEL,
    LABEL_STRONG,
    Colour,
    mm,
)
from cbm_tracker.reports.sheet import Sheet

_HATCHED = "hatched"


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
        align = "right" if label.align == "right" else "left"
        sheet.text(at, baseline, label.text, style, align, getattr(sheet.palette, label.colour), blank=True)
    return low


def _draw_stroke(sheet: Sheet, stroke: Stroke, points: list[Point]) -> None:
    colour: Colour | None = getattr(sheet.palette, stroke.colour) if stroke.colour else None
    if stroke.fill == _HATCHED:
        sheet.c.hatched(points, colour or sheet.palette.ink)
    fill: Colour | None = getattr(sheet.palette, stroke.fill) if stroke.fill and stroke.fill != _HATCHED else None
    if fill is not None or colour is not None:
        sheet.c.polygon(points, fill=fill, stroke=colour, weight=stroke.weight, closed=stroke.closed)
