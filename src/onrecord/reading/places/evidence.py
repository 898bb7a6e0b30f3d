"""Whether a candidate mention means a place: a sum of evidence from the name, its label and the words beside it."""

from __future__ import annotations

import math
from itertools import pairwise

from spacy.tokens import Doc, Token

from onrecord.reading.places.mentions import Mention
from onrecord.reading.places.surroundings import facility_words
from onrecord.reference.actors import known_at
from onrecord.reference.gazetteer import Entry, Gazetteer
from onrecord.reference.place_words import PlaceWords, place_words

ACCEPT = 1.6
"""The sum from which a candidate is taken for a place."""

_INITIALS = 5
"""Letters up to which a name in capitals is taken for initials."""
_LABELS = {
    "LOC": 2.6, "LOC<": 1.6, "LOC>": 0.8, "GPE": 2.4, "GPE<": 1.4, "GPE>": 0.8, "": -0.4,
    "ORG": -0.8, "ORG<": -1.2, "ORG>": -2.2, "PERSON": -3.0, "PERSON<": -3.4, "PERSON>": -3.8,
    "MISC": -0.8, "MISC<": -1.0, "MISC>": -1.6, "WEAPON": -1.5, "WEAPON<": -2.0, "WEAPON>": -2.0,
}  # fmt: skip


def weigh(doc: Doc, sentences: list[list[Mention]], gazetteer: Gazetteer) -> list[Mention]:
    """Score every candidate, with what the rest of the report says of its name, and return those that are accepted."""
    words = place_words()
    mentions = [mention for sentence in sentences for mention in sentence]
    persons = surnames(doc)
    lower = {token.text for token in doc if token.text.islower()}
    for sentence in sentences:
        for i, mention in enumerate(sentence):
            after = sentence[i + 1] if i + 1 < len(sentence) else None
            mention.score = _demonym(doc, mention) if mention.demonym else _name(doc, mention, after, words, lower)
        _share_kind(doc, sentence, words, gazetteer)
        _share_kind_before(doc, sentence, words)
        _listed(doc, sentence)
    best: dict[str, float] = {}
    for mention in mentions:
        if not mention.demonym:
            best[mention.key] = max(best.get(mention.key, -9.0), mention.score)
    accepted = []
    for mention in mentions:
        if not mention.demonym:
            if best[mention.key] >= 2.6 and "organisation" not in mention.tags:
                mention.score += 1.8
            if mention.key in persons and not mention.sure:
                mention.score -= 2.0
        if mention.score >= ACCEPT:
            accepted.append(mention)
    return accepted


def _listed(doc: Doc, sentence: list[Mention]) -> None:
    """What is listed with a place is a place: "Fua and Kefraya", "Tulkarm, Jenin and Tubas"."""
    for one, two in pairwise(sentence):
        if one.demonym or two.demonym or not _in_list(doc, one, two):
            continue
        if max(one.score, two.score) >= 2.6:
            weaker = one if one.score < two.score else two
            if not weaker.label.endswith((">", "<")):
                weaker.score += 2.5


def _share_kind(doc: Doc, sentence: list[Mention], words: PlaceWords, gazetteer: Gazetteer) -> None:
    """A plural kind word is that of the whole list: "the Bryansk, Kaluga and Kursk regions"."""
    for last in range(len(sentence) - 1, -1, -1):
        token = _neighbour(doc, sentence[last].last - 1, 1)
        if token is None or not token.lower_.endswith("s") or sentence[last].demonym:
            continue
        kind = words.after.get(token.lower_)
        if kind not in ("region", "district"):
            continue
        for i in range(last, -1, -1):
            mention = sentence[i]
            if mention.demonym or (i < last and not _in_list(doc, mention, sentence[i + 1])):
                break
            mention.kind = kind
            mention.score += 1.5 if i < last else 0.0
            if token.lower_ == "counties":
                mention.entries += gazetteer.find(f"{mention.key} County")


def _share_kind_before(doc: Doc, sentence: list[Mention], words: PlaceWords) -> None:
    """ "The regions of Luhansk and Donetsk": a plural kind word before a list is that of all of it."""
    kind = None
    for i, mention in enumerate(sentence):
        if kind is not None and not mention.demonym and _in_list(doc, sentence[i - 1], mention):
            mention.kind = mention.kind or kind
            continue
        of = _neighbour(doc, mention.first, -1)
        head = _neighbour(doc, of.i, -1) if of is not None and of.lower_ == "of" else None
        plural = head is not None and head.lower_.endswith("s") and not mention.demonym
        kind = words.before_of.get(head.lower_) if plural and head is not None else None


def _in_list(doc: Doc, one: Mention, two: Mention) -> bool:
    between = [doc[i].lower_ for i in range(one.last, two.first) if not doc[i].is_space]
    return 0 < len(between) <= 3 and set(between) <= {",", "and", "or", "&", "the"}


