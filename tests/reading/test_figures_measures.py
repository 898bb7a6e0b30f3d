"""Measures, parts and negative reports of figures, in the words of armies, ministries and agencies."""

import pytest

from onrecord.language import analyse
from onrecord.model import Document, Figure, Part
from onrecord.reading.figures import find_figures


def _figures(text: str) -> list[Figure]:
    parts = (Part(start=0, end=len(text), kind="paragraph"),)
    document = Document(id=Document.identify(text), text=text, parts=parts)
    return find_figures(document, analyse(document), [], [], [], [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Of those brought in, 262 sustained wounds, the office said.", [(262, "person", "injured")]),
        ("Hospitals took in 20 with burns.", [(20, "person", "injured")]),
        ("Two of the wounded later died.", [(2, "person", "killed")]),
        ("Eleven bodies were pulled from the rubble.", [(11, "person", "killed")]),
        ("A motorcycle bomb went off near the mosque leaving 5 martyrs.", [(5, "martyr", "killed")]),
        ("12 dead and wounded were counted in the village.", [(12, "casualty", "other")]),
        ("The shelling killed and wounded dozens of people.", [(24, "person", "other")]),
        ("The blast killed at least 58 and injured dozens.", [(58, "person", "killed"), (24, "person", "injured")]),
        (
            "Strikes have killed at least 82 Palestinians and wounded 262.",
            [(82, "person", "killed"), (262, "person", "injured")],
        ),
        (
            "The war has left 5,000 dead and 12,950 Palestinians injured.",
            [(5_000, "person", "killed"), (12_950, "person", "injured")],
        ),
        ("The offensive has killed more than 53,000 Israelis, mostly women.", [(53_000, "person", "killed")]),
        ("Tunnel blast killed 38 regime forces", [(38, "force", "killed")]),
        ("The northern group destroyed roughly 50 enemy troops.", [(50, "troop", "killed")]),
        (
            "The army lost 1,130 troops, nine tanks and 24 artillery systems.",
            [(1_130, "troop", "killed"), (9, "tank", "destroyed"), (24, "system", "destroyed")],
        ),
        (
            "The forces have destroyed 58 unmanned aerial vehicles and 605 surface-to-air missile systems.",
            [(58, "uav", "downed"), (605, "system", "destroyed")],
        ),
        (
            "Some 120 extremists and 60 mercenaries were killed.",
            [(120, "extremist", "killed"), (60, "mercenary", "killed")],
        ),
        ("Militants also took 251 hostages.", [(251, "hostage", "captured")]),
        ("The group's head said 31 civilians were identified among those killed.", [(31, "civilian", "killed")]),
        (
            "The army attacked the district with 78 munitions and 13 drones, damaging three private households.",
            [(78, "munition", "launched"), (13, "drone", "launched"), (3, "household", "damaged")],
        ),
        ("The town came under a bombardment by six munitions.", [(6, "munition", "launched")]),
        ("The town was hit by two missiles.", [(2, "missile", "hit")]),
        ("Troops killed between 1000 and 1800 people.", [(1_000, "person", "killed")]),
        ("The number of wounded climbed from 12 to 17.", [(12, "person", "injured"), (17, "person", "injured")]),
        ("A delegation of about 20 regional, European and Western diplomats stood there.", [(20, "diplomat", "other")]),
        ("Hospitals admitted 82 [bodies] of those killed.", [(82, "person", "killed")]),
        ("The brigade shot down 80 drones and 74 were lost.", [(80, "drone", "downed"), (74, "drone", "other")]),
    ],
)
def test_measures(text: str, expected: list[tuple[int, str, str]]) -> None:
    assert [(f.low, f.counted, f.measure) for f in _figures(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("No civilians were killed, the governor said.", [("No civilians", "killed")]),
        ("There was no damage and no one was hurt.", [("no damage", "damaged"), ("no one", "injured")]),
        ("There were no dead or wounded, the governor said.", [("no", "killed")]),
        ("There was no visible damage.", []),
        ("No group claimed responsibility.", []),
        ("The envoy said no aid had been handed out.", []),
    ],
)
def test_negative_reports(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(f.text, f.measure) for f in _figures(text) if f.low == f.high == 0] == expected


