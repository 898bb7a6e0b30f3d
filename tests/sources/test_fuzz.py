"""Whatever comes in: no traceback, no hang, documents that keep the rules of parts, errors that name their input."""

import gzip
import io
import json
import tarfile
import tempfile
import time
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.model import Document
from onrecord.model.errors import InputError
from onrecord.sources import Sourced, document_from_text, parse_dateline, read_inputs
from onrecord.sources.dates import parse_published

PROSE = "OAKTON, May 21. /TASS/. Two boats were hit near the port, the ministry said.\n\nUnclear\n\nNo one was hurt.\n"
ROW = {"id": 1, "title": "Two boats hit", "text": PROSE, "published": "2025-04-28", "url": "https://h.example/1"}
HTML = (
    f"<html><head><title>Two boats</title></head><body><article><h2>Unclear</h2><p>{PROSE}</p></article></body></html>"
)


def _zip(data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", data)
        archive.writestr("b.txt", data)
    return out.getvalue()


def _tar(data: bytes) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name in ("a.txt", "b" * 150 + ".txt"):
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def _warc() -> bytes:
    body = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + HTML.encode()
    head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://h.example/\r\nContent-Length: {len(body)}\r\n"
    return head.encode() + b"Content-Type: application/http; msgtype=response\r\n\r\n" + body + b"\r\n\r\n"


WHOLE: dict[str, bytes] = {
    "text": PROSE.encode(),
    "markdown": f"---\ntitle: Boats\ndate: 2025-04-28\n---\n# Boats\n\n{PROSE}\n- one\n".encode(),
    "html": HTML.encode(),
    "json": json.dumps({"articles": [ROW, ROW]}).encode(),
    "jsonl": "\n".join([json.dumps(ROW)] * 3).encode(),
    "csv": b"id,title,text,date\n"
    b"1,Boats,\"Two boats were hit.\nNo one was hurt.\",4/28/25\n2,Talks,Talks resumed.,4/5/25\n",
    "feed": f"<rss><channel><item><title>B</title><description>{PROSE}</description></item></channel></rss>".encode(),
    "gzip": gzip.compress(PROSE.encode()),
    "zip": _zip(PROSE.encode()),
    "tar": _tar(PROSE.encode()),
    "warc": _warc(),
}  # fmt: skip
BOUNDS = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)


def check(path: Path) -> list[Sourced | InputError]:
    items = list(read_inputs([str(path)]))
    assert items
    for item in items:
        if isinstance(item, InputError):
            assert item.code != "E199", item
            assert item.code.startswith("E1") and item.cause and item.remedy and str(path.name) in item.where
            assert "\n" not in str(item)
        else:
            keeps_the_rules(item.document)
    return items


def keeps_the_rules(document: Document) -> None:
    text, end = document.text, 0
    for part in document.parts:
        assert end <= part.start < part.end <= len(text)
        assert not text[end : part.start].strip()
        end = part.end
    assert not text[end:].strip()
    assert document.id == Document.identify(text)
    text.encode()
    assert document.published is None or parse_published(document.published) == document.published
    Document.model_validate_json(document.model_dump_json())


@pytest.mark.parametrize("kind", WHOLE)
def test_whole_inputs_are_read(tmp_path: Path, kind: str) -> None:
    (tmp_path / "input").write_bytes(WHOLE[kind])
    assert all(isinstance(item, Sourced) for item in check(tmp_path / "input"))


