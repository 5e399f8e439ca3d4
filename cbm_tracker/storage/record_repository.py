"""Records to rows and back: reading one, lists by pages, and what the lists are made from."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, literal_column, or_, select, text, tuple_
from sqlalchemy.orm import aliased

from cbm_tracker.domain.measures import Record
from cbm_tracker.domain.query import Query
from cbm_tracker.domain.record_json import from_stored
from cbm_tracker.errors import InvalidMeasure, NotFound
from cbm_tracker.storage.search import CodesOf, expression
from cbm_tracker.storage.tables import RecordRow, record_agreement, record_link, record_state

Rows = Select[*tuple[Any, ...]]
FEW_HITS = 4000  # so many are read and sorted as quickly as looked for along the list: 5 ms either way at 100,000 records
UNSTATED = -1.0  # `figure` of a record that states none; sorts below 0
_SORT_COLUMNS = {
    "begins": RecordRow.begins, "ends": RecordRow.ends, "title": RecordRow.title_key, "reference": RecordRow.reference,
    "status": RecordRow.status, "word": RecordRow.word, "party": RecordRow.party, "figure": RecordRow.figure,
    "outcome": RecordRow.outcome, "direction": RecordRow.direction, "recorded": RecordRow.recorded_at,
}
_ROW_COLUMNS = (
    RecordRow.uuid, RecordRow.kind, RecordRow.reference, RecordRow.title, RecordRow.word, RecordRow.begins, RecordRow.ends,
    RecordRow.when_told, RecordRow.party, RecordRow.figure, RecordRow.status, RecordRow.direction, RecordRow.outcome,
    RecordRow.in_bin, RecordRow.revision, RecordRow.recorded_at, RecordRow.pk,
)


@dataclass(frozen=True)
class Row:
    """A record as a list shows it; `states` are codes in the record's order, `figure` None where none is stated."""

    id: str
    kind: str
    reference: str
    title: str
    word: str
    begins: str
    ends: str
    when: str
    states: tuple[str, ...]
    figure: float | None
    status: str
    direction: str
    outcome: str
    in_bin: bool
    revision: int
    recorded_at: str


@dataclass(frozen=True)
class Page:
    """Part of a list; `next` is where the following part begins, None at the end."""

    rows: tuple[Row, ...]
    next: str | None


@dataclass(frozen=True)
class StoredRecord:
    """A record with what the register knows of it; `revision` counts its changes from 1."""

    record: Record
    revision: int
    in_bin: bool
    recorded_at: str
    changed_at: str


