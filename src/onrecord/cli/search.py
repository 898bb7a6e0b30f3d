"""`onrecord search`: sentences of a record by their words and by what was read in them."""

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
    Type,
    Width,
    answer,
    filters,
)


def search(
    record: RecordName,
    words: Annotated[str, typer.Argument(help='Words that the sentence must have; "quoted words" as a phrase.')] = "",
    speaker: Annotated[str | None, typer.Option("--speaker", help="Who said it: words of the name.")] = None,
    certainty: Annotated[str | None, typer.Option("--certainty", help="CT+, PR+, PS+, CT-, PR-, PS- or U.")] = None,
    start: Start = None,
    end: End = None,
    on: On = None,
    actor: Actor = None,
    place: Place = None,
    type: Type = None,
    outlet: Outlet = None,
    as_of: AsOf = None,
    limit: Limit = 20,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    width: Width = None,
) -> None:
    """Sentences that have the words, best first, with filters for what was read in them."""
    from onrecord.publishing.listing import Listing
    from onrecord.record.search import search as find

    asked = filters(
        start=start,
        end=end,
        on=on,
        actor=actor,
        place=place,
        type=type,
        outlet=outlet,
        as_of=as_of,
        speaker=speaker,
        certainty=certainty,
        limit=limit,
    )

    def ask(connection: object) -> Listing:
        rows = [
            {
                "day": row.day,
                "outlet": row.outlet,
                "sentence": row.text,
                "title": row.title,
                "url": row.url,
                "id": row.report,
                "start": row.start,
                "end": row.end,
            }
            for row in find(connection, words, asked)  # type: ignore[arg-type]
        ]
        return Listing("Sentences", ("day", "outlet", "sentence", "id"), rows, frozenset({"sentence"}))

    answer(record, ask, as_json=as_json, as_csv=as_csv, width=width)
