"""`onrecord runs`: what was added when, and what failed."""

from __future__ import annotations

from onrecord.cli.ask import AsCsv, AsJson, RecordName, Width, answer


def runs(record: RecordName, as_json: AsJson = False, as_csv: AsCsv = False, width: Width = None) -> None:
    """Every run of add with its counts, settings, reader and failures."""
    from sqlalchemy import Connection, select

    from onrecord.publishing.listing import Listing
    from onrecord.record import tables

    def ask(connection: Connection) -> Listing:
        failures: dict[int, list[str]] = {}
        for row in connection.execute(select(tables.failure).order_by(tables.failure.c.id)):
            failures.setdefault(row.run, []).append(f"{row.place}: {row.cause} [{row.code}]")
        rows = [
            {**dict(row._mapping), "finished": row.finished or "cut short", "failures": failures.get(row.id, [])}
            for row in connection.execute(select(tables.run).order_by(tables.run.c.id))
        ]
        shown = ("id", "started", "finished", "reader", "model", "added", "known", "failed", "failures")
        return Listing("Runs", shown, rows, frozenset({"failures"}))

    answer(record, ask, as_json=as_json, as_csv=as_csv, width=width)
