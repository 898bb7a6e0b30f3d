"""From stretches and links to the attributions of a report."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc

from onrecord.model import Actor, Attribution, Document, Time
from onrecord.model.objects import Range
from onrecord.reading.attributions.context import Context
from onrecord.reading.attributions.details import Details
from onrecord.reading.attributions.linking import Link, link
from onrecord.reading.attributions.repairs import mend
from onrecord.reading.attributions.spans import find_stretches
from onrecord.reading.quotes import find_quotations
from onrecord.reading.scope import claim_sentences


def find_attributions(
    document: Document, doc: Doc, actors: Sequence[Actor], times: Sequence[Time]
) -> list[Attribution]:
    """The attributions of a report, outermost and nested, with provisional ids.

    Spans come from the encoder (`spans`), links from a fitted choice (`linking`), kinds, acts and circumstances from
    the parse and the cue lexicon (`details`). `by` names what decided. Text outside sentences that may hold claims
    yields none.
    """
    sentences = list(claim_sentences(document, doc))
    if not sentences:
        return []
    quotations = find_quotations(document)
    stretches = mend(doc, sentences, find_stretches(doc, sentences, quotations), quotations)
    context = Context(document, doc, sentences, stretches, quotations)
    details = Details(context, actors, times)
    found = []
    for number, item in enumerate(link(context), 1):
        found.append(details.attribution(f"attribution{number}", item, content_spans(context, item)))
    return found


def content_spans(context: Context, item: Link) -> list[Range]:
    """The contents of a link as spans of the text; those that only a blank separates are joined."""
    out: list[Range] = []
    for content in sorted(item.contents, key=lambda c: c.start):
        start, end = context.start_of(content), context.end_of(content)
        if out:
            gap = context.doc.text[out[-1][1] : start]
            if gap == " " or not gap:
                out[-1] = (out[-1][0], end)
                continue
        out.append((start, end))
    return out
