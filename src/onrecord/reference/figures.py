"""Words of numbers, of what they count and of what happened to it: the lexicons that figures are read with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_DATA = Path(__file__).parent / "data"

MEASURES = (
    "killed",
    "injured",
    "missing",
    "captured",
    "displaced",
    "launched",
    "downed",
    "hit",
    "destroyed",
    "damaged",
    "deployed",
    "supplied",
)
"""Measures that a predicate gives; money, territory, duration, share and other come from units and nouns."""


def _load(name: str) -> Any:
    return yaml.load((_DATA / name).read_text("utf-8"), Loader=yaml.CSafeLoader)


@dataclass(frozen=True)
class NumberWords:
    """Words that make numbers; the fields are those of figure_numbers.yaml."""

    cardinals: Mapping[str, int]
    scales: Mapping[str, int]
    glued: Mapping[str, int]
    vague: Mapping[str, tuple[int, int]]
    vague_units: Mapping[str, tuple[int, int]]
    units: Mapping[str, int]
    few: Mapping[tuple[str, ...], tuple[int, int]]
    fractions: Mapping[str, float]
    before: Mapping[tuple[str, ...], str]
    after: Mapping[tuple[str, ...], str]
    changing: frozenset[str]
    passing: frozenset[str]
    zero: frozenset[tuple[str, ...]]


@cache
def number_words() -> NumberWords:
    """The words of figure_numbers.yaml."""
    data = _load("figure_numbers.yaml")

    def phrases(table: Mapping[str, list[str]]) -> dict[tuple[str, ...], str]:
        return {tuple(phrase.split()): bound for bound, list_ in table.items() for phrase in list_}

    return NumberWords(
        cardinals=data["cardinals"],
        scales=data["scales"],
        glued=data["glued"],
        vague={word: (low, high) for word, (low, high) in data["vague"].items()},
        vague_units={word: (low, high) for word, (low, high) in data["vague_units"].items()},
        units=data["units"],
        few={tuple(phrase.split()): (low, high) for phrase, (low, high) in data["few"].items()},
        fractions=data["fractions"],
        before=phrases(data["before"]),
        after=phrases(data["after"]),
        changing=frozenset(data["changing"].split()),
        passing=frozenset(data["passing"]),
        zero=frozenset(tuple(phrase.split()) for phrase in data["zero"]),
    )


@cache
def predicates() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Measures by role (object, subject, nominal, state, noun) and lemma, in the order of `MEASURES`."""
    data = _load("figure_predicates.yaml")
    out: dict[str, dict[str, tuple[str, ...]]] = {}
    for measure in MEASURES:
        for role, words in data[measure].items():
            table = out.setdefault(role, {})
            for word in words.split():
                table[word] = (*table.get(word, ()), measure)
    return out


@cache
def nouns(kind: str) -> frozenset[str]:
    """The lemmas of one kind in figure_nouns.yaml. Raises `KeyError` where there is no such kind."""
    return frozenset(_noun_table()[kind].split())


@cache
def _noun_table() -> Mapping[str, str]:
    return _load("figure_nouns.yaml")  # type: ignore[no-any-return]


@dataclass(frozen=True)
class Units:
    """Units of measured numbers; the fields are those of figure_units.yaml."""

    currencies: Mapping[str, str]
    national: Mapping[str, str]
    signs: Mapping[str, tuple[str, str]]
    physical: Mapping[str, tuple[str, str]]
    areas: frozenset[str]
    time: frozenset[str]
    percent: frozenset[str]


@cache
def units() -> Units:
    """The units of figure_units.yaml."""
    data = _load("figure_units.yaml")
    return Units(
        currencies=data["currencies"],
        national=data["national"],
        signs={sign: (code, lemma) for sign, (code, lemma) in data["signs"].items()},
        physical={word: (unit, lemma) for word, (unit, lemma) in data["physical"].items()},
        areas=frozenset(data["areas"]),
        time=frozenset(data["time"].split()),
        percent=frozenset(data["percent"]),
    )
