"""What an expression is resolved against: the publication day, the tense of its clause, the times told before it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from spacy.tokens import Doc, Token

from onrecord.reading.times.calendar import OPEN, Interval

Tense = Literal["past", "present", "future"]

_FUTURE_GOVERNORS = frozenset(
    "plan expect schedule due set slate agree vow pledge promise want hope intend aim prepare threaten offer propose invite"
    " order ask urge demand call decide ready likely hope wait slated able begin start bound".split()
)
_REPORTING = frozenset(
    "say tell report announce claim add state write note warn accuse deny confirm declare describe call show suggest".split()
)
_FUTURE_WORDS = frozenset("will 'll ’ll shall would due scheduled expected planned plans upcoming until by".split())


@dataclass(slots=True)
class Frame:
    """The running context while the expressions of a report are resolved from first to last.

    `anchor` is the publication day, or None; `told` the day that the last dated expression named (its first day);
    `told_value` its TIMEX3 value; `narrative` whether the report tells of years long before its publication.
    """

    doc: Doc
    anchor: date | None
    narrative: bool = False
    told: date | None = None
    told_value: str | None = None
    told_precision: str | None = None
    sentences: list[int] = field(default_factory=list)
    parsed: bool = False
    tagged: bool = False
    here: tuple[int, int] = (0, 0)

    @classmethod
    def of(cls, doc: Doc, anchor: date | None) -> Frame:
        starts = [sent.start_char for sent in doc.sents] if doc.has_annotation("SENT_START") else []
        return cls(doc, anchor, sentences=starts, parsed=doc.has_annotation("DEP"), tagged=doc.has_annotation("TAG"))

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
            return _clause_tense(token)
        return _surface_tense(token)


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
        return "past" if words & {"have"} and verb.tag_ in ("VBN", "VBD") else "future"
    if "TO" in tags or (verb.tag_ == "VB" and any(c.lower_ == "to" for c in verb.children)):
        if words & {"have"}:
            return "past"
        governor = verb.head
        if governor.lemma_.lower() in _FUTURE_GOVERNORS or governor.i == verb.i:
            return "future"
        return None
    if "VBD" in tags or verb.tag_ == "VBD":
        return "past"
    if words & {"has", "have", "'ve", "’ve", "had"}:
        return "past"
    if verb.tag_ == "VBN" and words & {"is", "are", "be", "being", "'s", "am"}:
        return "future" if verb.lemma_.lower() in _FUTURE_GOVERNORS else "present"
    if verb.tag_ == "VBN" and not helpers:
        return "past" if verb.dep_ in ("ROOT", "acl") else None
    if verb.tag_ == "VBG" and tags & {"VBZ", "VBP"}:
        return "future"
    if verb.tag_ in ("VBZ", "VBP"):
        return "past" if verb.lemma_.lower() in _REPORTING else "present"
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
        if token.doc[place].lower_ in _FUTURE_WORDS:
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
