"""Asks what a decision about an obligation needs: a reason, a number of days, a year."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QLineEdit, QPlainTextEdit, QWidget

from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.translation import tr
from cbm_tracker.desktop.widgets.framed_dialog import FramedDialog
from cbm_tracker.desktop.widgets.layout import button, label

_MOST_DAYS = 3650


class _Asking(FramedDialog):
    """One field, a sentence below it that says what is missing, and a verb."""

    def __init__(self, theme: Theme, title: str, about: str, field: str, verb: str, parent: QWidget) -> None:
        super().__init__(theme, title, parent, about=about)
        self._label = label(field, "label")
        self.add(self._label)
        self._said = label("", "error", wrap=True)
        self._do = button(verb, theme, default=True)
        self._do.clicked.connect(self._try)
        cancel = button(tr("Cancel"), theme)
        cancel.clicked.connect(self.reject)
        self.finish_with(None, cancel, self._do)

        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self._try)

    def put(self, editor: QWidget) -> None:
        self._label.setBuddy(editor)
        self._said.hide()
        self.add(self._said, editor)  # what is missing stands above, where it is seen in a small dialog too
        editor.setFocus()

    def _try(self) -> None:
        problem = self.problem()
        self._said.setText(problem)
        self._said.setVisible(bool(problem))
        if not problem:
            self.accept()

    def problem(self) -> str:
        """Return what stands against it, in a sentence; empty where nothing does."""
        raise NotImplementedError


class WaiveDialog(_Asking):
    """`reason` is why the obligation is waived."""

    def __init__(self, theme: Theme, title: str, parent: QWidget) -> None:
        about = tr("{title}\nIt leaves the list. The reason is recorded and stands in reports; Undo takes it back.").format(title=title)
        super().__init__(theme, tr("Waive an obligation"), about, tr("Reason"), tr("Waive"), parent)
        self.editor = QPlainTextEdit()
        self.editor.setTabChangesFocus(True)
        self.editor.setMinimumHeight(theme.px(84))
        self.put(self.editor)
        self.resize_to(520, 440)

    @property
    def reason(self) -> str:
        return self.editor.toPlainText().strip()

    def problem(self) -> str:
        return "" if self.reason else tr("The reason is empty. Say why nothing is owed, or why it is not done.")


class RemindDialog(_Asking):
    """`days` is how long before the due date the reminder comes."""

    def __init__(self, theme: Theme, title: str, days: int, parent: QWidget) -> None:
        about = tr("{title}\nFrom that day on it stands on this list under Today as well.").format(title=title)
        super().__init__(theme, tr("Remind me"), about, tr("Days before the due date"), tr("Remind"), parent)
        self.editor = QLineEdit(str(days))
        self.editor.selectAll()
        self.put(self.editor)
        self.resize_to(420, 280)

    @property
    def days(self) -> int:
        return int(self.editor.text())

    def problem(self) -> str:
        typed = self.editor.text().strip()
        if not typed.isascii() or not typed.isdigit() or int(typed) > _MOST_DAYS:
            return tr("“{typed}” is not a number of days. Enter 0 to {most}.").format(typed=typed, most=_MOST_DAYS)
        return ""


class SinceDialog(_Asking):
    """`since` is the year or period since which nothing is new."""

    def __init__(self, theme: Theme, title: str, since: str, parent: QWidget) -> None:
        about = tr("{title}\nA notification is recorded that says: nothing new since then.").format(title=title)
        super().__init__(theme, tr("Nothing new since"), about, tr("Year of the last full declaration"), tr("Record it"), parent)
        self.editor = QLineEdit(since)
        self.editor.selectAll()
        self.put(self.editor)
        self.resize_to(420, 280)

    @property
    def since(self) -> str:
        return self.editor.text().strip()

    def problem(self) -> str:
        typed = self.since
        if len(typed) == 4 and typed.isascii() and typed.isdigit():
            return ""
        return tr("“{typed}” is not a year. Enter four figures, such as 2025.").format(typed=typed)


def asked(dialog: QDialog) -> bool:
    """Return whether the dialog was carried out."""
    return dialog.exec() == QDialog.DialogCode.Accepted
