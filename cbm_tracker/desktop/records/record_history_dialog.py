"""All versions of a record: who changed which field when and why; a draft can be brought back to one of them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from cbm_tracker.bootstrap import Services
from cbm_tracker.desktop.date_words import instant_in_words
from cbm_tracker.desktop.error_dialog import show_error
from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.records.revision_words import change_in_words, fields_in_words
from cbm_tracker.desktop.translation import tr
from cbm_tracker.desktop.widgets.framed_dialog import FramedDialog
from cbm_tracker.desktop.widgets.layout import STRETCH, Item, box, button, column, label, scrolled
from cbm_tracker.desktop.widgets.plain_table import Heading, PlainTable
from cbm_tracker.domain.summary import title
from cbm_tracker.errors import CbmTrackerError
from cbm_tracker.services.records import RevisionView, StoredRecord


class RecordHistoryDialog(FramedDialog):
    """The versions above, the newest first; what the chosen one changed below. `said` is what to say afterwards, "" for nothing.

    Args:
        busy: something long is being written just now, so nothing can be brought back.
    """

    def __init__(self, theme: Theme, services: Services, stored: StoredRecord, busy: bool, parent: QWidget | None = None) -> None:
        super().__init__(theme, tr("History of this record"), parent, about=title(stored.record))
        self._services, self._stored = services, stored
        self.said = ""
        self._may_go_back = stored.record.status == "draft" and not stored.in_bin and not busy
        revisions = services.records.history(stored.record.id)
        self._revisions = {revision.number: revision for revision in revisions}
        self.table = PlainTable(theme, tr("Versions"), [
            Heading(tr("Version"), 68, figures=True), Heading(tr("When"), 186), Heading(tr("What was done"), 126),
            Heading(tr("Officer"), 112), Heading(tr("Desk"), 82), Heading(tr("Reason"), 74),
        ])
        self.table.show_rows([self._row(revision) for revision in reversed(revisions)])
        self._fields = QFrame()
        self._fields.setProperty("ground", "surface")
        self._area = scrolled(self._fields, "surface")
        self._area.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        above, below = (box(column((part, 1), margins=(1, 1, 1, 1)), panel="inset") for part in (self.table, self._area))
        for part in (above, below):
            part.setMinimumHeight(theme.px(152))  # the dialog scrolls before a list has no room for its lines
        self.add((above, 3), label(tr("What this version changed"), "section"), (below, 2))
        self.back_button = button(tr("&Back to this version"), theme, "undo-2")
        self.back_button.clicked.connect(self._go_back)
        leave = button(tr("Close"), theme, default=True)
        leave.clicked.connect(self.accept)
        self.finish_with(label(self._note(busy), "caption", wrap=True), self.back_button, leave)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._show_chosen())
        self.resize_to(940, 640)
        self.table.selectRow(0)
        self.table.setFocus()

    def _note(self, busy: bool) -> str:
        if self._stored.in_bin:
            return tr("It lies in the bin. Restore it first to bring an earlier version back.")
        if self._stored.record.status == "issued":
            return tr("It is issued and does not go back in place. Correct it instead; the original is kept.")
        if self._stored.record.status == "superseded":
            return tr("It was corrected. The record that superseded it is the one to correct.")
        if busy:
            return tr("Something is being written just now. Look again when it is done.")
        return tr("Going back is a change of its own: nothing in this list is lost, and Undo takes it back.")

    def _row(self, revision: RevisionView) -> tuple[str, ...]:
        return (str(revision.number), instant_in_words(revision.at), change_in_words(revision), revision.officer, revision.workstation,
                revision.reason)

    def choose(self, number: int) -> None:
        """Choose a version by its number."""
        for at, row in enumerate(self.table.shown_rows()):
            if row[0] == str(number):
                self.table.selectRow(at)

    def _chosen(self) -> RevisionView | None:
        rows = self.table.chosen_rows()
        return self._revisions.get(int(rows[0][0])) if rows else None

    def _show_chosen(self) -> None:
        revision = self._chosen()
        now = self._stored.record
        earlier = revision is not None and revision.record is not None and revision.record != now
        self.back_button.setEnabled(self._may_go_back and earlier)
        self._fields = QFrame()
        self._fields.setProperty("ground", "surface")
        pad = self.theme.px(14)
        items: list[Item] = [self._changes(revision), STRETCH] if revision is not None else [STRETCH]
        self._fields.setLayout(column(*items, margins=(pad, pad // 2, pad, pad)))
        self._area.setWidget(self._fields)

    def _changes(self, revision: RevisionView) -> QGridLayout:
        theme = self.theme
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px(14))
        grid.setVerticalSpacing(theme.px(6))
        changed = fields_in_words(revision, type(self._stored.record), self._services.names)
        for at, words in enumerate((tr("Field"), tr("Before"), tr("After"))):
            grid.addWidget(label(words, "caption"), 0, at)
        spoken = []
        for at, (field, before, after) in enumerate(changed, 1):
            for place, (words, role) in enumerate(((field, "label"), (before or "–", "quiet"), (after or "–", ""))):
                grid.addWidget(label(words, role, wrap=True, select=place > 0), at, place, Qt.AlignmentFlag.AlignTop)
            spoken.append(f"{field}: {before or tr('nothing')} → {after or tr('nothing')}")
        if not changed:
            grid.addWidget(label(tr("No field was changed."), "quiet"), 1, 0, 1, 3)
        for at, part in enumerate((2, 3, 3)):
            grid.setColumnStretch(at, part)
        self._area.setAccessibleName("; ".join(spoken) or tr("No field was changed."))
        return grid

    def _go_back(self) -> None:
        revision = self._chosen()
        if revision is None:
            return
        try:
            self._services.records.restore_revision(self._stored.record.id, revision.number)
        except CbmTrackerError as error:
            show_error(self, error)
            return
        self.said = tr("Version {number} is back. Ctrl+Z takes that back.").format(number=revision.number)
        self.accept()
