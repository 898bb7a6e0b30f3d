"""The gazetteer: spellings, kinds, regions, and a compilation that many processes may start at once."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from onrecord.model.errors import OnrecordError
from onrecord.reference import gazetteer as module
from onrecord.reference import gazetteer_compile
from onrecord.reference.countries import countries, load_data
from onrecord.reference.gazetteer import Gazetteer, compile_gazetteer, gazetteer
from onrecord.reference.place_words import place_words
from onrecord.reference.spelling import fold, sound, without_article


@pytest.fixture(scope="module")
def known() -> Gazetteer:
    return gazetteer()


@pytest.mark.parametrize(
    ("spelling", "name", "kind", "country"),
    [
        ("Kyiv", "Kyiv", "settlement", "UKR"),
        ("Kiev", "Kyiv", "settlement", "UKR"),
        ("Kharkov", "Kharkiv", "settlement", "UKR"),
        ("Odessa", "Odesa", "settlement", "UKR"),
        ("KHARKIV", "Kharkiv", "settlement", "UKR"),
        ("Khan Yunis", "Khan Younis", "settlement", "PSE"),
        ("Deir el-Balah", "Deir al-Balah", "settlement", "PSE"),
        ("Al-Fashir", "El Fasher", "settlement", "SDN"),
        ("El Fasher", "El Fasher", "settlement", "SDN"),
        ("Khan Sheikhoun", "Khan Shaykhun", "settlement", "SYR"),
        ("Sana’a", "Sanaa", "settlement", "YEM"),
        ("Donbass", "Donbas", "area", "UKR"),
        ("Strait of Hormuz", "Strait of Hormuz", "water", None),
        ("Rafah Crossing", "Rafah crossing", "facility", "PSE"),
        ("Zaporizhzhia nuclear power plant", "Zaporizhzhia nuclear power plant", "facility", "UKR"),
        ("Crimea", "Crimea", "region", "UKR"),
        ("North Kivu", "North Kivu Province", "region", "COD"),
        ("Gaza Strip", "Gaza Strip", "region", "PSE"),
        ("UAE", "United Arab Emirates", "country", "ARE"),
        ("the Netherlands", "Netherlands", "country", "NLD"),
        ("Va.", "Virginia", "region", "USA"),
    ],
)
def test_spellings_find_the_place(known: Gazetteer, spelling: str, name: str, kind: str, country: str | None) -> None:
    found = known.find(spelling)
    assert (name, kind, country) in [(e.name, e.kind, e.country) for e in found]


def test_abbreviations_need_their_letters(known: Gazetteer) -> None:
    assert [e.country for e in known.find("US")] == ["USA"]
    assert all(e.kind != "country" for e in known.find("Us"))
    assert not [e for e in known.find("Ill") if e.kind == "region"]
    assert [e.name for e in known.find("Ill.")] == ["Illinois"]


def test_city_and_region_of_one_name_are_two_entries(known: Gazetteer) -> None:
    kinds = {e.kind for e in known.find("Bryansk") if e.country == "RUS"}
    assert {"settlement", "region"} <= kinds
    region = next(e for e in known.find("Bryansk") if e.kind == "region")
    assert region.name == "Bryansk Oblast" and region.radius is not None and region.radius > 50
    assert known.region("RUS", region.code) == region
    assert known.region("RUS", "no such code") is None


def test_pokrovsk_is_a_town_of_that_name_before_one_that_had_it(known: Gazetteer) -> None:
    first = known.find("Pokrovsk")[0]
    assert (first.country, first.admin1) == ("UKR", "Donetsk Oblast")


def test_names_that_sound_alike(known: Gazetteer) -> None:
    assert not known.find("Mayadeen Qadima")
    assert "SYR" in {e.country for e in known.find_sound("Khan Sheykhoon")}
    assert known.find_sound("Li") == ()


@pytest.mark.parametrize("name", ["", " ", "'", "x" * 100_000, "\ud800", "9" * 1000, "—" * 5000])
def test_hostile_names_find_nothing(known: Gazetteer, name: str) -> None:
    assert known.find(name) == ()
    assert known.find_sound(name) == ()


def test_keys() -> None:
    assert fold("Saint-Denis") == fold("St. Denis") == "saint denis"
    assert fold("N'Djamena") == fold("N’Djaména") == "ndjamena"
    assert without_article("al hasakah") == "hasakah" and without_article("al") == "al"
    assert sound("El Fasher") == sound("Al-Fashir")
    assert sound("Khan Younis") == sound("Khan Yunis") != sound("Khan Younes City")


def test_data_files_hold_together() -> None:
    codes = set(countries())
    for kind, rows in load_data("areas").items():
        assert kind in ("area", "district", "settlement", "facility", "water")
        for name, (country, latitude, longitude, *rest) in rows.items():
            assert country is None or country in codes, name
            assert -90 <= latitude <= 90 and -180 <= longitude <= 180, name
            assert all(isinstance(other, str) for other in rest[1:]), name
    for alpha2, row in load_data("admin1").items():
        for field in ("bare", "city_first", "at"):
            assert set(row.get(field, ())) <= set(row["regions"]), alpha2
    words = place_words()
    assert words.before_of["city"] == "settlement" and "say" in words.metonym_verbs and "on" in words.place_prepositions
    assert all(
        isinstance(word, str) for row in (words.ambiguous, words.local, words.blocked, words.titles) for word in row
    )


def _small(path: Path, progress: object) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE place (id INTEGER)")
    connection.commit()
    connection.close()


_COMPILES = """
import sqlite3, sys
from onrecord.reference import gazetteer_compile
from onrecord.reference.gazetteer import compile_gazetteer
gazetteer_compile.write = lambda path, progress: sqlite3.connect(path).execute("CREATE TABLE place (id INTEGER)")
print(compile_gazetteer())
"""


def test_processes_that_compile_at_once_leave_one_file(tmp_path: Path) -> None:
    environment = {**os.environ, "ONRECORD_CACHE": str(tmp_path)}
    running = [
        subprocess.Popen([sys.executable, "-c", _COMPILES], env=environment, stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    paths = {process.communicate(timeout=60)[0].strip() for process in running}
    assert len(paths) == 1
    assert [p.name for p in tmp_path.iterdir()] == [Path(paths.pop()).name]


def test_cache_directory(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.delenv("ONRECORD_CACHE", raising=False)
    assert module.cache_directory() == tmp_path / "onrecord"
    monkeypatch.setenv("ONRECORD_CACHE", str(tmp_path / "own"))
    assert module.cache_directory() == tmp_path / "own"
    assert not module.is_compiled()


def test_a_failed_compilation_leaves_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def fails(path: Path, progress: object) -> None:
        path.write_text("half")
        raise OSError("no space left")

    monkeypatch.setenv("ONRECORD_CACHE", str(tmp_path))
    monkeypatch.setattr(gazetteer_compile, "write", fails)
    with pytest.raises(OnrecordError) as caught:
        compile_gazetteer()
    assert caught.value.code == "E350"
    assert list(tmp_path.iterdir()) == []


def test_progress_is_reported_and_cache_reused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    told: list[tuple[str, float]] = []

    def tells(path: Path, progress: module.Progress) -> None:
        progress("half", 0.5)
        _small(path, progress)

    monkeypatch.setenv("ONRECORD_CACHE", str(tmp_path))
    monkeypatch.setattr(gazetteer_compile, "write", tells)
    first = compile_gazetteer(progress=lambda what, share: told.append((what, share)))
    second = compile_gazetteer(progress=lambda what, share: told.append((what, share)))
    assert first == second and told == [("half", 0.5)]
