"""The page of one reading for a person at a terminal: the text with its claims marked, and tables under it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from onrecord.model import Actor, Attribution, Event, Figure, Reading
from onrecord.model.document import CLAIM_KINDS
from onrecord.publishing.display import number, one_line, visible
from onrecord.publishing.listing import NARROW

CERTAINTY_WORDS = {
    "CT+": "certain",
    "PR+": "probable",
    "PS+": "possible",
    "CT-": "denied",
    "PR-": "improbable",
    "PS-": "possibly not",
    "U": "not said",
}


def page(reading: Reading, *, width: int, name: str = "") -> RenderableType:
    """The reading as a page `width` columns wide; `name` heads the page of a report that has no title."""
    names = {actor.id: actor for actor in reading.actors}
    body: list[RenderableType] = [_head(reading, name), Text(""), _text(reading)]
    for title, columns, rows in (
        ("Claims", ("", "who", "how", "what"), _claims(reading, names)),
        ("Figures", ("how many", "of what", "measure", "claimed by", "when", "where"), _figures(reading, names)),
        ("Events", ("when", "what", "who", "to whom", "where", "how sure, by whom"), _events(reading, names)),
        ("Positions", ("who", "stance", "topic", "in the words", "by whose word"), _positions(reading, names)),
    ):
        rows = list(rows)
        if rows:
            body += [Text(""), Rule(f"{title} ({len(rows)})", align="left"), _table(columns, rows, width)]
    for warning in reading.warnings:
        body += [Text(f"warning: {one_line(warning.message)} [{warning.code}]", style="yellow")]
    return Group(*body)


def _head(reading: Reading, name: str) -> Text:
    document = reading.document
    head = Text()
    title = document.title or document.source_id or name or document.id[:12]
    head.append(one_line(title, 300), style="bold")
    facts = [document.outlet, document.published, document.byline, document.url]
    line = " · ".join(one_line(fact, 200) for fact in facts if fact)
    if line:
        head.append("\n" + line, style="dim")
    return head


def _text(reading: Reading) -> Text:
    """The prose of the report; each claim's content is followed by its number, `[q3]`, and coloured where colour is."""
    document = reading.document
    text = document.text
    outer = [a for a in reading.attributions if a.parent is None]
    styles: list[tuple[int, int, str]] = []
    ends: dict[int, list[str]] = {}
    for attribution in outer:
        styles += [(s, e, "cyan") for s, e in attribution.content.spans]
        styles += [(s, e, "bold") for s, e in attribution.source.spans]
        if attribution.cue:
            styles.append((attribution.cue.start, attribution.cue.end, "italic"))
        if attribution.content.spans:
            ends.setdefault(attribution.content.spans[-1][1], []).append(attribution.id)
    figures = [(f.start, f.end, "bold yellow") for f in reading.figures]
    out = Text()
    parts = [p for p in document.parts if p.kind in CLAIM_KINDS or p.kind == "heading"]
    for index, part in enumerate(parts):
        if index:
            out.append("\n\n")
        out.append_text(_marked(text, part.start, part.end, styles + figures, ends))
        if part.kind in ("heading", "title"):
            out.stylize("bold underline", len(out) - (part.end - part.start))
    return out


def _marked(
    text: str, start: int, end: int, styles: Iterable[tuple[int, int, str]], ends: dict[int, list[str]]
) -> Text:
    inside = [(max(s, start), min(e, end), style) for s, e, style in styles if s < end and e > start]
    cuts = sorted({start, end, *(c for s, e, _ in inside for c in (s, e)), *(c for c in ends if start < c <= end)})
    out = Text()
    for left, right in zip(cuts, cuts[1:], strict=False):
        style = " ".join(dict.fromkeys(style for s, e, style in inside if s <= left and right <= e))
        out.append(visible(text[left:right]), style=style)
        for name in ends.get(right, ()):
            out.append(f"[{name}]", style="dim cyan")
    return out


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> RenderableType:
    if width < NARROW:
        lines = Text()
        for row in rows:
            head, *rest = [(name, cell) for name, cell in zip(columns, row, strict=True) if cell]
            lines.append(f"- {head[1]}\n", style="bold")
            for name, cell in rest:
                lines.append(f"  {name}: " if name else "  ", style="dim")
                lines.append(f"{cell}\n")
        lines.rstrip()
        return lines
    table = Table(box=None, padding=(0, 2, 0, 0), show_edge=False, header_style="bold")
    for name in columns:
        table.add_column(name, overflow="fold", ratio=3 if name in ("what", "in the words") else None)
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    return Padding(table, (0, 0, 0, 0))


