"""The brief: a day, or a range of days, on one page; every line names who says so and cites its sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text
from sqlalchemy import Connection, select

from onrecord.publishing import phrasing
from onrecord.publishing.display import one_line
from onrecord.publishing.happenings import contacts, found_events
from onrecord.publishing.incidents import DISPUTES, incidents
from onrecord.publishing.stances import positions
from onrecord.record import tables
from onrecord.record.filters import Filters

MOST = 12
"""Lines of a section on the page; the rest is counted, and the listing that shows it named."""

CASUALTIES = ("killed", "injured", "missing", "captured", "displaced")
VIOLENCE = ("ASSAULT", "INTERCEPT", "COERCE", "MOBILIZE")
TOLD = ("ASSAULT", "INTERCEPT")


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote: the sentence that a line came from, and where it stood."""

    sentence: str
    outlet: str
    published: str
    url: str | None
    id: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the brief with the numbers of its footnotes; `new` where no report before the day had it."""

    text: str
    notes: tuple[int, ...]
    new: bool = False


@dataclass(slots=True)
class Brief:
    """The page: sections of lines, and footnotes."""

    title: str
    facts: str
    sections: list[tuple[str, list[Line], str]] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def cite(self, *found: Note) -> tuple[int, ...]:
        """The numbers of footnotes, each sentence of a report once."""
        out = []
        for note in found:
            known = next(
                (i for i, n in enumerate(self.notes) if n.sentence == note.sentence and n.url == note.url), None
            )
            if known is None:
                self.notes.append(note)
                known = len(self.notes) - 1
            out.append(known + 1)
        return tuple(dict.fromkeys(out))


def brief(connection: Connection, filters: Filters) -> Brief:
    """The brief of the days of the filters."""
    found = incidents(connection, filters)
    days = filters.start if filters.start == filters.end else f"{filters.start or '…'} – {filters.end or '…'}"
    reports = {r["document"] for item in found for r in item["reports"]}
    accounts = {r["account"] for item in found for r in item["reports"]}
    page = Brief(
        f"Brief for {days or 'the whole record'}",
        f"{len(found)} happenings in {len(reports)} reports, {len(accounts)} of them independent accounts",
    )
    sentences = _sentences(connection, (c for item in found for c in item["claims"]))
    violent = [item for item in found if item["type"] in VIOLENCE]
    violent.sort(key=lambda item: -len({r["account"] for r in item["reports"]}))
    struck = [item for item in violent if item["type"] in TOLD]
    _section(page, "Strikes and interceptions", (_strike(page, i, sentences, filters) for i in struck), "timeline")
    _section(page, "Casualties, as claimed", _casualties(page, violent, sentences, filters), "figures")
    alerts = found_events(connection, filters, types=("ALERT",), happened=True)
    _section(page, "Alerts", (_happening(page, row) for row in _distinct(alerts)), "timeline")
    met = contacts(connection, filters).rows
    _section(page, "Contacts", (_happening(page, row) for row in _distinct(met)), "contacts")
    stances = positions(connection, filters).rows
    stances = sorted(stances, key=lambda row: row["change"] is None)
    _section(page, "Positions", (_position(page, row) for row in stances), "positions")
    _section(page, "Disputes", _disputes(page, found, sentences), "disputes")
    return page


def _section(page: Brief, title: str, lines: Iterable[Line | None], listing: str) -> None:
    kept = [line for line in lines if line is not None]
    if kept:
        kept.sort(key=lambda line: not line.new)
        more = f"and {len(kept) - MOST} more: onrecord {listing}" if len(kept) > MOST else ""
        page.sections.append((title, kept[:MOST], more))


def _strike(page: Brief, item: dict[str, Any], sentences: dict[str, str], filters: Filters) -> Line | None:
    """A strike: the sentence that tells of it, and the counts of weapons with who holds them."""
    if not item["claims"]:
        return None
    told = next((c for c in item["claims"] if sentences.get(c["id"]) == item["what"]), item["claims"][0])
    used = [told]
    counts = []
    for (measure, thing), members in phrasing.slots(item["claims"]).items():
        if measure not in CASUALTIES and measure != "other":
            shown = _one_of_each(members)[:4]
            counts.append(f"{thing}: {phrasing.side_by_side(shown)}")
            used += shown
    claims = f" Counts: {'; '.join(counts[:4])}." if counts else ""
    text = f"{phrasing.where(item)}, {phrasing.when(item)}: “{one_line(item['what'], 300)}”{claims}"
    text += f" [{phrasing.how_counted(item)}]"
    return Line(text, page.cite(*(_note(c, item, sentences) for c in used[:8])), _new(item, filters))


def _casualties(
    page: Brief, found: Sequence[dict[str, Any]], sentences: dict[str, str], filters: Filters
) -> Iterable[Line]:
    """One line for each thing counted in a happening, the counts side by side and the latest named."""
    for item in found:
        disputed = {r[side] for r in item["relations"] if r["relation"] in DISPUTES for side in ("a", "b")}
        for (measure, thing), members in phrasing.slots(item["claims"]).items():
            if measure not in CASUALTIES:
                continue
            shown = _one_of_each(members)
            text = f"{phrasing.where(item)}, {phrasing.when(item)}: {thing}: {phrasing.side_by_side(shown[:6])}"
            if len({(c["low"], c["high"]) for c in shown}) > 1:
                last = shown[-1]
                text += f"; latest {phrasing.amount(last)}, by {last['claimant']} on {last['claimed']}"
                settled = not any(c["id"] in disputed for c in shown) and (last["claimed"] or "") > (
                    shown[0]["claimed"] or ""
                )
                text += " (an update, no dispute)" if settled else ""
            yield Line(text, page.cite(*(_note(c, item, sentences) for c in shown[:6])), _new(item, filters))


def _disputes(page: Brief, found: Sequence[dict[str, Any]], sentences: dict[str, str]) -> Iterable[Line]:
    """One line for each pair of claimants, or, of a denial, for each who denies."""
    for item in found:
        claims = {c["id"]: c for c in item["claims"]}
        seen: set[Any] = set()
        for relation in item["relations"]:
            pair = [claims[relation[side]] for side in ("a", "b") if relation[side] in claims]
            if relation["relation"] not in DISPUTES or len(pair) < 2:
                continue
            pair.sort(
                key=lambda c: (c["value"] == "no" or str(c["value"]).startswith("not "), c["claimed"] or "", c["id"])
            )
            first, second = pair
            if first["low"] is not None or first["high"] is not None:
                key: Any = frozenset((c["claimant"], c["field"], c["low"], c["high"]) for c in pair)
                text = "; ".join(f"{phrasing.counted(c)} ({c['claimant']})" for c in pair)
            elif relation["relation"] == "denial":
                key = second["claimant"]
                text = f"{_quoted(first)}; denied by {_quoted(second)}"
            else:
                key, text = "responsible", f"held responsible: {_blamed(item['claims'], pair)}"
            if key in seen:
                continue
            seen.add(key)
            yield Line(
                f"{phrasing.where(item)}, {phrasing.when(item)}: {text}",
                page.cite(*(_note(c, item, sentences) for c in pair)),
            )


def _blamed(claims: Sequence[dict[str, Any]], pair: Sequence[dict[str, Any]]) -> str:
    """Who is held responsible, each with all who say so; the two of the relation first."""
    held: dict[str, list[str]] = {}
    for claim in (*pair, *claims):
        if claim["field"] == "responsible" and not claim["value"].startswith("not "):
            names = held.setdefault(claim["value"], [])
            if claim["claimant"] not in names:
                names.append(claim["claimant"])
    return "; ".join(f"{value} (say {', '.join(names[:4])})" for value, names in list(held.items())[:4])


def _quoted(claim: dict[str, Any]) -> str:
    return f"{claim['claimant']}: “{one_line(claim['text'], 240)}”"


def _happening(page: Brief, row: dict[str, Any]) -> Line:
    where = f", {row['place']}" if row["place"] else ""
    text = f"{row['who'] or 'nobody named'}: {row['trigger']}{where} ({row['by_whose_word']})"
    note = Note(row["sentence"] or "", row["outlet"] or "", row["published"] or "", row["url"], row["id"])
    return Line(text, page.cite(note))


def _position(page: Brief, row: Mapping[str, Any]) -> Line:
    change = f" [{row['change']}]" if row["change"] else ""
    text = f"{row['actor']} {row['stance']}: {row['topic']}{change} ({row['by_whose_word']})"
    note = Note(row["words"], row["outlet"] or "", row["published"] or "", row["url"], row["id"])
    return Line(text, page.cite(note), bool(row["change"]))


def _distinct(rows: Sequence[Any]) -> list[Any]:
    """Rows that say something that no earlier one said of the same parties on the same day."""
    seen, out = set(), []
    for row in rows:
        key = (row["day"], row["who"], row["type"])
        if key not in seen:
            seen.add(key)
            out.append(row)
    return out


def _one_of_each(claims: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Claims that differ in claimant, field or value; counts before mere statements that it happened."""
    seen, out = set(), []
    for claim in sorted(claims, key=lambda c: (c["low"] is None, c["claimed"] or "")):
        key = (claim["claimant"], claim["field"], claim["low"], claim["high"], claim["value"])
        if key not in seen:
            seen.add(key)
            out.append(claim)
    return out


