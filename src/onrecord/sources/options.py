"""What a caller may choose about reading inputs, the bounds that always hold, and what reading yields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from onrecord.model import Document, Warning
from onrecord.model.errors import InputError

MAX_DOCUMENT = 20_000_000
"""Bytes of one document: a text, a page, a row of a table (some three million words)."""
MAX_JSON = 256_000_000
"""Bytes of one JSON value, which has to be held whole; JSON Lines have no such bound."""
MAX_MEMBERS = 200_000
"""Files in one archive."""
MAX_EXPANDED = 16_000_000_000
"""Bytes that one archive or compressed file may expand to."""
MAX_RATIO = 200
"""How many times its size a compressed file of more than `RATIO_FREE` bytes may expand."""
RATIO_FREE = 50_000_000
MAX_ARCHIVE_DEPTH = 2
"""Archives inside archives; a compressed archive counts once."""
HEAD = 65_536
"""Bytes that are looked at to find out what an input is."""


@dataclass(frozen=True, kw_only=True)
class SourceOptions:
    """How inputs are read.

    `fields` maps a field of a document (text, title, url, published, outlet, byline, id, summary) to the name that it
    has in the tables at hand. `published` dates the documents that carry no date of their own. `follow` fetches the
    page behind a feed entry that has no full text. `allow_private` lets addresses of private networks be fetched.
    `max_bytes` bounds a fetched page, `max_seconds` the time of one fetch, `max_document` one document of a file.
    """

    fields: Mapping[str, str] = field(default_factory=dict)
    published: str | None = None
    follow: bool = False
    allow_private: bool = False
    max_bytes: int = 20_000_000
    max_seconds: float = 30.0
    max_document: int = MAX_DOCUMENT


@dataclass(frozen=True)
class Sourced:
    """A document, what its reader should know about how it was read, and the input that it came from."""

    document: Document
    notes: tuple[Warning, ...] = ()
    where: str = ""


def shown(name: str) -> str:
    """A name from an archive or a feed as it may be shown: no control characters, at most 200 characters."""
    clean = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in name[:400])
    return clean if len(clean) <= 200 else clean[:120] + "…" + clean[-79:]


def failure(code: str, where: str, cause: str, remedy: str) -> InputError:
    """An `InputError` with its four parts in the order in which they are read."""
    return InputError(code, cause, remedy=remedy, where=shown(where))
