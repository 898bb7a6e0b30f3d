"""Nouns that mean several actors together: "the two ministers", "both sides", "the governments"."""

from __future__ import annotations

from collections.abc import Callable

from onrecord.reading.actors.draft import Draft, Entity, Report
from onrecord.reading.actors.history import History, subject_of

PAIR_NOUNS = {
    "leader": "person",
    "president": "person",
    "minister": "person",
    "diplomat": "person",
    "politician": "person",
    "official": "person",
    "general": "person",
    "negotiator": "person",
    "envoy": "person",
    "man": "person",
    "woman": "person",
    "king": "person",
    "secretary": "person",
    "side": "any",
    "country": "state",
    "nation": "state",
    "state": "state",
    "government": "state",
    "capital": "state",
    "ally": "state",
    "neighbour": "state",
    "neighbor": "state",
    "party": "any",
    "army": "military",
    "group": "any",
    "rival": "any",
    "foe": "any",
    "power": "state",
}
_STATES = frozenset({"government", "state", "intergovernmental"})


def is_paired(report: Report, i: int) -> bool:
    """Whether a plural noun says that it means two: "the two leaders", "both sides"."""
    for j in range(max(0, i - 4), i):
        if report.heads[j] == i and report.lower[j] in ("two", "both", "warring", "three"):
            return True
    return report.lower[i] == "governments" and i > 0 and report.lower[i - 1] == "the"


def resolve_pair(report: Report, history: History, i: int) -> None:
    """Link a plural noun to the two (or more) actors that it means together."""
    if report.covered[i] is not None and report.covered[i].entity is not None:  # type: ignore[union-attr]
        return
    wanted = PAIR_NOUNS[report.lemmas[i]]

    def fits(e: Entity) -> bool:
        if wanted == "person":
            return e.kind == "person"
        if wanted == "state":
            return e.kind in _STATES
        if wanted == "military":
            return e.kind in ("military", "armed_group")
        return e.kind in ("government", "armed_group", "military", "state")

    count = 3 if any(report.lower[j] == "three" for j in range(max(0, i - 4), i)) else 2
    group: tuple[Entity, ...] = ()
    for at, pair in reversed(history.pairs[-6:]):
        fitting = all(fits(e) for e in pair) or count == 3 and all(e.kind in _STATES for e in pair)
        if report.sentence[i] - at <= 6 and fitting and (len(pair) == count or report.lower[i] == "governments"):
            group = pair
            break
    if not group and count == 2:
        group = _recent_subjects(report, history, i, fits)
    if not group and count == 2:
        seen: list[Entity] = []
        for draft in history.recent():
            if report.sentence[i] - report.sentence[draft.head] > 3:
                break
            if draft.entity is not None and fits(draft.entity) and draft.entity not in seen:
                seen.append(draft.entity)
        if len(seen) == 2:
            group = tuple(reversed(seen))
    if not group:
        return
    start = i
    while (
        start > 0
        and report.sentence[start - 1] == report.sentence[i]
        and report.lower[start - 1] in ("the", "two", "three", "both", "warring", "these", "of")
    ):
        start -= 1
    draft = Draft(start, i + 1, i, "nominal", group[0], "pair", group[1:])
    report.add(draft)
    for entity in group[1:]:
        entity.mentions.append(draft)
    history.push(draft)


def _recent_subjects(report: Report, history: History, i: int, fits: Callable[[Entity], bool]) -> tuple[Entity, ...]:
    """The actors that the sentence before named, where its subjects, or else all of them, are two."""
    subjects: list[Entity] = []
    named: list[Entity] = []
    for draft in history.recent():
        distance = report.sentence[i] - report.sentence[draft.head]
        if distance > 1:
            break
        entity = draft.entity
        if distance < 1 or draft.form == "pronoun" or entity is None or not fits(entity):
            continue
        if entity not in named:
            named.append(entity)
        if subject_of(report, draft.head) is not None and entity not in subjects:
            subjects.append(entity)
    for found in (subjects, named):
        if len(found) == 2:
            return tuple(reversed(found))
    return ()
