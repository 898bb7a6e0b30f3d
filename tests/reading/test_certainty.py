"""Values on FactBank's scale, by holder and by outlet, and tense."""

import pytest

from onrecord.language import analyse
from onrecord.model import Attribution, Content, Document, Part, Source
from onrecord.model.objects import Cue
from onrecord.reading.certainty import Verdict, certainty_of, holder_stance
from onrecord.reading.holders import Holders
from onrecord.reference.cues import KINDS, PARTS, groups_of, lexicon


def verdict(text: str, word: str, holders: Holders | None = None) -> Verdict:
    document = Document(id=Document.identify(text), text=text, parts=(Part(start=0, end=len(text), kind="paragraph"),))
    token = next(t for t in analyse(document) if t.text == word)
    return certainty_of(token, holders or Holders([]))


@pytest.mark.parametrize(
    ("text", "word", "value"),
    [
        ("The shells hit a warehouse on Tuesday.", "hit", "CT+"),
        ("The shells did not hit the warehouse on Tuesday.", "hit", "CT-"),
        ("Nobody was killed in the village.", "killed", "CT-"),
        ("The shells may have hit a warehouse.", "hit", "PS+"),
        ("The rebels failed to capture the town.", "capture", "CT-"),
        ("The rebels managed to capture the town.", "capture", "CT+"),
        ("The army plans to attack the town.", "attack", "U"),
        ("The army will attack the town.", "attack", "U"),
        ("If the army attacks the town, thousands will flee.", "attacks", "U"),
        ("The troops never left the town.", "left", "CT-"),
    ],
)
def test_the_outlets_own_voice(text: str, word: str, value: str) -> None:
    found = verdict(text, word)
    assert (found.value, found.outlet_value) == (value, value)


@pytest.mark.parametrize(
    ("text", "word", "tense"),
    [
        ("The army attacked the town.", "attacked", "past"),
        ("The army is attacking the town.", "attacking", "present"),
        ("The army has attacked the town.", "attacked", "past"),
        ("The army will attack the town.", "attack", "future"),
    ],
)
def test_tense(text: str, word: str, tense: str) -> None:
    assert verdict(text, word).tense == tense


def attribution(text: str, cue: str, lemma: str, content: str, **more: object) -> Attribution:
    start, at = text.index(content), text.index(cue)
    return Attribution(
        id="q",
        source=Source(),
        cue=Cue(start=at, end=at + len(cue), text=cue, lemma=lemma),
        content=Content(spans=((start, start + len(content)),)),
        **more,
    )


@pytest.mark.parametrize(
    ("cue", "lemma", "act", "value", "outlet"),
    [
        ("said", "say", "statement", "CT+", "U"),
        ("admitted", "admit", "statement", "CT+", "CT+"),
        ("denied", "deny", "denial", "CT-", "U"),
        ("falsely claimed", "claim", "statement", "CT+", "CT-"),
        ("believed", "believe", "belief", "PR+", "U"),
    ],
)
def test_what_a_cue_makes_of_its_content(cue: str, lemma: str, act: str, value: str, outlet: str) -> None:
    text = f"The governor {cue} that the troops entered the town."
    holders = Holders([attribution(text, cue, lemma, "that the troops entered the town", act=act)])
    found = verdict(text, "entered", holders)
    assert (found.value, found.outlet_value) == (value, outlet)


def test_negation_of_the_cue_is_not_that_of_the_content() -> None:
    text = "The governor did not say that the troops entered the town."
    claim = attribution(text, "did not say", "say", "that the troops entered the town", negated=True)
    assert holder_stance(claim) == "U"
    assert verdict(text, "entered", Holders([claim])).value == "U"


def test_hedges_are_kept_as_words() -> None:
    found = verdict("The shells allegedly hit a warehouse.", "hit")
    assert found.hedges == ("allegedly",)
    assert found.outlet_value == "U"


def test_the_innermost_attribution_holds() -> None:
    text = "The agency said the ministry claimed the bridge fell."
    outer = attribution(text, "said", "say", "the ministry claimed the bridge fell")
    inner = attribution(text, "claimed", "claim", "the bridge fell").model_copy(update={"id": "r", "parent": "q"})
    holders = Holders([outer, inner])
    assert holders.at(text.index("fell")) == inner
    assert holders.at(text.index("ministry")) == outer
    assert holders.at(0) is None
    assert holders.at(text.index("ministry"), len(text) - 1) == outer
    assert [a.id for a in holders.chain(inner)] == ["r", "q"]


def test_the_lexicon_is_valid() -> None:
    words = lexicon()
    values = {"CT+", "PR+", "PS+", "CT-", "PR-", "PS-", "U"}
    acts = set(Attribution.model_fields["act"].annotation.__args__)
    assert len(words.groups) > 700
    for (part, cue), groups in words.groups.items():
        assert part in PARTS and cue == cue.lower().strip()
        for group in groups:
            assert group.kind in KINDS
            assert {group.holder, group.outlet} <= values
            assert group.act in acts
            assert group.takes <= {"clause", "quote", "to", "of", "as", "for", "object", "against", "on", "about"}
    assert set(words.hedges.values()) <= values | {"hearsay", "soft"}
    assert "no" in words.negators
    assert groups_of("verb", "point", "out")[0].name == "say"
    assert groups_of("verb", "swim") == ()
