"""The frame of the window: a warning that stays, pages that rest while nobody looks, the day of the owner."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from cbm_tracker.bootstrap import Services
from cbm_tracker.desktop import app
from cbm_tracker.desktop.app import Application
from cbm_tracker.desktop.due.page import DuePage
from cbm_tracker.desktop.hotline.page import HotlinePage
from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.look.tokens import DARK, LIGHT, Metrics
from cbm_tracker.desktop.records.found import found_records
from cbm_tracker.desktop.records.page import RecordsPage
from cbm_tracker.desktop.register_session import RegisterSession
from cbm_tracker.desktop.settings import Settings
from cbm_tracker.desktop.start.page import StartPage
from cbm_tracker.domain.measures import Link, Promise
from cbm_tracker.services.agenda import AgendaService
from cbm_tracker.storage import database
from tests.builders import SettableClock, a_contact, an_exercise, at, facts, obligation_note

WARNING = "This register lies on a network share. Only one desk may have it open; two at once can damage it."


def session_of(application: Application) -> RegisterSession:
    session = application.window.session
    assert session is not None
    return session


def test_the_warning_of_a_network_share_stays_on_every_page(
    application: Application, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    services.close()  # nobody else has it open
    monkeypatch.setattr(database, "on_network_share", lambda path: True)
    assert application.open(services.path)
    window = application.window
    for key in ("due", "exercises", "hotline", "reports"):
        window.carry_out(f"go:{key}")
        assert window.warning.sentence() == WARNING
        assert window.warning.isVisible()
    window.carry_out("close_register")
    assert window.warning.sentence() == ""
    monkeypatch.undo()
    assert application.open(services.path)
    assert window.warning.sentence() == ""


def test_a_page_of_records_begins_in_its_list(application: Application, services: Services) -> None:
    services.records.record(an_exercise())
    assert application.open(services.path)
    window, session = application.window, session_of(application)
    window.carry_out("go:exercises")
    page = session.page("exercises")
    assert isinstance(page, RecordsPage)
    assert page.focusWidget() is page.table


def test_a_page_nobody_looks_at_asks_the_register_nothing(
    application: Application, services: Services, clock: SettableClock, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    promise = Promise(text="Send the map", due_at=at("2027-03-01T08:30:00Z"))
    services.records.record(a_contact(opened_at=at("2027-03-01T07:00:00Z"), answered_at=None, closed_at=None, scheduled_at=None,
                                      promises=(promise,)))
    assert application.open(services.path)
    window, session = application.window, session_of(application)
    window.carry_out("go:hotline")
    window.carry_out("go:exercises")
    due, hotline = session.page("due"), session.page("hotline")
    assert isinstance(due, DuePage)
    assert isinstance(hotline, HotlinePage)
    open_now, overdue = due.open_now, due.overdue
    asked: list[str] = []

    def watched(name: str) -> Callable[..., Any]:
        whole = getattr(AgendaService, name)

        def ask(*words: Any) -> Any:
            asked.append(name)
            return whole(*words)

        return ask

    for name in ("upcoming", "open_promises", "scheduled_contacts"):
        monkeypatch.setattr(AgendaService, name, watched(name))
    clock.forward(hours=1)
    session.signals.look_at_clock()
    assert asked == []
    qtbot.waitUntil(lambda: due.overdue == overdue + 1)
    assert (due.open_now, asked) == (open_now, ["upcoming"]), "the count in the navigation goes with the time, a little later"
    window.carry_out("go:hotline")
    assert asked == ["upcoming", "scheduled_contacts", "open_promises"]
    window.carry_out("go:due")
    assert asked == ["upcoming", "scheduled_contacts", "open_promises"]


def test_the_day_shown_is_the_owners(application: Application, services: Services, clock: SettableClock) -> None:
    """22:30 UTC on 30 June is 1 July in Berlin."""
    clock.shows = datetime(2027, 6, 30, 22, 30, tzinfo=UTC)
    services.records.record(a_contact(scheduled_at=at("2027-07-01T09:00:00Z"), opened_at=None, answered_at=None, closed_at=None,
                                      outcome="", promises=()))
    assert application.open(services.path)
    due = session_of(application).page("due")
    assert isinstance(due, DuePage)
    assert [entry.group for entry in due.list.entries if entry.fact is not None] == ["today"]
    assert application.window.clock_words().startswith("Thu 1 Jul 2027   22:30 UTC   00:30 Berlin")


def test_the_system_changes_colours_only_where_it_was_asked_to(application: Application, monkeypatch: pytest.MonkeyPatch) -> None:
    window = application.window
    monkeypatch.setattr(app, "system_colours", lambda: DARK)
    QGuiApplication.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert application.theme.c is LIGHT, "the settings of this test ask for light"
    application.settings.scheme = "system"
    QGuiApplication.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert application.theme.c is DARK
    assert application.window is window


def test_a_note_without_a_page_of_its_own_is_found_and_opened_among_the_facts(application: Application, services: Services) -> None:
    exercise = an_exercise()
    note = obligation_note(links=(Link(relation="settles", target=exercise.id),))
    for record in (exercise, note, facts()):
        services.records.record(record)
    assert application.open(services.path)
    window, session = application.window, session_of(application)
    (found,) = [row for row in found_records(session.services, "annual-exchange") if row.key == f"obligation_note {note.id}"]
    assert "Obligation note" in found.facts
    session.open_record(*found.key.split())
    page = session.records_page("facts")
    assert page is not None
    assert (window.current_page(), page.model.rowCount()) == ("facts", 2)
    assert page.detail.stored is not None
    assert page.detail.stored.record == note
    window.carry_out("go:exercises")
    window.carry_out("new:facts")
    assert window.current_page() == "facts"
    assert page.form is not None
    assert "budget_approved_on" in page.form.fields


def test_every_page_names_the_parts_that_f6_goes_through(application: Application, services: Services) -> None:
    assert application.open(services.path)
    session = session_of(application)
    for key, count in (("due", 3), ("hotline", 1), ("exercises", 3), ("quotas", 2), ("rules", 3), ("reports", 1)):
        regions = session.regions(key)
        assert len(set(regions)) == count, key
        assert all(region is session.page(key) or session.page(key).isAncestorOf(region) for region in regions), key


def test_in_a_narrow_window_the_recent_registers_stand_below_what_one_may_begin_with(qtbot: QtBot, settings: Settings) -> None:
    start = StartPage(Theme(LIGHT, Metrics(2.0)), settings)
    qtbot.addWidget(start)
    start.show()

    def stands_below() -> bool:
        return start.recent.mapTo(start, QPoint()).y() > start.begin.mapTo(start, QPoint(0, start.begin.height())).y()

    start.resize(820, 700)
    qtbot.waitUntil(stands_below)
    assert start.begin.width() > start.width() / 2
    start.resize(1440, 700)
    qtbot.waitUntil(lambda: not stands_below())
