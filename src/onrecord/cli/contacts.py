"""`onrecord contacts`: who called, met or received whom."""

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
    Place,
    RecordName,
    Start,
    Width,
    answer,
    filters,
)


def contacts(
    record: RecordName,
    start: Start = None,
    end: End = None,
    on: On = None,
    actor: Actor = None,
    place: Place = None,
    outlet: Outlet = None,
    as_of: AsOf = None,
    limit: Limit = 1000,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    width: Width = None,
) -> None:
    """Who called, met or received whom, when, and by whose word."""
    from onrecord.publishing.happenings import contacts as ask

    asked = filters(start=start, end=end, on=on, actor=actor, place=place, outlet=outlet, as_of=as_of, limit=limit)
    answer(record, lambda connection: ask(connection, asked), as_json=as_json, as_csv=as_csv, width=width)
