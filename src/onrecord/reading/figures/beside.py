"""The measure of a number by the words beside it, in their order: what touches it, and where the parse fails."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Span, Token

from onrecord.reading.figures.counted import Counted, suffers
from onrecord.reading.figures.roles import human_measures, role_measures, state_measures, suffered_measures
from onrecord.reference.figures import nouns, predicates

_REACH = 14
_LISTED = frozenset({"NOUN", "PROPN", "NUM", "ADJ", "DET", "CCONJ", "PUNCT", "ADV", "SPACE"})
HUMAN = frozenset({"killed", "injured", "missing", "displaced"})
"""Measures of people."""


def destroyed_or_damaged(doc: Doc, sent: Span, counted: Counted) -> bool:
    """ "1,570 schools were destroyed or damaged": of all of them only the lesser holds."""
    words = [token.lower_ for token in doc[max(sent.start, counted.begin - 4) : min(sent.end, counted.next + 6)]]
    return any(
        {words[at], words[at + 2]} == {"destroyed", "damaged"} and words[at + 1] in ("or", "and", "/")
        for at in range(len(words) - 2)
    )


def lost(doc: Doc, sent: Span, counted: Counted) -> bool:
    """ "74 were lost": drones are lost as people are, so what nobody names is not taken for the dead."""
    after = doc[counted.next : min(counted.next + 3, sent.end)]
    return counted.lemma in (None, "person") and "lost" in {token.lower_ for token in after} and counted.token is None


def told_together(doc: Doc, sent: Span, counted: Counted) -> bool:
    """ "12 dead and wounded", "killing or injuring 12": casualties that are not told apart."""
    after = doc[counted.next : min(sent.end, counted.next + 7)]
    at = 0
    while at < min(len(after), 4) and (
        after[at].pos_ in ("AUX", "ADV", "ADJ", "SPACE") and not human_measures(after[at])
    ):
        at += 1
    before = doc[max(sent.start, counted.begin - 3) : counted.begin]
    return counted.persons and (_joined(after[at : at + 3]) or _joined(before))


def _joined(words: Span) -> bool:
    if len(words) != 3 or words[1].lower_ not in ("and", "or", "/"):
        return False
    first, second = (human_measures(words[0]), human_measures(words[2]))
    return bool(first and second and not first & second)


def adjacent(doc: Doc, sent: Span, counted: Counted) -> Iterator[tuple[str, ...]]:
    """Predicates that touch the number: "injured 32", "wounding at least 32", "160 people were injured"."""
    if counted.persons:
        yield from _after(doc, sent, counted.next)
        at = counted.next
        while at < sent.end and doc[at].is_space:
            at += 1
        if at < sent.end and doc[at].tag_ == "VBN":
            yield tuple(
                m
                for m in (*state_measures(doc[at]), *role_measures(doc[at], "object"))
                if m in HUMAN or m == "captured"
            )
        while at < sent.end and at < counted.next + 4 and doc[at].pos_ in ("AUX", "ADV", "SPACE"):
            at += 1
        if (
            counted.next < at < sent.end
            and doc[at].tag_ == "VBN"
            and any(t.lemma_ == "be" for t in doc[counted.next : at])
        ):
            yield tuple(
                m
                for m in (*state_measures(doc[at]), *role_measures(doc[at], "object"))
                if m in HUMAN or m == "captured"
            )
    if counted.lemma in nouns("captives") and at_verb(doc, sent, counted.begin, nouns("taking_people")):
        yield ("captured",)
    if counted.lemma in nouns("aerial") and _wielded(doc, sent, counted.begin):
        yield ("launched",)
    at = counted.begin - 1
    while at >= sent.start and doc[at].pos_ in ("ADV", "SPACE"):
        at -= 1
    if at >= sent.start and doc[at].pos_ == "VERB" and doc[at].tag_ in ("VBG", "VBD", "VBN"):
        yield tuple(m for m in role_measures(doc[at], "object") if m in HUMAN)
    if at > sent.start and counted.token is None and not doc[at - 1].like_num:
        # "Killed 82 and wounded 262": the parse takes some participles for adjectives.
        yield tuple(m for m in state_measures(doc[at]) if m in HUMAN)
    if counted.lemma in (None, "person"):
        yield _after_toll(doc, sent, counted.begin)


def _befell(participle: Token) -> tuple[str, ...]:
    """What a participle says happened to people."""
    found = (*state_measures(participle), *role_measures(participle, "object"))
    return tuple(m for m in found if m in HUMAN or m == "captured")


def _after(doc: Doc, sent: Span, at: int) -> Iterator[tuple[str, ...]]:
    """What is said of people right after their number: "12 sustained wounds", "20 with burns", "two of them died"."""
    if suffers(doc, at, sent.end):
        yield from suffered_measures(doc[at], doc[at + 1 : min(sent.end, at + 5)])
    near = doc[at : min(sent.end, at + 5)]
    if near and near[0].lower_ in nouns("harmed_with"):
        for token in near[1:]:
            yield tuple(m for m in predicates()["nominal"].get(token.lemma_.lower(), ()) if m == "injured")
    words = [token.lower_ for token in near]
    if words[:2] in (["went", "missing"], ["gone", "missing"], ["go", "missing"]):
        yield ("missing",)
    for token in near:
        if token.pos_ == "VERB" and not state_measures(token):
            yield tuple(m for m in role_measures(token, "subject") if m == "killed")
        if token.pos_ not in ("AUX", "ADV", "DET", "ADP", "PRON", "ADJ") and not state_measures(token):
            return


def at_verb(doc: Doc, sent: Span, at: int, lemmas: frozenset[str]) -> bool:
    """Whether one of these verbs stands right before, adverbs aside."""
    at -= 1
    while at >= sent.start and doc[at].pos_ in ("ADV", "SPACE"):
        at -= 1
    return at >= sent.start and doc[at].lemma_.lower() in lemmas


def _wielded(doc: Doc, sent: Span, at: int) -> bool:
    """Whether an attack is made "with 112 drones and five missiles", by the order of the words."""
    armed = False
    for token in reversed(doc[max(sent.start, at - _REACH) : at]):
        if not armed:
            armed = token.lower_ in ("with", "using", "involving")
            if not armed and token.pos_ not in _LISTED:
                return False
        elif token.lemma_.lower() in nouns("assaults"):
            return True
        elif token.text in ".,;" or token.lower_ in ("that", "which", "who"):
            return False
    return False


def by_words(doc: Doc, sent: Span, counted: Counted) -> Iterator[tuple[str, ...]]:
    """Predicates next to the number, for sentences whose parse fails: "killing at least 31", "12 people were hurt"."""
    if counted.lemma in nouns("goods") and counted.token is not None:
        near = doc[counted.first : min(sent.end, counted.token.i + 4)]
        if any(token.lower_ in nouns("relief") or token.lemma_ in predicates()["subject"] for token in near):
            yield ("supplied",)
    yield _among(doc, sent, counted.first)
    yield _among_those(doc, sent, counted.next)
    at = counted.first - 1
    steps = 0
    while at >= sent.start and steps < 7:
        token = doc[at]
        if token.pos_ == "VERB" or state_measures(token):
            found = role_measures(token, "object")
            if found and token.tag_ in ("VBG", "VBD", "VBN", "VBZ", "VB", "VBP"):
                yield tuple(m for m in found if m != "launched" or counted.lemma in nouns("aerial"))
            break
        if token.text in (",", ";", ".", "and", "but") or token.pos_ in ("NOUN", "PROPN", "SCONJ", "CCONJ"):
            break
        at -= 1
        steps += 1
    at = counted.token.i + 1 if counted.token is not None else counted.after
    yield _treated(doc[at : min(sent.end, at + _REACH)])
    for token in doc[at : min(sent.end, at + 12)]:
        if state_measures(token) and token.pos_ in ("VERB", "ADJ", "NOUN"):
            yield state_measures(token)
        if token.tag_ == "VBN" and any(t.lemma_ in ("be", "have") for t in doc[at : token.i]):
            yield role_measures(token, "object")
        if token.pos_ == "VERB" and token.lemma_ in ("die", "flee", "perish"):
            yield role_measures(token, "subject")
        if token.text in (",", ";", "and", "but", "by", "as", "after", "when") or token.pos_ == "VERB":
            break


def _treated(words: Span) -> tuple[str, ...]:
    """ "Fifteen victims were brought to the hospital", "12 people were taken abroad for treatment"."""
    taken = False
    for token in words:
        if token.text in ".,;":
            return ()
        taken = taken or token.lower_ in nouns("brought_in")
        if taken and token.lower_ in nouns("treatment"):
            return ("injured",)
    return ()


def _after_toll(doc: Doc, sent: Span, at: int) -> tuple[str, ...]:
    """The measure of a total: "the death toll has risen to 70", "bringing the number of people killed to 12"."""
    before = doc[max(sent.start, at - 30) : at]
    last = next((token for token in reversed(before) if token.lower_ not in nouns("toll_skipped")), None)
    if last is None or last.lower_ not in nouns("toll_before"):
        return ()
    for place in range(len(before) - 1, -1, -1):
        if before[place].lower_ == "toll":
            return ("injured",) if place and before[place - 1].lower_ in ("injury", "injured") else ("killed",)
        if before[place].lower_ in ("number", "total"):
            return next((state_measures(token) for token in before[place : place + 8] if state_measures(token)), ())
    return ()


def _among(doc: Doc, sent: Span, at: int) -> tuple[str, ...]:
    """ "among the dead were 22 children", "the victims included at least 20 children"."""
    before = doc[max(sent.start, at - 8) : at]
    if not any(token.lower_ in nouns("belonging") for token in before):
        return ()
    for token in reversed(before):
        if token.lower_ in ("dead", "victims", "killed", "fatalities", "deaths"):
            return ("killed",)
        if token.lower_ in ("wounded", "injured"):
            return ("injured",)
        finite = token.tag_ in ("VBD", "VBZ", "VBP") and token.pos_ == "VERB"
        if finite and token.dep_ != "nsubj:pass" and token.lower_ not in nouns("belonging"):
            return ()
    return ()


def _among_those(doc: Doc, sent: Span, at: int) -> tuple[str, ...]:
    """ "31 civilians were identified among those killed", "12 children were among the dead"."""
    after = doc[at : min(sent.end, at + _REACH)]
    for token in after:
        if token.text in ".;":
            return ()
        if token.lower_ in ("among", "amongst") and token.i + 2 < sent.end:
            return state_measures(doc[token.i + 2]) if doc[token.i + 1].lower_ in ("the", "those") else ()
    return ()
