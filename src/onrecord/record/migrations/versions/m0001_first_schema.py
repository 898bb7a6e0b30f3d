"""The first schema: the tables named here, and full-text search over sentences.

The tables are created from the models; a later migration that changes one of them must first freeze here what it was,
as explicit columns. Tables that came later are made by the migrations that brought them.
"""

from __future__ import annotations

from alembic import op

from onrecord.record import indexes  # noqa: F401 - indexes belong to the tables once they are imported
from onrecord.record.tables import metadata

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

FIRST = (
    "run",
    "failure",
    "report",
    "appearance",
    "reading",
    "judgement",
    "account",
    "sketch",
    "sketch_band",
    "passage",
    "actor",
    "actor_in_report",
    "place",
    "claim",
    "event",
    "event_actor",
    "figure",
    "topic",
    "position",
    "incident",
    "incident_entry",
    "incident_event",
    "statement",
    "relation",
)


def upgrade() -> None:
    """Create every table and the search index of the database at hand."""
    connection = op.get_bind()
    metadata.create_all(connection, tables=[metadata.tables[name] for name in FIRST])
    if connection.dialect.name == "postgresql":
        op.execute(
            "ALTER TABLE passage ADD COLUMN words tsvector GENERATED ALWAYS AS (to_tsvector('english', text)) STORED"
        )
        op.execute("CREATE INDEX ix_passage_words ON passage USING gin (words)")
    else:
        # External content: the words stand once, in `passage`; triggers keep the index in the same transaction.
        op.execute(
            "CREATE VIRTUAL TABLE passage_fts USING fts5("
            "text, content='passage', content_rowid='id', tokenize='porter unicode61 remove_diacritics 2')"
        )
        op.execute(
            "CREATE TRIGGER passage_added AFTER INSERT ON passage BEGIN "
            "INSERT INTO passage_fts(rowid, text) VALUES (new.id, new.text); END"
        )
        op.execute(
            "CREATE TRIGGER passage_removed AFTER DELETE ON passage BEGIN "
            "INSERT INTO passage_fts(passage_fts, rowid, text) VALUES ('delete', old.id, old.text); END"
        )


def downgrade() -> None:
    """There is nothing before the first schema."""
    raise RuntimeError("the first schema cannot be undone: nothing that is stored is ever dropped")
