"""`onrecord add`: reports into a record; run it again and nothing changes."""

from __future__ import annotations

import json
import sys
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Annotated, Any

import typer

from onrecord.cli.options import source_options

if TYPE_CHECKING:
    from pathlib import Path

    from onrecord.model.errors import InputError
    from onrecord.record.store import Record
    from onrecord.sources import Sourced


def add(
    inputs: Annotated[
        list[str], typer.Argument(metavar="INPUT...", help="Files, folders, archives, feeds, URLs, or -.")
    ],
    record: Annotated[str, typer.Option("--record", "-r", help="The record: a file, or a postgresql:// URL.")],
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, max=256, help="Processes to read with.")] = 1,
    published: Annotated[str | None, typer.Option(help="Publication date of reports that state none.")] = None,
    field: Annotated[list[str] | None, typer.Option(help="Name of a field in JSON or CSV input, as text=body.")] = None,
    follow: Annotated[
        bool, typer.Option("--follow", help="Fetch linked pages of feed entries without full text.")
    ] = False,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Allow private and loopback addresses.")
    ] = False,
) -> None:
    """Read reports into a record. Adding a report again changes nothing; a run that was cut short goes on."""
    from onrecord.cli.batch import stop
    from onrecord.cli.gazetteer import ensure_gazetteer
    from onrecord.cli.progress import progress
    from onrecord.record.store import open_record
    from onrecord.reference.own_actors import own_actors

    options = source_options(published=published, field=field, follow=follow, allow_private=allow_private)
    own_actors()  # a list that cannot be read is said once, before the first report
    ensure_gazetteer()
    with open_record(record, create=True) as war:
        adding = _Adding(war, inputs, options, jobs)
        try:
            with progress("adding", count=lambda: None, bar_beside_output=True) as meter:
                adding.run(meter)
        except KeyboardInterrupt:
            adding.close()
            sys.stderr.write(f"onrecord: stopped; {adding.summary()}; run it again to go on\n")
            stop()
        adding.close()
    sys.stderr.write(f"onrecord: {adding.summary()}\n")
    if adding.failed:
        raise typer.Exit(1)


class _Adding:
    """One run of `add`: what it was told, and what became of the inputs so far."""

    def __init__(self, war: Record, inputs: list[str], options: Any, jobs: int) -> None:
        from onrecord import __version__
        from onrecord.language import model_digest
        from onrecord.record import write

        self.war, self.inputs, self.options, self.jobs = war, inputs, options, jobs
        self.reader, self.model = __version__, model_digest()
        self.added = self.known = self.failed = 0
        self.files = _Files(self)
        settings = {"inputs": inputs, "published": options.published, "field": dict(options.fields), "jobs": jobs}
        with war.write() as connection:
            self.number = write.start_run(connection, reader=self.reader, model=self.model, settings=settings)

    def run(self, meter: Any) -> None:
        """Read what is new and store it, one report a transaction."""
        from onrecord.cli.batch import read_all
        from onrecord.cli.progress import say_error
        from onrecord.model import Reading
        from onrecord.record import write

        for outcome in read_all(self._unknown(meter), jobs=self.jobs, pipeline=None):
            if outcome.error is not None:
                self.failed += 1
                with self.war.write() as connection:
                    place = outcome.error.where or "?"
                    write.note_failure(
                        connection, self.number, place=place, code=outcome.error.code, cause=outcome.error.cause
                    )
                say_error(outcome.error)
                self.files.settle(failed=True)
            elif outcome.line is not None:
                # Comparing takes half a second to load, which a run that finds nothing new need not spend.
                from onrecord.comparing.compare import derive_again

                reading = Reading.from_json(outcome.line)
                with self.war.write() as connection:
                    new = write.add_reading(connection, self.number, reading)
                    if new:
                        derive_again(connection, reading.document.id)
                self.added += new
                self.known += not new
                self.files.settle(failed=False)
            meter.step(failed=outcome.error is not None, words=outcome.words)

    def close(self) -> None:
        """Close the run with its counts."""
        from onrecord.record import write

        with self.war.write() as connection:
            write.end_run(connection, self.number, added=self.added, known=self.known, failed=self.failed)

    def summary(self) -> str:
        """The counts of the run in words."""
        return f"{self.added} reports added, {self.known} known already, {self.failed} failed"

    def _unknown(self, meter: Any) -> Iterator[Sourced | InputError]:
        """The inputs whose text this reader has not read: known ones are counted and never read again."""
        from onrecord.record import write
        from onrecord.sources import Sourced

        for item in self._items(meter):
            if isinstance(item, Sourced):
                with self.war.read() as connection:
                    document = item.document
                    known = write.known_report(connection, document.id, reader=self.reader, model=self.model)
                    stands = known and write.known_appearance(connection, document)
                if known:
                    if not stands:
                        with self.war.write() as connection:
                            write.add_appearance(connection, self.number, document)
                    self.known += 1
                    self.files.count()
                    meter.step(failed=False)
                    continue
            self.files.await_one()
            yield item

    def _items(self, meter: Any) -> Iterator[Sourced | InputError]:
        """What the inputs hold; files that were stored whole before are passed over unread."""
        from onrecord.sources import read_inputs

        def pass_over(path: Path) -> bool:
            stored = self.files.begin(path)
            self.known += stored
            for _ in range(stored):
                meter.step(failed=False)
            return stored > 0

        for remote, given in groupby(self.inputs, key=_remote):
            # What an address leads to may change from day to day; only files are remembered.
            yield from read_inputs(list(given), self.options, pass_over=None if remote else pass_over)
            self.files.end()


