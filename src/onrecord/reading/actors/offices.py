"""The dated list of office-holders, consulted where the report itself leaves something open."""

from __future__ import annotations

from functools import cache

from onrecord.reading.actors.draft import Report
from onrecord.reference.actors import Holder, holders, titles
from onrecord.reference.spelling import fold


@cache
def _families(role: str) -> frozenset[str]:
    """The families of the offices that a role of the list names."""
    words = role.lower().split()
    offices = titles().offices
    for width in (4, 3, 2, 1):
        for i in range(len(words) - width + 1):
            row = offices.get(" ".join(words[i : i + width]))
            if row:
                return frozenset({row[1]})
    return frozenset()


@cache
def _by_name() -> dict[str, tuple[Holder, ...]]:
    """Tenures by whole name and by surname, both folded."""
    rows: dict[str, list[Holder]] = {}
    for row in holders():
        for name in dict.fromkeys(form for n in row.names for form in (fold(n), fold(n).split()[-1])):
            rows.setdefault(name, []).append(row)
    return {word: tuple(found) for word, found in rows.items()}


def _in_office(row: Holder, day: str) -> bool:
    return row.since <= day and (row.until is None or day <= row.until)


def complete_persons(report: Report) -> None:
    """Give country, role and first name to people of whom the report tells no country.

    Only where one holder of an office on the day of publication has that name, and the office is the one that the
    report tells, if it tells any; its words are never overruled.
    """
    day = report.document.published_day
    if not day:
        return
    for entity in report.entities:
        if entity.kind != "person" or entity.by != "person" or entity.country:
            continue
        told = {family for family, _ in entity.families}
        rows = [
            r
            for r in _by_name().get(fold(entity.name), ())
            if _in_office(r, day) and (not told or told & _families(r.role))
        ]
        if len({r.name for r in rows}) != 1:
            continue
        row = rows[0]
        if fold(entity.name) not in map(fold, row.names):
            entity.aliases.append(entity.name)
            entity.name = row.name
        entity.country, entity.sector, entity.inferred = row.country, row.sector, True
        entity.role = entity.role or row.role
        entity.families |= {(family, row.country) for family in _families(row.role)}
        entity.title_words.update(row.role.lower().split())


def name_offices(report: Report) -> None:
    """Name the holder of an office that the report leaves without a name ("the EU's foreign policy chief")."""
    day = report.document.published_day
    if not day:
        return
    for entity in report.entities:
        if entity.kind != "person" or entity.named or not entity.mentions or not entity.country:
            continue
        rows = {
            r.name: r
            for r in holders()
            if r.country == entity.country
            and _in_office(r, day)
            and any((f, r.country) in entity.families for f in _families(r.role))
        }
        if len(rows) == 1:
            row = next(iter(rows.values()))
            entity.aliases.append(entity.name)
            entity.name, entity.named, entity.inferred = row.name, True, True
