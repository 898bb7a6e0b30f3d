"""Mentions of one happening become an incident: joined within a report, then put where they fit in the record.

Reports are taken in the order in which they arrive and every choice is a function of what is stored, so the same
reports in the same order give the same incidents. A new report touches the incidents of its own days and places only.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, and_, func, select, update

from onrecord.comparing.joining import joined
from onrecord.comparing.linking import choose, grounds_of, listed, tokens_of
from onrecord.comparing.mentions import Mention, mentions_of, unbounded
from onrecord.comparing.profiles import Profile, from_json, profile_of
from onrecord.record import tables
from onrecord.record.ids import identify
from onrecord.record.judgements import standing_pairs
from onrecord.record.write import insert_rows

CHUNK = 400


def link_report(connection: Connection, report: str) -> set[str]:
    """Put the event mentions of a report into incidents, new ones where none fits; the incidents touched."""
    stored = Stored(connection)
    touched: set[str] = set()
    for mention in joined(mentions_of(connection, report)):
        mention.ongoing |= unbounded(mention)
        names = stored.judged_names(mention)
        choice = choose(mention, stored, names)
        happening = choice.happening
        if happening is None:
            happening = identify("incident", mention.events[0])
            stored.open(happening, mention.family)
        for other, verdict in choice.merged:
            stored.merge(happening, other, f"one happening with {other[:12]}: {verdict.why}")
            touched.discard(other)
        points, why = round(choice.verdict.points, 2), choice.verdict.why
        rows = [{"event": e, "incident": happening, "score": points, "why": why} for e in mention.events]
        insert_rows(connection, tables.incident_event, rows)
        stored.absorb(happening, mention, names)
        touched.add(happening)
        for other in stored.judged_same(names, happening):
            stored.merge(other, happening, "judged the same")
            touched.discard(happening)
            touched.add(other)
            happening = other
    stored.save()
    describe(connection, touched)
    return touched


def link_again(connection: Connection, names: Iterable[str]) -> set[str]:
    """Link the reports of judged happenings anew, in the order in which they arrived; the incidents touched.

    A name is that of a happening or of a report. What no happening has a name for changes nothing until `rebuild`.
    """
    link, event, report = tables.incident_event, tables.event, tables.report
    stored = Stored(connection)
    held = {holder for name in names if (holder := stored.holder(name))}
    query = (
        select(report.c.id, report.c.number)
        .join(event, event.c.report == report.c.id)
        .join(link, link.c.event == event.c.id)
        .where(link.c.incident.in_(sorted(held)))
        .distinct()
        .order_by(report.c.number)
    )
    reports = [row.id for row in connection.execute(query)]
    touched: set[str] = set()
    for name in reports:
        touched |= unlink_report(connection, name)
    for name in reports:
        touched |= link_report(connection, name)
    table = tables.incident
    return set(connection.execute(select(table.c.id).where(table.c.id.in_(sorted(touched)))).scalars())


def unlink_report(connection: Connection, report: str) -> set[str]:
    """Take the events of a report out of their incidents; the incidents that remain of those touched."""
    link, event = tables.incident_event, tables.event
    mine = select(event.c.id).where(event.c.report == report)
    touched = set(connection.execute(select(link.c.incident).where(link.c.event.in_(mine)).distinct()).scalars())
    if not touched:
        return set()
    connection.execute(link.delete().where(link.c.event.in_(mine)))
    left = set(connection.execute(select(link.c.incident).where(link.c.incident.in_(touched)).distinct()).scalars())
    stored = Stored(connection)
    for gone in sorted(touched - left):
        stored.drop(gone)
    for happening in sorted(left):
        stored.renew(happening)
    stored.save()
    describe(connection, left)
    return left


class Stored:
    """The happenings of a record as `linking.choose` asks for them; changes are written by `save`."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.known: dict[str, Profile] = {}
        self.changed: set[str] = set()
        self.verdicts = standing_pairs(connection, "incident")
        self.judged = frozenset(name for pair in self.verdicts for name in pair)

    def judged_names(self, mention: Mention) -> set[str]:
        """The names of a mention in judgements: the happenings that its events would found, and its report."""
        if not self.judged:
            return set()
        return {mention.report, *(identify("incident", event) for event in mention.events)} & self.judged

    def judged_same(self, names: Iterable[str], happening: str) -> list[str]:
        """The other happenings that hold what was judged the same as one of these names."""
        out: list[str] = []
        for pair, verdict in sorted(self.verdicts.items(), key=lambda item: sorted(item[0])):
            for name in sorted(pair & set(names)):
                for partner in sorted(pair - {name}):
                    holder = self.holder(partner)
                    if verdict == "same" and holder not in (None, happening, *out):
                        out.append(str(holder))
        return out

    def holder(self, name: str) -> str | None:
        """The happening that has this name."""
        entry = tables.incident_entry
        query = select(entry.c.incident).where(entry.c.entry == _number(f"named|{name}")).order_by(entry.c.incident)
        found: str | None = self.connection.execute(query).scalar()
        return found

    def parted(self, names: Collection[str], happening: str) -> bool:
        """Whether a happening was judged different from one that has some of these names."""
        if not self.judged.intersection(names):
            return False
        others = self.profiles([happening])[happening].founders
        return any(self.verdicts.get(frozenset((a, b))) == "different" for a in names for b in others)

    def counts(self, entries: Iterable[str]) -> Mapping[str, int]:
        """How many happenings are listed under each entry."""
        table = tables.incident_entry
        names = {_number(entry): entry for entry in entries}
        out = {}
        for some in _chunks(names):
            query = select(table.c.entry, func.count()).where(table.c.entry.in_(some)).group_by(table.c.entry)
            out.update({names[entry]: n for entry, n in self.connection.execute(query)})
        return out

    def postings(self, entries: Iterable[str]) -> Iterable[tuple[str, str]]:
        """Entry and happening of all that are listed under these entries."""
        table = tables.incident_entry
        names = {_number(entry): entry for entry in entries}
        for some in _chunks(names):
            query = select(table).where(table.c.entry.in_(some)).order_by(table.c.entry, table.c.incident)
            for entry, incident in self.connection.execute(query):
                yield names[entry], incident

    def profiles(self, happenings: Iterable[str]) -> Mapping[str, Profile]:
        """The profiles of happenings."""
        table = tables.incident
        asked = list(happenings)
        for some in _chunks([h for h in asked if h not in self.known]):
            for row in self.connection.execute(select(table.c.id, table.c.profile).where(table.c.id.in_(some))):
                self.known[row.id] = from_json(row.profile)
        return {happening: self.known[happening] for happening in asked}

    def open(self, happening: str, family: str) -> None:
        """Begin a happening."""
        row = {"id": happening, "type": "", "what": "", "background": False, "profile": ""}
        insert_rows(self.connection, tables.incident, [row])
        self.known[happening] = Profile(family, founders=[happening])
        self._list(happening, [f"named|{happening}"])

    def absorb(self, happening: str, mention: Mention, names: Iterable[str] = ()) -> None:
        """Take a mention in and list the happening under what it brings."""
        profile = self.profiles([happening])[happening]
        days = profile.days
        profile.absorb(mention)
        more = sorted(set(names) - set(profile.founders))
        profile.founders += more
        self._list(happening, [f"named|{name}" for name in more])
        self.changed.add(happening)
        if profile.days == days:
            self._list(happening, listed(days, tokens_of(mention), grounds_of(mention)))
        else:
            self._list_all(happening)

    def merge(self, happening: str, other: str, why: str) -> None:
        """Make the other happening part of this one."""
        link = tables.incident_event
        both = self.profiles([happening, other])
        both[happening].merge(both[other])
        moved = update(link).where(link.c.incident == other)
        self.connection.execute(moved.values(incident=happening, why=func.substr(link.c.why + "; " + why, 1, 1000)))
        self.drop(other)
        self.changed.add(happening)
        self._list_all(happening)

    def drop(self, happening: str) -> None:
        """Take a happening away that no event mentions any more."""
        for table in (tables.incident_tally, tables.relation, tables.statement, tables.incident_entry):
            self.connection.execute(table.delete().where(table.c.incident == happening))
        self.connection.execute(tables.incident.delete().where(tables.incident.c.id == happening))
        self.known.pop(happening, None)
        self.changed.discard(happening)

    def renew(self, happening: str) -> None:
        """Make the profile of a happening again from the mentions that are left."""
        link, event, report = tables.incident_event, tables.event, tables.report
        query = (
            select(event.c.id, event.c.report)
            .join(link, link.c.event == event.c.id)
            .join(report, report.c.id == event.c.report)
            .where(link.c.incident == happening)
            .order_by(report.c.number, event.c.start)
        )
        members: dict[str, set[str]] = defaultdict(set)
        for row in self.connection.execute(query):
            members[row.report].add(row.id)
        kept = [
            mention
            for report_id, events in members.items()
            for mention in joined(m for m in mentions_of(self.connection, report_id) if events.intersection(m.events))
        ]
        renewed = profile_of(kept)
        renewed.founders = [happening]
        renewed.founders += sorted({name for mention in kept for name in self.judged_names(mention)} - {happening})
        self.known[happening] = renewed
        self.changed.add(happening)
        self._list_all(happening)

    def save(self) -> None:
        """Write the profiles that changed."""
        table = tables.incident
        for happening in sorted(self.changed):
            text = self.known[happening].as_json()
            self.connection.execute(update(table).where(table.c.id == happening).values(profile=text))
        self.changed.clear()

    def _list_all(self, happening: str) -> None:
        profile = self.known[happening]
        self.connection.execute(tables.incident_entry.delete().where(tables.incident_entry.c.incident == happening))
        named = [f"named|{name}" for name in profile.founders]
        self._list(happening, listed(profile.days, tokens_of(profile), grounds_of(profile)) + named)

    def _list(self, happening: str, entries: Iterable[str]) -> None:
        rows = [{"entry": _number(entry), "incident": happening} for entry in entries]
        insert_rows(self.connection, tables.incident_entry, rows)


