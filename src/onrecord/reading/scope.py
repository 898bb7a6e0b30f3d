"""Which sentences of a document may hold claims, and how tokens map to stretches of its text."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Span

from onrecord.model import Document, Mark
from onrecord.model.document import CLAIM_KINDS


def claim_sentences(document: Document, doc: Doc) -> Iterator[Span]:
    """The sentences of titles, paragraphs and captions, in order; headings and boilerplate yield no claims.

    The analysis covers the whole text (`doc.text == document.text`) and never lets a sentence cross a part.
    """
    parts = iter(document.parts)
    part = next(parts, None)
    for sent in doc.sents:
        while part is not None and sent.start_char >= part.end:
            part = next(parts, None)
        inside = part is not None and part.start <= sent.start_char
        if inside and part.kind in CLAIM_KINDS and not sent.text.isspace():  # type: ignore[union-attr]
            yield sent


def mark(span: Span) -> Mark:
    """The words of a spaCy span as a mark of the reading."""
    return Mark(start=span.start_char, end=span.end_char, text=span.text)


def text_mark(document: Document, start: int, end: int) -> Mark:
    """The words between two offsets of the document as a mark of the reading."""
    return Mark(start=start, end=end, text=document.text[start:end])
