"""Makers of weeks, months, quarters, seasons, years, decades and centuries, by name or from where the report stands."""

from __future__ import annotations

from datetime import date

from onrecord.reading.times.calendar import (
    Interval,
    day_value,
    interval,
    month_value,
    narrowed,
    shift_days,
    shift_months,
    week_value,
)
from onrecord.reading.times.frame import Frame, Made
from onrecord.reading.times.scanning import Slots

_EDGES = {"START": "START", "MID": "MID", "END": "END", "EARLIER": None, "LATER": None, "FIRST": "START", "LAST": "END"}
_UNKNOWN = {"D": "XXXX-XX-XX", "W": "XXXX-WXX", "WE": "XXXX-WXX-WE", "M": "XXXX-XX", "Q": "XXXX-QX", "Y": "XXXX"}
_PRECISION = {"D": "day", "W": "week", "WE": "weekend", "M": "month", "Q": "quarter", "Y": "year", "DE": "decade"}


def period_value(unit: str, base: date, offset: int) -> str | None:
    """The value of the unit that lies so many units from the one around a day."""
    if unit == "D":
        moved = shift_days(base, offset)
        return day_value(moved) if moved else None
    if unit in ("W", "WE"):
        moved = shift_days(base, 7 * offset)
        return week_value(moved) + ("-WE" if unit == "WE" else "") if moved else None
    if unit == "M":
        moved = shift_months(base, offset)
        return month_value(moved.year, moved.month) if moved else None
    if unit == "Q":
        moved = shift_months(base, 3 * offset)
        return f"{moved.year:04d}-Q{(moved.month + 2) // 3}" if moved else None
    if unit in ("SU", "WI"):
        return f"{base.year + offset:04d}-{unit}"
    year = base.year + offset * {"Y": 1, "DE": 10, "CE": 100}.get(unit, 1)
    if not 1 <= year <= 9998:
        return None
    return f"{year:04d}"[: {"Y": 4, "DE": 3, "CE": 2}.get(unit, 4)]


def period(unit: str, base: date, offset: int, edge: str | None) -> Made | None:
    """The period as a time; "earlier this month" ends on the day it is told from, "later this month" begins there."""
    value = period_value(unit, base, offset)
    if value is None:
        return None
    bounds = interval(value)
    if edge == "EARLIER" and offset == 0 and bounds[0] is not None:
        bounds = (bounds[0], day_value(base), bounds[2])
    elif edge == "LATER" and offset == 0 and bounds[1] is not None:
        bounds = (day_value(base), bounds[1], bounds[2])
    elif edge in ("START", "MID", "END"):
        bounds = narrowed(bounds, edge)
    elif edge == "FIRST":
        bounds = (bounds[0], bounds[0], "day")
    elif edge == "LAST":
        bounds = (bounds[1], bounds[1], "day")
    return Made("DATE", value, bounds, _EDGES.get(edge or ""))


def make_unit(slots: Slots, frame: Frame) -> Made | None:
    """ "Last week", "this month", "early next year", "the end of the month"."""
    unit, offset, edge = slots["unit"], slots["offset"], slots.get("edge")
    if unit in ("WEPAST", "WENEXT"):
        unit, offset = "WE", -1 if unit == "WEPAST" else 0
    base = frame.anchor
    if base is None:
        return Made("DATE", _UNKNOWN.get(unit), (None, None, _PRECISION.get(unit)), _EDGES.get(edge or ""), told=False)
    if unit == "WE":
        return _weekend(base, offset, frame)
    made = period(unit, base, offset, edge)
    if made is None:
        return None
    if "open" in slots:
        # The fiscal years of firms and countries begin on different days.
        made.bounds = (None, None, made.bounds[2])
    elif offset == 0 and edge is None and unit in ("M", "Y") and frame.tense() in ("past", "present"):
        # What has happened "this year" has happened by the day of the report.
        made.bounds = (made.bounds[0], day_value(base), made.bounds[2])
    return made


def make_weekend(slots: Slots, frame: Frame) -> Made | None:
    """ "The weekend": the one before, or the coming one in the future tense."""
    base = frame.anchor
    if base is None:
        return Made("DATE", _UNKNOWN["WE"], (None, None, "weekend"), told=False)
    if frame.words_before(2) == "ahead of":
        return period("WE", base, 0, None)
    return _weekend(base, 0, frame)


def _weekend(base: date, offset: int, frame: Frame) -> Made | None:
    if offset == 0 and base.isoweekday() < 6 and frame.tense() not in ("future",):
        offset = -1
    return period("WE", base, offset, None)


def make_narrative_unit(slots: Slots, frame: Frame) -> Made | None:
    """ "That year", "the following month": from the time told last."""
    base, inferred = (frame.told, True) if frame.told else (frame.anchor, False)
    if base is None:
        return Made("DATE", _UNKNOWN.get(slots["unit"]), (None, None, _PRECISION.get(slots["unit"])), told=False)
    made = period(slots["unit"], base, slots["offset"], slots.get("edge") if slots["offset"] else None)
    if made is not None:
        made.inferred = inferred
    return made


