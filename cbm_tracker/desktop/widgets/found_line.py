"""A line in which something is found by typing part of its name, and a list of what was found."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QToolButton, QWidget

from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.translation import tr
from cbm_tracker.desktop.widgets.flow_layout import FlowLayout
from cbm_tracker.desktop.widgets.layout import chip, column

Find = Callable[[str], Sequence[tuple[str, str]]]
"""Returns (value, words) of what was typed, the nearest first."""


class FoundLine(QLineEdit):
    """Offers what is found while typing; Enter takes the first. `picked` carries a value, "" where the line was emptied."""

    picked = Signal(str)

    def __init__(self, theme: Theme, find: Find, name: str, placeholder: str = "") -> None:
        super().__init__()
        self._find = find
        self._found: dict[str, str] = {}
        self._value = ""
        self._words = QStringListModel(self)
        completer = QCompleter(self._words, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.activated.connect(self._take)
        self.setCompleter(completer)
        self._popup = completer.popup()
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(name)
        self.setMinimumHeight(theme.px("control"))
        self.textEdited.connect(self._look)

    def value(self) -> str:
        """The value picked; "" where nothing is, or where what stands in the line names nothing with certainty."""
        return self._value

    def choose(self, value: str, words: str) -> None:
        self._value = value
        self.setText(words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._found and not self._value:
            self._take(next(iter(self._found)))
            event.accept()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        if len(self._found) == 1 and not self._value and event.reason() != Qt.FocusReason.PopupFocusReason:
            self._take(next(iter(self._found)))
        super().focusOutEvent(event)

    def _look(self, typed: str) -> None:
        had, self._value = self._value, ""
        self._found = {words: value for value, words in self._find(typed)} if typed.strip() else {}
        self._words.setStringList(list(self._found))
        if had and not typed:
            self.picked.emit("")

    def _take(self, words: str) -> None:
        value = self._found.get(words, "")
        if value:
            self._value = value
            self.setText(words)
            if self._popup is not None:
                self._popup.hide()
            self.picked.emit(value)


class FoundList(QWidget):
    """Several things found by name: a line to find the next, and those taken as buttons that take them away again."""

    changed = Signal()

    def __init__(self, theme: Theme, find: Find, name: str, placeholder: str = "") -> None:
        super().__init__()
        self._theme = theme
        self._taken: dict[str, QToolButton] = {}
        self.line = FoundLine(theme, find, name, placeholder)
        self.line.picked.connect(self._add_picked)
        self._chips = QWidget()
        self._flow = FlowLayout(theme.px(4))
        self._flow.setContentsMargins(0, 0, 0, 0)
        self._chips.setLayout(self._flow)
        self._chips.hide()
        self.setLayout(column(self.line, self._chips, gap=theme.px(6)))
        self.setFocusProxy(self.line)

    def values(self) -> tuple[str, ...]:
        return tuple(self._taken)

    def add(self, value: str, words: str) -> None:
        if value in self._taken:
            return
        made = chip(words, self._theme, checkable=False, icon="x")
        made.setAccessibleName(tr("Take {name} away").format(name=words))
        made.setToolTip(made.accessibleName())
        made.clicked.connect(lambda: self._remove(value))
        self._taken[value] = made
        self._flow.addWidget(made)
        self._chips.show()
        self.changed.emit()

    def clear(self) -> None:
        for value in self.values():
            self._remove(value)

    def _add_picked(self, value: str) -> None:
        if value:
            self.add(value, self.line.text())
            self.line.choose("", "")

    def _remove(self, value: str) -> None:
        gone = self._taken.pop(value)
        self._flow.removeWidget(gone)
        gone.hide()
        self._chips.setVisible(bool(self._taken))
        gone.deleteLater()
        self.line.setFocus()
        self.changed.emit()
