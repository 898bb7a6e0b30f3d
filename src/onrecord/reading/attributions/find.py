"""From stretches and links to the attributions of a report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from spacy.tokens import Doc

from onrecord.model import Actor, Attribution, Document, Time
from onrecord.model.objects import Range
from onrecord.reading.attributions.clauses import according_links, clause_links
from onrecord.reading.attributions.context import Context
from onrecord.reading.attributions.details import Details
from onrecord.reading.attributions.forms import blame_links, signed_links, toll_links
from onrecord.reading.attributions.linking import Link, link
from onrecord.reading.attributions.plain import plain_links
from onrecord.reading.attributions.repairs import mend
from onrecord.reading.attributions.spans import find_stretches
from onrecord.reading.attributions.tagger import Weights
from onrecord.reading.quotes import find_quotations
from onrecord.reading.scope import claim_sentences

_NESTED = frozenset({"speech", "belief"})
_DEEPEST = 3


def find_attributions(
    document: Document, doc: Doc, actors: Sequence[Actor], times: Sequence[Time]
) -> list[Attribution]:
    """The attributions of a report, outermost and nested, with provisional ids.

    Spans come from the encoder (`spans`), links from a fitted choice (`linking`), kinds, acts and circumstances from
    the parse and the cue lexicon (`details`); attributions inside the content of another are read off the parse
    (`clauses`) and name it as their `parent`. `by` says what decided. Text outside sentences that may hold claims
    yields none.
    """
    context = context_of(document, doc)
    if not context.sentences:
        return []
    details = Details(context, actors, times)
    links = link(context)
    signed = list(signed_links(context))
    links = [item for item in links if not any(_stands_in(item, other) for other in signed)]
    links += list(_overlooked(context, links, signed))
    found: list[Attribution] = []
    for item in links:
        outer = details.attribution(f"attribution{len(found) + 1}", item, content_spans(context, item))
        found.append(outer)
        nested_in = [outer.id]
        for inner, depth in _nested(context, item):
            name = f"attribution{len(found) + 1}"
            del nested_in[depth + 1 :]
            found.append(details.attribution(name, inner, content_spans(context, inner), parent=nested_in[depth]))
            nested_in.append(name)
    return found


def context_of(document: Document, doc: Doc, *, weights: Weights | None = None) -> Context:
    """The mended stretches of a report, by the shipped weights of the tagger or others."""
    # Nobody says the dateline.
    sentences = [s for s in claim_sentences(document, doc) if s.text.strip() != document.dateline]
    quotations = find_quotations(document)
    stretches = find_stretches(document.text, doc, sentences, quotations, weights=weights) if sentences else []
    return Context(document, doc, sentences, mend(doc, sentences, stretches, quotations), quotations)


def _stands_in(item: Link, signed: Link) -> bool:
    """Whether a link lies inside a quotation that is signed, or takes it for its own."""
    quotation = signed.contents[0]
    return quotation.start <= item.cue.start < quotation.end or signed.cue.start == item.cue.start


def _overlooked(context: Context, links: Sequence[Link], signed: Sequence[Link]) -> Iterator[Link]:
    """Signed quotations, verbs of speech with subject and clause, tolls given, in words that no role was given to."""
    taken = [False] * (len(context.doc) + 1)
    for item in links:
        for stretch in (item.cue, item.source, *item.contents):
            if stretch is not None:
                taken[stretch.start : stretch.end] = [True] * (stretch.end - stretch.start)
    doc = context.doc
    for sentence in (None, *context.sentences):
        candidates = (
            iter(signed)
            if sentence is None
            else chain(
                according_links(doc, sentence),
                clause_links(doc, sentence, kinds=frozenset({"speech"})),
                toll_links(doc, sentence),
                blame_links(doc, sentence),
                plain_links(doc, sentence, taken, context.quotations),
            )
        )
        for item in candidates:
            stretches = [item.cue, *item.contents]
            if not any(taken[i] for s in stretches for i in range(s.start, s.end)):
                for s in stretches:
                    taken[s.start : s.end] = [True] * (s.end - s.start)
                yield item


def _nested(context: Context, item: Link) -> Iterator[tuple[Link, int]]:
    """Attributions inside the contents of a link, each with its depth below it; at most three deep."""
    for content in item.contents:
        inside = context.doc[content.start : content.end]
        open_until: list[int] = []
        for inner in clause_links(context.doc, inside, kinds=_NESTED):
            start, end = inner.contents[0].start, inner.contents[0].end
            while open_until and start >= open_until[-1]:
                open_until.pop()
            if len(open_until) < _DEEPEST and not (open_until and end > open_until[-1]):
                yield inner, len(open_until)
                open_until.append(end)


def content_spans(context: Context, item: Link) -> list[Range]:
    """The contents of a link as spans of the text; those that only a blank separates are joined."""
    out: list[Range] = []
    text = context.document.text
    for content in sorted(item.contents, key=lambda c: c.start):
        start, end = context.start_of(content), context.end_of(content)
        if out:
            gap = text[out[-1][1] : start]
            if gap == " " or not gap:
                out[-1] = (out[-1][0], end)
                continue
        out.append((start, end))
    return out
