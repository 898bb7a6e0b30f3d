"""Rows of tables and objects of JSON, one document each; one bad row is one error, the others go on."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import IO, Any

from onrecord.model import Warning
from onrecord.model.errors import InputError
from onrecord.sources.dates import Order, order_of
from onrecord.sources.encoding import REPAIRED, decode, decode_line, note, repair_line, wide
from onrecord.sources.fields import Row
from onrecord.sources.options import HEAD, MAX_JSON, Sourced, SourceOptions, failure
from onrecord.sources.sniff import delimiter_of
from onrecord.sources.streams import Peeked, bounded_lines, read_whole
from onrecord.sources.text import make_document

_LISTS = ("articles", "items", "entries", "documents", "docs", "results", "data", "news", "stories", "rows", "records",
          "posts", "hits", "response", "feed", "value")  # fmt: skip
"""Names under which an object holds its list of reports."""
_AHEAD_ROWS, _AHEAD_BYTES = 500, 8_000_000
"""How far the dates of a table are looked at to learn whether its days or its months come first."""
_HTML_STARTS = (
    "<p>",
    "<p ",
    "<div",
    "<html",
    "<!doctype",
    "<article",
    "<body",
    "<h1",
    "<h2",
    "<section",
    "<span",
    "<figure",
)
_NAME_FIELD = "name the field with --field text=NAME"

_Item = tuple[str, dict[str, Any] | InputError, bool]
"""Where a row stands, the row or what is wrong with it, and whether its encoding was repaired."""


def read_table(stream: Peeked, kind: str, where: str, options: SourceOptions) -> Iterator[Sourced | InputError]:
    """The documents of a CSV, TSV, JSON or JSON Lines stream, in its order."""
    buffered = io.BufferedReader(stream, HEAD)
    if kind == "jsonl" or (kind == "json" and _one_object_a_line(stream)):
        items = _json_lines(buffered, where, options)
    elif kind == "json":
        items = _json_whole(buffered, where, options)
    else:
        items = _csv_rows(buffered, stream.head, where, options)
    ahead: list[_Item] = []
    size = 0
    for item in items:
        ahead.append(item)
        size += sum(len(v) for v in item[1].values() if isinstance(v, str)) if isinstance(item[1], dict) else 0
        if len(ahead) >= _AHEAD_ROWS or size > _AHEAD_BYTES:
            break
    dates = (day for _, row, _ in ahead if isinstance(row, dict) for day in Row(row, options.fields).raw_dates())
    order = order_of(dates)
    found = False
    for place, row, repaired in _chain(ahead, items):
        found = True
        yield row if isinstance(row, InputError) else _document(row, place, options, order, repaired)
    if not found:
        raise failure("E102", where, "holds no rows", "check that it was saved or downloaded completely")


def _chain(ahead: list[_Item], items: Iterable[_Item]) -> Iterator[_Item]:
    while ahead:
        yield ahead.pop(0)
    yield from items


def _document(
    values: dict[str, Any], where: str, options: SourceOptions, order: Order | None, repaired: bool
) -> Sourced | InputError:
    row = Row(values, options.fields, order=order)
    meta = row.meta()
    notes: list[Warning] = [note(REPAIRED, "the row is not UTF-8 and was read as Windows-1252")] if repaired else []
    text, page = row.text("text"), row.text("html")
    if text is None or text.lstrip()[:10].lower().startswith(_HTML_STARTS):
        page = text or page
        text = None
    if page:
        from onrecord.sources.html import read_fragment

        text = read_fragment(page, where, options)
    if text is None:
        # A row without a body: its title and its summary are the report.
        said = [part for part in (row.text("title"), row.text("summary")) if part]
        text = "\n\n".join(said)
    if not text.strip():
        names = ", ".join(str(k) for k in list(values)[:12])
        return failure("E110", where, f"no text, title or summary in the fields {names[:200]}", _NAME_FIELD)
    if len(text) > options.max_document:
        return failure("E106", where, f"a text of more than {options.max_document // 1_000_000} MB", "split it")
    document, more = make_document(text, meta, published=options.published)
    return Sourced(document, (*notes, *row.notes, *more), where)


def _one_object_a_line(stream: Peeked) -> bool:
    """Whether what looked like one JSON value is rows: its first line is longer than what was looked at."""
    return not stream.whole and b"\n" not in stream.head.strip() and stream.head.lstrip().startswith(b"{")


def _json_lines(stream: IO[bytes], where: str, options: SourceOptions) -> Iterator[_Item]:
    limit = 4 * options.max_document
    for number, line in enumerate(bounded_lines(stream, limit), 1):
        place = f"{where}, line {number}"
        if line is None:
            yield place, failure("E106", place, f"a row of more than {limit // 1_000_000} MB", "split it"), False
            continue
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        if not line.strip():
            continue
        text, repaired = decode_line(line)
        try:
            value = json.loads(text)
        except (ValueError, RecursionError) as error:
            yield place, _json_error(error, place), False
            continue
        yield from _objects(value, place, repaired)


def _json_whole(stream: IO[bytes], where: str, options: SourceOptions) -> Iterator[_Item]:
    data = read_whole(stream, MAX_JSON, where, "JSON file")
    text, notes = decode(data, where)
    del data
    try:
        value = json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise _json_error(error, where) from None
    del text
    yield from _objects(value, where, bool(notes))


def _json_error(error: Exception, where: str) -> InputError:
    if isinstance(error, RecursionError):
        return failure("E107", where, "JSON is nested too deeply", "give the reports as a flat list of objects")
    return failure("E108", where, f"is no valid JSON ({str(error)[:120]})", "check the row, or export it again")


def _objects(value: Any, where: str, repaired: bool) -> Iterator[_Item]:
    """The reports in a JSON value: an object, a list of them, or an object that holds such a list."""
    for _ in range(3):
        if not isinstance(value, dict) or _has_text(value):
            break
        inner = next((value[k] for k in _LISTS if isinstance(value.get(k), list | dict) and value[k]), None)
        if inner is None:
            break
        value = inner
    if isinstance(value, dict):
        yield where, _unwrapped(value), repaired
        return
    if not isinstance(value, list):
        yield (
            where,
            failure("E108", where, f"holds a {type(value).__name__}, no object", "give objects with a text"),
            False,
        )
        return
    for number, item in enumerate(value, 1):
        place = f"{where}, item {number}"
        if isinstance(item, dict):
            yield place, _unwrapped(item), repaired
        else:
            cause = f"holds a {type(item).__name__}, no object"
            yield place, failure("E108", place, cause, "give objects with a text"), False


def _has_text(value: dict[str, Any]) -> bool:
    row = Row(value)
    return row.text("text") is not None or row.text("html") is not None


def _unwrapped(value: dict[str, Any]) -> dict[str, Any]:
    source = value.get("_source")
    return source if isinstance(source, dict) else value


def _csv_rows(stream: IO[bytes], head: bytes, where: str, options: SourceOptions) -> Iterator[_Item]:
    codec = "utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else wide(head) or "utf-8"
    known = frozenset(name.lower() for name in options.fields.values())
    start = head.decode(codec, "replace")
    delimiter = delimiter_of(start, known) or ("\t" if "\t" in start.split("\n", 1)[0] else ",")
    errors = "surrogateescape" if codec == "utf-8" else "replace"
    lines = io.TextIOWrapper(stream, codec, errors=errors, newline="")
    csv.field_size_limit(max(csv.field_size_limit(), options.max_document + 1))
    reader = csv.reader(_bounded_text(lines, where, options), delimiter=delimiter)
    header: list[str] = []
    number = 0
    while True:
        place = f"{where}, row {number}"
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield place, failure("E109", place, f"is no valid table row ({error})", "check its quotation marks"), False
            number += 1
            continue
        if not cells or not any(cell.strip() for cell in cells):
            continue
        if not header:
            header = [cell.strip().lstrip("\ufeff") for cell in cells]
            number = 1
            continue
        number += 1
        if len(cells) > len(header):
            cause = f"has {len(cells)} cells for {len(header)} columns"
            yield place, failure("E109", place, cause, "check its quotation marks and delimiters"), False
            continue
        row, repaired = {}, False
        for name, cell in zip(header, cells, strict=False):
            row[name], broken = repair_line(cell)
            repaired = repaired or broken
        yield place, row, repaired


def _bounded_text(lines: io.TextIOWrapper, where: str, options: SourceOptions) -> Iterator[str]:
    while line := lines.readline(options.max_document + 1):
        if len(line) > options.max_document:
            raise failure("E106", where, f"a line of more than {options.max_document // 1_000_000} MB", "split it")
        yield line
