"""The JSON Schema of packs that ships: it is the one that is generated, takes what the program takes, and knows every key."""

from __future__ import annotations

import json
import runpy
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from cbm_tracker.paths import resource
from cbm_tracker.regimes.kinds import READERS
from cbm_tracker.regimes.kinds.head import read_head
from cbm_tracker.regimes.table import Table
from tests.regimes.situations import a_rule

GENERATOR = Path(__file__).resolve().parents[2] / "packaging" / "make_pack_schema.py"
PACKS = sorted(resource("regimes").glob("*.toml"))
SCHEMA = json.loads(resource("schemas", "rule-pack.schema.json").read_text("utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)
_HEAD = (
    'id = "test-pack"\nschema = 1\nversion = "1"\nname = "Test Pack"\nagreement_kind = "treaty"\nstatus = "in_force"\n'
)


def _data(text: str) -> Any:
    """Return TOML as JSON can say it: dates as texts."""
    return json.loads(json.dumps(tomllib.loads(text), default=date.isoformat))


def test_the_schema_that_ships_is_what_the_generator_makes() -> None:
    made: str = runpy.run_path(str(GENERATOR))["text"]()
    assert resource("schemas", "rule-pack.schema.json").read_text("utf-8") == made, "run python packaging/make_pack_schema.py"
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.stem)
def test_every_shipped_pack_is_valid(path: Path) -> None:
    errors = VALIDATOR.iter_errors(_data(path.read_text("utf-8")))
    assert [f"{'/'.join(map(str, error.absolute_path))}: {error.message}" for error in errors] == []


def test_every_kind_of_rule_is_in_it() -> None:
    assert set(SCHEMA["$defs"]["rule"]["properties"]["kind"]["enum"]) == set(READERS)


def _keys_of(kind: str) -> set[str]:
    cases = SCHEMA["$defs"]["rule"]["allOf"]
    (found,) = (case["then"]["properties"] for case in cases if kind in case["if"]["properties"]["kind"]["enum"])
    return set(found)


def _shipped_rules() -> dict[str, dict[str, Any]]:
    """Return the first shipped rule of each kind."""
    found: dict[str, dict[str, Any]] = {}
    for path in PACKS:
        for rule in tomllib.loads(path.read_text("utf-8")).get("rule", ()):
            found.setdefault(rule["kind"], rule)
    return found


class _Asked(dict[str, Any]):
    """A rule that remembers which keys were looked for in it."""

    def __init__(self, data: dict[str, Any]) -> None:
        super().__init__(data)
        self.keys_asked: set[str] = set()

    def __contains__(self, key: object) -> bool:
        self.keys_asked.add(str(key))
        return super().__contains__(key)


@pytest.mark.parametrize(("kind", "rule"), sorted(_shipped_rules().items()), ids=lambda each: each if isinstance(each, str) else "")
def test_every_key_that_a_kind_reads_is_in_it(kind: str, rule: dict[str, Any]) -> None:
    asked = _Asked(rule)
    table = Table(asked, "test-pack.toml", rule["id"])
    READERS[kind](table, read_head(table))
    assert asked.keys_asked <= _keys_of(kind)
    assert set(rule) <= _keys_of(kind)


@pytest.mark.parametrize(
    "text",
    [
        "", _HEAD.replace("schema = 1", "schema = 2"), _HEAD + 'colour = "red"\n', _HEAD.replace("test-pack", "Test Pack"),
        _HEAD + a_rule("colour = 1"), _HEAD + a_rule('then = "perhaps"'), _HEAD + a_rule("", kind="gentle"),
        _HEAD + a_rule("when = { fact = 'troops', at_least = 1, at_most = 2 }"), _HEAD + a_rule("when = { all = [] }"),
        _HEAD + a_rule("due = { before = 'starts_on', days = -1 }"), _HEAD + a_rule("due = { before = 'a', after = 'b', days = 1 }"),
        _HEAD + a_rule('on = "15 Dec"\nmet_by = { notification = "annual_report" }', kind="periodic", subject="year"),
        _HEAD + a_rule("", kind="periodic", subject="year"), _HEAD + a_rule("steps = []", kind="sequence", subject="inspection"),
    ],
)
def test_what_the_program_refuses_is_not_valid(text: str) -> None:
    assert not VALIDATOR.is_valid(_data(text))
