"""Judgements: what a person says of two actors or two happenings, kept as a ledger with author and date.

`same` joins two actors of the record. `different` takes back such a joining, or, where the second name is the id of a
report, takes the actor of that report out of the one that its name gave it. A later judgement on the same pair stands
before an earlier one; none is ever deleted, and all survive `rebuild`.
"""

from __future__ import annotations

from sqlalchemy import Connection, select

from onrecord.model.errors import UsageError
from onrecord.record import tables


def judge(
    connection: Connection, verdict: str, kind: str, a: str, b: str, *, author: str, made: str, note: str | None = None
) -> None:
    """Write a judgement into the ledger. Raises `UsageError` (E503) where nothing has one of the ids."""
    table = {"actor": tables.actor, "incident": tables.incident}[kind]
    for name in (a, b):
        known = connection.execute(select(table.c.id).where(table.c.id == name)).first()
        if known is None:  # what a judgement joined to another keeps its name in the ledger
            ledger = tables.judgement.c
            named = (ledger.kind == kind) & ((ledger.a == name) | (ledger.b == name))
            known = connection.execute(select(ledger.id).where(named).limit(1)).first()
        report = connection.execute(select(tables.report.c.id).where(tables.report.c.id == name)).first()
        if known is None and not (verdict == "different" and name == b and report is not None):
            raise UsageError("E503", f"nothing in the record has the id {name}", remedy=f"see onrecord {kind}s --json")
    row = {"made": made, "author": author, "verdict": verdict, "kind": kind, "a": a, "b": b, "note": note}
    connection.execute(tables.judgement.insert().values(row))


def standing_pairs(connection: Connection, kind: str) -> dict[frozenset[str], str]:
    """The verdict that stands on each judged pair: the latest."""
    table = tables.judgement
    query = select(table.c.a, table.c.b, table.c.verdict).where(table.c.kind == kind).order_by(table.c.id)
    return {frozenset((row.a, row.b)): row.verdict for row in connection.execute(query)}


def groups(connection: Connection) -> dict[str, str]:
    """For every actor that was judged the same as another, the smallest id of its group."""
    leader: dict[str, str] = {}

    def head(name: str) -> str:
        while leader.get(name, name) != name:
            name = leader[name]
        return name

    for pair, verdict in standing_pairs(connection, "actor").items():
        if verdict == "same" and len(pair) == 2:
            first, second = sorted(head(name) for name in pair)
            leader.setdefault(first, first)
            leader[second] = first
    return {name: head(name) for name in leader}


def taken_out(connection: Connection) -> set[tuple[str, str]]:
    """Pairs of actor and report that were judged different: in that report the name means somebody else."""
    table = tables.judgement
    query = (
        select(table.c.a, table.c.b)
        .join(tables.report, tables.report.c.id == table.c.b)
        .where(table.c.kind == "actor", table.c.verdict == "different")
    )
    return {(row.a, row.b) for row in connection.execute(query)}
