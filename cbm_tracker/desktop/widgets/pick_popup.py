"""A small pop-up that finds one thing among many by typing: for the filters of the lists."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from cbm_tracker.desktop.look.rows import FactRow
from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.widgets.layout import column
from cbm_tracker.desktop.widgets.listing import FactList

Finder = Callable[[str], Sequence[FactRow]]


class PickPopup(QFrame):
    """Rows come from `find(typed)`; `picked` carries the key of the one chosen."""

    picked = Signal(str)

    def __init__(self, theme: Theme, name: str, hint: str, find: Finder, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("panel", "palette")
        self._find = find
        self.typed = QLineEdit()
        self.typed.setPlaceholderText(hint)
        self.typed.setAccessibleName(name)
        self.rows = FactList(theme, name, one_click=True)
        self.rows.opened.connect(self._pick)
        self.rows.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.typed.textChanged.connect(self._look)
        self.typed.installEventFilter(self)
        edge = theme.px(8)
        self.setLayout(column(self.typed, (self.rows, 1), gap=theme.px(6), margins=(edge, edge, edge, edge)))
        self.setFixedSize(theme.px(320), theme.px(340))

    def open_below(self, widget: QWidget) -> None:
        self.typed.clear()
        self._look("")
        self.move(widget.mapToGlobal(QPoint(0, widget.height() + 2)))
        self.show()
        self.typed.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
                self.rows.keyPressEvent(event)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._pick(self.rows.chosen())
                return True
        return super().eventFilter(watched, event)

    def _look(self, typed: str) -> None:
        self.rows.show_rows(self._find(typed))
        self.rows.setCurrentIndex(self.rows.rows.index(0, 0))

    def _pick(self, key: str) -> None:
        self.hide()
        self.picked.emit(key)
