"""What the expressions of one sentence tell about one another: how long a thing took on a day, when "now" was said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from onrecord.reading.times.calendar import day_value, interval, shift_days
from onrecord.reading.times.frame import Frame, Made
from onrecord.reading.times.lexing import Token
from onrecord.reading.times.makers_lengths import moved
from onrecord.reading.times.scanning import Candidate

_DAY_PRECISIONS = ("day", "part_of_day", "instant")
_QUOTES = frozenset("\"”“'’‘»«")
_NEAR_TOKENS = 4
_CLOCK_TOKENS = 7
_DATED = frozenset(("weekday", "wdabbr", "month", "dayoffset", "lastnight", "thispart"))

Resolved = tuple[Candidate, "Made | None"]


def relate(found: Sequence[Resolved], tokens: Sequence[Token], frame: Frame) -> None:
    """Give lengths the interval of the day beside them, and a quoted "now" the day on which it was said."""
    for place, (candidate, made) in enumerate(found):
        if made is None:
            continue
        following = found[place + 1] if place + 1 < len(found) else None
        if made.type == "DURATION" and made.bounds == (None, None, None) and following is not None:
            _measure(candidate, made, following, tokens)
        if candidate.pattern.maker == "clock" and following is not None:
            _clock_on(candidate, made, found[place + 1 : place + 3], tokens, frame)
        if candidate.pattern.maker in ("reference", "window") and following is not None:
            _said_on(candidate, made, following, tokens, frame)


def _clock_on(
    candidate: Candidate, made: Made, following: Sequence[Resolved], tokens: Sequence[Token], frame: Frame
) -> None:
    """ "At 3 a.m. (0100 GMT) on Thursday": an hour without its own day has the one that follows in its clause."""
    if candidate.slots.keys() & _DATED or made.value is None:
        return
    for other, told in following:
        between = tokens[candidate.last : other.first]
        if told is None or len(between) > _CLOCK_TOKENS or any(t.lower in (".", ";", "") for t in between):
            return
        if told.bounds[2] == "day" and told.type == "DATE" and told.bounds[0] and between and between[-1].lower == "on":
            made.value = told.bounds[0] + made.value[10:]
            made.bounds = interval(made.value)
            return


def _measure(candidate: Candidate, made: Made, following: Resolved, tokens: Sequence[Token]) -> None:
    """ "Lasted two hours on Monday" is on that Monday; "the 72 hours before Monday" end on its eve."""
    other, told = following
    if told is None or told.bounds[0] is None or told.bounds[2] not in _DAY_PRECISIONS:
        return
    between = [t.lower for t in tokens[candidate.last : other.first]]
    if len(between) > _NEAR_TOKENS or any(t in between for t in (".", ";", "")):
        return
    if between and between[0] == "before" and len(between) <= 2:
        day = date.fromisoformat(told.bounds[0][:10])
        first, last = moved(day, candidate.slots.get("count", 1), candidate.slots["unit"], -1), shift_days(day, -1)
        if first is not None and last is not None and first <= last:
            made.bounds = (day_value(first), day_value(last), "day")
    elif (made.value or "").startswith("PT") and (not between or between[-1] in ("on", "of", "early", "late")):
        made.bounds = told.bounds


def _said_on(candidate: Candidate, made: Made, following: Resolved, tokens: Sequence[Token], frame: Frame) -> None:
    """ "… right now,” he said Tuesday": the now of a quotation is the day that its saying is told with."""
    other, told = following
    if frame.anchor is None or told is None or other.pattern.maker not in ("weekday", "deictic"):
        return
    between = tokens[candidate.last : other.first]
    if not any(t.lower in _QUOTES for t in between) or frame.sentence(tokens[candidate.first].start) != frame.sentence(
        tokens[other.first].start
    ):
        return
    here = day_value(frame.anchor)
    said = (told.bounds[0] or here)[:10]
    if said >= here:
        return
    first, last, precision = made.bounds
    if candidate.pattern.maker == "window":
        if candidate.slots["dir"] < 0:
            return
        day = moved(date.fromisoformat(said), candidate.slots.get("count", 1), candidate.slots["unit"], 1)
        made.bounds = (said, day_value(day) if day else None, precision)
    elif made.value != "PAST_REF":
        made.bounds = (said, said if last is not None else None, precision)
