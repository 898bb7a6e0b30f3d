"""`onrecord brief`: a day on one page, every line cited."""

from __future__ import annotations

from typing import Annotated

import typer

from onrecord.cli.ask import Actor, AsOf, End, On, Outlet, Place, RecordName, Start, Width, filters, show, write
from onrecord.model.errors import UsageError


def brief(
    record: RecordName,
    on: On = None,
    start: Start = None,
    end: End = None,
    actor: Actor = None,
    place: Place = None,
    outlet: Outlet = None,
    as_of: AsOf = None,
    form: Annotated[str, typer.Option("--as", help="page or md (Markdown with footnotes).")] = "page",
    width: Width = None,
) -> None:
    """The day on one page: strikes, casualties, alerts, contacts, positions, disputes; every line cited."""
    from onrecord.publishing.brief import brief as ask
    from onrecord.publishing.brief_page import as_markdown, as_page
    from onrecord.record.store import open_record

    if form not in ("page", "md"):
        raise UsageError("E505", f"--as {form!r} is not known", remedy="write --as page or --as md")
    asked = filters(start=start, end=end, on=on, actor=actor, place=place, outlet=outlet, as_of=as_of, limit=100_000)
    with open_record(record) as war, war.read() as connection:
        page = ask(connection, asked)
    if form == "md":
        write(as_markdown(page))
    else:
        show(as_page(page), width)
