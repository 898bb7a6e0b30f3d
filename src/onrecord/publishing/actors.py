"""The actors of a record: those in most reports first, with the roles that reports gave them and since when."""

from __future__ import annotations

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
    # Nobody can stand in more of these reports than in all: the least count of the first so many bounds the rest.
    total = tables.actor_total
    first = select(total.c.actor).order_by(total.c.reports.desc(), total.c.name).limit(filters.limit)
    if filters.type or filters.actor:
        return _most(connection, filters, _by_month(filters, None).subquery())
    counts = sorted(row.reports for row in connection.execute(_by_month(filters, total.c.actor.in_(first))))
    least = counts[-filters.limit] if len(counts) >= filters.limit else 1
    found = sorted(connection.execute(_by_month(filters, total.c.reports >= least)), key=lambda row: -row.reports)
    last = found[filters.limit - 1].reports if len(found) >= filters.limit else 0
    kept = {row.actor: row for row in found if row.reports >= last}
    table = tables.actor
    rows = []
    for start in range(0, len(kept), 500):
        some = list(kept)[start : start + 500]
        for row in connection.execute(select(table).where(table.c.id.in_(some))):
            counted = kept[row.id]
            rows.append(Row(*row[:5], *(getattr(counted, name) for name in _COUNTED)))
    return sorted(rows, key=lambda row: (-row.reports, row.name))[: filters.limit]


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


def _by_month(filters: Filters, bound: ColumnElement[bool] | None) -> Select[Any]:
    """Counts of actors: whole months as they are kept, the mentions of the days before and after them one by one.

    Kept months know the versions that stand today; versions that stood at `as_of` and were replaced later are few, and
    counted one by one too. `bound` chooses the actors whose whole months are wanted; others may come out too low.
    """
    by_month, report, total = tables.actor_month, tables.report, tables.actor_total
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
    replaced = select(newer.c.supersedes).where(newer.c.supersedes.is_not(None))
    among = None if bound is None else select(total.c.actor).where(bound)
    whole = select(by_month.c.actor, *(by_month.c[name] for name in _COUNTED)).where(inside)
    if among is not None:
        whole = whole.where(by_month.c.actor.in_(among))
    parts = [
        whole,
        _mentions(and_(*asked, or_(*edges))),
        _mentions(and_(*asked, middle, report.c.id.in_(replaced))),
    ]
    every = union_all(*parts).subquery()
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
