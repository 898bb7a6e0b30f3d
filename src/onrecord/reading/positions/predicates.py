"""What a predicate of stance says where it stands: further conditions, negation, what the stance is on."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from onrecord.reading.events.boundaries import auxiliaries
from onrecord.reading.events.parties import Parties
from onrecord.reading.events.syntax import PARTITIVE, child, complement, coordinated, deep_object, is_passive, phrases
from onrecord.reading.events.triggers import Matcher, Trigger
from onrecord.reading.positions.holding import is_first_person
from onrecord.reading.positions.topics import TopicDraft, Topics
from onrecord.reference.events import Entry, word_list
from onrecord.reference.positions import position_words

NOT = frozenset({"not", "n't", "n’t", "never"})
_NEGATED = {
    "accepts": "rejects",
    "supports": "opposes",
    "rejects": "hesitates",
    "opposes": "",
    "demands": "",
    "proposes": "",
    "hesitates": "",
}
_MODAL = frozenset({"could", "may", "might", "would"})
_REFUSING = frozenset({"can", "ca", "will", "wo", "would", "shall", "cannot", "could"})
_WILL = frozenset({"will", "'ll", "’ll", "shall", "would"})
_UNREAL = frozenset({"if", "unless", "until", "whether", "lest"})
_BELIEFS = frozenset({"believe", "think", "expect"})
_LAID = frozenset({"accuse", "suspect", "blame"})
_CARRIERS = word_list("carriers") | position_words("carriers")
_CIRCUMSTANCE = frozenset({"with", "without", "at", "under", "thanks", "despite", "upon"})
_STANCE_NOUNS = position_words("stance_nouns")
_SPOKEN = {
    **dict.fromkeys(position_words("of_support"), "supports"),
    **dict.fromkeys(position_words("of_need"), "demands"),
    **dict.fromkeys(position_words("of_opposition"), "opposes"),
}
_BACKING = frozenset({"support", "back", "welcome", "defend", "promote"})


def allowed(token: Token, entry: Entry) -> bool:
    """The conditions that only positions have."""
    flags = entry.flags
    if entry.lemma == "ask" and "comp" in flags and child(token, "xcomp") is None:
        return False
    if entry.lemma == "interest" and token.tag_ == "NNS":
        # "its shipping interests in the strait"
        return False
    if "cannot" in flags and not (NOT & auxiliaries(token) and auxiliaries(token) & _REFUSING):
        return False
    if "speaker_will" in flags and not auxiliaries(token) & _WILL:
        return False
    if "demanding" in flags:
        inner = child(token, "ccomp")
        if inner is None or not (
            auxiliaries(inner) & {"must", "should"} or (inner.tag_ == "VB" and not auxiliaries(inner))
        ):
            return False
    if entry.lemma == "need" and (not first_person(token) or token.tag_ == "VBD"):
        return False
    if "reason" in entry.conditions.get("object_is", ()):
        obj = child(token, "obj")
        return obj is not None and any(c.lower_ in ("no", "little") for c in obj.children)
    if "speaker_only" in flags and any(
        c.lower_ == "if" for a in token.children if a.dep_ == "advcl" for c in a.children
    ):
        # "It would be a mistake if they left" judges what has not been done.
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
        if inner is not None and inner.left_edge.lower_ not in ("to", "not", "never"):
            # "wants [foreign fighters] to leave"
            other = True
        if ("other_subject" in flags) != other:
            return False
    return not ("copular" in flags and child(token, "cop") is None)


def first_person(token: Token) -> bool:
    """Whether the subject of a predicate is its speaker."""
    who = child(token, "nsubj")
    if who is None and token.dep_ in ("conj", "xcomp"):
        return first_person(token.head) if token.head is not token else False
    return who is not None and is_first_person(who)


def governed(token: Token, matcher: Matcher) -> bool:
    """Whether the predicate is only what another is about: "pressed them to accept", "refused to agree"."""
    top = token
    while top.dep_ == "conj" and top.head.pos_ == top.pos_ and child(top, "nsubj") is None:
        top = top.head
    if top.dep_ not in ("xcomp", "advcl", "ccomp", "obl", "acl") or token.tag_ not in ("VB", "VBG"):
        return False
    head = top.head
    if top.dep_ == "acl" and head.dep_ == "obj":
        # "reserves the right to impose sanctions"
        head = head.head
    above = matcher.match(head) if head.pos_ in ("VERB", "ADJ", "NOUN") else None
    if above is None and head is not top.head and top.head.pos_ == "NOUN":
        above = matcher.match(top.head)
    # "agreed to lift the ban" is one stance, on lifting it.
    return above is not None and above.token is not token


def unreal(token: Token) -> bool:
    """Whether the clause is only a condition or what others lay to somebody: "if they accept", "until it agrees",
    "whether to sign", "accused him of wanting to prolong the war".
    """
    item = token
    for _ in range(6):
        if item.tag_ == "VBG" and item.head.lemma_.lower() in _LAID:
            return True
        if item.head.lemma_.lower() in ("wait", "await") and item.dep_ != "conj" and item.tag_ == "VB":
            # "waits for the rebels to submit a plan"
            return True
        if item.tag_ == "VBG" and any(c.lower_ == "without" for c in item.children):
            return True
        if any(c.dep_ in ("mark", "advmod") and c.lower_ in _UNREAL for c in item.children):
            return True
        if item.dep_ == "ccomp" and item.head.lemma_.lower() in _BELIEFS and auxiliaries(item.head) & NOT:
            # "does not believe that the rebels would agree"
            return True
        if item.dep_ not in ("conj", "xcomp") or item.head is item:
            return False
        item = item.head
    return False


def stance_of(token: Token, entry: Entry) -> str:
    """The stance of an entry with the negation around it; empty where nothing follows from it."""
    if "cannot" in entry.flags:
        return entry.type
    words = auxiliaries(token)
    if entry.type == "supports":
        inner = _after(token, "xcomp")
        if inner is not None and any(c.lower_ == "not" and c.i < inner.i for c in inner.children):
            # "would prefer not to sign"
            return "opposes"
    ended = any(c.lower_ == "longer" and c.i < token.i for c in token.children)
    negated = ended or bool(words & NOT) or any(c.dep_ == "det" and c.lower_ == "no" for c in token.children)
    return _NEGATED.get(entry.type, "") if negated else entry.type


def would_accept(trigger: Trigger, matcher: Matcher) -> bool:
    """Whether readiness is for accepting something: "is ready to sign the deal"."""
    if trigger.entry.pos != "adjective":
        return False
    inner = _after(trigger.token, "xcomp", "ccomp", "advcl", "acl")
    found = matcher.match(inner) if inner is not None and inner.pos_ == "VERB" else None
    if found is None and inner is not None:
        return inner.lemma_ == "sign"
    return found is not None and found.entry.type == "accepts"


def is_circumstance(trigger: Trigger) -> bool:
    """Whether a noun of stance only tells the circumstances of something else: "with the support of", "at the request
    of".
    """
    token = trigger.token
    if trigger.entry.pos != "noun" or "copular" in trigger.entry.flags:
        return False
    if any(c.dep_ == "nmod:poss" for c in token.children) and any(c.lower_ == "despite" for c in token.children):
        # "despite Kenya's agreement to the deal": it has agreed.
        return False
    return any(c.dep_ == "case" and c.lower_ in _CIRCUMSTANCE for c in token.children)


def restated(trigger: Trigger, matcher: Matcher, parties: Parties) -> bool:
    """Whether another predicate says the same stance: "reaffirmed his [commitment]" is one with its verb, "confirmed
    Kenya's willingness" one with its noun.
    """
    token, entry = trigger.token, trigger.entry
    if entry.pos == "noun" and token.dep_ in ("obj", "conj") and "copular" not in entry.flags:
        head = token.head.head if token.dep_ == "conj" else token.head
        owner = child(token, "nmod:poss")
        above = matcher.match(head) if head.pos_ == "VERB" and (owner is None or owner.pos_ == "PRON") else None
        return above is not None and above.entry.pos == "verb" and above.entry.object == "theme"
    if entry.pos == "verb":
        obj = deep_object(token)
        owner = child(obj, "nmod:poss") if obj is not None else None
        if obj is not None and owner is not None and owner.pos_ != "PRON" and parties.of(owner):
            inner = matcher.match(obj)
            return inner is not None and inner.entry.pos == "noun"
    return False


def on_actor_alone(trigger: Trigger, parties: Parties) -> bool:
    """Whether "support" is given to a group or person and no proposal: arming a rebel group is no stance."""
    entry = trigger.entry
    if entry.lemma not in _BACKING or entry.pos != "verb":
        return False
    obj = deep_object(trigger.token)
    if obj is None:
        return False
    who = parties.named(obj)
    return who is not None and (
        parties.actor[who].kind in ("armed_group", "person", "military") or trigger.token.tag_ == "VBG"
    )


def spoken(trigger: Trigger) -> list[tuple[Token, str]]:
    """The nouns of stance that a verb of saying has as its objects, with the stance of each: "affirmed the importance
    of the treaty and the need to …".
    """
    if trigger.entry.pos != "verb" or "object_is" not in trigger.entry.conditions:
        return []
    obj = deep_object(trigger.token)
    if obj is None or obj.lemma_.lower() not in _SPOKEN:
        return []
    objects = coordinated(obj)
    # The second noun is now and then parsed as joined to what the first one is about.
    objects += [item for below in obj.children if below.dep_ == "nmod" for item in coordinated(below)[1:]]
    return [(item, _SPOKEN[item.lemma_.lower()]) for item in objects if item.lemma_.lower() in _SPOKEN]


def topics_of_spoken(noun: Token, trigger: Trigger, topics: Topics) -> list[tuple[TopicDraft, Token | None]]:
    """What one noun of stance is on."""
    return _drafts(_through(noun, trigger.token, trigger.entry), topics)


def topics_of(trigger: Trigger, topics: Topics) -> list[tuple[TopicDraft, Token | None]]:
    """What the stance is on, one for each of several coordinated clauses, with the clause's verb where it is one."""
    return _drafts(_heads(trigger), topics)


