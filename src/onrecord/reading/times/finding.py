"""From the text to its times: scan, guard, resolve in the order of the text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache

from spacy.tokens import Doc

from onrecord.model import Document, Time
from onrecord.reading.times.calendar import make_day
from onrecord.reading.times.frame import Frame, Made
from onrecord.reading.times.guards import GUARDS, Guard
from onrecord.reading.times.lexing import Token, symbols_of, tokens_of
from onrecord.reading.times.makers import MAKERS
from onrecord.reading.times.relating import relate
from onrecord.reading.times.scanning import Candidate, candidates
from onrecord.reference.times import grammar

_RANGE_WORDS = frozenset(("to", "until", "through", "and", "-", "–", "till"))
_NARRATIVE_YEARS = 3
_NARRATIVE_MENTIONS = 5
_FROM_PUBLICATION = frozenset(("weekday", "deictic", "overnight", "unit", "window", "weekend"))
HEAD_CHARACTERS = 60
"""Within how many characters from its beginning the day of a report stands."""
_HEAD_DAYS = 45


def find_times(document: Document, doc: Doc) -> list[Time]:
    """The time expressions of a report, in the order of the text.

    `doc` is the analysis of `document.text`; where it has no tags or parse, tense is read from the words around.
    Relative expressions are anchored at `document.published_day`; without one they keep their words and type, and
    `from` and `to` stay None. Headings and boilerplate are read like the rest: events decide what they use.
    """
    words = grammar()
    tokens = tokens_of(document.text, words, [part.start for part in document.parts])
    frame = Frame.of(doc, document.text, _day(document.published_day))
    guards = _guards()

    def accepts(candidate: Candidate) -> bool:
        return all(guard(candidate, tokens, frame) for guard in guards[candidate.pattern.order])

    found = candidates(tokens, symbols_of(tokens, words), words, accepts)
    frame.narrative = _is_narrative(found, frame.anchor)
    frame.anchor = _headed(document.text, found, tokens, frame.anchor)
    made = [(candidate, _resolve(candidate, place, found, tokens, frame)) for place, candidate in enumerate(found)]
    relate(made, tokens, frame)
    return _times(document, tokens, made)


@cache
def _guards() -> tuple[tuple[Guard, ...], ...]:
    return tuple(tuple(GUARDS[name] for name in pattern.guards) for pattern in grammar().patterns)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _is_narrative(found: Sequence[Candidate], anchor: date | None) -> bool:
    """Whether a report tells of years long past: most of its years lie well before it, and it hardly says "today"."""
    years = [c.slots["year"] for c in found if isinstance(c.slots.get("year"), int)]
    near = sum(c.pattern.maker in _FROM_PUBLICATION for c in found)
    if anchor is None:
        return len(years) >= 3 and near < len(years) / 4
    far = sum(abs(anchor.year - year) >= _NARRATIVE_YEARS for year in years)
    return far >= _NARRATIVE_MENTIONS and far > 2 * (len(years) - far) and near < far / 4


def _headed(text: str, found: Sequence[Candidate], tokens: Sequence[Token], anchor: date | None) -> date | None:
    """The day that the report is headed with, where it is later than the publication day given with it.

    Collections of reports often give the day of the event for the day of publication; a date line in the first words
    of the text knows better. An earlier date there may be the event's own, and without a publication day none is made.
    """
    if anchor is None or not found or tokens[found[0].first].start > HEAD_CHARACTERS:
        return anchor
    slots = found[0].slots
    if not {"month", "year"} <= slots.keys() or found[0].pattern.maker != "date":
        return anchor
    if any(word[:1].islower() for word in text[: tokens[found[0].first].start].split()):
        return anchor
    day = slots.get("day", slots.get("ord31", slots.get("n31")))
    head = make_day(slots["year"], slots["month"], day) if day else None
    return head if head is not None and 0 < (head - anchor).days <= _HEAD_DAYS else anchor


def _resolve(
    candidate: Candidate, place: int, found: Sequence[Candidate], tokens: Sequence[Token], frame: Frame
) -> Made | None:
    frame.here = (tokens[candidate.first].start, tokens[candidate.last - 1].end)
    slots = candidate.slots
    if candidate.pattern.maker == "ago":
        slots["_word"] = tokens[candidate.last - 1].lower
    if candidate.pattern.maker == "weekday" and place and "dir" not in slots:
        slots["_after"] = _range_start(candidate, found[place - 1], tokens, frame)
    made = MAKERS[candidate.pattern.maker](slots, frame)
    if made is not None and made.told and made.bounds[0] is not None:
        frame.told = date.fromisoformat(made.bounds[0][:10])
        frame.told_value, frame.told_precision = made.value, made.bounds[2]
        frame.dated = frame.here[0] if "year" in slots else frame.dated
    return made


def _range_start(candidate: Candidate, before: Candidate, tokens: Sequence[Token], frame: Frame) -> date | None:
    """The day that "from Monday to …" began with, where the expression before begins such a range."""
    gap = [t.lower for t in tokens[before.last : candidate.first]]
    opener = tokens[before.first - 1].lower if before.first else ""
    if before.pattern.maker != "weekday" or not gap or len(gap) > 2 or gap[0] not in _RANGE_WORDS:
        return None
    if (gap[0] == "and" and opener != "between") or (gap[0] == "to" and opener != "from"):
        return None
    return frame.told


def _times(document: Document, tokens: Sequence[Token], made: Sequence[tuple[Candidate, Made | None]]) -> list[Time]:
    times: list[Time] = []
    for candidate, result in made:
        if result is None:
            continue
        start, end = _extent(document.text, tokens, candidate)
        first, last, precision = result.bounds
        times.append(
            Time(
                id=f"t{len(times) + 1}",
                by=f"times:{candidate.pattern.name}",
                inferred=result.inferred,
                start=start,
                end=end,
                text=document.text[start:end],
                type=result.type,
                value=result.value,
                mod=result.mod,
                **{"from": first},
                to=last,
                precision=precision,  # type: ignore[arg-type]
            )
        )
    return times


def _extent(text: str, tokens: Sequence[Token], candidate: Candidate) -> tuple[int, int]:
    """The offsets of the extent; the full stop of a sentence is not the dot of an abbreviation."""
    start, end = tokens[candidate.first].start, tokens[candidate.last - 1].end
    if text[end - 1] == "." and "meridiem" in tokens[candidate.last - 1].classes and not _ends_sentence(text, end):
        return start, end
    while end > start + 1 and text[end - 1] in ".,":
        end -= 1
    return start, end


def _ends_sentence(text: str, end: int) -> bool:
    following = text[end : end + 3].lstrip()
    return not following or not text[end].isspace() and following[0] in "'\"”’" or following[0].isupper()
