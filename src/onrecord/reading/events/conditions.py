"""Whether the conditions of a lexicon entry hold around a token."""

from __future__ import annotations

from collections.abc import Callable

from spacy.tokens import Token

from onrecord.reading.events.parties import Parties
from onrecord.reading.events.syntax import (
    agent,
    child,
    complement,
    deep_object,
    is_passive,
    modifiers,
    obliques,
    phrases,
    subject,
    substance,
)
from onrecord.reference.events import Entry, EventLexicon, word_list

_PLACE_NOUNS = word_list("place_nouns")
_MANY = word_list("many")
_ACCIDENTS = word_list("accidents")
_UNREAL = frozenset({"could", "will", "may", "would", "can", "might", "'ll", "’ll", "should"})
_DENIALS = frozenset({"deny", "refute", "dismiss", "reject", "avoid", "rebut"})


class Conditions:
    """The conditions of a lexicon, asked of tokens."""

    def __init__(
        self, lexicon: EventLexicon, parties: Parties, *, also: Callable[[Token, Entry], bool] | None = None
    ) -> None:
        """`also` is a further condition on a token and an entry."""
        self._lexicon = lexicon
        self._parties = parties
        self._also = also or (lambda token, entry: True)

    def _verb_fits(self, verb: Token, entry: Entry) -> bool:
        tests = entry.conditions
        if "object_is" in tests or "not_object" in tests:
            obj = deep_object(verb)
            if obj is not None and obj.dep_ in ("obl:tmod", "nmod:tmod"):
                obj = None
            if "object_is" in tests and not self._is(obj, tests["object_is"]):
                return False
            if (
                "object_mod_not" in tests
                and obj is not None
                and any(self._word_is(m, tests["object_mod_not"]) for m in modifiers(obj))
            ):
                return False
            if "not_object" in tests and obj is not None and self._is(obj, tests["not_object"]):
                return False
        if "subject_is" in tests:
            who = subject(verb)
            if not self._is(who, tests["subject_is"]):
                return False
        if "active" in entry.flags and is_passive(verb):
            return False
        if "casualty" in entry.flags and verb.dep_ == "acl" and verb.tag_ == "VBN" and agent(verb) is None:
            return False
        if "casualty" in entry.flags and (
            any(c.dep_ == "aux" and c.lower_ in _UNREAL for c in verb.children) or _accidental(verb)
        ):
            return False
        if "with" in tests and not self._has_word(verb, tests["with"]):
            who = subject(verb) if "or_plural" in entry.flags else None
            if who is None or len(substance(who)) < 2:
                return False
        if "with_not" in tests and self._has_word(verb, tests["with_not"]):
            return False
        if "from_is" in tests and not any(
            marks[0] in ("from", "of", "out") and self._is(noun, tests["from_is"]) for marks, noun in obliques(verb)
        ):
            return False
        if "reflexive" in entry.flags:
            obj = deep_object(verb)
            if obj is not None and obj.lower_ not in ("itself", "himself", "herself", "themselves"):
                return False
        if (
            "reverse" not in entry.flags
            and entry.object == "recipient"
            and "casualty" in entry.flags
            and is_passive(verb)
        ):
            pass
        if "xcomp_is" in tests:
            words = {c.lemma_.lower() for c in verb.children if c.dep_ in ("xcomp", "ccomp", "advmod", "obj", "amod")}
            words |= {c.lower_ for c in verb.children if c.dep_ in ("xcomp", "ccomp")}
            obj = child(verb, "obj", "nsubj:pass")
            words |= {c.lower_ for c in obj.children if c.dep_ == "amod" and c.i > obj.i} if obj is not None else set()
            if not words & set(tests["xcomp_is"]):
                return False
        if (
            entry.pos == "verb"
            and entry.lemma == "call"
            and "not_predicate" in entry.flags
            and child(verb, "xcomp") is not None
        ):
            return False
        return self._complement_fits(verb, entry)

    def _complement_fits(self, word: Token, entry: Entry) -> bool:
        tests, flags = entry.conditions, entry.flags
        if not (flags & {"comp", "comp_any"} or tests.keys() & {"comp_is", "not_comp"}):
            return True
        clause = complement(word)
        if clause is None and word.pos_ != "VERB":
            clause = child(word, "xcomp", "ccomp", "advcl", "acl")
        if clause is None and word.pos_ == "VERB":
            clause = next(
                (
                    c
                    for c in word.children
                    if c.dep_ == "advcl" and any(m.lower_ == "to" for m in c.children if m.dep_ in ("mark", "aux"))
                ),
                None,
            )
        if "comp" in flags and clause is None:
            return False
        if (
            "comp_any" in flags
            and clause is None
            and not obliques(word)
            and child(word, "obj", "iobj", "nsubj:pass") is None
        ):
            return False
        if "comp_is" in tests and not (clause is not None and self._is(clause, tests["comp_is"])):
            return False
        return not ("not_comp" in tests and clause is not None and self._is(clause, tests["not_comp"]))

    def _noun_fits(self, noun: Token, entry: Entry, light: Token | None) -> bool:
        tests, flags = entry.conditions, entry.flags
        if "plural" in flags and noun.tag_ not in ("NNS", "NNPS"):
            return False
        if "in_light_verb" in flags and light is None:
            return False
        before = modifiers(noun)
        if "not_mod" in tests and any(self._word_is(m, tests["not_mod"]) for m in before):
            return False
        if "mod_is" in tests and not any(self._word_is(m, tests["mod_is"], demonyms=True) for m in before):
            aimed = light is not None or any("against" in m or "on" in m for m, _ in phrases(noun))
            if entry.type != "ASSAULT" or "@party" not in tests["mod_is"] or not aimed:
                return False
        if "with" in tests and not self._has_word(noun, tests["with"]):
            return False
        dates = {word.lower_ for marks, day in phrases(noun) if day.ent_type_ == "DATE" for word in day.lefts}
        if "with_not" in tests and self._has_word(noun, tuple(w for w in tests["with_not"] if w not in dates)):
            return False
        if entry.type in ("ACCUSE", "THREATEN") and noun.dep_ in ("obj", "nsubj:pass") and noun.head.lemma_ in _DENIALS:
            return False
        if "of_is" in tests:
            whose = any("of" in marks and self._is(n, tests["of_is"]) for marks, n in phrases(noun))
            if not whose and not any(self._word_is(m, tests["of_is"]) for m in before):
                return False
        if "not_in" in tests and noun.dep_ == "compound" and noun.head.lemma_.lower() in tests["not_in"]:
            return False
        return not (
            "with_verb" in flags
            and "mod_is" not in tests
            and light is None
            and not list(phrases(noun))
            and not self._parties.modifiers(noun)
        )

    def _has_word(self, token: Token, words: tuple[str, ...]) -> bool:
        if token.i + 1 < len(token.doc) and token.doc[token.i + 1].lower_ in words:
            return True
        for item in token.children:
            if item.lower_ in words or item.lemma_.lower() in words:
                return True
            if any(c.dep_ in ("case", "mark") and c.lower_ in words for c in item.children):
                return True
        return False

    def _is(self, token: Token | None, words: tuple[str, ...]) -> bool:
        if "@none" in words and token is None:
            return True
        if token is None:
            return False
        if "@!none" in words or "@any" in words:
            return True
        if any(self._word_is(item, words) for item in substance(token)):
            return True
        return "@chemical" in words and any(self._word_is(item, words) for item in modifiers(token))

    def _word_is(self, token: Token, words: tuple[str, ...], *, demonyms: bool = False) -> bool:
        lemma = token.lemma_.lower()
        for word in words:
            if word[0] != "@":
                if lemma == word or token.lower_ == word:
                    return True
                continue
            name = word[1:]
            if name == "party":
                if self._parties.is_party(token) or (demonyms and token.ent_type_ in ("GPE", "ORG", "LOC")):
                    return True
                if token.ent_type_ in ("GPE", "LOC", "ORG", "PERSON"):
                    return True
            elif name == "people" and token.pos_ == "PRON":
                if lemma in ("they", "he", "she", "we", "i", "you"):
                    return True
            elif name == "person":
                if token.ent_type_ == "PERSON":
                    return True
                own = self._parties.named(token)
                if own is not None and self._parties.actor[own].kind == "person":
                    return True
            elif name == "place":
                if (
                    lemma in _PLACE_NOUNS
                    or token.ent_type_ in ("LOC", "GPE")
                    or self._parties.place_at(token) is not None
                ):
                    return True
            elif name == "number" or name == "many":
                if token.pos_ == "NUM" or lemma in _MANY:
                    return True
            elif lemma in self._lexicon.classes.get(name, ()):
                return True
        return False


_MEANT = frozenset({"suicide", "fire"})
"""Words of accidents that before another noun tell of an attack: "a suicide bomber"."""


def _accidental(verb: Token) -> bool:
    """Whether a death or damage is put down to an accident, a disaster or an illness."""
    who = child(verb, "nsubj")
    near = [who] if who is not None else []
    near += [noun for _, noun in phrases(verb)]
    return any(
        t.lemma_.lower() in _ACCIDENTS
        or any(c.lemma_.lower() in _ACCIDENTS - _MEANT for c in t.children if c.dep_ == "compound")
        for t in near
    )
