"""Which words of a sentence name an event, by the lexicon and its conditions."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Span, Token

from onrecord.reading.events.conditions import Conditions
from onrecord.reading.events.syntax import (
    child,
    deep_object,
    deep_subject,
    inverted,
    is_passive,
    phrases,
    prepositions,
    subject,
    substance,
)
from onrecord.reference.events import Entry

_PREPOSITIONS = frozenset({"for", "on", "upon", "of", "with", "to", "fire"})
_ATTACK_RANK = 3
_BLAST = frozenset({"explosion", "blast", "detonation"})
_ATTACK_NOUNS = frozenset({"attack", "strike", "airstrike", "offensive", "assault", "raid"})


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


class Matcher(Conditions):
    """The lexicon applied to tokens."""

    def triggers(self, sent: Span) -> list[Trigger]:
        """The triggers of a sentence in order, one a happening a clause."""
        found: dict[int, Trigger] = {}
        for token in sent:
            trigger = self.match(token)
            if trigger is not None:
                found[token.i] = trigger
        if any(t.entry.type == "SANCTION" for t in found.values()):
            # "The sanctions target banks": nobody is attacked.
            for i in [i for i, t in found.items() if t.token.lemma_ in ("target", "hit") and t.entry.pos == "verb"]:
                del found[i]
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

    # One trigger a happening a clause

    def _drop_consumed(self, found: dict[int, Trigger]) -> None:
        """Nouns that are only the object of a verb entry ("lift sanctions") and verbs that only carry a noun."""
        for trigger in [t for t in found.values() if t.entry.pos == "verb"]:
            entry = trigger.entry
            who = subject(trigger.token) if entry.type == "ALERT" else None
            if who is not None and who.i in found and found[who.i].entry.type == "ALERT":
                found.pop(trigger.token.i, None)
                continue
            if entry.object != "theme" or "object_is" not in entry.conditions or entry.type == "INTERCEPT":
                continue
            obj = deep_object(trigger.token)
            for item in substance(obj) if obj is not None else ():
                other = found.get(item.i)
                if other is None or other.entry.pos != "noun" or not self._word_is(item, entry.conditions["object_is"]):
                    continue
                bettered = other.entry.type == "COOPERATE" and is_passive(trigger.token)
                if bettered or (entry.type == "RETREAT" and _unreal_clause(trigger.token)):
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
                    found.pop(token.i, None)
                    continue
            who = child(token, "nsubj")
            if who is not None and who.i in found and found[who.i].entry.lemma in _BLAST:
                found.pop(token.i, None)

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
