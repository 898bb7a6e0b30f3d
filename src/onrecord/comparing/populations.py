"""Who or what a count is of, by the noun that is counted."""

from __future__ import annotations

_CHILDREN = frozenset(
    {"schoolchildren"}
    | {
        "child",
        "kid",
        "boy",
        "girl",
        "schoolchild",
        "schoolchildren",
        "student",
        "pupil",
        "baby",
        "infant",
        "toddler",
        "minor",
    }
)
_WOMEN = frozenset({"woman", "mother"})
_ANYONE = frozenset(
    {
        "person",
        "people",
        "civilian",
        "resident",
        "victim",
        "dead",
        "body",
        "other",
        "individual",
        "man",
        "total",
        "inhabitant",
        "villager",
        "local",
        "citizen",
        "death",
        "fatality",
        "casualty",
    }
)
_STRIKES = frozenset({"strike", "airstrike", "air strike", "raid", "air raid", "bombing", "attack"})
_FLYING = frozenset({"drone", "uav", "vehicle", "unmanned aerial vehicle", "quadcopter"})


def population(counted: str | None) -> str | None:
    """`children`, `women`, `drones`, `strikes` or the noun itself; None for people of any kind."""
    if counted is None or counted in _ANYONE:
        return None
    for name, words in (("children", _CHILDREN), ("women", _WOMEN), ("drones", _FLYING), ("strikes", _STRIKES)):
        if counted in words:
            return name
    return counted
