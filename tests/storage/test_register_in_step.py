"""Whatever is done in whatever order, the register holds: records, revisions, search and undo stay in step."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, precondition, rule

from cbm_tracker.domain.completeness import missing
from cbm_tracker.domain.measures import Link, Record
from cbm_tracker.domain.query import Query
from cbm_tracker.errors import EditConflict, InvalidMeasure
from cbm_tracker.services.changes import ChangeFeed
from cbm_tracker.services.records import RecordService
from cbm_tracker.services.undo import UndoService
from cbm_tracker.storage import database
from cbm_tracker.storage.inspection import inspect
from cbm_tracker.storage.store import Store
from tests.builders import a_contact, an_exercise, fixed_desk, one_of_each
from tests.strategies import records


class RegisterInStep(RuleBasedStateMachine):
    """Checks the register against a plain dictionary: what is there, what lies in the bin, what can be found."""

    known = Bundle("known")

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "register.cbm"
        self.store = Store(database.create(self.path))
        self.there: dict[str, tuple[Record, bool]] = {}
        self.past: list[dict[str, tuple[Record, bool]]] = []  # states that undo goes back to
        self.future: list[dict[str, tuple[Record, bool]]] = []
        self._connect()

    def _connect(self) -> None:
        desk, changes = fixed_desk(), ChangeFeed()
        self.records, self.undoing = RecordService(self.store, changes, desk), UndoService(self.store, changes, desk)

    def _before(self) -> None:
        self.past.append(dict(self.there))
        self.future.clear()

    def _marked(self, record: Record, number: int) -> Record:
        """Give a record one word that no other has."""
        return replace(record, remarks=f"mark{number:06d}x", status="draft", attachments=())

    def teardown(self) -> None:
        self.store.close()
        self.folder.cleanup()

    @rule(target=known, record=st.sampled_from(one_of_each()) | records(), number=st.integers(0, 999_999))
    def record(self, record: Record, number: int) -> str:
        made = self._marked(replace(record, id=an_exercise().id), number)
        self._before()
        self.records.record(made)
        self.there[made.id] = (made, False)
        return made.id

    @rule(record_id=known, other=known, number=st.integers(0, 999_999))
    def revise(self, record_id: str, other: str, number: int) -> None:
        held = self.there.get(record_id)
        if held is None or held[1] or held[0].status != "draft":
            return
        links = (Link(relation="answers", target=other),) if other != record_id else ()
        changed = replace(self._marked(held[0], number), links=links)
        if changed != held[0]:
            self._before()
        self.records.revise(changed, self.records.get(record_id).revision)
        self.there[record_id] = (changed, False)

    @rule(record_id=known)
    def delete(self, record_id: str) -> None:
        held = self.there.get(record_id)
        if held is not None and not held[1]:
            self._before()
            self.records.delete(record_id)
            self.there[record_id] = (held[0], True)

    @rule(record_id=known)
    def restore(self, record_id: str) -> None:
        held = self.there.get(record_id)
        if held is not None and held[1]:
            self._before()
            self.records.restore(record_id)
            self.there[record_id] = (held[0], False)

    @rule(record_id=consumes(known))
    def issue(self, record_id: str) -> None:
        held = self.there.get(record_id)
        if held is None or held[1] or held[0].status != "draft":
            return
        if missing(held[0]):
            with pytest.raises(InvalidMeasure):
                self.records.issue(record_id)
            return
        self.records.issue(record_id)
        self.there[record_id] = (replace(held[0], status="issued"), False)
        self._forget_the_past()

    @precondition(lambda self: any(binned for _, binned in self.there.values()))
    @rule()
    def empty_bin(self) -> None:
        self.records.empty_bin()
        self.there = {key: held for key, held in self.there.items() if not held[1]}
        self._forget_the_past()

    def _forget_the_past(self) -> None:
        """What is final cannot be taken back; what else undo still offers is learnt from it, and done again."""
        self.past.clear()
        self.future.clear()
        while self.undoing.undo():
            self.past.insert(0, self._read())
        while self.undoing.redo():
            pass

    def _read(self) -> dict[str, tuple[Record, bool]]:
        held: dict[str, tuple[Record, bool]] = {}
        for binned in (False, True):
            with self.store.reading() as reading:
                for stored in reading.records.stream_stored(Query(in_bin=binned)):
                    held[stored.record.id] = (stored.record, binned)
        return held

    @rule()
    def undo(self) -> None:
        done = self.undoing.undo()
        assert bool(done) == bool(self.past)
        if self.past:
            self.future.append(dict(self.there))
            self.there = self.past.pop()

    @rule()
    def redo(self) -> None:
        done = self.undoing.redo()
        assert bool(done) == bool(self.future)
        if self.future:
            self.past.append(dict(self.there))
            self.there = self.future.pop()

    @rule()
    def reopen(self) -> None:
        self.store.close()
        self.store = Store(database.open_existing(self.path))
        self._connect()

    @invariant()
    def holds(self) -> None:
        with self.store.reading() as reading:
            assert inspect(reading, lambda done, total, doing: None) == []
            for binned in (False, True):
                expected = {key for key, held in self.there.items() if held[1] == binned}
                held = {stored.record.id: stored.record for stored in reading.records.stream_stored(Query(in_bin=binned))}
                assert set(held) == expected
                assert all(self.there[key][0] == record for key, record in held.items())
                for key in expected:
                    page = reading.records.page(Query(text=self.there[key][0].remarks, in_bin=binned), limit=500)
                    same = {other for other in expected if self.there[other][0].remarks == self.there[key][0].remarks}
                    assert {row.id for row in page.rows} == same


RegisterInStep.TestCase.settings = settings(
    max_examples=20, stateful_step_count=15, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


TestRegisterInStep = RegisterInStep.TestCase


def test_what_was_done_before_something_final_is_still_undone(store: Store) -> None:
    """Issuing a record takes its own changes off the list of undo, and none of another record's."""
    desk, changes = fixed_desk(), ChangeFeed()
    records, undoing = RecordService(store, changes, desk), UndoService(store, changes, desk)
    contact, exercise = a_contact(), an_exercise()
    records.record(contact)
    records.record(exercise)
    records.issue(exercise.id)
    assert undoing.undo_label() == "recording of Hotline contact HL/27/0007"
    undoing.undo()
    assert undoing.undo_label() == ""
    assert records.get(exercise.id).record.status == "issued"


