"""When an event happened, as dates: the times module decides which time is the trigger's own."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date
from itertools import islice

from spacy.tokens import Doc, Span, Token

from onrecord.model import Document, Time
from onrecord.reading.event_time import day_of_report, places_event, time_of
from onrecord.reading.events.dating import News
from onrecord.reading.scope import claim_sentences

_OF_A_DAY = frozenset({"day", "part_of_day", "instant"})
_OPENING = 8
"""Sentences of a report that its news may be dated in."""
_NEWS_DAYS = 2
"""For how many days a thing is news."""
_REACH = 1500
"""Characters before and after a sentence within which a time may belong to its events."""


class Timing:
    """Times of a report by their place in the text."""

    def __init__(self, document: Document, doc: Doc, times: Sequence[Time]) -> None:
        self._times = sorted(times, key=lambda t: t.start)
        self._starts = [t.start for t in self._times]
        self._doc = doc
        self._ranks = {t.start for t in self._times if _is_rank(t, doc)}

    def of(self, token: Token, sent: Span, tense: str) -> tuple[str | None, str | None, str | None, bool]:
        """First and last day, id of the time expression, and whether it was carried from another sentence."""
        low = bisect_left(self._starts, sent.start_char - _REACH)
        high = bisect_left(self._starts, sent.end_char + _REACH)
        near = [t for t in self._times[low:high] if t.start not in self._ranks]
        if not near:
            return None, None, None, False
        time, carried = time_of(token, self._doc, near)
        if time is None:
            return None, None, None, False
        return _day(time.from_), _day(time.to), time.id, carried


def news_of(document: Document, doc: Doc, times: Sequence[Time]) -> News:
    """What a report opens with and when."""
    sentences = list(islice(claim_sentences(document, doc), _OPENING))
    day = day_of_report(document, times)
    lead = sentences[min(1, len(sentences) - 1)].end if sentences else 0
    end = sentences[-1].end_char if sentences else 0
    told, at = None, 0
    for time in times:
        if time.start < end and day is not None and time.precision in _OF_A_DAY and places_event(time):
            first, last = _day(time.from_), _day(time.to)
            if first is not None and last is not None and _shortly_before(last, day):
                told, at = (first, last), time.start
                break
    return News(lead, day, told, at)


def _shortly_before(last: str, day: str) -> bool:
    return 0 <= (date.fromisoformat(day) - date.fromisoformat(last)).days <= _NEWS_DAYS


_RANKING = frozenset({"since", "of", "in", "for"})
_SUPERLATIVE = frozenset({"JJS", "RBS"})
_PLAIN = frozenset({"earnest", "honest", "modest", "west", "east", "northwest", "southwest", "northeast", "southeast"})
_FIRST = frozenset({"first", "second", "third", "last"})
_RANK_WORDS = 9


def _is_superlative(word: Token) -> bool:
    """Whether a word ranks the highest; taggers take rarer ones ("deadliest") for plain adjectives."""
    ranked = word.pos_ == "ADJ" and word.lower_.endswith("est") and word.lower_ not in _PLAIN
    return word.tag_ in _SUPERLATIVE or ranked


def _is_rank(time: Time, doc: Doc) -> bool:
    """Whether a time only says among what a thing ranks: "the deadliest raid of the year", "its first since May"."""
    span = doc.char_span(time.start, time.end, alignment_mode="expand")
    if span is None or span.start == 0:
        return False
    start = span.start
    while start > 0 and (doc[start].lower_ not in _RANKING) and span.start - start < 2:
        start -= 1
    mark = doc[start].lower_
    if mark not in _RANKING:
        return False
    for i in range(start - 1, max(-1, start - 1 - _RANK_WORDS), -1):
        word = doc[i]
        if word.is_punct or word.is_space or word.pos_ in ("VERB", "AUX"):
            return False
        if _is_superlative(word) and doc[max(0, i - 1)].lower_ != "at":
            return True
        if mark == "since" and word.lower_ in _FIRST:
            return True
        if word.lower_ in _RANKING and i < start - 1 and word.lower_ in ("since", "for"):
            return False
    return False


def _day(moment: str | None) -> str | None:
    return moment[:10] if moment else None
