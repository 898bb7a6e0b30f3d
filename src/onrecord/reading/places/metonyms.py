"""Capitals that stand for their governments ("Washington has indicated"): no place of anything that happened."""

from __future__ import annotations

from spacy.tokens import Doc, Span, Token

from onrecord.reading.places.mentions import Mention
from onrecord.reference.countries import capitals
from onrecord.reference.place_words import place_words

_SUFFERED = frozenset(
    ["attack", "strike", "raid", "assault", "drone", "missile", "fire", "shell", "bomb", "offensive", "fall"]
)
"""What is done on or against a city, not its government ("a drone attack on Kyiv")."""
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
    if head.dep_ in ("obj", "iobj"):
        return head.head.lemma_.lower() in words.metonym_objects
    case = {child.lower_ for child in head.children if child.dep_ == "case"}
    if head.dep_ == "nmod:poss" or "'s" in case or "’s" in case:
        return head.head.lemma_.lower() in words.metonym_heads or head.head.lower_ in words.metonym_heads
    if head.dep_ in ("obl", "obl:agent", "nmod") and case & words.metonym_prepositions:
        return head.head.lemma_.lower() not in _SUFFERED
    if "to" in case:
        return head.head.lemma_.lower() in words.metonym_givers
    return False


def _conjunct_head(span: Span) -> Token:
    head = span.root
    for _ in range(4):
        if head.dep_ != "conj":
            break
        head = head.head
    return head
