"""Who did it and to whom: the parties of a trigger, by the roles of its lexicon entry."""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Token

from onrecord.reading.events.parties import Parties, is_reflexive
from onrecord.reading.events.syntax import (
    agent,
    antecedent,
    child,
    complement,
    coordinated,
    deep_object,
    deep_subject,
    is_passive,
    phrases,
    prepositions,
    subject,
)
from onrecord.reading.events.triggers import Trigger
from onrecord.reference.events import word_list

_WITH = ("with", "between", "alongside")
_CLAIM = frozenset({"claim", "blame", "attribute", "pin"})
_HIT = word_list("hit")


@dataclass(slots=True)
class Roles:
    """The parties of one event, and the nouns of its weapons."""

    actors: list[str] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    weapons: list[Token] = field(default_factory=list)
    nouns: list[Token] = field(default_factory=list)
    """Tokens around the trigger that belong to it: its carrier verb, its result verb."""


def roles_of(trigger: Trigger, parties: Parties) -> Roles:
    """The parties of a trigger as its own sentence names them."""
    if trigger.entry.pos == "noun":
        roles = _of_noun(trigger, parties)
    else:
        roles = _of_verb(trigger, parties)
    if trigger.entry.mutual == "yes" and len(roles.actors + roles.recipients) < 2:
        roles.actors += [x for x in _behind(trigger, parties, "with") if x not in roles.actors]
    if trigger.entry.pos == "noun" and not roles.actors and trigger.entry.type in ("ASSAULT", "COERCE", "SANCTION"):
        found = _behind(trigger, parties, "by") or (
            _behind(trigger, parties, "from") if trigger.entry.type == "ASSAULT" else []
        )
        roles.actors += [x for x in found if x not in roles.recipients]
    if trigger.entry.mutual == "yes" or (trigger.entry.mutual == "if_plural" and len(roles.actors) > 1):
        roles.actors = roles.actors + [x for x in roles.recipients if x not in roles.actors]
        roles.recipients = []
    if "reverse_roles" in trigger.entry.flags:
        roles.actors, roles.recipients = roles.recipients, roles.actors
    if not roles.recipients and trigger.entry.type in _VERBAL and trigger.entry.mutual == "no":
        roles.recipients = _below(trigger, parties, roles.actors)
    roles.recipients = [x for x in roles.recipients if x not in roles.actors]
    return roles


def _behind(trigger: Trigger, parties: Parties, preposition: str) -> list[str]:
    """The first party behind a preposition next to the trigger, whatever the parse makes of its title and name."""
    doc, at = trigger.token.doc, trigger.last.i + 1
    if trigger.last.lower_ == preposition:
        at -= 1
    if at >= len(doc) or doc[at].lower_ != preposition:
        return []
    for word in doc[at + 1 : at + 1 + _TITLE_WORDS]:
        if word.pos_ in ("VERB", "PUNCT") or word.sent.start != trigger.token.sent.start:
            return []
        which = parties.named(word)
        if which is not None and (parties.actor[which].kind == "person" or word.tag_ not in ("JJ", "NNP")):
            return [which]
        if which is not None and word.i + 1 < len(doc) and doc[word.i + 1].pos_ not in ("NOUN", "PROPN", "ADJ", "PART"):
            return [which]
    return []


_TITLE_WORDS = 10
_VERBAL = frozenset({"ACCUSE", "THREATEN", "REJECT", "REQUEST", "SUPPORT", "AGREE"})
_MOST_WORDS = 40


def _below(trigger: Trigger, parties: Parties, actors: list[str]) -> list[str]:
    """The first party of another side named in what the word governs: "slammed what he called Israeli aggression"."""
    own = {parties.country(x) for x in actors} - {None}
    token = trigger.token
    roots = [
        c
        for c in token.children
        if c.dep_ in ("obj", "ccomp", "xcomp", "obl", "nmod", "acl", "advcl") and c.i > token.i
    ]
    for root in roots:
        if root.ent_type_ == "DATE":
            continue
        for word in list(root.subtree)[:_MOST_WORDS]:
            which = parties.named(word)
            if which is None or which in actors or parties.country(which) in own or parties.is_vague(which):
                continue
            return [which]
    return []


