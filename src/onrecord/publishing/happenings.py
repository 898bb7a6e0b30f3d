"""Contacts and other events of a record, each with its holder and the sentence it came from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select

from onrecord.publishing.citing import REPORT_COLUMNS, Names, claimant, event_parties, sentence_of
from onrecord.publishing.listing import Listing
from onrecord.record import tables
from onrecord.record.filters import Filters, actors_named, at_place, standing, within

CONTACT_TYPES = ("CONSULT",)


def contacts(connection: Connection, filters: Filters) -> Listing:
    """Who called, met or received whom, when, and by whose word."""
    rows = found_events(connection, filters, types=CONTACT_TYPES, happened=True)
    out = [row for row in rows if len(row["actors"]) + len(row["recipients"]) > 1]
    shown = ("day", "who", "how", "place", "by_whose_word", "outlet", "sentence", "id")
    return Listing("Contacts", shown, out, frozenset({"sentence"}))


def found_events(
    connection: Connection, filters: Filters, *, types: Sequence[str] = (), happened: bool = False
) -> list[dict[str, Any]]:
    """Event rows with parties and sentence; `happened` leaves out plans, denials and background."""
    event, claim, place = tables.event, tables.claim, tables.place
    # First which rows, then what stands in them: a sentence is looked up for the rows shown, not for all sorted.
    chosen = (
        select(event.c.id)
        .join(tables.report, tables.report.c.id == event.c.report)
        .where(standing(filters), within(event.c.from_day, event.c.to_day, filters))
        .order_by(event.c.from_day, event.c.report, event.c.start)
        .limit(filters.limit)
    )
    if types:
        chosen = chosen.where(event.c.type == types[0] if len(types) == 1 else event.c.type.in_(types))
    elif filters.type:
        chosen = chosen.where(event.c.type == filters.type.upper())
    if happened:
        chosen = chosen.where(
            event.c.value.in_(("CT+", "PR+", "PS+")), event.c.tense != "future", event.c.background.is_(False)
        )
    if filters.certainty:
        chosen = chosen.where(event.c.value == filters.certainty.upper())
    if filters.actor:
        party = tables.event_actor
        chosen = chosen.where(
            event.c.id.in_(select(party.c.event).where(party.c.actor.in_(actors_named(connection, filters.actor))))
        )
    if filters.place:
        chosen = chosen.where(at_place(event.c.report, event.c.place, filters.place))
    query = (
        select(
            event,
            sentence_of(event),
            place.c.name.label("place_name"),
            claim.c.speaker_words,
            tables.account.c.account,
            *REPORT_COLUMNS[1:],
        )
        .join(tables.report, tables.report.c.id == event.c.report)
        .outerjoin(tables.account, tables.account.c.report == event.c.report)
        .outerjoin(claim, (claim.c.report == event.c.report) & (claim.c.local == event.c.attribution))
        .outerjoin(place, (place.c.report == event.c.report) & (place.c.local == event.c.place))
        .where(event.c.id.in_(chosen))
        .order_by(event.c.from_day, event.c.report, event.c.start)
    )
    rows = list(connection.execute(query))
    parties = event_parties(connection, [row.id for row in rows])
    names = Names(connection)
    names.load(i for roles in parties.values() for ids in roles.values() for i in ids)
    names.load(row.holder for row in rows)
    return [_row(row, parties.get(row.id, {"actor": [], "recipient": []}), names) for row in rows]


def _row(row: Any, parties: dict[str, list[str]], names: Names) -> dict[str, Any]:
    actors = list(dict.fromkeys(n for i in parties["actor"] if (n := names.name(i))))
    recipients = list(dict.fromkeys(n for i in parties["recipient"] if (n := names.name(i))))
    return {
        "id": row.id,
        "day": row.from_day if row.from_day == row.to_day or not row.to_day else f"{row.from_day} – {row.to_day}",
        "from": row.from_day,
        "to": row.to_day,
        "inferred": row.inferred,
        "type": row.type,
        "mode": row.mode,
        "how": f"{row.mode}: {row.trigger}" if row.mode else row.trigger,
        "trigger": row.trigger,
        "actors": actors,
        "recipients": recipients,
        "who": " → ".join(part for part in (", ".join(actors), ", ".join(recipients)) if part),
        "place": row.place_name,
        "value": row.value,
        "tense": row.tense,
        "background": row.background,
        "by_whose_word": claimant(names, row.holder, row.speaker_words, row.outlet),
        "outlet": row.outlet,
        "published": row.published,
        "url": row.url,
        "report": row.report,
        "account": row.account,
        "sentence": row.sentence,
    }
