"""What stands beside a list: one page at a time, built anew for each thing that is looked at."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLayout, QScrollArea, QWidget

from cbm_tracker.desktop.widgets.layout import STRETCH, box, column, scrolled


class PageFrame(QFrame):
    """Holds one page; `put` lets another take its place."""

    def __init__(self, ground: str = "") -> None:
        super().__init__()
        self._ground = ground
        self._page: QWidget | None = None
        self._room = column()
        self.setLayout(self._room)
        if ground:
            self.setProperty("ground", ground)

    def put(self, page: QWidget) -> None:
        if self._page is not None:
            self._room.removeWidget(self._page)
            self._page.hide()
            self._page.deleteLater()
        self._page = page
        self._room.addWidget(page)

    def put_nothing(self) -> None:
        self.put(box(column(STRETCH), ground=self._ground))


def reading_page(content: QLayout, name: str) -> QScrollArea:
    """Return a page that scrolls, and shows by a ring that Tab has come to it.

    Args:
        name: what is said of it to those who hear it.
    """
    made = scrolled(box(content, ground="raised"), "raised")
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    made.setProperty("ring", True)
    made.setAccessibleName(name)
    return made
