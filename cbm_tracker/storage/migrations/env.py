"""Alembic's entry: migrates the one connection it is handed, in one transaction, and sets the file's version."""

from __future__ import annotations

from alembic import context

from cbm_tracker.storage.tables import Base

connection = context.config.attributes["connection"].execution_options(writing=True)
context.configure(connection=connection, target_metadata=Base.metadata, transactional_ddl=True, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
