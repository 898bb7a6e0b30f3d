"""How cost grows with a record: `python quality/scale.py READINGS [--times 1,4,16] [--reports 100000]`.

READINGS are those of `onrecord read --json`: no encoder has a part in this. They are added once, four and sixteen times
over, each copy with its days moved by 40 and a line of its own at the end of its text: of other happenings, and yet a
reprint, which is the dearest case for finding accounts. The milliseconds of processor time that a report takes, over
all and over the last tenth, and those of the listings are printed for each.

Then a record of 100,000 reports is made by copying the rows of the shortest of them (`--template`) many times over
days, outlets and actors, which the database does itself: reading so many would take hours. Every listing is timed on it
as the command line asks it, in this process: over all days with its usual limit of rows, of one day, of half of the
days, as of a day, and with each filter; processor time for SQLite, which works in this process, and for PostgreSQL the
time on the wall. `--record` names where the record is kept and found again, a path or a
postgresql:// URL; without it, it is made in a temporary folder.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Integer, String, Table, func, select, text

from onrecord.comparing.compare import derive_again
from onrecord.model import Document, Reading
from onrecord.publishing.actors import actors
from onrecord.publishing.brief import brief
from onrecord.publishing.figures import figures, series
from onrecord.publishing.happenings import contacts
from onrecord.publishing.incidents import disputes, timeline
from onrecord.publishing.stances import positions
from onrecord.record import tables, write
from onrecord.record.filters import Filters
from onrecord.record.search import search
from onrecord.record.store import Record, open_record

APART = 40
"""Days by which one copy of the readings is moved from the next."""

EVERY = 50
"""Reports of one day in the record of small reports."""

STEP = 1000
"""Copies that one statement makes."""

DAYS = ("published", "from", "to", "value")
IDS = ("id", "report", "account", "event", "incident", "a", "b", "topic", "supersedes")
ACTORS = ("actor", "speaker", "holder", "claimant", "side", "proposer")


def main() -> int:
    """Print one line of JSON for each size."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("readings", type=Path)
    parser.add_argument("--times", default="1,4,16")
    parser.add_argument("--reports", type=int, default=100_000)
    parser.add_argument("--template", type=int, default=10)
    parser.add_argument("--record", help="where the record of so many reports is kept: a path or a postgresql:// URL")
    args = parser.parse_args()
    found = [json.loads(line) for line in args.readings.read_text(encoding="utf8").splitlines()]
    with tempfile.TemporaryDirectory() as folder:
        for times in (int(n) for n in args.times.split(",") if n):
            with open_record(str(Path(folder) / f"{times}.db"), create=True) as war:
                line = {"times": times, **add(war, copies(found, times)), "listings_ms": listings(war)}
            sys.stdout.write(json.dumps(line) + "\n")
            sys.stdout.flush()
        if args.reports:
            with open_record(args.record or str(Path(folder) / "small.db"), create=True) as war:
                found.sort(key=lambda item: len(item["document"]["text"]))
                if not holding(war):
                    add(war, copies(found[: args.template], 1))
                    multiply(war, args.reports)
                sys.stdout.write(json.dumps({"reports": holding(war), "listings_ms": listings(war)}) + "\n")
    return 0


