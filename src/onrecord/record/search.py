"""Full-text search over the sentences of a record, with filters: FTS5 in SQLite, tsvector in PostgreSQL."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, exists, literal_column, or_, select, text

from onrecord.record import tables
from onrecord.record.filters import Filters, actors_named, standing, within

_WORDS = re.compile(r'"[^"]+"|\w+', re.UNICODE)


def search(connection: Connection, words: str, filters: Filters) -> list[Any]:
    """Sentences that have all the words (quoted ones as phrases), best first; rows of passage and report."""
    passage, report = tables.passage, tables.report
    query = (
        select(passage, report.c.outlet, report.c.day, report.c.url, report.c.title)
        .join(report, report.c.id == passage.c.report)
        .where(standing(filters), within(report.c.day, report.c.day, filters))
    )
    for condition in _conditions(connection, filters):
        query = query.where(condition)
    terms = _WORDS.findall(words)
    if terms:
        if connection.dialect.name == "postgresql":
            match = text("passage.words @@ websearch_to_tsquery('english', :asked)").bindparams(asked=" ".join(terms))
            rank = text("ts_rank(passage.words, websearch_to_tsquery('english', :asked)) DESC").bindparams(
                asked=" ".join(terms)
            )
        else:
            quoted = " ".join(term if term.startswith('"') else f'"{term}"' for term in terms)
            query = query.join(text("passage_fts"), literal_column("passage_fts.rowid") == passage.c.id)
            match = text("passage_fts MATCH :asked").bindparams(asked=quoted)
            rank = text("passage_fts.rank")
        query = query.where(match).order_by(rank, passage.c.id)
    else:
        query = query.order_by(report.c.day.desc(), passage.c.report, passage.c.start)
    return list(connection.execute(query.limit(filters.limit)))


def _conditions(connection: Connection, filters: Filters) -> list[ColumnElement[bool]]:
    passage = tables.passage
    out: list[ColumnElement[bool]] = []
    event, claim, place = tables.event, tables.claim, tables.place

    def inside(table: Any) -> ColumnElement[bool]:
        return and_(table.c.report == passage.c.report, table.c.start >= passage.c.start, table.c.start < passage.c.end)

    if filters.actor:
        ids = actors_named(connection, filters.actor)
        party = tables.event_actor
        acts = select(event.c.id).join(party, party.c.event == event.c.id).where(inside(event), party.c.actor.in_(ids))
        says = select(claim.c.id).where(_overlaps(claim), claim.c.speaker.in_(ids))
        out.append(or_(exists(acts), exists(says)))
    if filters.speaker:
        ids = actors_named(connection, filters.speaker)
        out.append(exists(select(claim.c.id).where(_overlaps(claim), claim.c.speaker.in_(ids))))
    if filters.type:
        out.append(exists(select(event.c.id).where(inside(event), event.c.type == filters.type.upper())))
    if filters.certainty:
        out.append(exists(select(event.c.id).where(inside(event), event.c.value == filters.certainty.upper())))
    if filters.place:
        named = or_(place.c.name.icontains(filters.place, autoescape=True), place.c.country == filters.place.upper())
        out.append(exists(select(place.c.local).where(inside(place), named)))
    return out


def _overlaps(claim: Any) -> ColumnElement[bool]:
    passage = tables.passage
    return and_(claim.c.report == passage.c.report, claim.c.start < passage.c.end, claim.c.end > passage.c.start)
