"""The register as it stood after an operation: what changed since is put before the tables, for one connection and one transaction.

SQLite looks for a name among temporary tables and views first, so that whoever reads records reads those that stood then and
needs to know nothing of it. Records that did not change since are read where they lie.
"""

from __future__ import annotations

import json
from bisect import bisect
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Select, func, select, text
from sqlalchemy.orm import InstrumentedAttribute

from cbm_tracker.domain.query import Query
from cbm_tracker.domain.record_json import from_stored
from cbm_tracker.domain.summary import agreements_of, states_of, summarise
from cbm_tracker.storage.record_repository import RecordReader, StoredRecord
from cbm_tracker.storage.revisions import LISTED_COLUMNS, listed_columns, targets_of
from cbm_tracker.storage.tables import RecordRow

_BATCH = 500
_RECORD = ("pk", *LISTED_COLUMNS, "revision", "in_bin", "recorded_at", "changed_at")
_BESIDE = {
    "record_state": ("state", "record", "role"), "record_agreement": ("agreement", "record"),
    "record_link": ("target", "relation", "record"),
}
_INDEXES = ("record_then (pk)", "record_then (uuid)", "record_then (kind, in_bin, begins, pk)", "record_state_then (record)",
            "record_agreement_then (record)", "record_link_then (target)")


def latest(key: InstrumentedAttribute[str], until: int, *values: InstrumentedAttribute[str]) -> Select[*tuple[Any, ...]]:
    """Return the statement for what was said last of each key up to an operation."""
    table = key.class_
    other = table.__table__.alias()
    within = select(func.max(other.c.operation)).where(other.c[key.key] == key, other.c.operation <= until).scalar_subquery()
    return select(key, *values).where(table.operation == within)


class PastRecordReader(RecordReader):
    """Reads records before which something else was put: SQLite cannot walk them in order, so that each list is ordered once."""

    def stream_stored(self, query: Query) -> Iterator[StoredRecord]:
        places = self.connection.scalars(self._ordered(select(RecordRow.pk), query)).all()
        for at in range(0, len(places), _BATCH):
            batch = places[at : at + _BATCH]
            found = {row.pk: row for row in self.connection.execute(
                select(RecordRow.pk, RecordRow.body, RecordRow.revision, RecordRow.in_bin, RecordRow.recorded_at, RecordRow.changed_at)
                .where(RecordRow.pk.in_(batch))
            )}
            for row in map(found.__getitem__, batch):
                record = from_stored(json.loads(row.body))
                yield StoredRecord(record, row.revision, bool(row.in_bin), row.recorded_at, row.changed_at)


def stand_at(connection: Connection, operation: int) -> None:
    """Let this connection read records as they stood after `operation`, until its transaction is rolled back."""
    connection.exec_driver_sql("CREATE TEMP TABLE since (uuid TEXT PRIMARY KEY, pk INTEGER)")
    connection.exec_driver_sql(
        "INSERT INTO temp.since SELECT DISTINCT revision.uuid, record.pk FROM main.revision AS revision"
        " LEFT JOIN main.record AS record ON record.uuid = revision.uuid WHERE revision.operation > ?", (operation,),
    )
    if not connection.scalar(text("SELECT count(*) FROM temp.since")):
        return
    connection.exec_driver_sql(f"CREATE TEMP TABLE record_then ({', '.join(_RECORD)})")
    for table, columns in _BESIDE.items():
        connection.exec_driver_sql(f"CREATE TEMP TABLE {table}_then ({', '.join(columns)})")
    _put_what_stood(connection, operation)
    for number, index in enumerate(_INDEXES):
        connection.exec_driver_sql(f"CREATE INDEX temp.then_{number} ON {index}")
    changed = "(SELECT pk FROM temp.since WHERE pk IS NOT NULL)"
    for table, columns, key in (("record", _RECORD, "pk"), *((table, columns, "record") for table, columns in _BESIDE.items())):
        named = ", ".join(columns)
        connection.exec_driver_sql(
            f"CREATE TEMP VIEW {table} AS SELECT {named} FROM main.{table} WHERE {key} NOT IN {changed}"
            f" UNION ALL SELECT {named} FROM temp.{table}_then"
        )
    for table, key in (("operation", "pk"), ("revision", "operation")):
        connection.exec_driver_sql(f"CREATE TEMP VIEW {table} AS SELECT * FROM main.{table} WHERE {key} <= {int(operation)}")


