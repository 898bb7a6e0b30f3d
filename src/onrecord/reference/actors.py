"""Look-ups for actors: groups and organisations by name, titles, bodies of a state, seats of government, given names.

The data stand in `data/*.yaml`; the head of each file documents its format. Adding a name needs no Python.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from onrecord.reference.countries import countries, load_data
from onrecord.reference.own_actors import OwnRole, own_actors
from onrecord.reference.spelling import fold

SUPRANATIONAL = {
    "UNO": "United Nations",
    "EUR": "European Union",
    "IGO": None,
    "NGO": None,
    "IMG": None,
    "MNC": None,
    "ISM": None,
}
"""PLOVER's codes in place of a country, with the body each one names, if it names one."""


@dataclass(frozen=True, slots=True)
class KnownActor:
    """A group or organisation of the data files."""

    name: str
    kind: str
    country: str | None
    sector: str | None
    names: tuple[str, ...]
    exact: bool = False
    nouns: frozenset[str] = frozenset()
    """What reports call it without its name: "monitor", "charity", "watchdog"."""
    roles: tuple[OwnRole, ...] = ()

    def on(self, day: str | None) -> KnownActor:
        """The actor with its country and sector of a day: of the roles that it had then, the one that began last."""
        if not self.roles or day is None:
            return self
        held = [role for role in self.roles if role.holds(day)]
        if not held:
            return self
        return replace(self, country=held[-1].country or self.country, sector=held[-1].sector or self.sector, roles=())


@dataclass(frozen=True, slots=True)
class Holder:
    """One tenure of an office; `since` and `until` are ISO dates, `until` None where it went on when checked."""

    name: str
    names: tuple[str, ...]
    country: str
    sector: str | None
    role: str
    since: str
    until: str | None


@dataclass(frozen=True, slots=True)
class Titles:
    """What people are called by what they do; lower-case words, several words joined by one space."""

    offices: dict[str, tuple[str | None, str]]
    """Office -> PLOVER sector and family of offices that can mean the same post."""
    modifiers: frozenset[str]
    roles: dict[str, str | None]
    ranks: frozenset[str]
    honorifics: dict[str, str | None]
    female: frozenset[str]
    male: frozenset[str]


@dataclass(frozen=True, slots=True)
class Bodies:
    """Head nouns of collective actors; the fields are those of `bodies.yaml`."""

    forces: dict[str, str | None]
    governments: frozenset[str]
    ministries: dict[str, tuple[str, str]]
    offices: dict[str, tuple[str, str, str]]
    police: frozenset[str]
    legislatures: frozenset[str]
    courts: frozenset[str]
    media: frozenset[str]
    groups: frozenset[str]
    services: frozenset[str]
    populations: frozenset[str]
    armed: frozenset[str]
    documents: frozenset[str]
    called: frozenset[str]
    units: frozenset[str]
    armed_forces: dict[str, tuple[str, ...]]


@cache
def known_actors() -> tuple[KnownActor, ...]:
    """Every group, organisation, outlet and disputed entity of the user's own list and of the data files.

    Raises `UsageError` (E506, E507) where the user's list cannot be read or is not valid.
    """
    found = [
        KnownActor(
            name=own.name,
            kind=own.kind,
            country=own.country,
            sector=own.sector,
            names=(own.name, *own.also),
            exact=own.exact,
            nouns=frozenset(own.nouns),
            roles=own.roles,
        )
        for own in own_actors()
        if own.kind != "person"
    ]
    for rows, kind, sector in (
        (load_data("armed_groups"), "armed_group", "REB"),
        (load_data("organisations"), "ngo", None),
        (load_data("media"), "media", "JRN"),
        (load_data("disputed"), "government", "PRE"),
    ):
        for row in rows:
            names = tuple(dict.fromkeys(str(n) for n in (row["name"], *row.get("also", ()))))
            found.append(
                KnownActor(
                    name=str(row["name"]),
                    kind=row.get("kind", kind),
                    country=row.get("country"),
                    sector=row.get("sector", sector),
                    names=names,
                    exact=bool(row.get("exact")),
                    nouns=frozenset(row.get("is", ())),
                )
            )
    return tuple(found)


@cache
def _by_opening() -> dict[str, tuple[tuple[str, str, KnownActor], ...]]:
    """Names by their first two letters (lower case): name, lower-case name, actor; longest first."""
    found: dict[str, list[tuple[str, str, KnownActor]]] = {}
    for actor in known_actors():
        for name in actor.names:
            found.setdefault(name[:2].lower(), []).append((name, name.lower(), actor))
    return {key: tuple(sorted(rows, key=lambda r: -len(r[0]))) for key, rows in found.items()}


def known_at(text: str, start: int) -> tuple[int, KnownActor] | None:
    """The longest known name that begins at `start` of the text: its end and the actor, or None.

    A name written in capitals, of three letters or fewer, or marked exact is matched to the letter; any other one
    without regard to case, unless the text has it wholly in lower case. The name must end where a word ends.
    """
    for name, lower, actor in _by_opening().get(text[start : start + 2].lower(), ()):
        end = start + len(name)
        piece = text[start:end]
        if piece.lower() != lower:
            continue
        if piece != name and (actor.exact or name.isupper() or len(name) <= 3 or piece.islower()):
            continue
        if end < len(text) and (text[end].isalnum() or (text[end] in "-" and text[end + 1 : end + 2].isalnum())):
            # "Hamas-run" still names Hamas; "IS-linked" too: a hyphen before a lower-case word ends the name.
            following = text[end + 1 : end + 2]
            if text[end] != "-" or not following.islower():
                continue
        return end, actor
    return None