@pytest.mark.parametrize("kind", WHOLE)
def test_cut_anywhere(tmp_path: Path, kind: str) -> None:
    data = WHOLE[kind]
    for at in range(0, len(data), max(1, len(data) // 25)):
        (tmp_path / "input").write_bytes(data[:at])
        check(tmp_path / "input")


@pytest.mark.parametrize("kind", WHOLE)
@BOUNDS
@given(edits=st.lists(st.tuples(st.integers(0, 10**6), st.binary(max_size=6)), min_size=1, max_size=6))
def test_damaged_anywhere(kind: str, edits: list[tuple[int, bytes]]) -> None:
    data = bytearray(WHOLE[kind])
    for at, new in edits:
        at %= len(data) + 1
        data[at : at + len(new) // 2] = new
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "input").write_bytes(bytes(data))
        check(Path(folder) / "input")


@BOUNDS
@given(
    data=st.binary(max_size=2000),
    start=st.sampled_from([b"", b"{", b"[{", b"<html>", b"<rss>", b"---\n", b"WARC/1.0\r\n"]),
)
def test_any_bytes(data: bytes, start: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "input").write_bytes(start + data)
        check(Path(folder) / "input")


_PIECES = st.sampled_from(
    ["\n", "\r\n", "\r", "\u2028", " ", "\t", "# ", "- ", "---", "**", "Unclear", "Share this: Facebook", "© 2025",
     "KYIV (AP) —",
     "28 April 2025", "Published :`2025-04-28`", "Two boats were hit.", "Advertisement Supported by", "\ufeff",
     "All rights reserved.",
     "date 2025-04-28", "Photo: A/Reuters", "Read more", "\ud800", "\x00", "ß", "İ"]
)  # fmt: skip


@BOUNDS
@given(text=st.one_of(st.text(max_size=400), st.lists(_PIECES, max_size=40).map("".join)), markdown=st.booleans())
def test_any_text(text: str, markdown: bool) -> None:
    document = document_from_text(text, markdown=markdown, title="Two boats were hit")
    assert len(document.text) == len(text)
    keeps_the_rules(document)
    parse_dateline(text)
    parse_published(text)


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from([*ROW, "content", "source", "items"]), inner)
    ),
    max_leaves=12,
)


@BOUNDS
@given(values=st.lists(_VALUES, min_size=1, max_size=3), lines=st.booleans())
def test_any_json(values: list[object], lines: bool) -> None:
    data = "\n".join(json.dumps(v) for v in values) if lines else json.dumps(values)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / ("input.jsonl" if lines else "input.json")
        path.write_text(data)
        check(path)


HOSTILE = {
    "digits": "1" * 300_000,
    "dashes": "- " * 150_000,
    "quotes": "\"'“" * 100_000,
    "capitals": "A" * 300_000,
    "places": "KYIV, " * 50_000,
    "spaces": "a" + " " * 300_000 + "b",
    "lines": "a\n" * 40_000,
    "marks": "# " * 150_000,
    "dates": "28 April 2025 " * 20_000,
    "notices": "© 2025 " * 40_000,
    "furniture": "Share this: Facebook Twitter " * 10_000,
    "notice lines": "All rights reserved. Read more here about it now\n" * 6_000,
    "tags": "<div>" * 60_000 + "x",
    "attributes": "<a " + "b=c " * 70_000 + ">",
    "comments": "<!--" * 70_000,
    "metas": "<html><meta content='" * 15_000,
    "scripts": "<html><script type=application/ld+json>" * 8_000,
    "brackets": "[" * 300_000,
    "braces": '{"a":' * 60_000,
    "cells": "text,b\n" + '"' * 300_000,
    "front matter": "---\na: " + "&a [*a," * 9_000,
    "entities": "<!DOCTYPE rss ["
    + "".join(f'<!ENTITY a{i} "&a{i - 1};&a{i - 1};">' for i in range(1, 60)) + "]><rss>&a59;</rss>",
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_cost_little(tmp_path: Path, name: str) -> None:
    path = tmp_path / "input"
    path.write_text(HOSTILE[name])
    start = time.process_time()
    check(path)
    document_from_text(HOSTILE[name], markdown=True)
    assert time.process_time() - start < 20


def test_rows_and_members_are_not_held(tmp_path: Path) -> None:
    row = json.dumps({"text": "Two boats were hit near the port, the ministry said. " * 1000}) + "\n"
    path = tmp_path / "rows.jsonl.gz"
    with gzip.open(path, "wt", compresslevel=1) as out:
        for _ in range(1500):
            out.write(row)
    next(iter(read_inputs([str(path)])))
    tracemalloc.start()
    items = read_inputs([str(path)])
    found = [next(items) for _ in range(3)]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert all(isinstance(item, Sourced) for item in found)
    assert peak < 40_000_000
