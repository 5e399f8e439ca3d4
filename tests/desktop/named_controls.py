"""Which controls a screen reader could not name."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QComboBox, QLineEdit, QWidget


def unnamed(widget: QWidget) -> list[str]:
    """Return the controls that take the focus and say nothing of what they are."""
    found = []
    for control in widget.findChildren(QWidget):
        reached = control.focusPolicy() != Qt.FocusPolicy.NoFocus and control.focusProxy() is None
        counts = isinstance(control, QAbstractButton | QLineEdit | QComboBox | QAbstractScrollArea)
        inside = isinstance(control.parent(), QComboBox) or control.window().windowType() == Qt.WindowType.Popup
        says = control.accessibleName() or (control.text() if isinstance(control, QAbstractButton) else "")
        if reached and counts and not inside and not says:
            found.append(f"{type(control).__name__} in {type(control.parent()).__name__}")
    return found
