"""The first schema: every table, and full-text search over sentences.

The tables are created from the models of this version; a later migration that changes one must first freeze here what
it was, as explicit columns.
"""

from __future__ import annotations

from alembic import op

from onrecord.record.tables import metadata

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create every table and the search index of the database at hand."""
    connection = op.get_bind()
    metadata.create_all(connection)
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
