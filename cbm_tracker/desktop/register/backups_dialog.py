"""Backups: make one now, see which there are, put one back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from cbm_tracker.bootstrap import Services
from cbm_tracker.desktop.date_words import instant_in_words
from cbm_tracker.desktop.error_dialog import show_error
from cbm_tracker.desktop.look.rows import FactRow
from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.number_words import count_in_words, size_in_words
from cbm_tracker.desktop.settings import Settings
from cbm_tracker.desktop.tasks import TaskRunner
from cbm_tracker.desktop.translation import tr, tr_count
from cbm_tracker.desktop.widgets.framed_dialog import FramedDialog
from cbm_tracker.desktop.widgets.layout import box, button, column, label, line
from cbm_tracker.desktop.widgets.listing import FactList
from cbm_tracker.desktop.widgets.progress_line import ProgressLine
from cbm_tracker.services.progress import Progress
from cbm_tracker.services.register import Backup, restore


class BackupsDialog(FramedDialog):
    """Restoring needs the register closed: `about_to_restore` asks for that, `restored` carries the path to open again,
    also where nothing was restored, and what to say of it."""

    about_to_restore = Signal()
    restored = Signal(str, str)

    def __init__(
        self, theme: Theme, services: Services, tasks: TaskRunner, settings: Settings, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, tr("Backups"), parent, about=tr(
            "A backup is a whole copy of the register, read back and checked after it is written. Keep the folder on another disk."
        ))
        self._services, self._tasks, self._settings = services, tasks, settings
        self._folder = Path(settings.backup_folder) if settings.backup_folder else services.path.parent / "Backups"
        self._backups: dict[str, Backup] = {}
        self._then: Callable[..., None] = self._show_copy
        self.folder_label = label("", "quiet", wrap=True, select=True)
        self.folder_button = button(tr("Folder…"), theme, "folder-open")
        self.folder_button.setAccessibleName(tr("Choose the folder of the backups"))
        self.list = FactList(theme, tr("Backups in this folder"))
        self.list.setMinimumHeight(theme.px(120))
        self.said = label("", "small", wrap=True)
        self.restore_button = button(tr("Restore…"), theme, "archive-restore")
        self.progress = ProgressLine(theme)
        self.back_up_button = button(tr("Back up now"), theme, "save", default=True)
        self.leave_button = button(tr("Close"), theme)
        inset = theme.px(4)
        self.add(
            line((self.folder_label, 1), self.folder_button, gap=theme.px(8)),
            (box(column((self.list, 1), margins=(inset, inset, inset, inset)), panel="inset"), 1),
            line((self.said, 1), self.restore_button, gap=theme.px(8)),
        )
        self.finish_with(self.progress, self.leave_button, self.back_up_button)
        self.folder_button.clicked.connect(self._choose_folder)
        self.back_up_button.clicked.connect(self.back_up)
        self.restore_button.clicked.connect(self._ask_restore)
        self.list.opened.connect(lambda _: self._ask_restore())
        self.list.selectionModel().currentChanged.connect(self._show_actions)
        self.leave_button.clicked.connect(self.reject)
        self.resize_to(680, 520)
        self.refresh()
        self.back_up_button.setFocus()

    def refresh(self) -> None:
        """Read which backups lie in the folder."""
        self.folder_label.setText(str(self._folder))
        self._backups = {str(backup.path): backup for backup in self._services.register.backups(self._folder)}
        self.list.show_rows([self._row(backup) for backup in self._backups.values()])
        self.said.setText("" if self._backups else tr("No backup of this register lies in this folder yet."))
        self._show_actions()

    def _row(self, backup: Backup) -> FactRow:
        records = tr_count("{count} record", "{count} records", backup.records).format(count=count_in_words(backup.records))
        return FactRow(
            title=instant_in_words(backup.made_at, weekday=True),
            facts=backup.problem or (tr("What a restore replaced") if backup.replaced else backup.path.name),
            right=tr("damaged") if backup.problem else records, below_right=size_in_words(backup.size),
            status="missed" if backup.problem else "", token="overdue" if backup.problem else "ink2", key=str(backup.path),
        )

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, tr("Folder of the backups"), str(self._folder))
        if chosen:
            self.use_folder(Path(chosen))

    def use_folder(self, folder: Path) -> None:
        self._folder = folder
        self._settings.backup_folder = str(folder)
        self._settings.save()
        self.refresh()

    # -------------------------------------------------- back up

    def back_up(self) -> None:
        """Write a verified copy into the folder."""
        if self.progress.is_busy:
            return
        register, folder = self._services.register, self._folder
        self._run(lambda progress: register.back_up(folder, progress), self._show_copy, tr("Copying the register"))

    def _show_copy(self, path: Path) -> None:
        self._settings.backup_folder = str(self._folder)
        self._settings.save()
        self.refresh()
        self.list.choose(str(path))
        self.said.setText(tr("{name} is written and verified.").format(name=path.name))

    # -------------------------------------------------- restore

    def _ask_restore(self) -> None:
        backup = self._backups.get(self.list.chosen())
        if backup is None or backup.problem or self.progress.is_busy:
            return
        message = QMessageBox(
            QMessageBox.Icon.Question, tr("Restore"),
            tr("Put the backup of {when} in the place of the register?").format(when=instant_in_words(backup.made_at)),
            QMessageBox.StandardButton.NoButton, self,
        )
        message.setInformativeText(tr(
            "The register is closed, the backup is checked and copied to its place, and the register opens again. What it holds now is "
            "kept beside it as a file of its own; nothing is lost."
        ))
        chosen = message.addButton(tr("Restore"), QMessageBox.ButtonRole.AcceptRole)
        message.setDefaultButton(message.addButton(tr("Keep the register"), QMessageBox.ButtonRole.RejectRole))
        message.exec()
        if message.clickedButton() is chosen:
            self.restore(backup.path)

    def restore(self, backup: Path) -> None:
        """Put a backup in the place of the register."""
        path, desk = self._services.path, self._services.desk
        self.about_to_restore.emit()
        self._services.close()
        self._run(lambda progress: restore(backup, path, desk, progress), self._show_restored, tr("Checking the backup"), reopens=True)

    def _show_restored(self, kept: Path | None) -> None:
        words = tr("Restored. What it replaced is kept as {name}.").format(name=kept.name) if kept else tr("Restored.")
        self.said.setText(words)

    # -------------------------------------------------- work

    def _run(self, work: Callable[[Progress], object], then: Callable[..., None], doing: str, *, reopens: bool = False) -> None:
        task = self._tasks.new(work)
        self._then, self._reopens = then, reopens
        task.succeeded.connect(self._succeed)
        task.failed.connect(self._fail)
        task.cancelled.connect(self._say_cancelled)
        self.progress.follow(task, doing)
        task.finished.connect(self._end)
        self.said.setText("")
        self._show_actions()
        task.start()

    def _succeed(self, outcome: object) -> None:
        self._then(outcome)

    def _fail(self, error: BaseException) -> None:
        show_error(self, error)

    def _say_cancelled(self) -> None:
        self.said.setText(tr("Cancelled; the register is as it was."))

    def _end(self) -> None:
        self._show_actions()
        if self._reopens:
            self.accept()
            self.restored.emit(str(self._services.path), self.said.text())

    def _show_actions(self) -> None:
        busy = self.progress.is_busy
        chosen = self._backups.get(self.list.chosen())
        self.restore_button.setEnabled(chosen is not None and not chosen.problem and not busy)
        for control in (self.folder_button, self.back_up_button, self.list):
            control.setEnabled(not busy)
        self.leave_button.setVisible(not busy)

    def reject(self) -> None:
        if self.progress.is_busy:
            self.progress.cancel_button.click()
        else:
            super().reject()
