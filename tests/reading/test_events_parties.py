"""Parties of events: who does it and to whom, through coordination, titles and what the report tells elsewhere."""

from __future__ import annotations

import pytest

import onrecord
from onrecord.model import Event, Reading
from onrecord.reading import read as read_module


def reading_of(text: str) -> Reading:
    return read_module.read(text, published="2025-05-21")


def names(reading: Reading, ids: tuple[str, ...]) -> set[str]:
    by_id = {a.id: a for a in reading.actors}
    return {by_id[i].country or by_id[i].name for i in ids}


def one(text: str, kind: str, trigger: str | None = None) -> tuple[Reading, Event]:
    reading = reading_of(text)
    found = [e for e in reading.events if e.type == kind and trigger in (None, e.trigger.text)]
    assert found, f"no {kind} in {text!r}: {[(e.type, e.trigger.text) for e in reading.events]}"
    return reading, found[0]


@pytest.mark.parametrize(
    ("text", "kind", "actors"),
    [
        ("Talks between Kenya and Somalia failed on Monday.", "CONSULT", {"KEN", "SOM"}),
        (
            "The president of Kenya was in Mogadishu on Monday and met the president of Somalia.",
            "CONSULT",
            {"KEN", "SOM"},
        ),
        ("Kenya sued the bank of Somalia, accusing it of fraud.", "ACCUSE", {"KEN"}),
        ("Kenya and Chad condemned Somalia.", "ACCUSE", {"KEN", "TCD"}),
    ],
)
def test_coordinated_and_shared_parties_are_found(text: str, kind: str, actors: set[str]) -> None:
    reading = reading_of(text)
    found = [e for e in reading.events if e.type == kind]
    assert found
    for event in found:
        assert names(reading, event.actors) == actors


def test_whoever_is_for_or_against_a_country_is_not_its_party() -> None:
    reading, event = one("Thousands joined anti-Kenyan protests in Mogadishu on Monday.", "PROTEST")
    assert "KEN" not in names(reading, event.actors)
    assert names(reading, event.recipients) == {"KEN"}
    reading, event = one("Thousands joined pro-Kenyan protests in Mogadishu on Monday.", "PROTEST")
    assert "KEN" not in names(reading, event.actors + event.recipients)


def test_a_backer_is_no_attacker() -> None:
    reading, event = one("The Kenyan-backed group attacked the port of Somalia.", "ASSAULT")
    assert "KEN" not in names(reading, event.actors)
    assert names(reading, event.recipients) == {"SOM"}


def test_the_spokesman_of_a_group_stands_for_the_group() -> None:
    text = "Al-Shabaab attacked a base of Kenya. Al-Shabaab spokesman Abdi Warsame threatened to attack Kenya again."
    reading, event = one(text, "THREATEN")
    by_id = {a.id: a for a in reading.actors}
    assert [by_id[i].kind for i in event.actors] == ["armed_group"]


def test_a_denied_attack_is_no_ground_for_laying_another_to_the_denier() -> None:
    text = (
        "Kenya did not attack Somalia, its army said. A gas attack killed nine people in the Somali town of Bardera. "
        "Kenya has not bombed Somalia."
    )
    reading = reading_of(text)
    gas = [e for e in reading.events if e.type == "ASSAULT" and e.value == "CT+"]
    assert gas
    assert all("KEN" not in names(reading, e.actors) for e in gas)


def test_a_report_of_one_attack_does_not_lay_other_deaths_to_its_sides() -> None:
    text = "Kenya shelled Somalia in 2010. Two people were killed on Tuesday when gunmen opened fire in Madrid."
    reading = reading_of(text)
    assert all(
        "KEN" not in names(reading, e.actors) for e in reading.events if e.trigger.text in ("killed", "opened fire")
    )


@pytest.mark.parametrize(
    ("text", "trigger", "background"),
    [
        ("The army said on Monday that it had attacked the port of Somalia.", "attacked", False),
        ("Earlier on Wednesday, Kenya had attacked the port of Somalia.", "attacked", False),
        ("Kenya had attacked the port of Somalia twice.", "attacked", True),
        ("Kenya has attacked the port of Somalia since the war began.", "attacked", True),
        ("For months Kenya attacked the port of Somalia.", "attacked", True),
        ("Kenya attacked the port of Somalia on Tuesday.", "attacked", False),
    ],
)
def test_background_is_told_from_news_that_is_only_reported(text: str, trigger: str, background: bool) -> None:
    _, event = one(text, "ASSAULT", trigger)
    assert event.background is background


def test_an_arrest_is_suffered_by_its_owner() -> None:
    reading = reading_of("The Somali lawyer Abdi Warsame was detained. Kenya announced his arrest on Monday.")
    arrest = next(e for e in reading.events if e.trigger.text == "arrest")
    by_id = {a.id: a.name for a in reading.actors}
    assert "Abdi Warsame" not in [by_id[i] for i in arrest.actors]
    assert [by_id[i] for i in arrest.recipients] == ["Abdi Warsame"]


def test_a_titled_partner_is_a_party_of_the_talks() -> None:
    for partner in ("the Somali President Abdi Warsame", "former Somali president Abdi Warsame"):
        reading, event = one(f"Kenya's foreign minister held talks with {partner} in Nairobi.", "CONSULT")
        assert names(reading, event.actors) == {"KEN", "SOM"}


def test_whoever_is_asked_to_stop_is_found_below_the_demand() -> None:
    text = "Kenya shelled Somalia on Monday. Chad demanded an end to the Kenyan shelling of the port."
    reading, event = one(text, "REQUEST")
    assert names(reading, event.recipients) == {"KEN"}


@pytest.mark.parametrize(
    "text",
    [
        "The raid prompted retaliatory strikes from Kenya on Monday.",
        "Kenya restarted military operations in Somalia on Monday.",
    ],
)
def test_who_attacks_is_read_behind_from_and_before_restart(text: str) -> None:
    reading = reading_of(text)
    assert any(names(reading, e.actors) == {"KEN"} for e in reading.events if e.type == "ASSAULT")


def test_what_is_laid_to_somebody_is_no_ground_for_laying_more_to_him() -> None:
    text = "Kenya said Somalia was responsible for an attack on Nairobi. Nine people were killed in Nairobi on Monday."
    reading = reading_of(text)
    killed = [e for e in reading.events if e.trigger.text == "killed"]
    assert killed
    assert all("SOM" not in names(reading, e.actors) for e in killed)


def test_the_partner_of_talks_may_hang_on_the_call() -> None:
    reading = onrecord.read(
        "Foreign Minister Ana Bell of Norway discussed the war in a phone call with Sweden's Foreign "
        "Minister Jon Lind on Sunday.",
        published="2025-04-28",
    )
    names = {actor.id: actor.name for actor in reading.actors}
    calls = [event for event in reading.events if event.type == "CONSULT"]
    assert {"Ana Bell", "Jon Lind"} <= {names[actor] for event in calls for actor in event.actors}
    assert "phone" in {event.mode for event in calls}
