"""Who takes which stance on what: predicates of stance, demands by the form of a clause, conditions and hedges."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from onrecord.model import Actor, Attribution, Document, Event, Position, Time, Topic
from onrecord.model.objects import Range
from onrecord.reading.event_time import time_of
from onrecord.reading.events.parties import Parties
from onrecord.reading.events.triggers import Matcher, Trigger
from onrecord.reading.holders import Holders
from onrecord.reading.positions.demands import clause_stance
from onrecord.reading.positions.holding import Holding
from onrecord.reading.positions.predicates import (
    allowed,
    first_person,
    governed,
    is_circumstance,
    on_actor_alone,
    restated,
    spoken,
    stance_of,
    topics_of,
    topics_of_spoken,
    unreal,
    would_accept,
)
from onrecord.reading.positions.topics import TopicDraft, Topics, clause
from onrecord.reading.scope import claim_sentences
from onrecord.reference.positions import PositionLexicon, position_lexicon

_MOST_CHARACTERS = 320
_FAR = 40
"""How many words after its predicate a condition is looked for."""


@dataclass(slots=True)
class _Stance:
    start: int
    end: int
    actors: list[str]
    topic: TopicDraft
    stance: str
    conditions: list[Range]
    hedge: str | None
    attribution: str | None
    time: str | None
    by: str


def find_positions(
    document: Document,
    doc: Doc,
    actors: Sequence[Actor],
    times: Sequence[Time],
    attributions: Sequence[Attribution],
    events: Sequence[Event],
) -> tuple[list[Topic], list[Position]]:
    """Topics in the order of first mention and positions in the order of the text, with provisional ids.

    A stance is taken by the subject of a predicate of `data/positions.yaml`, or by whoever is quoted where a clause
    says what must be done. Nobody's doubt, silence or characterisation of talks is a stance.
    """
    lexicon = position_lexicon()
    parties = Parties(doc, actors, ())
    matcher = Matcher(lexicon.predicates, parties, also=allowed)
    holding = Holding(parties, Holders(attributions), actors, attributions, events)
    topics = Topics(document, lexicon)
    found: list[_Stance] = []
    for sent in claim_sentences(document, doc):
        near = [t for t in times if sent.start_char <= t.start < sent.end_char]
        for token in sent:
            for stance in _stances(token, sent, matcher, holding, topics, lexicon):
                if near:
                    time, _ = time_of(token, doc, near)
                    stance.time = time.id if time is not None else None
                if not any(_same(stance, other) for other in found[-6:]):
                    found.append(stance)
    return _topics(topics), _positions(found)


def _stances(
    token: Token, sent: Span, matcher: Matcher, holding: Holding, topics: Topics, lexicon: PositionLexicon
) -> Iterator[_Stance]:
    """The stances that a word takes: by the lexicon, else by the form of its clause."""
    by_word = list(_predicate(token, sent, matcher, holding, topics, lexicon))
    if by_word:
        yield from by_word
        return
    form = clause_stance(token, holding)
    if form is not None:
        span = clause(token)
        start, end = span.start_char, span.end_char
        topic = topics.of_clause(token) if form.by != "rule:against" else topics.of_noun(token)
        yield _Stance(start, end, list(form.actors), topic, form.stance, [], None, form.attribution, None, form.by)


def _same(one: _Stance, other: _Stance) -> bool:
    """Whether two readings are of one clause: same holder and stance, overlapping words."""
    return (
        one.stance.split("_")[0] == other.stance.split("_")[0]
        and one.actors == other.actors
        and one.start < other.end
        and other.start < one.end
    )


def _predicate(
    token: Token, sent: Span, matcher: Matcher, holding: Holding, topics: Topics, lexicon: PositionLexicon
) -> Iterator[_Stance]:
    trigger = matcher.match(token)
    if trigger is None or is_circumstance(trigger) or governed(token, matcher) or unreal(token):
        return
    entry, parties = trigger.entry, holding.parties
    stance = stance_of(token, entry)
    if not stance or restated(trigger, matcher, parties) or on_actor_alone(trigger, parties):
        return
    who = holding.of(trigger)
    holder, speaker = holding.speaker(token)
    if "speaker_only" in entry.flags or (not who and entry.pos != "noun" and first_person(token)):
        who = speaker
    if not who or (entry.pos == "noun" and parties.actor[who[0]].kind == "media"):
        return
    if "speaker_will" in entry.flags and not (first_person(token) or _own(who, speaker, parties)):
        return
    conditions = _conditions(token, lexicon)
    if stance == "supports" and would_accept(trigger, matcher):
        stance = "accepts"
    if conditions and stance == "accepts":
        stance = "accepts_conditionally"
    nouns = spoken(trigger) if stance == entry.type else []
    readings = [(kind, topics_of_spoken(noun, trigger, topics)) for noun, kind in nouns] or [
        (stance, topics_of(trigger, topics))
    ]
    hedge = _hedge(token, lexicon)
    start, end = _extent(trigger, sent)
    following = [verb for _, heads in readings for _, verb in heads][1:]
    for kind, heads in readings:
        for topic, verb in heads:
            first, last = start, end
            if verb is not None and verb in following:
                span = clause(verb)
                first, last = span.start_char, span.end_char
            elif following and following[0] is not None:
                last = max(following[0].left_edge.idx, token.idx + len(token))
            if kind == "proposes" and topic.proposer is None:
                topic.proposer = who[0]
            attribution = holder.id if holder else None
            yield _Stance(first, last, who, topic, kind, conditions, hedge, attribution, None, f"lexicon:{entry.key}")


def _own(who: Sequence[str], speaker: Sequence[str], parties: Parties) -> bool:
    """Whether the speaker tells of himself or of his own side."""
    lands = {parties.country(x) for x in speaker} - {None}
    return bool(set(who) & set(speaker)) or any(parties.country(x) in lands for x in who)


def _extent(trigger: Trigger, sent: Span) -> tuple[int, int]:
    """The clause of the stance: from its subject to the end of what it governs, within bounds."""
    token = trigger.token
    if trigger.entry.pos == "noun" and "copular" not in trigger.entry.flags:
        first, last = token.left_edge.i, token.right_edge.i
        for item in token.children:
            if item.dep_ == "acl:relcl" and item.right_edge.i == last:
                last = item.left_edge.i - 1
        span = token.doc[first : max(last, token.i) + 1]
    else:
        span = clause(token)
    start, end = span.start_char, span.end_char
    if end - start > _MOST_CHARACTERS:
        start = max(start, token.idx - 60)
        end = min(end, token.idx + _MOST_CHARACTERS - 60)
        end = max(end, token.idx + len(token))
    return start, end


def _conditions(token: Token, lexicon: PositionLexicon) -> list[Range]:
    """Clauses and phrases that the stance is made to depend on."""
    out: list[Range] = []
    for item in token.children:
        words = {c.lower_ for c in item.children if c.dep_ in ("mark", "case")}
        if (
            item.dep_ == "advcl"
            and words & lexicon.conditions
            or item.dep_ in ("obl", "advcl")
            and any(t.lemma_.lower() in lexicon.condition_nouns for t in (item, *item.children))
        ):
            out.append(_range(item))
    if not out:
        # Deeper: "is willing to help by exporting grain on the condition that …".
        for item in token.subtree:
            near = item.i - token.i < _FAR and item.dep_ in ("obl", "nmod", "conj")
            made = any(c.lower_ in ("on", "under") and c.dep_ == "case" for c in item.children)
            if near and made and item.i > token.i and item.lemma_.lower() in lexicon.condition_nouns:
                out.append(_range(item))
                break
    return sorted(out)


def _range(token: Token) -> Range:
    first, last = token.left_edge.i, token.right_edge.i
    while last > token.i and (token.doc[last].is_punct or token.doc[last].is_space):
        last -= 1
    while first < token.i and (token.doc[first].is_punct or token.doc[first].is_space):
        first += 1
    return token.doc[first].idx, token.doc[last].idx + len(token.doc[last])


def _hedge(token: Token, lexicon: PositionLexicon) -> str | None:
    for item in token.children:
        if item.lower_ in lexicon.hedges and item.dep_ == "advmod":
            return item.text
        if item.dep_ == "obl" and item.lower_ == "principle":
            return "in principle"
    return None


def _topics(topics: Topics) -> list[Topic]:
    return [
        Topic(
            id=f"topic{draft.number}",
            by="rule:topic",
            name=" ".join(draft.name.split()),
            kind=draft.kind,  # type: ignore[arg-type]
            proposer=draft.proposer,
            mentions=topics.marks(draft),
        )
        for draft in topics.drafts
    ]


def _positions(found: Sequence[_Stance]) -> list[Position]:
    out: list[Position] = []
    for stance in found:
        for actor in stance.actors:
            out.append(
                Position(
                    id=f"position{len(out)}",
                    by=stance.by,
                    start=stance.start,
                    end=stance.end,
                    actor=actor,
                    topic=f"topic{stance.topic.number}",
                    stance=stance.stance,  # type: ignore[arg-type]
                    conditions=tuple(stance.conditions),
                    hedge=stance.hedge,
                    attribution=stance.attribution,
                    time=stance.time,
                )
            )
    return out
