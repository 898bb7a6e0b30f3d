"""Byte streams that remember their beginning and keep within bounds."""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterator
from typing import IO, Any

from onrecord.sources.options import HEAD, MAX_EXPANDED, MAX_RATIO, RATIO_FREE, failure

TOO_LARGE = "split it, or give the reports as JSON Lines or in an archive"


class Peeked(io.RawIOBase):
    """A stream whose first `HEAD` bytes can be looked at before it is read."""

    def __init__(self, stream: IO[bytes]) -> None:
        super().__init__()
        self._stream = stream
        chunks, missing = [], HEAD
        while missing:
            chunk = stream.read(missing)
            if not chunk:
                break
            chunks.append(chunk)
            missing -= len(chunk)
        self.head = b"".join(chunks)
        self.whole = missing > 0
        self._at = 0
        self.count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        size = len(buffer)
        chunk = self.head[self._at : self._at + size]
        if chunk:
            self._at += len(chunk)
        elif not self.whole:
            chunk = self._stream.read(size)
        buffer[: len(chunk)] = chunk
        self.count += len(chunk)
        return len(chunk)


class Expanding(io.RawIOBase):
    """The content of a compressed stream; raises `InputError` E114 where it expands beyond all proportion."""

    def __init__(self, expanded: IO[bytes], packed: Peeked, where: str) -> None:
        super().__init__()
        self._expanded, self._packed, self._where = expanded, packed, where
        self._count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        chunk = self._expanded.read(min(len(buffer), 1 << 20))
        buffer[: len(chunk)] = chunk
        self._count += len(chunk)
        if self._count > RATIO_FREE and self._count > MAX_RATIO * max(self._packed.count, 1):
            raise failure("E114", self._where, "expands to far more than its size", "unpack and check it by hand")
        if self._count > MAX_EXPANDED:
            raise failure("E114", self._where, "expands to more than 16 GB", TOO_LARGE)
        return len(chunk)


def expand(packed: Peeked, where: str) -> io.BufferedReader:
    """The content of a gzip stream, read as it is asked for."""
    inner = gzip.GzipFile(fileobj=io.BufferedReader(packed, HEAD))
    return io.BufferedReader(Expanding(inner, packed, where), HEAD)  # type: ignore[arg-type]


def read_whole(stream: IO[bytes], limit: int, where: str, what: str = "document") -> bytes:
    """All bytes of the stream; raises `InputError` E106 as soon as there are more than `limit`."""
    chunks, size = [], 0
    while chunk := stream.read(1 << 20):
        size += len(chunk)
        if size > limit:
            raise failure("E106", where, f"a {what} of more than {limit // 1_000_000} MB", TOO_LARGE)
        chunks.append(chunk)
    return b"".join(chunks)


def bounded_lines(stream: IO[bytes], limit: int) -> Iterator[bytes | None]:
    """The lines of the stream with their ends; None stands for a line of more than `limit` bytes, which is skipped."""
    while line := stream.readline(limit + 1):
        if len(line) <= limit:
            yield line
            continue
        yield None
        while line and not line.endswith(b"\n"):
            line = stream.readline(1 << 20)
