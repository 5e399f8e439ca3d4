"""The map of an activity's area: frame with degrees, coasts and borders, a few towns, the hatched area and a scale bar, as a picture."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence

from cbm_tracker.errors import ReportFailed
from cbm_tracker.reports.content import Label, Picture, Point, Stroke
from cbm_tracker.reports.map_data import Frame, Place, outlines, towns

KM_IN_A_DEGREE = 111.195  # of a great circle, sphere of 6371 km
FARTHEST_LATITUDE = 80.0
WIDEST = 120.0  # degrees of longitude
LEAST_MARGIN = 1.5  # degrees
LEFT, FOOT = 12.0, 5.0  # mm beside and below the map, for the degrees
STEPS = (1, 2, 5, 10, 20)  # degrees between marks on the edges
MOST_TICKS = 8
TOWNS = 7
APART, LINE_APART = 26.0, 4.5  # mm between the names of towns
SIGN = 1.9  # mm, widest mean of a letter of them
SCALES = (10, 20, 50, 100, 200, 500, 1000, 2000)

Degrees = Callable[[int], str]


def north_or_south(degrees: int) -> str:
    return f"{abs(degrees)}°\u00a0{'N' if degrees >= 0 else 'S'}"


def east_or_west(degrees: int) -> str:
    return f"{abs(degrees)}°\u00a0{'E' if degrees >= 0 else 'W'}"


def area_picture(
    area: Sequence[Place], width: float = 168.0, height: float = 95.0, *, latitude: Degrees = north_or_south,
    longitude: Degrees = east_or_west,
) -> Picture:
    """Draw an area on the lines of the world, equirectangular and true to scale at its middle latitude.

    Args:
        area: corners as (latitude, longitude) in their order; three or more are an area, one or two are marked as places.
        width: of the picture, mm; so is `height`.
        latitude: says a latitude in whole degrees; so does `longitude`, which is given -180 to 180.
    Raises:
        ReportFailed: no corner, or an area that such a map would show false: near a pole, or wider than 120 degrees.
    """
    corners = _joined_across_the_date_line(area)
    wide, high = width - LEFT, height - FOOT
    frame = _frame(corners, wide / high)
    middle = math.cos(math.radians((frame.south + frame.north) / 2))
    unit = high / (frame.north - frame.south)  # mm for a degree of latitude

    def put(place: Place) -> Point:
        return (round(LEFT + (place[1] - frame.west) * middle * unit, 2), round(FOOT + (place[0] - frame.south) * unit, 2))

    strokes = [
        Stroke(tuple(put(place) for place in line.places), "ink" if line.border else "muted", 0.7 if line.border else 0.4)
        for line in outlines(frame)
    ]
    points = tuple(put(corner) for corner in corners)
    if len(points) > 2:
        strokes.append(Stroke(points, "red", 1.0, "hatched", closed=True))
    else:
        strokes.extend(Stroke(_square(point), "red", 1.0, "red", closed=True) for point in points)
    length, kilometres = _scale_bar(unit, wide)
    labels = [Label((LEFT + 4.0, FOOT + 5.5), f"{kilometres}\u00a0km")]
    for name, point in _shown(((town.name, put(town.place)) for town in towns(frame)), width):
        strokes.append(Stroke(_square(point, 0.45), "ink", 0.4, "ink", closed=True))
        labels.append(Label((point[0] + 1.4, point[1] - 1.0), name))
    for place, text in _parallels(frame, latitude):
        x, y = put(place)
        strokes.append(Stroke(((x, y), (x + 1.6, y)), "ink", 0.5))
        labels.append(Label((LEFT - 1.2, y - 1.0), text, "right", colour="muted"))
    for place, text in _meridians(frame, longitude):
        x, y = put(place)
        strokes.append(Stroke(((x, y), (x, y + 1.6)), "ink", 0.5))
        labels.append(Label((x, 0.6), text, "middle", colour="muted"))
    strokes.append(Stroke(((LEFT, FOOT), (width, FOOT), (width, height), (LEFT, height)), "ink", 0.5, closed=True))
    strokes.append(Stroke(((LEFT + 4.0, FOOT + 4.0), (LEFT + 4.0 + length, FOOT + 4.0)), "ink", 1.4))
    return Picture(width, height, tuple(strokes), tuple(labels))


def _shown(found: Iterable[tuple[str, Point]], width: float) -> Iterator[tuple[str, Point]]:
    """Yield a few towns whose names are clear of each other, of the edge and of the scale bar."""
    taken: list[Point] = []
    for name, (x, y) in found:
        clear = all(abs(x - other) > APART or abs(y - up) > LINE_APART for other, up in taken)
        if clear and x + 1.4 + len(name) * SIGN < width and y > FOOT + 10:
            taken.append((x, y))
            yield name, (x, y)
        if len(taken) == TOWNS:
            return


def _parallels(frame: Frame, says: Degrees) -> Iterator[tuple[Place, str]]:
    """Yield the round latitudes on the left edge."""
    for degrees in _round_degrees(frame.south, frame.north, frame):
        yield (degrees, frame.west), says(degrees)


def _meridians(frame: Frame, says: Degrees) -> Iterator[tuple[Place, str]]:
    """Yield the round longitudes on the lower edge."""
    for degrees in _round_degrees(frame.west, frame.east, frame):
        yield (frame.south, degrees), says((degrees + 180) % 360 - 180)


def _round_degrees(first: float, last: float, frame: Frame) -> range:
    step = next((step for step in STEPS if (frame.east - frame.west) / step <= MOST_TICKS), STEPS[-1])
    return range(math.ceil(first / step) * step, math.floor(last) + 1, step)


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


def _square(point: Point, half: float = 1.0) -> tuple[Point, ...]:
    x, y = point
    return ((x - half, y - half), (x + half, y - half), (x + half, y + half), (x - half, y + half))


def _scale_bar(unit: float, width: float) -> tuple[float, int]:
    """Return the length of the bar in mm, and the round number of kilometres that it stands for."""
    kilometres = max((scale for scale in SCALES if scale / KM_IN_A_DEGREE * unit <= width / 4), default=SCALES[0])
    return kilometres / KM_IN_A_DEGREE * unit, kilometres
