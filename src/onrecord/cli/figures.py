"""`onrecord figures`: the numbers of a record, each with its claimant."""

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
    Place,
    RecordName,
    Start,
    Width,
    answer,
    filters,
)
from onrecord.model.errors import UsageError


def figures(
    record: RecordName,
    measure: Annotated[str | None, typer.Option("--measure", help="One measure, such as killed or downed.")] = None,
    by: Annotated[str | None, typer.Option("--by", help="day: the series of the measure per claimant.")] = None,
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
    """Every number with its claimant; --measure downed --by day is the series, with a small chart."""
    from onrecord.publishing.figures import figures as ask
    from onrecord.publishing.figures import series

    if by not in (None, "day"):
        raise UsageError("E505", f"--by {by!r} is not known", remedy="write --by day")
    if by and not measure:
        raise UsageError("E505", "--by day needs a measure", remedy="write --measure killed --by day")
    asked = filters(start=start, end=end, on=on, actor=actor, place=place, outlet=outlet, as_of=as_of, limit=limit)
    answer(
        record,
        lambda connection: (
            series(connection, asked, measure=measure or "") if by else ask(connection, asked, measure=measure)
        ),
        as_json=as_json,
        as_csv=as_csv,
        width=width,
    )
