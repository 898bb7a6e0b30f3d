"""What an expression is resolved against: the publication day, the tense of its clause, the times told before it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from spacy.tokens import Doc, Token

from onrecord.reading.times.calendar import OPEN, Interval
from onrecord.reference.times import cue_words

Tense = Literal["past", "present", "future"]


@dataclass(slots=True)
class Frame:
    """The running context while the expressions of a report are resolved from first to last.

    `anchor` is the publication day, or None; `told` the day that the last dated expression named (its first day),
    `told_value` and `told_precision` its TIMEX3 value and precision; `quarter` the quarter that figures are compared
    with; `stretch` whether several months told since are compared instead; `dated` where a date with its year stood
    last; `days` the years that days of the calendar were told with; `narrative` whether the report tells of years long
    before its publication; `here` the offsets of the expression that is being resolved.
    """

    doc: Doc
    text: str
    anchor: date | None
    narrative: bool = False
    told: date | None = None
    told_value: str | None = None
    told_precision: str | None = None
    quarter: str | None = None
    stretch: bool = False
    dated: int | None = None
    days: dict[tuple[int, int], int] = field(default_factory=dict)
    sentences: list[int] = field(default_factory=list)
    parsed: bool = False
    tagged: bool = False
    here: tuple[int, int] = (0, 0)

    @classmethod
    def of(cls, doc: Doc, text: str, anchor: date | None) -> Frame:
        starts = [sent.start_char for sent in doc.sents] if doc.has_annotation("SENT_START") else []
        return cls(
            doc, text, anchor, sentences=starts, parsed=doc.has_annotation("DEP"), tagged=doc.has_annotation("TAG")
        )

    def sentence(self, offset: int) -> int:
        """The number of the sentence that an offset stands in."""
        return bisect_right(self.sentences, offset)

    def token(self, start: int, end: int) -> Token | None:
        """The analysis's head token of a stretch of text."""
        span = self.doc.char_span(start, end, alignment_mode="expand")
        if span is None or not len(span):
            return None
        return span.root if self.parsed else span[0]

    def tense(self) -> Tense | None:
        """The tense of the clause around the expression at `here`; None where nothing tells."""
        token = self.token(*self.here)
        if token is None:
            return None
        if self.parsed and self.tagged:
            near = _near_tense(self.doc, token)
            return near if near is not None else _clause_tense(token)
        return _surface_tense(token)

    def word_before(self) -> str:
        """The word before the expression, in lower case."""
        return self.words_before(1)

    def words_before(self, count: int) -> str:
        """So many words before the expression, in lower case, with blanks between them."""
        token = self.doc.char_span(*self.here, alignment_mode="expand")
        if token is None:
            return ""
        return " ".join(t.lower_ for t in self.doc[max(0, token.start - count) : token.start])

    def word_after(self) -> str:
        """The word after the expression, in lower case."""
        token = self.doc.char_span(*self.here, alignment_mode="expand")
        return self.doc[token.end].lower_ if token is not None and token.end < len(self.doc) else ""

    def noun_after(self) -> str:
        """The first noun of the three words after a possessive ("Monday's talks"), in lower case."""
        token = self.doc.char_span(*self.here, alignment_mode="expand")
        if token is None:
            return ""
        return next((t.lower_ for t in self.doc[token.end : token.end + 4] if t.tag_ in ("NN", "NNS")), "")

    def names_attack(self) -> bool:
        """Whether the words around a day of the calendar name an attack or a war by it ("the September 11 attacks")."""
        span = self.doc.char_span(*self.here, alignment_mode="expand")
        if span is None:
            return False
        around = self.doc[max(0, span.start - 5) : span.end + 4]
        return any(t.lower_.rstrip("s") in cue_words("attacks") for t in around)

    def tag_after(self) -> str:
        """The tag of the token after the expression; empty where there is none."""
        token = self.doc.char_span(*self.here, alignment_mode="expand")
        return self.doc[token.end].tag_ if token is not None and token.end < len(self.doc) else ""


