"""The sentences in which claims stand, fetched for many at once, and which of several tells best what happened."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, select

from onrecord.record import tables

Claim = dict[str, Any]

_FURNITURE = re.compile(
    r"^(?:video|photos?|tags|timeline|watch|listen|live|read more|related|click|image|file)\b", re.I
)
_POINTING = re.compile(r"^(?:he|she|it|they|this|that|these|those|but|and|also|meanwhile)\b", re.I)

PLAIN = -3
"""Points below which a sentence is no line of a page: a teaser, a heading in capitals, a caption."""


class Sentences:
    """The sentences of claims; `load` fetches those of many claims in a few queries."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.known: dict[str, list[Any]] = {}

    def load(self, claims: Iterable[Claim]) -> None:
        """Fetch the sentences of the reports of these claims."""
        wanted = sorted({claim["document"] for claim in claims} - self.known.keys())
        passage = tables.passage
        for start in range(0, len(wanted), 500):
            some = wanted[start : start + 500]
            for report in some:
                self.known[report] = []
            columns = (passage.c.report, passage.c.start, passage.c.end, passage.c.text)
            query = select(*columns).where(passage.c.report.in_(some)).order_by(passage.c.report, passage.c.start)
            for row in self.connection.execute(query):
                self.known[row.report].append(row)

    def of(self, claim: Claim) -> str:
        """The sentence that holds the start of the claim, else the claim's own words."""
        if claim["document"] not in self.known:
            self.load([claim])
        rows = self.known[claim["document"]]
        return str(next((r.text for r in rows if r.start <= claim["start"] < r.end), claim["text"]))


def points(sentence: str, claim: Claim, item: dict[str, Any]) -> int:
    """How well a sentence alone tells of a happening: its place, its toll and whole words speak for it."""
    folded, found = _plainness(sentence)
    place = (item["place"] or "").split()
    if place and place[0].casefold() in folded:
        found += 2
    if claim["low"] is not None or claim["high"] is not None:
        found += 1
    if claim["start"] < 500:
        found += 1
    return found


@lru_cache(maxsize=10_000)
def _plainness(sentence: str) -> tuple[str, int]:
    """The folded words of a sentence, and its points whatever it tells of: most are asked for many times over."""
    words = " ".join(sentence.split())
    letters = [c for c in words if c.isalpha()]
    found = 0
    if not letters or sum(c.isupper() for c in letters) > 0.5 * len(letters):
        found -= 10
    if _FURNITURE.match(words):
        found -= 5
    if words.endswith("?") or not words.endswith((".", "!", "”", '"', "'", "’")):
        found -= 2
    if _POINTING.match(words) or words[:1] in "\"“'‘" or words[:1].islower():
        found -= 1
    if not 50 <= len(words) <= 320:
        found -= 1
    return words.casefold(), found
