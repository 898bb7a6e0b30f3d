"""Kill `add` at random moments and see that nothing is lost or doubled: `python quality/kill_add.py [--kills 200]`.

A folder of small reports (those of the demonstration, unless another is named) is read once; a child process then adds
the readings as `onrecord add` does, one report a transaction, and is killed (SIGKILL) after a random time, again and
again on the same record, until it ends by itself; then a new record is begun. Each finished record is compared, row for
row, with one that nothing disturbed: every kept and derived table but runs and failures, without the numbers of runs,
the moments of reading and the keys that a database counts out itself. `--postgres URL` does the same on a server of
PostgreSQL, on which a database a record is made and dropped; without URL, one is started for the purpose.
`--command` kills the real command line instead, `onrecord add --jobs 2` on the folder, workers and all; the analyses
are kept between the runs, so that the reading costs little.

Exit 1 where a record differs; the figures are printed as JSON.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Integer, select

from onrecord.comparing.compare import derive_again
from onrecord.model import Reading
from onrecord.record import tables, write
from onrecord.record.store import open_record

DEMO = Path(__file__).parent.parent / "src" / "onrecord" / "demo"

APART = {"run", "failure", "alembic_version"}
PASSING = {"run", "read_at"}


def main() -> int:
    """Kill, compare, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--postgres", nargs="?", const="", help="postgresql:// URL of a server; none: start one")
    parser.add_argument("--command", action="store_true", help="kill the command line with its workers")
    parser.add_argument("--readings", type=Path, help="readings as JSON Lines, made by onrecord read --json")
    parser.add_argument("reports", nargs="?", type=Path, default=DEMO)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, postgres(args.postgres) as server:
        if args.command:
            os.environ.setdefault("ONRECORD_ANALYSIS_CACHE", folder)
            figures = kill(
                args.reports, kills=args.kills, seed=args.seed, server=server, folder=Path(folder), run=run_command
            )
        else:
            readings = args.readings or read_once(args.reports, Path(folder))
            figures = kill(readings, kills=args.kills, seed=args.seed, server=server, folder=Path(folder))
    print(json.dumps(figures))
    return 1 if figures["differing"] else 0


def read_once(reports: Path, folder: Path) -> Path:
    """The readings of the reports, as JSON Lines."""
    out = folder / "readings.jsonl"
    command = [sys.executable, "-c", "from onrecord.cli.app import main; main()", "read", "--json", str(reports)]
    with out.open("wb") as file:
        subprocess.run(command, stdout=file, check=True)
    return out


@contextlib.contextmanager
def postgres(asked: str | None) -> Iterator[str | None]:
    """The URL of the server to work on: None for SQLite, the one named, or one started here and stopped after."""
    if asked != "":
        yield asked
        return
    binaries = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))[-1].parent
    folder = Path(tempfile.mkdtemp(prefix="onrecord-pg-"))
    as_user = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []  # the server refuses to run as root
    if as_user:
        shutil.chown(folder, "postgres")
    data = str(folder / "data")
    quiet: dict[str, Any] = {"check": True, "capture_output": True, "cwd": folder}
    init = [*as_user, str(binaries / "initdb"), "-D", data, "-U", "onrecord", "-A", "trust", "-E", "UTF8", "--no-sync"]
    subprocess.run(init, **quiet)
    options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
    control = [*as_user, str(binaries / "pg_ctl"), "-D", data]
    subprocess.run([*control, "-o", options, "-w", "-l", str(folder / "log"), "start"], **quiet)
    try:
        yield f"postgresql://onrecord@/postgres?host={folder}"
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], check=False, capture_output=True, cwd=folder)
        shutil.rmtree(folder, ignore_errors=True)


