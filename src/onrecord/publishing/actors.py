"""The actors of a record: those in most reports first, with the roles that reports gave them and since when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select, union_all

from onrecord.publishing.citing import Names
from onrecord.publishing.listing import Listing
from onrecord.record import tables
from onrecord.record.filters import Filters, actors_named, standing, within
from onrecord.record.tallies import UNDATED

FEW_REPORTS = 1500
"""Reports whose mentions are counted one by one; of more, whole months come from the counts kept for them."""

_COUNTED = ("reports", "mentions", "first", "last")


class Row(NamedTuple):
    """An actor with its counts."""

    id: str
    name: str
    kind: str
    country: str | None
    sector: str | None
    reports: int
    mentions: int
    first: str | None
    last: str | None


def actors(connection: Connection, filters: Filters) -> Listing:
    """The actors of a record, those in most reports first, with the roles that reports gave them and since when."""
    rows = _found(connection, filters)
    roles = _roles(connection, [row.id for row in rows], filters)
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
            "reports": int(row.reports),
            "mentions": int(row.mentions or 0),
            "first": row.first,
            "last": row.last,
        }
        for row in rows
    ]
    shown = ("name", "kind", "country", "sector", "roles", "reports", "first", "last", "id")
    return Listing("Actors", shown, out, frozenset({"roles"}))


def _found(connection: Connection, filters: Filters) -> list[Any]:
    """Rows of actors with their counts, most reports first."""
    if not (filters.start or filters.end or filters.as_of or filters.outlet):
        return _most(connection, filters, tables.actor_total)
    report = tables.report
    asked = and_(standing(filters), within(report.c.day, report.c.day, filters))
    few = select(report.c.id).where(asked).limit(FEW_REPORTS + 1)
    if filters.outlet or len(connection.execute(few).all()) <= FEW_REPORTS:
        return _most(connection, filters, _mentions(asked).subquery())
    if filters.type or filters.actor:
        return _most(connection, filters, _by_month(filters).subquery())
    kept = _most_in_days(connection, filters)
    table = tables.actor
    rows = []
    for start in range(0, len(kept), 500):
        some = list(kept)[start : start + 500]
        for row in connection.execute(select(table).where(table.c.id.in_(some))):
            rows.append(Row(*row[:5], *kept[row.id]))
    return sorted(rows, key=lambda row: (-row.reports, row.name))


def _most_in_days(connection: Connection, filters: Filters) -> dict[str, tuple[Any, ...]]:
    """The counts of the actors in most reports of these days, by id.

    Actors are gone through by their reports in all, names in order where these are equal: nobody can stand in more
    reports of some days than in all, so that the search ends where nobody left can be among the first so many. Only
    those of replaced versions can, as of a day: they come first, whoever they are.
    """
    total, actor, mention = tables.actor_total, tables.actor, tables.actor_in_report
    replaced = select(tables.report.c.supersedes).where(tables.report.c.supersedes > "")
    changed = select(mention.c.actor).where(mention.c.report.in_(replaced))
    whole, *apart = _parts(filters)
    singles: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for part in apart:
        for who, *counts in connection.execute(part):
            singles[who].append(tuple(counts))
    order = (total.c.reports.desc(), total.c.name)
    found: list[tuple[int, str, str, tuple[Any, ...]]] = []
    at, size = 0, 2 * filters.limit
    page: Select[Any] = select(actor.c.id.label("actor"), actor.c.name).where(actor.c.id.in_(changed))
    while True:
        asked = list(connection.execute(page))
        among = page.subquery()
        months: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
        for who, *counts in connection.execute(whole.join(among, among.c.actor == tables.actor_month.c.actor)):
            months[who].append(tuple(counts))
        for row in asked:
            counted = [*months.get(row.actor, ()), *singles.get(row.actor, ())]
            if counted:
                reports, mentions, first, last = zip(*counted, strict=True)
                days = min((d for d in first if d), default=None), max((d for d in last if d), default=None)
                found.append((-sum(reports), row.name, row.actor, (sum(reports), sum(mentions), *days)))
        found.sort()
        del found[filters.limit :]
        if at:
            if not asked:
                break
            # A server may sort names in another order than ours: there, equal counts are no reason to end.
            bound = (-asked[-1].reports, asked[-1].name if connection.dialect.name == "sqlite" else "")
            if len(found) == filters.limit and found[-1][:2] <= bound:
                break
        rest: Select[Any] = select(total.c.actor, total.c.name, total.c.reports).where(total.c.actor.not_in(changed))
        page = rest.order_by(*order).offset(at).limit(size)
        at, size = at + size, 2 * size
    return {who: counts for _, _, who, counts in found}


def _most(connection: Connection, filters: Filters, counted: Any) -> list[Any]:
    table = tables.actor
    query = (
        select(table, *(counted.c[name] for name in _COUNTED))
        .join(counted, counted.c.actor == table.c.id)
        .order_by(counted.c.reports.desc(), (counted.c.name if "name" in counted.c else table.c.name))
        .limit(filters.limit)
    )
    if filters.actor:
        query = query.where(table.c.id.in_(actors_named(connection, filters.actor)))
    if filters.type:
        kind = counted.c.kind if "kind" in counted.c else table.c.kind
        query = query.where(kind == filters.type.lower())
    return list(connection.execute(query))


def _mentions(asked: ColumnElement[bool]) -> Select[Any]:
    """Counts of the actors of some reports, made from their mentions."""
    mention, report = tables.actor_in_report, tables.report
    return (
        select(
            mention.c.actor,
            func.count(mention.c.report.distinct()).label("reports"),
            func.sum(mention.c.mentions).label("mentions"),
            func.min(report.c.day).label("first"),
            func.max(report.c.day).label("last"),
        )
        .join(report, report.c.id == mention.c.report)
        .where(asked)
        .group_by(mention.c.actor)
    )


def _parts(filters: Filters) -> list[Select[Any]]:
    """Counts of actors: whole months as they are kept, the mentions of the days before and after them one by one.

    Kept months know the versions that stand today; versions that stood at `as_of` and were replaced later are few, and
    counted one by one too. An actor may have a row in each part, and many in the first.
    """
    by_month, report = tables.actor_month, tables.report
    end = min(day for day in (filters.end, filters.as_of, "9999-12-31") if day)
    first, last = (filters.start or "0000-01-01")[:7], end[:7]
    inside = and_(by_month.c.month > first, by_month.c.month < last)
    middle = and_(report.c.day >= f"{first}-32", report.c.day < f"{last}-01")
    if not filters.start:
        inside = and_(by_month.c.month > UNDATED, by_month.c.month < last)
        middle = report.c.day < f"{last}-01"
    asked = [standing(filters), within(report.c.day, report.c.day, filters)]
    edges: list[ColumnElement[bool]] = [report.c.day.between(f"{last}-01", f"{last}-31")]
    if filters.start:
        edges.append(report.c.day.between(f"{first}-01", f"{first}-31"))
    if not filters.start and not filters.end:
        edges.append(report.c.day.is_(None))
    newer = report.alias("later")
    replaced = select(newer.c.supersedes).where(newer.c.supersedes > "")
    return [
        select(by_month.c.actor, *(by_month.c[name] for name in _COUNTED)).where(inside),
        _mentions(and_(*asked, or_(*edges))),
        _mentions(and_(*asked, middle, report.c.id.in_(replaced))),
    ]


def _by_month(filters: Filters) -> Select[Any]:
    """Counts of all actors from these parts."""
    every = union_all(*_parts(filters)).subquery()
    return select(
        every.c.actor,
        func.sum(every.c.reports).label("reports"),
        func.sum(every.c.mentions).label("mentions"),
        func.min(every.c.first).label("first"),
        func.max(every.c.last).label("last"),
    ).group_by(every.c.actor)


def _roles(connection: Connection, ids: Sequence[str], filters: Filters) -> dict[str, list[str]]:
    """The roles of actors with the days between which they were reported, `as_of` those known by then."""
    table = tables.actor_role
    out: dict[str, list[str]] = {}
    for start in range(0, len(ids), 500):
        query = (
            select(table.c.actor, table.c.role, func.min(table.c.first), func.max(table.c.last))
            .where(table.c.actor.in_(ids[start : start + 500]))
            .group_by(table.c.actor, table.c.role)
            .order_by(func.min(table.c.first), table.c.role)
        )
        if filters.as_of:
            query = query.where(table.c.first <= filters.as_of)
        for actor, role, first, last in connection.execute(query):
            when = first if first == last else f"{first} – {last}"
            if filters.as_of and last and last > filters.as_of:
                when = f"since {first}"
            out.setdefault(actor, []).append(f"{role} ({when})" if first else role)
    return out
