"""Paints the cells of a list: two lines, figures to the right, or a badge."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from cbm_tracker.desktop.look.marks import LEFT, RIGHT, badge, badge_size, write
from cbm_tracker.desktop.look.rows import ROW, Index
from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.records.kind_views import CellValue, ColumnView


class CellDelegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, view: QTableView, columns: tuple[ColumnView, ...]) -> None:
        super().__init__(view)
        self._theme, self._view, self._columns = theme, view, columns

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, self._theme.px("row_two"))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, rect = self._theme, option.rect
        header = self._view.horizontalHeader()
        first = header.visualIndex(index.column()) == 0
        last = header.logicalIndex(header.count() - 1) == index.column() or rect.right() >= self._view.viewport().width() - 1
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        self._ground(painter, rect, chosen=chosen, first=first, last=last)
        value = index.data(ROW)
        if not isinstance(value, CellValue):
            return
        inner = QRectF(rect).adjusted(theme.px(24 if first else 10), 0, -theme.px(10), 0)
        if value.status:
            size = badge_size(theme, value.text)
            wide = min(size.width(), inner.width() + theme.px(6))
            place = QRectF(inner.left(), inner.center().y() - size.height() / 2, wide, size.height())
            badge(painter, place, value.status, value.text, theme)
            return
        align = RIGHT if self._columns[index.column()].right else LEFT
        font = theme.font("body", 600 if first else 400)
        if not value.below:
            write(painter, inner, value.text, font, theme.colour("ink"), align)
            return
        half = theme.px(20)
        top = QRectF(inner.left(), inner.center().y() - half, inner.width(), half)
        write(painter, top, value.text, font, theme.colour("ink"), align)
        write(painter, top.translated(0, half), value.below, theme.font("small"), theme.colour("ink2"), align)

    def _ground(self, painter: QPainter, rect: QRect, *, chosen: bool, first: bool, last: bool) -> None:
        theme = self._theme
        painter.save()
        if chosen:
            painter.fillRect(rect, theme.colour("chosen"))
            if first:
                painter.fillRect(QRect(rect.left(), rect.top(), theme.px(3), rect.height()), theme.colour("accent"))
        painter.setPen(QPen(theme.colour("line"), 1))
        left, right = rect.left() + (theme.px(24) if first else 0), rect.right() - (theme.px(12) if last else 0)
        painter.drawLine(left, rect.bottom(), right, rect.bottom())
        if chosen and self._view.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            pen = QPen(theme.colour("accent"), theme.px(2))
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            painter.setPen(pen)
            ring = QRectF(rect).adjusted(1, 1, -1, -1)
            painter.drawLine(QPointF(rect.left(), ring.top()), QPointF(rect.right() + 1, ring.top()))
            painter.drawLine(QPointF(rect.left(), ring.bottom()), QPointF(rect.right() + 1, ring.bottom()))
            if first:
                painter.drawLine(ring.topLeft(), ring.bottomLeft())
            if last:
                painter.drawLine(ring.topRight(), ring.bottomRight())
        painter.restore()
