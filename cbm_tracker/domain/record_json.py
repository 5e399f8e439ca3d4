"""Records to JSON objects and back, by the keys of the interface (`cbm-tracker/1`).

Unknown keys are errors that name the key; absent values are left out; instants are RFC 3339 in UTC, and where they were
entered in another zone the key `zones` of the same object says so.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from cbm_tracker.domain.checks import check_text
from cbm_tracker.domain.fields import FieldKind, FieldSpec, field_specs
from cbm_tracker.domain.measures import RECORD_CLASSES, Record
from cbm_tracker.domain.moments import Instant, PartialDate
from cbm_tracker.errors import InvalidMeasure

SCHEMA = "cbm-tracker/1"
K = FieldKind
_DEEPEST = 20

ResolveState = Callable[[str], str | None]
"""Turns a code or name into a state's code; None where it names none with certainty."""


def as_is(text: str) -> str | None:
    """Take codes as they are written."""
    return text


# ---------------------------------------------------------------- to JSON


def to_json(record: Record) -> dict[str, Any]:
    """Return the record as a JSON object: `kind` and `id` first, then its fields in their order, absent ones left out."""
    return {"kind": record.kind, "id": record.id, **_write(record)}


def canonical(value: Any) -> str:
    """Return JSON text of which each value has exactly one: sorted keys, no blanks, no escapes beyond need."""
    return _CANONICAL.encode(value)


_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _write(value: Any) -> dict[str, Any]:
    # Every record that is recorded passes here; most of its fields are absent, so that case comes first.
    told = vars(value)
    written: dict[str, Any] = {}
    zones: dict[str, str] = {}
    for key, write in _written_fields(type(value)):
        part = told[key]
        if part is None or (not part and part in ("", (), {})):
            continue
        written[key] = part if write is None else write(part)
        if write is str and isinstance(part, Instant) and part.zone != "UTC":
            zones[key] = part.zone
    if zones:
        written["zones"] = zones
    return written


_WRITTEN_FIELDS: dict[type, tuple[tuple[str, Callable[[Any], Any] | None], ...]] = {}


def _written_fields(cls: type) -> tuple[tuple[str, Callable[[Any], Any] | None], ...]:
    """Return each field's key and what turns its value into JSON, None where the value is JSON already."""
    fields = _WRITTEN_FIELDS.get(cls)
    if fields is None:
        fields = _WRITTEN_FIELDS[cls] = tuple((spec.key, _WRITERS.get(spec.kind)) for spec in field_specs(cls))
    return fields


def _write_amount(part: Decimal) -> int | float:
    return int(part) if part == part.to_integral_value() else float(part)


# Kinds that are not named here stand in JSON as they are.
_WRITERS: dict[FieldKind, Callable[[Any], Any]] = {
    K.DATE: str, K.INSTANT: str, K.TEXTS: list, K.STATES: list, K.PARTIES: list, K.AGREEMENTS: list, K.AMOUNT: _write_amount,
    K.POINTS: lambda part: [list(point) for point in part], K.OBJECT: dict, K.ONE: _write,
    K.MANY: lambda part: [_write(item) for item in part],
}


# ---------------------------------------------------------------- from JSON


def from_json(data: Any, resolve_state: ResolveState = as_is) -> Record:
    """Build a record from a JSON object.

    Args:
        resolve_state: turns what stands in a state field into a code.
    Raises:
        InvalidMeasure: names the key that is unknown, missing or wrong.
    """
    if not isinstance(data, Mapping):
        raise InvalidMeasure("", "A record is a JSON object.", 'Write {"kind": …}.')
    kind = data.get("kind")
    if not isinstance(kind, str) or kind not in RECORD_CLASSES:
        raise InvalidMeasure("kind", f"“{kind}” is not a kind of record.", f"Use one of {', '.join(RECORD_CLASSES)}.")
    values = _read(RECORD_CLASSES[kind], data, resolve_state, also=("kind", "id"))
    if data.get("id") is not None:
        values["id"] = data["id"]
    return RECORD_CLASSES[kind](**values)


