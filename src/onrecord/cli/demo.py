"""`onrecord demo`: the readings of the reports that ship with the package."""

from __future__ import annotations

from importlib.resources import as_file, files
from typing import Annotated

import typer


def demo(
    width: Annotated[
        int | None, typer.Option(min=20, max=400, help="Columns of the page; default: the terminal's.")
    ] = None,
) -> None:
    """Read the reports that ship with the package and show their readings."""
    from onrecord.cli.read import read

    with as_file(files("onrecord").joinpath("demo")) as folder:
        read([str(folder)], width=width)
