"""From the fields of a form to a record: everything that is wrong is found, not only the first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from cbm_tracker.desktop.widgets.entry_field import EntryField, split_path
from cbm_tracker.domain.completeness import missing
from cbm_tracker.domain.measures import RECORD_CLASSES, Record
from cbm_tracker.errors import InvalidMeasure


def read_record(
    fields: Mapping[str, EntryField], kind: str, base: Record | None, *, complete: bool
) -> tuple[Record | None, list[InvalidMeasure]]:
    """Return the record the fields tell, or None and what is wrong, each by the path of its field.

    Args:
        base: the record the form began with; what the form does not show stays as it is there.
        complete: ask for what must be stated before the record is issued.
    """
    found: list[InvalidMeasure] = []
    values: dict[str, Any] = {}
    for key, field in fields.items():
        problems = field.problems()
        found.extend(InvalidMeasure(f"{key}{problem.field}", problem.message, problem.hint) for problem in problems)
        if not problems:
            values[key] = field.value()
    record = _build(values, kind, base, found)
    if record is not None and complete:
        told = {split_path(problem.field)[0] for problem in found}
        found.extend(lack for lack in missing(record) if lack.field not in told)
    return (None, found) if found else (record, [])


def read_typed(
    fields: Mapping[str, EntryField], kind: str, base: Record | None, before: Record | None
) -> tuple[Record | None, tuple[str, ...]]:
    """Return the record as far as it can be read, and the keys of fields that cannot; those stay as they were `before`."""
    values: dict[str, Any] = {}
    unread: list[str] = []
    for key, field in fields.items():
        try:
            values[key] = field.value()
        except InvalidMeasure:
            unread.append(key)
            if before is not None:
                values[key] = getattr(before, key)
    found: list[InvalidMeasure] = []
    record = _build(values, kind, base, found)
    contradicting = (str(split_path(problem.field)[0]) for problem in found)
    return record, tuple(dict.fromkeys([*unread, *contradicting]))


def _build(values: dict[str, Any], kind: str, base: Record | None, found: list[InvalidMeasure]) -> Record | None:
    """Build the record; a field that contradicts another is told and left out, and building is tried again."""
    told: set[str] = set()
    while True:
        try:
            return replace(base, **values) if base is not None else RECORD_CLASSES[kind](**values)
        except InvalidMeasure as error:
            head = str(split_path(error.field)[0])
            if not any(problem.field.startswith(error.field) for problem in found):
                found.append(error)
            if head in told or head not in values:
                return None
            told.add(head)
            del values[head]
