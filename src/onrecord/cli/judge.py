"""`onrecord judge`: say that two actors or two happenings are the same, or are not."""

from __future__ import annotations

import getpass
from typing import Annotated

import typer

from onrecord.cli.ask import RecordName
from onrecord.model.errors import UsageError


def judge(
    verdict: Annotated[str, typer.Argument(help="same or different.")],
    a: Annotated[str, typer.Argument(help="An id.")],
    b: Annotated[str, typer.Argument(help="Another id; with different, a report's id takes its actor out.")],
    record: RecordName,
    kind: Annotated[str, typer.Option("--kind", help="actor or incident.")] = "actor",
    author: Annotated[
        str | None, typer.Option("--author", help="Whose judgement it is; default: your user name.")
    ] = None,
    note: Annotated[str | None, typer.Option("--note", help="Why.")] = None,
) -> None:
    """Write a judgement into the record's ledger; it survives rebuild, and a later one can undo it."""
    from onrecord.comparing.compare import derive_again, judged_anew
    from onrecord.record.judgements import judge as write_judgement
    from onrecord.record.judgements import taken_out
    from onrecord.record.store import open_record
    from onrecord.record.write import now

    if verdict not in ("same", "different") or kind not in ("actor", "incident"):
        raise UsageError("E505", "a judgement is same or different, of an actor or an incident", remedy="see --help")
    with open_record(record) as war, war.write() as connection:
        write_judgement(connection, verdict, kind, a, b, author=author or getpass.getuser(), made=now(), note=note)
        if kind == "incident":
            judged_anew(connection, a, b)
        elif (a, b) in taken_out(connection):
            derive_again(connection, b)
    typer.echo(f"noted: {a} and {b} are {'the same' if verdict == 'same' else 'different'}")
