"""When: time expressions of a report, with their TIMEX3 values and the intervals they name."""

from onrecord.reading.times.finding import find_times

__all__ = ["find_times"]
