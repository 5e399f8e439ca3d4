"""The detail of a record: reads like a page, with what can be done to it above and what belongs to it below."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QGridLayout, QMenu, QToolButton, QWidget

from cbm_tracker.bootstrap import Services
from cbm_tracker.desktop.date_words import instant_in_words, partial_in_words
from cbm_tracker.desktop.error_dialog import show_error
from cbm_tracker.desktop.long_work import LongWork
from cbm_tracker.desktop.look.rows import FactRow
from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.number_words import count_in_words, size_in_words
from cbm_tracker.desktop.records.detail_content import (
    Block,
    Chronology,
    DetailContent,
    Entries,
    Facts,
    FigureTable,
    Prose,
    detail_of,
)
from cbm_tracker.desktop.records.kind_views import STATUS_MARKS, STATUS_WORDS, VIEW_OF_KIND
from cbm_tracker.desktop.records.revision_words import revision_in_words
from cbm_tracker.desktop.reports.subject import subject_of
from cbm_tracker.desktop.rules.record_rules import next_step, rules_section
from cbm_tracker.desktop.translation import tr, tr_count
from cbm_tracker.desktop.widgets.layout import STRETCH, Badge, Item, Mark, box, button, chip, column, label, line, rule, scrolled
from cbm_tracker.desktop.widgets.listing import FactList
from cbm_tracker.desktop.widgets.page_frame import PageFrame
from cbm_tracker.domain.measures import RECORD_CLASSES, Case, Record
from cbm_tracker.domain.summary import KIND_NAMES
from cbm_tracker.domain.vocabulary import spoken
from cbm_tracker.errors import CbmTrackerError
from cbm_tracker.services.records import Neighbour, Row, StoredRecord

_SHOWN_REVISIONS = 8
_SAVED_AT_ONCE = 4_000_000  # bytes that are written within 50 ms
_MANY = 1000
_RESTED = 60  # milliseconds that a record is looked at before the rules are asked: whoever walks through a list does not wait for them


class DetailPane(PageFrame):
    """`wanted` carries the wish for the shown record: edit, correct, issue, duplicate, delete, restore, record_history,
    report_on.

    `told` carries a sentence for the status bar; `shown` says whether there is a record to look at.
    """

    wanted = Signal(str)
    shown = Signal(bool)
    open_record = Signal(str, str)  # kind, id
    told = Signal(str)

    def __init__(self, theme: Theme, services: Services, work: LongWork) -> None:
        super().__init__("raised")
        self._theme, self._services, self._work = theme, services, work
        self._records, self._names, self._now = services.records, services.names, services.local_now
        self.stored: StoredRecord | None = None
        self._ruled: tuple[QWidget, QWidget] | None = None  # where the next step and what the rules say will stand
        self._rested = QTimer(self)
        self._rested.setSingleShot(True)
        self._rested.setInterval(_RESTED)
        self._rested.timeout.connect(self.show_rules)
        self.setAccessibleName(tr("Detail of the chosen record"))

    def show_nothing(self) -> None:
        self.stored = None
        self._rested.stop()
        self.put_nothing()
        self.shown.emit(False)

    def show_record(self, record_id: str) -> None:
        """Show a record as it is now; one that is gone leaves the pane empty."""
        try:
            self.stored = self._records.get(record_id)
        except CbmTrackerError:
            self.show_nothing()
            return
        self.put(self._build(self.stored))
        self._rested.start()
        self.shown.emit(True)

    def show_rules(self) -> None:
        """Put what the rules say, and the next step of an inspection, into the page of the shown record."""
        self._rested.stop()
        if self.stored is None or self.stored.in_bin or self._ruled is None:
            return
        record, gap = self.stored.record, self._theme.px(12)
        parts = (next_step(self._theme, self._services, record), rules_section(self._theme, self._services, record))
        for place, part in zip(self._ruled, parts, strict=True):
            if part is not None:
                place.setLayout(column(part, gap))
                place.show()
        self._ruled = None

    # -------------------------------------------------- the page

    def _build(self, stored: StoredRecord) -> QWidget:
        theme, record = self._theme, stored.record
        content = detail_of(record, self._names, self._now())
        neighbours = self._records.neighbours(record)
        heading = label(content.title, "display", wrap=True, select=True)
        items: list[Item] = [heading, label(content.sentence, "quiet", wrap=True, select=True), theme.px(2),
                             line(*self._badges(stored, content, neighbours), STRETCH, gap=theme.px(8)), theme.px(12)]
        self._ruled = step, ruled = QWidget(), QWidget()
        step.hide()
        ruled.hide()
        items.append(step)
        for block in content.blocks:
            items.extend([self._section(block), theme.px(12)])
        items.append(ruled)
        if isinstance(record, Case) and record.members:
            items.extend([self._members(record), theme.px(12)])
        if neighbours:
            items.extend([self._linked(neighbours), theme.px(12)])
        if record.attachments:
            items.extend([self._attachments(record), theme.px(12)])
        items.extend([self._history(record), STRETCH])
        page = column(*items, gap=theme.px(6), margins=(theme.px(32), 0, theme.px(32), theme.px(16)))
        scroll = scrolled(box(page, ground="raised"), "raised")
        scroll.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        scroll.setAccessibleName(f"{content.caption}, {content.title}. {content.sentence}")
        return box(column(self._actions(stored, content), (scroll, 1)), ground="raised")

    def _actions(self, stored: StoredRecord, content: DetailContent) -> QWidget:
        theme, status = self._theme, stored.record.status
        buttons: list[Item] = []

        def add(words: str, icon: str, wish: str, tip: str) -> None:
            made = button(words, theme, icon, tip=tip)
            made.clicked.connect(lambda: self.wanted.emit(wish))
            buttons.append(made)

        if stored.in_bin:
            add(tr("Restore"), "undo-2", "restore", tr("Take it out of the bin, with its links"))
        elif status == "draft":
            add(tr("Edit"), "pencil", "edit", tr("Edit (Ctrl+E)"))
            add(tr("Issue"), "check", "issue", tr("Make it final; from then on it is corrected, not edited"))
        elif status == "issued":
            add(tr("Correct"), "pencil", "correct", tr("Record a correction; the original is kept (Ctrl+E)"))
        more = QToolButton()
        more.setText(tr("More"))
        more.setIcon(theme.icon("chevron-down", "ink3"))
        more.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        more.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        more.setProperty("chip", True)
        more.setMinimumHeight(theme.px("control"))
        more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        more.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        menu = QMenu(more)
        for words, wish in ((tr("Duplicate"), "duplicate"), (tr("New notification about this"), "notify"),
                            (tr("Log a contact about this"), "contact"), (tr("Copy as text"), "copy"),
                            (tr("History of this record…"), "record_history")):
            menu.addAction(words).triggered.connect(lambda _=False, chosen=wish: self.wanted.emit(chosen))
        if not stored.in_bin and subject_of(stored.record, self._services.reports.kinds()) is not None:
            menu.addAction(tr("Report on this…")).triggered.connect(lambda: self.wanted.emit("report_on"))
        if not stored.in_bin:
            menu.addSeparator()
            menu.addAction(tr("Move to the bin")).triggered.connect(lambda: self.wanted.emit("delete"))
        more.setMenu(menu)
        caption = label(content.caption, "caption")
        return box(line(caption, STRETCH, *buttons, more, gap=theme.px(8),
                        margins=(theme.px(32), theme.px(14), theme.px(32), theme.px(6))), ground="raised")

    def _badges(self, stored: StoredRecord, content: DetailContent, neighbours: Sequence[Neighbour]) -> list[Item]:
        status = stored.record.status
        badges: list[Item] = [Badge(self._theme, "none", tr("In the bin")) if stored.in_bin
                              else Badge(self._theme, STATUS_MARKS[status], tr(STATUS_WORDS[status]))]
        if stored.record.direction:
            badges.append(Badge(self._theme, "none" if stored.record.direction == "given" else "open",
                                tr(spoken(stored.record.direction))))
        if stored.record.marking:
            badges.append(label(stored.record.marking, "strong"))
        return badges

    def _section(self, block: Block) -> QWidget:
        theme = self._theme
        body: Item
        match block:
            case Facts():
                body = self._facts(block.items)
            case Prose():
                body = label(block.text, wrap=True, select=True)
            case FigureTable():
                body = self._figures(block)
            case Chronology():
                body = self._steps(block)
            case Entries():
                body = self._entries(block)
        return box(column(label(block.title, "section"), body, gap=theme.px(4)))

    def _facts(self, items: Sequence[tuple[str, str]]) -> QGridLayout:
        grid = _grid(self._theme, gap=6)
        for at, (name, value) in enumerate(items):
            grid.addWidget(label(name, "caption", wrap=True), at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label(value, wrap=True, select=True), at, 1)
        grid.setColumnMinimumWidth(0, self._theme.px(132))
        grid.setColumnStretch(1, 1)
        return grid

    def _steps(self, block: Chronology) -> QGridLayout:
        grid = _grid(self._theme, gap=6)
        for at, (when, local, what, since) in enumerate(block.steps):
            moment: list[Item] = [label(when, select=True)]
            if local:
                moment.append(label(local, "caption"))
            grid.addLayout(column(*moment), at, 0)
            grid.addWidget(label(what, "strong", wrap=True), at, 1, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label(since, "caption"), at, 2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(1, 1)
        return grid

    def _entries(self, block: Entries) -> QGridLayout:
        grid = _grid(self._theme, gap=6)
        for at, (status, what, more) in enumerate(block.items):
            grid.addWidget(Mark(self._theme, status, 14), at, 0, Qt.AlignmentFlag.AlignTop)
            said = column(label(what, wrap=True, select=True), label(more, "small", wrap=True, select=True))
            grid.addLayout(said, at, 1)
        grid.setColumnStretch(1, 1)
        return grid

    def _figures(self, table: FigureTable) -> QGridLayout:
        theme = self._theme
        grid = _grid(theme, gap=0)
        grid.setHorizontalSpacing(theme.px(12))
        wide = len(table.heads)

        def side(at: int) -> Qt.AlignmentFlag:
            return (Qt.AlignmentFlag.AlignLeft if at < table.words else Qt.AlignmentFlag.AlignRight) | Qt.AlignmentFlag.AlignVCenter

        for at, head in enumerate(table.heads):
            cell = label(head, "caption")
            cell.setMinimumHeight(theme.px(24))
            grid.addWidget(cell, 0, at, side(at))
        for number, row in enumerate(table.rows):
            strong = table.total and number == len(table.rows) - 1
            grid.addWidget(rule(), 2 * number + 1, 0, 1, wide)
            for at, value in enumerate(row):
                cell = label(value, "strong" if strong else "", wrap=at < table.words, select=True)
                cell.setMinimumHeight(theme.px(26))
                if at < table.words:
                    grid.addWidget(cell, 2 * number + 2, at)
                else:
                    grid.addWidget(cell, 2 * number + 2, at, side(at))
        for at in range(wide):
            grid.setColumnStretch(at, 3 if at == 0 else 2 if at < table.words else 0)
        return grid

    # -------------------------------------------------- what belongs to it

    def _linked(self, neighbours: Sequence[Neighbour]) -> QWidget:
        return self._rows(tr("Linked records"), [_linked_row(near) for near in neighbours])

    def _members(self, case: Case) -> QWidget:
        rows = self._records.rows(case.members)
        shown = [_record_row(rows[member], tr(KIND_NAMES[rows[member].kind])) for member in case.members if member in rows]
        return self._rows(tr("The story, record by record"), shown)

    def _rows(self, title: str, rows: Sequence[FactRow]) -> QWidget:
        theme = self._theme
        listed = FactList(theme, title, ground="surface", tall=True)
        listed.show_rows(rows)
        listed.opened.connect(self._open)
        edge = theme.px(2)
        return box(column(label(title, "section"), box(column(listed, margins=(edge, edge, edge, edge)), panel="inset"), gap=theme.px(4)))

    def _open(self, key: str) -> None:
        kind, _, record_id = key.partition(" ")
        self.open_record.emit(kind, record_id)

    def _attachments(self, record: Record) -> QWidget:
        rows = [FactRow(part.name, right=size_in_words(part.size), icon="paperclip", key=part.sha256) for part in record.attachments]
        theme = self._theme
        listed = FactList(theme, tr("Attachments"), ground="surface", tall=True)
        listed.show_rows(rows)
        listed.opened.connect(self.save_attachment)
        listed.setToolTip(tr("Enter or double-click saves a copy"))
        edge = theme.px(2)
        return box(column(label(tr("Attachments"), "section"),
                          box(column(listed, margins=(edge, edge, edge, edge)), panel="inset"), gap=theme.px(4)))

    def save_attachment(self, digest: str) -> None:
        """Ask where a file of the shown record shall lie, and write a copy of it there."""
        if self.stored is None or not self._work.may_begin():
            return
        kept = next(part for part in self.stored.record.attachments if part.sha256 == digest)
        chosen, _ = QFileDialog.getSaveFileName(self, tr("Save a copy"), kept.name)
        if not chosen:
            return
        target, records = Path(chosen), self._records
        said = tr("Saved as {path}").format(path=target)
        try:
            self._work.carry_out(tr("Saving {name}").format(name=kept.name),
                                 lambda progress: records.save_attachment(digest, target, progress), lambda _: self.told.emit(said),
                                 records=_MANY if kept.size > _SAVED_AT_ONCE else 1)
        except CbmTrackerError as error:
            show_error(self, error)

    def _history(self, record: Record) -> QWidget:
        theme = self._theme
        revisions = self._records.history(record.id, latest=_SHOWN_REVISIONS)
        grid = _grid(theme, gap=5)
        for at, revision in enumerate(reversed(revisions)):
            when = label(instant_in_words(revision.at), "caption", wrap=True)
            grid.addWidget(when, at, 0, Qt.AlignmentFlag.AlignTop)
            said = label(revision_in_words(revision, type(record), self._names), "small", wrap=True, select=True)
            grid.addWidget(said, at, 1)
            officer = label(revision.officer, "caption", wrap=True)
            officer.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
            grid.addWidget(officer, at, 2)
        for at, part in enumerate((3, 6, 2)):
            grid.setColumnStretch(at, part)
        whole = chip(tr("All versions…"), theme, checkable=False)
        whole.setToolTip(tr("Each version with its fields; a draft can be brought back to one (Ctrl+Shift+H)"))
        whole.clicked.connect(lambda: self.wanted.emit("record_history"))
        items: list[Item] = [label(tr("History"), "section"), grid]
        earlier = self._records.history_length(record.id) - _SHOWN_REVISIONS
        if earlier > 0:
            items.append(label(tr_count("{count} earlier change", "{count} earlier changes", earlier)
                               .format(count=count_in_words(earlier)), "caption"))
        items.append(line(whole, STRETCH))
        return box(column(*items, gap=theme.px(4)))


def _grid(theme: Theme, gap: int) -> QGridLayout:
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(theme.px(14))
    grid.setVerticalSpacing(theme.px(gap))
    return grid


_RELATIONS = {  # (from this record, from the other)
    "notifies": ("Notifies", "Notified by"), "answers": ("Answers", "Answered by"), "corrects": ("Corrects", "Corrected by"),
    "reports_on": ("Reports on", "Reported by"), "part_of": ("Part of", "Includes"),
    "supersedes": ("Supersedes", "Superseded by"), "member": ("In its story", "In the case"),
    "settles": ("Decides on", "Decided by"),
}


def _linked_row(near: Neighbour) -> FactRow:
    return _record_row(near.row, tr(_RELATIONS[near.relation][0 if near.outgoing else 1]))


def _record_row(row: Row, said: str) -> FactRow:
    facts = [said, row.reference, tr("in the bin") if row.in_bin else ""]
    return FactRow(row.title, ", ".join(part for part in facts if part), right=partial_in_words(row.when or row.begins),
                   icon=VIEW_OF_KIND[row.kind].icon, key=f"{row.kind} {row.id}", room=170)


assert set(VIEW_OF_KIND) == set(RECORD_CLASSES), "each kind has its page"
