"""Progress of a batch on standard error: a bar on a terminal, a short line every so often elsewhere."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

from onrecord.model import OnrecordError

LOG_EVERY = 30.0
"""Seconds between two log lines where standard error is no terminal."""


def say_error(error: OnrecordError) -> None:
    """One line on standard error for one input; names and causes may come from the web and are made fit to show."""
    from onrecord.publishing.display import one_line

    sys.stderr.write(f"onrecord: {one_line(str(error), 500)}\n")


class Meter(Protocol):
    """What a batch tells of its progress."""

    def step(self, *, failed: bool, words: int = 0) -> None:
        """One more report is done."""


@contextmanager
def progress(what: str, *, count: Callable[[], int | None], bar_beside_output: bool = False) -> Iterator[Meter]:
    """A meter for the batch. `count` tells how many reports there are, or None; it is asked in the background.

    Where pages are printed to the same terminal, they are progress enough, and a bar would be drawn across them.
    """
    if sys.stderr.isatty() and (bar_beside_output or not sys.stdout.isatty()):
        with _bar(what, count) as bar:
            yield bar
    else:
        log = _Log(what)
        yield log


class _Log:
    def __init__(self, what: str) -> None:
        self.what = what
        self.start = self.last = time.monotonic()
        self.done = self.failed = self.words = 0

    def step(self, *, failed: bool, words: int = 0) -> None:
        self.done += 1
        self.failed += failed
        self.words += words
        now = time.monotonic()
        if now - self.last >= LOG_EVERY:
            self.last = now
            rate = self.done / (now - self.start)
            sys.stderr.write(f"{self.what}: {self.done} reports, {self.failed} failed, {rate:.1f} reports/s\n")
            sys.stderr.flush()


class _Bar:
    def __init__(self, bar: object, task: object) -> None:
        self.bar, self.task = bar, task
        self.failed = 0

    def step(self, *, failed: bool, words: int = 0) -> None:
        self.failed += failed
        self.bar.update(self.task, advance=1, failed=self.failed)  # type: ignore[attr-defined]


@contextmanager
def _bar(what: str, count: Callable[[], int | None]) -> Iterator[Meter]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, TextColumn, TimeRemainingColumn
    from rich.text import Text

    class Rate(ProgressColumn):
        """Reports a second."""

        def render(self, task: object) -> Text:
            speed = getattr(task, "finished_speed", None) or getattr(task, "speed", None)
            return Text(f"{speed:.1f} reports/s" if speed else "")

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        Rate(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[failed]} failed"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None, failed=0)

        def ask() -> None:
            total = count()
            if total is not None:
                bar.update(task, total=total)

        threading.Thread(target=ask, daemon=True).start()
        yield _Bar(bar, task)
