"""Makers of days and parts of days: calendar dates, weekdays, "yesterday", "overnight", times of the clock."""

from __future__ import annotations

from datetime import date, timedelta

from onrecord.reading.times.calendar import (
    OPEN,
    Interval,
    day_value,
    interval,
    make_day,
    monday_of,
    month_value,
    narrowed,
    shift_days,
    week_value,
)
from onrecord.reading.times.frame import Frame, Made
from onrecord.reading.times.scanning import Slots
from onrecord.reference.times import cue_words, known_days

_TIMEX_PART = {
    "MO": "TMO", "AF": "TAF", "EV": "TEV", "NI": "TNI", "DAWN": "TMO", "DUSK": "TEV", "NOON": "T12:00",
    "MIDNIGHT": "T24:00", "SMALL": "TNI",
}  # fmt: skip
_PART_BOUNDS: dict[str, tuple[int, str, int, str]] = {
    "MO": (0, "06:00", 0, "12:00"),
    "AF": (0, "12:00", 0, "18:00"),
    "EV": (0, "18:00", 0, "23:59"),
    "NI": (0, "18:00", 1, "06:00"),
    "DAWN": (0, "04:00", 0, "07:00"),
    "DUSK": (0, "17:00", 0, "20:00"),
    "SMALL": (0, "00:00", 0, "06:00"),
}
"""Part of the day -> days and hour of its beginning, days and hour of its end (docs/limits/times.md)."""

_MODS = {"START": "START", "MID": "MID", "END": "END"}


def within(day: date, part: str) -> tuple[str, Interval]:
    """The TIMEX3 value and the interval of a part of a day."""
    value = day_value(day) + _TIMEX_PART[part]
    if part in ("NOON", "MIDNIGHT"):
        return value, interval(value)
    first_day, first, last_day, last = _PART_BOUNDS[part]
    begins, ends = shift_days(day, first_day), shift_days(day, last_day)
    if begins is None or ends is None:
        return value, OPEN
    return value, (f"{day_value(begins)}T{first}", f"{day_value(ends)}T{last}", "part_of_day")


def on_day(day: date, slots: Slots, *, inferred: bool = False) -> Made:
    """A day, with the part of it and the edge that the words name."""
    part, edge = slots.get("part"), slots.get("edge")
    if part:
        value, bounds = within(day, part)
        return Made("TIME", value, bounds, _MODS.get(edge or ""), inferred)
    value = day_value(day)
    return Made("DATE", value, interval(value), _MODS.get(edge or ""), inferred)


def _goes_on(frame: Frame) -> bool:
    """Whether a date with its year, of years ago, stood before in the sentence: what follows goes on from there."""
    if frame.dated is None or frame.told is None or frame.anchor is None or frame.anchor.year - frame.told.year < 2:
        return False
    same = bool(frame.sentences) and frame.sentence(frame.dated) == frame.sentence(frame.here[0])
    return same and " and " in frame.text[frame.dated : frame.here[0]] and frame.tense() == "past"


def year_for(frame: Frame, month: int, day: int | None, weekday: int | None = None) -> tuple[int | None, bool]:
    """The year of a date without one, and whether it was carried from the narrative."""
    if frame.told is not None and (frame.narrative or _goes_on(frame)):
        year = frame.told.year
        if frame.told_precision in ("day", "month", "part_of_day", "instant") and frame.told.month - month >= 7:
            year += 1
        return year, True
    anchor = frame.anchor
    if anchor is None:
        return None, False
    if day is not None and weekday is not None:
        for step in (0, -1, 1, -2, 2):
            found = make_day(anchor.year + step, month, day)
            if found is not None and found.isoweekday() == weekday and abs((found - anchor).days) < 400:
                return found.year, False
    if day is not None and (month, day) in frame.days:
        return frame.days[month, day], True
    known = known_days().get(f"{month:02d}-{day:02d}") if day is not None else None
    if known is not None and known <= anchor.year and frame.names_attack():
        return known, False
    return _year_of(frame, anchor, month, day), False


_AGAINST_TENSE, _AGAINST_NOUN = 6, 9


