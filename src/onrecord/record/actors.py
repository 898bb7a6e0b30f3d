"""One actor over all reports: the id of the record for an actor of a report, from its name alone.

The id is a function of the name, kind class and country, so that it needs no look at what is stored and reports can be
added in any order. Spelling variants share a key; what a key cannot see, a judgement joins (`record/judgements.py`).
"""

from __future__ import annotations

import re
import unicodedata

from onrecord.model import Actor
from onrecord.record.ids import identify

_SMALL = frozenset({"the", "of", "a", "an", "and", "for", "in"})
_SAME = {
    "defense": "defence",
    "ministry": "ministry",
    "mod": "defence ministry",
    "mfa": "foreign ministry",
    "affairs": "",
    "armed": "military",
    "forces": "",
    "army": "military",
    "federation": "",
}
_BODIES = frozenset({"government", "military", "police", "legislature", "judiciary", "state"})


def actor_id(actor: Actor) -> str:
    """The record's id of an actor of a report."""
    return identify("actor", *actor_key(actor))


def actor_key(actor: Actor) -> tuple[str, str, str]:
    """What makes an actor the same over reports: class of kind, country where it tells apart, folded name.

    Unnamed actors ("local officials") are the same only where their country and head phrase are.
    """
    if not actor.named or actor.kind in ("unnamed", "population"):
        return "unnamed", actor.country or "", folded(actor.name)
    if actor.kind == "person":
        return "person", "", folded(actor.name)
    if actor.kind in _BODIES:
        words = [w for w in folded(actor.name).split() if w not in _SMALL]
        out = sorted({part for w in words for part in _SAME.get(w, w).split()})
        return "body", actor.country or "", " ".join(out)
    return "group", "", folded(actor.name)


def folded(name: str) -> str:
    """The name without accents, case and punctuation, its transliteration variants joined (Zelenskyy, Zelensky)."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower() or name.lower()
    words = re.findall(r"[a-z0-9]+", plain) or [plain]
    return " ".join(_variant(word) for word in words)


def _variant(word: str) -> str:
    """Usual transliteration variants as one: -skyy, -skiy, -skij as -sky; doubled letters as single."""
    word = re.sub(r"sk(yy|iy|ij|yi|ii|yj|i)$", "sky", word)
    word = re.sub(r"(iy|yy|ii|yi)$", "y", word)
    return re.sub(r"([b-df-hj-np-tv-z])\1", r"\1", word)
