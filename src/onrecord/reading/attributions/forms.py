"""Plain forms of attribution that the encoder leaves out: a signed quotation, a toll that somebody gives."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Span, Token

from onrecord.reading.attributions.clauses import parsed_source
from onrecord.reading.attributions.context import Context
from onrecord.reading.attributions.spans import Link, Stretch
from onrecord.reference.cues import lexicon

_DASHES = frozenset({"―", "—", "–", "-", "--"})
_LEAST_SIGNED, _LONGEST_SIGNATURE = 5, 16
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})


def signed_links(context: Context) -> Iterator[Link]:
    """A quotation, a dash and a name at the end of the line: the name is the source, the dash the cue."""
    doc, text = context.doc, context.document.text
    for item in context.quotations.items:
        span = doc.char_span(item.start, item.end, alignment_mode="expand") if item.closed else None
        if span is None or len(span) < _LEAST_SIGNED or context.sentence_of[span.start] < 0:
            continue
        dash = span.end
        while dash < len(doc) and doc[dash].is_space and doc[dash].text.count("\n") < 2:
            dash += 1
        if dash + 1 >= len(doc) or doc[dash].text not in _DASHES:
            continue
        line = text.find("\n", doc[dash].idx)
        line = len(text) if line < 0 else line
        end = dash + 1
        while end < len(doc) and doc[end].idx < line and end - dash <= _LONGEST_SIGNATURE:
            end += 1
        if end < len(doc) and doc[end].idx < line:
            continue
        while end > dash + 1 and (doc[end - 1].is_space or doc[end - 1].text in ".,;"):
            end -= 1
        begin = dash + 1
        while begin < end and doc[begin].is_space:
            begin += 1
        words = doc[begin:end]
        if not len(words) or words[0].pos_ != "PROPN" or any(t.tag_ in _FINITE for t in words):
            continue
        if any(context.sentence_of[i] < 0 for i in (dash, end - 1)):
            continue
        cue, source = Stretch("CUE", dash, dash + 1, 0.0), Stretch("SOURCE", begin, end, 0.0)
        yield Link(cue, source, [Stretch("CONTENT", span.start, span.end, 0.0)], ["parse:signed quotation"])


def toll_links(doc: Doc, span: Span) -> Iterator[Link]:
    """Somebody gives a toll, an estimate or a count: its words are the content."""
    words = lexicon()
    for token in span:
        if token.lemma_.lower() not in words.tolls or token.dep_ != "obj" or token.head.i >= token.i:
            continue
        verb = token.head
        if verb.lemma_.lower() not in words.giving or verb.i < span.start or _without(token):
            continue
        source = parsed_source(doc, verb, doc._.attribution)
        if source is None or source.start < span.start or source.end > verb.i:
            continue
        last = max(
            (_end(c) for c in verb.children if c.dep_ == "obl" and c.left_edge.i > token.i and _at(c)), default=0
        )
        content = Stretch("CONTENT", token.left_edge.i, max(_end(token), last), 0.0)
        yield Link(Stretch("CUE", verb.i, verb.i + 1, 0.0), source, [content], ["parse:toll"])


def blame_links(doc: Doc, span: Span) -> Iterator[Link]:
    """Somebody holds somebody responsible for something: that is the content."""
    for token in span:
        if token.lower_ != "responsible" or token.i + 2 >= span.end or doc[token.i + 1].lower_ != "for":
            continue
        verb, noun = token.head, doc[token.i + 1].head
        if verb.lemma_.lower() != "hold" or not token.i - 8 < verb.i < token.i or noun.i <= token.i + 1:
            continue
        source = parsed_source(doc, verb, doc._.attribution)
        if source is None or source.start < span.start or source.end > verb.i:
            continue
        cue = Stretch("CUE", verb.i, token.i + 2, 0.0)
        content = Stretch("CONTENT", token.i + 2, min(_end(noun), span.end), 0.0)
        yield Link(cue, source, [content], ["parse:held responsible"])


def _end(token: Token) -> int:
    right = token.right_edge.i
    while right > token.i and token.doc[right].is_punct:
        right -= 1
    return int(right) + 1


def _at(token: Token) -> bool:
    return any(c.dep_ == "case" and c.lower_ == "at" for c in token.children)


def _without(noun: Token) -> bool:
    """Whether there is none: "gave no toll"."""
    return any(c.lower_ in ("no", "any") for c in noun.children)
