"""How cost grows with a record: `python quality/scale.py READINGS [--times 1,4,16] [--reports 100000]`.

READINGS are those of `onrecord read --json`: no encoder has a part in this. They are added once, four and sixteen times
over, each copy with its days moved by 40 and a line of its own at the end of its text: of other happenings, and yet a
reprint, which is the dearest case for finding accounts. The milliseconds of processor time that a report takes, over
all and over the last tenth, and those of the listings are printed for each.

Then a record of small reports is made by copying the rows of one report many times over days and towns, and every
listing is timed on it as the command line asks it: over all days with its usual limit of rows, and of one day.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, insert, select

from onrecord.comparing.compare import derive_again
from onrecord.model import Document, Reading
from onrecord.publishing.brief import brief
from onrecord.publishing.figures import figures, series
from onrecord.publishing.happenings import contacts
from onrecord.publishing.incidents import disputes, timeline
from onrecord.publishing.stances import actors, positions
from onrecord.record import tables, write
from onrecord.record.filters import Filters
from onrecord.record.search import search
from onrecord.record.store import Record, open_record

APART = 40
"""Days by which one copy of the readings is moved from the next."""

EVERY = 50
"""Reports of one day in the record of small reports."""

DAYS = ("published", "from", "to", "value")


def main() -> int:
    """Print one line of JSON for each size."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("readings", type=Path)
    parser.add_argument("--times", default="1,4,16")
    parser.add_argument("--reports", type=int, default=100_000)
    args = parser.parse_args()
    found = [json.loads(line) for line in args.readings.read_text(encoding="utf8").splitlines()]
    with tempfile.TemporaryDirectory() as folder:
        for times in (int(n) for n in args.times.split(",")):
            with open_record(str(Path(folder) / f"{times}.db"), create=True) as war:
                line = {"times": times, **add(war, copies(found, times)), "listings_ms": listings(war)}
            sys.stdout.write(json.dumps(line) + "\n")
            sys.stdout.flush()
        if args.reports:
            with open_record(str(Path(folder) / "small.db"), create=True) as war:
                add(war, copies(found[:1], 1))
                multiply(war, args.reports)
                sys.stdout.write(json.dumps({"reports": args.reports, "listings_ms": listings(war)}) + "\n")
    return 0


def copies(found: list[dict[str, Any]], times: int) -> Iterator[Reading]:
    """The readings so many times over, each time of other days and with a text of its own."""
    for n in range(times):
        for item in found:
            copy = _moved(item, n * APART)
            text = f"{item['document']['text']}\nCopy {n}."
            copy["document"] |= {"text": text, "id": Document.identify(text), "url": None}
            yield Reading.from_json(json.dumps(copy))


def _moved(value: Any, days: int, key: str = "") -> Any:
    """The value with every day in it moved."""
    if isinstance(value, dict):
        return {name: _moved(part, days, name) for name, part in value.items()}
    if isinstance(value, list):
        return [_moved(part, days, key) for part in value]
    if key in DAYS and isinstance(value, str):
        try:
            return (date.fromisoformat(value[:10]) + timedelta(days=days)).isoformat() + value[10:]
        except ValueError:
            return value
    return value


def add(war: Record, readings: Iterator[Reading]) -> dict[str, Any]:
    """Add the readings one by one; how many, and the mean of the whole and of the last tenth in milliseconds."""
    spent = []
    with war.write() as connection:
        run = write.start_run(connection, reader="scale", model="scale", settings={})
    for reading in readings:
        begun = time.process_time()
        with war.write() as connection:
            if write.add_reading(connection, run, reading):
                derive_again(connection, reading.document.id)
        spent.append(1000 * (time.process_time() - begun))
    last = spent[-max(1, len(spent) // 10) :]
    return {
        "reports": len(spent),
        "ms_a_report": round(sum(spent) / len(spent), 1),
        "ms_a_report_at_the_end": round(sum(last) / len(last), 1),
    }


def listings(war: Record) -> dict[str, float]:
    """Milliseconds of each listing: of all days (limit 1000), and of one day; processor time, best of three."""
    with war.read() as connection:
        days = sorted(connection.execute(select(tables.report.c.day).where(tables.report.c.day.is_not(None))).scalars())
        day = days[len(days) // 2]
        one, every = Filters(start=day, end=day), Filters()
        asked: dict[str, Callable[[], Any]] = {
            "brief, a day": lambda: brief(connection, one),
            "timeline, a day": lambda: timeline(connection, one),
            "timeline": lambda: timeline(connection, every),
            "disputes, a day": lambda: disputes(connection, one),
            "disputes": lambda: disputes(connection, every),
            "figures, a day": lambda: figures(connection, one),
            "figures": lambda: figures(connection, every),
            "figures by day": lambda: series(connection, every, measure="killed"),
            "contacts": lambda: contacts(connection, every),
            "positions": lambda: positions(connection, every),
            "actors, a day": lambda: actors(connection, one),
            "actors": lambda: actors(connection, every),
            "search": lambda: search(connection, "drones town", every),
            "search, a day": lambda: search(connection, "drones", one),
        }
        return {name: _best(ask) for name, ask in asked.items()}


def _best(ask: Callable[[], Any]) -> float:
    spent = []
    for _ in range(3):
        begun = time.process_time()
        ask()
        spent.append(1000 * (time.process_time() - begun))
    return round(min(spent), 1)


def multiply(war: Record, reports: int) -> None:
    """Copy the rows of the one report in the record until it has so many, over days, with ids of their own."""
    order = [
        t for t in tables.metadata.sorted_tables if t.name not in ("run", "failure", "judgement", "topic", "actor")
    ]
    with war.write() as connection:
        kept = {table.name: [dict(row._mapping) for row in connection.execute(select(table))] for table in order}
    ids = {
        row[column.name]
        for table in order
        for row in kept[table.name]
        for column in table.columns
        if column.name in ("id", "report", "account") and isinstance(row[column.name], str)
    }
    step = 500
    for first in range(1, reports, step):
        with war.write() as connection:
            for table in order:
                _copied(connection, table, kept[table.name], ids, range(first, min(reports, first + step)))
    with war.write() as connection:
        connection.exec_driver_sql("ANALYZE")


def _copied(connection: Connection, table: Table, rows: list[dict[str, Any]], ids: set[str], which: range) -> None:
    out = []
    for n in which:
        for row in rows:
            copy = {}
            for name, value in row.items():
                if isinstance(value, str) and value in ids:
                    value = f"{n:06d}{value[6:]}"
                elif name in ("day", "from_day", "to_day", "claimed") and value:
                    value = (date.fromisoformat(value) + timedelta(days=n // EVERY)).isoformat()
                elif name == "number" or (name == "entry"):
                    value += n
                elif name == "band":
                    value = f"{value}-{n}"
                if not (name == "id" and isinstance(value, int)):
                    copy[name] = value
            out.append(copy)
    if out:
        connection.execute(insert(table), out)


if __name__ == "__main__":
    sys.exit(main())
