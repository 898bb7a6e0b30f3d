"""The fields of a row, an object or front matter, under the names that people give them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from onrecord.model import Warning
from onrecord.sources.dates import Order, is_ambiguous, parse_published
from onrecord.sources.encoding import note

_WORDS = {
    "text": (
        "text body content article_content maintext main_text article_text full_text fulltext "
        "article_body articlebody content_text body_text bodytext story article raw_text plain_text"
    ),
    "html": ("html content_html body_html raw_html article_html"),
    "title": ("title headline article_title webtitle heading head_line titel"),
    "summary": ("summary description abstract lead standfirst subtitle excerpt trailtext teaser snippet dek"),
    "url": ("url link source_url article_url weburl web_url canonical_url permalink href uri external_url"),
    "published": (
        "published published_at publishedat published_time date_published datepublished publish_date "
        "published_date publication_date pubdate pub_date webpublicationdate published_parsed "
        "date_publish article_date datetime date publish_time date_time timestamp created_at time "
        "seendate day"
    ),
    "outlet": (
        "outlet source source_name hostname sitename site_name site publisher publication newspaper "
        "media domain source_domain feed"
    ),
    "byline": ("byline author authors creator by writer dc:creator"),
    "source_id": ("id unit_id article_id doc_id document_id uid guid _id uuid docid identifier"),
}
NAMES = {field: tuple(words.split()) for field, words in _WORDS.items()}
"""Names of fields in the order in which they are tried, in small letters; the first that holds something counts."""
_ALSO = {"id": "source_id"}


class Row:
    """One row or object: its document's fields, whatever their names in the file."""

    def __init__(
        self, values: Mapping[Any, Any], names: Mapping[str, str] | None = None, *, order: Order | None = None
    ) -> None:
        self._values = {str(k).strip().lower(): v for k, v in values.items() if k is not None}
        self._names = {_ALSO.get(key, key): name.strip().lower() for key, name in (names or {}).items()}
        self._order = order
        self.notes: list[Warning] = []

    def text(self, field: str) -> str | None:
        """The first value of the field that is a string with words in it, unchanged."""
        for value in self._candidates(field):
            if isinstance(value, str) and value.strip():
                return value
        return None

    def words(self, field: str) -> str | None:
        """The first value of the field in one line: numbers are written out, lists joined, objects asked for a name."""
        for value in self._candidates(field):
            flat = _flat(value)
            if flat and flat.lower() not in ("na", "n/a", "null", "none", "nan"):
                return flat
        return None

    def published(self) -> str | None:
        """The publication date in ISO 8601; a note says where there is one that cannot be read."""
        unread: object = None
        for value in self._candidates("published"):
            if isinstance(value, str) and not value.strip():
                continue
            if day := parse_published(value, order=self._order):
                return day
            unread = value if unread is None else unread
        if unread is not None and not isinstance(unread, dict | list):
            why = "can be read in two ways" if is_ambiguous(unread) else "is no date that is understood"
            code = "W102" if is_ambiguous(unread) else "W103"
            self.notes.append(note(code, f"the date {str(unread)[:60]!r} {why}"))
        return None

    def meta(self) -> dict[str, str | None]:
        """Title, address, outlet, byline, id and publication date."""
        found: dict[str, str | None] = {
            key: self.words(key) for key in ("title", "url", "outlet", "byline", "source_id")
        }
        if found["url"] and not found["url"].lower().startswith(("http://", "https://")):
            found["url"] = None
        found["published"] = self.published()
        return found

    def raw_dates(self) -> list[object]:
        """All values that may be the publication date."""
        return list(self._candidates("published"))

    def _candidates(self, field: str) -> list[Any]:
        if field in self._names:
            value = self._values.get(self._names[field])
            if value is None and "." in self._names[field]:
                value = _path(self._values, self._names[field].split("."))
            return [] if value is None else [value]
        return [self._values[name] for name in NAMES.get(field, ()) if self._values.get(name) is not None]


def _path(value: Any, keys: list[str]) -> Any:
    """A value inside an object: `--field text=article.body`."""
    for key in keys:
        value = {str(k).lower(): v for k, v in value.items()}.get(key) if isinstance(value, dict) else None
    return value


def _flat(value: Any) -> str | None:
    if isinstance(value, str):
        return " ".join(value[:2000].split()) or None
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return str(value)[:100]
    if isinstance(value, dict):
        named = (value.get(key) for key in ("name", "title", "id", "url", "href", "value", "#text"))
        return next((flat for v in named if isinstance(v, str) and (flat := _flat(v))), None)
    if isinstance(value, list | tuple):
        return ", ".join(flat for v in value[:20] if not isinstance(v, list) and (flat := _flat(v))) or None
    return None