@dataclass(frozen=True)
class RecordReader:
    """Reads records inside one transaction."""

    connection: Connection
    codes_of: CodesOf

    # -------------------------------------------------- one record

    def get(self, record_id: str) -> StoredRecord:
        """Raises NotFound."""
        row = self.connection.execute(
            select(RecordRow.body, RecordRow.revision, RecordRow.in_bin, RecordRow.recorded_at, RecordRow.changed_at)
            .where(RecordRow.uuid == record_id)
        ).first()
        if row is None:
            raise NotFound(f"Nothing is recorded under {record_id}.")
        return StoredRecord(from_stored(json.loads(row.body)), row.revision, bool(row.in_bin), row.recorded_at, row.changed_at)

    def get_many(self, ids: Iterable[str]) -> dict[str, StoredRecord]:
        """Return those of `ids` that are recorded, in no order."""
        found = {}
        for batch in batched(ids, 500):
            for row in self.connection.execute(
                select(RecordRow.uuid, RecordRow.body, RecordRow.revision, RecordRow.in_bin, RecordRow.recorded_at,
                       RecordRow.changed_at).where(RecordRow.uuid.in_(batch))
            ):
                record = from_stored(json.loads(row.body))
                found[row.uuid] = StoredRecord(record, row.revision, bool(row.in_bin), row.recorded_at, row.changed_at)
        return found

    def bodies(self, ids: Iterable[str]) -> dict[str, str]:
        """Return those of these records that the register holds, the bin included, as canonical JSON by id."""
        found: dict[str, str] = {}
        for batch in batched(ids, 500):
            for uuid, body in self.connection.execute(select(RecordRow.uuid, RecordRow.body).where(RecordRow.uuid.in_(batch))):
                found[uuid] = body
        return found

    def named(self, name: str) -> list[str]:
        """Return the ids of the records whose id begins with `name` or whose reference is `name`."""
        if not name.strip():
            return []
        conditions: list[ColumnElement[bool]] = [RecordRow.reference == name]
        lowered = name.lower()
        if len(lowered) >= 6 and not set(lowered) - set("0123456789abcdef-"):
            conditions.append(and_(RecordRow.uuid >= lowered, RecordRow.uuid < lowered + "g"))
        found = self.connection.scalars(select(RecordRow.uuid).where(or_(*conditions)).order_by(RecordRow.uuid).limit(20))
        return list(found)

    def linking_to(self, record_id: str) -> list[tuple[str, Row]]:
        """Return (relation, row) of the records that link to this one; `member` for the cases it belongs to."""
        rows = self.connection.execute(
            select(record_link.c.relation, *_ROW_COLUMNS)
            .join(RecordRow, RecordRow.pk == record_link.c.record)
            .where(record_link.c.target == record_id)
            .order_by(RecordRow.begins, RecordRow.pk)
        )
        return [(row[0], _row(row[1:])) for row in rows]

    def corrections(self, ids: Iterable[str]) -> dict[str, list[str]]:
        """Return the originals among and behind these records, each with those of its corrections that stand.

        A draft corrects nothing yet; what lies in the bin does not stand.
        """
        link, original = record_link, aliased(RecordRow)
        corrects = and_(link.c.relation == "supersedes", RecordRow.status != "draft")
        pairs = (
            select(original.uuid, RecordRow.uuid, RecordRow.in_bin)
            .select_from(link).join(RecordRow, RecordRow.pk == link.c.record).join(original, original.uuid == link.c.target)
            .where(corrects)
        )
        concerned: set[str] = set()
        for batch in batched(ids, 500):
            for named in (original.uuid.in_(batch), RecordRow.uuid.in_(batch)):
                concerned.update(row[0] for row in self.connection.execute(pairs.where(named)))
        found: dict[str, list[str]] = {}
        for batch in batched(sorted(concerned), 500):
            for original_id, correction_id, in_bin in self.connection.execute(pairs.where(original.uuid.in_(batch))):
                standing = found.setdefault(original_id, [])
                if not in_bin:
                    standing.append(correction_id)
        return found

    def rows(self, ids: Iterable[str]) -> dict[str, Row]:
        """Return list rows by id."""
        found = {}
        for batch in batched(ids, 500):
            for row in self.connection.execute(select(*_ROW_COLUMNS).where(RecordRow.uuid.in_(batch))):
                found[row[0]] = _row(row)
        return found

    # -------------------------------------------------- lists

    def page(self, query: Query, after: str | None = None, limit: int = 100) -> Page:
        """Return up to `limit` rows that follow the cursor `after`, by key and not by counting (keyset).

        Raises:
            InvalidMeasure: the cursor is none of this list's.
        """
        statement = self._ordered(select(*_ROW_COLUMNS, _SORT_COLUMNS[query.sort].label("sorted_by")), query)
        if after is not None:
            value, pk = _read_cursor(after)
            statement = statement.where(_follows(query, value, pk))
        rows = self.connection.execute(statement.limit(limit + 1)).all()
        more = rows[limit - 1] if len(rows) > limit else None
        return Page(tuple(_row(row) for row in rows[:limit]), _cursor(more.sorted_by, more.pk) if more is not None else None)

    def slice(self, query: Query, first: int, count: int, after: str | None = None) -> tuple[tuple[Row, ...], str | None]:
        """Return rows `first` to `first + count` counted from the cursor `after`, and the cursor of the last of them."""
        statement = self._ordered(select(*_ROW_COLUMNS, _SORT_COLUMNS[query.sort].label("sorted_by")), query)
        if after is not None:
            value, pk = _read_cursor(after)
            statement = statement.where(_follows(query, value, pk))
        rows = self.connection.execute(statement.limit(count).offset(first)).all()
        last = _cursor(rows[-1].sorted_by, rows[-1].pk) if rows else None
        return tuple(_row(row) for row in rows), last

    def position(self, query: Query, record_id: str) -> int | None:
        """Return how many rows stand before this record in the list; None where it is not in it."""
        column = _SORT_COLUMNS[query.sort]
        statement = self._filtered(select(column.label("sorted_by"), RecordRow.pk), query).where(RecordRow.uuid == record_id)
        own = self.connection.execute(statement).first()
        if own is None:
            return None
        before = select(func.count()).select_from(RecordRow)
        return int(self.connection.scalar(self._filtered(before, query).where(_precedes(query, own.sorted_by, own.pk))) or 0)

    def ids(self, query: Query) -> list[str]:
        """Return the ids of a list, in no order."""
        return list(self.connection.scalars(self._filtered(select(RecordRow.uuid), query)))

    def count(self, query: Query) -> int:
        return int(self.connection.scalar(self._filtered(select(func.count()).select_from(RecordRow), query)) or 0)

    def count_by_kind(self) -> dict[str, int]:
        """Return how many records of each kind the register holds, without the bin."""
        # `+ 0` keeps SQLite from the index that begins with the bin: it holds nearly all records and has no kind. One that
        # begins with the kind answers without a look at any record.
        rows = self.connection.execute(
            select(RecordRow.kind, func.count()).where(RecordRow.in_bin + 0 == 0).group_by(RecordRow.kind)
        )
        return dict(rows.all())

    def stream(self, query: Query) -> Iterator[Record]:
        """Yield the records of a list in its order, a page at a time."""
        for stored in self.stream_stored(query):
            yield stored.record

    def stream_stored(self, query: Query) -> Iterator[StoredRecord]:
        column = _SORT_COLUMNS[query.sort]
        statement = self._ordered(
            select(RecordRow.body, RecordRow.revision, RecordRow.in_bin, RecordRow.recorded_at, RecordRow.changed_at,
                   RecordRow.pk, column.label("sorted_by")),
            query,
        ).limit(500)
        after: tuple[Any, int] | None = None
        while True:
            rows = self.connection.execute(statement if after is None else statement.where(_follows(query, *after))).all()
            for row in rows:
                yield StoredRecord(
                    from_stored(json.loads(row.body)), row.revision, bool(row.in_bin), row.recorded_at, row.changed_at
                )
            if len(rows) < 500:
                return
            after = (rows[-1].sorted_by, rows[-1].pk)

    def restricted(self) -> Iterator[StoredRecord]:
        """Yield the records that may not go to everybody, or of which a field may not, the bin included, in the order of their ids."""
        statement = select(RecordRow.uuid, RecordRow.body, RecordRow.revision, RecordRow.in_bin, RecordRow.recorded_at,
                           RecordRow.changed_at).where(RecordRow.body.contains('releasable_to":', autoescape=True)).order_by(RecordRow.uuid)
        for row in self.connection.execute(statement.execution_options(yield_per=500)):
            record = from_stored(json.loads(row.body))
            if record.releasable_to or record.fields_releasable_to:
                yield StoredRecord(record, row.revision, bool(row.in_bin), row.recorded_at, row.changed_at)

    def _ordered(self, statement: Rows, query: Query) -> Rows:
        column = _SORT_COLUMNS[query.sort]
        order = (column.desc(), RecordRow.pk.desc()) if query.descending else (column.asc(), RecordRow.pk.asc())
        return self._filtered(statement, query).order_by(*order)

    def _filtered(self, statement: Rows, query: Query) -> Rows:
        asked = expression(query.text, self.codes_of)
        if not asked:
            nothing = bool(query.text.strip())  # only signs: nothing can be found by them
            return statement.where(*_conditions(query), *([text("0")] if nothing else []))
        # The subquery makes SQLite ask the search index once, instead of once per record.
        hits = text("SELECT rowid FROM record_search WHERE record_search MATCH :asked").bindparams(asked=asked)
        found = RecordRow.pk.in_(hits.columns(RecordRow.pk))
        return statement.where(*_conditions(query, from_the_hits=self._few_hits(asked)), found)

    def _few_hits(self, asked: str) -> bool:
        """Tell whether it is quicker to read every hit and sort than to walk the list and look for hits in it.

        SQLite cannot know: it holds each equal condition for choosy.
        """
        many = text("SELECT 1 FROM record_search WHERE record_search MATCH :asked LIMIT 1 OFFSET :few")
        return self.connection.execute(many, {"asked": asked, "few": FEW_HITS}).first() is None


