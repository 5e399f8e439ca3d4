"""The list itself: columns that can be chosen, moved and sorted by, and are remembered."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QMenu, QTableView

from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.records.cell_delegate import CellDelegate
from cbm_tracker.desktop.records.kind_views import KindView
from cbm_tracker.desktop.records.table_model import RecordTableModel
from cbm_tracker.desktop.settings import Settings
from cbm_tracker.desktop.translation import tr


class RecordTableView(QTableView):
    """`chosen` carries the id of the current record; `opened` on Enter or double-click; `sorted_by` (key, descending)."""

    chosen = Signal(str)
    opened = Signal(str)
    binned = Signal()
    sorted_by = Signal(str, bool)

    def __init__(self, theme: Theme, view: KindView, model: RecordTableModel, settings: Settings) -> None:
        super().__init__()
        self._theme, self._view, self._settings = theme, view, settings
        self.records = model
        self.setModel(model)
        self.setItemDelegate(CellDelegate(theme, self, view.columns))
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setAccessibleName(tr(view.title))
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(theme.px("row_two"))
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsMovable(True)
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._column_menu)
        header.sectionClicked.connect(self._sort)
        header.setMinimumSectionSize(theme.px(60))
        self._wished: dict[int, int] = {}  # width of each column but the first, as it was set
        self._fitting = False
        self._restore_columns()
        header.sectionMoved.connect(lambda *_: self._remember())
        header.sectionResized.connect(lambda at, _, width: self._take_width(at, width))
        self.doubleClicked.connect(lambda index: self._open(index.row()))
        self.selectionModel().currentRowChanged.connect(lambda now, _: self._tell(now.row()))

    # -------------------------------------------------- the chosen record

    def chosen_id(self) -> str:
        row = self.records.row(self.currentIndex().row())
        return row.id if row else ""

    def selected_ids(self) -> list[str]:
        """Return the ids of all selected records, in the order of the list."""
        numbers = sorted(index.row() for index in self.selectionModel().selectedRows())
        rows = [self.records.row(number) for number in numbers]
        return [row.id for row in rows if row is not None]

    def copy(self) -> None:
        """Put the selected rows on the clipboard as a table, with the heads of the columns that are shown."""
        header = self.horizontalHeader()
        columns = [at for at in sorted(range(header.count()), key=header.visualIndex) if not self.isColumnHidden(at)]
        lines = ["\t".join(tr(self._view.columns[at].title) for at in columns)]
        for number in sorted(index.row() for index in self.selectionModel().selectedRows()):
            cells = (str(self.records.index(number, at).data() or "") for at in columns)
            lines.append("\t".join(" ".join(cell.split()) for cell in cells))
        QGuiApplication.clipboard().setText("\n".join(lines))

    def choose(self, record_id: str) -> bool:
        """Choose a record; False where the list does not hold it."""
        number = self.records.number_of(record_id)
        if number is None:
            return False
        self.choose_row(number)
        return True

    def choose_row(self, number: int) -> None:
        index = self.records.index(number, 0)
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.scrollTo(index)

    def _tell(self, number: int) -> None:
        row = self.records.row(number)
        self.chosen.emit(row.id if row else "")
        self.viewport().update()

    def _open(self, number: int) -> None:
        row = self.records.row(number)
        if row:
            self.opened.emit(row.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._open(self.currentIndex().row())
        elif event.key() == Qt.Key.Key_Delete:
            self.binned.emit()
        elif event.key() == Qt.Key.Key_Home and not event.modifiers() and self.records.rowCount():
            self.choose_row(0)
        elif event.key() == Qt.Key.Key_End and not event.modifiers() and self.records.rowCount():
            self.choose_row(self.records.rowCount() - 1)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.records.rowCount():
            self.choose_row(0)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    # -------------------------------------------------- columns

    def sort_order(self) -> tuple[str, bool]:
        """Return the remembered order: (sort key, descending)."""
        told = self._settings.lists.get(self._view.key, {})
        keys = [column.sort for column in self._view.columns if column.sort]
        sort = told.get("sort", self._view.sort)
        return (sort, bool(told.get("descending", self._view.descending))) if sort in keys else (self._view.sort, self._view.descending)

    def show_sort(self, sort: str, *, descending: bool) -> None:
        at = next((number for number, column in enumerate(self._view.columns) if column.sort == sort), -1)
        # Fusion draws its arrow down where values rise; people read an arrow down as the largest first.
        order = Qt.SortOrder.AscendingOrder if descending else Qt.SortOrder.DescendingOrder
        self.horizontalHeader().setSortIndicator(at, order)

    def _sort(self, section: int) -> None:
        column = self._view.columns[section]
        sort, descending = self.sort_order()
        if not column.sort:
            self.show_sort(sort, descending=descending)
            return
        down = not descending if column.sort == sort else column.sort in ("begins", "recorded", "figure")
        self._keep(sort=column.sort, descending=down)
        self.show_sort(column.sort, descending=down)
        self.sorted_by.emit(column.sort, down)

    def _restore_columns(self) -> None:
        told = self._settings.lists.get(self._view.key, {})
        header = self.horizontalHeader()
        keys = [column.key for column in self._view.columns]
        widths, hidden = told.get("widths", {}), told.get("hidden")
        for at, column in enumerate(self._view.columns):
            self.setColumnHidden(at, column.key in hidden if isinstance(hidden, list) else not column.shown)
            if column.width:
                self._wished[at] = int(widths.get(column.key) or self._theme.px(column.width))
            else:
                header.setSectionResizeMode(at, QHeaderView.ResizeMode.Stretch)
        for place, key in enumerate(told.get("order", [])):
            if key in keys:
                header.moveSection(header.visualIndex(keys.index(key)), place)
        self._fit_columns()
        sort, descending = self.sort_order()
        self.show_sort(sort, descending=descending)

    def _remember(self) -> None:
        header = self.horizontalHeader()
        columns = self._view.columns
        order = sorted(range(len(columns)), key=header.visualIndex)
        self._keep(
            order=[columns[at].key for at in order],
            hidden=[column.key for at, column in enumerate(columns) if self.isColumnHidden(at)],
            widths={columns[at].key: width for at, width in self._wished.items()},
        )

    def _keep(self, **parts: object) -> None:
        self._settings.lists.setdefault(self._view.key, {}).update(parts)

    def _column_menu(self, where: QPoint) -> None:
        self.column_menu().exec(self.horizontalHeader().mapToGlobal(where))

    def column_menu(self) -> QMenu:
        """Return the menu in which columns are chosen."""
        menu = QMenu(self)
        for at, column in enumerate(self._view.columns):
            action = menu.addAction(tr(column.title))
            action.setCheckable(True)
            action.setChecked(not self.isColumnHidden(at))
            action.setEnabled(at > 0)
            action.toggled.connect(lambda shown, number=at: self._show_column(number, shown))
        menu.addSeparator()
        menu.addAction(tr("Columns as they were")).triggered.connect(self._reset_columns)
        return menu

    def _show_column(self, at: int, shown: bool) -> None:
        self.setColumnHidden(at, not shown)
        self._fit_columns()
        self._remember()

    def _reset_columns(self) -> None:
        self._settings.lists.pop(self._view.key, None)
        header = self.horizontalHeader()
        for at in range(len(self._view.columns)):
            header.moveSection(header.visualIndex(at), at)
        self._restore_columns()
        self.sorted_by.emit(*self.sort_order())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    def _take_width(self, at: int, width: int) -> None:
        """Note the width somebody gave a column."""
        if not self._fitting and width and self._view.columns[at].width:
            self._wished[at] = width
            self._remember()

    def _fit_columns(self) -> None:
        """Give each column the width it was wished to have; narrow the widest, times last, where the first one needs the room."""
        least = self._theme.px(150)
        shown = [at for at in self._wished if not self.isColumnHidden(at)]
        short = sum(self._wished[at] for at in shown) + least - self.viewport().width()
        self._fitting = True
        for at in sorted(shown, key=lambda at: (self._view.columns[at].key == "when", -self._wished[at])):
            give = min(max(0, short), max(0, self._wished[at] - self._theme.px(72)))
            self.setColumnWidth(at, self._wished[at] - give)
            short -= give
        self._fitting = False
