"""Events: who did what to whom, in PLOVER's types and our two (INTERCEPT, ALERT)."""

from onrecord.reading.events.finding import find_events

__all__ = ["find_events"]
