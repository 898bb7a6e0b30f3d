"""Every listing with every filter, on both databases: a filter narrows, and no question fails."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Connection

from onrecord.comparing.compare import derive_again
from onrecord.publishing import actors as listing_of_actors
from onrecord.publishing import figures as listing_of_figures
from onrecord.publishing.actors import actors
from onrecord.publishing.brief import brief
from onrecord.publishing.figures import figures, series
from onrecord.publishing.happenings import contacts, found_events
from onrecord.publishing.incidents import disputes, incidents, most_told, timeline
from onrecord.publishing.stances import positions
from onrecord.record import write
from onrecord.record.filters import Filters
from onrecord.record.search import search
from onrecord.record.store import Record

LISTINGS: dict[str, Callable[[Connection, Filters], int]] = {
    "brief": lambda c, f: sum(len(lines) for _, lines, _ in brief(c, f).sections),
    "timeline": lambda c, f: len(timeline(c, f).rows),
    "incidents": lambda c, f: len(incidents(c, f)),
    "disputes": lambda c, f: len(disputes(c, f).rows),
    "figures": lambda c, f: len(figures(c, f).rows),
    "series": lambda c, f: len(series(c, f, measure="killed").rows),
    "events": lambda c, f: len(found_events(c, f)),
    "contacts": lambda c, f: len(contacts(c, f).rows),
    "positions": lambda c, f: len(positions(c, f).rows),
    "actors": lambda c, f: len(actors(c, f).rows),
    "search": lambda c, f: len(search(c, "people killed", f)),
    "search without words": lambda c, f: len(search(c, "", f)),
}
FITTING = {
    "day": Filters(start="2025-04-27", end="2025-06-01"),
    "actor": Filters(actor="Olek"),
    "place": Filters(place="Arven"),
    "outlet": Filters(outlet="wire"),
    "as of": Filters(as_of="2025-05-29"),
}
FOUND = ("timeline", "incidents", "figures", "series", "events", "search", "search without words", "brief")


@pytest.fixture
def filled(war: Record, written: Any) -> Record:
    for n in range(4):
        day = f"2025-0{4 + n % 2}-28"
        text = f"Drones hit a depot in Arven, said Tarn Olek, and {n + 3} people were killed. Report {n} ends here."
        figures = [(f"{n + 3} people", "killed", n + 3, n + 3, "exact", "person")]
        event = {"trigger": "hit", "place": "Arven", "day": day, "by": "Tarn Olek", "actors": ["Tarn Olek"]}
        reading = written(
            text, {**event, "figures": figures}, published=day, outlet=f"Arven Wire {n}", url=f"https://a.example/{n}"
        )
        with war.write() as connection:
            run = write.start_run(connection, reader="0.1.0", model="m", settings={})
            write.add_reading(connection, run, reading)
            derive_again(connection, reading.document.id)
    return war


def test_what_fits_a_filter_is_found_and_what_does_not_is_left_out(filled: Record) -> None:
    with filled.read() as connection:
        for which, fitting in FITTING.items():
            for name in FOUND:
                assert LISTINGS[name](connection, fitting) > 0, (name, which)
        for name, listing in LISTINGS.items():
            assert listing(connection, Filters(outlet="nowhere")) == 0, name
            assert listing(connection, Filters(as_of="2025-01-01")) == 0, name
            if name != "actors":
                assert listing(connection, Filters(place="Belmark")) == 0 or name == "positions", name
            assert listing(connection, Filters(actor="Nobody Known")) == 0, name
        by_type = search(connection, "people", Filters(type="ASSAULT", certainty="CT+", speaker="Olek", limit=2))
        assert len(by_type) == 2


def test_actors_are_counted_alike_from_mentions_and_from_months(
    filled: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = [Filters(as_of="2025-05-28"), Filters(as_of="2025-04-30"), Filters(start="2025-04-01", end="2025-05-27")]
    with filled.read() as connection:
        counted = [actors(connection, one).rows for one in asked]
        assert [rows[0]["reports"] for rows in counted] == [4, 2, 2]
        monkeypatch.setattr(listing_of_actors, "FEW_REPORTS", 0)
        assert [actors(connection, one).rows for one in asked] == counted
        everything = actors(connection, Filters()).rows
        assert everything == actors(connection, replace(asked[0], as_of="2030-01-01")).rows


def test_actors_of_replaced_versions_are_counted_as_of_their_days(
    filled: Record, written: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n, day in ((1, "2025-05-29"), (2, "2025-06-28"), (3, "2025-06-29")):
        text = f"Shells hit a bridge in Belmark, said Mira Dall, and nobody was hurt. Version {n} ends here."
        event = {"trigger": "hit", "place": "Belmark", "day": "2025-05-27", "by": "Mira Dall"}
        reading = written(text, event, published=day, outlet="Dall Post", url=f"https://b.example/{n // 2}")
        with filled.write() as connection:
            run = write.start_run(connection, reader="0.1.0", model="m", settings={})
            write.add_reading(connection, run, reading)
            derive_again(connection, reading.document.id)
    asked = [
        Filters(as_of=as_of, start=start, limit=limit)
        for as_of in ("2025-05-30", "2025-06-28", "2025-07-30")
        for start in (None, "2025-04-01", "2025-05-29")
        for limit in (1, 2, 50)
    ]
    with filled.read() as connection:
        counted = [actors(connection, one).rows for one in asked]
        monkeypatch.setattr(listing_of_actors, "FEW_REPORTS", 0)
        assert [actors(connection, one).rows for one in asked] == counted
    assert {row["name"]: row["reports"] for row in counted[5]}["Mira Dall"] == 1


def test_the_most_told_are_the_same_however_they_are_chosen(filled: Record) -> None:
    asked = [
        Filters(),
        Filters(start="2025-04-01", end="2025-05-27"),
        Filters(start="2025-04-28"),
        Filters(end="2025-04-30"),
        Filters(as_of="2025-04-30"),
        Filters(as_of="2025-05-28", start="2025-05-01", outlet="wire"),
    ]
    with filled.read() as connection:
        for one in asked:
            every = {item["id"]: item for item in incidents(connection, one)}
            told = most_told(connection, one)
            assert told and {item["id"]: item for item in told} == every, one
            (first,) = most_told(connection, replace(one, limit=1))
            assert first == told[0], one


def test_figures_and_sentences_are_the_same_whichever_side_is_looked_up_first(
    filled: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = [Filters(outlet="wire"), Filters(outlet="wire 2"), Filters(outlet="wire", start="2025-05-01", limit=1)]
    looked = [Filters(type="ASSAULT"), Filters(certainty="CT+", as_of="2025-04-30"), Filters(place="Arven", limit=2)]
    with filled.read() as connection:
        found = [figures(connection, one, measure="killed").rows for one in asked]
        sentences = [search(connection, "people killed", one) for one in looked]
        assert [len(rows) for rows in found] == [4, 1, 1] and [len(rows) for rows in sentences] == [4, 2, 2]
        monkeypatch.setattr(listing_of_figures, "FEW_REPORTS", 0)
        assert [figures(connection, one, measure="killed").rows for one in asked] == found
        for rare, many in ((0, 100), (0, 0), (100, 100)):
            monkeypatch.setattr("onrecord.record.search.RARE", rare)
            monkeypatch.setattr("onrecord.record.search.MANY", many)
            monkeypatch.setattr("onrecord.record.search.STEP", 1)
            monkeypatch.setattr("onrecord.record.search.TRIED", 1)
            assert [search(connection, "people killed", one) for one in looked] == sentences
