"""What differs between what a report said and what it would say now: lines of its sections, taken from the data of both."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_FIGURES = re.compile(r"\d[\d\s]*")
_STRUCTURE = frozenset(("is", "id", "kind", "source", "align", "width", "strong", "colour", "weight", "fill"))


@dataclass(frozen=True)
class Difference:
    """One line of a section: what the report said and what it would say now; "" where there was or is no such line."""

    section: str
    then: str
    now: str


def differences(then: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Difference]:
    """Yield what differs, in the order of the sections as the report has them, those that are new last."""
    before, after = _by_section(then), _by_section(now)
    for section in dict.fromkeys((*before, *after)):
        yield from _in_section(section, before.get(section, []), after.get(section, []))


def _by_section(data: Mapping[str, Any]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for section in data.get("sections", ()):
        found.setdefault(str(section.get("title", "")), []).extend(_lines(section))
    return found


def _in_section(section: str, before: Sequence[str], after: Sequence[str]) -> Iterator[Difference]:
    gone, new = _left_over(before, after), _left_over(after, before)
    for line in gone:
        partner = next((other for likeness in (_head, _but_for_figures) for other in new if likeness(other) == likeness(line)), None)
        if partner is not None:
            new.remove(partner)
        yield Difference(section, line, partner or "")
    for line in new:
        yield Difference(section, "", line)


def _left_over(lines: Sequence[str], others: Sequence[str]) -> list[str]:
    """Return the lines that the others do not have, or have less often."""
    counts = Counter(others)
    left = []
    for line in lines:
        if counts[line]:
            counts[line] -= 1
        else:
            left.append(line)
    return left


def _head(line: str) -> str:
    return line.partition(" | ")[0]


def _but_for_figures(line: str) -> str:
    return _FIGURES.sub("0", line)


def _lines(value: Any) -> Iterator[str]:
    """Yield a line for each row and for each text that stands alone."""
    if isinstance(value, str):
        if value:
            yield value
    elif isinstance(value, Mapping):
        if value.get("is") == "row":
            yield _joined(value.get("cells", ()))
        else:
            for key, part in value.items():
                if key not in _STRUCTURE:
                    yield from _lines(part)
    elif isinstance(value, Sequence):
        if value and all(isinstance(part, str) for part in value):
            yield _joined(value)
        else:
            for part in value:
                yield from _lines(part)


def _joined(cells: Sequence[Any]) -> str:
    return " | ".join(filter(None, map(_cell, cells)))


def _cell(cell: Any) -> str:
    if isinstance(cell, Mapping):
        return ", ".join(part for part in (str(cell.get("main", "")), str(cell.get("below", ""))) if part).replace("\n", ", ")
    return str(cell).replace("\n", ", ")
