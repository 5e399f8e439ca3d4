"""Records by the keys of the interface, as JSON and tables of our own hold them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

from cbm_tracker.domain.measures import Record
from cbm_tracker.domain.record_json import ResolveState, from_json
from cbm_tracker.exchange.read_result import Problem, ReadLine, ReadResult, standing_at, with_own_id
from cbm_tracker.exchange.state_answers import AnsweredNames, read_line


def read_objects(
    objects: Iterable[tuple[int, dict[str, Any]]], source: str, names: AnsweredNames, problems: Iterable[Problem] = ()
) -> ReadResult:
    """Read JSON objects with the lines on which they begin; `problems` are those found before."""
    lines: list[ReadLine] = []
    found = list(problems)
    seen: dict[str, int] = {}
    left_out = 0
    for line, data in objects:
        kind = str(data.get("kind", ""))
        record = read_line(line, kind, names, partial(_record, data), partial(standing_at, data))
        if record is None:
            left_out += 1
        elif isinstance(record, Problem):
            found.append(record)
        else:
            if record.id in seen:
                wrong = f"stands in line {seen[record.id]} too."
                found.append(Problem(line, "id", record.id, wrong, "Give each record its own id.", kind))
                continue
            seen[record.id] = line
            lines.append(ReadLine(line, record))
    return ReadResult(source, tuple(lines), tuple(found), left_out=left_out)


def _record(data: dict[str, Any], resolve: ResolveState) -> Record:
    record = from_json(data, resolve)
    return record if data.get("id") else with_own_id(record)