def _drafts(heads: Sequence[Token], topics: Topics) -> list[tuple[TopicDraft, Token | None]]:
    out: list[tuple[TopicDraft, Token | None]] = []
    for head in heads:
        if foregone(head):
            continue
        if head.pos_ in ("VERB", "AUX") or head.dep_ in ("xcomp", "ccomp", "acl", "advcl"):
            out.append((topics.of_clause(head), head))
        else:
            out.append((topics.of_noun(head), None))
    return out


def foregone(head: Token) -> bool:
    """Whether something is only named as what is not meant: "to press the mayor rather than to end the war"."""
    first = head.left_edge.i
    before = {t.lower_ for t in head.doc[max(first - 2, 0) : head.i]}
    return bool(before & {"rather", "instead"}) and bool(before & {"than", "of"})


def _heads(trigger: Trigger) -> Sequence[Token]:
    """The heads of the object, else of the complement clause, else of the phrase that the entry names."""
    token, entry = trigger.token, trigger.entry
    if entry.pos == "verb":
        return _of_verb(token, entry)
    if entry.pos == "noun" and entry.type == "proposes":
        return [token]
    for marks, noun in phrases(token):
        if marks[0] in entry.to:
            return _through(noun)
    inner = _after(token, "xcomp", "ccomp", "acl", "advcl") or child(token, "csubj")
    if inner is not None:
        return _clauses(inner)
    if entry.pos == "noun":
        part = token.dep_ in ("nmod", "acl:relcl") and token.head.lemma_.lower() in PARTITIVE
        top = token.head if part else token
        if top.dep_ in ("nsubj", "nsubj:outer") and child(top.head, "cop") is not None:
            # "One of its aims is to destroy the port."
            return [top.head]
        # "its demand" says nothing about what is demanded.
        return []
    if "speaker_only" not in entry.flags:
        return [next((n for _, n in phrases(token)), None) or child(token, "nsubj", "nsubj:pass") or token]
    return [child(token, "nsubj", "nsubj:pass") or token]


