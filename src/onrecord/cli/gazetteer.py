"""The gazetteer, compiled once before the first report is read, with its progress shown."""

from __future__ import annotations

import sys


def ensure_gazetteer() -> None:
    """Compile the gazetteer where it is not there yet. Raises `OnrecordError` (E350) where its folder is read-only."""
    from onrecord.reference.gazetteer import compile_gazetteer, is_compiled

    if is_compiled():
        return
    if not sys.stderr.isatty():
        sys.stderr.write("onrecord: compiling the gazetteer, once (some ten seconds)\n")
        sys.stderr.flush()
        compile_gazetteer()
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("compiling the gazetteer, once", total=1.0)

        def show(what: str, share: float) -> None:
            bar.update(task, completed=share, description=f"compiling the gazetteer, once: {what}")

        compile_gazetteer(progress=show)
