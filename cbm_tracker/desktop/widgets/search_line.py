"""A line that leaves undo and redo to the register once nothing typed in it is left to undo."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit


class SearchLine(QLineEdit):
    """Qt's own line keeps Ctrl+Z to itself even where it has nothing to undo."""

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            standard = QKeySequence.StandardKey
            idle_undo = event.matches(standard.Undo) and not self.isUndoAvailable()
            if idle_undo or (event.matches(standard.Redo) and not self.isRedoAvailable()):
                event.ignore()
                return True
        return super().event(event)

    def begin_anew(self) -> None:
        """Empty the line for good: what stood in it has become a record."""
        self.setText("")
