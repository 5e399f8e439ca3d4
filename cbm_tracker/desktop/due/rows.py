"""The list of Due: its groups and its painted lines."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QListView, QStyleOptionViewItem

from cbm_tracker.desktop.due.entries import GROUP_WORDS, Entry
from cbm_tracker.desktop.look.marks import RIGHT, STATUS_TOKENS, certainty_mark, status_mark, write
from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.number_words import count_in_words
from cbm_tracker.desktop.translation import tr
from cbm_tracker.desktop.widgets.grouped_list import GroupedDelegate, GroupedList, Heading
from cbm_tracker.services.obligations import GROUPS


def lines_of(entries: Sequence[Entry]) -> list[Heading | Entry]:
    """Return entries under the headings of their groups."""
    lines: list[Heading | Entry] = []
    for group in GROUPS:
        mine = [entry for entry in entries if entry.group == group]
        if mine:
            token = "overdue" if group == "overdue" else "ink2"
            lines.extend([Heading(tr(GROUP_WORDS[group]), count_in_words(len(mine)), token), *mine])
    return lines


class _Delegate(GroupedDelegate):
    """mark | title, facts below | when, certainty and source below | time left, meter or kind below; stacked where it is narrow."""

    def __init__(self, theme: Theme, view: QListView) -> None:
        super().__init__(theme, view, high=50, stacked_high=70, narrow=680)

    def paint_line(self, painter: QPainter, option: QStyleOptionViewItem, line: Entry) -> None:
        theme = self.theme
        box = self.backdrop(painter, option, theme.px(12))
        half, side = theme.px(20), theme.px(16)
        top = QRectF(box.left() + theme.px(40), box.top() + theme.px(4), box.width() - theme.px(54), half)
        spot = QRectF(box.left() + theme.px(12), top.top() + (half - side) / 2, side, side)
        status_mark(painter, spot, line.status, theme, line.share or 0.0)
        token = STATUS_TOKENS[line.status]
        strong = token in ("overdue", "soon")
        left_font, left_colour = theme.font("body", 600 if strong else 400), theme.colour(token if strong else "ink2")
        if self.stacked:
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


class DueList(GroupedList):
    """What is due, by how near it is."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(tr("What is due"))
        self.setItemDelegate(_Delegate(theme, self))

    @property
    def entries(self) -> list[Entry]:
        return [line for line in self.lines if isinstance(line, Entry)]

    def current(self) -> Entry | None:
        line = self.current_line()
        return line if isinstance(line, Entry) else None

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show them under the headings of their groups."""
        self.show_grouped(lines_of(entries))