def _put_what_stood(connection: Connection, operation: int) -> None:
    """Fill the temporary tables with those of the records changed since that were there."""
    places = _places(connection, operation)
    statement = text(
        "SELECT since.uuid, revision.number, revision.after, revision.bin_after, operation.at AS changed_at,"
        " (SELECT told.at FROM main.revision AS one JOIN main.operation AS told ON told.pk = one.operation"
        "  WHERE one.uuid = since.uuid AND one.change = 'recorded' AND one.operation <= :until"
        "  ORDER BY one.number DESC LIMIT 1) AS recorded_at"
        " FROM temp.since AS since JOIN main.revision AS revision ON revision.uuid = since.uuid"
        " JOIN main.operation AS operation ON operation.pk = revision.operation"
        " WHERE revision.after IS NOT NULL AND revision.number ="
        " (SELECT max(number) FROM main.revision AS earlier WHERE earlier.uuid = since.uuid AND earlier.operation <= :until)"
    )
    rows: list[tuple[Any, ...]] = []
    beside: dict[str, list[tuple[Any, ...]]] = {table: [] for table in _BESIDE}
    for stood in connection.execute(statement, {"until": operation}):
        record = from_stored(json.loads(stood.after))
        place, states = places[stood.uuid], states_of(record)
        listed = listed_columns(record, summarise(record), states, stood.after).values()
        rows.append((place, *listed, stood.number, stood.bin_after, stood.recorded_at or stood.changed_at, stood.changed_at))
        beside["record_state"].extend((code, place, role) for code, role in states)
        beside["record_agreement"].extend((agreement, place) for agreement in agreements_of(record))
        beside["record_link"].extend((target, relation, place) for target, relation in targets_of(record))
        if len(rows) >= _BATCH:
            _insert(connection, rows, beside)
    _insert(connection, rows, beside)


def _insert(connection: Connection, rows: list[tuple[Any, ...]], beside: dict[str, list[tuple[Any, ...]]]) -> None:
    for table, columns, values in (("record", _RECORD, rows), *((table, _BESIDE[table], values) for table, values in beside.items())):
        if values:
            marks = ", ".join("?" * len(columns))
            connection.exec_driver_sql(f"INSERT INTO temp.{table}_then VALUES ({marks})", values)
            values.clear()


def _places(connection: Connection, operation: int) -> dict[str, float]:
    """Return the key of each record changed since, such that all records stand in the order in which they stood then.

    A record that lies where it lay keeps its key. One that was taken away since, and perhaps put back behind others, gets a
    place between the keys of its neighbours then: records get their keys in the order in which they come.
    """
    rows = connection.execute(text(
        "SELECT since.uuid, since.pk, EXISTS (SELECT 1 FROM main.revision AS came WHERE came.uuid = since.uuid"
        " AND came.before IS NULL AND came.operation > :until) AS anew FROM temp.since AS since"
    ), {"until": operation}).all()
    places: dict[str, float] = {row.uuid: row.pk for row in rows if row.pk is not None and not row.anew}
    moved = [row.uuid for row in rows if row.uuid not in places]
    if not moved:
        return places
    arrivals: dict[str, int] = dict(connection.execute(text(
        "SELECT uuid, max(pk) FROM main.revision WHERE before IS NULL AND operation <= :until GROUP BY uuid"
    ), {"until": operation}).all())
    away = set(moved)
    standing = sorted(
        (arrivals[uuid], pk) for uuid, pk in connection.execute(text("SELECT uuid, pk FROM main.record"))
        if uuid in arrivals and uuid not in away
    )
    came = [arrival for arrival, _ in standing]
    between: dict[int, list[str]] = {}
    for uuid in sorted((uuid for uuid in moved if uuid in arrivals), key=lambda uuid: arrivals[uuid]):
        between.setdefault(bisect(came, arrivals[uuid]), []).append(uuid)
    for after, uuids in between.items():
        places.update(_spread(uuids, standing[after - 1][1] if after else 0))
    return places


def _spread(uuids: Sequence[str], after: int) -> dict[str, float]:
    return {uuid: after + number / (len(uuids) + 1) for number, uuid in enumerate(uuids, 1)}
