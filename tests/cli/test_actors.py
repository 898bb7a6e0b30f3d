"""`onrecord actors`: a list of one's own from the command line, and the next reading that honours it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from onrecord.cli.app import app
from onrecord.model.errors import OnrecordError
from onrecord.reference.actors import forget
from onrecord.reference.own_actors import OWN


@pytest.fixture
def own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "own.yaml"
    monkeypatch.setenv(OWN, str(path))
    forget()
    yield path
    forget()


def run(*words: str) -> Result:
    return CliRunner().invoke(app, ["actors", *words])


def said(*words: str) -> str:
    result = run(*words)
    assert isinstance(result.exception, OnrecordError), result.output
    return str(result.exception)


FRONT = ("--add", "Lake Front", "--also", "LFX", "--kind", "armed_group", "--country", "TCD", "--sector", "REB")


def test_an_actor_is_added_once_and_listed_with_its_file(own: Path) -> None:
    first = run(*FRONT, "--role", "ruling movement | 2024-12-08 | | GOV", "--source", "its charter")
    assert first.output == f"added: Lake Front in {own}\n"
    assert run(*FRONT).output == f"unchanged: Lake Front in {own}\n"
    (row,) = (json.loads(line) for line in run("--own", "--json").output.splitlines())
    assert (row["name"], row["also"], row["source"], row["file"]) == ("Lake Front", ["LFX"], "its charter", str(own))
    assert row["roles"] == ["ruling movement (2024-12-08 –, GOV)"]


def test_an_empty_list_says_where_it_would_be(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv(OWN, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    forget()
    assert str(tmp_path / "onrecord" / "actors.yaml") in run("--own").output


def test_what_does_not_go_together_is_said(own: Path) -> None:
    assert "[E505]" in said()
    assert "[E505]" in said("--own", "--record", "war.db")
    assert "[E505]" in said("--own", "--kind", "ngo")
    assert "[E507]" in said("--add", "Lake Front")
    assert "[E507]" in said(*FRONT, "--role", "a | b | c | d | e")
    assert not own.exists()


def test_the_next_reading_knows_the_actor(own: Path) -> None:
    from onrecord.reading.read import read

    run(*FRONT, "--role", "ruling movement | 2024-12-08 | | GOV")
    forget()
    found = {
        day: next(a for a in read("The LFX attacked the town of Arven on Monday.", published=day).actors if a.named)
        for day in ("2024-05-21", "2025-05-21")
    }
    assert [(a.name, a.country, a.sector) for a in found.values()] == [
        ("Lake Front", "TCD", "REB"),
        ("Lake Front", "TCD", "GOV"),
    ]


def test_a_record_says_which_list_knows_an_actor(own: Path, tmp_path: Path) -> None:
    run(*FRONT)
    forget()
    report = tmp_path / "report.txt"
    report.write_text("The LFX attacked Hamas near the town on Monday.", encoding="utf-8")
    record = str(tmp_path / "war.db")
    assert CliRunner().invoke(app, ["add", str(report), "--record", record, "--published", "2025-05-21"]).exit_code == 0
    rows = [json.loads(line) for line in run("--record", record, "--json").output.splitlines()]
    lists = {row["name"]: row["known_from"] for row in rows}
    assert lists["Lake Front"] == "your list"
    assert lists["Hamas"] == "onrecord's list"
    assert "your list" in run("--record", record, "--width", "160").output
