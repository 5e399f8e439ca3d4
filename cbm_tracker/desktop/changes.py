"""Changes of the register, told on the window's thread; each minute is a change too, and so is midnight with it."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal

from cbm_tracker.bootstrap import Clock
from cbm_tracker.services.changes import Change, ChangeFeed


class ChangeSignals(QObject):
    """`changed` carries a Change; `minute_passed` the present instant (UTC)."""

    changed = Signal(object)
    minute_passed = Signal(object)

    def __init__(self, feed: ChangeFeed, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._minute: datetime = clock().replace(second=0, microsecond=0)
        self._unsubscribe = feed.subscribe(self._pass_on)
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self.look_at_clock)
        self._timer.start()

    def close(self) -> None:
        self._timer.stop()
        self._unsubscribe()

    def look_at_clock(self) -> None:
        now = self._clock()
        minute = now.replace(second=0, microsecond=0)
        if minute != self._minute:
            self._minute = minute
            self.minute_passed.emit(now)

    def _pass_on(self, change: Change) -> None:
        self.changed.emit(change)  # emitted on any thread, delivered on the window's
