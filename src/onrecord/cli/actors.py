"""`onrecord actors`: the actors of a record."""

from __future__ import annotations

from onrecord.cli.ask import (
    Actor,
    AsCsv,
    AsJson,
    AsOf,
    End,
    Limit,
    On,
    Outlet,
    RecordName,
    Start,
    Type,
    Width,
    answer,
    filters,
)


def actors(
    record: RecordName,
    start: Start = None,
    end: End = None,
    on: On = None,
    actor: Actor = None,
    type: Type = None,
    outlet: Outlet = None,
    as_of: AsOf = None,
    limit: Limit = 1000,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    width: Width = None,
) -> None:
    """The actors of a record, with the roles that reports gave them and since when."""
    from onrecord.publishing.actors import actors as ask

    asked = filters(start=start, end=end, on=on, actor=actor, type=type, outlet=outlet, as_of=as_of, limit=limit)
    answer(record, lambda connection: ask(connection, asked), as_json=as_json, as_csv=as_csv, width=width)
