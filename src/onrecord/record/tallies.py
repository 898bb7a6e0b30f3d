"""Counts kept beside the derived rows, so that a listing of a large record need not count every mention anew.

Of actors: reports, mentions, first and last day, in all and by month of publication, and the roles by month; counted
over the reports that stand, those that no newer version has replaced. Of happenings: reports, independent accounts and
disputed claims. A new report changes the counts of its own actors and happenings; `count_all` counts a whole record.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, ScalarSelect, Select, Table, case, delete, func, insert, select
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from onrecord.record import tables
from onrecord.record.actors import folded

CHUNK = 400

UNDATED = "0000-00"
"""The month of reports without a date."""

DISPUTES = ("conflicts", "denial")
"""Relations that make a claim a disputed one."""

_MONTH = case((tables.report.c.day.is_not(None), func.substr(tables.report.c.day, 1, 7)), else_=UNDATED)


def _replaced() -> Select[Any]:
    newer = tables.report.alias("newer")
    return select(newer.c.supersedes).where(newer.c.supersedes.is_not(None))


def count_report(connection: Connection, report: str) -> None:
    """Add a report whose derived rows were just stored to the counts of its actors; take out the one it replaces."""
    table = tables.report
    row = connection.execute(select(table.c.day, table.c.supersedes).where(table.c.id == report)).one()
    if row.supersedes:
        # Of both versions: the rows of the new one are stored already, so that counting anew takes them in.
        mention, link, event = tables.actor_in_report, tables.incident_event, tables.event
        named = select(mention.c.actor).where(mention.c.report.in_((report, row.supersedes))).distinct()
        recount(connection, connection.execute(named).scalars().all())
        told = select(link.c.incident).join(event, event.c.id == link.c.event).where(event.c.report == row.supersedes)
        tally_incidents(connection, connection.execute(told.distinct()).scalars().all())
    elif connection.execute(select(table.c.id).where(table.c.supersedes == report).limit(1)).first() is None:
        _raise(connection, report, row.day)


def _raise(connection: Connection, report: str, day: str | None) -> None:
    mention = tables.actor_in_report
    found = connection.execute(select(mention).where(mention.c.report == report)).all()
    counts: dict[str, int] = {}
    roles: dict[tuple[str, str], None] = {}
    for row in found:
        counts[row.actor] = counts.get(row.actor, 0) + row.mentions
        if row.role is not None:
            roles[row.actor, row.role] = None
    month = day[:7] if day else UNDATED
    actor = tables.actor
    names = _fetched(connection, select(actor.c.id, actor.c.name, actor.c.kind), actor.c.id, counts)
    new: Mapping[str, Any] = {"reports": 1, "first": day, "last": day}
    totals = [
        {"actor": i, "name": row.name, "kind": row.kind, "mentions": counts[i], **new} for i, row in names.items()
    ]
    _upsert(connection, tables.actor_total, totals)
    _upsert(
        connection, tables.actor_month, [{"actor": i, "month": month, "mentions": n, **new} for i, n in counts.items()]
    )
    said = [{"actor": i, "role": role, "month": month, "first": day, "last": day} for i, role in roles]
    _upsert(connection, tables.actor_role, said)


def _upsert(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows; where the key is there, counts are added and days widened."""
    if not rows:
        return
    postgres = connection.dialect.name == "postgresql"
    statement = (postgres_insert if postgres else sqlite_insert)(table)
    least, most = (func.least, func.greatest) if postgres else (func.min, func.max)
    new, old = statement.excluded, table.c
    values: dict[str, Any] = {
        "first": least(func.coalesce(old.first, new.first), func.coalesce(new.first, old.first)),
        "last": most(func.coalesce(old.last, new.last), func.coalesce(new.last, old.last)),
    }
    if "reports" in old:
        values |= {"reports": old.reports + new.reports, "mentions": old.mentions + new.mentions}
    keys = [column.name for column in table.primary_key]
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=values), list(rows))


def counted(connection: Connection, report: str) -> list[str]:
    """The actors of a report that are counted: those to count anew where its rows are taken away."""
    mention, total = tables.actor_in_report, tables.actor_total
    query = select(mention.c.actor).join(total, total.c.actor == mention.c.actor).where(mention.c.report == report)
    return list(connection.execute(query.distinct()).scalars())


def recount(connection: Connection, actors: Iterable[str]) -> None:
    """Count these actors anew from the rows of the reports that stand."""
    wanted = sorted(set(actors))
    for start in range(0, len(wanted), CHUNK):
        some = wanted[start : start + CHUNK]
        for table in (tables.actor_total, tables.actor_month, tables.actor_role):
            connection.execute(delete(table).where(table.c.actor.in_(some)))
        _count(connection, some)


def count_all(connection: Connection) -> None:
    """Count a whole record anew: actors, the words of their names, and happenings."""
    for table in (tables.actor_total, tables.actor_month, tables.actor_role, tables.incident_tally, tables.actor_word):
        connection.execute(delete(table))
    _count(connection, None)
    actor = tables.actor
    known = connection.execute(select(actor.c.id, actor.c.name)).all()
    add_words(connection, ((row.id, row.name) for row in known))
    _tally(connection, None)


