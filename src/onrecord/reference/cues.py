"""The lexicon of attribution cues and of the words that make a statement less certain.

The data stand in `data/cues.yaml`, whose head documents them: adding a cue needs no Python.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

PARTS = ("verb", "noun", "adjective", "adverb", "phrase")
KINDS = ("speech", "belief", "perception", "intention", "attitude", "demonstration", "decree")


@dataclass(frozen=True, slots=True)
class CueGroup:
    """How a set of cues behaves; the fields are those of `cues.yaml`."""

    name: str
    part: str
    kind: str
    act: str
    holder: str
    outlet: str
    takes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The whole lexicon, ready for lookup by lemma (lower case)."""

    groups: dict[tuple[str, str], tuple[CueGroup, ...]]
    """Groups of a cue by (part, lemma); particles follow after an underscore."""
    positive_implicatives: frozenset[str]
    negative_implicatives: frozenset[str]
    open_verbs: frozenset[str]
    open_nouns: frozenset[str]
    modals: dict[str, str]
    hedges: dict[str, str]
    """Words of the clause and what they leave: a certainty value, `hearsay` or `soft`."""
    negators: frozenset[str]
    conditionals: frozenset[str]
    light: frozenset[str]
    predicates: dict[str, str]
    addressees: frozenset[str]
    documents: frozenset[str]
    commenting: frozenset[str]
    addressing: frozenset[str]
    addressing_to: frozenset[str]
    calendar: frozenset[str]
    persons: frozenset[str]
    groups_meant: frozenset[str]
    happening: frozenset[str]
    carriers: frozenset[str]
    harmless: frozenset[str]
    venues: frozenset[str]
    platforms: frozenset[str]
    giving: frozenset[str]
    tolls: frozenset[str]
    said: frozenset[str]
    plain: frozenset[str]


@cache
def lexicon() -> Lexicon:
    """The lexicon, read once."""
    raw = resources.files("onrecord.reference").joinpath("data/cues.yaml").read_bytes()
    data: dict[str, Any] = yaml.load(raw, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    groups: dict[tuple[str, str], list[CueGroup]] = {}
    for row in data["groups"]:
        fields = {name: row[name] for name in ("name", "part", "kind", "act", "holder", "outlet")}
        group = CueGroup(**fields, takes=frozenset(row["takes"]))
        for cue in dict.fromkeys(row["cues"]):
            groups.setdefault((group.part, str(cue)), []).append(group)
    return Lexicon(
        groups={key: tuple(found) for key, found in groups.items()},
        positive_implicatives=frozenset(data["implicatives"]["positive"]),
        negative_implicatives=frozenset(data["implicatives"]["negative"]),
        open_verbs=frozenset(data["open"]),
        open_nouns=frozenset(data["open_nouns"]),
        modals={str(word): value for value, words in data["modals"].items() for word in words},
        hedges={str(word): value for value, words in data["hedges"].items() for word in words},
        negators=frozenset(str(word) for word in data["negators"]),
        conditionals=frozenset(data["conditionals"]),
        light=frozenset(data["light"]),
        predicates={str(word): value for value, words in data["predicates"].items() for word in words},
        addressees=frozenset(data["addressees"]),
        documents=frozenset(data["documents"]),
        commenting=frozenset(data["commenting"]),
        addressing=frozenset(data["addressing"]["object"]),
        addressing_to=frozenset(data["addressing"]["to"]),
        calendar=frozenset(data["calendar"]),
        persons=frozenset(data["pronouns"]["person"]),
        groups_meant=frozenset(data["pronouns"]["group"]),
        happening=frozenset(data["happening"]),
        carriers=frozenset(data["carriers"]),
        harmless=frozenset(data["harmless"]),
        venues=frozenset(data["venues"]["media"]),
        platforms=frozenset(data["venues"]["platforms"]),
        giving=frozenset(data["tolls"]["verbs"]),
        said=frozenset(data["plain"]["certain"]),
        plain=frozenset(data["plain"]["others"]),
        tolls=frozenset(data["tolls"]["nouns"]),
    )


def groups_of(part: str, lemma: str, particle: str | None = None) -> tuple[CueGroup, ...]:
    """The groups of a cue by part (`PARTS`) and lemma; with a particle its own entry goes before the bare verb's."""
    table = lexicon().groups
    if particle:
        found = table.get((part, f"{lemma}_{particle}"))
        if found:
            return found
    return table.get((part, lemma), ())
