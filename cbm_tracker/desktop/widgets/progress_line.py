"""One line that says what is being done, how far it is, and lets go of it."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.number_words import count_in_words
from cbm_tracker.desktop.tasks import Task
from cbm_tracker.desktop.translation import tr
from cbm_tracker.desktop.widgets.layout import button, label, line


class ProgressLine(QWidget):
    """Follows one task at a time; it keeps its place while nothing runs, so that nothing below it moves."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._task: Task | None = None
        self._doing = label("", "small")
        self._doing.setMinimumWidth(theme.px(80))
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(theme.px(6))
        self._bar.setMinimumWidth(theme.px(60))
        self._bar.setAccessibleName(tr("Progress"))
        self.cancel_button = button(tr("Cancel"), theme)
        self.cancel_button.setAccessibleName(tr("Cancel what is being done"))
        self.cancel_button.clicked.connect(self._cancel)
        row: QHBoxLayout = line(self._doing, (self._bar, 1), self.cancel_button, gap=theme.px(12))
        self.setLayout(row)
        kept = self.sizePolicy()
        kept.setRetainSizeWhenHidden(True)
        self.setSizePolicy(kept)
        self.hide()

    @property
    def is_busy(self) -> bool:
        return self._task is not None

    @property
    def task(self) -> Task | None:
        """What is followed now."""
        return self._task

    def doing(self) -> str:
        """What stands in the line, "" while nothing runs."""
        return self._doing.text() if self.is_busy else ""

    def follow(self, task: Task, doing: str) -> None:
        """Show a task until it ends; call it before the task starts."""
        self._task = task
        self.show_step(0, 0, doing)
        self.cancel_button.setEnabled(True)
        task.progressed.connect(self.show_step)
        task.finished.connect(self._end)
        self.show()

    @Slot(int, int, str)
    def show_step(self, done: int, total: int, doing: str) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        if doing:
            told = tr("{doing}: {done} of {total}") if total else tr("{doing}: {done}") if done else "{doing}"
            self._doing.setText(f"{tr(doing)} …" if total or not done else f"{tr(doing)} {count_in_words(done)} …")
            self._bar.setAccessibleDescription(told.format(doing=tr(doing), done=done, total=total))

    @Slot()
    def _cancel(self) -> None:
        if self._task is not None:
            self._doing.setText(tr("Cancelling …"))
            self.cancel_button.setEnabled(False)
            self._task.cancel()

    @Slot()
    def _end(self) -> None:
        self._task = None
        self.hide()
