"""The columns of a grid of nested values: what stands in a cell, how it is read, and how wide it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from cbm_tracker.desktop.number_words import grouped
from cbm_tracker.desktop.translation import tr
from cbm_tracker.desktop.widgets.entry_field import EntryContext
from cbm_tracker.desktop.widgets.line_fields import read_count
from cbm_tracker.desktop.widgets.state_choices import state_meant
from cbm_tracker.domain.checks import check_text
from cbm_tracker.domain.fields import FieldKind, FieldSpec, field_specs
from cbm_tracker.domain.moment_entry import read_date, read_instant, write_instant
from cbm_tracker.domain.moments import Instant
from cbm_tracker.domain.vocabulary import VOCABULARIES, spoken
from cbm_tracker.errors import InvalidMeasure

K = FieldKind
Cells = dict[str, str]
"""What is typed in a row, by key; a State known with certainty stands as its code, a word as itself."""
_WIDTHS = {K.STATE: 150, K.COUNT: 76, K.WORD: 124, K.DATE: 92, K.INSTANT: 150}
_SHORT = {"language": 64, "phase": 96, "role": 124}


@dataclass(frozen=True)
class Columns:
    """The columns of one class of nested values; `shown` at once, the others on wish or where they hold something."""

    context: EntryContext
    of: type
    shown: frozenset[str]

    @cached_property
    def specs(self) -> dict[str, FieldSpec]:
        return {spec.key: spec for spec in field_specs(self.of)}

    @cached_property
    def first(self) -> str:
        return next(iter(self.specs))

    def kind(self, key: str) -> FieldKind:
        return self.specs[key].kind

    def words(self, key: str) -> str:
        return tr(self.specs[key].label)

    def least_width(self, key: str) -> int:
        """Return the least width of a column, pixels at 100 %."""
        return _SHORT.get(key, _WIDTHS.get(self.kind(key), 140))

    def read(self, key: str, text: str) -> Any:
        """Turn the text of a cell into its value. Raises InvalidMeasure, its `field` empty."""
        text, kind = text.strip(), self.kind(key)
        if kind is K.COUNT:
            return read_count(text, self.context.locale)
        if kind is K.DATE:
            return read_date(text, self.context.today()) if text else None
        if kind is K.INSTANT:
            return read_instant(text, self.context.now(), self.context.zone) if text else None
        if kind is K.STATE:
            return state_meant(self.context, text) if text else ""
        check_text(text, "")
        return text

    def write(self, key: str, value: Any) -> str:
        if value is None or value == "":
            return ""
        if isinstance(value, Instant):
            return write_instant(value)
        return grouped(value, self.context.locale) if self.kind(key) is K.COUNT else str(value)

    def read_row(self, cells: Mapping[str, str]) -> Any:
        """Raises InvalidMeasure, its `field` such as `.troops`."""
        values: dict[str, Any] = {}
        for key, text in cells.items():
            try:
                values[key] = self.read(key, text)
            except InvalidMeasure as error:
                raise InvalidMeasure(f".{key}", error.message, error.hint) from error
        try:
            return self.of(**values)
        except InvalidMeasure as error:
            raise InvalidMeasure(f".{error.field}", error.message, error.hint) from error

    def write_row(self, value: Any) -> Cells:
        states = {getattr(value, key) for key in self.specs if self.kind(key) is K.STATE}
        self.context.codes_told.update(states - {""})
        written = {key: self.write(key, getattr(value, key)) for key in self.specs}
        return {key: text for key, text in written.items() if text}

    def problems(self, cells: Mapping[str, str]) -> list[InvalidMeasure]:
        """Return what is wrong in each cell; where no cell is, what is wrong with the row."""
        found = []
        for key, text in cells.items():
            try:
                self.read(key, text)
            except InvalidMeasure as error:
                found.append(InvalidMeasure(f".{key}", error.message, error.hint))
        if not found:
            try:
                self.read_row(cells)
            except InvalidMeasure as error:
                found.append(error)
        return found

    def pasted(self, key: str, text: str) -> str:
        """Return what a pasted cell holds: written as the grid writes it where it can be read, else as it came."""
        text = text.strip()
        if self.kind(key) is K.WORD:
            words = VOCABULARIES[self.specs[key].vocabulary]
            return next((word for word in words if text.casefold() in (word.casefold(), spoken(word).casefold())), "")
        try:
            return self.write(key, self.read(key, text))
        except InvalidMeasure:
            return text
