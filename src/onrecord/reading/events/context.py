"""What stands around an event: its place, figures, weapons and mode, and whether it is background."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from spacy.tokens import Span, Token

from onrecord.model import Figure, Place
from onrecord.reading.events.parties import Parties
from onrecord.reading.events.syntax import prepositions
from onrecord.reading.events.triggers import Trigger
from onrecord.reference.events import word_list

_DRONE = frozenset(["drone", "uav", "uavs", "shahed", "quadcopter", "shaheds", "drones"])
_HEAVY = word_list("heavy")
_AERIAL = word_list("aerial")
_BLAST = frozenset(["bomb", "mine", "ied", "explosive", "grenade", "device", "landmine", "vest"])
_GUNS = word_list("guns")
_CHEMICAL = frozenset(["chemical", "gas", "sarin", "chlorine", "nerve", "poison", "novichok", "toxic"])
_BLADES = frozenset(["knife", "machete", "axe", "sword"])
_WEAPON_MODES = (
    (_CHEMICAL, "unconventional"),
    (_DRONE, "drone"),
    (_HEAVY, "heavy-weapons"),
    (_AERIAL, "aerial"),
    (_BLAST, "explosives"),
    (_GUNS, "firearms"),
    (_BLADES, "primitive"),
)
_MEASURES = {
    "ASSAULT": frozenset({"killed", "injured", "missing", "launched", "hit", "destroyed", "damaged", "captured"}),
    "INTERCEPT": frozenset({"downed", "destroyed"}),
    "AID": frozenset({"supplied", "money", "deployed"}),
    "SANCTION": frozenset({"displaced", "money"}),
    "RETREAT": frozenset({"captured", "deployed"}),
    "MOBILIZE": frozenset({"deployed"}),
    "COERCE": frozenset({"captured", "territory"}),
    "AGREE": frozenset({"duration", "money", "supplied"}),
    "REQUEST": frozenset({"duration", "money"}),
}
_REPEATED = frozenset(["repeatedly", "regularly", "often", "previously", "frequently", "earlier"])
_BACKGROUND_DAYS = 8


def weapon_words(tokens: Iterable[Token], classes: dict[str, frozenset[str]]) -> tuple[list[str], str | None]:
    """The weapons among the tokens, in their own words, and the mode of assault that they mean."""
    words: list[str] = []
    lemmas: set[str] = set()
    for token in tokens:
        lemma = token.lemma_.lower()
        known = (
            lemma in classes["weapon"] or lemma in classes["aircraft"] or token.ent_type_ == "WEAPON" or lemma in _DRONE
        )
        if not known and lemma not in _AERIAL | _CHEMICAL | _BLADES | _GUNS:
            continue
        lemmas |= {lemma, token.lower_} | {c.lemma_.lower() for c in token.children if c.dep_ in ("compound", "amod")}
        if known:
            left = [
                c
                for c in token.children
                if c.dep_ in ("compound", "amod", "nummod") and c.i < token.i and c.pos_ != "NUM"
            ]
            start = min([token.i, *(c.i for c in left)])
            text = token.doc[start : token.i + 1].text
            if text not in words:
                words.append(text)
    for group, mode in _WEAPON_MODES:
        if lemmas & group:
            return words, mode
    return words, None


def assault_mode(
    trigger: Trigger, weapons: Sequence[Token], classes: dict[str, frozenset[str]]
) -> tuple[list[str], str | None]:
    """Weapons and mode of an assault: by the weapons named with it, else by its entry."""
    words, mode = weapon_words(weapons, classes)
    own = trigger.entry.mode
    if own is None or own == "destroy" or (mode is not None and own in ("explosives", "aerial") and mode == "drone"):
        return words, mode or own
    return words, own


def place_of(trigger: Trigger, sent: Span, parties: Parties, own: Sequence[Token]) -> Place | None:
    """The place that the clause of the trigger names: nearest in the parse, the smaller kind first."""
    best: tuple[int, int, Place] | None = None
    chain = _ancestors(trigger.token)
    for token in sent:
        place = parties.place_at(token)
        if place is None or place.form != "name" or token.idx < place.start or token.idx >= place.end:
            continue
        if parties.named(token) is not None and parties.actor[parties.named(token) or ""].kind not in (
            "state",
            "government",
        ):
            continue
        if place.kind == "country" and _is_of_somebody(token, trigger.token):
            continue
        distance = _distance(token, chain)
        if distance is None:
            continue
        rank = {"facility": 0, "settlement": 0, "district": 1, "region": 1, "area": 2, "water": 2}.get(
            place.kind or "", 3
        )
        marks = prepositions(token)
        key = (
            distance + (0 if marks and marks[0] in ("in", "at", "near", "on", "of") else 1) + (rank == 3),
            rank,
            place,
        )
        if best is None or key[:2] < best[:2]:
            best = key
    return best[2] if best is not None else None


_JUDGED = frozenset({"condemn", "denounce", "criticise", "criticize", "deplore", "decry", "welcome", "praise", "hail"})


def _is_of_somebody(token: Token, trigger: Token) -> bool:
    """Whether a name says whose somebody is ("US President Ada Obi"), or who judges what happened elsewhere."""
    if token.dep_ in ("amod", "compound", "nmod:desc", "nmod:poss") and token.head is not trigger:
        head = token.head
        if head.dep_ in ("nmod:desc", "flat", "compound") and head.head.ent_type_ == "PERSON":
            return True
        if head.ent_type_ == "PERSON":
            return True
    return token.dep_ == "nsubj" and token.head is not trigger and token.head.lemma_ in _JUDGED


def _ancestors(token: Token) -> dict[int, int]:
    out = {token.i: 0}
    steps = 0
    while token.head is not token and steps < 12:
        token = token.head
        steps += 1
        out.setdefault(token.i, steps)
    return out


def _distance(token: Token, chain: dict[int, int]) -> int | None:
    """Edges from the token to the trigger, None where another clause stands between."""
    steps = 0
    node = token
    while node.i not in chain:
        if node.dep_ in ("ccomp", "acl:relcl", "parataxis", "advcl") or node.head is node or steps > 8:
            return None
        node = node.head
        steps += 1
    up = chain[node.i]
    return steps + up if up <= 3 else None


def figures_of(
    kind: str, sent: Span, trigger: Trigger, figures: Sequence[Figure], others: Sequence[Trigger]
) -> list[str]:
    """Figures of the sentence that measure this event: of a fitting measure and nearer to it than to its like."""
    fitting = _MEASURES.get(kind, frozenset())
    out = []
    for figure in figures:
        if figure.measure not in fitting or not sent.start_char <= figure.start < sent.end_char:
            continue
        rivals = [o for o in others if o is not trigger and o.entry.type == trigger.entry.type]
        mine = abs(trigger.token.idx - figure.start)
        if all(mine <= abs(o.token.idx - figure.start) for o in rivals):
            out.append(figure.id)
    return out


_EARLIER = frozenset({"earlier", "previously", "already"})
_LONG = frozenset({"week", "month", "year", "decade", "century"})
_RECENT_DAYS = 3


def _days_between(first: str, last: str) -> int | None:
    try:
        return (date.fromisoformat(last[:10]) - date.fromisoformat(first[:10])).days
    except ValueError:
        return None


def _is_backshifted(verb: Token) -> bool:
    """Whether the pluperfect only reports a past or a perfect: "said on Monday that it had opened an offensive"."""
    node = verb
    for _ in range(4):
        if node.dep_ == "ccomp" and node.head.tag_ in ("VBD", "VBN"):
            return True
        if node.dep_ not in ("ccomp", "xcomp", "conj", "advcl") or node.head is node:
            return False
        node = node.head
    return False


def _runs_on(verb: Token) -> bool:
    """Whether the clause tells of a long time: "since the war began", "for months", "two years after"."""
    node = verb
    for _ in range(4):
        for item in node.children:
            marks = {c.lower_ for c in item.children if c.dep_ in ("mark", "case")}
            if item.dep_.startswith(("advcl", "obl")) and "since" in marks:
                return True
            lemma = item.lemma_.lower()
            if lemma in _LONG and item.tag_ == "NNS":
                if marks & {"for", "over", "during"} and item.dep_.startswith(("obl", "nmod")):
                    return True
                if "in" in marks and any(c.lower_ in ("recent", "past", "last", "previous") for c in item.children):
                    return True
                if node.dep_ == "advcl" and item.dep_ == "obl:unmarked" and lemma != "week":
                    return True  # "nearly two months after the army took the city"
        if node.dep_ not in ("conj", "xcomp", "ccomp") or node.head is node:
            return False
        node = node.head
    return False


def is_background(trigger: Trigger, published: str | None, from_: str | None, to: str | None, tense: str) -> bool:
    """Context rather than news: told in the pluperfect, long past, or as what has happened again and again."""
    token = trigger.token
    verb = token
    for _ in range(3):
        if verb.pos_ in ("VERB", "AUX"):
            break
        verb = verb.head
    recent = published is not None and from_ is not None and _days_between(from_, published) in range(_RECENT_DAYS)
    pluperfect = tense == "past" and any(c.dep_ == "aux" and c.lower_ in ("had", "'d") for c in verb.children)
    if pluperfect and not recent and not _is_backshifted(verb):
        earlier = any(c.dep_ == "mark" or c.lower_ in _EARLIER for c in verb.children)
        if earlier or verb.dep_ in ("ROOT", "acl:relcl"):
            return True
    if _runs_on(verb) and not recent:
        return True
    if published and re.match(r"\d{4}-\d\d-\d\d", published):
        last = to or from_
        if last is not None and re.match(r"\d{4}-\d\d-\d\d", last):
            try:
                days = (date.fromisoformat(published[:10]) - date.fromisoformat(last[:10])).days
            except ValueError:
                days = 0
            if days >= _BACKGROUND_DAYS:
                return True
        if from_ is not None and last is not None and re.match(r"\d{4}-\d\d-\d\d", from_):
            try:
                if (date.fromisoformat(published[:10]) - date.fromisoformat(from_[:10])).days > 30:
                    return True
            except ValueError:
                pass
    if "background" in trigger.entry.flags:
        return True
    if tense == "past" and any(c.lower_ == "already" and c.dep_ == "advmod" for c in verb.children):
        return True
    if any(c.lower_ in _REPEATED and c.dep_ == "advmod" for c in verb.children) and tense == "past" and not recent:
        return True
    clause = token
    for _ in range(6):
        if clause.dep_ == "acl:relcl" or (
            clause.dep_ == "advcl" and any(c.lower_ in ("since", "until") for c in clause.children if c.dep_ == "mark")
        ):
            return tense == "past" and from_ is None
        if clause.head is clause:
            break
        clause = clause.head
    return any(c.lower_ == "since" for c in token.children if c.dep_ == "case")
