"""Figures of a report: which numbers are figures, what they count, what happened, who claims them."""

import pytest
from spacy.tokens import Doc

from onrecord.language import analyse
from onrecord.model import Actor, Attribution, Content, Document, Figure, Part, Place, Source, Time
from onrecord.model.objects import ActorMention, Cue
from onrecord.reading.figures import find_figures
from onrecord.reading.figures.links import Claims
from onrecord.reference.figures import MEASURES, nouns, number_words, predicates, units


def _read(text: str) -> tuple[Document, Doc]:
    parts = (Part(start=0, end=len(text), kind="paragraph"),)
    document = Document(id=Document.identify(text), text=text, parts=parts)
    return document, analyse(document)


def _figures(text: str) -> list[Figure]:
    document, doc = _read(text)
    figures = find_figures(document, doc, [], [], [], [])
    for figure in figures:
        assert text[figure.start : figure.end] == figure.text
    return figures


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The army said it shot down 119 enemy drones.", [("119 enemy drones", 119, "drone", "downed")]),
        ("At least 12 people were killed in the strike.", [("At least 12 people", 12, "person", "killed")]),
        (
            "The shelling killed six people and injured 32.",
            [("six people", 6, "person", "killed"), ("32", 32, "person", "injured")],
        ),
        (
            "The blast killed at least 58 people, including 11 children.",
            [("at least 58 people", 58, "person", "killed"), ("11 children", 11, "child", "killed")],
        ),
        ("The death toll has risen to 70.", [("70", 70, "person", "killed")]),
        ("The death toll has surpassed 53,000, officials said.", [("53,000", 53_000, "person", "killed")]),
        ("Hundreds of residents fled the town.", [("Hundreds of residents", 200, "resident", "displaced")]),
        ("The army captured two soldiers.", [("two soldiers", 2, "soldier", "captured")]),
        ("Rebels seized three villages on Friday.", [("three villages", 3, "village", "territory")]),
        ("Its forces launched 40 missiles at the port.", [("40 missiles", 40, "missile", "launched")]),
        ("Shelling damaged 13 houses.", [("13 houses", 13, "house", "damaged")]),
        ("The fire destroyed five tanks.", [("five tanks", 5, "tank", "destroyed")]),
        ("The country sent 3,000 troops to the border.", [("3,000 troops", 3_000, "troop", "deployed")]),
        ("About 100 aid trucks entered the enclave.", [("About 100 aid trucks", 100, "truck", "supplied")]),
        ("The parliament approved $5 billion in aid.", [("$5 billion", 5_000_000_000, "dollar", "money")]),
        ("There were no casualties.", [("no casualties", 0, "casualty", "killed")]),
        ("A 68-year-old woman was injured in the attack.", [("A 68-year-old woman", 1, "woman", "injured")]),
        ("Over 400 wounded were brought to the hospital.", [("Over 400", 400, "person", "injured")]),
    ],
)
def test_figures_and_measures(text: str, expected: list[tuple[str, int, str, str]]) -> None:
    assert [(f.text, f.low, f.counted, f.measure) for f in _figures(text)] == expected


def test_measures_do_not_depend_on_the_side() -> None:
    one = _figures("The army of Norland killed 12 fighters from Sudland.")
    two = _figures("The army of Sudland killed 12 fighters from Norland.")
    assert [(f.low, f.measure) for f in one] == [(f.low, f.measure) for f in two] == [(12, "killed")]


@pytest.mark.parametrize(
    "text",
    [
        "He presented a 20-point plan.",
        "The 65-year-old minister spoke.",
        "Ivan Marsh, 51, spoke on the radio.",
        "They cited Security Council Resolution 2254.",
        "The talks between the two sides ended.",
        "It was one of the largest cities.",
        "The plant lies at 12 Harbour Street.",
        "He was born in 1974.",
        "The two leaders met in the capital.",
        "There was no progress.",
    ],
)
def test_numbers_that_are_no_figures(text: str) -> None:
    assert _figures(text) == []