def _year_of(frame: Frame, anchor: date, month: int, day: int | None) -> int:
    """The year that brings a date nearest to the report; against the tense of its clause it counts as further off."""
    tense = frame.tense()
    before = frame.word_before()
    # "has set a deadline of March"
    deadline = (
        frame.text[max(frame.here[0] - 14, 0) : frame.here[0]].lower().endswith(("deadline of ", "deadline for "))
    )
    noun = frame.tag_after().startswith("NN") and frame.word_after() not in cue_words("nouns ahead")
    if noun or frame.word_after() in ("'s", "’s"):
        tense = "past" if tense != "future" or noun else tense
    elif deadline or before in cue_words("firm cues ahead") or (before in cue_words("cues ahead") and tense != "past"):
        tense = "future"
    weight = _AGAINST_NOUN if noun else _AGAINST_TENSE
    best, best_cost = anchor.year, float("inf")
    for year in (anchor.year, anchor.year - 1, anchor.year + 1):
        if day is None:
            distance = 30 * (12 * (year - anchor.year) + month - anchor.month)
            weight = 99 if deadline or (tense == "past" and not noun) else _AGAINST_NOUN
        else:
            found = make_day(year, month, day)
            if found is None:
                continue
            distance = (found - anchor).days
        cost = float(abs(distance))
        if (tense == "past" and distance > 1) or (tense == "future" and distance < 0):
            cost *= weight
        elif tense is None and distance > 0:
            cost *= 1.5
        if cost < best_cost:
            best, best_cost = year, cost
    return best


def make_date(slots: Slots, frame: Frame) -> Made | None:
    """A calendar date with what is said of it: year, month, day, weekday, part of the day, beginning or end."""
    month, day, year = slots.get("month"), slots.get("day"), slots.get("year")
    edge = slots.get("edge")
    mod = slots.get("mod") or _MODS.get(edge or "")
    inferred = False
    if "ord31" in slots and day is None:
        day = slots["ord31"]
    if month is None and day is None:
        if year is None or not 100 <= year <= 2999:
            return None
        value = f"{year:04d}"
        bounds = interval(value)
        return Made("DATE", value, narrowed(bounds, edge) if edge else bounds, mod)
    if month is None:
        return _day_of_month(int(day or 0), frame)
    if year is None and "yearoffset" in slots:
        year = frame.anchor.year + slots["yearoffset"] if frame.anchor else None
    elif year is None and "dir" in slots:
        year = _directed_year(slots["dir"], month, frame)
    elif year is None:
        year, inferred = year_for(frame, month, day, slots.get("weekday") or slots.get("wdabbr"))
    if year is None:
        known = f"XXXX-{month:02d}" + (f"-{day:02d}" if day else "")
        return Made("DATE", known, (None, None, "day" if day else "month"), mod, told=False)
    if day is None:
        value = month_value(year, month)
        bounds = interval(value)
        return Made("DATE", value, narrowed(bounds, edge) if edge else bounds, mod, inferred)
    found = make_day(year, month, day)
    if found and "year" in slots:
        frame.days[month, day] = year
    return on_day(found, slots, inferred=inferred) if found else None


def _directed_year(direction: int, month: int, frame: Frame) -> int | None:
    if frame.anchor is None:
        return None
    anchor = frame.anchor
    if direction < 0:
        return anchor.year - (month >= anchor.month)
    if direction > 0:
        return anchor.year + (month <= anchor.month)
    return anchor.year


def _day_of_month(day: int, frame: Frame) -> Made | None:
    base = frame.told if frame.narrative or frame.anchor is None else frame.anchor
    if base is None:
        return Made("DATE", f"XXXX-XX-{day:02d}", (None, None, "day"), told=False)
    tense = frame.tense()
    options = []
    for step in (-1, 0, 1):
        year, month = divmod(base.year * 12 + base.month - 1 + step, 12)
        found = make_day(year, month + 1, day) if 1 <= year <= 9999 else None
        if found is not None:
            options.append(found)
    if not options:
        return None
    if tense == "future":
        chosen = min((d for d in options if d >= base), default=options[-1])
    elif tense == "past":
        chosen = max((d for d in options if d <= base), default=options[0])
    else:
        chosen = min(options, key=lambda d: abs((d - base).days))
    return on_day(chosen, {}, inferred=base is not frame.anchor)


def make_weekday(slots: Slots, frame: Frame) -> Made | None:
    """A weekday by the publication day, the tense of its clause and the words "last" and "next"."""
    if "dayoffset" in slots:
        return make_deictic(slots, frame)
    weekday = slots.get("weekday") or slots.get("wdabbr")
    if weekday is None:
        return None
    if frame.anchor is None:
        part = slots.get("part")
        value = f"XXXX-WXX-{weekday}" + (_TIMEX_PART[part] if part else "")
        return Made("TIME" if part else "DATE", value, (None, None, "part_of_day" if part else "day"), told=False)
    day = weekday_near(frame, weekday, slots)
    moved = shift_days(day, slots.get("shift", 0) + 7 * slots.get("weeks", 0)) if day else None
    return on_day(moved, slots) if moved else None


