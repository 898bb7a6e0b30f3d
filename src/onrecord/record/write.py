"""Writing to a record: one report after another, each whole or not at all."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Table, func, select
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from onrecord.model import Actor, Document, Reading
from onrecord.record import tables, tallies
from onrecord.record.actors import actor_id
from onrecord.record.ids import identify
from onrecord.record.judgements import taken_out
from onrecord.record.rows import Rows, rows_of, storable

BATCH = 400
"""Rows in one statement: SQLite takes 32,766 parameters, and no table has over 60 columns."""


def now() -> str:
    """This moment, ISO 8601 in UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def insert_rows(connection: Connection, table: Table, rows: Iterable[Mapping[str, Any]]) -> None:
    """Insert rows, leaving out those whose key is there already: their ids are hashes of what they name."""
    insert = postgres_insert if connection.dialect.name == "postgresql" else sqlite_insert
    rows = list(rows)
    for start in range(0, len(rows), BATCH):
        connection.execute(insert(table).on_conflict_do_nothing(), rows[start : start + BATCH])


def start_run(connection: Connection, *, reader: str, model: str, settings: Mapping[str, Any]) -> int:
    """Open a run and return its number."""
    row = {
        "started": now(),
        "reader": reader,
        "model": model,
        "settings": json.dumps(settings, sort_keys=True),
        "added": 0,
        "known": 0,
        "failed": 0,
    }
    key = connection.execute(tables.run.insert().values(row)).inserted_primary_key
    assert key is not None
    return int(key[0])


def end_run(connection: Connection, run: int, *, added: int, known: int, failed: int) -> None:
    """Close a run with its counts."""
    values = {"finished": now(), "added": added, "known": known, "failed": failed}
    connection.execute(tables.run.update().where(tables.run.c.id == run).values(values))


def note_failure(connection: Connection, run: int, *, place: str, code: str, cause: str) -> None:
    """Keep what could not be read, and why."""
    row = {"run": run, "place": storable(place), "code": code, "cause": storable(cause)}
    connection.execute(tables.failure.insert().values(row))


def known_report(connection: Connection, report: str, *, reader: str, model: str) -> bool:
    """Whether this text was read by this reader before: then there is nothing to read again."""
    key = identify("reading", report, reader, model)
    return connection.execute(select(tables.reading.c.id).where(tables.reading.c.id == key)).first() is not None


def known_appearance(connection: Connection, document: Document) -> bool:
    """Whether it was noted before that the text stood at this address, in this outlet."""
    key = _appearance(document)
    return connection.execute(select(tables.appearance.c.id).where(tables.appearance.c.id == key)).first() is not None


def add_appearance(connection: Connection, run: int, document: Document) -> None:
    """Note where the text stood, once."""
    row = {"id": _appearance(document), "report": document.id, "run": run, **_said(document)}
    insert_rows(connection, tables.appearance, [row])


def _appearance(document: Document) -> str:
    return identify("appearance", document.id, document.url, document.outlet, document.source_id)


def add_reading(connection: Connection, run: int, reading: Reading) -> bool:
    """Store a reading and its rows; False where this reader's reading of the text was there already."""
    document = reading.document
    reader, model = reading.reader.version, reading.reader.model
    if known_report(connection, document.id, reader=reader, model=model):
        add_appearance(connection, run, document)
        return False
    _add_report(connection, run, document)
    add_appearance(connection, run, document)
    body = zlib.compress(reading.to_json().encode("utf-8", "surrogatepass"), 6)
    key = identify("reading", document.id, reader, model)
    kept = {"id": key, "report": document.id, "run": run, "reader": reader, "model": model, "body": body}
    connection.execute(tables.reading.insert().values(kept))
    return True


def stored_reading(body: bytes) -> Reading:
    """The reading that `add_reading` stored."""
    return Reading.from_json(zlib.decompress(body))


def add_derived(connection: Connection, reading: Reading) -> Rows:
    """Write the rows derived from a reading."""
    report = reading.document.id
    apart = taken_out(connection)

    def identified(actor: Actor) -> str:
        usual = actor_id(actor)
        return identify("actor", usual, report) if (usual, report) in apart else usual

    rows = rows_of(reading, actor_id=identified)
    for table in (
        tables.actor,
        tables.passage,
        tables.actor_in_report,
        tables.place,
        tables.claim,
        tables.event,
        tables.event_actor,
        tables.figure,
        tables.topic,
        tables.position,
    ):
        found = getattr(rows, table.name)
        if found:
            insert_rows(connection, table, found)
    tallies.add_words(connection, ((row["id"], row["name"]) for row in rows.actor))
    tallies.count_report(connection, report)
    return rows


def remove_derived(connection: Connection, report: str) -> None:
    """Take away the derived rows of a report, before those of a newer reading take their place."""
    actors = tallies.counted(connection, report)
    events = select(tables.event.c.id).where(tables.event.c.report == report)
    connection.execute(tables.event_actor.delete().where(tables.event_actor.c.event.in_(events)))
    for table in (
        tables.passage,
        tables.actor_in_report,
        tables.place,
        tables.claim,
        tables.event,
        tables.figure,
        tables.position,
    ):
        connection.execute(table.delete().where(table.c.report == report))
    tallies.recount(connection, actors)


def _add_report(connection: Connection, run: int, document: Document) -> None:
    if connection.execute(select(tables.report.c.id).where(tables.report.c.id == document.id)).first() is not None:
        return
    number = connection.execute(select(func.coalesce(func.max(tables.report.c.number), 0))).scalar_one() + 1
    earlier = None
    if document.url:
        before = (
            select(tables.report.c.id)
            .where(tables.report.c.url == storable(document.url))
            .order_by(tables.report.c.number.desc())
        )
        earlier = connection.execute(before.limit(1)).scalar()
    row = {
        "id": document.id,
        "number": number,
        "run": run,
        "read_at": now(),
        "byline": storable(document.byline) if document.byline else None,
        "agency": agency_of(document),
        "day": document.published_day,
        "language": document.language,
        "words": len(document.text.split()),
        "supersedes": earlier,
        **_said(document),
    }
    connection.execute(tables.report.insert().values(row))


def agency_of(document: Document) -> str | None:
    """The agency that the date line or the byline names: its copy is not the outlet's own account."""
    from onrecord.sources import parse_dateline

    if document.dateline:
        found = parse_dateline(document.dateline)
        if found is not None and found.agency:
            return storable(found.agency)
    return None


def _said(document: Document) -> dict[str, str | None]:
    """What the input said of the report, fit for every database."""
    values = {name: getattr(document, name) for name in ("url", "outlet", "title", "published", "source_id")}
    return {name: storable(value) if value else None for name, value in values.items()}
