"""What reading a file gives: records by line, and problems by line with what to do about them."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from cbm_tracker.domain.measures import Record
from cbm_tracker.domain.record_json import canonical, to_json

_STEP = re.compile(r"[^.\[\]]+")
_NAMESPACE = uuid.UUID("1b7a5e3e-5b0a-5c8e-8f53-2f3f7a6c9d41")


@dataclass(frozen=True)
class Problem:
    """Why a line is not recorded: its number (from 1), the field, what stands there, what is wrong, what to do.

    `field` is the path of a field of `kind`, or the name of a column; `doubts` are the names of States of this line that
    have to be asked.
    """

    line: int
    field: str
    value: str
    problem: str
    remedy: str = ""
    kind: str = ""
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReadLine:
    line: int
    record: Record


@dataclass(frozen=True)
class ReadResult:
    """`repeated` counts lines that say exactly what an earlier line of the file says; `left_out` those an answer leaves out."""

    source: str
    lines: tuple[ReadLine, ...]
    problems: tuple[Problem, ...]
    repeated: int = 0
    left_out: int = 0


def standing_at(data: Any, path: str) -> str:
    """Return what stands at a path of a JSON object such as `contingents[2].state`; "" where nothing does."""
    for step in _STEP.findall(path):
        if isinstance(data, Mapping):
            data = data.get(step)
        elif isinstance(data, list | tuple) and step.isdecimal() and int(step) < len(data):
            data = data[int(step)]
        else:
            return ""
    if data is None:
        return ""
    return data if isinstance(data, str) else json.dumps(data, ensure_ascii=False)


def with_own_id(record: Record) -> Record:
    """Give a record that came without an id the one its content has, so that it is known when it comes again."""
    body = {key: value for key, value in to_json(record).items() if key != "id"}
    return replace(record, id=str(uuid.uuid5(_NAMESPACE, canonical(body))))
