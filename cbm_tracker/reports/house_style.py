"""House style of the transparency reports: paper, grid, type, colour, numbers and dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

mm = 72 / 25.4  # points
LINE = 14.0  # one line of body text; every vertical distance is a multiple of a quarter of it
QUARTER = LINE / 4
MEASURE = 168 * mm  # the same on A4 and Letter: lines break alike, only pages break elsewhere
GUTTER = 4 * mm
COLUMN = (MEASURE - 11 * GUTTER) / 12
NARROW = "\u202f"  # narrow no-break space: between thousands, before units
MINUS = "\u2212"
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")


@dataclass(frozen=True)
class Paper:
    """A sheet, in points; the wider margin is on the left, for punching and binding."""

    name: str
    width: float
    height: float
    left: float
    top: float
    bottom: float


A4 = Paper("A4", 210 * mm, 297 * mm, 25 * mm, 31 * mm, 26 * mm)
LETTER = Paper("Letter", 215.9 * mm, 279.4 * mm, 27.95 * mm, 29 * mm, 24 * mm)
PAPERS = {"A4": A4, "Letter": LETTER}


def span(columns: int) -> float:
    """Width of so many grid columns with the gutters between them."""
    return columns * COLUMN + (columns - 1) * GUTTER


def offset(columns: int) -> float:
    """Distance from the left edge of the measure to the column after so many columns."""
    return columns * (COLUMN + GUTTER)


SIDE = span(3)  # 39 mm: section numbers, side heads, facts
MAIN = span(9)  # 125 mm: running text
MAIN_X = offset(3)


@dataclass(frozen=True)
class TextStyle:
    font: str
    size: float
    leading: float
    tracking: float = 0.0


DISPLAY = TextStyle("Serif", 34, 38.5)
TITLE = TextStyle("Serif", 21, 24.5)
FIGURE = TextStyle("Serif", 30, 35)
LEAD = TextStyle("Serif", 12, 17.5)
HEAD = TextStyle("Sans-Semi", 11, 14)
BODY = TextStyle("Serif", 10, 14)
CELL = TextStyle("Sans", 8.8, 10.5)
CELL_STRONG = TextStyle("Sans-Semi", 8.8, 10.5)
COLUMN_HEAD = TextStyle("Sans-Semi", 8, 10.5)
CAPTION = TextStyle("Sans-Semi", 9.5, 14)
NOTE = TextStyle("Sans", 8, 10.5)
LABEL = TextStyle("Sans", 8, 10.5)
LABEL_STRONG = TextStyle("Sans-Semi", 8, 10.5)
MARKING = TextStyle("Sans-Semi", 8, 10.5, tracking=0.5)


Colour = tuple[float, float, float]  # parts of red, green and blue, from 0 to 1


@dataclass(frozen=True)
class Palette:
    ink: Colour
    blue: Colour
    red: Colour
    muted: Colour
    mid: Colour  # second data series; never text
    rule: Colour  # hairlines between rows
    tint: Colour  # total rows
    white: Colour


def _palette(*colours: str) -> Palette:
    return Palette(*(_colour(colour) for colour in colours))


def _colour(written: str) -> Colour:
    red, green, blue = (int(written[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


COLOUR = _palette("#16191C", "#1D3F5E", "#9A2A1A", "#555C63", "#8B959E", "#B3BAC0", "#EEF1F3", "#FFFFFF")
GREY = _palette("#161616", "#3A3A3A", "#161616", "#585858", "#929292", "#B5B5B5", "#EFEFEF", "#FFFFFF")


def number(value: float | Decimal, decimals: int = 0) -> str:
    """13 200; −98; 54.5, with a narrow no-break space between thousands."""
    text = f"{abs(value):,.{decimals}f}".replace(",", NARROW)
    return MINUS + text if value < 0 else text


def date_in_text(day: date) -> str:
    """22 April 2027, held together by a no-break space."""
    return f"{day.day}\u00a0{MONTHS[day.month - 1]}\u00a0{day.year}"


def period_in_text(first: date, last: date) -> str:
    """1 January to 30 June 2027; each year once."""
    if first == last:
        return date_in_text(first)
    start = f"{first.day}\u00a0{MONTHS[first.month - 1]}"
    return f"{start if first.year == last.year else date_in_text(first)} to {date_in_text(last)}"


def month_short(day: date) -> str:
    """Jan, Feb …; never by the locale of the workstation, so that the bytes are the same on each."""
    return MONTHS[day.month - 1][:3]


def month_after(day: date) -> date:
    """The first day of the month that follows."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)
