"""What stands around an accepted name and belongs to it: kind words, directions, facilities, the place it lies in."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from spacy.tokens import Doc, Token

from onrecord.model import Document
from onrecord.reading.places.mentions import Mention
from onrecord.reading.scope import claim_sentences
from onrecord.reference.countries import demonym_countries
from onrecord.reference.gazetteer import Gazetteer
from onrecord.reference.place_words import PlaceWords, place_words

_LONGEST_FACILITY = 4


def extend(text: str, doc: Doc, mentions: list[Mention], gazetteer: Gazetteer) -> None:
    """Set `wide`, `direction`, `facility` and the kind of resolved mentions from the words beside them."""
    words = place_words()
    for mention in mentions:
        if mention.demonym or mention.facility:
            continue
        _facility(doc, mention, words)
        if mention.facility is not None and mention.wide is not None:
            _own_entry(text, mention, gazetteer)
        if mention.facility is None:
            _kind_word(doc, mention, words)
            _direction(doc, mention, words)


@cache
def _openers() -> frozenset[str]:
    words = place_words()
    return frozenset(name.split()[0].lower() for name in words.facility | words.camp)


def facility_words(doc: Doc, i: int, words: PlaceWords) -> tuple[int, bool] | None:
    """End of the facility words that start at token `i` and whether they mean a camp; the longest that fit."""
    if doc[i].lower_ not in _openers():
        return None
    for length in range(min(_LONGEST_FACILITY, len(doc) - i), 0, -1):
        text = " ".join(doc[k].lower_ for k in range(i, i + length))
        if text in words.facility:
            return i + length, False
        if text in words.camp:
            return i + length, True
    return None


def _facility(doc: Doc, mention: Mention, words: PlaceWords) -> None:
    entry = mention.chosen
    if entry is not None and entry.kind in ("country", "facility", "water"):
        return
    found = facility_words(doc, mention.last, words) if mention.last < len(doc) else None
    if found is None:
        return
    end, camp = found
    if camp and doc[mention.last].lower_ == "camp" and entry is not None and entry.population > 300_000:
        return
    last = doc[end - 1]
    mention.wide = (mention.start, last.idx + len(last))
    mention.facility = "camp" if camp else "facility"


def _own_entry(text: str, mention: Mention, gazetteer: Gazetteer) -> None:
    """Where the gazetteer has the facility itself under its whole name, that is the place."""
    start, end = mention.wide or (mention.start, mention.end)
    own = [entry for entry in gazetteer.find(text[start:end]) if entry.rank < 2]
    if own:
        mention.chosen, mention.facility = own[0], None


def _kind_word(doc: Doc, mention: Mention, words: PlaceWords) -> None:
    if mention.last >= len(doc):
        return
    token = doc[mention.last]
    kind = words.after.get(token.lower_)
    if kind is None or token.lower_.endswith("s"):
        return
    entry = mention.chosen
    if kind == "district" and entry is not None and entry.kind == "settlement":
        mention.kind = "district"
    if entry is None or (kind in ("region", "district", "settlement") and entry.kind in ("region", kind)):
        mention.wide = (mention.start, token.idx + len(token))


def _direction(doc: Doc, mention: Mention, words: PlaceWords) -> None:
    entry = mention.chosen
    if entry is None or entry.kind not in ("country", "region", "area"):
        return
    if mention.wide and entry.kind == "region":
        # "the western Kursk region" is the region, which lies in the west.
        return
    i = mention.first - 1
    while i > 0 and doc[i].is_space:
        i -= 1
    if i < 0 or doc[i].lower_ not in words.directions:
        return
    north, east = words.directions[doc[i].lower_]
    start = i
    if i >= 2 and doc[i - 1].lower_ in ("and", "-", "or") and doc[i - 2].lower_ in words.directions:
        more = words.directions[doc[i - 2].lower_]
        north, east, start = (north + more[0]) / 2, (east + more[1]) / 2, i - 2
    mention.direction = (north, east)
    mention.wide = (doc[start].idx, mention.wide[1] if mention.wide else mention.end)


def facilities(document: Document, doc: Doc, taken: list[Mention]) -> Iterator[Mention]:
    """Facilities whose own name the gazetteer lacks ("Al-Aqsa Martyrs Hospital"): capitals before a facility word."""
    words = place_words()
    covered = {i for mention in taken for i in range(mention.first, mention.last)}
    for sent in claim_sentences(document, doc):
        i = sent.start
        while i < sent.end:
            found = facility_words(doc, i, words)
            if found is None:
                i += 1
                continue
            end, camp = found
            first = _name_start(doc, i, sent.start, covered)
            if first is not None:
                last = doc[end - 1]
                start, stop = doc[first].idx, last.idx + len(last)
                yield Mention(
                    start, stop, first, end, document.text[start:stop], label="FAC", by="places.facility", score=2.0,
                    facility="camp" if camp else "facility",
                )  # fmt: skip
            i = end


def _name_start(doc: Doc, i: int, limit: int, covered: set[int]) -> int | None:
    """The first token of the capitalised name that ends before token `i`, or None where there is none of its own."""
    j = i
    while j - 1 >= limit and i - j < 6 and (_in_name(doc[j - 1]) and j - 1 not in covered):
        j -= 1
    while j < i and not (doc[j].text[0].isupper() or doc[j].text[:3] in ("al-", "el-")):
        j += 1
    name = [token for token in doc[j:i] if token.is_alpha]
    if not name or doc[j].is_sent_start or (j - 1 in covered and j - 1 >= limit):
        return None
    if all(token.tag_ not in ("NNP", "NNPS") or demonym_countries(token.text) for token in name):
        return None
    return j


def _in_name(token: Token) -> bool:
    return token.text[0].isupper() or token.text in ("-", "al", "el", "’s", "'s") or token.text[:3] in ("al-", "el-")
