"""The time of an event: its own clause's, else its sentence's, else the running time of the paragraph.

Whether a time belongs to an event is decided on the parse. A time that only bounds a thing ("days before Friday's
vote") or that stands with what somebody judges ("condemned Monday's raid") is no time of the event beside it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from onrecord.model import Document, Time
from onrecord.reading.times.finding import HEAD_CHARACTERS
from onrecord.reference.times import cue_words

_CLAUSE_DEPS = frozenset(
    ("ROOT", "ccomp", "advcl", "acl", "acl:relcl", "parataxis", "csubj", "csubj:pass", "conj", "xcomp")
)
_NOMINAL_DEPS = frozenset(("nmod", "nmod:poss", "nmod:tmod", "nmod:npmod", "compound", "amod", "appos"))
_RUNNING_PRECISIONS = frozenset(("instant", "part_of_day", "day", "weekend"))
_RUNNING_SENTENCES = 1
"""How many sentences a time runs on for what is told without one."""
_STEPS = 32


def time_of(trigger: Token | Span, doc: Doc, times: Sequence[Time]) -> tuple[Time | None, bool]:
    """The time of what a trigger names, and whether it was carried from another sentence.

    `times` are those of `find_times`, in the order of the text. Lengths without an interval and repetitions are no time
    of an event. A time that belongs to a verb of saying is used for what is said only where the sentence has no other,
    and counts as carried.
    """
    token = trigger.root if isinstance(trigger, Span) else trigger
    sentence = token.sent if doc.has_annotation("SENT_START") else doc[:]
    near = [
        held for t in _between(times, sentence.start_char, sentence.end_char) if (held := _held(t, doc)) is not None
    ]
    if near:
        own = _own(token, near)
        if own is not None:
            return own, False
        others = [h for h in near if not h.telling and _reaches(h, token)]
        if others:
            return _nearest(token, others), False
        telling = [h for h in near if h.telling]
        return (_nearest(token, telling), True) if telling and _is_past(token) else (None, True)
    return (_running(sentence, doc, times) if _is_told_as_fact(token) else None), True


def day_of_report(document: Document, times: Sequence[Time]) -> str | None:
    """The day of publication, or the later day that the report is headed with (as `find_times` has it)."""
    day = document.published_day
    if day is None or not times or times[0].start > HEAD_CHARACTERS or times[0].precision != "day":
        return day
    return max(day, times[0].from_ or day)


@dataclass(frozen=True, slots=True)
class _Held:
    """A time with what it hangs on: a noun, or else the head of a clause."""

    time: Time
    head: Token
    noun: Token | None
    clause: Token
    telling: bool


def _held(time: Time, doc: Doc) -> _Held | None:
    span = doc.char_span(time.start, time.end, alignment_mode="expand")
    if span is None or not len(span):
        return None
    head = span.root
    noun = _owned(head)
    if noun is None and head.dep_ in _NOMINAL_DEPS and head.head.pos_ in ("NOUN", "PROPN"):
        noun = head.head
    clause = _clause(head)
    return _Held(time, head, noun, clause, noun is None and _is_reporting(clause))


def _owned(head: Token) -> Token | None:
    """The noun after a possessive ("Tuesday's attack"), wherever the parse hangs it."""
    mark = next((c for c in head.children if c.tag_ == "POS"), None)
    if mark is None and head.i + 1 < len(head.doc) and head.doc[head.i + 1].tag_ == "POS":
        mark = head.doc[head.i + 1]
    if mark is None:
        return None
    return next((t for t in head.doc[mark.i + 1 : mark.i + 5] if t.tag_ in ("NN", "NNS")), None)


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
    if time.type == "DURATION" and (time.from_ is None or time.to is None):
        return False
    return time.value not in ("PAST_REF", "FUTURE_REF", "PRESENT_REF")


def _clause(token: Token) -> Token:
    """The head of the clause that a token stands in."""
    node = token
    for _ in range(_STEPS):
        if node.dep_ in _CLAUSE_DEPS and (node.pos_ in ("VERB", "AUX") or node.dep_ != "conj"):
            return node
        if node.head.i == node.i:
            return node
        node = node.head
    return node


def _own(token: Token, near: Iterable[_Held]) -> Time | None:
    """The time in the trigger's own phrase, else in its clause; the nearest where there are several."""
    clause = _clause(token)
    phrase: list[_Held] = []
    same: list[_Held] = []
    for held in near:
        if held.clause.i not in (token.i, clause.i) or _bounds(held, token):
            continue
        (phrase if token.is_ancestor(held.head) else same).append(held)
    return _nearest(token, phrase or same) if phrase or same else None


def _bounds(held: _Held, token: Token) -> bool:
    """Whether a time only says before or after what a thing was, or dates another thing that is named beside it."""
    if token.lemma_.lower() in cue_words("judging") and (held.noun is not None or _beyond_clause(held, token)):
        return True
    marks = {c.lower_ for c in held.head.children if c.dep_ == "case"}
    if held.noun is not None and held.noun.i != token.i and not held.noun.is_ancestor(token):
        marks |= {c.lower_ for c in held.noun.children if c.dep_ == "case"}
    return bool(marks & cue_words("bounds"))


def _beyond_clause(held: _Held, token: Token) -> bool:
    """Whether a clause of what is judged stands between the verb and the time: "hailed those who fell on Monday"."""
    return held.head.i > token.i and any(
        t.pos_ == "VERB" and t.tag_ in ("VBD", "VBN") for t in token.doc[token.i + 1 : held.head.i]
    )


def _reaches(held: _Held, token: Token) -> bool:
    """Whether a time of another clause of the sentence can be that of a trigger."""
    if _bounds(held, token):
        return False
    if token.tag_ == "VB" and not held.clause.is_ancestor(token):
        return False
    return token.lemma_.lower() not in cue_words("judging")


def _is_past(token: Token) -> bool:
    """Whether a trigger tells of what was done at one time: no infinitive, no "has"."""
    if token.pos_ != "VERB":
        return True
    words = {c.lower_ for c in token.children if c.dep_.startswith("aux")}
    return token.tag_ != "VB" and not words & {"has", "have", "'ve", "’ve"}


def _is_reporting(token: Token) -> bool:
    return token.lemma_.lower() in cue_words("reporting")


def _is_told_as_fact(token: Token) -> bool:
    """Whether the clause of a trigger tells of something done at one time, and not of what is said of it.

    There is no infinitive, no "will" or "could", no present and no "recent" or "elsewhere".
    """
    clause = token if token.pos_ == "VERB" else _clause(token)
    if any(c.lower_ in cue_words("undated") for c in token.children) or token.lemma_.lower() in cue_words("judging"):
        return False
    if any(c.tag_ in ("MD", "TO") for c in clause.children):
        return False
    return clause.tag_ in ("VBD", "VBN")


def _nearest(token: Token, held: Sequence[_Held]) -> Time:
    place = token.idx
    return min((h.time for h in held), key=lambda t: (min(abs(t.start - place), abs(t.end - place)), t.start))


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
