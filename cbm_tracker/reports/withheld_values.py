"""What of a record is searched for when it, or one of its fields, is withheld: values that would tell it from any other.

Texts of up to 8 words are searched whole, longer ones in pieces of 5 words. A single word without a capital or a figure, and
the fields named in `_ORDINARY`, tell nothing by themselves; so do dates, States and words of a vocabulary.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from typing import Any

from cbm_tracker.domain.fields import FieldKind, FieldSpec, field_specs
from cbm_tracker.domain.measures import Record
from cbm_tracker.domain.summary import label
from cbm_tracker.reports.release_gate import WithheldValue, plain_number, squeezed

K = FieldKind
_ORDINARY = frozenset({
    "unit", "currency", "function", "level_of_command", "language", "format", "period", "tags", "use", "role", "zone", "sector", "alpha2",
    "code", "agreement", "media_type", "marking", "releasable_to", "fields_releasable_to", "name_use", "size", "year", "rule",
})
_CODE = re.compile(r"[A-Z][A-Z0-9]{1,11}\Z")
_WHOLE, _PIECE = 8, 5  # words
_SHORTEST = 5  # letters and figures; of a script without case 3


def withheld_values(record: Record, keys: Collection[str] | None = None) -> Iterator[WithheldValue]:
    """Yield what is searched of a record; of some of its fields alone where `keys` names them."""
    named = label(record)
    if keys is None:
        yield WithheldValue(named, "Id", record.id)
    for spec in field_specs(type(record)):
        if (keys is None or spec.key in keys) and spec.key not in _ORDINARY and spec.key != "links":
            for text, is_number in _values(spec, vars(record)[spec.key]):
                yield WithheldValue(named, spec.label, text, is_number)


def _values(spec: FieldSpec, value: Any) -> Iterator[tuple[str, bool]]:
    if value is None or value == "" or spec.key in _ORDINARY:
        return
    if spec.kind in (K.TEXT, K.LONG_TEXT):
        yield from _of_text(value)
    elif spec.kind in (K.TEXTS, K.PARTIES):
        for text in value:
            if not (spec.kind is K.PARTIES and _CODE.match(text)):
                yield from _of_text(text)
    elif spec.kind in (K.COUNT, K.AMOUNT):
        yield plain_number(_written(value)), True
    elif spec.kind is K.OBJECT:
        yield from _of_object(value)
    elif spec.kind is K.ONE:
        yield from _of_nested(value)
    elif spec.kind is K.MANY:
        for part in value:
            yield from _of_nested(part)


def _of_nested(value: Any) -> Iterator[tuple[str, bool]]:
    for spec in field_specs(type(value)):
        yield from _values(spec, vars(value)[spec.key])


def _of_object(value: Any) -> Iterator[tuple[str, bool]]:
    if isinstance(value, str):
        if not _CODE.match(value):
            yield from _of_text(value)
    elif isinstance(value, bool) or value is None:
        return
    elif isinstance(value, int | float):
        yield plain_number(_written(value)), True
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _of_object(part)
    else:
        for part in value:
            yield from _of_object(part)


def _written(value: Decimal | float) -> str:
    return f"{value:f}" if isinstance(value, Decimal) else repr(value) if isinstance(value, float) else f"{value}"


def _of_text(text: str) -> Iterator[tuple[str, bool]]:
    words = text.split()
    if len(words) <= _WHOLE:
        if _tells(words):
            yield " ".join(words), False
        return
    for at in range(0, len(words) - _PIECE + 1, _PIECE):
        piece = words[at : at + _PIECE]
        if len(squeezed(" ".join(piece))) >= 2 * _PIECE:
            yield " ".join(piece), False


def _tells(words: list[str]) -> bool:
    """Tell whether a text is one of its own, not a word that any report has."""
    letters = squeezed("".join(words))
    if len(letters) < _SHORTEST:
        return len(letters) >= 3 and letters.upper() == letters and not letters.isascii()
    return len(words) > 1 or words[0] != words[0].lower() or any(sign.isdigit() for sign in letters) or not letters.isascii()
