"""Renew resources/schemas/rule-pack.schema.json, the JSON Schema of rule packs: the TOML of a pack as data, dates as texts.

    python packaging/make_pack_schema.py

What a schema cannot say (rules that ask each other in a circle, windows that end before they begin) the program checks.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from cbm_tracker.domain.vocabulary import VOCABULARIES
from cbm_tracker.regimes.conditions import OPERATORS
from cbm_tracker.regimes.exact_numbers import ROUNDINGS
from cbm_tracker.regimes.facts import LEVELS, ROLES
from cbm_tracker.regimes.findings import CERTAINTIES, OUTCOMES
from cbm_tracker.regimes.kinds import requirement
from cbm_tracker.regimes.kinds.head import SUBJECTS
from cbm_tracker.regimes.kinds.periodic import COVERS
from cbm_tracker.regimes.recurrence import WEEKDAY_NAMES
from cbm_tracker.regimes.spans import UNITS

TARGET = Path(__file__).resolve().parent.parent / "resources" / "schemas" / "rule-pack.schema.json"
Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_FILLED: Schema = {"type": "string", "minLength": 1, "pattern": r"\S"}
_TEXTS: Schema = {"oneOf": [_FILLED, {"type": "array", "items": _FILLED}]}
_FLAG: Schema = {"type": "boolean"}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_POSITIVE: Schema = {"type": "integer", "minimum": 1}
_NUMBER: Schema = {"type": "number"}
_DATE: Schema = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
_PARTIAL: Schema = {"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"}
_ID: Schema = {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"}
_CODE: Schema = {"type": "string", "pattern": "^[A-Z]{3}$"}
_MONTH_DAY: Schema = {"type": "string", "pattern": r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$"}
_AMOUNT: Schema = {"type": "integer", "minimum": 0, "maximum": 100_000}


def _one_of(words: tuple[str, ...]) -> Schema:
    return {"enum": list(words)}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _table(properties: Schema, *required: str, **more: Any) -> Schema:
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False, **more}


def _list(schema: Schema) -> Schema:
    return {"type": "array", "items": schema}


_ROLE: Schema = {"anyOf": [_one_of((*ROLES, "owner", "parties")), _CODE]}
_BY: Schema = {"oneOf": [_ROLE, _list(_ROLE)]}
_SPAN: Schema = {**dict.fromkeys(UNITS, _AMOUNT), "less_days": _AMOUNT}
_ONE_UNIT: list[Schema] = [{"required": [unit]} for unit in UNITS]
_OUTCOME: Schema = _one_of(OUTCOMES)
_WEEKDAY: Schema = _one_of(WEEKDAY_NAMES)
_DAYS: Schema = _one_of(("daily", "working", *WEEKDAY_NAMES))
_WHEN: Schema = _ref("condition")

_HEAD: Schema = {
    "id": _ID, "subject": {"oneOf": [_one_of(SUBJECTS), _list(_one_of(SUBJECTS))]}, "words": _TEXTS, "paragraph": _FILLED,
    "certainty": _one_of(CERTAINTIES), "title": _FILLED, "text": _FILLED, "notes": _TEXTS, "from_on": _DATE, "until_on": _DATE,
}
_DUE: Schema = {
    "before": _TEXTS, "after": _TEXTS, "at": _TEXTS, **_SPAN, "desirable": _ref("span"), "anchor_label": _TEXT, "label": _TEXT,
    "calendar": _TEXT, "on": _MONTH_DAY, "utc": _FLAG,
    "cases": _list(_table({"when": _WHEN, **_SPAN}, "when", oneOf=_ONE_UNIT)),
}
_SHARE: Schema = {
    "rule": _ID, "of": _one_of(("own", "other")), "numerator": _COUNT, "denominator": _POSITIVE, "rounding": _one_of(tuple(ROUNDINGS)),
    "below": _COUNT, "then": _COUNT,
}
_BASE: Schema = {
    "fact": _FILLED, "per": _COUNT, "percent": {"type": "number", "minimum": 0}, "rounding": _one_of(tuple(ROUNDINGS)),
    "at_least": _COUNT, "at_most": _COUNT,
}
_CONSUMING: Schema = {"year_of": _TEXTS, "not_consumed_outcomes": _TEXTS, "when": _WHEN, "what": _TEXT, "then": _OUTCOME}
_REQUIREMENT: Schema = {
    "applies": _WHEN, "when": _WHEN, "then": _OUTCOME, "otherwise": _one_of((*OUTCOMES, "")), "decide": _WHEN, "decide_note": _TEXT,
    "what": _TEXT, "by": _BY, "to": _TEXTS, "reaching": _FLAG, "informs": _FLAG, "first_of_year": _FLAG, "doubtful": _WHEN,
    "doubtful_note": _TEXT, "done": _WHEN,
    "due": _ref("due"), "met_by": _ref("evidence"), "dropped_by": _ref("evidence"),
}
_COUNTED: Schema = {
    "counts": {"anyOf": [_ID, _WHEN]}, "excludes": _WHEN, "per": _BY, "at_most": _COUNT, "stay": _ref("span"), "what": _TEXT,
    "then": _OUTCOME,
}
_ITEM: Schema = _table({"item": _FILLED, "paragraph": _TEXT, "when": _WHEN}, "item")
_STEP: Schema = _table(
    {"what": _FILLED, "field": _TEXTS, "paragraph": _TEXT, "when": _WHEN, "by": _BY, "due": _ref("due"), "not_before": _ref("due")},
    "what", "field",
)

KEYS: dict[str, tuple[Schema, tuple[str, ...]]] = {
    **dict.fromkeys(requirement.KINDS, (_REQUIREMENT, ())),
    "change_notice": ({**_REQUIREMENT, "percent": _POSITIVE}, ("percent",)),
    "quota": (
        {**_CONSUMING, "holder": _one_of(("receiving", "inspecting")), "pair": _one_of(("receiving", "inspecting", "")), "limit": _COUNT,
         "limits": {"type": "object", "additionalProperties": _COUNT}, "base": _table(_BASE, "fact"), "share": _table(_SHARE, "rule"),
         "least_of": _list(_table(_SHARE, "rule")), "groups": _FLAG, "leading": _FLAG, "when_full": _TEXT},
        ("holder",),
    ),
    "unit_limit": ({**_CONSUMING, "at_most": _COUNT, "same_state": _COUNT}, ("at_most",)),
    "count_limit": ({**_COUNTED, "years": _POSITIVE}, ("at_most",)),
    "simultaneity": ({**_COUNTED, "overlap_hours": _COUNT}, ("at_most",)),
    "capacity": (
        {"counts": _COUNTED["counts"], "fact": _TEXTS, "at_most": {"type": "number", "minimum": 0}, "assumed": _NUMBER, "per": _BY,
         "share": _table({"numerator": _POSITIVE, "denominator": _POSITIVE}, "numerator", "denominator"), "stay": _ref("span"),
         "then": _OUTCOME},
        ("fact", "at_most"),
    ),
    "allocation": ({"decimals": _COUNT, "rounding": _one_of(tuple(ROUNDINGS))}, ()),
    "periodic": (
        {"on": {"oneOf": [_MONTH_DAY, _list(_MONTH_DAY)]},
         "every": _table({"months": {"enum": [1, 2, 3, 4, 6, 12]}, "start": _MONTH_DAY}, "months"),
         "weekly": _one_of(WEEKDAY_NAMES), "covers": _one_of(tuple(COVERS)), "then": _OUTCOME, "what": _TEXT, "by": _BY, "to": _TEXTS,
         "party_roles": _TEXTS, "met_by": _ref("evidence"), "nil": _ref("evidence"), "nil_named": _FLAG, "window_days": _COUNT},
        ("met_by",),
    ),
    "window": (
        {"when": _WHEN, "moment": _TEXTS, "from": _TEXTS, "direction": _one_of(("after", "before")), "not_before": _ref("span"),
         "not_after": _ref("span"), "then": _OUTCOME, "otherwise": _OUTCOME, "by": _BY},
        ("moment", "from"),
    ),
    "validity": (
        {"when": _WHEN, "from": _TEXTS, "moment": _TEXTS, "valid": _ref("span"), "then": _OUTCOME, "what": _TEXT, "by": _BY, "to": _TEXTS,
         "met_by": _ref("evidence"), "renew_before": _ref("span")},
        ("from", "moment", "valid"),
    ),
    "content": ({"required": {**_list(_ITEM), "minItems": 1}, "optional": _list(_ITEM), "by": _BY}, ("required",)),
    "together": ({"rules": _TEXTS}, ("rules",)),
    "exclusion": (
        {"periods": _list(_table({"from": _MONTH_DAY, "to": _MONTH_DAY}, "from", "to")),
         "days": {"oneOf": [_MONTH_DAY, _list(_MONTH_DAY)]}, "counts": _WHEN, "then": _OUTCOME, "otherwise": _OUTCOME, "by": _BY},
        (),
    ),
    "sequence": ({"steps": {**_list(_STEP), "minItems": 2}}, ("steps",)),
    "calls": (
        {"channel": {"oneOf": [_one_of(VOCABULARIES["channel"]), _list(_one_of(VOCABULARIES["channel"]))]}, "zone": _FILLED,
         "times": {"oneOf": [{"type": "string", "pattern": r"^\d{2}:\d{2}$"}, _list({"type": "string", "pattern": r"^\d{2}:\d{2}$"})]},
         "hourly": _FLAG, "days": {"oneOf": [_DAYS, _list(_DAYS)]},
         "calendar": _TEXT, "parity": _table({"even": _ROLE, "odd": _ROLE}, "even", "odd"), "tolerance_minutes": _COUNT, "what": _TEXT},
        ("zone",),
    ),
}
"""The keys of each kind of rule beside those of the head, and which of them must be there."""


def schema() -> Schema:
    """Return the schema of one pack."""
    definitions: Schema = {
        "condition": _condition(), "span": _table(_SPAN, oneOf=_ONE_UNIT),
        "due": _table(_DUE, oneOf=[{"required": [way]} for way in ("before", "after", "at")]),
        "evidence": _table({"field": _TEXTS, "notification": _TEXTS, "inspection": _TEXTS, "contact": _TEXTS, "relation": _TEXTS,
                            "site": _TEXTS, "later_of": _one_of((*ROLES, "")), "of_the_year": _FLAG,
                            "of_the_state": _FLAG}, minProperties=1),
        "rule": _table({"kind": _one_of(tuple(KEYS))}, "id", "kind", "subject", "paragraph", "certainty", "title", "text"),
    }
    del definitions["rule"]["additionalProperties"]  # the keys depend on the kind
    definitions["rule"]["allOf"] = [
        {"if": {"properties": {"kind": _one_of(kinds)}}, "then": _table({**_HEAD, "kind": _one_of(kinds), **keys}, *required)}
        for kinds, keys, required in _alike()
    ]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:cbm-tracker:rule-pack:1",
        "title": "Rule pack of CBM Tracker, schema 1",
        "description": "One agreement and its rules: the TOML of resources/regimes/<id>.toml as data. Dates of TOML are texts here.",
        **_table(
            {
                "id": _ID, "schema": {"const": 1}, "version": _FILLED, "name": _FILLED,
                "agreement_kind": _one_of(VOCABULARIES["agreement_kind"]), "status": _one_of(VOCABULARIES["participation_status"]),
                "certainty": _one_of(CERTAINTIES), "text_reference": _TEXT, "remarks": _TEXT, "place": _TEXT, "sources": _TEXTS,
                "signed_on": _PARTIAL, "in_force_on": _PARTIAL, "ended_on": _PARTIAL, "valid_from": _DATE, "valid_until": _DATE,
                "continues": _ID,
                "open": _FLAG, "bilateral": _FLAG,
                "parties": _list(_table(
                    {"states": {"oneOf": [_CODE, _list(_CODE)]}, "status": _one_of(VOCABULARIES["participation_status"]), "role": _TEXT,
                     "note": _TEXT, "from_on": _PARTIAL, "to_on": _PARTIAL}, "states", "status")),
                "places": _table(dict.fromkeys(("in", "partly", "out"), _TEXTS)),
                "groups": _list(_table({"id": _FILLED, "name": _FILLED, "members": _TEXTS}, "id", "name")),
                "calendars": _list(_table(
                    {"id": _FILLED, "name": _FILLED, "rest": {"oneOf": [_WEEKDAY, _list(_WEEKDAY)]}, "holidays": _list(_DATE)},
                    "id", "name")),
                "rule": _list(_ref("rule")),
            },
            "id", "schema", "version", "name", "agreement_kind", "status",
        ),
        "$defs": definitions,
    }


def _alike() -> list[tuple[tuple[str, ...], Schema, tuple[str, ...]]]:
    """Return the kinds that have the same keys, with them."""
    found: dict[int, tuple[tuple[str, ...], Schema, tuple[str, ...]]] = {}
    for kind, (keys, required) in KEYS.items():
        kinds = found[id(keys)][0] if id(keys) in found else ()
        found[id(keys)] = ((*kinds, kind), keys, required)
    return list(found.values())


def _condition() -> Schema:
    parts = {**_list(_ref("condition")), "minItems": 1}
    limits: Schema = {
        **dict.fromkeys(("at_least", "more_than", "at_most", "less_than"), _NUMBER), "is": {}, "is_not": {}, "known": _FLAG,
        "one_of": {"type": "array", "minItems": 1}, "not_one_of": {"type": "array", "minItems": 1}, "level_at_least": _one_of(LEVELS),
    }
    return {"oneOf": [
        *(_table({way: parts}, way) for way in ("all", "any", "none")),
        _table({"rule": _ID, "holds": _FLAG}, "rule"),
        *(_table({"fact": _FILLED, "assumed": {}, operator: limits[operator]}, "fact", operator) for operator in OPERATORS),
    ]}


def text() -> str:
    return json.dumps(schema(), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    TARGET.write_text(text(), "utf-8")
