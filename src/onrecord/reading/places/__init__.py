"""Where: every mention of a place by name, resolved by the company that it keeps.

`find_places` finds candidate mentions in the gazetteer (`mentions`), weighs the evidence that each means a place
(`evidence`), leaves out capitals that stand for governments (`metonyms`), chooses the place that each name means
(`resolving`) and writes the objects of the reading (`objects`).
"""

from __future__ import annotations

from spacy.tokens import Doc

from onrecord.model import Document, Place
from onrecord.reading.places.evidence import weigh
from onrecord.reading.places.mentions import find_mentions, unknown_names
from onrecord.reading.places.metonyms import is_metonym
from onrecord.reading.places.objects import to_places
from onrecord.reading.places.resolving import resolve
from onrecord.reading.places.surroundings import extend, facilities
from onrecord.reference.gazetteer import gazetteer

__all__ = ["find_places"]


def find_places(document: Document, doc: Doc) -> list[Place]:
    """Every mention of a place by name in the sentences that may hold claims, adjectives of nationality included.

    Names are resolved against the gazetteer (compiled here, silently, where it is missing); a name that it does not
    know is kept with `resolved` false and null coordinates. In the order of the text; mentions do not overlap.
    """
    known = gazetteer()
    sentences = find_mentions(document, doc, known)
    accepted = weigh(doc, sentences)
    accepted += facilities(document, doc, accepted)
    accepted += unknown_names(document, doc, accepted, known)
    accepted.sort(key=lambda mention: mention.start)
    kept = [mention for mention in accepted if mention.demonym or not is_metonym(doc, mention)]
    resolve(kept)
    extend(doc, kept)
    return to_places(doc, kept, known)