def _conditions(query: Query, from_the_hits: bool = False) -> list[ColumnElement[bool]]:
    """Return the conditions of a query; `from_the_hits` keeps SQLite from answering by the indexes of kind and bin.

    What links to certain records is as choosy as few hits: it is read by the index of links, then sorted.
    """
    choosy = from_the_hits or bool(query.linked_to)
    in_bin: ColumnElement[int] = RecordRow.in_bin + 0 if choosy else RecordRow.in_bin.expression
    kind: ColumnElement[str] = RecordRow.kind.concat("") if choosy else RecordRow.kind.expression
    conditions: list[ColumnElement[bool]] = [in_bin == int(query.in_bin)]
    if len(query.kinds) == 1:
        conditions.append(kind == query.kinds[0])
    elif query.kinds:
        conditions.append(kind.in_(query.kinds))
    if query.undated:
        conditions.append(RecordRow.begins == "")
    if query.to_on is not None:
        conditions.append(and_(RecordRow.begins != "", RecordRow.begins < _day_after(query.to_on)))
    if query.begun_from is not None:
        conditions.append(RecordRow.begins >= query.begun_from.isoformat())
    if query.from_on is not None:
        conditions.append(and_(RecordRow.begins != "", RecordRow.ends >= query.from_on.isoformat()))
    for table, column, asked in ((record_state, record_state.c.state, query.states),
                                 (record_agreement, record_agreement.c.agreement, query.agreements)):
        if not asked:
            continue
        if len(query.words) == 1:
            # The word is choosier: each record found by it is looked up, instead of all those of a State or agreement being gathered.
            conditions.append(select(literal_column("1")).where(table.c.record == RecordRow.pk, column.in_(asked)).exists())
        else:
            conditions.append(RecordRow.pk.in_(select(table.c.record).where(column.in_(asked))))
    if query.direction:
        conditions.append(RecordRow.direction == query.direction)
    if query.statuses:
        conditions.append(RecordRow.status.in_(query.statuses))
    conditions.extend(_stated(key).is_not(None) for key in query.stating)
    if query.leaving_open:
        # Few records leave anything open: an index holds these alone, and SQLite takes it where the query says the same.
        conditions.append(RecordRow.leaves_open != literal_column("''"))
        conditions.append(or_(*(func.instr(RecordRow.leaves_open, matter) > 0 for matter in query.leaving_open)))
    if len(query.words) == 1:
        # Told that few records have the word, SQLite takes the index that has them together and in the order of time.
        conditions.append(func.likelihood(RecordRow.word == query.words[0], literal_column("0.01")))
    elif query.words:
        conditions.append(RecordRow.word.in_(query.words))
    if query.linked_to:
        # As one JSON text the targets may be more than SQLite takes as single values.
        targets = func.json_each(json.dumps(query.linked_to)).table_valued("value")
        linking = select(record_link.c.record).where(record_link.c.target.in_(select(targets.c.value)))
        if query.relation:
            linking = linking.where(record_link.c.relation == query.relation)
        conditions.append(RecordRow.pk.in_(linking))
    return conditions


