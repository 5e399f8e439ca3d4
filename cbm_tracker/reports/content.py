"""What a report says, as values: testable without a PDF, and the same for every renderer."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date, datetime
from typing import Any

from cbm_tracker.reports.words import Words


@dataclass(frozen=True)
class ReportRequest:
    """What was asked for; `at` is the instant (UTC) of which the report speaks, and the same request gives the same bytes."""

    kind: str
    from_on: date
    to_on: date
    at: datetime
    states: tuple[str, ...] = ()
    agreements: tuple[str, ...] = ()
    record: str = ""  # the exercise, inspection or case that the report is about, by its id
    sections: tuple[str, ...] = ()  # which sections, by their ids and in this order; all of the kind's own without any
    recipient: str = ""
    language: str = "en"
    second_language: str = ""  # its edition faces the first one, page by page
    paper: str = "A4"
    grey: bool = False
    header: str = ""  # runs in the head of each page, beside the running title
    footer: str = ""  # runs in the foot of each page
    emblem: str = ""  # a PNG or SVG file in base64; stands on the cover
    signed: bool = False  # with a field for a signature on the last page
    known_at: datetime | None = None  # made from what the register held at this instant; None for what it holds
    corrects: str = ""  # the number of the report that a corrigendum corrects


@dataclass(frozen=True)
class Run:
    """A part of a text that differs from the rest of it.

    `language` (BCP 47) where it is in another one than the report; `link` an address, or # and the id of a section;
    `note` a footnote to it, at the foot of its page.
    """

    text: str
    strong: bool = False
    language: str = ""
    link: str = ""
    note: str = ""


Text = str | tuple[Run, ...]


@dataclass(frozen=True)
class Column:
    """A column of a table; `width` in mm of the 168 a page has. `align`: left or right."""

    head: str
    width: float
    align: str = "left"
    strong: bool = False


@dataclass(frozen=True)
class Stacked:
    """A cell of two parts: what is read, and below it what explains it.

    `language` and `below_language` (BCP 47) where a part is in another one than the report.
    """

    main: str
    below: str = ""
    language: str = ""
    below_language: str = ""


@dataclass(frozen=True)
class Bar:
    """A drawing in a cell: a bar of this share (0 to 1) of the column; hatched for a second series."""

    share: float
    hatched: bool = False


Cell = str | Stacked | Bar | Run


@dataclass(frozen=True)
class Row:
    """`kind`: plain, group (a head and a remark) or total; `source` names the record it was made from."""

    cells: tuple[Cell, ...]
    kind: str = "plain"
    source: str = ""


@dataclass(frozen=True)
class Spanner:
    """A head over several columns: the place of the first, and how many."""

    head: str
    first: int
    columns: int


@dataclass(frozen=True)
class Table:
    """`spanners`: heads over columns that stand side by side, in their order."""

    caption: str
    columns: tuple[Column, ...]
    rows: Sequence[Row]
    notes: tuple[str, ...] = ()
    spanners: tuple[Spanner, ...] = ()


@dataclass(frozen=True)
class KeyFigures:
    """Up to four figures, each with what it counts and where more stands."""

    items: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Prose:
    """Paragraphs with heads in the side column: (head, text, record it was made from)."""

    items: tuple[tuple[str, Text, str], ...]


@dataclass(frozen=True)
class Item:
    """A point of a list, with the list below it; `source` names the record it was made from."""

    text: Text
    items: tuple[Item, ...] = ()
    source: str = ""


@dataclass(frozen=True)
class Listing:
    """A list, numbered or with dots; `head` stands beside it in the side column."""

    items: tuple[Item, ...]
    numbered: bool = False
    head: str = ""


@dataclass(frozen=True)
class Marks:
    """Up to four signs and what each means: (sign, word, meaning)."""

    items: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Contents:
    """The list of sections with their pages; whoever draws it knows them."""


@dataclass(frozen=True)
class ColumnChart:
    """Small columns over time, one line for each kind: (name, counts); `labels` name the columns."""

    caption: str
    labels: tuple[str, ...]
    lines: tuple[tuple[str, tuple[int, ...]], ...]
    notes: tuple[str, ...] = ()


Point = tuple[float, float]


@dataclass(frozen=True)
class Stroke:
    """A line through points, in mm from the lower left of the picture.

    `colour` and `fill` are names of the palette (ink, blue, red, muted, mid, rule, tint, white) or "" for none; `fill` may be hatched.
    """

    points: tuple[Point, ...]
    colour: str = "ink"
    weight: float = 0.5  # points
    fill: str = ""
    closed: bool = False


@dataclass(frozen=True)
class Label:
    """Words in a picture, their baseline beginning (or ending, or centred) at a point."""

    at: Point
    text: str
    align: str = "left"  # left, right or middle
    strong: bool = False
    colour: str = "ink"


@dataclass(frozen=True)
class Picture:
    """A drawing in mm, up to 168 wide; strokes first, in their order, labels above them."""

    width: float
    height: float
    strokes: tuple[Stroke, ...] = ()
    labels: tuple[Label, ...] = ()


@dataclass(frozen=True)
class Figure:
    """A chart, a map or a timeline: `alt` says in words what it shows, and `table`, printed below it, says it in figures."""

    caption: str
    picture: Picture
    alt: str
    table: Table | None = None
    notes: tuple[str, ...] = ()


Block = Table | KeyFigures | Prose | Listing | Marks | Contents | ColumnChart | Figure


@dataclass(frozen=True)
class Section:
    """`id` names a section when sections are chosen and ordered; it is never printed."""

    title: str
    lead: str
    blocks: tuple[Block, ...] = ()
    id: str = ""


@dataclass(frozen=True)
class StripEvent:
    """A mark on the cover's strip."""

    kind: str
    starts: date
    ends: date


