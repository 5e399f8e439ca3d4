"""Whom a record, and each of its fields, may go to."""

from __future__ import annotations

import copy
from collections.abc import Collection, Mapping, Sequence
from typing import Any, TypeVar

from cbm_tracker.domain.fields import FieldKind, FieldSpec, field_specs
from cbm_tracker.domain.record import Area, Record

K = FieldKind
Some = TypeVar("Some", bound=Record)
_TEXTS = frozenset({K.TEXT, K.LONG_TEXT})
_LISTS_OF_TEXT = frozenset({K.TEXTS, K.PARTIES})
_EMPTY: dict[FieldKind, Any] = {
    K.WORD: "", K.STATE: "", K.STATES: (), K.AGREEMENTS: (), K.POINTS: (), K.MANY: (), K.OBJECT: {},
}


def may_have(releasable_to: Sequence[str], parties: Collection[str]) -> bool:
    """Tell whether a record may go to a recipient, by its names and codes; one without a restriction goes to everybody."""
    return not releasable_to or any(party in parties for party in releasable_to)


def withheld_fields(record: Record, parties: Collection[str]) -> frozenset[str]:
    """Return the keys of the fields that a recipient may not have; a field released to nobody is withheld from everybody."""
    told: Mapping[str, Sequence[str]] = record.fields_releasable_to
    return frozenset(key for key, released in told.items() if not any(party in parties for party in released))


def without(record: Some, keys: Collection[str], word: str) -> Some:
    """Return a record as a recipient sees it who may not have these fields.

    Texts read `word`, everything else is as if it were not stated; `left_out` tells which fields those are.
    What one field says against another is not checked again: a part of a record need not make sense by itself.
    """
    if not keys and not record.fields_releasable_to:
        return record
    cut = copy.copy(record)
    for spec in field_specs(type(record)):
        if spec.key in keys:
            object.__setattr__(cut, spec.key, _instead(spec, word))
    object.__setattr__(cut, "fields_releasable_to", dict.fromkeys(sorted(keys), ()))
    return cut


def left_out(record: Record) -> frozenset[str]:
    """Return the keys of the fields that `without` took out of a record."""
    return frozenset(key for key, released in record.fields_releasable_to.items() if released == ())


def _instead(spec: FieldSpec, word: str) -> Any:
    if spec.kind in _TEXTS:
        return word
    if spec.kind in _LISTS_OF_TEXT:
        return (word,)
    if spec.of is Area:
        return Area(name=word)
    return _EMPTY.get(spec.kind)