def _of_verb(trigger: Trigger, parties: Parties) -> Roles:
    verb, entry = trigger.token, trigger.entry
    roles = Roles()
    passive = verb.pos_ == "VERB" and is_passive(verb)
    adjective = entry.pos == "adjective"
    who = deep_subject(verb) if verb.pos_ == "VERB" and not adjective else subject(verb)
    obj = deep_object(verb) if verb.pos_ == "VERB" else None
    iobj = child(verb, "iobj")
    reverse = "reverse" in entry.flags
    if reverse:
        roles.recipients += parties.of(subject(verb))
        if entry.lemma == "flee":
            pass
        return roles
    if entry.subject in ("weapon", "theme"):
        if who is not None and entry.subject == "weapon":
            roles.weapons.append(who)
            roles.actors += parties.modifiers(who)
        if entry.subject == "theme" and who is not None:
            roles.actors += parties.of(who)
    elif who is not None:
        if "casualty" in entry.flags and not _may_act(who, parties):
            roles.actors += parties.modifiers(who) if who.lemma_.lower() not in _HIT else []
        else:
            roles.actors += parties.of(who)
    target: list[str] = []
    if entry.object == "actor" and obj is not None:
        roles.actors += [x for x in parties.of(obj) if x not in roles.actors]
    elif entry.object == "recipient" and obj is not None and not is_reflexive(obj):
        target += parties.of(obj)
    elif entry.object == "weapon" and obj is not None:
        roles.weapons += coordinated(obj)
        if entry.type == "INTERCEPT":
            target += parties.of(obj)
        else:
            for _, noun in phrases(obj):
                if prepositions(noun)[0] in entry.to:
                    target += parties.of(noun)
    if iobj is not None:
        target += parties.of(iobj)
    preps = entry.to + (("with", "between") if entry.mutual != "no" else ())
    for holder in (verb, obj if entry.object == "theme" else None):
        if holder is None or (target and holder is not verb):
            continue
        for marks, noun in phrases(holder):
            if marks[0] in preps or (marks == ("out", "of") and "of" in preps):
                if noun.ent_type_ == "DATE" or noun.lemma_.lower() in _ON_WHOSE:
                    continue
                found = parties.of(noun)
                target += [x for x in found if x not in target]
    if not target and entry.mutual != "no":
        # "discussed the truce in a call with the envoy": the partner hangs on the occasion.
        for _, noun in phrases(verb):
            for marks, partner in phrases(noun) if noun.lemma_.lower() in _OCCASIONS else ():
                target += parties.of(partner) if marks[0] in ("with", "between") else []
    if not target and entry.object == "theme" and obj is not None and "no_inside" not in entry.flags:
        target += [x for x in parties.of(obj) if x not in roles.actors]
    if not target and "clause" in entry.flags:
        target += _from_clause(verb, parties, roles.actors)
    if passive and entry.object == "recipient" and not target:
        target += parties.of(subject(verb))
    roles.recipients += [x for x in target if x not in roles.actors] or target
    for marks, noun in phrases(verb):
        if marks[0] in ("with", "by", "using", "from") and not parties.of(noun, inside=False):
            roles.weapons += coordinated(noun)
            if marks[0] == "by" and not roles.actors:
                roles.actors += parties.modifiers(noun)
    if obj is not None and entry.type == "ASSAULT":
        # "attacked the port with drones": the parse may hang the weapon on the port.
        roles.weapons += [noun for marks, noun in phrases(obj) if marks[0] in ("with", "using")]
    for item in verb.children:
        if item.dep_ == "advcl" and item.lemma_ == "use" and item.tag_ == "VBG":
            used = child(item, "obj")
            if used is not None:
                roles.weapons += coordinated(used)
    return roles


_OCCASIONS = frozenset({"call", "conversation", "meeting", "session", "summit", "talk", "talks", "visit"})
_ON_WHOSE = frozenset({"behalf", "condition", "instruction", "order", "orders", "request"})
"""Nouns behind "on" and "at" that say by whose will, not at whom."""


