"""Which place a name means: by the company that it keeps in the report.

Every name of a report holds a distribution over the gazetteer's entries for it. In a few rounds each entry gains from
the entries of the other names that lie near it, in its region or in its country; population counts last. A region or
country said beside the name ("X, Donetsk Oblast") and kind words ("city of X") decide before all that. One name means
one place throughout a report, but for a city and the region that is named after it.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from spacy.tokens import Doc

from onrecord.reading.places.evidence import within
from onrecord.reading.places.mentions import Mention
from onrecord.reference.countries import capitals
from onrecord.reference.gazetteer import Entry
from onrecord.reference.place_words import place_words
from onrecord.reference.spelling import fold

MOST_NAMES = 90
MOST_ENTRIES = 12
ROUNDS = 4
_SMALL_TOWN = 25_000
W = {
    "country_base": 2.8,
    "region_base": 1.9,
    "area_base": 2.1,
    "population": 2.4,
    "population_local": 1.0,
    "alternate": 0.7,
    "capital": 0.9,
    "country_name": 1.4,
    "named": 0.1,
    "named_share": 0.2,
    "region_named": 0.3,
    "adjective": 0.8,
    "home": 0.8,
    "near": 2.2,
    "near_gain": 0.8,
    "reach": 60.0,
    "region": 1.0,
    "region_gain": 0.8,
    "country": 0.5,
    "country_gain": 0.3,
    "sharp": 3.0,
    "contained": 3.0,
}
"""Weights of the evidence, fitted by hand on development data; the unit is that of a decade of population times 4."""
_KINDS = {
    "region": ("region", "area"),
    "settlement": ("settlement",),
    "district": ("district", "settlement"),
    "water": ("water",),
    "area": ("area", "region"),
    "facility": ("facility", "settlement"),
}


@dataclass(slots=True)
class Group:
    """All mentions of one name, with the entries that compete for it and their scores."""

    mentions: list[Mention]
    entries: list[Entry]
    fixed: np.ndarray
    """Score of each entry before the report's other names are heard."""


def at_home(doc: Doc) -> Counter[str]:
    """How much the words of public life ("sheriff", "councillor") say that a report is at home in a country, 0 to 1."""
    institutions = place_words().institutions
    found: Counter[str] = Counter()
    seen = {token.lower_ for token in doc}
    for code, words in institutions.items():
        found[code] = len(seen & words)
    most = max(found.values(), default=0)
    if most < 2:
        return Counter()
    return Counter({code: min(1.0, count / 4) for code, count in found.items() if count == most})


def countries_named(mentions: list[Mention]) -> Counter[str]:
    """How often each country is named or its adjective used; shared adjectives count for the usual country only."""
    named: Counter[str] = Counter()
    for mention in mentions:
        if mention.demonym:
            named[mention.countries[0]] += 1
        else:
            for entry in mention.entries[:2]:
                if entry.kind == "country" and entry.country:
                    named[entry.country] += 1
    return named


def base(entry: Entry, local: float = 0.0) -> float:
    """What a place has before any context: its kind and, for settlements, the logarithm of its population.

    `local`, 0 to 1, is how much the report is local news, in which a famous city's namesake nearby is the likelier.
    """
    if entry.kind == "country":
        value = W["country_base"]
    elif entry.kind == "region":
        value = W["region_base"] if entry.population >= 10**7 else 0.6
    elif entry.kind in ("area", "water", "facility"):
        value = W["area_base"]
    elif entry.kind == "district":
        value = 0.9
    else:
        slope = W["population"] - W["population_local"] * local
        value = slope * math.log10(entry.population + 10) / 7
        if entry.rank < 2 and _seat(entry.name) == entry.country:
            value += W["capital"] * (1 - local)
    return value - (0.0, 0.0, W["alternate"], 0.4)[entry.rank]


def _seat(name: str) -> str | None:
    """The country whose seat of government, or famous city, has a name."""
    short = name.split(",")[0]
    return capitals().get(name) or capitals().get(short) or place_words().famous.get(short)