def _of_verb(token: Token, entry: Entry) -> Sequence[Token]:
    obj = deep_object(token)
    if is_passive(token) and obj is None:
        obj = child(token, "nsubj:pass")
    inner = complement(token) or next(
        (c for c in token.children if c.dep_ == "advcl" and any(m.lower_ in ("to", "for") for m in c.children)),
        None,
    )
    if obj is not None and obj.lower_ in ("what", "whatever", "anything", "you", "me"):
        return []
    if inner is not None and inner.pos_ == "ADJ" and "xcomp_is" in entry.conditions and obj is None:
        # "remain committed to a truce"
        below = _after(inner, "xcomp", "ccomp", "acl", "advcl")
        return _clauses(below) if below is not None else [next((n for _, n in phrases(inner)), inner)]
    if obj is not None and entry.object == "theme" and obj.dep_ != "obl:tmod":
        if inner is not None and "other_subject" in entry.flags:
            return _clauses(inner)
        return _through(obj, token, entry)
    if inner is not None:
        return _clauses(inner)
    for marks, noun in phrases(token):
        if marks[0] in entry.to or (entry.particle and marks[0] == entry.particle):
            return _through(noun)
    if obj is not None:
        return [obj]
    below = next((n for _, n in phrases(token)), None)
    return [] if below is None else _through(below)


def _through(noun: Token, verb: Token | None = None, entry: Entry | None = None) -> Sequence[Token]:
    """Past nouns that only carry what the stance is on: "the need to …", "support for …", "the importance of …"."""
    if noun.lemma_.lower() not in _CARRIERS and noun.lemma_.lower() not in _STANCE_NOUNS:
        return [noun]
    below = child(noun, "acl", "ccomp") or next((n for m, n in phrases(noun)), None)
    if below is None and verb is not None and entry is not None:
        below = next(
            (n for m, n in phrases(verb) if m[0] in ("for", "about", "over", "on", "in", "of", *entry.to)), None
        )
        below = below or child(verb, "ccomp", "xcomp") or _after(verb, "advcl")
    if below is None:
        return [noun]
    if below.pos_ == "NOUN" and below is not noun:
        return _through(below) if below.lemma_.lower() in _CARRIERS else [below]
    return _clauses(below) if below.pos_ == "VERB" else [below]


def _after(token: Token, *deps: str) -> Token | None:
    """The first clause of one of the kinds that follows the token."""
    return next((c for c in token.children if c.dep_ in deps and c.i > token.i), None)


def _clauses(head: Token) -> Sequence[Token]:
    """A complement clause and those joined to it that share its subject: each is a thing of its own."""
    out = [head]
    for item in head.children:
        if item.dep_ == "conj" and item.pos_ == "VERB" and item.tag_ == head.tag_ and child(item, "nsubj") is None:
            out.append(item)
    return out


__all__ = [
    "allowed",
    "first_person",
    "governed",
    "is_circumstance",
    "on_actor_alone",
    "restated",
    "spoken",
    "stance_of",
    "topics_of",
    "topics_of_spoken",
    "unreal",
    "would_accept",
]
