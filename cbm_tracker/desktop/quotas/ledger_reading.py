"""Reads the quotas of a year beside the window's thread; the last question alone is answered."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from cbm_tracker.bootstrap import Services
from cbm_tracker.desktop.quotas.quota_words import QuotaLine, quota_lines
from cbm_tracker.desktop.tasks import Task, TaskRunner
from cbm_tracker.services.changes import Change

_COUNTED = ("inspection", "agreement_facts", "agreement")


def concerns_quotas(change: Change) -> bool:
    """Tell whether a change may count in a quota, or in how large one is."""
    return any(change.concerns(kind) for kind in _COUNTED)


class LedgerReading(QObject):
    """`read` says that `lines` and `year` are new; `failed` carries the error."""

    read = Signal()
    failed = Signal(object)

    def __init__(self, services: Services, tasks: TaskRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._services, self._tasks = services, tasks
        self._task: Task | None = None
        self.year = 0
        self.lines: list[QuotaLine] = []

    @property
    def is_reading(self) -> bool:
        return self._task is not None

    def ask(self, year: int) -> None:
        """Read the quotas of a year; an answer to an earlier question is not waited for."""
        services, now = self._services, self._services.desk.now()
        task = self._tasks.new(
            lambda _: (year, quota_lines(services.obligations.quotas(year, now), services.rules.packs(), services.names))
        )
        if self._task is not None:
            self._task.succeeded.disconnect(self._take)
            self._task.failed.disconnect(self._fail)
        self._task = task
        task.succeeded.connect(self._take)
        task.failed.connect(self._fail)
        task.start()

    @Slot(object)
    def _take(self, answer: object) -> None:
        assert isinstance(answer, tuple)
        task, self._task = self._task, None
        if task is not None and task.cancel_wish.is_set():  # the register is being closed
            return
        self.year, self.lines = answer
        self.read.emit()

    @Slot(object)
    def _fail(self, error: object) -> None:
        self._task = None
        self.failed.emit(error)