def resolve(mentions: list[Mention], home: Counter[str]) -> None:
    """Choose an entry for every mention that has any; sets `chosen` and leaves it None where there is nothing.

    `home` is what `at_home` says of the report.
    """
    named = countries_named(mentions)
    regions = _regions_named(mentions)
    groups = _groups(mentions, named, regions, home)
    scores = _settle(groups)
    for group, score in zip(groups, scores, strict=True):
        for mention in group.mentions:
            own = score + np.array([_constraint(entry, mention) for entry in group.entries])
            mention.chosen = group.entries[int(np.argmax(own))]
    _leave_strangers(mentions, named)


def _leave_strangers(mentions: list[Mention], named: Counter[str]) -> None:
    """Leave a quarter of a town open where its namesakes lie in a country that the report does not speak of."""
    quarters = [m for m in mentions if m.kind == "district" and m.chosen is not None and m.chosen.kind == "settlement"]
    if not quarters or not named:
        return
    others = {m.chosen.country for m in mentions if m.chosen is not None and m not in quarters}
    for mention in quarters:
        if mention.chosen is not None and mention.chosen.country not in others and mention.chosen.country not in named:
            mention.chosen = None


def _regions_named(mentions: list[Mention]) -> set[tuple[str | None, str]]:
    """Regions whose name stands in the report and is nobody else's: (country, code)."""
    return {
        (entry.country, entry.code)
        for mention in mentions
        for entry in mention.entries
        if entry.kind == "region"
        and (len(mention.entries) == 1 or mention.kind == "region" or entry.population >= 10**7)
    }


def _constraint(entry: Entry, mention: Mention) -> float:
    value = 0.0
    if mention.kind is not None:
        value += 2.5 if entry.kind in _KINDS.get(mention.kind, ()) else 0.0
        if entry.kind == mention.kind:
            value += 0.5
    if mention.container is not None and any(within(entry, outer) for outer in mention.container.entries):
        value += 4.0
    return value


def _groups(
    mentions: list[Mention], named: Counter[str], regions: set[tuple[str | None, str]], home: Counter[str]
) -> list[Group]:
    by_name: dict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        if mention.entries and not mention.demonym:
            by_name[fold(mention.key)].append(mention)
    most = max(named.values(), default=1)
    adjectives = {mention.countries[0] for mention in mentions if mention.demonym}
    local = max(home.values(), default=0.0) * (1.0 if len(named) <= 2 else 0.4)
    groups = []
    for same in sorted(by_name.values(), key=lambda m: -len(m)):
        scored = []
        containers = {m.container.key: m.container for m in same if m.container}.values()
        plain = _names_country(same[0].entries)
        for entry in same[0].entries:
            value = base(entry, local)
            if plain and entry.kind == "country":
                value += W["country_name"] * (1 - local)
            if entry.kind != "country" and entry.country and entry.country in named:
                value += W["named"] + W["named_share"] * named[entry.country] / most
            elif entry.country in adjectives:
                value += W["adjective"]
            if entry.country and entry.country in home and entry.kind != "country":
                value += W["home"] * home[entry.country]
            if entry.kind != "region" and entry.code and (entry.country, entry.code) in regions:
                value += W["region_named"]
            if any(within(entry, outer) for container in containers for outer in container.entries):
                value += W["contained"]
            scored.append((value, entry))
        scored.sort(key=lambda pair: -pair[0])
        scored = scored[:MOST_ENTRIES]
        groups.append(Group(same, [e for _, e in scored], np.array([v for v, _ in scored])))
    return groups


def _names_country(entries: Sequence[Entry]) -> bool:
    """Whether a name is that of a country and otherwise of small towns alone, as "Sudan" and "Colombia" are."""
    if not any(entry.kind == "country" for entry in entries):
        return False
    return all(
        entry.kind in ("country", "settlement") and entry.population < _SMALL_TOWN
        for entry in entries
        if entry.kind != "country"
    )


