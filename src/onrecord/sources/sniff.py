"""What kind of input a stream is, told by its first bytes; its name only decides between kinds that look alike."""

from __future__ import annotations

import json
import re
from pathlib import PurePosixPath
from typing import Literal

from onrecord.sources import encoding

Kind = Literal[
    "empty", "gzip", "zip", "tar", "warc", "html", "feed", "xml", "json", "jsonl", "csv", "markdown", "text", "binary",
    "office", "pdf", "compressed", "image",
]  # fmt: skip
_MAGIC: tuple[tuple[bytes, Kind], ...] = (
    (b"\x1f\x8b", "gzip"),
    (b"WARC/", "warc"),
    (b"%PDF", "pdf"),
    (b"\xd0\xcf\x11\xe0", "office"),
    (b"{\\rtf", "office"),
    (b"BZh", "compressed"),
    (b"\xfd7zXZ\x00", "compressed"),
    (b"\x28\xb5\x2f\xfd", "compressed"),
    (b"7z\xbc\xaf", "compressed"),
    (b"Rar!", "compressed"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
)
_FEED = re.compile(r"<(?:rss|rdf:RDF|(?:\w{1,12}:)?feed)[\s>]", re.I)
_HTML = re.compile(r"<(?:!doctype\s{1,9}html|html|head|body|article|main)[\s>]", re.I)
_TAGS = re.compile(r"</?(?:p|div|span|a|h[1-6]|br|ul|li|table|td|section|header)\b[^<>]{0,500}>", re.I)
_FRONT = re.compile(r"\s{0,80}---[ \t]{0,9}\r?\n[A-Za-z_][\w \-]{0,60}:")
_MARKDOWN = re.compile(r"^(?:#{1,6} \S|>\s\S|!\[|\[[^\]\n]{1,300}\]\(\S|(?:---|\*\*\*)[ \t]{0,9}\r?$)", re.M)
_TEXT_NAMES = frozenset({"text", "body", "content", "article_content", "maintext", "article", "full_text", "fulltext"})
_HEAD_NAMES = frozenset({"title", "headline", "article_title", "summary", "description", "url", "link", "date", "id"})
DELIMITERS = ",\t;|"


def find_kind(head: bytes, name: str, content_type: str = "", fields: frozenset[str] = frozenset()) -> Kind:
    """The kind of an input that begins with `head` (up to 64 KB); `fields` are column names that the user gave."""
    if not head.strip(b" \t\r\n\xef\xbb\xbf\xff\xfe\x00"):
        return "empty"
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        office = b"[Content_Types].xml" in head[:4096] or b"mimetypeapplication/" in head[:200]
        return "office" if office else "zip"
    if is_tar(head):
        return "tar"
    if encoding.is_binary(head):
        return "binary"
    wide = "utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else encoding.wide(head)
    text = head.decode(wide or "utf-8", "replace").lstrip("\ufeff")
    return _kind_of_text(text, PurePosixPath(name.lower()).suffix, content_type, fields)


def is_tar(block: bytes) -> bool:
    """Whether a block of 512 bytes is the head of a tar member: its check sum tells."""
    if len(block) < 512 or not block[0]:
        return False
    try:
        stated = int(block[148:156].strip(b"\x00 ") or b"x", 8)
    except ValueError:
        return False
    return stated == 256 + sum(block[:148]) + sum(block[156:512])


def delimiter_of(text: str, fields: frozenset[str] = frozenset()) -> str | None:
    """The delimiter of a table whose first line names at least one known field, or None where it is no table."""
    first = text.lstrip("\ufeff").split("\n", 1)[0].rstrip("\r")
    if len(first) > 5000:
        return None
    best, most = None, 1
    for delimiter in DELIMITERS:
        names = [cell.strip().strip('"').strip().lower() for cell in first.split(delimiter)]
        known = [n for n in names if n in _TEXT_NAMES or n in fields]
        heads = [n for n in names if n in _HEAD_NAMES]
        if len(names) > most and (known or len(heads) > 1):
            best, most = delimiter, len(names)
    return best


def _kind_of_text(text: str, suffix: str, content_type: str, fields: frozenset[str]) -> Kind:
    start = text.lstrip()
    if start.startswith("<"):
        kind = _kind_of_tags(start)
        if kind:
            return kind
    if start.startswith(("{", "[")) and (kind := _kind_of_json(start, suffix, content_type)):
        return kind
    if _FRONT.match(text):
        return "markdown"
    if suffix in (".html", ".htm", ".xhtml") or "html" in content_type:
        return "html"
    names = frozenset(name.lower() for name in fields)
    if delimiter_of(text, names) or (suffix in (".csv", ".tsv", ".tab") and "\n" in start):
        return "csv"
    if suffix in (".md", ".markdown", ".mdown") or "markdown" in content_type:
        return "markdown"
    if len(_TAGS.findall(start[:20_000])) > 5 and suffix not in (".txt", ".text"):
        return "html"
    return "markdown" if _MARKDOWN.search(start[:20_000]) else "text"


def _kind_of_tags(start: str) -> Kind | None:
    opening = start[:4000]
    html = _HTML.search(opening)
    feed = _FEED.search(opening)
    if feed and (not html or feed.start() < html.start()):
        return "feed"
    if html or _TAGS.match(start):
        return "html"
    if opening.startswith(("<?xml", "<!DOCTYPE", "<!doctype")) or re.match(r"<[A-Za-z][\w:.\-]{0,80}[\s>/]", opening):
        return "xml"
    return "html" if opening.startswith("<!--") else None


def _kind_of_json(start: str, suffix: str, content_type: str) -> Kind | None:
    if suffix in (".jsonl", ".ndjson") or "ndjson" in content_type or "jsonl" in content_type:
        return "jsonl"
    named = suffix == ".json" or "json" in content_type
    if start.startswith("["):
        following = start[1:200].lstrip()[:1]
        return "json" if named or following in ("{", "[", "]") else None
    following = start[1:200].lstrip()[:1]
    if not named and following not in ('"', "}", "'"):
        return None
    line, newline, rest = start.partition("\n")
    if newline and rest.lstrip().startswith("{"):
        try:
            return "jsonl" if isinstance(json.loads(line), dict) else "json"
        except (ValueError, RecursionError):
            # One line that ends like an object and one that begins like it are rows, though the first is broken.
            return "jsonl" if line.rstrip().endswith("}") else "json"
    # A first row that is longer than what was looked at: the name decides, else whether it is written in one line.
    return "json"
