"""How two places of happenings stand to one another."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from math import asin, cos, radians, sin, sqrt

from onrecord.record.actors import folded
from onrecord.reference.generic_words import generic_words

NEAR_KM = 15.0
FAR_KM = 60.0


@dataclass(slots=True)
class Place:
    """Where a mention says that it happened: degrees and kilometres; `country` alpha-3."""

    name: str
    kind: str | None
    country: str | None
    admin1: str | None
    latitude: float | None
    longitude: float | None
    radius: float


WIDEST_KM = 250.0
"""Radius above which an area says no more of where something happened than a country does."""


def below_country(place: Place) -> bool:
    """Whether the place is smaller than a country: a region always, an area (a sea, a continent) where it is small."""
    return place.kind == "region" or (place.kind != "country" and place.radius <= WIDEST_KM)


_WIDE = ("region", "area")


def standing(p: Place, q: Place) -> str:
    """How two places stand: `same`, `near`, `within` (one holds the other), `beside`, `far`, or `unknown`."""
    if spelled(p.name) == spelled(q.name):
        return "same"
    if p.latitude is None or q.latitude is None:
        if place_key(p.name) == place_key(q.name):
            return "within"
        return "within" if p.admin1 and p.admin1 == q.admin1 else "unknown"
    wide = [x for x in (p, q) if x.kind in _WIDE]
    apart = kilometres(p, q)
    if not wide:
        return "near" if apart <= NEAR_KM else "beside" if apart <= FAR_KM else "far"
    if len(wide) == 1 and p.admin1 and q.admin1:
        if p.admin1 == q.admin1:
            return "within"
        return "beside" if apart <= FAR_KM + wide[0].radius else "far"
    small, large = sorted((p.radius, q.radius))
    if len(wide) == 2 and small > large / 2:
        return "beside" if apart <= small + large else "far"
    return "within" if apart <= large else "beside" if apart <= FAR_KM + large else "far"


@cache
def place_key(name: str) -> str:
    """The telling words of a place's name: a region, its city and a plant that bear one name share it."""
    words = [word for word in folded(name).split() if word not in generic_words().grounds]
    return spelled(" ".join(words) or name)


LEAST_CONSONANTS = 4
"""Consonants from which a name is told by them and by where vowels stand; shorter names keep the kind of each vowel."""

_ARTICLE = re.compile(r"\b(?:(?:al|el|ul)|a[dnrstz]|e[dnrstz]|ash|esh)[ -](?=[a-z]{3})")
_ONE_SOUND = (
    *(("sch", "s"), ("sh", "s"), ("ch", "s"), ("kh", "k"), ("gh", "g"), ("ph", "f"), ("th", "t"), ("dh", "d")),
    *(("ts", "s"), ("tz", "s"), ("ck", "k"), ("q", "k"), ("c", "k"), ("x", "ks"), ("j", "g")),
)
_VOWEL = str.maketrans("eiyouw", "iiiuuu")


@cache
def spelled(name: str) -> str:
    """The sounds of a name, so that transliterations of one name are the same: the article, doubled letters, the kind
    and length of vowels and a final -a, -ah or -eh tell nothing, and sh and ch, kh and k, q and k are one sound each.

    >>> spelled("Rashideen") == spelled("al-Rashidin")
    True
    """
    text = _ARTICLE.sub("", name.casefold())
    text = "".join(char for char in folded(text) if char.isalnum())
    for sound, letter in _ONE_SOUND:
        text = text.replace(sound, letter)
    text = _DOUBLED.sub(r"\1", text.translate(_VOWEL))
    # A vowel and what glides after it are one: ay, ei and i; ou, u and aw.
    text = _GLIDE.sub(lambda match: match.group()[-1], text)
    text = _FINAL.sub("", text) if len(text) > 3 else text
    if sum(char not in "aiu" for char in text) < LEAST_CONSONANTS:
        return text
    return _VOWELS.sub("*", text)


_DOUBLED = re.compile(r"([a-z])\1+")
_VOWELS = re.compile("[aiu]+")
_GLIDE = re.compile("[aiu]{2,}")
_FINAL = re.compile("(?:[ai]h?)$")


def kilometres(p: Place, q: Place) -> float:
    """Great-circle distance of two places."""
    assert p.latitude is not None and p.longitude is not None and q.latitude is not None and q.longitude is not None
    a, b, c, d = map(radians, (p.latitude, p.longitude, q.latitude, q.longitude))
    h = sin((c - a) / 2) ** 2 + cos(a) * cos(c) * sin((d - b) / 2) ** 2
    return 12742 * asin(min(1.0, sqrt(h)))
