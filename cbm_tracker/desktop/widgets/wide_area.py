"""A scroll area for what is wide: as high as what it holds."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget


class WideArea(QScrollArea):
    """Scrolls sideways where the window is narrow."""

    def __init__(self, inner: QWidget) -> None:
        super().__init__()
        self._inner = inner
        self.setWidget(inner)
        self.setWidgetResizable(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()  # a bar comes or goes

    def sizeHint(self) -> QSize:
        inner = self._inner
        bar = self.horizontalScrollBar().sizeHint().height() if inner.minimumSizeHint().width() > self.width() else 0
        return QSize(inner.minimumSizeHint().width(), inner.sizeHint().height() + bar + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())
