"""A description that comes before its name: "a monitor said" in the lead, the monitor's name below."""

from __future__ import annotations

from onrecord.reading.actors.draft import Entity, Report
from onrecord.reading.actors.history import speaks

_LEAD = 5
"""Sentences from the top in which a description may wait for its name, and how far below the name may come."""


def link_descriptions(report: Report) -> None:
    """Join an unnamed speaker of the lead to the one named actor just below whom the same noun describes.

    Only where all its words are among those that the report, or the data files, use for the named one, no other
    actor fits, and their countries do not differ.
    """
    named = [e for e in report.entities if e.named and e.mentions and (e.title_words or e.head)]
    for entity in report.entities:
        if entity.named or entity.plural or entity.by not in ("nominal", "organisation") or not entity.mentions:
            continue
        first = min(entity.mentions, key=lambda d: d.start)
        sentence = report.sentence[first.head]
        if (
            sentence >= _LEAD
            or not speaks(report, first.head)
            or report.lower[first.start] in ("the", "another", "one")
        ):
            continue
        fitting = [e for e in named if _describes(report, entity, e, sentence)]
        if len(fitting) == 1:
            _merge(entity, fitting[0])


def _describes(report: Report, unnamed: Entity, named: Entity, sentence: int) -> bool:
    if not (unnamed.head in named.title_words or unnamed.head == named.head):
        return False
    if unnamed.country and named.country and unnamed.country != named.country:
        return False
    start = min(report.sentence[d.head] for d in named.mentions)
    words = {w for w in unnamed.title_words if w != unnamed.head and w not in ("senior", "top", "local")}
    return sentence <= start <= sentence + _LEAD and words <= named.title_words | {named.head}


def _merge(gone: Entity, kept: Entity) -> None:
    for draft in gone.mentions:
        draft.entity = kept
    kept.mentions += gone.mentions
    gone.mentions = []
