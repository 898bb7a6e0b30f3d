"""`onrecord demo`: the reports that ship with the package, read, recorded and briefed."""

from __future__ import annotations

import tempfile
from importlib.resources import as_file, files
from pathlib import Path
from typing import Annotated

import typer

START, END = "2025-04-24", "2025-04-30"
"""The days of the brief with which the demonstration ends."""


def demo(
    width: Annotated[
        int | None, typer.Option(min=20, max=400, help="Columns of the page; default: the terminal's.")
    ] = None,
) -> None:
    """Read the reports that ship with the package, show their readings, and end with the brief of their days."""
    from onrecord.cli.add import add
    from onrecord.cli.brief import brief
    from onrecord.cli.read import read

    with as_file(files("onrecord").joinpath("demo")) as folder, tempfile.TemporaryDirectory() as scratch:
        read([str(folder)], width=width)
        record = str(Path(scratch) / "demo.db")
        add([str(folder)], record)
        brief(record, start=START, end=END, width=width)
