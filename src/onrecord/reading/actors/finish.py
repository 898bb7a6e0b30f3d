"""Last step: from actors in the making to the objects of the reading."""

from __future__ import annotations

from onrecord.model import Actor, ActorMention
from onrecord.reading.actors.draft import Draft, Entity, Report
from onrecord.reference.actors import SUPRANATIONAL
from onrecord.reference.countries import countries
from onrecord.reference.spelling import fold


def finish(report: Report) -> list[Actor]:
    """The actors with at least one mention, in the order of first mention."""
    found = []
    entities = [e for e in report.entities if e.mentions]
    entities.sort(key=lambda e: min((d.start, d.end) for d in e.mentions))
    for number, entity in enumerate(entities, 1):
        found.append(_actor(report, entity, f"a{number}"))
    return found


def _actor(report: Report, entity: Entity, id_: str) -> Actor:
    mentions: dict[tuple[int, int], Draft] = {}
    for draft in entity.mentions:
        mentions.setdefault((draft.start, draft.end), draft)
    drafts = sorted(mentions.values(), key=lambda d: (d.start, d.end))
    names = [_bare(report.span_text(d.start, d.end)) for d in drafts if d.form in ("name", "metonym")]
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


def _bare(text: str) -> str:
    return text[4:] if text[:4].lower() == "the " else text


def _rule(entity: Entity, drafts: list[Draft]) -> str:
    return f"actors.{entity.by or drafts[0].by}"


def _mention(report: Report, draft: Draft) -> ActorMention:
    start, end = report.starts[draft.start], report.ends[draft.end - 1]
    return ActorMention(start=start, end=end, text=report.text[start:end], form=draft.form)
