"""Adding a folder: what was stored whole is passed over unread, what changed is read."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from onrecord.cli import batch
from onrecord.cli.app import app
from onrecord.record import tables
from onrecord.record.store import open_record


def text(n: int) -> str:
    return (
        f"Drones hit a depot in Arven on Monday, said Tarn Olek, and {n + 3} people were killed. Report {n} ends here."
    )


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch, written: Any) -> list[str]:
    """A reader without an encoder; the texts that it was given."""
    seen: list[str] = []

    def outcome(item: Any, pipeline: str | None) -> batch.Outcome:
        from onrecord import __version__
        from onrecord.language import model_digest
        from onrecord.sources import Sourced

        if not isinstance(item, Sourced):
            return batch.Outcome(None, item)
        seen.append(item.document.text)
        document = item.document
        made = written(document.text, {"trigger": "hit"}, url=document.url, outlet=document.outlet)
        body = json.loads(made.to_json())
        body["reader"] = {"version": __version__, "model": model_digest()}
        return batch.Outcome(json.dumps(body))

    monkeypatch.setattr(batch, "item_outcome", outcome)
    return seen


def add(*inputs: str) -> str:
    result = CliRunner().invoke(app, ["add", *inputs])
    assert result.exit_code in (0, 1), result.output
    return result.stderr.splitlines()[-1]


def files(record: str) -> dict[str, int]:
    with open_record(record) as war, war.read() as connection:
        table = tables.source_file
        return {row.name: row.documents for row in connection.execute(select(table))}


def test_a_file_that_was_stored_whole_is_not_parsed_again(
    reader: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, record = tmp_path / "in", str(tmp_path / "war.db")
    folder.mkdir()
    rows = [json.dumps({"text": text(n), "url": f"https://a.example/{n}"}) for n in range(3)]
    (folder / "rows.jsonl.gz").write_bytes(gzip.compress("\n".join(rows).encode()))
    (folder / "one.txt").write_text(text(7), encoding="utf8")
    assert add(str(folder), "--record", record).endswith("4 reports added, 0 known already, 0 failed")
    assert files(record) == {"rows.jsonl.gz": 3, "one.txt": 1}
    from onrecord.sources import inputs

    parsed: list[str] = []
    parse = inputs._Reader.blob

    def noted(self: Any, blob: Any) -> Any:
        parsed.append(blob.name)
        return parse(self, blob)

    monkeypatch.setattr(inputs._Reader, "blob", noted)
    assert add(str(folder), "--record", record).endswith("0 reports added, 4 known already, 0 failed")
    assert parsed == [] and len(reader) == 4


def test_changed_text_at_the_same_address_is_read_as_a_new_version(reader: list[str], tmp_path: Path) -> None:
    source, record = tmp_path / "rows.jsonl", str(tmp_path / "war.db")
    source.write_text(json.dumps({"text": text(1), "url": "https://a.example/1"}), encoding="utf8")
    add(str(source), "--record", record)
    source.write_text(json.dumps({"text": text(2), "url": "https://a.example/1"}), encoding="utf8")
    assert add(str(source), "--record", record).endswith("1 reports added, 0 known already, 0 failed")
    with open_record(record) as war, war.read() as connection:
        replaced = connection.execute(select(tables.report.c.supersedes).order_by(tables.report.c.number)).scalars()
        assert [bool(earlier) for earlier in replaced] == [False, True]


def test_a_file_that_failed_in_part_is_read_again(reader: list[str], tmp_path: Path) -> None:
    source, record = tmp_path / "rows.jsonl", str(tmp_path / "war.db")
    source.write_text(json.dumps({"text": text(1)}) + "\nnot json\n" + json.dumps({"text": text(2)}), encoding="utf8")
    for said in ("2 reports added, 0 known already, 1 failed", "0 reports added, 2 known already, 1 failed"):
        assert add(str(source), "--record", record).endswith(said)
    assert files(record) == {}
    with open_record(record) as war, war.read() as connection:
        assert len(connection.execute(select(tables.failure)).all()) == 2


def test_other_settings_read_the_same_bytes_again(reader: list[str], tmp_path: Path) -> None:
    source, record = tmp_path / "rows.jsonl", str(tmp_path / "war.db")
    source.write_text(json.dumps({"body": text(1), "text": text(2)}), encoding="utf8")
    add(str(source), "--record", record)
    add(str(source), "--record", record, "--field", "text=body")
    assert reader == [text(2), text(1)]
