"""The happenings of a record and what is disputed about them, in the incident format, version 1."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, func, select

from onrecord.publishing.citing import Names, claimant, event_parties
from onrecord.publishing.display import number
from onrecord.publishing.listing import Listing
from onrecord.publishing.ranges import ranges
from onrecord.record import tables
from onrecord.record.filters import Filters, actors_named, standing, within
from onrecord.record.tallies import DISPUTES

FORMAT = "onrecord/incident@1"


def timeline(connection: Connection, filters: Filters) -> Listing:
    """Happenings in order, background left out, each with its reports and how many accounts are independent."""
    chosen = list(connection.execute(_chosen(connection, filters)))
    ids = [row.id for row in chosen]
    counts = {row.incident: row for row in _counts(connection, ids, filters)}
    disputed = _disputed(connection, ids, filters)
    names = Names(connection)
    parties = _parties(connection, ids, filters, names)
    rows = [
        {
            "day": _days(item.from_day, item.to_day),
            "type": item.type,
            "what": item.what,
            "who": " → ".join(", ".join(found) for found in parties.get(item.id, ()) if found),
            "where": item.place or item.country,
            "reports": counts[item.id].reports,
            "independent": counts[item.id].accounts,
            "disputed": disputed.get(item.id, 0),
            "id": item.id,
        }
        for item in chosen
        if item.id in counts
    ]
    shown = ("day", "type", "what", "who", "where", "reports", "independent", "disputed", "id")
    return Listing("Timeline", shown, rows, frozenset({"what"}))


def _counts(connection: Connection, ids: list[str], filters: Filters) -> list[Any]:
    """Reports and independent accounts of each happening, of the reports that stand."""
    link, event, account = tables.incident_event, tables.event, tables.account
    query = (
        select(
            link.c.incident,
            func.count(event.c.report.distinct()).label("reports"),
            func.count(func.coalesce(account.c.account, event.c.report).distinct()).label("accounts"),
        )
        .join(event, event.c.id == link.c.event)
        .join(tables.report, tables.report.c.id == event.c.report)
        .outerjoin(account, account.c.report == event.c.report)
        .where(standing(filters))
        .group_by(link.c.incident)
    )
    return [row for some in _chunks(ids) for row in connection.execute(query.where(link.c.incident.in_(some)))]


def _disputed(connection: Connection, ids: list[str], filters: Filters) -> dict[str, int]:
    """How many disputes each happening has between claims of reports that stand."""
    relation, table = tables.relation, tables.statement
    one, other = table.alias("one"), table.alias("other")
    query = (
        select(relation.c.incident, func.count())
        .join(one, one.c.id == relation.c.a)
        .join(other, other.c.id == relation.c.b)
        .where(relation.c.relation.in_(DISPUTES))
        .group_by(relation.c.incident)
    )
    if filters.as_of or filters.outlet or _versions(connection):
        for side in (one, other):
            report = tables.report.alias(f"report_{side.name}")
            query = query.join(report, report.c.id == side.c.report).where(standing(filters, report))
    return {
        incident: count
        for some in _chunks(ids)
        for incident, count in connection.execute(query.where(relation.c.incident.in_(some)))
    }


def _versions(connection: Connection) -> bool:
    """Whether any report replaces another: only then some reports of the record do not stand."""
    replaced = select(tables.report.c.id).where(tables.report.c.supersedes.is_not(None)).limit(1)
    return connection.execute(replaced).first() is not None


def _parties(connection: Connection, ids: list[str], filters: Filters, names: Names) -> dict[str, list[list[str]]]:
    """Names of actors and of recipients of each happening, those that most mentions name first."""
    link, event, party = tables.incident_event, tables.event, tables.event_actor
    query = (
        select(link.c.incident, party.c.role, party.c.actor, func.count().label("mentions"))
        .join(event, event.c.id == link.c.event)
        .join(tables.report, tables.report.c.id == event.c.report)
        .join(party, party.c.event == link.c.event)
        .where(standing(filters))
        .group_by(link.c.incident, party.c.role, party.c.actor)
    )
    rows = [row for some in _chunks(ids) for row in connection.execute(query.where(link.c.incident.in_(some)))]
    names.load(row.actor for row in rows)
    counts: dict[str, dict[str, Counter[str]]] = {}
    for row in rows:
        name = names.name(row.actor)
        if name:
            counts.setdefault(row.incident, {"actor": Counter(), "recipient": Counter()})[row.role][name] += (
                row.mentions
            )
    return {
        incident: [sorted(of, key=lambda name: (-of[name], name)) for of in (roles["actor"], roles["recipient"])]  # noqa: B023
        for incident, roles in counts.items()
    }


def disputes(connection: Connection, filters: Filters) -> Listing:
    """Claims that contradict one another: who says what, since when, and how many accounts carry each side."""
    rows: list[dict[str, Any]] = []
    for item, claims, relations, accounts in _disputed_incidents(connection, filters, rows):
        carried: dict[tuple[str, str], set[str]] = defaultdict(set)
        for claim in claims.values():
            carried[claim["claimant"], _said(claim)].add(accounts[claim["document"]])
        seen = set()
        for relation in relations:
            a, b = claims.get(relation.a), claims.get(relation.b)
            if a is None or b is None:
                continue
            sides = [(x["claimant"], _said(x)) for x in (a, b)]
            # Two names for who did it are one dispute, however many say each.
            key: Any = frozenset(said for _, said in sides) if a["field"] == "responsible" else frozenset(sides)
            if key in seen:
                continue
            seen.add(key)
            rows.append(
                {
                    "day": _days(item.from_day, item.to_day),
                    "about": item.what,
                    "field": a["field"],
                    "one_side": f"{sides[0][0]}: {sides[0][1]} ({a['claimed']})",
                    "independent_one": len(carried[sides[0]]),
                    "other_side": f"{sides[1][0]}: {sides[1][1]} ({b['claimed']})",
                    "independent_other": len(carried[sides[1]]),
                    "relation": relation.relation,
                    "why": relation.why,
                    "words_one": a["text"],
                    "words_other": b["text"],
                    "claims": [a["id"], b["id"]],
                    "id": item.id,
                }
            )
    shown = (
        "day",
        "about",
        "field",
        "one_side",
        "independent_one",
        "other_side",
        "independent_other",
        "relation",
        "id",
    )
    return Listing("Disputes", shown, rows[: filters.limit], frozenset({"about", "one_side", "other_side"}))


def _disputed_incidents(
    connection: Connection, filters: Filters, rows: list[Any]
) -> Iterator[tuple[Any, dict[str, Any], list[Any], dict[str, str]]]:
    """Happenings that have a dispute, by day, until there are rows enough: with claims, disputes and accounts."""
    tally, table, relation = tables.incident_tally, tables.statement, tables.relation
    asked = _by_tally(connection, filters, (tally.c.from_day, tally.c.incident), tally.c.disputes > 0)
    found = [row for query in asked for row in connection.execute(query)]
    if len(asked) > 1:
        found.sort(key=lambda row: (row.from_day, row.id))
        del found[filters.limit :]
    claimed = select(table).order_by(table.c.id)
    related = select(relation).where(relation.c.relation.in_(DISPUTES)).order_by(relation.c.a, relation.c.b)
    names = Names(connection)
    for start in range(0, len(found), 100):
        if len(rows) >= filters.limit:
            return
        some = found[start : start + 100]
        ids = [row.id for row in some]
        statements = _by_incident(connection, ids, claimed, table.c.incident)
        relations = _by_incident(connection, ids, related, relation.c.incident)
        names.load(s.claimant for of in statements.values() for s in of)
        reports = _reports(connection, {s.report for of in statements.values() for s in of}, filters)
        accounts = {report: row.account or report for report, row in reports.items()}
        for row in some:
            claims = {s.id: _claim(s, reports, names) for s in statements[row.id] if s.report in reports}
            yield row, claims, relations[row.id], accounts


def incidents(
    connection: Connection, filters: Filters, *, only: str | None = None, background: bool = False
) -> list[dict[str, Any]]:
    """Happenings in the incident format, version 1, by day."""
    chosen = _chosen(connection, filters, only=only, background=background)
    return _detailed(connection, list(connection.execute(chosen)), filters)


def most_told(connection: Connection, filters: Filters) -> list[dict[str, Any]]:
    """The happenings of most independent accounts, in the incident format."""
    tally = tables.incident_tally
    asked = _by_tally(connection, filters, (tally.c.accounts.desc(), tally.c.from_day.desc(), tally.c.incident))
    rows = [row for query in asked for row in connection.execute(query)]
    if len(asked) > 1:
        rows.sort(key=lambda row: row.id)
        rows.sort(key=lambda row: (row.accounts, row.from_day or ""), reverse=True)
    return _detailed(connection, rows[: filters.limit], filters)


def _by_tally(
    connection: Connection, filters: Filters, order: Sequence[ColumnElement[Any]], *where: ColumnElement[bool]
) -> list[Select[Any]]:
    """The happenings asked for in an order of their tallies, whose indexes end the search at the first so many.

    Two questions where there is a first day: what begins in the days asked for, and the few that began before them.
    """
    tally, table = tables.incident_tally, tables.incident
    chosen = _chosen(connection, replace(filters, start=None, end=None)).join(tally, tally.c.incident == table.c.id)
    chosen = chosen.add_columns(tally.c.accounts).where(*where).order_by(None).order_by(*order)
    if filters.as_of:
        chosen = chosen.where(tally.c.first <= filters.as_of)
    until = [tally.c.from_day <= filters.end] if filters.end else []
    if not filters.start:
        return [chosen.where(*until)]
    lasting = and_(table.c.to_day > table.c.from_day, table.c.to_day >= filters.start)
    begins = chosen.where(tally.c.from_day >= filters.start, *until)
    return [begins, chosen.where(lasting, table.c.from_day < filters.start)]


def _chosen(
    connection: Connection, filters: Filters, *, only: str | None = None, background: bool = False
) -> Select[Any]:
    """The rows of the happenings asked for, by day."""
    table, link, event = tables.incident, tables.incident_event, tables.event
    shown = [column for column in table.c if column.name != "profile"]
    query = (
        select(*shown)
        .where(within(table.c.from_day, table.c.to_day, filters))
        .order_by(table.c.from_day, table.c.id)
        .limit(filters.limit)
    )
    if only:
        query = query.where(table.c.id == only)
    elif not background:
        query = query.where(table.c.background.is_(False))
    if filters.type:
        query = query.where(table.c.type == filters.type.upper())
    if filters.place:
        where = table.c.place.icontains(filters.place, autoescape=True)
        query = query.where(where | (table.c.country == filters.place.upper()))
    if filters.actor:
        party = tables.event_actor
        members = (
            select(link.c.incident)
            .join(party, party.c.event == link.c.event)
            .where(party.c.actor.in_(actors_named(connection, filters.actor)))
        )
        query = query.where(table.c.id.in_(members))
    told = select(link.c.incident).join(event, event.c.id == link.c.event)
    told = told.join(tables.report, tables.report.c.id == event.c.report).where(standing(filters))
    if filters.outlet:
        query = query.where(table.c.id.in_(told))
    elif filters.as_of:
        query = query.where(exists(told.where(link.c.incident == table.c.id)))
    return query


def _detailed(connection: Connection, rows: list[Any], filters: Filters) -> list[dict[str, Any]]:
    """These happenings in the incident format."""
    link, event = tables.incident_event, tables.event
    ids = [row.id for row in rows]
    mentions = _by_incident(
        connection,
        ids,
        select(link.c.incident, event.c.id, event.c.report)
        .join(event, event.c.id == link.c.event)
        .join(tables.report, tables.report.c.id == event.c.report)
        .where(standing(filters))
        .order_by(event.c.report, event.c.start),
        link.c.incident,
    )
    names = Names(connection)
    reports = _reports(connection, {m.report for found in mentions.values() for m in found}, filters)
    parties = event_parties(connection, [m.id for found in mentions.values() for m in found])
    names.load(i for roles in parties.values() for ids_ in roles.values() for i in ids_)
    statements = _by_incident(
        connection, ids, select(tables.statement).order_by(tables.statement.c.id), tables.statement.c.incident
    )
    relations = _by_incident(
        connection, ids, select(tables.relation).order_by(tables.relation.c.a), tables.relation.c.incident
    )
    names.load(s.claimant for found in statements.values() for s in found)
    return [
        _incident(row, mentions[row.id], reports, parties, statements[row.id], relations[row.id], names)
        for row in rows
        if mentions[row.id]
    ]


def _incident(
    row: Any,
    mentions: list[Any],
    reports: dict[str, Any],
    parties: dict[str, Any],
    statements: list[Any],
    relations: list[Any],
    names: Names,
) -> dict[str, Any]:
    standing_reports = dict.fromkeys(m.report for m in mentions)
    claims = [_claim(s, reports, names) for s in statements if s.report in standing_reports]
    known = {claim["id"] for claim in claims}
    return {
        "format": FORMAT,
        "id": row.id,
        "what": row.what,
        "type": row.type,
        "mode": row.mode,
        "from": row.from_day,
        "to": row.to_day,
        "place": row.place,
        "country": row.country,
        "actors": _party_names(mentions, parties, "actor", names),
        "recipients": _party_names(mentions, parties, "recipient", names),
        "reports": [
            {
                "document": r,
                "source_id": reports[r].source_id,
                "url": reports[r].url,
                "outlet": reports[r].outlet,
                "published": reports[r].published,
                "account": reports[r].account or r,
            }
            for r in standing_reports
        ],
        "claims": claims,
        "relations": [
            {"a": r.a, "b": r.b, "relation": r.relation, "why": r.why}
            for r in relations
            if r.a in known and r.b in known
        ],
        "ranges": ranges(claims),
    }


def _claim(row: Any, reports: dict[str, Any], names: Names) -> dict[str, Any]:
    outlet = reports[row.report].outlet if row.report in reports else None
    return {
        "id": row.id,
        "document": row.report,
        "start": row.start,
        "end": row.end,
        "text": row.text,
        "field": row.field,
        "low": row.low,
        "high": row.high,
        "bound": row.bound,
        "value": row.value,
        "scope": json.loads(row.scope),
        "claimant": claimant(names, row.claimant, row.claimant_words, outlet),
        "claimed": row.claimed,
        "certainty": row.certainty,
    }


def _party_names(mentions: list[Any], parties: dict[str, Any], role: str, names: Names) -> list[str]:
    """Names of the parties in a role, those that most mentions name first."""
    counts: dict[str, int] = defaultdict(int)
    for mention in mentions:
        for actor in parties.get(mention.id, {}).get(role, ()):
            name = names.name(actor)
            if name:
                counts[name] += 1
    return sorted(counts, key=lambda name: (-counts[name], name))


def _reports(connection: Connection, ids: Iterable[str], filters: Filters) -> dict[str, Any]:
    """Those of the reports that stand, by id, with their accounts."""
    table = tables.report
    out: dict[str, Any] = {}
    wanted = sorted(ids)
    for start in range(0, len(wanted), 500):
        query = (
            select(table, tables.account.c.account)
            .outerjoin(tables.account, tables.account.c.report == table.c.id)
            .where(table.c.id.in_(wanted[start : start + 500]), standing(filters))
        )
        out.update((row.id, row) for row in connection.execute(query))
    return out


def _by_incident(connection: Connection, ids: list[str], query: Any, column: Any) -> dict[str, list[Any]]:
    out: dict[str, list[Any]] = defaultdict(list)
    for some in _chunks(ids):
        for row in connection.execute(query.where(column.in_(some))):
            out[row.incident].append(row)
    return out


def _chunks(ids: list[str]) -> Iterator[list[str]]:
    return (ids[start : start + 500] for start in range(0, len(ids), 500))


def _said(claim: dict[str, Any]) -> str:
    """What a claim says about its field, in a few words."""
    if claim["low"] is None and claim["high"] is None:
        return str(claim["value"] or claim["certainty"])
    return number(claim["low"], claim["high"], claim["bound"] or "exact")


def _days(first: str | None, last: str | None) -> str:
    return f"{first} – {last}" if first and last and first != last else first or last or ""
