"""`onrecord disputes`: claims that contradict one another."""

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
    Type,
    Width,
    answer,
    filters,
)


def disputes(
    record: RecordName,
    start: Start = None,
    end: End = None,
    on: On = None,
    actor: Actor = None,
    place: Place = None,
    type: Type = None,
    outlet: Outlet = None,
    as_of: AsOf = None,
    limit: Limit = 1000,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    width: Width = None,
) -> None:
    """Who contradicts whom, since when, with how many independent accounts on each side."""
    from onrecord.publishing.incidents import disputes as ask

    asked = filters(
        start=start, end=end, on=on, actor=actor, place=place, outlet=outlet, as_of=as_of, limit=limit, type=type
    )
    answer(record, lambda connection: ask(connection, asked), as_json=as_json, as_csv=as_csv, width=width)
