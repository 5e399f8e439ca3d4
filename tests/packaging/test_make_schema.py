"""The JSON Schema that ships is the one the fields make, and it judges as the program does."""

from __future__ import annotations

import json
import runpy
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from cbm_tracker.domain.measures import RECORD_CLASSES, Record
from cbm_tracker.domain.record_json import from_json, to_json
from cbm_tracker.errors import InvalidMeasure
from cbm_tracker.paths import resource
from tests.builders import a_contact, an_exercise, an_inspection, one_of_each

GENERATOR = Path(__file__).resolve().parents[2] / "packaging" / "make_schema.py"
SHIPPED = resource("schemas", "records.schema.json")


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    schema = json.loads(SHIPPED.read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def test_the_schema_that_ships_is_what_the_generator_makes() -> None:
    made: str = runpy.run_path(str(GENERATOR))["text"]()
    assert SHIPPED.read_text("utf-8") == made, "run python packaging/make_schema.py"


@pytest.mark.parametrize("record", one_of_each(), ids=lambda record: record.kind)
def test_each_kind_of_record_is_valid(record: Record, validator: Draft202012Validator) -> None:
    data = to_json(record)
    validator.validate(data)
    validator.validate([data, data])
    validator.validate({"schema": "cbm-tracker/1", "records": [data]})


def test_every_kind_has_its_part() -> None:
    assert {record.kind for record in one_of_each()} == set(RECORD_CLASSES)


def wrong_ones() -> list[tuple[str, dict[str, Any]]]:
    exercise, inspection, contact = to_json(an_exercise()), to_json(an_inspection()), to_json(a_contact())
    return [
        ("unknown key", {**exercise, "troop": 1}),
        ("unknown nested key", {**exercise, "contingents": [{"state": "DEU", "tanks": 1}]}),
        ("unknown word", {**exercise, "activity_type": "parade"}),
        ("count below zero", {**exercise, "sorties": -1}),
        ("count that is text", {**exercise, "sorties": "many"}),
        ("date of another form", {**exercise, "starts_on": "1.6.2027"}),
        ("instant without zone", {**inspection, "arrived_at": "2027-05-06T07:00:00"}),
        ("zone of no instant", {**inspection, "zones": {"site": "UTC"}}),
        ("point of one number", {**exercise, "area": {"name": "x", "points": [[49.6]]}}),
        ("id that is none", {**contact, "id": "17"}),
        ("unknown kind", {**contact, "kind": "treaty"}),
        ("no kind", {key: value for key, value in contact.items() if key != "kind"}),
    ]


@pytest.mark.parametrize(("why", "data"), wrong_ones(), ids=[why for why, _ in wrong_ones()])
def test_schema_and_program_refuse_the_same(why: str, data: dict[str, Any], validator: Draft202012Validator) -> None:
    assert not validator.is_valid(data), why
    with pytest.raises(InvalidMeasure):
        from_json(data)


def test_what_the_program_takes_generously_is_valid(validator: Draft202012Validator) -> None:
    data = {"kind": "exercise", "host_states": "Germany", "designation": None, "starts_on": "2027-06", "agreements": "vd11", "tags": "a"}
    from_json(data, {"Germany": "DEU"}.get)
    validator.validate(data)