def _near_tense(doc: Doc, token: Token) -> Tense | None:
    """The tense where the words right before tell: "announced Friday", "until Tuesday", "Friday's talks"."""
    left = max(token.left_edge.i, token.i - 4) if token.dep_ != "ROOT" else token.i
    for place in (token.i, left):
        step = place - 1
        while step >= 0 and place - step <= 3 and doc[step].lower_ in cue_words("between verb and time"):
            step -= 1
        if step < 0:
            continue
        before = doc[step]
        if before.tag_ in ("VBD", "VBN") and before.lemma_.lower() not in cue_words("future governors"):
            helped = any(c.dep_ in ("aux", "aux:pass") for c in before.children)
            return _verb_tense(before) if helped else "past"
        if before.lower_ in ("until", "till") and not _lasted(token.head):
            return "future"
        if before.lower_ == "as" and before.i >= 2 and doc[before.i - 2].lower_ == "as":
            return "future"
    return None


def _lasted(verb: Token) -> bool:
    """Whether what went on "until Thursday" is over: it lasted, or had not been done before."""
    return verb.lemma_.lower() in cue_words("lasting verbs") or any(c.lower_ == "had" for c in verb.children)


def _clause_tense(token: Token) -> Tense | None:
    node = token
    for _ in range(24):
        if node.pos_ in ("VERB", "AUX") or any(c.dep_ == "cop" for c in node.children):
            found = _verb_tense(node)
            if found is not None:
                return found
        if node.head is node or node.head.i == node.i:
            break
        node = node.head
    return None


def _verb_tense(verb: Token) -> Tense | None:
    helpers = [c for c in verb.children if c.dep_ in ("aux", "aux:pass", "cop")]
    tags = {c.tag_ for c in helpers}
    words = {c.lower_ for c in helpers}
    if "MD" in tags:
        if words & {"have"} and verb.tag_ in ("VBN", "VBD"):
            return "past"
        return "future" if words & {"will", "shall", "'ll", "’ll", "would", "wo", "must", "should"} else "present"
    if "TO" in tags or (verb.tag_ == "VB" and any(c.lower_ == "to" for c in verb.children)):
        if words & {"have"}:
            return "past"
        governor = verb.head
        if governor.lemma_.lower() in cue_words("future governors") or governor.lemma_ == "be" or governor.i == verb.i:
            return "future"
        return None
    scheduled = verb.lemma_.lower() in cue_words("scheduling")
    if "VBD" in tags or verb.tag_ == "VBD":
        return "future" if scheduled and "had" not in words else "past"
    if words & {"has", "have", "'ve", "’ve", "had"}:
        return "future" if scheduled and "had" not in words else "past"
    if verb.tag_ == "VBN" and words & {"is", "are", "be", "being", "'s", "am"}:
        return "future" if verb.lemma_.lower() in cue_words("future governors") else "present"
    if verb.tag_ == "VBN" and not helpers:
        return "past" if verb.dep_ in ("ROOT", "acl") else None
    if verb.tag_ == "VBG" and tags & {"VBZ", "VBP"}:
        return "future"
    if (
        verb.dep_ == "conj"
        and verb.tag_ in ("VB", "VBP")
        and not any(c.dep_.startswith("nsubj") for c in verb.children)
    ):
        return None
    if verb.tag_ in ("VBZ", "VBP"):
        return "past" if verb.lemma_.lower() in cue_words("reporting") else "present"
    if tags & {"VBZ", "VBP"}:
        return "present"
    if verb.tag_ == "VB" and verb.dep_ == "ROOT":
        return "future"
    return None


def _surface_tense(token: Token) -> Tense | None:
    """The tense by the words around, where there are no tags: a future word within eight tokens before."""
    for step in range(1, 9):
        place = token.i - step
        if place < 0 or token.doc[place].text in (".", "!", "?"):
            break
        if token.doc[place].lower_ in cue_words("future words"):
            return "future"
    return "past"


@dataclass(slots=True)
class Made:
    """What a maker makes of a candidate: the fields of a time, with its interval."""

    type: Literal["DATE", "TIME", "DURATION", "SET"]
    value: str | None
    bounds: Interval = OPEN
    mod: str | None = None
    inferred: bool = False
    told: bool = True
