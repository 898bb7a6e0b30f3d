"""The `onrecord` command: its subcommands, its version, and errors as one clear line."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from onrecord import __version__
from onrecord.cli.actors import actors
from onrecord.cli.add import add
from onrecord.cli.brief import brief
from onrecord.cli.contacts import contacts
from onrecord.cli.demo import demo
from onrecord.cli.disputes import disputes
from onrecord.cli.figures import figures
from onrecord.cli.judge import judge
from onrecord.cli.positions import positions
from onrecord.cli.read import read
from onrecord.cli.rebuild import rebuild
from onrecord.cli.runs import runs
from onrecord.cli.schema import schema
from onrecord.cli.search import search
from onrecord.cli.show import show
from onrecord.cli.timeline import timeline
from onrecord.model import OnrecordError

# Threads of the linear algebra library cost more than they give on products as small as ours; --jobs uses the cores.
for _library in ("OPENBLAS", "OMP", "MKL"):
    os.environ.setdefault(f"{_library}_NUM_THREADS", "1")

app = typer.Typer(
    name="onrecord",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Read reports about a war and keep the record: who says what happened, where, when, and how surely.",
)
for command in (
    read,
    add,
    brief,
    timeline,
    figures,
    disputes,
    positions,
    contacts,
    actors,
    search,
    show,
    judge,
    runs,
    rebuild,
    schema,
    demo,
):
    app.command()(command)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"onrecord {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """Options before the command."""


def main() -> None:
    """Run the command line; an error of onrecord is one line on standard error and exit code 2."""
    try:
        app()
    except OnrecordError as error:
        sys.stderr.write(f"onrecord: {error}\n")
        sys.exit(2)
    except BrokenPipeError:
        # The reader of the output (head, less) has gone: nothing more to say, and nothing to complain about.
        sys.stderr.close()
        sys.exit(141)
