"""`onrecord read`: reports in, their readings out."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.cli.options import source_options

if TYPE_CHECKING:
    from onrecord.sources import SourceOptions


def read(
    inputs: Annotated[
        list[str],
        typer.Argument(metavar="INPUT...", help="Files, folders, archives, feeds, URLs, or - for standard input."),
    ],
    json_lines: Annotated[bool, typer.Option("--json", help="Print readings as JSON Lines, in input order.")] = False,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, max=256, help="Processes to read with.")] = 1,
    published: Annotated[
        str | None, typer.Option(help="Publication date (YYYY-MM-DD) of reports that state none.")
    ] = None,
    field: Annotated[list[str] | None, typer.Option(help="Name of a field in JSON or CSV input, as text=body.")] = None,
    follow: Annotated[
        bool,
        typer.Option("--follow", help="Fetch the page that a feed entry links to when the entry has no full text."),
    ] = False,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Allow URLs of private and loopback addresses.")
    ] = False,
    pipeline: Annotated[
        str | None, typer.Option(help="An installed spaCy pipeline to use for everything but attribution.")
    ] = None,
    width: Annotated[
        int | None, typer.Option(min=20, max=400, help="Columns of the page; default: the terminal's.")
    ] = None,
) -> None:
    """Read reports and show what they say, according to whom and how surely."""
    from onrecord.cli.batch import read_all, stop
    from onrecord.cli.gazetteer import ensure_gazetteer
    from onrecord.cli.progress import progress, say_error
    from onrecord.reference.own_actors import own_actors
    from onrecord.sources import read_inputs

    options = source_options(published=published, field=field, follow=follow, allow_private=allow_private)
    own_actors()  # a list that cannot be read is said once, before the first report
    ensure_gazetteer()
    done = failed = 0
    show = _json if json_lines else _page(width)
    try:
        with progress("reading", count=lambda: _count(inputs, options)) as meter:
            for outcome in read_all(read_inputs(inputs, options), jobs=jobs, pipeline=pipeline):
                if outcome.error is not None:
                    failed += 1
                    say_error(outcome.error)
                elif outcome.line is not None:
                    done += 1
                    show(outcome.line, outcome.name)
                meter.step(failed=outcome.error is not None, words=outcome.words)
    except KeyboardInterrupt:
        sys.stdout.flush()
        sys.stderr.write(f"onrecord: stopped; {done} reports were read\n")
        stop()
    if failed or done > 1:
        sys.stderr.write(f"onrecord: {done} reports read, {failed} inputs failed\n")
    if failed:
        raise typer.Exit(1)


def _json(line: str, name: str) -> None:
    sys.stdout.buffer.write(line.encode("utf-8", "surrogatepass") + b"\n")
    sys.stdout.buffer.flush()


def _page(width: int | None) -> Callable[[str, str], None]:
    from rich.console import Console

    from onrecord.model import Reading
    from onrecord.publishing.page import page

    columns = width or (shutil.get_terminal_size((100, 24)).columns)
    console = Console(width=columns, highlight=False, markup=False, emoji=False)

    def show(line: str, name: str) -> None:
        console.print(page(Reading.from_json(line), width=columns, name=name))
        console.print()

    return show


def _count(inputs: list[str], options: SourceOptions) -> int | None:
    """How many reports the inputs hold, where that can be told without fetching or waiting."""
    from onrecord.sources import read_inputs

    if any(name == "-" or "://" in name for name in inputs):
        return None
    paths = [Path(name) for name in inputs]
    if sum(p.stat().st_size for p in paths if p.is_file()) > 50_000_000:
        return None
    return sum(1 for _ in read_inputs(inputs, options))
