"""From a reading to the derived rows of the record: one function, no database, the same rows every time."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from onrecord.model import Actor, Attribution, Event, Reading, Time
from onrecord.record.ids import identify

Row = dict[str, Any]


@dataclass(slots=True)
class Rows:
    """The derived rows of one report, by table."""

    passage: list[Row] = field(default_factory=list)
    actor: list[Row] = field(default_factory=list)
    actor_in_report: list[Row] = field(default_factory=list)
    place: list[Row] = field(default_factory=list)
    claim: list[Row] = field(default_factory=list)
    event: list[Row] = field(default_factory=list)
    event_actor: list[Row] = field(default_factory=list)
    figure: list[Row] = field(default_factory=list)
    topic: list[Row] = field(default_factory=list)
    position: list[Row] = field(default_factory=list)


ActorIds = Callable[[Actor], str]
"""The record's actor for an actor of a report: the same real actor has one id over all reports."""


def _day_carried(item: Event, times: Mapping[str, Time], starts: Sequence[int]) -> bool:
    """Whether the day of an event is of another sentence. An event is marked as inferred for its parties too: a day
    whose words stand in the event's own sentence is stated."""
    time = times.get(item.time or "")
    if not item.inferred or time is None:
        return item.inferred
    return bisect_right(starts, time.start) != bisect_right(starts, item.trigger.start)


def rows_of(reading: Reading, *, actor_id: ActorIds) -> Rows:
    """The rows of the reading's report. `actor_id` says which actor of the record each of its actors is."""
    report = reading.document.id
    ids = {actor.id: actor_id(actor) for actor in reading.actors}
    attributions = {a.id: a for a in reading.attributions}
    rows = Rows()
    text = reading.document.text
    day = reading.document.published_day
    rows.passage = [
        {"report": report, "start": s.start, "end": s.end, "text": storable(text[s.start : s.end])}
        for s in reading.sentences
    ]
    rows.actor = list(
        {
            ids[a.id]: {"id": ids[a.id], "name": a.name, "kind": a.kind, "country": a.country, "sector": a.sector}
            for a in reading.actors
        }.values()
    )
    rows.actor_in_report = [
        {
            "report": report,
            "local": a.id,
            "actor": ids[a.id],
            "name": a.name,
            "role": a.role,
            "named": a.named,
            "mentions": len(a.mentions),
        }
        for a in reading.actors
    ]
    rows.place = [
        {
            "report": report,
            "local": p.id,
            **{
                name: getattr(p, name)
                for name in ("start", "end", "name", "kind", "country", "admin1", "latitude", "longitude", "radius_km")
            },
        }
        for p in reading.places
    ]
    times = {t.id: t for t in reading.times}
    rows.claim = [_claim(reading, a, ids, _day(times, a.said) or day) for a in reading.attributions]
    starts = sorted(s.start for s in reading.sentences)
    for item in reading.events:
        event_id = identify("event", report, item.type, item.trigger.start, item.trigger.end)
        rows.event.append(
            {
                "id": event_id,
                "report": report,
                "local": item.id,
                "type": item.type,
                "mode": item.mode,
                "start": item.trigger.start,
                "end": item.trigger.end,
                "trigger": storable(item.trigger.text),
                "from_day": _cut(item.from_),
                "to_day": _cut(item.to),
                "inferred": _day_carried(item, times, starts),
                "place": item.place,
                "value": item.value,
                "outlet_value": item.outlet_value,
                "tense": item.tense,
                "background": item.background,
                "incident_key": item.incident,
                "attribution": item.attribution,
                "holder": _holder(attributions.get(item.attribution or ""), ids),
                "weapons": json.dumps([storable(word) for word in item.weapons], ensure_ascii=False),
            }
        )
        for role, members in (("actor", item.actors), ("recipient", item.recipients)):
            rows.event_actor += [
                {"event": event_id, "actor": member, "role": role}
                for member in dict.fromkeys(ids[m] for m in members if m in ids)
            ]
    _figures(reading, rows, ids, attributions)
    _positions(reading, rows, ids, attributions, day)
    return rows


def storable(text: str) -> str:
    """The text as every database takes it: NUL and lone surrogates, which PostgreSQL refuses, shown as `�`.

    Only derived rows pass through here; the reading itself keeps the text to the character.
    """
    return text.replace("\x00", "�").encode("utf-8", "replace").decode("utf-8")


