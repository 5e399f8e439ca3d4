"""A table read by a mapping: each row becomes a record, or a problem that names the column."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from copy import deepcopy
from functools import partial
from typing import Any, NamedTuple

from cbm_tracker.domain.measures import Record
from cbm_tracker.domain.moments import PartialDate
from cbm_tracker.domain.record_json import ResolveState, from_json
from cbm_tracker.domain.summary import title
from cbm_tracker.errors import InvalidMeasure
from cbm_tracker.exchange.csv_format import Table
from cbm_tracker.exchange.mapping import FieldMapping
from cbm_tracker.exchange.mapping import Mapping as TableMapping
from cbm_tracker.exchange.read_result import Problem, ReadLine, ReadResult, with_own_id
from cbm_tracker.exchange.state_answers import AnsweredNames, read_line

_DATE_PARTS = re.compile(r"\s*([^\s/.\-]+)[/.\-]([^\s/.\-]+)[/.\-]([^\s/.\-]+)\s*\Z")


class _Asked(NamedTuple):
    """Who says what a State's name means."""

    code: ResolveState
    is_organisation: Callable[[str], bool]


class _Code(str):
    """A code that was found already: what it might be the name of in the file counts no more."""


def read_mapped(table: Table, mapping: TableMapping, source: str, names: AnsweredNames) -> ReadResult:
    """Read each row of a table; what is doubtful becomes a problem, never a guess."""
    position = {name: at for at, name in enumerate(table.header) if name}
    absent = [column for part in mapping.fields for column in part.columns if column not in position]
    if absent:
        problem = Problem(1, absent[0], "", "is a column of the mapping that the file does not have.", "Choose another mapping.")
        return ReadResult(source, (), (problem,))
    lines: list[ReadLine] = []
    problems = list(table.problems)
    first_with: dict[str, tuple[int, str]] = {}
    seen: dict[str, int] = {}
    repeated = left_out = 0
    for line, row in table.rows:
        cells = {name: row[at] for name, at in position.items()}
        record = read_line(line, mapping.kind, names, partial(_record, cells, mapping, names), partial(_standing_in, cells, mapping))
        if record is None:
            left_out += 1
            continue
        if isinstance(record, Problem):
            problems.append(record)
            continue
        if record.id in seen:
            repeated += 1
            continue
        key = cells.get(mapping.key, "")
        if key and key in first_with:
            wrong = f"“{key}” stands in line {first_with[key][0]} for another record, {first_with[key][1]}."
            remedy = "Give this line an id of its own, or leave one of the two out."
            problems.append(Problem(line, mapping.key, key, wrong, remedy, mapping.kind))
            continue
        if key:
            first_with[key] = (line, f"“{title(record)}”")
        seen[record.id] = line
        lines.append(ReadLine(line, record))
    problems.sort(key=lambda problem: problem.line)
    return ReadResult(source, tuple(lines), tuple(problems), repeated, left_out)


def _record(cells: Mapping[str, str], mapping: TableMapping, names: AnsweredNames, resolve: ResolveState) -> Record:
    data = _object(cells, mapping, _Asked(resolve, names.is_organisation))
    return with_own_id(from_json(data, lambda text: str(text) if isinstance(text, _Code) else resolve(text)))


def _standing_in(cells: Mapping[str, str], mapping: TableMapping, path: str) -> str:
    """Return what stands in the columns that a field, or part of one, is made of."""
    root = re.split(r"[.\[]", path)[0]
    parts = [part for part in mapping.fields if part.to == path] or [
        part for part in mapping.fields if part.to.partition(".")[0] == root
    ]
    return ", ".join(cells[column] for part in parts for column in part.columns if cells[column].strip())


def _object(cells: Mapping[str, str], mapping: TableMapping, names: _Asked) -> dict[str, Any]:
    data: dict[str, Any] = {"kind": mapping.kind, **deepcopy(dict(mapping.constants))}
    if mapping.key and cells.get(mapping.key):
        data["reference"] = cells[mapping.key].strip()
    for part in mapping.fields:
        values = [_told(cells[column], part, mapping) for column in part.columns]
        made = _FORMS[part.form](part, values, names)
        if made is None or made == "" or made == []:
            continue
        if part.form == "states":
            states, others = made
            if others:
                data.setdefault(part.others_to or "other_participants", []).extend(others)
            if states:
                data[part.to] = [{"state": code} for code in states] if part.to == "contingents" else states
            continue
        outer, _, inner = part.to.partition(".")
        if inner:
            held = data.get(outer)
            data[outer] = {**held, inner: made} if isinstance(held, dict) else {inner: made}
        elif isinstance(made, list) and isinstance(data.get(outer), list):
            data[outer] = [*data[outer], *made]
        else:
            data[outer] = made
    return data


