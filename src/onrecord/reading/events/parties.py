"""Which actors of the report a noun phrase names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from spacy.tokens import Doc, Token

from onrecord.model import Actor, Place
from onrecord.reading.events.syntax import PARTITIVE, antecedent, coordinated, phrases, prepositions

_SPEAKS = {"state": 0, "government": 0, "population": 1, "military": 2, "legislature": 4, "police": 4, "person": 5}
_INSIDE = (
    "of",
    "from",
    "in",
    "for",
    "against",
    "on",
    "by",
    "to",
    "with",
    "into",
    "at",
    "over",
    "between",
    "among",
    "near",
)
_BODY = frozenset({"armed_group", "party", "person", "ngo", "business", "media", "intergovernmental"})
_REFLEXIVE = frozenset({"itself", "himself", "herself", "themselves", "each", "other", "one"})


_HOME_MENTIONS, _HOME_SHARE = 3, 0.75
_WORD = re.compile(r"[\w-]+")
_AGAINST = frozenset({"against", "anti", "former", "ex", "for", "to", "on", "by", "fighting", "victim"})


def _opposes(words: Sequence[str]) -> bool:
    """Whether a title names a group that its bearer does not speak for: "envoy to the group", "former rebel chief"."""
    return any(w in _AGAINST for w in words)


class Parties:
    """Actors by the words that mean them; places stand for the state they lie in."""

    def __init__(self, doc: Doc, actors: Sequence[Actor], places: Sequence[Place]) -> None:
        self.actor = {a.id: a for a in actors}
        self._mention: dict[int, tuple[int, list[str]]] = {}
        for actor in actors:
            for mention in actor.mentions:
                span = doc.char_span(mention.start, mention.end, alignment_mode="expand")
                if span is None or not len(span):
                    continue
                root = span.root.i
                if _is_byline(doc, span.start, span.end):
                    continue
                known = self._mention.get(root)
                if known is None or len(span) > known[0]:
                    self._mention[root] = (len(span), [actor.id])
                elif len(span) == known[0] and actor.id not in known[1]:
                    known[1].append(actor.id)
        self._against: dict[int, list[str]] = {}
        for i in [i for i in self._mention if _only_qualifies(doc, i)]:
            ids = self._mention.pop(i)[1]
            if doc[i - 2].lower_ == "anti":
                self._against[i] = ids
        self._place: dict[int, Place] = {}
        for place in places:
            span = doc.char_span(place.start, place.end, alignment_mode="expand")
            if span is not None and len(span):
                for token in span:
                    if not _only_qualifies(doc, token.i):
                        self._place.setdefault(token.i, place)
        lands = Counter(place.country for place in places if place.country is not None)
        home, most = lands.most_common(1)[0] if lands else ("", 0)
        self.home = home if most >= _HOME_MENTIONS and most >= _HOME_SHARE * sum(lands.values()) else None
        """The country where the report plays, where nearly all its places lie in one."""
        self._state: dict[str, str] = {}
        for actor in sorted(actors, key=_speaks_for_country):
            if actor.country and _speaks_for_country(actor) < 9:
                self._state.setdefault(actor.country, actor.id)

        self._group: dict[str, str] = {}
        for actor in sorted(actors, key=lambda a: -len(a.mentions)):
            if actor.country and actor.kind == "armed_group" and actor.named:
                self._group.setdefault(actor.country, actor.id)
        self._speaks_for = self._affiliations()

    def _affiliations(self) -> dict[str, str]:
        """Armed groups by the persons whose title names them: "Hamas spokesman X", "X, a commander of the Houthis"."""
        names: dict[str, str] = {}
        for actor in self.actor.values():
            if actor.kind == "armed_group" and actor.named:
                for name in (actor.name, *actor.aliases):
                    words = name.lower().removeprefix("the ").split()
                    names.setdefault(" ".join(words), actor.id)
                    if len(words) == 1 and words[0].endswith("s"):
                        names.setdefault(words[0][:-1], actor.id)
        out: dict[str, str] = {}
        if not names:
            return out
        for actor in self.actor.values():
            if actor.kind != "person":
                continue
            titles = [actor.role or "", *(m.text for m in actor.mentions if m.form in ("title", "nominal"))]
            for title in titles:
                words = _WORD.findall(title.lower())
                found = next(
                    (
                        names[key]
                        for size in (1, 2, 3)
                        for at in range(len(words) - size + 1)
                        if (key := " ".join(words[at : at + size])) in names
                    ),
                    None,
                )
                if found is not None and not _opposes(words):
                    out[actor.id] = found
                    break
        return out

    def group_of(self, country: str) -> str | None:
        """The armed group of a country that the report names most."""
        return self._group.get(country)

    def place_at(self, token: Token) -> Place | None:
        """The place that the token belongs to the name of."""
        return self._place.get(token.i)

    def named(self, token: Token) -> str | None:
        """The actor whose mention has this token as its head."""
        found = self._mention.get(token.i)
        return found[1][0] if found else None

    def state_of(self, country: str | None) -> str | None:
        """The actor that stands for a country: its state, government or forces."""
        return self._state.get(country) if country else None

    def country(self, actor: str) -> str | None:
        """Country code of an actor."""
        found = self.actor.get(actor)
        return found.country if found else None

    def is_party(self, token: Token) -> bool:
        """Whether the token itself names an actor or a place."""
        return token.i in self._mention or token.i in self._place

    def of(self, token: Token | None, *, inside: bool = True, places: bool = True) -> list[str]:
        """The actors of a noun phrase and of those joined to it, in the order of the text.

        `inside`: where the head names nobody, whoever is named within the phrase ("Russia's proposal", "dozens of
        Palestinians"). `places`: a place stands for its state.
        """
        if token is None:
            return []
        out: list[str] = []
        for head in coordinated(antecedent(token)):
            for found in self._one(head, inside, places):
                if found not in out:
                    out.append(found)
        return out

    def _one(self, token: Token, inside: bool, places: bool, depth: int = 0) -> list[str]:
        own = self._mention.get(token.i)
        ids = list(own[1]) if own is not None else []
        if ids and token.i in self._place and all(self.actor[x].country is None for x in ids) and places:
            state = self.state_of(self._place[token.i].country)
            if state is not None:
                return [state]
        if ids and any(self.actor[x].country is not None or self.actor[x].named for x in ids):
            if len(ids) == 1 and not self.actor[ids[0]].named and inside:
                whole = self._whole(token)
                if whole is not None:
                    return [whole]
            return ids
        if token.i in self._place and places:
            state = self.state_of(self._place[token.i].country)
            if state is not None:
                return [state]
        if depth > 3 or not inside:
            return ids
        if token.lemma_.lower() in PARTITIVE or token.pos_ == "NUM":
            for marks, noun in phrases(token):
                if "of" in marks or "among" in marks or "from" in marks:
                    found = [x for head in coordinated(noun) for x in self._one(head, inside, places, depth + 1)]
                    if found:
                        return found
        for item in token.children:
            if item.dep_ not in ("nmod:poss", "amod", "compound", "flat", "nmod:desc", "appos") and not (
                item.dep_ == "nmod" and item.i < token.i
            ):
                continue
            joined = (
                coordinated(item) if item.dep_ != "amod" else [item, *(c for c in item.children if c.dep_ == "conj")]
            )
            found = [x for head in joined for x in self._one(head, item.dep_ == "nmod:poss", places, depth + 1)]
            if found:
                return list(dict.fromkeys(found))
            for sub in item.children:
                if sub.dep_ in ("compound", "amod") and sub.i in self._mention:
                    return list(self._mention[sub.i][1])
        for marks, noun in phrases(token):
            if marks[0] in _INSIDE:
                found = [x for head in coordinated(noun) for x in self._one(head, inside, places, depth + 1)]
                if found:
                    return found
        return ids

    def _whole(self, token: Token) -> str | None:
        """The named group that unnamed people belong to: "Hamas commanders"."""
        for item in token.children:
            if item.dep_ in ("nmod:poss", "compound", "amod", "nmod") and item.i < token.i:
                own = self._mention.get(item.i)
                if own is not None and self.actor[own[1][0]].kind in ("armed_group", "party", "intergovernmental"):
                    return own[1][0]
        return None

    def is_vague(self, which: str) -> bool:
        """Whether an actor is an unnamed collective of no known country: "civilians", "people"."""
        actor = self.actor[which]
        return not actor.named and actor.country is None

    def modifiers(self, noun: Token) -> list[str]:
        """Actors named before a noun of event: possessors, demonyms and names of groups, not names of places."""
        out: list[str] = []
        for item in noun.children:
            if item.i > noun.i or item.dep_ not in ("nmod:poss", "amod", "compound", "nmod:desc", "nmod", "det"):
                continue
            for head in coordinated(item):
                place = self._place.get(head.i)
                if place is not None and place.form == "name" and item.dep_ != "nmod:poss" and not self._acts(head):
                    continue
                out += self._one(head, item.dep_ == "nmod:poss", True, 1)
            for sub in item.children:
                if sub.dep_ in ("amod", "compound") and sub.i in self._mention and sub.i < item.i and not out:
                    out += self._mention[sub.i][1]
        return list(dict.fromkeys(out))

    def opposed(self, noun: Token) -> list[str]:
        """Whom a noun of event is directed at by its adjective: "anti-Kenyan protests"."""
        return [x for item in noun.children if item.i in self._against for x in self._against[item.i]]

    def place_modifiers(self, noun: Token) -> list[str]:
        """States of the places named before a noun by their plain names: "the Gaza offensive"."""
        out = []
        for item in noun.children:
            if item.i < noun.i and item.dep_ in ("compound", "nmod", "amod"):
                place = self._place.get(item.i)
                if place is not None and place.form == "name" and not self._acts(item):
                    state = self.state_of(place.country)
                    if state:
                        out.append(state)
        return out

    def _acts(self, token: Token) -> bool:
        """Whether a name before a noun is its actor ("UN strikes"), not its place ("the Darfur offensive")."""
        if token.text.isupper() and len(token.text) <= 5:
            return True
        own = self._mention.get(token.i)
        return own is not None and self.actor[own[1][0]].kind in _BODY

    def merged(self, ids: Iterable[str]) -> list[str]:
        """Without doubles; of a state and its own government, forces or office-holders, the first named stays."""
        out: list[str] = []
        countries: set[str] = set()
        for which in (self._speaks_for.get(x, x) for x in ids):
            if which in out or which not in self.actor:
                continue
            actor = self.actor[which]
            if actor.country and actor.kind not in (
                "armed_group",
                "party",
                "ngo",
                "business",
                "media",
                "intergovernmental",
            ):
                if actor.country in countries:
                    continue
                countries.add(actor.country)
            out.append(which)
        return out


def _speaks_for_country(actor: Actor) -> int:
    """How well an actor stands for its country, 0 best; 9 for those that never do."""
    if not actor.named and actor.kind != "population":
        # Rebels, envoys or a crowd of a country are not the country.
        return 6 if actor.kind in _SPEAKS and actor.kind != "person" else 9
    if actor.kind == "government" and not actor.name.startswith("Government of"):
        return 3
    return _SPEAKS.get(actor.kind, 9)


_STANCES = frozenset({"pro", "anti"})
_TIES = frozenset(
    {"backed", "aligned", "linked", "allied", "occupied", "controlled", "held", "affiliated", "supported", "funded"}
    | {"born", "made", "built", "supplied", "run", "owned", "based", "style", "language", "speaking", "educated"}
    | {"brokered", "mediated", "sponsored", "imposed", "administered", "annexed", "besieged", "designed", "trained"}
)


def _only_qualifies(doc: Doc, i: int) -> bool:
    """Whether a name only says what another is like: "pro-Somali protests", "the Kenyan-backed group"."""
    if i > 1 and doc[i - 1].text == "-" and not doc[i - 1].whitespace_ and doc[i - 2].lower_ in _STANCES:
        return True
    return i + 2 < len(doc) and doc[i + 1].text == "-" and not doc[i].whitespace_ and doc[i + 2].lower_ in _TIES


def _is_byline(doc: Doc, start: int, end: int) -> bool:
    """Whether a name is the reporter's: "By Ada Obi Reporting from Lagos"."""
    return start > 0 and doc[start - 1].text == "By" and any(t.text == "Reporting" for t in doc[end : end + 3])


def is_reflexive(token: Token) -> bool:
    """Whether the word points back at the subject."""
    return token.lower_ in _REFLEXIVE


__all__ = ["Parties", "is_reflexive", "prepositions"]
