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
from cbm_tracker.errors import Cancelled, EditConflict, NotFound
from cbm_tracker.services.desk import Desk
from cbm_tracker.services.progress import Silent
from tests.builders import SettableClock, a_contact, an_exercise, fixed_desk

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


def test_what_another_desk_recorded_meanwhile_is_not_undone(services: Services, register_path: Path) -> None:
    """Desk A's menu offers its own recording; desk B has recorded since."""
    services.records.record(CONTACT)
    offered = services.undo.next_undo()
    assert offered is not None
    other = bootstrap.open_register(register_path, fixed_desk(officer="B. Officer"))
    try:
        theirs = an_exercise()
        other.records.record(theirs)
        with pytest.raises(EditConflict, match="Somebody else changed what undo would do"):
            services.undo.undo(offered.number)
        assert other.records.get(theirs.id).record == theirs
        assert _state(services) == (CONTACT, False)
        newest = services.undo.next_undo()
        assert newest is not None
        assert (newest.label, newest.officer) == ("recording of Exercise NORTHERN ARC 27", "B. Officer")
        assert other.undo.undo(newest.number) == newest.label
        with pytest.raises(EditConflict, match="redo"):
            services.undo.redo(offered.number)
        assert services.undo.undo(offered.number) == offered.label
        with pytest.raises(EditConflict, match="nothing was undone"):
            services.undo.undo(offered.number)
    finally:
        other.close()


def test_doing_again_keeps_when_it_was_recorded(services: Services, clock: SettableClock, tmp_path: Path) -> None:
    imported = a_contact()
    path = tmp_path / "one.json"
    path.write_text(json.dumps([to_json(imported)]), "utf-8")
    services.records.record(CONTACT)
    clock.forward(minutes=1)
    services.exchange.carry_out(services.exchange.plan_import([path], Silent()), Silent())
    clock.forward(hours=1)
    while services.undo.undo():
        pass
    while services.undo.redo():
        pass
    assert services.records.get(CONTACT.id).recorded_at == "2027-03-01T08:00:00.000Z"
    assert services.records.get(CONTACT.id).changed_at == "2027-03-01T09:01:00.000Z"
    assert services.records.get(imported.id).recorded_at == "2027-03-01T08:01:00.000Z"


def test_what_changes_no_record_leaves_redo_as_it_was(services: Services) -> None:
    services.records.record(CONTACT)
    services.undo.undo()
    services.register.describe(owner="FRA", office="CFE cell", marking="")
    assert services.undo.redo() == f"recording of {LABEL}"


class _Impatient:
    """Cancels at the given step."""

    def __init__(self, last: int) -> None:
        self.last = last

    def step(self, done: int, total: int, doing: str) -> None:
        if done >= self.last:
            raise Cancelled


def test_long_steps_tell_where_they_are_and_can_be_cancelled(services: Services, tmp_path: Path) -> None:
    path = tmp_path / "many.json"
    contacts = [a_contact() for _ in range(1200)]
    path.write_text(json.dumps([to_json(contact) for contact in contacts]), "utf-8")
    services.exchange.carry_out(services.exchange.plan_import([path], Silent()), Silent())
    ids = [contact.id for contact in contacts]
    many = Query(kinds=("contact",))
    half_way = _Impatient(500)
    for taking_away in (lambda: services.undo.undo(0, half_way), lambda: services.records.delete(*ids, progress=half_way)):
        with pytest.raises(Cancelled):
            taking_away()
        assert services.records.count(many) == 1200
    services.records.delete(*ids)
    for of_the_bin in (lambda: services.records.restore(*ids, progress=half_way), lambda: services.records.empty_bin(half_way)):
        with pytest.raises(Cancelled):
            of_the_bin()
        assert services.records.count(Query(in_bin=True)) == 1200
    services.undo.undo()
    services.undo.undo()
    with pytest.raises(Cancelled):
        services.undo.redo(0, half_way)
    assert services.records.count(many) == 0
    assert services.register.check(Silent()) == []
