"""`onrecord positions`: who takes which stance on what, and where a stance changed."""

from __future__ import annotations

from typing import Annotated

import typer

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
    Width,
    answer,
    filters,
)


def positions(
    record: RecordName,
    topic: Annotated[
        str | None, typer.Option("--topic", help="A kind of topic, such as ceasefire or territory.")
    ] = None,
    start: Start = None,
    end: End = None,
    on: On = None,
    actor: Actor = None,
    outlet: Outlet = None,
    as_of: AsOf = None,
    limit: Limit = 1000,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    width: Width = None,
) -> None:
    """Positions by topic, party and day; a change names the stance that it replaced, silence stays empty."""
    from onrecord.publishing.stances import positions as ask

    asked = filters(start=start, end=end, on=on, actor=actor, outlet=outlet, as_of=as_of, limit=limit)
    answer(record, lambda connection: ask(connection, asked, kind=topic), as_json=as_json, as_csv=as_csv, width=width)
