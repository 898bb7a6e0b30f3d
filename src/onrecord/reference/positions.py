"""The words of positions: predicates by stance, topics by kind, hedges and conditions (`data/positions.yaml`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

from onrecord.reference.events import Entry, EventLexicon, event_lexicon, load_yaml, make_entry, make_lexicon


@dataclass(frozen=True, slots=True)
class PositionLexicon:
    """What `positions.yaml` says."""

    predicates: EventLexicon
    """Entries whose `type` is the stance."""
    topics: Mapping[str, str]
    """Kind of topic by lemma."""
    open_topics: frozenset[str]
    """General nouns of negotiation, which name a topic by themselves."""
    hedges: frozenset[str]
    conditions: frozenset[str]
    """Words that open a clause of condition, several-word ones with spaces."""
    condition_nouns: frozenset[str]

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Every predicate."""
        return self.predicates.entries


@cache
def _data() -> Any:
    text = files("onrecord.reference").joinpath("data").joinpath("positions.yaml").read_text(encoding="utf-8")
    return load_yaml(text)


def position_words(name: str) -> frozenset[str]:
    """The words of a list under `lists` of `positions.yaml`. Raises KeyError."""
    return frozenset(map(str, _data()["lists"][name]))


@cache
def position_lexicon() -> PositionLexicon:
    """The lexicon, read once."""
    data = _data()
    entries = [
        make_entry(raw, {"type": stance}, f"{stance}:{number}")
        for stance, rows in data["stances"].items()
        for number, raw in enumerate(rows, 1)
    ]
    topics: dict[str, str] = {}
    for kind, words in data["topics"].items():
        for word in words:
            topics.setdefault(word, kind)
    events = event_lexicon()
    lexicon = make_lexicon(entries, {"classes": {}, "support_verbs": {"plain": [], "reverse": []}})
    classes = {
        **events.classes,
        "topic": frozenset(w for w, k in topics.items() if k != "other") - {"end", "region", "help"},
        "policy": frozenset(data["policy"]),
    }
    lexicon = replace(lexicon, classes=classes, support=events.support)
    return PositionLexicon(
        lexicon,
        topics,
        frozenset(data["open_topic"]),
        frozenset(data["hedges"]),
        frozenset(data["conditions"]),
        frozenset(data["condition_nouns"]),
    )
