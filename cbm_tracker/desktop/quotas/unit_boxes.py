"""A quota as a picture: a box for each unit, filled where it is used, hatched where it is planned, empty where it is free."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.regimes.findings import QuotaUse

_MOST_BOXES = 12  # above that a bar is read more easily
_SIDE, _GAP, _BAR = 15, 4, 190  # pixels at 100 %


def boxes_size(theme: Theme, use: QuotaUse) -> QSize:
    count = _count(use)
    if count > _MOST_BOXES:
        return QSize(theme.px(_BAR), theme.px(_SIDE))
    return QSize(max(1, count) * theme.px(_SIDE) + max(0, count - 1) * theme.px(_GAP), theme.px(_SIDE))


def draw_units(painter: QPainter, at: QPointF, use: QuotaUse, theme: Theme) -> None:
    """Draw the units of a quota with their upper left corner at a point; what goes beyond the limit is red."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    count, limit, side = _count(use), use.limit, theme.px(_SIDE)
    if count > _MOST_BOXES:
        _draw_bar(painter, QRectF(at.x(), at.y(), theme.px(_BAR), side), use, theme)
    else:
        for number in range(count):
            box = QRectF(at.x() + number * (side + theme.px(_GAP)), at.y(), side, side)
            over = limit is not None and number >= limit
            _draw_box(painter, box, _state(number, use), "overdue" if over else "ink2", theme, dashed=limit is None)
    painter.restore()


def _count(use: QuotaUse) -> int:
    counted = use.used + use.reserved
    return counted if use.limit is None else max(use.limit, counted)


def _state(number: int, use: QuotaUse) -> str:
    return "used" if number < use.used else "planned" if number < use.used + use.reserved else "free"


def _draw_box(painter: QPainter, box: QRectF, state: str, token: str, theme: Theme, *, dashed: bool) -> None:
    ink = theme.colour(token)
    inner = box.adjusted(0.75, 0.75, -0.75, -0.75)
    painter.setPen(QPen(ink, 1.4, Qt.PenStyle.DotLine if dashed and state != "used" else Qt.PenStyle.SolidLine))
    painter.setBrush(QBrush(ink) if state == "used" else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(inner, theme.px(3), theme.px(3))
    if state == "planned":
        _hatch(painter, inner, token, theme)


def _hatch(painter: QPainter, box: QRectF, token: str, theme: Theme) -> None:
    painter.save()
    painter.setClipRect(box)
    painter.setPen(QPen(theme.colour(token), max(1.0, theme.px(1) * 1.2)))
    step = theme.px(4)
    for shift in range(-int(box.height()), int(box.width()) + 1, step):
        painter.drawLine(QPointF(box.left() + shift, box.bottom()), QPointF(box.left() + shift + box.height(), box.top()))
    painter.restore()


def _draw_bar(painter: QPainter, bar: QRectF, use: QuotaUse, theme: Theme) -> None:
    total = _count(use)
    edge = QRectF(bar).adjusted(0.75, theme.px(2), -0.75, -theme.px(2))
    used = edge.width() * use.used / total
    planned = edge.width() * use.reserved / total
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("overdue" if use.over else "ink2"))
    painter.drawRect(QRectF(edge.left(), edge.top(), used, edge.height()))
    if use.reserved:
        _hatch(painter, QRectF(edge.left() + used, edge.top(), planned, edge.height()), "ink2", theme)
    painter.setPen(QPen(theme.colour("ink2"), 1.4))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(edge, theme.px(3), theme.px(3))


class UnitBoxes(QWidget):
    """The units of one quota; the figures in words stand beside it."""

    def __init__(self, theme: Theme, use: QuotaUse) -> None:
        super().__init__()
        self._theme, self._use = theme, use
        self.setFixedSize(boxes_size(theme, use))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_units(painter, QPointF(0, 0), self._use, self._theme)
        painter.end()