def _told(cell: str, part: FieldMapping, mapping: TableMapping) -> str:
    text = cell.strip()
    return "" if text in mapping.missing or text in part.missing else text


def _text(part: FieldMapping, values: list[str], _: _Asked) -> str:
    return ", ".join(value for value in values if value)


def _count(part: FieldMapping, values: list[str], _: _Asked) -> int | None:
    text = values[0]
    if not text:
        return None
    if not re.fullmatch(r"\d{1,10}", text):
        raise InvalidMeasure(part.columns[0], f"“{text}” is not a whole number.", "Write figures only, without separators.", value=text)
    return int(text)


def _amount(part: FieldMapping, values: list[str], _: _Asked) -> str | None:
    text = values[0]
    if not text:
        return None
    if not re.fullmatch(r"\d{1,15}(\.\d+)?", text):
        raise InvalidMeasure(part.columns[0], f"“{text}” is not an amount.", "Write figures with a point before decimals.", value=text)
    return text


def _date(part: FieldMapping, values: list[str], _: _Asked) -> str | None:
    if not any(values):
        return None
    column = part.columns[0]
    if len(part.columns) == 3:
        told, order = values, "ymd"
    else:
        match = _DATE_PARTS.match(values[0])
        if not match:
            raise InvalidMeasure(column, f"“{values[0]}” is not a date.", "Write it as 2027-06-01.", value=values[0])
        told, order = list(match.groups()), part.order
        if len(told[0]) == 4:
            order = "ymd"
        elif not order:
            wrong = f"“{values[0]}” may be read in more than one order."
            raise InvalidMeasure(column, wrong, "Say the order of dates in the mapping.", value=values[0])
    parts = dict(zip(order, told, strict=True))
    year, month, day = ("" if parts[sign] in part.unknown else parts[sign] for sign in "ymd")
    said = "-".join(value or "?" for value in told)
    if not year.isdecimal() or (month and not month.isdecimal()) or (day and not day.isdecimal()) or len(said) > 30:
        raise InvalidMeasure(column, f"“{said}” is not a date.", "Write it as 2027-06-01.", value=said)
    number = int(year)
    if len(year) <= 2:
        number += 2000 if number < 70 else 1900
    try:
        return str(PartialDate(number, int(month) if month else None, int(day) if day and month else None))
    except InvalidMeasure as error:
        raise InvalidMeasure(column, error.message, "Correct the date.", value=said) from error


def _point(part: FieldMapping, values: list[str], _: _Asked) -> list[list[float]] | None:
    if not all(values):
        return None
    try:
        return [[float(values[0]), float(values[1])]]
    except ValueError as error:
        told = ", ".join(values)
        raise InvalidMeasure(part.columns[0], "is not a place.", "Write latitude and longitude in degrees.", value=told) from error


def _word(part: FieldMapping, values: list[str], _: _Asked) -> str:
    text = values[0]
    if text and part.table and text not in part.table:
        raise InvalidMeasure(part.columns[0], f"“{text}” is not among the words of the mapping.", "Add it to the mapping.", value=text)
    return part.table.get(text, text)


def _flagged(part: FieldMapping, values: list[str], _: _Asked) -> list[str]:
    return [part.table[column] for column, value in zip(part.columns, values, strict=True) if value == "1"]


def _first(part: FieldMapping, values: list[str], names: _Asked) -> str:
    found = _flagged(part, values, names)
    return found[0] if found else part.otherwise


def _states(part: FieldMapping, values: list[str], names: _Asked) -> tuple[list[str], list[str]]:
    states: list[str] = []
    others: list[str] = []
    for column, value in zip(part.columns, values, strict=True):
        if not value:
            continue
        if value in part.groups:
            others.append(value)
            continue
        found = names.code(value)
        if found is None:
            raise InvalidMeasure(column, f"“{value}” does not name one State with certainty.", value=value, doubtful=True)
        code = _Code(found)
        target = others if names.is_organisation(code) else states
        if code not in target:
            target.append(code)
    return states, others


_FORMS: dict[str, Callable[[FieldMapping, list[str], _Asked], Any]] = {
    "text": _text, "count": _count, "amount": _amount, "date": _date, "point": _point, "word": _word, "words": _flagged,
    "tags": _flagged, "first": _first, "states": _states,
}
