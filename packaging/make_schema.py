"""Renew resources/schemas/records.schema.json, the JSON Schema of records (`cbm-tracker/1`), from the fields themselves.

    python packaging/make_schema.py

What a schema cannot say (dates that exist, ends after starts, known zones) the program checks when it reads a record.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from cbm_tracker.domain.checks import LARGEST_COUNT, LONGEST_TEXT
from cbm_tracker.domain.fields import FieldKind, FieldSpec, field_specs
from cbm_tracker.domain.measures import RECORD_CLASSES
from cbm_tracker.domain.record_json import SCHEMA
from cbm_tracker.domain.vocabulary import VOCABULARIES

TARGET = Path(__file__).resolve().parent.parent / "resources" / "schemas" / "records.schema.json"
K = FieldKind
_UUID = "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"
_TEXT = {"type": "string", "maxLength": LONGEST_TEXT}
_STATE = {"type": "string", "description": "A State: its ISO 3166-1 alpha-3 code, or on input any of its codes and names."}
_LIST_OR_ONE = (K.TEXTS, K.STATES, K.PARTIES, K.AGREEMENTS)

_SIMPLE: dict[FieldKind, dict[str, Any]] = {
    K.TEXT: _TEXT,
    K.LONG_TEXT: _TEXT,
    K.TEXTS: {**_TEXT, "minLength": 1},
    K.STATE: _STATE,
    K.STATES: _STATE,
    K.PARTIES: {**_TEXT, "minLength": 1, "description": "The code of a State or organisation, else a name as told."},
    K.AGREEMENTS: {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"},
    K.FLAG: {"type": "boolean"},
    K.COUNT: {"type": "integer", "minimum": 0, "maximum": LARGEST_COUNT},
    K.AMOUNT: {"type": ["number", "string"], "minimum": 0, "exclusiveMaximum": 10**15, "pattern": r"^[0-9]+(\.[0-9]+)?$"},
    K.DATE: {"type": "string", "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$", "description": "Month and day only where known."},
    K.INSTANT: {"type": "string", "description": "RFC 3339 with an offset.",
                "pattern": r"^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?([Zz]|[+-]\d{2}:\d{2})$"},
    K.POINTS: {"type": "array", "description": "Points of latitude and longitude, WGS 84, in degrees.",
               "items": {"type": "array", "minItems": 2, "maxItems": 2, "items": {"type": "number"}}},
    K.OBJECT: {"type": "object"},
}


def schema() -> dict[str, Any]:
    """Return the schema of a file of records: one record, a list, or an object with `schema` and `records`."""
    nested = {cls for record in RECORD_CLASSES.values() for cls in _nested_of(record)}
    definitions: dict[str, Any] = {cls.__name__: _object(cls) for cls in sorted(nested, key=lambda cls: cls.__name__)}
    definitions.update({kind: _record(kind) for kind in RECORD_CLASSES})
    definitions["record"] = {"oneOf": [{"$ref": f"#/$defs/{kind}"} for kind in RECORD_CLASSES]}
    records = {"type": "array", "items": {"$ref": "#/$defs/record"}}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:{SCHEMA.replace('/', ':')}",
        "title": f"Records of CBM Tracker ({SCHEMA})",
        "oneOf": [
            {"$ref": "#/$defs/record"},
            records,
            {"type": "object", "required": ["schema", "records"], "additionalProperties": False,
             "properties": {"schema": {"const": SCHEMA}, "records": records, "total": True, "next": True}},
        ],
        "$defs": definitions,
    }


def _nested_of(cls: type) -> set[type]:
    direct = {spec.of for spec in field_specs(cls) if spec.of is not None}
    return direct.union(*(_nested_of(inner) for inner in direct))


def _record(kind: str) -> dict[str, Any]:
    cls = RECORD_CLASSES[kind]
    made = _object(cls)
    own = {"kind": {"const": kind}, "id": {"type": ["string", "null"], "pattern": _UUID, "description": "Made if absent."}}
    return {**made, "title": (cls.__doc__ or "").partition("\n")[0], "required": ["kind"], "properties": {**own, **made["properties"]}}


def _object(cls: type) -> dict[str, Any]:
    specs = field_specs(cls)
    properties: dict[str, Any] = {spec.key: _property(spec) for spec in specs}
    instants = [spec.key for spec in specs if spec.kind is K.INSTANT]
    if instants:
        properties["zones"] = {
            "type": "object", "additionalProperties": False, "description": "The IANA zone or offset in which an instant was entered.",
            "properties": {key: {"type": "string"} for key in instants},
        }
    return {"type": "object", "additionalProperties": False, "properties": properties}


def _property(spec: FieldSpec) -> dict[str, Any]:
    told: dict[str, Any] = {"title": spec.label}
    if spec.hint:
        told["description"] = spec.hint
    if spec.kind is K.ONE and spec.of is not None:
        return {**told, "anyOf": [{"$ref": f"#/$defs/{spec.of.__name__}"}, {"type": "null"}]}
    if spec.kind is K.MANY and spec.of is not None:
        return {**told, "anyOf": [{"type": "array", "items": {"$ref": f"#/$defs/{spec.of.__name__}"}}, {"type": "null"}]}
    if spec.kind is K.WORD:
        return {**told, "enum": [*VOCABULARIES[spec.vocabulary], "", None]}
    part = {**_SIMPLE[spec.kind]}
    if spec.kind in _LIST_OR_ONE:
        return {**told, "anyOf": [{"type": "array", "items": part}, part, {"type": "null"}]}
    told = {**part, **told}
    return {**told, "type": [*([told["type"]] if isinstance(told["type"], str) else told["type"]), "null"]}


def text() -> str:
    return json.dumps(schema(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    TARGET.write_text(text(), "utf-8")
    print(f"{TARGET.name}: {len(RECORD_CLASSES)} kinds of record")