def _claims(reading: Reading, names: dict[str, Actor]) -> Iterable[Sequence[str]]:
    for item in reading.attributions:
        indent = "↳" if item.parent else ""
        yield (indent + item.id, _holder(item, names), _how(item), one_line(_content(reading, item), 400))


def _content(reading: Reading, item: Attribution) -> str:
    return " … ".join(reading.document.text[s:e] for s, e in item.content.spans)


def _holder(item: Attribution, names: dict[str, Actor]) -> str:
    """Who holds a claim: the actors it is resolved to, with the report's own words where these differ."""
    words = one_line(item.source.text or "", 60)
    resolved = ", ".join(one_line(names[a].name, 60) for a in item.source.actors if a in names)
    if resolved and words and resolved.casefold() not in words.casefold():
        return f"{resolved} (“{words}”)"
    return resolved or words or "unnamed"


def _how(item: Attribution) -> str:
    facts = [item.act.replace("_", " ")]
    if item.negated:
        facts.append("negated")
    if item.hedge:
        facts.append(f"“{one_line(item.hedge, 40)}”")
    if item.cue and item.act == "statement":
        facts[0] = one_line(item.cue.text, 40)
    return ", ".join(facts)


def _figures(reading: Reading, names: dict[str, Actor]) -> Iterable[Sequence[str]]:
    by_id = {a.id: a for a in reading.attributions}
    times = {t.id: t for t in reading.times}
    places = {p.id: p for p in reading.places}
    for item in reading.figures:
        holder = by_id.get(item.attribution or "")
        time, place = times.get(item.time or ""), places.get(item.place or "")
        yield (
            number(item.low, item.high, item.bound) + (f" {item.unit}" if item.unit else ""),
            _counted(item, names),
            item.measure + (" (in all)" if item.cumulative else ""),
            _holder(holder, names) if holder else "the report",
            _days(time.from_, time.to) if time else "",
            one_line(place.name or place.text) if place else "",
        )


def _counted(item: Figure, names: dict[str, Actor]) -> str:
    owner = names.get(item.actor or "")
    return one_line(item.counted or "", 40) + (f" ({one_line(owner.name, 40)})" if owner else "")


def _events(reading: Reading, names: dict[str, Actor]) -> Iterable[Sequence[str]]:
    by_id = {a.id: a for a in reading.attributions}
    places = {p.id: p for p in reading.places}
    for item in reading.events:
        holder, place = by_id.get(item.attribution or ""), places.get(item.place or "")
        yield (
            _days(item.from_, item.to) + (" (background)" if item.background else ""),
            f"{item.type}{'/' + item.mode if item.mode else ''}: {one_line(item.trigger.text, 40)}",
            _who(item.actors, names),
            _who(item.recipients, names),
            one_line(place.name or place.text) if place else "",
            _sureness(item) + (f", {_holder(holder, names)}" if holder else ", the report"),
        )


def _sureness(item: Event) -> str:
    word = CERTAINTY_WORDS[item.value]
    return f"{word}, future" if item.tense == "future" else word


def _positions(reading: Reading, names: dict[str, Actor]) -> Iterable[Sequence[str]]:
    topics = {t.id: t for t in reading.topics}
    by_id = {a.id: a for a in reading.attributions}
    for item in reading.positions:
        holder = by_id.get(item.attribution or "")
        yield (
            one_line(names[item.actor].name, 60) if item.actor in names else "unnamed",
            item.stance.replace("_", " ") + (f", “{one_line(item.hedge, 30)}”" if item.hedge else ""),
            one_line(topics[item.topic].name, 80) if item.topic in topics else "",
            one_line(reading.document.text[item.start : item.end], 240),
            _holder(holder, names) if holder else "the report",
        )


def _who(ids: Iterable[str], names: dict[str, Actor]) -> str:
    return ", ".join(one_line(names[i].name, 60) for i in ids if i in names)


def _days(start: str | None, end: str | None) -> str:
    if not start and not end:
        return ""
    first, last = (start or "")[:10], (end or "")[:10]
    return first if first == last else f"{first or '…'} – {last or '…'}"
