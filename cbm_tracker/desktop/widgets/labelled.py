"""A label above a field, and below it one hint or one error."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QWidget

from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.widgets.layout import STRETCH, column, label, line, restyle


class Labelled(QWidget):
    """Its label names the field for a screen reader, an error describes it."""

    def __init__(
        self, theme: Theme, words: str, field: QWidget, *, hint: str = "", beside: QPushButton | None = None
    ) -> None:
        super().__init__()
        self.field, self._hint = field, hint
        above = label(words, "label")
        above.setBuddy(field)
        field.setAccessibleName(words)
        field.setMinimumHeight(theme.px("control"))
        self._below = label(hint, "small", wrap=True)
        self._below.setVisible(bool(hint))
        if hint:
            field.setAccessibleDescription(hint)
        middle = line((field, 1), beside, gap=theme.px(8)) if beside else line((field, 1))
        self.setLayout(column(above, middle, self._below, STRETCH, gap=theme.px(4)))
        if isinstance(field, QLineEdit):
            field.textEdited.connect(lambda: self.show_error(""))
        elif isinstance(field, QComboBox):
            field.activated.connect(lambda: self.show_error(""))

    def error(self) -> str:
        return self._below.text() if self.field.property("invalid") else ""

    def show_hint(self, hint: str) -> None:
        """Put another hint below the field; an error that stands there stays until it is mended."""
        self._hint = hint
        if not self.error():
            self._below.setText(hint)
            self._below.setVisible(bool(hint))
            self.field.setAccessibleDescription(hint)

    def show_error(self, sentence: str) -> None:
        """Mark the field and say what is wrong with it; "" takes the mark away."""
        if sentence == self.error():
            return
        self._below.setText(sentence or self._hint)
        self._below.setVisible(bool(sentence or self._hint))
        self._below.setProperty("role", "error" if sentence else "small")
        self.field.setProperty("invalid", bool(sentence))
        self.field.setAccessibleDescription(sentence or self._hint)
        restyle(self._below)
        restyle(self.field)