def test_brackets_of_an_editor_are_closed() -> None:
    assert [f.text for f in _figures("Hospitals admitted 82 [bodies] of those killed.")] == ["82 [bodies]"]


@pytest.mark.parametrize(
    ("text", "whole", "parts"),
    [
        ("Of the 200 drones launched, 126 were shot down, while 74 were lost.", 200, [(126, "drone"), (74, "drone")]),
        ("It was attacked by 20 drones, of which 13 were shot down.", 20, [(13, "drone")]),
        ("Five people, three children among them, were killed.", 5, [(3, "child")]),
        ("Twelve people were killed, five of them children.", 12, [(5, "child")]),
        ("24 people were killed, 14 from the same family.", 24, [(14, "person")]),
    ],
)
def test_parts_take_what_the_whole_counts(text: str, whole: int, parts: list[tuple[int, str]]) -> None:
    first, *others = _figures(text)
    assert first.low == whole
    assert [(f.low, f.counted) for f in others] == parts
    assert all(f.part_of == first.id for f in others)


def test_the_dead_among_whom_somebody_was_are_the_whole() -> None:
    homes, dead = _figures("The strikes hit two homes, where women were among the 18 dead.")
    assert (homes.low, homes.measure) == (2, "hit")
    assert (dead.low, dead.counted, dead.measure, dead.part_of) == (18, "person", "killed", None)


def test_a_revised_toll_has_the_measure_of_the_last_one() -> None:
    first, second, part = _figures("The death toll was 47. This was later updated to 82 including 58 civilians.")
    assert [first.measure, second.measure, part.measure] == ["killed"] * 3
    assert part.part_of == second.id


def test_a_total_counts_on_and_the_day_does_not() -> None:
    day, total = _figures("A strike killed 12 people on Monday, bringing the total since October to 53,000.")
    assert (day.low, day.cumulative) == (12, False)
    assert (total.low, total.measure, total.cumulative) == (53_000, "killed", True)


def test_a_number_set_against_another_counts_the_same() -> None:
    first, second = _figures("About 100 trucks entered the enclave on Monday, following 93 the day before.")
    assert (first.measure, second.low, second.measure) == ("supplied", 93, "supplied")


def test_a_total_that_goes_from_one_number_to_another_is_no_range() -> None:
    assert [(f.low, f.high, f.measure) for f in _figures("The number of dead rose on Monday from 100 to 300.")] == [
        (100, 100, "killed"),
        (300, 300, "killed"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "It was a Falaq 1 Iranian rocket.",
        "The army seized the area during the Six-Day War.",
        "The tanks stood 1,600 ft away.",
    ],
)
def test_names_of_models_and_wars_and_heights_are_no_figures(text: str) -> None:
    assert _figures(text) == []


def test_killed_or_wounded_is_not_told_apart() -> None:
    (figure,) = _figures("More than 70,000 soldiers were likely killed or wounded in May alone.")
    assert (figure.low, figure.measure) == (70_000, "other")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("On that day 139 went missing.", [(139, "person", "missing")]),
        ("Fifteen residents were taken to a hospital in Arven.", [(15, "resident", "injured")]),
        ("The shelling inflicted harm on an additional 200 civilians.", [(200, "civilian", "injured")]),
        ("The group massacred 1,200 innocent people.", [(1_200, "person", "killed")]),
        ("The group massacred 1,200 innocent\npeople.", [(1_200, "person", "killed")]),
        ("In all 1570 schools were destroyed or damaged.", [(1_570, "school", "damaged")]),
        ("Some 17 thousand 86 soldiers were wounded.", [(17_086, "soldier", "injured")]),
        (
            "At least 243 children died in the war. We remember 243 children.",
            [(243, "child", "killed"), (243, "child", "killed")],
        ),
    ],
)
def test_rare_words_line_breaks_and_numbers_said_again(text: str, expected: list[tuple[int, str, str]]) -> None:
    assert [(f.low, f.counted, f.measure) for f in _figures(text)] == expected
