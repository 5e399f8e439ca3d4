"""The first schema."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False)


def _whole(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False)


def upgrade() -> None:
    op.create_table("info", _text("key"), _text("value"), sa.PrimaryKeyConstraint("key", name="pk_info"))
    op.create_table(
        "record",
        _whole("pk"), _text("uuid"), _text("kind"), _whole("revision"), _whole("in_bin"), _text("status"), _text("direction"),
        _text("reference"), _text("title"), _text("title_key"), _text("word"), _text("begins"), _text("ends"), _text("when_told"),
        _text("party"), sa.Column("figure", sa.Double, nullable=False), _text("outcome"), _text("leaves_open"), _text("recorded_at"),
        _text("changed_at"), _text("body"),
        sa.PrimaryKeyConstraint("pk", name="pk_record"),
        sa.UniqueConstraint("uuid", name="uq_record_uuid"),
    )
    op.create_index("ix_record_begins", "record", ["kind", "in_bin", "begins", "pk"])
    op.create_index("ix_record_all_begins", "record", ["in_bin", "begins", "pk"])
    op.create_index("ix_record_title", "record", ["kind", "in_bin", "title_key", "pk"])
    op.create_index("ix_record_word", "record", ["kind", "word", "in_bin", "begins", "pk"])
    op.create_index("ix_record_reference", "record", ["reference"])
    op.create_index(
        "ix_record_leaves_open", "record", ["kind", "in_bin", "begins", "pk"], sqlite_where=sa.text("leaves_open != ''")
    )
    op.create_table(
        "attachment", _text("sha256"), _whole("size"), sa.PrimaryKeyConstraint("sha256", name="pk_attachment"),
    )
    op.create_table(
        "attachment_chunk", _text("sha256"), _whole("number"), sa.Column("data", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("sha256", "number", name="pk_attachment_chunk"),
        sa.ForeignKeyConstraint(
            ["sha256"], ["attachment.sha256"], name="fk_attachment_chunk_sha256_attachment", ondelete="CASCADE"
        ),
    )
    for table, column in (("record_state", "state"), ("record_agreement", "agreement"), ("record_link", "target"),
                          ("record_attachment", "sha256")):
        columns: list[sa.Column[Any]] = [_text(column), _whole("record")]
        key = [column, "record"]
        if table == "record_state":
            columns.append(_text("role"))
            key.append("role")
        if table == "record_link":
            columns.insert(1, _text("relation"))
            key.insert(1, "relation")
        constraints: list[sa.Constraint] = [
            sa.PrimaryKeyConstraint(*key, name=f"pk_{table}"),
            sa.ForeignKeyConstraint(["record"], ["record.pk"], name=f"fk_{table}_record_record", ondelete="CASCADE"),
        ]
        if table == "record_attachment":
            constraints.append(
                sa.ForeignKeyConstraint(["sha256"], ["attachment.sha256"], name="fk_record_attachment_sha256_attachment")
            )
        op.create_table(table, *columns, *constraints, sqlite_with_rowid=False)
        op.create_index(f"ix_{table}_record", table, ["record"])
    op.create_table(
        "operation",
        _whole("pk"), _text("kind"), _text("label"), _text("officer"), _text("workstation"), _text("at"), _text("reason"),
        _text("state"), sa.Column("of", sa.Integer),
        sa.PrimaryKeyConstraint("pk", name="pk_operation"),
        sa.ForeignKeyConstraint(["of"], ["operation.pk"], name="fk_operation_of_operation"),
    )
    op.create_index("ix_operation_state", "operation", ["state"])
    op.create_table(
        "revision",
        _whole("pk"), _whole("operation"), _text("uuid"), _whole("number"), _text("change"), sa.Column("before", sa.Text),
        sa.Column("after", sa.Text), _whole("bin_before"), _whole("bin_after"),
        sa.PrimaryKeyConstraint("pk", name="pk_revision"),
        sa.ForeignKeyConstraint(["operation"], ["operation.pk"], name="fk_revision_operation_operation"),
    )
    op.create_index("ix_revision_operation", "revision", ["operation"])
    op.create_index("ix_revision_uuid", "revision", ["uuid", "number"], unique=True)
    op.create_table(
        "draft", _text("key"), _text("kind"), _text("title"), _text("values"), _text("saved_at"),
        sa.PrimaryKeyConstraint("key", name="pk_draft"),
    )
    op.create_table(
        "report",
        _whole("pk"), _whole("year"), _whole("serial"), _text("request"), _text("issued_at"), _whole("pages"), _text("sha256"),
        sa.PrimaryKeyConstraint("pk", name="pk_report"),
        sa.UniqueConstraint("request", name="uq_report_request"),
    )
    op.create_index("ix_report_year_serial", "report", ["year", "serial"], unique=True)
    op.execute(
        "CREATE VIRTUAL TABLE record_search USING fts5(words, content='', contentless_delete=1,"
        " tokenize=\"unicode61 remove_diacritics 2\", prefix='2 3')"
    )
    op.execute("PRAGMA application_id = 1128418644")
    op.execute("PRAGMA user_version = 1")
