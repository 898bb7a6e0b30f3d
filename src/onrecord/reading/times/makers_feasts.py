"""Makers of feasts and their days, by the rules of the data file."""

from __future__ import annotations

from datetime import date, timedelta

from onrecord.reading.times.calendar import easter, make_day, shift_days
from onrecord.reading.times.frame import Frame, Made
from onrecord.reading.times.makers_days import on_day
from onrecord.reading.times.scanning import Slots


def make_holiday(slots: Slots, frame: Frame) -> Made | None:
    """A feast, by its rule in the data file, nearest to the report in the direction of the tense."""
    rule = slots["holiday"]
    if "year" in slots:
        day = holiday_in(rule, slots["year"])
        return on_day(day, {}) if day else None
    base = frame.told if frame.narrative else frame.anchor
    if base is None:
        return Made("DATE", None, (None, None, "day"), told=False)
    days = [d for step in (-1, 0, 1) if (d := holiday_in(rule, base.year + step)) is not None]
    direction, tense = slots.get("dir"), frame.tense()
    if direction == -1 or (direction is None and tense != "future"):
        days = [d for d in days if d <= base + timedelta(0 if direction else 1)]
        return on_day(days[-1], {}) if days else None
    days = [d for d in days if d >= base]
    return on_day(days[0], {}) if days else None


def holiday_in(rule: str, year: int) -> date | None:
    """The day of a feast in a year."""
    if not 1583 <= year <= 9998:
        return None
    if rule.startswith("E"):
        return shift_days(easter(year), int(rule[1:]))
    month, _, day = rule.partition("-")
    if day[0] == "L":
        last = make_day(year + (month == "12"), int(month) % 12 + 1, 1)
        assert last is not None
        last -= timedelta(1)
        return last - timedelta((last.isoweekday() - int(day[1])) % 7)
    if int(day) > 31:
        # The Nth weekday W, written NW: no month has a day of that number.
        first = date(year, int(month), 1)
        return first + timedelta((int(day[1]) - first.isoweekday()) % 7 + 7 * (int(day[0]) - 1))
    return make_day(year, int(month), int(day))
