"""Opening a record: SQLite by path, PostgreSQL by URL; its schema brought up to date, its writers kept apart."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.exc import DBAPIError

from onrecord.model.errors import MissingExtraError, RecordError

WAIT_SECONDS = 30.0
"""How long a second writer waits for the first before it is told."""

_WRITER_LOCK = 0x6F6E7265  # PostgreSQL's advisory lock of this software ("onre")


class Record:
    """An open record. Use it as a context manager; `read()` and `write()` give connections."""

    def __init__(self, engine: Engine, name: str) -> None:
        self.engine = engine
        self.name = name

    @property
    def postgres(self) -> bool:
        """Whether the record lies in PostgreSQL."""
        return self.engine.dialect.name == "postgresql"

    @contextlib.contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection that sees one state of the record from its first query to its last."""
        with translated(self.name), self.engine.connect() as connection:
            if self.postgres:
                connection = connection.execution_options(isolation_level="REPEATABLE READ")
            yield connection

    @contextlib.contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction of the one writer: all of it is stored, or nothing. Raises `RecordError`."""
        with translated(self.name), self.engine.connect() as connection:
            if self.postgres:
                with connection.begin():
                    _lock(connection)
                    yield connection
            else:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
                try:
                    yield connection
                    connection.exec_driver_sql("COMMIT")
                except BaseException:
                    with contextlib.suppress(DBAPIError):
                        connection.exec_driver_sql("ROLLBACK")
                    raise

    def close(self) -> None:
        """Give the record's connections back."""
        self.engine.dispose()

    def __enter__(self) -> Record:
        return self

    def __exit__(self, *failure: object) -> None:
        self.close()


def open_record(name: str, *, create: bool = False) -> Record:
    """Open the record `name`, a path or a `postgresql://` URL; `create` makes one that is not there.

    Raises `RecordError` (E401 no such record, E402 not a record, E403 newer schema, E404 cannot be written,
    E405 another writer, E406 full disk, E407 the database does not answer) and `MissingExtraError` (E601).
    """
    engine = _postgres(name) if name.startswith(("postgresql:", "postgres:")) else _sqlite(name, create)
    record = Record(engine, _shown(name))
    try:
        with translated(record.name):
            _migrate(record, create)
    except BaseException:
        record.close()
        raise
    return record


@contextlib.contextmanager
def translated(name: str) -> Iterator[None]:
    """Errors of the database as errors of ours, with what to do."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        raise _explained(name, str(getattr(error, "orig", error))) from error


def _explained(name: str, said: str) -> RecordError:
    low = said.lower()
    for words, code, cause, remedy in (
        ("readonly", "E404", "the record cannot be written", "check the rights of the file and its folder"),
        ("unable to open", "E404", "the record cannot be opened", "check the path and the rights of its folder"),
        ("disk is full", "E406", "the disk is full: the last report was not stored", "make room and run it again"),
        ("no space left", "E406", "the disk is full: the last report was not stored", "make room and run it again"),
        ("locked", "E405", "another writer is at work", "wait until it ends, or stop it, and run this again"),
        ("lock timeout", "E405", "another writer is at work", "wait until it ends, or stop it, and run this again"),
        ("not a database", "E402", "the file is no record", "name a record, or a new path"),
        ("malformed", "E402", "the record is damaged", "restore it from a copy, or add the reports to a new one"),
    ):
        if words in low:
            return RecordError(code, cause, remedy=remedy, where=name)
    first = said.strip().splitlines()[0] if said.strip() else "no reason given"
    return RecordError("E407", f"the database refused: {first[:200]}", remedy="see its own log", where=name)


def _sqlite(name: str, create: bool) -> Engine:
    path = Path(name)
    if not create and not path.exists():
        raise RecordError("E401", "there is no such record", remedy="make one with onrecord add", where=name)
    if path.is_dir():
        raise RecordError("E402", "the path is a folder", remedy="name a file, such as war.db", where=name)
    engine = create_engine(
        f"sqlite:///{path}", connect_args={"timeout": WAIT_SECONDS, "isolation_level": None}, pool_pre_ping=False
    )

    @event.listens_for(engine, "connect")
    def settings(connection: sqlite3.Connection, _: object) -> None:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA cache_size = -64000")

    return engine


def _postgres(name: str) -> Engine:
    try:
        import psycopg  # noqa: F401
    except ImportError:
        raise MissingExtraError(
            "E601", "PostgreSQL needs an optional part", remedy="pip install 'onrecord[postgres]'", where=_shown(name)
        ) from None
    url = "postgresql+psycopg:" + name.split(":", 1)[1]
    return create_engine(url, connect_args={"connect_timeout": 10})


def _shown(name: str) -> str:
    """The name without a password."""
    if "://" in name and "@" in name:
        scheme, rest = name.split("://", 1)
        return f"{scheme}://{rest.rsplit('@', 1)[1]}"
    return name


def _lock(connection: Connection) -> None:
    connection.execute(text(f"SET LOCAL lock_timeout = '{int(WAIT_SECONDS)}s'"))
    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _WRITER_LOCK})


def _migrate(record: Record, create: bool) -> None:
    from alembic.config import Config
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", "onrecord.record:migrations")
    config.set_main_option("path_separator", "os")
    config.set_main_option("version_locations", str(Path(__file__).parent / "migrations" / "versions"))
    scripts = ScriptDirectory.from_config(config)
    with record.engine.connect() as connection:
        tables = set(inspect(connection).get_table_names())
        at = MigrationContext.configure(connection).get_current_revision() if tables else None
    head = scripts.get_current_head()
    if at == head:
        return
    if at is not None and at not in {script.revision for script in scripts.walk_revisions()}:
        raise RecordError(
            "E403",
            f"the record was made by a newer onrecord (schema {at})",
            remedy="update onrecord",
            where=record.name,
        )
    if at is None and tables:
        raise RecordError("E402", "the database holds other tables", remedy="name a new path", where=record.name)
    if at is None and not create:
        raise RecordError("E402", "the file is no record", remedy="make one with onrecord add", where=record.name)
    if not record.postgres:
        with record.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA journal_mode = WAL")
    with record.write() as connection:
        _upgrade(config, connection)


def _upgrade(config: object, connection: Connection) -> None:
    from alembic import command

    config.attributes["connection"] = connection  # type: ignore[attr-defined]
    command.upgrade(config, "head")  # type: ignore[arg-type]
