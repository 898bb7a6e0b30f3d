"""Who claims a figure: contents that stop short, words that nobody claims, places and owners that are none."""

from spacy.tokens import Doc

from onrecord.language import analyse
from onrecord.model import Actor, Attribution, Content, Document, Figure, Part, Place, Source
from onrecord.model.objects import ActorMention, Cue
from onrecord.reading.figures import find_figures


def _read(text: str) -> tuple[Document, Doc]:
    parts = (Part(start=0, end=len(text), kind="paragraph"),)
    document = Document(id=Document.identify(text), text=text, parts=parts)
    return document, analyse(document)


def _attribution(
    text: str, source: str, cue: str, content: str, *, name: str = "a1", negated: bool = False
) -> Attribution:
    at, held = text.index(cue), text.index(content)
    return Attribution(
        id=name,
        source=Source(spans=((text.index(source), text.index(source) + len(source)),), text=source, kind="group"),
        cue=Cue(start=at, end=at + len(cue), text=cue, lemma=cue),
        content=Content(spans=((held, held + len(content)),)),
        negated=negated,
    )


def _figures(text: str, *attributions: Attribution) -> list[Figure]:
    document, doc = _read(text)
    return find_figures(document, doc, [], [], [], list(attributions))


def test_a_participle_of_saying_goes_on_with_its_verb() -> None:
    text = "The mayor called it “one of the worst attacks”, comparing it to the one in which 90 drones were launched."
    held = _attribution(text, "The mayor", "called", "it “one of the worst attacks”")
    assert [(f.low, f.attribution) for f in _figures(text, held) if f.low == 90] == [(90, "a1")]


def test_a_content_that_stops_short_holds_the_clause_that_shares_its_subject() -> None:
    text = "The army announced it had killed 60 fighters in the raid and arrested 280 others."
    held = _attribution(text, "The army", "announced", "it had killed 60 fighters in the raid")
    assert [(f.low, f.attribution) for f in _figures(text, held)] == [(60, "a1"), (280, "a1")]


def test_a_clause_with_a_subject_of_its_own_is_not_drawn_in() -> None:
    text = "The army said it had left the town, and medics counted 12 dead."
    held = _attribution(text, "The army", "said", "it had left the town")
    assert [(f.low, f.attribution) for f in _figures(text, held)] == [(12, None)]


def test_a_quotation_ends_where_it_ends() -> None:
    text = "“We shot down every drone,” the army said after the strike killed 12 people."
    held = _attribution(text, "the army", "said", "We shot down every drone")
    assert [f.attribution for f in _figures(text, held) if f.low == 12] == [None]


def test_what_a_source_would_not_say_is_not_its_claim() -> None:
    text = "The army would not say whether 12 people had been killed."
    held = _attribution(text, "The army", "say", "whether 12 people had been killed", negated=True)
    assert [f.attribution for f in _figures(text, held)] == [None]


def test_a_number_repeated_in_nobodys_words_stays_with_who_gave_it() -> None:
    text = "The envoy said 14,000 babies could die. The 14,000 figure went round the world."
    held = _attribution(text, "The envoy", "said", "14,000 babies could die")
    assert [f.attribution for f in _figures(text, held)] == ["a1", "a1"]


def _place(text: str, name: str, *, by: str) -> Place:
    at = text.index(name)
    return Place(id=by, start=at, end=at + len(name), text=name, name=name)


def test_places_somebody_comes_from_or_that_act_are_not_where_it_happened() -> None:
    text = "Two soldiers from Marsk were killed in Lund, the ministry of Sudland said."
    document, doc = _read(text)
    places = [_place(text, "Marsk", by="p1"), _place(text, "Lund", by="p2"), _place(text, "Sudland", by="p3")]
    assert [f.place for f in find_figures(document, doc, [], places, [], [])] == ["p2"]
    text = "In Marsk, where Sudland ordered people out, 24 people were killed."
    document, doc = _read(text)
    at = text.index("Sudland")
    power = Actor(
        id="a1",
        name="Government of Sudland",
        kind="government",
        mentions=(ActorMention(start=at, end=at + 7, text="Sudland", form="metonym"),),
    )
    places = [_place(text, "Marsk", by="p1"), _place(text, "Sudland", by="p2")]
    assert [f.place for f in find_figures(document, doc, [], places, [power], [])] == ["p1"]


def test_who_makes_a_weapon_does_not_own_it() -> None:
    text = "The army shot down three Sudland-made drones."
    document, doc = _read(text)
    at = text.index("Sudland")
    maker = Actor(
        id="a1",
        name="Sudland",
        kind="state",
        mentions=(ActorMention(start=at, end=at + 7, text="Sudland", form="name"),),
    )
    assert [(f.low, f.actor) for f in find_figures(document, doc, [], [], [maker], [])] == [(3, None)]
