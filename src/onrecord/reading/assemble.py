"""From the findings of the reading modules to one reading: stable ids, the order of the text, references renamed.

The modules name their objects with provisional ids; here every object gets the id of its place in the order of first
mention, so that the same text gives the same bytes whatever order the modules worked in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from onrecord.model import (
    Actor,
    Attribution,
    Document,
    Event,
    Figure,
    Place,
    Position,
    Reader,
    Reading,
    Sentence,
    Time,
    Topic,
    Warning,
)
from onrecord.model.objects import Object, Range
from onrecord.model.rules import check

Found = TypeVar("Found", bound=Object)
Ids = Mapping[str, str]


@dataclass(slots=True)
class Findings:
    """What the reading modules found in one document, with provisional ids."""

    sentences: Sequence[Sentence] = ()
    times: Sequence[Time] = ()
    places: Sequence[Place] = ()
    actors: Sequence[Actor] = ()
    figures: Sequence[Figure] = ()
    attributions: Sequence[Attribution] = ()
    events: Sequence[Event] = ()
    topics: Sequence[Topic] = ()
    positions: Sequence[Position] = ()
    warnings: list[Warning] = field(default_factory=list)


def assemble(document: Document, findings: Findings, reader: Reader) -> Reading:
    """The reading of the document. Raises `ReadingError` (E301) where a rule of the format is broken."""
    end = len(document.text)
    times, time_ids = _number("t", findings.times, lambda x: (x.start, x.end))
    places, place_ids = _number("p", findings.places, lambda x: (x.start, x.end))
    actors, actor_ids = _number(
        "a", [_ordered_mentions(a) for a in findings.actors], lambda x: x.mentions[0].start if x.mentions else end
    )
    figures, figure_ids = _number("f", findings.figures, lambda x: (x.start, x.end))
    attributions, attribution_ids = _number("q", findings.attributions, _attribution_start)
    events, event_ids = _number("e", findings.events, lambda x: (x.trigger.start, x.trigger.end))
    topics, topic_ids = _number("k", findings.topics, lambda x: x.mentions[0].start if x.mentions else end)
    positions, _ = _number("s", findings.positions, lambda x: (x.start, x.end))

    figure_event = {figure: event_ids[event.id] for event in reversed(events) for figure in event.figures}
    return check(
        Reading(
            reader=reader,
            document=document,
            sentences=tuple(findings.sentences),
            times=tuple(_renamed(x, id=time_ids[x.id]) for x in times),
            places=tuple(_renamed(x, id=place_ids[x.id]) for x in places),
            actors=tuple(_renamed(x, id=actor_ids[x.id]) for x in actors),
            figures=tuple(
                _renamed(
                    x,
                    id=figure_ids[x.id],
                    part_of=_one(figure_ids, x.part_of),
                    event=figure_event.get(x.id) or _one(event_ids, x.event),
                    attribution=_one(attribution_ids, x.attribution),
                    time=_one(time_ids, x.time),
                    place=_one(place_ids, x.place),
                    actor=_one(actor_ids, x.actor),
                )
                for x in figures
            ),
            attributions=tuple(
                _renamed(
                    x,
                    id=attribution_ids[x.id],
                    source=x.source.model_copy(
                        update={"actors": _many(actor_ids, x.source.actors), "spans": _ordered(x.source.spans)}
                    ),
                    content=x.content.model_copy(
                        update={"spans": _ordered(x.content.spans), "quoted": _ordered(x.content.quoted)}
                    ),
                    said=_one(time_ids, x.said),
                    parent=_one(attribution_ids, x.parent),
                )
                for x in attributions
            ),
            events=tuple(
                _renamed(
                    x,
                    id=event_ids[x.id],
                    actors=_many(actor_ids, x.actors),
                    recipients=_many(actor_ids, x.recipients),
                    time=_one(time_ids, x.time),
                    place=_one(place_ids, x.place),
                    figures=_many(figure_ids, x.figures),
                    attribution=_one(attribution_ids, x.attribution),
                    incident=incident,
                )
                for x, incident in zip(events, _incidents(events), strict=True)
            ),
            topics=tuple(_renamed(x, id=topic_ids[x.id], proposer=_one(actor_ids, x.proposer)) for x in topics),
            positions=tuple(
                _renamed(
                    x,
                    id=f"s{number}",
                    actor=_one(actor_ids, x.actor),
                    topic=topic_ids.get(x.topic, x.topic),
                    conditions=_ordered(x.conditions),
                    attribution=_one(attribution_ids, x.attribution),
                    time=_one(time_ids, x.time),
                )
                for number, x in enumerate(positions, 1)
            ),
            warnings=tuple(findings.warnings),
        )
    )


def _number(prefix: str, found: Iterable[Found], key: Callable[[Found], Any]) -> tuple[list[Found], dict[str, str]]:
    """The objects in the order of the text, and their new ids by their provisional ones."""
    ordered = sorted(found, key=key)
    return ordered, {item.id: f"{prefix}{number}" for number, item in enumerate(ordered, 1)}


def _renamed(item: Found, **changes: Any) -> Found:
    return item.model_copy(update=changes)


def _one(ids: Ids, old: str | None) -> str | None:
    # An unknown id is kept as it is: the check of the reading then names it, where silence would hide a fault.
    return None if old is None else ids.get(old, old)


def _many(ids: Ids, old: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids.get(x, x) for x in old))


def _ordered(spans: Iterable[Range]) -> tuple[Range, ...]:
    """Spans in the order of the text, those that overlap joined."""
    out: list[Range] = []
    for start, end in sorted(spans):
        if out and start < out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return tuple(out)


def _ordered_mentions(actor: Actor) -> Actor:
    """The actor with its mentions in order, and names on one line: a name may be broken over two in the text."""
    mentions = tuple(sorted(actor.mentions, key=lambda m: (m.start, m.end)))
    aliases = tuple(dict.fromkeys(_one_line(alias) for alias in actor.aliases))
    role = _one_line(actor.role) if actor.role else None
    return actor.model_copy(
        update={"mentions": mentions, "name": _one_line(actor.name), "aliases": aliases, "role": role}
    )


def _one_line(words: str) -> str:
    return " ".join(words.split())


def _attribution_start(item: Attribution) -> tuple[int, int]:
    spans = [*item.source.spans, *item.content.spans]
    if item.cue:
        spans.append((item.cue.start, item.cue.end))
    return min(spans)[0], max(end for _, end in spans)


def _incidents(events: Sequence[Event]) -> list[str | None]:
    """Keys of happenings, numbered by first mention: `i1` and so on."""
    keys: dict[str, str] = {}
    return [None if x.incident is None else keys.setdefault(x.incident, f"i{len(keys) + 1}") for x in events]
