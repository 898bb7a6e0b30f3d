"""Web pages: trafilatura finds the main text; its headings and paragraphs become the parts of the document."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from onrecord.model import Warning
from onrecord.sources.dates import parse_published
from onrecord.sources.options import Sourced, SourceOptions, failure
from onrecord.sources.text import make_document

_MAX_PAGE = 20_000_000
_MAX_DEPTH = 400
_OPEN_CLOSE = re.compile(
    r"<(/?)(?:div|section|article|main|table|tbody|tr|td|ul|ol|span|blockquote|b|i|em|strong|font|a)\b", re.I
)
_META = re.compile(r"<meta\b[^<>]{0,2000}>", re.I)
_PROPERTY = re.compile(r"""(?:property|name|itemprop)\s{0,5}=\s{0,5}["']?([\w:.\-]{1,80})""", re.I)
_CONTENT = re.compile(r"""content\s{0,5}=\s{0,5}(?:"([^"]{1,400})"|'([^']{1,400})')""", re.I)
_LINKED_DATA = re.compile(r"""<script[^<>]{0,200}application/ld\+json[^<>]{0,200}>""", re.I)
_DATES = tuple(
    name
    for line in (
        "article:published_time og:article:published_time datepublished date dc.date dc.date.issued parsely-pub-date",
        "sailthru.date pubdate publishdate publish-date publication_date dcterms.created",
    )
    for name in line.split()
)


def read_page(
    page: str, where: str, options: SourceOptions, *, url: str | None = None, notes: list[Warning] | None = None
) -> Sourced:
    """The document of a page. Raises `InputError` E106, E107 (size, depth) and E111 (no main text)."""
    found = _extract(page, where, url)
    text = _text_of(found)
    if not text.strip():
        raise failure(
            "E111", where, "has no main text that could be found", "save the text of the report as a .txt file"
        )
    meta = {
        "title": found.title,
        "url": found.url or url,
        "outlet": found.sitename or found.hostname,
        "byline": found.author,
        "published": _published(page) or parse_published(found.date),
    }
    document, more = make_document(text, meta, published=options.published)
    return Sourced(document, (*(notes or ()), *more), where)


def read_fragment(page: str, where: str, options: SourceOptions) -> str:
    """The text of a piece of HTML, such as a feed or a table holds: all of it where no main text can be told."""
    if len(page) > _MAX_PAGE:
        raise failure("E106", where, "HTML of more than 20 MB", "split it")
    return _all_text(page, where)


def _extract(page: str, where: str, url: str | None) -> Any:
    import trafilatura

    _check(page, where)
    found = trafilatura.bare_extraction(
        page,
        url=url,
        with_metadata=True,
        include_comments=False,
        include_tables=True,
        date_extraction_params={"original_date": True, "extensive_search": False, "outputformat": "%Y-%m-%d"},
    )
    if found is None:
        raise failure(
            "E111", where, "has no main text that could be found", "save the text of the report as a .txt file"
        )
    return found


def _check(page: str, where: str) -> None:
    if len(page) > _MAX_PAGE:
        raise failure("E106", where, "a page of more than 20 MB", "split it")
    depth = deepest = 0
    for match in _OPEN_CLOSE.finditer(page):
        depth = max(0, depth - 1) if match[1] else depth + 1
        deepest = max(deepest, depth)
    if deepest > _MAX_DEPTH * 10:
        raise failure("E107", where, "HTML is nested too deeply", "save the text of the report as a .txt file")


def _text_of(found: Any) -> str:
    """The paragraphs of the extracted page, an empty line between them."""
    body = found.body
    blocks = [" ".join(words.split()) for words in _blocks(body)] if body is not None else []
    blocks = [block for block in blocks if block]
    return "\n\n".join(blocks) if blocks else (found.text or "")


def _blocks(body: Any) -> Iterator[str]:
    for element in body:
        if not isinstance(element.tag, str):
            continue
        if element.tag in ("list", "table", "row", "div", "quote") and len(element):
            if (element.text or "").strip():
                yield element.text
            yield from _inner(element)
        else:
            yield "".join(element.itertext())
        if (element.tail or "").strip():
            yield element.tail


def _inner(element: Any) -> Iterator[str]:
    """Items of a list and rows of a table, a block each."""
    for child in element:
        if isinstance(child.tag, str):
            yield " ".join(child.itertext()) if child.tag in ("row", "cell") else "".join(child.itertext())
        if (child.tail or "").strip():
            yield child.tail


def _all_text(page: str, where: str) -> str:
    from lxml import etree, html

    _check(page, where)
    try:
        tree = html.fromstring(page)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return " ".join(re.sub(r"<[^<>]{0,2000}>", " ", page).split())
    pieces: list[str] = []
    for event, element in etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        if event == "start":
            if element.tag in _BLOCK_TAGS:
                pieces.append("\n\n")
            if element.tag not in ("script", "style", "template"):
                pieces.append(element.text or "")
        else:
            if event == "end" and element.tag in _BLOCK_TAGS:
                pieces.append("\n\n")
            if element is not tree:
                pieces.append(element.tail or "")
    blocks = (" ".join(block.split()) for block in re.split(r"\n\n+", "".join(pieces)))
    return "\n\n".join(block for block in blocks if block)


_BLOCKS = """
p div section article main h1 h2 h3 h4 h5 h6 li ul ol table tr blockquote pre br figure figcaption header footer
aside hr dd dt dl
"""
_BLOCK_TAGS = frozenset(_BLOCKS.split())


def _published(page: str) -> str | None:
    """The date that the page itself states with its zone: metadata first, then linked data; none is inferred."""
    stated: dict[str, str] = {}
    for tag in _META.findall(page[:500_000]):
        name, content = _PROPERTY.search(tag), _CONTENT.search(tag)
        if name and content:
            stated.setdefault(name[1].lower(), content[1] or content[2])
    days = (parse_published(stated.get(name)) for name in _DATES)
    return next((day for day in days if day), None) or _linked_date(page)


def _linked_date(page: str) -> str | None:
    for opening in list(_LINKED_DATA.finditer(page[:2_000_000]))[:10]:
        end = page.find("</script", opening.end(), opening.end() + 500_000)
        if end < 0:
            continue
        try:
            value = json.loads(page[opening.end() : end])
        except (ValueError, RecursionError):
            continue
        waiting = [value]
        for item in waiting:
            if isinstance(item, list):
                waiting.extend(item[:50])
            elif isinstance(item, dict):
                if day := parse_published(item.get("datePublished")):
                    return day
                waiting.extend(v for v in (item.get("@graph"), item.get("mainEntity")) if v)
            if len(waiting) > 500:
                break
    return None
