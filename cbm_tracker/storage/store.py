"""Store: readings and transactions on one register. Values go in and come out, never rows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, delete, func, insert, select, update

from cbm_tracker.domain.measures import Record
from cbm_tracker.storage import database
from cbm_tracker.storage.attachments import AttachmentStore
from cbm_tracker.storage.operations import Operation, OperationLog
from cbm_tracker.storage.record_repository import RecordReader
from cbm_tracker.storage.revisions import RecordWriter
from cbm_tracker.storage.search import CodesOf, no_codes
from cbm_tracker.storage.tables import DraftRow, InfoRow, OperationRow, ReportRow, RulePackRow


@dataclass(frozen=True)
class Draft:
    """A form as it was typed: `values` is JSON text; `key` is the record's id, or names the form of a new one."""

    key: str
    kind: str
    title: str
    values: str
    saved_at: str


@dataclass(frozen=True)
class AddedPack:
    """A rule pack that an officer added: its TOML text."""

    id: str
    text: str
    added_at: str


@dataclass(frozen=True)
class IssuedReport:
    year: int
    serial: int
    request: str
    issued_at: str
    pages: int
    sha256: str


@dataclass(frozen=True)
class Reading:
    """One state of the register, however long it is read."""

    connection: Connection
    records: RecordReader
    operations: OperationLog
    attachments: AttachmentStore

    def info(self) -> dict[str, str]:
        return dict(self.connection.execute(select(InfoRow.key, InfoRow.value)).all())

    def last_operation(self) -> int:
        """Return the number of the latest operation: it grows with every change that anybody makes, 0 where nothing was done."""
        return self.connection.scalar(select(func.max(OperationRow.pk))) or 0

    def rule_packs(self) -> list[AddedPack]:
        """Return the rule packs that officers added, by id."""
        rows = self.connection.execute(select(RulePackRow.id, RulePackRow.text, RulePackRow.added_at).order_by(RulePackRow.id))
        return [AddedPack(*row) for row in rows]

    def drafts(self) -> list[Draft]:
        rows = self.connection.execute(
            select(DraftRow.key, DraftRow.kind, DraftRow.title, DraftRow.values, DraftRow.saved_at).order_by(DraftRow.saved_at)
        )
        return [Draft(*row) for row in rows]

    def reports(self) -> list[IssuedReport]:
        rows = self.connection.execute(
            select(ReportRow.year, ReportRow.serial, ReportRow.request, ReportRow.issued_at, ReportRow.pages, ReportRow.sha256)
            .order_by(ReportRow.year, ReportRow.serial)
        )
        return [IssuedReport(*row) for row in rows]

    def report_serial(self, request: str, year: int) -> int:
        """Return the serial of a report: that of the same request if it was issued before, else the next of the year."""
        known = self.connection.scalar(select(ReportRow.serial).where(ReportRow.request == request))
        if known is not None:
            return known
        return (self.connection.scalar(select(func.max(ReportRow.serial)).where(ReportRow.year == year)) or 0) + 1


@dataclass(frozen=True)
class Transaction(Reading):
    """What is written is saved whole, or not at all if the block raises."""

    writer: RecordWriter
    number: int

    def add(self, record: Record) -> None:
        self.writer.add(record)

    def set_info(self, **values: str) -> None:
        for key, value in values.items():
            self.connection.execute(delete(InfoRow).where(InfoRow.key == key))
            self.connection.execute(insert(InfoRow), {"key": key, "value": value})

    def keep_rule_pack(self, pack: AddedPack) -> None:
        """Keep a rule pack in place of the one of its id."""
        self.connection.execute(delete(RulePackRow).where(RulePackRow.id == pack.id))
        self.connection.execute(insert(RulePackRow), {"id": pack.id, "text": pack.text, "added_at": pack.added_at})

    def drop_rule_pack(self, pack_id: str) -> None:
        self.connection.execute(delete(RulePackRow).where(RulePackRow.id == pack_id))

    def note_report(self, report: IssuedReport) -> None:
        self.connection.execute(delete(ReportRow).where(ReportRow.request == report.request))
        self.connection.execute(insert(ReportRow), {
            "year": report.year, "serial": report.serial, "request": report.request, "issued_at": report.issued_at,
            "pages": report.pages, "sha256": report.sha256,
        })


@dataclass(frozen=True)
class Store:
    """A register that is open. Safe on any thread: each reading and transaction has its own connection."""

    database: database.Database
    codes_of: CodesOf = no_codes

    @property
    def path(self) -> Path:
        return self.database.path

    @property
    def on_network_share(self) -> bool:
        return self.database.network_share

    def gather(self) -> None:
        """Write what was committed into the file itself, so that a copy of the file alone holds it."""
        self.database.gather()

    def close(self) -> None:
        self.database.close()

    @contextmanager
    def reading(self) -> Iterator[Reading]:
        with database.translated(self.path), self.database.engine.connect() as connection, connection.begin():
            yield Reading(
                connection, RecordReader(connection, self.codes_of), OperationLog(connection), AttachmentStore(connection)
            )

    @contextmanager
    def transaction(self, operation: Operation) -> Iterator[Transaction]:
        """Carry out one operation; every record written in the block gets a revision under it.

        One that changed nothing, such as saving a form as it was, leaves no trace.
        """
        with self._writing() as connection:
            log = OperationLog(connection)
            number = log.begin(operation)
            writer = RecordWriter(connection, number, operation.at_text)
            yield Transaction(
                connection, RecordReader(connection, self.codes_of), log, AttachmentStore(connection), writer, number
            )
            if not log.settle(number):
                connection.rollback()

    def save_draft(self, draft: Draft) -> None:
        """Keep a half-filled form. Drafts are no records: they have no revisions."""
        with self._writing() as connection:
            values = {"kind": draft.kind, "title": draft.title, "values": draft.values, "saved_at": draft.saved_at}
            if not connection.execute(update(DraftRow).where(DraftRow.key == draft.key).values(**values)).rowcount:
                connection.execute(insert(DraftRow), {"key": draft.key, **values})

    def drop_draft(self, key: str) -> None:
        with self._writing() as connection:
            connection.execute(delete(DraftRow).where(DraftRow.key == key))

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with database.translated(self.path), self.database.engine.connect() as connection:
            self.database.still_there()
            writing = connection.execution_options(writing=True)
            with writing.begin():
                yield writing
