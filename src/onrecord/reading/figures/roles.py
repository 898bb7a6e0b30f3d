"""What a word says of those beside it: its measures as a verb, by role, or as a state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spacy.tokens import Token

from onrecord.reference.figures import nouns, predicates


def _lemmas(token: Token) -> Iterator[str]:
    """The lemma of a predicate, with its particle first: shoot_down, carry_out, take_hostage."""
    lemma = token.lemma_.lower()
    for child in token.children:
        if child.i > token.i and (child.dep_ == "compound:prt" or child.lower_ in nouns("particles")):
            yield f"{lemma}_{child.lower_}"
    yield lemma
    if token.tag_ in ("VBD", "VBN", "VBG"):
        # The lemmatizer does not know rare verbs: "massacred".
        stem = token.lower_.removesuffix("ed").removesuffix("ing")
        yield stem
        yield stem + "e"


def role_measures(token: Token, role: str) -> tuple[str, ...]:
    table = predicates()[role]
    for lemma in _lemmas(token):
        if lemma in table:
            return table[lemma]
    return ()


def state_measures(token: Token) -> tuple[str, ...]:
    return predicates()["state"].get(token.lower_, ())


def human_measures(token: Token) -> set[str]:
    found = {*state_measures(token), *(role_measures(token, "object") if token.pos_ == "VERB" else ())}
    return found & {"killed", "injured", "missing", "captured"}


def suffered_measures(verb: Token, harms: Iterable[Token] | None = None) -> Iterator[tuple[str, ...]]:
    """ "12 people suffered burns", "two adults lost their lives"; `harms` are the objects, else those of the parse."""
    lemma = verb.lemma_.lower()
    if lemma in nouns("suffering"):
        for child in verb.children if harms is None else harms:
            if child.dep_ == "obj" or harms is not None:
                yield (
                    ("killed",)
                    if child.lemma_.lower() == "life"
                    else predicates()["nominal"].get(child.lemma_.lower(), ())
                )
