"""What the listing commands share: the record, the bounds of the question, and the form of the answer."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.cli.options import check_day
from onrecord.model.errors import UsageError

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from onrecord.publishing.listing import Listing
    from onrecord.record.filters import Filters

RecordName = Annotated[str, typer.Option("--record", "-r", help="The record: a file, or a postgresql:// URL.")]
Start = Annotated[str | None, typer.Option("--from", help="First day, as 2025-04-28.")]
End = Annotated[str | None, typer.Option("--to", help="Last day.")]
On = Annotated[str | None, typer.Option("--on", help="One day: --from and --to at once.")]
Actor = Annotated[str | None, typer.Option("--actor", help="An actor: words of the name, a country code, or an id.")]
Place = Annotated[str | None, typer.Option("--place", help="A place, a region or a country code.")]
Type = Annotated[str | None, typer.Option("--type", help="A type: of events as ASSAULT, of actors as person.")]
Outlet = Annotated[str | None, typer.Option("--outlet", help="Words of the outlet's name.")]
AsOf = Annotated[str | None, typer.Option("--as-of", help="Answer from what had been published by this day.")]
Limit = Annotated[int, typer.Option("--limit", min=1, max=1_000_000, help="Rows at the most.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]
AsCsv = Annotated[bool, typer.Option("--csv", help="CSV with a header.")]
Width = Annotated[int | None, typer.Option("--width", min=20, max=400, help="Columns; default: the terminal's.")]


def filters(
    *,
    start: str | None = None,
    end: str | None = None,
    on: str | None = None,
    actor: str | None = None,
    place: str | None = None,
    type: str | None = None,
    outlet: str | None = None,
    as_of: str | None = None,
    speaker: str | None = None,
    certainty: str | None = None,
    limit: int = 1000,
) -> Filters:
    """The bounds of the question. Raises `UsageError` (E501, E505) where they are no dates or contradict."""
    from onrecord.record.filters import Filters

    if on and (start or end):
        raise UsageError("E505", "--on and --from or --to contradict one another", remedy="give one of them")
    for option, day in (("--from", start), ("--to", end), ("--on", on), ("--as-of", as_of)):
        if day is not None:
            check_day(day, option=option)
    start, end = (on, on) if on else (start, end)
    if start and end and start > end:
        raise UsageError("E505", f"--from {start} is after --to {end}", remedy="turn them round")
    return Filters(start, end, actor, place, type, outlet, speaker, certainty, as_of, limit)


def answer(
    record: str, ask: Callable[[Connection], Listing], *, as_json: bool, as_csv: bool, width: int | None
) -> None:
    """Put the question to the record and print the answer in the form asked for."""
    from onrecord.record.store import open_record

    if as_json and as_csv:
        raise UsageError("E505", "--json and --csv contradict one another", remedy="give one of them")
    with open_record(record) as war, war.read() as connection:
        listing = ask(connection)
    print_listing(listing, as_json=as_json, as_csv=as_csv, width=width)


def print_listing(listing: Listing, *, as_json: bool, as_csv: bool, width: int | None) -> None:
    """Print a listing in the form asked for. Raises `UsageError` (E505) where two forms are."""
    if as_json and as_csv:
        raise UsageError("E505", "--json and --csv contradict one another", remedy="give one of them")
    if as_json:
        write(listing.as_json())
    elif as_csv:
        write(listing.as_csv())
    else:
        show(listing.as_table(width=columns(width)), width)


def columns(width: int | None) -> int:
    """Columns of the page: those asked for, else the terminal's, else 120 where the output is piped."""
    return width or shutil.get_terminal_size((120, 24)).columns


def show(page: object, width: int | None) -> None:
    """Print a page; without colour where the output is no terminal."""
    from rich.console import Console

    Console(width=columns(width), highlight=False, markup=False, emoji=False).print(page)


def write(text: str) -> None:
    """Print text as UTF-8, whatever the terminal's encoding."""
    sys.stdout.buffer.write(text.encode("utf-8", "surrogatepass"))
    sys.stdout.buffer.flush()