def weekday_near(frame: Frame, weekday: int, slots: Slots) -> date | None:
    """The day that a weekday means in a report of `frame.anchor`."""
    anchor = frame.anchor
    assert anchor is not None
    if "weekoffset" in slots:
        return shift_days(monday_of(anchor), 7 * slots["weekoffset"] + weekday - 1)
    ahead = (weekday - anchor.isoweekday()) % 7
    direction = slots.get("dir")
    if direction == -1:
        return shift_days(anchor, (ahead or 7) - 7) if ahead else shift_days(anchor, -7)
    if direction == 1:
        return shift_days(anchor, ahead or 7)
    if direction == 0:
        return shift_days(anchor, ahead)
    after = slots.get("_after")
    if after is not None:
        return shift_days(after, (weekday - after.isoweekday()) % 7)
    if ahead == 0:
        return anchor
    tense = frame.tense()
    if tense != "past" and frame.word_after() in ("'s", "’s") and frame.noun_after() not in cue_words("nouns ahead"):
        tense = "past"
    return shift_days(anchor, ahead if tense in ("future", "present") else ahead - 7)


def make_deictic(slots: Slots, frame: Frame) -> Made | None:
    """ "Yesterday", "this morning", "last night": so many days from the publication day."""
    part = slots.get("part")
    if frame.anchor is None:
        value = "XXXX-XX-XX" + (_TIMEX_PART[part] if part else "")
        return Made("TIME" if part else "DATE", value, (None, None, "part_of_day" if part else "day"), told=False)
    day = shift_days(frame.anchor, slots.get("dayoffset", 0))
    return on_day(day, slots) if day else None


def make_narrative_day(slots: Slots, frame: Frame) -> Made | None:
    """ "The previous day", "that day", "the next morning": from the day told last, else from the publication day."""
    base, inferred = frame.told, True
    if base is None or frame.told_precision not in ("day", "part_of_day", "instant"):
        base, inferred = frame.anchor, False
    if base is None:
        part = slots.get("part")
        return Made("DATE", "XXXX-XX-XX", (None, None, "part_of_day" if part else "day"), told=False)
    day = shift_days(base, slots.get("dayoffset", 0))
    return on_day(day, slots, inferred=inferred) if day else None


def make_overnight(slots: Slots, frame: Frame) -> Made | None:
    """ "Overnight": from the evening before the day of the report, or of the day named, to its morning."""
    if "weekday" in slots:
        if frame.anchor is None:
            return Made("TIME", f"XXXX-WXX-{slots['weekday']}TNI", (None, None, "part_of_day"), told=False)
        morning = weekday_near(frame, slots["weekday"], {})
    else:
        morning = frame.anchor
        if morning is not None and frame.tense() == "future":
            morning = shift_days(morning, 1)
    evening = shift_days(morning, -1) if morning else None
    if evening is None:
        return Made("TIME", "XXXX-XX-XXTNI", (None, None, "part_of_day"), told=False)
    return on_day(evening, {"part": "NI"})


def make_part_alone(slots: Slots, frame: Frame) -> Made | None:
    """A part of the day without its day: of the day told last in the sentence, else of the report."""
    part = slots["part"]
    base = frame.told if frame.told is not None and frame.told_precision in ("day", "part_of_day", "instant") else None
    day = base or frame.anchor
    if day is not None and day == frame.anchor and part == "NI" and frame.tense() == "past":
        # "drones launched in the night": the night that is over when the report appears.
        day = shift_days(day, -1) or day
    if day is None:
        return Made("TIME", "XXXX-XX-XX" + _TIMEX_PART[part], (None, None, "part_of_day"), told=False)
    return on_day(day, slots, inferred=base is not None)


def make_nights(slots: Slots, frame: Frame) -> Made | None:
    """ "The night of 11-12 March": from the evening of the first to the morning of the second."""
    made = make_date(slots, frame)
    if made is None or made.bounds[0] is None:
        return made
    day = date.fromisoformat(made.bounds[0][:10])
    return on_day(day, {"part": "NI"}, inferred=made.inferred)


def make_days(slots: Slots, frame: Frame) -> Made | None:
    """ "20-22 May": a stretch of days of one month."""
    first = make_date(slots, frame)
    if first is None or slots["day2"] <= slots["day"]:
        return None
    length = f"P{slots['day2'] - slots['day'] + 1}D"
    if first.bounds[0] is None:
        return Made("DURATION", length, (None, None, "day"), told=False)
    begun = date.fromisoformat(first.bounds[0][:10])
    last = make_day(begun.year, begun.month, slots["day2"])
    if last is None:
        return None
    return Made("DURATION", length, (first.bounds[0], day_value(last), "day"), inferred=first.inferred)


