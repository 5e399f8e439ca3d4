"""What reading a file gives: records by line, and problems by line with what to do about them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace

from cbm_tracker.domain.measures import Record
from cbm_tracker.domain.record_json import canonical, to_json
from cbm_tracker.errors import InvalidMeasure

_NAMESPACE = uuid.UUID("1b7a5e3e-5b0a-5c8e-8f53-2f3f7a6c9d41")


@dataclass(frozen=True)
class Problem:
    """Why a line is not recorded: its number (from 1), the field, what stands there, what is wrong, what to do."""

    line: int
    field: str
    value: str
    problem: str
    remedy: str = ""


@dataclass(frozen=True)
class ReadLine:
    line: int
    record: Record


@dataclass(frozen=True)
class ReadResult:
    """`repeated` counts lines that say exactly what an earlier line of the file says."""

    source: str
    lines: tuple[ReadLine, ...]
    problems: tuple[Problem, ...]
    repeated: int = 0


def problem_of(line: int, error: InvalidMeasure, value: str = "") -> Problem:
    return Problem(line, error.field, value, error.message, error.hint)


def with_own_id(record: Record) -> Record:
    """Give a record that came without an id the one its content has, so that it is known when it comes again."""
    body = {key: value for key, value in to_json(record).items() if key != "id"}
    return replace(record, id=str(uuid.uuid5(_NAMESPACE, canonical(body))))
