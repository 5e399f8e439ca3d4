"""A line in which one of many is picked by typing part of it; Enter takes the first that is offered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QModelIndex, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView

from cbm_tracker.desktop.look.theme import Theme


class Choice(NamedTuple):
    value: str
    words: str


Find = Callable[[str], Sequence[Choice]]
"""Returns what typed text may mean, the nearest first."""


class PickerLine(QLineEdit):
    """`picked` carries value and words of what was taken."""

    picked = Signal(str, str)

    def __init__(self, theme: Theme, find: Find) -> None:
        super().__init__()
        self.setMinimumHeight(theme.px("control"))
        self._find = find
        self._offered: tuple[Choice, ...] = ()
        self._popup: QListView | None = None
        self.textEdited.connect(self.offer)

    def offered(self, text: str) -> tuple[Choice, ...]:
        """Return what a text may mean."""
        return tuple(self._find(text.strip()))

    def is_offering(self) -> bool:
        return self._popup is not None and self._popup.isVisible()

    def offer(self, text: str) -> None:
        """Open the list of what a text may mean."""
        self._offered = self.offered(text)
        if self._offered and self.hasFocus():
            if self._popup is None:
                self._popup = self._make_popup()
            self._words.setStringList([choice.words for choice in self._offered])
            self._completer.complete()
        else:
            self._hide_popup()

    def _make_popup(self) -> QListView:
        """Make what offers, at the first offer: a grid holds many lines that never offer anything."""
        self._words = QStringListModel(self)
        self._completer = QCompleter(self._words, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setMaxVisibleItems(12)
        self._completer.setWidget(self)
        popup = QListView()
        self._completer.setPopup(popup)
        popup.setProperty("popup", True)
        popup.clicked.connect(self._take_index)
        return popup

    def _hide_popup(self) -> None:
        if self._popup is not None:
            self._popup.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain and self._take_first():
            event.accept()
        elif event.key() == Qt.Key.Key_Down and not self.is_offering():
            self.offer(self.text())
            event.accept()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        self._hide_popup()
        return super().focusNextPrevChild(forward)

    def _take_first(self) -> bool:
        chosen = self._popup.currentIndex() if self._popup is not None and self.is_offering() else QModelIndex()
        offered = self._offered if self.is_offering() else self.offered(self.text()) if self.text().strip() else ()
        if not offered:
            return False
        self._take(offered[chosen.row()] if chosen.isValid() else offered[0])
        return True

    def _take_index(self, index: QModelIndex) -> None:
        if index.isValid() and index.row() < len(self._offered):
            self._take(self._offered[index.row()])

    def _take(self, choice: Choice) -> None:
        self._hide_popup()
        self.picked.emit(choice.value, choice.words)