def _note(claim: dict[str, Any], item: dict[str, Any], sentences: dict[str, str]) -> Note:
    report: dict[str, Any] = next((r for r in item["reports"] if r["document"] == claim["document"]), {})
    return Note(
        sentences.get(claim["id"], claim["text"]),
        report.get("outlet") or "",
        report.get("published") or "",
        report.get("url"),
        claim["id"],
    )


def _new(item: dict[str, Any], filters: Filters) -> bool:
    first = min(((r["published"] or "")[:10] for r in item["reports"]), default="")
    return bool(filters.start) and first >= (filters.start or "")


def _sentences(connection: Connection, claims: Iterable[dict[str, Any]]) -> dict[str, str]:
    """The sentence in which each claim stands."""
    passage = tables.passage
    wanted: dict[str, list[dict[str, Any]]] = {}
    for claim in claims:
        wanted.setdefault(claim["document"], []).append(claim)
    out = {}
    for document, found in wanted.items():
        rows = list(connection.execute(select(passage).where(passage.c.report == document)))
        for claim in found:
            out[claim["id"]] = next((r.text for r in rows if r.start <= claim["start"] < r.end), claim["text"])
    return out


def as_markdown(page: Brief) -> str:
    """The brief in Markdown, with a footnote for every sentence."""
    lines = [f"# {page.title}", "", page.facts, ""]
    for title, found, more in page.sections:
        lines += [f"## {title}", ""]
        for line in found:
            marks = "".join(f"[^{n}]" for n in line.notes)
            lines.append(f"- {'**New.** ' if line.new else ''}{_escaped(line.text)}{marks}")
        lines += ([f"- {more}"] if more else []) + [""]
    for n, note in enumerate(page.notes, 1):
        source = ", ".join(part for part in (note.outlet, note.published[:10]) if part)
        lines.append(f"[^{n}]: “{_escaped(one_line(note.sentence, 400))}” {_escaped(source)} `{note.id[:12]}`")
    return "\n".join(lines) + "\n"


