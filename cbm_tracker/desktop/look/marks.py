"""Painted marks: a status is a shape of its own and a word, so that nothing is lost in grey."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetrics, QPainter, QPen, QPolygonF

from cbm_tracker.desktop.look.theme import Theme

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTRE = Qt.AlignmentFlag.AlignCenter

# status -> colour token
STATUS_TOKENS = {
    "overdue": "overdue", "missed": "overdue", "today": "soon", "running": "soon", "near": "soon", "undecided": "soon",
    "week": "ink2", "later": "ink3", "open": "ink2", "planned": "ink2", "none": "ink3", "met": "met", "reached": "accent",
}


def write(
    painter: QPainter, where: QRectF | QRect, text: str, font: QFont, colour: QColor, align: Qt.AlignmentFlag = LEFT
) -> int:
    """Draw one line, shortened with … where it is too wide; returns the width drawn, in pixels."""
    painter.setFont(font)
    painter.setPen(colour)
    metrics = QFontMetrics(font)
    shown = metrics.elidedText(text.replace("\n", " "), Qt.TextElideMode.ElideRight, int(where.width()) + 1)
    painter.drawText(QRectF(where), align | Qt.TextFlag.TextSingleLine, shown)
    return metrics.horizontalAdvance(shown)


def status_mark(painter: QPainter, box: QRectF, status: str, theme: Theme, share: float = 0.0) -> None:
    """Draw the mark of a status; `share` (0 to 1) is how much of a running clock has passed."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ink = theme.colour(STATUS_TOKENS[status])
    pen = QPen(ink, max(1.4, box.width() * 0.1))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    if status in ("running", "today"):
        _ring(painter, box, ink, share if status == "running" else 0.5)
    elif status in ("undecided", "planned"):
        _broken_ring(painter, box, ink, pen, status, theme)
    else:
        _SHAPES.get(status, _open_ring)(painter, box, ink, theme.colour("surface"))
        if status == "week":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ink)
            painter.drawEllipse(box.center(), box.width() * 0.13, box.width() * 0.13)
    painter.restore()


def _inner(box: QRectF) -> QRectF:
    edge = box.width() * 0.08
    return box.adjusted(edge, edge, -edge, -edge)


def _stroke(colour: QColor, width: float) -> QPen:
    return QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)


def _lines(painter: QPainter, *points: tuple[float, float]) -> None:
    painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in points]))


def _diamond(painter: QPainter, box: QRectF, ink: QColor, ground: QColor) -> None:
    c, w = box.center(), box.width()
    painter.setBrush(ink)
    painter.drawPolygon(QPolygonF([QPointF(c.x(), box.top()), QPointF(box.right(), c.y()), QPointF(c.x(), box.bottom()),
                                   QPointF(box.left(), c.y())]))
    painter.setPen(_stroke(ground, w * 0.12))
    painter.drawLine(QPointF(c.x(), c.y() - w * 0.22), QPointF(c.x(), c.y() + w * 0.05))
    painter.drawPoint(QPointF(c.x(), c.y() + w * 0.25))


def _tick(painter: QPainter, box: QRectF, ink: QColor, ground: QColor) -> None:
    c, r = box.center(), box.width() * 0.42
    painter.setBrush(ink)
    painter.drawEllipse(_inner(box))
    painter.setPen(_stroke(ground, box.width() * 0.12))
    _lines(painter, (c.x() - r * 0.45, c.y()), (c.x() - r * 0.1, c.y() + r * 0.38), (c.x() + r * 0.5, c.y() - r * 0.35))


def _triangle(painter: QPainter, box: QRectF, ink: QColor, ground: QColor) -> None:
    c, w = box.center(), box.width()
    painter.setBrush(ink)
    painter.drawPolygon(QPolygonF([QPointF(c.x(), box.top() + w * 0.1), QPointF(box.right() - w * 0.04, box.bottom() - w * 0.1),
                                   QPointF(box.left() + w * 0.04, box.bottom() - w * 0.1)]))
    painter.setPen(_stroke(ground, w * 0.11))
    painter.drawLine(QPointF(c.x(), c.y() - w * 0.1), QPointF(c.x(), c.y() + w * 0.1))
    painter.drawPoint(QPointF(c.x(), c.y() + w * 0.28))


