"""WARC files: each stored page is a document."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from onrecord.model.errors import InputError
from onrecord.sources.encoding import decode
from onrecord.sources.options import Sourced, SourceOptions, failure, shown
from onrecord.sources.streams import Peeked, read_whole

_PAGES = ("text/html", "application/xhtml+xml")


def read_warc(stream: Peeked, where: str, options: SourceOptions) -> Iterator[Sourced | InputError]:
    """The pages of a WARC stream in its order; other records are passed over. Raises `InputError` E113 (damaged)."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    found = False
    records = iter(ArchiveIterator(io.BufferedReader(stream, 65_536), no_record_parse=False))
    while True:
        try:
            record = next(records)
        except StopIteration:
            break
        except (ArchiveLoadFailed, EOFError, OSError, ValueError, KeyError, AttributeError) as error:
            raise failure("E113", where, f"is damaged ({error})"[:200], "download it again") from None
        if not _is_page(record):
            continue
        found = True
        url = record.rec_headers.get_header("WARC-Target-URI")
        place = f"{where}: {shown(url or 'page without address')}"
        try:
            yield _page(record, place, url, options)
        except InputError as error:
            yield error
    if not found:
        raise failure("E102", where, "is a WARC file without pages", "check that it holds HTML responses")


def _is_page(record: Any) -> bool:
    if record.rec_type not in ("response", "resource"):
        return False
    headers = record.http_headers
    if headers is None:
        return (record.rec_headers.get_header("Content-Type") or "").startswith(_PAGES)
    kind = (headers.get_header("Content-Type") or "").lower()
    return headers.get_statuscode() == "200" and kind.startswith(_PAGES)


def _page(record: Any, where: str, url: str | None, options: SourceOptions) -> Sourced:
    from onrecord.sources.html import read_page

    data = read_whole(record.content_stream(), options.max_document, where, "page")
    if not data.strip():
        raise failure("E102", where, "is empty", "leave the record out")
    charset = None
    if record.http_headers is not None:
        kind = record.http_headers.get_header("Content-Type") or ""
        charset = kind.partition("charset=")[2].strip(" \"'").split(";")[0] or None
    text, notes = decode(data, where, charset=charset, page=True)
    return read_page(text, where, options, url=url, notes=notes)
