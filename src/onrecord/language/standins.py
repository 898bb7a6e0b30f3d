"""One country for every country: the encoder reads names of countries, nations and capitals as one of each.

What the encoder says of a sentence must not depend on which side of a war the sentence is about. Country names, words
of nationality and capitals of one word are therefore read as the same stand-in, so that swapping two parties in a
report swaps nothing in the encoder's input. The names are resolved afterwards, from the text as it stands.
"""

from __future__ import annotations

from functools import cache

from onrecord.reference.countries import capitals, country_names, demonyms

COUNTRY, NATIONALITY, CAPITAL = "France", "French", "Paris"
"""Words that stand for all: frequent ones, so that the encoder knows them well. Which ones they are favours nobody."""


@cache
def _stand_ins() -> dict[str, str]:
    out: dict[str, str] = {}
    for words, stand_in in ((country_names(), COUNTRY), (demonyms(), NATIONALITY), (capitals(), CAPITAL)):
        for word in words:
            if word.isalpha() and word[0].isupper() and not word.isupper():
                out[word] = out[word.upper()] = stand_in
    return out


def stand_in(word: str) -> str:
    """The word that the encoder reads in place of this one: itself, unless it names a country, nation or capital."""
    return _stand_ins().get(word, word)
