"""From resolved mentions to the places of a reading."""

from __future__ import annotations

import math
from collections import Counter
from typing import Any

from onrecord.model import Place
from onrecord.reading.places.mentions import Mention
from onrecord.reference.countries import countries
from onrecord.reference.gazetteer import Entry, Gazetteer

Towns = dict[tuple[str | None, str], list[Entry]]


def to_places(text: str, mentions: list[Mention], gazetteer: Gazetteer) -> list[Place]:
    """One place a mention, in order, with provisional ids; where two would overlap, the earlier and longer stays."""
    found: Counter[str] = Counter()
    for mention in mentions:
        if mention.demonym:
            found[mention.countries[0]] += 1
        elif mention.chosen is not None and mention.chosen.country:
            found[mention.chosen.country] += 1
    usual = _usual(mentions)
    towns = _towns(mentions)
    places: list[Place] = []
    end = 0
    for mention in sorted(mentions, key=lambda m: (m.wide or (m.start, m.end))[0]):
        start, stop = mention.wide or (mention.start, mention.end)
        if start < end:
            start = mention.start
        if start < end or start >= stop:
            continue
        end = stop
        values = (
            _demonym(mention, found) if mention.demonym else _name(mention, text[start:stop], towns, usual, gazetteer)
        )
        places.append(Place(id=f"p{len(places) + 1}", start=start, end=stop, text=text[start:stop], **values))
    return places


def _towns(mentions: list[Mention]) -> Towns:
    """The report's settlements, each once, by country and region."""
    found: dict[int, Entry] = {}
    for mention in mentions:
        entry = mention.chosen
        if entry is not None and entry.kind == "settlement" and entry.latitude is not None:
            found[entry.id] = entry
    towns: Towns = {}
    for entry in found.values():
        towns.setdefault((entry.country, entry.code), []).append(entry)
    return towns


def _usual(mentions: list[Mention]) -> str | None:
    """The country of at least two thirds of the report's places below countries; without any, its one named country."""
    chosen = [m.chosen for m in mentions if m.chosen is not None and m.chosen.country]
    inner = Counter(entry.country for entry in chosen if entry.kind != "country")
    outer = {entry.country for entry in chosen if entry.kind == "country"}
    if inner:
        code, count = inner.most_common(1)[0]
        return code if count * 3 >= inner.total() * 2 else None
    return outer.pop() if len(outer) == 1 else None


def _demonym(mention: Mention, found: Counter[str]) -> dict[str, Any]:
    code = max(mention.countries, key=lambda c: found[c]) if len(mention.countries) > 1 else mention.countries[0]
    country = countries()[code]
    return {
        "form": "demonym",
        "name": country.name,
        "kind": "country",
        "country": code,
        "latitude": country.latitude,
        "longitude": country.longitude,
        "resolved": True,
        "by": "places.demonym",
    }


def _name(mention: Mention, text: str, towns: Towns, usual: str | None, gazetteer: Gazetteer) -> dict[str, Any]:
    entry = mention.chosen
    if entry is None:
        return _unknown(mention, text, usual)
    values = _entry(entry, mention.by)
    if mention.facility:
        values |= {
            "name": " ".join(text.split()),
            "kind": "settlement" if mention.facility == "camp" else "facility",
            "geonameid": None,
            "radius_km": 15.0,
            "inferred": True,
        }
    elif mention.direction is not None:
        values |= _shifted(entry, mention.direction, " ".join(text.split()))
    elif mention.kind == "district" and entry.kind == "settlement":
        values["kind"] = "district"
    if entry.kind == "district" and entry.latitude is None:
        values |= _from_company(entry, towns, gazetteer)
    return values


def _entry(entry: Entry, by: str) -> dict[str, Any]:
    return {
        "name": entry.name,
        "kind": entry.kind,
        "country": entry.country,
        "admin1": entry.admin1,
        "geonameid": entry.geonameid,
        "latitude": entry.latitude,
        "longitude": entry.longitude,
        "radius_km": entry.radius,
        "resolved": True,
        "by": by if entry.rank < 3 else "places.sound",
    }


def _unknown(mention: Mention, text: str, usual: str | None) -> dict[str, Any]:
    kind = None
    if mention.facility:
        kind = "settlement" if mention.facility == "camp" else "facility"
    elif mention.kind:
        kind = mention.kind
    return {
        "name": " ".join(text.split()),
        "kind": kind,
        "country": usual,
        "inferred": usual is not None,
        "resolved": False,
        "by": mention.by,
    }


def _shifted(entry: Entry, direction: tuple[float, float], name: str) -> dict[str, Any]:
    """A part of a region or country: its middle half-way to the edge, with three fifths of the radius."""
    if entry.latitude is None or entry.longitude is None or not entry.radius:
        return {"name": name, "kind": "area", "geonameid": None}
    north, east = direction
    degrees = entry.radius / 2 / 111.2
    latitude = max(-89.0, min(89.0, entry.latitude + north * degrees))
    longitude = entry.longitude + east * degrees / max(0.2, math.cos(math.radians(entry.latitude)))
    return {
        "name": name,
        "kind": "area",
        "geonameid": None,
        "latitude": round(latitude, 3),
        "longitude": round((longitude + 180) % 360 - 180, 3),
        "radius_km": round(entry.radius * 0.6, 1),
    }


def _from_company(entry: Entry, towns: Towns, gazetteer: Gazetteer) -> dict[str, Any]:
    """A district without coordinates: the middle of the report's settlements in its region, else that of the region.

    Both are marked as carried over, and the radius says how far off they may be.
    """
    near = towns.get((entry.country, entry.code))
    if not near:
        region = gazetteer.region(entry.country, entry.code) if entry.country else None
        if region is None or region.latitude is None:
            return {}
        values: dict[str, Any] = {
            "latitude": region.latitude,
            "longitude": region.longitude,
            "radius_km": region.radius,
        }
        return values | {"inferred": True}
    latitude = sum(e.latitude or 0.0 for e in near) / len(near)
    longitude = sum(e.longitude or 0.0 for e in near) / len(near)
    return {"latitude": round(latitude, 2), "longitude": round(longitude, 2), "radius_km": 80.0, "inferred": True}
