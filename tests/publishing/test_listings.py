"""Listings and the brief: claims in words, and text from the web that can do nothing to a terminal or a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from rich.console import Console

from onrecord.publishing import phrasing
from onrecord.publishing.actors import actors
from onrecord.publishing.brief import brief
from onrecord.publishing.brief_page import as_markdown, as_page
from onrecord.publishing.figures import figures, series
from onrecord.publishing.happenings import contacts
from onrecord.publishing.incidents import disputes, timeline
from onrecord.publishing.listing import Listing
from onrecord.publishing.show import as_page as shown
from onrecord.publishing.show import show
from onrecord.publishing.stances import positions
from onrecord.record.filters import Filters

HOSTILE = (
    "=cmd|' /C calc'!A0 hit Arven, said <img src=x>[a](javascript:b) \x1b[31mOlek\x1b[0m, "
    "and \u202e12 people were killed."
)


@pytest.fixture
def war(written: Any, recorded: Callable) -> Any:
    event = {
        "trigger": "hit",
        "place": "Arven",
        "day": "2025-04-28",
        "by": "=cmd|' /C calc'!A0",
        "actors": ("\x1b[31mOlek\x1b[0m",),
        "figures": [("12 people", "killed", 12, 12, "exact", "person")],
    }
    fields = {"title": "=1+1", "url": "javascript:alert(1)", "outlet": "@SUM(A1)", "published": "2025-04-28"}
    return recorded(written(HOSTILE, event, **fields))


@pytest.mark.parametrize("ask", [timeline, disputes, figures, contacts, positions, actors])
def test_no_cell_is_a_formula_and_no_line_moves_the_cursor(ask: Callable[..., Listing], war: Any) -> None:
    with war.read() as connection:
        listing = ask(connection, Filters())
    for row in csv.reader(io.StringIO(listing.as_csv())):
        assert not [cell for cell in row if cell[:1] in ("=", "+", "@", "\t", "\r")]
    for width in (80, 140):
        page = Console(width=width, record=True, file=io.StringIO(), color_system=None)
        page.print(listing.as_table(width=width))
        text = page.export_text()
        assert "\x1b" not in text
        assert "\u202e" not in text


def test_the_brief_escapes_markdown_and_controls(war: Any) -> None:
    with war.read() as connection:
        page = brief(connection, Filters(start="2025-04-28", end="2025-04-28"))
        series(connection, Filters(), measure="killed")
    text = as_markdown(page)
    assert "<img" not in text.replace("\\<img", "")
    assert "[a](" not in text
    assert not {"\x1b", "\u202e"} & set(text)
    console = Console(width=100, record=True, file=io.StringIO(), color_system=None)
    console.print(as_page(page))
    assert not {"\x1b", "\u202e"} & set(console.export_text())


def test_every_line_of_the_brief_cites_a_sentence(war: Any) -> None:
    with war.read() as connection:
        page = brief(connection, Filters(start="2025-04-28", end="2025-04-28"))
    lines = [line for _, found, _ in page.sections for line in found]
    assert lines
    assert all(line.notes for line in lines)
    assert any("12 (" in line.text for line in lines)


def test_show_opens_a_happening_with_its_reasons(war: Any) -> None:
    with war.read() as connection:
        (row,) = timeline(connection, Filters()).rows
        opened = show(connection, row["id"], why=True)
    console = Console(width=100, record=True, file=io.StringIO(), color_system=None)
    console.print(shown(opened))
    text = console.export_text()
    assert "first mention" in text
    assert "\x1b" not in text


def claim(low: float | None, high: float | None, bound: str, measure: str = "killed", **scope: Any) -> dict[str, Any]:
    whole = {"place": None, "side": None, "population": None} | scope
    return {"low": low, "high": high, "bound": bound, "field": measure, "scope": whole, "claimant": "Olek"}


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (claim(12, None, "at_least"), "at least 12 killed"),
        (claim(0, 0, "exact", "injured"), "no injured"),
        (claim(100, 100, "about", "launched", population="drone"), "about 100 drones launched"),
        (claim(3, 3, "exact", population="child"), "3 children killed"),
        (claim(2, 2, "exact", population="worker"), "2 killed"),
        (claim(20, None, "at_least", "supplied", population="lorry"), "at least 20 lorries supplied"),
    ],
)
def test_a_count_in_words(said: dict[str, Any], words: str) -> None:
    assert phrasing.counted(said) == words


def test_equal_counts_stand_together_with_all_who_hold_them() -> None:
    said = [claim(8, None, "at_least"), claim(8, None, "at_least") | {"claimant": "Tarn"}, claim(12, 12, "exact")]
    assert phrasing.side_by_side(said) == "at least 8 (Olek, Tarn); 12 (Olek)"
