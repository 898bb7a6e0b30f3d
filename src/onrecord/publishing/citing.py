"""What every line of a listing cites: the outlet, the day and the sentence that it came from, and who holds it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, FromClause, Label, select

from onrecord.record import tables
from onrecord.record.judgements import groups

OUTLET = "the outlet"
"""The holder of what nobody is named for."""


def sentence_of(table: FromClause) -> Label[Any]:
    """The sentence that holds the start of each row of the table, as a column `sentence`."""
    passage = tables.passage
    holds = (passage.c.report == table.c.report, passage.c.start <= table.c.start, passage.c.end > table.c.start)
    query = select(passage.c.text).where(*holds).order_by(passage.c.start.desc()).limit(1)
    return query.correlate(table).scalar_subquery().label("sentence")


REPORT_COLUMNS = (
    tables.report.c.id.label("report"),
    tables.report.c.outlet,
    tables.report.c.day.label("published"),
    tables.report.c.url,
    tables.report.c.title,
)


class Names:
    """Names of actors by id, those judged the same under one name."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.leader = groups(connection)
        self.known: dict[str, Any] = {}

    def load(self, ids: Iterable[str | None]) -> None:
        """Fetch the names of these actors at once."""
        wanted = {self.leader.get(i, i) for i in ids if i} - self.known.keys()
        table = tables.actor
        for start in range(0, len(wanted), 500):
            some = sorted(wanted)[start : start + 500]
            for row in self.connection.execute(select(table).where(table.c.id.in_(some))):
                self.known[row.id] = row

    def head(self, actor: str | None) -> str | None:
        """The id under which the actor stands, after judgements."""
        return self.leader.get(actor, actor) if actor else None

    def name(self, actor: str | None) -> str | None:
        """The actor's name, or None."""
        key = self.head(actor)
        if key and key not in self.known:
            self.load([key])
        row = self.known.get(key or "")
        return row.name if row is not None else None

    def country(self, actor: str | None) -> str | None:
        """The actor's country code, or None."""
        self.name(actor)
        row = self.known.get(self.head(actor) or "")
        return row.country if row is not None else None


PRONOUNS = frozenset({"he", "she", "they", "we", "i", "it", "you", "who", "this", "that", "one", "us", "them"})


def claimant(names: Names, actor: str | None, words: str | None, outlet: str | None) -> str:
    """Who holds a claim: the actor, else the report's words for it, else the outlet.

    A pronoun that nothing was found for is quoted with its outlet: alone it names nobody.
    """
    name = names.name(actor) or words
    if name and name.casefold().strip() in PRONOUNS:
        return f"“{name.casefold().strip()}” in {outlet or 'the report'}"
    return name or outlet or OUTLET


def event_parties(connection: Connection, events: Iterable[str]) -> dict[str, dict[str, list[str]]]:
    """Actor ids by role (`actor`, `recipient`) of each event."""
    table = tables.event_actor
    out: dict[str, dict[str, list[str]]] = {}
    ids = list(events)
    for start in range(0, len(ids), 500):
        query = select(table).where(table.c.event.in_(ids[start : start + 500])).order_by(table.c.event, table.c.actor)
        for row in connection.execute(query):
            out.setdefault(row.event, {"actor": [], "recipient": []})[row.role].append(row.actor)
    return out
