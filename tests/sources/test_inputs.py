"""Every kind of input, told by its content, becomes the document that it holds; what is broken is one error."""

import gzip
import io
import json
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from onrecord.model import Document
from onrecord.model.errors import InputError
from onrecord.sources import Sourced, SourceOptions, read_inputs

TEXT = """The coastal ministry said on Monday that two boats were hit overnight.

There were no reports of casualties, a spokesman added.
"""
PAGE = """<!doctype html><html><head><title>Two boats hit | The Harbour Post</title>
<meta property="og:site_name" content="The Harbour Post">
<meta property="article:published_time" content="2025-04-28T09:10:00+03:00">
<link rel="canonical" href="https://harbour.example/boats"></head><body>
<nav><a href="/">Home</a> <a href="/world">World</a></nav><article><h1>Two boats hit</h1>
<p>PORT ELM, Northland (HP) — Two boats were hit by drones overnight, the regional governor said on Monday morning.</p>
<h2>Unclear</h2>
<p>There were no immediate reports of casualties, the governor added, but fires were still burning at noon.</p>
</article><footer>© 2025 The Harbour Post</footer></body></html>"""
FEED = """<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>The Harbour Post</title>
<item><title>Two boats hit</title><link>https://harbour.example/boats</link><guid>boats-1</guid>
<pubDate>Mon, 28 Apr 2025 09:10:00 +0300</pubDate>
<description>Two boats were &lt;b&gt;hit&lt;/b&gt; overnight.</description></item>
<item><title>Talks resume</title><pubDate>Tue, 29 Apr 2025 09:10:00 GMT</pubDate>
<content:encoded><![CDATA[<p>Talks resumed on Tuesday.</p>
<p>Both sides spoke of progress.</p>]]></content:encoded></item>
<item></item></channel></rss>"""


def read(path: object, **options: object) -> list[Sourced | InputError]:
    return list(read_inputs([str(path)], SourceOptions(**options)))  # type: ignore[arg-type]


def documents(path: object, **options: object) -> list[Document]:
    items = read(path, **options)
    assert all(isinstance(item, Sourced) for item in items), items
    return [item.document for item in items if isinstance(item, Sourced)]


def errors(path: object, **options: object) -> list[InputError]:
    return [item for item in read(path, **options) if isinstance(item, InputError)]


def words(document: Document) -> list[tuple[str, str]]:
    return [(part.kind, document.text[part.start : part.end]) for part in document.parts]


@pytest.mark.parametrize("content", [TEXT, TEXT.replace("\n", "\r\n"), "\ufeff" + TEXT, "\n\n  " + TEXT + "\x0c\n"])
def test_text_is_stored_to_the_character(tmp_path: Path, content: str) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(content.encode())
    (document,) = documents(path)
    assert document.text == content
    assert document.id == Document.identify(content)
    assert document.language == "en"
    assert document.published is None
    assert sum(part.kind == "paragraph" for part in document.parts) == 2


