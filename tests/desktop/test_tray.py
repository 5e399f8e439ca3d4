"""The icon in the system tray: what it says, and when; it stands on an icon that only writes down what it is told."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import pytest
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QSystemTrayIcon

from cbm_tracker.bootstrap import Services, new_register
from cbm_tracker.desktop.due.entries import Entry
from cbm_tracker.desktop.settings import Settings
from cbm_tracker.desktop.tray import DueTray, in_words, state_of
from cbm_tracker.domain.measures import Promise
from cbm_tracker.regimes.findings import Finding, Obligation
from cbm_tracker.services.agenda import DatedFact
from cbm_tracker.services.desk import Desk
from cbm_tracker.services.obligations import Owed
from tests.builders import SettableClock, a_contact, at

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from cbm_tracker.desktop.app import Application
    from cbm_tracker.desktop.look.theme import Theme

NOW = datetime(2027, 3, 1, 8, 0, tzinfo=UTC)


class SilentIcon(QSystemTrayIcon):
    """Shows nothing; writes down the messages of all of them."""

    messages: ClassVar[list[str]] = []
    made: ClassVar[list[SilentIcon]] = []

    def __init__(self) -> None:
        super().__init__()
        self.shown = False
        self.made.append(self)

    @staticmethod
    def isSystemTrayAvailable() -> bool:
        return True

    def show(self) -> None:
        self.shown = True

    def hide(self) -> None:
        self.shown = False

    def showMessage(
        self, title: str, msg: str, icon: QIcon | QPixmap | QSystemTrayIcon.MessageIcon = QSystemTrayIcon.MessageIcon.Information,
        msecs: int = 10000,
    ) -> None:
        self.messages.append(msg)


@pytest.fixture
def icon(qtbot: QtBot) -> SilentIcon:
    SilentIcon.messages.clear()
    return SilentIcon()


@pytest.fixture
def tray(theme: Theme, icon: SilentIcon) -> DueTray:
    return DueTray(theme, icon)


def an_entry(key: str, group: str, owed: Owed | None = None) -> Entry:
    fact = DatedFact("promise", "contact", key, key, (), ())
    return Entry(key, group, f"Promise: {key}", "Austria, in confidence", "Mon 1 Mar 2027", "2 h", "promise", "today", owed=owed,
                 fact=fact)


def reminded(due: datetime | date, remind_on: date | None) -> Owed:
    finding = Finding("", "vd11", "prior-notification", "38", "verified", "required", "Prior notification", "", "1",
                      obligation=Obligation("notification", ("AUT",), due, "upcoming"))
    return Owed(finding, "", "", "", ("AUT",), "today", remind_on=remind_on)


def test_what_stands_there_at_first_is_not_told_and_what_becomes_due_is_told_once(tray: DueTray, icon: SilentIcon) -> None:
    tray.take([an_entry("map", "today"), an_entry("list", "later")], NOW)
    assert (icon.toolTip(), icon.messages) == ("CBM Tracker: 1 today", [])

    tray.take([an_entry("map", "overdue"), an_entry("list", "later")], NOW + timedelta(hours=3))
    tray.take([an_entry("map", "overdue"), an_entry("list", "later")], NOW + timedelta(hours=4))
    assert icon.toolTip() == "CBM Tracker: 1 overdue"
    assert icon.messages == ["Overdue: Promise: map, Mon 1 Mar 2027"]

    tray.take([an_entry("map", "overdue"), an_entry("list", "today")], NOW + timedelta(days=1))
    assert icon.messages[1:] == ["Today: Promise: list, Mon 1 Mar 2027"]


def test_many_at_once_are_one_message_of_titles_and_times(tray: DueTray, icon: SilentIcon) -> None:
    tray.take([], NOW)
    tray.take([an_entry(f"paper {number}", "today") for number in range(6)], NOW)
    [message] = icon.messages
    assert message.splitlines() == [*(f"Today: Promise: paper {number}, Mon 1 Mar 2027" for number in range(4)), "and 2 more"]
    assert "confidence" not in message


@pytest.mark.parametrize(("due", "remind_on", "state"), [
    (date(2027, 3, 20), date(2027, 3, 1), "reminder"),
    (date(2027, 3, 20), date(2027, 2, 26), ""),
    (date(2027, 3, 1), date(2027, 3, 1), "today"),
    (datetime(2027, 3, 1, 20, tzinfo=UTC), None, "today"),
    (datetime(2027, 3, 2, 20, tzinfo=UTC), date(2027, 3, 1), "reminder"),
])
def test_a_reminder_is_told_on_its_day(due: date | datetime, remind_on: date | None, state: str) -> None:
    assert state_of(an_entry("duty", "today", reminded(due, remind_on)), NOW) == state


def test_nothing_is_said_in_words() -> None:
    assert (in_words(0, 0), in_words(2, 3)) == ("nothing is due today", "2 overdue, 3 today")


# ---------------------------------------------------------------- in the window


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock(NOW)


@pytest.fixture
def desk(clock: SettableClock) -> Desk:
    return Desk("Officer", "WS-1", clock)


def a_register(application: Application, desk: Desk, tmp_path: Path) -> Services:
    path = tmp_path / "tray.cbm"
    new_register(path, desk, owner="").close()
    application.open(path)
    session = application.window.session
    assert session is not None
    return session.services


def test_the_tray_is_off_until_it_is_chosen_and_a_click_shows_due(
    application: Application, desk: Desk, clock: SettableClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cbm_tracker.desktop.app.QSystemTrayIcon", SilentIcon)
    SilentIcon.messages.clear()
    SilentIcon.made.clear()
    services = a_register(application, desk, tmp_path)
    promise = Promise(text="Send the map", due_at=at("2027-03-01T08:30:00Z"))
    services.records.record(a_contact(opened_at=at("2027-03-01T07:00:00Z"), answered_at=None, closed_at=None, scheduled_at=None,
                                      promises=(promise,)))
    window = application.window
    choice = window.commands.actions["tell_in_tray"]
    assert (choice.isVisible(), choice.isChecked(), SilentIcon.made) == (True, False, [])

    choice.trigger()
    [icon] = SilentIcon.made
    assert (choice.isChecked(), icon.shown, icon.toolTip()) == (True, True, "CBM Tracker: 1 today")
    assert Settings.load(application.settings.path).tell_in_tray
    window.go_to("due")
    clock.forward(hours=1)
    session = window.session
    assert session is not None
    session.signals.look_at_clock()
    assert SilentIcon.messages == ["Overdue: Promise: Send the map, Mon 1 Mar 2027, 08:30 UTC"]
    window.go_to("contacts")
    icon.messageClicked.emit()
    assert window.current_page() == "due"
    window.go_to("contacts")
    icon.activated.emit(QSystemTrayIcon.ActivationReason.Trigger)
    assert window.current_page() == "due"

    window.carry_out("close_register")
    assert not icon.shown
    assert application.open(services.path)
    [_, again] = SilentIcon.made
    assert (again is icon, again.shown) == (False, True)
    choice.trigger()
    assert not again.shown
    assert not Settings.load(application.settings.path).tell_in_tray


def test_where_there_is_no_tray_it_is_not_offered(
    application: Application, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SilentIcon, "isSystemTrayAvailable", staticmethod(lambda: False))
    monkeypatch.setattr("cbm_tracker.desktop.app.QSystemTrayIcon", SilentIcon)
    SilentIcon.made.clear()
    application.settings.tell_in_tray = True
    a_register(application, desk, tmp_path)
    commands = application.window.commands
    assert not commands.actions["tell_in_tray"].isVisible()
    assert "tell_in_tray" not in {key for key, _, _ in commands.offered()}
    assert SilentIcon.made == []
