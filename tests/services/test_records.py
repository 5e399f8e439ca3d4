"""Record, revise, issue, correct, delete, restore: what a person may do, and what is kept of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from cbm_tracker.bootstrap import Services
from cbm_tracker.domain.measures import Link, Record
from cbm_tracker.domain.query import Query
from cbm_tracker.errors import EditConflict, InvalidMeasure, NotFound, NotWritable, RecordUnavailable, UnreadableFile
from cbm_tracker.services.changes import Change
from cbm_tracker.services.progress import Silent
from tests.builders import SettableClock, a_case, a_contact, a_notification, an_exercise, an_inspection, one_of_each

NOBODY = "00000000-0000-4000-8000-000000000000"


@pytest.mark.parametrize("record", one_of_each(), ids=lambda record: record.kind)
def test_every_kind_is_recorded_and_found(services: Services, record: Record) -> None:
    assert services.records.record(record) == record.id
    stored = services.records.get(record.id)
    assert (stored.record, stored.revision, stored.in_bin) == (record, 1, False)
    assert stored.recorded_at == stored.changed_at == "2027-03-01T08:00:00.000Z"
    assert services.records.named(record.id[:8]).record == record
    assert record.id in services.records.rows([record.id])


def test_each_wish_is_told_once_after_it_is_saved(services: Services) -> None:
    told: list[Change] = []
    contact = a_contact()

    def note(change: Change) -> None:
        services.records.get(contact.id)  # saved already
        told.append(change)

    stop = services.changes.subscribe(note)
    services.records.record(contact)
    services.records.revise(replace(contact, subject="X"), 1)
    services.records.delete(contact.id)
    services.records.restore(contact.id)
    stop()
    stop()
    services.records.delete(contact.id)
    assert [change.operation for change in told] == ["record", "revise", "delete", "restore"]
    assert all(change.concerns("contact") and not change.concerns("exercise") for change in told)


def test_an_id_is_recorded_once(services: Services) -> None:
    contact = a_contact()
    services.records.record(contact)
    with pytest.raises(InvalidMeasure) as refusal:
        services.records.record(replace(contact, subject="Another"))
    assert refusal.value.field == "id"
    services.records.delete(contact.id)
    with pytest.raises(InvalidMeasure):
        services.records.record(contact)
    assert services.records.get(contact.id).record == contact


def test_history_says_who_when_and_what_field(services: Services, clock: SettableClock) -> None:
    contact = a_contact()
    services.records.record(contact)
    clock.forward(minutes=5)
    services.records.revise(replace(contact, subject="Other", summary=""), 1, "told wrongly")
    first, second = services.records.history(contact.id)
    assert (first.number, first.change, first.officer, first.workstation, first.reason) == (1, "recorded", "A. Officer", "desk-1", "")
    assert (second.change, second.at, second.reason) == ("changed", "2027-03-01T08:05:00.000Z", "told wrongly")
    assert {(field.key, field.before, field.after) for field in second.fields} == {
        ("subject", "Helicopter near the line", "Other"), ("summary", "Track confirmed; the crew had lost its way.", None),
    }
    assert (first.record, second.record) == (contact, replace(contact, subject="Other", summary=""))
    assert {field.before for field in first.fields} == {None}
    assert services.records.get(contact.id).changed_at == "2027-03-01T08:05:00.000Z"
    assert services.records.get(contact.id).recorded_at == "2027-03-01T08:00:00.000Z"


def test_who_read_an_older_revision_is_told(services: Services) -> None:
    contact = a_contact()
    services.records.record(contact)
    assert services.records.revise(replace(contact, subject="First"), 1) == 2
    with pytest.raises(EditConflict, match="changed elsewhere"):
        services.records.revise(replace(contact, subject="Second"), 1)
    stored = services.records.get(contact.id)
    assert stored.record == replace(contact, subject="First")
    assert len(services.records.history(contact.id)) == 2


def test_what_is_not_there_is_not_found(services: Services) -> None:
    for wish in (
        lambda: services.records.get(NOBODY), lambda: services.records.issue(NOBODY), lambda: services.records.delete(NOBODY),
        lambda: services.records.restore(NOBODY), lambda: services.records.correct(NOBODY, a_contact(), "why"),
        lambda: services.records.revise(a_contact(id=NOBODY), 1), lambda: services.records.named("nothing"),
        lambda: services.records.restore_revision(NOBODY, 1),
    ):
        with pytest.raises(NotFound):
            wish()
    assert services.records.history(NOBODY) == []


def test_a_reference_used_twice_is_asked_about(services: Services) -> None:
    first, second = a_contact(), a_contact()
    services.records.record(first)
    services.records.record(second)
    with pytest.raises(NotFound, match="2 records"):
        services.records.named("HL/27/0007")


# ---------------------------------------------------------------- issued and corrected


def test_an_issued_record_is_not_edited(services: Services) -> None:
    exercise = an_exercise()
    services.records.record(exercise)
    services.records.issue(exercise.id)
    issued = services.records.get(exercise.id)
    assert issued.record == replace(exercise, status="issued")
    for wish in (
        lambda: services.records.revise(replace(issued.record, designation="X"), issued.revision),
        lambda: services.records.revise(replace(exercise, designation="X"), issued.revision),
        lambda: services.records.issue(exercise.id), lambda: services.records.restore_revision(exercise.id, 1),
    ):
        with pytest.raises(EditConflict):
            wish()
    assert services.records.get(exercise.id) == issued


def test_a_draft_does_not_become_final_by_editing(services: Services) -> None:
    exercise = an_exercise()
    services.records.record(exercise)
    with pytest.raises(EditConflict, match="issuing"):
        services.records.revise(replace(exercise, status="issued"), 1)


def test_a_correction_keeps_the_original(services: Services) -> None:
    exercise = an_exercise()
    services.records.record(exercise)
    services.records.issue(exercise.id)
    answer = Link(relation="answers", target=a_contact().id)
    new_id = services.records.correct(exercise.id, replace(exercise, designation="NORTHERN ARC II", links=(answer,)), "Wrong name")
    original, correction = services.records.get(exercise.id), services.records.get(new_id)
    assert new_id != exercise.id
    assert original.record == replace(exercise, status="superseded")
    assert correction.record.status == "issued"
    assert correction.record.links == (answer, Link(relation="supersedes", target=exercise.id))
    assert [view.reason for view in services.records.history(exercise.id)] == ["", "", "Wrong name"]
    assert services.records.history(new_id)[0].reason == "Wrong name"
    assert [(near.relation, near.outgoing) for near in services.records.neighbours(original.record)] == [("supersedes", False)]
    again = services.records.correct(new_id, correction.record, "Once more")
    links = services.records.get(again).record.links
    assert [link.target for link in links if link.relation == "supersedes"] == [new_id]


@pytest.mark.parametrize("reason", ["", " \n"])
def test_a_correction_asks_for_a_reason(services: Services, reason: str) -> None:
    exercise = an_exercise(status="issued")
    services.records.record(exercise)
    with pytest.raises(InvalidMeasure) as refusal:
        services.records.correct(exercise.id, exercise, reason)
    assert refusal.value.field == "reason"
    assert services.records.get(exercise.id).revision == 1


def test_only_an_issued_record_is_corrected_and_only_once(services: Services) -> None:
    draft, issued = an_exercise(), an_exercise(status="issued")
    services.records.record(draft)
    services.records.record(issued)
    services.records.correct(issued.id, issued, "why")
    before = services.records.count(Query())
    with pytest.raises(EditConflict, match="draft"):
        services.records.correct(draft.id, draft, "why")
    with pytest.raises(EditConflict, match="corrected already"):
        services.records.correct(issued.id, issued, "why")
    other = an_exercise(status="issued")
    services.records.record(other)
    with pytest.raises(EditConflict, match="another kind"):
        services.records.correct(other.id, a_contact(), "why")
    services.records.delete(other.id)
    with pytest.raises(EditConflict, match="bin"):
        services.records.correct(other.id, other, "why")
    assert services.records.count(Query()) == before


def test_a_draft_is_saved_and_issued_in_one_step_or_not_at_all(services: Services, tmp_path: Path) -> None:
    note = tmp_path / "note.pdf"
    note.write_bytes(b"%PDF note")
    new, draft = an_exercise(), an_inspection()
    services.records.record_with_files(new, [note], issue=True)
    services.records.record(draft)
    assert services.records.revise(replace(draft, findings="Told better."), 1, files=[note], issue=True) == 2
    for record_id, change in ((new.id, "recorded"), (draft.id, "issued")):
        stored = services.records.get(record_id)
        assert (stored.record.status, len(stored.record.attachments)) == ("issued", 1)
        assert services.records.history(record_id)[-1].change == change
    assert [operation.kind for operation in services.undo.latest(3)] == ["issue", "record", "issue"]
    assert services.undo.undo_label() == ""
    lacking = an_exercise(activity_type="")
    with pytest.raises(InvalidMeasure):
        services.records.record_with_files(lacking, [note], issue=True)
    services.records.record(lacking)
    with pytest.raises(InvalidMeasure):
        services.records.revise(replace(lacking, designation="OTHER"), 1, issue=True)
    assert (services.records.get(lacking.id).record, services.records.get(lacking.id).revision) == (lacking, 1)


# ---------------------------------------------------------------- the bin


def test_the_bin_keeps_a_record_with_its_links(services: Services) -> None:
    exercise = an_exercise()
    notice = a_notification(links=(Link(relation="notifies", target=exercise.id),))
    case = a_case(members=(notice.id, exercise.id))
    for record in (exercise, notice, case):
        services.records.record(record)
    services.records.delete(notice.id)
    assert services.records.count(Query(kinds=("notification",))) == 0
    assert services.records.count(Query(kinds=("notification",), in_bin=True)) == 1
    assert services.records.count(Query(text="Northern Arc", kinds=("notification",))) == 0
    with pytest.raises(EditConflict, match="bin"):
        services.records.revise(replace(notice, subject="X"), 2)
    with pytest.raises(EditConflict, match="already"):
        services.records.delete(notice.id)
    services.records.restore(notice.id)
    assert services.records.get(notice.id).record == notice
    assert {(near.relation, near.row.kind) for near in services.records.neighbours(exercise)} == {
        ("notifies", "notification"), ("member", "case"),
    }
    with pytest.raises(EditConflict, match="does not lie"):
        services.records.restore(notice.id)
    assert [view.change for view in services.records.history(notice.id)] == ["recorded", "deleted", "restored"]


def test_several_are_deleted_in_one_step_or_none(services: Services) -> None:
    contacts = [a_contact() for _ in range(3)]
    for contact in contacts:
        services.records.record(contact)
    with pytest.raises(NotFound):
        services.records.delete(contacts[0].id, NOBODY)
    assert services.records.count(Query(kinds=("contact",))) == 3
    services.records.delete(*(contact.id for contact in contacts))
    assert services.undo.undo_label() == "deletion of 3 records"
    services.undo.undo()
    assert services.records.count(Query(kinds=("contact",))) == 3


def test_emptying_the_bin_keeps_the_history(services: Services) -> None:
    contact, kept = a_contact(), a_contact()
    services.records.record(contact)
    services.records.record(kept)
    services.records.delete(contact.id)
    assert services.records.empty_bin() == 1
    assert services.records.empty_bin() == 0
    with pytest.raises(NotFound):
        services.records.get(contact.id)
    last = services.records.history(contact.id)[-1]
    assert (last.change, last.record) == ("discarded", None)
    assert services.records.get(kept.id).record == kept


def test_emptying_the_bin_keeps_the_files_that_the_history_names(services: Services, tmp_path: Path) -> None:
    note = tmp_path / "note.pdf"
    note.write_bytes(b"%PDF note")
    record = an_inspection()
    services.records.record_with_files(record, [note])
    services.records.delete(record.id)
    services.records.empty_bin()
    told = services.records.history(record.id)[0].record
    assert told is not None
    services.records.save_attachment(told.attachments[0].sha256, tmp_path / "out.pdf")
    assert (tmp_path / "out.pdf").read_bytes() == b"%PDF note"
    assert services.register.check(Silent()) == []


def test_the_latest_part_of_a_long_history_is_read_alone(services: Services) -> None:
    contact = a_contact()
    services.records.record(contact)
    for number in range(1, 8):
        services.records.revise(replace(contact, subject=f"Told {number}"), number)
    assert services.records.history_length(contact.id) == 8
    assert [view.number for view in services.records.history(contact.id, 3)] == [6, 7, 8]
    assert [view.number for view in services.records.history(contact.id)] == list(range(1, 9))
    assert services.records.history_length(NOBODY) == 0


def test_a_draft_goes_back_to_an_earlier_revision(services: Services) -> None:
    contact = a_contact()
    services.records.record(contact)
    services.records.revise(replace(contact, subject="Other"), 1)
    services.records.restore_revision(contact.id, 1)
    assert services.records.get(contact.id).record == contact
    assert services.records.history(contact.id)[-1].reason == "back to revision 1"
    with pytest.raises(NotFound):
        services.records.restore_revision(contact.id, 9)


# ---------------------------------------------------------------- files


def test_files_are_kept_with_a_draft_and_come_back(services: Services, tmp_path: Path) -> None:
    note = tmp_path / "note.pdf"
    note.write_bytes(b"%PDF note")
    record = an_inspection()
    services.records.record_with_files(record, [note])
    (kept,) = services.records.get(record.id).record.attachments
    assert (kept.name, kept.size, kept.media_type) == ("note.pdf", 9, "application/pdf")
    assert services.records.attach(record.id, 1, [note]) == 2
    services.records.save_attachment(kept.sha256, tmp_path / "out.pdf")
    assert (tmp_path / "out.pdf").read_bytes() == b"%PDF note"
    with pytest.raises(NotFound):
        services.records.save_attachment("0" * 64, tmp_path / "none.pdf")
    with pytest.raises(NotWritable):
        services.records.save_attachment(kept.sha256, tmp_path / "none" / "out.pdf")
    assert sorted(file.name for file in tmp_path.iterdir() if "pdf" in file.name) == ["note.pdf", "out.pdf"]


def test_a_file_that_cannot_be_read_leaves_nothing_recorded(services: Services, tmp_path: Path) -> None:
    record = an_inspection()
    with pytest.raises(UnreadableFile):
        services.records.record_with_files(record, [tmp_path / "none.pdf"])
    with pytest.raises(NotFound):
        services.records.get(record.id)


def test_files_are_not_added_to_what_is_issued(services: Services, tmp_path: Path) -> None:
    note = tmp_path / "note.pdf"
    note.write_bytes(b"x")
    record = an_exercise(status="issued")
    services.records.record(record)
    with pytest.raises(EditConflict):
        services.records.attach(record.id, 1, [note])


def test_nothing_is_recorded_in_a_file_that_is_no_longer_there(services: Services) -> None:
    services.path.rename(services.path.with_name("elsewhere.cbm"))
    with pytest.raises(RecordUnavailable, match="was removed, renamed or replaced"):
        services.records.record(an_exercise())
    services.path.with_name("elsewhere.cbm").rename(services.path)
    services.records.record(an_exercise())
