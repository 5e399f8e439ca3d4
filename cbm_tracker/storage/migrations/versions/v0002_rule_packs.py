"""Rule packs that an officer added, and what is open by the day it ends."""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

from cbm_tracker.domain.open_matters import open_matters
from cbm_tracker.domain.record_json import from_stored

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rule_pack",
        *(sa.Column(name, sa.Text, nullable=False) for name in ("id", "text", "added_at")),
        sa.PrimaryKeyConstraint("id", name="pk_rule_pack"),
    )
    op.create_index("ix_record_open_ends", "record", ["kind", "in_bin", "ends", "pk"], sqlite_where=sa.text("leaves_open != ''"))
    # Registers of the first schema from before words were looked for by an index, and activities and reports counted as open.
    op.execute("CREATE INDEX IF NOT EXISTS ix_record_word ON record (kind, word, in_bin, begins, pk)")
    _tell_what_is_open()
    op.execute("PRAGMA user_version = 2")


def _tell_what_is_open() -> None:
    connection = op.get_bind()
    told = "SELECT pk, body, leaves_open FROM record WHERE pk > :last AND kind IN ('exercise', 'inspection') ORDER BY pk LIMIT 1000"
    last = 0
    while True:
        rows = connection.execute(sa.text(told), {"last": last}).all()
        if not rows:
            return
        for pk, body, as_told in rows:
            last = pk
            leaves_open = " ".join(open_matters(from_stored(json.loads(body))))
            if leaves_open != as_told:
                connection.execute(sa.text("UPDATE record SET leaves_open = :open WHERE pk = :pk"), {"open": leaves_open, "pk": pk})