def surnames(doc: Doc) -> set[str]:
    """Last words of persons' names of two words or more."""
    return {ent[-1].text for ent in doc.ents if ent.label_ == "PERSON" and len(ent) > 1 and ent[0].text[:1].isupper()}


def _demonym(doc: Doc, mention: Mention) -> float:
    label = mention.label
    if label.startswith("PERSON"):
        return -1.0
    after = doc[mention.last].lower_ if mention.last < len(doc) else ""
    before = _neighbour(doc, mention.first, -1)
    if before is not None:
        if (
            before.lower_ in ("native", "african", "latin", "south", "central", "north", "united")
            and before.text[0].isupper()
        ):
            return 0.0
        language = mention.key.endswith(("ish", "ian", "ese", "ch", "ic")) or mention.key in (
            "German",
            "Pashto",
            "Greek",
        )
        following = _neighbour(doc, mention.last - 1, 1)
        alone = following is None or following.pos_ not in ("NOUN", "PROPN", "ADJ")
        if language and alone and (before.lower_ == "in" or before.lemma_ in ("speak", "learn", "teach", "study")):
            return 0.0
    if after in ("fries", "toast", "shepherd", "wheat", "roulette", "bulldog", "muffin", "muffins"):
        return 0.0
    return 3.0


def _best(entries: tuple[Entry, ...]) -> Entry:
    return max(entries, key=lambda e: (e.population * (0.02 if e.rank > 1 else 1), -e.rank))


def _prior(mention: Mention, words: PlaceWords) -> float:
    entry = _best(mention.entries)
    if entry.kind == "country":
        value = 2.4 if len(mention.entries) > 1 and mention.entries[1].rank == 0 else 3.8
    elif entry.id < 0 and entry.kind in ("area", "water", "facility", "region"):
        value = 1.2 if entry.population < 10**7 else 1.8
        if entry.rank < 2 and " " in mention.key and entry.population < 10**7:
            value += 0.8  # "Golan Heights", "Rafah crossing": names that mean nothing else
    elif entry.kind == "district":
        value = 1.6
    else:
        value = max(-1.2, min(1.6, math.log10(entry.population + 1) - 4.6))
    if entry.rank == 2:
        value -= 1.2
    name = mention.key
    if name.lower() in words.ambiguous and (" " in name or "-" in name):
        value -= 2.0
    elif " " in name or "-" in name:
        value += 0.8
    elif name.lower() in words.ambiguous and not (name.isupper() and len(name) < 5):
        value -= 3.0
    elif len(name) <= 3 and entry.kind == "settlement":
        value -= 2.0
    return value


def _neighbour(doc: Doc, i: int, step: int) -> Token | None:
    i += step
    while 0 <= i < len(doc) and doc[i].is_space:
        i += step
    return doc[i] if 0 <= i < len(doc) else None


def _name(doc: Doc, mention: Mention, following: Mention | None, words: PlaceWords, lower: set[str]) -> float:
    label = _LABELS.get(mention.label, -0.5)
    if mention.label == "PERSON" and mention.last - mention.first == 1:
        label = -2.0  # Surnames that stand alone are mostly known from elsewhere in the report.
    if _best(mention.entries).kind == "country" and (" " in mention.key or mention.key.isupper()):
        label = max(label, 0.0)
    elif "." in mention.key and _best(mention.entries).kind == "region":
        label = max(label, 1.0)
    score = _prior(mention, words) + label
    score += _before(doc, mention, words)
    score += _after(doc, mention, following, words)
    first = doc[mention.first]
    if mention.last - mention.first == 1:
        if first.tag_ not in ("NNP", "NNPS") and first.pos_ != "PROPN":
            score -= 1.5
        if mention.key.lower() in lower and not mention.key.isupper():
            score -= 1.0
    if mention.label.startswith("ORG") and mention.local:
        score += 1.6
    return score


def weigh_unknown(doc: Doc, mention: Mention, surnames: set[str]) -> float:
    """Evidence for a name that only the names head knows: the words beside it must speak for a place too."""
    words = place_words()
    last = doc[mention.last - 1]
    first = doc[mention.first]
    if last.lower_ in words.blocked or last.text in surnames or first.lower_ in words.titles:
        return -3.0
    if any(
        token.lower_ in ("house", "party", "street", "interstate", "route")
        for token in doc[mention.first : mention.last]
    ):
        return -3.0
    known = known_at(doc.text, mention.start)
    if known is not None and known[0] >= mention.end:
        return -3.0  # "Houthi attacks": a group, wherever the names head puts it.
    if mention.last - mention.first == 1 and first.text.isupper() and len(first) <= _INITIALS and mention.kind is None:
        return -3.0  # "HTS", "PMF": initials that no gazetteer knows are bodies.
    score = 1.2 if mention.label.startswith("LOC") else -0.4
    if first.tag_ not in ("NNP", "NNPS") or last.tag_ not in ("NNP", "NNPS", "CD"):
        score -= 1.2
    if mention.last - mention.first == 1 and (
        mention.key.lower() in words.ambiguous or mention.key.lower() in words.local
    ):
        score -= 2.0
    return score + _before(doc, mention, words) + min(0.8, _after(doc, mention, None, words))


