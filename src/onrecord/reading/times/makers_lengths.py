"""Makers of lengths, distances and repetitions: "three days", "two weeks ago", "the next 48 hours", "every night"."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Literal

from onrecord.reading.times.calendar import OPEN, Interval, day_value, interval, shift_days, shift_months
from onrecord.reading.times.frame import Frame, Made
from onrecord.reading.times.makers_days import within
from onrecord.reading.times.makers_periods import period_value
from onrecord.reading.times.scanning import Slots

_TIME_UNITS = {"TS": "S", "TM": "M", "TH": "H"}
_LONG_UNITS = {"DE": ("Y", 10), "CE": ("Y", 100), "ML": ("Y", 1000), "F": ("W", 2), "NI": ("D", 1), "WE": ("WE", 1)}
_SECONDS = {"TS": 1, "TM": 60, "TH": 3600}
_DAYS = {"D": 1, "NI": 1, "W": 7, "F": 14, "WE": 7}
_MONTHS = {"M": 1, "Q": 3, "Y": 12, "DE": 120, "CE": 1200, "ML": 12000}


def length_value(count: Any, unit: str, half: float = 0) -> str:
    """The TIMEX3 value of a length: `P30D`, `PT72H`, `P2Y6M`, `PXM` where the number is not told."""
    if unit in _TIME_UNITS:
        code = _TIME_UNITS[unit]
        if count != "X" and half and unit != "TS":
            return f"PT{_number(count)}{code}{round(60 * half)}{'M' if unit == 'TH' else 'S'}"
        if count == 0.5 and unit == "TH":
            return "PT30M"
        return f"PT{_number(count)}{code}"
    code, times = _LONG_UNITS.get(unit, (unit, 1))
    if unit == "X":
        return "PXX"
    if count == "X":
        return f"PX{code}"
    if half and unit == "Y":
        return f"P{_number(count)}Y{round(12 * half)}M"
    return f"P{_number((count + half) * times)}{code}"


def _number(count: Any) -> str:
    if isinstance(count, float) and count.is_integer():
        return str(int(count))
    return str(count)


_FROM_TOLD = ("earlier", "later", "before", "after", "previously", "afterwards")


def _half(slots: Slots) -> float:
    if "fraction" in slots:
        return float(slots["fraction"])
    return 0.5 if slots.get("half") else 0.0


def make_duration(slots: Slots, frame: Frame) -> Made | None:
    """A length of time. It has no interval of its own; that of what it measures is given to it afterwards."""
    count, unit = slots.get("count", 1), slots["unit"]
    if unit == "WE" and count == 1:
        return None
    if "count2" in slots and "unit2" not in slots:
        count = slots["count2"]
    value = length_value(count, unit, _half(slots))
    # Results of "the first nine months" are compared with those of a year before, not with a quarter.
    frame.stretch = frame.stretch or value in ("P6M", "P9M")
    if "unit2" in slots:
        second = length_value(slots["count2"], slots["unit2"])
        if value.startswith("PT") and second.startswith("PT"):
            value += second[2:]
        elif not value.startswith("PT"):
            value += second[1:]
    return Made("DURATION", value, OPEN, slots.get("mod"), told=False)


def moved(base: date, count: Any, unit: str, sign: int) -> date | None:
    """The day so many units before or after another, or None where the number is not told or too large."""
    if not isinstance(count, (int, float)) or count > 100_000:
        return None
    if unit in _SECONDS:
        return shift_days(base, sign * round(count * _SECONDS[unit] / 86400))
    if unit in _DAYS:
        return shift_days(base, sign * round(count * _DAYS[unit]))
    if unit in _MONTHS:
        return shift_months(base, sign * round(count * _MONTHS[unit]))
    return None


def make_ago(slots: Slots, frame: Frame) -> Made | None:
    """ "Three days ago", "two weeks later": a time as exact as the unit that measures the way to it."""
    count, unit, sign = slots.get("count", 1), slots["unit"], slots["ago"]
    word = slots.get("_word", "")
    base, inferred = frame.anchor, False
    exact = frame.told_precision in ("day", "part_of_day", "instant") or unit in _MONTHS
    if word in _FROM_TOLD and frame.told is not None and exact:
        # "Two days later" counts from the time told last, where the report has told one.
        base, inferred = frame.told, True
    if count == "X" or base is None:
        value = "PAST_REF" if sign < 0 else "FUTURE_REF"
        bounds: Interval = OPEN
        if base is not None:
            bounds = (None, day_value(base), "vague") if sign < 0 else (day_value(base), None, "vague")
        return Made("DATE", value, bounds, slots.get("mod"), told=False)
    if unit == "Y" and count == 1 and frame.quarter is not None and not frame.stretch:
        # Results of a quarter are compared with the same quarter of the year before.
        year, quarter = frame.quarter.split("-")
        value = f"{int(year) - 1:04d}-{quarter}"
        return Made("DATE", value, interval(value), slots.get("mod"), True, told=False)
    if slots.get("half"):
        count = count + 0.5
    day = moved(base, count, unit, sign)
    if day is None:
        return None
    if unit in _SECONDS:
        value = day_value(day)
        return Made(
            "TIME", value, (day_value(day), day_value(base), "part_of_day"), slots.get("mod"), inferred, told=False
        )
    exactness = {"NI": "D", "F": "W", "DE": "Y", "CE": "Y", "ML": "Y", "WE": "WE"}.get(unit, unit)
    if isinstance(count, float) and unit == "Y":
        exactness = "M"
    value = period_value(str(exactness), day, 0) or ""
    if slots.get("mod") == "MORE_THAN" and sign < 0:
        return Made("DATE", value, (None, day_value(day), "vague"), "MORE_THAN", inferred, told=False)
    return Made("DATE", value, interval(value), slots.get("mod"), inferred)


def make_window(slots: Slots, frame: Frame) -> Made | None:
    """ "The past two weeks", "the next 48 hours": a length that ends or begins on the day of the report."""
    count, unit, sign = slots.get("count", 1), slots["unit"], slots["dir"]
    value = length_value(count, unit)
    base = frame.anchor
    over = "within" in slots and frame.tense() == "past"
    if base is None or over:
        return Made("DURATION", value, OPEN, slots.get("mod"), told=False)
    day = moved(base, count, unit, sign)
    here = day_value(base)
    if day is None:
        bounds: Interval = (None, here, "vague") if sign < 0 else (here, None, "vague")
    else:
        precision = {"TS": "instant", "TM": "instant", "TH": "day"}.get(unit, "day")
        bounds = (day_value(day), here, precision) if sign < 0 else (here, day_value(day), precision)
    return Made("DURATION", value, bounds, slots.get("mod"), told=False)


def make_recent(slots: Slots, frame: Frame) -> Made | None:
    """ "In recent weeks", "the coming days": open on one side. "Recent hours" reach back to the day before."""
    sign, unit, anchor = slots["dir"], slots["unit"], frame.anchor
    # "Recent weeks" measure a time, "recent years" are the past (so TimeBank has them).
    kind: Literal["DATE", "DURATION"] = "DATE" if unit in _MONTHS and unit != "M" else "DURATION"
    value = length_value("X", unit) if kind == "DURATION" else "PAST_REF" if sign < 0 else "FUTURE_REF"
    if anchor is None:
        return Made(kind, value, (None, None, "vague"), told=False)
    here = day_value(anchor)
    if sign > 0:
        return Made(kind, value, (here, None, "vague"), told=False)
    if unit in _SECONDS:
        return Made(kind, value, (day_value(anchor - timedelta(1)), here, "vague"), told=False)
    return Made(kind, value, (None, here, "vague"), told=False)


def make_reference(slots: Slots, frame: Frame) -> Made | None:
    """ "Now", "recently", "soon"."""
    value, anchor = slots["value"], frame.anchor
    here = day_value(anchor) if anchor else None
    bounds: Interval = {
        "PRESENT_REF": (here, None if slots.get("open") else here, "day"),
        "PAST_REF": (None, here, "vague"),
        "FUTURE_REF": (here, None, "vague"),
    }[value]
    return Made("DATE", value, bounds, told=False)


_SET_VALUES = {"TS": "PT1S", "TM": "PT1M", "TH": "PT1H", "NI": "XXXX-XX-XXTNI", "F": "P2W", "WE": "XXXX-WXX-WE"}


def make_set(slots: Slots, frame: Frame) -> Made | None:
    """Repeated times: "every night", "daily", "Mondays", "a year" in rates."""
    part = slots.get("part")
    ending = ("T" + part) if part in ("MO", "AF", "EV", "NI") else ""
    weekday = slots.get("weekdays") or slots.get("weekday")
    if weekday:
        return Made("SET", f"XXXX-WXX-{weekday}{ending}", told=False)
    if "month" in slots:
        return Made("SET", f"XXXX-{slots['month']:02d}", told=False)
    if "season" in slots:
        return Made("SET", f"XXXX-{slots['season']}", told=False)
    if part:
        return Made("SET", "XXXX-XX-XX" + (ending or within(date(2000, 1, 1), part)[0][10:]), told=False)
    unit = slots.get("unit") or slots.get("unit1") or slots.get("unitadj")
    count = slots.get("count", 1)
    if unit is None:
        return None
    if count == 1 and unit in _SET_VALUES:
        return Made("SET", _SET_VALUES[unit], told=False)
    return Made("SET", length_value(count, unit), told=False)
