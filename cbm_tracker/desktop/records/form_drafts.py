"""Keeps what is typed into a form: two seconds after it was typed, and when the form is left."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer

from cbm_tracker.services.drafts import DraftService, FormDraft

_AFTER = 2000  # milliseconds


class DraftKeeper(QObject):
    """Keeps one draft under one key.

    Args:
        record_id: of the record that is edited or corrected; "" for a new one.
        fresh: do not take up what was typed into another new form; it stays kept.
        told: returns title and what was typed; an empty dictionary where nothing is worth keeping.
    """

    def __init__(
        self, drafts: DraftService, kind: str, record_id: str, fresh: bool, told: Callable[[], tuple[str, dict[str, Any]]], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._drafts, self._kind, self._told = drafts, kind, told
        self.found: FormDraft | None = None
        self._kept = False
        if record_id:
            self._key = record_id
            self.found = drafts.find(record_id)
        else:
            others = [draft for draft in drafts.kept() if draft.key == f"new:{kind}" or draft.key.startswith(f"new:{kind}:")]
            self.found = None if fresh or not others else others[-1]
            self._key = self.found.key if self.found else f"new:{kind}:{uuid.uuid4()}" if others else f"new:{kind}"
        self._kept = self.found is not None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_AFTER)
        self._timer.timeout.connect(self.keep)

    def edited(self) -> None:
        if not self._timer.isActive():
            self._timer.start()

    def keep(self) -> bool:
        """Keep what is typed now; returns whether there was anything to keep."""
        self._timer.stop()
        title, typed = self._told()
        if typed:
            self._drafts.save(self._key, self._kind, title, typed)
            self._kept = True
        elif self._kept:
            self.drop()
        return bool(typed)

    def drop(self) -> None:
        """Forget the draft: it is saved, or not wanted."""
        self._timer.stop()
        if self._kept:
            self._drafts.drop(self._key)
            self._kept = False
