"""PLOVER's boundary rules: where tense, negation or a neighbour turns one type into another.

The rules are those of the PLOVER manual 2.0 (Open Event Data Alliance), in our words: an announced meeting or help is
AGREE, a refusal to do a cooperative thing is REJECT, a threat of violence THREATEN; docs/events.md lists them all.
"""

from __future__ import annotations

from spacy.tokens import Token

from onrecord.reading.events.syntax import child
from onrecord.reading.events.triggers import Trigger
from onrecord.reference.events import word_list

_WILL = frozenset({"will", "'ll", "’ll", "would", "shall"})
_NOT = frozenset({"not", "n't", "n’t", "never"})
_MEET = frozenset({"meet", "visit", "attend", "host", "travel", "fly", "receive", "convene", "call"})
_REFUSABLE = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AID", "RETREAT", "CONCEDE", "AGREE"})
_PROMISED = frozenset({"CONSULT", "COOPERATE", "AID", "RETREAT", "SUPPORT"})
_MODES = {
    "CONSULT": "meet",
    "AID": "assist",
    "COOPERATE": "assist",
    "SUPPORT": "assist",
    "RETREAT": "yield",
    "CONCEDE": "yield",
}
_REQUEST_MODES = {
    "AID": "assist",
    "COOPERATE": "assist",
    "SUPPORT": "assist",
    "RETREAT": "yield",
    "CONCEDE": "yield",
    "CONSULT": "meet",
    "AGREE": "yield",
}
_THREAT_MODES = {
    "ASSAULT": "violence",
    "SANCTION": "relations",
    "COERCE": "restrict",
    "REJECT": "relations",
    "RETREAT": "relations",
    "MOBILIZE": "violence",
}
_RESUME = frozenset({"withdraw", "cancel", "suspend"})


def auxiliaries(verb: Token) -> set[str]:
    """Lower-case auxiliaries and negations of the verb group; a coordinated verb shares those of its neighbour."""
    out = {c.lower_ for c in verb.children if c.dep_ in ("aux", "aux:pass", "advmod", "neg")}
    if verb.dep_ == "conj" and child(verb, "nsubj", "nsubj:pass", "aux") is None:
        out |= {c.lower_ for c in verb.head.children if c.dep_ in ("aux", "advmod", "neg") and c.i < verb.head.i}
    return out


def refined(trigger: Trigger, governed: dict[int, str]) -> tuple[str, str | None, str]:
    """Type, mode and the name of the rule that set them.

    `governed`: the types of triggers in the complement of this one, by token, for modes of requests and threats.
    """
    entry, token = trigger.entry, trigger.token
    kind, mode, by = entry.type, entry.mode, "lexicon"
    words = auxiliaries(token) if entry.pos == "verb" else set()
    if entry.pos == "verb" and words & _NOT and kind == "RETREAT" and token.lemma_ in ("allow", "permit", "let"):
        return "COERCE", "restrict", "rule:not allowed"
    if entry.pos == "verb" and kind == "SUPPORT" and mutual_deal(trigger) and _infinitive(token):
        return "AGREE", None, "rule:future agreement"
    if entry.pos == "verb" and words & _WILL and token.dep_ not in ("xcomp", "acl", "acl:relcl"):
        if words & _NOT and (kind in _REFUSABLE):
            return "REJECT", _MODES.get(kind), "rule:refusal"
        announced = (kind == "CONSULT" and token.lemma_ in _MEET) or (
            kind in _PROMISED - {"CONSULT"} and "would" not in words
        )
        if announced and not words & _NOT and "have" not in words and not _conditional(token):
            return "AGREE", None, "rule:promise"
    if kind == "REQUEST" and mode is None or kind == "REJECT" and mode is None:
        mode = next((_REQUEST_MODES[x] for x in governed.values() if x in _REQUEST_MODES), None)
    elif kind == "THREATEN" and mode is None:
        mode = next((_THREAT_MODES[x] for x in governed.values() if x in _THREAT_MODES), None)
    return kind, mode, by


def mutual_deal(trigger: Trigger) -> bool:
    """Whether the entry is about striking an agreement."""
    return "@deal" in trigger.entry.conditions.get("object_is", ())


def _infinitive(token: Token) -> bool:
    return token.tag_ in ("VB", "VBG") and token.dep_ in ("xcomp", "acl", "advcl", "ccomp", "csubj")


def is_demand(token: Token) -> bool:
    """Whether the verb group says what must be done: "must", "has to"."""
    words = auxiliaries(token)
    return "must" in words and "have" not in words


_COERCIVE = frozenset({"ASSAULT", "SANCTION", "COERCE", "MOBILIZE", "REJECT", "THREATEN"})
_ADVISED = frozenset(
    {"accord", "agreement", "compromise", "concession", "deal", "haste", "optimism", "plan", "settlement", "treaty"}
)
"""What a warning speaks against as advice."""
_CONSEQUENCES = word_list("consequences")


def is_threat(token: Token, governed: dict[int, str]) -> bool:
    """Whether a warning threatens something of the warner's own doing, rather than telling of a danger."""
    if any(
        c.dep_ == "obl" and any(m.lower_ == "against" for m in c.children) and c.lemma_.lower() not in _ADVISED
        for c in token.children
    ):
        return True
    if any(kind in _COERCIVE for kind in governed.values()):
        return True
    for item in token.children:
        if item.dep_ == "obl" and any(m.lower_ == "of" for m in item.children) and item.lemma_.lower() in _CONSEQUENCES:
            return True
        if item.dep_ in ("ccomp", "xcomp") and {c.lower_ for c in item.children if c.dep_ == "aux"} & {
            "will",
            "would",
            "'ll",
        }:
            who = child(item, "nsubj")
            if who is not None and who.lower_ in ("it", "they", "we", "he", "she"):
                return True
    return False


def _conditional(token: Token) -> bool:
    """Whether the verb stands in an if-clause or under one."""
    if any(c.dep_ == "mark" and c.lower_ in ("if", "unless", "whether") for c in token.children):
        return True
    return any(
        c.dep_ == "advcl" and any(m.lower_ in ("if", "unless") for m in c.children if m.dep_ == "mark")
        for c in token.children
    )
