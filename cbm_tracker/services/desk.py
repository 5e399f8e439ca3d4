"""Who sits at which workstation, and what the clock says: what each operation is signed with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from cbm_tracker.storage.operations import Operation


@dataclass(frozen=True)
class Desk:
    """`now` returns the present instant in UTC."""

    officer: str
    workstation: str
    now: Callable[[], datetime]

    def operation(self, kind: str, label: str, reason: str = "") -> Operation:
        return Operation(kind, label, self.officer, self.workstation, self.now(), reason)
