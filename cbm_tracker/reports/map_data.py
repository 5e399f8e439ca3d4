"""Coasts and borders of the world (Natural Earth, 1:50 million) and its towns (GeoNames), read once and cut to a frame."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

from cbm_tracker.paths import resource

Place = tuple[float, float]  # latitude and longitude, degrees north and east


@dataclass(frozen=True)
class Frame:
    """A part of the world in degrees. Across the date line `east` goes on above 180."""

    south: float
    west: float
    north: float
    east: float


@dataclass(frozen=True)
class Outline:
    """A line on the map: a border between two States, or a coast."""

    places: tuple[Place, ...]
    border: bool


@cache
def _world() -> tuple[tuple[Outline, Frame], ...]:
    """Every line with the frame that holds it; a line that two countries share is a border."""
    topology = json.loads(resource("maps", "countries-50m.json").read_text("utf-8"))
    (wide, high), (west, south) = topology["transform"]["scale"], topology["transform"]["translate"]
    used = Counter(_arcs([country["arcs"] for country in topology["objects"]["countries"]["geometries"] if "arcs" in country]))
    found = []
    for at, arc in enumerate(topology["arcs"]):
        x = y = 0
        places = []
        for right, up, *_ in arc:
            x, y = x + right, y + up
            places.append((y * high + south, x * wide + west))
        latitudes, longitudes = zip(*places, strict=True)
        held = Frame(min(latitudes), min(longitudes), max(latitudes), max(longitudes))
        found.append((Outline(tuple(places), used[at] > 1), held))
    return tuple(found)


def _arcs(nested: Any) -> Iterator[int]:
    """Yield the numbers of arcs in rings and polygons; one that is run through backwards stands as its complement."""
    if isinstance(nested, int):
        yield nested if nested >= 0 else ~nested
    else:
        for part in nested:
            yield from _arcs(part)


def outlines(frame: Frame) -> tuple[Outline, ...]:
    """Return the lines within a frame, cut at its edges, their longitudes going on across the date line as the frame's do."""
    found: list[Outline] = []
    for turn in (-360.0, 0.0, 360.0):
        for line, held in _world():
            if held.south > frame.north or held.north < frame.south:
                continue
            if held.west + turn > frame.east or held.east + turn < frame.west:
                continue
            found.extend(Outline(part, line.border) for part in _cut(line.places, turn, frame))
    return tuple(found)


@dataclass(frozen=True)
class Town:
    name: str
    place: Place


@cache
def _towns() -> tuple[Town, ...]:
    return tuple(Town(name, (north, east)) for name, north, east in json.loads(resource("maps", "places.json").read_text("utf-8")))


def towns(frame: Frame) -> Iterator[Town]:
    """Yield the towns within a frame, the largest first, their longitudes going on across the date line as the frame's do."""
    for town in _towns():
        north, east = town.place
        east += 360.0 if east < frame.west else 0.0
        if frame.south <= north <= frame.north and frame.west <= east <= frame.east:
            yield Town(town.name, (north, east))


def _cut(places: tuple[Place, ...], turn: float, frame: Frame) -> Iterator[tuple[Place, ...]]:
    part: list[Place] = []
    for first, last in pairwise(places):
        inside = _within((first[0], first[1] + turn), (last[0], last[1] + turn), frame)
        if inside is None or _along_the_seam(first, last):
            if len(part) > 1:
                yield tuple(part)
            part = []
            continue
        start, end = inside
        if part and part[-1] != start:
            yield tuple(part)
            part = []
        part = [*part, end] if part else [start, end]
    if len(part) > 1:
        yield tuple(part)


def _along_the_seam(first: Place, last: Place) -> bool:
    """Tell whether a line is no coast but the cut that the data have at the date line or around the pole."""
    return (abs(first[1]) > 179.99 and abs(last[1]) > 179.99) or max(first[0], last[0]) < -89.9


def _within(first: Place, last: Place, frame: Frame) -> tuple[Place, Place] | None:
    """Return the part of a straight line that lies in the frame (Liang and Barsky 1984)."""
    up, right = last[0] - first[0], last[1] - first[1]
    begins, ends = 0.0, 1.0
    for step, room in (
        (-up, first[0] - frame.south), (up, frame.north - first[0]), (-right, first[1] - frame.west), (right, frame.east - first[1]),
    ):  # fmt: skip
        if step == 0:
            if room < 0:
                return None
        elif step < 0:
            begins = max(begins, room / step)
        else:
            ends = min(ends, room / step)
    if begins > ends:
        return None
    return (
        first if begins == 0 else (first[0] + begins * up, first[1] + begins * right),
        last if ends == 1 else (first[0] + ends * up, first[1] + ends * right),
    )
