"""The tables of a record.

Kept: `run`, `failure`, `source_file`, `report`, `appearance`, `reading`, `judgement`. Nothing in them is ever changed
or deleted, except that a run is closed when it ends. Derived: every other table; `rebuild` makes them again from what
is kept.

Ids of derived rows are hashes of what they name (`record/ids.py`): a better reader mints nothing new for the same
claim. Offsets are code points into the text of the report; days are `YYYY-MM-DD`; moments are ISO 8601 in UTC.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Float, ForeignKey, Integer, LargeBinary, String, Table, Text

from onrecord.record.schema import metadata


def _report() -> Column[str]:
    return Column("report", String(64), ForeignKey("report.id"), nullable=False, index=True)


run = Table(
    "run",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("started", String(32), nullable=False),
    Column("finished", String(32), doc="null while it runs, or where it was killed"),
    Column("reader", String(64), nullable=False),
    Column("model", String(64), nullable=False),
    Column("settings", Text, nullable=False, doc="JSON"),
    Column("added", Integer, nullable=False, default=0),
    Column("known", Integer, nullable=False, default=0),
    Column("failed", Integer, nullable=False, default=0),
)

failure = Table(
    "failure",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("run", Integer, ForeignKey("run.id"), nullable=False, index=True),
    Column("place", Text, nullable=False, doc="file, row or address"),
    Column("code", String(8), nullable=False),
    Column("cause", Text, nullable=False),
)

source_file = Table(
    "source_file",
    metadata,
    Column("id", String(64), primary_key=True, doc="hash of name, bytes, settings and reader"),
    Column("run", Integer, ForeignKey("run.id"), nullable=False),
    Column("name", Text, nullable=False, doc="the file's name, without its folder"),
    Column("digest", String(64), nullable=False, doc="hash of the bytes"),
    Column("documents", Integer, nullable=False),
)

report = Table(
    "report",
    metadata,
    Column("id", String(64), primary_key=True, doc="sha256 of the text"),
    Column("number", Integer, nullable=False, unique=True, doc="order of arrival"),
    Column("run", Integer, ForeignKey("run.id"), nullable=False),
    Column("read_at", String(32), nullable=False, doc="when we read it"),
    Column("url", Text, index=True),
    Column("outlet", Text, index=True),
    Column("title", Text),
    Column("byline", Text),
    Column("agency", Text, doc="the agency named in the date line or byline"),
    Column("published", String(32), doc="as the report states it"),
    Column("day", String(10), index=True, doc="the day of publication"),
    Column("language", String(8)),
    Column("source_id", Text),
    Column("words", Integer, nullable=False),
    Column("supersedes", String(64), index=True, doc="the report that stood at the same address before"),
)

appearance = Table(
    "appearance",
    metadata,
    Column("id", String(64), primary_key=True, doc="hash of report, address and outlet"),
    _report(),
    Column("run", Integer, ForeignKey("run.id"), nullable=False),
    Column("url", Text),
    Column("outlet", Text),
    Column("title", Text),
    Column("published", String(32)),
    Column("source_id", Text),
    comment="every place where a text stood: the same text under two addresses is one report with two appearances",
)

reading = Table(
    "reading",
    metadata,
    Column("id", String(64), primary_key=True, doc="hash of report, reader and model"),
    _report(),
    Column("run", Integer, ForeignKey("run.id"), nullable=False),
    Column("reader", String(64), nullable=False),
    Column("model", String(64), nullable=False),
    Column("body", LargeBinary, nullable=False, doc="the reading as JSON, zlib"),
)

judgement = Table(
    "judgement",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("made", String(32), nullable=False),
    Column("author", Text, nullable=False),
    Column("verdict", String(16), nullable=False, doc="same | different"),
    Column("kind", String(16), nullable=False, doc="actor | incident"),
    Column("a", Text, nullable=False),
    Column("b", Text, nullable=False),
    Column("note", Text),
)

account = Table(
    "account",
    metadata,
    Column("report", String(64), ForeignKey("report.id"), primary_key=True),
    Column("account", String(64), nullable=False, index=True, doc="id of the first report of the same text"),
    Column("why", Text, nullable=False),
    comment="reprints share an account",
)

sketch = Table(
    "sketch",
    metadata,
    Column("report", String(64), ForeignKey("report.id"), primary_key=True),
    Column("signature", LargeBinary, nullable=False, doc="MinHash signature of the text"),
)

sketch_band = Table(
    "sketch_band",
    metadata,
    Column("band", String(40), primary_key=True, doc="number and hash of a band of the signature"),
    Column("report", String(64), ForeignKey("report.id"), primary_key=True),
)

passage = Table(
    "passage",
    metadata,
    Column("id", Integer, primary_key=True),
    _report(),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("text", Text, nullable=False),
    comment="sentences, for search; an FTS index or a tsvector stands beside it",
)

actor = Table(
    "actor",
    metadata,
    Column("id", String(64), primary_key=True, doc="hash of kind class and name key"),
    Column("name", Text, nullable=False, index=True),
    Column("kind", String(24), nullable=False),
    Column("country", String(8), index=True),
    Column("sector", String(8)),
    comment="one actor over all reports",
)

actor_in_report = Table(
    "actor_in_report",
    metadata,
    Column("report", String(64), ForeignKey("report.id"), primary_key=True),
    Column("local", String(16), primary_key=True, doc="the id in the reading"),
    Column("actor", String(64), ForeignKey("actor.id"), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("role", Text),
    Column("named", Boolean, nullable=False),
    Column("mentions", Integer, nullable=False),
)

actor_word = Table(
    "actor_word",
    metadata,
    Column("word", Text, primary_key=True, doc="a word of the folded name"),
    Column("actor", String(64), primary_key=True),
)

actor_total = Table(
    "actor_total",
    metadata,
    Column("actor", String(64), primary_key=True),
    Column("name", Text, nullable=False),
    Column("kind", String(24), nullable=False),
    Column("reports", Integer, nullable=False),
    Column("mentions", Integer, nullable=False),
    Column("first", String(10)),
    Column("last", String(10)),
)

actor_month = Table(
    "actor_month",
    metadata,
    Column("actor", String(64), primary_key=True),
    Column("month", String(7), primary_key=True, doc="of publication; 0000-00 where reports have no date"),
    Column("reports", Integer, nullable=False),
    Column("mentions", Integer, nullable=False),
    Column("first", String(10)),
    Column("last", String(10)),
)

actor_role = Table(
    "actor_role",
    metadata,
    Column("actor", String(64), primary_key=True),
    Column("role", Text, primary_key=True),
    Column("month", String(7), primary_key=True),
    Column("first", String(10)),
    Column("last", String(10)),
)

place = Table(
    "place",
    metadata,
    Column("report", String(64), ForeignKey("report.id"), primary_key=True),
    Column("local", String(16), primary_key=True),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("name", Text, index=True),
    Column("kind", String(16)),
    Column("country", String(8), index=True),
    Column("admin1", Text),
    Column("latitude", Float),
    Column("longitude", Float),
    Column("radius_km", Float),
)

claim = Table(
    "claim",
    metadata,
    Column("id", String(64), primary_key=True),
    _report(),
    Column("local", String(16), nullable=False, doc="the attribution's id in the reading"),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("text", Text, nullable=False, doc="the words of the content"),
    Column("speaker", String(64), index=True, doc="actor id of the first source, or null"),
    Column("speaker_words", Text),
    Column("cue", Text),
    Column("act", String(24), nullable=False, index=True),
    Column("manner", String(12), nullable=False),
    Column("negated", Boolean, nullable=False),
    Column("hedge", Text),
    Column("parent", String(16)),
    Column("day", String(10), index=True, doc="when it was said, or the day of publication"),
)

event = Table(
    "event",
    metadata,
    Column("id", String(64), primary_key=True),
    _report(),
    Column("local", String(16), nullable=False),
    Column("type", String(16), nullable=False, index=True),
    Column("mode", String(24)),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("trigger", Text, nullable=False),
    Column("from_day", String(10), index=True),
    Column("to_day", String(10), index=True),
    Column("inferred", Boolean, nullable=False, default=False, doc="whether its time was carried from elsewhere"),
    Column("place", String(16), doc="local id of the place"),
    Column("value", String(4), nullable=False),
    Column("outlet_value", String(4), nullable=False),
    Column("tense", String(8), nullable=False),
    Column("background", Boolean, nullable=False),
    Column("incident_key", String(16), doc="key of the happening within the report"),
    Column("attribution", String(16), doc="local id of the attribution that holds it"),
    Column("holder", String(64), doc="actor id of the claimant; null: the outlet or nobody resolved"),
    Column("weapons", Text, doc="JSON: the words for them"),
)

event_actor = Table(
    "event_actor",
    metadata,
    Column("event", String(64), ForeignKey("event.id"), primary_key=True),
    Column("actor", String(64), ForeignKey("actor.id"), primary_key=True, index=True),
    Column("role", String(10), primary_key=True, doc="actor | recipient"),
)

figure = Table(
    "figure",
    metadata,
    Column("id", String(64), primary_key=True),
    _report(),
    Column("local", String(16), nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("measure", String(16), nullable=False, index=True),
    Column("counted", Text),
    Column("low", Float),
    Column("high", Float),
    Column("bound", String(10), nullable=False),
    Column("unit", Text),
    Column("cumulative", Boolean, nullable=False),
    Column("part_of", String(16)),
    Column("event", String(64), index=True, doc="event id"),
    Column("from_day", String(10), index=True),
    Column("to_day", String(10), index=True),
    Column("place", String(16)),
    Column("side", String(64), doc="actor id: whose drones, dead, troops"),
    Column("attribution", String(16)),
    Column("claimant", String(64), index=True, doc="actor id of the claimant; null: the outlet or nobody resolved"),
    Column("claimant_words", Text),
)

topic = Table(
    "topic",
    metadata,
    Column("id", String(64), primary_key=True, doc="one topic over all reports"),
    Column("name", Text, nullable=False),
    Column("kind", String(24), nullable=False, index=True),
    Column("proposer", String(64)),
)

position = Table(
    "position",
    metadata,
    Column("id", String(64), primary_key=True),
    _report(),
    Column("local", String(16), nullable=False),
    Column("topic", String(64), ForeignKey("topic.id"), nullable=False, index=True),
    Column("actor", String(64), index=True),
    Column("stance", String(24), nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("conditions", Text, doc="JSON: the words of each condition"),
    Column("hedge", Text),
    Column("attribution", String(16)),
    Column("holder", String(64)),
    Column("day", String(10), index=True),
)

incident = Table(
    "incident",
    metadata,
    Column("id", String(64), primary_key=True, doc="hash of its first event mention"),
    Column("type", String(16), nullable=False, index=True),
    Column("mode", String(24)),
    Column("from_day", String(10), index=True),
    Column("to_day", String(10), index=True),
    Column("place", Text),
    Column("country", String(8), index=True),
    Column("latitude", Float),
    Column("longitude", Float),
    Column("what", Text, nullable=False, doc="one line"),
    Column("background", Boolean, nullable=False, default=False),
    Column("profile", Text, nullable=False, default="", doc="JSON: what new mentions are compared with"),
)

incident_entry = Table(
    "incident_entry",
    metadata,
    Column("entry", BigInteger, primary_key=True, autoincrement=False, doc="hash of a day and a name, place or number"),
    Column("incident", String(64), ForeignKey("incident.id"), primary_key=True, index=True),
    sqlite_with_rowid=False,
)

incident_event = Table(
    "incident_event",
    metadata,
    Column("event", String(64), ForeignKey("event.id"), primary_key=True),
    Column("incident", String(64), ForeignKey("incident.id"), nullable=False, index=True),
    Column("score", Float, nullable=False),
    Column("why", Text, nullable=False),
)

incident_tally = Table(
    "incident_tally",
    metadata,
    Column("incident", String(64), ForeignKey("incident.id", ondelete="CASCADE"), primary_key=True),
    Column("from_day", String(10)),
    Column("first", String(10), nullable=False, default="", doc="the first report's day; empty: one has none"),
    Column("reports", Integer, nullable=False),
    Column("accounts", Integer, nullable=False),
    Column("disputes", Integer, nullable=False),
)

statement = Table(
    "statement",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("incident", String(64), ForeignKey("incident.id"), nullable=False, index=True),
    _report(),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("field", String(24), nullable=False),
    Column("low", Float),
    Column("high", Float),
    Column("bound", String(10)),
    Column("value", Text),
    Column("scope", Text, nullable=False, doc="JSON: place, side, population, from, to"),
    Column("claimant", String(64), doc="actor id; null: see claimant_words, else the outlet"),
    Column("claimant_words", Text),
    Column("claimed", String(10), index=True),
    Column("certainty", String(4), nullable=False),
    comment="a claim on one field of an incident: what relations and ranges are about",
)

relation = Table(
    "relation",
    metadata,
    Column("a", String(64), ForeignKey("statement.id"), primary_key=True),
    Column("b", String(64), ForeignKey("statement.id"), primary_key=True),
    Column("incident", String(64), ForeignKey("incident.id"), nullable=False, index=True),
    Column("relation", String(16), nullable=False, index=True),
    Column("why", Text, nullable=False),
)
