"""The day of the first report of every happening, and indexes in the order in which long listings ask.

The tallies of happenings are derived: their table is made anew and counted, so that no `rebuild` is needed.
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import inspect

from onrecord.record import indexes, tables, tallies  # noqa: F401 - indexes join their tables when imported

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

NEW = {"figure": "ix_figure_listing_by_measure", "actor_total": "ix_actor_total_most"}
OLD = {"figure": "ix_figure_series", "actor_total": "ix_actor_total_reports"}


def upgrade() -> None:
    """Count every happening anew, and put the new indexes in the place of the old ones."""
    connection = op.get_bind()
    if "first" not in {column["name"] for column in inspect(connection).get_columns("incident_tally")}:
        tables.incident_tally.drop(connection)
        tables.incident_tally.create(connection)
        tallies.tally_all(connection)
    for table, name in NEW.items():
        op.execute(f"DROP INDEX IF EXISTS {OLD[table]}")
        for index in tables.metadata.tables[table].indexes:
            if index.name == name:
                index.create(connection, checkfirst=True)


def downgrade() -> None:
    """An older reader counts without the day: a column more would be in its way."""
    for name in NEW.values():
        op.drop_index(name)
    op.drop_index("ix_incident_tally_told")
    with op.batch_alter_table("incident_tally") as table:
        table.drop_column("first")
    op.create_index("ix_figure_series", "figure", ["measure", "from_day"])
    op.create_index("ix_actor_total_reports", "actor_total", ["reports", "name"])
    op.create_index("ix_incident_tally_accounts", "incident_tally", ["accounts", "from_day"])
