"""The frame of every dialog: a heading, what it is about, and the actions at its foot. The middle scrolls where it must."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractSlider, QDialog, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.widgets.layout import box, column, label, line, rule, scrolled

_SCROLLS: dict[int, QAbstractSlider.SliderAction] = {
    Qt.Key.Key_PageUp: QAbstractSlider.SliderAction.SliderPageStepSub, Qt.Key.Key_PageDown: QAbstractSlider.SliderAction.SliderPageStepAdd,
    Qt.Key.Key_Home: QAbstractSlider.SliderAction.SliderToMinimum, Qt.Key.Key_End: QAbstractSlider.SliderAction.SliderToMaximum,
}


class FramedDialog(QDialog):
    """`body` takes the contents; the actions stand right at the foot, the default one last."""

    def __init__(self, theme: Theme, title: str, parent: QWidget | None = None, *, about: str = "") -> None:
        super().__init__(parent)
        self.theme = theme
        self.setWindowTitle(title)
        edge = theme.px(24)
        self.body: QVBoxLayout = column(label(title, "heading"), gap=theme.px(12), margins=(edge, theme.px(20), edge, theme.px(16)))
        if about:
            self.body.addWidget(label(about, "quiet", wrap=True))
        self._foot: QHBoxLayout = line(gap=theme.px(8), margins=(edge, theme.px(12), edge, theme.px(12)))
        self._area = scrolled(box(self.body, ground="window"), "window")
        whole = column((self._area, 1), rule())
        whole.addLayout(self._foot)
        self.setLayout(whole)

    def add(self, *items: QWidget | QHBoxLayout | QVBoxLayout | tuple[QWidget, int]) -> None:
        for item in items:
            if isinstance(item, tuple):  # takes what room there is, asks for none beyond its least
                item[0].setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
                self.body.addWidget(item[0], item[1])
            elif isinstance(item, QWidget):
                self.body.addWidget(item)
            else:
                self.body.addLayout(item)

    def finish_with(self, left: QWidget | None, *actions: QPushButton) -> None:
        """Set the foot: something at its left, then the actions."""
        if left:
            self._foot.addWidget(left, 1)
        else:
            self._foot.addStretch(1)
        for action in actions:
            self._foot.addWidget(action)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll the middle by the keys that what has the focus, such as an action at the foot, has no use for."""
        action = _SCROLLS.get(event.key())
        if action is None:
            super().keyPressEvent(event)
        else:
            self._area.verticalScrollBar().triggerAction(action)

    def resize_to(self, width: int, height: int) -> None:
        """Open at this size in px at 100 %, never larger than the screen."""
        room = self.screen().availableSize() if self.screen() else None
        wide, high = self.theme.px(width), self.theme.px(height)
        self.resize(min(wide, room.width() - 40) if room else wide, min(high, room.height() - 60) if room else high)
