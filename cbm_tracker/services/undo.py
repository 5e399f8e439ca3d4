"""Take back and do again, by name, also after a restart."""

from __future__ import annotations

from dataclasses import dataclass

from cbm_tracker.services.changes import Change, ChangeFeed
from cbm_tracker.services.desk import Desk
from cbm_tracker.storage.operations import PastOperation
from cbm_tracker.storage.store import Store

__all__ = ["PastOperation", "UndoService"]


@dataclass(frozen=True)
class UndoService:
    store: Store
    changes: ChangeFeed
    desk: Desk

    def undo_label(self) -> str:
        """What undo would take back, such as “deletion of Inspection 2026/014”; "" where nothing can be."""
        with self.store.reading() as reading:
            operation = reading.operations.next_undo()
        return operation.label if operation else ""

    def redo_label(self) -> str:
        with self.store.reading() as reading:
            operation = reading.operations.next_redo()
        return operation.label if operation else ""

    def undo(self) -> str:
        """Take the latest operation back; returns what it was, "" where there is none.

        Raises:
            EditConflict: a record of it was changed in a way that undo does not take back, such as issuing.
        """
        label = self.undo_label()
        if not label:
            return ""
        with self.store.transaction(self.desk.operation("undo", f"undoing: {label}")) as transaction:
            operation = transaction.operations.next_undo()
            if operation is None:
                return ""
            ids = transaction.writer.revert(transaction.operations.last_carried_out(operation.number), "undone")
            transaction.operations.mark(operation.number, "undone", transaction.number)
        self._publish("undo", ids)
        return operation.label

    def redo(self) -> str:
        """Do again what was undone last; returns what it was, "" where there is none. Raises EditConflict."""
        label = self.redo_label()
        if not label:
            return ""
        with self.store.transaction(self.desk.operation("redo", f"redoing: {label}")) as transaction:
            operation = transaction.operations.next_redo()
            if operation is None:
                return ""
            ids = transaction.writer.revert(transaction.operations.last_carried_out(operation.number), "redone")
            transaction.operations.mark(operation.number, "done", transaction.number)
        self._publish("redo", ids)
        return operation.label

    def latest(self, limit: int = 100) -> list[PastOperation]:
        """Return the latest operations, newest first."""
        with self.store.reading() as reading:
            return reading.operations.latest(limit)

    def _publish(self, operation: str, ids: list[str]) -> None:
        self.changes.publish(Change(operation, frozenset(ids[:1000]), everything=True))
