"""Actor look-ups: the data files are sound, treat everybody by one rule, and answer by name."""

from __future__ import annotations

import re

import pytest

from onrecord.reference.actors import (
    SUPRANATIONAL,
    areas,
    bodies,
    capitals,
    gender_of_name,
    government_name,
    holders,
    known_actors,
    known_at,
    ministry_seats,
    nation_adjective,
    seats,
    titles,
)
from onrecord.reference.countries import countries

_KINDS = """
person state government military armed_group police legislature judiciary party business media ngo
intergovernmental population unnamed
"""
_SECTORS = """
COP GOV JUD LEG MIL PRM PTY REB SPY UAF UNK AGR BUS CRM CVL EDU ELI JRN LAB MED REF OPP PRE REL SOC
"""
KINDS, SECTORS = frozenset(_KINDS.split()), frozenset(_SECTORS.split())


def test_every_known_actor_has_a_kind_a_country_and_a_sector_of_the_format() -> None:
    for actor in known_actors():
        assert actor.kind in KINDS, actor
        assert actor.country in countries() or actor.country in SUPRANATIONAL, actor
        assert actor.sector is None or actor.sector in SECTORS, actor


def test_no_name_means_two_actors() -> None:
    seen: dict[str, str] = {}
    for actor in known_actors():
        for name in actor.names:
            assert seen.setdefault(name, actor.name) == actor.name, name


def test_no_entry_says_what_others_call_a_group() -> None:
    for actor in known_actors():
        for name in actor.names:
            assert not re.search(r"terror|regime\b|so-called|occupier|martyr(?!s)", name, re.IGNORECASE), name


def test_armed_groups_have_the_sector_of_their_side_of_a_state() -> None:
    groups = [a for a in known_actors() if a.kind == "armed_group"]
    assert len(groups) > 50
    assert {a.sector for a in groups} <= {"REB", "PRM", "CRM"}


def test_capitals_and_seats_belong_to_countries() -> None:
    for code in [
        *capitals().values(),
        *seats().values(),
        *areas().values(),
        *(r[0] for r in ministry_seats().values()),
    ]:
        assert code in countries() or code in SUPRANATIONAL, code


def test_every_state_with_armed_forces_of_a_name_is_known() -> None:
    for code, names in bodies().armed_forces.items():
        assert code in countries() and names


def test_tenures_are_dated_and_do_not_end_before_they_begin() -> None:
    for row in holders():
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", row.since), row
        assert row.until is None or row.since <= row.until, row
        assert row.country in countries() or row.country in SUPRANATIONAL, row


def test_offices_and_roles_have_sectors_of_plover() -> None:
    for sector, family in titles().offices.values():
        assert sector is None or sector in SECTORS
        assert family
    assert {s for s in titles().roles.values() if s} <= SECTORS


@pytest.mark.parametrize(
    ("text", "start", "name"),
    [
        ("the UN said", 4, "United Nations"),
        ("Hamas-run ministry", 0, "Hamas"),
        ("al-Shabaab attacked", 0, "Al-Shabaab"),
        ("UN Security Council", 0, "UN Security Council"),
    ],
)
def test_names_are_found_where_they_begin(text: str, start: int, name: str) -> None:
    found = known_at(text, start)
    assert found is not None and found[1].name == name


@pytest.mark.parametrize(
    ("text", "start"), [("is this", 0), ("It is", 3), ("fund UNfair", 5), ("hamas", 0), ("who said", 0)]
)
def test_words_that_only_look_like_names_are_none(text: str, start: int) -> None:
    assert known_at(text, start) is None


@pytest.mark.parametrize(
    ("name", "gender"),
    [("Volodymyr", "m"), ("Vladimir", "m"), ("Fatima", "f"), ("Micheál", "m"), ("Kim", None), ("Xyz", None)],
)
def test_given_names_tell_a_gender_or_none(name: str, gender: str | None) -> None:
    assert gender_of_name(name) in ((gender,) if name != "Kim" else ("m", None))


def test_names_of_governments_and_adjectives_of_nations() -> None:
    assert government_name("UKR") == "Government of Ukraine"
    assert government_name("USA") == "Government of the United States"
    assert government_name("UNO") == "United Nations"
    assert government_name("ZZZ") is None
    assert (nation_adjective("RUS"), nation_adjective("UKR"), nation_adjective("ZZZ")) == ("Russian", "Ukrainian", None)
