"""Members of zip and tar archives, read in memory and within bounds; nothing is unpacked to disk."""

from __future__ import annotations

import io
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

from onrecord.model.errors import InputError
from onrecord.sources.options import MAX_EXPANDED, MAX_MEMBERS, MAX_RATIO, SourceOptions, failure
from onrecord.sources.streams import Peeked, read_whole

MAX_HELD = 256_000_000
"""Bytes of a zip archive that does not stand on disk: its directory is at its end, so it has to be held."""
_MAX_DIRECTORY = 64_000_000
_MAX_NAME = 65_536
_SMALL = 1_000_000
_AGAIN = "download or pack it again"


@dataclass(frozen=True)
class Member:
    """A file of an archive, to be read before the next one is asked for."""

    name: str
    stream: IO[bytes]


def held(stream: Peeked, where: str) -> io.BytesIO:
    """The archive in memory, so that it can be read from its end."""
    return io.BytesIO(read_whole(stream, MAX_HELD, where, "zip archive"))  # type: ignore[arg-type]


def zip_members(file: IO[bytes], where: str, options: SourceOptions) -> Iterator[Member | InputError]:
    """The files of a zip archive in their order. Raises `InputError` E104 (damaged) and E114 (bounds)."""
    with file:
        _check_directory(file, where)
        try:
            archive = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, EOFError, OverflowError) as error:
            raise failure("E104", where, f"is damaged or cut off ({error})", _AGAIN) from None
        entries = [e for e in archive.infolist() if not e.is_dir() and not _hidden(e.filename)]
        if len(entries) > MAX_MEMBERS:
            raise failure("E114", where, f"holds more than {MAX_MEMBERS} files", "split it")
        if sum(e.file_size for e in entries) > MAX_EXPANDED:
            raise failure("E114", where, "expands to more than 16 GB", "split it")
        for entry in entries:
            name = f"{where}: {entry.filename}"
            if entry.flag_bits & 1:
                yield failure("E115", name, "is encrypted", "unpack it with its password")
            elif entry.file_size > _SMALL and entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
                yield failure("E114", name, "expands to far more than its size", "unpack and check it by hand")
            else:
                try:
                    with archive.open(entry) as stream:
                        yield Member(entry.filename, _Sound(stream, name))  # type: ignore[arg-type]
                except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError, ValueError, RuntimeError) as error:
                    yield failure("E104", name, f"is damaged ({error})", _AGAIN)


class _Sound(io.RawIOBase):
    """A member whose damage is an `InputError`; zipfile has an exception of its own for each sort."""

    def __init__(self, stream: IO[bytes], where: str) -> None:
        super().__init__()
        self._stream, self._where = stream, where

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            chunk = self._stream.read(len(buffer))
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
            raise failure("E104", self._where, f"is damaged ({error})", _AGAIN) from None
        buffer[: len(chunk)] = chunk
        return len(chunk)


def _check_directory(file: IO[bytes], where: str) -> None:
    """Refuse a directory that would not fit in memory before it is read."""
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - 66_000))
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0:
        raise failure("E104", where, "is cut off: its directory is missing", _AGAIN)
    if int.from_bytes(tail[at + 12 : at + 16], "little") > _MAX_DIRECTORY:
        raise failure("E114", where, f"holds more than {MAX_MEMBERS} files", "split it")
    file.seek(0)


def tar_members(stream: Peeked, where: str, options: SourceOptions) -> Iterator[Member | InputError]:
    """The files of a tar archive as they come. Raises `InputError` E104 (damaged) and E114 (bounds).

    The blocks are walked here and not by `tarfile`, which holds headers of any stated size in memory.
    """
    source = io.BufferedReader(stream, 65_536)
    long_name: str | None = None
    count = 0
    while True:
        block = source.read(512)
        if not block or not block.strip(b"\x00"):
            return
        try:
            info = tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
        except tarfile.HeaderError as error:
            raise failure("E104", where, f"is damaged or cut off ({error})", _AGAIN) from None
        if info.size < 0:
            raise failure("E104", where, "is damaged (a file of negative size)", _AGAIN)
        body = _Body(source, info.size, where)
        if info.type in (tarfile.GNUTYPE_LONGNAME, tarfile.XHDTYPE):
            if info.size > _MAX_NAME:
                raise failure("E114", where, "has a file name of more than 64 KB", "pack it again")
            data = body.read()
            long_name = _pax_name(data) if info.type == tarfile.XHDTYPE else _text(data.rstrip(b"\x00"))
        elif info.type in (tarfile.REGTYPE, tarfile.AREGTYPE, tarfile.CONTTYPE):
            name, long_name = long_name or info.name, None
            count += 1
            if count > MAX_MEMBERS:
                raise failure("E114", where, f"holds more than {MAX_MEMBERS} files", "split it")
            if not _hidden(name):
                yield Member(name, io.BufferedReader(body, 65_536))
        else:
            long_name = None
        body.skip()


class _Body(io.RawIOBase):
    """The bytes of one tar member, and the padding behind them."""

    def __init__(self, source: IO[bytes], size: int, where: str) -> None:
        super().__init__()
        self._source, self._left, self._where = source, size, where
        self._padding = -size % 512

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        chunk = self._take(min(len(buffer), self._left))
        buffer[: len(chunk)] = chunk
        return len(chunk)

    def close(self) -> None:
        """Keep open: the archive still has to step over what was not read."""

    def skip(self) -> None:
        """Step over what was not read, to the next member."""
        while self._left:
            self._take(min(self._left, 1 << 20))
        self._source.read(self._padding)

    def _take(self, size: int) -> bytes:
        chunk = self._source.read(size) if size else b""
        if size and not chunk:
            self._left = 0
            raise failure("E104", self._where, "is cut off", _AGAIN)
        self._left -= len(chunk)
        return chunk


def _pax_name(data: bytes) -> str | None:
    """The path in an extended header, whose records are `LENGTH key=value` lines."""
    while data:
        length, _, rest = data.partition(b" ")
        if not length.isdigit() or not 0 < int(length) <= len(data):
            return None
        record, data = data[len(length) + 1 : int(length)], data[int(length) :]
        if record.startswith(b"path="):
            return _text(record[5:].rstrip(b"\n"))
    return None


def _text(name: bytes) -> str:
    return name.decode("utf-8", "replace")


def _hidden(name: str) -> bool:
    return any(part.startswith(".") and part not in (".", "..") or part == "__MACOSX" for part in name.split("/"))