def make_week_of(slots: Slots, frame: Frame) -> Made | None:
    """ "The week of March 6"."""
    made = make_date(slots, frame)
    if made is None or made.bounds[0] is None:
        return made
    value = week_value(date.fromisoformat(made.bounds[0][:10]))
    return Made("DATE", value, interval(value), inferred=made.inferred)


def make_month_part(slots: Slots, frame: Frame) -> Made | None:
    """ "The first week of May" (its days 1 to 7), "the second half of April" (its days from the 16th)."""
    made = make_date({k: v for k, v in slots.items() if k not in ("week", "half")}, frame)
    if made is None or made.bounds[0] is None or made.bounds[1] is None:
        return made
    first, last = date.fromisoformat(made.bounds[0]), date.fromisoformat(made.bounds[1])
    if "half" in slots:
        middle = first.replace(day=15)
        bounds = (first, middle) if slots["half"] == 1 else (middle + timedelta(1), last)
    elif slots["week"] == 5:
        bounds = (last - timedelta(6), last)
    else:
        bounds = (first + timedelta(7 * slots["week"] - 7), first + timedelta(7 * slots["week"] - 1))
    early = slots.get("week", slots.get("half")) == 1
    made.mod = "START" if early else "END" if slots.get("week") == 5 or slots.get("half") == 2 else "MID"
    made.bounds = (day_value(bounds[0]), day_value(bounds[1]), "week" if "week" in slots else None)
    return made


def make_numeric(slots: Slots, frame: Frame) -> Made | None:
    """Dates in figures; of two readings the one that the calendar and the publication day allow, else day first."""
    if "isodate" in slots:
        year, month, day = (int(x) for x in slots["isodate"].split("-"))
        found = make_day(year, month, day)
        return on_day(found, {}) if found else None
    text = slots.get("slashdate") or slots["dotdate"]
    first, second, year = (int(x) for x in text.replace("/", ".").split("."))
    if year < 100:
        year += 2000 if year < 50 else 1900
    options = [make_day(year, second, first)]
    if "slashdate" in slots:
        options.append(make_day(year, first, second))
    found_days = [d for d in options if d is not None]
    if not found_days:
        return None
    anchor = frame.anchor
    if anchor is not None and len(found_days) > 1:
        found_days.sort(key=lambda d: (d > anchor, abs((anchor - d).days) > 366))
    return on_day(found_days[0], {})


def make_clock(slots: Slots, frame: Frame) -> Made | None:
    """A time of the clock, on the day named beside it, else on the day told last, else on the day of the report."""
    hour, minute = slots.get("clock") or slots.get("clockdot") or slots.get("hhmm") or (slots.get("n24"), 0)
    if hour is None:
        hour, minute = slots.get("hour", slots.get("n12")), 0
    if hour is None or hour > 24 or minute > 59:
        return None
    hour = _twelve_hours(hour, slots)
    day = _clock_day(slots, frame)
    # The hours are those of the place; a zone named beside them stays in the words.
    time = f"T{hour:02d}:{minute:02d}"
    if day is None:
        return Made("TIME", "XXXX-XX-XX" + time, (None, None, "instant"), slots.get("mod"), told=False)
    value = day_value(day) + time
    return Made("TIME", value, interval(value), slots.get("mod"))


def _twelve_hours(hour: int, slots: Slots) -> int:
    part = slots.get("part") or slots.get("thispart")
    if "meridiem" in slots:
        return hour % 12 + slots["meridiem"] if hour <= 12 else hour
    if part in ("AF", "EV") or (part == "NI" and 5 < hour < 12) or ("lastnight" in slots and 5 < hour < 12):
        return hour % 12 + 12 if hour <= 12 else hour
    return hour


def _clock_day(slots: Slots, frame: Frame) -> date | None:
    if "month" in slots:
        made = make_date({k: v for k, v in slots.items() if k not in ("part", "mod")}, frame)
        return date.fromisoformat(made.bounds[0][:10]) if made and made.bounds[0] else None
    if "weekday" in slots or "wdabbr" in slots:
        return weekday_near(frame, slots.get("weekday") or slots["wdabbr"], slots) if frame.anchor else None
    if "lastnight" in slots:
        return shift_days(frame.anchor, -1) if frame.anchor else None
    if "dayoffset" in slots:
        return shift_days(frame.anchor, slots["dayoffset"]) if frame.anchor else None
    if frame.told is not None and frame.told_precision in ("day", "part_of_day", "instant"):
        return frame.told
    return frame.anchor
