"""Every listing with every filter, on both databases: a filter narrows, and no question fails."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Connection

from onrecord.comparing.compare import derive_again
from onrecord.publishing import actors as listing_of_actors
from onrecord.publishing.actors import actors
from onrecord.publishing.brief import brief
from onrecord.publishing.figures import figures, series
from onrecord.publishing.happenings import contacts, found_events
from onrecord.publishing.incidents import disputes, incidents, timeline
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
