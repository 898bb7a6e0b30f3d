"""Topics: what positions are about, named with their fullest wording and joined through the report."""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Span, Token

from onrecord.model import Document, Mark
from onrecord.reading.events.syntax import coordinated, phrases, substance
from onrecord.reading.scope import text_mark
from onrecord.reference.events import word_list
from onrecord.reference.positions import PositionLexicon

_MOST_WORDS = 14
_STOP = word_list("stop")
_PRONOUNS = frozenset({"it", "this", "that", "them", "these", "those"})
_GENERAL = word_list("general")


@dataclass(slots=True)
class TopicDraft:
    """A topic in the making."""

    kind: str
    head: str
    words: set[str]
    name: str
    mentions: list[tuple[int, int]] = field(default_factory=list)
    proposer: str | None = None
    number: int = 0


class Topics:
    """The topics of a report, joined as they come."""

    def __init__(self, document: Document, lexicon: PositionLexicon) -> None:
        self._document = document
        self._lexicon = lexicon
        self.drafts: list[TopicDraft] = []
        self._by_head: dict[str, list[TopicDraft]] = {}
        self._last: TopicDraft | None = None

    def of_noun(self, noun: Token) -> TopicDraft:
        """The topic that a noun phrase names, an earlier one where the words allow it."""
        if noun.pos_ == "PRON" and noun.lower_ in _PRONOUNS and self._last is not None:
            self._add(self._last, noun.idx, noun.idx + len(noun))
            return self._last
        span = phrase(noun)
        lemma = noun.lemma_.lower()
        words = {t.lemma_.lower() for t in span if t.pos_ in ("NOUN", "PROPN", "ADJ", "NUM", "VERB")} - _STOP
        kind = self.kind_of(span)
        return self._join(kind, lemma, words, span.text, span.start_char, span.end_char, noun)

    def of_clause(self, verb: Token) -> TopicDraft:
        """The topic that a complement clause names: the first noun of a known kind in it, with the clause's wording."""
        span = clause(verb)
        kind = self.kind_of(span)
        words = {t.lemma_.lower() for t in span if t.pos_ in ("NOUN", "PROPN", "VERB")}
        return self._join(kind, verb.lemma_.lower(), words, span.text, span.start_char, span.end_char, verb)

    def kind_of(self, span: Span) -> str:
        """The kind of topic by the nouns of a phrase: the most telling one decides."""
        found: list[str] = []
        for token in span:
            kind = self._lexicon.topics.get(token.lemma_.lower())
            if kind is not None and token.pos_ in ("NOUN", "PROPN", "ADJ", "VERB"):
                lemma = token.lemma_.lower()
                if lemma in ("end", "halt", "pause") and not any(
                    t.lemma_.lower() in ("fighting", "war", "hostility", "attack", "campaign", "offensive")
                    for t in span
                ):
                    continue
                found.append(kind)
        for kind in (
            "ceasefire",
            "prisoners",
            "sanctions",
            "security_guarantee",
            "resources",
            "territory",
            "arms",
            "aid",
        ):
            if kind in found:
                return kind
        for kind in ("humanitarian", "talks", "settlement"):
            if kind in found:
                return kind
        return "other"

    def _join(self, kind: str, head: str, words: set[str], name: str, start: int, end: int, token: Token) -> TopicDraft:
        for draft in reversed(self._by_head.get(head, ())):
            extra, missing = words - draft.words, draft.words - words
            definite = any(
                c.dep_ == "det" and c.lower_ in ("the", "this", "that", "these", "those") for c in token.children
            )
            if not extra or not missing or (definite and not (extra - {head}) and draft.kind == kind):
                draft.words |= words
                if len(name) > len(draft.name):
                    draft.name = name
                    if draft.kind == "other" or kind not in ("other", "settlement"):
                        draft.kind = kind
                self._add(draft, start, end)
                self._last = draft
                return draft
        draft = TopicDraft(kind, head, set(words), name, [], None, len(self.drafts))
        self._add(draft, start, end)
        self.drafts.append(draft)
        self._by_head.setdefault(head, []).append(draft)
        self._last = draft
        return draft

    def _add(self, draft: TopicDraft, start: int, end: int) -> None:
        if (start, end) not in draft.mentions:
            draft.mentions.append((start, end))

    def marks(self, draft: TopicDraft) -> tuple[Mark, ...]:
        """The mentions of a topic as marks, in the order of the text."""
        return tuple(text_mark(self._document, start, end) for start, end in sorted(draft.mentions))


def phrase(noun: Token) -> Span:
    """The noun phrase without its leading article and without relative clauses, at most some words long."""
    left = min(
        (t.i for t in noun.children if t.i < noun.i and t.dep_ not in ("case", "cc", "punct", "mark")), default=noun.i
    )
    left = min(left, noun.left_edge.i if noun.left_edge.dep_ not in ("case", "cc", "punct", "mark", "cop") else left)
    right = noun.i
    for item in noun.children:
        if item.i < noun.i:
            continue
        if item.dep_ in ("nmod", "compound", "flat", "conj", "nummod", "acl") and item.dep_ != "acl:relcl":
            right = max(right, item.right_edge.i)
    first = left
    while first < noun.i and noun.doc[first].lower_ in (
        "the",
        "a",
        "an",
        "any",
        "this",
        "that",
        ",",
        "“",
        '"',
        "'",
        "‘",
    ):
        first += 1
    if noun.doc[first].dep_ in ("case", "cop", "nsubj"):
        first = noun.i
    last = min(right, first + _MOST_WORDS)
    while last > noun.i and noun.doc[last].is_punct:
        last -= 1
    return noun.doc[first : max(last, noun.i) + 1]


def clause(verb: Token) -> Span:
    """The words of a clause, from its first to its last, without outer punctuation."""
    first, last = verb.left_edge.i, verb.right_edge.i
    doc = verb.doc
    while first < verb.i and (
        doc[first].is_punct or doc[first].is_space or doc[first].lower_ in ("that", "to", "of", "for", "and", "but")
    ):
        first += 1
    last = min(last, verb.i + 30)
    while last > verb.i and (doc[last].is_punct or doc[last].is_space):
        last -= 1
    return doc[first : last + 1]


def topic_noun(token: Token | None, lexicon: PositionLexicon) -> Token | None:
    """The noun of a phrase that the topic is named by: past "one of", "efforts to"."""
    if token is None:
        return None
    for item in substance(token):
        if item.pos_ in ("NOUN", "PROPN", "PRON", "VERB", "ADJ"):
            return item
    return token


__all__ = ["TopicDraft", "Topics", "clause", "coordinated", "phrase", "phrases", "topic_noun"]
