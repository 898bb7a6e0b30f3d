"""Claims on the fields of an incident: its figures, that it happened, who is held responsible."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, and_, or_, select

from onrecord.record import tables
from onrecord.record.ids import identify
from onrecord.record.write import insert_rows

COUNTED = ("killed", "injured", "missing", "captured", "displaced", "launched", "downed", "hit", "destroyed", "damaged")
"""Measures that are fields of a happening; money, shares and the like belong to what is negotiated."""

_VIOLENT = ("ASSAULT", "INTERCEPT", "COERCE", "MOBILIZE", "PROTEST", "AID", "RETREAT")


def state(connection: Connection, incident: str) -> list[dict[str, Any]]:
    """Write the statements of an incident anew and return them as rows."""
    table = tables.statement
    connection.execute(tables.relation.delete().where(tables.relation.c.incident == incident))
    connection.execute(table.delete().where(table.c.incident == incident))
    events = _events(connection, incident)
    rows = {
        row["id"]: row for row in [*_figures(connection, incident, events), *_happened(connection, incident, events)]
    }
    out = sorted(rows.values(), key=lambda row: row["id"])
    insert_rows(connection, table, out)
    return out


def _events(connection: Connection, incident: str) -> list[Any]:
    link, event, passage, claim = tables.incident_event, tables.event, tables.passage, tables.claim
    query = (
        select(
            event,
            tables.report.c.day,
            passage.c.start.label("sentence_start"),
            passage.c.end.label("sentence_end"),
            passage.c.text.label("sentence"),
            claim.c.start.label("claim_start"),
            claim.c.end.label("claim_end"),
            claim.c.speaker_words,
            claim.c.act,
            claim.c.day.label("said"),
        )
        .join(link, link.c.event == event.c.id)
        .join(tables.report, tables.report.c.id == event.c.report)
        .outerjoin(
            passage,
            and_(passage.c.report == event.c.report, passage.c.start <= event.c.start, passage.c.end > event.c.start),
        )
        .outerjoin(claim, and_(claim.c.report == event.c.report, claim.c.local == event.c.attribution))
        .where(link.c.incident == incident)
        .order_by(tables.report.c.number, event.c.start)
    )
    return list(connection.execute(query))


def _figures(connection: Connection, incident: str, events: list[Any]) -> Iterable[dict[str, Any]]:
    """Figures of the incident's events, and those in their sentences that no other event of the report has."""
    figure, place, claim, actor = tables.figure, tables.place, tables.claim, tables.actor
    if not events:
        return
    where = or_(
        figure.c.event.in_([e.id for e in events]),
        *(
            and_(
                figure.c.report == e.report,
                figure.c.event.is_(None),
                figure.c.start >= e.sentence_start,
                figure.c.start < e.sentence_end,
            )
            for e in events
            if e.sentence_start is not None and e.type in _VIOLENT
        ),
    )
    query = (
        select(
            figure,
            place.c.name.label("place_name"),
            actor.c.country.label("side_country"),
            actor.c.name.label("side_name"),
            claim.c.day.label("said"),
            claim.c.hedge,
            tables.report.c.day,
            tables.passage.c.start.label("sentence_start"),
            tables.passage.c.text.label("sentence"),
        )
        .join(tables.report, tables.report.c.id == figure.c.report)
        .outerjoin(place, and_(place.c.report == figure.c.report, place.c.local == figure.c.place))
        .outerjoin(actor, actor.c.id == figure.c.side)
        .outerjoin(claim, and_(claim.c.report == figure.c.report, claim.c.local == figure.c.attribution))
        .outerjoin(
            tables.passage,
            and_(
                tables.passage.c.report == figure.c.report,
                tables.passage.c.start <= figure.c.start,
                tables.passage.c.end > figure.c.start,
            ),
        )
        .where(figure.c.measure.in_(COUNTED), where)
    )
    value = {e.id: e.value for e in events}
    for row in connection.execute(query):
        start, end, text = _clause(row)
        yield {
            "id": identify("statement", incident, row.report, row.start, row.end, row.measure),
            "incident": incident,
            "report": row.report,
            "start": start,
            "end": end,
            "text": text,
            "field": row.measure,
            "low": row.low,
            "high": row.high,
            "bound": row.bound,
            "value": None,
            "scope": _scope(row.place_name, row.side_country or row.side_name, row.counted, row),
            "claimant": row.claimant,
            "claimant_words": row.claimant_words,
            "claimed": row.said or row.day,
            "certainty": value.get(row.event or "", "CT+"),
        }


def _clause(row: Any) -> tuple[int, int, str]:
    """The words around a figure that state it: from the figure to the next comma or end, and the verb before it."""
    if row.sentence is None:
        return row.start, row.end, row.text
    at, to = row.start - row.sentence_start, row.end - row.sentence_start
    left = max(row.sentence.rfind(mark, 0, at) for mark in (", ", "; ", ": ", "“")) + 1
    ends = [i for mark in (", ", "; ", ": ", "”") if (i := row.sentence.find(mark, to)) > 0]
    right = min(ends, default=len(row.sentence))
    while left < at and row.sentence[left].isspace():
        left += 1
    return row.sentence_start + left, row.sentence_start + right, row.sentence[left:right]


def _scope(place: str | None, side: str | None, counted: str | None, row: Any) -> str:
    population = counted if counted not in (None, "person", "people") else None
    scope = {"place": place, "side": side, "population": population, "from": row.from_day, "to": row.to_day}
    return json.dumps(scope, ensure_ascii=False, sort_keys=True)


def _happened(connection: Connection, incident: str, events: list[Any]) -> Iterable[dict[str, Any]]:
    """One statement that it happened, or did not, for each mention that somebody holds; and who is held responsible."""
    ids = [e.id for e in events]
    party, actor = tables.event_actor, tables.actor
    parties: dict[str, list[str]] = {}
    for start in range(0, len(ids), 500):
        query = (
            select(party.c.event, actor.c.name)
            .join(actor, actor.c.id == party.c.actor)
            .where(party.c.role == "actor", party.c.event.in_(ids[start : start + 500]))
            .order_by(party.c.event, actor.c.name)
        )
        for row in connection.execute(query):
            parties.setdefault(row.event, []).append(row.name)
    for e in events:
        denied = e.value.endswith("-") or e.act == "denial"
        start, end = (e.claim_start, e.claim_end) if e.claim_start is not None else (e.start, e.end)
        base = {
            "incident": incident,
            "report": e.report,
            "start": start,
            "end": end,
            "text": e.sentence if e.claim_start is None and e.sentence else e.trigger,
            "low": None,
            "high": None,
            "bound": None,
            "scope": json.dumps({"place": None, "side": None, "population": None, "from": e.from_day, "to": e.to_day}),
            "claimant": e.holder,
            "claimant_words": e.speaker_words,
            "claimed": e.said or e.day,
            "certainty": e.value,
        }
        if e.attribution is not None:
            value = "no" if denied else "yes"
            yield base | {
                "id": identify("statement", incident, e.report, e.start, "happened"),
                "field": "happened",
                "value": value,
            }
        if parties.get(e.id) and e.type == "ASSAULT":
            value = ("not " if denied else "") + ", ".join(parties[e.id])
            yield base | {
                "id": identify("statement", incident, e.report, e.start, "responsible"),
                "field": "responsible",
                "value": value,
            }