def _number(entry: str) -> int:
    return int.from_bytes(hashlib.blake2b(entry.encode("utf-8", "replace"), digest_size=8).digest(), "big", signed=True)


def _chunks(items: Iterable[Any]) -> Iterable[list[Any]]:
    found = list(items)
    return (found[start : start + CHUNK] for start in range(0, len(found), CHUNK))


def describe(connection: Connection, incidents: Iterable[str]) -> None:
    """Say in one row what each incident is: what most of its mentions say, ties to the first of them."""
    link, event, place = tables.incident_event, tables.event, tables.place
    query = (
        select(
            link.c.incident.label("of"),
            event.c.type,
            event.c.mode,
            event.c.from_day,
            event.c.to_day,
            event.c.trigger,
            place.c.name.label("place_name"),
            place.c.kind.label("place_kind"),
            place.c.country,
            place.c.latitude,
            place.c.longitude,
            tables.passage.c.text.label("sentence"),
        )
        .join(event, link.c.event == event.c.id)
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
        .order_by(tables.report.c.number, event.c.start, event.c.id)
    )
    rows: dict[str, list[Any]] = defaultdict(list)
    for some in _chunks(sorted(incidents)):
        for row in connection.execute(query.where(link.c.incident.in_(some))):
            rows[row.of].append(row)
    for incident, found in sorted(rows.items()):
        values = _described(found)
        profile = connection.execute(select(tables.incident.c.profile).where(tables.incident.c.id == incident)).scalar()
        if values["from_day"] is None and profile:
            days = from_json(profile).days
            values["from_day"], values["to_day"] = (days.last, days.last) if days else (None, None)
        connection.execute(update(tables.incident).where(tables.incident.c.id == incident).values(values))


def _described(rows: list[Any]) -> dict[str, Any]:
    places = Counter(r.place_name for r in rows if r.place_name and r.place_kind != "country")
    where = _most(places) or _most(Counter(r.place_name for r in rows if r.place_name))
    at: Any = next((r for r in rows if r.place_name == where), None) if where else None
    first = _most(Counter(r.from_day for r in rows if r.from_day))
    last = _most(Counter(r.to_day or r.from_day for r in rows if r.from_day == first)) if first else None
    return {
        "type": _most(Counter(r.type for r in rows)) or "",
        "mode": _most(Counter(r.mode for r in rows if r.mode)),
        "from_day": first,
        "to_day": last,
        "place": where,
        "country": at.country if at else None,
        "latitude": at.latitude if at else None,
        "longitude": at.longitude if at else None,
        "what": next((r.sentence for r in rows if r.sentence), rows[0].trigger)[:300],
    }


def _most(counts: Counter[Any]) -> Any:
    """The value counted most often; of several, the one counted first."""
    return max(counts, key=lambda value: counts[value]) if counts else None
