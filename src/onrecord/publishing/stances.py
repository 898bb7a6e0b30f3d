"""Positions over time: who took which stance on what, by whose word, and where a stance changed."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, select

from onrecord.publishing.citing import REPORT_COLUMNS, Names, claimant
from onrecord.publishing.listing import Listing
from onrecord.record import tables
from onrecord.record.filters import Filters, actors_named, standing, within

SIDE = {
    "proposes": "for",
    "supports": "for",
    "accepts": "for",
    "demands": "for",
    "accepts_conditionally": "partly",
    "hesitates": "partly",
    "opposes": "against",
    "rejects": "against",
}


def positions(connection: Connection, filters: Filters, *, kind: str | None = None) -> Listing:
    """Every position, by topic kind, actor and day; `change` names the stance that it replaced."""
    position, topic, claim = tables.position, tables.topic, tables.claim
    order = (topic.c.kind, position.c.actor, position.c.day, position.c.report, position.c.start)
    chosen = (
        select(position.c.id)
        .join(topic, topic.c.id == position.c.topic)
        .join(tables.report, tables.report.c.id == position.c.report)
        .where(standing(filters), within(position.c.day, position.c.day, filters))
        .order_by(*order)
        .limit(filters.limit)
    )
    if kind:
        chosen = chosen.where(topic.c.kind == kind)
    if filters.actor:
        chosen = chosen.where(position.c.actor.in_(actors_named(connection, filters.actor)))
    query = (
        select(
            position,
            topic.c.name.label("topic_name"),
            topic.c.kind,
            claim.c.speaker_words,
            tables.account.c.account,
            *REPORT_COLUMNS[1:],
        )
        .join(topic, topic.c.id == position.c.topic)
        .join(tables.report, tables.report.c.id == position.c.report)
        .outerjoin(tables.account, tables.account.c.report == position.c.report)
        .outerjoin(claim, (claim.c.report == position.c.report) & (claim.c.local == position.c.attribution))
        .where(position.c.id.in_(chosen))
        .order_by(*order)
    )
    rows = list(connection.execute(query))
    names = Names(connection)
    names.load(i for row in rows for i in (row.actor, row.holder))
    before: dict[tuple[str, str], Any] = {}
    out, seen = [], set()
    for row in rows:
        who = names.name(row.actor) or "unnamed"
        copy = (row.account, row.kind, who, row.stance, row.text)
        if row.account and copy in seen:
            continue  # a reprint repeats a position, it does not take one
        seen.add(copy)
        earlier = before.get((who, row.kind))
        change = None
        if earlier is not None and SIDE[earlier.stance] != SIDE[row.stance] and (earlier.day or "") < (row.day or ""):
            change = f"{_words(earlier.stance)} on {earlier.day}"
        out.append(_row(row, names, who, change))
        if names.name(row.actor):
            before[who, row.kind] = row
    shown = ("day", "actor", "stance", "topic", "words", "change", "by_whose_word", "outlet", "id")
    return Listing("Positions", shown, out, frozenset({"words"}))


def _row(row: Any, names: Names, who: str, change: str | None) -> dict[str, Any]:
    return {
        "id": row.id,
        "day": row.day,
        "actor": who,
        "stance": _words(row.stance) + (f" (“{row.hedge}”)" if row.hedge else ""),
        "kind": row.kind,
        "topic": row.topic_name,
        "words": row.text,
        "conditions": json.loads(row.conditions or "[]"),
        "change": f"was: {change}" if change else None,
        "by_whose_word": claimant(names, row.holder, row.speaker_words, row.outlet),
        "outlet": row.outlet,
        "published": row.published,
        "url": row.url,
        "report": row.report,
    }


def _words(stance: str) -> str:
    return stance.replace("_", " ")