def test_a_time_is_no_figure_and_a_length_is_a_duration() -> None:
    text = "On 12 May they offered a 30-day truce."
    document, doc = _read(text)
    time = Time(id="t1", start=3, end=9, text="12 May", type="DATE", value="2025-05-12")
    (figure,) = find_figures(document, doc, [time], [], [], [])
    assert (figure.low, figure.counted, figure.measure) == (30, "day", "duration")


def test_parts_name_their_whole() -> None:
    figures = _figures("The blast killed at least 58 people, including 11 children and nine women.")
    whole, children, women = figures
    assert children.part_of == women.part_of == whole.id


def test_a_number_of_a_number_is_its_part() -> None:
    part, whole = _figures("Overall, 266 of 298 drones were shot down.")
    assert (part.text, part.low, part.measure, part.part_of) == ("266", 266, "downed", whole.id)
    assert (whole.text, whole.low) == ("298 drones", 298)


def test_an_exchange_of_as_many_is_one_figure() -> None:
    (figure,) = _figures("They agreed on a 1,000-for-1,000 swap of prisoners.")
    assert (figure.text, figure.low, figure.counted) == ("1,000-for-1,000", 1000, "prisoner")


def test_a_repeated_number_means_the_same() -> None:
    figures = _figures("At least 14,000 babies could die, she said. The 14,000 figure was disputed.")
    assert [(f.low, f.counted, f.measure) for f in figures] == [(14_000, "baby", "killed")] * 2


def _attribution(name: str, cue: str, start: int, end: int, *, kind: str = "person") -> Attribution:
    return Attribution(
        id=name,
        source=Source(spans=((0, 4),) if kind != "implicit" else (), text=None, kind=kind),  # type: ignore[arg-type]
        cue=Cue(start=5, end=9, text=cue, lemma=cue),
        content=Content(spans=((start, end),)),
    )


def test_the_claimant_is_the_innermost_attribution_that_holds_the_figure() -> None:
    outer, inner = _attribution("a1", "say", 0, 100), _attribution("a2", "claim", 20, 60)
    claims = Claims([outer, inner])
    assert claims.holder(30, 40) == "a2"
    assert claims.holder(70, 80) == "a1"
    assert claims.holder(90, 110) is None


def test_what_is_condemned_is_not_claimed() -> None:
    outer, inner = _attribution("a1", "say", 0, 100), _attribution("a2", "condemn", 20, 60)
    assert Claims([outer, inner]).holder(30, 40) == "a1"
    assert Claims([_attribution("a1", "report", 0, 50, kind="implicit")]).holder(3, 9) is None


def test_time_place_and_owner_come_from_the_sentence() -> None:
    text = "On Friday the army shot down 12 Sudland drones over Marsk."
    document, doc = _read(text)
    time = Time.model_validate(
        {
            "id": "t1",
            "start": 3,
            "end": 9,
            "text": "Friday",
            "type": "DATE",
            "value": "2025-05-02",
            "from": "2025-05-02",
        }
    )
    at = text.index("Marsk")
    place = Place(id="p1", start=at, end=at + 5, text="Marsk", name="Marsk")
    side = text.index("Sudland")
    actor = Actor(
        id="a1",
        name="Sudland",
        kind="state",
        mentions=(ActorMention(start=side, end=side + 7, text="Sudland", form="name"),),
    )
    (figure,) = find_figures(document, doc, [time], [place], [actor], [])
    assert (figure.time, figure.place, figure.actor) == ("t1", "p1", "a1")


def test_the_lexicons_are_whole() -> None:
    table = predicates()
    assert {measure for role in table.values() for found in role.values() for measure in found} <= set(MEASURES)
    assert "shoot_down" in table["object"] and "downed" in table["object"]["shoot_down"]
    assert number_words().cardinals["twelve"] == 12
    assert {"persons", "things", "goods", "abstract"} <= {
        k for k in ("persons", "things", "goods", "abstract") if nouns(k)
    }
    assert all(len(code) == 3 for code in units().currencies.values())
    with pytest.raises(KeyError):
        nouns("no such kind")
