"""The columns of the contingents' grid: what stands in a cell, how it is read and how wide it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cbm_tracker.desktop.widgets.entry_field import EntryContext
from cbm_tracker.desktop.widgets.line_fields import grouped, read_count
from cbm_tracker.desktop.widgets.state_fields import state_meant
from cbm_tracker.domain.checks import check_text
from cbm_tracker.domain.fields import FieldKind, FieldSpec, field_specs
from cbm_tracker.domain.forces import COUNTED, Contingent
from cbm_tracker.domain.moment_entry import read_date
from cbm_tracker.errors import InvalidMeasure

SPECS: dict[str, FieldSpec] = {spec.key: spec for spec in field_specs(Contingent)}
FIRST_SHOWN = frozenset(("state", "troops", "battle_tanks", "armoured_combat_vehicles", "artillery", "helicopters"))
Cells = dict[str, str]
"""What is typed in a row, by key; a State known with certainty stands as its code."""


def least_width(key: str) -> int:
    """Return the least width of a column, pixels at 100 %."""
    return 160 if key in ("state", "remarks") else 76 if key in COUNTED else 96


def read_cell(context: EntryContext, key: str, text: str) -> Any:
    """Turn the text of a cell into its value. Raises InvalidMeasure, its `field` empty."""
    text = text.strip()
    kind = SPECS[key].kind
    if kind is FieldKind.COUNT:
        return read_count(text, context.locale)
    if kind is FieldKind.DATE:
        return read_date(text, context.today()) if text else None
    if kind is FieldKind.STATE:
        return state_meant(context, text) if text else ""
    check_text(text, "")
    return text


def write_cell(context: EntryContext, key: str, value: Any) -> str:
    if value is None or value == "":
        return ""
    return grouped(value, context.locale) if SPECS[key].kind is FieldKind.COUNT else str(value)


def read_row(context: EntryContext, cells: Mapping[str, str]) -> Contingent:
    """Raises InvalidMeasure, its `field` such as `.troops`."""
    values: dict[str, Any] = {}
    for key, text in cells.items():
        try:
            values[key] = read_cell(context, key, text)
        except InvalidMeasure as error:
            raise InvalidMeasure(f".{key}", error.message, error.hint) from error
    try:
        return Contingent(**values)
    except InvalidMeasure as error:
        raise InvalidMeasure(f".{error.field}", error.message, error.hint) from error


def row_problems(context: EntryContext, cells: Mapping[str, str]) -> list[InvalidMeasure]:
    """Return what is wrong in each cell; where no cell is, what is wrong with the row."""
    found = []
    for key, text in cells.items():
        try:
            read_cell(context, key, text)
        except InvalidMeasure as error:
            found.append(InvalidMeasure(f".{key}", error.message, error.hint))
    if not found:
        try:
            read_row(context, cells)
        except InvalidMeasure as error:
            found.append(error)
    return found


def readable(context: EntryContext, cells: Mapping[str, str]) -> Contingent:
    """Return the row as far as it can be read, for the sums; a State that is not yet named counts all the same."""
    values: dict[str, Any] = {"state": "XXX", "phase": cells.get("phase", "").strip()}
    for key in COUNTED:
        try:
            values[key] = read_cell(context, key, cells.get(key, ""))
        except InvalidMeasure:
            values[key] = None
    return Contingent(**values)
