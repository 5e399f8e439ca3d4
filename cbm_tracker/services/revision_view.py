"""The history of a record as a person reads it: who, when, why, and each field before and after."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from cbm_tracker.domain.measures import Record
from cbm_tracker.domain.record_json import from_stored
from cbm_tracker.storage.operations import Revision


@dataclass(frozen=True)
class FieldChange:
    """One field before and after, as JSON values; None where it was not stated."""

    key: str
    before: Any
    after: Any


@dataclass(frozen=True)
class RevisionView:
    """`at` is RFC 3339 in UTC; `record` is the record after the change, None where it went."""

    number: int
    change: str
    at: str
    officer: str
    workstation: str
    reason: str
    in_bin: bool
    fields: tuple[FieldChange, ...]
    record: Record | None


def view_revisions(revisions: list[Revision]) -> list[RevisionView]:
    return [_view(revision) for revision in revisions]


def _view(revision: Revision) -> RevisionView:
    before = json.loads(revision.before) if revision.before else {}
    after = json.loads(revision.after) if revision.after else {}
    fields = tuple(
        FieldChange(key, before.get(key), after.get(key))
        for key in dict.fromkeys((*before, *after))
        if before.get(key) != after.get(key) and key not in ("id", "kind")
    )
    record = from_stored(after) if after else None
    return RevisionView(
        revision.number, revision.change, revision.at, revision.officer, revision.workstation, revision.reason, revision.in_bin,
        fields, record,
    )
