"""Attributions read off the parse and the cue lexicon alone: a verb of saying or thinking with its subject and clause.

They serve where the encoder is silent: inside the contents of other attributions (it tags the outermost only), and for
verbs of speech that it overlooks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import numpy.typing as npt
from spacy.tokens import Doc, Span, Token

from onrecord.reading.attributions.spans import Link, Stretch
from onrecord.reading.attributions.tagger import TAGS
from onrecord.reference.cues import CueGroup, groups_of

_SUBJECTS = frozenset({"nsubj", "nsubj:pass"})
_FIRST_PERSON = frozenset({"i", "we", "you", "it", "there"})
_MOST_CLIMB = 4
SOURCE_COLUMNS = [TAGS.index("B-SOURCE"), TAGS.index("I-SOURCE")]
_VERB_GROUP = frozenset({"aux", "aux:pass", "compound:prt"})


def clause_links(doc: Doc, span: Span, *, kinds: frozenset[str]) -> Iterator[Link]:
    """Links whose cue is a verb of one of these kinds in the span, with a subject or agent and a clause of its own.

    Source, cue and content all lie inside the span; the subject is no first person, whose words are the outer source's.
    """
    for token in span:
        if token.pos_ != "VERB":
            continue
        particle = next((c.lower_ for c in token.children if c.dep_ == "compound:prt"), None)
        groups = [g for g in groups_of("verb", token.lemma_.lower(), particle) if g.kind in kinds]
        if not groups:
            continue
        content = _content(doc, token, groups)
        if content is None or not _within(content, span):
            continue
        cue = _cue(token)
        source = _source(doc, token)
        if source is None and not any(c.dep_ == "aux:pass" for c in token.children):
            continue
        if source is not None and (not _within(source, span) or _overlap(source, content)):
            continue
        if source is not None and source.end - source.start == 1 and doc[source.start].lower_ in _FIRST_PERSON:
            continue
        if _overlap(cue, content):
            continue
        yield Link(cue, source, [content], [f"parse:{groups[0].name}"])


def _within(stretch: Stretch, span: Span) -> bool:
    return span.start <= stretch.start and stretch.end <= span.end


def _overlap(one: Stretch, other: Stretch) -> bool:
    return one.start < other.end and other.start < one.end


def _cue(verb: Token) -> Stretch:
    """The verb group: auxiliaries, negation and adverbs before it, particles after it, as far as they touch."""
    start, end = verb.i, verb.i + 1
    while start > 0:
        before = verb.doc[start - 1]
        if before.head == verb and (before.dep_ in _VERB_GROUP or before.dep_ == "advmod"):
            start -= 1
        else:
            break
    while end < len(verb.doc) and verb.doc[end].head == verb and verb.doc[end].dep_ == "compound:prt":
        end += 1
    return Stretch("CUE", start, end, 0.0)


def _source(doc: Doc, verb: Token) -> Stretch | None:
    """The subject, the agent of a passive, or the subject of the verb it is coordinated with."""
    passive = any(c.dep_ == "aux:pass" for c in verb.children)
    for child in verb.children:
        if child.dep_ == "obl:agent" and passive:
            return _noun_phrase(doc, child)
        if child.dep_ == "nsubj" and not passive:
            return _noun_phrase(doc, child)
    if not passive and verb.dep_ == "conj" and verb.head.tag_ == verb.tag_:
        return next((_noun_phrase(doc, c) for c in verb.head.children if c.dep_ == "nsubj"), None)
    if not passive and verb.dep_ == "acl:relcl":
        return None
    return None


def parsed_source(doc: Doc, verb: Token, probabilities: npt.NDArray[np.float32]) -> Stretch | None:
    """Who does what the head of a cue says, by the parse alone, with the relations that lead there; or None.

    The subject, the agent of a passive, the possessor of a noun; the noun that a participle belongs to; the subject of
    the clause that the cue is coordinated with, depends on without a subject of its own, or describes.
    """
    token, way = verb, ""
    for _ in range(_MOST_CLIMB):
        passive = any(c.dep_ == "aux:pass" for c in token.children) or (
            token.tag_ == "VBN" and token.dep_ in ("acl", "advcl") and not any(c.dep_ == "aux" for c in token.children)
        )
        wanted = ("obl:agent",) if passive and not way else ("nsubj", "nsubj:pass")
        if token.pos_ in ("NOUN", "PROPN") and not any(c.dep_ in ("nsubj", "cop") for c in token.children):
            wanted = ("nmod:poss", "obl:agent")
        noun = next((c for c in token.children if c.dep_ in wanted), None)
        if noun is not None:
            if noun.dep_ == "nsubj:pass" and not way:
                return None
            found = _noun_phrase(doc, noun)
            return _as_candidate(found, f"{way}{noun.dep_}", probabilities)
        if token.dep_ == "acl" and token.tag_ == "VBG" and token.head.pos_ in ("NOUN", "PROPN", "PRON"):
            found = _noun_phrase(doc, token.head)
            found = replace(found, end=min(found.end, token.left_edge.i))
            return _as_candidate(found, f"{way}acl", probabilities) if found.end > found.start else None
        if (passive and not way) or token.dep_ not in ("conj", "xcomp", "advcl", "parataxis") or token.head == token:
            return None
        way += f"{token.dep_} "
        token = token.head
    return None


def _as_candidate(found: Stretch, way: str, probabilities: npt.NDArray[np.float32]) -> Stretch:
    score = float(probabilities[found.start : found.end][:, SOURCE_COLUMNS].sum(1).mean())
    return replace(found, parsed=way, score=score)


def _noun_phrase(doc: Doc, noun: Token) -> Stretch:
    """The phrase of a noun without its case mark, relative clauses and what follows them."""
    left, right = noun.left_edge.i, noun.right_edge.i
    for child in noun.children:
        if child.dep_ == "case" and child.i == left and child.lower_ not in ("'s", "’s"):
            left = child.i + 1
        if child.dep_ in ("acl:relcl", "acl", "parataxis", "ccomp") and child.left_edge.i > noun.i:
            right = min(right, child.left_edge.i - 1)
    while left < noun.i and (doc[left].pos_ in ("SCONJ", "CCONJ", "PUNCT") or doc[left].tag_ == "IN"):
        left += 1
    while right > noun.i and doc[right].is_punct:
        right -= 1
    return Stretch("SOURCE", left, right + 1, 0.0)


def _content(doc: Doc, verb: Token, groups: list[CueGroup]) -> Stretch | None:
    """The clause of a verb of saying: its finite complement; "of …ing" after an accusation; what a denial denies."""
    takes = frozenset().union(*(g.takes for g in groups))
    for child in verb.children:
        if child.dep_ == "ccomp" and "clause" in takes and child.i > verb.i:
            return _clause(doc, child, verb)
        if (
            child.dep_ == "xcomp"
            and "to" in takes
            and any(c.lower_ == "to" for c in child.children if c.dep_ == "mark")
        ):
            return _clause(doc, child, verb)
        if groups[0].act in ("denial", "accusation") and child.dep_ == "obj" and "object" in takes and child.i > verb.i:
            last = max(
                (c for c in verb.children if c.i > child.i and c.dep_ in ("advcl", "obl", "xcomp")),
                default=child,
                key=lambda c: c.i,
            )
            if "of" in takes and last is not child:
                return Stretch("CONTENT", child.left_edge.i, last.right_edge.i + 1, 0.0)
            if groups[0].act == "denial":
                return Stretch("CONTENT", child.left_edge.i, child.right_edge.i + 1, 0.0)
    if verb.dep_ == "ccomp" and "clause" in takes:
        # "Reported that the ministry said the bridge had fallen": both clauses hung on the first verb.
        for sibling in verb.head.children:
            if sibling.dep_ == "ccomp" and sibling.left_edge.i == verb.i + 1:
                return _clause(doc, sibling, verb)
    return None


def _clause(doc: Doc, head: Token, verb: Token) -> Stretch | None:
    left, right = head.left_edge.i, head.right_edge.i
    left = max(left, verb.i + 1)
    while left <= right and (doc[left].is_punct and doc[left].text not in "“\"‘'(["):
        left += 1
    while right >= left and (doc[right].text in ".,;:" or doc[right].is_space):
        right -= 1
    return Stretch("CONTENT", left, right + 1, 0.0) if right > left else None


def according_links(doc: Doc, span: Span) -> Iterator[Link]:
    """ "According to" with its source, and the rest of its clause as content; few phrases are so plain."""
    for token in span:
        if (
            token.lower_ not in ("according", "accordance")
            or token.i + 2 >= span.end
            or doc[token.i + 1].lower_ != "to"
        ):
            continue
        noun = token.head if token.dep_ in ("case", "mark", "fixed") else None
        if noun is None or noun.i <= token.i + 1 or noun.pos_ not in ("NOUN", "PROPN", "PRON"):
            continue
        cue = Stretch("CUE", token.i, token.i + 2, 0.0)
        phrase = _noun_phrase(doc, noun)
        source = Stretch("SOURCE", token.i + 2, max(phrase.end, token.i + 3), 0.0)
        clause = noun.head
        while clause.dep_ == "conj" and not any(c.dep_ in _SUBJECTS for c in clause.children):
            clause = clause.head
        left, right = max(clause.left_edge.i, span.start), min(clause.right_edge.i + 1, span.end)
        if token.i > left + 1:
            content = _trimmed(doc, left, token.i)
        else:
            content = _trimmed(doc, source.end, right)
        if content is not None:
            yield Link(cue, source, [content], ["parse:according to"])


def _trimmed(doc: Doc, left: int, right: int) -> Stretch | None:
    """A content without the marks that belong to the sentence around it."""
    while left < right and (doc[left].is_space or (doc[left].is_punct and doc[left].text not in "“\"‘'([")):
        left += 1
    while right > left and (doc[right - 1].is_space or doc[right - 1].text in (".", ",", ";", ":", "–", "—", "-")):
        right -= 1
    return Stretch("CONTENT", left, right, 0.0) if right > left + 1 else None
