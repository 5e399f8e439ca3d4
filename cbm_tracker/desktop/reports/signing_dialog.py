"""The key that signs a report: a PKCS#12 file with its pass phrase, or a token with its PIN."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from cbm_tracker.desktop.error_dialog import show_error
from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.settings import Settings
from cbm_tracker.desktop.tasks import TaskRunner
from cbm_tracker.desktop.translation import tr
from cbm_tracker.desktop.widgets.framed_dialog import FramedDialog
from cbm_tracker.desktop.widgets.labelled import Labelled
from cbm_tracker.desktop.widgets.layout import STRETCH, button, chip, line
from cbm_tracker.desktop.widgets.progress_line import ProgressLine
from cbm_tracker.errors import KeyRefused
from cbm_tracker.services.progress import Progress
from cbm_tracker.services.reports import KeyFile, SigningKey, Token, check_key

_SECRETS = ("pass_phrase", "pin")


class SigningDialog(FramedDialog):
    """Accepted when the key can be had; `key` is the key. Where it lies is remembered, what opens it never."""

    def __init__(self, theme: Theme, tasks: TaskRunner, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(theme, tr("Sign the report"), parent, about=tr(
            "The signature stands on the last page and tells who issued the report. Pass phrase and PIN are asked each time and never kept."
        ))
        self._tasks, self._settings = tasks, settings
        self.key: SigningKey | None = None
        self.choose_button = button(tr("Choose…"), theme, "folder-open")
        self.choose_button.setAccessibleName(tr("Choose the file of the key"))
        self.library_button = button(tr("Choose…"), theme, "folder-open")
        self.library_button.setAccessibleName(tr("Choose the library of the token"))
        path, pass_phrase, library, name, key, pin = (QLineEdit() for _ in range(6))
        for secret in (pass_phrase, pin):
            secret.setEchoMode(QLineEdit.EchoMode.Password)
        self._of_file = {
            "path": Labelled(theme, tr("Key file"), path, hint=tr("PKCS#12: .p12 or .pfx"), beside=self.choose_button),
            "pass_phrase": Labelled(theme, tr("Pass phrase"), pass_phrase),
        }
        self._of_token = {
            "library": Labelled(theme, tr("Library"), library, hint=tr("The PKCS#11 library of its maker"), beside=self.library_button),
            "name": Labelled(theme, tr("Token"), name, hint=tr("Its label")),
            "key": Labelled(theme, tr("Key"), key, hint=tr("The label of key and certificate on it")),
            "pin": Labelled(theme, tr("PIN"), pin),
        }
        self.fields = {"path": path, "pass_phrase": pass_phrase, "library": library, "name": name, "key": key, "pin": pin}
        self.more = chip(tr("More: sign with a token"), theme)
        self.progress = ProgressLine(theme)
        self.sign_button = button(tr("Sign"), theme, default=True)
        leave = button(tr("Cancel"), theme)
        self.add(line(self.more, STRETCH), *self._of_file.values(), *self._of_token.values())
        self.body.addStretch(1)
        self.finish_with(self.progress, leave, self.sign_button)
        self.progress.cancel_button.hide()
        self.choose_button.clicked.connect(lambda: self._choose("path", tr("Keys (*.p12 *.pfx)")))
        self.library_button.clicked.connect(lambda: self._choose("library", tr("Libraries (*.so *.dll *.dylib)")))
        self.more.toggled.connect(self._show_fields)
        self.sign_button.clicked.connect(self.sign)
        leave.clicked.connect(self.reject)
        for field, where in settings.signing.items():
            if field in self.fields:
                self.fields[field].setText(f"{where}")
        self.more.setChecked("library" in settings.signing)
        self._show_fields()

    def sign(self) -> None:
        """See beside the window whether the key can be had; what stands in the way is said below its field."""
        if self.progress.is_busy or self._lacks():
            return
        key = self._meant()

        def work(progress: Progress) -> SigningKey:
            check_key(key)
            progress.step(1, 1, "")  # whoever left meanwhile signs nothing
            return key

        task = self._tasks.new(work)
        task.succeeded.connect(self._take)
        task.failed.connect(self._fail)
        self.progress.follow(task, tr("Reading the key"))
        task.finished.connect(self._enable)
        self._enable()
        task.start()

    def reject(self) -> None:
        if self.progress.task is not None:
            self.progress.task.cancel()
        super().reject()

    def _asked(self) -> dict[str, Labelled]:
        return self._of_token if self.more.isChecked() else self._of_file

    def _lacks(self) -> bool:
        """Say below the first field that is empty and must not be; a key file may have no pass phrase."""
        wanted = {
            "path": tr("Choose the file of the key."), "library": tr("Choose the library of the token."),
            "name": tr("Say which token: its label."), "key": tr("Say which key: its label on the token."),
            "pin": tr("Type the PIN of the token."),
        }
        for field, labelled in self._asked().items():
            if field in wanted and not self.fields[field].text().strip():
                self._say(labelled, wanted[field])
                return True
        return False

    def _meant(self) -> SigningKey:
        told = {field: editor.text() if field in _SECRETS else editor.text().strip() for field, editor in self.fields.items()}
        if self.more.isChecked():
            return Token(Path(told["library"]).expanduser(), told["name"], told["key"], told["pin"])
        return KeyFile(Path(told["path"]).expanduser(), told["pass_phrase"])

    def _take(self, key: SigningKey) -> None:
        self.key = key
        self._settings.signing = {field: self.fields[field].text().strip() for field in self._asked() if field not in _SECRETS}
        self._settings.save()
        self.accept()

    def _fail(self, error: BaseException) -> None:
        if isinstance(error, KeyRefused):
            self._say(self._asked()[error.field], str(error))
        else:
            show_error(self, error)

    def _say(self, labelled: Labelled, sentence: str) -> None:
        labelled.show_error(sentence)
        labelled.field.setFocus()
        if isinstance(labelled.field, QLineEdit):
            labelled.field.selectAll()

    def _enable(self) -> None:
        self.sign_button.setEnabled(not self.progress.is_busy)

    def _show_fields(self) -> None:
        """Show what the file is asked for, or the token; the first field that is empty takes the focus."""
        asked = self._asked()
        self.resize_to(520, 620 if self.more.isChecked() else 440)
        for field, labelled in (*self._of_file.items(), *self._of_token.items()):
            labelled.setVisible(field in asked)
        next(self.fields[field] for field in asked if field in _SECRETS or not self.fields[field].text()).setFocus()

    def _choose(self, field: str, kinds: str) -> None:
        start = self.fields[field].text().strip() or self._settings.folder
        chosen, _ = QFileDialog.getOpenFileName(self, tr("Sign the report"), start, kinds)
        if chosen:
            self.fields[field].setText(chosen)
            self._asked()[field].show_error("")
            self._show_fields()
