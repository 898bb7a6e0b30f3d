"""Attributions read off the order of the words: "They left the mayor said", "The ministry said they had left".

The encoder leaves some of these out, and the parse is at its worst where commas are missing; a finite verb of saying
with a noun phrase before it and a clause on one side needs neither. Only sentences in which nothing was found at the
verb are asked (`find`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Span, Token

from onrecord.reading.attributions.spans import Link, Stretch
from onrecord.reading.quotes import Quotations
from onrecord.reference.cues import lexicon

_NOMINAL = frozenset({"NOUN", "PROPN", "ADJ", "NUM"})
_IN_SUBJECT = frozenset({*_NOMINAL, "DET", "ADP", "PART", "CCONJ", "SPACE"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_SUBJECT_PRONOUNS = frozenset({"he", "she", "they", "it"})
_OPENING = frozenset({"but", "and", "however", "meanwhile", "also"})
_NOT_IN_TAIL = frozenset({"AUX", "SCONJ", "PRON"})
_MOST_SUBJECT, _MOST_TAIL, _LEAST_CLAUSE, _MOST_CLAUSE = 14, 12, 4, 200
_MARKS = frozenset('“”"«»')


def plain_links(doc: Doc, span: Span, taken: Sequence[bool], quotations: Quotations) -> Iterator[Link]:
    """Links of one sentence whose cue is a plain verb of saying, its clause before it or after it."""
    for piece in _pieces(doc, span):
        for token in piece:
            if taken[token.i] or quotations.at(token.idx) is not None:
                continue
            if _says(token):
                found = _after(doc, piece, token) or _before(doc, piece, token)
            elif token.lower_ == "according":
                found = _according(doc, piece, token)
            else:
                continue
            if found is not None:
                yield found


def _pieces(doc: Doc, span: Span) -> Iterator[Span]:
    """The span cut after full stops that the sentences run over."""
    start = span.start
    for token in span:
        if token.text in (".", "?", "!") and token.i + 1 < span.end and doc[token.i + 1].text[:1].isupper():
            yield doc[start : token.i + 1]
            start = token.i + 1
    yield doc[start : span.end]


def _says(token: Token) -> bool:
    words = lexicon()
    if token.lower_ in words.said:
        return True
    return token.lower_ in words.plain and token.tag_ in _FINITE and token.pos_ == "VERB"


def _before(doc: Doc, span: Span, verb: Token) -> Link | None:
    """ "[At least 12 people were killed] [a monitor] [said] in an updated toll." """
    tail = doc[verb.i + 1 : span.end]
    if len(tail) > _MOST_TAIL or any(t.tag_ in _FINITE or t.pos_ in _NOT_IN_TAIL or t.text in _MARKS for t in tail):
        return None
    if len(tail) and tail[0].pos_ not in ("ADP", "PUNCT", "SPACE") and tail[0].ent_type_ != "DATE":
        return None
    start = _subject_before(doc, span, verb.i)
    if start is None or start - span.start < _LEAST_CLAUSE:
        return None
    left, right = _trim(doc, span.start, start)
    if not _is_clause(doc, left, right) or doc[right - 1].pos_ in ("ADP", "DET", "CCONJ", "SCONJ"):
        return None
    return _link(verb, start, verb.i, left, right, "parse:clause before")


def _after(doc: Doc, span: Span, verb: Token) -> Link | None:
    """ "[The ministry] [said] [over 500,000 people had left]." """
    start, last = span.start, verb.i
    while last > start and doc[last - 1].pos_ in ("AUX", "ADV"):
        last -= 1
    while start < last and (doc[start].lower_ in _OPENING or doc[start].is_punct or doc[start].is_space):
        start += 1
    subject = doc[start:last]
    if not 1 <= len(subject) <= _MOST_SUBJECT or not _is_subject(subject):
        return None
    left, right = _trim(doc, verb.i + 1, span.end)
    if right - left < _LEAST_CLAUSE or not _is_clause(doc, left, right):
        return None
    if doc[left].lower_ != "that" and (verb.lower_ in ("told", "tells") or doc[left].pos_ == "ADP"):
        return None
    return _link(verb, start, last, left, right, "parse:clause after")


def _according(doc: Doc, span: Span, word: Token) -> Link | None:
    """ "[At least 100 people were killed] [according to] [the directorate of health]." """
    if (
        word.i + 2 >= span.end
        or doc[word.i + 1].lower_ != "to"
        or not _LEAST_CLAUSE <= word.i - span.start <= _MOST_CLAUSE
    ):
        return None
    end = word.i + 2
    while end < span.end and doc[end].pos_ in _IN_SUBJECT:
        end += 1
    if end < span.end and not doc[end].is_punct:
        return None
    left, right = _trim(doc, span.start, word.i)
    source = doc[word.i + 2 : end]
    if not 1 <= len(source) <= _MOST_SUBJECT or not _is_subject(source) or not _is_clause(doc, left, right):
        return None
    cue = Stretch("CUE", word.i, word.i + 2, 0.0)
    content = Stretch("CONTENT", left, right, 0.0)
    return Link(cue, Stretch("SOURCE", source.start, end, 0.0), [content], ["parse:according to"])


def _is_subject(words: Span) -> bool:
    if len(words) == 1 and words[0].lower_ in _SUBJECT_PRONOUNS:
        return True
    return (
        all(token.pos_ in _IN_SUBJECT for token in words)
        and words[0].pos_ != "ADP"
        and words[-1].pos_ in ("NOUN", "PROPN")
    )


def _subject_before(doc: Doc, span: Span, end: int) -> int | None:
    """Where the noun phrase that ends before a token begins; None where there is none.

    A name begins where its entity does. Without commas a phrase may follow another one: a capital that is followed to
    the left by a small noun ends it, as an article does.
    """
    while end > span.start + 1 and doc[end - 1].is_space:  # a line broken between the subject and its verb
        end -= 1
    if doc[end - 1].lower_ in _SUBJECT_PRONOUNS:
        return end - 1
    if doc[end - 1].pos_ not in ("NOUN", "PROPN"):
        return None
    at = end - 1
    if doc[at].ent_type_:
        while at > span.start and doc[at].ent_iob_ == "I":
            at -= 1
    capital = doc[at].text[:1].isupper()
    for _ in range(_MOST_SUBJECT):
        if at <= span.start:
            return None
        before = doc[at - 1]
        if before.pos_ == "DET":
            return at - 1
        upper = before.text[:1].isupper()
        apart = doc[at].ent_type_ == "PERSON" and before.ent_type_ in ("PERSON", "GPE", "LOC")
        introduced = before.pos_ == "ADJ" and at - 2 >= span.start and doc[at - 2].pos_ == "DET"
        if before.pos_ in _NOMINAL and not apart and (upper or not capital or introduced):
            at, capital = at - 1, upper or capital
        elif before.lower_ in ("'s", "’s"):
            at, capital = at - 1, False
        else:
            return at
    return at


def _is_clause(doc: Doc, left: int, right: int) -> bool:
    return any(token.tag_ in _FINITE or token.pos_ == "AUX" for token in doc[left:right])


def _trim(doc: Doc, left: int, right: int) -> tuple[int, int]:
    while left < right and (doc[left].is_space or (doc[left].is_punct and doc[left].text not in "“\"‘'([")):
        left += 1
    while right > left and (doc[right - 1].is_space or doc[right - 1].text in (".", ",", ";", ":", "–", "—", "-")):
        right -= 1
    return left, right


def _link(verb: Token, start: int, last: int, left: int, right: int, why: str) -> Link:
    cue, source = Stretch("CUE", last, verb.i + 1, 0.0), Stretch("SOURCE", start, _trim(verb.doc, start, last)[1], 0.0)
    return Link(cue, source, [Stretch("CONTENT", left, right, 0.0)], [why])
