"""What changes the register and may take its time: one at a time, shown in the status bar, cancelled there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from cbm_tracker.desktop.tasks import Task, TaskRunner, Work
from cbm_tracker.desktop.translation import tr
from cbm_tracker.services.progress import Silent

_AT_ONCE = 20  # records that are changed within 50 ms, as measured: no task is worth its while for them


class LongWork(QObject):
    """While it runs nothing else is written: the window would wait for the register, and stand still.

    `begun` carries the task and what is being done, `told` a sentence for the status bar, `failed` an error.
    """

    begun = Signal(object, str)
    ended = Signal()
    told = Signal(str)
    failed = Signal(object)

    def __init__(self, tasks: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._task: Task | None = None
        self._then: Callable[[Any], object] | None = None
        self._outcome: tuple[object] | None = None
        self._doing = ""

    @property
    def is_busy(self) -> bool:
        return self._task is not None

    def may_begin(self) -> bool:
        """Return whether something may be written now; says what to wait for where it may not."""
        if self._task is not None:
            self.told.emit(tr("{doing} is not done yet. Wait for it, or cancel it below.").format(doing=self._doing))
        return self._task is None

    def carry_out(self, doing: str, work: Work, then: Callable[[Any], object], *, records: int) -> None:
        """Do `work`, then `then` with what it returned; what concerns few records is done before this returns.

        Args:
            doing: what is being done, as the progress line says it.
            records: how many records are concerned.
        Raises:
            CbmTrackerError: it was done at once and failed; a task that fails tells `failed`.
        """
        if not self.may_begin():
            return
        if records <= _AT_ONCE:
            then(work(Silent()))
            return
        task = self._tasks.new(work)
        task.succeeded.connect(self._succeed)
        task.failed.connect(self.failed)
        task.cancelled.connect(self._say_cancelled)
        self.follow(task, doing)
        self._then = then
        task.start()

    def follow(self, task: Task, doing: str) -> None:
        """Let a task that somebody else made, and starts now, be what runs."""
        self._task, self._then, self._outcome, self._doing = task, None, None, doing
        task.finished.connect(self._end)
        self.begun.emit(task, doing)

    @Slot()
    def cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def forget(self) -> None:
        """Do nothing with the outcome: whoever waited for it is gone."""
        self._then = None

    @Slot(object)
    def _succeed(self, outcome: object) -> None:
        self._outcome = (outcome,)

    @Slot()
    def _say_cancelled(self) -> None:
        self.told.emit(tr("Cancelled. Nothing was changed."))

    @Slot()
    def _end(self) -> None:
        then, outcome = self._then, self._outcome
        self._task = self._then = self._outcome = None
        self.ended.emit()
        if then is not None and outcome is not None:
            then(outcome[0])
