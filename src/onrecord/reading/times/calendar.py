"""TIMEX3 values and the intervals they name: arithmetic on the calendar alone, without words.

Weeks are those of ISO 8601 and start on Monday. Meteorological seasons: spring is March to May, winter December to the
February of the year after. Instants carry no zone: they are those of the place the words speak of.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

Interval = tuple[str | None, str | None, str | None]
"""First and last day or instant, inclusive, and the precision; `None` where open or unknown."""

OPEN: Interval = (None, None, None)

PART_HOURS: dict[str, tuple[str, int, str]] = {
    "MO": ("06:00", 0, "12:00"),
    "AF": ("12:00", 0, "18:00"),
    "EV": ("18:00", 0, "23:59"),
    "NI": ("18:00", 1, "06:00"),
    "DT": ("06:00", 0, "18:00"),
}
"""Part of the day -> first hour, days on, last hour. A night begins on the evening of the day it is named for."""

_VALUE = re.compile(
    r"(?P<year>\d{4})(?:-(?:(?P<month>\d{2})(?:-(?P<day>\d{2})(?:T(?P<time>[A-Z]{2}|\d{2}(?::\d{2})?))?)?"
    r"|W(?P<week>\d{2})(?:-(?P<wd>WE|[1-7]))?|(?P<season>SP|SU|FA|WI)|Q(?P<quarter>[1-4])|H(?P<half>[12])))?"
)
_SEASON_START = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}


def day_value(day: date) -> str:
    return day.isoformat()


def week_value(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def month_value(year: int, month: int) -> str:
    return f"{year:04d}-{month:02d}"


def shift_days(day: date, days: int) -> date | None:
    """The day so many days on, or None beyond the calendar."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def shift_months(day: date, months: int) -> date | None:
    """The same day so many months on (the last of the month where it has no such day), or None beyond the calendar."""
    total = day.year * 12 + day.month - 1 + months
    year, month = divmod(total, 12)
    if not 1 <= year <= 9999:
        return None
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous algorithm of 1876)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    shift = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * shift) // 451
    month, day = divmod(h + shift - 7 * m + 114, 31)
    return date(year, month, day + 1)


def make_day(year: int, month: int, day: int) -> date | None:
    """The day, or None where the calendar has none such."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def interval(value: str) -> Interval:
    """The interval that a TIMEX3 value names; open for lengths, references and values with unknown parts."""
    if re.fullmatch(r"\d{3}", value):
        return f"{value}0-01-01", f"{value}9-12-31", "decade"
    if re.fullmatch(r"\d{2}", value):
        return f"{value}00-01-01", f"{value}99-12-31", "vague"
    found = _VALUE.fullmatch(value)
    if not found:
        return OPEN
    year = int(found["year"])
    if not 1 <= year <= 9998:
        return OPEN
    try:
        return _named(found, year)
    except (ValueError, OverflowError):
        return OPEN


def _named(found: re.Match[str], year: int) -> Interval:
    if found["day"]:
        day = date(year, int(found["month"]), int(found["day"]))
        return _within_day(day, found["time"])
    if found["month"]:
        month = int(found["month"])
        return day_value(date(year, month, 1)), day_value(month_end(year, month)), "month"
    if found["week"]:
        monday = date.fromisocalendar(year, int(found["week"]), 1)
        if found["wd"] == "WE":
            return day_value(monday + timedelta(5)), day_value(monday + timedelta(6)), "weekend"
        if found["wd"]:
            day = monday + timedelta(int(found["wd"]) - 1)
            return day_value(day), day_value(day), "day"
        return day_value(monday), day_value(monday + timedelta(6)), "week"
    if found["season"]:
        start = _SEASON_START[found["season"]]
        last = (year + 1, 2) if start == 12 else (year, start + 2)
        return day_value(date(year, start, 1)), day_value(month_end(*last)), "season"
    if found["quarter"]:
        last_month = 3 * int(found["quarter"])
        return day_value(date(year, last_month - 2, 1)), day_value(month_end(year, last_month)), "quarter"
    if found["half"]:
        last_month = 6 * int(found["half"])
        return day_value(date(year, last_month - 5, 1)), day_value(month_end(year, last_month)), "season"
    return f"{year:04d}-01-01", f"{year:04d}-12-31", "year"


def _within_day(day: date, time: str | None) -> Interval:
    text = day_value(day)
    if time is None:
        return text, text, "day"
    if time in PART_HOURS:
        first, days, last = PART_HOURS[time]
        return f"{text}T{first}", f"{day_value(day + timedelta(days))}T{last}", "part_of_day"
    if time.startswith("24"):
        midnight = day_value(day + timedelta(1)) + "T00:00"
        return midnight, midnight, "instant"
    if not time[:2].isdigit():
        return text, text, "day"
    instant = f"{text}T{time if len(time) == 5 else time + ':00'}"
    return instant, instant, "instant"


def narrowed(bounds: Interval, mod: str) -> Interval:
    """The beginning, middle or end of an interval: tens of days of a month, thirds of anything longer or shorter."""
    first, last, precision = bounds
    if first is None or last is None:
        return bounds
    try:
        start, end = date.fromisoformat(first[:10]), date.fromisoformat(last[:10])
    except ValueError:
        return bounds
    days = (end - start).days + 1
    if precision == "month":
        cuts = (start, start.replace(day=10), start.replace(day=11), start.replace(day=20), start.replace(day=21), end)
    elif precision == "year":
        year = start.year
        cuts = (start, date(year, 4, 30), date(year, 5, 1), date(year, 8, 31), date(year, 9, 1), end)
    elif precision == "decade":
        year = start.year
        cuts = (start, date(year + 2, 12, 31), date(year + 3, 1, 1), date(year + 6, 12, 31), date(year + 7, 1, 1), end)
    elif days >= 3:
        third = days // 3
        cuts = (
            start, start + timedelta(third - 1), start + timedelta(third), end - timedelta(third),
            end - timedelta(third - 1), end,
        )  # fmt: skip
    else:
        return bounds
    pick = {"START": 0, "MID": 2, "END": 4}.get(mod)
    if pick is None:
        return bounds
    return day_value(cuts[pick]), day_value(cuts[pick + 1]), precision
