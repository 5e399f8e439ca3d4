"""What is wrong stands beside its field; what is typed is never lost; a correction says why."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from cbm_tracker.bootstrap import Services
from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.tasks import TaskRunner
from cbm_tracker.desktop.widgets import attachments_field
from cbm_tracker.desktop.widgets.state_fields import StatesField
from cbm_tracker.domain.measures import HotlineContact, JointExercise
from cbm_tracker.domain.query import Query
from cbm_tracker.errors import CbmTrackerError, InvalidMeasure, RecordUnavailable
from cbm_tracker.services.desk import Desk
from cbm_tracker.storage.operations import Operation
from tests.builders import SettableClock, a_contact, a_contingent, an_exercise, obligation_note
from tests.desktop.form_hands import CONTROL, FormHands


@pytest.fixture
def hands(qtbot: QtBot, theme: Theme, services: Services, tasks: TaskRunner) -> FormHands:
    return FormHands(qtbot, theme, services, tasks)


# ---------------------------------------------------------------- problems


def test_what_is_understood_or_wrong_is_said_on_leaving_and_goes_while_typing(hands: FormHands) -> None:
    form = hands.open("exercise")
    hands.fill(starts_on="1jun27")
    assert hands.message("starts_on") == "Calendar date at the place of the activity"
    hands.leave()
    assert hands.message("starts_on") == "Tue 1 Jun 2027"
    hands.fill(ends_on="31jun27")
    hands.leave()
    assert hands.message("ends_on").startswith("2027-06 has no day 31.".capitalize())
    assert form.fields["ends_on"].has_problem()
    form.fields["ends_on"].controls()[0].setFocus()
    hands.key(Qt.Key.Key_Backspace)
    assert not form.fields["ends_on"].has_problem()


def test_a_contradiction_between_fields_stands_at_the_one_just_left(hands: FormHands) -> None:
    form = hands.open("exercise")
    hands.fill(starts_on="1jun27", ends_on="29may27")
    hands.leave()
    assert hands.message("ends_on") == "2027-05-29 is before the first day, 2027-06-01. Enter 2027-06-01 or later."
    assert not form.fields["starts_on"].has_problem()


def test_at_saving_all_problems_are_counted_and_f8_walks_them(hands: FormHands) -> None:
    form = hands.open("exercise")
    hands.fill(designation="X", starts_on="someday", sorties="many")
    form.fields["contingents"].type_in([{"state": "FRA", "troops": "lots"}])
    hands.key(Qt.Key.Key_S, CONTROL)
    assert hands.saved == []
    assert form.problem_bar.sentence() == "3 fields need a correction before this can be saved."
    walked = []
    for _ in range(4):
        walked.append(hands.focus())
        hands.key(Qt.Key.Key_F8)
    assert walked[0] is walked[3] is form.fields["starts_on"].controls()[0]
    assert walked[1] is hands.grid().cells[0]["troops"]
    assert walked[2] is form.fields["sorties"].controls()[0]


def test_a_path_into_the_grid_lands_on_its_cell(hands: FormHands) -> None:
    form = hands.open("exercise", prefill={"contingents": [{"state": "FRA", "troops": 5}, {"state": "FRA", "troops": 6}]})
    form.save()
    grid = hands.grid()
    assert form.problem_controls() == [grid.cells[1]["state"]]
    assert "FRA is there twice in the same phase. Join the two rows or name their phases." in grid.cells[1]["state"].accessibleDescription()


def test_a_draft_may_lack_what_an_issued_record_may_not(hands: FormHands) -> None:
    form = hands.open("exercise")
    hands.fill(designation="NORTHERN ARC 27")
    form.save_and_issue()
    assert form.problem_bar.sentence() == "3 fields need a correction before this can be saved."
    assert hands.message("activity_type") == "Kind of activity is empty. Fill it in before this is issued, or save it as a draft."
    form.save()
    assert hands.services.records.get(hands.saved[0]).record.status == "draft"


def test_save_and_issue_that_cannot_be_finished_leaves_nothing_half_done(hands: FormHands, monkeypatch: pytest.MonkeyPatch) -> None:
    """Issuing meets a lock: the form is as it was, and saving it again records one record and no second."""
    operation = Desk.operation
    shown: list[BaseException] = []

    def locked(desk: Desk, kind: str, label: str, reason: str = "") -> Operation:
        if kind == "issue" and not shown:
            raise RecordUnavailable("The register is locked by another program.", "Close it there, then try again.")
        return operation(desk, kind, label, reason)

    monkeypatch.setattr(Desk, "operation", locked)
    monkeypatch.setattr("cbm_tracker.desktop.records.form.show_error", lambda parent, error: shown.append(error))
    form = hands.open("contact", prefill={"purpose": "airspace_matter", "opened_at": "2027-02-11T04:31:00Z", "with_states": ["PAK"]})
    form.save_and_issue()
    assert [str(error) for error in shown] == ["The register is locked by another program. Close it there, then try again."]
    assert hands.services.records.count(Query(kinds=("contact",))) == 0
    form.save_and_issue()
    (row,) = hands.services.records.page(Query(kinds=("contact",))).rows
    assert (row.status, hands.saved) == ("issued", [row.id])


def test_save_and_issue_makes_it_final(hands: FormHands) -> None:
    form = hands.open("exercise")
    hands.fill(designation="NORTHERN ARC 27", activity_type="Field", starts_on="1jun27", host_states="germany\n")
    form.save_and_issue()
    assert hands.services.records.get(hands.saved[0]).record.status == "issued"


def test_a_state_in_doubt_is_asked_not_guessed(hands: FormHands) -> None:
    hands.open("contact")
    hands.fill(initiated_by="Guine")
    hands.leave()
    said = "“Guine” does not name one State. Choose one, such as Equatorial Guinea, Guinea, Guinea-Bissau."
    assert hands.message("initiated_by") == said
    hands.go_to("with_states")
    hands.type("Soviet Union")
    states = hands.form.fields["with_states"]
    assert isinstance(states, StatesField)
    assert states.editor.is_offering()
    offered = [choice.value for choice in states.offer("Soviet Union")]
    assert offered[:2] == ["SUN", "RUS"]


def test_numbers_are_read_and_written_with_separators(hands: FormHands) -> None:
    form = hands.open("exercise")
    for typed, value in (("0", 0), ("12450", 12450), ("12,450", 12450), ("12 450", 12450), ("1,23,456", 123456), ("", None)):
        form.fields["sorties"].type_in(typed)
        assert form.fields["sorties"].value() == value
    for typed in ("12.450", "12,45", "-1", "2000000001", "x"):
        form.fields["sorties"].type_in(typed)
        with pytest.raises(InvalidMeasure):
            form.fields["sorties"].value()
    form.fields["sorties"].type_in("12450")
    form.fields["sorties"].settle()
    assert form.fields["sorties"].typed() == "12,450"
    hands.go_to("sorties")
    hands.key(Qt.Key.Key_End)
    assert form.fields["sorties"].typed() == "12,450"
    hands.type("0")
    assert form.fields["sorties"].value() == 124500


# ---------------------------------------------------------------- drafts


def test_what_is_typed_survives_the_form_going_away(hands: FormHands, clock: SettableClock) -> None:
    first = hands.open("contact")
    hands.fill(with_states="pak\n", subject="Half", promises="")
    hands.key(Qt.Key.Key_Space)
    hands.type("a promise not yet whole")
    hands.qtbot.waitUntil(lambda: hands.services.drafts.find("new:contact") is not None, timeout=4000)
    again = hands.open("contact")
    assert again.fields["subject"].typed() == "Half"
    assert again.fields["with_states"].value() == ("PAK",)
    assert again.fields["promises"].typed() == [{"text": "a promise not yet whole"}]
    assert again.draft_bar.sentence() == "What you typed on 1 Mar 2027, 08:00 UTC is back."
    again.save()
    assert hands.services.drafts.kept() == []
    first.close_form()


def test_leaving_keeps_a_draft_and_discarding_forgets_it(hands: FormHands) -> None:
    contact = a_contact()
    hands.services.records.record(contact)
    hands.open("contact", hands.services.records.get(contact.id), "edit")
    hands.fill(subject=", changed")
    hands.key(Qt.Key.Key_Escape)
    assert hands.closed
    assert hands.told == ["What you typed is kept as a draft."]
    form = hands.open("contact", hands.services.records.get(contact.id), "edit")
    discard = form.draft_bar.choice("Discard")
    assert discard is not None
    assert form.fields["subject"].value() != contact.subject
    discard.click()
    assert form.fields["subject"].value() == contact.subject
    assert hands.services.drafts.kept() == []


def test_escape_first_closes_what_is_offered_then_leaves(hands: FormHands) -> None:
    form = hands.open("contact")
    states = form.fields["with_states"]
    assert isinstance(states, StatesField)
    hands.type("pak")
    hands.qtbot.waitUntil(states.editor.is_offering)
    hands.key(Qt.Key.Key_Escape)
    assert not states.editor.is_offering()
    assert not hands.closed
    hands.key(Qt.Key.Key_Escape)
    assert hands.closed


def test_leaving_an_untouched_form_keeps_nothing(hands: FormHands) -> None:
    hands.open("case")
    hands.key(Qt.Key.Key_Escape)
    assert hands.closed
    assert (hands.services.drafts.kept(), hands.told) == ([], [])


def test_a_copy_does_not_take_up_what_was_typed_elsewhere(hands: FormHands) -> None:
    hands.open("contact")
    hands.fill(subject="Half")
    hands.form.close_form()
    form = hands.open("contact", prefill={"subject": "A copy"})
    assert form.fields["subject"].typed() == "A copy"
    form.fields["subject"].controls()[0].setFocus()
    hands.type("!")
    form.close_form()
    assert sorted(draft.values["typed"]["subject"] for draft in hands.services.drafts.kept()) == ["!A copy", "Half"]


def test_another_change_in_between_is_told_and_what_was_typed_stays(hands: FormHands) -> None:
    contact = a_contact()
    hands.services.records.record(contact)
    form = hands.open("contact", hands.services.records.get(contact.id), "edit")
    hands.fill(subject="Mine. ")
    hands.services.records.revise(replace(contact, summary="Theirs."), 1)
    form.save()
    assert form.conflict_bar.sentence()
    assert "Mine" in form.fields["subject"].typed()
    take = form.conflict_bar.choice("Take the other change in, keep mine")
    assert take is not None
    take.click()
    form.save()
    record = hands.services.records.get(contact.id).record
    assert isinstance(record, HotlineContact)
    assert (record.subject, record.summary) == (form.fields["subject"].value(), "Theirs.")


# ---------------------------------------------------------------- correcting


def test_a_correction_asks_for_its_reason(hands: FormHands) -> None:
    exercise = an_exercise(status="issued")
    hands.services.records.record(exercise)
    form = hands.open("exercise", hands.services.records.get(exercise.id), "correct")
    assert not form.issue_button.isVisible()
    form.fields["designation"].type_in("NORTHERN ARC 2027")
    form.save()
    assert form.reason.controls()[0].accessibleDescription() == (
        "Reason for the correction is empty. Say why the issued record is corrected."
    )
    assert form.focusWidget() is form.reason.editor
    hands.type("The name was shortened by mistake")
    form.save()
    correction = hands.services.records.get(hands.saved[0]).record
    assert isinstance(correction, JointExercise)
    assert (correction.designation, correction.status) == ("NORTHERN ARC 2027", "issued")
    assert hands.services.records.get(exercise.id).record.status == "superseded"
    assert hands.services.records.history(correction.id)[0].reason == "The name was shortened by mistake"


def test_the_reason_of_a_record_is_not_that_of_its_correction(hands: FormHands) -> None:
    note = obligation_note(status="issued")
    hands.services.records.record(note)
    form = hands.open("obligation_note", hands.services.records.get(note.id), "correct")
    form.fields["reason"].type_in("")
    form.save()
    assert form.reason.controls()[0].accessibleDescription().startswith("Reason for the correction is empty.")
    assert hands.message("reason") == "Reason is empty. Say why the obligation is waived."


# ---------------------------------------------------------------- contingents


def _paste(hands: FormHands, cell: QWidget, block: str) -> None:
    QApplication.clipboard().setText(block)
    cell.setFocus()
    hands.key(Qt.Key.Key_V, CONTROL)


def test_a_block_of_a_spreadsheet_is_pasted_and_summed(hands: FormHands) -> None:
    hands.open("exercise")
    grid = hands.grid()
    _paste(hands, grid.cells[0]["state"], "Austria\t6200\t48\nHUN\t3,900\t120\nSlovenia\t2350\t14\n")
    assert [row["state"] for row in grid.rows] == ["AUT", "HUN", "SVN"]
    assert (grid.sums["troops"].text(), grid.sums["battle_tanks"].text(), grid.sums["artillery"].text()) == ("12,450", "182", "–")
    grid.cells[1]["troops"].setFocus()
    hands.key(Qt.Key.Key_End)
    hands.type("0")
    assert grid.sums["troops"].text() == "47,550"
    hands.key(Qt.Key.Key_Delete, CONTROL)
    assert grid.sums["troops"].text() == "8,550"
    assert [one.state for one in grid.value()] == ["AUT", "SVN"]


def test_the_sum_is_that_of_the_largest_phase(hands: FormHands) -> None:
    contingents = (a_contingent(phase="1", troops=100), a_contingent(phase="2", troops=300), a_contingent(state="FRA", troops=10))
    exercise = an_exercise(contingents=contingents)
    hands.services.records.record(exercise)
    hands.open("exercise", hands.services.records.get(exercise.id), "edit")
    grid = hands.grid()
    assert "phase" in grid.cells[0]
    assert grid.sums["troops"].text() == "310"
    assert grid.understood() == "Phases follow each other: the sum is that of the largest."


def test_what_cannot_be_read_in_a_block_is_marked_where_it_stands(hands: FormHands) -> None:
    form = hands.open("exercise")
    grid = hands.grid()
    _paste(hands, grid.cells[0]["state"], "Atlantis\t100\nFrance\tmany")
    assert [cell.accessibleDescription()[:38] for cell in form.problem_controls()] == [
        "State: “Atlantis” does not name one St", "Troops of France: “many” is not a whol",
    ]


def test_enter_in_the_last_row_adds_one_and_columns_can_be_shown(hands: FormHands) -> None:
    form = hands.open("exercise")
    grid = hands.grid()
    grid.cells[0]["state"].setFocus()
    hands.type("fra\n")
    assert form.focusWidget() is grid.cells[0]["troops"]
    hands.type("5\n")
    assert form.focusWidget() is grid.cells[1]["state"]
    hands.leave()
    assert form.focusWidget() is grid.cells[1]["troops"]
    grid.show_column("ships")
    assert "ships" in grid.cells[0]
    assert grid.rows[0] == {"state": "FRA", "troops": "5"}


# ---------------------------------------------------------------- files


def _drop(hands: FormHands, *paths: Path) -> None:
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy, button, keys = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(hands.form, QDragEnterEvent(QPoint(10, 10), copy, dropped, button, keys))
    QApplication.sendEvent(hands.form, QDropEvent(QPointF(10, 10), copy, dropped, button, keys))


def test_dropped_files_are_kept_with_the_record(hands: FormHands, tmp_path: Path) -> None:
    note = tmp_path / "note verbale.txt"
    note.write_text("Dear colleagues,", "utf-8")
    form = hands.open("contact")
    hands.fill(subject="With a note")
    _drop(hands, note)
    form.save()
    hands.qtbot.waitUntil(lambda: bool(hands.saved))
    kept = hands.services.records.get(hands.saved[0]).record.attachments
    assert [(one.name, one.size, one.media_type) for one in kept] == [("note verbale.txt", 16, "text/plain")]
    again = hands.open("contact", hands.services.records.get(hands.saved[0]), "edit")
    _drop(hands, note)
    again.save()
    hands.qtbot.waitUntil(lambda: len(hands.saved) == 2)
    assert len(hands.services.records.get(hands.saved[1]).record.attachments) == 2


def test_what_cannot_be_attached_is_said(hands: FormHands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attachments_field, "LARGEST_ATTACHMENT", 10)
    small, large = tmp_path / "small.txt", tmp_path / "large.txt"
    small.write_bytes(b"x" * 10)
    large.write_bytes(b"x" * 11)
    form = hands.open("contact")
    _drop(hands, small, large)
    assert form.fields["attachments"].typed() == [{"path": str(small)}]
    assert hands.message("attachments") == "large.txt is 11 bytes, and a file may be up to 100 MB. Attach a smaller file."
    _drop(hands, tmp_path)
    assert hands.message("attachments").endswith("is a folder. Attach the files in it.")
    small.unlink()
    form.save()
    assert hands.message("attachments") == "small.txt is no longer where it was. Take it out, or attach it again."


def test_an_error_without_a_field_is_shown_and_everything_typed_stays(hands: FormHands, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[BaseException] = []
    monkeypatch.setattr("cbm_tracker.desktop.records.form.show_error", lambda parent, error: shown.append(error))
    form = hands.open("contact")
    hands.fill(subject="Typed")
    form._refused(CbmTrackerError("The disk is full.", "Make room."))
    assert str(shown[0]) == "The disk is full. Make room."
    assert form.fields["subject"].typed() == "Typed"
    assert form.isEnabled()
