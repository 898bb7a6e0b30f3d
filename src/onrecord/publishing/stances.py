"""Positions over time: who took which stance on what, by whose word, and where a stance changed."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, func, select

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
        .where(standing(filters), within(position.c.day, position.c.day, filters))
        .order_by(topic.c.kind, position.c.actor, position.c.day, position.c.report, position.c.start)
        .limit(filters.limit)
    )
    if kind:
        query = query.where(topic.c.kind == kind)
    if filters.actor:
        query = query.where(position.c.actor.in_(actors_named(connection, filters.actor)))
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


def actors(connection: Connection, filters: Filters) -> Listing:
    """The actors of a record, those in most reports first, with the roles that reports gave them and since when."""
    table, mention, report = tables.actor, tables.actor_in_report, tables.report
    query = (
        select(
            table,
            func.count(func.distinct(mention.c.report)).label("reports"),
            func.sum(mention.c.mentions).label("mentions"),
            func.min(report.c.day).label("first"),
            func.max(report.c.day).label("last"),
        )
        .join(mention, mention.c.actor == table.c.id)
        .join(report, report.c.id == mention.c.report)
        .where(standing(filters), within(report.c.day, report.c.day, filters))
        .group_by(table.c.id, table.c.name, table.c.kind, table.c.country, table.c.sector)
        .order_by(func.count(func.distinct(mention.c.report)).desc(), table.c.name)
        .limit(filters.limit)
    )
    if filters.actor:
        query = query.where(table.c.id.in_(actors_named(connection, filters.actor)))
    if filters.type:
        query = query.where(table.c.kind == filters.type.lower())
    rows = list(connection.execute(query))
    roles = _roles(connection, [row.id for row in rows])
    names = Names(connection)
    out = [
        {
            "id": row.id,
            "name": row.name,
            "same_as": names.name(row.id) if names.head(row.id) != row.id else None,
            "kind": row.kind,
            "country": row.country,
            "sector": row.sector,
            "roles": roles.get(row.id, []),
            "reports": row.reports,
            "mentions": int(row.mentions or 0),
            "first": row.first,
            "last": row.last,
        }
        for row in rows
    ]
    shown = ("name", "kind", "country", "sector", "roles", "reports", "first", "last", "id")
    return Listing("Actors", shown, out, frozenset({"roles"}))


def _roles(connection: Connection, ids: list[str]) -> dict[str, list[str]]:
    mention, report = tables.actor_in_report, tables.report
    out: dict[str, list[str]] = {}
    for start in range(0, len(ids), 500):
        query = (
            select(mention.c.actor, mention.c.role, func.min(report.c.day), func.max(report.c.day))
            .join(report, report.c.id == mention.c.report)
            .where(mention.c.actor.in_(ids[start : start + 500]), mention.c.role.is_not(None))
            .group_by(mention.c.actor, mention.c.role)
            .order_by(func.min(report.c.day), mention.c.role)
        )
        for actor, role, first, last in connection.execute(query):
            when = f"{first}" if first == last else f"{first} – {last}"
            out.setdefault(actor, []).append(f"{role} ({when})")
    return out
