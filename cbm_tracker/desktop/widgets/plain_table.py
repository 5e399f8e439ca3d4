"""A table of words: sorted by a click, narrowed by a filter, copied by lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSortFilterProxyModel, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QLineEdit, QTableView

from cbm_tracker.desktop.look.theme import Theme

_ROOT = QModelIndex()
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Heading:
    """A column: its head, its width in px at 100 %, and whether figures stand in it. The last one takes what is left."""

    words: str
    width: int
    figures: bool = False


class WordsTableModel(QAbstractTableModel):
    """Rows of words, given as values; figures sort by their value."""

    def __init__(self, headings: Sequence[Heading]) -> None:
        super().__init__()
        self._headings = tuple(headings)
        self._rows: tuple[tuple[str, ...], ...] = ()

    def show(self, rows: Sequence[tuple[str, ...]]) -> None:
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def row(self, number: int) -> tuple[str, ...]:
        return self._rows[number]

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._headings)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and 0 <= section < len(self._headings):
            if role == Qt.ItemDataRole.DisplayRole:
                return self._headings[section].words
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return self._side(section)
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        words = self._rows[index.row()][index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return words
        if role == Qt.ItemDataRole.EditRole:
            figure = words.replace(",", "")
            return int(figure) if self._headings[index.column()].figures and figure.isdigit() else words
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._side(index.column())
        return None

    def _side(self, column: int) -> Qt.AlignmentFlag:
        side = Qt.AlignmentFlag.AlignRight if self._headings[column].figures else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter


class PlainTable(QTableView):
    """Shows rows of words; whole lines are chosen, Ctrl+C copies them with tabs between the cells."""

    def __init__(self, theme: Theme, name: str, headings: Sequence[Heading], *, two_lines: bool = False) -> None:
        super().__init__()
        self.words = WordsTableModel(headings)
        self._order = QSortFilterProxyModel(self)
        self._order.setSourceModel(self.words)
        self._order.setSortRole(Qt.ItemDataRole.EditRole)
        self._order.setFilterKeyColumn(-1)
        self._order.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setModel(self._order)
        self.setMinimumHeight(theme.px(150))
        self.setProperty("plain", True)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(two_lines)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.px("row_two" if two_lines else "row"))
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        for column, heading in enumerate(headings):
            self.setColumnWidth(column, theme.px(heading.width))
        self._least_last = theme.px(headings[-1].width)

    def show_rows(self, rows: Sequence[tuple[str, ...]]) -> None:
        self.words.show(rows)

    def narrow(self, typed: str) -> None:
        """Show only the rows that hold what was typed, in any column."""
        self._order.setFilterFixedString(typed.strip())

    def shown_rows(self) -> list[tuple[str, ...]]:
        return [self._row_at(number) for number in range(self._order.rowCount())]

    def chosen_rows(self) -> list[tuple[str, ...]]:
        return [self._row_at(index.row()) for index in sorted(self.selectionModel().selectedRows(), key=lambda index: index.row())]

    def copy(self) -> None:
        """Put the chosen rows, or all that are shown, on the clipboard."""
        rows = self.chosen_rows() or self.shown_rows()
        QGuiApplication.clipboard().setText("\n".join("\t".join(row) for row in rows))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        last = self.words.columnCount() - 1
        others = sum(self.columnWidth(column) for column in range(last))
        self.setColumnWidth(last, max(self._least_last, self.viewport().width() - others))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in _ENTER:
            event.accept()  # reading a row is no answer to the dialog
        else:
            super().keyPressEvent(event)

    def _row_at(self, number: int) -> tuple[str, ...]:
        return self.words.row(self._order.mapToSource(self._order.index(number, 0)).row())


class FindLine(QLineEdit):
    """Narrows a table while typing; Enter goes to the table and never to the dialog's default button."""

    def __init__(self, theme: Theme, words: str, table: PlainTable) -> None:
        super().__init__()
        self._table = table
        self.setPlaceholderText(words)
        self.setAccessibleName(words)
        self.setMinimumHeight(theme.px("control"))
        self.textChanged.connect(table.narrow)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (*_ENTER, Qt.Key.Key_Down):
            self._table.setFocus()
            event.accept()
        else:
            super().keyPressEvent(event)
