"""The list of quotas under the names of their agreements: whose, how many units, how they stand."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QListView, QStyleOptionViewItem

from cbm_tracker.desktop.look.marks import RIGHT, certainty_mark, status_mark, write
from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.number_words import count_in_words
from cbm_tracker.desktop.quotas.quota_words import QuotaLine
from cbm_tracker.desktop.quotas.unit_boxes import boxes_size, draw_units
from cbm_tracker.desktop.rules.agreement_words import short_name
from cbm_tracker.desktop.translation import tr
from cbm_tracker.desktop.widgets.grouped_list import GroupedDelegate, GroupedList, Heading

_BOXES = 226  # pixels at 100 %: as wide as the longest line of boxes


class _QuotaDelegate(GroupedDelegate):
    """whose, what below | boxes | figures in words, certainty below; stacked where the list is narrow for its text size."""

    def __init__(self, theme: Theme, view: QListView) -> None:
        super().__init__(theme, view, high=52, stacked_high=76, narrow=600)

    def paint_line(self, painter: QPainter, option: QStyleOptionViewItem, line: QuotaLine) -> None:
        theme = self.theme
        box = self.backdrop(painter, option, theme.px(12))
        half = theme.px(21)
        top = QRectF(box.left() + theme.px(12), box.top() + theme.px(5), box.width() - theme.px(24), half)
        title, small = theme.font("body", 600), theme.font("small")
        size = boxes_size(theme, line.use)
        if self.stacked:
            used = self._certainty(painter, top.translated(0, half), line)
            write(painter, top.translated(0, half).adjusted(0, 0, -used - theme.px(10), 0), line.title, small, theme.colour("ink2"))
            third = top.translated(0, 2 * half)
            draw_units(painter, QPointF(third.left(), third.center().y() - size.height() / 2), line.use, theme)
            self._figures(painter, third.adjusted(size.width() + theme.px(12), 0, 0, 0), line)
            write(painter, top, line.whose, title, theme.colour("ink"))
            return
        right = min(theme.px(190), int(top.width() * 0.34))
        middle = theme.px(_BOXES) if top.width() >= theme.px(700) else max(size.width(), theme.px(120))
        left = top.adjusted(0, 0, -right - middle - theme.px(24), 0)
        write(painter, left, line.whose, title, theme.colour("ink"))
        write(painter, left.translated(0, half), line.title, small, theme.colour("ink2"))
        draw_units(painter, QPointF(left.right() + theme.px(12), top.top() + half - size.height() / 2), line.use, theme)
        at_right = QRectF(top.right() - right, top.top(), right, half)
        self._figures(painter, at_right, line)
        self._certainty(painter, at_right.translated(0, half), line)

    def _figures(self, painter: QPainter, where: QRectF, line: QuotaLine) -> None:
        theme = self.theme
        over = bool(line.use.over and line.warning)
        token = "overdue" if over else "soon" if line.warning else "ink"
        said = f"{line.figures}, {line.warning}" if over else line.figures
        used = write(painter, where, said, theme.font("body", 600 if line.warning else 400), theme.colour(token), RIGHT)
        if line.warning:
            side = theme.px(14)
            spot = QRectF(where.right() - used - side - theme.px(6), where.center().y() - side / 2, side, side)
            if spot.left() >= where.left():
                status_mark(painter, spot, "missed" if over else "near", theme)

    def _certainty(self, painter: QPainter, where: QRectF, line: QuotaLine) -> int:
        """Draw bars and word at the right of a line; returns the width drawn, in pixels."""
        theme = self.theme
        said = tr("For information") if line.use.gate else line.certainty
        token = "soon" if line.use.certainty == "provisional" and not line.use.gate else "ink3"
        used = write(painter, where, said, theme.font("small"), theme.colour(token), RIGHT)
        wide, high = theme.px(12), theme.px(11)
        spot = QRectF(where.right() - used - wide - theme.px(6), where.center().y() - high / 2, wide, high)
        certainty_mark(painter, spot, line.use.certainty, theme)
        return used + wide + theme.px(6)


class QuotaList(GroupedList):
    """Quotas, by the agreements that grant them."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(tr("Quotas"))
        self.setItemDelegate(_QuotaDelegate(theme, self))

    @property
    def quotas(self) -> list[QuotaLine]:
        return [line for line in self.lines if isinstance(line, QuotaLine)]

    def current(self) -> QuotaLine | None:
        line = self.current_line()
        return line if isinstance(line, QuotaLine) else None

    def show_quotas(self, quotas: Sequence[QuotaLine]) -> None:
        """Show them under the names of their agreements, those of one agreement as they come."""
        lines: list[Heading | QuotaLine] = []
        for agreement, members in groupby(quotas, key=lambda quota: quota.use.agreement):
            told = list(members)
            lines.extend([Heading(short_name(agreement), count_in_words(len(told))), *told])
        self.show_grouped(lines)
