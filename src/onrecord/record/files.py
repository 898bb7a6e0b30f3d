"""Files whose every document was stored: the same bytes, read in the same way, need not be parsed again."""

from __future__ import annotations

import hashlib
from pathlib import Path

from sqlalchemy import Connection, select

from onrecord.record import tables
from onrecord.record.ids import identify
from onrecord.record.rows import storable

_BLOCK = 1 << 20


def digest_of(path: Path) -> str:
    """A hash of the bytes of a file: BLAKE2b, 40 hexadecimal digits. Raises `OSError`."""
    found = hashlib.blake2b(digest_size=20)
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            found.update(block)
    return found.hexdigest()


def file_id(name: str, digest: str, *, settings: str, reader: str, model: str) -> str:
    """What is remembered of a file: its name, which tells what kind it is, its bytes, and who read them and how."""
    return identify("file", name, digest, settings, reader, model)


def stored_documents(connection: Connection, file: str) -> int | None:
    """How many documents of the file are in the record; None where it was not stored whole."""
    table = tables.source_file
    found = connection.execute(select(table.c.documents).where(table.c.id == file)).scalar()
    return None if found is None else int(found)


def remember_file(connection: Connection, run: int, file: str, *, name: str, digest: str, documents: int) -> None:
    """Note that every document of the file is in the record."""
    table = tables.source_file
    if stored_documents(connection, file) is None:
        row = {"id": file, "run": run, "name": storable(name), "digest": digest, "documents": documents}
        connection.execute(table.insert().values(row))
