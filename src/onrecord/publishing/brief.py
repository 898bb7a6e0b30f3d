"""The brief: a day, or a range of days, on one page; every line names who says so and cites its sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from onrecord.publishing.brief_lines import (
    Draft,
    alerts,
    casualties,
    disputes,
    meetings,
    stances,
    strike,
)
from onrecord.publishing.happenings import contacts, found_events
from onrecord.publishing.incidents import incidents, most_told
from onrecord.publishing.sentences import Sentences
from onrecord.publishing.stances import positions
from onrecord.record import tables
from onrecord.record.filters import Filters

MOST = 12
"""Lines of a section on the page; the rest is counted, and the listing that shows it named."""

MONTH = 31
"""Days of which every happening is looked at; of a longer range, the `REPORTED` most reported ones."""

REPORTED = 200
ROWS = 2000
"""Contacts, alerts and positions looked at."""

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

    def cite(self, found: Iterable[Note]) -> tuple[int, ...]:
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
    if _length(filters.start, filters.end) > MONTH:
        found = most_told(connection, replace(filters, limit=REPORTED))
        which = f"the {len(found)} most reported happenings"
    else:
        found = [item for item in incidents(connection, filters) if _belongs(item["from"], item["to"], filters)]
        which = f"{len(found)} happenings"
    days = filters.start if filters.start == filters.end else f"{filters.start or '…'} – {filters.end or '…'}"
    reports = {r["document"] for item in found for r in item["reports"]}
    accounts = {r["account"] for item in found for r in item["reports"]}
    page = Brief(
        f"Brief for {days}" if filters.start or filters.end else "Brief for the whole record",
        f"{which} in {len(reports)} reports, {len(accounts)} of them independent accounts",
    )
    sentences = Sentences(connection)
    new = _since(connection, filters)
    found.sort(key=lambda item: (not item["place"], -len({r["account"] for r in item["reports"]})))
    violent = [item for item in found if item["type"] in VIOLENCE]
    told = [item for item in violent if item["type"] in TOLD]
    quoted: set[str] = set()
    struck = (strike(item, sentences, quoted, new) for item in _loaded(told, sentences))
    _section(page, "Strikes and interceptions", struck, len(told), "timeline", sentences)
    counted = [draft for item in violent for draft in casualties(item, new)]
    _section(page, "Casualties, as claimed", counted, len(counted), "figures", sentences)
    few = replace(filters, limit=ROWS)
    warned = alerts(_near(found_events(connection, few, types=("ALERT",), happened=True), filters))
    _section(page, "Alerts", warned, len(warned), "timeline", sentences)
    met = meetings(_near(contacts(connection, few).rows, filters))
    _section(page, "Contacts", met, len(met), "contacts", sentences)
    held = stances(positions(connection, few).rows)
    _section(page, "Positions", held, len(held), "positions", sentences)
    against = disputes(found, sentences)
    _section(page, "Disputes", against, len(against), "disputes", sentences)
    return page


def _loaded(told: Sequence[Any], sentences: Sentences) -> Iterator[Any]:
    """The happenings one by one, the sentences of many fetched at once, and of no more than are asked for."""
    for start in range(0, len(told), 4 * MOST):
        some = told[start : start + 4 * MOST]
        sentences.load(claim for item in some for claim in item["claims"])
        yield from some


def _section(
    page: Brief, title: str, drafts: Iterable[Draft | None], total: int, listing: str, sentences: Sentences
) -> None:
    """The first lines of a section; only what is shown is cited."""
    kept: list[Draft] = []
    for draft in drafts:
        if draft is None:
            total -= 1
        else:
            kept.append(draft)
        if len(kept) == MOST:
            break
    if kept:
        sentences.load(claim for draft in kept for claim, _ in draft.claims)
        lines = [Line(draft.text, page.cite(_notes(draft, sentences)), draft.new) for draft in kept]
        more = f"and {total - len(kept)} more: onrecord {listing}" if total > len(kept) else ""
        page.sections.append((title, lines, more))


def _notes(draft: Draft, sentences: Sentences) -> Iterable[Note]:
    for claim, item in draft.claims:
        report: Any = next((r for r in item["reports"] if r["document"] == claim["document"]), {})
        yield Note(
            sentences.of(claim),
            report.get("outlet") or "",
            report.get("published") or "",
            report.get("url"),
            claim["id"],
        )
    for row in draft.rows:
        sentence = row.get("sentence") or row.get("words") or ""
        yield Note(sentence, row["outlet"] or "", row["published"] or "", row["url"], row["id"])


def _since(connection: Connection, filters: Filters) -> str | None:
    """The first day asked for, where the record has reports of earlier days: what is new can be told then."""
    if not filters.start:
        return None
    earlier = select(tables.report.c.id).where(tables.report.c.day < filters.start).limit(1)
    return filters.start if connection.execute(earlier).first() is not None else None


def _near(rows: Sequence[Any], filters: Filters) -> list[Any]:
    return [row for row in rows if _belongs(row["from"], row["to"], filters)]


def _belongs(first: str | None, last: str | None, filters: Filters) -> bool:
    """Whether at least half of the days of a happening are days asked for: "this month" is no news of a day."""
    if not first or not (filters.start or filters.end):
        return True
    last = last or first
    begin, end = max(first, filters.start or first), min(last, filters.end or last)
    return 2 * _length(begin, end) >= _length(first, last)


def _length(first: str | None, last: str | None) -> int:
    """Days from the first to the last; very many where one of them is open."""
    if not first or not last:
        return 10**6
    return (date.fromisoformat(last) - date.fromisoformat(first)).days + 1
