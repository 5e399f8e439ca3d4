"""The layout vocabulary the pages are written in: labels by role, lines, columns, buttons, chips."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QStyledItemDelegate,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from cbm_tracker.desktop.look.marks import badge, badge_size, status_mark
from cbm_tracker.desktop.look.theme import Theme


class _Stretch:
    """Room that grows."""


STRETCH: Final = _Stretch()
Item = QWidget | QLayout | int | _Stretch | tuple[QWidget, int]
Margins = tuple[int, int, int, int]


def label(text: str, role: str = "", *, wrap: bool = False, select: bool = False) -> QLabel:
    """Make a label; text is always plain, so that nothing recorded can be markup."""
    made = QLabel()
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setText(text)
    if role:
        made.setProperty("role", role)
    made.setWordWrap(wrap)
    if select:
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


def picture(theme: Theme, icon: str, token: str = "ink3", size: float = 16) -> QWidget:
    return _Picture(theme, icon, token, size)


class _Picture(QWidget):
    def __init__(self, theme: Theme, icon: str, token: str, size: float) -> None:
        super().__init__()
        self._theme, self._icon, self._token = theme, icon, token
        self.setFixedSize(theme.px(size), theme.px(size))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._theme.draw_icon(painter, QRectF(self.rect()), self._icon, self._token)
        painter.end()


def button(text: str, theme: Theme, icon: str = "", *, default: bool = False, tip: str = "") -> QPushButton:
    made = QPushButton(text)
    made.setDefault(default)
    made.setAutoDefault(False)
    made.setMinimumHeight(theme.px("control"))
    if icon:
        made.setIcon(theme.icon(icon, "on_accent" if default else "ink2", gap=theme.px(5)))
        made.setIconSize(QSize(theme.px(16) + theme.px(5), theme.px(16)))
    if tip:
        made.setToolTip(tip)
    return made


def chip(text: str, theme: Theme, *, checkable: bool = True, icon: str = "") -> QToolButton:
    """A small filter button; checked means that it restricts the list."""
    made = QToolButton()
    made.setText(text)
    made.setProperty("chip", True)
    made.setCheckable(checkable)
    made.setMinimumHeight(theme.px(26))
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    if icon:
        made.setIcon(theme.icon(icon, "ink3"))
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    return made


class Chooser(QComboBox):
    """A combo box with the set's own chevron; the wheel never changes its value."""

    def __init__(self, theme: Theme, choices: Iterable[tuple[str, str]] = ()) -> None:
        """`choices` are (value, words)."""
        super().__init__()
        self._theme = theme
        for value, words in choices:
            self.addItem(words, value)
        self.setMinimumHeight(theme.px("control"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMaxVisibleItems(16)
        self.setItemDelegate(QStyledItemDelegate(self))  # the native one ignores the style sheet's rows

    def value(self) -> str:
        data = self.currentData()
        return data if isinstance(data, str) else ""

    def choose(self, value: str) -> None:
        self.setCurrentIndex(max(0, self.findData(value)))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        side = self._theme.px(14)
        painter = QPainter(self)
        where = QRectF(self.width() - side - self._theme.px(9), (self.height() - side) / 2, side, side)
        self._theme.draw_icon(painter, where, "chevron-down", "ink2")
        painter.end()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class Badge(QWidget):
    """Mark and word of a status."""

    def __init__(self, theme: Theme, status: str, text: str) -> None:
        super().__init__()
        self._theme, self._status, self._text = theme, status, text
        self.setFixedSize(badge_size(theme, text))
        self.setAccessibleName(text)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        badge(painter, QRectF(self.rect()), self._status, self._text, self._theme)
        painter.end()


class Mark(QWidget):
    """The mark of a status by itself; the word stands beside it."""

    def __init__(self, theme: Theme, status: str, size: float = 16) -> None:
        super().__init__()
        self._theme, self._status, self._side = theme, status, theme.px(size)
        self.setFixedSize(self._side + 2, self._side + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        status_mark(painter, QRectF(1, 1, self._side, self._side), self._status, self._theme)
        painter.end()


def rule(direction: str = "h") -> QFrame:
    """A hairline: "h" across, "v" down."""
    made = QFrame()
    made.setProperty("line", direction)
    return made


def _fill(layout: QBoxLayout, items: Iterable[Item], gap: int, margins: Margins) -> None:
    layout.setSpacing(gap)
    layout.setContentsMargins(*margins)
    for item in items:
        if isinstance(item, _Stretch):
            layout.addStretch(1)
        elif isinstance(item, int):
            layout.addSpacing(item)
        elif isinstance(item, tuple):
            layout.addWidget(item[0], item[1])
        elif isinstance(item, QWidget):
            layout.addWidget(item)
        else:
            layout.addLayout(item)


def column(*items: Item, gap: int = 0, margins: Margins = (0, 0, 0, 0)) -> QVBoxLayout:
    made = QVBoxLayout()
    _fill(made, items, gap, margins)
    return made


def line(*items: Item, gap: int = 8, margins: Margins = (0, 0, 0, 0)) -> QHBoxLayout:
    made = QHBoxLayout()
    _fill(made, items, gap, margins)
    return made


def box(layout: QLayout, *, ground: str = "", panel: str = "") -> QFrame:
    """A frame round a layout, with a ground or a panel of the style sheet."""
    made = QFrame()
    if ground:
        made.setProperty("ground", ground)
    if panel:
        made.setProperty("panel", panel)
    made.setLayout(layout)
    return made


def scrolled(inner: QWidget, ground: str) -> QScrollArea:
    area = QScrollArea()
    area.setWidget(inner)
    area.setWidgetResizable(True)
    area.setProperty("ground", ground)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area


def restyle(widget: QWidget) -> None:
    """Let the style sheet see a property that changed."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()
