"""The makers by name: each turns the slots of a match into the fields of a time."""

from __future__ import annotations

from collections.abc import Callable

from onrecord.reading.times import makers_days as days
from onrecord.reading.times import makers_feasts as feasts
from onrecord.reading.times import makers_lengths as lengths
from onrecord.reading.times import makers_periods as periods
from onrecord.reading.times.frame import Frame, Made
from onrecord.reading.times.scanning import Slots

Maker = Callable[[Slots, Frame], "Made | None"]


def make_nothing(slots: Slots, frame: Frame) -> Made | None:
    """What looks like a time and is none."""
    return None


MAKERS: dict[str, Maker] = {
    "nothing": make_nothing,
    "date": days.make_date,
    "days": days.make_days,
    "nights": days.make_nights,
    "weekof": days.make_week_of,
    "monthpart": days.make_month_part,
    "numeric": days.make_numeric,
    "weekday": days.make_weekday,
    "deictic": days.make_deictic,
    "narrativeday": days.make_narrative_day,
    "overnight": days.make_overnight,
    "partalone": days.make_part_alone,
    "clock": days.make_clock,
    "holiday": feasts.make_holiday,
    "unit": periods.make_unit,
    "weekend": periods.make_weekend,
    "narrativeunit": periods.make_narrative_unit,
    "theunit": periods.make_the_unit,
    "yearend": periods.make_year_end,
    "quarter": periods.make_quarter,
    "half": periods.make_half,
    "fiscal": periods.make_fiscal,
    "season": periods.make_season,
    "decade": periods.make_decade,
    "century": periods.make_century,
    "duration": lengths.make_duration,
    "ago": lengths.make_ago,
    "window": lengths.make_window,
    "recent": lengths.make_recent,
    "reference": lengths.make_reference,
    "set": lengths.make_set,
}