def test_the_fallback_dates_only_what_has_no_date(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("date 2025-04-28 " + TEXT)
    (tmp_path / "b.txt").write_text(TEXT)
    dated, undated = documents(tmp_path, published="2 May 2025")
    assert (dated.published, undated.published) == ("2025-04-28", "2025-05-02")
    assert words(dated)[0] == ("boilerplate", "date 2025-04-28")
    assert words(dated)[1][1].startswith("The coastal ministry")


def test_a_page_gives_its_text_headings_and_metadata(tmp_path: Path) -> None:
    (tmp_path / "page").write_text(PAGE)
    (document,) = documents(tmp_path / "page")
    assert (document.title, document.outlet) == ("Two boats hit", "The Harbour Post")
    assert (document.published, document.url) == ("2025-04-28T09:10:00+03:00", "https://harbour.example/boats")
    assert document.dateline == "PORT ELM, Northland (HP) —"
    assert ("heading", "Unclear") in words(document)
    assert "Home" not in document.text


def test_markdown_keeps_its_marks_as_parts(tmp_path: Path) -> None:
    text = f"# Two boats hit\n\nPublished :`2024-07-18 20:01:02`\n\n---\n\n{TEXT}\n-   one boat burned\n\n---\n"
    (tmp_path / "a.md").write_text(text)
    (document,) = documents(tmp_path / "a.md")
    assert document.text == text
    assert (document.title, document.published) == ("Two boats hit", "2024-07-18T20:01:02")
    kinds = words(document)
    assert kinds[:3] == [
        ("boilerplate", "#"),
        ("title", "Two boats hit"),
        ("boilerplate", "Published :`2024-07-18 20:01:02`"),
    ]
    assert ("paragraph", "one boat burned") in kinds
    assert kinds[-1] == ("boilerplate", "---")


def test_front_matter_is_metadata(tmp_path: Path) -> None:
    front = "---\ntitle: Call with the premier\ndate: 2025-03-02\nsource_url: https://gov.example/call\n---\n\n"
    (tmp_path / "a").write_text(front + TEXT)
    (document,) = documents(tmp_path / "a")
    assert (document.title, document.published) == ("Call with the premier", "2025-03-02")
    assert document.url == "https://gov.example/call"
    assert document.parts[0].kind == "boilerplate"
    assert document.text[document.parts[0].end :].strip().startswith("The coastal ministry")


@pytest.mark.parametrize("suffix", [".json", ".dat"])
@pytest.mark.parametrize(
    "wrap", [lambda r: r, lambda r: [r], lambda r: {"articles": [r]}, lambda r: {"data": {"items": [r]}}]
)
def test_json_in_its_usual_shapes(tmp_path: Path, suffix: str, wrap: object) -> None:
    row = {"headline": "Two boats hit", "maintext": TEXT, "link": "https://harbour.example/1", "_id": 7,
           "pubDate": "Mon, 28 Apr 2025 09:10:00 GMT",
           "source": {"name": "HP"}, "authors": ["A. Elm", "B. Oak"]}  # fmt: skip
    path = tmp_path / f"rows{suffix}"
    path.write_text(json.dumps(wrap(row)))  # type: ignore[operator]
    (document,) = documents(path)
    assert document.text == TEXT
    assert (document.title, document.url, document.outlet) == ("Two boats hit", "https://harbour.example/1", "HP")
    assert (document.published, document.source_id) == ("2025-04-28T09:10:00+00:00", "7")
    assert document.byline == "A. Elm, B. Oak"


def test_a_bad_row_is_one_error_and_the_rest_goes_on(tmp_path: Path) -> None:
    rows = [json.dumps({"id": 1, "text": TEXT}), '{"id": 2, "text": "cut', "[1]", json.dumps({"id": 4, "n": 2}), "",
            json.dumps({"id": 5, "title": "Talks resume", "summary": "Both sides met."})]  # fmt: skip
    path = tmp_path / "rows.jsonl"
    path.write_text("\n".join(rows))
    items = read(path)
    assert [getattr(item, "code", "document") for item in items] == ["document", "E108", "E108", "E110", "document"]
    assert f"{path}, line 2" in str(items[1])
    assert "--field text=" in str(items[3])
    last = items[4]
    assert isinstance(last, Sourced) and last.document.text == "Talks resume\n\nBoth sides met."
    assert words(last.document)[0] == ("title", "Talks resume")


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_tables_with_any_delimiter(tmp_path: Path, delimiter: str) -> None:
    lines = [["unit_id", "article_title", "article_content", "date"], ["9", "Two boats", f'"{TEXT}"', "4/5/17"],
             ["10", "Two boats", f'"{TEXT}"', "4/25/17"], ["11", "too", "many", "cells", "here"]]  # fmt: skip
    path = tmp_path / "table"
    path.write_text("\n".join(delimiter.join(line) for line in lines), newline="")
    first, second, third = read(path)
    assert isinstance(first, Sourced) and isinstance(second, Sourced)
    assert (first.document.source_id, first.document.text) == ("9", TEXT)
    # The second row shows that months come first in this column.
    assert (first.document.published, second.document.published) == ("2017-04-05", "2017-04-25")
    assert isinstance(third, InputError) and third.code == "E109"


def test_an_ambiguous_date_is_not_guessed(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("text,date\nTwo boats were hit near the port.,4/5/17\n")
    (item,) = read(path)
    assert isinstance(item, Sourced)
    assert item.document.published is None
    assert [note.code for note in item.notes] == ["W102"]


def test_fields_can_be_named(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("Kopf,Inhalt,Nr\nTwo boats hit,The port was struck on Monday.,3\n")
    assert [error.code for error in errors(path)] == ["E110"]
    (document,) = documents(path, fields={"text": "inhalt", "title": "Kopf", "id": "Nr"})
    assert (document.text, document.title, document.source_id) == (
        "The port was struck on Monday.",
        "Two boats hit",
        "3",
    )


def test_a_feed_entry_without_text_is_its_title_and_summary(tmp_path: Path) -> None:
    (tmp_path / "feed").write_text(FEED)
    first, second, third = read(tmp_path / "feed")
    assert isinstance(first, Sourced) and isinstance(second, Sourced)
    assert first.document.text == "Two boats hit\n\nTwo boats were hit overnight."
    assert (first.document.published, first.document.source_id) == ("2025-04-28T09:10:00+03:00", "boats-1")
    assert second.document.text == "Talks resumed on Tuesday.\n\nBoth sides spoke of progress."
    assert second.document.outlet == "The Harbour Post"
    assert isinstance(third, InputError) and third.code == "E110"


def pack(kind: str, members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    if kind == "zip":
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in members.items():
                archive.writestr(name, data)
    else:
        with tarfile.open(fileobj=out, mode="w:gz" if kind == "tgz" else "w", format=tarfile.PAX_FORMAT) as tar:
            for name, data in members.items():
                info = tarfile.TarInfo(name)
                info.size = len(data)
                tar.addfile(info, io.BytesIO(data))
    return out.getvalue()


@pytest.mark.parametrize("kind", ["zip", "tar", "tgz"])
def test_archives_are_read_member_by_member(tmp_path: Path, kind: str) -> None:
    long = "deep/" * 40 + "märz.txt"
    members = {"a/one.txt": TEXT.encode(), ".hidden": b"x", "broken.bin": bytes(range(256)),
               long: TEXT.upper().encode(),
               "rows.jsonl.gz": gzip.compress(json.dumps({"text": TEXT}).encode())}  # fmt: skip
    path = tmp_path / "archive"
    path.write_bytes(pack(kind, members))
    one, broken, deep, row = read(path)
    assert isinstance(one, Sourced) and one.where == f"{path}: a/one.txt"
    assert isinstance(broken, InputError) and broken.code == "E103" and "broken.bin" in str(broken)
    assert isinstance(deep, Sourced) and deep.where.endswith("märz.txt")
    assert isinstance(row, Sourced) and row.document.text == TEXT


def test_archives_nest_only_so_deep(tmp_path: Path) -> None:
    inner = pack("zip", {"one.txt": TEXT.encode()})
    for _ in range(3):
        inner = pack("zip", {"inner.zip": inner, "two.txt": TEXT.encode()})
    (tmp_path / "a.zip").write_bytes(inner)
    items = read(tmp_path / "a.zip")
    assert [getattr(item, "code", "document") for item in items] == ["E107", "document", "document"]


def test_compression_bombs_are_refused(tmp_path: Path) -> None:
    (tmp_path / "bomb.zip").write_bytes(pack("zip", {"bomb.txt": b"a " * 5_000_000}))
    (tmp_path / "bomb.txt.gz").write_bytes(gzip.compress(b"a " * 40_000_000))
    assert [error.code for error in errors(tmp_path)] == ["E106", "E114"]


def test_folders_are_read_in_order_without_hidden_files(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name in ("z.txt", "b/a.txt", ".hidden.txt"):
        (tmp_path / name).write_text(TEXT)
    found = [item.where for item in read(tmp_path) if isinstance(item, Sourced)]
    assert found == [str(tmp_path / "z.txt"), str(tmp_path / "b/a.txt")]


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    class Stdin:
        buffer = io.BytesIO(gzip.compress(TEXT.encode()))

    monkeypatch.setattr(sys, "stdin", Stdin)
    (document,) = documents("-")
    assert document.text == TEXT


def test_warc_pages(tmp_path: Path) -> None:
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    path = tmp_path / "crawl.warc.gz"
    with path.open("wb") as out:
        writer = WARCWriter(out, gzip=True)
        for kind, body in (("text/html; charset=utf-8", PAGE), ("image/png", "x"), ("text/html", " ")):
            headers = StatusAndHeaders("200 OK", [("Content-Type", kind)], protocol="HTTP/1.0")
            payload = io.BytesIO(body.encode())
            writer.write_record(
                writer.create_warc_record("https://h.example/", "response", payload=payload, http_headers=headers)
            )
    first, second = read(path)
    assert isinstance(first, Sourced) and first.document.outlet == "The Harbour Post"
    assert isinstance(second, InputError) and second.code == "E102"


BAD = {
    "empty.txt": (b"", "E102"),
    "blank.txt": (b" \n\n ", "E102"),
    "binary.txt": (bytes(range(256)) * 40, "E103"),
    "report.pdf": (b"%PDF-1.7 ...", "E103"),
    "cut.txt.gz": (gzip.compress(TEXT.encode())[:-12], "E104"),
    "cut.zip": (pack("zip", {"a.txt": TEXT.encode()})[:-30], "E104"),
    "cut.tar": (pack("tar", {"a.txt": TEXT.encode() * 20})[:900], "E104"),
    "deep.json": (b"[" * 200_000, "E107"),
    "broken.json": (b'{"text": "The port', "E108"),
    "number.json": (b"[17]", "E108"),
    "nothing.html": (b"<html><body><script>1</script></body></html>", "E111"),
    "deep.html": (b"<html><body>" + b"<div>" * 100_000 + b"x", "E107"),
    "empty.rss": (b"<rss><channel></channel></rss>", "E112"),
    "other.xml": (b"<?xml version='1.0'?><inventory><boat/></inventory>", "E103"),
    "cut.warc": (b"WARC/1.0\r\nWARC-Type: response\r\n", "E1"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_one_error_that_names_it(tmp_path: Path, name: str) -> None:
    data, code = BAD[name]
    (tmp_path / name).write_bytes(data)
    (tmp_path / "z.txt").write_text(TEXT)
    error, good = list(read_inputs([str(tmp_path / name), str(tmp_path / "z.txt")]))
    assert isinstance(error, InputError) and isinstance(good, Sourced)
    assert error.code.startswith(code), error
    assert name in error.where and error.cause and error.remedy
    assert "\n" not in str(error)


def test_what_is_not_there_is_an_error(tmp_path: Path) -> None:
    codes = [
        getattr(item, "code", "") for item in read_inputs([str(tmp_path / "no"), "ftp://x.example/a", str(tmp_path)])
    ]
    assert codes == ["E101", "E120", "E102"]


def test_a_text_that_is_too_large_is_refused_without_being_held(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as out:
        out.write(TEXT.encode())
        out.truncate(1_000_000_000)
    (error,) = errors(path)
    assert error.code in ("E103", "E106")
    path.write_text(TEXT * 10)
    assert [e.code for e in errors(path, max_document=1000)] == ["E106"]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("Der Präsident sprach über die Lage in der Stadt.".encode("cp1252"), "Präsident"),
        ("The mayor of Kraków said the “siren” wailed – twice.".encode() + b" caf\xe9", "Kraków"),
        ("The siren wailed twice on Monday.".encode("utf-16"), "siren"),
        ("The siren wailed twice on Monday.".encode("utf-16-le"), "siren"),
    ],
)
def test_broken_and_other_encodings_are_read_and_said(tmp_path: Path, data: bytes, expected: str) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    (item,) = read(tmp_path / "a.txt")
    assert isinstance(item, Sourced)
    assert expected in item.document.text
    assert all(note.code == "W101" for note in item.notes)


def test_errors_survive_the_way_between_processes(tmp_path: Path) -> None:
    import pickle

    (error,) = errors(tmp_path / "no")
    assert str(pickle.loads(pickle.dumps(error))) == str(error)
