"""What the role tagger sees of each token besides the encoder's probabilities: parse, quotation marks, cue lexicon.

Every feature is a slot with one value a token; a value is a short string, so that weights can be read. Slots of tokens
score the tags; slots of borders score the end of a role between a token and the one before it. All in a few passes
over arrays: linear in the document.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from spacy.attrs import DEP, ENT_TYPE, HEAD, LEMMA, LOWER, POS, SENT_START, TAG
from spacy.tokens import Doc

from onrecord.reading.quotes import Quotations
from onrecord.reference.cues import groups_of

Codes = npt.NDArray[np.int64]

TOKEN_SLOTS = (
    "dep", "tag", "quotation", "cue", "cue above", "word", "word before", "word after", "head", "entity", "frame",
    "cue before",
)  # fmt: skip
BORDER_SLOTS = ("arc", "arcs over", "words", "quotation", "closes", "sentence", "frame above")

_WORDS = frozenset(
    """that whether if to by of for in on at from with about against as than over into according it there who which whose
    what he she they i we you his her their its my our and or but not also has have had was were is are be been would will
    could should may might than because so the a an this these , . : ; ( ) - – — ? ! … " “ ” ' ‘ ’ '' `` 's ’s""".split()
)
_FRAME = {
    "ccomp": 1, "xcomp": 2, "nsubj": 4, "nsubj:pass": 8, "obj": 16, "parataxis": 32, "aux:pass": 64, "obl:agent": 8,
}  # fmt: skip
_CUE_PARTS = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "ADJ": "adjective", "ADV": "adverb"}


class Features:
    """The slots of one Doc as columns of values; `token[slot]` and `border[slot]` are arrays of strings codes."""

    def __init__(self, doc: Doc, quotations: Quotations) -> None:
        count = len(doc)
        strings = doc.vocab.strings
        array = doc.to_array([HEAD, DEP, TAG, POS, ENT_TYPE, LOWER, LEMMA, SENT_START])
        head = np.arange(count) + array[:, 0].astype(np.int64)
        self._values: list[str] = [""]
        self._codes: dict[str, int] = {"": 0}
        dep = self._named(array[:, 1], lambda v: strings[v])
        tag = self._named(array[:, 2], lambda v: strings[v])
        pos = self._named(array[:, 3], lambda v: strings[v])
        entity = self._named(array[:, 4], lambda v: strings[v] if v else "-")
        word = self._named(array[:, 5], lambda v: strings[v] if strings[v] in _WORDS else "-")
        cue = self._pairs(array[:, 6].astype(np.uint64), array[:, 3], lambda a, b: cue_kind(strings[a], strings[b]))
        quotation = self._quotation_states(doc, quotations)
        frame = self._frames(dep, head, count)
        previous, following = np.maximum(np.arange(count) - 1, 0), np.minimum(np.arange(count) + 1, count - 1)
        self.token = {
            "dep": dep,
            "tag": tag,
            "quotation": quotation,
            "cue": cue,
            "cue above": self._joined(cue[head], dep),
            "word": word,
            "word before": word[previous],
            "word after": word[following],
            "head": self._joined(pos[head], dep[head]),
            "entity": entity,
            "frame": self._joined(cue, frame),
            "cue before": cue[previous],
        }
        touching = np.where(
            head[previous] == np.arange(count),
            self._joined(np.full(count, self._code("<")), dep[previous]),
            np.where(head == previous, self._joined(np.full(count, self._code(">")), dep), self._code("-")),
        )
        self.border = {
            "arc": touching,
            "arcs over": self._arcs_over(head, count),
            "words": self._joined(word[previous], word),
            "quotation": self._joined(quotation[previous], quotation),
            "closes": self._closing(doc, dep, head, count),
            "sentence": np.where(array[:, 7].astype(np.int64) == 1, self._code("start"), self._code("-")),
            "frame above": self._joined(cue, dep),
        }

    def columns(self, slots: dict[str, Codes], names: Sequence[str], table: dict[str, int]) -> Codes:
        """Rows of the weight table for each token and slot: [tokens, slots]; values without a weight are row 0."""
        rows = []
        for name in names:
            known = np.array([table.get(f"{name}={value}", 0) for value in self._values], np.int64)
            rows.append(known[slots[name]])
        return np.stack(rows, 1)

    def names(self, slots: dict[str, Codes], name: str) -> list[str]:
        """The values of a slot, token by token, as `slot=value`."""
        return [f"{name}={self._values[code]}" for code in slots[name]]

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

    def _frames(self, dep: Codes, head: Codes, count: int) -> Codes:
        bits = np.array([_FRAME.get(value, 0) for value in self._values], np.int64)[dep]
        mask = np.zeros(count, np.int64)
        np.bitwise_or.at(mask, head, np.where(head == np.arange(count), 0, bits))
        return self._named(mask, lambda v: f"f{v}")

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
