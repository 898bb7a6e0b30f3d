"""`onrecord show`: one thing of a record, opened."""

from __future__ import annotations

from typing import Annotated

import typer

from onrecord.cli.ask import AsJson, RecordName, Width, write
from onrecord.cli.ask import show as print_page
from onrecord.model.base import json_line


def show(
    name: Annotated[str, typer.Argument(metavar="ID", help="The id of a row, or its first digits.")],
    record: RecordName,
    why: Annotated[bool, typer.Option("--why", help="Explain why the mentions of a happening are linked.")] = False,
    as_json: AsJson = False,
    width: Width = None,
) -> None:
    """The claim, its words in the sentence with context, outlet, link, holder, and what agrees or contradicts."""
    from onrecord.publishing.show import as_page
    from onrecord.publishing.show import show as find
    from onrecord.record.store import open_record

    with open_record(record) as war, war.read() as connection:
        found = find(connection, name, why=why)
    if as_json:
        write(json_line(found) + "\n")
    else:
        print_page(as_page(found), width)
