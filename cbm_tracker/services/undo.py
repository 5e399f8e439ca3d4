"""Undo and redo by name. What can be taken back is read from the history, so it outlives a restart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from cbm_tracker.errors import EditConflict
from cbm_tracker.services.changes import Change, ChangeFeed
from cbm_tracker.services.desk import Desk
from cbm_tracker.services.progress import Progress, Silent
from cbm_tracker.storage.operations import OperationLog, PastOperation
from cbm_tracker.storage.store import Store

__all__ = ["PastOperation", "UndoService"]

_Verb = Literal["undo", "redo"]
_DONE = {"undo": "undone", "redo": "redone"}
_DOING = {"undo": "undoing", "redo": "redoing"}
_TOLD = {"undo": "Taking back", "redo": "Doing again"}


@dataclass(frozen=True)
class UndoService:
    store: Store
    changes: ChangeFeed
    desk: Desk

    def next_undo(self) -> PastOperation | None:
        """Return what undo would take back; its `label` reads as in “Undo deletion of Inspection 2026/014”."""
        with self.store.reading() as reading:
            return reading.operations.next_undo()

    def next_redo(self) -> PastOperation | None:
        """Return what redo would do again."""
        with self.store.reading() as reading:
            return reading.operations.next_redo()

    def undo_label(self) -> str:
        """What undo would take back, such as “deletion of Inspection 2026/014”; "" where nothing can be."""
        operation = self.next_undo()
        return operation.label if operation else ""

    def redo_label(self) -> str:
        operation = self.next_redo()
        return operation.label if operation else ""

    def undo(self, number: int = 0, progress: Progress | None = None) -> str:
        """Take the latest operation back; returns what it was, "" where there is none.

        Args:
            number: of the operation that was offered; 0 for whatever is next.
        Raises:
            EditConflict: another operation is next by now, or a record of it was changed in a way that undo does not take
                back, such as issuing.
            Cancelled: the user cancelled; nothing was changed.
        """
        return self._carry("undo", number, progress)

    def redo(self, number: int = 0, progress: Progress | None = None) -> str:
        """Do again what was undone last; returns what it was, "" where there is none. As `undo`."""
        return self._carry("redo", number, progress)

    def extent(self, number: int) -> int:
        """Return how many records an operation changed, and undo would change back."""
        with self.store.reading() as reading:
            return reading.operations.extent(number)

    def latest(self, limit: int = 100) -> list[PastOperation]:
        """Return the latest operations, newest first."""
        with self.store.reading() as reading:
            return reading.operations.latest(limit)

    def _carry(self, verb: _Verb, number: int, progress: Progress | None) -> str:
        told = progress or Silent()
        with self.store.reading() as reading:
            offered = _next(reading.operations, verb)
        if offered is None and not number:
            return ""
        label = offered.label if offered else verb
        with self.store.transaction(self.desk.operation(verb, f"{_DOING[verb]}: {label}")) as transaction:
            operation = _next(transaction.operations, verb)
            expected = number or (offered.number if offered else 0)
            if operation is None or operation.number != expected:
                hint = "Look at what it offers now, then repeat." if operation else ""
                raise EditConflict(f"Somebody else changed what {verb} would do; nothing was {_DONE[verb]}.", hint)
            last = transaction.operations.last_carried_out(operation.number)
            ids = transaction.writer.revert(last, _DONE[verb], lambda done, total: told.step(done, total, _TOLD[verb]))
            transaction.operations.mark(operation.number, "undone" if verb == "undo" else "done", transaction.number)
        self.changes.publish(Change(verb, frozenset(ids[:1000]), everything=True))
        return operation.label


def _next(operations: OperationLog, verb: _Verb) -> PastOperation | None:
    return operations.next_undo() if verb == "undo" else operations.next_redo()
