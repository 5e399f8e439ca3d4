"""Painted lines under the headings of their groups: what Due and the list of quotas share."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from PySide6.QtCore import QAbstractListModel, QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStyleOptionViewItem

from cbm_tracker.desktop.look.marks import write
from cbm_tracker.desktop.look.rows import ROW, Index, RowDelegate
from cbm_tracker.desktop.look.theme import Theme

_ROOT = QModelIndex()


class GroupedLine(Protocol):
    """What can be chosen; `key` is the same for the same thing, whenever the list is shown."""

    @property
    def key(self) -> str: ...

    def spoken(self) -> str: ...


@dataclass(frozen=True)
class Heading:
    """The name of a group and how many lines it has, in words; `token` colours the name."""

    title: str
    count: str
    token: str = "ink2"

    @property
    def key(self) -> str:
        return f"# {self.title}"

    def spoken(self) -> str:
        return f"{self.title}, {self.count}"


class _Lines(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.lines: tuple[GroupedLine, ...] = ()

    def show(self, lines: Sequence[GroupedLine]) -> None:
        """Show lines; where they are the same things as before, only their words are told anew."""
        lines = tuple(lines)
        if [each.key for each in lines] == [each.key for each in self.lines]:
            self.lines = lines
            if lines:
                self.dataChanged.emit(self.index(0, 0), self.index(len(lines) - 1, 0))
            return
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.lines):
            return None
        if role == ROW:
            return self.lines[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return self.lines[index.row()].spoken()
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or isinstance(self.lines[index.row()], Heading):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class GroupedDelegate(RowDelegate):
    """Paints headings; lines are painted by those who know them, stacked where the list is narrow for its text size.

    Args:
        high, stacked_high: the height of a line beside each other and stacked, in pixels at 100 %.
        narrow: the width below which lines are stacked, in pixels at 100 %.
    """

    def __init__(self, theme: Theme, view: QListView, *, high: int, stacked_high: int, narrow: int) -> None:
        super().__init__(theme, view)
        self._view, self._high, self._stacked_high, self._narrow = view, high, stacked_high, narrow

    @property
    def stacked(self) -> bool:
        return self._view.viewport().width() < self.theme.px(self._narrow)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        heading = isinstance(index.data(ROW), Heading)
        return QSize(0, self.theme.px(38 if heading else self._stacked_high if self.stacked else self._high))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line = index.data(ROW)
        if isinstance(line, Heading):
            self._paint_heading(painter, option, line)
        else:
            self.paint_line(painter, option, line)

    @abstractmethod
    def paint_line(self, painter: QPainter, option: QStyleOptionViewItem, line: Any) -> None:
        """Paint one line that can be chosen."""

    def _paint_heading(self, painter: QPainter, option: QStyleOptionViewItem, heading: Heading) -> None:
        theme = self.theme
        where = option.rect.adjusted(theme.px(24), theme.px(12), -theme.px(24), 0)
        used = write(painter, where, heading.title, theme.font("small", 600), theme.colour(heading.token)) + theme.px(8)
        used += write(painter, where.adjusted(used, 0, 0, 0), heading.count, theme.font("small"), theme.colour("ink3"))
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.drawLine(where.left() + used + theme.px(12), where.center().y(), where.right(), where.center().y())


class GroupedList(QListView):
    """`chosen` says that another line is current, `opened` that Enter or a double click asked for it; both carry its key."""

    chosen = Signal(str)
    opened = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self._lines = _Lines()
        self.setModel(self._lines)
        self.setProperty("ground", "surface")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setAccessibleName(name)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.doubleClicked.connect(lambda _: self.opened.emit(self.chosen_key()))
        self.selectionModel().currentChanged.connect(lambda *_: self.chosen.emit(self.chosen_key()))

    @property
    def lines(self) -> tuple[GroupedLine, ...]:
        """Headings and lines, as they stand below each other."""
        return self._lines.lines

    def current_line(self) -> GroupedLine | None:
        """Return the chosen line; a heading is never chosen."""
        at = self.currentIndex().row()
        line = self.lines[at] if 0 <= at < len(self.lines) else None
        return None if isinstance(line, Heading) else line

    def chosen_key(self) -> str:
        line = self.current_line()
        return line.key if line is not None else ""

    def show_grouped(self, lines: Sequence[GroupedLine]) -> None:
        """Show them; what was chosen stays chosen, else what took its place is, and the place in the list stays where it was."""
        key, row, scrolled = self.chosen_key(), self.currentIndex().row(), self.verticalScrollBar().value()
        self._lines.show(lines)
        if not self.choose(key):
            places = [at for at, line in enumerate(self.lines) if not isinstance(line, Heading)]
            if places:
                self.setCurrentIndex(self._lines.index(next((at for at in places if at >= row), places[-1]), 0))
        self.verticalScrollBar().setValue(scrolled)

    def choose(self, key: str) -> bool:
        """Choose the line with a key; False where there is none."""
        at = next((at for at, line in enumerate(self.lines) if key and line.key == key), None)
        if at is not None and at != self.currentIndex().row():
            self.setCurrentIndex(self._lines.index(at, 0))
        return at is not None

    def scrollTo(self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible) -> None:
        """Bring a line into view, with the heading above it where there is one."""
        above = index.row() - 1
        if above >= 0 and isinstance(self.lines[above], Heading):
            super().scrollTo(self._lines.index(above, 0), hint)
        super().scrollTo(index, hint)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(self.chosen_key())
        elif event.text() == "/":
            event.ignore()  # the page goes to its search field
        else:
            super().keyPressEvent(event)
