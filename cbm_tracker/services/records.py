"""Record, correct, find: what a person does with the records of a register."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from cbm_tracker.domain.completeness import require_complete
from cbm_tracker.domain.measures import Attachment, Record
from cbm_tracker.domain.query import Query
from cbm_tracker.domain.summary import label
from cbm_tracker.errors import EditConflict, InvalidMeasure, NotFound
from cbm_tracker.services.changes import Change, ChangeFeed
from cbm_tracker.services.corrections import correction_of, settle_corrections
from cbm_tracker.services.desk import Desk
from cbm_tracker.services.progress import Progress, Silent
from cbm_tracker.services.revision_view import RevisionView, view_revisions
from cbm_tracker.storage.record_repository import Page, Row, StoredRecord
from cbm_tracker.storage.store import Store, Transaction
from cbm_tracker.whole_file import appearing

__all__ = ["Found", "Neighbour", "Page", "RecordList", "RecordService", "RevisionView", "Row", "StoredRecord"]

_BATCH = 500  # records moved between two looks at whether the user cancelled


@dataclass(frozen=True)
class Neighbour:
    """A record that another has to do with; `outgoing` where the link stands in the record that was asked about."""

    relation: str
    row: Row
    outgoing: bool


@dataclass(frozen=True)
class Found:
    """Whole records of a part of a list; `total` counts the list, `next` is where the following part begins."""

    records: tuple[StoredRecord, ...]
    total: int
    next: str | None


@dataclass
class RecordList:
    """A list as the window scrolls through it: rows by their number, read by key from the nearest known place.

    It shows the register as it was counted; after a change a new one is made.
    """

    store: Store
    query: Query
    count: int
    _anchors: dict[int, str] = field(default_factory=dict)

    def fetch(self, first: int, count: int) -> tuple[Row, ...]:
        """Return rows `first` up to `first + count`, fewer at the end."""
        near = max((row for row in self._anchors if row <= first), default=0)
        with self.store.reading() as reading:
            rows, last = reading.records.slice(self.query, first - near, count, self._anchors.get(near))
        if last is not None and len(rows) == count:
            self._anchors[first + count] = last
        return rows

    def position(self, record_id: str) -> int | None:
        """Return the number of the row of a record; None where the list does not hold it."""
        with self.store.reading() as reading:
            return reading.records.position(self.query, record_id)


@dataclass(frozen=True)
class RecordService:
    store: Store
    changes: ChangeFeed
    desk: Desk

    # -------------------------------------------------- reading

    def get(self, record_id: str) -> StoredRecord:
        """Raises NotFound."""
        with self.store.reading() as reading:
            return reading.records.get(record_id)

    def named(self, name: str) -> StoredRecord:
        """Return the record with this id, beginning of an id (6 characters or more) or reference.

        Raises:
            NotFound: none, or more than one.
        """
        with self.store.reading() as reading:
            ids = reading.records.named(name)
            if not ids:
                hint = "Give its id, the first 6 characters of it, or its reference."
                raise NotFound(f"Nothing is recorded under “{name}”.", hint)
            if len(ids) > 1:
                raise NotFound(f"{len(ids)} records are meant by “{name}”.", f"Give the whole id, such as {ids[0]}.")
            return reading.records.get(ids[0])

    def listed(self, query: Query) -> RecordList:
        """Return the list of a query, counted."""
        return RecordList(self.store, query, self.count(query))

    def page(self, query: Query, after: str | None = None, limit: int = 100) -> Page:
        with self.store.reading() as reading:
            return reading.records.page(query, after, limit)

    def find(self, query: Query, after: str | None = None, limit: int = 100) -> Found:
        """Return up to `limit` whole records of a list, and how many it has, from one state of the register."""
        with self.store.reading() as reading:
            page = reading.records.page(query, after, limit)
            records = reading.records.get_many(row.id for row in page.rows)
            return Found(tuple(records[row.id] for row in page.rows), reading.records.count(query), page.next)

    def count(self, query: Query) -> int:
        with self.store.reading() as reading:
            return reading.records.count(query)

    def count_by_kind(self) -> dict[str, int]:
        with self.store.reading() as reading:
            return reading.records.count_by_kind()

    def stream(self, query: Query) -> Iterator[Record]:
        """Yield the records of a list from one state of the register."""
        with self.store.reading() as reading:
            yield from reading.records.stream(query)

    def history(self, record_id: str, latest: int = 0) -> list[RevisionView]:
        """Return what was done to a record, first revision first, with each field that changed; 0 for all of it."""
        with self.store.reading() as reading:
            return view_revisions(reading.operations.history(record_id, latest))

    def history_length(self, record_id: str) -> int:
        """Return how many revisions a record has; 0 where nothing was ever recorded under this id."""
        with self.store.reading() as reading:
            return reading.operations.history_length(record_id)

    def neighbours(self, record: Record) -> list[Neighbour]:
        """Return the records this one links to, and those that link to it."""
        with self.store.reading() as reading:
            rows = reading.records.rows(link.target for link in record.links)
            found = [Neighbour(link.relation, rows[link.target], True) for link in record.links if link.target in rows]
            found.extend(Neighbour(relation, row, False) for relation, row in reading.records.linking_to(record.id))
        return found

    def rows(self, ids: Iterable[str]) -> dict[str, Row]:
        with self.store.reading() as reading:
            return reading.records.rows(ids)

    # -------------------------------------------------- writing

    def record(self, record: Record) -> str:
        """Record something new; returns its id. Raises InvalidMeasure."""
        return self.record_with_files(record, ())

    def record_with_files(
        self, record: Record, paths: Iterable[Path], *, issue: bool = False, progress: Progress | None = None
    ) -> str:
        """Record something new together with files, and issue it at once where asked; returns its id.

        Raises:
            InvalidMeasure: what is to be issued lacks something, or it says that it was superseded.
            UnreadableFile: a file cannot be read; nothing was recorded.
            Cancelled: the user cancelled; nothing was recorded.
        """
        record = replace(record, status="issued") if issue else record
        if record.status == "superseded":
            raise InvalidMeasure("status", "says superseded.", "Record it as it was issued, then record its correction.")
        if record.status == "issued":
            require_complete(record)
        kind, words = ("issue", "recording and issue of") if record.status == "issued" else ("record", "recording of")
        with self.store.transaction(self.desk.operation(kind, f"{words} {label(record)}")) as transaction:
            record = self._with_files(transaction, record, paths, progress)
            transaction.add(record)
        self._publish(kind, record)
        return record.id

    def revise(
        self, record: Record, expected_revision: int, reason: str = "", files: Iterable[Path] = (), *, issue: bool = False,
        progress: Progress | None = None,
    ) -> int:
        """Change a draft, keep files with it, and issue it at once where asked; returns its new revision.

        Raises:
            EditConflict: it is issued (correct it instead), or was changed since it was read.
            InvalidMeasure: what is to be issued lacks something.
            UnreadableFile: a file cannot be read; nothing was changed.
            Cancelled: the user cancelled; nothing was changed.
        """
        kind, words = ("issue", "change and issue of") if issue else ("revise", "change of")
        with self.store.transaction(self.desk.operation(kind, f"{words} {label(record)}", reason)) as transaction:
            before = transaction.records.get(record.id).record
            if before.status != "draft":
                hint = "Correct it; the original is kept."
                raise EditConflict(f"{label(before)} is {before.status} and is not edited in place.", hint)
            if record.status != "draft":
                raise EditConflict("A draft becomes final by issuing it.", "Use Issue.")
            record = self._with_files(transaction, record, files, progress)
            if issue:
                require_complete(record)
                record = replace(record, status="issued")
            revision = transaction.writer.revise(record, expected_revision, "issued" if issue else "changed")
        self._publish(kind, record)
        return revision

    def issue(self, record_id: str) -> None:
        """Make a draft final: from now on it is corrected, not edited.

        Raises:
            InvalidMeasure: it does not say what it is, when or whose; names the first field to fill in.
            EditConflict, NotFound.
        """
        with self.store.transaction(self.desk.operation("issue", "issue")) as transaction:
            stored = transaction.records.get(record_id)
            if stored.record.status != "draft":
                raise EditConflict(f"{label(stored.record)} is {stored.record.status} already.")
            require_complete(stored.record)
            transaction.writer.revise(replace(stored.record, status="issued"), stored.revision, "issued")
        self._publish("issue", stored.record)

    def correct(
        self, original_id: str, correction: Record, reason: str, files: Iterable[Path] = (), *, progress: Progress | None = None
    ) -> str:
        """Record a correction of an issued record; the original is kept as superseded. Returns the correction's id.

        Args:
            correction: the record as it should read; its id and links to the original are set here.
            reason: why; never empty.
        Raises:
            InvalidMeasure: no reason is given, or the correction does not say what it is, when or whose.
            EditConflict: the original is a draft, was corrected already, or is of another kind.
            Cancelled: the user cancelled; nothing was changed.
        """
        if not reason.strip():
            raise InvalidMeasure("reason", "is empty.", "Say why the issued record is corrected.")
        with self.store.transaction(self.desk.operation("correct", f"correction of {label(correction)}", reason)) as transaction:
            original = transaction.records.get(original_id)
            new = correction_of(original.record, correction)
            require_complete(new)
            new = self._with_files(transaction, new, files, progress)
            transaction.add(new)
            transaction.writer.revise(replace(original.record, status="superseded"), original.revision, "superseded")
        self._publish("correct", new)
        return new.id

    def delete(self, *record_ids: str, progress: Progress | None = None) -> None:
        """Move records to the bin, in one step; what a deleted correction had superseded holds again.

        Raises:
            NotFound.
            EditConflict: one lies there already, or was corrected and its correction would stay.
            Cancelled: the user cancelled; nothing was changed.
        """
        self._move(record_ids, to_bin=True, progress=progress or Silent())

    def restore(self, *record_ids: str, progress: Progress | None = None) -> None:
        """Take records out of the bin, with their links, in one step; a correction supersedes its original again.

        Raises:
            NotFound.
            EditConflict: one does not lie there, or its original was corrected by another record since.
            Cancelled: the user cancelled; nothing was changed.
        """
        self._move(record_ids, to_bin=False, progress=progress or Silent())

    def _move(self, record_ids: Sequence[str], *, to_bin: bool, progress: Progress) -> None:
        ids = tuple(dict.fromkeys(record_ids))
        if not ids:
            return
        with self.store.reading() as reading:
            name = label(reading.records.get(ids[0]).record) if len(ids) == 1 else f"{len(ids)} records"
        kind, words, doing = ("delete", "deletion of", "Deleting") if to_bin else ("restore", "restoring of", "Restoring")
        kinds: set[str] = set()
        with self.store.transaction(self.desk.operation(kind, f"{words} {name}")) as transaction:
            for at in range(0, len(ids), _BATCH):
                progress.step(at, len(ids), doing)
                batch = ids[at : at + _BATCH]
                transaction.writer.move(batch, to_bin=to_bin)
                kinds.update(row.kind for row in transaction.records.rows(batch).values())
            settle_corrections(transaction, ids)
            progress.step(len(ids), len(ids), doing)
        self.changes.publish(Change(kind, frozenset(ids), frozenset(kinds)))

    def empty_bin(self, progress: Progress | None = None) -> int:
        """Take what lies in the bin away for good; its history and its files stay. Returns how many records.

        The history of a record is read for good, and it names the files: they stay with it.
        """
        told = progress or Silent()
        with self.store.transaction(self.desk.operation("empty_bin", "emptying of the bin")) as transaction:
            ids = transaction.records.ids(Query(in_bin=True))
            for at in range(0, len(ids), _BATCH):
                told.step(at, len(ids), "Emptying the bin")
                transaction.writer.discard(ids[at : at + _BATCH])
            told.step(len(ids), len(ids), "Emptying the bin")
        self.changes.publish(Change("empty_bin", everything=True))
        return len(ids)

    def restore_revision(self, record_id: str, number: int) -> None:
        """Bring a draft back to what it was after its revision `number`. Raises NotFound, EditConflict."""
        with self.store.reading() as reading:
            stored = reading.records.get(record_id)
            views = view_revisions(reading.operations.history(record_id))
        earlier = next((view.record for view in views if view.number == number and view.record is not None), None)
        if earlier is None:
            raise NotFound(f"There is no revision {number} to go back to.")
        self.revise(replace(earlier, status="draft"), stored.revision, f"back to revision {number}")

    # -------------------------------------------------- attachments

    def attach(self, record_id: str, expected_revision: int, paths: Iterable[Path], media_type: str = "") -> int:
        """Keep files with a draft; returns its new revision. Raises UnreadableFile, InvalidMeasure, EditConflict."""
        with self.store.transaction(self.desk.operation("revise", "attaching of files")) as transaction:
            stored = transaction.records.get(record_id)
            if stored.record.status != "draft":
                raise EditConflict(f"{label(stored.record)} is {stored.record.status}.", "Attach the file to a correction.")
            kept = tuple(self._keep(transaction, path, media_type, None) for path in paths)
            record = replace(stored.record, attachments=stored.record.attachments + kept)
            revision = transaction.writer.revise(record, expected_revision)
        self._publish("revise", record)
        return revision

    def _with_files(self, transaction: Transaction, record: Record, paths: Iterable[Path], progress: Progress | None) -> Record:
        kept = tuple(self._keep(transaction, path, "", progress) for path in paths)
        return replace(record, attachments=record.attachments + kept) if kept else record

    def _keep(self, transaction: Transaction, path: Path, media_type: str, progress: Progress | None) -> Attachment:
        import mimetypes

        told = progress or Silent()
        digest, size = transaction.attachments.keep(path, lambda done, whole: told.step(done, whole, f"Taking in {path.name}"))
        guessed = media_type or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        return Attachment(name=path.name, sha256=digest, size=size, media_type=guessed)

    def save_attachment(self, sha256: str, target: Path, progress: Progress | None = None) -> None:
        """Write a kept file; it appears whole or not at all. Raises NotFound, NotWritable, Cancelled."""
        told = progress or Silent()
        with self.store.reading() as reading, appearing(target) as part, part.open("wb") as file:
            size, done = reading.attachments.size(sha256), 0
            for chunk in reading.attachments.chunks(sha256):
                told.step(done, size, f"Saving {target.name}")
                file.write(chunk)
                done += len(chunk)

    def _publish(self, operation: str, *records: Record) -> None:
        ids, kinds = frozenset(record.id for record in records), frozenset(record.kind for record in records)
        self.changes.publish(Change(operation, ids, kinds))
