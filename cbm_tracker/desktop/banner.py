"""The rehearsal strip: a word, a colour and a hatched edge, so that no screenshot can be mistaken."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from cbm_tracker.desktop.look.marks import LEFT, RIGHT, write
from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.translation import tr


class Banner(QWidget):
    """`left` says that its right end was clicked."""

    left = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFixedHeight(theme.px(30))
        self.setAccessibleName(tr("Exercise: rehearsal register, nothing here is real"))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme.colour("exercise"))
        white, soft = theme.colour("on_exercise"), theme.colour("on_exercise")
        painter.save()
        painter.setClipRect(0, 0, theme.px(44), self.height())
        soft.setAlpha(80)
        painter.setPen(QPen(soft, theme.px(4)))
        for x in range(-40, theme.px(80), theme.px(12)):
            painter.drawLine(x, self.height() + 4, x + theme.px(34), -4)
        painter.restore()
        used = write(painter, QRectF(theme.px(56), 0, theme.px(110), self.height()), "EXERCISE", theme.font("body", 700), white, LEFT)
        leave = tr("Leave rehearsal   Ctrl+W")
        taken = write(painter, QRectF(self.width() / 2, 0, self.width() / 2 - theme.px(16), self.height()), leave,
                      theme.font("body", 500), white, RIGHT)
        start = theme.px(56) + used + theme.px(24)
        words = tr("Rehearsal register. Nothing here is real, and nothing printed from it can pass as real.")
        write(painter, QRectF(start, 0, self.width() - start - taken - theme.px(40), self.height()), words, theme.font("body"), white)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and event.position().x() > self.width() - self._theme.px(200):
            self.left.emit()
