"""Finds any record or command by typing: Ctrl+K."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from cbm_tracker.desktop.look.rows import FactRow
from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.translation import tr
from cbm_tracker.desktop.widgets.layout import STRETCH, box, column, label, line
from cbm_tracker.desktop.widgets.listing import FactList

Find = Callable[[str], Sequence[FactRow]]
_PAUSE = 120  # milliseconds


class Palette(QFrame):
    """Lies over the window while it is open; `chosen` carries the key of the row."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, find: Find, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("panel", "scrim")
        self._theme, self._find, self._over = theme, find, parent
        self.typed = QLineEdit()
        self.typed.setPlaceholderText(tr("Search, or type a command"))
        self.typed.setAccessibleName(tr("Search, or type a command"))
        self.typed.setProperty("size", "large")
        self.typed.installEventFilter(self)
        self.rows = FactList(theme, tr("What was found"), one_click=True)
        self.rows.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.rows.opened.connect(self._choose)
        self._count = label("", "key")
        foot = box(line(label(tr("Up, Down choose"), "key"), label(tr("Enter opens"), "key"), label(tr("Esc closes"), "key"), STRETCH,
                        self._count, gap=theme.px(12), margins=(theme.px(10), theme.px(4), theme.px(10), theme.px(2))))
        edge = theme.px(10)
        self._panel = box(column(self.typed, (self.rows, 1), foot, gap=theme.px(6), margins=(edge, edge, edge, edge)), panel="palette")
        self._panel.setParent(self)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._look)
        self.typed.textChanged.connect(lambda _: self._pause.start())
        self.hide()

    def open(self) -> None:
        self.resize(self._over.size())
        self.typed.clear()
        self._look()
        self.show()
        self.raise_()
        self.typed.setFocus()

    def close_palette(self) -> None:
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
                self.rows.keyPressEvent(event)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._pause.stop()
                self._look()
                self._choose(self.rows.chosen())
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.close_palette()
                return True
        return super().eventFilter(watched, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.close_palette()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = min(self._theme.px(640), self.width() - self._theme.px(40))
        high = min(self._theme.px(400), self.height() - self._theme.px(60))
        self._panel.setGeometry((self.width() - wide) // 2, min(self._theme.px(110), (self.height() - high) // 2), wide, high)

    def _look(self) -> None:
        rows = list(self._find(self.typed.text().strip()))
        self.rows.show_rows(rows)
        self.rows.setCurrentIndex(self.rows.rows.index(0, 0))
        self._count.setText(str(len(rows)) if rows else tr("nothing found"))

    def _choose(self, key: str) -> None:
        if key:
            self.close_palette()
            self.chosen.emit(key)
