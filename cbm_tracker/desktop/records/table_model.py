"""The list of a page as a table model: rows come by pages from the register, never all at once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from cbm_tracker.desktop.look.rows import ROW
from cbm_tracker.desktop.records.kind_views import CellValue, ColumnView, Lookup
from cbm_tracker.desktop.translation import tr
from cbm_tracker.errors import CbmTrackerError
from cbm_tracker.services.records import RecordList, Row

_PAGE = 128
_KEPT_PAGES = 48
_ROOT = QModelIndex()
Index = QModelIndex | QPersistentModelIndex


class RecordTableModel(QAbstractTableModel):
    """Shows a RecordList; `column_views` are the columns in their order, hidden ones included.

    `failed` carries the first error of a list that cannot be read; the rows it should have brought stay empty.
    """

    failed = Signal(object)

    def __init__(self, column_views: Sequence[ColumnView], lookup: Lookup) -> None:
        super().__init__()
        self.column_views = tuple(column_views)
        self.lookup = lookup
        self._list: RecordList | None = None
        self._pages: OrderedDict[int, tuple[Row, ...]] = OrderedDict()
        self._has_failed = False

    def show(self, records: RecordList | None, lookup: Lookup) -> None:
        """Show another list."""
        self.beginResetModel()
        self._list, self.lookup = records, lookup
        self._pages.clear()
        self._has_failed = False
        self.endResetModel()

    def look_again(self, lookup: Lookup) -> None:
        """Repaint what depends on the time."""
        self.lookup = lookup
        if self.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))

    def row(self, number: int) -> Row | None:
        if self._list is None or not 0 <= number < self._list.count:
            return None
        page, place = divmod(number, _PAGE)
        rows = self._pages.get(page)
        if rows is None:
            rows = self._pages[page] = self._fetch(self._list, page)
            if len(self._pages) > _KEPT_PAGES:
                self._pages.popitem(last=False)
        else:
            self._pages.move_to_end(page)
        return rows[place] if place < len(rows) else None

    def _fetch(self, records: RecordList, page: int) -> tuple[Row, ...]:
        """Read a page; asked while the list is painted, where nothing may be raised."""
        try:
            return records.fetch(page * _PAGE, _PAGE)
        except CbmTrackerError as error:
            if not self._has_failed:
                self._has_failed = True
                self.failed.emit(error)
            return ()

    def number_of(self, record_id: str) -> int | None:
        """Return the number of the row that shows a record; None where the list does not hold it."""
        return self._list.position(record_id) if self._list is not None else None

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() or self._list is None else self._list.count

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.column_views)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in (ROW, Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        row = self.row(index.row()) if index.isValid() else None
        if row is None:
            return None
        value: CellValue = self.column_views[index.column()].cell(row, self.lookup)
        return value if role == ROW else value.spoken()

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.column_views):
            return None
        view = self.column_views[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return tr(view.title)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if view.right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None
