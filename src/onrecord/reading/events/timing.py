"""When an event happened, as dates: the times module decides which time is the trigger's own."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from spacy.tokens import Doc, Span, Token

from onrecord.model import Document, Time
from onrecord.reading.event_time import time_of

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


def _day(moment: str | None) -> str | None:
    return moment[:10] if moment else None