def _before(doc: Doc, mention: Mention, words: PlaceWords) -> float:
    token = _neighbour(doc, mention.first, -1)
    if token is None:
        return 0.0
    low = token.lower_
    if low == "the":
        earlier = _neighbour(doc, token.i, -1)
        if earlier is not None and earlier.lower_ in words.place_prepositions:
            return words.place_prepositions[earlier.lower_] * 0.5
        return 0.0
    if low == "of":
        head = _neighbour(doc, token.i, -1)
        if head is not None and head.lower_ in words.before_of:
            mention.kind = words.before_of[head.lower_]
            mention.sure = True
            return 4.0
        if head is not None and head.lower_ in words.org_heads and head.text[0].isupper():
            mention.tags.append("organisation")
            return -4.0
        return words.place_prepositions["of"]
    if low in words.titles and (token.text[0].isupper() or low in ("named", "called", "son", "daughter")):
        return -3.5
    if low in words.place_prepositions and (token.is_lower or token.is_sent_start):
        if words.place_prepositions[low] >= 1.5:
            mention.sure = True
        return words.place_prepositions[low]
    if token.text[0].isupper() and token.is_alpha and token.i >= mention.sentence[0]:
        # A capital before the name with nothing between: the name ends a longer one, of a person more often than not.
        if token.tag_ in ("NNP", "NNPS") and not token.is_sent_start:
            return -1.6
        return -0.6
    return 0.0


def _after(doc: Doc, mention: Mention, following: Mention | None, words: PlaceWords) -> float:
    token = _neighbour(doc, mention.last - 1, 1)
    if token is None or token.i >= mention.sentence[1]:
        return 0.0
    low = token.lower_
    if mention.key.endswith(("'s", "’s")) and token.tag_ in ("NNP", "NNPS"):
        return -6.0  # "St. Peter's Square", "St. Paul's Cathedral"
    if mention.entries and facility_words(doc, token.i, words) and _best(mention.entries).kind != "country":
        return 1.6
    if low in words.after:
        kind = words.after[low]
        second = _neighbour(doc, token.i, 1)
        if kind is None and second is not None and words.after.get(second.lower_):
            kind = words.after[second.lower_]  # "Bryansk border region"
        if token.is_lower or kind is None:
            mention.kind = mention.kind or kind
            mention.sure = mention.sure or kind is not None
            return 2.2 if kind else 0.8
        if kind in ("region", "district", "settlement"):
            mention.kind = mention.kind or kind
            mention.local = True
            return 1.6
    if low in words.blocked and token.text[0].isupper():
        mention.tags.append("organisation")
        return -3.5
    if low in words.local:
        mention.local = True
        return 0.8 if token.text[0].isupper() else 0.5
    if low == "in" and following is not None and _contained(mention, following, token.i):
        mention.container = following
        mention.sure = True
        return 1.5
    if low == "," and following is not None and _contained(mention, following, token.i):
        mention.container = following
        mention.sure = True
        return 3.2
    if (
        low in (",", ")", "(", "—", "–", "--")
        and token.i == mention.last
        and doc[mention.first].is_sent_start
        and doc[mention.first].is_upper
    ):
        return 2.0
    if following is not None and following.first == token.i and not following.demonym:
        if _holds(mention, following):
            mention.container = following
            mention.sure = True
            return 2.0
        return -0.8
    if token.text[0].isupper() and token.is_alpha and token.tag_ in ("NNP", "NNPS"):
        wide = mention.entries and _best(mention.entries).kind in ("water", "area") and " " not in mention.key
        return -2.5 if wide else -1.2  # "Atlantic Council"
    return 0.0


def _contained(mention: Mention, following: Mention, comma: int) -> bool:
    return following.first in (comma + 1, comma + 2) and _holds(mention, following)


def _holds(mention: Mention, outer: Mention) -> bool:
    """Whether some place of the one name lies in a region or country of the other."""
    around = [entry for entry in outer.entries if entry.kind in ("country", "region")]
    return any(within(inner, entry) for entry in around for inner in mention.entries)


def within(inner: Entry, outer: Entry) -> bool:
    """Whether a place is said to lie in a region, district's region or country."""
    if inner.id == outer.id or inner.country is None or inner.country != outer.country:
        return False
    if outer.kind == "country":
        return inner.kind != "country"
    return outer.kind == "region" and inner.kind not in ("country", "region") and inner.code == outer.code != ""
