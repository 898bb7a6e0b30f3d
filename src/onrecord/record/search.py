"""Full-text search over the sentences of a record, with filters: FTS5 in SQLite, tsvector in PostgreSQL."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    exists,
    func,
    literal_column,
    or_,
    select,
    text,
    union_all,
)

from onrecord.record import tables
from onrecord.record.filters import Filters, actors_named, places_named, standing, within

_WORDS = re.compile(r'"[^"]+"|\w+', re.UNICODE)


NEWEST = 200
"""Sentences that are ranked where filters look into them, at least: the newest that have the words and pass."""

STEP = 4000
"""Sentences with the words that are looked into at a time."""

RARE = 3000
"""Rows that a filter may have for its sentences to be looked up first, and the words in them after."""

TRIED = 2
"""Steps after which a filter that few sentences pass is looked up too, of at most `MANY` rows."""

MANY = 30_000


def search(connection: Connection, words: str, filters: Filters) -> list[Any]:
    """Sentences that have all the words (quoted ones as phrases), best first; rows of passage and report.

    Where a filter asks what was read in a sentence, the newest `NEWEST` that pass it are ranked; without words, the
    newest come first.
    """
    passage, report = tables.passage, tables.report
    query = (
        select(passage, report.c.outlet, report.c.day, report.c.url, report.c.title)
        .join(report, report.c.id == passage.c.report)
        .limit(filters.limit)
    )
    plain = query
    asked = [standing(filters), within(report.c.day, report.c.day, filters)]
    inner = _filtered(connection, filters)
    terms = _WORDS.findall(words)
    if not terms:
        conditions = [condition for condition, _ in inner]
        query = query.where(*asked, *conditions).order_by(report.c.day.desc(), passage.c.report, passage.c.start)
        return list(connection.execute(query))
    if connection.dialect.name == "postgresql":
        asking = "websearch_to_tsquery('english', :asked)"
        match = text(f"passage.words @@ {asking}").bindparams(asked=" ".join(terms))
        rank = text(f"ts_rank(passage.words, {asking}) DESC").bindparams(asked=" ".join(terms))
        key: ColumnElement[Any] = passage.c.id
        found = select(passage.c.id).select_from(passage)
    else:
        quoted = " ".join(term if term.startswith('"') else f'"{term}"' for term in terms)
        match = text("passage_fts MATCH :asked").bindparams(asked=quoted)
        rank = text("passage_fts.rank")
        key = literal_column("passage_fts.rowid")
        query = query.join(text("passage_fts"), key == passage.c.id)
        found = select(literal_column("passage_fts.rowid")).select_from(text("passage_fts"))
    if not inner:
        return list(connection.execute(query.where(*asked, match).order_by(rank, passage.c.id)))
    checked = select(passage.c.id).join(report, report.c.id == passage.c.report).where(*asked, *(c for c, _ in inner))
    rare = next((ids for _, rows in inner if (ids := _few(connection, rows)) is not None), None)
    if rare is not None:
        # The sentences of the filter first, and of these the ones that have the words.
        ids = rare & set(connection.execute(found.where(match)).scalars())
        ids = set(connection.execute(checked.where(passage.c.id.in_(ids))).scalars())
    else:
        ids = _newest(connection, found.where(match), checked, key, [rows for _, rows in inner], filters.limit)
    if not ids:
        return []
    ranked = connection.execute(found.where(match, key >= min(ids), key <= max(ids)).order_by(rank, key)).scalars()
    best = [i for i in ranked if i in ids][: filters.limit]
    rows = {row.id: row for row in connection.execute(plain.where(passage.c.id.in_(best)))}
    return [rows[i] for i in best]


def _newest(
    connection: Connection,
    matching: Select[Any],
    checked: Select[Any],
    key: ColumnElement[Any],
    sides: list[Select[Any]],
    limit: int,
) -> set[int]:
    """Ids of the newest sentences that have the words and pass, looked into step by step until there are enough.

    Where few of the first steps pass, the sentences of a rare filter are fetched once, and only these are looked at.
    """
    ids: set[int] = set()
    below, steps = None, 0
    among: set[int] | None = None
    while len(ids) < max(NEWEST, limit):
        if steps == TRIED and len(ids) < NEWEST // 2:
            among = next((few for rows in sides if (few := _few(connection, rows, MANY)) is not None), None)
        step = matching.order_by(key.desc()).limit(STEP)
        some = list(connection.execute(step if below is None else step.where(key < below)).scalars())
        if not some:
            break
        below, steps = some[-1], steps + 1
        looked = some if among is None else [i for i in some if i in among]
        if looked:
            ids |= set(connection.execute(checked.where(tables.passage.c.id.in_(looked))).scalars())
    return ids


def _few(connection: Connection, rows: Select[Any], most: int = RARE) -> set[int] | None:
    """The ids of sentences that a filter has; None where they are many."""
    ids = connection.execute(rows.limit(most + 1)).scalars().all()
    return None if len(ids) > most else set(ids)


def _filtered(connection: Connection, filters: Filters) -> list[tuple[ColumnElement[bool], Select[Any]]]:
    """For each filter that looks into sentences: whether a sentence passes, and the ids of those that do."""
    passage = tables.passage
    out: list[tuple[ColumnElement[bool], Select[Any]]] = []
    event, claim, place, party = tables.event, tables.claim, tables.place, tables.event_actor

    def inside(table: Any) -> ColumnElement[bool]:
        return and_(table.c.report == passage.c.report, table.c.start >= passage.c.start, table.c.start < passage.c.end)

    def of(table: Any, column: Any, values: Any) -> tuple[ColumnElement[bool], Select[Any]]:
        """`values` is a list or a query; an index on the column serves the second question, not the first."""
        holds = _overlaps(claim) if table is claim else inside(table)
        source = table if column.table is table else table.join(column.table, party.c.event == event.c.id)
        passes = select(table.c.report).select_from(source).where(holds, func.coalesce(column, "").in_(values))
        rows = select(passage.c.id).select_from(source.join(passage, holds)).where(column.in_(values))
        return exists(passes.correlate(passage)), rows

    if filters.actor:
        named = actors_named(connection, filters.actor)
        acts, acting = of(event, party.c.actor, named)
        says, saying = of(claim, claim.c.speaker, named)
        both = union_all(acting, saying).subquery()
        out.append((or_(acts, says), select(both.c[0])))
    if filters.speaker:
        out.append(of(claim, claim.c.speaker, actors_named(connection, filters.speaker)))
    if filters.type:
        out.append(of(event, event.c.type, [filters.type.upper()]))
    if filters.certainty:
        out.append(of(event, event.c.value, [filters.certainty.upper()]))
    if filters.place:
        named_places = places_named(connection, filters.place)
        if named_places or len(filters.place) != 3:
            out.append(of(place, place.c.name, named_places))
        else:
            out.append(of(place, place.c.country, [filters.place.upper()]))
    return out


def _overlaps(claim: Any) -> ColumnElement[bool]:
    passage = tables.passage
    return and_(claim.c.report == passage.c.report, claim.c.start < passage.c.end, claim.c.end > passage.c.start)
