"""What a report says of itself and its sources is no event; what ranks or judges an event is no time or party of it."""

from __future__ import annotations

import pytest

from onrecord.model import Event, Reading
from onrecord.reading import read as read_module

PUBLISHED = "2025-05-21"


def reading_of(text: str) -> Reading:
    return read_module.read(text, published=PUBLISHED)


def names(reading: Reading, ids: tuple[str, ...]) -> set[str]:
    by_id = {a.id: a for a in reading.actors}
    return {by_id[i].country or by_id[i].name for i in ids}


def first(reading: Reading, trigger: str) -> Event:
    found = [e for e in reading.events if e.trigger.text == trigger]
    assert found, [(e.type, e.trigger.text) for e in reading.events]
    return found[0]


@pytest.mark.parametrize(
    "text",
    [
        "Written for a demonstration of the reader; the Lake Courier is an invented newspaper.",
        "The Lake Courier contributed to this report.",
        "A teacher of 40 asked that her name be withheld for fear of reprisals.",
        "The official spoke on condition of anonymity.",
        "The rebels did not respond to a request for comment.",
    ],
)
def test_what_a_report_says_of_itself_is_no_event(text: str) -> None:
    reading = reading_of(text)
    assert not reading.events, [(e.type, e.trigger.text) for e in reading.events]


def test_taking_part_is_no_event_of_its_own() -> None:
    reading = reading_of("Police said 300 people took part in the march through Nairobi.")
    assert all(e.trigger.text != "took" for e in reading.events)


@pytest.mark.parametrize(
    "text",
    [
        "Kenya bombed Somalia on Tuesday in the deadliest raid of the year.",
        "Kenya bombed Somalia on Tuesday in the deadliest raid since last summer.",
    ],
)
def test_what_an_event_ranks_among_is_no_time_of_it(text: str) -> None:
    raid = first(reading_of(text), "raid")
    assert raid.from_ in ("2025-05-20", None)


def test_who_judges_an_attack_has_not_suffered_it() -> None:
    reading = reading_of(
        "Chad condemned the Kenyan attacks on Somalia. US President Ada Obi deplored the Kenyan strikes."
    )
    for event in reading.events:
        if event.type == "ASSAULT":
            assert not names(reading, event.recipients) & {"TCD", "USA"}


def test_whoever_is_called_on_is_to_do_it() -> None:
    reading = reading_of(
        "Kenya and Somalia shelled each other. Minister Ada Obi called on both sides to stop fighting."
    )
    assert all("Ada Obi" not in names(reading, e.actors) for e in reading.events if e.type == "ASSAULT")


@pytest.mark.parametrize(("a", "b"), [("Kenya", "Somalia"), ("Somalia", "Kenya")])
def test_our_people_are_those_of_the_speaker(a: str, b: str) -> None:
    codes = {"Kenya": "KEN", "Somalia": "SOM"}
    text = f"“{a} continues to kill our people,” the president of {b} said."
    reading = reading_of(text)
    kill = first(reading, "kill")
    assert codes[b] not in names(reading, kill.actors)
    assert names(reading, kill.recipients) == {codes[b]}


def test_nobody_shoots_down_his_own() -> None:
    reading = reading_of("Kenya's Defence Ministry said air defences destroyed 91 Somali drones.")
    for event in reading.events:
        if event.type == "INTERCEPT":
            assert "SOM" not in names(reading, event.actors)


def test_a_visit_is_made_by_whoever_is_on_it() -> None:
    reading = reading_of("Ada Obi, who was on a visit to Chad, said that she would return.")
    assert names(reading, first(reading, "visit").actors) == {"Ada Obi"}


def test_an_official_protests_in_words() -> None:
    reading = reading_of("Kenya protested against the exclusion of its envoy in a letter.")
    assert first(reading, "protested").type == "ACCUSE"


def test_advice_against_a_deal_is_no_threat() -> None:
    reading = reading_of("The minister warned Kenya against a deal that went too far.")
    assert not [e for e in reading.events if e.type == "THREATEN"]
