"""One thing of a record, opened: the claim, its words in the sentence, where it stood and what stands against it."""

from __future__ import annotations

from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text
from sqlalchemy import Connection, or_, select

from onrecord.model.errors import UsageError
from onrecord.publishing.citing import Names, claimant
from onrecord.publishing.display import number, one_line, visible
from onrecord.publishing.incidents import incidents
from onrecord.record import tables
from onrecord.record.filters import Filters

CONTEXT = 1
"""Sentences shown before and after the one that holds the words."""

LEAST = 6
"""Digits of an id that are enough to name it where only one thing begins with them."""

KINDS = (
    tables.claim,
    tables.figure,
    tables.event,
    tables.position,
    tables.statement,
    tables.incident,
    tables.report,
    tables.actor,
)


def show(connection: Connection, name: str, *, why: bool = False) -> dict[str, Any]:
    """What has the id (or begins with it), as plain data. Raises `UsageError` (E504) where none or several do."""
    found = [(table, row) for table in KINDS for row in _rows(connection, table, name)]
    if len(found) != 1:
        cause = (
            f"nothing in the record has the id {name!r}" if not found else f"{len(found)} things begin with {name!r}"
        )
        raise UsageError("E504", cause, remedy="give the id as a listing prints it (--json has it whole)")
    table, row = found[0]
    if table is tables.incident:
        return {
            "kind": "incident",
            **incidents(connection, Filters(), only=row.id)[0],
            **_links(connection, row.id, why),
        }
    out: dict[str, Any] = {"kind": table.name, **dict(row._mapping)}
    if table is tables.actor:
        return out
    report = row if table is tables.report else _report(connection, row.report)
    names = Names(connection)
    out["outlet"], out["published"], out["url"], out["title"] = (
        report.outlet,
        report.published,
        report.url,
        report.title,
    )
    if table is tables.report:
        out["account"] = connection.execute(
            select(tables.account.c.account, tables.account.c.why).where(tables.account.c.report == row.id)
        ).first()
        out["account"] = dict(out["account"]._mapping) if out["account"] else None
        return out
    out["context"] = _context(connection, row.report, row.start, row.end)
    holder = next((getattr(row, f) for f in ("claimant", "holder", "speaker") if hasattr(row, f)), None)
    words = next((getattr(row, f) for f in ("claimant_words", "speaker_words") if hasattr(row, f)), None)
    out["held_by"] = claimant(names, holder, words, report.outlet)
    out["relations"] = _relations(connection, row, names)
    return out


def as_page(found: dict[str, Any]) -> RenderableType:
    """What was opened, for a terminal."""
    out: list[RenderableType] = [Text(f"{found['kind']} {found['id']}", style="bold")]
    for name, value in found.items():
        if name in ("kind", "id", "context", "relations", "claims", "reports", "links", "format") or value in (
            None,
            [],
            "",
        ):
            continue
        line = Text(f"{name.replace('_', ' ')}: ", style="dim")
        line.append(one_line(str(value), 600), style="")
        out.append(line)
    for before, words, after in found.get("context", ()):
        line = Text("\n" + visible(before))
        line.append(visible(words), style="bold reverse")
        line.append(visible(after) + "\n")
        out.append(line)
    for report in found.get("reports", ()):
        out.append(Text(f"  in {one_line(report['outlet'] or '?')}, {report['published']}, {report['document'][:12]}"))
    for claim in found.get("claims", ()):
        said = (
            number(claim["low"], claim["high"], claim["bound"] or "exact")
            if claim["low"] is not None
            else claim["value"]
        )
        out.append(
            Text(
                f"  {one_line(claim['claimant'])}: {claim['field']} {one_line(str(said), 200)} "
                f"({claim['claimed']}) {claim['id'][:12]}"
            )
        )
    for relation in found.get("relations", ()):
        out.append(Text(f"  {relation['relation']}: {one_line(relation.get('with') or relation['why'], 300)}"))
    for link in found.get("links", ()):
        out.append(
            Text(
                f"  {link['event'][:12]} “{one_line(link['trigger'])}” {link['score']:.2f}: "
                f"{one_line(link['why'], 300)}"
            )
        )
    return Group(*out)


def _rows(connection: Connection, table: Any, name: str) -> list[Any]:
    exact = table.c.id == name
    if len(name) >= LEAST and name.isalnum():
        exact = or_(exact, table.c.id.startswith(name, autoescape=True))
    return list(connection.execute(select(table).where(exact).limit(3)))


def _report(connection: Connection, report: str) -> Any:
    return connection.execute(select(tables.report).where(tables.report.c.id == report)).one()


def _context(connection: Connection, report: str, start: int, end: int) -> list[tuple[str, str, str]]:
    """The sentences around the words, as text before, the words, and text after."""
    passage = tables.passage
    rows = list(connection.execute(select(passage).where(passage.c.report == report).order_by(passage.c.start)))
    inside = [i for i, r in enumerate(rows) if r.start < end and r.end > start]
    if not inside:
        return []
    first, last = max(0, inside[0] - CONTEXT), min(len(rows), inside[-1] + 1 + CONTEXT)
    before = " ".join(r.text for r in rows[first : inside[0]])
    after = " ".join(r.text for r in rows[inside[-1] + 1 : last])
    held = [rows[i] for i in inside]
    head = held[0].text[: max(0, start - held[0].start)]
    tail = held[-1].text[max(0, end - held[-1].start) :]
    body = " ".join(r.text for r in held)
    words = body[len(head) : len(body) - len(tail)] if tail else body[len(head) :]
    return [(f"{before} {head}".lstrip(), words, f"{tail} {after}".rstrip())]


def _relations(connection: Connection, row: Any, names: Names) -> list[dict[str, Any]]:
    """What agrees with the words and what contradicts them: relations of the statements made from them."""
    statement, relation = tables.statement, tables.relation
    mine = select(statement.c.id).where(
        statement.c.report == row.report, statement.c.start < row.end, statement.c.end > row.start
    )
    found = connection.execute(select(relation).where(or_(relation.c.a.in_(mine), relation.c.b.in_(mine))))
    own = set(connection.execute(mine).scalars())
    out = []
    for r in found:
        other = connection.execute(select(statement).where(statement.c.id == (r.b if r.a in own else r.a))).one()
        who = claimant(names, other.claimant, other.claimant_words, _report(connection, other.report).outlet)
        said = number(other.low, other.high, other.bound or "exact") if other.low is not None else other.value
        out.append(
            {
                "relation": r.relation,
                "with": f"{who}: {other.field} {said} ({other.claimed})",
                "why": r.why,
                "id": other.id,
            }
        )
    return out


def _links(connection: Connection, incident: str, why: bool) -> dict[str, Any]:
    if not why:
        return {}
    link, event = tables.incident_event, tables.event
    query = (
        select(link.c.event, event.c.trigger, link.c.score, link.c.why)
        .join(event, event.c.id == link.c.event)
        .where(link.c.incident == incident)
        .order_by(event.c.report, event.c.start)
    )
    return {"links": [dict(row._mapping) for row in connection.execute(query)]}
