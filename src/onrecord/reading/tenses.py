"""Past, present or future: the tense of the verb group that carries a word."""

from __future__ import annotations

from typing import Literal

from spacy.tokens import Token

from onrecord.reference.cues import lexicon

Tense = Literal["past", "present", "future"]
_MOST_STEPS = 40


def tense_of(trigger: Token) -> Tense:
    """Past, present or future, by the verb group that carries the trigger; nouns take it from their clause."""
    token = trigger
    for _ in range(_MOST_STEPS):
        found = _own_tense(token)
        if found is not None:
            return found
        if token.head == token:
            break
        token = token.head
    return "past"


def _own_tense(token: Token) -> Tense | None:
    """The tense that the token's own verb group shows, or None where it shows none."""
    auxiliaries = [c for c in token.children if c.dep_ in ("aux", "aux:pass", "cop")]
    words = {c.lower_ for c in auxiliaries}
    if words & {"will", "’ll", "'ll", "shall", "wo"}:
        return "future"
    if words & {"would", "may", "might", "could", "should", "must", "can"}:
        return "past" if words & {"have", "’ve", "'ve", "of"} else "future" if "can" not in words else "present"
    first = min((c for c in auxiliaries if c.tag_ in ("VBD", "VBZ", "VBP")), key=lambda c: c.i, default=None)
    if first is not None:
        if first.tag_ == "VBD" or first.lemma_ == "have" or first.lower_ in ("was", "were", "did", "had"):
            return "past"
        if token.tag_ == "VBN" and any(c.dep_ == "aux:pass" for c in auxiliaries):
            return "present"
        return "present"
    if token.tag_ == "VBD":
        return "past"
    if token.tag_ in ("VBZ", "VBP"):
        return "present"
    if token.tag_ == "VB" and "to" in words | {c.lower_ for c in token.children if c.dep_ == "mark"}:
        head = token.head
        lemma = head.lemma_.lower()
        if head.lower_ == "going" and head.tag_ == "VBG":
            return "future"
        if (
            token.dep_ in ("xcomp", "ccomp")
            and lemma in lexicon().positive_implicatives | lexicon().negative_implicatives
        ):
            return None
        if token.dep_ in ("xcomp", "acl", "ccomp", "advcl", "csubj") and token.head != token:
            return "future"
    if token.tag_ == "VBN" and token.dep_ in ("acl", "advcl", "amod"):
        return "past"
    return None
