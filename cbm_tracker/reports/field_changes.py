"""The fields in which a record differs from what it was, as text: the old value and the new one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from cbm_tracker.domain.fields import FieldKind, FieldSpec, field_specs
from cbm_tracker.domain.measures import Case, Link, Record
from cbm_tracker.domain.moments import Instant
from cbm_tracker.reports.house_style import number
from cbm_tracker.reports.wording import NOT_STATED, Names

_NOT_FOR_OTHERS = frozenset({"marking", "releasable_to", "fields_releasable_to", "tags", "attachments", "links", "members"})
"""Fields by which the office works with a record; no report tells them to a recipient."""
_LISTS = (FieldKind.TEXTS, FieldKind.STATES, FieldKind.PARTIES, FieldKind.AGREEMENTS, FieldKind.MANY)
_TAKES_THE_PLACE = "supersedes"


@dataclass(frozen=True)
class FieldChange:
    """A field by its name, with its old and new value; of lists only what differs."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class FieldTexts:
    """Says what fields hold.

    Args:
        on: the day on which States are named.
        title_of: what a record is called, by its id; "" where it may not be told.
        for_others: the text goes to a named recipient.
    """

    names: Names
    on: date
    title_of: Callable[[str], str]
    for_others: bool = False

    def changes(self, before: Record | None, after: Record | None) -> Iterator[FieldChange]:
        """Yield the fields that differ; of a record that came all that it states, of one that went nothing."""
        if after is None:
            return
        for spec in field_specs(type(after)):
            if self.for_others and spec.key in _NOT_FOR_OTHERS:
                continue
            old, new = self._value(before, spec), self._value(after, spec)
            if old == new:
                continue
            if spec.kind in _LISTS:
                gone, come = tuple(one for one in old if one not in new), tuple(one for one in new if one not in old)
                old, new = (gone, come) if gone or come else (old, new)
            yield FieldChange(self.names.say(spec.label), self._text(spec, old), self._text(spec, new))

    def _value(self, record: Record | None, spec: FieldSpec) -> Any:
        """What a record states in a field; None where nothing, and () for a list of nothing."""
        value = getattr(record, spec.key, None)
        if record is not None and spec.key == "links":  # that a correction takes the place of a record is said by the change itself
            value = tuple(link for link in record.links if link.relation != _TAKES_THE_PLACE)
        if spec.kind in _LISTS:
            return value or ()
        return None if value in ("", (), {}) else value

    def _text(self, spec: FieldSpec, value: Any) -> str:
        if value is None or value in ("", (), {}):
            return NOT_STATED
        names = self.names
        if isinstance(value, tuple):
            if spec.kind is FieldKind.POINTS:
                return names.parted(*(f"{latitude}, {longitude}" for latitude, longitude in value))
            if spec.kind is FieldKind.MANY:
                return names.parted(*(self._parts(one) for one in value))
            return ", ".join(self._one(spec, one) for one in value)
        if spec.kind is FieldKind.ONE:
            return self._parts(value)
        if spec.kind is FieldKind.FLAG:
            return names.say("yes") if value else names.say("no")
        if isinstance(value, Instant):
            return value.utc.strftime("%Y-%m-%d %H:%M:%S UTC" if value.utc.second else "%Y-%m-%d %H:%M UTC")
        if spec.kind is FieldKind.COUNT:
            return number(value)
        if spec.kind is FieldKind.AMOUNT:
            return names.amount(value)
        if spec.kind is FieldKind.OBJECT:
            return names.parted(*(names.told(key, _listed(part)) for key, part in value.items()))
        return self._one(spec, value)

    def _one(self, spec: FieldSpec, value: Any) -> str:
        if spec.kind is FieldKind.WORD:
            return self.names.word(value)
        if spec.kind in (FieldKind.STATE, FieldKind.STATES, FieldKind.PARTIES):
            return self.names.state(value, self.on)
        if spec.kind is FieldKind.AGREEMENTS:
            return self.names.agreement(value)
        if spec in _TARGETS:
            return self.title_of(value) or self.names.say("a record that is not told")
        return str(value)

    def _parts(self, item: Any) -> str:
        """The stated fields of a nested value."""
        told = []
        for spec in field_specs(type(item)):
            value = getattr(item, spec.key)
            if value is not None and value not in ("", (), {}):
                told.append(self.names.told(self.names.say(spec.label), self._text(spec, value)))
        return ", ".join(told)


def _listed(part: Any) -> str:
    return ", ".join(map(str, part)) if isinstance(part, list | tuple) else str(part)


_TARGETS = tuple(spec for cls, key in ((Case, "members"), (Link, "target")) for spec in field_specs(cls) if spec.key == key)
