"""Places: which names are places, which place a name means, and what is left alone."""

from __future__ import annotations

import time

import pytest
import spacy
from spacy.tokens import Doc

from onrecord.language.analyse import tokens
from onrecord.model import Document, Part, Place
from onrecord.reading.places import find_places

NLP = spacy.blank("en")


def analysed(text: str, **labels: str) -> tuple[Document, Doc]:
    """A document and an analysis made by rule: capitals are proper nouns; `labels` names spans by their words.

    Sentences end at full stops; a label's words are given with underscores for blanks.
    """
    document = Document(id=Document.identify(text), text=text, parts=(Part(start=0, end=len(text), kind="paragraph"),))
    doc = tokens(NLP, text, [])
    ends = True
    for token in doc:
        token.is_sent_start = ends
        ends = token.text in (".", "!", "?")
        token.tag_, token.pos_ = ("NNP", "PROPN") if token.text[0].isupper() else ("NN", "NOUN")
        if not token.text[0].isalnum():
            token.tag_, token.pos_ = ".", "PUNCT"
    spans = []
    for words, label in labels.items():
        words = words.replace("_", " ")
        at = text.find(words)
        while at >= 0:
            span = doc.char_span(at, at + len(words), label=label)
            if span is not None:
                spans.append(span)
            at = text.find(words, at + len(words))
    doc.ents = spacy.util.filter_spans(spans)
    return document, doc


def places(text: str, **labels: str) -> list[Place]:
    found = find_places(*analysed(text, **labels))
    for place in found:
        assert text[place.start : place.end] == place.text
    assert [p.start for p in found] == sorted(p.start for p in found)
    return found


def one(text: str, words: str, **labels: str) -> Place:
    matching = [p for p in places(text, **labels) if words in p.text]
    assert len(matching) == 1, f"{words} in {text}"
    return matching[0]


def test_a_region_that_lies_in_the_west_is_the_whole_region() -> None:
    place = one("He visited the western Bryansk region on Tuesday.", "Bryansk", Bryansk="LOC")
    assert (place.kind, place.text) == ("region", "Bryansk region")


def test_border_region_is_the_region_not_the_city() -> None:
    place = one("Most drones fell over Russia's Bryansk border region overnight.", "Bryansk", Bryansk="LOC")
    assert (place.name, place.kind, place.country) == ("Bryansk Oblast", "region", "RUS")
    assert place.resolved and place.radius_km is not None and place.geonameid is None


def test_city_and_region_of_one_name_are_kept_apart() -> None:
    found = places(
        "Shells hit the Kherson region. A man in Kherson was hurt, officials in Ukraine said.", Kherson="LOC"
    )
    assert [(p.name, p.kind) for p in found if "Kherson" in p.text] == [
        ("Kherson Oblast", "region"),
        ("Kherson", "settlement"),
    ]


def test_a_plural_kind_word_is_that_of_the_whole_list() -> None:
    found = places("Drones fell over the Bryansk, Kaluga and Kursk regions in Russia.", Bryansk="LOC", Kursk="LOC")
    assert [(p.name, p.kind) for p in found][:3] == [
        ("Bryansk Oblast", "region"),
        ("Kaluga Oblast", "region"),
        ("Kursk Oblast", "region"),
    ]


def test_facilities_of_the_gazetteer_are_found_by_their_whole_name() -> None:
    place = one("Drones attacked the Zaporozhye nuclear power plant in Ukraine.", "Zaporozhye", Zaporozhye="LOC")
    assert (place.name, place.kind) == ("Zaporizhzhia nuclear power plant", "facility")
    assert place.text == "Zaporozhye nuclear power plant" and not place.inferred