def _may_act(who: Token, parties: Parties) -> bool:
    """Whether a subject is an agent: a party, not an attack, a weapon or a happening."""
    if parties.named(who) is not None or who.pos_ in ("PROPN", "PRON"):
        return True
    return bool(parties.of(who)) and who.lemma_.lower() not in _THINGS


_THINGS = word_list("things")


def _from_clause(word: Token, parties: Parties, actors: list[str]) -> list[str]:
    """Parties of the complement clause: its own subject first, then whoever its verb is about."""
    clause = complement(word)
    if clause is None:
        clause = child(word, "advcl", "acl")
    for _ in range(3):
        if clause is None:
            return []
        own = child(clause, "nsubj", "nsubj:pass")
        if own is not None:
            found = [x for x in parties.of(own) if x not in actors]
            if found:
                return found
        for item in clause.children:
            if item.dep_ in ("obj", "obl", "iobj", "obl:agent") and item.ent_type_ != "DATE":
                found = [x for x in parties.of(item) if x not in actors]
                if found:
                    return found
        clause = complement(clause)
    return []


def _of_noun(trigger: Trigger, parties: Parties) -> Roles:
    noun, entry = trigger.token, trigger.entry
    roles = Roles()
    mutual = entry.mutual != "no"
    before = parties.modifiers(noun)
    place_before = parties.place_modifiers(noun)
    target: list[str] = parties.opposed(noun)
    suffered = _suffering(noun, parties)
    target += suffered
    actors: list[str] = [x for x in before if x not in suffered]
    _noun_phrases(noun, trigger, parties, actors, target)
    if mutual:
        actors += [x for x in place_before if x not in actors]
    elif place_before and not target:
        target += place_before
    if not actors and prepositions(noun)[:1] == ("on",) and child(noun, "cop") is not None:
        # "The envoy was on a visit to Chad."
        actors += [x for x in parties.of(subject(noun)) if x not in target]
    light = trigger.light
    if light is not None:
        _light_verb(light, trigger, parties, actors, target)
    else:
        _clause_of(noun, trigger, parties, actors, target, roles)
    for item in noun.children:
        if item.dep_ in ("acl", "acl:relcl"):
            _participle(item, trigger, parties, actors, target)
        elif item.dep_ in ("compound", "amod", "nmod"):
            roles.weapons.append(item)
    roles.actors = list(dict.fromkeys(actors))
    roles.recipients = [x for x in dict.fromkeys(target) if mutual or x not in actors] or list(dict.fromkeys(target))
    if "clause" in entry.flags and not roles.recipients:
        roles.recipients = _from_clause(noun, parties, roles.actors)
    return roles


_PATIENT_NOUNS = word_list("patient_nouns")
_PEOPLE = frozenset({"person", "population", "unnamed"})


def _suffering(noun: Token, parties: Parties) -> list[str]:
    """People who own what is done to them: "her arrest", "the envoy's murder"; not "the army's killing of men"."""
    owner = child(noun, "nmod:poss")
    if owner is None or noun.lemma_.lower() not in _PATIENT_NOUNS:
        return []
    if any(marks[0] == "of" for marks, _ in phrases(noun)):
        return []
    found = parties.of(owner)
    return found if all(parties.actor[x].kind in _PEOPLE for x in found) else []


def _noun_phrases(noun: Token, trigger: Trigger, parties: Parties, actors: list[str], target: list[str]) -> None:
    entry = trigger.entry
    mutual = entry.mutual != "no"
    for marks, item in phrases(noun):
        first = marks[0]
        if item.ent_type_ == "DATE":
            continue
        for below, inner in phrases(item):
            # "the shelling of Sabha by rebels": the second phrase belongs to the noun, wherever the parse hangs it.
            if below[0] == "by":
                actors += [x for x in parties.of(inner) if x not in actors]
        if first == "by":
            actors += parties.of(item)
        elif first in _WITH and (mutual or first in entry.to):
            (actors if mutual else target).extend(parties.of(item))
        elif first == "of" and "of" not in entry.to:
            actors += parties.of(item, places=False)
        elif first in entry.to:
            target += parties.of(item)
        elif first == "from" and entry.type in ("ASSAULT", "AID", "REQUEST", "THREATEN", "ACCUSE", "RETREAT"):
            actors += parties.of(item, places=entry.type != "ASSAULT")


