"""Which words of a sentence name an event, by the lexicon and its conditions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from spacy.tokens import Span, Token

from onrecord.reading.events.parties import Parties
from onrecord.reading.events.syntax import (
    child,
    complement,
    deep_object,
    deep_subject,
    inverted,
    is_passive,
    modifiers,
    obliques,
    phrases,
    prepositions,
    subject,
    substance,
)
from onrecord.reference.events import Entry, EventLexicon

_PLACE_NOUNS = frozenset(
    [
        "town",
        "city",
        "village",
        "building",
        "house",
        "home",
        "school",
        "hospital",
        "market",
        "base",
        "camp",
        "port",
        "airport",
        "bridge",
        "mosque",
        "church",
        "compound",
        "district",
        "suburb",
        "neighbourhood",
        "neighborhood",
        "station",
        "depot",
        "plant",
        "facility",
        "area",
        "region",
        "province",
        "territory",
        "enclave",
        "outpost",
        "barracks",
        "headquarters",
        "position",
        "street",
        "quarter",
        "capital",
        "settlement",
        "hamlet",
        "island",
        "border",
        "checkpoint",
        "airfield",
        "block",
        "clinic",
        "shop",
        "tent",
        "store",
        "farm",
        "refinery",
        "factory",
        "property",
        "infrastructure",
        "room",
        "office",
        "land",
    ]
)
_UNREAL = frozenset({"could", "will", "may", "would", "can", "might", "'ll", "’ll", "should"})
_MANY = frozenset(
    [
        "dozen",
        "hundred",
        "thousand",
        "number",
        "barrage",
        "series",
        "volley",
        "wave",
        "salvo",
        "score",
        "more",
        "several",
    ]
)
_PREPOSITIONS = frozenset({"for", "on", "upon", "of", "with", "to", "fire"})
_ATTACK_RANK = 3
_DENIALS = frozenset({"deny", "refute", "dismiss", "reject", "avoid", "rebut"})
_BLAST = frozenset({"explosion", "blast", "detonation"})


@dataclass(slots=True)
class Trigger:
    """A word that names an event, with the entry that says so."""

    token: Token
    entry: Entry
    last: Token
    """The last word of the trigger: its particle or preposition."""
    light: Token | None = None
    """The verb that carries a noun of event: "launched" of "launched an attack"."""
    reverse: bool = False
    """Whether that verb's subject is on the receiving side."""


