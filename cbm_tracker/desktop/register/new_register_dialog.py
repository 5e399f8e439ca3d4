"""A new register: whose it is, who keeps it, and where the file lies."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from cbm_tracker import bootstrap
from cbm_tracker.bootstrap import Services
from cbm_tracker.desktop.error_dialog import show_error
from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.register.owner_field import owner_field, owner_meant
from cbm_tracker.desktop.settings import Settings
from cbm_tracker.desktop.tasks import TaskRunner
from cbm_tracker.desktop.translation import tr
from cbm_tracker.desktop.widgets.framed_dialog import FramedDialog
from cbm_tracker.desktop.widgets.labelled import Labelled
from cbm_tracker.desktop.widgets.layout import button
from cbm_tracker.desktop.widgets.progress_line import ProgressLine
from cbm_tracker.errors import CbmTrackerError
from cbm_tracker.services.desk import Desk
from cbm_tracker.services.reference_data import state_names

SUFFIX = ".cbm"
_FILES = "Registers (*.cbm)"


class NewRegisterDialog(FramedDialog):
    """Accepted when the register is made; `made` holds its services, open."""

    def __init__(self, theme: Theme, tasks: TaskRunner, settings: Settings, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(theme, tr("New register"), parent, about=tr(
            "A register is one file. It begins with the States and agreements that ship with the program, and works without a network."
        ))
        self._tasks, self._settings, self._desk = tasks, settings, desk
        self.made: Services | None = None
        self.owner, self._owner = owner_field(theme, state_names())
        self.name, self.office, self.path = QLineEdit(), QLineEdit(), QLineEdit()
        self.browse_button = button(tr("Choose…"), theme, "folder-open")
        self.browse_button.setAccessibleName(tr("Choose the place of the file"))
        self._name = Labelled(theme, tr("Name"), self.name, hint=tr("As it stands in reports and in the list of registers"))
        self._office = Labelled(theme, tr("Office"), self.office, hint=tr("Such as the verification centre"))
        self._path = Labelled(theme, tr("File"), self.path, beside=self.browse_button)
        self.progress = ProgressLine(theme)
        self.make_button = button(tr("Make register"), theme, default=True)
        self.leave_button = button(tr("Cancel"), theme)
        self.add(self._owner, self._name, self._office, self._path)
        self.body.addStretch(1)
        self.finish_with(self.progress, self.leave_button, self.make_button)
        self.browse_button.clicked.connect(self._browse)
        self.make_button.clicked.connect(self.make)
        self.leave_button.clicked.connect(self.reject)
        self.name.setText(tr("Register {year}").format(year=desk.now().year))
        self.path.setText(str(self._free_place()))
        self._proposed = self.path.text()
        self.name.textEdited.connect(self._follow_name)
        self.resize_to(560, 470)
        self.owner.setFocus()

    def make(self) -> None:
        """Make the file; what stands in the way is said beside its field."""
        owner = owner_meant(self.owner, self._owner)
        if owner is None:
            return
        if not self.path.text().strip():
            self._path.show_error(tr("Say where the file is to lie."))
            self.path.setFocus()
            return
        path = Path(self.path.text().strip()).expanduser()
        path = path if path.suffix else path.with_suffix(SUFFIX)
        name, office, desk = self.name.text().strip(), self.office.text().strip(), self._desk
        task = self._tasks.new(lambda _: bootstrap.new_register(path, desk, owner=owner, name=name, office=office))
        task.succeeded.connect(self._take)
        task.failed.connect(self._show_error)
        self.progress.follow(task, tr("Making the register"))
        self.progress.cancel_button.hide()
        self.make_button.setEnabled(False)
        task.start()

    def _take(self, services: Services) -> None:
        self.made = services
        self.accept()

    def _show_error(self, error: BaseException) -> None:
        self.make_button.setEnabled(True)
        if isinstance(error, CbmTrackerError):
            self._path.show_error(str(error))
            self.path.setFocus()
        else:
            show_error(self, error)

    def reject(self) -> None:
        if not self.progress.is_busy:
            super().reject()

    def _browse(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(
            self, tr("New register"), self.path.text(), tr(_FILES), options=QFileDialog.Option.DontConfirmOverwrite
        )
        if chosen:
            self.path.setText(chosen if Path(chosen).suffix else chosen + SUFFIX)
            self._path.show_error("")

    def _follow_name(self) -> None:
        """Let the file be called as the register, until somebody says otherwise."""
        if self.path.text() == self._proposed:
            self.path.setText(str(self._free_place()))
            self._proposed = self.path.text()

    def _free_place(self) -> Path:
        folder = Path(self._settings.folder) if self._settings.folder else Path.home()
        stem = "".join(sign if sign.isalnum() or sign in " -_.()" else "-" for sign in self.name.text().strip()) or tr("Register")
        path = folder / f"{stem}{SUFFIX}"
        number = 2
        while path.exists():
            path = folder / f"{stem} ({number}){SUFFIX}"
            number += 1
        return path
