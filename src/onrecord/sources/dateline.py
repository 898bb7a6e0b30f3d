"""The date line of a report: "KYIV, Ukraine (AP) —", "MOSCOW, May 21. /TASS/.", "BEIRUT (Reuters) -"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from onrecord.sources.dates import MONTHS

_LOOK = 160
"""A date line that is longer than this is none."""
_CAPS = r"[A-Z\u00c0-\u00de][A-Z\u00c0-\u00de'’.\-]*[A-Z\u00c0-\u00de.](?![a-z\u00df-\u00ff])"
_NAME = r"[A-Z\u00c0-\u00de][\w'’.\-]{0,30}"
_PLACE_CAPS = rf"{_CAPS}(?:[ /-]{{1,2}}{_CAPS}){{0,4}}"
_PLACE = rf"(?:{_PLACE_CAPS}|{_NAME}(?:[ /]{_NAME}){{0,3}})"
_REGION = rf"(?:, {{0,2}}(?!(?:{'|'.join(MONTHS)})\b\.? \d)(?:{_NAME})(?: {_NAME}){{0,2}})?"
_REGION = _REGION.replace("(?!", "(?!(?i:", 1).replace(r")\b\.? \d)", r")\b\.? \d))", 1)
_MONTH = rf"(?P<month{{n}}>(?i:{'|'.join(sorted(MONTHS, key=len, reverse=True))}))\b\.?"
_DATE = (
    rf"(?:{_MONTH.format(n=1)} (?P<day1>\d{{1,2}})|(?P<day2>\d{{1,2}}) {_MONTH.format(n=2)})"
    r"(?:,? (?P<year>(?:19|20)\d{2}))?"
)
_AGENCY = r"(?P<agency{n}>[A-Z][\w.&'’ /\-]{{1,40}})"
_WIRES = "SANA|WAFA|TASS|AFP|IRNA|KUNA|SPA|ANHA|UPI|DPA|APA|MENA|PTI|ANI|NNA|MNA|ANSA|EFE"
_DASH = r" {0,2}(?:--{1,2}|[-–—―]) {0,3}"
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        # KYIV, Ukraine, May 3 (AP) — ; GENEVA/KHARTOUM, 3 May (Xinhua) -- ; (AP) --
        rf"(?:(?P<place>{_PLACE}{_REGION}),? {{0,2}})??(?:,? {{0,2}}{_DATE},? {{0,2}})?"
        rf"\({_AGENCY.format(n=1)}\){_DASH}",
        # MOSCOW, May 21. /TASS/. ; MOSCOW, May 21 /TASS/ -
        rf"(?P<place>{_PLACE}{_REGION}),? {_DATE}\.? {{0,2}}/{_AGENCY.format(n=1)}/\.?(?:{_DASH})? {{0,3}}",
        # Damascus, SANA – ; GAZA, May 3, WAFA -
        rf"(?P<place>{_PLACE}), (?:{_DATE}, )?(?P<agency1>{_WIRES}) {{0,2}}[-–—] {{0,2}}",
        # SANA-One civilian
        rf"(?P<agency1>{_WIRES}) {{0,2}}[-–—] {{0,2}}(?=[A-Z])",
        # LONDON, May 3, 2025 — ; LONDON, May 3 -
        rf"(?P<place>{_PLACE_CAPS}{_REGION}), {_DATE}{_DASH}",
        # BERDYCHIV, UKRAINE — ; WASHINGTON —
        rf"(?P<place>{_PLACE_CAPS}(?:, (?:{_PLACE_CAPS}|{_NAME}))?) {{0,2}}(?:--|[–—―]) {{0,3}}(?=[A-Z\u201c\"'])",
    )
)
_NOT_A_PLACE = re.compile(
    r"(?i:breaking|update[d\d]?|exclusive|watch|live|video|analysis|opinion|correction|factbox|explainer|read more"
    r"|editor|note|q&?a|photos?|urgent|just in|the president|question|q|a|i)\b"
)


@dataclass(frozen=True)
class Dateline:
    """What a date line says; `[start, end)` are its words in the string that was parsed, the dash included."""

    place: str | None
    agency: str | None
    day: int | None
    month: int | None
    year: int | None
    start: int
    end: int

    @property
    def date(self) -> str | None:
        """The day in ISO 8601, where the date line has a year; a year is never guessed."""
        if self.year and self.month and self.day:
            return date(self.year, self.month, self.day).isoformat()
        return None


def parse_dateline(words: str) -> Dateline | None:
    """The date line at the beginning of the words, or None. Leading white space is skipped."""
    lead = len(words[:400]) - len(words[:400].lstrip())
    head = words[lead : lead + _LOOK]
    for pattern in _PATTERNS:
        match = pattern.match(head)
        if not match:
            continue
        found = match.groupdict()
        place = (found.get("place") or "").strip(" ,") or None
        if place and _NOT_A_PLACE.match(place):
            continue
        month = found.get("month1") or found.get("month2")
        day = found.get("day1") or found.get("day2")
        year = int(found["year"]) if found.get("year") else None
        if day and not _is_day(year, MONTHS[month.lower()] if month else 0, int(day)):
            continue
        return Dateline(
            place=place,
            agency=found.get("agency1"),
            day=int(day) if day else None,
            month=MONTHS[month.lower()] if month else None,
            year=year,
            start=lead,
            end=lead + len(match[0].rstrip()),
        )
    return None


def _is_day(year: int | None, month: int, day: int) -> bool:
    try:
        date(year or 2000, month, day)
    except ValueError:
        return False
    return True
