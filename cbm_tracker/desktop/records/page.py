"""The page of a kind: its list on the left, the chosen record on the right, its form in their place while one writes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from cbm_tracker.bootstrap import Services
from cbm_tracker.desktop.changes import ChangeSignals
from cbm_tracker.desktop.commands import WAITING
from cbm_tracker.desktop.date_words import instant_in_words
from cbm_tracker.desktop.error_dialog import show_error
from cbm_tracker.desktop.long_work import LongWork
from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.number_words import count_in_words
from cbm_tracker.desktop.quotas.ledger_pane import RecordOrLedger
from cbm_tracker.desktop.records.detail_content import detail_of
from cbm_tracker.desktop.records.detail_pane import DetailPane
from cbm_tracker.desktop.records.filter_bar import FilterBar
from cbm_tracker.desktop.records.form_bars import FormBar
from cbm_tracker.desktop.records.kind_views import KindView, Lookup
from cbm_tracker.desktop.records.table_model import RecordTableModel
from cbm_tracker.desktop.records.table_view import RecordTableView
from cbm_tracker.desktop.reports.subject import Subject, subject_of
from cbm_tracker.desktop.settings import Settings
from cbm_tracker.desktop.tasks import TaskRunner
from cbm_tracker.desktop.translation import tr, tr_count
from cbm_tracker.desktop.widgets.layout import STRETCH, box, button, column, label, line, picture
from cbm_tracker.desktop.widgets.list_and_detail import ListAndDetail
from cbm_tracker.domain.query import Query
from cbm_tracker.errors import CbmTrackerError, InvalidMeasure
from cbm_tracker.services.changes import Change
from cbm_tracker.services.records import StoredRecord

if TYPE_CHECKING:
    from cbm_tracker.desktop.records.form import RecordForm

Mode = Literal["new", "edit", "correct"]


class RecordsPage(QStackedWidget):
    """`told` carries a sentence for the status bar; `record_wanted` asks for a new record of a kind with values to begin with.

    `report_wanted` carries the subject of a report that is to be begun.
    """

    told = Signal(str)
    open_record = Signal(str, str)
    record_wanted = Signal(str, object)
    form_opened = Signal(bool)
    page_wanted = Signal(str)
    report_wanted = Signal(object)

    def __init__(
        self, theme: Theme, services: Services, tasks: TaskRunner, work: LongWork, settings: Settings, signals: ChangeSignals,
        view: KindView,
    ) -> None:
        super().__init__()
        self.view = view
        self._theme, self._services, self._tasks, self._work, self._settings = theme, services, tasks, work, settings
        self._form: RecordForm | None = None
        self._stale = False

        self.filters = FilterBar(theme, view, services.names, self._agreements, services.today)
        self.model = RecordTableModel(view.columns, self._lookup())
        self.table = RecordTableView(theme, view, self.model, settings)
        self.detail = DetailPane(theme, services, work)
        self._empty = QStackedWidget()
        self._empty.addWidget(self.table)
        self._empty.addWidget(self._empty_state())
        self._no_match = label("", "quiet", wrap=True)
        clear = button(tr("Clear filters"), theme)
        clear.clicked.connect(self.filters.clear)
        self._empty.addWidget(box(column(self._no_match, theme.px(10), line(clear, STRETCH), STRETCH,
                                         margins=(theme.px(24), theme.px(24), theme.px(24), 0)), ground="surface"))

        new = button(tr(view.new_label), theme, "plus", tip=tr("Ctrl+N"))
        new.clicked.connect(lambda: self.new_record())
        head = box(line(label(tr(view.title), "heading"), STRETCH, new, gap=theme.px(12),
                        margins=(theme.px(24), theme.px(14), theme.px(20), theme.px(10))), ground="surface")
        self.unfinished = FormBar(theme, "open", "soon")
        self.trouble = FormBar(theme, "missed", "overdue", "F5")
        bars = column(self.trouble, self.unfinished, gap=theme.px(8), margins=(theme.px(24), 0, theme.px(20), theme.px(8)))
        left = box(column(head, bars, self.filters, (self._empty, 1)), ground="surface")
        side: QWidget = self.detail
        if view.key == "inspections":
            side = ledger = RecordOrLedger(theme, services, tasks, signals, self.detail)
            ledger.page_wanted.connect(self.page_wanted)
            ledger.record_wanted.connect(self.new_record)
            self.table.opened.connect(ledger.show_record)
        self.splitter = ListAndDetail(theme, settings, view.key, left, side, (640, view.detail_width))
        self.addWidget(self.splitter)

        self.filters.changed.connect(lambda: self.refresh(anew=True))
        self.filters.left.connect(self.table.setFocus)
        self.table.chosen.connect(self._show_detail)
        self.table.opened.connect(lambda _: self.splitter.enter_detail())
        self.table.binned.connect(lambda: self.carry_out("delete"))
        self.table.sorted_by.connect(lambda *_: self.refresh())
        self.detail.wanted.connect(self.carry_out)
        self.detail.open_record.connect(self.open_record)
        self.detail.told.connect(self.told)
        self.model.failed.connect(self._say_trouble, Qt.ConnectionType.QueuedConnection)  # told while the list is being painted
        signals.changed.connect(self._hear)
        signals.minute_passed.connect(lambda _: self.model.look_again(self._lookup()))
        self.refresh()

    # -------------------------------------------------- list

    def refresh(self, *, anew: bool = False) -> None:
        """Ask the register again; the chosen record stays chosen, the list where it was scrolled to.

        `anew` begins another list at its first row.
        """
        self._stale = False
        self.trouble.say("")
        self._show_unfinished()
        chosen, place = self.table.chosen_id(), self.table.verticalScrollBar().value()
        number = self.table.currentIndex().row()
        if anew:
            chosen, place, number = "", 0, 0
        sort, descending = self.table.sort_order()
        query = replace(self.filters.query, sort=sort, descending=descending)
        records = self._services.records.listed(query)
        self.model.show(records, self._lookup())
        everything = records.count if not self.filters.restricts else self._services.records.count(Query(kinds=self.view.kinds))
        self.filters.show_count(records.count, everything)
        if records.count:
            self._empty.setCurrentIndex(0)
            with QSignalBlocker(self.table):  # the detail is built once, below
                if not (chosen and self.table.choose(chosen)):
                    self.table.choose_row(min(max(number, 0), records.count - 1))
            self.table.verticalScrollBar().setValue(place)
            self._show_detail(self.table.chosen_id())
        else:
            if self.filters.restricts:
                self._no_match.setText(self._no_match_words(query))
            self._empty.setCurrentIndex(2 if self.filters.restricts else 1)
            self.detail.show_nothing()

    def _say_trouble(self, error: CbmTrackerError) -> None:
        self.trouble.say(tr("This list cannot be read to its end. {reason}").format(reason=error), (tr("Read it again"), self.refresh))

    def _show_unfinished(self) -> None:
        """Offer to go on with what was typed into a form and not saved."""
        drafts = [draft for draft in self._services.drafts.kept() if draft.kind in self.view.kinds]
        if not drafts:
            self.unfinished.say("")
            return
        last = drafts[-1]
        said = tr("“{title}” is not saved yet; kept {when}.").format(title=last.title or tr("Without a name"),
                                                                 when=instant_in_words(last.saved_at))
        if len(drafts) > 1:
            others = len(drafts) - 1
            said += " " + tr_count("{count} more.", "{count} more.", others).format(count=others)
        self.unfinished.say(said, (tr("Continue"), lambda: self._continue(last.key)))

    def _continue(self, key: str) -> None:
        if not key.startswith("new:"):
            self.show_record(key)
            self.edit()
        if self._form is None:
            self.new_record()

    def _no_match_words(self, query: Query) -> str:
        if query.text:
            return tr("Nothing here matches “{text}” with these filters.").format(text=query.text)
        return tr("The bin holds nothing of this kind.") if query.in_bin else tr("Nothing here matches these filters.")

    def show_record(self, record_id: str) -> None:
        """Choose a record; filters that hide it are cleared."""
        if self._form is not None and not self.leave_form():
            return
        if not self.table.choose(record_id):
            self.filters.clear()
            if not self.table.choose(record_id):
                self.filters.restrict(Query(in_bin=True))
                self.table.choose(record_id)
        self.table.setFocus()

    def focus_search(self) -> None:
        self.filters.search_field.setFocus()
        self.filters.search_field.selectAll()

    def step(self, by: int) -> None:
        """Choose a neighbour of the chosen record."""
        number = self.table.currentIndex().row() + by
        if 0 <= number < self.model.rowCount():
            self.table.choose_row(number)

    def query(self) -> Query:
        """Return what the list shows, for export."""
        return self.filters.query

    def _lookup(self) -> Lookup:
        return Lookup(self._services.names, self._services.local_now())

    def _agreements(self) -> list[tuple[str, str]]:
        page = self._services.records.page(Query(kinds=("agreement",), sort="title", descending=False), limit=500)
        return [(row.word, row.title) for row in page.rows]

    def _show_detail(self, record_id: str) -> None:
        if record_id:
            self.detail.show_record(record_id)
        else:
            self.detail.show_nothing()

    def _hear(self, change: Change) -> None:
        """Show what changed; a page nobody looks at does so when it is looked at again."""
        if not self.isVisible():
            self._stale = True
        elif any(change.concerns(kind) for kind in self.view.kinds):
            self.refresh()
        elif self.detail.stored is not None:
            self.detail.show_record(self.detail.stored.record.id)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.refresh()
        if self.focusWidget() is None and self.model.rowCount():
            self.table.setFocus()  # before the toolkit chooses what stands first

    def _empty_state(self) -> QWidget:
        theme, view = self._theme, self.view
        first = button(tr(view.new_label), theme, "plus", default=True)
        first.clicked.connect(lambda: self.new_record())
        text = label(tr(view.empty_text), "quiet", wrap=True)
        text.setMaximumWidth(theme.px(440))
        return box(column(picture(theme, view.icon, size=28), theme.px(8), label(tr(view.empty_title), "lead"), text, theme.px(8),
                          line(first, label("Ctrl+N", "key"), STRETCH, gap=theme.px(10)), STRETCH, gap=theme.px(4),
                          margins=(theme.px(24), theme.px(40), theme.px(24), 0)), ground="surface")

    # -------------------------------------------------- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._form is None:
            self.splitter.back_to_list()
            self.table.setFocus()
        elif event.text() == "/" and self._form is None:
            self.focus_search()
        else:
            super().keyPressEvent(event)

    # -------------------------------------------------- wishes

    def carry_out(self, wish: str) -> None:
        """Carry out a wish for the chosen record; the keys are those of the commands, and correct."""
        wishes: dict[str, Callable[[], None]] = {
            "edit": self.edit, "correct": self.edit, "issue": self.issue, "duplicate": self.duplicate, "delete": self.delete,
            "restore": self.restore, "notify": lambda: self._about("notification", "notifies"),
            "contact": lambda: self._about("contact", "part_of"), "copy": self.copy,
            "record_history": self.show_history, "report_on": self.begin_report,
        }
        if wish in WAITING and not self._work.may_begin():
            return
        try:
            wishes[wish]()
        except CbmTrackerError as error:
            show_error(self, error)

    def new_record(self, prefill: dict[str, Any] | None = None) -> None:
        self._open_form(self.view.kinds[0], None, "new", prefill)

    def edit(self) -> None:
        """Open the form: a draft is edited, what is issued is corrected."""
        stored = self.detail.stored
        if stored is None or stored.in_bin or stored.record.status == "superseded":
            return
        mode: Mode = "edit" if stored.record.status == "draft" else "correct"
        self._open_form(stored.record.kind, stored, mode, None)

    def edit_at(self, field: str) -> None:
        """Open the form at one field."""
        self.edit()
        if self._form is not None:
            self._form.go_to_field(field)

    def duplicate(self) -> None:
        from cbm_tracker.domain.record_json import to_json

        if self.detail.stored is not None:
            values = to_json(self.detail.stored.record)
            for key in ("id", "reference", "links", "attachments", "status"):
                values.pop(key, None)
            self.new_record(values)

    def issue(self) -> None:
        """Issue the chosen record; where it does not say enough, its form shows what is missing."""
        if self.detail.stored is None:
            return
        try:
            self._services.records.issue(self.detail.stored.record.id)
        except InvalidMeasure:
            self.edit()
            if self._form is not None:
                self._form.save_and_issue()
            return
        self.told.emit(tr("Issued. It is corrected from now on, not edited."))

    def delete(self) -> None:
        ids = self.table.selected_ids()
        if ids and not self.filters.query.in_bin:
            said = tr_count("{count} record moved to the bin. Ctrl+Z takes it back.",
                            "{count} records moved to the bin. Ctrl+Z takes them back.", len(ids)).format(count=count_in_words(len(ids)))
            records = self._services.records
            self._work.carry_out(tr("Moving to the bin"), lambda progress: records.delete(*ids, progress=progress),
                                 lambda _: self.told.emit(said), records=len(ids))

    def restore(self) -> None:
        ids = self.table.selected_ids()
        if ids and self.filters.query.in_bin:
            said = tr_count("{count} record restored from the bin.", "{count} records restored from the bin.", len(ids))
            said = said.format(count=count_in_words(len(ids)))
            records = self._services.records
            self._work.carry_out(tr("Restoring from the bin"), lambda progress: records.restore(*ids, progress=progress),
                                 lambda _: self.told.emit(said), records=len(ids))

    def show_history(self) -> None:
        """Show all versions of the chosen record; a draft can be brought back to an earlier one."""
        from cbm_tracker.desktop.records.record_history_dialog import RecordHistoryDialog

        stored = self.detail.stored
        if stored is not None:
            dialog = RecordHistoryDialog(self._theme, self._services, stored, self._work.is_busy, self)
            dialog.exec()
            dialog.deleteLater()
            if dialog.said:
                self.told.emit(dialog.said)

    def copy(self) -> None:
        """Put the chosen record on the clipboard as plain text."""
        stored = self.detail.stored
        if stored is not None:
            content = detail_of(stored.record, self._services.names, self._services.local_now())
            QGuiApplication.clipboard().setText(f"{content.title}\n{content.caption}\n{content.sentence}")
            self.told.emit(tr("Copied."))

    def _about(self, kind: str, relation: str) -> None:
        stored = self.detail.stored
        if stored is not None:
            prefill = {"links": [{"relation": relation, "target": stored.record.id}], "agreements": list(stored.record.agreements)}
            self.record_wanted.emit(kind, prefill)

    def subject(self) -> Subject | None:
        """Return what a report on the chosen record would be about; None where there is no such report."""
        stored = self.detail.stored
        return None if stored is None or stored.in_bin else subject_of(stored.record, self._services.reports.kinds())

    def begin_report(self) -> None:
        subject = self.subject()
        if subject is not None:
            self.report_wanted.emit(subject)

    # -------------------------------------------------- form

    @property
    def form(self) -> RecordForm | None:
        return self._form

    def _open_form(self, kind: str, stored: StoredRecord | None, mode: Mode, prefill: dict[str, Any] | None) -> None:
        from cbm_tracker.desktop.records.form import RecordForm  # when it is first asked for: the list shall stand before

        if self._form is not None and not self.leave_form():
            return
        form = RecordForm(self._theme, self._services, self._tasks, kind=kind, stored=stored, mode=mode, prefill=prefill,
                          settings=self._settings)
        self._form = form
        form.saved.connect(self._saved)
        form.told.connect(self.told)
        form.working.connect(self._work.follow)
        form.closed.connect(self._close_form)
        self.addWidget(form)
        self.setCurrentWidget(form)
        form.setFocus()
        self.form_opened.emit(True)

    def hold_form(self) -> None:
        """Let nothing be saved from the form for a while; what is typed is kept."""
        if self._form is not None:
            self._form.keep_draft()
            self._form.setEnabled(False)

    def release_form(self) -> None:
        if self._form is not None:
            self._form.setEnabled(True)

    def leave_form(self) -> bool:
        """Close the form; what was typed is kept as a draft. Returns whether it is closed."""
        if self._form is not None:
            self._form.close_form()
        return self._form is None

    def _saved(self, record_id: str) -> None:
        self.table.choose(record_id)
        self.told.emit(tr("Saved {time}").format(time=f"{self._services.desk.now():%H:%M} UTC"))

    def _close_form(self) -> None:
        form, self._form = self._form, None
        if form is not None:
            self.removeWidget(form)
            form.deleteLater()
        self.setCurrentWidget(self.splitter)
        self.refresh()
        self.table.setFocus()
        self.form_opened.emit(False)

