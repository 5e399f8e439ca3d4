"""All versions of a record, with each field before and after; a draft goes back to one of them by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QToolButton
from pytestqt.qtbot import QtBot

from cbm_tracker.bootstrap import Services
from cbm_tracker.desktop.app import Application
from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.records.record_history_dialog import RecordHistoryDialog
from cbm_tracker.domain.measures import JointExercise
from tests.builders import an_exercise, day


@pytest.fixture
def exercise(services: Services) -> JointExercise:
    """A draft of three versions: recorded, named anew, moved by a week."""
    first = an_exercise(designation="FIRST NAME", starts_on=day("2027-06-01"), ends_on=day("2027-06-14"), completed_on=None)
    services.records.record(first)
    second = replace(first, designation="SECOND NAME")
    services.records.revise(second, 1, "the name was told anew")
    services.records.revise(replace(second, starts_on=day("2027-06-08")), 2)
    return first


@pytest.fixture
def dialog(qtbot: QtBot, theme: Theme, services: Services, exercise: JointExercise) -> Iterator[RecordHistoryDialog]:
    made = RecordHistoryDialog(theme, services, services.records.get(exercise.id), busy=False)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.close()


def said_in(dialog: RecordHistoryDialog) -> list[str]:
    return [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]


def test_each_version_is_listed_with_who_and_why(dialog: RecordHistoryDialog) -> None:
    assert [(row[0], row[2], row[3], row[5]) for row in dialog.table.shown_rows()] == [
        ("3", "Changed", "A. Officer", ""), ("2", "Changed", "A. Officer", "the name was told anew"), ("1", "Recorded", "A. Officer", ""),
    ]


def test_the_chosen_version_shows_each_field_before_and_after(dialog: RecordHistoryDialog) -> None:
    assert not dialog.back_button.isEnabled(), "the version that holds now is nothing to go back to"
    said = said_in(dialog)
    assert "1 Jun 2027" in said
    assert "8 Jun 2027" in said
    QTest.keyClick(dialog.table, Qt.Key.Key_Down)
    said = said_in(dialog)
    assert "FIRST NAME" in said
    assert "SECOND NAME" in said
    assert "8 Jun 2027" not in said
    assert dialog.back_button.isEnabled()


def test_going_back_is_a_change_of_its_own_that_undo_takes_back(
    dialog: RecordHistoryDialog, services: Services, exercise: JointExercise
) -> None:
    dialog.choose(1)
    dialog.back_button.click()
    assert dialog.result() == dialog.DialogCode.Accepted
    assert dialog.said == "Version 1 is back. Ctrl+Z takes that back."
    stored = services.records.get(exercise.id)
    assert (stored.record, stored.revision) == (exercise, 4)
    services.undo.undo()
    assert services.records.get(exercise.id).record != exercise


def test_what_is_issued_is_read_but_does_not_go_back(
    qtbot: QtBot, theme: Theme, services: Services, exercise: JointExercise
) -> None:
    services.records.issue(exercise.id)
    dialog = RecordHistoryDialog(theme, services, services.records.get(exercise.id), busy=False)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.choose(1)
    assert not dialog.back_button.isEnabled()
    assert "It is issued and does not go back in place. Correct it instead; the original is kept." in said_in(dialog)


def test_a_draft_goes_back_by_keyboard_from_the_list(
    qtbot: QtBot, application: Application, services: Services, exercise: JointExercise
) -> None:
    assert application.open(services.path)
    window = application.window
    session = window.session
    assert session is not None
    session.open_record("exercise", exercise.id)

    def go_back() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, RecordHistoryDialog)
        for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Tab, Qt.Key.Key_Tab):
            focused = dialog.focusWidget()
            assert focused is not None
            QTest.keyClick(focused, key)
        if dialog.focusWidget() is dialog.back_button:
            QTest.keyClick(dialog.back_button, Qt.Key.Key_Space)
        dialog.reject()

    QTimer.singleShot(0, go_back)
    window.commands.actions["record_history"].trigger()  # Ctrl+Shift+H
    assert services.records.get(exercise.id).record == exercise
    assert window.status_words() == "Version 1 is back. Ctrl+Z takes that back."
    page = session.records_page("exercises")
    assert page is not None
    assert page.detail.stored is not None
    assert page.detail.stored.record == exercise
    assert any(chip.text() == "All versions…" for chip in page.detail.findChildren(QToolButton))
