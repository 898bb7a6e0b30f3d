"""RSS and Atom: an entry is a document, of its full text, or of its title and summary where it has none."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any

from onrecord.model.errors import InputError
from onrecord.sources.dates import parse_published
from onrecord.sources.options import Sourced, SourceOptions, failure, shown
from onrecord.sources.text import make_document

_FULL = 800
"""Characters from which the content of an entry is taken for the whole report."""


def read_feed(
    data: bytes,
    where: str,
    options: SourceOptions,
    fetch: Callable[[str], Any] | None,
    *,
    content_type: str = "",
) -> Iterator[Sourced | InputError]:
    """The entries of a feed, in its order. `fetch` gets the page behind an entry without a full text, or is None."""
    import feedparser

    # Only bytes are given to the parser: a string might be taken for an address and fetched.
    parsed = feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    entries = parsed.get("entries") or []
    if not entries:
        raise failure("E112", where, "is a feed without entries, or is damaged", "check that it is complete")
    outlet = " ".join(str(parsed.feed.get("title") or "").split()) or None
    for number, entry in enumerate(entries, 1):
        place = f"{where}, entry {number}"
        try:
            yield _entry(entry, place, outlet, options, fetch)
        except InputError as error:
            yield error


def _entry(
    entry: Any, where: str, outlet: str | None, options: SourceOptions, fetch: Callable[[str], Any] | None
) -> Sourced:
    from onrecord.sources.html import read_fragment, read_page

    title = " ".join(read_fragment(str(entry.get("title") or ""), where, options).split()) if entry.get("title") else ""
    full = max((str(c.get("value") or "") for c in entry.get("content") or []), key=len, default="")
    full = read_fragment(full, where, options) if full.strip() else ""
    brief = str(entry.get("summary") or "")
    brief = read_fragment(brief, where, options) if brief.strip() else ""
    link = str(entry.get("link") or "") or None
    published = _published(entry)
    meta = {
        "title": title,
        "url": link,
        "outlet": _source(entry) or outlet,
        "byline": str(entry.get("author") or "") or None,
        "source_id": str(entry.get("id") or "") or None,
        "published": published,
    }
    body = max(full, brief, key=len)
    if fetch and link and len(body) < _FULL:
        page = fetch(link)
        from onrecord.sources.encoding import decode

        text, notes = decode(page.stream.read(), shown(link), charset=page.charset, page=True)
        sourced = read_page(text, shown(link), options, url=page.url, notes=notes)
        known = {key: value for key, value in meta.items() if value}
        document = sourced.document
        missing = {k: v for k, v in known.items() if getattr(document, k) is None or k in ("source_id", "published")}
        return Sourced(document.model_copy(update=missing), sourced.notes, where)
    if len(body) < _FULL and title and not full:
        body = f"{title}\n\n{body}" if body else title
    if not body.strip():
        raise failure("E110", where, "the entry has neither text nor title nor summary", "leave the entry out")
    document, notes = make_document(body, meta, published=options.published)
    return Sourced(document, tuple(notes), where)


def _published(entry: Any) -> str | None:
    for name in ("published", "updated", "created", "dc_date"):
        if day := parse_published(entry.get(name)):
            return day
    parsed = entry.get("published_parsed") or entry.get("updated_parsed")
    return parse_published(list(parsed)) if parsed else None


def _source(entry: Any) -> str | None:
    source = entry.get("source")
    return " ".join(str(source.get("title") or "").split()) or None if isinstance(source, dict) else None
