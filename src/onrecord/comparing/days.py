"""Days of happenings: a day, or the night from one day to the next."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple


class Span(NamedTuple):
    """First and last day, `YYYY-MM-DD`, inclusive."""

    first: str
    last: str


def before(day: str, days: int = 1) -> str:
    """The day so many days earlier."""
    return (date.fromisoformat(day) - timedelta(days=days)).isoformat()


def after(day: str, days: int = 1) -> str:
    """The day so many days later."""
    return before(day, -days)


def night_or_day(first: str, last: str | None) -> Span:
    """The span from `first` to `last`, the same day where `last` is not known."""
    return Span(first, last if last and last >= first else first)


def length(span: Span) -> int:
    """Days from the first to the last: 0 for one day, 1 for a night."""
    return (date.fromisoformat(span.last) - date.fromisoformat(span.first)).days


def gap(a: Span, b: Span) -> int:
    """Days between two spans: 0 or less where they touch."""
    return max(
        (date.fromisoformat(a.first) - date.fromisoformat(b.last)).days,
        (date.fromisoformat(b.first) - date.fromisoformat(a.last)).days,
    )


def days_of(span: Span, *, most: int = 4) -> list[str]:
    """The days of a span, at most so many from its last."""
    n = min(length(span) + 1, most)
    return [before(span.last, i) for i in range(n)]
