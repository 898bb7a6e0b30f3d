"""Opening, writing and refusing records."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import select

from onrecord.model import Actor, Content, Document, Event, Mark, Part, Reader, Reading, Sentence
from onrecord.model.errors import RecordError
from onrecord.model.objects import ActorMention, Attribution, Source
from onrecord.record import tables, write
from onrecord.record.filters import Filters
from onrecord.record.search import search
from onrecord.record.store import Record, open_record

TEXT = "Officials in Arvenia said the bridge was shelled. Nobody was hurt."


def reading(text: str = TEXT, *, version: str = "0.1.0", **fields: str) -> Reading:
    """A small reading of a report written for the test."""
    end = text.index(".") + 1
    document = Document(
        id=Document.identify(text), text=text, parts=(Part(start=0, end=len(text), kind="paragraph"),), **fields
    )
    at = text.index("shelled")
    return Reading(
        reader=Reader(version=version, model="m"),
        document=document,
        sentences=(Sentence(start=0, end=end), Sentence(start=end + 1, end=len(text))),
        actors=(
            Actor(
                id="a1",
                name="officials",
                kind="unnamed",
                named=False,
                mentions=(ActorMention(start=0, end=9, text="Officials", form="nominal"),),
            ),
        ),
        attributions=(
            Attribution(
                id="q1",
                source=Source(spans=((0, 9),), text="Officials", actors=("a1",)),
                content=Content(spans=((26, 48),)),
            ),
        ),
        events=(
            Event(
                id="e1",
                type="ASSAULT",
                trigger=Mark(start=at, end=at + 7, text="shelled"),
                attribution="q1",
                from_="2025-04-27",
                to="2025-04-27",
            ),
        ),
    )


def add(war: Record, item: Reading) -> bool:
    with war.write() as connection:
        run = write.start_run(connection, reader="0.1.0", model="m", settings={})
        new = write.add_reading(connection, run, item)
        if new:
            write.add_derived(connection, item)
        return new


def dump(war: Record) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table but the runs', in a fixed order."""
    with war.read() as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for table in tables.metadata.sorted_tables
            if table.name not in ("run", "failure")
        }


def test_a_report_is_stored_whole_and_comes_back_to_the_character(war: Record) -> None:
    item = reading(published="2025-04-28", outlet="The Arven Post")
    assert add(war, item)
    with war.read() as connection:
        body = connection.execute(select(tables.reading.c.body)).scalar_one()
        assert write.stored_reading(body) == item
        event = connection.execute(select(tables.event)).one()
    assert (event.type, event.from_day, event.holder is not None) == ("ASSAULT", "2025-04-27", True)


def test_adding_a_report_again_changes_nothing(war: Record) -> None:
    add(war, reading(url="https://a.example/1"))
    before = dump(war)
    assert not add(war, reading(url="https://a.example/1"))
    assert dump(war) == before


def test_the_same_text_at_two_addresses_is_one_report_with_two_appearances(war: Record) -> None:
    add(war, reading(url="https://a.example/1", outlet="A"))
    add(war, reading(url="https://b.example/1", outlet="B"))
    found = dump(war)
    assert len(found["report"]) == 1
    assert len(found["appearance"]) == 2


def test_changed_text_at_one_address_is_a_new_version_and_the_old_one_is_kept(war: Record) -> None:
    first = reading(url="https://a.example/1")
    second = reading(TEXT.replace("Nobody was", "Two people were"), url="https://a.example/1")
    add(war, first)
    add(war, second)
    with war.read() as connection:
        rows = {row.id: row.supersedes for row in connection.execute(select(tables.report))}
        hits = search(connection, "shelled", Filters())
    assert rows == {first.document.id: None, second.document.id: first.document.id}
    assert {hit.report for hit in hits} == {second.document.id}


def test_what_fails_midway_leaves_nothing_behind(war: Record) -> None:
    before = dump(war)
    with pytest.raises(ZeroDivisionError), war.write() as connection:
        run = write.start_run(connection, reader="r", model="m", settings={})
        write.add_reading(connection, run, reading())
        raise ZeroDivisionError
    assert dump(war) == before


def test_search_finds_words_in_any_form_and_phrases_as_they_stand(war: Record) -> None:
    add(war, reading(published="2025-04-28"))
    with war.read() as connection:
        assert [hit.text for hit in search(connection, "shelling bridge", Filters())] == [TEXT[:49]]
        assert search(connection, '"bridge shelled"', Filters()) == []
        assert len(search(connection, "hurt", Filters(start="2025-04-28", end="2025-04-28"))) == 1
        assert search(connection, "hurt", Filters(as_of="2025-04-27")) == []
        assert search(connection, 'a"b; DROP TABLE -- *', Filters()) == []


def test_text_that_databases_refuse_is_stored_and_the_reading_keeps_it(war: Record) -> None:
    text = TEXT.replace("bridge", "bri\x00dge")
    item = reading(text)
    assert add(war, item)
    with war.read() as connection:
        body = connection.execute(select(tables.reading.c.body)).scalar_one()
    assert write.stored_reading(body).document.text == text


def test_a_path_without_a_record_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="E401"):
        open_record(str(tmp_path / "none.db"))


def test_a_file_that_is_no_record_is_refused_and_untouched(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("not a database, but long enough to be read as one by mistake" * 20)
    before = path.read_bytes()
    with pytest.raises(RecordError, match="E402"):
        open_record(str(path), create=True)
    assert path.read_bytes() == before


def test_somebody_elses_database_is_refused_and_untouched(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    with pytest.raises(RecordError, match="E402"):
        open_record(str(path), create=True)
    with sqlite3.connect(path) as connection:
        assert [row[0] for row in connection.execute("SELECT name FROM sqlite_master")] == ["recipes"]


def test_a_record_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "war.db"
    open_record(str(path), create=True).close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(RecordError, match="E403"):
        open_record(str(path))


def test_a_second_writer_is_told_of_the_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.record.store.WAIT_SECONDS", 0.2)
    path = str(tmp_path / "war.db")
    refused = pytest.raises(RecordError, match="E405")
    with open_record(path, create=True) as first, open_record(path) as second, first.write(), refused, second.write():
        raise AssertionError("two writers at once")
