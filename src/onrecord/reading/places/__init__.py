"""Where: every mention of a place by name, resolved by the company that it keeps.

`find_places` finds candidate mentions in the gazetteer (`mentions`), weighs the evidence that each means a place
(`evidence`), leaves out capitals that stand for governments (`metonyms`), chooses the place that each name means
(`resolving`) and writes the objects of the reading (`objects`).
"""

from __future__ import annotations

from spacy.tokens import Doc

from onrecord.model import Document, Place
from onrecord.reading.places.evidence import ACCEPT, surnames, weigh, weigh_unknown
from onrecord.reading.places.mentions import Mention, find_mentions, unknown_names
from onrecord.reading.places.metonyms import is_metonym
from onrecord.reading.places.objects import to_places
from onrecord.reading.places.resolving import at_home, resolve
from onrecord.reading.places.surroundings import extend, facilities
from onrecord.reference.gazetteer import Gazetteer, gazetteer

__all__ = ["find_places"]


def find_places(document: Document, doc: Doc) -> list[Place]:
    """Every mention of a place by name in the sentences that may hold claims, adjectives of nationality included.

    Names are resolved against the gazetteer (compiled here, silently, where it is missing); a name that it does not
    know is kept with `resolved` false and null coordinates. In the order of the text; mentions do not overlap.
    """
    known = gazetteer()
    sentences = find_mentions(document, doc, known)
    accepted = weigh(doc, sentences, known)
    accepted += facilities(document, doc, accepted)
    accepted += _unknown(document, doc, accepted, known)
    accepted.sort(key=lambda mention: mention.start)
    kept = [mention for mention in accepted if mention.demonym or not is_metonym(doc, mention)]
    resolve(kept, at_home(doc))
    extend(document.text, doc, kept, known)
    return to_places(document.text, kept, known)


def _unknown(document: Document, doc: Doc, taken: list[Mention], known: Gazetteer) -> list[Mention]:
    """Names that only the names head knows, where the words beside them say too that they are places."""
    persons = surnames(doc)
    found = []
    for mention in unknown_names(document, doc, taken, known):
        mention.score = weigh_unknown(doc, mention, persons)
        if mention.score >= ACCEPT:
            found.append(mention)
    return found
