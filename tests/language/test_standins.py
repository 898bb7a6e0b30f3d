"""Which country a sentence is about changes nothing in what the encoder reads."""

import numpy as np

from onrecord.language import analyse
from onrecord.language.standins import stand_in
from onrecord.sources import document_from_text


def test_names_of_countries_nations_and_capitals_have_one_stand_in_each() -> None:
    assert stand_in("Russia") == stand_in("Ukraine") == stand_in("Sudan")
    assert stand_in("Russian") == stand_in("Ukrainian") == stand_in("Israeli") == stand_in("Palestinian")
    assert stand_in("Moscow") == stand_in("Kyiv") == stand_in("Khartoum")
    assert len({stand_in("Iran"), stand_in("Iranian"), stand_in("Tehran")}) == 3


def test_other_words_are_read_as_they_are() -> None:
    for word in ("said", "ministry", "Marco", "turkey", "Turkeys", "polish", "US"):
        assert stand_in(word) == word


def test_swapping_the_parties_swaps_nothing_in_the_analysis() -> None:
    one = "Officials in Kyiv said Russian forces shelled a Ukrainian village, and Russia denied it on Monday."
    other = "Officials in Moscow said Ukrainian forces shelled a Russian village, and Ukraine denied it on Monday."
    first, second = (analyse(document_from_text(text, published="2025-04-28")) for text in (one, other))
    assert [(t.pos_, t.tag_, t.dep_, t.head.i, t.ent_type_) for t in first] == [
        (t.pos_, t.tag_, t.dep_, t.head.i, t.ent_type_) for t in second
    ]
    assert np.array_equal(first._.attribution, second._.attribution)
