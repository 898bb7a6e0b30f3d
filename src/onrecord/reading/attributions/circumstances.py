"""The circumstances of saying: to whom, where, when, and why a source is not named."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence

from spacy.tokens import Token

from onrecord.model import Time
from onrecord.model.objects import Range
from onrecord.reading.attributions.context import Context
from onrecord.reading.attributions.linking import Link
from onrecord.reading.attributions.spans import Stretch
from onrecord.reference.cues import lexicon

_PLACES = frozenset({"on", "in", "at", "during", "via", "through"})
_ANONYMOUS = re.compile(
    r"condition of anonymity|not authori[sz]ed to|declined to be (?:named|identified)|not to be (?:named|identified)"
    r"|requested anonymity|asked for anonymity|anonymously|without being (?:named|identified)"
    r"|wished to remain anonymous|names? (?:was|were|is|are)? ?withheld",
    re.IGNORECASE,
)
_REASON = re.compile(
    r"\b(?:because|since|citing|given|due to|owing to|as (?:he|she|they|it)\b|for fear|for security reasons|in order to"
    r"|to (?:discuss|describe|speak|talk|avoid|protect))",
    re.IGNORECASE,
)
_REASON_END = re.compile(r"[,;.]\s|[,;.”\"]$|\s[–—-]\s|\n")
_WINDOW = 400


def outside(spans: Iterable[Range], token: Token) -> bool:
    """Whether the token stands outside all these spans."""
    return not any(start <= token.idx < end for start, end in spans)


def words_of(context: Context, token: Token, contents: Sequence[Range], *, without: Token | None = None) -> str | None:
    """The words of a phrase, up to the first clause or content that hangs on it."""
    left, right = token.left_edge.i, token.right_edge.i
    for child in token.children:
        if child.dep_ in ("acl:relcl", "acl", "ccomp", "parataxis", "advcl", "conj", "punct") and child.i > token.i:
            right = min(right, child.left_edge.i - 1)
    if without is not None:
        left = max(left, without.i + 1)
    while right >= left and not outside(contents, context.doc[right]):
        right -= 1
    while left <= right and context.doc[left].is_punct and context.doc[left].text not in "“\"'‘":
        left += 1
    while right >= left and (context.doc[right].is_punct or context.doc[right].is_space):
        right -= 1
    text = context.doc[left : right + 1].text.strip() if left <= right else ""
    return text or None


def addressee_of(context: Context, head: Token, contents: Sequence[Range], source: Stretch | None) -> str | None:
    """To whom it was said: "told Reuters", "said to reporters", "in a letter to the council"."""
    lemma = head.lemma_.lower()
    for child in head.children:
        if not outside(contents, child) or (source is not None and source.start <= child.i < source.end):
            continue
        if child.dep_ in ("obj", "iobj") and lemma in lexicon().addressing and child.pos_ in ("NOUN", "PROPN", "PRON"):
            return words_of(context, child, contents)
        if child.dep_ == "obl" and lemma in lexicon().addressing_to:
            case = next((c for c in child.children if c.dep_ == "case"), None)
            if case is not None and case.lower_ == "to" and child.pos_ in ("NOUN", "PROPN", "PRON"):
                return words_of(context, child, contents, without=case)
    return None


def venue_of(context: Context, head: Token, contents: Sequence[Range]) -> str | None:
    """Where or in what it was said: "on NBC's Meet the Press", "in a post on Telegram", "at a news conference"."""
    words = lexicon()
    for child in head.children:
        if child.dep_.split(":")[0] not in ("obl", "nmod") or not outside(contents, child):
            continue
        case = next((c for c in child.children if c.dep_ == "case"), None)
        if case is None or case.lower_ not in _PLACES:
            continue
        known = child.lemma_.lower() in words.venues or child.text in words.platforms
        named = case.lower_ == "on" and child.pos_ == "PROPN" and child.ent_type_ in ("ORG", "MISC", "")
        compound = any(c.text in words.platforms for c in child.children)
        if (known or compound or named) and child.lower_ not in words.calendar:
            return words_of(context, child, contents, without=case)
    return None


def time_of_saying(context: Context, head: Token, times: Sequence[Time], contents: Sequence[Range]) -> str | None:
    """The id of a time expression in the cue's own clause, outside the content."""
    sentence = context.sentences[int(context.sentence_of[head.i])]
    starts = [t.start for t in times]
    at = bisect_left(starts, sentence.start_char)
    best: tuple[int, str] | None = None
    while at < len(times) and times[at].start < sentence.end_char:
        time = times[at]
        at += 1
        if time.type not in ("DATE", "TIME") or any(a <= time.start < b for a, b in contents):
            continue
        span = context.doc.char_span(time.start, time.end, alignment_mode="expand")
        if span is None or not len(span):
            continue
        token, steps = span.root, 0
        while token.i != head.i and token.head != token and steps < 4:
            if token.dep_ in ("ccomp", "advcl", "acl:relcl", "acl", "xcomp", "conj", "parataxis"):
                break
            token = token.head
            steps += 1
        if token.i == head.i and (best is None or steps < best[0]):
            best = (steps, time.id)
    return best[1] if best else None


def anonymity_of(context: Context, item: Link, kind: str) -> str | None:
    """Why the source is not named, in the words of the report; without a reason, the words that say so. Or None."""
    if item.source is None or kind not in ("unnamed", "person", "group", "implicit"):
        return None
    text = context.document.text
    sentence = context.sentences[int(context.sentence_of[item.cue.start])]
    cue = context.start_of(item.cue)
    start, end = max(sentence.start_char, cue - _WINDOW), min(sentence.end_char, cue + _WINDOW)
    if kind == "unnamed":
        # The reason often comes in a sentence of its own: "The official spoke on condition of anonymity because …"
        end = min(end + _WINDOW, len(text))
        end = next((i for i in [text.find("\n", sentence.end_char, end)] if i >= 0), end)
    for match in _ANONYMOUS.finditer(text, start, end):
        if context.quotations.at(match.start()) is not None:
            continue
        reason = _REASON.search(text, match.start(), min(match.end() + 120, end))
        if reason is None:
            return match.group()
        return _REASON_END.split(text[reason.start() : end], maxsplit=1)[0].strip() or match.group()
    return None