class Matcher:
    """The lexicon applied to tokens."""

    def __init__(
        self, lexicon: EventLexicon, parties: Parties, *, also: Callable[[Token, Entry], bool] | None = None
    ) -> None:
        """`also` is a further condition on a token and an entry."""
        self._lexicon = lexicon
        self._parties = parties
        self._also = also or (lambda token, entry: True)

    def triggers(self, sent: Span) -> list[Trigger]:
        """The triggers of a sentence in order, one a happening a clause."""
        found: dict[int, Trigger] = {}
        for token in sent:
            trigger = self.match(token)
            if trigger is not None:
                found[token.i] = trigger
        self._drop_consumed(found)
        self._drop_casualties(found)
        return [found[i] for i in sorted(found)]

    def match(self, token: Token) -> Trigger | None:
        """The trigger that a token is by itself, or None."""
        pos = token.pos_
        lemma = self._lexicon.lemma_of(token.lower_, token.lemma_.lower(), noun=pos in ("NOUN", "PROPN"))
        if token.i > 1 and token.doc[token.i - 1].text == "-" and not token.doc[token.i - 1].whitespace_:
            joined = f"{token.doc[token.i - 2].lower_}-{lemma}"
            if joined in self._lexicon.nouns or joined in self._lexicon.verbs:
                lemma = joined
        if pos == "ADJ" and lemma in self._lexicon.nouns and _is_noun(token):
            pos = "NOUN"
        if pos == "VERB" or (pos == "ADJ" and token.tag_ in ("VBN", "VBG")):
            if token.dep_ in ("amod", "case", "compound") and not inverted(token):
                return None
            for entry in self._lexicon.verbs.get(lemma, ()):
                last = self._particle(token, entry)
                if last is not None and self._verb_fits(token, entry) and self._also(token, entry):
                    return Trigger(token, entry, last)
            if token.tag_ in ("VBN", "VBG", "JJ"):
                return self._adjective(token, lemma, token.lower_)
        elif pos in ("NOUN", "PROPN"):
            for entry in self._lexicon.nouns.get(lemma, ()):
                if (
                    (pos == "PROPN" and not _common(token))
                    or token.dep_ in ("compound", "flat")
                    and token.head.i > token.i
                ):
                    continue
                light, reverse = self._light(token)
                if self._noun_fits(token, entry, light) and self._also(token, entry):
                    return Trigger(token, entry, token, light, reverse)
        elif pos == "ADJ":
            return self._adjective(token, lemma, token.lower_)
        return None

    def _adjective(self, token: Token, *lemmas: str) -> Trigger | None:
        for lemma in lemmas:
            for entry in self._lexicon.adjectives.get(lemma, ()):
                if token.dep_ == "amod" or not self._complement_fits(token, entry) or not self._also(token, entry):
                    continue
                if "speaker" in entry.flags and (
                    token.dep_ not in ("ROOT", "ccomp", "parataxis", "conj") or child(token, "cop") is None
                ):
                    continue
                if "with" in entry.conditions and not self._has_word(token, entry.conditions["with"]):
                    continue
                return Trigger(token, entry, token)
        return None

    def _particle(self, verb: Token, entry: Entry) -> Token | None:
        """The last word of a two-word verb, the verb itself where it needs none, None where it stands alone."""
        if entry.particle is None:
            return verb
        for item in verb.children:
            if item.lower_ == entry.particle and item.dep_ in (
                "compound:prt",
                "advmod",
                "obj",
                "xcomp",
                "mark",
                "case",
                "obl",
            ):
                return item if item.i - verb.i in (1, 2, 3) else verb
            if item.lemma_.lower() == entry.particle and item.dep_ == "obj":
                return item
        for marks, noun in phrases(verb):
            if marks[0] == entry.particle and entry.particle in _PREPOSITIONS and noun.ent_type_ != "DATE":
                mark = next((c for c in noun.children if c.dep_ == "case"), None)
                return mark if mark is not None and mark.i == verb.i + 1 else verb
        for item in verb.children:
            if item.dep_ in ("advcl", "xcomp", "ccomp") and any(
                c.dep_ == "mark" and c.lower_ == entry.particle for c in item.children
            ):
                return verb
        after = verb.doc[verb.i + 1] if verb.i + 1 < len(verb.doc) else None
        return (
            after
            if after is not None
            and after.lower_ == entry.particle
            and after.dep_ in ("compound:prt", "advmod", "case", "mark", "ADP")
            else None
        )

    def _light(self, noun: Token) -> tuple[Token | None, bool]:
        """The verb that carries the noun, and whether its subject is on the receiving side."""
        head = noun.head
        if noun.dep_ in ("conj",) and head.pos_ in ("NOUN", "PROPN"):
            head, dep = head.head, head.dep_
        else:
            dep = noun.dep_
        if dep == "nmod" and noun.head.lower_ in (
            "one",
            "series",
            "wave",
            "number",
            "round",
            "dozens",
            "barrage",
            "string",
            "hundreds",
        ):
            head, dep = noun.head.head, noun.head.dep_
        if dep in ("acl", "acl:relcl"):
            return None, False
        if head.pos_ == "VERB" and (
            dep in ("obj", "nsubj:pass")
            or (dep == "obl" and head.lemma_ in ("engage", "come", "embark", "participate"))
        ):
            if head.lemma_ in self._lexicon.support:
                return head, False
            if head.lemma_ in self._lexicon.reverse_support and (head.lemma_ != "come" or dep == "obl"):
                return head, True
        for item in noun.children:
            if (
                item.dep_ in ("acl", "acl:relcl")
                and item.lemma_ in self._lexicon.support
                and (item.tag_ == "VBN" or (item.dep_ == "acl:relcl" and child(item, "obj") is None))
            ):
                return item, False
        return None, False

    # Conditions

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
            if not (
                "@party" in tests["mod_is"]
                and (light is not None or any("against" in m or "on" in m for m, _ in phrases(noun)))
            ):
                return False
        if "with" in tests and not self._has_word(noun, tests["with"]):
            return False
        if "with_not" in tests and self._has_word(noun, tests["with_not"]):
            return False
        if entry.type in ("ACCUSE", "THREATEN") and noun.dep_ in ("obj", "nsubj:pass") and noun.head.lemma_ in _DENIALS:
            return False
        if "of_is" in tests and not any("of" in marks and self._is(n, tests["of_is"]) for marks, n in phrases(noun)):
            if not any(self._word_is(m, tests["of_is"]) for m in before):
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

    # One trigger a happening a clause

    def _drop_consumed(self, found: dict[int, Trigger]) -> None:
        """Nouns that are only the object of a verb entry ("lift sanctions") and verbs that only carry a noun."""
        for trigger in [t for t in found.values() if t.entry.pos == "verb"]:
            entry = trigger.entry
            if entry.object != "theme" or "object_is" not in entry.conditions or entry.type == "INTERCEPT":
                continue
            obj = deep_object(trigger.token)
            for item in substance(obj) if obj is not None else ():
                other = found.get(item.i)
                if other is None or other.entry.pos != "noun" or not self._word_is(item, entry.conditions["object_is"]):
                    continue
                if entry.type == "RETREAT" and _unreal_clause(trigger.token):
                    # "until the blockade is lifted": what stands is the blockade.
                    found.pop(trigger.token.i, None)
                else:
                    del found[item.i]
        for trigger in [t for t in found.values() if t.entry.pos == "noun" and t.light is not None]:
            carrier = found.get(trigger.light.i)  # type: ignore[union-attr]
            if carrier is not None and carrier.entry.type == trigger.entry.type:
                del found[carrier.token.i]
        for trigger in list(found.values()):
            token = trigger.token
            if trigger.entry.type != "ASSAULT" or trigger.entry.pos != "verb":
                continue
            if trigger.entry.object == "weapon":
                obj = deep_object(token)
                for item in substance(obj) if obj is not None else ():
                    if item.i in found and found[item.i].entry.type == "ASSAULT" and item.lemma_ not in _ATTACK_NOUNS:
                        del found[item.i]
            if token.dep_ in ("acl", "advcl") and token.tag_ == "VBG" and token.lemma_ in ("target", "hit", "strike"):
                above = found.get(token.head.i)
                if above is not None and above.entry.type == "ASSAULT":
                    del found[token.i]
                    continue
            who = child(token, "nsubj")
            if who is not None and who.i in found and found[who.i].entry.lemma in _BLAST:
                del found[token.i]

    def _drop_casualties(self, found: dict[int, Trigger]) -> None:
        """Killing and damage name the event only where no attack is named, or where they have an agent of their own."""
        ranks = {i: _rank(t) for i, t in found.items() if t.entry.type == "ASSAULT" and t.entry.mode != "abduct"}
        best = max(ranks.values(), default=0)
        kept: set[int] = set()
        for i in sorted(ranks):
            trigger, rank = found[i], ranks[i]
            if rank == best and rank > 1:
                continue
            if (
                rank == 1
                and trigger.token.dep_ == "conj"
                and trigger.token.head.i in ranks
                and ranks[trigger.token.head.i] == 1
            ):
                del found[i]
                continue
            if rank == 1 and best == 1:
                # Of several results of one happening ("killed nine and injured four") the first stands for it.
                if any(j in kept for j in _neighbours(trigger.token)):
                    del found[i]
                    continue
                kept.add(i)
                continue
            if rank < best and rank < _ATTACK_RANK:
                who = deep_subject(trigger.token) if trigger.token.pos_ == "VERB" else None
                own = (
                    who is not None
                    and bool(self._parties.of(who))
                    and who.i not in found
                    and trigger.token.dep_ not in ("advcl", "acl", "acl:relcl", "xcomp")
                    and not _near_attack(trigger.token, found, ranks)
                )
                if not own:
                    del found[i]