def make_year_end(slots: Slots, frame: Frame) -> Made | None:
    """ "Year-end": the last day of the year, of the one before where something went on since then."""
    if frame.anchor is None:
        return Made("DATE", "XXXX-12-31", (None, None, "day"), told=False)
    day = date(frame.anchor.year - (frame.word_before() == "since"), 12, 31)
    return Made("DATE", day_value(day), interval(day_value(day)))


def make_the_unit(slots: Slots, frame: Frame) -> Made | None:
    """ "The quarter", "the year" standing alone: the quarter told last, the year of the report.

    "The latest period" is that quarter too, "the 2024 period" the same one of another year.
    """
    base, unit = frame.anchor, slots["unit"]
    if "year" in slots:
        value = f"{slots['year']:04d}" + (frame.quarter[4:] if frame.quarter else "")
        return Made("DATE", value, interval(value), inferred=frame.quarter is not None, told=False)
    if unit == "Q" and frame.quarter is not None:
        frame.stretch = False
        return Made("DATE", frame.quarter, interval(frame.quarter), inferred=True)
    if base is None:
        return Made("DATE", _UNKNOWN.get(unit), (None, None, _PRECISION.get(unit)), told=False)
    return period(unit, base, -1 if unit == "Q" else 0, None)


def make_quarter(slots: Slots, frame: Frame) -> Made | None:
    """Quarters by number, with their year, or of the year that the tense and the publication day ask for."""
    number, base = slots["nth"], frame.anchor
    year = slots.get("year")
    if year is None and "yearoffset" in slots and base is not None:
        year = base.year + slots["yearoffset"]
    if year is None and base is not None:
        now = (base.month + 2) // 3
        tense = frame.tense()
        # The quarter that has just ended is the one that is still to be reported on.
        year = base.year - (number > now and tense != "future") + (number < now - 1 and tense == "future")
    value = f"{year:04d}-Q{number}" if year is not None else f"XXXX-Q{number}"
    _tell_quarter(value, frame)
    return Made("DATE", value, interval(value) if year else (None, None, "quarter"), told=year is not None)


def _tell_quarter(value: str, frame: Frame) -> None:
    """Keep a quarter as the one that figures are compared with.

    It has begun by the day of the report and not long before; the present one, of which a report can only expect
    something, does not take the place of one that is over.
    """
    first, last, _ = interval(value)
    if first is None or last is None or frame.anchor is None or first > day_value(frame.anchor):
        return
    over = last < day_value(frame.anchor)
    if frame.anchor.year - int(first[:4]) <= 1 and (over or frame.quarter is None):
        frame.quarter, frame.stretch = value, False


def make_half(slots: Slots, frame: Frame) -> Made | None:
    year = slots.get("year")
    if year is None and frame.anchor is not None:
        year = frame.anchor.year + slots["yearoffset"]
    value = f"{year:04d}-H{slots['half']}" if year is not None else f"XXXX-H{slots['half']}"
    first, last, _ = interval(value)
    return Made("DATE", value, (first, last, None), told=year is not None)


def make_fiscal(slots: Slots, frame: Frame) -> Made | None:
    """A fiscal year; its bounds differ between countries and firms and stay open."""
    return Made("DATE", f"{slots['year']:04d}", (None, None, "year"), told=False)


def make_season(slots: Slots, frame: Frame) -> Made | None:
    """Seasons, by year, by "last" and "next", or by tense."""
    season, edge = slots["season"], slots.get("edge")
    year = slots.get("year")
    inferred = False
    if year is None:
        base = frame.told if frame.narrative and frame.told else frame.anchor
        inferred = base is not frame.anchor
        if base is None:
            return Made("DATE", f"XXXX-{season}", (None, None, "season"), told=False)
        year = base.year if inferred else _season_year(season, base, slots.get("dir"), frame)
    value = f"{year:04d}-{season}"
    bounds = interval(value)
    if edge in ("START", "MID", "END"):
        bounds = narrowed(bounds, edge)
    return Made("DATE", value, bounds, _EDGES.get(edge or ""), inferred)


def _season_year(season: str, base: date, direction: int | None, frame: Frame) -> int:
    first = interval(f"{base.year:04d}-{season}")[0] or ""
    begun = first <= day_value(base)
    if direction == 1:
        return base.year + begun
    if direction == 0:
        return base.year - (season == "WI" and base.month <= 2)
    last = interval(f"{base.year:04d}-{season}")[1] or ""
    if direction == -1:
        # "Last summer" said in autumn is this year's; said in summer, the one before.
        return (
            base.year
            if last < day_value(base) and base.month >= 10 and season == "SU"
            else base.year - (not begun or base.month < 12)
        )
    if begun:
        return base.year
    return base.year if frame.tense() == "future" else base.year - 1


def make_decade(slots: Slots, frame: Frame) -> Made | None:
    """Decades ("the 1990s", "the '80s"), their value of three figures, with beginning, middle or end."""
    edge = slots.get("edge")
    value = str(slots["decade"])
    bounds: Interval = interval(value)
    if edge in ("START", "MID", "END"):
        bounds = narrowed(bounds, edge)
    return Made("DATE", value, bounds, _EDGES.get(edge or ""))


def make_century(slots: Slots, frame: Frame) -> Made | None:
    nth = slots["nth"]
    if not 1 <= nth <= 30:
        return None
    value = f"{nth - 1:02d}"
    return Made("DATE", value, interval(value), _EDGES.get(slots.get("edge") or ""), told=False)
