"""What takes its time runs beside the window: it can be cancelled, and nothing else is written meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from cbm_tracker import bootstrap
from cbm_tracker.bootstrap import Services
from cbm_tracker.desktop.app import Application
from cbm_tracker.desktop.look.tokens import DARK, LIGHT
from cbm_tracker.desktop.records.page import RecordsPage
from cbm_tracker.desktop.register_session import RegisterSession
from cbm_tracker.desktop.widgets.attachments_field import AttachmentsField
from cbm_tracker.domain.query import Query
from cbm_tracker.services import register_file
from tests.builders import a_contact, an_exercise, day
from tests.desktop.held_work import held

EXERCISES = Query(kinds=("exercise",))


def session_of(application: Application) -> RegisterSession:
    session = application.window.session
    assert session is not None
    return session


@pytest.fixture
def page(application: Application, services: Services) -> RecordsPage:
    """The exercises of a register with 40 of them, in the window."""
    for number in range(40):
        services.records.record(an_exercise(designation=f"ARC {number:02d}", starts_on=day("2027-06-01")))
    assert application.open(services.path)
    application.window.carry_out("go:exercises")
    made = session_of(application).records_page("exercises")
    assert made is not None
    return made


def status_of(application: Application) -> str:
    return application.window.status_words()


def enabled(application: Application, keys: Sequence[str]) -> list[bool]:
    return [application.window.commands.actions[key].isEnabled() for key in keys]


def test_few_records_are_moved_at_once(application: Application, page: RecordsPage) -> None:
    page.table.choose_row(0)
    page.carry_out("delete")
    assert not application.work.is_busy
    assert page.model.rowCount() == 39
    assert status_of(application) == "1 record moved to the bin. Ctrl+Z takes it back."
    application.window.carry_out("undo")
    assert page.model.rowCount() == 40


def test_many_are_moved_beside_the_window_and_other_writing_waits(qtbot: QtBot, application: Application, page: RecordsPage) -> None:
    window, writing = application.window, ("undo", "new", "edit", "issue", "delete", "import", "empty_bin", "backups", "close_register")
    page.table.selectAll()
    with held(application.tasks):
        page.carry_out("delete")
        assert window.progress.doing() == "Moving to the bin …"
        assert enabled(application, writing) == [False] * len(writing)
        assert enabled(application, ("cancel_work", "find", "go:due")) == [True] * 3
        page.carry_out("edit")  # the button of the detail
        assert page.form is None
        assert status_of(application) == "Moving to the bin is not done yet. Wait for it, or cancel it below."
    qtbot.waitUntil(lambda: not application.work.is_busy, timeout=20_000)
    assert page.model.rowCount() == 0
    assert status_of(application) == "40 records moved to the bin. Ctrl+Z takes them back."
    assert enabled(application, ("undo", "new", "cancel_work")) == [True, True, False]
    with held(application.tasks):
        window.carry_out("undo")
        assert window.progress.doing() == "Taking back …"
    qtbot.waitUntil(lambda: page.model.rowCount() == 40, timeout=20_000)
    qtbot.waitUntil(lambda: status_of(application) == "Undone: deletion of 40 records")


def test_what_is_cancelled_changes_nothing(qtbot: QtBot, application: Application, page: RecordsPage) -> None:
    page.table.selectAll()
    with held(application.tasks):
        page.carry_out("delete")
        application.window.carry_out("cancel_work")  # Ctrl+.
    qtbot.waitUntil(lambda: not application.work.is_busy, timeout=20_000)
    assert status_of(application) == "Cancelled. Nothing was changed."
    assert session_of(application).services.records.count(EXERCISES) == 40


def test_the_hotline_line_waits_and_keeps_what_is_typed(qtbot: QtBot, application: Application, page: RecordsPage) -> None:
    from cbm_tracker.desktop.hotline.page import HotlinePage

    page.table.selectAll()
    with held(application.tasks):
        page.carry_out("delete")
        application.window.carry_out("contact_now")
        hotline = session_of(application).page("hotline")
        assert isinstance(hotline, HotlinePage)
        hotline.entry.setText('in voice "Range closure" answered')
        QTest.keyClick(hotline.entry, Qt.Key.Key_Return)
        assert hotline.entry.text() == 'in voice "Range closure" answered'
    qtbot.waitUntil(lambda: not application.work.is_busy, timeout=20_000)
    QTest.keyClick(hotline.entry, Qt.Key.Key_Return)
    assert session_of(application).services.records.count(Query(kinds=("contact",))) == 1


def test_a_form_holds_still_while_many_records_are_taken_back(qtbot: QtBot, application: Application, page: RecordsPage) -> None:
    page.table.selectAll()
    page.carry_out("delete")
    qtbot.waitUntil(lambda: page.model.rowCount() == 0, timeout=20_000)
    page.new_record()
    form = page.form
    assert form is not None
    QTest.keyClicks(form.fields["designation"].controls()[0], "HALF TYPED")
    with held(application.tasks):
        application.window.carry_out("undo")
        assert not form.isEnabled()
        [draft] = session_of(application).services.drafts.kept()
        assert draft.title == "HALF TYPED"
    qtbot.waitUntil(lambda: not application.work.is_busy, timeout=20_000)
    assert form.isEnabled()
    assert form.fields["designation"].typed() == "HALF TYPED"


def test_undo_takes_back_what_the_menu_names_or_nothing(
    application: Application, page: RecordsPage, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.table.choose_row(0)
    page.carry_out("delete")
    assert application.window.commands.actions["undo"].text().startswith("&Undo deletion of Exercise")
    theirs = a_contact()
    services.records.record(theirs)  # another desk, on the same file: its changes are not heard here
    said: list[str] = []
    monkeypatch.setattr(QMessageBox, "exec", lambda message: said.append(message.text()))
    application.window.carry_out("undo")
    assert said == ["Somebody else changed what undo would do; nothing was undone."]
    assert services.records.get(theirs.id).in_bin is False
    assert page.model.rowCount() == 39


def test_the_bin_is_emptied_after_it_was_said_what_that_means(
    application: Application, page: RecordsPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.table.choose_row(0)
    page.carry_out("delete")
    asked: list[str] = []

    def empty(question: QMessageBox) -> None:
        asked.append(f"{question.text()} {question.informativeText()}")
        next(one for one in question.buttons() if one.text() == "Empty the bin").click()

    monkeypatch.setattr(QMessageBox, "exec", empty)
    application.window.carry_out("empty_bin")
    [question] = asked
    assert question.startswith("Take 1 record in the bin away for good? They cannot be restored afterwards")
    assert "files kept with them, stays in the history" in question
    assert status_of(application) == "1 record is gone from the bin."
    assert session_of(application).services.records.count(Query(in_bin=True)) == 0


def test_saving_with_files_tells_how_far_it_is_and_can_be_cancelled(
    qtbot: QtBot, application: Application, page: RecordsPage, tmp_path: Path
) -> None:
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(b"%PDF-1.7" + bytes(2_000_000))
    page.new_record()
    form = page.form
    assert form is not None
    QTest.keyClicks(form.fields["designation"].controls()[0], "WITH A SCAN")
    attachments = form.fields["attachments"]
    assert isinstance(attachments, AttachmentsField)
    attachments.attach([scan])
    with held(application.tasks):
        form.save()
        assert application.window.progress.doing() == "Saving with its files …"
        application.window.progress.cancel_button.click()
    qtbot.waitUntil(lambda: not application.work.is_busy, timeout=20_000)
    assert page.form is form
    assert form.isEnabled()
    assert status_of(application) == "Nothing was saved. Everything typed is still here."
    assert session_of(application).services.records.count(EXERCISES) == 40
    form.save()
    qtbot.waitUntil(lambda: page.form is None, timeout=20_000)
    assert page.detail.stored is not None
    assert [kept.name for kept in page.detail.stored.record.attachments] == ["scan.pdf"]


def test_a_window_closed_while_files_are_saved_waits_for_them(
    qtbot: QtBot, application: Application, page: RecordsPage, services: Services, tmp_path: Path
) -> None:
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(b"%PDF-1.7")
    page.new_record()
    form = page.form
    assert form is not None
    QTest.keyClicks(form.fields["designation"].controls()[0], "WITH A SCAN")
    attachments = form.fields["attachments"]
    assert isinstance(attachments, AttachmentsField)
    attachments.attach([scan])
    with held(application.tasks):
        form.save()
        assert not application.close_register()
        assert application.window.session is not None
        application.window.close()
        assert application.window.isVisible()
        assert status_of(application) == "A record is still being saved with its files. The window closes when that is done."
    qtbot.waitUntil(lambda: not application.window.isVisible(), timeout=20_000)
    assert services.records.count(EXERCISES) == 41
    assert services.drafts.kept() == []


def test_an_attachment_is_saved_beside_the_window(
    qtbot: QtBot, application: Application, services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scan, target = tmp_path / "scan.pdf", tmp_path / "copy.pdf"
    scan.write_bytes(b"%PDF-1.7" + bytes(5_000_000))
    record_id = services.records.record_with_files(an_exercise(), [scan])
    digest = services.records.get(record_id).record.attachments[0].sha256
    assert application.open(services.path)
    session_of(application).open_record("exercise", record_id)
    page = session_of(application).records_page("exercises")
    assert page is not None
    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(lambda *_, **__: (str(target), "")))
    with held(application.tasks):
        page.detail.save_attachment(digest)
        assert application.window.progress.doing() == "Saving scan.pdf …"
        assert not target.exists()
    qtbot.waitUntil(lambda: not application.work.is_busy, timeout=20_000)
    assert target.read_bytes() == scan.read_bytes()
    assert status_of(application) == f"Saved as {target}"


def test_the_rehearsal_register_is_made_beside_the_window(qtbot: QtBot, application: Application) -> None:
    with held(application.tasks):
        application.rehearse()
        assert application.window.progress.doing() == "Making the rehearsal register …"
        application.window.carry_out("cancel_work")
    qtbot.waitUntil(lambda: not application.work.is_busy, timeout=20_000)
    assert application.window.session is None
    assert status_of(application) == "Cancelled. Nothing was changed."
    application.rehearse()
    qtbot.waitUntil(lambda: application.window.session is not None, timeout=60_000)
    assert application.window.banner.isVisible()


def test_a_register_of_an_older_program_is_brought_up_to_date_beside_the_window(
    qtbot: QtBot, application: Application, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(register_file, "is_older", lambda path: True)
    with held(application.tasks):
        assert application.open(services.path)
        assert application.window.progress.doing() == "Bringing register.cbm up to date …"
        assert application.window.session is None
    qtbot.waitUntil(lambda: application.window.session is not None, timeout=20_000)


def test_a_register_that_cannot_be_brought_up_to_date_is_said(
    qtbot: QtBot, application: Application, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cbm_tracker.errors import RecordUnavailable

    def refuse(path: Path, desk: object) -> Services:
        raise RecordUnavailable("It is locked.", "Close it there.")

    said: list[str] = []
    monkeypatch.setattr(QMessageBox, "exec", lambda message: said.append(message.text()))
    monkeypatch.setattr(register_file, "is_older", lambda path: True)
    monkeypatch.setattr(bootstrap, "open_register", refuse)
    application.window.show_opening("register.cbm")
    assert application.open(services.path)
    qtbot.waitUntil(lambda: not application.work.is_busy, timeout=20_000)
    assert said == ["It is locked."]
    assert application.window.pages.currentWidget() is application.window.start


def test_a_theme_may_change_under_an_open_dialog_and_a_running_task(
    qtbot: QtBot, application: Application, page: RecordsPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, looks = application.window, []

    def turn_dark() -> None:
        dialog = QApplication.activeModalWidget()
        assert dialog is not None
        application.carry_out("scheme_dark")
        looks.append(window.grab().toImage().pixelColor(4, window.height() // 2).name())
        assert application.window is window
        assert page.isVisible()
        dialog.close()

    looks.append(window.grab().toImage().pixelColor(4, window.height() // 2).name())
    page.table.selectAll()
    with held(application.tasks):
        page.carry_out("delete")
        QTimer.singleShot(0, turn_dark)
        window.carry_out("history")
        application.carry_out("larger")  # the window is made anew, but not before the work has ended
        assert application.window is window
    light, dark = looks
    assert (light, dark) == (LIGHT.window.casefold(), DARK.window.casefold())
    qtbot.waitUntil(lambda: application.window is not window, timeout=20_000)
    assert application.theme.m.factor == 1.1
    assert session_of(application).services.records.count(EXERCISES) == 0
