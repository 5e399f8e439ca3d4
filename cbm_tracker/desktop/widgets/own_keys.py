"""Keys that a page or view takes for itself while the keyboard is in it, before the window's menus do."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

WishOf = Callable[[QKeyEvent], Callable[[], None] | None]


class OwnKeys(QObject):
    """`wish_of` returns what a key asks for, None where the key is not taken. Lives as long as its widget."""

    def __init__(self, widget: QWidget, wish_of: WishOf) -> None:
        super().__init__(widget)
        self._wish_of = wish_of
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            wish = self._wish_of(event)
            if wish is not None:
                event.accept()
                if event.type() == QEvent.Type.KeyPress:
                    wish()
                return True
        return super().eventFilter(watched, event)
