"""What a listing is asked for, and the same question in SQL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    Select,
    and_,
    exists,
    func,
    or_,
    select,
    true,
    union,
)

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


def standing(filters: Filters, report: Any = tables.report) -> ColumnElement[bool]:
    """Reports that stood at the time asked for: published by then, and not yet replaced by a newer version.

    A report without a date counts from the day we read it. `report` is the table, or an alias of it.
    """
    newer = tables.report.alias("newer")
    # Asked once, not for every report: versions are few, and the index on them holds no others above the empty word.
    replaced = select(newer.c.supersedes).where(newer.c.supersedes > "")
    conditions: list[ColumnElement[bool]] = []
    if filters.as_of:
        conditions.append(_day(report) <= filters.as_of)
        replaced = replaced.where(_day(newer) <= filters.as_of)
    conditions.append(report.c.id.not_in(replaced))
    if filters.outlet:
        # Outlets are few, and reports are found by them: words of a name are looked for once in every name.
        conditions.append(report.c.outlet.in_(_containing(tables.report.alias(), "outlet", filters.outlet)))
    return and_(*conditions)


def _day(report: object) -> ColumnElement[str]:
    return func.coalesce(report.c.day, func.substr(report.c.read_at, 1, 10))  # type: ignore[attr-defined]


def within(first: ColumnElement[str], last: ColumnElement[str], filters: Filters) -> ColumnElement[bool]:
    """Rows whose days, from `first` to `last` (null: the same day), touch the days asked for."""
    if first is last:
        return and_(true(), *([first >= filters.start] if filters.start else ()), *_until(first, filters))
    if not filters.start:
        return and_(true(), *_until(first, filters))
    # In two parts, so that an index answers each: what begins in these days, and the few that began before them.
    begins = and_(first >= filters.start, *_until(first, filters))
    lasts = and_(last > first, last >= filters.start, first < filters.start)
    return or_(begins, lasts)


def _until(first: ColumnElement[str], filters: Filters) -> list[ColumnElement[bool]]:
    return [first <= filters.end] if filters.end else []


def actors_named(connection: Connection, words: str) -> Select[Any] | CompoundSelect[Any]:
    """The ids of the record's actors that the words mean, as a query: an id, a country code, or words of the name.

    Actors that were judged the same are named together. A query and no list: a country has thousands of actors.
    """
    table, word = tables.actor, tables.actor_word
    asked = list(dict.fromkeys(folded(words).split()))
    found = select(table.c.id).where(or_(table.c.id == words, *_country(words)))
    named: Select[Any] | CompoundSelect[Any] = found
    if asked:
        first, *more = (word.alias(f"word_{n}") for n, _ in enumerate(asked))
        wanted = select(first.c.actor).where(*(t.c.word == one for t, one in zip((first, *more), asked, strict=True)))
        named = union(found, wanted.where(*(t.c.actor == first.c.actor for t in more)))
    leader = groups(connection)
    if leader:
        column = named.subquery().c[0]
        members = set(connection.execute(select(column).where(column.in_(list(leader)))).scalars())
        heads = {leader[i] for i in members}
        joined = [i for i, head in leader.items() if head in heads]
        if joined:
            named = union(named, select(table.c.id).where(table.c.id.in_(joined)))
    return named


def _country(words: str) -> list[ColumnElement[bool]]:
    return [tables.actor.c.country == words.upper()] if len(words) == 3 else []


def places_named(connection: Connection, words: str) -> list[str]:
    """The names of the record's places that have the words in them."""
    query = _containing(tables.place, "name", words)
    return [name for name in connection.execute(query).scalars() if name is not None]


def _containing(table: Any, column: str, words: str) -> Select[Any]:
    """The different values of an indexed column that have the words in them.

    Values are few and rows many: the index is asked for one value after the other.
    """
    named = table.c[column]
    values = select(func.min(named).label("value")).cte(recursive=True)
    after = select(func.min(named)).where(named > values.c.value).correlate(values).scalar_subquery()
    values = values.union_all(select(after).where(values.c.value.is_not(None)))
    return select(values.c.value).where(values.c.value.icontains(words, autoescape=True))


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
