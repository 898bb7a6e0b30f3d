"""What a figure hangs on: who claims it, when and where it holds, whose it is."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from spacy.tokens import Token

from onrecord.model import Actor, Attribution, Place, Time
from onrecord.reference.cues import groups_of
from onrecord.reference.figures import nouns

_FORMS = {"name": 0, "metonym": 1, "title": 2, "nominal": 3}
_CLIMB = 12
_FAR = 120
_ORIGIN = re.compile(r"\b(?:from|by|of|for|with|between) (?:the )?\Z", re.I)
_POWERS = frozenset({"state", "government", "military"})
_JOINTS = ("-", "’", "'")
_COMPLEMENTS = frozenset({"ccomp", "xcomp", "obj"})
_CLOSING = frozenset('”"»')


class Claims:
    """The contents of attributions, asked for the innermost one over a stretch of the text."""

    def __init__(self, attributions: Sequence[Attribution]) -> None:
        claims = [attribution for attribution in attributions if _is_claim(attribution)]
        spans = [
            (start, end, sum(b - a for a, b in attribution.content.spans), attribution.id)
            for attribution in claims
            for start, end in attribution.content.spans
        ]
        self._spans = sorted(spans)
        self._starts = [span[0] for span in self._spans]
        self._longest = max((span[1] - span[0] for span in spans), default=0)
        self._cues = sorted((a.cue.start, a.cue.end, a.id) for a in claims if a.cue is not None)

    def holder(self, start: int, end: int) -> str | None:
        """The id of the innermost attribution whose content holds `[start, end)`, or None: the outlet."""
        first = bisect_left(self._starts, end - self._longest)
        last = bisect_right(self._starts, start)
        holding = [span for span in self._spans[first:last] if span[1] >= end]
        return min(holding, key=lambda span: (span[2], span[1] - span[0], span[3]))[3] if holding else None

    def governing(self, token: Token) -> str | None:
        """The attribution whose cue or content governs a word that stands in no content, by the parse; or None.

        "The army said it had killed 60 fighters and arrested 280 others": a content that stops short of a clause
        that shares its subject, or that leaves words out, holds what depends on it. Quotations end where they end.
        """
        for _ in range(_CLIMB):
            head, relation = token.head, token.dep_
            if head.i == token.i or relation == "parataxis" or _apart(token):
                return None
            cue = self._cue(head)
            if cue is not None:
                return cue if head.i < token.i and _goes_on(token) else None
            held = self.holder(head.idx, head.idx + len(head))
            if held is not None:
                # "Called it “one of the worst”, comparing it to …": the same source goes on.
                goes_on = token.tag_ == "VBG" and _says(token)
                return None if _quoted_off(head, token) and not goes_on else held
            if _speaks(head) and relation in _COMPLEMENTS:
                return None
            token = head
        return None

    def _cue(self, token: Token) -> str | None:
        at = bisect_right(self._cues, (token.idx, token.idx + len(token), "\uffff")) - 1
        return self._cues[at][2] if at >= 0 and self._cues[at][1] > token.idx else None


def _goes_on(token: Token) -> bool:
    """Whether what hangs on a cue goes on with its content: a complement, or a verb that shares the content's subject.

    "Announced it had killed 60 fighters and arrested 280 others", "announced a package totalling $1.7 billion".
    """
    if token.dep_ in _COMPLEMENTS or (token.dep_ == "advcl" and token.tag_ == "VBG" and _says(token)):
        return True
    if any(child.text in ",;" for child in token.children):
        return False
    if token.dep_ == "advcl":
        return token.tag_ == "VBG"
    return token.dep_ == "conj" and token.pos_ == "VERB" and not _says(token)


def _apart(token: Token) -> bool:
    """Whether a coordinated clause stands for itself: a subject of its own after a comma."""
    if token.dep_ != "conj" or token.pos_ not in ("VERB", "AUX", "ADJ", "NOUN"):
        return False
    subject = any(child.dep_.startswith("nsubj") and child.pos_ != "PRON" for child in token.children)
    return subject and any(child.text in ",;" for child in token.children)


def _speaks(token: Token) -> bool:
    """Whether a verb of saying with a subject of its own stands here, which the attributions have missed."""
    return _says(token) and any(child.dep_.startswith("nsubj") for child in token.children)


def _says(token: Token) -> bool:
    return token.pos_ == "VERB" and any(group.kind == "speech" for group in groups_of("verb", token.lemma_.lower()))


def _quoted_off(head: Token, token: Token) -> bool:
    """Whether a quotation ends or begins between two words of a sentence."""
    first, last = min(head.i, token.i), max(head.i, token.i)
    if last - first > _FAR:
        return True
    return any(word.text in _CLOSING or word.text == "“" for word in head.doc[first:last])


def _is_claim(attribution: Attribution) -> bool:
    """Whether its content is claimed by its source: what is condemned or welcomed is taken for granted."""
    if attribution.negated and attribution.act != "denial":
        return False  # "would not say whether 12 had died"
    if attribution.cue is None:
        return True
    lemma = attribution.cue.lemma.lower()
    if attribution.source.kind == "implicit" and not attribution.source.spans and lemma in nouns("nobody"):
        # "reportedly" is a claim of somebody unnamed, "were reported" the outlet's own.
        return attribution.cue.text.lower().endswith("ly")
    return lemma not in nouns("no_claim")


class Surroundings:
    """Times, places and actors of a report in the order of the text, asked sentence by sentence."""

    def __init__(self, text: str, times: Sequence[Time], places: Sequence[Place], actors: Sequence[Actor]) -> None:
        self._text = text
        self._times = sorted((t.start, t.end, t.id) for t in times if t.type != "SET" and t.from_)
        acting = {(m.start, m.end) for a in actors if a.kind in _POWERS for m in a.mentions}
        self._places = sorted(
            (p.start, p.end, p.id)
            for p in places
            # "Israel recently ordered", "a US-made drone": states that act or make are not where it happened.
            if p.form == "name" and (p.start, p.end) not in acting and text[p.end : p.end + 1] not in _JOINTS
        )
        self._actors = sorted(
            (m.start, m.end, _FORMS[m.form], a.id)
            for a in actors
            if a.named or a.kind not in ("population", "person", "unnamed")
            for m in a.mentions
            if m.form in _FORMS and text[m.end : m.end + 1] != "-"
        )

    def time(self, sentence: tuple[int, int], at: int) -> str | None:
        """The time expression of the sentence that stands nearest."""
        return _nearest(self._times, sentence, at)

    def place(self, sentence: tuple[int, int], at: int) -> str | None:
        """The place of the sentence that stands nearest, one that follows before one that precedes.

        A place that somebody comes from or is the head of is taken where there is no other.
        """
        within = _inside(self._places, sentence)
        near = [place for place in within if not self._belongs(place[0], place[1])] or within
        following = [place for place in near if place[0] >= at]
        return following[0][2] if following else _nearest(near, sentence, at)

    def _belongs(self, start: int, end: int) -> bool:
        """Whether a place says whose somebody is: "soldiers from Marsk", "the Marsk defence ministry"."""
        if _ORIGIN.search(self._text, max(0, start - 12), start):
            return True
        at = bisect_right(self._actors, (start, len(self._text)))
        return any(a <= start and end <= b and b - a > end - start for a, b, *_ in self._actors[max(0, at - 3) : at])

    def owner(self, start: int, end: int) -> str | None:
        """The actor named inside the words of the figure: "119 Ukrainian drones", "dozens of Israelis"."""
        inside = [mention for mention in _inside(self._actors, (start, end)) if mention[1] <= end]
        return min(inside, key=lambda mention: (mention[2], mention[0]))[3] if inside else None


def _inside(items: list[tuple], stretch: tuple[int, int]) -> list[tuple]:  # type: ignore[type-arg]
    first = bisect_left(items, (stretch[0],))
    last = bisect_left(items, (stretch[1],))
    return items[first:last]


def _nearest(items: list[tuple[int, int, str]], sentence: tuple[int, int], at: int) -> str | None:
    near = _inside(items, sentence)
    return min(near, key=lambda item: (abs(item[0] - at), item[0]))[2] if near else None
