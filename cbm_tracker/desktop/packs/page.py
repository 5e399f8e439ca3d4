"""Rules: the packs this register is judged by, what each rule says, and adding or replacing a pack from a file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QLineEdit, QMessageBox, QStackedWidget, QWidget

from cbm_tracker.bootstrap import Services
from cbm_tracker.desktop.changes import ChangeSignals
from cbm_tracker.desktop.error_dialog import show_error
from cbm_tracker.desktop.long_work import LongWork
from cbm_tracker.desktop.look.rows import FactRow
from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.number_words import count_in_words
from cbm_tracker.desktop.packs.pack_detail import PackDetail
from cbm_tracker.desktop.packs.pack_words import matching, pack_facts, rules_in_words, status_mark_of
from cbm_tracker.desktop.settings import Settings
from cbm_tracker.desktop.tasks import Task, TaskRunner
from cbm_tracker.desktop.translation import tr, tr_count
from cbm_tracker.desktop.widgets.layout import STRETCH, box, button, column, label, line
from cbm_tracker.desktop.widgets.list_and_detail import ListAndDetail
from cbm_tracker.desktop.widgets.listing import FactList
from cbm_tracker.desktop.widgets.search_line import SearchLine
from cbm_tracker.errors import CbmTrackerError
from cbm_tracker.regimes.packs import Pack
from cbm_tracker.regimes.rules import Rule
from cbm_tracker.services.changes import Change
from cbm_tracker.services.rule_packs import PackPreview

_PAUSE = 150  # milliseconds after the last key before the list is searched


class RulesPage(QWidget):
    """`told` carries a sentence for the status bar."""

    told = Signal(str)

    def __init__(
        self, theme: Theme, services: Services, tasks: TaskRunner, work: LongWork, settings: Settings, signals: ChangeSignals,
    ) -> None:
        super().__init__()
        self._theme, self._services, self._tasks, self._work, self._settings = theme, services, tasks, work, settings
        self._task: Task | None = None
        self._stale = False
        self._found: dict[str, tuple[Pack, tuple[Rule, ...]]] = {}
        self.search_field = SearchLine()
        self.search_field.setPlaceholderText(tr("Find in agreements and rules"))
        self.search_field.setAccessibleName(tr("Find in agreements and rules"))
        self.search_field.setClearButtonEnabled(True)
        self.search_field.setMinimumHeight(theme.px("control"))
        self.search_field.addAction(theme.icon("search", "ink3"), QLineEdit.ActionPosition.LeadingPosition)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self.refresh)
        self.search_field.textChanged.connect(lambda _: self._pause.start())
        self.search_field.returnPressed.connect(self._go_to_list)
        self.count = label("", "caption")
        self.list = FactList(theme, tr("Agreements with rules"))
        self.list.selectionModel().currentChanged.connect(lambda *_: self._show_detail())
        self.detail = PackDetail(theme, services.names)
        self.detail.removal_wanted.connect(self.ask_to_remove)
        self.add_button = button(tr("Add or replace a pack…"), theme, "plus", tip=tr("Ctrl+N"))
        self.add_button.clicked.connect(self.choose_file)
        self.splitter = ListAndDetail(theme, settings, "rules", self._left(), self.detail, (560, 660))
        self.list.opened.connect(lambda _: self.splitter.enter_detail())
        self.setLayout(column(self.splitter))
        self.setFocusProxy(self.list)
        signals.changed.connect(self._hear)
        self.refresh()

    def _left(self) -> QWidget:
        theme = self._theme
        edge = theme.px(24)
        head = line(label(tr("Rules"), "heading"), STRETCH, self.add_button, gap=theme.px(12),
                    margins=(edge, theme.px(14), theme.px(20), theme.px(10)))
        find = line((self.search_field, 1), self.count, gap=theme.px(12), margins=(edge, 0, theme.px(20), theme.px(10)))
        self._nothing = label("", "quiet", wrap=True)
        clear = button(tr("Clear the search"), theme)
        clear.clicked.connect(self.search_field.clear)
        inset = theme.px(12)
        self._stack = QStackedWidget()
        self._stack.addWidget(box(column(self.list, margins=(inset, 0, inset, 0)), ground="surface"))
        self._stack.addWidget(box(column(self._nothing, theme.px(10), line(clear, STRETCH), STRETCH, margins=(edge, edge, edge, 0)),
                                  ground="surface"))
        return box(column(head, find, (self._stack, 1)), ground="surface")

    # -------------------------------------------------- list and detail

    def refresh(self) -> None:
        """Show the packs in which the words of the search stand; the chosen one stays chosen."""
        self._stale = False
        self._pause.stop()
        typed = self.search_field.text()
        try:
            packs, added = self._services.rules.packs(), self._services.rules.added()
        except CbmTrackerError as error:
            self._show_nothing(str(error))
            return
        found = ((pack, matching(pack, typed)) for pack in packs.values())
        self._found = {pack.id: (pack, rules) for pack, rules in found if rules is not None}
        rows = [_row(pack, rules, pack.id in added) for pack, rules in self._found.values()]
        rows.sort(key=lambda row: row.title.casefold())
        place = self.list.verticalScrollBar().value()
        self.list.show_rows(rows)
        if rows and not self.list.chosen():
            self.list.setCurrentIndex(self.list.rows.index(0, 0))
        self.list.verticalScrollBar().setValue(place)
        said = tr_count("{count} agreement", "{count} agreements", len(rows)).format(count=count_in_words(len(rows)))
        self.count.setText(said)
        self._stack.setCurrentIndex(0)
        if rows:
            self._show_detail()
        else:
            self._show_nothing(tr("No agreement and no rule matches “{text}”.").format(text=typed.strip()))

    def _show_nothing(self, sentence: str) -> None:
        self._nothing.setText(sentence)
        self._stack.setCurrentIndex(1)
        self.detail.show_nothing()

    def _show_detail(self) -> None:
        shown = self._found.get(self.list.chosen())
        if shown is not None:
            self.detail.show_pack(shown[0], shown[1], self._services.rules.added().get(shown[0].id, ""))

    def show_pack(self, pack_id: str) -> None:
        """Choose a pack; a search that hides it is cleared."""
        if pack_id not in self._found:
            self.search_field.clear()
            self.refresh()
        self.list.choose(pack_id)
        self.list.setFocus()

    def focus_search(self) -> None:
        self.search_field.setFocus()
        self.search_field.selectAll()

    def regions(self) -> list[QWidget]:
        """Return the parts that F6 goes through."""
        return [self.search_field, self.list, self.detail]

    def _go_to_list(self) -> None:
        self.refresh()
        self.list.setFocus()

    def _hear(self, change: Change) -> None:
        if change.everything:
            self._stale = not self.isVisible()
            if not self._stale:
                self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.splitter.back_to_list()
            self.list.setFocus()
        elif event.text() == "/":
            self.focus_search()
        else:
            super().keyPressEvent(event)

    # -------------------------------------------------- adding and taking away

    def choose_file(self) -> None:
        kinds = tr("Rule packs (*.toml);;All files (*)")
        chosen, _ = QFileDialog.getOpenFileName(self, tr("Add or replace a pack"), self._settings.folder, kinds)
        if chosen:
            self.preview_file(Path(chosen))

    def preview_file(self, path: Path) -> None:
        """Read a pack, work out beside the window what it would change, and ask whether it shall be so."""
        if self._task is not None or not self._work.may_begin():
            return
        services, now = self._services, self._services.desk.now()
        task = self._tasks.new(lambda _: services.rules.add(path, lambda packs: services.obligations.open_findings(packs, now)))
        task.succeeded.connect(self._ask)
        task.failed.connect(self._say_what_is_wrong)
        task.finished.connect(self._end)
        self._task = task
        self.add_button.setEnabled(False)
        self.told.emit(tr("Working out what {name} would change …").format(name=path.name))
        task.start()

    @Slot()
    def _end(self) -> None:
        self._task = None
        self.add_button.setEnabled(True)

    @Slot(object)
    def _say_what_is_wrong(self, error: object) -> None:
        assert isinstance(error, BaseException)
        self.told.emit("")
        show_error(self, error)

    @Slot(object)
    def _ask(self, preview: object) -> None:
        from cbm_tracker.desktop.packs.preview_dialog import PackPreviewDialog

        assert isinstance(preview, PackPreview)
        self.told.emit("")
        dialog = PackPreviewDialog(self._theme, self._services, preview, self)
        wished = dialog.exec() == PackPreviewDialog.DialogCode.Accepted
        dialog.deleteLater()
        if wished:
            self.carry_out(preview)

    def carry_out(self, preview: PackPreview) -> None:
        """Let the register be judged by a pack from now on."""
        rules = self._services.rules
        said = tr("The register is judged by {name}, version {version}, from now on.")
        try:
            self._work.carry_out(tr("Adding the pack"), lambda _: rules.carry_out(preview), lambda _: self.told.emit(
                said.format(name=preview.pack.name, version=preview.new_version)), records=1)
        except CbmTrackerError as error:
            show_error(self, error)
            return
        self.show_pack(preview.pack.id)

    def ask_to_remove(self, pack_id: str) -> None:
        """Ask whether a pack that was added shall go, and take it away."""
        pack = self._found[pack_id][0]
        asked = tr("Take {name}, version {version}, out of this register?").format(name=pack.name, version=pack.version)
        question = QMessageBox(QMessageBox.Icon.Question, tr("Take a pack away"), asked, QMessageBox.StandardButton.NoButton, self)
        question.setInformativeText(tr("Where a pack of this id ships with the program, that one judges again. Records stay as they are."))
        take = question.addButton(tr("Take away"), QMessageBox.ButtonRole.DestructiveRole)
        keep = question.addButton(tr("Keep"), QMessageBox.ButtonRole.RejectRole)
        question.setDefaultButton(keep)
        question.exec()
        wished = question.clickedButton() is take
        question.deleteLater()
        if wished:
            self.remove(pack_id)

    def remove(self, pack_id: str) -> None:
        rules = self._services.rules
        try:
            self._work.carry_out(tr("Taking the pack away"), lambda _: rules.remove(pack_id),
                                 lambda _: self.told.emit(tr("The pack is taken away.")), records=1)
        except CbmTrackerError as error:
            show_error(self, error)


def _row(pack: Pack, rules: tuple[Rule, ...], added: bool) -> FactRow:
    doubtful = sum(rule.certainty == "provisional" for rule in pack.rules)
    counted = rules_in_words(pack)
    if len(rules) < len(pack.rules):
        counted = tr("{shown} of {all}").format(shown=count_in_words(len(rules)), all=counted)
    facts = pack_facts(pack)
    if added:
        facts = tr("{facts}, added here").format(facts=facts)
    below = tr_count("{count} provisional", "{count} provisional", doubtful).format(count=count_in_words(doubtful)) if doubtful else ""
    return FactRow(pack.name, facts, right=counted, below_right=below, status=status_mark_of(pack), key=pack.id, weight=600, room=130)
