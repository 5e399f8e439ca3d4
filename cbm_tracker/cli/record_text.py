"""Records as lines of text for a person at a terminal."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from cbm_tracker.domain.fields import FieldKind, FieldSpec, field_specs
from cbm_tracker.domain.measures import Record
from cbm_tracker.domain.moments import Instant
from cbm_tracker.domain.summary import KINDS_WITH_AN_ID_FOR_WORD, label, states_of, summarise
from cbm_tracker.domain.vocabulary import spoken

if TYPE_CHECKING:
    from cbm_tracker.services.revision_view import RevisionView

_LONGEST = 48


def list_text(records: Sequence[Record], total: int, following: str | None) -> str:
    """Return one line a record: id, date, kind of it, name, States, status."""
    if not records:
        return "Nothing is found."
    rows = [_row(record) for record in records]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    if len(records) < total:
        lines.append(f"{len(records)} of {total}" + (f"; go on with --after {following}" if following else ""))
    return "\n".join(lines)


def _row(record: Record) -> tuple[str, ...]:
    told = summarise(record)
    states = list(dict.fromkeys(code for code, _ in states_of(record)))
    named = " ".join(states[:6]) + (f" +{len(states) - 6}" if len(states) > 6 else "")
    title = told.title if len(told.title) <= _LONGEST else told.title[: _LONGEST - 1] + "…"
    word = told.word if record.kind in KINDS_WITH_AN_ID_FOR_WORD else spoken(told.word)
    return record.id[:8], told.when[:16].replace("T", " ") or "no date", word, title, named, record.status


def record_text(record: Record) -> str:
    """Return the record's name, and a line for each field that is told."""
    return "\n".join([label(record), f"  {'Id':<28} {record.id}", *_lines(record, "  ")])


def _lines(value: Any, indent: str) -> Iterator[str]:
    for spec in field_specs(type(value)):
        part = getattr(value, spec.key)
        if part is None or part == "" or part == () or part == {}:
            continue
        if spec.kind is FieldKind.ONE:
            yield f"{indent}{spec.label}"
            yield from _lines(part, indent + "  ")
        elif spec.kind is FieldKind.MANY:
            yield f"{indent}{spec.label}"
            for item in part:
                yield f"{indent}  - " + "; ".join(line.strip() for line in _told_briefly(item))
        else:
            yield f"{indent}{spec.label:<28} {_told(spec, part)}"


def _told_briefly(item: Any) -> Iterator[str]:
    for spec in field_specs(type(item)):
        part = getattr(item, spec.key)
        if part is not None and part not in ("", ()):
            yield f"{spec.label} {_told(spec, part)}"


def _told(spec: FieldSpec, part: Any) -> str:
    if spec.kind is FieldKind.WORD:
        return spoken(part)
    if spec.kind is FieldKind.FLAG:
        return "yes" if part else "no"
    if isinstance(part, Instant):
        if part.zone == "UTC":
            return str(part)
        return f"{part} ({part.local:%Y-%m-%d %H:%M} {part.zone})"
    if spec.kind is FieldKind.POINTS:
        return "; ".join(f"{latitude}, {longitude}" for latitude, longitude in part)
    if spec.kind is FieldKind.OBJECT:
        return json.dumps(dict(part), ensure_ascii=False)
    if isinstance(part, tuple):
        return ", ".join(part)
    return str(part)


def history_text(history: Sequence[RevisionView]) -> str:
    """Return each revision: who, when, why, and each field before and after."""
    lines = ["History"]
    for view in history:
        reason = f": {view.reason}" if view.reason else ""
        lines.append(f"  {view.number}. {view.change} {view.at} by {view.officer} at {view.workstation}{reason}")
        if view.change not in ("recorded", "discarded"):
            lines.extend(f"     {change.key}: {_value(change.before)} → {_value(change.after)}" for change in view.fields)
    return "\n".join(lines)


def _value(value: Any) -> str:
    if value is None:
        return "not stated"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
