"""Publication dates in every usual form, and date lines; what can be read in two ways stays unread."""

from datetime import date, datetime, timezone

import pytest

from onrecord.sources.dateline import parse_dateline
from onrecord.sources.dates import is_ambiguous, order_of, parse_published


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2025-04-28", "2025-04-28"),
        ("2025-04-28T09:10:00Z", "2025-04-28T09:10:00+00:00"),
        ("2025-04-28 09:10:00.123-0500", "2025-04-28T09:10:00-05:00"),
        ("`2024-07-18 20:01:02`", "2024-07-18T20:01:02"),
        ("Wed, 21 May 2025 23:49:06 +0300", "2025-05-21T23:49:06+03:00"),
        ("Mon, 28 Apr 25 09:10:00 EST", "2025-04-28T09:10:00-05:00"),
        ("28 April 2025", "2025-04-28"),
        ("Monday, April 28, 2025 at 9:10 p.m.", "2025-04-28T21:10:00"),
        ("28th of April, 2025", "2025-04-28"),
        ("20250428", "2025-04-28"),
        ("20250428091000", "2025-04-28T09:10:00"),
        ("28.04.2025", "2025-04-28"),
        ("4/28/25", "2025-04-28"),
        ("4/4/17", "2017-04-04"),
        ("2025/4/28", "2025-04-28"),
        (1745831400, "2025-04-28T09:10:00+00:00"),
        ("1745831400000", "2025-04-28T09:10:00+00:00"),
        ([2025, 4, 28, 9, 10, 0, 0, 118, 0], "2025-04-28T09:10:00+00:00"),
        ([2025, 4, 28], "2025-04-28"),
        (date(2025, 4, 28), "2025-04-28"),
        (datetime(2025, 4, 28, 9, 10, tzinfo=timezone.utc), "2025-04-28T09:10:00+00:00"),  # noqa: UP017
    ],
)
def test_a_date_in_any_usual_form(value: object, expected: str) -> None:
    assert parse_published(value) == expected


@pytest.mark.parametrize(
    "value",
    ["", "yesterday", "Monday", "2025", 2025, 17, True, None, "2025-02-30", "31 June 2025", {},
     [1], "4/5/17", "99/99/99",
     float("nan"), float("inf"), 10**40, "9" * 5000, "12:30"],
)  # fmt: skip
def test_what_is_no_date_or_two_dates_is_none(value: object) -> None:
    assert parse_published(value) is None


def test_a_column_tells_whether_days_or_months_come_first() -> None:
    assert order_of(["4/5/17", "4/25/17"]) == "mdy"
    assert order_of(["4/5/17", "25/4/17"]) == "dmy"
    assert order_of(["4/25/17", "25/4/17", "4/5/17"]) is None
    assert parse_published("4/5/17", order="mdy") == "2017-04-05"
    assert parse_published("4/5/17", order="dmy") == "2017-05-04"
    assert is_ambiguous("4/5/17") and not is_ambiguous("4/25/17") and not is_ambiguous("soon")


@pytest.mark.parametrize(
    ("words", "place", "agency", "day"),
    [
        ("PORT ELM, Northland (AP) — Two boats", "PORT ELM, Northland", "AP", None),
        ("OAKTON, May 21. /TASS/. Two boats", "OAKTON", "TASS", (5, 21)),
        ("ST. OAKTON, May 21. /TASS/. Two boats", "ST. OAKTON", "TASS", (5, 21)),
        ("BEIRUT (Reuters) - Two boats", "BEIRUT", "Reuters", None),
        ("GENEVA/KHARTOUM, 3 May (Xinhua) -- Two boats", "GENEVA/KHARTOUM", "Xinhua", (5, 3)),
        ("TEHRAN, May 21 (MNA) – Two boats", "TEHRAN", "MNA", (5, 21)),
        ("(AP) -- President Elm", None, "AP", None),
        ("Oakton (AFP) – Two boats", "Oakton", "AFP", None),
        ("WASHINGTON — Two boats", "WASHINGTON", None, None),
        ("BERDYCHIV, UKRAINE — Back in early", "BERDYCHIV, UKRAINE", None, None),
        ("LONDON, May 3, 2025 — Two boats", "LONDON", None, (5, 3)),
        ("SANA-One civilian", None, "SANA", None),
    ],
)
def test_date_lines(words: str, place: str | None, agency: str | None, day: tuple[int, int] | None) -> None:
    found = parse_dateline(words)
    assert found is not None
    assert (found.place, found.agency) == (place, agency)
    assert ((found.month, found.day) if found.day else None) == day
    assert found.start == 0
    assert words[found.end :].lstrip()[0].isupper()


def test_a_date_line_dates_only_with_a_year() -> None:
    dated, undated = parse_dateline("LONDON, May 3, 2025 — Two"), parse_dateline("LONDON, May 3 (AP) — Two")
    assert dated and dated.date == "2025-05-03"
    assert undated and undated.date is None


@pytest.mark.parametrize(
    "words",
    ["", "Two boats were hit on Monday.", "BREAKING — Two boats", "UPDATE 2 — Two",
     "The president (left) — who came — spoke.",
     "OAKTON, May 41. /TASS/. Two", "A" * 5000, "(AP", "THE PRESIDENT — Thank you", "WATCH: Two boats hit"],
)  # fmt: skip
def test_what_is_no_date_line(words: str) -> None:
    assert parse_dateline(words) is None
