"""Capitals that stand for their governments ("Washington has indicated"): no place of anything that happened."""

from __future__ import annotations

from spacy.tokens import Doc, Span, Token

from onrecord.reading.places.mentions import Mention
from onrecord.reference.countries import capitals
from onrecord.reference.place_words import place_words

_ALWAYS = frozenset(["Pentagon"])


def is_metonym(doc: Doc, mention: Mention) -> bool:
    """Whether a capital is the subject of what governments do, owns what they have, or is the partner of dealings.

    Syntax decides, on the name's own token: nothing is carried from one mention to the next.
    """
    name = mention.key
    if name not in _ALWAYS and name not in capitals():
        return False
    if mention.container is not None or mention.kind is not None:
        return False
    words = place_words()
    span = doc[mention.first : mention.last]
    head = _conjunct_head(span)
    if head.dep_ in ("nsubj",) and head.head.pos_ in ("VERB", "AUX", "NOUN", "ADJ"):
        return head.head.lemma_.lower() in words.metonym_verbs
    case = {child.lower_ for child in head.children if child.dep_ == "case"}
    if head.dep_ == "nmod:poss" or "'s" in case or "’s" in case:
        return head.head.lemma_.lower() in words.metonym_heads or head.head.lower_ in words.metonym_heads
    if head.dep_ in ("obl", "obl:agent", "nmod") and case & words.metonym_prepositions:
        return not any(token.lower_ in ("city", "capital") for token in head.children)
    return False


def _conjunct_head(span: Span) -> Token:
    head = span.root
    for _ in range(4):
        if head.dep_ != "conj":
            break
        head = head.head
    return head
