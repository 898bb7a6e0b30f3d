"""Tallies of actors and happenings, words of actors' names, files that were read, and indexes for long listings.

What is derived is counted here from the tables as they are, so that a record of the first schema needs no `rebuild`.
"""

from __future__ import annotations

from alembic import op

from onrecord.record import indexes, tables, tallies  # noqa: F401 - indexes join their tables when imported

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

NEW = ("source_file", "actor_word", "actor_total", "actor_month", "actor_role", "incident_tally")
INDEXES = {
    "passage": ("ix_passage_place",),
    "relation": ("ix_relation_kind",),
    "event": ("ix_event_listing_by_type", "ix_event_lasting"),
    "figure": ("ix_figure_lasting",),
    "incident": ("ix_incident_lasting",),
    "place": ("ix_place_listing",),
}


def upgrade() -> None:
    """Create the tables and indexes, and count what stands in the record."""
    connection = op.get_bind()
    metadata = tables.metadata
    metadata.create_all(connection, tables=[metadata.tables[name] for name in NEW])
    for table, names in INDEXES.items():
        for index in metadata.tables[table].indexes:
            if index.name in names:
                index.create(connection, checkfirst=True)
    tallies.count_all(connection)


def downgrade() -> None:
    """The tables are derived, or only save work: nothing is lost with them."""
    for name in NEW:
        op.drop_table(name)
    for names in INDEXES.values():
        for name in names:
            op.drop_index(name)
