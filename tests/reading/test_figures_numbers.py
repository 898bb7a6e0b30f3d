"""Numbers in words and digits, their bounds, ranges and units."""

import time

import pytest

from onrecord.reading.figures.numbers import find_numbers


@pytest.mark.parametrize(
    ("text", "words", "low", "high", "bound"),
    [
        ("119 drones", "119", 119, 119, "exact"),
        ("at least 12 people", "at least 12", 12, None, "at_least"),
        ("no fewer than twenty-five men", "no fewer than twenty-five", 25, None, "at_least"),
        ("more than 3.5 million people", "more than 3.5 million", 3_500_000, None, "at_least"),
        ("up to 12,000 troops", "up to 12,000", None, 12_000, "at_most"),
        ("as much as about 540 villages", "as much as about 540", None, 540, "at_most"),
        ("nearly 2 million people", "nearly 2 million", 2_000_000, 2_000_000, "about"),
        ("an estimated 14,000 babies", "an estimated 14,000", 14_000, 14_000, "about"),
        ("between 10 and 15 tanks", "between 10 and 15", 10, 15, "between"),
        ("10-15 tanks", "10-15", 10, 15, "between"),
        ("twenty to thirty men", "twenty to thirty", 20, 30, "between"),
        ("5-10 million people", "5-10 million", 5_000_000, 10_000_000, "between"),
        ("a dozen men", "a dozen", 12, 12, "exact"),
        ("two dozen men", "two dozen", 24, 24, "exact"),
        ("several dozen men", "several dozen", 36, 108, "vague"),
        ("dozens of men", "dozens", 24, 99, "vague"),
        ("scores were killed", "scores", 40, 99, "vague"),
        ("hundreds of thousands of people", "hundreds of thousands", 200_000, 999_999, "vague"),
        ("tens of thousands of lives", "tens of thousands", 20_000, 99_999, "vague"),
        ("millions have fled", "millions", 2_000_000, 9_999_999, "vague"),
        ("a few shells", "a few", 3, 5, "vague"),
        ("several rebels", "several", 3, 9, "vague"),
        ("half a million people", "half a million", 500_000, 500_000, "exact"),
        ("one hundred and twenty-five men", "one hundred and twenty-five", 125, 125, "exact"),
        ("some 5 thousand people", "some 5 thousand", 5_000, 5_000, "about"),
        ("3.5m people", "3.5m", 3_500_000, 3_500_000, "exact"),
        ("20 or more men", "20 or more", 20, None, "at_least"),
        ("one in five children", "one in five", 0.2, 0.2, "exact"),
        ("two-thirds of the homes", "two-thirds", 0.6667, 0.6667, "exact"),
        ("a quarter of the homes", "a quarter", 0.25, 0.25, "exact"),
        ("30 per cent of it", "30 per cent", 0.3, 0.3, "exact"),
        ("not a single drone", "not a single", 0, 0, "exact"),
    ],
)
def test_values_and_bounds(text: str, words: str, low: float | None, high: float | None, bound: str) -> None:
    (number,) = find_numbers(text)
    assert (text[number.start : number.end], number.low, number.high, number.bound) == (words, low, high, bound)


def test_counts_are_integers() -> None:
    assert [type(n.low) for n in find_numbers("1.5 million people and 12 men and 2.5% of them")] == [int, int, float]


@pytest.mark.parametrize(
    ("text", "words", "low", "unit"),
    [
        ("about $175 billion", "about $175 billion", 175_000_000_000, "USD"),
        ("€1.2bn of aid", "€1.2bn", 1_200_000_000, "EUR"),
        ("US$5m of aid", "US$5m", 5_000_000, "USD"),
        ("500 Syrian pounds", "500 Syrian pounds", 500, "SYP"),
        ("1,800 km away", "1,800 km", 1_800, "km"),
        ("some 500 square miles", "some 500 square miles", 500, "mi2"),
    ],
)
def test_units(text: str, words: str, low: int, unit: str) -> None:
    (number,) = find_numbers(text)
    assert (text[number.start : number.end], number.low, number.unit) == (words, low, unit)


@pytest.mark.parametrize(
    "text",
    [
        "an X-59 missile",
        "Shahed-131/136 drones",
        "the 1990s",
        "the 47th brigade",
        "on 15.04.2017",
        "at 10:30",
        "24/7",
        "G7",
    ],
)
def test_names_dates_and_ordinals_are_no_numbers(text: str) -> None:
    assert find_numbers(text) == []


def test_several_numbers_keep_their_own_bounds() -> None:
    text = "At least 12 people, including three children, and 266 of 298 drones"
    assert [(n.low, n.high) for n in find_numbers(text)] == [(12, None), (3, 3), (266, 266), (298, 298)]


@pytest.mark.parametrize(
    "piece", ["1", "-", "12 ", "1,000,", "one ", "and ", "hundred ", '"', "between 1 and ", "a few "]
)
def test_reading_numbers_is_linear(piece: str) -> None:
    def seconds(size: int) -> float:
        text = piece * (size // len(piece))
        started = time.process_time()
        find_numbers(text)
        return time.process_time() - started

    small, large = (min(seconds(size) for _ in range(3)) for size in (5_000, 50_000))
    assert large < 60 * max(small, 0.02)
