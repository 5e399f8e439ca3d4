"""From which state of the register a report was made, so that it can be made again; and templates of reports."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False)


def _whole(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False)


def upgrade() -> None:
    _keep_reports_with_their_state()
    op.create_table(
        "info_past", _text("key"), _whole("operation"), _text("value"), sa.PrimaryKeyConstraint("key", "operation", name="pk_info_past"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "rule_pack_past", _text("id"), _whole("operation"), _text("text"), _text("added_at"),
        sa.PrimaryKeyConstraint("id", "operation", name="pk_rule_pack_past"), sqlite_with_rowid=False,
    )
    op.create_table(
        "report_template", _text("id"), _text("name"), _text("body"), _text("saved_at"),
        sa.PrimaryKeyConstraint("id", name="pk_report_template"), sa.UniqueConstraint("name", name="uq_report_template_name"),
    )
    # What was said before this schema is not known; what is said now stands for it.
    op.execute("INSERT INTO info_past (key, operation, value) SELECT key, 0, value FROM info")
    op.execute("INSERT INTO rule_pack_past (id, operation, text, added_at) SELECT id, 0, text, added_at FROM rule_pack")
    op.execute("PRAGMA user_version = 3")


def _keep_reports_with_their_state() -> None:
    """Make the table anew: the same may be asked for again of another state. Of earlier reports nobody noted the state.

    Their requests held the fingerprint of what they said.
    """
    op.rename_table("report", "report_before")
    op.create_table(
        "report",
        _whole("pk"), _whole("year"), _whole("serial"), _text("request"), _text("issued_at"), _whole("pages"), _text("sha256"),
        *(_text(name) for name in ("fingerprint", "previous", "previous_fingerprint", "corrects", "officer", "made_with")),
        _whole("operation"), sa.PrimaryKeyConstraint("pk", name="pk_report"),
    )
    op.execute(
        "INSERT INTO report SELECT pk, year, serial, json_extract(request, '$.request'), issued_at, pages, sha256,"
        " json_extract(request, '$.fingerprint'), '', '', '', '', '', 0 FROM report_before"
    )
    op.drop_table("report_before")
    op.create_index("ix_report_year_serial", "report", ["year", "serial"], unique=True)
