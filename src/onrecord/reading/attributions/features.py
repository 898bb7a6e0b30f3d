"""What the role tagger sees between two tokens besides the probabilities: parse, quotation marks, cue lexicon.

Every feature is a slot with one value a token, which describes the border to the token before it; a value is a short
string, so that weights can be read. All in a few passes over arrays: linear in the document.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from spacy.attrs import DEP, HEAD, LEMMA, LOWER, POS, SENT_START
from spacy.tokens import Doc

from onrecord.reading.quotes import Quotations
from onrecord.reference.cues import groups_of

Codes = npt.NDArray[np.int64]

SLOTS = (
    "arc",
    "arcs over",
    "words",
    "quotation",
    "closes",
    "sentence",
    "cue and relation",
    "relations",
    "cue before",
)

_WORDS = re.compile(
    r"that|whether|if|to|by|of|for|in|on|at|from|with|about|against|as|than|over|into|according|it|there|who|which|whose"
    r"|what|he|she|they|i|we|you|his|her|their|its|my|our|and|or|but|not|also|has|have|had|was|were|is|are|be|been|will"
    r"|would|could|should|may|might|because|so|the|an?|this|these|[^\w\s]{1,3}|['’]s"
)
_CUE_PARTS = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "ADJ": "adjective", "ADV": "adverb"}


class Features:
    """The slots of one Doc: `slots[name]` holds a number a token, whose words `names` gives."""

    def __init__(self, doc: Doc, quotations: Quotations) -> None:
        count = len(doc)
        strings = doc.vocab.strings
        array = doc.to_array([HEAD, DEP, POS, LOWER, LEMMA, SENT_START])
        here = np.arange(count)
        head = here + array[:, 0].astype(np.int64)
        self._values: list[str] = [""]
        self._codes: dict[str, int] = {"": 0}
        dep = self._named(array[:, 1], lambda v: strings[v])
        word = self._named(array[:, 3], lambda v: strings[v] if _WORDS.fullmatch(strings[v]) else "-")
        cue = self._pairs(array[:, 4].astype(np.uint64), array[:, 2], lambda a, b: cue_kind(strings[a], strings[b]))
        quotation = self._quotation_states(doc, quotations)
        before = np.maximum(here - 1, 0)
        touching = np.where(
            head[before] == here,
            self._joined(np.full(count, self._code("<")), dep[before]),
            np.where(head == before, self._joined(np.full(count, self._code(">")), dep), self._code("-")),
        )
        self.slots = {
            "arc": touching,
            "arcs over": self._arcs_over(head, count),
            "words": self._joined(word[before], word),
            "quotation": self._joined(quotation[before], quotation),
            "closes": self._closing(doc, dep, head, count),
            "sentence": np.where(array[:, 5].astype(np.int64) == 1, self._code("start"), self._code("-")),
            "cue and relation": self._joined(cue, dep),
            "relations": self._joined(dep[before], dep),
            "cue before": cue[before],
        }

    def rows(self, table: dict[str, int]) -> Codes:
        """Rows of a weight table for each token and slot: [tokens, slots]; values without a weight are row 0."""
        out = []
        for name in SLOTS:
            kinds, inverse = np.unique(self.slots[name], return_inverse=True)
            out.append(np.array([table.get(f"{name}={self._values[kind]}", 0) for kind in kinds], np.int64)[inverse])
        return np.stack(out, 1)

    def names(self, name: str) -> list[str]:
        """The values of a slot, token by token, as `slot=value`."""
        return [f"{name}={self._values[code]}" for code in self.slots[name]]

    def _code(self, value: str) -> int:
        found = self._codes.get(value)
        if found is None:
            found = self._codes[value] = len(self._values)
            self._values.append(value)
        return found

    def _named(self, column: np.ndarray, name: Callable[[int], str]) -> Codes:
        kinds, inverse = np.unique(column, return_inverse=True)
        return np.array([self._code(name(int(kind))) for kind in kinds], np.int64)[inverse]

    def _pairs(self, left: np.ndarray, right: np.ndarray, name: Callable[[int, int], str]) -> Codes:
        kinds, inverse = np.unique(
            np.stack([left.astype(np.uint64), right.astype(np.uint64)]), axis=1, return_inverse=True
        )
        return np.array([self._code(name(int(a), int(b))) for a, b in kinds.T], np.int64)[inverse.ravel()]

    def _joined(self, left: Codes, right: Codes) -> Codes:
        pairs = left * len(self._values) + right
        kinds, inverse = np.unique(pairs, return_inverse=True)
        size = len(self._values)
        names = [f"{self._values[int(p) // size]}|{self._values[int(p) % size]}" for p in kinds]
        return np.array([self._code(n) for n in names], np.int64)[inverse]

    def _quotation_states(self, doc: Doc, quotations: Quotations) -> Codes:
        outside, opening, inside, closing = (self._code(v) for v in ("out", "open", "in", "close"))
        states = np.full(len(doc), outside, np.int64)
        starts = np.array([t.idx for t in doc], np.int64)
        for item in quotations.items:
            first = int(np.searchsorted(starts, item.start))
            last = int(np.searchsorted(starts, item.end)) - 1
            if last < first:
                continue
            states[first : last + 1] = inside
            states[first] = opening
            if item.closed and last > first:
                states[last] = closing
        return states

    def _arcs_over(self, head: Codes, count: int) -> Codes:
        here = np.arange(count)
        low, high = np.minimum(here, head), np.maximum(here, head)
        change = np.zeros(count + 2, np.int64)
        np.add.at(change, low + 1, 1)
        np.add.at(change, high + 1, -1)
        over = np.cumsum(change)[:count]
        return self._named(np.minimum(over, 5), lambda v: f"{v}")

    def _closing(self, doc: Doc, dep: Codes, head: Codes, count: int) -> Codes:
        """The relation of the largest phrase that ends just before a token."""
        right = np.array([t.right_edge.i for t in doc], np.int64)
        top = (right != right[head]) | (head == np.arange(count))
        closes = np.full(count + 1, self._code("-"), np.int64)
        closes[right[top] + 1] = dep[top]
        return closes[:count]


@lru_cache(maxsize=8192)
def cue_kind(lemma: str, pos: str) -> str:
    """The kinds of cue a lemma may be, as one string; `-` for none."""
    part = _CUE_PARTS.get(pos)
    groups = groups_of(part, lemma.lower()) if part else ()
    if not groups:
        return "accord" if lemma.lower() in ("accord", "according") else "-"
    return f"{part}:{groups[0].kind}"
