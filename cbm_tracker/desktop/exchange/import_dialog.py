"""Import: files are read as a plan first; a person reads it, then it is recorded whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from cbm_tracker.bootstrap import Services
from cbm_tracker.desktop.error_dialog import show_error
from cbm_tracker.desktop.exchange.mapping_editor import MappingEditor
from cbm_tracker.desktop.exchange.plan_view import PlanView
from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.number_words import count_in_words
from cbm_tracker.desktop.settings import Settings
from cbm_tracker.desktop.tasks import TaskRunner
from cbm_tracker.desktop.translation import tr, tr_count
from cbm_tracker.desktop.widgets.entry_field import entry_context
from cbm_tracker.desktop.widgets.framed_dialog import FramedDialog
from cbm_tracker.desktop.widgets.labelled import Labelled
from cbm_tracker.desktop.widgets.layout import STRETCH, Chooser, button, label, line
from cbm_tracker.desktop.widgets.progress_line import ProgressLine
from cbm_tracker.domain.summary import KIND_NAMES
from cbm_tracker.errors import CbmTrackerError
from cbm_tracker.services.exchange import DoubtfulName, ExchangeService, ImportPlan
from cbm_tracker.services.mappings import KnownMapping, TableLook, fitting, known_mapping, known_mappings, look_at, with_answers
from cbm_tracker.services.progress import Progress

_FILES = "Tables and records (*.csv *.tsv *.txt *.json);;All files (*)"
_SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}


@dataclass(frozen=True)
class _Read:
    """What reading the files gave, and the names in doubt; no plan where nobody said what the lines are."""

    look: TableLook | None
    used: KnownMapping | None
    plan: ImportPlan | None
    doubts: tuple[DoubtfulName, ...] = ()


def _read(
    exchange: ExchangeService, paths: Sequence[Path], kind: str, mapping: KnownMapping | None, known: Sequence[KnownMapping],
    answers: Mapping[str, str], progress: Progress,
) -> _Read:
    look = next((look for look in map(look_at, paths) if look is not None), None)
    used = mapping
    if used is None and look is not None and not kind:
        used = fitting(look.columns, [one for one in known if not (look.names_kind and one.mapping.says_columns)])
    if look is not None and not look.names_kind and not kind and used is None:
        return _Read(look, None, None)
    plan = exchange.plan_import(paths, progress, kind, used.path if used else None, answers)
    return _Read(look, used, plan, tuple(exchange.doubtful_names(plan)))


class ImportDialog(FramedDialog):
    """Files may be given, chosen or dropped; `recorded` carries how many records came in."""

    recorded = Signal(int)

    def __init__(
        self, theme: Theme, services: Services, tasks: TaskRunner, settings: Settings, paths: Sequence[Path] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, tr("Import"), parent)
        self._services, self._tasks, self._settings = services, tasks, settings
        self._own_mappings = settings.path.parent / "mappings"
        self._known: list[KnownMapping] = []
        self._paths: tuple[Path, ...] = ()
        self._look: TableLook | None = None
        self._plan: ImportPlan | None = None
        self._used: KnownMapping | None = None
        self._asked: dict[str, DoubtfulName] = {}
        self._answers: dict[str, str] = {}
        self._then: Callable[..., None] = self._show_read
        self.files = label("", "strong", wrap=True)
        self.how_read = label("", "small", wrap=True)
        self.choose_button = button(tr("Choose files…"), theme, "folder-open")
        self.kind = Chooser(theme, (("", tr("choose…")), *((key, tr(words)) for key, words in KIND_NAMES.items())))
        self.mapping = Chooser(theme)
        self.mapping_button = button(tr("Mapping…"), theme, tip=tr("Say which column is what"))
        self._kind = Labelled(theme, tr("Each line is"), self.kind)
        self._mapping = Labelled(theme, tr("Read by"), self.mapping, beside=self.mapping_button)
        self.view = PlanView(theme, entry_context(theme, services))
        self.progress = ProgressLine(theme)
        self.record_button = button(tr("Record"), theme, default=True)
        self.leave_button = button(tr("Cancel"), theme)
        self.add(
            line((self.files, 1), self.choose_button, gap=theme.px(12)), self.how_read,
            line((self._kind, 2), (self._mapping, 3), STRETCH, gap=theme.px(12)),
            (self.view, 1),
        )
        self.finish_with(self.progress, self.leave_button, self.record_button)
        self.setAcceptDrops(True)
        self.choose_button.clicked.connect(self.choose_files)
        self.kind.activated.connect(self.read)
        self.mapping.activated.connect(self._read_by_mapping)
        self.mapping_button.clicked.connect(self.edit_mapping)
        self.record_button.clicked.connect(self.record)
        self.leave_button.clicked.connect(self.reject)
        self.view.save_wished.connect(lambda: self.save_problems())
        self.view.answers.changed.connect(self._show_wishes)
        self.view.use_button.clicked.connect(self.use_answers)
        self.view.keep_button.clicked.connect(lambda: self.keep_answers())
        self._list_mappings("")
        self.resize_to(860, 640)
        self.take_files(paths)

    # -------------------------------------------------- which files

    def take_files(self, paths: Sequence[Path]) -> None:
        """Read these files; a choice made for other files before is forgotten."""
        self._paths = tuple(paths)
        self._look, self._plan, self._used = None, None, None
        self._asked, self._answers = {}, {}
        self.kind.choose("")
        self._list_mappings("")
        names = ", ".join(path.name for path in self._paths[:5])
        more = len(self._paths) - 5
        self.files.setText((names + (tr(" and {count} more").format(count=more) if more > 0 else "")) or tr("No file is chosen yet."))
        self.how_read.setText("" if self._paths else tr("Choose CSV tables or JSON files, or drop them here. Nothing is recorded before "
                                                        "you have seen what it would be."))
        self._show_choices()
        self.view.clear()
        self._show_actions()
        if self._paths:
            self.read()

    def choose_files(self) -> None:
        chosen, _ = QFileDialog.getOpenFileNames(self, tr("Import"), self._settings.folder, tr(_FILES))
        if chosen:
            self.take_files([Path(name) for name in chosen])

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() and not self.progress.is_busy:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.take_files(paths)

    # -------------------------------------------------- how they are read

    def _list_mappings(self, chosen: str) -> None:
        self._known = known_mappings(self._own_mappings)
        self.mapping.clear()
        self.mapping.addItem(tr("the names of fields"), "")
        own = self._look is None or self._look.names_kind
        for one in self._known:
            if own and one.mapping.says_columns and str(one.path) != chosen:
                continue  # these files name their fields themselves; only what names of States mean can be told
            self.mapping.addItem(one.mapping.name or one.path.stem, str(one.path))
        self.mapping.addItem(tr("a mapping file…"), "file")
        self.mapping.choose(chosen)

    def _read_by_mapping(self) -> None:
        if self.mapping.value() == "file":
            chosen, _ = QFileDialog.getOpenFileName(self, tr("Mapping"), self._settings.folder, tr("Mappings (*.toml)"))
            self.mapping.choose("")
            if not chosen:
                return
            if self.mapping.findData(chosen) < 0:
                self.mapping.insertItem(1, Path(chosen).name, chosen)
            self.mapping.choose(chosen)
        self.read()

    def edit_mapping(self) -> None:
        """Say which column is what; the mapping is saved and used."""
        if self._look is None:
            return
        editor = MappingEditor(
            self.theme, self._services, self._look, self._own_mappings, kind=self.kind.value() or "exercise",
            name=self._paths[0].stem, parent=self,
        )
        if editor.exec() == QDialog.DialogCode.Accepted and editor.saved_path is not None:
            self.use_mapping(editor.saved_path)

    def use_mapping(self, path: Path) -> None:
        """Read the files by this mapping."""
        self._list_mappings("")
        if self.mapping.findData(str(path)) < 0:
            self.mapping.insertItem(1, path.name, str(path))
        self.mapping.choose(str(path))
        self.read()

    def _show_choices(self) -> None:
        needed = self._look is not None and not self._look.names_kind
        by_mapping = bool(self.mapping.value())
        self._mapping.setVisible(needed or by_mapping or (bool(self._paths) and self.mapping.count() > 2))
        self.mapping_button.setVisible(needed)
        self._kind.setVisible(needed and not by_mapping)

    def read(self) -> None:
        """Read the files as they are to be read now, and show the plan."""
        if self.progress.is_busy or not self._paths:
            return
        exchange, paths, kind = self._services.exchange, self._paths, self.kind.value()
        chosen = self.mapping.value()
        try:
            mapping = self._mapping_at(chosen) if chosen else None
        except CbmTrackerError as error:
            self._fail(error)
            return
        known = tuple(self._known) if not kind else ()
        answers = dict(self._answers)
        self._plan = None
        self.view.clear()
        self._run(lambda progress: _read(exchange, paths, kind, mapping, known, answers, progress), self._show_read, tr("Reading"))

    def _mapping_at(self, path: str) -> KnownMapping:
        return next((one for one in self._known if str(one.path) == path), None) or known_mapping(Path(path))

    def _show_read(self, read: _Read) -> None:
        self._look, self._plan, self._used = read.look, read.plan, read.used
        self._asked.update({one.name: one for one in read.doubts})
        self._list_mappings(str(read.used.path) if read.used is not None else "")
        if read.used is not None:
            if self.mapping.value() != str(read.used.path):
                self.mapping.insertItem(1, read.used.mapping.name or read.used.path.name, str(read.used.path))
                self.mapping.choose(str(read.used.path))
            self.kind.choose("")
        self._show_choices()
        if read.look is not None:
            separator = tr(_SEPARATORS.get(read.look.separator, "signs"))
            self.how_read.setText(tr("Read as {encoding}, separated by {separator}.").format(
                encoding=read.look.encoding.upper(), separator=separator))
        else:
            self.how_read.setText("")
        if read.plan is None:
            self.view.ask(tr("The file does not say what its lines are."), tr(
                "Choose what each line is, if the columns are named by fields; otherwise say with Mapping… which column is what."
            ))
        else:
            self.view.show_plan(read.plan, tuple(self._asked.values()), self._answers)

    # -------------------------------------------------- names of States in doubt

    def use_answers(self) -> None:
        """Read the files again with what was answered."""
        answers = self.view.answers.answers()
        if answers is not None and not self.progress.is_busy:
            self._answers = answers
            self.read()

    def keep_answers(self, path: Path | None = None) -> None:
        """Keep the answers with the mapping that is used, or in one of their own, and read by it."""
        answers = self.view.answers.answers()
        if not answers or self.progress.is_busy:
            return
        used, stem = self._used, self._paths[0].stem
        if path is None:
            self._own_mappings.mkdir(parents=True, exist_ok=True)
            proposed = self._own_mappings / (f"{stem}.toml" if used is None or used.shipped else used.path.name)
            chosen, _ = QFileDialog.getSaveFileName(self, tr("Keep the answers"), str(proposed), tr("Mappings (*.toml)"))
            if not chosen:
                return
            path = Path(chosen) if Path(chosen).suffix else Path(chosen).with_suffix(".toml")
        name = used.mapping.name if used is not None and not used.shipped else tr("{name}, with answers").format(
            name=used.mapping.name if used is not None else stem)
        header = self._look.columns if self._look is not None else ()
        made = with_answers(used.mapping if used is not None else None, answers, name=name, kind=self.kind.value(), header=header)
        try:
            self._services.exchange.save_mapping(made, path)
        except CbmTrackerError as error:
            show_error(self, error)
            return
        self._answers = answers
        self.use_mapping(path)

    # -------------------------------------------------- recording

    def record(self) -> None:
        """Record what is new, whole or not at all."""
        plan = self._plan
        if plan is None or not plan.new or self.progress.is_busy:
            return
        exchange = self._services.exchange
        self._run(lambda progress: exchange.carry_out(plan, progress), self._show_recorded, tr("Recording"))

    def _show_recorded(self, count: int) -> None:
        self._plan = None
        self.view.close_with(
            tr_count("{count} record is recorded.", "{count} records are recorded.", count).format(count=count_in_words(count)),
            tr("Undo (Ctrl+Z) takes the whole import back in one step."),
        )
        self.record_button.hide()
        self.leave_button.setText(tr("Close"))
        self.recorded.emit(count)

    def save_problems(self, path: Path | None = None) -> None:
        """Keep the list of problems as CSV for whoever mends the file."""
        if path is None:
            name = f"{self._paths[0].stem}-problems.csv" if self._paths else "problems.csv"
            chosen, _ = QFileDialog.getSaveFileName(self, tr("Save list"), str(Path(self._settings.folder, name)), tr("CSV (*.csv)"))
            if not chosen:
                return
            path = Path(chosen)
        try:
            self.view.save_problems(path)
        except CbmTrackerError as error:
            show_error(self, error)

    # -------------------------------------------------- work

    def _run(self, work: Callable[[Progress], object], then: Callable[..., None], doing: str) -> None:
        task = self._tasks.new(work)
        self._then = then
        task.succeeded.connect(self._succeed)
        task.failed.connect(self._fail)
        task.cancelled.connect(self._say_cancelled)
        self.progress.follow(task, doing)
        task.finished.connect(self._show_actions)
        self._show_actions()
        task.start()

    def _succeed(self, outcome: object) -> None:
        self._then(outcome)

    def _fail(self, error: BaseException) -> None:
        if isinstance(error, CbmTrackerError):
            self.view.ask(error.message, error.hint)
        else:
            show_error(self, error)

    def _say_cancelled(self) -> None:
        self.view.ask(tr("Cancelled; nothing is recorded."), tr("Choose the files again to begin anew."))
        self._plan = None

    def _show_actions(self) -> None:
        busy = self.progress.is_busy
        self._show_wishes()
        for control in (self.choose_button, self.kind, self.mapping, self.mapping_button):
            control.setEnabled(not busy)
        self.leave_button.setVisible(not busy)
        if busy:
            return
        if self._plan is not None and len(self._answers) < len(self._asked):
            self.view.answers.begin()
        else:
            first = self.record_button if self._plan and self._plan.new else self.leave_button if self._paths else self.choose_button
            first.setFocus()

    def _show_wishes(self) -> None:
        """Offer what can be done now; answers that are not used yet come before recording."""
        busy = self.progress.is_busy
        new = len(self._plan.new) if self._plan else 0
        self.record_button.setText(tr("Record {count}").format(count=count_in_words(new)) if new else tr("Record"))
        waits = not busy and self.view.answers.has_new_answers()
        self.record_button.setEnabled(bool(new) and not busy and not waits)
        (self.view.use_button if waits else self.record_button).setDefault(True)
        self.view.use_button.setEnabled(waits)
        self.view.keep_button.setEnabled(not busy and self.view.answers.has_answers())

    def reject(self) -> None:
        """Leave; what is being done is cancelled first."""
        if self.progress.is_busy:
            self.progress.cancel_button.click()
        else:
            super().reject()
