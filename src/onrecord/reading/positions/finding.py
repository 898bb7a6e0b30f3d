"""Who takes which stance on what: predicates of stance, must-clauses, conditions and hedges."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from onrecord.model import Actor, Attribution, Document, Event, Position, Time, Topic
from onrecord.model.objects import Range
from onrecord.reading.event_time import time_of
from onrecord.reading.events.boundaries import auxiliaries
from onrecord.reading.events.parties import Parties
from onrecord.reading.events.syntax import child, complement, deep_object, deep_subject, is_passive, phrases, subject
from onrecord.reading.events.triggers import Matcher, Trigger
from onrecord.reading.holders import Holders
from onrecord.reading.positions.topics import TopicDraft, Topics, clause
from onrecord.reading.scope import claim_sentences
from onrecord.reference.events import Entry, word_list
from onrecord.reference.positions import PositionLexicon, position_lexicon

_NOT = frozenset({"not", "n't", "n’t", "never"})
_NEGATED = {
    "accepts": "rejects",
    "supports": "opposes",
    "rejects": "hesitates",
    "opposes": "",
    "demands": "",
    "proposes": "",
    "hesitates": "",
}
_DEMAND = frozenset({"must", "should"})
_MODAL = frozenset({"could", "may", "might", "would"})
_REFUSING = frozenset({"can", "ca", "will", "wo", "would", "shall", "cannot", "could"})
_CONDITIONAL = frozenset({"accepts", "supports", "proposes"})
_MOST_CHARACTERS = 320


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
    matcher = Matcher(lexicon.predicates, parties, also=_allowed)
    holders = Holders(attributions)
    topics = Topics(document, lexicon)
    found: list[_Stance] = []
    for sent in claim_sentences(document, doc):
        near = [t for t in times if sent.start_char <= t.start < sent.end_char]
        for token in sent:
            stance = _predicate(token, sent, matcher, parties, holders, topics, lexicon)
            if stance is None:
                stance = _must(token, sent, parties, holders, topics)
            if stance is None:
                stance = _imperative(token, parties, holders, topics)
            if stance is None:
                continue
            if near:
                time, _ = time_of(token, doc, near)
                stance.time = time.id if time is not None else None
            if not any(_same(stance, other) for other in found[-4:]):
                found.append(stance)
    return _topics(topics), _positions(found)


def _same(one: _Stance, other: _Stance) -> bool:
    """Whether two readings are of one clause: same holder and stance, overlapping words."""
    return (
        one.stance.split("_")[0] == other.stance.split("_")[0]
        and one.actors == other.actors
        and one.start < other.end
        and other.start < one.end
    )


def _predicate(
    token: Token,
    sent: Span,
    matcher: Matcher,
    parties: Parties,
    holders: Holders,
    topics: Topics,
    lexicon: PositionLexicon,
) -> _Stance | None:
    trigger = matcher.match(token)
    if trigger is None or _governed(token, matcher):
        return None
    entry = trigger.entry
    holder = holders.at(token.idx, token.idx + len(token))
    who = _holders(trigger, parties)
    speaker = [x for x in holder.source.actors if x in parties.actor] if holder is not None else []
    if "speaker_only" in entry.flags or not who and entry.pos != "noun" and _first_person(token):
        who = speaker
    if not who or (entry.pos == "noun" and parties.actor[who[0]].kind == "media"):
        return None
    words = auxiliaries(token)
    stance = entry.type
    if "cannot" in entry.flags:
        pass
    elif words & _NOT or any(c.dep_ == "det" and c.lower_ == "no" for c in token.children):
        stance = _NEGATED.get(stance, "")
        if not stance:
            return None
    if words & {"will", "'ll", "would"} and words & _NOT and entry.type == "accepts":
        stance = "rejects"
    topic = _topic(trigger, topics)
    if topic is None:
        return None
    start, end = _extent(trigger, sent)
    conditions = _conditions(token, lexicon)
    if conditions and stance == "accepts":
        stance = "accepts_conditionally"
    if stance == "proposes" and topic.proposer is None:
        topic.proposer = who[0]
    hedge = _hedge(token, lexicon)
    return _Stance(
        start, end, who, topic, stance, conditions, hedge, holder.id if holder else None, None, f"lexicon:{entry.key}"
    )


def _governed(token: Token, matcher: Matcher) -> bool:
    """Whether the predicate is itself only demanded or refused: "pressed them to accept", "refused to agree"."""
    if token.dep_ not in ("xcomp", "advcl", "ccomp", "obl", "acl") or token.tag_ not in ("VB", "VBG"):
        return False
    above = matcher.match(token.head) if token.head.pos_ in ("VERB", "ADJ") else None
    return above is not None and above.entry.type in ("demands", "rejects", "hesitates", "opposes")


def _allowed(token: Token, entry: Entry) -> bool:
    """The conditions that only positions have."""
    flags = entry.flags
    if entry.lemma == "ask" and "comp" in flags and child(token, "xcomp") is None:
        return False
    if "cannot" in flags and not (_NOT & auxiliaries(token) and auxiliaries(token) & _REFUSING):
        return False
    if "speaker_will" in flags and not (_first_person(token) and auxiliaries(token) & {"will", "'ll", "’ll", "shall"}):
        return False
    if "demanding" in flags:
        inner = child(token, "ccomp")
        if inner is None or not (
            auxiliaries(inner) & {"must", "should"} or (inner.tag_ == "VB" and not auxiliaries(inner))
        ):
            return False
    if entry.lemma == "need" and not _first_person(token):
        return False
    if "speaker_only" in flags and entry.pos == "adjective" and token.dep_ not in ("ROOT", "ccomp", "parataxis"):
        return False
    if "modal" in flags and not auxiliaries(token) & _MODAL:
        return False
    if "other_subject" in flags or "own_subject" in flags:
        inner = child(token, "xcomp", "ccomp")
        other = child(token, "obj") is not None or (inner is not None and child(inner, "nsubj") is not None)
        if inner is None and child(token, "obj") is None:
            return False
        if ("other_subject" in flags) != other:
            return False
    return not ("copular" in flags and child(token, "cop") is None)


def _holders(trigger: Trigger, parties: Parties) -> list[str]:
    token, entry = trigger.token, trigger.entry
    if entry.pos == "noun":
        if "copular" in entry.flags:
            return parties.of(subject(token))
        found = parties.modifiers(token)
        for marks, noun in phrases(token):
            if marks[0] == "by" or (marks[0] == "of" and "of" not in entry.to):
                found += [x for x in parties.of(noun, inside=False) if x not in found]
        return found
    if entry.pos == "adjective":
        return parties.of(subject(token))
    who = deep_subject(token)
    return parties.of(who) if who is not None else []


def _first_person(token: Token) -> bool:
    who = subject(token)
    return who is not None and who.lower_ in ("we", "i", "us")


def _topic(trigger: Trigger, topics: Topics) -> TopicDraft | None:
    """What the stance is on: the object, else the complement clause, else the phrase of its preposition."""
    token, entry = trigger.token, trigger.entry
    if entry.pos == "verb":
        obj = deep_object(token)
        if is_passive(token) and obj is None:
            obj = child(token, "nsubj:pass")
        inner = complement(token) or next(
            (c for c in token.children if c.dep_ == "advcl" and any(m.lower_ in ("to", "for") for m in c.children)),
            None,
        )
        if obj is not None and entry.object == "theme" and obj.dep_ != "obl:tmod":
            if obj.lemma_.lower() in _CARRIERS:
                below = child(obj, "acl") or next((n for m, n in phrases(obj)), None)
                if below is not None:
                    return topics.of_clause(below) if below.pos_ == "VERB" else topics.of_noun(below)
            return topics.of_noun(obj)
        if inner is not None:
            goal = child(inner, "obj")
            if goal is not None and goal.lemma_.lower() in topics._lexicon.topics:
                return topics.of_noun(goal)
            return topics.of_clause(inner)
        for marks, noun in phrases(token):
            if marks[0] in entry.to or (entry.particle and marks[0] == entry.particle):
                return topics.of_noun(noun)
        if obj is not None:
            return topics.of_noun(obj)
        below = next((n for _, n in phrases(token)), None)
        if below is not None and below.lemma_.lower() in _CARRIERS:
            below = child(below, "acl") or below
        return None if below is None else topics.of_clause(below) if below.pos_ == "VERB" else topics.of_noun(below)
    if entry.pos == "noun" and entry.type == "proposes":
        return topics.of_noun(token)
    for marks, noun in phrases(token):
        if marks[0] in entry.to:
            return topics.of_clause(noun) if noun.pos_ == "VERB" else topics.of_noun(noun)
    inner = child(token, "xcomp", "ccomp", "acl", "advcl")
    if inner is not None:
        return topics.of_clause(inner)
    return topics.of_noun(token) if entry.pos == "noun" else topics.of_noun(subject(token) or token)


_CARRIERS = word_list("carriers")


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


def _must(token: Token, sent: Span, parties: Parties, holders: Holders, topics: Topics) -> _Stance | None:
    """A quoted or reported clause that says what must be done is a demand of its speaker."""
    if token.pos_ not in ("VERB", "ADJ", "NOUN") or token.dep_ == "aux":
        return None
    words = {c.lower_ for c in token.children if c.dep_ == "aux"}
    head = token.head
    if token.dep_ == "xcomp" and head.lower_ in ("needs", "need", "has") and head.tag_ in ("VBZ", "VBP"):
        # "The fighting needs to stop", "Kenya has to leave": said of others, it is a demand.
        doer = child(head, "nsubj")
        if doer is not None and doer.pos_ in ("NOUN", "PROPN"):
            words = words | {"must"}
    if not words & _DEMAND or "have" in words or {c.lower_ for c in token.children} & {"if", "whether"}:
        return None
    holder = holders.at(token.idx, token.idx + len(token))
    if holder is None:
        return None
    who = [x for x in holder.source.actors if x in parties.actor]
    if not who:
        return None
    span = clause(token)
    topic = topics.of_clause(token)
    return _Stance(span.start_char, span.end_char, who, topic, "demands", [], None, holder.id, None, "rule:must")


def _imperative(token: Token, parties: Parties, holders: Holders, topics: Topics) -> _Stance | None:
    """A quoted imperative ("Stop the war", "Let aid in") and "it is time to" are demands of the speaker."""
    holder = None
    if token.tag_ == "VB" and token.dep_ in ("ROOT", "ccomp", "parataxis") and token.pos_ == "VERB":
        if any(c.dep_ in ("nsubj", "nsubj:pass", "aux", "mark", "expl", "cop") for c in token.children):
            return None
        first = token.doc[token.i - 1] if token.i else token
        if (
            token.lower_
            in ("let", "stop", "end", "free", "release", "lift", "open", "give", "allow", "return", "withdraw", "bring")
            or first.is_quote
        ):
            holder = holders.at(token.idx, token.idx + len(token))
            if holder is not None and not any(s <= token.idx < e for s, e in holder.content.quoted):
                return None
    elif (
        token.lower_ == "time"
        and child(token, "cop") is not None
        and child(token, "acl", "advcl", "csubj", "xcomp") is not None
    ):
        holder = holders.at(token.idx, token.idx + len(token))
    if holder is None:
        return None
    who = [x for x in holder.source.actors if x in parties.actor]
    if not who:
        return None
    span = clause(token)
    return _Stance(
        span.start_char,
        span.end_char,
        who,
        topics.of_clause(token),
        "demands",
        [],
        None,
        holder.id,
        None,
        "rule:imperative",
    )


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
