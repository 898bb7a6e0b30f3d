"""When an event happened: its own time expression, else its sentence's, else what runs on in the paragraph."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc, Span, Token

from onrecord.model import Document, Time


class Timing:
    """Times of a report by their place in the text."""

    def __init__(self, document: Document, doc: Doc, times: Sequence[Time]) -> None:
        self._times = sorted((t for t in times if t.type in ("DATE", "TIME") and t.from_), key=lambda t: t.start)
        self._doc = doc

    def of(self, token: Token, sent: Span, tense: str) -> tuple[str | None, str | None, str | None, bool]:
        """From, to, time id and whether they were carried over."""
        best = None
        for time in self._times:
            if sent.start_char <= time.start < sent.end_char:
                key = abs(time.start - token.idx)
                if best is None or key < best[0]:
                    best = (key, time)
        if best is None:
            return None, None, None, False
        time = best[1]
        return (time.from_ or "")[:10] or None, (time.to or "")[:10] or None, time.id, False
