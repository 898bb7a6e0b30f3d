"""Records for the tests: storing runs on SQLite and, where its binaries are present, on a real PostgreSQL."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.record.store import Record, open_record


def _binaries() -> Path | None:
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return folders[-1].parent if folders else None


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of a PostgreSQL server that lives as long as the tests, on a socket in a temporary folder."""
    binaries = _binaries()
    if binaries is None:
        pytest.skip("PostgreSQL's server binaries are not installed (apt-get install postgresql)")
    folder = Path(tempfile.mkdtemp(prefix="onrecord-pg-"))
    as_user: list[str] = []
    if shutil.which("runuser") and Path("/proc/self").owner() == "root":
        as_user = ["runuser", "-u", "postgres", "--"]  # the server refuses to run as root
        shutil.chown(folder, "postgres")
    data = folder / "data"
    subprocess.run(
        [*as_user, binaries / "initdb", "-D", data, "-U", "onrecord", "-A", "trust", "-E", "UTF8", "--no-sync"],
        check=True,
        capture_output=True,
        cwd=folder,
    )
    options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
    start = [*as_user, binaries / "pg_ctl", "-D", data, "-o", options, "-w", "-l", folder / "log", "start"]
    subprocess.run(start, check=True, capture_output=True, cwd=folder)
    try:
        yield f"postgresql://onrecord@/postgres?host={folder}"
    finally:
        stop = [*as_user, binaries / "pg_ctl", "-D", data, "-m", "immediate", "stop"]
        subprocess.run(stop, check=False, capture_output=True, cwd=folder)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def record_name(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The name of a record that does not exist yet."""
    if request.param == "sqlite":
        return str(tmp_path / "war.db")
    import psycopg

    server = request.getfixturevalue("postgres_server")
    name = f"war_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return server.replace("/postgres?", f"/{name}?")


@pytest.fixture
def war(record_name: str) -> Iterator[Record]:
    """An empty record."""
    with open_record(record_name, create=True) as record:
        yield record
