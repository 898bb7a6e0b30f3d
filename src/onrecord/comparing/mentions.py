"""What a mention of a happening has to be compared by: time, place, parties, numbers and words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, and_, select

from onrecord.record import tables

FAMILY = {"INTERCEPT": "violence", "ASSAULT": "violence"}
"""A raid and its interception are one happening; every other type is a family of its own."""

HAPPENED = ("CT+", "PR+", "PS+", "CT-", "PR-")
"""Values of mentions that speak of a happening: a denial speaks of it too; a plan or an unknown does not."""

_WORD = re.compile(r"[^\W_][\w'’-]*")
_SMALL = frozenset(
    re.findall(
        r"\w+",
        """the and for with from that this were was are has have had been its their his her they said says say after
        before into over more than also who which when where while about will would could not but all out one two
        three new""",
    )
)


@dataclass(slots=True)
class Mention:
    """A happening as one report, or several, mention it. Days are `YYYY-MM-DD`, coordinates degrees."""

    family: str
    events: list[str]
    reports: set[str]
    modes: set[str] = field(default_factory=set)
    first: str | None = None
    last: str | None = None
    published: str | None = None
    dated: bool = False
    places: set[str] = field(default_factory=set)
    points: list[tuple[float, float, float]] = field(default_factory=list)
    regions: set[str] = field(default_factory=set)
    countries: set[str] = field(default_factory=set)
    actors: set[str] = field(default_factory=set)
    recipients: set[str] = field(default_factory=set)
    numbers: set[tuple[str, float]] = field(default_factory=set)
    words: set[str] = field(default_factory=set)

    def absorb(self, other: Mention) -> None:
        """Take another mention of the same happening in."""
        self.events += other.events
        self.reports |= other.reports
        self.modes |= other.modes
        if other.dated or not self.dated:
            days = [d for d in (self.first if self.dated else None, other.first) if d]
            self.first = min(days, default=None)
            self.last = max((d for d in (self.last if self.dated else None, other.last) if d), default=None)
            self.dated = self.dated or other.dated
        self.published = min((d for d in (self.published, other.published) if d), default=None)
        self.points += [p for p in other.points if p not in self.points]
        for name in ("places", "regions", "countries", "actors", "recipients", "numbers", "words"):
            getattr(self, name).update(getattr(other, name))


def load(connection: Connection, events: Iterable[str]) -> dict[str, Mention]:
    """The mentions of these events, by event id."""
    out: dict[str, Mention] = {}
    ids = list(events)
    for start in range(0, len(ids), 400):
        out.update(_load(connection, ids[start : start + 400]))
    return out


def _load(connection: Connection, ids: Sequence[str]) -> dict[str, Mention]:
    event, place, passage = tables.event, tables.place, tables.passage
    query = (
        select(
            event,
            place.c.name,
            place.c.kind,
            place.c.country,
            place.c.admin1,
            place.c.latitude,
            place.c.longitude,
            place.c.radius_km,
            passage.c.text.label("sentence"),
            tables.report.c.day.label("published"),
        )
        .join(tables.report, tables.report.c.id == event.c.report)
        .outerjoin(place, and_(place.c.report == event.c.report, place.c.local == event.c.place))
        .outerjoin(
            passage,
            and_(passage.c.report == event.c.report, passage.c.start <= event.c.start, passage.c.end > event.c.start),
        )
        .where(event.c.id.in_(ids))
    )
    out = {row.id: _mention(row) for row in connection.execute(query)}
    party, actor = tables.event_actor, tables.actor
    parties = select(party.c.event, party.c.role, actor.c.id, actor.c.country, actor.c.kind).join(
        actor, actor.c.id == party.c.actor
    )
    for p in connection.execute(parties.where(party.c.event.in_(ids))):
        side = out[p.event].actors if p.role == "actor" else out[p.event].recipients
        side.add(p.country if p.country and p.kind not in ("person", "armed_group", "unnamed") else p.id)
    figure = tables.figure
    for row in connection.execute(
        select(figure.c.event, figure.c.measure, figure.c.low).where(figure.c.event.in_(ids), figure.c.low.is_not(None))
    ):
        out[row.event].numbers.add((row.measure, float(row.low)))
    return out


def _mention(row: Any) -> Mention:
    found = Mention(FAMILY.get(row.type, row.type), [row.id], {row.report}, published=row.published)
    if row.mode:
        found.modes.add(row.mode)
    found.first, found.last, found.dated = row.from_day, row.to_day or row.from_day, bool(row.from_day)
    if not found.dated and row.published:
        # An undated mention in the news is of the report's own days; `dated` keeps the guess apart from a statement.
        found.first = found.last = row.published
    if row.name:
        found.countries |= {row.country} if row.country else set()
        if row.kind == "region" and row.admin1 is None:
            found.regions.add(row.name)
        if row.admin1:
            found.regions.add(row.admin1)
        if row.kind not in ("country",):
            found.places.add(row.name)
            if row.latitude is not None:
                found.points.append((row.latitude, row.longitude, row.radius_km or 0.0))
    found.words = keywords(row.sentence or "")
    return found


def keywords(sentence: str) -> set[str]:
    """The words of a sentence that tell it from others, case folded and cut to a stem of six letters."""
    words = (word.casefold().strip("'’-") for word in _WORD.findall(sentence))
    return {word[:6] for word in words if (len(word) > 3 and word not in _SMALL) or word.isdigit()}
