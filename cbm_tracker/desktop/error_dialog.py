"""The one place of the window that shows what went wrong."""

from __future__ import annotations

import traceback

from PySide6.QtWidgets import QMessageBox, QWidget

from cbm_tracker import __version__
from cbm_tracker.desktop.translation import tr
from cbm_tracker.errors import CbmTrackerError


def words_for(error: BaseException) -> tuple[str, str, str]:
    """Return (what happened, what to do, details to copy) for an error; details only where it is a defect."""
    if isinstance(error, CbmTrackerError):
        sentence, hint = str(error), error.hint
        if hint and sentence.endswith(hint):
            sentence = sentence[: -len(hint)].strip()
        return sentence, hint, ""
    details = "".join(traceback.format_exception(error))
    return (
        tr("Something went wrong that this program did not foresee."),
        tr("What was saved is safe. Copy the details below and send them to whoever looks after the program."),
        f"CBM Tracker {__version__}\n{details}",
    )


def show_error(parent: QWidget | None, error: BaseException) -> None:
    """Say what happened and what to do; waits until it is read."""
    what, hint, details = words_for(error)
    message = QMessageBox(QMessageBox.Icon.Warning, tr("CBM Tracker"), what, QMessageBox.StandardButton.Close, parent)
    message.setInformativeText(hint)
    if details:
        message.setDetailedText(details)
    message.exec()
