"""The window of the tests: offscreen, its settings in a folder of its own, its clock standing still."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cbm_tracker.services.desk import Desk

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from cbm_tracker.bootstrap import Services
    from cbm_tracker.desktop.app import Application
    from cbm_tracker.desktop.changes import ChangeSignals
    from cbm_tracker.desktop.look.theme import Theme
    from cbm_tracker.desktop.settings import Settings
    from cbm_tracker.desktop.tasks import TaskRunner


@pytest.fixture
def theme(qtbot: QtBot) -> Theme:
    from cbm_tracker.desktop.look.theme import Theme

    return Theme()


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    from cbm_tracker.desktop.settings import Settings

    monkeypatch.setenv("CBM_TRACKER_HOME", str(tmp_path / "home"))
    made = Settings(tmp_path / "home" / "settings.json")
    made.scheme = "light"
    made.folder = str(tmp_path)
    return made


@pytest.fixture
def tasks(qtbot: QtBot) -> Iterator[TaskRunner]:
    from cbm_tracker.desktop.tasks import TaskRunner

    runner = TaskRunner()
    yield runner
    runner.stop()


@pytest.fixture
def signals(services: Services) -> Iterator[ChangeSignals]:
    """What a page hears of the register of a test."""
    from cbm_tracker.desktop.changes import ChangeSignals

    made = ChangeSignals(services.changes, services.desk.now)
    yield made
    made.close()


@pytest.fixture
def application(qtbot: QtBot, settings: Settings, desk: Desk) -> Iterator[Application]:
    """The whole window, shown, with no register open."""
    from PySide6.QtWidgets import QApplication

    from cbm_tracker.desktop.app import Application

    app = QApplication.instance()
    assert isinstance(app, QApplication)
    made = Application(app, settings, desk)
    made.window.show()
    qtbot.waitExposed(made.window)
    yield made
    made.window.close()
    made.window.deleteLater()
    made.deleteLater()
    app.setStyleSheet("")
