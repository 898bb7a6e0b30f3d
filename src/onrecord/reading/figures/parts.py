"""Figures of one sentence beside one another: parts of a whole, numbers set against each other."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc, Span

from onrecord.reading.figures.counted import Counted, lemma_of, nominal
from onrecord.reading.figures.lexing import Number
from onrecord.reference.figures import nouns

_INCLUDING = frozenset({"including", "among", "included", "include", "includes"})


@dataclass(frozen=True)
class Draft:
    """A number that was admitted, before it is a figure; `part_of` is the place of its whole in the sentence.

    `start` and `end` are offsets into the text.
    """

    number: Number
    counted: Counted
    measure: str
    by: str
    start: int
    end: int
    part_of: int | None = None


def part_of_whole(doc: Doc, sent: Span, number: Number, counted: Counted, before: list[Draft]) -> int | None:
    """The figure before this one that it is a part of: "12 people, including 3 children", "3 of them", "5 of 9"."""
    if not before:
        return None
    after = [token.lower_ for token in doc[counted.after : min(sent.end, counted.after + 2)]]
    if after in (["of", "them"], ["of", "whom"], ["of", "those"], ["of", "which"]):
        return len(before) - 1
    if counted.token is None and _divides(doc, sent, counted, before[0]):
        return 0
    if _among_them(doc, sent, number, counted, before[-1]):
        return len(before) - 1
    if (last := conjoined(doc, counted, before)) is not None and last.part_of is not None:
        return last.part_of
    at = counted.first - 1
    for _ in range(4):
        if at < sent.start:
            return None
        if doc[at].lower_ in _INCLUDING:
            # "Women were among the 18 dead": the number after it is the whole.
            return None if doc[at].lower_ == "among" and at == counted.begin - 1 else len(before) - 1
        if doc[at].text in (";", ".") or doc[at].pos_ == "VERB":
            return None
        at -= 1
    return None


def part_lemma(doc: Doc, sent: Span, counted: Counted, whole: Draft) -> str | None:
    """What a part without a noun counts: "five of them children", else what the whole counts."""
    after = counted.after + 2
    if after < sent.end and doc[counted.after].lower_ == "of" and nominal(doc[after]):
        return lemma_of(doc[after])
    return whole.counted.lemma


def conjoined(doc: Doc, counted: Counted, before: list[Draft]) -> Draft | None:
    """The last figure where this one goes on with it: "53 over one region and 51 over another"."""
    last = before[-1]
    joint = counted.first - 1
    if joint > 0 and doc[joint].lower_ in ("and", ",") and doc[joint - 1].idx + len(doc[joint - 1]) <= last.end + 2:
        return last
    anchor = counted.token if counted.token is not None else doc[counted.after - 1]
    end = last.counted.next
    return (
        last if anchor.dep_ == "conj" and last.counted.first <= anchor.head.i < max(end, last.counted.after) else None
    )


def compared(doc: Doc, sent: Span, counted: Counted, before: list[Draft]) -> Draft | None:
    """ "100 trucks entered, following 93 the day before": a number that the one before it is set against."""
    words = tuple(token.lower_ for token in doc[max(sent.start, counted.begin - 2) : counted.begin])
    if words[-1:] in (("following",), ("from",), ("against",)) or words in (("compared", "to"), ("compared", "with")):
        return before[-1]
    # "Killed 12, bringing the total since October to 53,000": a total of the same.
    near = doc[max(sent.start, counted.begin - 8) : counted.begin]
    human = before[-1].measure in ("killed", "injured", "missing", "displaced")
    total = words[-1:] == ("to",) and any(token.lower_ in nouns("tallies") for token in near)
    return before[-1] if human and total else None


def _divides(doc: Doc, sent: Span, counted: Counted, whole: Draft) -> bool:
    """ "Of the 200 drones, 126 were shot down and 74 were lost": the sentence begins with the whole."""
    first = whole.counted.begin
    return first == sent.start + 1 and doc[sent.start].lower_ == "of" and whole.counted.token is not None


def _among_them(doc: Doc, sent: Span, number: Number, counted: Counted, whole: Draft) -> bool:
    """ "20 drones, of which 13 …", "five people, three children among them", "24 people, 14 from one family"."""
    before = [token.lower_ for token in doc[max(sent.start, counted.begin - 2) : counted.begin]]
    if before in (["of", "which"], ["of", "whom"], ["of", "them"]):
        return True
    after = [token.lower_ for token in doc[counted.next : min(sent.end, counted.next + 2)]]
    if after == ["among", "them"]:
        return True
    low, most = number.low, whole.number.low
    smaller = low is not None and most is not None and low < most
    return (
        smaller and before[-1:] == [","] and counted.token is None and after[:1] == ["from"] and whole.counted.persons
    )