def add_words(connection: Connection, actors: Iterable[tuple[str, str]]) -> None:
    """Note the words of the names of actors, as pairs of id and name."""
    rows = [{"word": word, "actor": i} for i, name in actors for word in sorted(set(folded(name).split()))]
    statement = (postgres_insert if connection.dialect.name == "postgresql" else sqlite_insert)(tables.actor_word)
    for start in range(0, len(rows), 5000):
        connection.execute(statement.on_conflict_do_nothing(), rows[start : start + 5000])


def _count(connection: Connection, actors: Sequence[str] | None) -> None:
    mention, report, actor, by_month = tables.actor_in_report, tables.report, tables.actor, tables.actor_month
    stands = report.c.id.not_in(_replaced())
    first, last = func.min(report.c.day), func.max(report.c.day)
    months = (
        select(
            mention.c.actor, _MONTH, func.count(mention.c.report.distinct()), func.sum(mention.c.mentions), first, last
        )
        .join(report, report.c.id == mention.c.report)
        .where(stands)
        .group_by(mention.c.actor, _MONTH)
    )
    roles = (
        select(mention.c.actor, mention.c.role, _MONTH, first, last)
        .join(report, report.c.id == mention.c.report)
        .where(stands, mention.c.role.is_not(None))
        .group_by(mention.c.actor, mention.c.role, _MONTH)
    )
    totals = (
        select(
            by_month.c.actor,
            actor.c.name,
            actor.c.kind,
            func.sum(by_month.c.reports),
            func.sum(by_month.c.mentions),
            func.min(by_month.c.first),
            func.max(by_month.c.last),
        )
        .join(actor, actor.c.id == by_month.c.actor)
        .group_by(by_month.c.actor, actor.c.name, actor.c.kind)
    )
    if actors is not None:
        months, roles = months.where(mention.c.actor.in_(actors)), roles.where(mention.c.actor.in_(actors))
        totals = totals.where(by_month.c.actor.in_(actors))
    columns = ["reports", "mentions", "first", "last"]
    connection.execute(insert(by_month).from_select(["actor", "month", *columns], months))
    connection.execute(insert(tables.actor_role).from_select(["actor", "role", "month", "first", "last"], roles))
    connection.execute(insert(tables.actor_total).from_select(["actor", "name", "kind", *columns], totals))


def tally_incidents(connection: Connection, incidents: Iterable[str]) -> None:
    """Count reports, accounts and disputes of these happenings anew; those that are gone are left out."""
    wanted = sorted(set(incidents))
    table = tables.incident_tally
    for start in range(0, len(wanted), CHUNK):
        some = wanted[start : start + CHUNK]
        connection.execute(delete(table).where(table.c.incident.in_(some)))
        _tally(connection, some)


def tally_all(connection: Connection) -> None:
    """Count the happenings of a whole record, of which none is counted yet."""
    _tally(connection, None)


def _tally(connection: Connection, incidents: Sequence[str] | None) -> None:
    incident, link, event, account = tables.incident, tables.incident_event, tables.event, tables.account
    relation = tables.relation
    disputed = (
        select(func.count())
        .where(relation.c.incident == incident.c.id, relation.c.relation.in_(DISPUTES))
        .correlate(incident)
        .scalar_subquery()
    )
    query = (
        select(
            incident.c.id,
            incident.c.from_day,
            _first_told(incident),
            func.count(event.c.report.distinct()),
            func.count(func.coalesce(account.c.account, event.c.report).distinct()),
            disputed,
        )
        .join(link, link.c.incident == incident.c.id)
        .join(event, event.c.id == link.c.event)
        .outerjoin(account, account.c.report == event.c.report)
        .where(event.c.report.not_in(_replaced()))
        .group_by(incident.c.id, incident.c.from_day)
    )
    if incidents is not None:
        query = query.where(incident.c.id.in_(incidents))
    names = ["incident", "from_day", "first", "reports", "accounts", "disputes"]
    connection.execute(insert(tables.incident_tally).from_select(names, query))


def _first_told(incident: Table) -> ScalarSelect[Any]:
    """The day of the first report of a happening, replaced ones too: by an earlier day nobody can have told of it.

    Empty where a report has no day: it counts from the day it was read, which is another for everybody.
    """
    link, event, report = (t.alias() for t in (tables.incident_event, tables.event, tables.report))
    query = select(func.min(func.coalesce(report.c.day, "")))
    query = query.join_from(link, event, event.c.id == link.c.event).join(report, report.c.id == event.c.report)
    return query.where(link.c.incident == incident.c.id).correlate(incident).scalar_subquery()


def _fetched(connection: Connection, query: Select[Any], key: Any, ids: Iterable[str]) -> dict[str, Any]:
    wanted = sorted(set(ids))
    out: dict[str, Any] = {}
    for start in range(0, len(wanted), CHUNK):
        out.update((row.id, row) for row in connection.execute(query.where(key.in_(wanted[start : start + CHUNK]))))
    return out
