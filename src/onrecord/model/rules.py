"""The rules every reading keeps: spans match their text, order, one part per sentence, references that resolve."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from onrecord.model.errors import ReadingError
from onrecord.model.objects import Range
from onrecord.model.reading import Reading


def check(reading: Reading) -> Reading:
    """Return the reading, or raise `ReadingError` (E301) naming the first rule that it breaks."""
    for fault in faults(reading):
        raise ReadingError(
            "E301",
            fault,
            where=reading.document.source_id or reading.document.id[:12],
            remedy="please report this text",
        )
    return reading


def faults(reading: Reading) -> Iterable[str]:
    """Every rule that the reading breaks, as a sentence each."""
    yield from _document(reading)
    yield from _spans(reading)
    yield from _order(reading)
    yield from _references(reading)


def _document(reading: Reading) -> Iterable[str]:
    doc = reading.document
    if doc.id != doc.identify(doc.text):
        yield "the document's id is not the hash of its text"
    end = 0
    for part in doc.parts:
        if not end <= part.start < part.end <= len(doc.text):
            yield f"part [{part.start}, {part.end}) is empty, out of order or outside the text"
        end = part.end
    if reading.sentences and doc.parts:
        parts = iter(doc.parts)
        part = next(parts)
        for sentence in reading.sentences:
            while sentence.start >= part.end:
                following = next(parts, None)
                if following is None:
                    break
                part = following
            if not part.start <= sentence.start < sentence.end <= part.end:
                yield f"sentence [{sentence.start}, {sentence.end}) is not inside one part"


def _spans(reading: Reading) -> Iterable[str]:
    text = reading.document.text
    marks: list[Any] = [*reading.times, *reading.places, *reading.figures]
    marks += [m for a in reading.actors for m in a.mentions]
    marks += [a.cue for a in reading.attributions if a.cue]
    marks += [e.trigger for e in reading.events]
    marks += [m for t in reading.topics for m in t.mentions]
    for mark in marks:
        if mark.start >= mark.end or text[mark.start : mark.end] != mark.text:
            yield f"span [{mark.start}, {mark.end}) does not match its words {mark.text[:60]!r}"
    for attribution in reading.attributions:
        for kind, spans in (
            ("source", attribution.source.spans),
            ("content", attribution.content.spans),
            ("quoted", attribution.content.quoted),
        ):
            yield from _ranges(f"{kind} of {attribution.id}", spans, len(text))
    for position in reading.positions:
        yield from _ranges(f"position {position.id}", [(position.start, position.end)], len(text))
        yield from _ranges(f"conditions of {position.id}", position.conditions, len(text))


def _ranges(what: str, spans: Iterable[Range], length: int) -> Iterable[str]:
    end = 0
    for start, stop in spans:
        if not end <= start < stop <= length:
            yield f"{what}: [{start}, {stop}) is empty, out of order or outside the text"
        end = stop


def _order(reading: Reading) -> Iterable[str]:
    for name in ("sentences", "times", "places", "figures"):
        keys = [(item.start, item.end) for item in getattr(reading, name)]
        if keys != sorted(keys):
            yield f"{name} are not in the order of the text"
    triggers = [(e.trigger.start, e.trigger.end) for e in reading.events]
    if triggers != sorted(triggers):
        yield "events are not in the order of the text"
    for name in ("times", "places", "actors", "figures", "attributions", "events", "topics", "positions"):
        ids = [item.id for item in getattr(reading, name)]
        if len(set(ids)) != len(ids):
            yield f"{name} have ids in common"


def _references(reading: Reading) -> Iterable[str]:
    known = {
        name: {item.id for item in getattr(reading, name + "s")}
        for name in ("time", "place", "actor", "figure", "attribution", "event", "topic")
    }
    known["parent"], known["part_of"], known["said"], known["proposer"] = (
        known["attribution"],
        known["figure"],
        known["time"],
        known["actor"],
    )
    many = {"actors": "actor", "recipients": "actor", "figures": "figure"}
    for name in ("figures", "attributions", "events", "topics", "positions"):
        for item in getattr(reading, name):
            holder = item.source if name == "attributions" else item
            for field, kind in many.items():
                for ref in getattr(holder, field, ()):
                    if ref not in known[kind]:
                        yield f"{item.id}.{field} names {ref}, which is not in the reading"
            for field, ids in known.items():
                ref = getattr(item, field, None)
                if isinstance(ref, str) and ref not in ids:
                    yield f"{item.id}.{field} names {ref}, which is not in the reading"
    parents = {a.id: a.parent for a in reading.attributions}
    for start in parents:
        seen, at = set(), start
        while at is not None and at not in seen:
            seen.add(at)
            at = parents.get(at)  # type: ignore[assignment]
        if at is not None:
            yield f"attribution {start} is nested in itself"
