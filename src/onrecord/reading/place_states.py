"""States that a report names only through their places: whoever is hit in "the Somali town" needs a name."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.model import Actor, ActorMention, Place
from onrecord.reference.countries import countries

_STATES = frozenset({"state", "government", "military", "population", "legislature"})


def states_of_places(actors: Sequence[Actor], places: Sequence[Place]) -> list[Actor]:
    """An actor of kind `state` for every country named by its name or nationality that no actor stands for yet.

    Names of towns and regions alone make no actor: the report must name the country. The country names are those of
    ISO 3166-1.
    """
    known = {a.country for a in actors if a.kind in _STATES}
    mentions: dict[str, list[ActorMention]] = {}
    for place in places:
        code = place.country
        if code is None or code in known or not (place.form == "demonym" or place.kind == "country"):
            continue
        mentions.setdefault(code, []).append(
            ActorMention(start=place.start, end=place.end, text=place.text, form="name")
        )
    table = countries()
    return [
        Actor(
            id=f"state-{code}",
            by="rule:place",
            inferred=True,
            name=table[code].name,
            kind="state",
            country=code,
            sector="GOV",
            mentions=tuple(found),
        )
        for code, found in mentions.items()
        if code in table
    ]