def as_page(page: Brief) -> RenderableType:
    """The brief for a terminal."""
    out: list[RenderableType] = [Text(page.title, style="bold"), Text(page.facts, style="dim")]
    for title, found, more in page.sections:
        out += [Text(""), Text(title, style="bold underline")]
        for line in found:
            text = Text("• ")
            if line.new:
                text.append("new ", style="green")
            text.append(one_line(line.text))
            text.append(" " + "".join(f"[{n}]" for n in line.notes), style="dim cyan")
            out.append(text)
        if more:
            out.append(Text(f"  {more}", style="dim"))
    out += [Text(""), Text("Sources", style="bold underline")]
    for n, note in enumerate(page.notes, 1):
        source = ", ".join(part for part in (note.outlet, note.published[:10]) if part)
        text = Text(f"[{n}] ", style="dim cyan")
        text.append(f"“{one_line(note.sentence, 300)}”", style="")
        text.append(f" {one_line(source)} {note.id[:12]}", style="dim")
        out.append(text)
    return Group(*out)


def _escaped(text: str) -> str:
    """Text of a report as plain words in Markdown: it cannot open a link, an image, a heading or a tag."""
    out = one_line(text)
    for mark in "\\`*_[]<>#|!":
        out = out.replace(mark, "\\" + mark)
    return out