def _remote(given: str) -> bool:
    return given == "-" or given.lower().startswith(("http://", "https://"))


@dataclass(slots=True)
class _File:
    """A file that is being read: its documents so far, those still with the readers, and whether one failed."""

    id: str
    name: str
    digest: str
    documents: int = 0
    waiting: int = 0
    whole: bool = False
    failed: bool = False


class _Files:
    """Which file each document came from: a file is remembered once all that it holds is stored."""

    def __init__(self, adding: _Adding) -> None:
        options = adding.options
        self.adding = adding
        # Entries of a feed whose pages are fetched may change while its bytes do not.
        self.remembers = not options.follow
        self.settings = json.dumps(
            [options.published, sorted(options.fields.items()), options.max_document], sort_keys=True
        )
        self.current: _File | None = None
        self.queue: deque[_File | None] = deque()

    def begin(self, path: Path) -> int:
        """A file is about to be read: how many documents of it are known, above 0 where it was stored whole before."""
        from onrecord.record import files

        self.end()
        if not self.remembers:
            return 0
        digest = files.digest_of(path)
        adding = self.adding
        key = files.file_id(path.name, digest, settings=self.settings, reader=adding.reader, model=adding.model)
        with adding.war.read() as connection:
            stored = files.stored_documents(connection, key)
        if stored:
            return stored
        self.current = _File(key, path.name, digest)
        return 0

    def count(self) -> None:
        """A document of the file was in the record already."""
        if self.current:
            self.current.documents += 1

    def await_one(self) -> None:
        """A document of the file goes to the readers, or an error in its place."""
        self.count()
        if self.current:
            self.current.waiting += 1
        self.queue.append(self.current)

    def settle(self, *, failed: bool) -> None:
        """The earliest document that was awaited is stored, or failed."""
        file = self.queue.popleft()
        if file:
            file.waiting -= 1
            file.failed = file.failed or failed
            self._remember(file)

    def end(self) -> None:
        """No more documents come from the file."""
        file, self.current = self.current, None
        if file:
            file.whole = True
            self._remember(file)

    def _remember(self, file: _File) -> None:
        from onrecord.record.files import remember_file

        if not (file.whole and file.documents) or file.waiting or file.failed:
            return
        with self.adding.war.write() as connection:
            remember_file(
                connection,
                self.adding.number,
                file.id,
                name=file.name,
                digest=file.digest,
                documents=file.documents,
            )
