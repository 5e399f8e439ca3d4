"""The one place that writes records: row, projections, search index and revision, in the same transaction."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, text, update

from cbm_tracker.domain.measures import Case, Record
from cbm_tracker.domain.open_matters import open_matters
from cbm_tracker.domain.record_json import canonical, from_stored, to_json
from cbm_tracker.domain.summary import Summary, agreements_of, searchable, states_of, summarise
from cbm_tracker.errors import EditConflict, InvalidMeasure, NotFound
from cbm_tracker.storage.record_repository import UNSTATED
from cbm_tracker.storage.tables import (
    AttachmentRow,
    OperationRow,
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


def _condition(body: str | None, in_bin: int) -> _Condition:
    return _ABSENT if body is None else _Condition(body, bool(in_bin))


def _unknown(record_id: str) -> NotFound:
    return NotFound(f"Nothing is recorded under {record_id}.")


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
            self._insert_new([(record, canonical(to_json(record))) for record in batch], "recorded")
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

    def move(self, ids: Iterable[str], *, to_bin: bool) -> None:
        """Move records to the bin, or out of it with their links. Raises NotFound, EditConflict."""
        moved = list(dict.fromkeys(ids))
        standing = self._standing(moved)
        for record_id in moved:
            if record_id not in standing:
                raise _unknown(record_id)
            if standing[record_id][1].in_bin == to_bin:
                raise EditConflict("This record lies in the bin already." if to_bin else "This record does not lie in the bin.")
        self._shift([(record_id, *standing[record_id]) for record_id in moved], to_bin, "deleted" if to_bin else "restored")

    def discard(self, ids: Iterable[str]) -> None:
        """Take records of the bin away for good; their revisions stay. Raises NotFound, EditConflict."""
        gone = list(dict.fromkeys(ids))
        standing = self._standing(gone)
        for record_id in gone:
            if record_id not in standing:
                raise _unknown(record_id)
            if not standing[record_id][1].in_bin:
                raise EditConflict("This record does not lie in the bin.", "Delete it first.")
        self._take_away([(record_id, *standing[record_id]) for record_id in gone], "discarded")

    def revert(self, operation: int, change: str, step: Callable[[int, int], None]) -> list[str]:
        """Put every record that an operation changed back to what it was before it; returns their ids.

        Args:
            step: told how many of how many are done; may raise Cancelled.
        Raises:
            EditConflict: one of them is no longer as the operation left it.
        """
        spans: dict[str, tuple[int, int]] = {}  # last and first of the operation's revisions of each record
        for pk, uuid in self.connection.execute(
            select(RevisionRow.pk, RevisionRow.uuid).where(RevisionRow.operation == operation).order_by(RevisionRow.pk.desc())
        ):
            spans[uuid] = (spans[uuid][0] if uuid in spans else pk, pk)
        ids = list(spans)
        for at in range(0, len(ids), _BATCH):
            step(at, len(ids))
            self._revert({uuid: spans[uuid] for uuid in ids[at : at + _BATCH]}, change)
        step(len(ids), len(ids))
        return ids

    def _revert(self, spans: Mapping[str, tuple[int, int]], change: str) -> None:
        keys = {pk for span in spans.values() for pk in span}
        rows = {row.pk: row for row in self.connection.execute(
            select(RevisionRow.pk, RevisionRow.before, RevisionRow.after, RevisionRow.bin_before, RevisionRow.bin_after)
            .where(RevisionRow.pk.in_(keys))
        )}
        standing = self._standing(list(spans))
        came: list[_Standing] = []
        went: list[tuple[Record, str]] = []
        moved: dict[bool, list[_Standing]] = {True: [], False: []}
        for uuid, (last, first) in spans.items():
            left = _condition(rows[last].after, rows[last].bin_after)
            then = _condition(rows[first].before, rows[first].bin_before)
            revision, now = standing.get(uuid, (0, _ABSENT))
            # Later changes that were taken back have revisions too: what counts is how the record stands now.
            if now != left:
                raise EditConflict("A record was changed again since.", "Undo the later change first, or correct it by hand.")
            if then.body is None and now.body is not None:
                came.append((uuid, revision, now))
            elif now.body is None and then.body is not None and not then.in_bin:
                went.append((from_stored(json.loads(then.body)), then.body))
            elif now.body is not None and now.body == then.body:
                moved[then.in_bin].append((uuid, revision, now))
            else:
                self._write(uuid, revision or self._last_numbers([uuid])[uuid], now, then, change)
        self._take_away(came, change)
        self._insert_new(went, change)
        for to_bin, records in moved.items():
            self._shift(records, to_bin, change)

    # -------------------------------------------------- writing

    def _current(self, record_id: str) -> tuple[int, _Condition]:
        standing = self._standing([record_id])
        if record_id not in standing:
            raise _unknown(record_id)
        return standing[record_id]

    def _standing(self, ids: Sequence[str]) -> dict[str, tuple[int, _Condition]]:
        """Return how those of `ids` that are there stand now: their last revision, and what it left."""
        standing: dict[str, tuple[int, _Condition]] = {}
        for at in range(0, len(ids), 500):
            for uuid, revision, body, in_bin in self.connection.execute(
                select(RecordRow.uuid, RecordRow.revision, RecordRow.body, RecordRow.in_bin)
                .where(RecordRow.uuid.in_(ids[at : at + 500]))
            ):
                standing[uuid] = (revision, _Condition(body, bool(in_bin)))
        return standing

    def _last_numbers(self, ids: Sequence[str]) -> dict[str, int]:
        numbers: dict[str, int] = {}
        for at in range(0, len(ids), 500):
            rows = self.connection.execute(
                select(RevisionRow.uuid, func.max(RevisionRow.number))
                .where(RevisionRow.uuid.in_(ids[at : at + 500])).group_by(RevisionRow.uuid)
            )
            numbers.update(dict(rows.all()))
        return numbers

    def _recorded_at(self, ids: Sequence[str]) -> dict[str, str]:
        """Return when each of these records was recorded, by itself or by an import, the last time it was."""
        told: dict[str, str] = {}
        for at in range(0, len(ids), 500):
            rows = self.connection.execute(
                select(RevisionRow.uuid, OperationRow.at).join(OperationRow, OperationRow.pk == RevisionRow.operation)
                .where(RevisionRow.uuid.in_(ids[at : at + 500]), RevisionRow.change == "recorded").order_by(RevisionRow.number)
            )
            told.update(dict(rows.all()))
        return told

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
        values = {**listed_columns(record, summary, states, then.body), "revision": revision + 1, "in_bin": int(then.in_bin),
                  "changed_at": self.at}
        if pk is None:
            since = self._recorded_at([record_id]).get(record_id, self.at)
            pk = self.connection.scalar(insert(RecordRow).values(**values, recorded_at=since).returning(RecordRow.pk))
        else:
            self._forget(pk)
            self.connection.execute(update(RecordRow).where(RecordRow.pk == pk).values(**values))
        assert pk is not None
        self._project([(pk, record, summary.title, states)])

    def _shift(self, records: Sequence[_Standing], to_bin: bool, change: str) -> None:
        """Move records to or from the bin. Nothing else of them changes, so what is projected of them stays."""
        self._insert_rows("revision", _REVISION_COLUMNS, [
            (self.operation, uuid, revision + 1, change, now.body, now.body, int(now.in_bin), int(to_bin))
            for uuid, revision, now in records
        ])
        if records:
            self.connection.exec_driver_sql(
                "UPDATE record SET in_bin = ?, revision = ?, changed_at = ? WHERE uuid = ?",
                [(int(to_bin), revision + 1, self.at, uuid) for uuid, revision, _ in records],
            )

    def _take_away(self, records: Sequence[_Standing], change: str) -> None:
        """Take records away; the projections go with their rows."""
        self._insert_rows("revision", _REVISION_COLUMNS, [
            (self.operation, uuid, revision + 1, change, now.body, None, int(now.in_bin), 0) for uuid, revision, now in records
        ])
        for at in range(0, len(records), 500):
            ids = [uuid for uuid, _, _ in records[at : at + 500]]
            pks = self.connection.scalars(select(RecordRow.pk).where(RecordRow.uuid.in_(ids))).all()
            self.connection.exec_driver_sql("DELETE FROM record_search WHERE rowid = ?", [(pk,) for pk in pks])
            self.connection.execute(delete(RecordRow).where(RecordRow.pk.in_(pks)))

    def _insert_new(self, records: Sequence[tuple[Record, str]], change: str) -> None:
        """Insert records with their canonical JSON."""
        if not records:
            return
        ids = [record.id for record, _ in records]
        if len(set(ids)) < len(ids):
            raise InvalidMeasure("id", "the same id is given to two records.", "Leave the id out, or give each its own.")
        for at in range(0, len(ids), 500):
            taken = self.connection.scalar(select(RecordRow.uuid).where(RecordRow.uuid.in_(ids[at : at + 500])).limit(1))
            if taken:
                raise InvalidMeasure("id", f"{taken} is recorded already.", "Leave the id out, or change the record instead.")
        numbers = self._last_numbers(ids)
        recorded_at = {} if change == "recorded" else self._recorded_at(ids)
        first = (self.connection.scalar(select(func.max(RecordRow.pk))) or 0) + 1
        rows: list[tuple[Any, ...]] = []
        revisions: list[tuple[Any, ...]] = []
        projected: list[_Projected] = []
        for pk, (record, body) in enumerate(records, first):
            number = numbers.get(record.id, 0) + 1
            summary, states = summarise(record), states_of(record)
            projected.append((pk, record, summary.title, states))
            since = recorded_at.get(record.id, self.at)
            rows.append((pk, *listed_columns(record, summary, states, body).values(), number, 0, since, self.at))
            revisions.append((self.operation, record.id, number, change, None, body, 0, 0))
        self._insert_rows("record", ("pk", *LISTED_COLUMNS, "revision", "in_bin", "recorded_at", "changed_at"), rows)
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
            links.extend((target, relation, pk) for target, relation in targets_of(record))
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


_Standing = tuple[str, int, _Condition]
"""Id, last revision, and what it left."""

_Projected = tuple[int, Record, str, tuple[tuple[str, str], ...]]
"""Row key, record, title, and the States it names with their roles."""

_REVISION_COLUMNS = ("operation", "uuid", "number", "change", "before", "after", "bin_before", "bin_after")
LISTED_COLUMNS = (
    "uuid", "kind", "status", "direction", "reference", "title", "title_key", "word", "begins", "ends", "when_told", "party",
    "figure", "outcome", "leaves_open", "body",
)


def targets_of(record: Record) -> list[tuple[str, str]]:
    """Return what a record links to, with the relation; `member` for what a case holds."""
    targets = {(link.target, link.relation): None for link in record.links}
    if isinstance(record, Case):
        targets.update({(member, "member"): None for member in record.members})
    return list(targets)


def listed_columns(record: Record, summary: Summary, states: Iterable[tuple[str, str]], body: str) -> dict[str, Any]:
    """Return what lists read of a record, by column and in the order of `LISTED_COLUMNS`."""
    values = (
        record.id, record.kind, record.status, record.direction, record.reference, summary.title, summary.title.casefold(),
        summary.word, summary.begins, summary.ends, summary.when, " ".join(dict.fromkeys(code for code, _ in states)),
        UNSTATED if summary.figure is None else float(summary.figure), summary.outcome, " ".join(open_matters(record)), body,
    )
    return dict(zip(LISTED_COLUMNS, values, strict=True))


def _batches(records: Iterable[Record]) -> Iterator[list[Record]]:
    batch: list[Record] = []
    for record in records:
        batch.append(record)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
