"""The mapped tables of a register.

`record.body` is the record itself, as canonical JSON; every other column of `record` and the tables beside it are
projections of it that lists, filters and search read. They are written in the transaction that writes the body.
The words that are searched for stand in `record_search`, an FTS5 table that the first migration makes: diacritics folded,
prefix indexes that answer while a person types, and without the text itself (contentless), which is read from the record.
Revisions keep each record before and after each change; operations say who did what, and what undo can take back.
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, MetaData, Table, Text, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)


class InfoRow(Base):
    """What the register says of itself: owner, name, whether it is a rehearsal."""

    __tablename__ = "info"
    key: Mapped[str] = mapped_column(Text, primary_key=True)
    value: Mapped[str] = mapped_column(Text)


class RecordRow(Base):
    __tablename__ = "record"
    pk: Mapped[int] = mapped_column(Integer, primary_key=True)
    uuid: Mapped[str] = mapped_column(Text, unique=True)
    kind: Mapped[str] = mapped_column(Text)
    revision: Mapped[int] = mapped_column(Integer)
    in_bin: Mapped[int] = mapped_column(Integer)
    status: Mapped[str] = mapped_column(Text)
    direction: Mapped[str] = mapped_column(Text)
    reference: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    title_key: Mapped[str] = mapped_column(Text)
    word: Mapped[str] = mapped_column(Text)
    begins: Mapped[str] = mapped_column(Text)
    ends: Mapped[str] = mapped_column(Text)
    when_told: Mapped[str] = mapped_column(Text)
    party: Mapped[str] = mapped_column(Text)
    figure: Mapped[float] = mapped_column()
    outcome: Mapped[str] = mapped_column(Text)
    leaves_open: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[str] = mapped_column(Text)
    changed_at: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)

    __table_args__ = (
        Index("ix_record_begins", "kind", "in_bin", "begins", "pk"),
        Index("ix_record_all_begins", "in_bin", "begins", "pk"),
        Index("ix_record_title", "kind", "in_bin", "title_key", "pk"),
        Index("ix_record_word", "kind", "word", "in_bin", "begins", "pk"),
        Index("ix_record_reference", "reference"),
        Index("ix_record_leaves_open", "kind", "in_bin", "begins", "pk", sqlite_where=text("leaves_open != ''")),
        Index("ix_record_open_ends", "kind", "in_bin", "ends", "pk", sqlite_where=text("leaves_open != ''")),
    )


# Filters read these by their first column; WITHOUT ROWID keeps each in one tree.
record_state = Table(
    "record_state", Base.metadata,
    Column("state", Text, primary_key=True),
    Column("record", Integer, ForeignKey("record.pk", ondelete="CASCADE"), primary_key=True, index=True),
    Column("role", Text, primary_key=True),
    sqlite_with_rowid=False,
)
record_agreement = Table(
    "record_agreement", Base.metadata,
    Column("agreement", Text, primary_key=True),
    Column("record", Integer, ForeignKey("record.pk", ondelete="CASCADE"), primary_key=True, index=True),
    sqlite_with_rowid=False,
)
record_link = Table(
    "record_link", Base.metadata,
    Column("target", Text, primary_key=True),
    Column("relation", Text, primary_key=True),
    Column("record", Integer, ForeignKey("record.pk", ondelete="CASCADE"), primary_key=True, index=True),
    sqlite_with_rowid=False,
)
record_attachment = Table(
    "record_attachment", Base.metadata,
    Column("sha256", Text, ForeignKey("attachment.sha256"), primary_key=True),
    Column("record", Integer, ForeignKey("record.pk", ondelete="CASCADE"), primary_key=True, index=True),
    sqlite_with_rowid=False,
)


class AttachmentRow(Base):
    """A file, once, by the SHA-256 of its bytes; the bytes lie in chunks so that none is ever read whole."""

    __tablename__ = "attachment"
    sha256: Mapped[str] = mapped_column(Text, primary_key=True)
    size: Mapped[int] = mapped_column(Integer)


class AttachmentChunkRow(Base):
    __tablename__ = "attachment_chunk"
    sha256: Mapped[str] = mapped_column(Text, ForeignKey("attachment.sha256", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    data: Mapped[bytes] = mapped_column(LargeBinary)


class OperationRow(Base):
    """One wish of a person, carried out in one transaction. `state`: done, undone, or settled (no longer undone by menu)."""

    __tablename__ = "operation"
    pk: Mapped[int] = mapped_column(Integer, primary_key=True)
    kind: Mapped[str] = mapped_column(Text)
    label: Mapped[str] = mapped_column(Text)
    officer: Mapped[str] = mapped_column(Text)
    workstation: Mapped[str] = mapped_column(Text)
    at: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text, index=True)
    of: Mapped[int | None] = mapped_column(Integer, ForeignKey("operation.pk"))


class RevisionRow(Base):
    """A record before and after one change; `before` is absent where it came, `after` where it went."""

    __tablename__ = "revision"
    pk: Mapped[int] = mapped_column(Integer, primary_key=True)
    operation: Mapped[int] = mapped_column(Integer, ForeignKey("operation.pk"), index=True)
    uuid: Mapped[str] = mapped_column(Text)
    number: Mapped[int] = mapped_column(Integer)
    change: Mapped[str] = mapped_column(Text)
    before: Mapped[str | None] = mapped_column(Text)
    after: Mapped[str | None] = mapped_column(Text)
    bin_before: Mapped[int] = mapped_column(Integer)
    bin_after: Mapped[int] = mapped_column(Integer)

    __table_args__ = (Index("ix_revision_uuid", "uuid", "number", unique=True),)


class DraftRow(Base):
    """What was typed into a form and not yet saved, as it was typed."""

    __tablename__ = "draft"
    key: Mapped[str] = mapped_column(Text, primary_key=True)
    kind: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    values: Mapped[str] = mapped_column(Text)
    saved_at: Mapped[str] = mapped_column(Text)


class RulePackRow(Base):
    """A rule pack that an officer added: its TOML text as it was read. It stands in place of a shipped one of the same id."""

    __tablename__ = "rule_pack"
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    added_at: Mapped[str] = mapped_column(Text)


class InfoPastRow(Base):
    """What the register said of itself from an operation on; 0 stands for what was said before this was kept."""

    __tablename__ = "info_past"
    key: Mapped[str] = mapped_column(Text, primary_key=True)
    operation: Mapped[int] = mapped_column(Integer, primary_key=True)
    value: Mapped[str] = mapped_column(Text)

    __table_args__ = ({"sqlite_with_rowid": False},)


class RulePackPastRow(Base):
    """The text of an officer's rule pack from an operation on; "" from where it was taken away."""

    __tablename__ = "rule_pack_past"
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    operation: Mapped[int] = mapped_column(Integer, primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    added_at: Mapped[str] = mapped_column(Text)

    __table_args__ = ({"sqlite_with_rowid": False},)


class ReportTemplateRow(Base):
    """What is chosen for reports again and again, under a name; `body` is JSON."""

    __tablename__ = "report_template"
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text, unique=True)
    body: Mapped[str] = mapped_column(Text)
    saved_at: Mapped[str] = mapped_column(Text)


class ReportRow(Base):
    """A report that was issued: its request, the operation up to which the register was read, and what came of it."""

    __tablename__ = "report"
    pk: Mapped[int] = mapped_column(Integer, primary_key=True)
    year: Mapped[int] = mapped_column(Integer)
    serial: Mapped[int] = mapped_column(Integer)
    request: Mapped[str] = mapped_column(Text)
    issued_at: Mapped[str] = mapped_column(Text)
    pages: Mapped[int] = mapped_column(Integer)
    sha256: Mapped[str] = mapped_column(Text)
    fingerprint: Mapped[str] = mapped_column(Text)
    previous: Mapped[str] = mapped_column(Text)
    previous_fingerprint: Mapped[str] = mapped_column(Text)
    corrects: Mapped[str] = mapped_column(Text)
    officer: Mapped[str] = mapped_column(Text)
    made_with: Mapped[str] = mapped_column(Text)
    operation: Mapped[int] = mapped_column(Integer)

    __table_args__ = (Index("ix_report_year_serial", "year", "serial", unique=True),)
