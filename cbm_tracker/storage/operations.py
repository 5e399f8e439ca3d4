"""Who did what: the operations of a register, the revisions of each record, and what undo can take back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, insert, select, update

from cbm_tracker.domain.moments import utc_text
from cbm_tracker.storage.tables import OperationRow, RecordRow, RevisionRow

TAKEN_BACK = ("record", "revise", "delete", "restore", "import")
"""Operations that undo takes back. Issuing and correcting are not among them: what was issued is corrected."""


@dataclass(frozen=True)
class Operation:
    """One wish of a person: what kind, in words, by whom, where, when (UTC) and why."""

    kind: str
    label: str
    officer: str
    workstation: str
    at: datetime
    reason: str = ""

    @property
    def at_text(self) -> str:
        return utc_text(self.at, "milliseconds")


@dataclass(frozen=True)
class PastOperation:
    number: int
    kind: str
    label: str
    officer: str
    workstation: str
    at: str
    reason: str
    state: str


@dataclass(frozen=True)
class Revision:
    """A record (canonical JSON text) before and after one change."""

    number: int
    change: str
    at: str
    officer: str
    workstation: str
    reason: str
    before: str | None
    after: str | None
    in_bin: bool


@dataclass(frozen=True)
class Worked:
    """How many records of a kind an officer recorded or changed, and when last."""

    officer: str
    kind: str
    records: int
    last_at: str


@dataclass(frozen=True)
class OperationLog:
    connection: Connection

    def begin(self, operation: Operation) -> int:
        state = "done" if operation.kind in TAKEN_BACK else "settled"
        number: int | None = self.connection.scalar(
            insert(OperationRow)
            .values(kind=operation.kind, label=operation.label, officer=operation.officer, workstation=operation.workstation,
                    at=operation.at_text, reason=operation.reason, state=state, of=None)
            .returning(OperationRow.pk)
        )
        assert number is not None
        return number

    def mark(self, number: int, state: str, by: int) -> None:
        """Note that operation `by` brought operation `number` to a state."""
        self.connection.execute(update(OperationRow).where(OperationRow.pk == number).values(state=state))
        self.connection.execute(update(OperationRow).where(OperationRow.pk == by).values(of=number))

    def settle(self, number: int) -> bool:
        """Close operation `number`; returns whether it did anything that is worth keeping.

        One that changed records ends the possibility to redo what was undone before it. What cannot be taken back, such as
        issuing, ends the possibility to take back what was done before to the same records: the menu would offer it and
        refuse it ever after.
        """
        row = self.connection.execute(select(OperationRow.kind).where(OperationRow.pk == number)).one()
        changed = select(RevisionRow.uuid).where(RevisionRow.operation == number)
        changed_any = self.connection.scalar(changed.limit(1)) is not None
        if changed_any and row.kind not in ("undo", "redo"):
            self.connection.execute(update(OperationRow).where(OperationRow.state == "undone").values(state="settled"))
        if row.kind in TAKEN_BACK:
            return changed_any
        if row.kind not in ("undo", "redo"):
            self.connection.execute(
                update(OperationRow)
                .where(OperationRow.state == "done",
                       OperationRow.pk.in_(select(RevisionRow.operation).where(RevisionRow.uuid.in_(changed))))
                .values(state="settled")
            )
        return True

    def next_undo(self) -> PastOperation | None:
        return self._one("done", newest=True)

    def next_redo(self) -> PastOperation | None:
        return self._one("undone", newest=False)

    def last_carried_out(self, number: int) -> int:
        """Return the operation whose revisions stand for operation `number` now: its last undo or redo, else itself."""
        last = self.connection.scalar(
            select(OperationRow.pk).where(OperationRow.of == number).order_by(OperationRow.pk.desc()).limit(1)
        )
        return number if last is None else last

    def extent(self, number: int) -> int:
        """Return how many records operation `number` changed."""
        return self.connection.scalar(select(func.count()).where(RevisionRow.operation == number)) or 0

    def latest(self, limit: int) -> list[PastOperation]:
        rows = self.connection.execute(select(*_COLUMNS).order_by(OperationRow.pk.desc()).limit(limit))
        return [PastOperation(*row) for row in rows]

    def history(self, record_id: str, latest: int = 0) -> list[Revision]:
        """Return the revisions of a record, first one first; only the `latest` ones unless that is 0."""
        rows = self.connection.execute(
            select(RevisionRow.number, RevisionRow.change, OperationRow.at, OperationRow.officer, OperationRow.workstation,
                   OperationRow.reason, RevisionRow.before, RevisionRow.after, RevisionRow.bin_after)
            .join(OperationRow, OperationRow.pk == RevisionRow.operation)
            .where(RevisionRow.uuid == record_id)
            .order_by(RevisionRow.number.desc()).limit(latest or -1)
        ).all()
        return [Revision(*row[:8], in_bin=bool(row[8])) for row in reversed(rows)]

    def history_length(self, record_id: str) -> int:
        return self.connection.scalar(select(func.max(RevisionRow.number)).where(RevisionRow.uuid == record_id)) or 0

    def by_officer(self) -> list[Worked]:
        """Return who recorded or changed the records that the register holds, by officer and kind."""
        rows = self.connection.execute(
            select(OperationRow.officer, RecordRow.kind, func.count(RecordRow.uuid.distinct()), func.max(OperationRow.at))
            .join_from(RecordRow, RevisionRow, (RevisionRow.uuid == RecordRow.uuid) & (RevisionRow.number <= RecordRow.revision))
            .join(OperationRow, OperationRow.pk == RevisionRow.operation)
            .where(RecordRow.in_bin == 0, OperationRow.officer != "")
            .group_by(OperationRow.officer, RecordRow.kind).order_by(OperationRow.officer, RecordRow.kind)
        )
        return [Worked(*row) for row in rows]

    def _one(self, state: str, *, newest: bool) -> PastOperation | None:
        order = OperationRow.pk.desc() if newest else OperationRow.pk.asc()
        row = self.connection.execute(select(*_COLUMNS).where(OperationRow.state == state).order_by(order).limit(1)).first()
        return None if row is None else PastOperation(*row)


_COLUMNS = (
    OperationRow.pk, OperationRow.kind, OperationRow.label, OperationRow.officer, OperationRow.workstation, OperationRow.at,
    OperationRow.reason, OperationRow.state,
)
