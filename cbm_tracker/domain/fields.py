"""What each field of a record is: the one description that JSON, schema, forms, pages and search are made from."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from enum import Enum
from typing import Any


class FieldKind(Enum):
    """How a value is written in JSON, checked, entered and shown."""

    TEXT = "text"  # str, one line
    LONG_TEXT = "long_text"  # str, several lines
    TEXTS = "texts"  # tuple[str, ...]
    WORD = "word"  # str of a vocabulary, "" where not stated
    STATE = "state"  # str, a state's code
    STATES = "states"  # tuple[str, ...] of codes
    PARTIES = "parties"  # tuple[str, ...]: codes of states and organisations, else a name as told
    AGREEMENTS = "agreements"  # tuple[str, ...] of agreement ids
    FLAG = "flag"  # bool, None where not stated
    COUNT = "count"  # int >= 0, None where not stated
    AMOUNT = "amount"  # Decimal, None where not stated
    DATE = "date"  # PartialDate
    INSTANT = "instant"  # Instant
    POINTS = "points"  # tuple of (latitude, longitude), degrees
    OBJECT = "object"  # JSON object with keys of its own
    ONE = "one"  # one nested value of class `of`
    MANY = "many"  # tuple of nested values of class `of`


@dataclass(frozen=True)
class FieldSpec:
    """One field: its key in JSON and its words in the window; `of` is the class of nested values."""

    key: str
    kind: FieldKind
    label: str
    vocabulary: str = ""
    hint: str = ""
    of: type | None = None


def described(
    kind: FieldKind, label: str, *, vocabulary: str = "", hint: str = "", of: type | None = None, default: Any = ...
) -> Any:
    """Return a dataclass field that carries its description; an absent value is "", () or None by kind."""
    if default is ...:
        default = _EMPTY.get(kind)
    metadata = {"kind": kind, "label": label, "vocabulary": vocabulary, "hint": hint, "of": of}
    if kind is FieldKind.OBJECT:
        return dataclasses.field(default_factory=dict, metadata=metadata)
    return dataclasses.field(default=default, metadata=metadata)


_EMPTY: dict[FieldKind, Any] = {
    FieldKind.TEXT: "", FieldKind.LONG_TEXT: "", FieldKind.WORD: "", FieldKind.STATE: "",
    FieldKind.TEXTS: (), FieldKind.STATES: (), FieldKind.PARTIES: (), FieldKind.AGREEMENTS: (),
    FieldKind.POINTS: (), FieldKind.MANY: (),
}


_SPECS: dict[type, tuple[FieldSpec, ...]] = {}


def field_specs(cls: type) -> tuple[FieldSpec, ...]:
    """Return the descriptions of all described fields of a record or nested class, in their order."""
    specs = _SPECS.get(cls)
    if specs is None:
        specs = _SPECS[cls] = _described_fields(cls)
    return specs


def _described_fields(cls: type) -> tuple[FieldSpec, ...]:
    return tuple(
        FieldSpec(
            key=field.name, kind=field.metadata["kind"], label=field.metadata["label"],
            vocabulary=field.metadata["vocabulary"], hint=field.metadata["hint"], of=field.metadata["of"],
        )
        for field in dataclasses.fields(cls)
        if "kind" in field.metadata
    )


def field_spec(cls: type, key: str) -> FieldSpec:
    """Return the description of one field.

    Raises:
        KeyError: the class has no such described field.
    """
    for spec in field_specs(cls):
        if spec.key == key:
            return spec
    raise KeyError(key)
