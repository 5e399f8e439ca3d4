"""From a record that is looked at to the form of a report about it: by menu, key and palette."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from cbm_tracker.bootstrap import Services
from cbm_tracker.desktop.app import Application
from cbm_tracker.desktop.records.page import RecordsPage
from cbm_tracker.desktop.register_session import RegisterSession
from cbm_tracker.desktop.reports.page import ReportsPage
from tests.builders import a_case, a_notification, an_exercise, an_inspection


@pytest.fixture
def session(application: Application, services: Services) -> RegisterSession:
    services.records.record(an_exercise())
    services.records.record(an_inspection())
    services.records.record(a_case())
    services.records.record(a_notification())
    assert application.open(services.path)
    found = application.window.session
    assert found is not None
    return found


def looked_at(application: Application, session: RegisterSession, key: str) -> RecordsPage:
    application.window.carry_out(f"go:{key}")
    page = session.page(key)
    assert isinstance(page, RecordsPage)
    page.table.choose_row(0)
    return page


def is_offered(application: Application) -> bool:
    return "report_on" in [key for key, _, _ in application.window.commands.offered()]


@pytest.mark.parametrize(("key", "kind"), [("exercises", "exercise"), ("inspections", "inspection"), ("cases", "case")])
def test_the_form_opens_with_kind_and_record(application: Application, session: RegisterSession, key: str, kind: str) -> None:
    page = looked_at(application, session, key)
    assert page.detail.stored is not None
    application.window.carry_out("report_on")
    reports = session.page("reports")
    assert isinstance(reports, ReportsPage)
    assert application.window.pages.currentWidget() is reports
    request = reports.form.request()
    assert request is not None
    assert (request.kind, request.record) == (kind, page.detail.stored.record.id)


def test_a_state_and_an_agreement_are_filled_in_too(application: Application, session: RegisterSession) -> None:
    for key, kind in (("states", "state"), ("agreements", "agreement")):
        looked_at(application, session, key)
        application.window.carry_out("report_on")
        reports = session.page("reports")
        assert isinstance(reports, ReportsPage)
        request = reports.form.request()
        assert request is not None
        assert request.kind == kind
        assert (len(request.states), len(request.agreements)) == ((1, 0) if kind == "state" else (0, 1))


def test_a_notification_alone_is_no_subject(application: Application, session: RegisterSession) -> None:
    looked_at(application, session, "exercises")
    assert is_offered(application)
    page = looked_at(application, session, "notifications")
    assert page.detail.stored is not None
    assert not is_offered(application)
    application.window.carry_out("report_on")
    assert application.window.current_page() == "notifications"


def test_the_menu_of_the_record_and_the_key_open_it(qtbot: QtBot, application: Application, session: RegisterSession) -> None:
    page = looked_at(application, session, "exercises")
    (menu,) = page.detail.findChildren(QMenu)
    (action,) = [action for action in menu.actions() if action.text() == "Report on this…"]
    action.trigger()
    assert application.window.current_page() == "reports"
    page = looked_at(application, session, "exercises")
    application.window.activateWindow()
    page.table.setFocus()
    qtbot.waitUntil(page.table.hasFocus)
    QTest.keyClick(page.table, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert application.window.current_page() == "reports"