@dataclass(frozen=True)
class Cover:
    """`strip` holds the marks of a short period; for a long one `chart` counts by year instead.

    `names` are the lines of the strip: (kind, name, number of records), those without an exact month included.
    """

    owner: str
    office: str
    title: str
    period: str
    scope: str
    facts: tuple[tuple[str, str], ...]
    from_on: date
    to_on: date
    names: tuple[tuple[str, str, int], ...] = ()
    strip: tuple[StripEvent, ...] = ()
    chart: ColumnChart | None = None


@dataclass(frozen=True)
class ReportContent:
    """All that stands in a report. `{number}` in the running title and in facts of the cover stands for its number.

    `words` are those that every page has, in `language`; they follow from it and are not counted into the fingerprint.
    """

    number: str
    title: str
    running_title: str
    marking: str
    exercise: bool
    language: str
    at: datetime
    cover: Cover
    sections: tuple[Section, ...] = ()
    header: str = ""
    footer: str = ""
    emblem: str = ""
    signed: bool = False
    facing: ReportContent | None = None  # the same in another language, on the pages across
    words: Words = field(default_factory=Words)

    def editions(self) -> tuple[ReportContent, ...]:
        """Return the report in each of its languages, under its number."""
        return (self, dataclasses.replace(self.facing, number=self.number)) if self.facing else (self,)

    def with_number(self, text: str) -> str:
        return text.replace("{number}", self.number)

    def fingerprint(self, beat: Callable[[], None] = lambda: None) -> str:
        """SHA-256 (hexadecimal, FIPS 180-4) over the canonical JSON of everything the report says, its number apart.

        The number is left out because it is given to what the report says, once that is known.

        Args:
            beat: called every now and then; what it raises ends the counting.
        """
        digest = hashlib.sha256()
        for at, part in enumerate(self.canonical_json()):
            if at % PARTS_IN_A_BEAT == 0:
                beat()
            digest.update(part)
        return digest.hexdigest()

    def canonical_json(self) -> Iterator[bytes]:
        """Yield, piece by piece, what the fingerprint is counted over: UTF-8, keys in order, no blanks; `is` names what a part is."""
        for part in _told(self, leave_out=("number", "words")):
            yield part.encode("utf-8")


def _told(value: Any, leave_out: tuple[str, ...] = ()) -> Iterator[str]:
    """Yield the canonical JSON of a value piece by piece, so that a long table need not be held."""
    if isinstance(value, Row) and all(isinstance(cell, str) for cell in value.cells):
        yield _json({"cells": value.cells, "is": "row", "kind": value.kind, "source": value.source})
    elif is_dataclass(value):
        opening = "{"
        for name in sorted((*(each.name for each in fields(value)), _IS)):
            if name not in leave_out and not (isinstance(value, Stacked) and name in _OF_PARTS and not getattr(value, name)):
                yield f"{opening}{_json(name)}:"
                yield from _told(type(value).__name__.lower() if name == _IS else getattr(value, name))
                opening = ","
        yield "}"
    elif isinstance(value, Sequence) and not isinstance(value, str):
        opening = "["
        for part in value:
            yield opening
            yield from _told(part)
            opening = ","
        yield "[]" if opening == "[" else "]"
    else:
        yield _json(value)


PARTS_IN_A_BEAT = 5000  # of the data of a report; some 100 ms on a slow machine
_IS = "is"
_OF_PARTS = ("language", "below_language")  # of a cell, told where a part is in another language
_json = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str).encode
