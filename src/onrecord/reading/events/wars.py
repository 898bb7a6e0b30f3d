"""Wars that a report names: no events of it, but evidence of who stands against whom."""

from __future__ import annotations

from spacy.tokens import Span

from onrecord.reading.events.incidents import Draft
from onrecord.reading.events.parties import Parties
from onrecord.reading.events.syntax import deep_subject, phrases, subject

_WARS = frozenset({"war", "conflict", "hostilities", "feud", "standoff"})


def wars(sent: Span, parties: Parties) -> list[Draft]:
    """Wars that a sentence names with both their sides: no events, but they say who stands against whom."""
    out: list[Draft] = []
    for noun in sent:
        if noun.pos_ != "NOUN" or noun.lemma_.lower() not in _WARS:
            continue
        actors = parties.modifiers(noun)
        for marks, item in phrases(noun):
            if marks[0] in ("with", "between", "against", "on"):
                actors += [x for x in parties.of(item) if x not in actors]
        if len(actors) < 2 and noun.dep_ in ("obl", "obj") and noun.head.pos_ == "VERB":
            who = deep_subject(noun.head) or subject(noun.head)
            actors += [x for x in parties.of(who) if x not in actors]
        actors = parties.merged(actors)
        if len(actors) == 2:
            out.append(
                Draft("ASSAULT", None, "war", noun.i, actors, [], None, None, None, None, definite=False, mutual=True)
            )
    return out
