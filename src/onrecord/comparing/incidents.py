"""Mentions of one happening become an incident: blocking on days and family, scored pairs, one place for each.

Reports are taken in the order in which they arrive and every choice is a function of what is stored, so the same
reports in the same order give the same incidents. A new report touches the incidents of its own days only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, and_, or_, select

from onrecord.comparing.mentions import FAMILY, HAPPENED, Mention, load
from onrecord.comparing.scoring import SAME, score
from onrecord.record import tables
from onrecord.record.ids import identify
from onrecord.record.write import insert_rows

WINDOW = 3
"""Days around a mention in which other mentions of its happening are looked for."""


def link_report(connection: Connection, report: str) -> set[str]:
    """Put the event mentions of a report into incidents, new ones where none fits; the incidents touched."""
    touched = set()
    taken: set[str] = set()
    for mention in _local(connection, report):
        best, points, why = _best(connection, mention, taken)
        if best is None:
            best, points, why = identify("incident", mention.events[0]), 0.0, "first mention"
            row = {"id": best, "type": "", "what": "", "background": False}
            insert_rows(connection, tables.incident, [row])
        taken.add(best)
        insert_rows(
            connection,
            tables.incident_event,
            [{"event": e, "incident": best, "score": round(points, 2), "why": why} for e in mention.events],
        )
        touched.add(best)
    describe(connection, touched)
    return touched


def unlink_report(connection: Connection, report: str) -> set[str]:
    """Take the events of a report out of their incidents; the incidents that remain of those touched."""
    link, event = tables.incident_event, tables.event
    mine = select(event.c.id).where(event.c.report == report)
    touched = set(connection.execute(select(link.c.incident).where(link.c.event.in_(mine)).distinct()).scalars())
    connection.execute(link.delete().where(link.c.event.in_(mine)))
    left = set(connection.execute(select(link.c.incident).where(link.c.incident.in_(touched)).distinct()).scalars())
    for gone in touched - left:
        connection.execute(tables.relation.delete().where(tables.relation.c.incident == gone))
        connection.execute(tables.statement.delete().where(tables.statement.c.incident == gone))
        connection.execute(tables.incident.delete().where(tables.incident.c.id == gone))
    describe(connection, left)
    return left


def _local(connection: Connection, report: str) -> list[Mention]:
    """The happenings of one report, its own mentions of each joined, in the order of the text."""
    event = tables.event
    rows = list(
        connection.execute(
            select(event.c.id, event.c.incident_key, event.c.type)
            .where(
                event.c.report == report,
                event.c.value.in_(HAPPENED),
                event.c.tense != "future",
                event.c.background.is_(False),
            )
            .order_by(event.c.start)
        )
    )
    found = load(connection, [row.id for row in rows])
    out: dict[tuple[str, str], Mention] = {}
    for row in rows:
        key = (FAMILY.get(row.type, row.type), row.incident_key or row.id)
        if key in out:
            out[key].absorb(found[row.id])
        else:
            out[key] = found[row.id]
    return list(out.values())


def _best(connection: Connection, mention: Mention, taken: set[str]) -> tuple[str | None, float, str]:
    """The incident that a mention fits best, where one fits; a report's two happenings never share one."""
    candidates = _candidates(connection, mention)
    best: tuple[str | None, float, str] = (None, SAME, "")
    for incident, other in sorted(candidates.items()):
        if incident in taken:
            continue
        points, why = score(mention, other)
        if points > best[1] or (points == best[1] and best[0] is None):
            best = (incident, points, why)
    return best


def _candidates(connection: Connection, mention: Mention) -> dict[str, Mention]:
    """Incidents of the mention's family whose days are near, each with all its mentions as one."""
    if not mention.first:
        return {}
    link, event = tables.incident_event, tables.event
    low, high = _shifted(mention.first, -WINDOW), _shifted(mention.last or mention.first, WINDOW)
    types = [t for t, f in FAMILY.items() if f == mention.family] or [mention.family]
    near = or_(
        and_(event.c.from_day >= low, event.c.from_day <= high),
        and_(event.c.from_day.is_(None), tables.report.c.day >= low, tables.report.c.day <= high),
    )
    rows = connection.execute(
        select(link.c.incident, link.c.event)
        .join(event, event.c.id == link.c.event)
        .join(tables.report, tables.report.c.id == event.c.report)
        .where(event.c.type.in_(types), near)
        .order_by(link.c.incident, event.c.id)
    ).all()
    members: dict[str, list[str]] = {}
    for row in rows:
        members.setdefault(row.incident, []).append(row.event)
    found = load(connection, [row.event for row in rows])
    out: dict[str, Mention] = {}
    for incident, events in members.items():
        for name in events:
            if incident in out:
                out[incident].absorb(found[name])
            else:
                out[incident] = found[name]
    return out


def _shifted(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def describe(connection: Connection, incidents: Iterable[str]) -> None:
    """Say in one row what each incident is: what most of its mentions say, ties to the first of them."""
    link, event, place = tables.incident_event, tables.event, tables.place
    for incident in sorted(incidents):
        rows = connection.execute(
            select(
                event,
                place.c.name.label("place_name"),
                place.c.kind.label("place_kind"),
                place.c.country,
                place.c.latitude,
                place.c.longitude,
                tables.passage.c.text.label("sentence"),
                tables.report.c.number,
                tables.report.c.title,
            )
            .join(link, link.c.event == event.c.id)
            .join(tables.report, tables.report.c.id == event.c.report)
            .outerjoin(place, and_(place.c.report == event.c.report, place.c.local == event.c.place))
            .outerjoin(
                tables.passage,
                and_(
                    tables.passage.c.report == event.c.report,
                    tables.passage.c.start <= event.c.start,
                    tables.passage.c.end > event.c.start,
                ),
            )
            .where(link.c.incident == incident)
            .order_by(tables.report.c.number, event.c.start)
        ).all()
        places = Counter(r.place_name for r in rows if r.place_name and r.place_kind != "country")
        where = _most(places) or _most(Counter(r.place_name for r in rows if r.place_name))
        at: Any = next((r for r in rows if r.place_name == where), None) if where else None
        days = [r.from_day for r in rows if r.from_day]
        first = _most(Counter(days))
        values = {
            "type": _most(Counter(r.type for r in rows)) or "",
            "mode": _most(Counter(r.mode for r in rows if r.mode)),
            "from_day": first,
            "to_day": _most(Counter(r.to_day or r.from_day for r in rows if r.from_day == first)) if first else None,
            "place": where,
            "country": at.country if at else None,
            "latitude": at.latitude if at else None,
            "longitude": at.longitude if at else None,
            "what": next((r.sentence for r in rows if r.sentence), rows[0].trigger)[:300],
        }
        connection.execute(tables.incident.update().where(tables.incident.c.id == incident).values(values))


def _most(counts: Counter[Any]) -> Any:
    """The value counted most often; of several, the one counted first."""
    return max(counts, key=lambda value: counts[value]) if counts else None
