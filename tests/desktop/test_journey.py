"""One day at the desk, through the real window: new register, each kind recorded, corrected, deleted, undone, found, reported."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from cbm_tracker.bootstrap import Services
from cbm_tracker.desktop.app import Application
from cbm_tracker.desktop.hotline.page import HotlinePage
from cbm_tracker.desktop.records.form import RecordForm
from cbm_tracker.desktop.records.page import RecordsPage
from cbm_tracker.desktop.register.new_register_dialog import NewRegisterDialog
from cbm_tracker.desktop.reports.page import ReportsPage
from cbm_tracker.desktop.widgets.layout import Chooser
from cbm_tracker.domain.measures import HotlineContact
from cbm_tracker.domain.query import Query
from cbm_tracker.services.progress import Silent

# What an officer types, by the keys of the fields; the form is filled in this order.
TYPED: dict[str, dict[str, str]] = {
    "exercises": {"designation": "NORTHERN ARC 27", "starts_on": "1jun27", "ends_on": "14jun27"},
    "notifications": {"subject": "Advance notice of NORTHERN ARC 27", "sent_at": "20apr27 0900Z"},
    "inspections": {"reference": "CBM/DE/27/0014/F30/O", "requested_at": "1mar27 0600Z", "request_received_at": "1mar27 0610Z"},
    "contacts": {"subject": "Routine test of the line", "opened_at": "1mar27 0700Z"},
    "contributions": {"description": "Field hospital", "from_on": "1jun27"},
    "cases": {"title": "Drone over the border", "narrative": "Found in a field."},
    "agreements": {"agreement": "two-states-2027", "name": "Understanding of 2027"},
    "states": {"code": "XOR", "name": "An organisation"},
}


def services_of(application: Application) -> Services:
    session = application.window.session
    assert session is not None
    return session.services


def page_of(application: Application, key: str) -> RecordsPage:
    application.window.carry_out(f"go:{key}")
    session = application.window.session
    assert session is not None
    page = session.records_page(key)
    assert page is not None
    return page


def activate(qtbot: QtBot, application: Application) -> None:
    """Make the window the active one again after a dialog: shortcuts need it."""
    application.window.activateWindow()
    qtbot.waitUntil(application.window.isActiveWindow)


def form_of(page: RecordsPage) -> RecordForm | None:
    """Return the open form; asked anew each time, since what is done closes it."""
    return page.form


def type_into(form: RecordForm, values: dict[str, str]) -> None:
    for key, text in values.items():
        editor: QWidget = form.fields[key].controls()[0]
        editor.setFocus()
        QTest.keyClicks(editor, text)


def choose(form: RecordForm, key: str, value: str) -> None:
    editor = form.fields[key].controls()[0]
    assert isinstance(editor, Chooser)
    editor.choose(value)
    editor.activated.emit(editor.currentIndex())


def test_a_day_at_the_desk(qtbot: QtBot, application: Application, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    window = application.window

    def fill_in() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, NewRegisterDialog)
        QTest.keyClicks(dialog.owner, "Austria")
        dialog.office.setText("Verification centre")
        dialog.path.setText(str(tmp_path / "journey.cbm"))
        QTest.mouseClick(dialog.make_button, Qt.MouseButton.LeftButton)

    QTimer.singleShot(0, fill_in)
    window.carry_out("new")  # Ctrl+N on the start page
    activate(qtbot, application)
    services = services_of(application)
    assert (tmp_path / "journey.cbm").exists()
    assert services.register.info().owner == "AUT"

    for key, values in TYPED.items():
        page = page_of(application, key)
        before = page.model.rowCount()
        window.carry_out("new")
        form = form_of(page)
        assert form is not None
        type_into(form, values)
        QTest.keyClick(form, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
        assert form_of(page) is None, f"{key}: {form.problem_bar.sentence()}"
        assert page.model.rowCount() == before + 1
        assert page.detail.stored is not None
        assert page.detail.stored.record.status == "draft"

    # One is issued, after what it lacked is filled in, then corrected; the original is kept.
    exercises = page_of(application, "exercises")
    window.carry_out("issue")
    form = form_of(exercises)
    assert form is not None, "an exercise without a kind of activity must not be issued"
    assert form.problem_bar.sentence().startswith("2 fields need a correction")
    choose(form, "activity_type", "field_exercise")
    type_into(form, {"host_states": "Germany"})
    form.save_and_issue()
    assert form_of(exercises) is None
    assert exercises.detail.stored is not None
    original = exercises.detail.stored.record
    assert original.status == "issued"
    window.carry_out("edit")
    form = form_of(exercises)
    assert form is not None
    type_into(form, {"series": "NORTHERN ARC"})
    form.save()
    assert form_of(exercises) is form, "a correction without a reason must not be saved"
    QTest.keyClicks(form.reason.editor, "The series was left out.")
    form.save()
    assert form_of(exercises) is None
    assert services.records.get(original.id).record.status == "superseded"
    assert services.records.count(Query(kinds=("exercise",))) == 2

    # One is deleted; undo, named, brings it back.
    inspections = page_of(application, "inspections")
    window.carry_out("delete")
    assert services.records.count(Query(kinds=("inspection",))) == 0
    assert window.commands.actions["undo"].text() == "&Undo deletion of Inspection CBM/DE/27/0014/F30/O"
    window.carry_out("undo")
    assert inspections.model.rowCount() == 1

    # One is found by what stands in it, from the list and from anywhere.
    contacts = page_of(application, "contacts")
    contacts.focus_search()
    QTest.keyClicks(contacts.filters.search_field, "routine")
    qtbot.waitUntil(lambda: contacts.filters.query.text == "routine")
    assert contacts.model.rowCount() == 1
    window.carry_out("palette")
    QTest.keyClicks(window.palette_box.typed, "drone")
    QTest.keyClick(window.palette_box.typed, Qt.Key.Key_Return)
    assert window.current_page() == "cases"

    # A report is issued to a file.
    window.carry_out("go:reports")
    reports = window.pages.currentWidget()
    assert isinstance(reports, ReportsPage)
    target = tmp_path / "report.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(lambda *_, **__: (str(target), "")))
    QTest.mouseClick(reports.issue_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(target.exists, timeout=60_000)  # the number is noted just before the file appears
    text = "\n".join(page.extract_text() for page in PdfReader(target).pages)
    assert "NORTHERN ARC 27" in text
    assert "Austria" in text


def test_a_contact_is_logged_by_keys_alone(qtbot: QtBot, application: Application, services: Services) -> None:
    application.open(services.path)
    window = application.window
    window.carry_out("contact_now")  # F9
    session = window.session
    assert session is not None
    page = session.page("hotline")
    assert isinstance(page, HotlinePage)
    entry = page.entry
    QTest.keyClicks(entry, "0738 in voice \"Range closure confirmed\" answered they promise map by 24mar")
    QTest.keyClick(entry, Qt.Key.Key_Return)
    [contact] = session.services.records.stream(Query(kinds=("contact",)))
    assert isinstance(contact, HotlineContact)
    assert str(contact.opened_at) == "2027-03-01T07:38:00Z"
    assert (contact.direction, contact.channel, contact.outcome) == ("received", "hotline_voice", "answered")
    assert contact.subject == "Range closure confirmed"
    assert [promise.text for promise in contact.promises] == ["map"]
    assert entry.text() == ""
    assert not entry.isUndoAvailable()
    QTest.keyClick(entry, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)  # nothing typed is left, so the register takes back
    assert session.services.records.count(Query(kinds=("contact",))) == 0


def test_a_copy_is_saved_and_texts_are_cut_and_pasted(
    qtbot: QtBot, application: Application, services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    application.open(services.path)
    window = application.window
    target = tmp_path / "copy.cbm"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(lambda *_, **__: (str(target), "")))
    window.carry_out("save_copy")
    qtbot.waitUntil(target.exists, timeout=30_000)
    qtbot.waitUntil(lambda: window.commands.actions["save_copy"].isEnabled(), timeout=30_000)
    assert services.register.check(Silent()) == []
    page = page_of(application, "contacts")
    page.focus_search()
    QTest.keyClicks(page.filters.search_field, "routine")
    window.carry_out("text:selectAll")
    window.carry_out("text:cut")
    assert page.filters.search_field.text() == ""
    window.carry_out("text:paste")
    assert page.filters.search_field.text() == "routine"
