"""Claims on the fields of an incident.

Fields are the measures of its figures (`killed`, `downed`, `supplied` …; `other` counts what no measure names, with the
noun in `scope.population`), and in words: `happened`, `responsible`, `weapon`, `date` and `place`.

A figure belongs to an incident by its event; one without an event belongs to the happening that its sentence speaks of,
and a toll that stands in a sentence without any to the happening that the report spoke of last.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, and_, func, select

from onrecord.comparing.places import WIDEST_KM
from onrecord.record import tables
from onrecord.record.ids import identify
from onrecord.record.write import insert_rows

LEFT_OUT = ("money", "share", "duration")
"""Measures that are no fields of a happening: they belong to what is negotiated."""

TOLLS = ("killed", "injured", "missing", "captured", "displaced")

VIOLENT = ("ASSAULT", "INTERCEPT")

CHUNK = 400

PRINTED = "printed"
"""Key of a row that is not stored: when its report was published, to tell which of two claims is the later."""

GROUND = "ground"
"""Key of a row that is not stored: kind and first-order region of its place, None for a country or no place."""

PART = "part"
"""Key of a row that is not stored: whether the figure is a part of another."""

SENTENCE = "sentence"
"""Key of a row that is not stored: the whole sentence in which a figure stands."""

_PASSING = (PRINTED, GROUND, PART, SENTENCE)

Row = dict[str, Any]


def state(connection: Connection, incidents: Iterable[str]) -> dict[str, list[Row]]:
    """Write the statements of these incidents anew and return them as rows, by incident."""
    wanted = sorted(_with_beside(connection, incidents))
    out: dict[str, list[Row]] = {}
    for start in range(0, len(wanted), CHUNK):
        some = wanted[start : start + CHUNK]
        for table in (tables.relation, tables.statement):
            connection.execute(table.delete().where(table.c.incident.in_(some)))
        events = _events(connection, some)
        rows: dict[str, dict[str, Row]] = {incident: {} for incident in some}
        for row in [*_counted(connection, events, set(some)), *_in_words(connection, events)]:
            rows[row["incident"]][row["id"]] = row
        for incident in some:
            out[incident] = sorted(rows[incident].values(), key=lambda row: row["id"])
        stored = [
            {name: value for name, value in row.items() if name not in _PASSING}
            for incident in some
            for row in out[incident]
        ]
        insert_rows(connection, tables.statement, stored)
    return out


def _with_beside(connection: Connection, incidents: Iterable[str]) -> set[str]:
    """These incidents, and those that stand beside them in the same reports: what is found out about one of a report
    moves its tolls from the others (`_Homes`)."""
    link, event = tables.incident_event, tables.event
    out = set(incidents)
    asked = sorted(out)
    for start in range(0, len(asked), CHUNK):
        reports = (
            select(event.c.report)
            .join(link, link.c.event == event.c.id)
            .where(link.c.incident.in_(asked[start : start + CHUNK]))
        )
        alone = (
            select(link.c.incident)
            .join(event, event.c.id == link.c.event)
            .where(link.c.incident.in_(_of_reports(reports)))
            .group_by(link.c.incident)
            .having(func.count(event.c.report.distinct()) == 1)
        )
        out.update(connection.execute(alone).scalars())
    return out


def _of_reports(reports: Any) -> Any:
    link, event = tables.incident_event, tables.event
    return (
        select(link.c.incident)
        .join(event, event.c.id == link.c.event)
        .where(event.c.report.in_(reports), event.c.type.in_(VIOLENT))
    )


def _events(connection: Connection, incidents: Sequence[str]) -> list[Any]:
    link, event, passage, claim, place = (
        tables.incident_event,
        tables.event,
        tables.passage,
        tables.claim,
        tables.place,
    )
    query = (
        select(
            event,
            link.c.incident.label("of"),
            tables.report.c.day,
            tables.report.c.published,
            passage.c.start.label("sentence_start"),
            passage.c.end.label("sentence_end"),
            passage.c.text.label("sentence"),
            place.c.name.label("place_name"),
            place.c.kind.label("place_kind"),
            place.c.radius_km,
            claim.c.start.label("claim_start"),
            claim.c.end.label("claim_end"),
            claim.c.speaker_words,
            claim.c.act,
            claim.c.day.label("said"),
        )
        .join(link, link.c.event == event.c.id)
        .join(tables.report, tables.report.c.id == event.c.report)
        .outerjoin(place, and_(place.c.report == event.c.report, place.c.local == event.c.place))
        .outerjoin(
            passage,
            and_(passage.c.report == event.c.report, passage.c.start <= event.c.start, passage.c.end > event.c.start),
        )
        .outerjoin(claim, and_(claim.c.report == event.c.report, claim.c.local == event.c.attribution))
        .where(link.c.incident.in_(incidents))
        .order_by(tables.report.c.number, event.c.start)
    )
    return list(connection.execute(query))


def _counted(connection: Connection, events: Sequence[Any], asked: set[str]) -> Iterable[Row]:
    """Figures of the reports of these incidents, each with the incident that it belongs to."""
    reports = sorted({event.report for event in events})
    value = {event.id: event.value for event in events}
    for start in range(0, len(reports), CHUNK):
        some = reports[start : start + CHUNK]
        homes = _Homes(connection, some)
        for row in connection.execute(_figure_query(some)):
            incident = homes.of(row)
            if incident not in asked:
                continue
            first, last, text = _clause(row)
            yield {
                "id": identify("statement", incident, row.report, row.start, row.end, row.measure),
                "incident": incident,
                "report": row.report,
                "start": first,
                "end": last,
                "text": text,
                "field": row.measure,
                "low": row.low,
                "high": row.high,
                "bound": row.bound,
                "value": None,
                "scope": _scope(row),
                "claimant": row.claimant,
                "claimant_words": row.claimant_words,
                "claimed": row.said or row.day,
                "certainty": value.get(row.event or "", "CT+"),
                PRINTED: row.published or row.day,
                GROUND: (row.place_kind, row.place_admin1) if row.place_kind not in (None, "country") else None,
                PART: row.part_of is not None,
                SENTENCE: row.sentence,
            }


class _Homes:
    """Which incident each stretch of some reports speaks of."""

    def __init__(self, connection: Connection, reports: Sequence[str]) -> None:
        event, link = tables.event, tables.incident_event
        query = (
            select(event.c.id, event.c.report, event.c.start, event.c.type, event.c.background, link.c.incident)
            .outerjoin(link, link.c.event == event.c.id)
            .where(event.c.report.in_(reports))
            .order_by(event.c.report, event.c.start)
        )
        self.shared = self._shared(connection, reports)
        self.by_event: dict[str, str | None] = {}
        self.aside: set[str] = set()
        self.starts: dict[str, list[int]] = defaultdict(list)
        self.found: dict[str, list[Any]] = defaultdict(list)
        for row in connection.execute(query):
            self.by_event[row.id] = row.incident
            if row.background:
                self.aside.add(row.id)
            if row.incident is not None:
                self.starts[row.report].append(row.start)
                self.found[row.report].append(row)

    def _shared(self, connection: Connection, reports: Sequence[str]) -> set[str]:
        """The incidents of these reports that another report tells too."""
        event, link = tables.event, tables.incident_event
        query = (
            select(link.c.incident)
            .join(event, event.c.id == link.c.event)
            .where(link.c.incident.in_(_of_reports(reports)))
            .group_by(link.c.incident)
            .having(func.count(event.c.report.distinct()) > 1)
        )
        return set(connection.execute(query).scalars())

    def of(self, figure: Any) -> str | None:
        """The incident of a figure, or None.

        A toll without a place of its own, in a sentence that joined no other, is of what the report is about.
        """
        home = self._home(figure)
        if home is None or home in self.shared or figure.measure not in TOLLS:
            return home
        if figure.place_kind not in (None, "country") and figure.event is not None:
            return home
        main = [row for row in self.found.get(figure.report, ()) if row.type in VIOLENT and row.incident in self.shared]
        return str(main[0].incident) if main else home

    def _home(self, figure: Any) -> str | None:
        if figure.event in self.aside:
            return None
        if figure.event is not None and self.by_event.get(figure.event):
            return self.by_event[figure.event]
        starts, found = self.starts.get(figure.report, []), self.found.get(figure.report, [])
        toll = figure.measure in TOLLS
        if figure.sentence_start is not None:
            first = bisect_right(starts, figure.sentence_start - 1)
            last = bisect_right(starts, figure.sentence_start + len(figure.sentence))
            inside = [
                row for row in found[first:last] if not toll or row.type in VIOLENT or figure.measure == "displaced"
            ]
            if inside:
                return str(min(inside, key=lambda row: abs(row.start - figure.start)).incident)
        if not toll:
            return None
        before = [row for row in found[: bisect_right(starts, figure.start)] if row.type in VIOLENT]
        return str(before[-1].incident) if before else None


def _figure_query(reports: Sequence[str]) -> Any:
    figure, place, claim, actor, passage = tables.figure, tables.place, tables.claim, tables.actor, tables.passage
    return (
        select(
            figure,
            place.c.name.label("place_name"),
            place.c.kind.label("place_kind"),
            place.c.admin1.label("place_admin1"),
            tables.report.c.published,
            actor.c.kind.label("side_kind"),
            actor.c.country.label("side_country"),
            actor.c.name.label("side_name"),
            claim.c.day.label("said"),
            tables.report.c.day,
            tables.report.c.published,
            passage.c.start.label("sentence_start"),
            passage.c.text.label("sentence"),
        )
        .join(tables.report, tables.report.c.id == figure.c.report)
        .outerjoin(place, and_(place.c.report == figure.c.report, place.c.local == figure.c.place))
        .outerjoin(actor, actor.c.id == figure.c.side)
        .outerjoin(claim, and_(claim.c.report == figure.c.report, claim.c.local == figure.c.attribution))
        .outerjoin(
            passage,
            and_(
                passage.c.report == figure.c.report, passage.c.start <= figure.c.start, passage.c.end > figure.c.start
            ),
        )
        .where(figure.c.report.in_(reports), figure.c.measure.not_in(LEFT_OUT))
        .order_by(figure.c.report, figure.c.start)
    )


def _clause(row: Any) -> tuple[int, int, str]:
    """The words around a figure that state it: those between the commas, colons and quotation marks beside it."""
    if row.sentence is None:
        return row.start, row.end, row.text
    at, to = row.start - row.sentence_start, row.end - row.sentence_start
    left = max(row.sentence.rfind(mark, 0, at) for mark in (", ", "; ", ": ", "“")) + 1
    ends = [i for mark in (", ", "; ", ": ", "”") if (i := row.sentence.find(mark, to)) > 0]
    right = min(ends, default=len(row.sentence))
    while left < at and row.sentence[left].isspace():
        left += 1
    return row.sentence_start + left, row.sentence_start + right, row.sentence[left:right]


_INCLUDING = re.compile(r"\b(?:including|among them)\b")
LEAST_NOUN = 4
"""Letters by which a counted noun is known again in the words of its count: child and children, woman and women."""


def _scope(row: Any) -> str:
    population = row.counted if row.counted not in (None, "person", "people", "civilian", "resident", "dead") else None
    whole = _INCLUDING.split(row.text, maxsplit=1)
    if population and len(whole) == 2 and population[:LEAST_NOUN] not in whole[0].casefold():
        population = None
    side = None if row.side_kind in ("unnamed", "population") else row.side_country or row.side_name
    scope = {"place": row.place_name, "side": side, "population": population, "from": row.from_day, "to": row.to_day}
    return json.dumps(scope, ensure_ascii=False, sort_keys=True)


def _in_words(connection: Connection, events: Sequence[Any]) -> Iterable[Row]:
    """That it happened or not, who is held responsible, with what, when and where, as each mention says."""
    parties = _parties(connection, [event.id for event in events])
    for e in events:
        denied = e.value.endswith("-") or e.act == "denial"
        if e.attribution is not None:
            yield _worded(e, "happened", "no" if denied else "yes")
        side = parties.get(e.id, {})
        hit = {name for name, _ in side.get("recipient", ())}
        doers = [(name, of) for name, of in side.get("actor", ()) if name not in hit]
        if doers and e.type == "ASSAULT":
            names = ", ".join(name for name, _ in doers)
            held = ",".join(sorted({of for _, of in doers}))
            yield _worded(e, "responsible", ("not " if denied else "") + names, side=held)
        if denied:
            continue
        weapons = json.loads(e.weapons or "[]")
        if weapons and e.type in VIOLENT:
            yield _worded(e, "weapon", ", ".join(dict.fromkeys(word.lower() for word in weapons)))
        if e.from_day and not e.inferred:
            days = e.from_day if not e.to_day or e.to_day == e.from_day else f"{e.from_day} – {e.to_day}"
            yield _worded(e, "date", days)
        if e.place_name and e.place_kind != "country" and (e.radius_km or 0.0) <= WIDEST_KM:
            yield _worded(e, "place", e.place_name)


def _worded(e: Any, field: str, value: str, *, side: str | None = None) -> Row:
    scope = {"place": None, "side": side, "population": None, "from": e.from_day, "to": e.to_day}
    sentence = e.sentence is not None
    return {
        "id": identify("statement", e.of, e.report, e.start, field),
        "incident": e.of,
        "report": e.report,
        "start": e.sentence_start if sentence else e.start,
        "end": e.sentence_end if sentence else e.end,
        "text": e.sentence if sentence else e.trigger,
        "field": field,
        "low": None,
        "high": None,
        "bound": None,
        "value": value,
        "scope": json.dumps(scope, ensure_ascii=False, sort_keys=True),
        "claimant": e.holder,
        "claimant_words": e.speaker_words,
        "claimed": e.said or e.day,
        "certainty": e.value,
        PRINTED: e.published or e.day,
        GROUND: None,
        PART: False,
        SENTENCE: e.sentence,
    }


def _parties(connection: Connection, ids: Sequence[str]) -> dict[str, dict[str, list[tuple[str, str]]]]:
    """Named parties by event and role: their name, and the side that they are of (country, else their own id)."""
    party, actor = tables.event_actor, tables.actor
    out: dict[str, dict[str, list[tuple[str, str]]]] = {}
    for start in range(0, len(ids), CHUNK):
        query = (
            select(party.c.event, party.c.role, actor.c.id, actor.c.name, actor.c.kind, actor.c.country)
            .join(actor, actor.c.id == party.c.actor)
            .where(party.c.event.in_(ids[start : start + CHUNK]), actor.c.kind.not_in(("unnamed", "population")))
            .order_by(party.c.event, actor.c.name)
        )
        for row in connection.execute(query):
            of = row.country if row.country and row.kind not in ("person", "armed_group") else row.id
            out.setdefault(row.event, {}).setdefault(row.role, []).append((row.name, of))
    return out