_ATTACK_NOUNS = frozenset({"attack", "strike", "airstrike", "offensive", "assault", "raid"})
_ACCIDENTS = frozenset(
    ["crash", "accident", "collision", "earthquake", "quake", "flood", "landslide", "fire", "wildfire", "storm", "hurricane", "cyclone", "typhoon", "tornado", "tsunami", "drought", "eruption", "avalanche", "illness", "disease", "cancer", "virus", "covid", "coronavirus", "pandemic", "epidemic", "cholera", "famine", "hunger", "malnutrition", "starvation", "cold", "heat", "thirst", "age", "stroke", "overdose", "suicide", "derailment", "stampede", "drowning", "outbreak", "complication", "failure", "cause", "causes", "natural", "lightning", "lockdown"]
)


def _accidental(verb: Token) -> bool:
    """Whether a death or damage is put down to an accident, a disaster or an illness."""
    who = child(verb, "nsubj")
    near = [who] if who is not None else []
    near += [noun for _, noun in phrases(verb)]
    return any(
        t.lemma_.lower() in _ACCIDENTS
        or any(c.lemma_.lower() in _ACCIDENTS for c in t.children if c.dep_ == "compound")
        for t in near
    )


def _unreal_clause(verb: Token) -> bool:
    """Whether a verb stands under "until", "unless", "if" or as an infinitive of purpose."""
    return any(c.dep_ == "mark" and c.lower_ in ("until", "unless", "if", "till") for c in verb.children) or (
        verb.dep_ == "conj" and verb.head.dep_ == "advcl" and _unreal_clause(verb.head)
    )