def _arrow(painter: QPainter, box: QRectF, ink: QColor, ground: QColor) -> None:
    c, w = box.center(), box.width()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    painter.drawRoundedRect(_inner(box), w * 0.16, w * 0.16)
    painter.setPen(_stroke(ground, w * 0.12))
    painter.drawLine(QPointF(c.x(), c.y() + w * 0.24), QPointF(c.x(), c.y() - w * 0.22))
    _lines(painter, (c.x() - w * 0.2, c.y() - w * 0.04), (c.x(), c.y() - w * 0.24), (c.x() + w * 0.2, c.y() - w * 0.04))


def _dash(painter: QPainter, box: QRectF, ink: QColor, ground: QColor) -> None:
    c, r = box.center(), box.width() * 0.42
    painter.drawLine(QPointF(c.x() - r * 0.7, c.y()), QPointF(c.x() + r * 0.7, c.y()))


def _open_ring(painter: QPainter, box: QRectF, ink: QColor, ground: QColor) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(_inner(box))


def _ring(painter: QPainter, box: QRectF, ink: QColor, share: float) -> None:
    inner, w = _inner(box), box.width()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(inner)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(ink))
    edge = w * 0.12
    painter.drawPie(inner.adjusted(edge, edge, -edge, -edge), 90 * 16, -int(max(0.06, min(1.0, share)) * 360 * 16))


def _broken_ring(painter: QPainter, box: QRectF, ink: QColor, pen: QPen, status: str, theme: Theme) -> None:
    pen.setDashPattern([1.6, 1.9])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    small = box.width() < theme.px(14)  # in a badge the sign alone; the broken ring would clog
    if not (status == "undecided" and small):
        painter.drawEllipse(_inner(box))
    if status == "undecided":
        write(painter, box, "?", theme.font("body" if small else "caption", 700), ink, CENTRE)


_Shape = Callable[[QPainter, QRectF, QColor, QColor], None]
_SHAPES: dict[str, _Shape] = {
    "overdue": _diamond, "missed": _diamond, "met": _tick, "near": _triangle, "reached": _arrow, "none": _dash,
}


_BARS = {"provisional": 1, "established": 2, "verified": 3}


def certainty_mark(painter: QPainter, box: QRectF, certainty: str, theme: Theme) -> None:
    """Draw how sure a rule is: three rising bars, filled from one (provisional, in amber) to three (verified)."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ink = theme.colour("soon" if certainty == "provisional" else "ink2")
    bar, gap = box.width() * 0.24, box.width() * 0.14
    painter.setPen(QPen(ink, 1))
    for at in range(3):
        height = box.height() * (0.46 + 0.27 * at)
        painter.setBrush(QBrush(ink) if at < _BARS[certainty] else Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(box.left() + at * (bar + gap), box.bottom() - height, bar, height).adjusted(0.5, 0.5, -0.5, -0.5))
    painter.restore()


def badge_size(theme: Theme, text: str) -> QSize:
    return QSize(QFontMetrics(theme.font("small", 500)).horizontalAdvance(text) + theme.px(30), theme.px(22))


def badge(painter: QPainter, box: QRectF, status: str, text: str, theme: Theme, share: float = 0.0) -> None:
    """Draw mark and word on a soft ground where the status is good or bad, on none otherwise."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    token = STATUS_TOKENS[status]
    if token in ("overdue", "soon", "met"):
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(f"{token}_soft"))
    else:
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), theme.px(4), theme.px(4))
    side = theme.px(12)
    status_mark(painter, QRectF(box.left() + theme.px(7), box.center().y() - side / 2, side, side), status, theme, share)
    colour = theme.colour(token if token != "ink3" else "ink2")
    write(painter, box.adjusted(theme.px(24), 0, -theme.px(2), 0), text, theme.font("small", 500), colour)
    painter.restore()
