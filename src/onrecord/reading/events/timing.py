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

    def of(self, token: Token, sent: Span, tense: str) -> tuple[str | None, str | None, str | None, bool]:
        """First and last day, id of the time expression, and whether it was carried from another sentence."""
        low = bisect_left(self._starts, sent.start_char - _REACH)
        high = bisect_left(self._starts, sent.end_char + _REACH)
        near = self._times[low:high]
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


def _day(moment: str | None) -> str | None:
    return moment[:10] if moment else None
