"""Mending stretches by the parse before they are linked: clauses without their beginning, contents that run over a cue.

The tagger sees words one after the other; the parse knows where phrases end. Each mend is a rule of its own, measured
apart on PolNeAR and on our own development gold; what did not help there was taken out again.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Doc, Span, Token

from onrecord.reading.attributions.spans import Stretch
from onrecord.reading.quotes import Quotations
from onrecord.reference.cues import groups_of, lexicon

_LEAST_QUOTED, _MOST_QUOTED = 7, 400
_SAYING = frozenset({"speech", "attitude", "belief", "intention", "demonstration"})


def mend(doc: Doc, sentences: Sequence[Span], stretches: list[Stretch], quotations: Quotations) -> list[Stretch]:
    """The stretches with every mend applied, in the order of the text and without overlap."""
    stretches = [inverted_subject(doc, stretches, i) for i in range(len(stretches))]
    stretches = whole_quotations(doc, stretches, quotations)
    taken: list[str | None] = [None] * (len(doc) + 1)
    for stretch in stretches:
        taken[stretch.start : stretch.end] = [stretch.role] * (stretch.end - stretch.start)
    mended = [clause_start(doc, s, stretches, i, taken) if s.role == "CONTENT" else s for i, s in enumerate(stretches)]
    mended = [whole_clause(doc, s, taken, quotations) if s.role == "CONTENT" else s for s in mended]
    mended = [whole_phrase(doc, s, taken, quotations) if s.role == "CONTENT" else s for s in mended]
    out: list[Stretch] = []
    for stretch in mended:
        out += split_content(doc, stretch, mended, quotations) if stretch.role == "CONTENT" else [stretch]
    return sorted(out, key=lambda s: s.start)


def inverted_subject(doc: Doc, stretches: Sequence[Stretch], number: int) -> Stretch:
    """What follows a verb of saying after the words said is its subject: "They left said [the mayor] on Monday"."""
    stretch = stretches[number]
    if number < 2 or stretch.role != "CONTENT" or stretches[number - 1].role != "CUE":
        return stretch
    cue, before = stretches[number - 1], stretches[number - 2]
    if before.role != "CONTENT" or not before.end <= cue.start <= before.end + 1 or stretch.start != cue.end:
        return stretch
    verb = doc[cue.end - 1]
    noun = next((c for c in verb.children if c.dep_ == "nsubj" and stretch.start <= c.i < stretch.end), None)
    groups = groups_of("verb", verb.lemma_.lower())
    if noun is None or noun.left_edge.i != stretch.start or not groups or groups[0].kind != "speech":
        return stretch
    end = min(noun.right_edge.i + 1, stretch.end)
    while end > noun.i + 1 and doc[end - 1].is_punct:
        end -= 1
    return replace(stretch, role="SOURCE", end=end)


def whole_quotations(doc: Doc, stretches: list[Stretch], quotations: Quotations) -> list[Stretch]:
    """A quotation whose beginning and greater part are content is content as a whole.

    What stands inside it is its speaker's: cues and sources there are dropped. Titles and words in scare quotes, being
    short, are left as they are.
    """
    out: list[Stretch] = []
    number = 0
    starts = [s.start for s in stretches]
    for item in quotations.items:
        span = doc.char_span(item.start, item.end, alignment_mode="expand") if item.closed else None
        if span is None or not _LEAST_QUOTED <= len(span) <= _MOST_QUOTED:
            continue
        left, right = bisect_left(starts, span.start), bisect_left(starts, span.end)
        if left and stretches[left - 1].end > span.start:
            left -= 1
        inside = [s for s in stretches[left:right] if s.end > span.start]
        contents = [s for s in inside if s.role == "CONTENT"]
        if not contents or left < number or contents[0].start > span.start + 1:
            continue
        covered = sum(min(s.end, span.end) - max(s.start, span.start) for s in contents)
        if 2 * covered < len(span) or any(s.role != "CONTENT" and not _inside(s, span) for s in inside):
            continue
        out += stretches[number:left]
        begin, end = min(contents[0].start, span.start), max(contents[-1].end, span.end)
        out.append(replace(contents[0], start=begin, end=end))
        number = right
    return out + stretches[number:]


def _inside(stretch: Stretch, span: Span) -> bool:
    return span.start <= stretch.start and stretch.end <= span.end


def _groups_verb(token: Token) -> bool:
    return token.dep_ in ("aux", "aux:pass") or token.lower_ in ("not", "n't", "n’t", "also", "never")


def clause_start(
    doc: Doc, content: Stretch, stretches: Sequence[Stretch], number: int, taken: list[str | None]
) -> Stretch:
    """A content before its cue begins where its clause begins: "[Crews have put out] the fire, officials said"."""
    following = stretches[number + 1 : number + 4]
    sentence = doc[content.start].sent
    cues = [s for s in following if s.role in ("CUE", "SOURCE") and s.start < sentence.end]
    if not cues or any(
        s.role == "CUE" and sentence.start <= s.start < content.start for s in stretches[max(0, number - 6) : number]
    ):
        return content
    cue = next((s for s in following if s.role == "CUE" and s.start < sentence.end), None)
    if cue is None or doc[content.end - 1].i + 1 >= len(doc) or doc[content.end].text not in (",", "”", '"', "''"):
        return content
    left = content.start
    while left > sentence.start and taken[left - 1] is None:
        left -= 1
    while left < content.start and (doc[left].is_punct and doc[left].text not in "“\"‘'(" or doc[left].is_space):
        left += 1
    if left < content.start and doc[left].dep_ in ("cc", "discourse") and left + 1 <= content.start:
        left += 1
    if left + 1 < content.start and doc[left].dep_ == "advmod" and doc[left + 1].text == ",":
        left += 2
    if left >= content.start or not _one_clause(doc, left, content):
        return content
    taken[left : content.start] = ["CONTENT"] * (content.start - left)
    return replace(content, start=left)


def whole_clause(doc: Doc, content: Stretch, taken: list[str | None], quotations: Quotations) -> Stretch:
    """What was said has a verb: "has said [that one of the planners], its military chief, [was killed]"."""
    before, first = (doc[content.start - 1] if content.start else None), doc[content.start]
    if before is None or before.lower_ not in lexicon().said or before.sent != first.sent or first.lower_ != "that":
        return content
    if any(_finite(token) for token in doc[content.start : content.end]) or quotations.at(first.idx) is not None:
        return content
    stop, end = content.end, first.sent.end
    while stop < end and taken[stop] is None and quotations.at(doc[stop].idx) is None:
        stop += 1
    while stop > content.end and (doc[stop - 1].is_space or doc[stop - 1].is_punct):
        stop -= 1
    if not any(_finite(token) for token in doc[content.end : stop]):
        return content
    taken[content.end : stop] = ["CONTENT"] * (stop - content.end)
    return replace(content, end=stop)


def _finite(token: Token) -> bool:
    return token.tag_ in ("VBD", "VBZ", "VBP", "MD")


def whole_phrase(doc: Doc, content: Stretch, taken: list[str | None], quotations: Quotations) -> Stretch:
    """A content ends where the phrase of its last noun ends: "said it had hit the area [of the port]"."""
    last, end = doc[content.end - 1], content.end
    if end >= len(doc) or last.pos_ not in ("NOUN", "PROPN") or quotations.at(last.idx) is not None:
        return content
    mark = doc[end]
    if taken[end] is not None or mark.dep_ != "case" or mark.head.head != last or not mark.head.dep_.startswith("nmod"):
        return content
    right = mark.head.right_edge.i + 1
    stop = end
    while stop < right and taken[stop] is None and not doc[stop].is_punct:
        stop += 1
    if stop <= mark.head.i:
        return content
    taken[end:stop] = ["CONTENT"] * (stop - end)
    return replace(content, end=stop)


def _one_clause(doc: Doc, left: int, content: Stretch) -> bool:
    """Whether the words before the content hang together with it: an arc crosses its beginning."""
    for i in range(content.start, min(content.end, content.start + 40)):
        if left <= doc[i].head.i < content.start:
            return True
    return any(content.start <= doc[i].head.i < content.end for i in range(left, content.start))


def _gives_toll(verb: Token) -> bool:
    """Whether a verb gives a number to the public: "gave a lower toll of eight"."""
    words = lexicon()
    return verb.lemma_.lower() in words.giving and any(
        c.dep_ == "obj" and c.lemma_.lower() in words.tolls and not any(g.lower_ == "no" for g in c.children)
        for c in verb.children
    )


def split_content(doc: Doc, content: Stretch, stretches: Sequence[Stretch], quotations: Quotations) -> list[Stretch]:
    """A further verb of saying that hangs on the cue before the content ends it: "said A and [warned] B"."""
    cue = next((s for s in stretches if s.role == "CUE" and content.start - 3 <= s.end <= content.start), None)
    if cue is None:
        return [content]
    verb = next((doc[i] for i in range(cue.start, cue.end) if doc[i].pos_ == "VERB"), None)
    if verb is None:
        return [content]
    for child in verb.children:
        if not content.start + 1 < child.i < content.end - 1 or child.pos_ != "VERB":
            continue
        participle = child.dep_ == "advcl" and child.tag_ == "VBG" and not any(c.dep_ == "mark" for c in child.children)
        if not (child.dep_ == "conj" and child.tag_ == verb.tag_) and not participle:
            continue
        groups = groups_of("verb", child.lemma_.lower())
        if not (groups and groups[0].kind in _SAYING or _gives_toll(child)) or quotations.at(child.idx) is not None:
            continue
        if any(c.dep_ in ("nsubj", "nsubj:pass") for c in child.children):
            continue
        start = child.i
        while start > content.start and doc[start - 1].head == child and _groups_verb(doc[start - 1]):
            start -= 1
        end = child.i + 1
        if (
            end < content.end
            and doc[end].dep_ == "case"
            and doc[end].head.head == child
            and doc[end].lower_ in ("of", "for", "on", "about", "against")
        ):
            end += 1
        stop = start
        while stop > content.start and (
            doc[stop - 1].dep_ == "cc" or doc[stop - 1].is_punct and doc[stop - 1].text in (",", ";")
        ):
            stop -= 1
        if stop <= content.start or end >= content.end:
            continue
        rest = replace(content, start=end)
        new_cue = Stretch("CUE", start, end, content.score)
        return [replace(content, end=stop), new_cue, *split_content(doc, rest, [*stretches, new_cue], quotations)]
    return [content]
