"""Coordinates as people type them: degrees with minutes and seconds, decimal degrees, or figures run together."""

from __future__ import annotations

import re

from cbm_tracker.errors import InvalidMeasure

HINT = "Write 48°40′ N 15°19′ E, 48.66 15.31, or 4840N 01519E."
Point = tuple[float, float]

_AFTER = re.compile(r"([^NSEW]+)([NSEW])([^NSEW]+)([NSEW])\Z")
_BEFORE = re.compile(r"([NSEW])([^NSEW]+)([NSEW])([^NSEW]+)\Z")
_SIGNS = re.compile(r"[\d\s.,°º˚'’′\"”″:/-]+\Z")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_PLAIN = re.compile(r"([+-]?\d+(?:[.,]\d+)?)(?:\s*[,/]\s+|\s+|\s*/\s*|,(?=[+-]?\d+\.))([+-]?\d+(?:[.,]\d+)?)\Z")


def read_points(typed: str) -> tuple[Point, ...]:
    """Read points separated by `;` or line ends, as (latitude, longitude) in degrees, WGS 84.

    Raises:
        InvalidMeasure: names in its sentence what cannot be read; `field` is the point, such as `[1]`.
    """
    parts = [part.strip() for part in re.split(r"[;\n]", typed) if part.strip()]
    return tuple(_read_point(part, f"[{at}]") for at, part in enumerate(parts))


def _read_point(text: str, field: str) -> Point:
    plain = _PLAIN.match(text)
    if plain:
        latitude, longitude = (float(part.replace(",", ".")) for part in plain.groups())
    else:
        latitude, longitude = _with_letters(text, field)
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise InvalidMeasure(field, f"“{text}” is not on the globe.", "Latitude goes to 90, longitude to 180 degrees.")
    return round(latitude, 7), round(longitude, 7)


def _with_letters(text: str, field: str) -> Point:
    upper = text.upper().strip()
    after, before = _AFTER.match(upper), _BEFORE.match(upper)
    if after:
        pairs = [(after[2], after[1]), (after[4], after[3])]
    elif before:
        pairs = [(before[1], before[2]), (before[3], before[4])]
    else:
        raise InvalidMeasure(field, f"“{text}” is not a point.", HINT)
    if pairs[0][0] in "EW":
        pairs.reverse()
    if pairs[0][0] not in "NS" or pairs[1][0] not in "EW":
        raise InvalidMeasure(field, f"“{text}” needs one latitude and one longitude.", HINT)
    return _degrees(*pairs[0], text, field), _degrees(*pairs[1], text, field)


def _degrees(letter: str, figures: str, text: str, field: str) -> float:
    figures = re.sub(r"(\d),(\d)", r"\1.\2", figures)
    numbers = _NUMBER.findall(figures)
    if not _SIGNS.match(figures) or not 1 <= len(numbers) <= 3 or "-" in figures.strip(" -"):
        raise InvalidMeasure(field, f"“{text}” is not a point.", HINT)
    width = 2 if letter in "NS" else 3
    if len(numbers) == 1 and numbers[0].isdecimal() and len(numbers[0]) in (width + 2, width + 4):
        run = numbers[0]
        numbers = [run[:width], run[width : width + 2], *([run[width + 2 :]] if len(run) > width + 2 else [])]
    degrees, minutes, seconds = (*(float(number) for number in numbers), 0.0, 0.0)[:3]
    if minutes >= 60 or seconds >= 60:
        raise InvalidMeasure(field, f"“{text}” has 60 minutes or seconds, or more.", "Each goes to 59.")
    value = degrees + minutes / 60 + seconds / 3600
    return -value if letter in "SW" else value


def write_points(points: tuple[Point, ...]) -> str:
    """Write points so that `read_points` reads the same: decimal degrees, separated by `;`."""
    return "; ".join(f"{latitude:.7f}".rstrip("0").rstrip(".") + " " + f"{longitude:.7f}".rstrip("0").rstrip(".")
                     for latitude, longitude in points)


def say_point(point: Point) -> str:
    """“48°39′36″ N 15°18′36″ E”, rounded to the second of arc (some 30 m)."""
    return f"{_arc(point[0], 'NS')} {_arc(point[1], 'EW')}"


def _arc(degrees: float, letters: str) -> str:
    seconds = round(abs(degrees) * 3600)
    whole, minutes, rest = seconds // 3600, seconds // 60 % 60, seconds % 60
    return f"{whole}°{minutes:02d}′" + (f"{rest:02d}″" if rest else "") + f" {letters[degrees < 0]}"
