"""Many reports through the reader, in input order, in one process or several."""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass

from onrecord.model import OnrecordError
from onrecord.model.errors import InputError
from onrecord.sources import Sourced

AHEAD = 8
"""Documents in flight for each worker: enough to keep it busy, few enough to keep memory flat."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one input: a reading as a line of JSON, or the error that took its place."""

    line: str | None
    error: OnrecordError | None = None
    words: int = 0
    name: str = ""


def read_all(inputs: Iterable[Sourced | InputError], *, jobs: int, pipeline: str | None) -> Iterator[Outcome]:
    """One outcome for every input, in input order.

    With `jobs` > 1 the reports are read in that many processes; a worker that dies (memory, a fault in a native
    library) costs the reports it held, each with an error of its own, and the rest goes on in new workers.
    """
    if jobs <= 1:
        for item in inputs:
            yield item_outcome(item, pipeline)
        return
    pool: ProcessPoolExecutor | None = None
    waiting: deque[tuple[Sourced | InputError, Future[Outcome] | None]] = deque()
    try:
        for item in inputs:
            # The first report to be read starts the workers: a folder whose files are all known needs no model.
            pool = pool or _pool(jobs)
            waiting.append((item, _submit(pool, item, pipeline)))
            if len(waiting) >= jobs * AHEAD:
                outcome, pool = _next(waiting, pool, jobs, pipeline)
                yield outcome
        while waiting and pool is not None:
            outcome, pool = _next(waiting, pool, jobs, pipeline)
            yield outcome
    finally:
        if pool is not None:
            pool.shutdown(wait=False, cancel_futures=True)


def item_outcome(item: Sourced | InputError, pipeline: str | None) -> Outcome:
    """Read one input in this process; every fault becomes an error that names the report."""
    from onrecord.reading.read import read

    if not isinstance(item, Sourced):
        return Outcome(None, item)
    try:
        reading = read(item.document, pipeline=pipeline, notes=item.notes)
        return Outcome(reading.to_json(), None, len(item.document.text.split()), item.where)
    except OnrecordError as error:
        if error.code.startswith("E2"):
            raise  # the encoder itself is missing: no report can be read
        return Outcome(None, error)
    except (ArithmeticError, LookupError, TypeError, ValueError, RecursionError, AttributeError, MemoryError) as error:
        return Outcome(None, _fault(_name(item), f"the reader failed on this report: {type(error).__name__}: {error}"))


def stop() -> None:
    """End at once after Ctrl-C, workers too: one may hold a report for seconds, and what was printed is complete."""
    import multiprocessing
    import os

    workers = multiprocessing.active_children()
    for worker in workers:
        worker.kill()
    for worker in workers:
        worker.join(timeout=5)
    os._exit(130)


def _name(item: Sourced) -> str:
    return item.where or item.document.source_id or item.document.url or item.document.id[:12]


def _fault(where: str, cause: str) -> OnrecordError:
    return OnrecordError("E302", cause[:300], remedy="please report it with the text", where=where[:120])


def _pool(jobs: int) -> ProcessPoolExecutor:
    import multiprocessing

    # Forked after the model is loaded, workers share its pages and start at once; Ctrl-C is the parent's to handle.
    from onrecord.reading.read import read

    read("Officials said on Monday that the talks had begun.", published="2025-04-28")
    return ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("fork"), initializer=_quiet)


def _quiet() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _submit(pool: ProcessPoolExecutor, item: Sourced | InputError, pipeline: str | None) -> Future[Outcome] | None:
    return pool.submit(item_outcome, item, pipeline) if isinstance(item, Sourced) else None


def _next(
    waiting: deque[tuple[Sourced | InputError, Future[Outcome] | None]],
    pool: ProcessPoolExecutor,
    jobs: int,
    pipeline: str | None,
) -> tuple[Outcome, ProcessPoolExecutor]:
    item, future = waiting.popleft()
    if future is None:
        assert not isinstance(item, Sourced)
        return Outcome(None, item), pool
    try:
        return future.result(), pool
    except BrokenProcessPool:
        # Which report broke it is unknown: retry this one alone, and hand the others to a new pool.
        pool.shutdown(wait=False, cancel_futures=True)
        assert isinstance(item, Sourced)
        outcome = _alone(item, pipeline)
        pool = _pool(jobs)
        retried = [(held, _submit(pool, held, pipeline)) for held, _ in waiting]
        waiting.clear()
        waiting.extend(retried)
        return outcome, pool


def _alone(item: Sourced, pipeline: str | None) -> Outcome:
    with _pool(1) as single:
        try:
            return single.submit(item_outcome, item, pipeline).result()
        except BrokenProcessPool:
            return Outcome(None, _fault(_name(item), "the reader's process died on this report"))
