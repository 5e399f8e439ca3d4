"""The list of Due: headings of groups and painted lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStyleOptionViewItem

from cbm_tracker.desktop.due.entries import GROUP_WORDS, Entry
from cbm_tracker.desktop.look.marks import RIGHT, STATUS_TOKENS, certainty_mark, status_mark, write
from cbm_tracker.desktop.look.rows import ROW, Index, RowDelegate
from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.number_words import count_in_words
from cbm_tracker.desktop.translation import tr
from cbm_tracker.services.obligations import GROUPS

_ROOT = QModelIndex()


@dataclass(frozen=True)
class Heading:
    """A group and how many lines it has; without a group a sentence that stands by itself."""

    title: str
    count: str = ""
    status: str = ""

    def spoken(self) -> str:
        return ", ".join(part for part in (self.title, self.count) if part)


Line = Heading | Entry


def lines_of(entries: list[Entry]) -> tuple[Line, ...]:
    """Return entries under the headings of their groups."""
    lines: list[Line] = []
    for group in GROUPS:
        mine = [entry for entry in entries if entry.group == group]
        if mine:
            lines.append(Heading(tr(GROUP_WORDS[group]), count_in_words(len(mine)), "overdue" if group == "overdue" else ""))
            lines.extend(mine)
    return tuple(lines)


class _Lines(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.lines: tuple[Line, ...] = ()

    def show(self, lines: tuple[Line, ...]) -> None:
        """Show lines; where they are the same things as before, only their words are told anew."""
        same = [_key(each) for each in lines] == [_key(each) for each in self.lines]
        if same:
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
        chosen = index.isValid() and isinstance(self.lines[index.row()], Entry)
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable if chosen else Qt.ItemFlag.NoItemFlags


def _key(line: Line) -> str:
    return line.key if isinstance(line, Entry) else f"# {line.title}"


class _Delegate(RowDelegate):
    """mark | title, facts below | when, certainty and source below | time left, meter or kind below; stacked where it is narrow."""

    def __init__(self, theme: Theme, view: QListView) -> None:
        super().__init__(theme, view)
        self._view = view

    @property
    def _stacked(self) -> bool:
        return self._view.viewport().width() < self.theme.px(680)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        line: Line = index.data(ROW)
        return QSize(0, self.theme.px(38 if isinstance(line, Heading) else 70 if self._stacked else 50))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line: Line = index.data(ROW)
        if isinstance(line, Heading):
            self._heading(painter, option, line)
        else:
            self._entry(painter, option, line)

    def _heading(self, painter: QPainter, option: QStyleOptionViewItem, line: Heading) -> None:
        theme, rect = self.theme, option.rect
        where = rect.adjusted(theme.px(24), theme.px(12), -theme.px(24), 0)
        used = write(painter, where, line.title, theme.font("small", 600), theme.colour(STATUS_TOKENS.get(line.status, "ink2")))
        behind = where.adjusted(used + theme.px(8), 0, 0, 0)
        used += theme.px(8) + write(painter, behind, line.count, theme.font("small"), theme.colour("ink3"))
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.drawLine(where.left() + used + theme.px(12), where.center().y(), where.right(), where.center().y())

    def _entry(self, painter: QPainter, option: QStyleOptionViewItem, line: Entry) -> None:
        theme = self.theme
        box = self.backdrop(painter, option, theme.px(12))
        half, side = theme.px(20), theme.px(16)
        top = QRectF(box.left() + theme.px(40), box.top() + theme.px(4), box.width() - theme.px(54), half)
        spot = QRectF(box.left() + theme.px(12), top.top() + (half - side) / 2, side, side)
        status_mark(painter, spot, line.status, theme, line.share or 0.0)
        token = STATUS_TOKENS[line.status]
        strong = token in ("overdue", "soon")
        left_font, left_colour = theme.font("body", 600 if strong else 400), theme.colour(token if strong else "ink2")
        if self._stacked:
            used = write(painter, top, line.left, left_font, left_colour, RIGHT)
            write(painter, top.adjusted(0, 0, -used - theme.px(12), 0), line.title, theme.font("body", 600), theme.colour("ink"))
            write(painter, top.translated(0, half), line.facts or line.below, theme.font("small"), theme.colour("ink2"))
            if line.share is not None:
                self._meter(painter, top.translated(0, 2 * half), line.share, token)
            self._place(painter, top.translated(0, 2 * half), line, line.when)
            return
        left_wide, when_wide = theme.px(114), theme.px(202)
        title = top.adjusted(0, 0, -left_wide - when_wide - theme.px(12), 0)
        write(painter, title, line.title, theme.font("body", 600), theme.colour("ink"))
        write(painter, title.translated(0, half), line.facts, theme.font("small"), theme.colour("ink2"))
        when = QRectF(top.right() - left_wide - when_wide, top.top(), when_wide, half)
        write(painter, when, line.when, theme.font("body"), theme.colour("ink"))
        self._place(painter, when.translated(0, half), line)
        write(painter, top, line.left, left_font, left_colour, RIGHT)
        below = QRectF(top.right() - left_wide, top.top() + half, left_wide, half)
        if line.share is not None:
            self._meter(painter, below, line.share, token)
        elif line.certainty:
            write(painter, below, line.below, theme.font("small"), theme.colour("ink3"), RIGHT)

    def _place(self, painter: QPainter, where: QRectF, line: Entry, before: str = "") -> None:
        """Write where a rule stands, behind the bars of its certainty; of a fact its kind."""
        theme = self.theme
        used = write(painter, where, before, theme.font("small"), theme.colour("ink")) + theme.px(12) if before else 0
        here = where.adjusted(used, 0, 0, 0)
        if not line.certainty:
            write(painter, here, line.below, theme.font("small"), theme.colour("ink2"))
            return
        wide, high = theme.px(13), theme.px(12)
        certainty_mark(painter, QRectF(here.left(), here.center().y() - high / 2, wide, high), line.certainty, theme)
        doubtful = line.certainty == "provisional"
        said = f"{line.source}, {tr('provisional')}" if doubtful else line.source
        colour = theme.colour("soon" if doubtful else "ink2")
        write(painter, here.adjusted(wide + theme.px(6), 0, 0, 0), said, theme.font("small"), colour)

    def _meter(self, painter: QPainter, where: QRectF, share: float, token: str) -> None:
        """Draw how much of a clock has passed: 4 px high."""
        theme = self.theme
        wide, high = theme.px(72), theme.px(4)
        room = QRectF(where.right() - wide, where.center().y() - high / 2, wide, high)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("line"))
        painter.drawRoundedRect(room, high / 2, high / 2)
        painter.setBrush(theme.colour(token))
        painter.drawRoundedRect(QRectF(room.left(), room.top(), max(high, wide * share), high), high / 2, high / 2)
        painter.restore()


class DueList(QListView):
    """`opened` says that Enter or a double click asked for the chosen line, `chosen` that another one is current."""

    opened = Signal()
    chosen = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._lines = _Lines()
        self.setModel(self._lines)
        self.setItemDelegate(_Delegate(theme, self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setAccessibleName(tr("What is due"))
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.doubleClicked.connect(lambda _: self.opened.emit())
        self.selectionModel().currentChanged.connect(lambda *_: self.chosen.emit())

    @property
    def entries(self) -> list[Entry]:
        return [line for line in self._lines.lines if isinstance(line, Entry)]

    def current(self) -> Entry | None:
        at = self.currentIndex().row()
        line = self._lines.lines[at] if 0 <= at < len(self._lines.lines) else None
        return line if isinstance(line, Entry) else None

    def show_entries(self, entries: list[Entry]) -> None:
        """Show them; what was chosen stays chosen, and the place in the list stays where it was."""
        before, scrolled = self.current(), self.verticalScrollBar().value()
        row = self.currentIndex().row()
        self._lines.show(lines_of(entries))
        lines = self._lines.lines
        places = [at for at, line in enumerate(lines) if isinstance(line, Entry)]
        if not places:
            return
        same = next((at for at in places if before is not None and _key(lines[at]) == before.key), None)
        if same is None:
            same = next((at for at in places if at >= row), places[-1])
        if self.currentIndex().row() != same:
            self.setCurrentIndex(self._lines.index(same, 0))
        self.verticalScrollBar().setValue(scrolled)

    def scrollTo(self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible) -> None:
        """Bring a line into view, with the heading above it where there is one."""
        above = index.row() - 1
        if above >= 0 and isinstance(self._lines.lines[above], Heading):
            super().scrollTo(self._lines.index(above, 0), hint)
        super().scrollTo(index, hint)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        elif event.text() == "/":
            event.ignore()  # the page goes to its search field
        else:
            super().keyPressEvent(event)
