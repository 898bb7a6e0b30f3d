"""The words beside a name that say whether it means a place: `data/place_words.yaml`, loaded once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from onrecord.reference.countries import load_data


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """The lists of `data/place_words.yaml`, whose head describes each of them."""

    before_of: dict[str, str]
    after: dict[str, str | None]
    facility: frozenset[str]
    camp: frozenset[str]
    local: frozenset[str]
    blocked: frozenset[str]
    org_heads: frozenset[str]
    titles: frozenset[str]
    place_prepositions: dict[str, float]
    directions: dict[str, tuple[float, float]]
    ambiguous: frozenset[str]
    metonym_verbs: frozenset[str]
    metonym_objects: frozenset[str]
    metonym_givers: frozenset[str]
    metonym_prepositions: frozenset[str]
    metonym_heads: frozenset[str]
    institutions: dict[str, frozenset[str]]
    famous: dict[str, str]


@cache
def place_words() -> PlaceWords:
    """Every list, its words in lower case."""
    rows = load_data("place_words")
    sets = {name: frozenset(str(word) for word in row) for name, row in rows.items() if isinstance(row, list)}
    return PlaceWords(
        before_of=rows["before_of"],
        after=rows["after"],
        place_prepositions=rows["place_prepositions"],
        directions={word: (row[0], row[1]) for word, row in rows["directions"].items()},
        famous=dict(rows["famous"]),
        institutions={code: frozenset(row) for code, row in rows["institutions"].items()},
        **sets,
    )