@cache
def titles() -> Titles:
    """The titles of `titles.yaml`."""
    data = load_data("titles")
    return Titles(
        offices={str(k): (v[0], str(v[1])) for k, v in data["offices"].items()},
        modifiers=frozenset(data["modifiers"]),
        roles={str(k): v for k, v in data["roles"].items()},
        ranks=frozenset(data["ranks"]),
        honorifics={str(k): v for k, v in data["honorifics"].items()},
        female=frozenset(data["female"]),
        male=frozenset(data["male"]),
    )


@cache
def bodies() -> Bodies:
    """The nouns of `bodies.yaml`."""
    data = load_data("bodies")
    plain = (
        *("governments", "police", "legislatures", "courts", "media", "groups", "services", "populations"),
        *("armed", "documents", "called", "units"),
    )
    return Bodies(
        forces={str(k): v for k, v in data["forces"].items()},
        ministries={str(k): (v[0], v[1]) for k, v in data["ministries"].items()},
        offices={str(k): (v[0], v[1], v[2]) for k, v in data["offices"].items()},
        armed_forces={str(k): tuple(v) for k, v in data["armed_forces"].items()},
        **{name: frozenset(map(str, data[name])) for name in plain},
    )


@cache
def _clauses() -> dict[str, frozenset[str]]:
    return {key: frozenset(words) for key, words in load_data("actor_clauses").items()}


def clause_words(name: str) -> frozenset[str]:
    """A word list of `actor_clauses.yaml` by its key. Raises KeyError."""
    return _clauses()[name]


@cache
def _metonyms() -> dict[str, Any]:
    data: dict[str, Any] = load_data("metonyms")
    return data


@cache
def capitals() -> dict[str, str]:
    """Capital, in every spelling of the data files -> country (alpha-3, or EUR)."""
    found = {c.capital: code for code, c in countries().items() if c.capital and c.capital != c.name}
    return {**found, **_metonyms()["capitals"]}


@cache
def seats() -> dict[str, str]:
    """Building or street that stands for a government -> country (alpha-3, or EUR)."""
    return dict(_metonyms()["seats"])


@cache
def ministry_seats() -> dict[str, tuple[str, str, str, str]]:
    """Building or place that stands for a ministry or force -> country, name, kind, sector."""
    return {k: tuple(v) for k, v in _metonyms()["armed"].items()}


@cache
def areas() -> dict[str, str]:
    """Part of a country with an administration of its own -> country (alpha-3)."""
    return dict(load_data("administrations"))


@cache
def _genders() -> dict[str, str]:
    data = load_data("first_names")
    male, female = set(data["male"].split()), set(data["female"].split())
    both = male & female
    found = dict.fromkeys(male - both, "m")
    found.update(dict.fromkeys(female - both, "f"))
    return {**{fold(name): gender for name, gender in found.items()}, **found}


def gender_of_name(given: str) -> str | None:
    """The gender that a given name usually tells, "m" or "f", or None where it tells none or is unknown."""
    table = _genders()
    return table.get(given.lower()) or table.get(fold(given))


@cache
def holders() -> tuple[Holder, ...]:
    """Every tenure of the persons of the user's own list and of `office_holders.yaml`."""
    found = [
        Holder(
            own.name,
            (own.name, *own.also),
            role.country or own.country or "",
            role.sector or own.sector,
            role.role,
            role.since or "0001-01-01",
            role.until,
        )
        for own in own_actors()
        if own.kind == "person"
        for role in own.roles
    ]
    mine = {row.name for row in found}
    for row in load_data("office_holders")["holders"]:
        name, also, country, sector, role, since, until = (part.strip() for part in f"{row} ".split("|")[:7])
        names = (name, *(n.strip() for n in also.split(";") if n.strip()))
        if name not in mine:
            found.append(Holder(name, names, country, sector or None, role, since, until or None))
    return tuple(found)


@cache
def _nations() -> dict[str, str]:
    rows = load_data("demonyms")
    found = {code: row["adj"][0] for code, row in rows.items() if row.get("adj")}
    # English uses the short form before a body's name: "US State Department", "UN Security Council".
    return {**found, "USA": "US", "GBR": "British", "UNO": "UN", "EUR": "EU"}


def listed(name: str) -> str | None:
    """Which list an actor's name stands on: "own", "package", or None where reports alone name it."""
    return _lists().get(name)


@cache
def _lists() -> dict[str, str]:
    found = {name: "package" for actor in known_actors() for name in actor.names}
    found |= {name: "package" for row in holders() for name in row.names}
    return found | {name: "own" for own in own_actors() for name in (own.name, *own.also)}


def forget() -> None:
    """Let go of what was read from the user's own list, so that the next look-up reads it again."""
    for table in (own_actors, known_actors, _by_opening, holders, _lists):
        table.cache_clear()


def nation_adjective(country: str) -> str | None:
    """The adjective that goes before a body of the country ("Ukrainian", "US"), or None."""
    return _nations().get(country)


def government_name(country: str) -> str | None:
    """ "Government of Ukraine" for an alpha-3 code, the body itself for a supranational one; None where unknown."""
    if country in SUPRANATIONAL:
        return SUPRANATIONAL[country]
    known = countries().get(country)
    if known is None:
        return None
    article = "the " if known.name in _ARTICLE else ""
    return f"Government of {article}{known.name}"


_ARTICLE = frozenset(
    {
        "United States",
        "United Kingdom",
        "United Arab Emirates",
        "Netherlands",
        "Philippines",
        "Czech Republic",
        "Democratic Republic of the Congo",
        "Republic of the Congo",
        "Central African Republic",
        "Dominican Republic",
        "Bahamas",
        "Gambia",
        "Maldives",
        "Comoros",
        "Marshall Islands",
        "Solomon Islands",
        "Seychelles",
    }
)
