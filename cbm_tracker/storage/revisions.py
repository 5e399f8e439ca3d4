"""The one place that writes records: row, projections, search index and revision, in the same transaction."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, text, update

from cbm_tracker.domain.measures import Case, Record
from cbm_tracker.domain.record_json import canonical, from_stored, to_json
from cbm_tracker.domain.summary import Summary, agreements_of, searchable, states_of, summarise
from cbm_tracker.errors import EditConflict, InvalidMeasure, NotFound
from cbm_tracker.storage.record_repository import UNSTATED
from cbm_tracker.storage.tables import (
    AttachmentRow,
    RecordRow,
    RevisionRow,
    record_agreement,
    record_attachment,
    record_link,
    record_state,
)

_BATCH = 1000


@dataclass(frozen=True)
class _Condition:
    """A record as it lies in the register: its body, or None where it is not there, and whether it lies in the bin."""

    body: str | None
    in_bin: bool = False


_ABSENT = _Condition(None)


@dataclass(frozen=True)
class RecordWriter:
    """Writes records and their revisions for one operation."""

    connection: Connection
    operation: int
    at: str

    # -------------------------------------------------- wishes

    def add(self, record: Record) -> None:
        self.add_many([record])

    def add_many(self, records: Iterable[Record]) -> int:
        """Record new records; returns how many.

        Raises:
            InvalidMeasure: an id is recorded already.
        """
        done = 0
        for batch in _batches(records):
            self._insert_new(batch)
            done += len(batch)
        return done

    def revise(self, record: Record, expected_revision: int, change: str = "changed") -> int:
        """Replace a record; returns its new revision.

        Raises:
            EditConflict: it changed since `expected_revision`, lies in the bin, or is issued.
            NotFound: it is not recorded.
        """
        revision, now = self._current(record.id)
        if revision != expected_revision:
            raise EditConflict(
                "This record was changed elsewhere since it was opened.", "Open it again; what you typed is kept as a draft."
            )
        if now.in_bin:
            raise EditConflict("This record lies in the bin.", "Restore it first.")
        body = canonical(to_json(record))
        if body == now.body:
            return revision
        self._write(record.id, revision, now, _Condition(body), change)
        return revision + 1

    def remove(self, record_id: str) -> None:
        """Move a record to the bin. Raises NotFound, EditConflict."""
        revision, now = self._current(record_id)
        if now.in_bin:
            raise EditConflict("This record lies in the bin already.")
        self._write(record_id, revision, now, _Condition(now.body, in_bin=True), "deleted")

    def restore(self, record_id: str) -> None:
        """Take a record out of the bin, with its links. Raises NotFound, EditConflict."""
        revision, now = self._current(record_id)
        if not now.in_bin:
            raise EditConflict("This record does not lie in the bin.")
        self._write(record_id, revision, now, _Condition(now.body), "restored")

    def discard(self, record_id: str) -> None:
        """Take a record of the bin away for good; its revisions stay. Raises NotFound, EditConflict."""
        revision, now = self._current(record_id)
        if not now.in_bin:
            raise EditConflict("This record does not lie in the bin.", "Delete it first.")
        self._write(record_id, revision, now, _ABSENT, "discarded")

    def revert(self, operation: int, change: str) -> list[str]:
        """Put every record that an operation changed back to what it was before it; returns their ids.

        Raises:
            EditConflict: one of them is no longer as the operation left it.
        """
        rows = self.connection.execute(
            select(RevisionRow.uuid, RevisionRow.number, RevisionRow.before, RevisionRow.after, RevisionRow.bin_before,
                   RevisionRow.bin_after).where(RevisionRow.operation == operation).order_by(RevisionRow.pk.desc())
        ).all()
        ids = [row.uuid for row in rows]
        last, present = self._last_numbers(ids), self._conditions(ids)
        came: list[tuple[str, int, str]] = []  # to be taken away again: many at once after an import
        went: list[Record] = []  # to be put back
        for row in rows:
            now, then = _Condition(row.after, bool(row.bin_after)), _Condition(row.before, bool(row.bin_before))
            # Later changes that were taken back have revisions too: what counts is how the record stands now.
            if present.get(row.uuid, _ABSENT) != (_ABSENT if row.after is None else now):
                raise EditConflict("A record was changed again since.", "Undo the later change first, or correct it by hand.")
            if now.body is not None and then.body is None and not now.in_bin:
                came.append((row.uuid, last[row.uuid], now.body))
            elif now.body is None and then.body is not None and not then.in_bin:
                went.append(from_stored(json.loads(then.body)))
            else:
                self._write(row.uuid, last[row.uuid], now, then, change)
        for at in range(0, len(came), 500):
            self._take_away(came[at : at + 500], change)
        for batch in _batches(went):
            self._insert_new(batch, change)
        return [row.uuid for row in rows]

    # -------------------------------------------------- writing

    def _current(self, record_id: str) -> tuple[int, _Condition]:
        row = self.connection.execute(
            select(RecordRow.revision, RecordRow.body, RecordRow.in_bin).where(RecordRow.uuid == record_id)
        ).first()
        if row is None:
            raise NotFound(f"Nothing is recorded under {record_id}.")
        return row.revision, _Condition(row.body, bool(row.in_bin))

    def _conditions(self, ids: Sequence[str]) -> dict[str, _Condition]:
        """Return how those of `ids` that are there stand now."""
        conditions: dict[str, _Condition] = {}
        for at in range(0, len(ids), 500):
            for uuid, body, in_bin in self.connection.execute(
                select(RecordRow.uuid, RecordRow.body, RecordRow.in_bin).where(RecordRow.uuid.in_(ids[at : at + 500]))
            ):
                conditions[uuid] = _Condition(body, bool(in_bin))
        return conditions

    def _last_numbers(self, ids: Sequence[str]) -> dict[str, int]:
        numbers: dict[str, int] = {}
        for at in range(0, len(ids), 500):
            rows = self.connection.execute(
                select(RevisionRow.uuid, func.max(RevisionRow.number))
                .where(RevisionRow.uuid.in_(ids[at : at + 500])).group_by(RevisionRow.uuid)
            )
            numbers.update(dict(rows.all()))
        return numbers

    def _write(self, record_id: str, revision: int, now: _Condition, then: _Condition, change: str) -> None:
        """Bring one record from one condition to another, and write the revision that says so."""
        pk = self.connection.scalar(select(RecordRow.pk).where(RecordRow.uuid == record_id))
        self.connection.execute(
            insert(RevisionRow),
            {"operation": self.operation, "uuid": record_id, "number": revision + 1, "change": change, "before": now.body,
             "after": then.body, "bin_before": int(now.in_bin), "bin_after": int(then.in_bin)},
        )
        if then.body is None:
            self._forget(pk)
            self.connection.execute(delete(RecordRow).where(RecordRow.pk == pk))
            return
        record = from_stored(json.loads(then.body))
        summary, states = summarise(record), states_of(record)
        values = {**_columns(record, summary, states, then.body), "revision": revision + 1, "in_bin": int(then.in_bin),
                  "changed_at": self.at}
        if pk is None:
            pk = self.connection.scalar(
                insert(RecordRow).values(**values, recorded_at=self.at).returning(RecordRow.pk)
            )
        else:
            self._forget(pk)
            self.connection.execute(update(RecordRow).where(RecordRow.pk == pk).values(**values))
        assert pk is not None
        self._project([(pk, record, summary.title, states)])

    def _take_away(self, records: Sequence[tuple[str, int, str]], change: str) -> None:
        """Take new records away again: (id, revision, body); the projections go with their rows."""
        pks = self.connection.scalars(select(RecordRow.pk).where(RecordRow.uuid.in_([uuid for uuid, _, _ in records]))).all()
        self.connection.execute(
            insert(RevisionRow),
            [{"operation": self.operation, "uuid": uuid, "number": number + 1, "change": change, "before": body, "after": None,
              "bin_before": 0, "bin_after": 0} for uuid, number, body in records],
        )
        self.connection.execute(text("DELETE FROM record_search WHERE rowid = :pk"), [{"pk": pk} for pk in pks])
        self.connection.execute(delete(RecordRow).where(RecordRow.pk.in_(pks)))

    def _insert_new(self, records: Sequence[Record], change: str = "recorded") -> None:
        ids = [record.id for record in records]
        if len(set(ids)) < len(ids):
            raise InvalidMeasure("id", "the same id is given to two records.", "Leave the id out, or give each its own.")
        for at in range(0, len(ids), 500):
            taken = self.connection.scalar(select(RecordRow.uuid).where(RecordRow.uuid.in_(ids[at : at + 500])).limit(1))
            if taken:
                raise InvalidMeasure("id", f"{taken} is recorded already.", "Leave the id out, or change the record instead.")
        numbers = self._last_numbers(ids)
        first = (self.connection.scalar(select(func.max(RecordRow.pk))) or 0) + 1
        rows: list[tuple[Any, ...]] = []
        revisions: list[tuple[Any, ...]] = []
        projected: list[_Projected] = []
        for pk, record in enumerate(records, first):
            body = canonical(to_json(record))
            number = numbers.get(record.id, 0) + 1
            summary, states = summarise(record), states_of(record)
            projected.append((pk, record, summary.title, states))
            rows.append((pk, *_columns(record, summary, states, body).values(), number, 0, self.at, self.at))
            revisions.append((self.operation, record.id, number, change, None, body, 0, 0))
        self._insert_rows("record", ("pk", *_COLUMNS, "revision", "in_bin", "recorded_at", "changed_at"), rows)
        self._insert_rows("revision", _REVISION_COLUMNS, revisions)
        self._project(projected)

    def _insert_rows(self, table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
        """Insert rows by the position of their values: naming every value of every row takes SQLAlchemy longer than SQLite needs."""
        if rows:
            names, marks = ", ".join(columns), ", ".join("?" * len(columns))
            self.connection.exec_driver_sql(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(rows))

    def _forget(self, pk: int | None) -> None:
        for table in (record_state, record_agreement, record_link, record_attachment):
            self.connection.execute(delete(table).where(table.c.record == pk))
        self.connection.execute(text("DELETE FROM record_search WHERE rowid = :pk"), {"pk": pk})

    def _project(self, records: Sequence[_Projected]) -> None:
        """Write what filters and search read beside the record."""
        states: list[tuple[Any, ...]] = []
        agreements: list[tuple[Any, ...]] = []
        links: list[tuple[Any, ...]] = []
        attachments: list[tuple[Any, ...]] = []
        words: list[tuple[Any, ...]] = []
        for pk, record, title, named in records:
            states.extend((code, pk, role) for code, role in named)
            agreements.extend((agreement, pk) for agreement in agreements_of(record))
            targets = {(link.target, link.relation): None for link in record.links}
            if isinstance(record, Case):
                targets.update({(member, "member"): None for member in record.members})
            links.extend((target, relation, pk) for target, relation in targets)
            digests = dict.fromkeys(attachment.sha256 for attachment in record.attachments)
            for digest in digests:
                if self.connection.scalar(select(AttachmentRow.size).where(AttachmentRow.sha256 == digest)) is None:
                    message = f"the file {digest[:12]}… is not in this register."
                    raise InvalidMeasure("attachments", message, "Attach the file itself.")
            attachments.extend((digest, pk) for digest in digests)
            words.append((pk, searchable(record, title)))
        self._insert_rows("record_state", ("state", "record", "role"), states)
        self._insert_rows("record_agreement", ("agreement", "record"), agreements)
        self._insert_rows("record_link", ("target", "relation", "record"), links)
        self._insert_rows("record_attachment", ("sha256", "record"), attachments)
        self._insert_rows("record_search", ("rowid", "words"), words)


_Projected = tuple[int, Record, str, tuple[tuple[str, str], ...]]
"""Row key, record, title, and the States it names with their roles."""

_REVISION_COLUMNS = ("operation", "uuid", "number", "change", "before", "after", "bin_before", "bin_after")
_COLUMNS = (
    "uuid", "kind", "status", "direction", "reference", "title", "title_key", "word", "begins", "ends", "when_told", "party",
    "figure", "outcome", "body",
)


def _columns(record: Record, summary: Summary, states: Iterable[tuple[str, str]], body: str) -> dict[str, Any]:
    """Return what lists read of a record, by column and in the order of `_COLUMNS`."""
    values = (
        record.id, record.kind, record.status, record.direction, record.reference, summary.title, summary.title.casefold(),
        summary.word, summary.begins, summary.ends, summary.when, " ".join(dict.fromkeys(code for code, _ in states)),
        UNSTATED if summary.figure is None else float(summary.figure), summary.outcome, body,
    )
    return dict(zip(_COLUMNS, values, strict=True))


def _batches(records: Iterable[Record]) -> Iterator[list[Record]]:
    batch: list[Record] = []
    for record in records:
        batch.append(record)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
