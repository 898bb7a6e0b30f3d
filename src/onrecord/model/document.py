"""A report as it was stored: its text, where it came from and which parts it has."""

from __future__ import annotations

import hashlib
from typing import Literal

from pydantic import Field

from onrecord.model.base import Record

PartKind = Literal["title", "heading", "paragraph", "caption", "boilerplate"]
CLAIM_KINDS: frozenset[str] = frozenset({"title", "paragraph", "caption"})
"""Kinds of part that may hold claims; headings and boilerplate are stored and marked, never read."""


class Part(Record):
    """A stretch of the text with one function on the page; `[start, end)` in code points."""

    start: int = Field(ge=0, description="first code point")
    end: int = Field(ge=0, description="code point after the last")
    kind: PartKind = Field(description="what the stretch is on the page")


class Document(Record):
    """One report. `text` is exactly what was stored; every offset of a reading counts its code points."""

    id: str = Field(description="sha256 of `text` in UTF-8, hexadecimal")
    source_id: str | None = Field(None, description="the id that the input gave the report")
    url: str | None = Field(None, description="address of the report")
    outlet: str | None = Field(None, description="who published it")
    title: str | None = Field(None, description="a title given apart from the text, or the one found in it")
    byline: str | None = Field(None, description="who wrote it, as the report says")
    dateline: str | None = Field(None, description="the words of the date line, as they stand in the text")
    published: str | None = Field(None, description="ISO 8601 date or date-time: the anchor of relative dates")
    language: str | None = Field(None, description="ISO 639-1 code of the language found")
    text: str = Field(description="the text as it was stored")
    parts: tuple[Part, ...] = Field((), description="title, headings, paragraphs, captions and boilerplate, in order")

    @staticmethod
    def identify(text: str) -> str:
        """The id of a report with this text: lone surrogates are hashed as they stand, so that any string has one."""
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def published_day(self) -> str | None:
        """The publication date without its time of day, `YYYY-MM-DD`, or None."""
        return self.published[:10] if self.published else None
