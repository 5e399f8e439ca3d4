"""A list and its detail beside each other; where there is no room for two, the detail takes the list's place."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.settings import Settings

_NARROW = 900  # pixels at 100 %


class ListAndDetail(QSplitter):
    """Remembers where the line between them was put, under `key`; `detail_stands_alone` tells whether the list made room for it."""

    detail_stands_alone = Signal(bool)

    def __init__(
        self, theme: Theme, settings: Settings, key: str, listed: QWidget, detail: QWidget, sizes: tuple[int, int],
        narrow: int = _NARROW,
    ) -> None:
        """`sizes` are the widths at 100 %, in pixels, while nothing is remembered; in less than `narrow` there is no room for two."""
        super().__init__(Qt.Orientation.Horizontal)
        self._theme, self._listed, self._detail, self._narrow = theme, listed, detail, narrow
        self._detail_alone = False
        listed.setMinimumWidth(theme.px(340))
        detail.setMinimumWidth(theme.px(320))
        self.addWidget(listed)
        self.addWidget(detail)
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)
        self.setStretchFactor(0, 1)
        self.setStretchFactor(1, 1)
        self.setSizes(settings.splitters.get(key) or [theme.px(size) for size in sizes])
        self.splitterMoved.connect(lambda *_: settings.splitters.__setitem__(key, self.sizes()))

    def enter_detail(self) -> None:
        """Go to the detail; where there is no room for two, it is shown alone."""
        self._detail_alone = self.is_narrow
        self._fold()
        self._detail.setFocus()
        self._detail.focusNextChild()

    def back_to_list(self) -> None:
        self._detail_alone = False
        self._fold()

    @property
    def is_narrow(self) -> bool:
        """Whether there is no room for two."""
        return self.width() < self._theme.px(self._narrow)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def _fold(self) -> None:
        narrow = self.is_narrow
        self._detail_alone = self._detail_alone and narrow
        self._listed.setVisible(not self._detail_alone)
        self._detail.setVisible(not narrow or self._detail_alone)
        self.detail_stands_alone.emit(self._detail_alone)
