"""What a listing is asked for, and the same question in SQL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, and_, exists, func, or_, select, true

from onrecord.record import tables
from onrecord.record.actors import folded
from onrecord.record.judgements import groups


@dataclass(frozen=True, slots=True)
class Filters:
    """Bounds of a listing; days are `YYYY-MM-DD`, inclusive, and None asks for everything."""

    start: str | None = None
    end: str | None = None
    actor: str | None = None
    place: str | None = None
    type: str | None = None
    outlet: str | None = None
    speaker: str | None = None
    certainty: str | None = None
    as_of: str | None = None
    limit: int = 1000


def standing(filters: Filters) -> ColumnElement[bool]:
    """Reports that stood at the time asked for: published by then, and not yet replaced by a newer version.

    A report without a date counts from the day we read it.
    """
    newer = tables.report.alias("newer")
    # Asked once, not for every report: versions are few.
    replaced = select(newer.c.supersedes).where(newer.c.supersedes.is_not(None))
    conditions: list[ColumnElement[bool]] = []
    if filters.as_of:
        conditions.append(_day(tables.report) <= filters.as_of)
        replaced = replaced.where(_day(newer) <= filters.as_of)
    conditions.append(tables.report.c.id.not_in(replaced))
    if filters.outlet:
        conditions.append(tables.report.c.outlet.icontains(filters.outlet, autoescape=True))
    return and_(*conditions)


def _day(report: object) -> ColumnElement[str]:
    return func.coalesce(report.c.day, func.substr(report.c.read_at, 1, 10))  # type: ignore[attr-defined]


def within(first: ColumnElement[str], last: ColumnElement[str], filters: Filters) -> ColumnElement[bool]:
    """Rows whose days, from `first` to `last` (null: the same day), touch the days asked for."""
    conditions: list[ColumnElement[bool]] = [true()]
    if filters.start:
        # Written so that an index on either column can answer it.
        conditions.append(or_(first >= filters.start, last >= filters.start))
    if filters.end:
        conditions.append(first <= filters.end)
    return and_(*conditions)


def actors_named(connection: Connection, words: str) -> list[str]:
    """Ids of the record's actors that the words mean: an id, a country code, or words of the name; groups whole."""
    table = tables.actor
    asked = folded(words).split()
    rows = connection.execute(select(table.c.id, table.c.name, table.c.country)).all()
    code = words.upper() if len(words) == 3 else None
    found = {
        row.id
        for row in rows
        if row.id == words or (code and row.country == code) or (asked and set(asked) <= set(folded(row.name).split()))
    }
    leader = groups(connection)
    leaders = {leader.get(i, i) for i in found}
    return sorted(found | {i for i, head in leader.items() if head in leaders} | leaders)


def at_place(report: ColumnElement[str], local: ColumnElement[str], words: str) -> ColumnElement[bool]:
    """Rows whose place, a local id in their report, is the place asked for: by name, region or country code."""
    # Of its own name: a listing that joins the places of its rows asks for them too.
    table = tables.place.alias("asked_place")
    named: Sequence[ColumnElement[bool]] = (
        table.c.name.icontains(words, autoescape=True),
        table.c.admin1.icontains(words, autoescape=True),
        table.c.country == words.upper(),
    )
    return exists(select(table.c.local).where(table.c.report == report, table.c.local == local, or_(*named)))
