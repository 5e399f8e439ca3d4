"""Work away from the window's thread: the only code that knows threads.

The runner lives as long as the application, so closing a dialog cannot delete running work. A worker tells the runner its
outcome once; there, on the window's thread, the task emits `succeeded` or `failed`, then `finished`.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal, Slot

from cbm_tracker.errors import Cancelled
from cbm_tracker.services.progress import Progress

Work = Callable[[Progress], Any]
_TOLD_EVERY = 0.05  # seconds between two messages of progress


class Task(QObject):
    """One piece of work. Connect first, then start: a quick task would finish unheard."""

    progressed = Signal(int, int, str)
    succeeded = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    finished = Signal()

    def __init__(self, runner: TaskRunner, work: Work) -> None:
        super().__init__(runner)
        self._runner, self.work = runner, work
        self.cancel_wish = threading.Event()

    def start(self) -> None:
        self._runner.begin(self)

    @Slot()
    def cancel(self) -> None:
        self.cancel_wish.set()


class _TaskProgress:
    def __init__(self, task: Task, tell: Callable[[int, int, str], None]) -> None:
        self._task, self._tell = task, tell
        self._told, self._said = 0.0, ""

    def step(self, done: int, total: int, doing: str) -> None:
        if self._task.cancel_wish.is_set():
            raise Cancelled
        now = time.monotonic()
        if doing != self._said or now - self._told >= _TOLD_EVERY or done == total:
            self._told, self._said = now, doing
            self._tell(done, total, doing)


class _Worker(QRunnable):
    def __init__(self, runner: TaskRunner, task: Task) -> None:
        super().__init__()
        self._runner, self._task = runner, task

    def run(self) -> None:
        task, runner = self._task, self._runner
        try:
            outcome = task.work(_TaskProgress(task, lambda *step: runner.stepped.emit(task, *step)))
        except Cancelled as wish:
            runner.ended.emit(task, None, wish)
        except Exception as error:  # whatever it is, the window's thread shows it
            runner.ended.emit(task, None, error)
        else:
            runner.ended.emit(task, outcome, None)


class TaskRunner(QObject):
    """Owns all running tasks; on exit it cancels them and waits. `idle` says that the last one has ended."""

    stepped = Signal(object, int, int, str)
    ended = Signal(object, object, object)
    idle = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._running: set[Task] = set()
        self.stepped.connect(self._tell, Qt.ConnectionType.QueuedConnection)
        self.ended.connect(self._finish, Qt.ConnectionType.QueuedConnection)

    def new(self, work: Work) -> Task:
        return Task(self, work)

    @property
    def is_busy(self) -> bool:
        return bool(self._running)

    def begin(self, task: Task) -> None:
        self._running.add(task)
        self._pool.start(_Worker(self, task))

    def stop(self) -> None:
        """Cancel what runs and wait for it."""
        for task in self._running:
            task.cancel()
        self._pool.waitForDone()

    @Slot(object, int, int, str)
    def _tell(self, task: Task, done: int, total: int, doing: str) -> None:
        task.progressed.emit(done, total, doing)

    @Slot(object, object, object)
    def _finish(self, task: Task, outcome: object, error: object) -> None:
        self._running.discard(task)
        if error is None:
            task.succeeded.emit(outcome)
        elif isinstance(error, Cancelled):
            task.cancelled.emit()
        else:
            task.failed.emit(error)
        task.finished.emit()
        task.deleteLater()
        if not self._running:
            self.idle.emit()