@pytest.mark.parametrize(
    ("text", "words", "name", "kind", "country"),
    [
        ("Fighting went on near Pokrovsk, Donetsk Oblast, on Friday.", "Pokrovsk", "Pokrovsk", "settlement", "UKR"),
        ("Fighting went on near Pokrovsk in Ukraine.", "Pokrovsk", "Pokrovsk", "settlement", "UKR"),
        ("A fire broke out in Engels, Russia.", "Engels", "Engels", "settlement", "RUS"),
        ("Trucks waited at the Rafah crossing in Gaza.", "Rafah crossing", "Rafah crossing", "facility", "PSE"),
        ("Ships left the Red Sea for Suez, Egypt.", "Red Sea", "Red Sea", "water", None),
        ("Soldiers died in the city of Deir el-Balah, in Gaza.", "Deir el-Balah", "Deir al-Balah", "settlement", "PSE"),
        ("Rebels entered El Fasher in North Darfur.", "El Fasher", "El Fasher", "settlement", "SDN"),
        ("Rebels entered Al-Fashir in Sudan.", "Al-Fashir", "El Fasher", "settlement", "SDN"),
        ("The army shelled targets in Idlib province.", "Idlib", "Idlib Governorate", "region", "SYR"),
        ("Troops crossed into Georgia from Abkhazia near Gori.", "Georgia", "Georgia", "country", "GEO"),
        ("Snow fell across Georgia, from Atlanta to Savannah.", "Georgia", "Georgia", "region", "USA"),
        ("The fire in Paris, Texas, burned for hours.", "Paris", "Paris", "settlement", "USA"),
        ("Leaders met in Paris before a summit in Berlin, Germany.", "Paris", "Paris", "settlement", "FRA"),
        ("A base near the Golan Heights in Syria was hit.", "Golan Heights", "Golan Heights", "area", "SYR"),
        ("Drones flew over Crimea towards Ukraine.", "Crimea", "Crimea", "region", "UKR"),
    ],
)
def test_company_decides(text: str, words: str, name: str, kind: str, country: str | None) -> None:
    place = one(text, words)
    assert (place.name, place.kind, place.country) == (name, kind, country)
    assert place.resolved and place.latitude is not None


def test_directions_make_an_area() -> None:
    place = one("Tanks moved through southern Gaza on Sunday.", "Gaza")
    assert (place.text, place.kind, place.country) == ("southern Gaza", "area", "PSE")
    whole = one("Tanks moved through Gaza on Sunday.", "Gaza")
    assert place.latitude is not None and whole.latitude is not None and place.latitude < whole.latitude


def test_facilities_and_camps() -> None:
    assert one("A raid on the Khan Younis refugee camp in Gaza killed four.", "Khan Younis").kind == "settlement"
    port = one("Jets bombed the Hodeidah port in Yemen.", "Hodeidah")
    assert (port.text, port.kind, port.country) == ("Hodeidah port", "facility", "YEM")
    unknown = one("Doctors at Nusra Martyrs Hospital in Gaza, near Rafah in Gaza, said so.", "Nusra")
    assert (unknown.kind, unknown.country, unknown.resolved, unknown.latitude) == ("facility", "PSE", False, None)
    assert unknown.inferred


def test_nationality_words_are_demonyms() -> None:
    found = places("Turkish and Sri Lankan envoys met two Poles.")
    assert [(p.text, p.form, p.country) for p in found] == [
        ("Turkish", "demonym", "TUR"),
        ("Sri Lankan", "demonym", "LKA"),
        ("Poles", "demonym", "POL"),
    ]
    assert all(p.kind == "country" for p in found)


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("They signed the Paris Agreement.", {"Paris_Agreement": "MISC"}),
        ("She studied at the University of Texas.", {"University_of_Texas": "ORG"}),
        ("He joined the Bank of England.", {"Bank_of_England": "ORG"}),
        ("According to the Washington Post it rained.", {"Washington_Post": "ORG"}),
        ("Then Michael Jordan spoke.", {"Michael_Jordan": "PERSON"}),
        ("Mr Kent said no.", {"Kent": "PERSON"}),
        ("Reading is fun. March was wet. Nice people came.", {}),
        ("He spoke in French.", {}),
    ],
)
def test_names_within_other_names_are_no_places(text: str, labels: dict[str, str]) -> None:
    assert places(text, **labels) == []


def test_unknown_names_stay_with_nulls() -> None:
    place = one("Shots were fired near Qxarvelistan on Monday.", "Qxarvelistan", Qxarvelistan="LOC")
    assert not place.resolved
    assert (place.latitude, place.longitude, place.geonameid, place.kind) == (None, None, None, None)


