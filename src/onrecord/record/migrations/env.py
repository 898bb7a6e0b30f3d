"""Alembic's entry: the connection comes from `record/store.py`, never from a file of settings."""

from __future__ import annotations

from alembic import context

from onrecord.record.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
