"""A listing: named columns and rows, as a table for a terminal, as JSON Lines or as CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from onrecord.model.base import json_line
from onrecord.publishing.display import one_line

NARROW = 90
"""Columns of a terminal below which a listing is shown as blocks of lines, one a row."""

LEAST = 12
"""Columns of a terminal that a column of a table needs on an average; with less, words are broken off by letters."""

ID_SHOWN = 12
"""Digits of an id in a table."""


@dataclass(frozen=True, slots=True)
class Listing:
    """Rows of one kind. `shown` are the columns of the table; JSON and CSV carry every field of a row."""

    title: str
    shown: Sequence[str]
    rows: Sequence[Mapping[str, Any]]
    wide: frozenset[str] = field(default_factory=frozenset)

    def as_json(self) -> str:
        """One JSON object a line."""
        return "".join(json_line(row) + "\n" for row in self.rows)

    def as_csv(self) -> str:
        """CSV with a header; a list is joined by `; `, and a cell that a spreadsheet would run is made text."""
        out = io.StringIO()
        fields = list(dict.fromkeys(name for row in self.rows for name in row)) or list(self.shown)
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(fields)
        writer.writerows([_cell(row.get(name)) for name in fields] for row in self.rows)
        return out.getvalue()

    def as_table(self, *, width: int) -> RenderableType:
        """The table, or blocks of lines where the terminal is narrow."""
        if not self.rows:
            return Text("nothing in the record answers this", style="dim")
        if width < max(NARROW, LEAST * len(self.shown)):
            return self._blocks()
        table = Table(box=None, padding=(0, 2, 0, 0), show_edge=False, header_style="bold", title=None)
        for name in self.shown:
            table.add_column(name.replace("_", " "), overflow="fold", ratio=3 if name in self.wide else None)
        for row in self.rows:
            table.add_row(*(Text(self._cell(row, name)) for name in self.shown))
        return table

    @staticmethod
    def _cell(row: Mapping[str, Any], name: str) -> str:
        # The first digits of an id are enough for `show`, and leave room for words; JSON and CSV have it whole.
        return _plain(row.get(name))[:ID_SHOWN] if name == "id" else one_line(_plain(row.get(name)), 400)

    def _blocks(self) -> Text:
        out = Text()
        for row in self.rows:
            first, *rest = self.shown
            out.append(one_line(_plain(row.get(first))) + "\n", style="bold")
            for name in rest:
                value = self._cell(row, name)
                if value:
                    out.append(f"  {name.replace('_', ' ')}: ", style="dim")
                    out.append(value + "\n")
        out.rstrip()
        return out


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        return "; ".join(_plain(item) for item in value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _cell(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else _plain(value)
    # A cell that begins like a formula is one to a spreadsheet, and this text comes from the web.
    return "'" + text if text[:1] in ("=", "+", "@", "\t", "\r") or (text[:1] == "-" and not _number(text)) else text


def _number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
