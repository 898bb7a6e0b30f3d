"""From a text and what is known of it to a document: parts, date line, publication date, language."""

from __future__ import annotations

from collections.abc import Mapping

from onrecord.model import Document, Warning
from onrecord.sources import fields
from onrecord.sources.dates import is_ambiguous, parse_published
from onrecord.sources.encoding import note, without_surrogates
from onrecord.sources.language import find_language
from onrecord.sources.markdown import front_matter
from onrecord.sources.parts import find_parts


def document_from_text(
    text: str,
    *,
    published: object = None,
    title: str | None = None,
    url: str | None = None,
    outlet: str | None = None,
    source_id: str | None = None,
    byline: str | None = None,
    markdown: bool = False,
) -> Document:
    """A document of one text, stored to the character.

    `published` is a date in any form that `parse_published` reads. What is not given is taken from the text where it
    stands there (front matter, a date before the prose, a date line with a year, a title); a date is never guessed.
    Lone surrogates, which no file can hold, become U+FFFD.
    """
    given = {"title": title, "url": url, "outlet": outlet, "source_id": source_id, "byline": byline}
    meta: dict[str, str | None] = {key: value for key, value in given.items() if value}
    if published is not None:
        meta["published"] = parse_published(published)
    return make_document(text, meta, markdown=markdown)[0]


def make_document(
    text: str, meta: Mapping[str, str | None], *, markdown: bool = False, published: str | None = None
) -> tuple[Document, list[Warning]]:
    """A document of one text and the notes about it.

    `meta` holds what the input says apart from the text (title, url, outlet, source_id, byline, and `published` in
    ISO 8601); `published` dates the document where nothing else does.
    """
    text = without_surrogates(text)
    known = {key: value for key, value in meta.items() if value}
    notes: list[Warning] = []
    if markdown:
        front, notes = front_matter(text)
        row = fields.Row(front)
        known = {**{key: value for key, value in row.meta().items() if value}, **known}
        notes += row.notes
    layout = find_parts(text, title=known.get("title"), markdown=markdown)
    day = known.get("published") or layout.published or (layout.dateline.date if layout.dateline else None)
    if not day and published:
        day = parse_published(published)
        if not day and is_ambiguous(published):
            notes.append(note("W102", f"the date {published!r} can be read in two ways"))
    dateline = layout.dateline
    first = next((p for p in layout.parts if p.kind == "paragraph"), None)
    document = Document(
        id=Document.identify(text),
        source_id=known.get("source_id"),
        url=known.get("url"),
        outlet=known.get("outlet"),
        title=known.get("title") or layout.title,
        byline=known.get("byline"),
        dateline=text[first.start : first.end] if dateline and first else None,
        published=day,
        language=find_language(_prose(text, layout.parts) or text),
        text=text,
        parts=layout.parts,
    )
    return document, notes


def _prose(text: str, parts: tuple[object, ...]) -> str:
    """The beginning of what the report says, without headings and boilerplate: enough to tell its language."""
    said, size = [], 0
    for part in parts:
        if part.kind in ("paragraph", "title", "caption"):  # type: ignore[attr-defined]
            said.append(text[part.start : part.end])  # type: ignore[attr-defined]
            size += len(said[-1])
            if size > 9000:
                break
    return "\n".join(said)[:9000]
