"""`onrecord add`: reports into a record; run it again and nothing changes."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from onrecord.cli.options import source_options

if TYPE_CHECKING:
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

    options = source_options(published=published, field=field, follow=follow, allow_private=allow_private)
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
        settings = {"inputs": inputs, "published": options.published, "field": dict(options.fields), "jobs": jobs}
        with war.write() as connection:
            self.number = write.start_run(connection, reader=self.reader, model=self.model, settings=settings)

    def run(self, meter: Any) -> None:
        """Read what is new and store it, one report a transaction."""
        from onrecord.cli.batch import read_all
        from onrecord.cli.progress import say_error
        from onrecord.comparing.compare import derive_again
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
            elif outcome.line is not None:
                reading = Reading.from_json(outcome.line)
                with self.war.write() as connection:
                    new = write.add_reading(connection, self.number, reading)
                    if new:
                        derive_again(connection, reading.document.id)
                self.added += new
                self.known += not new
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
        from onrecord.sources import Sourced, read_inputs

        for item in read_inputs(self.inputs, self.options):
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
                    meter.step(failed=False)
                    continue
            yield item