def _settle(groups: list[Group]) -> list[np.ndarray]:
    """Scores of every group's entries after the rounds; beyond `MOST_NAMES`, the rarer only hear."""
    if not groups:
        return []
    speaking = groups[:MOST_NAMES]
    own = _columns(speaking)
    belief = [_softmax(group.fixed) for group in groups]
    kernels = []
    for at in range(0, len(groups), MOST_NAMES):
        part = groups[at : at + MOST_NAMES]
        kernels.append(_kernel(_columns(part), own, same=at == 0))
    weight = np.concatenate([np.full(len(g.entries), min(1.6, 0.7 + 0.3 * len(g.mentions))) for g in speaking])
    scores = [group.fixed for group in groups]
    for _ in range(ROUNDS):
        said = np.concatenate(belief[: len(speaking)]) * weight
        support = np.concatenate([_heard(kernel, said) for kernel in kernels])
        at = 0
        for i, group in enumerate(groups):
            scores[i] = group.fixed + support[at : at + len(group.entries)]
            belief[i] = _softmax(scores[i])
            at += len(group.entries)
    return scores


def _heard(kernel: tuple[np.ndarray, np.ndarray, np.ndarray], said: np.ndarray) -> np.ndarray:
    """What each entry gains from the beliefs about the other names: by nearness, region and country, each bounded."""
    near, region, country = kernel
    gain = W["near"] * np.tanh(W["near_gain"] * (near @ said))
    gain += W["region"] * np.tanh(W["region_gain"] * (region @ said))
    return gain + W["country"] * np.tanh(W["country_gain"] * (country @ said))


def _softmax(values: np.ndarray) -> np.ndarray:
    raised = np.exp((values - values.max()) * W["sharp"])
    return raised / raised.sum()


@dataclass(slots=True)
class _Columns:
    group: np.ndarray
    latitude: np.ndarray
    longitude: np.ndarray
    radius: np.ndarray
    country: np.ndarray
    region: np.ndarray


def _columns(groups: list[Group]) -> _Columns:
    entries = [entry for group in groups for entry in group.entries]
    nowhere = float("nan")
    return _Columns(
        group=np.array([i for i, group in enumerate(groups) for _ in group.entries]),
        latitude=np.radians([nowhere if e.latitude is None else e.latitude for e in entries]),
        longitude=np.radians([nowhere if e.longitude is None else e.longitude for e in entries]),
        radius=np.array([e.radius or 0.0 if e.kind != "country" else nowhere for e in entries]),
        country=np.array([_code(e.country) for e in entries]),
        region=np.array([_code((e.country or "") + " " + e.code) if e.code else -1 for e in entries]),
    )


def _code(name: str | None) -> int:
    """A number for a short code, the same in every table: its letters read in base 40."""
    value = 0
    for c in name or "":
        value = (value * 41 + ord(c) % 41) % (2**61 - 1)
    return value if name else -1


def _kernel(a: _Columns, b: _Columns, *, same: bool) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """How much each entry of `b` speaks for each of `a`: nearness, same region, same country; zero within one name."""
    half = np.sin((a.latitude[:, None] - b.latitude[None, :]) / 2) ** 2
    half += (
        np.cos(a.latitude)[:, None]
        * np.cos(b.latitude)[None, :]
        * np.sin((a.longitude[:, None] - b.longitude[None, :]) / 2) ** 2
    )
    distance = 12742 * np.arcsin(np.sqrt(np.clip(half, 0, 1)))
    near = np.nan_to_num(np.exp(-distance / (W["reach"] + 0.5 * (a.radius[:, None] + b.radius[None, :]))))
    region = ((a.region[:, None] == b.region[None, :]) & (a.region[:, None] != -1)).astype(float)
    country = ((a.country[:, None] == b.country[None, :]) & (a.country[:, None] != -1)).astype(float)
    if same:
        other = a.group[:, None] != b.group[None, :]
        near, region, country = near * other, region * other, country * other
    return near, region, country
