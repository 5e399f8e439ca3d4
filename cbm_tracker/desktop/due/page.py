"""Due: what the records put on a date, grouped by how near it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPen, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStyleOptionViewItem, QWidget

from cbm_tracker.bootstrap import Services
from cbm_tracker.desktop.changes import ChangeSignals
from cbm_tracker.desktop.date_words import day_in_words, instant_in_words, time_left
from cbm_tracker.desktop.long_work import LongWork
from cbm_tracker.desktop.look.marks import RIGHT, STATUS_TOKENS, status_mark, write
from cbm_tracker.desktop.look.rows import ROW, Index, RowDelegate
from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.number_words import count_in_words
from cbm_tracker.desktop.records.detail_pane import DetailPane
from cbm_tracker.desktop.settings import Settings
from cbm_tracker.desktop.translation import tr, tr_count
from cbm_tracker.desktop.widgets.flow_layout import FlowLayout
from cbm_tracker.desktop.widgets.layout import STRETCH, box, chip, column, label, line
from cbm_tracker.desktop.widgets.list_and_detail import ListAndDetail
from cbm_tracker.services.agenda import DatedFact
from cbm_tracker.services.changes import Change

_ROOT = QModelIndex()
_PAUSE = 400  # milliseconds: while another page is looked at, only the count in the navigation waits for this one
_GROUPS = (("overdue", "Overdue"), ("today", "Today"), ("week", "This week"), ("later", "Later"), ("undated", "Without a date"))
_TITLES = {
    "promise": "Promise: {title}", "scheduled_contact": "Contact: {title}", "planned_entry": "Entry: {title}",
    "request_unanswered": "No reply recorded: {title}", "activity_begins": "Begins: {title}",
}
_KINDS = {
    "promise": "promise", "scheduled_contact": "scheduled contact", "planned_entry": "planned entry", "request_unanswered": "request",
    "activity_begins": "activity",
}


@dataclass(frozen=True)
class DueRow:
    """One line, or a heading where `fact` is None."""

    title: str
    facts: str = ""
    when: str = ""
    left: str = ""
    kind: str = ""
    status: str = ""
    fact: DatedFact | None = None

    def spoken(self) -> str:
        return ", ".join(part for part in (self.title, self.facts, self.when, self.left) if part)


class _DueRows(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[DueRow, ...] = ()

    def show(self, rows: tuple[DueRow, ...]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        if role == ROW:
            return self.rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.rows[index.row()].spoken()
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        heading = index.isValid() and self.rows[index.row()].fact is None
        return Qt.ItemFlag.NoItemFlags if heading else Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class _DueDelegate(RowDelegate):
    """mark | title, facts below | when | what is left; stacked where the list is narrow for its text size."""

    def __init__(self, theme: Theme, view: QListView) -> None:
        super().__init__(theme, view)
        self._view = view

    @property
    def _stacked(self) -> bool:
        return self._view.viewport().width() < self.theme.px(560)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row: DueRow = index.data(ROW)
        return QSize(0, self.theme.px(38 if row.fact is None else 70 if self._stacked else 50))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, rect = self.theme, option.rect
        row: DueRow = index.data(ROW)
        if row.fact is None:
            where = rect.adjusted(theme.px(24), theme.px(12), -theme.px(24), 0)
            used = write(painter, where, row.title, theme.font("small", 600), theme.colour(STATUS_TOKENS.get(row.status, "ink2")))
            used += theme.px(8) + write(painter, where.adjusted(used + theme.px(8), 0, 0, 0), row.facts, theme.font("small"),
                                        theme.colour("ink3"))
            painter.setPen(QPen(theme.colour("line"), 1))
            painter.drawLine(where.left() + used + theme.px(12), where.center().y(), where.right(), where.center().y())
            return
        box_ = self.backdrop(painter, option, theme.px(12))
        half, side = theme.px(20), theme.px(16)
        top = QRectF(box_.left() + theme.px(40), box_.top() + theme.px(4), box_.width() - theme.px(54), half)
        status_mark(painter, QRectF(box_.left() + theme.px(12), top.top() + (half - side) / 2, side, side), row.status, theme, 0.4)
        token = STATUS_TOKENS[row.status]
        strong = token in ("overdue", "soon")
        left_font, left_colour = theme.font("body", 600 if strong else 400), theme.colour(token if strong else "ink2")
        if self._stacked:
            used = write(painter, top, row.left, left_font, left_colour, RIGHT)
            write(painter, top.adjusted(0, 0, -used - theme.px(12), 0), row.title, theme.font("body", 600), theme.colour("ink"))
            write(painter, top.translated(0, half), row.facts, theme.font("small"), theme.colour("ink2"))
            write(painter, top.translated(0, 2 * half), f"{row.when}, {row.kind}", theme.font("small"), theme.colour("ink2"))
            return
        left_wide, when_wide = theme.px(112), theme.px(190)
        title = top.adjusted(0, 0, -left_wide - when_wide - theme.px(12), 0)
        write(painter, title, row.title, theme.font("body", 600), theme.colour("ink"))
        write(painter, title.translated(0, half), row.facts, theme.font("small"), theme.colour("ink2"))
        when = QRectF(top.right() - left_wide - when_wide, top.top(), when_wide, half)
        write(painter, when, row.when, theme.font("body"), theme.colour("ink"))
        write(painter, when.translated(0, half), row.kind, theme.font("small"), theme.colour("ink2"))
        write(painter, top, row.left, left_font, left_colour, RIGHT)


class _DueList(QListView):
    opened = Signal(object)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)


class DuePage(QWidget):
    """`counted` carries (open, overdue) for the navigation, `told` a sentence for the status bar."""

    told = Signal(str)
    open_record = Signal(str, str)
    counted = Signal(int, int)

    def __init__(self, theme: Theme, services: Services, work: LongWork, settings: Settings, signals: ChangeSignals) -> None:
        super().__init__()
        self._theme, self._services = theme, services
        self._only = ""
        self.open_now, self.overdue = 0, 0
        self._facts: list[DatedFact] = []
        self._stale = False
        self._day = label("", "quiet")
        head = box(line(label(tr("Due"), "heading"), self._day, STRETCH, gap=theme.px(12),
                        margins=(theme.px(24), theme.px(14), theme.px(20), theme.px(10))))
        self._chips = {}
        chips = []
        for key, words in (("", tr("Everything")), ("promise", tr("Promises")), ("scheduled_contact", tr("Contacts")),
                           ("planned_entry", tr("Entries")), ("activity_begins", tr("Activities"))):
            made = chip(words, theme)
            made.clicked.connect(lambda _=False, chosen=key: self._show_only(chosen))
            self._chips[key] = made
            chips.append(made)
        self._count = label("", "caption")
        flow = FlowLayout(gap=theme.px(6))
        for widget in (*chips, self._count):
            flow.addWidget(widget)
        flow.setContentsMargins(theme.px(24), 0, theme.px(24), theme.px(8))
        bar = box(flow)
        note = label(tr("What the records themselves put on a date. Obligations under an agreement are not worked out here yet."),
                     "caption", wrap=True)
        note.setContentsMargins(theme.px(24), theme.px(6), theme.px(24), theme.px(12))
        self._model = _DueRows()
        self.list = _DueList()
        self.list.setModel(self._model)
        self.list.setItemDelegate(_DueDelegate(theme, self.list))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setMouseTracking(True)
        self.list.setAccessibleName(tr("What is due"))
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.opened.connect(self._open)
        self.list.doubleClicked.connect(self._open)
        self.list.selectionModel().currentChanged.connect(lambda now, _: self._show_detail(now))
        self._detail = DetailPane(theme, services, work)
        self._detail.open_record.connect(self.open_record)
        self._detail.told.connect(self.told)
        self._detail.wanted.connect(lambda _: self._open(self.list.currentIndex()))
        left = box(column(head, bar, (self.list, 1), note), ground="surface")
        self._splitter = ListAndDetail(theme, settings, "due", left, self._detail, (740, 440))
        self.setLayout(column((self._splitter, 1)))
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_PAUSE)
        self._soon.timeout.connect(self.refresh)
        signals.changed.connect(self._hear)
        signals.minute_passed.connect(self._let_time_pass)
        self.refresh()

    def _hear(self, _: Change) -> None:
        if self.isVisible():
            self.refresh()
        else:
            self._soon.start()

    def _let_time_pass(self) -> None:
        """Show what the minute changed; while another page is looked at, only the count of what is overdue by now."""
        if self.isVisible():
            self.refresh()
        else:
            self._stale = True
            self._count_again(self._facts, self._services.local_now())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.refresh()

    def _count_again(self, facts: list[DatedFact], now: datetime) -> None:
        self._facts = facts
        self.open_now, self.overdue = len(facts), sum(fact.state_on(now) == "overdue" for fact in facts)
        self.counted.emit(self.open_now, self.overdue)

    def refresh(self) -> None:
        """Work it out afresh; the chosen line stays chosen."""
        self._stale = False
        now = self._services.local_now()
        chosen = self._chosen()
        facts = self._services.agenda.upcoming(now)
        self._day.setText(day_in_words(now.date(), weekday=True))
        shown = [fact for fact in facts if not self._only or fact.what == self._only]
        self._model.show(tuple(self._rows(shown, now)))
        self._count.setText(tr_count("{count} open", "{count} open", len(shown)).format(count=count_in_words(len(shown))))
        for key, made in self._chips.items():
            made.setChecked(key == self._only)
        self._count_again(facts, now)
        places = [at for at, row in enumerate(self._model.rows) if row.fact is not None]
        if places:
            same = next((at for at in places if self._model.rows[at].fact == chosen), places[0])
            self.list.setCurrentIndex(self._model.index(same, 0))
        else:
            self._detail.show_nothing()

    def _rows(self, facts: list[DatedFact], now: datetime) -> list[DueRow]:
        rows: list[DueRow] = []
        for state, title in _GROUPS:
            mine = [fact for fact in facts if fact.state_on(now) == state]
            if mine:
                rows.append(DueRow(tr(title), facts=count_in_words(len(mine)), status="overdue" if state == "overdue" else ""))
                rows.extend(self._row(fact, state, now) for fact in mine)
        if not rows:
            rows.append(DueRow(tr("Nothing is due.")))
        return rows

    def _row(self, fact: DatedFact, state: str, now: datetime) -> DueRow:
        names = self._services.names
        states = ", ".join(names.name(code) for code in fact.states[:4])
        facts = ", ".join(part for part in (states, fact.note if fact.what == "activity_begins" else "") if part)
        if fact.what == "promise" and fact.note:
            facts = ", ".join(part for part in (facts, tr("promised by {state}").format(state=names.name(fact.note))) if part)
        when = instant_in_words(fact.at, weekday=True) if fact.at else day_in_words(fact.on, weekday=True) if fact.on else tr("no date")
        if fact.what == "request_unanswered" and fact.at:
            left = tr("{time} ago").format(time=time_left(now - fact.at))
        elif fact.at:
            left = time_left(fact.at - now)
        elif fact.on:
            days = (fact.on - now.date()).days
            left = tr_count("{days} day", "{days} days", days).format(days=days) if days else tr("today")
        else:
            left = ""
        mark = {"overdue": "overdue", "today": "today", "week": "week", "later": "later", "undated": "open"}[state]
        return DueRow(tr(_TITLES[fact.what]).format(title=fact.title), facts, when, left, tr(_KINDS[fact.what]), mark, fact)

    def _show_only(self, what: str) -> None:
        self._only = what
        self.refresh()

    def _chosen(self) -> DatedFact | None:
        at = self.list.currentIndex().row()
        return self._model.rows[at].fact if 0 <= at < len(self._model.rows) else None

    def _show_detail(self, index: QModelIndex) -> None:
        fact = self._chosen()
        if fact is not None:
            self._detail.show_record(fact.record_id)

    def _open(self, index: QModelIndex) -> None:
        fact = self._chosen()
        if fact is not None:
            self.open_record.emit(fact.kind, fact.record_id)
