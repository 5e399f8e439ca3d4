"""Undo and redo by name, step by step, also after a restart."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from cbm_tracker import bootstrap
from cbm_tracker.bootstrap import Services
from cbm_tracker.domain.query import Query
from cbm_tracker.domain.record_json import to_json
from cbm_tracker.errors import NotFound
from cbm_tracker.services.desk import Desk
from cbm_tracker.services.progress import Silent
from tests.builders import a_contact, an_exercise

CONTACT = a_contact()
LABEL = "Hotline contact HL/27/0007"


def _wishes(services: Services) -> list[tuple[str, Callable[[], object]]]:
    return [
        (f"recording of {LABEL}", lambda: services.records.record(CONTACT)),
        (f"change of {LABEL}", lambda: services.records.revise(replace(CONTACT, subject="Other"), 1)),
        (f"deletion of {LABEL}", lambda: services.records.delete(CONTACT.id)),
        (f"restoring of {LABEL}", lambda: services.records.restore(CONTACT.id)),
        (f"deletion of {LABEL}", lambda: services.records.delete(CONTACT.id)),
    ]


def _state(services: Services) -> tuple[object, ...] | None:
    try:
        stored = services.records.get(CONTACT.id)
    except NotFound:
        return None
    return stored.record, stored.in_bin


def test_every_step_is_taken_back_and_done_again_by_name(services: Services) -> None:
    assert services.undo.undo_label() == services.undo.redo_label() == services.undo.undo() == services.undo.redo() == ""
    states = [_state(services)]
    names = []
    for name, wish in _wishes(services):
        wish()
        names.append(name)
        states.append(_state(services))
        assert services.undo.undo_label() == name
    for _ in range(2):
        for number in range(len(names) - 1, -1, -1):
            assert services.undo.undo() == names[number]
            assert _state(services) == states[number]
            assert services.undo.redo_label() == names[number]
        assert services.undo.undo() == ""
        for number, name in enumerate(names):
            assert services.undo.redo() == name
            assert _state(services) == states[number + 1]
        assert services.undo.redo() == ""
    assert services.undo.latest()[0].label.startswith("redoing: ")
    revisions = services.records.history(CONTACT.id)
    assert [view.number for view in revisions] == list(range(1, len(revisions) + 1))


def test_undo_goes_on_after_a_restart(services: Services, register_path: Path, desk: Desk) -> None:
    wishes = _wishes(services)
    for _, wish in wishes[:3]:
        wish()
    services.undo.undo()
    services.close()
    again = bootstrap.open_register(register_path, desk)
    try:
        assert again.undo.redo_label() == f"deletion of {LABEL}"
        assert again.undo.undo() == f"change of {LABEL}"
        assert again.records.get(CONTACT.id).record == CONTACT
        assert again.undo.undo() == f"recording of {LABEL}"
        assert _state(again) is None
    finally:
        again.close()


def test_a_new_wish_ends_what_could_be_done_again(services: Services) -> None:
    services.records.record(CONTACT)
    services.undo.undo()
    services.records.record(an_exercise())
    assert services.undo.redo_label() == services.undo.redo() == ""
    assert services.undo.undo_label() == "recording of Exercise NORTHERN ARC 27"


def test_an_import_is_one_step(services: Services, tmp_path: Path) -> None:
    before = services.records.count(Query())
    path = tmp_path / "from elsewhere.json"
    path.write_text(json.dumps([to_json(a_contact()) for _ in range(1200)]), "utf-8")
    planned = services.exchange.plan_import([path], Silent())
    assert services.exchange.carry_out(planned, Silent()) == 1200
    name = "import of 1200 records from from elsewhere.json"
    assert services.undo.undo() == name
    assert services.records.count(Query()) == before
    assert services.undo.redo() == name
    assert services.records.count(Query()) == before + 1200
    assert services.records.count(Query(text="helicopter")) == 1200
    assert services.undo.undo() == name
    assert services.exchange.carry_out(services.exchange.plan_import([path], Silent()), Silent()) == 1200


def test_issuing_is_not_taken_back(services: Services) -> None:
    exercise = an_exercise()
    services.records.record(CONTACT)
    services.records.record(exercise)
    services.records.issue(exercise.id)
    assert services.undo.undo() == f"recording of {LABEL}"
    assert services.undo.undo() == ""
    assert services.records.get(exercise.id).record.status == "issued"


def test_emptying_the_bin_is_not_taken_back_and_stops_nothing_else(services: Services) -> None:
    exercise = an_exercise()
    services.records.record(exercise)
    services.records.record(CONTACT)
    services.records.delete(CONTACT.id)
    services.records.empty_bin()
    assert services.undo.undo() == "recording of Exercise NORTHERN ARC 27"
    with pytest.raises(NotFound):
        services.records.get(CONTACT.id)