def kill(
    readings: Path,
    *,
    kills: int,
    seed: int,
    server: str | None,
    folder: Path,
    run: Callable[[Path, str, float | None], float | None] | None = None,
) -> dict[str, Any]:
    """Kill `add` so many times; how many records were finished, and how many of them differ from the undisturbed.

    `run` adds the readings to a record of that name, killed after so many seconds, and says whether it was.
    """
    run = run or run_add
    chance = random.Random(seed)
    # Where a command is killed, most of its time is its start, of which nothing can be lost.
    window = (0.3, 1.0) if run is run_command else (0.0, 0.6)
    if run is run_command:
        warm = new_record(server, folder)
        run(readings, warm, None)
        drop_record(warm, server)
    whole = new_record(server, folder)
    begun = time.monotonic()
    if run(readings, whole, None) is not None:
        raise SystemExit("the undisturbed run did not end")
    lasting = time.monotonic() - begun
    wanted = rows(whole)
    drop_record(whole, server)
    done = finished = differing = 0
    tables_differing: set[str] = set()
    while done < kills:
        name = new_record(server, folder)
        while run(readings, name, lasting * chance.uniform(*window) if done < kills else None) is not None:
            done += 1
        finished += 1
        found = rows(name)
        differing += found != wanted
        tables_differing |= {table for table in wanted if found[table] != wanted[table]}
        drop_record(name, server)
    return {
        "database": "postgresql" if server else "sqlite",
        "command": run is run_command,
        "kills": done,
        "records_finished": finished,
        "differing": differing,
        "differing_tables": sorted(tables_differing),
        "rows": sum(len(found) for found in wanted.values()),
        "undisturbed_seconds": round(lasting, 2),
    }


def run_add(readings: Path, record: str, seconds: float | None) -> float | None:
    """Add the readings in a process of its own; killed after so many seconds. None where it ended by itself.

    The process is forked with everything imported, so that the time is that of the work.
    """
    child = os.fork()
    if child == 0:
        code = 1
        try:
            add(readings, record)
            code = 0
        finally:
            os._exit(code)
    end = None if seconds is None else time.monotonic() + seconds
    while True:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            if status:
                raise SystemExit(f"add ended with status {status}")
            return None
        if end is not None and time.monotonic() >= end:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            return seconds
        time.sleep(0.002)


def run_command(reports: Path, record: str, seconds: float | None) -> float | None:
    """`onrecord add --jobs 2` on the folder; killed with its workers after so many seconds. None where it ended."""
    words = [sys.executable, "-c", "from onrecord.cli.app import main; main()"]
    words += ["add", "--jobs", "2", str(reports), "--record", record]
    child = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        status = child.wait(seconds)
    except subprocess.TimeoutExpired:
        # The writer alone, as the kernel kills for memory; its workers end by themselves, or with the group.
        child.kill()
        child.wait()
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        return seconds
    if status:
        raise SystemExit(f"onrecord add ended with status {status}")
    return None


def add(readings: Path, record: str) -> None:
    """What `onrecord add` does with the readings of its workers: one report a transaction."""
    with open_record(record, create=True) as war:
        with war.write() as connection:
            run = write.start_run(connection, reader="kill", model="kill", settings={})
        counts = [0, 0]
        with readings.open(encoding="utf8") as lines:
            for line in lines:
                reading = Reading.from_json(line)
                with war.write() as connection:
                    new = write.add_reading(connection, run, reading)
                    if new:
                        derive_again(connection, reading.document.id)
                counts[not new] += 1
        with war.write() as connection:
            write.end_run(connection, run, added=counts[0], known=counts[1], failed=0)


def rows(name: str) -> dict[str, list[str]]:
    """Every row of every table that is compared, in a fixed order; keys that a database counts out are left out."""
    out = {}
    with open_record(name) as war, war.read() as connection:
        for table in tables.metadata.sorted_tables:
            if table.name in APART:
                continue
            shown = [
                column
                for column in table.columns
                if column.name not in PASSING and not (column.name == "id" and isinstance(column.type, Integer))
            ]
            out[table.name] = sorted(repr(tuple(row)) for row in connection.execute(select(*shown)))
    return out


def new_record(server: str | None, folder: Path) -> str:
    """The name of a record that does not exist yet."""
    name = f"kill_{uuid.uuid4().hex[:12]}"
    if server is None:
        return str(folder / f"{name}.db")
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')  # type: ignore[call-overload]
    head, _, query = server.partition("?")
    return f"{head.rsplit('/', 1)[0]}/{name}" + (f"?{query}" if query else "")


def drop_record(name: str, server: str | None) -> None:
    """Take a record away."""
    if server is None:
        for suffix in ("", "-wal", "-shm"):
            Path(name + suffix).unlink(missing_ok=True)
        return
    import psycopg

    database = name.partition("?")[0].rsplit("/", 1)[1]
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{database}" WITH (FORCE)')  # type: ignore[call-overload]


if __name__ == "__main__":
    sys.exit(main())
