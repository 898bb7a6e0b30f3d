"""What the linker asks about stretches of a report: sentences, paragraphs, quotations, and how they hang together."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

import numpy as np
from spacy.tokens import Doc, Span, Token

from onrecord.model import Document
from onrecord.reading.attributions.spans import Stretch
from onrecord.reading.quotes import Quotation, Quotations
from onrecord.reference.cues import CueGroup, groups_of

_PUNCTUATION = frozenset({"PUNCT", "SPACE"})
_MOST_ANCHORS = 12
_MOST_CLIMB = 12
_MOST_NEAR = 6


class Context:
    """A report with its stretches, indexed once."""

    def __init__(
        self,
        document: Document,
        doc: Doc,
        sentences: Iterable[Span],
        stretches: Iterable[Stretch],
        quotations: Quotations,
    ) -> None:
        self.document, self.doc = document, doc
        self.sentences = list(sentences)
        self.quotations = quotations
        self.stretches = sorted(stretches, key=lambda s: s.start)
        self._all = [s.start for s in self.stretches]
        self.roles = {r: [s for s in self.stretches if s.role == r] for r in ("SOURCE", "CUE", "CONTENT")}
        self._starts = {role: [s.start for s in found] for role, found in self.roles.items()}
        self.sentence_of = np.full(len(doc) + 1, -1, np.int64)
        self.paragraph_of = np.full(len(doc) + 1, -1, np.int64)
        paragraph, last_end = -1, None
        for number, sentence in enumerate(self.sentences):
            self.sentence_of[sentence.start : sentence.end] = number
            between = document.text[last_end : sentence.start_char] if last_end is not None else "\n"
            if "\n" in between:
                paragraph += 1
            self.paragraph_of[sentence.start : sentence.end] = paragraph
            tail = sentence.text
            last_end = sentence.start_char + len(tail.rstrip())
        self._anchors: dict[int, list[Token]] = {}
        self._heads: dict[int, Token] = {}
        self._groups: dict[int, tuple[CueGroup, ...]] = {}

    def free(self, stretch: Stretch) -> bool:
        """Whether no token of the stretch has a role, and all are in sentences that may hold claims."""
        inside = self.sentence_of[stretch.start : stretch.end]
        at = bisect_left(self._all, stretch.end)
        return bool((inside >= 0).all()) and not (at and self.stretches[at - 1].end > stretch.start)

    def between(self, role: str, start: int, end: int) -> int:
        """How many stretches of a role begin in tokens `[start, end)`."""
        starts = self._starts[role]
        return bisect_left(starts, end) - bisect_left(starts, start)

    def near(self, role: str, stretch: Stretch, before: int, after: int) -> list[Stretch]:
        """Stretches of a role from so many sentences before to so many after, in order; six on each side at most."""
        number = int(self.sentence_of[stretch.start])
        low, high = max(number - before, 0), min(number + after, len(self.sentences) - 1)
        starts = self._starts[role]
        left = bisect_left(starts, self.sentences[low].start)
        right = bisect_right(starts, self.sentences[high].end - 1)
        here = bisect_left(starts, stretch.start)
        left, right = max(left, here - _MOST_NEAR), min(right, here + _MOST_NEAR)
        return self.roles[role][left:right]

    def anchors(self, stretch: Stretch) -> list[Token]:
        """Tokens of the stretch whose heads lie outside it, without punctuation."""
        found = self._anchors.get(stretch.start)
        if found is None:
            found = []
            for i in range(stretch.start, stretch.end):
                token = self.doc[i]
                head = token.head.i
                if (head < stretch.start or head >= stretch.end or head == i) and token.pos_ not in _PUNCTUATION:
                    found.append(token)
                    if len(found) == _MOST_ANCHORS:
                        break
            self._anchors[stretch.start] = found = found or [self.doc[stretch.start]]
        return found

    def head(self, stretch: Stretch) -> Token:
        """The word that carries the stretch: for a cue its verb or noun, for a source its head noun."""
        found = self._heads.get(stretch.start)
        if found is None:
            anchors = self.anchors(stretch)
            strong = [t for t in anchors if t.pos_ in ("VERB", "NOUN", "PROPN", "PRON", "ADJ") or t.pos_ == "AUX"]
            found = (strong or anchors)[0]
            if stretch.role == "CUE" and found.pos_ != "VERB":
                verbs = [t for t in anchors if t.pos_ == "VERB"]
                if verbs:
                    found = verbs[0]
            self._heads[stretch.start] = found
        return found

    def cue_groups(self, cue: Stretch) -> tuple[CueGroup, ...]:
        """The lexicon's groups of a cue."""
        found = self._groups.get(cue.start)
        if found is None:
            found = self._groups[cue.start] = self._look_up(cue)
        return found

    def _look_up(self, cue: Stretch) -> tuple[CueGroup, ...]:
        head = self.head(cue)
        part = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "ADJ": "adjective", "ADV": "adverb"}.get(head.pos_)
        phrase = self.doc[cue.start : cue.end].text.lower()
        found = groups_of("phrase", phrase)
        if not found and phrase.startswith("according"):
            found = groups_of("phrase", "according to")
        if found or part is None:
            return found
        particle = next((c.lower_ for c in head.children if c.dep_ == "compound:prt"), None)
        return groups_of(part, head.lemma_.lower(), particle)

    def quotation(self, stretch: Stretch) -> Quotation | None:
        """The quotation that the stretch stands in, touches at its beginning or mostly covers, or None."""
        start, end = self.doc[stretch.start].idx, self.end_of(stretch)
        found = self.quotations.at(start)
        if found is not None:
            return found
        return next(iter(self.quotations.overlapping(start, end)), None)

    def start_of(self, stretch: Stretch) -> int:
        """Where the stretch begins in the text."""
        return int(self.doc[stretch.start].idx)

    def end_of(self, stretch: Stretch) -> int:
        """Where the stretch ends in the text."""
        last = self.doc[stretch.end - 1]
        return int(last.idx + len(last))

    def path(self, stretch: Stretch, to: Stretch) -> int:
        """Steps up the parse from the stretch until the other one is reached; -1 where it is not within a dozen."""
        token = self.head(stretch)
        for steps in range(_MOST_CLIMB):
            if to.start <= token.i < to.end:
                return steps
            if token.head == token:
                break
            token = token.head
        return -1
