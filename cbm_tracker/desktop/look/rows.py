"""Painted rows: the ground, hover and focus that lists share, and the two-line fact row."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from cbm_tracker.desktop.look.marks import RIGHT, status_mark, write
from cbm_tracker.desktop.look.theme import Theme

ROW = Qt.ItemDataRole.UserRole + 1
"""Role under which a model hands its row value to the painter."""

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class FactRow:
    """A quiet row: icon or status mark, title, facts below; words on the right, `below_right` under them.

    `key` names what the row stands for; `token` colours the words on the right.
    """

    title: str
    facts: str = ""
    right: str = ""
    below_right: str = ""
    icon: str = ""
    status: str = ""
    share: float = 0.0
    token: str = "ink2"
    weight: int = 500
    room: int = 120
    key: str = ""

    def spoken(self) -> str:
        return ", ".join(part for part in (self.title, self.facts, self.right, self.below_right) if part)


class RowDelegate(QStyledItemDelegate):
    """Ground, hover, chosen mark and focus ring shared by every list."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.theme = theme

    def backdrop(self, painter: QPainter, option: QStyleOptionViewItem, inset: int) -> QRect:
        theme = self.theme
        box = QRectF(option.rect).adjusted(inset, 1, -inset, -1)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("chosen" if chosen else "hover"))
            painter.drawRoundedRect(box, theme.px("radius"), theme.px("radius"))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(theme.colour("accent"), theme.px(2)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), theme.px("radius") - 1, theme.px("radius") - 1)
        painter.restore()
        return box.toRect()


class FactRowDelegate(RowDelegate):
    """Paints `FactRow`s."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row: FactRow = index.data(ROW)
        return QSize(0, self.theme.px(50 if row.facts else 36))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = self.theme
        row: FactRow = index.data(ROW)
        box = self.backdrop(painter, option, 0)
        line = theme.px(19)
        top = box.top() + (theme.px(5) if row.facts else (box.height() - line) // 2)
        side = theme.px(16)
        spot = QRectF(box.left() + theme.px(12), top + (line - side) / 2, side, side)
        if row.icon:
            theme.draw_icon(painter, spot, row.icon, "ink3")
        elif row.status:
            status_mark(painter, spot, row.status, theme, row.share)
        room = theme.px(row.room) if row.right or row.below_right else 0
        left = box.left() + theme.px(40 if row.icon or row.status else 12)
        title = QRectF(left, top, box.right() - left - room - theme.px(12), line)
        write(painter, title, row.title, theme.font("body", row.weight), theme.colour("ink"))
        if row.facts:
            below = QRectF(left, top + line, box.right() - left - theme.px(12) - (room if row.below_right else 0), line)
            write(painter, below, row.facts, theme.font("small"), theme.colour("ink2"))
        edge = QRectF(left, top, box.right() - theme.px(12) - left, line)
        strong = row.token in ("overdue", "soon")
        font = theme.font("body" if row.facts else "small", 600 if strong else 400)
        if row.right:
            write(painter, edge, row.right, font, theme.colour(row.token), RIGHT)
        if row.below_right:
            write(painter, edge.translated(0, line), row.below_right, theme.font("small"), theme.colour("ink3"), RIGHT)
