"""Hands for the tests of forms: they open a form, go to a field by Tab and type on the keyboard."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from cbm_tracker.bootstrap import Services
from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.records.form import RecordForm
from cbm_tracker.desktop.records.form_saving import Mode
from cbm_tracker.desktop.tasks import TaskRunner
from cbm_tracker.desktop.widgets.contingent_grid import ContingentsField
from cbm_tracker.desktop.widgets.entry_field import EntryField
from cbm_tracker.services.records import StoredRecord

CONTROL, SHIFT, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier


@dataclass
class FormHands:
    """Opens forms on one register and works them by keyboard; `form` is the one opened last."""

    qtbot: QtBot
    theme: Theme
    services: Services
    tasks: TaskRunner
    form: RecordForm = field(init=False)
    saved: list[str] = field(default_factory=list)
    closed: list[bool] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    def open(self, kind: str, stored: StoredRecord | None = None, mode: Mode = "new", prefill: dict[str, Any] | None = None) -> RecordForm:
        self.form = RecordForm(
            self.theme, self.services, self.tasks, kind=kind, stored=stored, mode=mode, prefill=prefill, locale=QLocale("en_GB")
        )
        self.qtbot.addWidget(self.form)
        self.form.saved.connect(self.saved.append)
        self.form.closed.connect(lambda: self.closed.append(True))
        self.form.told.connect(self.told.append)
        self.form.resize(1200, 900)
        self.form.show()
        self.qtbot.waitExposed(self.form)
        self.form.activateWindow()
        self.form.setFocus()
        self.qtbot.waitUntil(self._is_at_the_form)
        return self.form

    def _is_at_the_form(self) -> bool:
        focused = QApplication.focusWidget()
        return focused is not None and self.form.isAncestorOf(focused)

    def focus(self) -> QWidget:
        focused = QApplication.focusWidget()
        assert focused is not None
        return focused

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.focus(), key, modifiers)

    def type(self, text: str) -> None:
        """Type text; a line end is Enter."""
        for at, part in enumerate(text.split("\n")):
            if at:
                self.key(Qt.Key.Key_Return)
            QTest.keyClicks(self.focus(), part)

    def go_to(self, key: str) -> EntryField:
        """Press Tab until the focus is in a field."""
        wanted = self.form.fields[key]
        for _ in range(200):
            if wanted.isAncestorOf(self.focus()):
                return wanted
            self.key(Qt.Key.Key_Tab)
        raise AssertionError(f"Tab does not lead to {key}")

    def fill(self, **typed: str) -> None:
        """Go to each field, in the order of the form, and type into it."""
        for key, text in typed.items():
            self.go_to(key)
            self.type(text)

    def grid(self) -> ContingentsField:
        """Return the grid of contingents."""
        grid = self.form.fields["contingents"]
        assert isinstance(grid, ContingentsField)
        return grid

    def leave(self) -> None:
        self.key(Qt.Key.Key_Tab)

    def message(self, key: str) -> str:
        """Return what stands below a field."""
        return self.form.fields[key].controls()[0].accessibleDescription()
