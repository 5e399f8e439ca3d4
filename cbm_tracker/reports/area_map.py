"""The map of an activity's area: frame, projection, coasts and borders, the hatched area and a scale bar, as a picture."""

from __future__ import annotations

import math
from collections.abc import Sequence

from cbm_tracker.errors import ReportFailed
from cbm_tracker.reports.content import Label, Picture, Point, Stroke
from cbm_tracker.reports.map_data import Frame, Place, outlines

KM_IN_A_DEGREE = 111.195  # of a great circle, sphere of 6371 km
FARTHEST_LATITUDE = 80.0
WIDEST = 120.0  # degrees of longitude
LEAST_MARGIN = 1.5  # degrees
SCALES = (10, 20, 50, 100, 200, 500, 1000, 2000)


def area_picture(area: Sequence[Place], width: float = 168.0, height: float = 95.0) -> Picture:
    """Draw an area on the lines of the world, equirectangular and true to scale at its middle latitude.

    Args:
        area: corners as (latitude, longitude) in their order; three or more are an area, one or two are marked as places.
        width: of the picture, mm; so is `height`.
    Raises:
        ReportFailed: no corner, or an area that such a map would show false: near a pole, or wider than 120 degrees.
    """
    corners = _joined_across_the_date_line(area)
    frame = _frame(corners, width / height)
    middle = math.cos(math.radians((frame.south + frame.north) / 2))
    unit = height / (frame.north - frame.south)  # mm for a degree of latitude

    def put(place: Place) -> Point:
        return (round((place[1] - frame.west) * middle * unit, 2), round((place[0] - frame.south) * unit, 2))

    strokes = [
        Stroke(tuple(put(place) for place in line.places), "ink" if line.border else "muted", 0.7 if line.border else 0.4)
        for line in outlines(frame)
    ]
    points = tuple(put(corner) for corner in corners)
    if len(points) > 2:
        strokes.append(Stroke(points, "red", 1.0, "hatched", closed=True))
    else:
        strokes.extend(Stroke(_square(point), "red", 1.0, "red", closed=True) for point in points)
    strokes.append(Stroke(((0.0, 0.0), (width, 0.0), (width, height), (0.0, height)), "ink", 0.5, closed=True))
    length, kilometres = _scale_bar(unit, width)
    strokes.append(Stroke(((4.0, 4.0), (4.0 + length, 4.0)), "ink", 1.4))
    return Picture(width, height, tuple(strokes), (Label((4.0, 5.5), f"{kilometres}\u00a0km"),))


def _joined_across_the_date_line(area: Sequence[Place]) -> tuple[Place, ...]:
    if not area:
        raise ReportFailed("A map needs at least one place of the area.", "Give the corners of the area in the record.")
    first = area[0][1]
    corners = tuple((north, first + (east - first + 180) % 360 - 180) for north, east in area)
    longitudes = [east for _, east in corners]
    if max(abs(north) for north, _ in corners) > FARTHEST_LATITUDE or max(longitudes) - min(longitudes) > WIDEST:
        raise ReportFailed(
            "The area lies too near a pole or is too wide for a map that is true to scale.", "Leave the map out of the report."
        )
    return corners


def _frame(corners: tuple[Place, ...], shape: float) -> Frame:
    """Return the frame around an area, with a margin, in the shape (width by height) of the picture."""
    norths, easts = [north for north, _ in corners], [east for _, east in corners]
    north, east = (min(norths) + max(norths)) / 2, (min(easts) + max(easts)) / 2
    narrowing = math.cos(math.radians(north))
    half = max((max(norths) - min(norths)) * 0.8, (max(easts) - min(easts)) * 0.8 * narrowing / shape, LEAST_MARGIN)
    return Frame(north - half, east - half * shape / narrowing, north + half, east + half * shape / narrowing)


def _square(point: Point) -> tuple[Point, ...]:
    x, y = point
    return ((x - 1, y - 1), (x + 1, y - 1), (x + 1, y + 1), (x - 1, y + 1))


def _scale_bar(unit: float, width: float) -> tuple[float, int]:
    """Return the length of the bar in mm, and the round number of kilometres that it stands for."""
    kilometres = max((scale for scale in SCALES if scale / KM_IN_A_DEGREE * unit <= width / 4), default=SCALES[0])
    return kilometres / KM_IN_A_DEGREE * unit, kilometres
