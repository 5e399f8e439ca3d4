"""One open register in the window: its services, its pages (made when first seen) and the commands that concern it.

Dialogs and the report page are imported when they are first asked for: the list shall stand before they are needed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QMessageBox, QWidget

from cbm_tracker.bootstrap import Services
from cbm_tracker.desktop.changes import ChangeSignals
from cbm_tracker.desktop.commands import WAITING
from cbm_tracker.desktop.date_words import day_in_words, time_in
from cbm_tracker.desktop.due.page import DuePage
from cbm_tracker.desktop.error_dialog import show_error
from cbm_tracker.desktop.hotline.page import HotlinePage
from cbm_tracker.desktop.long_work import LongWork
from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.number_words import count_in_words
from cbm_tracker.desktop.records.kind_views import KIND_VIEWS, VIEW_OF_KIND
from cbm_tracker.desktop.records.page import RecordsPage
from cbm_tracker.desktop.reports.subject import Subject
from cbm_tracker.desktop.settings import Settings
from cbm_tracker.desktop.tasks import TaskRunner
from cbm_tracker.desktop.translation import tr, tr_count
from cbm_tracker.domain.query import Query
from cbm_tracker.errors import CbmTrackerError
from cbm_tracker.services.changes import Change

_BEGUN_ON_PAGE = {"quotas": "plan_visit", "rules": "choose_file"}  # what Ctrl+N does on pages that hold no records
_ALWAYS_LONG = 1_000_000  # records: what is done whatever the register holds is never done at once


class RegisterSession(QObject):
    """Lives as long as the register is open; `restored` (path, what to say) asks that its file be opened anew.

    `due_listed` carries the lines of Due and the instant they were shown, in the zone of the owner.
    """

    told = Signal(str)
    counts_changed = Signal(object, object)
    page_wanted = Signal(str)
    minute_passed = Signal(str)
    restored = Signal(str, str)
    form_opened = Signal(bool)
    due_listed = Signal(object, object)

    def __init__(
        self, theme: Theme, services: Services, tasks: TaskRunner, work: LongWork, settings: Settings, window: QWidget
    ) -> None:
        super().__init__(window)
        self._theme, self.services, self._tasks, self._work = theme, services, tasks, work
        self._settings, self._window = settings, window
        self.info = services.register.info()
        work.begun.connect(self._hold_forms)
        work.ended.connect(self._release_forms)
        self._undo_offered = self._redo_offered = 0
        self.signals = ChangeSignals(services.changes, services.desk.now, self)
        self.signals.changed.connect(self._hear)
        self.signals.minute_passed.connect(self._say_time)
        self._pages: dict[str, QWidget] = {}
        self._due_counts = (0, 0)

    def let_go(self) -> None:
        """Leave the file alone: forms are closed, what is half typed is kept, nothing reads any more."""
        self.leave()
        self.signals.close()
        self.services.close()

    # -------------------------------------------------- pages

    def page(self, key: str) -> QWidget:
        """Return a page, made when it is first asked for."""
        page = self._pages.get(key)
        if page is None:
            page = self._pages[key] = self._make_page(key)
        return page

    def _make_page(self, key: str) -> QWidget:
        theme, services, signals = self._theme, self.services, self.signals
        if key == "due":
            due = DuePage(theme, services, self._tasks, self._work, self._settings, signals)
            due.open_record.connect(self.open_record)
            due.begin_record.connect(self.new_record)
            due.complete_record.connect(self.complete_record)
            due.told.connect(self.told)
            due.counted.connect(self._take_due_counts)
            due.listed.connect(self._pass_on_due)
            self._take_due_counts(due.open_now, due.overdue)
            self._pass_on_due(due.entries)
            return due
        if key == "hotline":
            hotline = HotlinePage(theme, services, self._work, signals)
            hotline.open_record.connect(self.open_record)
            hotline.full_form.connect(lambda values: self.new_record("contact", values))
            hotline.told.connect(self.told)
            return hotline
        if key == "reports":
            from cbm_tracker.desktop.reports.page import ReportsPage

            reports = ReportsPage(theme, services, self._tasks, self._settings, signals)
            reports.check_wished.connect(lambda: self.page_wanted.emit("check_report"))
            return reports
        if key == "check_report":
            from cbm_tracker.desktop.reports.check_page import CheckPage

            return CheckPage(theme, services, self._tasks, self._settings)
        if key == "quotas":
            from cbm_tracker.desktop.quotas.page import QuotasPage

            quotas = QuotasPage(theme, services, self._tasks, self._settings, signals)
            quotas.open_record.connect(self.open_record)
            quotas.record_wanted.connect(self.new_record)
            return quotas
        if key == "rules":
            from cbm_tracker.desktop.packs.page import RulesPage

            rules = RulesPage(theme, services, self._tasks, self._work, self._settings, signals)
            rules.told.connect(self.told)
            return rules
        page = RecordsPage(theme, services, self._tasks, self._work, self._settings, signals, KIND_VIEWS[key])
        page.told.connect(self.told)
        page.open_record.connect(self.open_record)
        page.record_wanted.connect(self.new_record)
        page.form_opened.connect(self.form_opened)
        page.page_wanted.connect(self.page_wanted)
        page.report_wanted.connect(self.begin_report)
        return page

    def records_page(self, key: str) -> RecordsPage | None:
        page = self.page(key) if key in KIND_VIEWS else None
        return page if isinstance(page, RecordsPage) else None

    def has_record(self, key: str) -> bool:
        page = self.records_page(key)
        return page is not None and page.form is None and page.detail.stored is not None

    def has_subject(self, key: str) -> bool:
        """Tell whether the record that is looked at is one that a report can be about."""
        page = self.records_page(key)
        return page is not None and page.form is None and page.subject() is not None

    def regions(self, key: str) -> list[QWidget]:
        """Return the parts of a page that F6 goes through; the page itself where it has none."""
        page = self.page(key)
        if isinstance(page, RecordsPage):
            return [page.form] if page.form is not None else [page.filters.search_field, page.table, page.detail]
        own = getattr(page, "regions", None)
        return own() if callable(own) else [page]

    def open_record(self, kind: str, record_id: str) -> None:
        """Go to a record on the page of its kind."""
        view = VIEW_OF_KIND[kind]
        self.page_wanted.emit(view.key)
        page = self.records_page(view.key)
        if page is not None:
            page.show_record(record_id)

    def new_record(self, kind: str, values: dict[str, Any] | None = None) -> None:
        """Open the form of a new record, with values to begin with."""
        view = VIEW_OF_KIND[kind]
        self.page_wanted.emit(view.key)
        page = self.records_page(view.key)
        if page is not None:
            page.new_record(values)

    def complete_record(self, kind: str, record_id: str, field: str) -> None:
        """Open the form of a record at the field that is to be filled in."""
        self.open_record(kind, record_id)
        page = self.records_page(VIEW_OF_KIND[kind].key)
        if page is not None:
            page.edit_at(field)

    def begin_report(self, subject: Subject) -> None:
        """Open the form of a report about something."""
        from cbm_tracker.desktop.reports.page import ReportsPage

        self.page_wanted.emit("reports")
        page = self.page("reports")
        assert isinstance(page, ReportsPage)
        page.begin(subject)

    def check_report(self, path: Path) -> None:
        """Check a report that lies in a file."""
        from cbm_tracker.desktop.reports.check_page import CheckPage

        self.page_wanted.emit("check_report")
        page = self.page("check_report")
        assert isinstance(page, CheckPage)
        page.check(path)

    # -------------------------------------------------- what the frame shows

    def undo_labels(self) -> tuple[str, str]:
        """Return what undo and redo would do now, "" where nothing; that, and nothing else, is what they then do."""
        undo, redo = self.services.undo.next_undo(), self.services.undo.next_redo()
        self._undo_offered, self._redo_offered = undo.number if undo else 0, redo.number if redo else 0
        return undo.label if undo else "", redo.label if redo else ""

    def look_around(self) -> None:
        """Tell the frame counts and time."""
        self._tell_counts()
        self._say_time(self.services.desk.now())

    def _tell_counts(self) -> None:
        by_kind = self.services.records.count_by_kind()
        counts = {view.key: sum(by_kind.get(kind, 0) for kind in view.kinds) for view in KIND_VIEWS.values()}
        counts["due"] = self._due_counts[0]
        self.counts_changed.emit(counts, ["due"] if self._due_counts[1] else [])

    def _take_due_counts(self, number: int, overdue: int) -> None:
        self._due_counts = (number, overdue)
        self._tell_counts()

    def tell_due(self) -> None:
        """Carry once more what is due."""
        page = self.page("due")
        assert isinstance(page, DuePage)
        self._pass_on_due(page.entries)

    def _pass_on_due(self, entries: object) -> None:
        self.due_listed.emit(entries, self.services.local_now())

    def _hear(self, change: Change) -> None:
        if change.operation == "describe":
            self.info = self.services.register.info()
        self.look_around()

    def _say_time(self, now: datetime) -> None:
        said = f"{day_in_words(self.services.today(), weekday=True)}   {now:%H:%M} UTC"
        owner = self.services.names.get(self.info.owner)
        if owner and owner.zone:
            said += f"   {time_in(now, owner.zone):%H:%M} {owner.capital}"
        self.minute_passed.emit(said)

    # -------------------------------------------------- commands

    def carry_out(self, key: str, page_key: str) -> bool:
        """Carry out a command that concerns the register; False where it is none of these."""
        own: dict[str, Callable[[], object]] = {
            "undo": self._undo, "redo": self._redo, "import": lambda: self.import_files([]), "export": lambda: self._export(page_key),
            "save_copy": self._save_copy, "print": lambda: self.page_wanted.emit("reports"), "properties": self._show_properties,
            "check": self._show_check, "backups": self._show_backups, "history": self._show_history, "contact_now": self._begin_contact,
            "refresh": lambda: self._refresh(page_key), "empty_bin": self._empty_bin, "new": lambda: self._new(page_key),
        }
        page = self.records_page(page_key)
        on_page: dict[str, Callable[[], object]] = {}
        if page_key == "rules":
            on_page["find"] = lambda: self._ask_page(page_key, "focus_search")
        if page is not None:
            on_page = {
                "find": page.focus_search, "columns": lambda: self._choose_columns(page), "previous": lambda: page.step(-1),
                "next": lambda: page.step(1),
            }
            if key in ("edit", "duplicate", "issue", "notify", "contact", "delete", "restore", "copy", "record_history",
                       "report_on"):
                on_page[key] = lambda: page.carry_out(key)
        due = self._pages.get(page_key)
        if isinstance(due, DuePage):
            on_page["find"] = due.focus_search
        if key.partition(":")[0] in WAITING and not self._work.may_begin():
            return True
        try:
            if key.startswith("new:"):
                self.new_record(KIND_VIEWS[key[4:]].kinds[0])
            elif key in own:
                own[key]()
            elif key in on_page:
                on_page[key]()
            else:
                return key in ("find", "columns", "previous", "next")
        except CbmTrackerError as error:
            show_error(self._window, error)
        return True

    def _hold_forms(self) -> None:
        """Let nothing be written from a form meanwhile; what is typed in it is kept."""
        for page in self._pages.values():
            if isinstance(page, RecordsPage):
                page.hold_form()

    def _release_forms(self) -> None:
        for page in self._pages.values():
            if isinstance(page, RecordsPage):
                page.release_form()

    def leave(self) -> bool:
        """Close all forms, keeping what was typed; False where one stays open."""
        left = [page.leave_form() for page in self._pages.values() if isinstance(page, RecordsPage)]
        return all(left)

    def _new(self, page_key: str) -> None:
        view = KIND_VIEWS.get(page_key)
        if page_key == "hotline":
            self._begin_contact()
        elif page_key in _BEGUN_ON_PAGE:
            self._ask_page(page_key, _BEGUN_ON_PAGE[page_key])
        elif view is not None:
            self.new_record(view.kinds[0])
        else:
            self.told.emit(tr("Choose a page of the register first, or Record > New …"))

    def _begin_contact(self) -> None:
        self.page_wanted.emit("hotline")
        page = self.page("hotline")
        assert isinstance(page, HotlinePage)
        page.begin_contact()

    def _undo(self) -> None:
        if not self._undo_offered:
            self.told.emit(tr("There is nothing to undo."))
            return
        undo, number = self.services.undo, self._undo_offered
        self._work.carry_out(tr("Taking back"), lambda progress: undo.undo(number, progress), self._say_undone,
                             records=undo.extent(number))

    def _say_undone(self, done: str) -> None:
        self.told.emit(tr("Undone: {what}").format(what=done))

    def _redo(self) -> None:
        if not self._redo_offered:
            self.told.emit(tr("There is nothing to redo."))
            return
        undo, number = self.services.undo, self._redo_offered
        self._work.carry_out(tr("Doing again"), lambda progress: undo.redo(number, progress), self._say_redone,
                             records=undo.extent(number))

    def _say_redone(self, done: str) -> None:
        self.told.emit(tr("Done again: {what}").format(what=done))

    def _refresh(self, page_key: str) -> None:
        self._ask_page(page_key, "refresh")

    def _ask_page(self, page_key: str, wish: str) -> None:
        """Carry out a wish on a page that knows it."""
        act = getattr(self.page(page_key), wish, None)
        if callable(act):
            act()

    def _choose_columns(self, page: RecordsPage) -> None:
        page.table.column_menu().exec(page.table.mapToGlobal(page.table.rect().topLeft()))

    def import_files(self, names: list[str]) -> None:
        from cbm_tracker.desktop.exchange.import_dialog import ImportDialog

        _ask(ImportDialog(self._theme, self.services, self._tasks, self._settings, [Path(name) for name in names], self._window))

    def _export(self, page_key: str) -> None:
        from cbm_tracker.desktop.exchange.export_dialog import export_list

        page = self.records_page(page_key)
        query = page.query() if page is not None else Query()
        ordered = replace(query, sort="begins", descending=False)
        export_list(self._window, self._theme, self.services, self._tasks, ordered, self._settings.folder)

    def _save_copy(self) -> None:
        path = self.services.path
        proposed = str(path.with_name(f"{path.stem} ({tr('copy')}){path.suffix}"))
        chosen, _ = QFileDialog.getSaveFileName(self._window, tr("Save a copy"), proposed, tr("Registers (*.cbm)"))
        if chosen:
            target = Path(chosen) if Path(chosen).suffix else Path(chosen).with_suffix(path.suffix)
            self._work.carry_out(tr("Saving a copy"), lambda progress: self.services.register.save_copy(target, progress),
                                 lambda saved: self.told.emit(tr("A copy lies at {path}.").format(path=saved)), records=_ALWAYS_LONG)

    def _empty_bin(self) -> None:
        count = self.services.records.count(Query(in_bin=True))
        if not count:
            self.told.emit(tr("The bin is empty."))
            return
        words = tr_count("Take {count} record in the bin away for good?", "Take {count} records in the bin away for good?", count)
        question = QMessageBox(QMessageBox.Icon.Question, tr("Empty the bin"), words.format(count=count_in_words(count)),
                               QMessageBox.StandardButton.NoButton, self._window)
        question.setInformativeText(tr("They cannot be restored afterwards, and Undo does not bring them back. What they said, and the "
                                       "files kept with them, stays in the history of the register."))
        empty = question.addButton(tr("Empty the bin"), QMessageBox.ButtonRole.DestructiveRole)
        keep = question.addButton(tr("Keep"), QMessageBox.ButtonRole.RejectRole)
        question.setDefaultButton(keep)
        question.exec()
        if question.clickedButton() is empty:
            self._work.carry_out(tr("Emptying the bin"), self.services.records.empty_bin, self._say_emptied, records=count)
        question.deleteLater()

    def _say_emptied(self, count: int) -> None:
        said = tr_count("{count} record is gone from the bin.", "{count} records are gone from the bin.", count)
        self.told.emit(said.format(count=count_in_words(count)))

    def _show_properties(self) -> None:
        from cbm_tracker.desktop.register.properties_dialog import PropertiesDialog

        _ask(PropertiesDialog(self._theme, self.services, self._settings, self._window))

    def _show_check(self) -> None:
        from cbm_tracker.desktop.register.check_dialog import CheckDialog

        _ask(CheckDialog(self._theme, self.services, self._tasks, self._window))

    def _show_history(self) -> None:
        from cbm_tracker.desktop.register.history_dialog import HistoryDialog

        _ask(HistoryDialog(self._theme, self.services, self._window))

    def _show_backups(self) -> None:
        from cbm_tracker.desktop.register.backups_dialog import BackupsDialog

        dialog = BackupsDialog(self._theme, self.services, self._tasks, self._settings, self._window)
        dialog.about_to_restore.connect(self.let_go)
        dialog.restored.connect(self.restored)
        _ask(dialog)


def _ask(dialog: QDialog) -> None:
    """Show a dialog until it is done with; it goes with that, not with the window."""
    dialog.exec()
    dialog.deleteLater()
