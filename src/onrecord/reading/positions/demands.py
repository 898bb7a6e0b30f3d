"""Demands without a predicate of stance: what must be done, imperatives, "it is time to", "we are against"."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from onrecord.reading.events.boundaries import auxiliaries
from onrecord.reading.events.syntax import child, subject
from onrecord.reading.positions.holding import Holding, is_first_person
from onrecord.reference.positions import position_words

_MUST = frozenset({"must", "should"})
_NEED = frozenset({"need", "needs", "has", "have", "ought"})
_NO_DEMAND = position_words("no_demand")
_IMPERATIVES = position_words("imperatives")
_STANDING = {"against": "opposes", "for": "supports"}


@dataclass(frozen=True, slots=True)
class Clause:
    """A stance that the form of a clause takes: its verb, its holders and which rule read it."""

    token: Token
    actors: tuple[str, ...]
    stance: str
    attribution: str | None
    by: str


def clause_stance(token: Token, holding: Holding) -> Clause | None:
    """The stance that a clause takes by its form alone, or None."""
    return _must(token, holding) or _imperative(token, holding) or _standing(token, holding)


def _must(token: Token, holding: Holding) -> Clause | None:
    """A quoted or reported clause that says what must be done is a demand of its speaker."""
    if token.pos_ not in ("VERB", "ADJ", "NOUN") or token.dep_ in ("aux", "acl:relcl"):
        return None
    words = {c.lower_ for c in token.children if c.dep_ == "aux"}
    head = token.head
    if token.dep_ == "xcomp" and token.pos_ == "VERB" and head.lower_ in _NEED and head.tag_ in ("VBZ", "VBP"):
        # "The fighting needs to stop", "Kenya has to leave", "Measures need to be taken": said of others, a demand.
        doer = child(head, "nsubj")
        if doer is not None and doer.pos_ in ("NOUN", "PROPN") and child(token, "nsubj") is None:
            words = words | {"must"}
    if not words & _MUST or "have" in words or {c.lower_ for c in token.children} & {"if", "whether", "why", "how"}:
        return None
    if token.lemma_.lower() in _NO_DEMAND:
        return None
    doer = subject(token)
    if doer is not None and (doer.lower_ == "i" or (is_first_person(doer) and "should" in words)):
        # "I should say", "we should not expect": an opinion.
        return None
    holder, who = holding.speaker(token)
    if holder is None or not who:
        return None
    return Clause(token, tuple(who), "demands", holder.id, "rule:must")


def _imperative(token: Token, holding: Holding) -> Clause | None:
    """A quoted imperative ("Stop the war", "Let aid in") and "it is time to" are demands of the speaker."""
    if token.tag_ == "VB" and token.dep_ in ("ROOT", "ccomp", "parataxis") and token.pos_ == "VERB":
        if any(c.dep_ in ("nsubj", "nsubj:pass", "aux", "mark", "expl", "cop") for c in token.children):
            return None
        before = token.doc[token.i - 1] if token.i else token
        if token.lower_ not in _IMPERATIVES and not before.is_quote or token.lower_ in _NO_DEMAND:
            return None
        holder, who = holding.speaker(token)
        if holder is None or not who or not holding.quoted(token):
            return None
    elif (
        token.lower_ == "time"
        and child(token, "cop") is not None
        and child(token, "acl", "advcl", "csubj", "xcomp") is not None
    ):
        holder, who = holding.speaker(token)
    else:
        return None
    return Clause(token, tuple(who), "demands", holder.id, "rule:imperative") if holder is not None and who else None


def _standing(token: Token, holding: Holding) -> Clause | None:
    """ "Kenya is against the plan", "we are for a truce"."""
    if token.pos_ not in ("NOUN", "PROPN", "VERB", "PRON") or child(token, "cop") is None:
        return None
    stance = next(
        (_STANDING[c.lower_] for c in token.children if c.dep_ in ("case", "mark") and c.lower_ in _STANDING), None
    )
    if stance is None or auxiliaries(token) & {"not", "n't", "n’t", "never"}:
        return None
    doer = child(token, "nsubj")
    if doer is None or (stance == "supports" and not is_first_person(doer)):
        # "The aid is for the children" has no stance.
        return None
    who = holding.of_phrase(doer, token)
    holder, _ = holding.speaker(token)
    return Clause(token, tuple(who), stance, holder.id if holder else None, "rule:against") if who else None