def capital(text: str, word: str, dep: str, head: str, lemma: str, case: str | None = None) -> list[Place]:
    """The places of a one-clause text in which the capital `word` depends on `head` (given its lemma)."""
    document, doc = analysed(text, **{word: "LOC"})
    at = {token.text: token for token in doc}
    for token in doc:
        token.head = at[head]
        token.dep_ = "dep"
    at[head].pos_, at[head].tag_, at[head].lemma_ = "VERB", "VBZ", lemma
    at[word].dep_ = dep
    if case:
        at[case].head, at[case].dep_ = at[word], "case"
    return [p for p in find_places(document, doc) if p.text == word]


@pytest.mark.parametrize("word", ["Moscow", "Kyiv", "Washington", "Tehran"])
def test_capitals_that_act_as_governments_are_no_places(word: str) -> None:
    assert capital(f"On Monday {word} wants a deal .", word, "nsubj", "wants", "want") == []
    assert capital(f"They held talks with {word} again .", word, "obl", "held", "hold", "with") == []
    assert capital(f"They accused {word} again .", word, "obj", "accused", "accuse") == []
    assert capital(f"Aid was given to {word} again .", word, "obl", "given", "give", "to") == []
    struck = capital(f"They struck {word} again .", word, "obj", "struck", "strike")
    assert [p.kind for p in struck] == ["settlement"]
    assert len(capital(f"The attack on {word} again .", word, "nmod", "attack", "attack", "on")) == 1
    kept = capital(f"They met in {word} again .", word, "obl", "met", "meet", "in")
    assert len(kept) == 1 and kept[0].kind == "settlement"


def test_swapping_parties_swaps_the_reading() -> None:
    one_way = places("Drones from Ukraine hit Kursk in Russia.", Kursk="LOC")
    other = places("Drones from Russia hit Kursk in Ukraine.", Kursk="LOC")
    assert [p.country for p in one_way][::2] == ["UKR", "RUS"] and [p.country for p in other][::2] == ["RUS", "UKR"]


def test_the_same_text_gives_the_same_places() -> None:
    text = "Rockets fell on Paris, Athens, Springfield, Columbus and Rome near Richmond."
    assert places(text) == places(text)


@pytest.mark.parametrize(
    "unit", ["9", "-", "'", "\u2019", "A", "A ", "Al-", "Paris ", "of ", "in Paris, Texas, ", "\u00a0", "U.S. "]
)
def test_hostile_text_takes_linear_time(unit: str) -> None:
    def spent(length: int) -> float:
        document, doc = analysed((unit * length)[:length])
        start = time.process_time()
        find_places(document, doc)
        return time.process_time() - start

    spent(1_000)
    short, long = (min(spent(length) for _ in range(2)) for length in (3_000, 12_000))
    assert long < 10 * short + 1.0


def test_a_plural_kind_word_before_a_list_is_that_of_all_of_it() -> None:
    found = places("They hold the regions of Luhansk and Donetsk.", Luhansk="LOC", Donetsk="LOC")
    assert [(p.name, p.kind) for p in found] == [("Luhansk Oblast", "region"), ("Donetsk Oblast", "region")]


def test_the_name_of_a_country_is_no_hamlet_of_another() -> None:
    text = "Judges in Texas and Massachusetts heard that he had come from Sudan to Boston."
    place = one(text, "Sudan", Texas="LOC", Massachusetts="LOC", Sudan="LOC", Boston="LOC")
    assert (place.kind, place.country) == ("country", "SDN")


def test_a_city_of_world_news_is_not_its_namesake_near_another_city() -> None:
    text = "Talks in Geneva ended while diplomats met in New York. Britain and France waited in Gaza."
    place = one(text, "Geneva", Geneva="LOC", New_York="LOC", Britain="LOC", France="LOC", Gaza="LOC")
    assert place.country == "CHE"


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("Ships sailed into Houthi waters off Yemen.", {"Houthi": "LOC"}),
        ("Half of the ministers came from HTS.", {"HTS": "LOC"}),
        ("He spoke in St. Peter's Square.", {"St._Peter's": "LOC"}),
        ("She spoke for the White House National Council.", {"White_House": "ORG"}),
    ],
)
def test_groups_and_buildings_are_no_places(text: str, labels: dict[str, str]) -> None:
    assert [p.text for p in places(text, **labels) if p.text != "Yemen"] == []
