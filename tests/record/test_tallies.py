"""Counts kept beside the rows: the same whether counted report by report or all at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import inspect, select

from onrecord.comparing.compare import derive_again, rebuild_record
from onrecord.record import migrations, tables, tallies, write
from onrecord.record.store import Record, open_record

COUNTED = (
    tables.actor_total,
    tables.actor_month,
    tables.actor_role,
    tables.actor_word,
    tables.incident_tally,
)


def counts(war: Record) -> dict[str, list[tuple[Any, ...]]]:
    with war.read() as connection:
        return {t.name: sorted((tuple(r) for r in connection.execute(select(t))), key=repr) for t in COUNTED}


def add(war: Record, made: Any, n: int, *, url: str, day: str | None) -> str:
    text = f"Drones hit a depot in Arven, said Tarn Olek, and {n + 3} people were killed. Report {n} ends here."
    figures = [(f"{n + 3} people", "killed", n + 3, n + 3, "exact", "person")]
    event = {"trigger": "hit", "place": "Arven", "day": "2025-04-27", "by": "Tarn Olek", "figures": figures}
    reading = made(text, event, published=day, url=url)
    with war.write() as connection:
        run = write.start_run(connection, reader="0.1.0", model="m", settings={})
        write.add_reading(connection, run, reading)
        derive_again(connection, reading.document.id)
    return str(reading.document.id)


def test_counts_of_single_reports_are_those_of_the_whole(war: Record, written: Any) -> None:
    names = [
        add(war, written, n, url=f"https://a.example/{n % 4}", day=f"2025-0{4 + n % 2}-28" if n != 3 else None)
        for n in range(6)
    ]
    by_report = counts(war)
    # Two of the six are newer versions of what stood at their addresses: four stand.
    assert [row[3:] for row in by_report["actor_total"]] == [(4, 4, "2025-04-28", "2025-05-28")]
    assert {row[1] for row in by_report["actor_month"]} == {"0000-00", "2025-04", "2025-05"}
    with war.write() as connection:
        tallies.count_all(connection)
    assert counts(war) == by_report
    with war.write() as connection:
        derive_again(connection, names[5])
        derive_again(connection, names[0])
    assert counts(war) == by_report
    with war.write() as connection:
        rebuild_record(connection)
    assert counts(war) == by_report


def test_happenings_are_counted_with_their_disputes(war: Record, written: Any) -> None:
    for n in (0, 20):
        add(war, written, n, url=f"https://a.example/{n}", day="2025-04-28")
    ((_, day, first, reports, accounts, disputes),) = counts(war)["incident_tally"]
    assert (day, first, reports, accounts) == ("2025-04-27", "2025-04-28", 2, 2)
    with war.read() as connection:
        found = connection.execute(select(tables.relation.c.relation)).scalars().all()
    assert disputes == sum(relation in tallies.DISPUTES for relation in found)


def test_a_record_of_the_schema_before_is_counted_when_it_is_opened(record_name: str, written: Any) -> None:
    with open_record(record_name, create=True) as war:
        for n, day in enumerate(("2025-04-28", "2025-04-29", None)):
            add(war, written, 7 * n, url=f"https://a.example/{n}", day=day)
        before = counts(war)
        config = Config()
        config.set_main_option("script_location", "onrecord.record:migrations")
        config.set_main_option("path_separator", "os")
        config.set_main_option("version_locations", str(Path(migrations.__file__).parent / "versions"))
        with war.write() as connection:
            config.attributes["connection"] = connection
            command.downgrade(config, "0002")
            columns = {column["name"] for column in inspect(connection).get_columns("incident_tally")}
        assert "first" not in columns
    with open_record(record_name) as war:
        assert counts(war) == before
        with war.read() as connection:
            names = {index["name"] for index in inspect(connection).get_indexes("incident_tally")}
    assert {"ix_incident_tally_told", "ix_incident_tally_disputed"} <= names
