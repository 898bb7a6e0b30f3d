"""A whole folder into a record, watched: `python quality/add_all.py FOLDER [--jobs 2] [--record FILE]`.

The command line adds the folder to a fresh record while the memory of all its processes is read from the kernel twice a
second, then adds it again. Printed as JSON: reports, failures, words and reports a second, the largest sum of resident
memory (shared pages counted once, by their share, and counted in every process), and the seconds of both runs. The
record must be the same before and after the second run, row for row but for the runs.

Exit 1 where the second run changed something or took more than a twentieth of the first, where a process printed a
traceback, or where memory passed 2 GB. Set ONRECORD_ANALYSIS_CACHE only to try this script out: it takes away what the
first run measures.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from onrecord.record import tables
from onrecord.record.store import open_record

APART = {"run", "failure"}
MOST_MEMORY = 2000.0
"""Megabytes that all processes may have together."""

TIMES_FASTER = 20


def main() -> int:
    """Add, watch, add again, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="+")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--record", help="where the record is kept; default: nowhere")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        record = args.record or str(Path(scratch) / "war.db")
        first = add(args.folder, record, args.jobs)
        before = state(record)
        second = add(args.folder, record, args.jobs)
        after = state(record)
        with open_record(record) as war, war.read() as connection:
            reports, words = connection.execute(
                select(func.count(), func.coalesce(func.sum(tables.report.c.words), 0)).select_from(tables.report)
            ).one()
            failed = connection.execute(select(tables.run.c.failed).order_by(tables.run.c.id).limit(1)).scalar()
    figures = {
        "reports": reports,
        "failed": failed,
        "words": words,
        "reports_a_second": round(reports / first["seconds"], 2),
        "words_a_second": round(words / first["seconds"]),
        "first": first,
        "second": second,
        "times_faster": round(first["seconds"] / second["seconds"], 1),
        "unchanged": before == after,
    }
    sys.stdout.write(json.dumps(figures, indent=1) + "\n")
    good = figures["unchanged"] and first["seconds"] >= TIMES_FASTER * second["seconds"]
    good = good and not first["traceback"] and first["shared_once_mb"] <= MOST_MEMORY
    return 0 if good else 1


def add(folders: list[str], record: str, jobs: int) -> dict[str, Any]:
    """Run `onrecord add`; its seconds, the most memory of it and its workers, its last line."""
    words = [sys.executable, "-c", "from onrecord.cli.app import main; main()", "add", *folders]
    words += ["--record", record, "--jobs", str(jobs)]
    most = {"resident_mb": 0.0, "shared_once_mb": 0.0}
    with tempfile.TemporaryFile("w+", encoding="utf8", errors="replace") as errors:
        begun = time.monotonic()
        child = subprocess.Popen(words, stderr=errors)
        while child.poll() is None:
            for name, found in zip(most, memory(child.pid), strict=True):
                most[name] = max(most[name], found)
            time.sleep(0.5 if time.monotonic() - begun > 5 else 0.05)
        seconds = time.monotonic() - begun
        errors.seek(0)
        said = errors.read()
    last = said.replace("\r", "\n").strip().splitlines()[-1:]
    return {
        "seconds": round(seconds, 2),
        **{name: round(value) for name, value in most.items()},
        "exit": child.returncode,
        "traceback": "Traceback" in said,
        "said": last[0] if last else "",
    }


def memory(pid: int) -> tuple[float, float]:
    """Megabytes of a process and all below it: resident sets added up, and with shared pages by their share."""
    resident = shared = 0.0
    waiting = [pid]
    while waiting:
        one = waiting.pop()
        try:
            for line in Path(f"/proc/{one}/smaps_rollup").read_text(encoding="ascii").splitlines():
                name, _, value = line.partition(":")
                if name == "Rss":
                    resident += int(value.split()[0]) / 1024
                elif name == "Pss":
                    shared += int(value.split()[0]) / 1024
            for task in Path(f"/proc/{one}/task").iterdir():
                waiting += map(int, (task / "children").read_text(encoding="ascii").split())
        except (OSError, ValueError):
            continue  # it has ended meanwhile
    return resident, shared


def state(record: str) -> str:
    """A hash over every row of the record but the runs'."""
    found = hashlib.sha256()
    with open_record(record) as war, war.read() as connection:
        for table in tables.metadata.sorted_tables:
            if table.name not in APART:
                for row in connection.execution_options(stream_results=True).execute(
                    select(table).order_by(*table.primary_key.columns)
                ):
                    found.update(repr(tuple(row)).encode("utf8", "replace"))
    return found.hexdigest()


if __name__ == "__main__":
    sys.exit(main())