def holding(war: Record) -> int:
    """How many reports the record has."""
    with war.read() as connection:
        return connection.execute(select(func.count()).select_from(tables.report)).scalar_one()


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
    """Milliseconds of each listing: over all days, of one day and with each filter; the best of three."""
    clock = time.perf_counter if war.postgres else time.process_time
    with war.read() as connection:
        days = sorted(
            connection.execute(select(tables.report.c.day).where(tables.report.c.day.is_not(None)).distinct()).scalars()
        )
        day = days[len(days) // 2]
        some = {
            "": Filters(),
            ", a day": Filters(start=day, end=day),
            ", half of the days": Filters(start=days[len(days) // 4], end=days[3 * len(days) // 4]),
            ", as of": Filters(as_of=day),
            ", actor": Filters(actor=common(connection)),
            ", place": Filters(place=common_place(connection)),
            ", outlet": Filters(outlet=connection.execute(select(func.max(tables.report.c.outlet))).scalar()),
        }
        asked: dict[str, Callable[[Filters], Any]] = {
            "brief": lambda f: brief(connection, f),
            "timeline": lambda f: timeline(connection, f),
            "disputes": lambda f: disputes(connection, f),
            "figures": lambda f: figures(connection, f),
            "figures by day": lambda f: series(connection, f, measure="killed"),
            "contacts": lambda f: contacts(connection, f),
            "positions": lambda f: positions(connection, f),
            "actors": lambda f: actors(connection, f),
            "search": lambda f: search(connection, "killed", replace(f, limit=20)),
        }
        more = {
            "timeline, type": lambda: timeline(connection, Filters(type="ASSAULT")),
            "actors, type": lambda: actors(connection, Filters(type="company")),
            "search, two words": lambda: search(connection, "people killed", Filters(limit=20)),
            "search, no words": lambda: search(connection, "", Filters(limit=20)),
            "search, speaker": lambda: search(connection, "killed", Filters(speaker=common(connection), limit=20)),
            "search, type": lambda: search(connection, "killed", Filters(type="CONSULT", limit=20)),
            "search, certainty": lambda: search(connection, "killed", Filters(certainty="PS-", limit=20)),
            "search, nothing found": lambda: search(connection, "killed zyzzyva", Filters(limit=20)),
        }
        out = {
            name + which: _best(partial(ask, asked_for), clock)
            for name, ask in asked.items()
            for which, asked_for in some.items()
        }
        return {**out, **{name: _best(ask, clock) for name, ask in more.items()}}


def common(connection: Connection) -> str:
    """The name of the named actor whom most claims are held by."""
    claim, actor = tables.claim, tables.actor
    query = (
        select(actor.c.name)
        .join(claim, claim.c.speaker == actor.c.id)
        .where(claim.c.report.in_(select(tables.report.c.id).order_by(tables.report.c.number).limit(200)))
        .where(actor.c.kind != "unnamed")
        .group_by(actor.c.name)
        .order_by(func.count().desc(), actor.c.name)
    )
    return str(connection.execute(query.limit(1)).scalar())


def common_place(connection: Connection) -> str:
    """The name of the place that most happenings have."""
    place = tables.incident.c.place
    query = select(place).where(place.is_not(None)).group_by(place).order_by(func.count().desc(), place)
    return str(connection.execute(query.limit(1)).scalar())


def _best(ask: Callable[[], Any], clock: Callable[[], float]) -> float:
    """The least of three, of one where it takes over two seconds."""
    spent: list[float] = []
    while len(spent) < 3 and not (spent and spent[0] > 2000):
        begun = clock()
        ask()
        spent.append(1000 * (clock() - begun))
    return round(min(spent), 1)


def multiply(war: Record, reports: int) -> None:
    """Copy the rows of the reports in the record until it has so many, over days, with ids of their own.

    Copying is left to the database: one statement a table and step. An actor is one of every copy, of a hundred copies
    on end, or of five, by the last digit of its id, so that a few actors stand in most reports and most in few.
    """
    have = holding(war)
    with war.write() as connection:
        numbers = "copy" if war.postgres else "temp.copy"
        connection.exec_driver_sql(f"CREATE {'TEMP ' if war.postgres else ''}TABLE {numbers} (n INTEGER)")
        for table in _copied():
            connection.exec_driver_sql(
                f"CREATE {'TEMP ' if war.postgres else ''}TABLE {'' if war.postgres else 'temp.'}kept_{table.name} "
                f'AS SELECT * FROM "{table.name}"'
            )
        wanted = reports // have
        for first in range(1, wanted, STEP):
            connection.exec_driver_sql(f"DELETE FROM {numbers}")
            rows = [{"n": n} for n in range(first, min(wanted, first + STEP))]
            connection.execute(text(f"INSERT INTO {numbers} VALUES (:n)"), rows)
            for table in _copied():
                connection.exec_driver_sql(_copying(table, have, war.postgres))
        if war.postgres:
            connection.exec_driver_sql("DROP TABLE " + ", ".join(["copy", *(f"kept_{t.name}" for t in _copied())]))
    with war.write() as connection:
        connection.exec_driver_sql("ANALYZE")


def _copied() -> list[Table]:
    left_out = ("run", "failure", "judgement")
    return [t for t in tables.metadata.sorted_tables if t.name not in left_out]


def _copying(table: Table, reports: int, postgres: bool) -> str:
    """The statement that copies the kept rows of a table once for every number."""
    pad = "lpad(n{}::text, 6, '0')" if postgres else "printf('%06d', n{})"
    prefix = "" if postgres else "temp."
    columns = [c for c in table.columns if not (c.name == "id" and isinstance(c.type, Integer))]
    found = []
    for column in columns:
        name = f'k."{column.name}"'
        who = f"CASE WHEN substr({name}, 24, 1) < '4' THEN {name} WHEN substr({name}, 24, 1) < '8' THEN "
        who += f"{pad.format(' / 100')} || substr({name}, 7) ELSE {pad.format(' / 5')} || substr({name}, 7) END"
        if column.name in ACTORS or (table.name, column.name) == ("actor", "id"):
            name = who
        elif (table.name, column.name) == ("actor", "name"):
            name = (
                f"CASE WHEN substr(k.id, 24, 1) < '4' THEN {name} WHEN substr(k.id, 24, 1) < '8' "
                f"THEN {name} || ' ' || (n / 100) ELSE {name} || ' ' || (n / 5) END"
            )
        elif column.name in IDS and isinstance(column.type, String):
            name = f"{pad.format('')} || substr({name}, 7)"
        elif column.name in ("day", "from_day", "to_day", "claimed"):
            later = f"(n * {reports} / {EVERY})"
            name = f"to_char({name}::date + {later}, 'YYYY-MM-DD')" if postgres else f"date({name}, {later} || ' days')"
        elif column.name == "outlet":
            name = f"{name} || ' ' || (n % 40)"
        elif column.name == "url":
            name = f"{name} || '/' || n"
        elif (table.name, column.name) == ("report", "number"):
            name = f"{name} + n * {reports}"
        elif column.name == "entry":
            name = f"{name} + n"
        elif column.name == "band":
            name = f"substr({name}, 1, 30) || '-' || n"
        found.append(name)
    names = ", ".join(f'"{c.name}"' for c in columns)
    return (
        f'INSERT INTO "{table.name}" ({names}) SELECT {", ".join(found)} FROM {prefix}kept_{table.name} k '
        f"CROSS JOIN {prefix}copy c WHERE true ON CONFLICT DO NOTHING"
    )


if __name__ == "__main__":
    sys.exit(main())
