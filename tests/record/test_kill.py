"""`add` killed anywhere and run again leaves the record as if nothing had happened: a little of quality/kill_add.py."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest


@pytest.fixture
def kill_add() -> ModuleType:
    path = Path(__file__).parents[2] / "quality" / "kill_add.py"
    spec = importlib.util.spec_from_file_location("kill_add", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def readings(made: Any, folder: Path) -> Path:
    """Readings of six small reports of two raids."""
    out = folder / "readings.jsonl"
    lines = []
    for n in range(6):
        day = f"2025-04-2{7 + n % 2}"
        text = f"Drones hit a depot in Arven, said Tarn Olek, and {n + 3} people were killed. Report {n} ends here."
        figures = [(f"{n + 3} people", "killed", n + 3, n + 3, "exact", "person")]
        event = {"trigger": "hit", "place": "Arven", "day": day, "by": "Tarn Olek", "figures": figures}
        lines.append(made(text, event, published=day, url=f"https://a.example/{n % 4}").to_json())
    out.write_text("\n".join(lines) + "\n", encoding="utf8")
    return out


def test_a_record_whose_add_was_killed_is_as_if_nothing_had_happened(
    kill_add: ModuleType, written: Any, tmp_path: Path
) -> None:
    figures = kill_add.kill(readings(written, tmp_path), kills=3, seed=2, server=None, folder=tmp_path)
    assert figures["kills"] >= 3
    assert figures["differing"] == 0
    assert figures["rows"] > 50


@pytest.mark.postgres
def test_the_same_on_postgresql(kill_add: ModuleType, written: Any, tmp_path: Path, postgres_server: str) -> None:
    figures = kill_add.kill(readings(written, tmp_path), kills=3, seed=3, server=postgres_server, folder=tmp_path)
    assert figures["kills"] >= 3
    assert figures["differing"] == 0
