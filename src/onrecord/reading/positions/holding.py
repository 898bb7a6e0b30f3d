"""Whose stance it is: the subject of a predicate, the speaker of a quotation, both sides of a joint subject."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from spacy.tokens import Token

from onrecord.model import Actor, Attribution, Event
from onrecord.reading.events.parties import Parties
from onrecord.reading.events.syntax import PARTITIVE, child, coordinated, deep_subject, phrases, subject
from onrecord.reading.events.triggers import Trigger
from onrecord.reading.holders import Holders
from onrecord.reference.positions import position_words

FIRST_PERSON = frozenset({"we", "i", "us", "our", "my"})
_THIRD_PERSON = frozenset({"he", "she"})
_PAIR_WORDS = frozenset({"two", "both", "the"})
_PAIR_HEADS = position_words("pair_heads")
_GROUPS = _PAIR_HEADS | position_words("groups")
_STATEMENTS = frozenset(
    {"statement", "declaration", "letter", "communique", "resolution", "appeal", "message", "report"}
)
_NEAR = 2400
"""How far back, in code points, the two persons of "the two leaders" or the antecedent of a pronoun may stand."""
_BEFORE = 400
"""The same for the two persons of a "they" that nothing else explains."""


def is_first_person(token: Token) -> bool:
    """Whether a word means its speaker: "we", not the country "US"."""
    return token.lower_ in FIRST_PERSON and token.text != "US"


class Holding:
    """Who holds a stance, by the actors and attributions of the report."""

    def __init__(
        self,
        parties: Parties,
        holders: Holders,
        actors: Sequence[Actor],
        attributions: Sequence[Attribution],
        events: Sequence[Event] = (),
    ):
        self.parties = parties
        self._holders = holders
        self._cues = {a.cue.start: a for a in attributions if a.cue is not None}
        # Two persons who met or spoke, by where that is told.
        self._met = [(e.trigger.start, two) for e in events if e.type == "CONSULT" and (two := self._two_of(e))]
        # Persons by where they are named, for pairs and pronouns.
        named = sorted((m.start, a.id) for a in actors if a.kind == "person" for m in a.mentions if m.form != "pronoun")
        self._named_at = [start for start, _ in named]
        self._named = [which for _, which in named]

    def speaker(self, token: Token) -> tuple[Attribution | None, list[str]]:
        """The attribution whose content holds the token, and its known sources; an unnamed inner one gives way."""
        holder = self._holders.at(token.idx, token.idx + len(token))
        if holder is None:
            return None, []
        return holder, [x for x in holder.source.actors if x in self.parties.actor]

    def quoted(self, token: Token) -> bool:
        """Whether the token stands in the quotation marks of its attribution."""
        holder = self._holders.at(token.idx, token.idx + len(token))
        return holder is not None and any(s <= token.idx < e for s, e in holder.content.quoted)

    def of(self, trigger: Trigger) -> list[str]:
        """The holders of the stance that a predicate takes, in the order of the text; empty where nobody is known."""
        token, entry = trigger.token, trigger.entry
        if entry.pos == "noun" and "copular" not in entry.flags:
            found = self.parties.modifiers(token)
            for marks, noun in phrases(token):
                if marks[0] == "by" or (marks[0] == "of" and "of" not in entry.to):
                    found += [x for x in self.parties.of(noun, inside=False) if x not in found]
            return found
        stated = self._stated(token)
        if stated:
            return stated
        who = (deep_subject(token) if entry.pos == "verb" else subject(token)) or child(token, "nsubj:outer")
        return self.of_phrase(who, token)

    def of_phrase(self, who: Token | None, predicate: Token) -> list[str]:
        """The actors that a subject means, where it stands before its predicate."""
        if who is None:
            return self._by_cue(predicate)
        if is_first_person(who):
            _, speakers = self.speaker(who)
            # "We" of a joint statement is everybody who made it.
            return speakers or self.parties.of(who) or self._says(predicate)
        both = self._pair(who)
        if both:
            return both
        found = self._joint(who) or self._named_by(who)
        past = predicate.tag_ in ("VBD", "VBN") and child(predicate, "aux", "aux:pass") is None
        if not found and past and predicate.dep_ == "conj" and predicate.head.dep_ == "ccomp":
            # "The envoy said that threats were wrong and called for calm": it is the envoy who called.
            said = predicate.head.head
            found = self.parties.of(subject(said)) if said.tag_ == "VBD" and said.i < predicate.head.i else []
        if who.lower_ in _THIRD_PERSON and len(found) == 1 and self.quoted(who):
            _, speakers = self.speaker(who)
            if found == speakers:
                # Who is quoted does not speak of himself as "he": it is the person named last before.
                return self._others(who.idx, speakers)
        return found or self._by_cue(predicate) or self._own_state(who)

    def _says(self, predicate: Token) -> list[str]:
        """The subject of the verb of saying that closes a sentence whose quotation marks are lost: "We demand an
        inquiry the envoy said".
        """
        for item in reversed(list(predicate.sent)):
            if item.i <= predicate.i:
                break
            if item.lemma_.lower() in ("say", "add", "tell", "note", "stress") and item.tag_ == "VBD":
                return self.parties.of(subject(item) if subject(item) is not None else None)
        return []

    def _stated(self, predicate: Token) -> list[str]:
        """Those a statement comes from, of the participle behind it: "a statement from Kenya, condemning the ban"."""
        first = predicate.left_edge.i
        if predicate.tag_ != "VBG" or predicate.dep_ not in ("advcl", "acl") or not first:
            return []
        for item in predicate.doc[max(first - 12, predicate.sent.start) : first]:
            if item.lemma_.lower() in _STATEMENTS and item.right_edge.i >= first - 2:
                for marks, noun in phrases(item):
                    if marks[0] in ("from", "by", "of") and noun.i < predicate.i:
                        return self.parties.of(noun)
        return []

    def _own_state(self, who: Token) -> list[str]:
        """The state of a speaker who is a person, for an "it" that nothing explains: "the minister said it would …"."""
        if who.lower_ != "it" or who.dep_ == "expl":
            return []
        _, speakers = self.speaker(who)
        if len(speakers) != 1 or self.parties.actor[speakers[0]].kind != "person":
            return []
        state = self.parties.state_of(self.parties.country(speakers[0]))
        return [state] if state is not None and state != speakers[0] else []

    def _named_by(self, who: Token) -> list[str]:
        """The actors of a subject; of a thing only its owners, not whoever stands deeper in its phrase."""
        found = self.parties.of(who, inside=who.pos_ != "NOUN")
        if found or who.pos_ != "NOUN":
            return found
        if who.lemma_.lower() in _GROUPS or who.lemma_.lower() in PARTITIVE:
            return self.parties.of(who)
        owners = self.parties.modifiers(who)
        for marks, noun in phrases(who):
            if not owners and marks[0] in ("by", "of", "from", "among"):
                owners = self.parties.of(noun, inside=False)
        return owners

    def _by_cue(self, predicate: Token) -> list[str]:
        """The source of the attribution that the predicate is the cue of: "The [coalition] demands …"."""
        own = self._cues.get(predicate.idx)
        return [x for x in own.source.actors if x in self.parties.actor] if own is not None else []

    def _joint(self, who: Token) -> list[str]:
        """Both sides of "US and Kenyan officials", of whom the phrase is one mention at most."""
        for item in who.children:
            if item.i > who.i or item.dep_ not in ("amod", "compound", "nmod"):
                continue
            names = (
                coordinated(item) if item.dep_ != "amod" else [item, *(c for c in item.children if c.dep_ == "conj")]
            )
            if len(names) < 2:
                continue
            sides = [self.parties.named(name) for name in names]
            states = [x for x in sides if x is not None and self.parties.country(x)]
            if len(states) == len(names) and len({self.parties.country(x) for x in states}) == len(names):
                return states
        return []

    def _pair(self, who: Token) -> list[str]:
        """The two persons whom "the two leaders", "both presidents", "they" mean, where the phrase names nobody."""
        known = self.parties.of(who, inside=False)
        if len(known) > 1 or (known and not self._is_pair(known[0])):
            return []
        if who.lower_ == "they":
            return self._two(who.idx, _NEAR if known else _BEFORE)
        if who.lemma_.lower() not in _PAIR_HEADS or who.tag_ not in ("NNS", "NNPS"):
            return []
        words = {
            c.lower_ for c in who.children if c.dep_ in ("det", "nummod", "det:predet", "amod", "compound", "nmod")
        }
        if not words or not words <= _PAIR_WORDS or any(c.dep_ in ("nmod", "acl", "acl:relcl") for c in who.children):
            return []
        return self._two(who.idx, _NEAR)

    def _is_pair(self, which: str) -> bool:
        """Whether an actor is only known as "the leaders", "the two sides"."""
        actor = self.parties.actor[which]
        words = set(actor.name.lower().split()) - _PAIR_WORDS
        return not actor.named and actor.country is None and len(words) == 1 and words.pop().rstrip("s") in _PAIR_HEADS

    def _two(self, at: int, near: int) -> list[str]:
        """The two persons in office, of two countries, who met or were named most often before an offset, in the order
        of the text.
        """
        met = [two for start, two in self._met if at - near <= start < at]
        if met:
            return list(met[-1])
        for reach in (_BEFORE, near):
            counts: dict[str, int] = {}
            first = bisect_left(self._named_at, at - reach)
            for which in reversed(self._named[first : bisect_left(self._named_at, at)]):
                if self.parties.country(which) and self.parties.actor[which].sector not in (None, "JRN", "EDU", "CVL"):
                    counts[which] = counts.get(which, 0) + 1
            two = sorted(counts, key=lambda x: -counts[x])[:2]
            if len(two) == 2 and self.parties.country(two[0]) != self.parties.country(two[1]):
                return sorted(two, key=self._named.index)
        return []

    def _two_of(self, event: Event) -> list[str]:
        """The parties of a meeting or call, where they are two persons of two countries."""
        who = [x for x in dict.fromkeys((*event.actors, *event.recipients)) if x in self.parties.actor]
        persons = [x for x in who if self.parties.actor[x].kind == "person" and self.parties.country(x)]
        lands = {self.parties.country(x) for x in persons}
        return persons if len(persons) == len(who) == len(lands) == 2 else []

    def _others(self, at: int, besides: Sequence[str]) -> list[str]:
        """The person named last before an offset who is not one of some others."""
        for i in range(bisect_left(self._named_at, at) - 1, -1, -1):
            if at - self._named_at[i] > _NEAR:
                break
            if self._named[i] not in besides:
                return [self._named[i]]
        return []
