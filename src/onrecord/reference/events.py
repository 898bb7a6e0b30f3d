"""The event lexicon: which words name an event of which type, under which conditions, and who stands where.

The entries are data (`data/events/*.yaml`, one file a type; the format is described in `classes.yaml`). They are
indexed by the lemma of the word that a token must have, so that a reader looks up each token once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

Words = tuple[str, ...]
"""Lemmas and class names (`@weapon`); a token fits one of them."""

_CONDITIONS = {
    "object_is",
    "not_object",
    "subject_is",
    "with",
    "with_not",
    "comp_is",
    "not_comp",
    "xcomp_is",
    "mod_is",
    "not_mod",
    "not_in",
    "of_is",
    "from_is",
    "object_mod_not",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One word of the lexicon with its conditions and roles."""

    lemma: str
    pos: str
    """`verb`, `noun` or `adjective`."""
    particle: str | None
    """The second word of a verb of two words: a particle, an adverb or a preposition."""
    type: str
    mode: str | None
    conditions: Mapping[str, Words]
    flags: frozenset[str]
    """Of `_FLAGS`: comp, clause, plural, in_light_verb, casualty, reverse, speaker and the like."""
    to: Words
    subject: str
    object: str
    mutual: str
    """`no`, `yes` or `if_plural`."""
    example: str
    key: str = field(compare=False, default="")

    @property
    def specific(self) -> int:
        """How many conditions stand on it: the more, the earlier it is tried."""
        return (
            len(self.conditions)
            + len(self.flags & {"comp", "comp_any", "plural", "in_light_verb", "reflexive"})
            + bool(self.particle)
        )


@dataclass(frozen=True, slots=True)
class EventLexicon:
    """All entries by the lemma of their first word, and the word classes that conditions name."""

    verbs: Mapping[str, tuple[Entry, ...]]
    nouns: Mapping[str, tuple[Entry, ...]]
    adjectives: Mapping[str, tuple[Entry, ...]]
    classes: Mapping[str, frozenset[str]]
    support: frozenset[str]
    """Verbs that only carry a noun of event, their subject being its actor: "launched an attack"."""
    reverse_support: frozenset[str]
    """The same with the subject as recipient: "suffered an attack"."""
    verb_forms: Mapping[str, str]
    """Regular inflected forms of the verbs, so that a lemma does not hang on a tag."""
    noun_forms: Mapping[str, str]

    def lemma_of(self, form: str, lemma: str, *, noun: bool) -> str:
        """The lexicon's lemma of a lower-case word form, or `lemma` where it knows none."""
        own = self.nouns if noun else self.verbs
        if lemma in own:
            return lemma
        return (self.noun_forms if noun else self.verb_forms).get(form, lemma)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Every entry, verbs first."""
        return tuple(
            e for table in (self.verbs, self.nouns, self.adjectives) for group in table.values() for e in group
        )


_FLAGS = {
    "comp",
    "comp_any",
    "clause",
    "plural",
    "in_light_verb",
    "casualty",
    "reverse",
    "reverse_roles",
    "speaker",
    "background",
    "no_inside",
    "not_predicate",
    "reflexive",
    "place_is_recipient",
    "by_only",
    "with_verb",
    "needs_actor",
    "threat_check",
    "active",
    "or_plural",
    "other_subject",
    "own_subject",
    "modal",
    "speaker_only",
    "copular",
    "demanding",
    "speaker_will",
    "cannot",
}


@cache
def event_lexicon() -> EventLexicon:
    """The lexicon, read once."""
    folder = files("onrecord.reference") / "data" / "events"
    entries: list[Entry] = []
    for item in sorted(folder.iterdir(), key=lambda x: x.name):
        if item.name.endswith(".yaml") and item.name != "classes.yaml":
            data = load_yaml(item.read_text(encoding="utf-8"))
            entries += [
                make_entry(raw, data, f"{item.name[:-5]}:{number}") for number, raw in enumerate(data["entries"], 1)
            ]
    return make_lexicon(entries, _classes())


def load_yaml(text: str) -> Any:
    """The content of a YAML text, with the fast loader where it is built in."""
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


@cache
def _classes() -> Any:
    text = files("onrecord.reference").joinpath("data", "events", "classes.yaml").read_text(encoding="utf-8")
    return load_yaml(text)


def word_list(name: str) -> frozenset[str]:
    """The words of a list of `classes.yaml` by its name. Raises KeyError."""
    return frozenset(_classes()["lists"][name])


def make_lexicon(entries: Iterable[Entry], classes: Mapping[str, Any]) -> EventLexicon:
    """Entries indexed by part of speech and lemma, those with the most conditions first."""
    tables: dict[str, dict[str, list[Entry]]] = {"verb": {}, "noun": {}, "adjective": {}}
    for entry in entries:
        tables[entry.pos].setdefault(entry.lemma, []).append(entry)
    ordered = {
        pos: {lemma: tuple(sorted(group, key=lambda e: -e.specific)) for lemma, group in table.items()}
        for pos, table in tables.items()
    }
    return EventLexicon(
        ordered["verb"],
        ordered["noun"],
        ordered["adjective"],
        {name: frozenset(words) for name, words in classes["classes"].items()},
        frozenset(classes["support_verbs"]["plain"]),
        frozenset(classes["support_verbs"]["reverse"]),
        {form: lemma for lemma in ordered["verb"] for form in _verb_forms(lemma)},
        {form: lemma for lemma in ordered["noun"] for form in _plurals(lemma)},
    )


def _plurals(noun: str) -> tuple[str, str]:
    """A noun and its regular plural."""
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun, noun[:-1] + "ies"
    if noun.endswith(("s", "sh", "ch", "x", "z")):
        return noun, noun + "es"
    return noun, noun + "s"


def _verb_forms(verb: str) -> tuple[str, ...]:
    """The regular forms of a verb in British and American spelling."""
    third = _plurals(verb)[1]
    if verb.endswith("e"):
        stems: tuple[str, ...] = (verb[:-1],)
    elif verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return verb, third, verb[:-1] + "ied", verb + "ing"
    elif len(verb) > 2 and verb[-1] not in "aeiouwxy" and verb[-2] in "aeiou" and verb[-3] not in "aeiou":
        stems = (verb, verb + verb[-1])
    else:
        stems = (verb,)
    return (verb, third, *(stem + ending for stem in stems for ending in ("ed", "ing")))


def make_entry(raw: Mapping[str, Any], defaults: Mapping[str, Any], key: str) -> Entry:
    """An entry from its row of YAML and the defaults of its file."""
    pos = next(p for p in ("verb", "noun", "adjective") if p in raw)
    lemma, _, particle = str(raw[pos]).partition(" ")
    merged = {**{k: v for k, v in defaults.items() if k not in ("entries", "of_recipient")}, **raw}
    to = tuple(merged.get("to", ()))
    if lemma in defaults.get("of_recipient", ()) and "of" not in to:
        to += ("of",)
    mutual = merged.get("mutual", False)
    return Entry(
        lemma=lemma,
        pos=pos,
        particle=particle or (None if raw.get("particle") in (None, "none") else str(raw["particle"])),
        type=merged["type"],
        mode=merged.get("mode"),
        conditions={name: tuple(merged[name]) for name in _CONDITIONS if name in merged},
        flags=frozenset(name for name in _FLAGS if merged.get(name)),
        to=to,
        subject=merged.get("subject", "actor"),
        object=merged.get("object", "recipient"),
        mutual="if_plural" if mutual == "if_plural" else "yes" if mutual else "no",
        example=merged["example"],
        key=key,
    )