def _rank(trigger: Trigger) -> int:
    if "casualty" not in trigger.entry.flags:
        return _ATTACK_RANK
    return 2 if trigger.entry.lemma in _BLAST else 1


def _neighbours(token: Token) -> list[int]:
    out = [token.head.i] if token.dep_ in ("conj", "advcl", "acl", "parataxis") else []
    head = token.head
    if token.dep_ == "conj":
        out += [c.i for c in head.children if c.i != token.i]
    return out


def _near_attack(token: Token, found: dict[int, Trigger], ranks: dict[int, int]) -> bool:
    """Whether a word of attack stands in the verb's own clause."""
    for item in token.children:
        if item.dep_.startswith(("obl", "nsubj", "obj", "advcl")):
            if ranks.get(item.i, 0) > 1:
                return True
            if any(ranks.get(c.i, 0) > 1 for c in item.children):
                return True
    return token.dep_ == "conj" and ranks.get(token.head.i, 0) > 1


def _is_noun(token: Token) -> bool:
    """Whether a word tagged as an adjective stands as a noun: "its offensive against …"."""
    return (
        token.dep_ in ("nsubj", "nsubj:pass", "obj", "obl", "xcomp")
        and any(
            c.dep_ in ("det", "nmod:poss") or (c.dep_ == "case" and c.lower_ in ("'s", "’s", "'"))
            for c in token.children
        )
        or (
            token.dep_ in ("nsubj", "nsubj:pass", "xcomp")
            and token.i > 0
            and token.doc[token.i - 1].tag_ in ("POS", "PRP$")
        )
    )


def _common(token: Token) -> bool:
    """Whether a capitalised noun may be a common one: in a headline, or at the start of a sentence."""
    return not token.ent_type_ or token.ent_type_ in ("MISC", "WEAPON")


__all__ = ["Matcher", "Trigger", "prepositions"]