def _claim(reading: Reading, item: Attribution, ids: dict[str, str], day: str | None) -> Row:
    spans = item.content.spans
    words = " … ".join(reading.document.text[s:e] for s, e in spans)
    return {
        "id": identify("claim", reading.document.id, *spans, *item.source.spans, item.cue.start if item.cue else None),
        "report": reading.document.id,
        "local": item.id,
        "start": spans[0][0],
        "end": spans[-1][1],
        "text": storable(words),
        "speaker": _holder(item, ids),
        "speaker_words": _words(item),
        "cue": storable(item.cue.text) if item.cue else None,
        "act": item.act,
        "manner": item.content.manner,
        "negated": item.negated,
        "hedge": storable(item.hedge) if item.hedge else None,
        "parent": item.parent,
        "day": day,
    }


def _figures(reading: Reading, rows: Rows, ids: dict[str, str], attributions: dict[str, Attribution]) -> None:
    times = {t.id: t for t in reading.times}
    events = {event["local"]: event for event in rows.event}
    for item in reading.figures:
        time, event = times.get(item.time or ""), events.get(item.event or "")
        holder = attributions.get(item.attribution or "")
        rows.figure.append(
            {
                "id": identify("figure", reading.document.id, item.start, item.end, item.measure),
                "report": reading.document.id,
                "local": item.id,
                "start": item.start,
                "end": item.end,
                "text": storable(item.text),
                "measure": item.measure,
                "counted": item.counted,
                "low": item.low,
                "high": item.high,
                "bound": item.bound,
                "unit": item.unit,
                "cumulative": item.cumulative,
                "part_of": item.part_of,
                "event": event["id"] if event else None,
                "from_day": _cut(time.from_) if time else (event["from_day"] if event else None),
                "to_day": _cut(time.to) if time else (event["to_day"] if event else None),
                "place": item.place or (event["place"] if event else None),
                "side": ids.get(item.actor or ""),
                "attribution": item.attribution,
                "claimant": _holder(holder, ids),
                "claimant_words": _words(holder),
            }
        )


def _positions(
    reading: Reading, rows: Rows, ids: dict[str, str], attributions: dict[str, Attribution], day: str | None
) -> None:
    text = reading.document.text
    times = {t.id: t for t in reading.times}
    topics = {}
    for topic in reading.topics:
        proposer = ids.get(topic.proposer or "")
        topics[topic.id] = identify("topic", topic.kind, proposer, _key(topic.name))
        row = {"id": topics[topic.id], "name": storable(topic.name), "kind": topic.kind, "proposer": proposer}
        rows.topic.append(row)
    for item in reading.positions:
        rows.position.append(
            {
                "id": identify("position", reading.document.id, item.start, item.end, item.stance, item.actor),
                "report": reading.document.id,
                "local": item.id,
                "topic": topics[item.topic],
                "actor": ids.get(item.actor or ""),
                "stance": item.stance,
                "start": item.start,
                "end": item.end,
                "text": storable(text[item.start : item.end]),
                "conditions": json.dumps([storable(text[s:e]) for s, e in item.conditions], ensure_ascii=False),
                "hedge": item.hedge,
                "attribution": item.attribution,
                "holder": _holder(attributions.get(item.attribution or ""), ids),
                "day": _day(times, item.time) or day,
            }
        )


def _holder(item: Attribution | None, ids: dict[str, str]) -> str | None:
    return next((ids[a] for a in item.source.actors if a in ids), None) if item else None


def _words(item: Attribution | None) -> str | None:
    return storable(item.source.text) if item and item.source.text else None


def _day(times: dict[str, Any], ref: str | None) -> str | None:
    time = times.get(ref or "")
    return _cut(time.from_) if time else None


def _cut(moment: str | None) -> str | None:
    return moment[:10] if moment else None


def _key(words: str) -> str:
    return " ".join(sorted(_content_words(words)))


def _content_words(words: str) -> Iterable[str]:
    small = {"the", "a", "an", "of", "for", "and", "to", "in", "its", "their", "his", "her"}
    return (word for word in words.lower().split() if word not in small)
