"""The list of quotas under the names of their agreements: whose, how many units, how they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStyleOptionViewItem

from cbm_tracker.desktop.look.marks import RIGHT, certainty_mark, status_mark, write
from cbm_tracker.desktop.look.rows import ROW, Index, RowDelegate
from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.number_words import count_in_words
from cbm_tracker.desktop.quotas.quota_words import QuotaLine
from cbm_tracker.desktop.quotas.unit_boxes import boxes_size, draw_units
from cbm_tracker.desktop.rules.agreement_words import short_name
from cbm_tracker.desktop.translation import tr

_ROOT = QModelIndex()
_BOXES = 226  # pixels at 100 %: as wide as the longest line of boxes


@dataclass(frozen=True)
class Heading:
    """The name of an agreement above its quotas."""

    title: str
    count: int

    def spoken(self) -> str:
        return f"{self.title}, {count_in_words(self.count)}"


Row = Heading | QuotaLine


class _QuotaRows(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[Row, ...] = ()

    def show(self, lines: Sequence[QuotaLine]) -> None:
        rows: list[Row] = []
        for agreement, members in groupby(lines, key=lambda line: line.use.agreement):
            told = list(members)
            rows.extend([Heading(short_name(agreement), len(told)), *told])
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        row = self.rows[index.row()]
        if role == ROW:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return row.spoken()
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        heading = index.isValid() and isinstance(self.rows[index.row()], Heading)
        return Qt.ItemFlag.NoItemFlags if heading else Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class _QuotaDelegate(RowDelegate):
    """whose, what below | boxes | figures in words, certainty below; stacked where the list is narrow for its text size."""

    def __init__(self, theme: Theme, view: QListView) -> None:
        super().__init__(theme, view)
        self._view = view

    @property
    def _stacked(self) -> bool:
        return self._view.viewport().width() < self.theme.px(600)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row: Row = index.data(ROW)
        return QSize(0, self.theme.px(38 if isinstance(row, Heading) else 76 if self._stacked else 52))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: Row = index.data(ROW)
        if isinstance(row, Heading):
            self._paint_heading(painter, option, row)
        else:
            self._paint_line(painter, option, row)

    def _paint_heading(self, painter: QPainter, option: QStyleOptionViewItem, row: Heading) -> None:
        theme, rect = self.theme, option.rect
        where = rect.adjusted(theme.px(24), theme.px(12), -theme.px(24), 0)
        used = write(painter, where, row.title, theme.font("small", 600), theme.colour("ink2")) + theme.px(8)
        used += write(painter, where.adjusted(used, 0, 0, 0), count_in_words(row.count), theme.font("small"), theme.colour("ink3"))
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.drawLine(where.left() + used + theme.px(12), where.center().y(), where.right(), where.center().y())

    def _paint_line(self, painter: QPainter, option: QStyleOptionViewItem, row: QuotaLine) -> None:
        theme = self.theme
        box = self.backdrop(painter, option, theme.px(12))
        half = theme.px(21)
        top = QRectF(box.left() + theme.px(12), box.top() + theme.px(5), box.width() - theme.px(24), half)
        title, small = theme.font("body", 600), theme.font("small")
        size = boxes_size(theme, row.use)
        facts = row.title
        if self._stacked:
            used = self._certainty(painter, top.translated(0, half), row)
            write(painter, top.translated(0, half).adjusted(0, 0, -used - theme.px(10), 0), facts, small, theme.colour("ink2"))
            third = top.translated(0, 2 * half)
            draw_units(painter, QPointF(third.left(), third.center().y() - size.height() / 2), row.use, theme)
            self._figures(painter, third.adjusted(size.width() + theme.px(12), 0, 0, 0), row)
            write(painter, top, row.whose, title, theme.colour("ink"))
            return
        right = min(theme.px(190), int(top.width() * 0.34))
        middle = theme.px(_BOXES) if top.width() >= theme.px(700) else max(size.width(), theme.px(120))
        left = top.adjusted(0, 0, -right - middle - theme.px(24), 0)
        write(painter, left, row.whose, title, theme.colour("ink"))
        write(painter, left.translated(0, half), facts, small, theme.colour("ink2"))
        draw_units(painter, QPointF(left.right() + theme.px(12), top.top() + half - size.height() / 2), row.use, theme)
        at_right = QRectF(top.right() - right, top.top(), right, half)
        self._figures(painter, at_right, row)
        self._certainty(painter, at_right.translated(0, half), row)

    def _figures(self, painter: QPainter, where: QRectF, row: QuotaLine) -> None:
        theme = self.theme
        over = bool(row.use.over and row.warning)
        token = "overdue" if over else "soon" if row.warning else "ink"
        said = f"{row.figures}, {row.warning}" if over else row.figures
        used = write(painter, where, said, theme.font("body", 600 if row.warning else 400), theme.colour(token), RIGHT)
        if row.warning:
            side = theme.px(14)
            spot = QRectF(where.right() - used - side - theme.px(6), where.center().y() - side / 2, side, side)
            if spot.left() >= where.left():
                status_mark(painter, spot, "missed" if over else "near", theme)

    def _certainty(self, painter: QPainter, where: QRectF, row: QuotaLine) -> int:
        """Draw bars and word at the right of a line; returns the width drawn, in pixels."""
        theme = self.theme
        said = tr("For information") if row.use.gate else row.certainty
        token = "soon" if row.use.certainty == "provisional" and not row.use.gate else "ink3"
        used = write(painter, where, said, theme.font("small"), theme.colour(token), RIGHT)
        wide, high = theme.px(12), theme.px(11)
        spot = QRectF(where.right() - used - wide - theme.px(6), where.center().y() - high / 2, wide, high)
        certainty_mark(painter, spot, row.use.certainty, theme)
        return used + wide + theme.px(6)


class QuotaList(QListView):
    """`chosen` carries the key of the line that is looked at, `opened` on Enter or double click."""

    chosen = Signal(str)
    opened = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.model_of_rows = _QuotaRows()
        self.setModel(self.model_of_rows)
        self.setItemDelegate(_QuotaDelegate(theme, self))
        self.setProperty("ground", "surface")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setAccessibleName(tr("Quotas"))
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.doubleClicked.connect(lambda _: self.opened.emit(self.chosen_key()))
        self.selectionModel().currentChanged.connect(lambda *_: self.chosen.emit(self.chosen_key()))

    def lines(self) -> list[QuotaLine]:
        return [row for row in self.model_of_rows.rows if isinstance(row, QuotaLine)]

    def line(self, key: str) -> QuotaLine | None:
        return next((line for line in self.lines() if line.key == key), None)

    def chosen_key(self) -> str:
        index = self.currentIndex()
        row = self.model_of_rows.rows[index.row()] if index.isValid() and index.row() < len(self.model_of_rows.rows) else None
        return row.key if isinstance(row, QuotaLine) else ""

    def show_lines(self, lines: Sequence[QuotaLine]) -> None:
        """Show these quotas; the chosen one stays chosen where it is still there, else the first is."""
        key, place = self.chosen_key(), self.verticalScrollBar().value()
        self.model_of_rows.show(lines)
        if not self.choose(key):
            first = next((at for at, row in enumerate(self.model_of_rows.rows) if isinstance(row, QuotaLine)), -1)
            if first >= 0:
                self.setCurrentIndex(self.model_of_rows.index(first, 0))
        else:
            self.verticalScrollBar().setValue(place)
        self.chosen.emit(self.chosen_key())

    def choose(self, key: str) -> bool:
        for at, row in enumerate(self.model_of_rows.rows):
            if key and isinstance(row, QuotaLine) and row.key == key:
                self.setCurrentIndex(self.model_of_rows.index(at, 0))
                return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(self.chosen_key())
        else:
            super().keyPressEvent(event)
