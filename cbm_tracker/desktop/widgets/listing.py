"""A short list of fact rows: on the start page, the hotline desk, in details and the palette."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView

from cbm_tracker.desktop.look.rows import ROW, FactRow, FactRowDelegate
from cbm_tracker.desktop.look.theme import Theme

_ROOT = QModelIndex()


class FactRows(QAbstractListModel):
    """Fact rows, given as values."""

    def __init__(self, rows: Sequence[FactRow] = ()) -> None:
        super().__init__()
        self._rows: tuple[FactRow, ...] = tuple(rows)

    def show(self, rows: Sequence[FactRow]) -> None:
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def row(self, index: QModelIndex | QPersistentModelIndex) -> FactRow | None:
        return self._rows[index.row()] if index.isValid() and index.row() < len(self._rows) else None

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row(index)
        if row is None:
            return None
        if role == ROW:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return row.spoken()
        return None


class FactList(QListView):
    """Shows fact rows; `opened` carries the key of the row on Enter or click. `tall` lists are as high as their rows."""

    opened = Signal(str)
    forgotten = Signal(str)

    def __init__(self, theme: Theme, name: str, *, ground: str = "surface", tall: bool = False, one_click: bool = False) -> None:
        super().__init__()
        self.rows = FactRows()
        self._theme, self._tall = theme, tall
        self.setModel(self.rows)
        self.setItemDelegate(FactRowDelegate(theme, self))
        self.setProperty("ground", ground)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setAccessibleName(name)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        if tall:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        (self.clicked if one_click else self.doubleClicked).connect(self._open)

    def show_rows(self, rows: Sequence[FactRow]) -> None:
        """Show these rows; the chosen one stays chosen where it is still there."""
        key = self.chosen()
        self.rows.show(rows)
        if key:
            self.choose(key)
        if self._tall:
            self.setFixedHeight(sum(self._theme.px(50 if row.facts else 36) for row in rows) + 2)

    def chosen(self) -> str:
        row = self.rows.row(self.currentIndex())
        return row.key if row else ""

    def choose(self, key: str) -> None:
        for at in range(self.rows.rowCount()):
            index = self.rows.index(at, 0)
            row = self.rows.row(index)
            if row and row.key == key:
                self.setCurrentIndex(index)
                return

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
        elif event.key() == Qt.Key.Key_Delete and self.chosen():
            self.forgotten.emit(self.chosen())
        else:
            super().keyPressEvent(event)

    def _open(self, index: QModelIndex) -> None:
        row = self.rows.row(index)
        if row is not None:
            self.opened.emit(row.key)
