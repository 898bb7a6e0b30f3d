"""Last step: from actors in the making to the objects of the reading."""

from __future__ import annotations

from onrecord.model import Actor, ActorMention
from onrecord.reading.actors.draft import Draft, Entity, Report
from onrecord.reference.actors import SUPRANATIONAL, holders
from onrecord.reference.countries import countries
from onrecord.reference.spelling import fold


def finish(report: Report) -> list[Actor]:
    """The actors with at least one mention, in the order of first mention."""
    found = []
    entities = [e for e in report.entities if e.mentions]
    for entity in entities:
        _look_up_office(report, entity)
    entities.sort(key=lambda e: min((d.start, d.end) for d in e.mentions))
    for number, entity in enumerate(entities, 1):
        found.append(_actor(report, entity, f"a{number}"))
    return found


def _actor(report: Report, entity: Entity, id_: str) -> Actor:
    mentions = {}
    for draft in entity.mentions:
        mentions.setdefault((draft.start, draft.end), draft)
    drafts = sorted(mentions.values(), key=lambda d: (d.start, d.end))
    names = [report.span_text(d.start, d.end) for d in drafts if d.form in ("name", "metonym")]
    known = fold(entity.name)
    aliases: dict[str, str] = {}
    for alias in [*names, *entity.aliases]:
        key = fold(alias)
        if key and key != known:
            aliases.setdefault(key, alias)
    country = entity.country
    if country is not None and country not in countries() and country not in SUPRANATIONAL:
        country = None
    return Actor(
        id=id_,
        by=_rule(entity, drafts),
        inferred=entity.inferred,
        name=entity.name,
        aliases=tuple(aliases.values()),
        kind=entity.kind,  # type: ignore[arg-type]
        country=country,
        sector=entity.sector,
        role=entity.role,
        named=entity.named,
        mentions=tuple(_mention(report, d) for d in drafts),
    )


def _rule(entity: Entity, drafts: list[Draft]) -> str:
    return f"actors.{entity.by or drafts[0].by}"


def _mention(report: Report, draft: Draft) -> ActorMention:
    start, end = report.starts[draft.start], report.ends[draft.end - 1]
    return ActorMention(start=start, end=end, text=report.text[start:end], form=draft.form)


def _look_up_office(report: Report, entity: Entity) -> None:
    """Complete a person whom the report names by surname alone, or without a country, from the dated list of offices.

    Only what the report leaves open is filled, and only where one tenure fits the name and the day of publication.
    """
    if entity.kind != "person" or not entity.named or entity.by != "person":
        return
    day = report.document.published_day
    words = fold(entity.name).split()
    if not day or not words or (entity.country and len(words) > 1):
        return
    fitting = []
    for row in holders():
        if row.since <= day and (row.until is None or day <= row.until):
            for name in row.names:
                parts = fold(name).split()
                if parts == words or len(words) == 1 and parts[-1] == words[0]:
                    fitting.append(row)
                    break
    people = {row.name for row in fitting}
    if len(people) != 1 or entity.country and fitting[0].country != entity.country:
        return
    row = fitting[0]
    if len(words) == 1:
        entity.aliases.append(entity.name)
        entity.name = row.name
    if entity.country is None:
        entity.country = row.country
        entity.inferred = True
        entity.sector = entity.sector or row.sector
    if entity.role is None:
        entity.role = row.role
        entity.inferred = True
