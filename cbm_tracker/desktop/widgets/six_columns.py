"""The grid of forms: six columns, fewer where the window is narrow or the text large."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from cbm_tracker.desktop.look.theme import Theme

Place = tuple[QWidget, int]
"""A widget and how many of the six columns it takes."""


class SixColumns(QWidget):
    """Sets widgets side by side in their order, breaking where the six columns are full."""

    def __init__(self, theme: Theme, places: Sequence[Place]) -> None:
        super().__init__()
        self._theme, self._places = theme, list(places)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.px(16))
        self._grid.setVerticalSpacing(theme.px(12))
        for widget, _ in self._places:
            widget.setSizePolicy(QSizePolicy.Policy.Ignored, widget.sizePolicy().verticalPolicy())  # columns of one width
        for at in range(6):
            self._grid.setColumnStretch(at, 1)
            self._grid.setColumnMinimumWidth(at, 0)
        self._absent: set[QWidget] = set()
        self._widening = 0
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Maximum)
        self._arrange(1)

    def show_only(self, shown: set[QWidget]) -> None:
        """Leave out the widgets that are not among `shown`."""
        self._absent = {widget for widget, _ in self._places if widget not in shown}
        for widget, _ in self._places:
            widget.setVisible(widget in shown)
        self._arrange(self._widening or 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = event.size().width()
        widening = 1 if wide >= self._theme.px(520) else 2 if wide >= self._theme.px(320) else 6
        if widening != self._widening:
            self._arrange(widening)

    def _arrange(self, widening: int) -> None:
        """Place everything anew, each span `widening` times its own, a third or two thirds becoming a half or the whole."""
        self._widening = widening
        while self._grid.takeAt(0) is not None:
            pass
        row, used = 0, 0
        for widget, told in self._places:
            if widget in self._absent:
                continue
            span = told if widening == 1 else (3 if told <= 3 else 6) if widening == 2 else 6
            if used + span > 6:
                row, used = row + 1, 0
            self._grid.addWidget(widget, row, used, 1, span, Qt.AlignmentFlag.AlignTop)
            used += span