def read_fields(kind: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of those fields that an object states, such as a form begins with. Raises InvalidMeasure."""
    return _read(RECORD_CLASSES[kind], data, as_is, also=("kind", "id"))


def from_stored(data: Mapping[str, Any]) -> Record:
    """Build a record from what the register itself wrote."""
    return from_json(data)


def _read(cls: type, data: Mapping[str, Any], resolve: ResolveState, also: tuple[str, ...] = ()) -> dict[str, Any]:
    specs = {spec.key: spec for spec in field_specs(cls)}
    zones = data.get("zones")
    if zones is None:
        zones = {}
    if not isinstance(zones, Mapping) or not all(isinstance(name, str) for name in zones.values()):
        raise InvalidMeasure("zones", "is not an object of zone names by field.")
    for key in zones:
        if key not in specs or specs[key].kind is not K.INSTANT:
            raise InvalidMeasure(f"zones.{key}", "is not an instant of this record.")
    values: dict[str, Any] = {}
    for key, part in data.items():
        if key == "zones" or key in also:
            continue
        spec = specs.get(key)
        if spec is None:
            raise InvalidMeasure(key, "is not a key of this kind of record.", _nearest(key, specs))
        if part is None:
            continue
        values[key] = _read_field(spec, part, resolve, zones.get(key, ""))
    return values


def _nearest(key: str, specs: Mapping[str, FieldSpec]) -> str:
    import difflib

    near = difflib.get_close_matches(key, specs, 1, 0.6)
    return f"Did you mean {near[0]}?" if near else "Take it out or correct its name."


def _read_field(spec: FieldSpec, part: Any, resolve: ResolveState, zone: str) -> Any:
    key = spec.key
    try:
        if spec.kind is K.ONE:
            return _read_nested(spec, part, key, resolve)
        if spec.kind is K.MANY:
            return tuple(_read_nested(spec, item, f"{key}[{at}]", resolve) for at, item in enumerate(_list(key, part)))
        return _READERS[spec.kind](key, part, resolve, zone)
    except InvalidMeasure as error:
        if error.field:
            raise
        raise error.at(key) from error


def _read_nested(spec: FieldSpec, part: Any, path: str, resolve: ResolveState) -> Any:
    if not isinstance(part, Mapping):
        raise InvalidMeasure(path, "is not a JSON object.")
    assert spec.of is not None
    try:
        return spec.of(**_read(spec.of, part, resolve))
    except InvalidMeasure as error:
        raise error.at(f"{path}.{error.field}" if error.field else path) from error


def _list(key: str, part: Any) -> list[Any]:
    if not isinstance(part, list | tuple):
        raise InvalidMeasure(key, "is not a list.", "Write it in [ ].")
    return list(part)


def _text(key: str, part: Any, *_: Any) -> str:
    if not isinstance(part, str):
        raise InvalidMeasure(key, f"{_short(part)} is not a text.", "Write it in quotation marks.")
    return part


def _texts(key: str, part: Any, *_: Any) -> tuple[str, ...]:
    items = [part] if isinstance(part, str) else _list(key, part)
    return tuple(_text(f"{key}[{at}]", item) for at, item in enumerate(items))


def _state(key: str, part: Any, resolve: ResolveState, *_: Any) -> str:
    text = _text(key, part)
    if not text:
        return ""
    code = resolve(text)
    if code is None:
        wrong = f"“{text}” does not name one State with certainty."
        raise InvalidMeasure(key, wrong, "Use its ISO 3166-1 alpha-3 code.", value=text, doubtful=True)
    return code


def _states(key: str, part: Any, resolve: ResolveState, *_: Any) -> tuple[str, ...]:
    items = [part] if isinstance(part, str) else _list(key, part)
    return tuple(_state(f"{key}[{at}]", item, resolve) for at, item in enumerate(items))


def _parties(key: str, part: Any, resolve: ResolveState, *_: Any) -> tuple[str, ...]:
    return tuple(resolve(text) or text for text in _texts(key, part))


def _flag(key: str, part: Any, *_: Any) -> bool:
    if not isinstance(part, bool):
        raise InvalidMeasure(key, f"{_short(part)} is neither true nor false.")
    return part


def _count(key: str, part: Any, *_: Any) -> int:
    if isinstance(part, float) and part.is_integer():
        part = int(part)
    if isinstance(part, bool) or not isinstance(part, int):
        raise InvalidMeasure(key, f"{_short(part)} is not a whole number.", "Write figures only; leave out what is not known.")
    return part


def _amount(key: str, part: Any, *_: Any) -> Decimal:
    if isinstance(part, bool) or not isinstance(part, int | float | str):
        raise InvalidMeasure(key, f"{_short(part)} is not a number.")
    try:
        return Decimal(str(part))
    except InvalidOperation as error:
        raise InvalidMeasure(key, f"{_short(part)} is not a number.") from error


def _points(key: str, part: Any, *_: Any) -> tuple[tuple[float, float], ...]:
    points = []
    for at, point in enumerate(_list(key, part)):
        numbers = _list(f"{key}[{at}]", point)
        if len(numbers) != 2 or any(isinstance(n, bool) or not isinstance(n, int | float) for n in numbers):
            raise InvalidMeasure(f"{key}[{at}]", "is not a point.", "Write [latitude, longitude] in degrees.")
        points.append((float(numbers[0]), float(numbers[1])))
    return tuple(points)


def _object(key: str, part: Any, *_: Any) -> dict[str, Any]:
    if not isinstance(part, Mapping):
        raise InvalidMeasure(key, "is not a JSON object.")
    _check_json(key, part, 0)
    return dict(part)


def _check_json(path: str, part: Any, depth: int) -> None:
    """Refuse what canonical JSON cannot say: keys that are no text, numbers that are none, halves of signs, endless depth."""
    if depth > _DEEPEST:
        raise InvalidMeasure(path, f"is nested deeper than {_DEEPEST} levels.")
    if isinstance(part, Mapping):
        for key, item in part.items():
            if not isinstance(key, str):
                raise InvalidMeasure(path, f"holds a key that is not a text: {_short(key)}.")
            check_text(key, path)
            _check_json(f"{path}.{key}", item, depth + 1)
    elif isinstance(part, list | tuple):
        for at, item in enumerate(part):
            _check_json(f"{path}[{at}]", item, depth + 1)
    elif isinstance(part, float) and part - part != 0:
        raise InvalidMeasure(path, f"{part} is not a number.")
    elif isinstance(part, str):
        check_text(part, path)
    elif part is not None and not isinstance(part, int | float | bool):
        raise InvalidMeasure(path, f"{_short(part)} is not a JSON value.")


def _short(part: Any) -> str:
    text = repr(part)
    return text if len(text) <= 40 else text[:37] + "…"


_READERS: dict[FieldKind, Callable[[str, Any, ResolveState, str], Any]] = {
    K.TEXT: _text, K.LONG_TEXT: _text, K.WORD: _text, K.TEXTS: _texts, K.STATE: _state, K.STATES: _states,
    K.PARTIES: _parties, K.AGREEMENTS: _texts, K.FLAG: _flag, K.COUNT: _count, K.AMOUNT: _amount,
    K.DATE: lambda key, part, *_: PartialDate.parse(_text(key, part)),
    K.INSTANT: lambda key, part, _, zone: Instant.parse(_text(key, part), zone),
    K.POINTS: _points, K.OBJECT: _object,
}