def _light_verb(verb: Token, trigger: Trigger, parties: Parties, actors: list[str], target: list[str]) -> None:
    """Arguments that hang on the verb that carries the noun."""
    entry = trigger.entry
    who = deep_subject(verb)
    if verb.dep_ in ("acl", "acl:relcl") and who is trigger.token:
        who = agent(verb)
    found = parties.of(who) if who is not None and who is not trigger.token else []
    if trigger.reverse:
        target += [x for x in found if x not in target]
    elif not actors or entry.mutual != "no":
        actors += [x for x in found if x not in actors]
    for marks, item in phrases(verb):
        if item.ent_type_ == "DATE" or item is trigger.token:
            continue
        if entry.mutual != "no" and marks[0] in _WITH:
            actors += [x for x in parties.of(item) if x not in actors]
        elif marks[0] in entry.to and marks[0] not in ("in", "of") and not target:
            target += parties.of(item)
        elif marks[0] == "from" and trigger.reverse:
            actors += parties.of(item)
    iobj = child(verb, "iobj")
    if iobj is not None and not target:
        target += parties.of(iobj)


def _participle(verb: Token, trigger: Trigger, parties: Parties, actors: list[str], target: list[str]) -> None:
    """A clause that hangs on the noun: "an attack carried out by rebels", "strikes that hit the port"."""
    noun = trigger.token
    passive = is_passive(verb)
    if passive:
        who = agent(verb)
        if who is not None:
            (target if trigger.entry.type in ("INTERCEPT",) else actors).extend(parties.of(who))
        if verb.lemma_ in _CLAIM:
            for marks, item in phrases(verb):
                if marks[0] in ("on", "to"):
                    actors += parties.of(item)
        return
    if verb.lemma_ in _CLAIM:
        for marks, item in phrases(verb):
            if marks[0] in ("on", "to"):
                actors += parties.of(item)
        return
    who = subject(verb)
    if who is not None and antecedent(who) is noun or verb.tag_ == "VBG":
        if verb.lemma_ in _HIT and not target:
            target += parties.of(child(verb, "obj"))
    elif (
        who is not None
        and not actors
        and verb.lemma_ in ("carry", "conduct", "launch", "commit", "make", "impose", "stage")
    ):
        actors += parties.of(who)


def _clause_of(
    noun: Token, trigger: Trigger, parties: Parties, actors: list[str], target: list[str], roles: Roles
) -> None:
    """Victims and targets that the noun's verb names: "nine people were killed in a strike", "strikes hit the port"."""
    verb = noun.head
    if trigger.entry.type != "ASSAULT":
        return
    if verb.lemma_ in ("responsible", "behind", "culpable") and not actors:
        actors += parties.of(subject(verb))
        return
    if verb.lemma_ == "blame" and noun.dep_ in ("obj", "nsubj:pass", "obl") and not actors:
        for marks, item in phrases(verb):
            if marks[0] == "on":
                actors += parties.of(item)
        if noun.dep_ == "obl":
            actors += parties.of(deep_object(verb))
        return
    if verb.pos_ != "VERB":
        return
    if noun.dep_.startswith("nsubj") and verb.lemma_ in _HIT:
        roles.nouns.append(verb)
        if not target:
            target += parties.of(child(verb, "obj"))
    elif noun.dep_.startswith("obl") and verb.lemma_ in (
        "kill",
        "wound",
        "injure",
        "die",
        "damage",
        "destroy",
        "hit",
        "hurt",
    ):
        marks = prepositions(noun)
        if marks and marks[0] in ("in", "by", "during", "after", "from", "when"):
            roles.nouns.append(verb)
            if not target:
                victim = deep_object(verb) if is_passive(verb) else subject(verb)
                if verb.lemma_ != "die" and not is_passive(verb):
                    victim = child(verb, "obj") or victim
                target += parties.of(victim)
