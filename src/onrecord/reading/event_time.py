"""The time of an event: its own clause's, else its sentence's, else the running time of the paragraph."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from spacy.tokens import Doc, Span, Token

from onrecord.model import Time
from onrecord.reference.times import cue_words

_CLAUSE_DEPS = frozenset(
    ("ROOT", "ccomp", "advcl", "acl", "acl:relcl", "parataxis", "csubj", "csubj:pass", "conj", "xcomp")
)
_RUNNING_PRECISIONS = frozenset(("instant", "part_of_day", "day", "weekend"))
_RUNNING_SENTENCES = 1
"""How many sentences a time runs on for what is told without one."""


def time_of(trigger: Token | Span, doc: Doc, times: Sequence[Time]) -> tuple[Time | None, bool]:
    """The time of what a trigger names, and whether it was carried from another sentence.

    `times` are those of `find_times`, in the order of the text. Lengths and repetitions without an interval are no
    time of an event. A time that belongs to a verb of saying is used for what is said only where the sentence has no
    other, and counts as carried.
    """
    token = trigger.root if isinstance(trigger, Span) else trigger
    sentence = token.sent if doc.has_annotation("SENT_START") else doc[:]
    start, end = sentence.start_char, sentence.end_char
    near = _between(times, start, end)
    if near:
        found = _own(token, doc, near)
        if found is not None:
            return found, False
        telling = [t for t in near if _tells(t, doc) and not _is_reporting(token)]
        others = [t for t in near if t not in telling]
        if others:
            return _nearest(token, others), False
        return _nearest(token, telling), True
    return (_running(sentence, doc, times) if _is_told_as_fact(token) else None), True


def _between(times: Sequence[Time], start: int, end: int) -> list[Time]:
    """The times that begin between two offsets and can place an event."""
    first = bisect_left(times, start, key=_start)
    return [t for t in times[first : bisect_left(times, end, first, key=_start)] if places_event(t)]


def _start(time: Time) -> int:
    return time.start


def places_event(time: Time) -> bool:
    """Whether a time can say when something happened: it has a bound, and is no vague "now" or "recently"."""
    if time.type == "SET" or (time.from_ is None and time.to is None):
        return False
    return time.value not in ("PAST_REF", "FUTURE_REF", "PRESENT_REF") and time.type != "DURATION"


def _head(time: Time, doc: Doc) -> Token | None:
    span = doc.char_span(time.start, time.end, alignment_mode="expand")
    return span.root if span is not None and len(span) else None


def _clause(token: Token) -> Token:
    """The head of the clause that a token stands in."""
    node = token
    for _ in range(32):
        if node.dep_ in _CLAUSE_DEPS and (node.pos_ in ("VERB", "AUX") or node.dep_ != "conj"):
            return node
        if node.head.i == node.i:
            return node
        node = node.head
    return node


def _own(token: Token, doc: Doc, near: Iterable[Time]) -> Time | None:
    """The time in the trigger's own phrase, else in its clause; the nearest where there are several."""
    clause = _clause(token)
    phrase, same = [], []
    for time in near:
        head = _head(time, doc)
        if head is None:
            continue
        if token.is_ancestor(head) and _clause(head).i in (token.i, clause.i):
            phrase.append(time)
        elif _clause(head).i == clause.i:
            same.append(time)
    return _nearest(token, phrase or same) if phrase or same else None


def _is_reporting(token: Token) -> bool:
    return token.lemma_.lower() in cue_words("reporting")


def _tells(time: Time, doc: Doc) -> bool:
    """Whether a time says when something was said."""
    head = _head(time, doc)
    return head is not None and _is_reporting(_clause(head))


def _is_told_as_fact(token: Token) -> bool:
    """Whether the clause of a trigger tells of something done: no infinitive, no "will" or "could", no present."""
    clause = token if token.pos_ == "VERB" else _clause(token)
    if any(c.tag_ in ("MD", "TO") for c in clause.children):
        return False
    return clause.tag_ in ("VBD", "VBN")


def _nearest(token: Token, times: Sequence[Time]) -> Time:
    place = token.idx
    return min(times, key=lambda t: (min(abs(t.start - place), abs(t.end - place)), t.start))


def _running(sentence: Span, doc: Doc, times: Sequence[Time]) -> Time | None:
    """The last time told before the sentence, in its paragraph and at most so many sentences back."""
    start = sentence.start
    for _ in range(_RUNNING_SENTENCES):
        if start == 0:
            return None
        before = doc[start - 1].sent
        if "\n\n" in doc[max(0, before.end - 2) : sentence.start + 1].text:
            return None
        found = _between(times, before.start_char, before.end_char)
        if found:
            # A month or a year told before is the background of its own sentence alone.
            return found[-1] if found[-1].precision in _RUNNING_PRECISIONS else None
        start = before.start
    return None