def _stated(key: str) -> ColumnElement[Any]:
    """Return what a record's body states in a field; NULL where nothing, since absent values are left out of it."""
    return func.json_extract(RecordRow.body, f"$.{key}")


def _day_after(day: date) -> str:
    """A text that follows every date and instant of `day` and precedes those of the next ("~" follows "T" and digits)."""
    return day.isoformat() + "~"


def _follows(query: Query, value: Any, pk: int) -> ColumnElement[bool]:
    here = tuple_(_SORT_COLUMNS[query.sort], RecordRow.pk)
    return here < (value, pk) if query.descending else here > (value, pk)


def _precedes(query: Query, value: Any, pk: int) -> ColumnElement[bool]:
    here = tuple_(_SORT_COLUMNS[query.sort], RecordRow.pk)
    return here > (value, pk) if query.descending else here < (value, pk)


def _cursor(value: Any, pk: int) -> str:
    return base64.urlsafe_b64encode(json.dumps([value, pk]).encode()).decode()


def _read_cursor(cursor: str) -> tuple[Any, int]:
    try:
        value, pk = json.loads(base64.urlsafe_b64decode(cursor.encode()))
    except (ValueError, TypeError) as error:
        raise InvalidMeasure("cursor", "is not a place in this list.", "Begin the list anew.") from error
    if not isinstance(value, str | int | float) or not isinstance(pk, int):
        raise InvalidMeasure("cursor", "is not a place in this list.", "Begin the list anew.")
    return value, pk


def _row(row: Sequence[Any]) -> Row:
    figure = row[9]
    return Row(
        id=row[0], kind=row[1], reference=row[2], title=row[3], word=row[4], begins=row[5], ends=row[6], when=row[7],
        states=tuple(row[8].split()), figure=None if figure == UNSTATED else figure, status=row[10], direction=row[11],
        outcome=row[12], in_bin=bool(row[13]), revision=row[14], recorded_at=row[15],
    )


def batched(items: Iterable[str], size: int) -> Iterator[list[str]]:
    """Yield lists of up to `size` items."""
    batch: list[str] = []
    for item in items:
        batch.append(item)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
