"""Options that several commands share, checked once."""

from __future__ import annotations

import re

from onrecord.model.errors import UsageError
from onrecord.sources import SourceOptions

_DAY = re.compile(r"\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:?\d\d)?)?")


def source_options(
    *, published: str | None, field: list[str] | None, follow: bool = False, allow_private: bool = False
) -> SourceOptions:
    """How inputs are to be understood. Raises `UsageError` (E501, E502) where an option has the wrong form."""
    if published is not None:
        check_day(published, option="--published")
    mapping = {}
    for item in field or ():
        name, equals, column = item.partition("=")
        if not equals or not name or not column:
            raise UsageError("E502", f"--field {item!r} has not the form name=column", remedy="write --field text=body")
        mapping[name.strip()] = column.strip()
    return SourceOptions(fields=mapping, published=published, follow=follow, allow_private=allow_private)


def check_day(day: str, *, option: str) -> str:
    """The day as it was given. Raises `UsageError` (E501) where it is no ISO 8601 date."""
    from datetime import date

    try:
        if not _DAY.fullmatch(day):
            raise ValueError
        date.fromisoformat(day[:10])
    except ValueError:
        raise UsageError("E501", f"{option} {day!r} is no date", remedy="write it as 2025-04-28") from None
    return day
