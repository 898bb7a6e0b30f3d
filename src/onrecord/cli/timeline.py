"""`onrecord timeline`: the happenings of a record in order."""

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
    write,
)
from onrecord.model.base import json_line


def timeline(
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
    """Happenings in order, with their reports and independent accounts; --json is the format onrecord/incident@1."""
    from onrecord.publishing.incidents import incidents
    from onrecord.publishing.incidents import timeline as ask
    from onrecord.record.store import open_record

    asked = filters(
        start=start,
        end=end,
        on=on,
        actor=actor,
        place=place,
        type=type,
        outlet=outlet,
        as_of=as_of,
        limit=limit,
    )
    if as_json and not as_csv:
        with open_record(record) as war, war.read() as connection:
            for item in incidents(connection, asked):
                write(json_line(item) + "\n")
        return
    answer(record, lambda connection: ask(connection, asked), as_json=as_json, as_csv=as_csv, width=width)
