"""Asks for the first and last day of a period."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLabel, QLineEdit, QWidget

from cbm_tracker.desktop.date_words import day_in_words
from cbm_tracker.desktop.translation import tr
from cbm_tracker.desktop.widgets.day_range import read_days
from cbm_tracker.errors import InvalidMeasure


class PeriodDialog(QDialog):
    """`from_on` and `to_on` are what was entered, None where left empty."""

    def __init__(self, today: date, from_on: date | None, to_on: date | None, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Period"))
        self._today = today
        self.from_on, self.to_on = from_on, to_on
        self._first = QLineEdit(from_on.isoformat() if from_on else "")
        self._last = QLineEdit(to_on.isoformat() if to_on else "")
        self._said = QLabel()
        self._said.setProperty("role", "small")
        self._said.setWordWrap(True)
        for field in (self._first, self._last):
            field.setPlaceholderText(tr("5mar26, +42, today"))
            field.textChanged.connect(self._read)
        form = QFormLayout(self)
        form.addRow(tr("&First day"), self._first)
        form.addRow(tr("&Last day"), self._last)
        form.addRow(self._said)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._show_button = self._buttons.addButton(tr("Show"), QDialogButtonBox.ButtonRole.AcceptRole)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        form.addRow(self._buttons)
        self._read()

    def _read(self) -> None:
        try:
            first, last = read_days(self._first.text(), self._last.text(), self._today)
        except InvalidMeasure as error:
            self._refuse(f"{error.message} {error.hint}".strip())
            return
        self.from_on, self.to_on = first, last
        told = [day_in_words(day, weekday=True) if day else tr("open") for day in (first, last)]
        self._said.setText(" – ".join(told))
        self._show_button.setEnabled(True)

    def _refuse(self, sentence: str) -> None:
        self._said.setText(sentence)
        self._show_button.setEnabled(False)
