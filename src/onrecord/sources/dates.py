"""Publication dates in the forms that files, feeds and pages carry them, turned into ISO 8601.

A date is never guessed: what cannot be read, or can be read in two ways, is None.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_tz
from typing import Literal

Order = Literal["mdy", "dmy"]
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("jan", "january"),
            ("feb", "february"),
            ("mar", "march"),
            ("apr", "april"),
            ("may",),
            ("jun", "june"),
            ("jul", "july"),
            ("aug", "august"),
            ("sep", "sept", "september"),
            ("oct", "october"),
            ("nov", "november"),
            ("dec", "december"),
        ),
        1,
    )
    for name in names
}
_MONTH = r"(?P<month>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b[.,]?\s{0,3})?"
_CLOCK = (
    r"(?:[,\s]{0,3}(?:at\s|T|-\s)?\s{0,3}(?P<hour>[01]?\d|2[0-3])[:.h](?P<minute>[0-5]\d)"
    r"(?::(?P<second>[0-5]\d)(?:\.\d{1,9})?)?\s{0,2}(?P<half>[ap]\.?m\b\.?)?)?"
)
_ZONE = r"(?:\s{0,2}(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2})(?![\w:]))?"
_ISO = re.compile(
    r"(?P<year>\d{4})-(?P<number>\d{1,2})-(?P<day>\d{1,2})(?![\d-])" + _CLOCK.replace("T|", "T|") + _ZONE, re.I
)
_YMD = re.compile(r"(?P<year>\d{4})[/.](?P<number>\d{1,2})[/.](?P<day>\d{1,2})(?!\d)" + _CLOCK + _ZONE, re.I)
_DAY_FIRST = re.compile(
    _WEEKDAY + r"(?P<day>\d{1,2})(?:st|nd|rd|th)?[\s\-]{1,3}(?:of\s)?" + _MONTH + r",?[\s\-]{1,3}(?P<year>\d{4})(?!\d)"
    + _CLOCK + _ZONE,
    re.I,
)  # fmt: skip
_MONTH_FIRST = re.compile(
    _WEEKDAY + _MONTH + r"\s{1,3}(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s{1,3}(?P<year>\d{4})(?!\d)" + _CLOCK + _ZONE, re.I
)
_NUMBERS = re.compile(
    r"(?P<a>\d{1,2})(?P<sep>[/.\-])(?P<b>\d{1,2})(?P=sep)(?P<year>\d{4}|\d{2})(?!\d)" + _CLOCK + _ZONE, re.I
)
WRITTEN = (_ISO, _YMD, _DAY_FIRST, _MONTH_FIRST)
"""Patterns of dates that can be read in one way only."""
_FIRST_YEAR, _LAST_YEAR = 1700, 2200


def parse_published(value: object, *, order: Order | None = None) -> str | None:
    """The date or date-time that a value means, in ISO 8601, or None.

    Understood are ISO 8601, RFC 822, dates in English words, `20250428`, seconds and milliseconds since 1970,
    lists of numbers as feed readers write them (`[2025, 4, 28, 12, 0, 0, …]`, in UTC), `date` and `datetime`.
    `4/5/17` can be read in two ways: `order` decides, else None, unless one of its numbers is above 12 or both are
    equal. Two-digit years are of 1970 to 2069. A time of day without a zone is kept without one.
    """
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, datetime):
        return _iso_time(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float):
        return _epoch(float(value))
    if isinstance(value, list | tuple):
        return _numbers_list(value)
    if not isinstance(value, str):
        return None
    text = value.strip().strip("`'\"").strip()[:100]
    if re.fullmatch(r"\d{8}", text):
        return _day(text[:4], text[4:6], text[6:])
    if re.fullmatch(r"(?:19|20)\d{12}Z?", text):
        clock = f"T{text[8:10]}:{text[10:12]}:{text[12:14]}" + ("+00:00" if text.endswith("Z") else "")
        return _checked(f"{text[:4]}-{text[4:6]}-{text[6:8]}{clock}")
    if re.fullmatch(r"-?\d{9,13}(?:\.\d{1,9})?", text):
        return _epoch(float(text))
    for pattern in WRITTEN:
        if match := pattern.match(text):
            return from_match(match)
    if match := _NUMBERS.match(text):
        return _ambiguous(match, order)
    return _rfc822(text)


def is_ambiguous(value: object) -> bool:
    """Whether the value is a date of three numbers whose day and month cannot be told apart."""
    match = _NUMBERS.match(value.strip()) if isinstance(value, str) else None
    return bool(match) and _ambiguous(match, None) is None and _ambiguous(match, "mdy") is not None  # type: ignore[arg-type]


def order_of(values: Iterable[object]) -> Order | None:
    """What the dates of one column say about the order of day and month: None where nothing, or both."""
    orders: set[Order] = set()
    for value in values:
        match = _NUMBERS.match(value.strip()) if isinstance(value, str) else None
        if match:
            a, b = int(match["a"]), int(match["b"])
            if a > 12 >= b:
                orders.add("dmy")
            elif b > 12 >= a:
                orders.add("mdy")
    return orders.pop() if len(orders) == 1 else None


def from_match(match: re.Match[str]) -> str | None:
    """The ISO form of what one of the `WRITTEN` patterns matched, or None where there is no such day."""
    parts = match.groupdict()
    month = MONTHS[parts["month"].lower()] if parts.get("month") else int(parts["number"])
    day = _day(parts["year"], month, parts["day"])
    return _with_clock(day, parts) if day else None


def _ambiguous(match: re.Match[str], order: Order | None) -> str | None:
    parts = match.groupdict()
    a, b = int(parts["a"]), int(parts["b"])
    year = parts["year"]
    if len(year) == 2:
        year = str((1900 if int(year) >= 70 else 2000) + int(year))
    if a == b:
        month, day = a, b
    elif a > 12:
        month, day = b, a
    elif b > 12:
        month, day = a, b
    elif order:
        month, day = (a, b) if order == "mdy" else (b, a)
    elif parts["sep"] == ".":
        # Only day-first countries write dates with full stops.
        month, day = b, a
    else:
        return None
    found = _day(year, month, day)
    return _with_clock(found, parts) if found else None


def _day(year: str | int, month: str | int, day: str | int) -> str | None:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found.isoformat() if _FIRST_YEAR <= found.year <= _LAST_YEAR else None


def _with_clock(day: str, parts: dict[str, str | None]) -> str:
    if not parts.get("hour"):
        return day
    hour, minute, second = int(parts["hour"] or 0), parts["minute"], parts.get("second") or "00"
    half = (parts.get("half") or "").lower()
    if half and hour <= 12:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    zone = (parts.get("zone") or "").upper()
    if zone in ("Z", "UTC", "GMT"):
        zone = "+00:00"
    elif zone and ":" not in zone:
        zone = zone[:3] + ":" + zone[3:]
    return _checked(f"{day}T{hour:02}:{minute}:{second}{zone}") or day


def _checked(text: str) -> str | None:
    try:
        return text if _FIRST_YEAR <= datetime.fromisoformat(text).year <= _LAST_YEAR else None
    except ValueError:
        return None


def _iso_time(value: datetime) -> str | None:
    return _checked(value.replace(microsecond=0).isoformat())


def _epoch(seconds: float) -> str | None:
    if abs(seconds) >= 1e11:
        seconds /= 1000
    # Smaller numbers are years, counts or ids, not moments.
    if not 1e8 <= seconds < 7e9:
        return None
    return datetime.fromtimestamp(int(seconds), UTC).isoformat()


def _numbers_list(values: list[object] | tuple[object, ...]) -> str | None:
    numbers = [v for v in values[:6] if isinstance(v, int) and not isinstance(v, bool)]
    if len(numbers) < min(len(values), 6) or len(numbers) < 3:
        return None
    day = _day(*numbers[:3])
    if not day or len(numbers) < 6:
        return day
    hour, minute, second = numbers[3:]
    return _checked(f"{day}T{hour:02}:{minute:02}:{second:02}+00:00")


def _rfc822(text: str) -> str | None:
    # Only with a time of day: the parser reads years out of almost anything.
    if ":" not in text:
        return None
    try:
        parsed = parsedate_tz(text)
    except (ValueError, IndexError, TypeError, OverflowError):
        return None
    if not parsed:
        return None
    try:
        zone = timezone(timedelta(seconds=parsed[9])) if parsed[9] is not None else None
        return _iso_time(datetime(*parsed[:6], tzinfo=zone))
    except (ValueError, OverflowError):
        return None
