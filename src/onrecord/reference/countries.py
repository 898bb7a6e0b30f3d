"""Countries by name, abbreviation and word of nationality.

The words stand in `data/countries.yaml` and `data/demonyms.yaml`, written for this project; ISO 3166-1 alpha-2 and
official names come from pycountry.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

_SAME_PLURAL = ("ese", "sh", "ch", "ss", "s", "x", "z", "men", "Lao", "é", "be")


@dataclass(frozen=True, slots=True)
class Country:
    """A country or territory: codes of ISO 3166-1, usual names, seat of government, middle (degrees)."""

    alpha3: str
    name: str
    names: tuple[str, ...]
    past: tuple[str, ...]
    capital: str | None
    latitude: float
    longitude: float


def load_data(name: str) -> Any:
    """The content of `reference/data/<name>.yaml`."""
    text = files("onrecord.reference").joinpath("data").joinpath(f"{name}.yaml").read_text(encoding="utf-8")
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


@cache
def countries() -> dict[str, Country]:
    """Every country and territory of the data file, by alpha-3 code."""
    return {
        code: Country(
            alpha3=code,
            name=row["name"],
            names=(row["name"], *row.get("also", ())),
            past=tuple(row.get("past", ())),
            capital=row.get("capital"),
            latitude=row["at"][0],
            longitude=row["at"][1],
        )
        for code, row in load_data("countries").items()
    }


@cache
def country_names() -> dict[str, str]:
    """Alpha-3 code by every name and abbreviation, capitals as written ("US", "Russian Federation", "Soviet Union")."""
    found: dict[str, str] = {}
    for code, country in countries().items():
        for name in (*country.names, *country.past):
            found.setdefault(name, code)
    return found


@cache
def demonyms() -> dict[str, tuple[str, ...]]:
    """Alpha-3 codes by word of nationality, capitals as written, plurals included; the usual country first."""
    found: dict[str, list[str]] = {}
    for code, row in load_data("demonyms").items():
        singular = [*row.get("adj", ()), *row.get("noun", ()), *row.get("region", ())]
        plural = [
            word + "s"
            for word in singular
            if not word.endswith(_SAME_PLURAL) and (word in row.get("noun", ()) or not word.endswith("ic"))
        ]
        for word in dict.fromkeys([*singular, *plural, *row.get("people", ())]):
            codes = found.setdefault(word, [])
            if code not in codes:
                codes.append(code)
    return {word: tuple(codes) for word, codes in found.items() if word not in country_names()}


@cache
def _regional_demonyms() -> frozenset[str]:
    return frozenset(
        form for row in load_data("demonyms").values() for word in row.get("region", ()) for form in (word, word + "s")
    )


def is_regional_demonym(word: str) -> bool:
    """Whether the word names people of a part of a country ("Crimean", "Gazan"), not of the whole of it."""
    return word in _regional_demonyms()


def country_of_demonym(word: str) -> str | None:
    """Alpha-3 code of the country that an adjective or noun of nationality points to, or None.

    "Turkish", "Turks", "TURKISH" → TUR; where several countries share the word, the usual one ("Congolese" → COD).
    """
    known = demonyms()
    codes = known.get(word)
    if codes is None and (word.isupper() or word.islower()):
        codes = known.get(word.title())
    return codes[0] if codes else None


def demonym_countries(word: str) -> tuple[str, ...]:
    """Every country that shares a word of nationality, the usual one first; empty where the word is none."""
    return demonyms().get(word) or (demonyms().get(word.title(), ()) if word.isupper() else ())


@cache
def _folded_names() -> dict[str, str]:
    import pycountry

    from onrecord.reference.spelling import fold

    found = {fold(name): code for name, code in country_names().items()}
    for row in pycountry.countries:
        if row.alpha_3 in countries():
            for field in ("name", "official_name", "common_name"):
                if getattr(row, field, None):
                    found.setdefault(fold(getattr(row, field)), row.alpha_3)
    return found


def country_by_name(name: str) -> str | None:
    """Alpha-3 code of a country by a name, abbreviation or ISO code, in any spelling with its capitals, or None.

    "the United States", "U.S.", "Türkiye", "DR Congo", "USA", "GBR" are found; "us" and "it" are words and are not.
    """
    name = name.strip()
    if name[:4].lower() == "the ":
        name = name[4:]
    code = country_names().get(name)
    if code is not None:
        return code
    if len(name) <= 3:
        return name if name in countries() else None
    from onrecord.reference.spelling import fold

    return _folded_names().get(fold(name))


def country_name(alpha3: str) -> str | None:
    """The usual English name of a country by its alpha-3 code, or None."""
    country = countries().get(alpha3)
    return country.name if country else None


@cache
def alpha3_of(alpha2: str) -> str | None:
    """Alpha-3 code of an ISO 3166-1 alpha-2 code, or None ("XK" is Kosovo)."""
    import pycountry

    if alpha2 == "XK":
        return "XKX"
    row = pycountry.countries.get(alpha_2=alpha2)
    return row.alpha_3 if row else None


@cache
def capitals() -> dict[str, str]:
    """Alpha-3 code by the name of a seat of government ("Moscow" → RUS), other usual spellings included."""
    found = {country.capital: code for code, country in countries().items() if country.capital}
    for other, name in {"Kiev": "Kyiv", "Washington, D.C.": "Washington", "Tel Aviv": "Jerusalem"}.items():
        found.setdefault(other, found[name])
    return found
