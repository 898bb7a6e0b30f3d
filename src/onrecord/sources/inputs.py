"""Every kind of input to documents: files, folders, archives, addresses and standard input, lazily and in order."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from onrecord.model.errors import InputError
from onrecord.sources import archives, feeds, tables, warc
from onrecord.sources.encoding import decode
from onrecord.sources.options import MAX_ARCHIVE_DEPTH, Sourced, SourceOptions, failure, shown
from onrecord.sources.sniff import find_kind
from onrecord.sources.streams import Peeked, expand, read_whole
from onrecord.sources.text import make_document

if TYPE_CHECKING:
    from onrecord.sources.web import Fetcher

_LAYERS = 4
"""Wrappings around one document: compression and archives together."""
_READABLE = "give a text, a page, a table, a feed, a WARC file or an archive of them"
_REFUSED = {
    "binary": ("E103", "holds no text", _READABLE),
    "image": ("E103", "is a picture", _READABLE),
    "pdf": ("E103", "is a PDF file", "save its text as a .txt file"),
    "office": ("E103", "is an office document", "save it as text or as a web page"),
    "compressed": ("E103", "is compressed in a way that is not read here", "unpack it, or compress it with gzip"),
    "xml": ("E103", "is XML, but neither a page nor a feed", _READABLE),
    "empty": ("E102", "is empty", "check that it was saved or downloaded completely"),
}


@dataclass(frozen=True)
class Blob:
    """Bytes to be read, the name to show for them, and what is known of them from outside."""

    name: str
    stream: IO[bytes]
    path: Path | None = None
    content_type: str = ""
    charset: str | None = None
    url: str | None = None
    layers: int = 0
    archives: int = 0


def read_inputs(
    inputs: Sequence[str],
    options: SourceOptions | None = None,
    *,
    pass_over: Callable[[Path], bool] | None = None,
) -> Iterator[Sourced | InputError]:
    """Documents and errors of the inputs, in the order of the inputs, read as they are asked for.

    An input is the path of a file or a folder, an `http(s)` address, or `-` for standard input. Never raises: what
    cannot be read is an `InputError` in its place, and the next input follows. `pass_over` is asked of every regular
    file before it is parsed; where it says so, the file is left out.
    """
    reader = _Reader(options or SourceOptions(), pass_over)
    for given in inputs:
        yield from _guarded(reader.read(given), "standard input" if given == "-" else given)


def _guarded(items: Iterator[Sourced | InputError], where: str) -> Iterator[Sourced | InputError]:
    """The items, and the exception that ends them, if any, as one more error."""
    try:
        yield from items
    except InputError as error:
        yield error
    except OSError as error:
        yield failure("E101", where, _why(error), "check the path and the permission to read it")
    except (MemoryError, RecursionError) as error:
        yield failure("E107", where, f"is too deeply nested or too large ({type(error).__name__})", "simplify it")
    except Exception as error:  # the batch goes on whatever one input does to a parser
        yield failure("E199", where, f"could not be read ({type(error).__name__}: {error})"[:300], "please report it")


def _why(error: OSError) -> str:
    return (error.strerror or str(error) or type(error).__name__).lower()


class _Reader:
    def __init__(self, options: SourceOptions, pass_over: Callable[[Path], bool] | None = None) -> None:
        self.options = options
        self.pass_over = pass_over
        self._fetcher: Fetcher | None = None

    def read(self, given: str) -> Iterator[Sourced | InputError]:
        if given == "-":
            yield from self.blob(Blob("standard input", sys.stdin.buffer))
        elif given.lower().startswith(("http://", "https://")):
            yield from self._address(given)
        elif "://" in given[:20] and not Path(given).exists():
            raise failure("E120", given, "is no web address", "only http:// and https:// are fetched")
        else:
            yield from self._path(Path(given))

    def blob(self, blob: Blob) -> Iterator[Sourced | InputError]:
        """What the bytes hold, whatever kind of input they are."""
        peeked = Peeked(blob.stream)
        head = peeked.head
        fields = frozenset(self.options.fields.values())
        kind = find_kind(head, blob.name.removesuffix(".gz"), blob.content_type, fields)
        if kind in _REFUSED:
            code, cause, remedy = _REFUSED[kind]
            raise failure(code, blob.name, cause, remedy)
        if kind in ("gzip", "zip", "tar") and blob.layers >= _LAYERS:
            raise failure("E107", blob.name, "is packed more than four times over", "unpack it")
        if kind == "gzip":
            yield from self._gzip(blob, peeked)
        elif kind in ("zip", "tar"):
            yield from self._archive(blob, peeked, kind)
        elif kind == "warc":
            yield from warc.read_warc(peeked, blob.name, self.options)
        elif kind == "feed":
            data = read_whole(peeked, self.options.max_document, blob.name, "feed")  # type: ignore[arg-type]
            fetch = self._fetch if self.options.follow else None
            yield from feeds.read_feed(data, blob.name, self.options, fetch, content_type=blob.content_type)
        elif kind in ("csv", "json", "jsonl"):
            yield from tables.read_table(peeked, kind, blob.name, self.options)
        else:
            yield self._single(blob, peeked, kind)

    def _single(self, blob: Blob, peeked: Peeked, kind: str) -> Sourced:
        data = read_whole(peeked, self.options.max_document, blob.name)  # type: ignore[arg-type]
        text, notes = decode(data, blob.name, charset=blob.charset, page=kind == "html")
        if kind == "html":
            from onrecord.sources.html import read_page

            return read_page(text, blob.name, self.options, url=blob.url, notes=notes)
        meta = {"url": blob.url} if blob.url else {}
        document, more = make_document(text, meta, markdown=kind == "markdown", published=self.options.published)
        return Sourced(document, (*notes, *more), blob.name)

    def _gzip(self, blob: Blob, peeked: Peeked) -> Iterator[Sourced | InputError]:
        import zlib

        inner = Blob(
            blob.name, expand(peeked, blob.name), layers=blob.layers + 1, archives=blob.archives, url=blob.url
        )  # fmt: skip
        try:
            yield from self.blob(inner)
        except (EOFError, OSError, zlib.error) as error:
            raise failure(
                "E104", blob.name, f"is damaged or cut off ({error})", "download or compress it again"
            ) from None

    def _archive(self, blob: Blob, peeked: Peeked, kind: str) -> Iterator[Sourced | InputError]:
        if blob.archives >= MAX_ARCHIVE_DEPTH:
            raise failure(
                "E107", blob.name, "is an archive inside an archive inside an archive", "unpack the outer ones"
            )
        if kind == "tar":
            members = archives.tar_members(peeked, blob.name, self.options)
        else:
            seekable = blob.path.open("rb") if blob.path else archives.held(peeked, blob.name)
            members = archives.zip_members(seekable, blob.name, self.options)
        found = False
        with contextlib.closing(members):  # type: ignore[type-var]
            for member in members:
                found = True
                if isinstance(member, InputError):
                    yield member
                    continue
                name = f"{blob.name}: {shown(member.name)}"
                inner = Blob(name, member.stream, layers=blob.layers + 1, archives=blob.archives + 1)
                yield from _guarded(self.blob(inner), name)
        if not found:
            raise failure("E102", blob.name, "is an archive without files", "check that it is complete")

    def _path(self, path: Path) -> Iterator[Sourced | InputError]:
        if path.is_dir():
            yield from self._folder(path)
            return
        if not path.exists():
            raise failure("E101", str(path), "no such file or folder", "check the path")
        if self.pass_over is not None and path.is_file() and self.pass_over(path):
            return
        with path.open("rb") as stream:
            yield from self.blob(Blob(str(path), stream, path=path if path.is_file() else None))

    def _folder(self, folder: Path) -> Iterator[Sourced | InputError]:
        found = False
        for here, folders, names in os.walk(folder):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(names):
                path = Path(here, name)
                # Pipes and devices would block; hidden files are not what a user keeps reports in.
                if name.startswith(".") or not path.is_file():
                    continue
                found = True
                yield from _guarded(self._path(path), str(path))
        if not found:
            raise failure("E102", str(folder), "is a folder without files", "name the folder that holds the reports")

    def _address(self, url: str) -> Iterator[Sourced | InputError]:
        page = self._fetch(url)
        yield from self.blob(page)

    def _fetch(self, url: str) -> Blob:
        if self._fetcher is None:
            from onrecord.sources.web import Fetcher

            self._fetcher = Fetcher(self.options)
        page = self._fetcher.fetch(url)
        return Blob(url, io.BytesIO(page.data), content_type=page.content_type, charset=page.charset, url=page.url)
