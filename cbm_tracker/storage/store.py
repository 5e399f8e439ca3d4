"""Store: readings and transactions on one register. Values go in and come out, never rows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from sqlalchemy import Connection, delete, func, insert, select, update

from cbm_tracker.domain.measures import Record
from cbm_tracker.storage import database, past
from cbm_tracker.storage.attachments import AttachmentStore
from cbm_tracker.storage.operations import Operation, OperationLog
from cbm_tracker.storage.record_repository import RecordReader
from cbm_tracker.storage.revisions import RecordWriter
from cbm_tracker.storage.search import CodesOf, no_codes
from cbm_tracker.storage.tables import (
    DraftRow,
    InfoPastRow,
    InfoRow,
    OperationRow,
    ReportRow,
    ReportTemplateRow,
    RulePackPastRow,
    RulePackRow,
)


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
    """A report that was issued.

    Args:
        request: what was asked for, as canonical JSON.
        operation: up to which the register was read; 0 where it was issued before this was noted.
        sha256, fingerprint: of the bytes of the file, and of its data; hexadecimal.
        previous, previous_fingerprint: number and fingerprint of the report before it; "" where it was the first.
        corrects: the number of the report that it corrects, or "".
        made_with: the version of the program.
    """

    year: int
    serial: int
    request: str
    issued_at: str
    pages: int
    sha256: str
    fingerprint: str = ""
    previous: str = ""
    previous_fingerprint: str = ""
    corrects: str = ""
    officer: str = ""
    made_with: str = ""
    operation: int = 0


@dataclass(frozen=True)
class KeptTemplate:
    """A template of reports: `id` is its name as it is compared, `body` JSON text."""

    id: str
    name: str
    body: str
    saved_at: str


_REPORT_COLUMNS = tuple(field.name for field in fields(IssuedReport))
_NO_REVISION_OF_THE_REGISTER = ("report", "template")
"""Kinds of operations after which the register says what it said before."""


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
        """Return the reports that were issued, in the order of their issue."""
        rows = self.connection.execute(select(*(getattr(ReportRow, name) for name in _REPORT_COLUMNS)).order_by(ReportRow.pk))
        return [IssuedReport(*row) for row in rows]

    def report_templates(self) -> list[KeptTemplate]:
        """Return the templates of reports, by name."""
        row = ReportTemplateRow
        rows = self.connection.execute(select(row.id, row.name, row.body, row.saved_at).order_by(row.id))
        return [KeptTemplate(*found) for found in rows]

    def next_serial(self, year: int) -> int:
        """Return the number within the year of the next report."""
        return (self.connection.scalar(select(func.max(ReportRow.serial)).where(ReportRow.year == year)) or 0) + 1

    def state(self) -> int:
        """Return the number of the latest operation after which the register may say something else.

        Issuing reports does not count, nor does keeping their templates.
        """
        statement = select(func.max(OperationRow.pk)).where(OperationRow.kind.not_in(_NO_REVISION_OF_THE_REGISTER))
        return self.connection.scalar(statement) or 0

    def state_at(self, at: str) -> int:
        """Return `state` as it was at an instant (UTC text), 0 where nothing had been done yet."""
        statement = select(func.max(OperationRow.pk)).where(
            OperationRow.kind.not_in(_NO_REVISION_OF_THE_REGISTER), OperationRow.at <= at
        )
        return self.connection.scalar(statement) or 0


@dataclass(frozen=True)
class PastReading(Reading):
    """The register as it stood after operation `until`. Searching by words is not offered: the index knows only what stands now."""

    until: int

    def info(self) -> dict[str, str]:
        return dict(self.connection.execute(past.latest(InfoPastRow.key, self.until, InfoPastRow.value)).all())

    def rule_packs(self) -> list[AddedPack]:
        rows = self.connection.execute(past.latest(RulePackPastRow.id, self.until, RulePackPastRow.text, RulePackPastRow.added_at))
        return [AddedPack(*row) for row in sorted(rows.all()) if row.text]

    def last_operation(self) -> int:
        return self.until

    def state(self) -> int:
        return self.until


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
            self.connection.execute(insert(InfoPastRow).prefix_with("OR REPLACE"), {"key": key, "operation": self.number, "value": value})

    def keep_rule_pack(self, pack: AddedPack) -> None:
        """Keep a rule pack in place of the one of its id."""
        self.connection.execute(delete(RulePackRow).where(RulePackRow.id == pack.id))
        self.connection.execute(insert(RulePackRow), {"id": pack.id, "text": pack.text, "added_at": pack.added_at})
        self._keep_past(pack)

    def drop_rule_pack(self, pack_id: str) -> None:
        self.connection.execute(delete(RulePackRow).where(RulePackRow.id == pack_id))
        self._keep_past(AddedPack(pack_id, "", ""))

    def _keep_past(self, pack: AddedPack) -> None:
        values = {"id": pack.id, "operation": self.number, "text": pack.text, "added_at": pack.added_at}
        self.connection.execute(insert(RulePackPastRow).prefix_with("OR REPLACE"), values)

    def keep_report_template(self, template: KeptTemplate) -> None:
        """Keep a template in place of the one of its id."""
        self.connection.execute(insert(ReportTemplateRow).prefix_with("OR REPLACE"), asdict(template))

    def drop_report_template(self, template_id: str) -> None:
        self.connection.execute(delete(ReportTemplateRow).where(ReportTemplateRow.id == template_id))

    def note_report(self, report: IssuedReport) -> None:
        self.connection.execute(insert(ReportRow), asdict(report))

    def forget_report(self, report: IssuedReport) -> None:
        """Take back that a report was issued, where its file came to nothing after all."""
        self.connection.execute(delete(ReportRow).where(ReportRow.year == report.year, ReportRow.serial == report.serial))


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
    def reading_at(self, operation: int) -> Iterator[Reading]:
        """Read the register as it stood after an operation; what stood then is told by the revisions."""
        with database.translated(self.path), self.database.engine.connect() as connection, connection.begin() as transaction:
            past.stand_at(connection, operation)
            try:
                yield PastReading(
                    connection, past.PastRecordReader(connection, self.codes_of), OperationLog(connection), AttachmentStore(connection),
                    operation,
                )
            finally:
                transaction.rollback()  # what was put before the register goes with the transaction

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