def test_saving_what_did_not_change_leaves_no_trace(store: Store) -> None:
    desk, changes = fixed_desk(), ChangeFeed()
    records, undoing = RecordService(store, changes, desk), UndoService(store, changes, desk)
    contact = a_contact()
    records.record(contact)
    records.delete(contact.id)
    undoing.undo()
    assert records.revise(contact, records.get(contact.id).revision) == records.get(contact.id).revision
    assert undoing.redo_label() == "deletion of Hotline contact HL/27/0007"
    assert undoing.undo_label() == "recording of Hotline contact HL/27/0007"


def test_undo_refuses_what_was_changed_behind_its_back(store: Store) -> None:
    desk, changes = fixed_desk(), ChangeFeed()
    records, undoing = RecordService(store, changes, desk), UndoService(store, changes, desk)
    contact = a_contact()
    records.record(contact)
    with store.transaction(desk.operation("revise", "change elsewhere")) as transaction:
        number = transaction.number
        transaction.writer.revise(replace(contact, subject="Other"), 1)
        transaction.operations.mark(number, "settled", number)
    with pytest.raises(EditConflict):
        undoing.undo()
    assert undoing.undo_label() == "recording of Hotline contact HL/27/0007"
    assert records.get(contact.id).record == replace(contact, subject="Other")
