"""Who holds what stands at a place of the text: the attributions of a report by their contents."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable

from onrecord.model import Attribution
from onrecord.model.objects import Certainty
from onrecord.reference.cues import groups_of

_FALSELY = re.compile(r"\b(?:falsely|wrongly|untruthfully|incorrectly)\b", re.IGNORECASE)
"""Adverbs of a cue by which the outlet itself calls the content untrue."""


class Holders:
    """An index over attributions: the innermost one whose content holds a stretch of the text, and its chain."""

    def __init__(self, attributions: Iterable[Attribution]) -> None:
        self._by_id = {a.id: a for a in attributions}
        # The text is cut where contents begin and end; of each piece we keep the attribution with the tightest content.
        depth = {a.id: len(self.chain(a)) for a in self._by_id.values()}
        edges: list[tuple[int, int, str]] = []
        for a in self._by_id.values():
            for start, end in a.content.spans:
                edges += [(start, 1, a.id), (end, 0, a.id)]
        self._starts: list[int] = [0]
        self._holder: list[str | None] = [None]
        active: dict[str, int] = {}
        for at, opens, which in sorted(edges):
            if opens:
                active[which] = at
            else:
                active.pop(which, None)
            # Deeper in the chain first; of equals the one that opened last, being the tighter one.
            best = max(active, key=lambda key: (depth[key], active[key], key), default=None)
            if at == self._starts[-1]:
                self._holder[-1] = best
            else:
                self._starts.append(at)
                self._holder.append(best)

    def at(self, start: int, end: int | None = None) -> Attribution | None:
        """The innermost attribution whose content holds `start` (and the code point before `end`), or None."""
        found = self._piece(start)
        if found is not None and end is not None and end - 1 > start:
            last = self._piece(end - 1)
            if last != found:
                return self._common(found, last)
        return self._by_id[found] if found is not None else None

    def chain(self, attribution: Attribution) -> list[Attribution]:
        """The attribution and those it is nested in, innermost first."""
        found = [attribution]
        while (parent := found[-1].parent) in self._by_id and len(found) <= len(self._by_id):
            found.append(self._by_id[parent])  # type: ignore[index]
        return found

    def _piece(self, offset: int) -> str | None:
        return self._holder[bisect_right(self._starts, offset) - 1]

    def _common(self, first: str, second: str | None) -> Attribution | None:
        if second is None:
            return None
        others = {a.id for a in self.chain(self._by_id[second])}
        return next((a for a in self.chain(self._by_id[first]) if a.id in others), None)


def holder_stance(attribution: Attribution) -> Certainty:
    """What the source of an attribution commits to about its content, by act, cue and negation of the cue.

    "said that" CT+, "denied that" CT-, "demanded that" U, "believes that" PR+, "did not say that" U.
    """
    act = attribution.act
    if act == "denial":
        stance: Certainty = "U" if attribution.negated else "CT-"
    elif act in ("demand", "refusal_to_comment"):
        stance = "U"
    else:
        groups = groups_of("verb", attribution.cue.lemma) if attribution.cue else ()
        stance = groups[0].holder if groups else "CT+"  # type: ignore[assignment]
        if attribution.negated:
            stance = "U"
    return stance


def outlet_value(holder: Attribution, value: Certainty) -> Certainty:
    """By the outlet: a factive cue vouches for its content, every other one leaves it with its source."""
    groups = groups_of("verb", holder.cue.lemma) if holder.cue else ()
    if holder.cue and _FALSELY.search(holder.cue.text):
        return "CT-" if value == "CT+" else "U"
    if not groups or holder.negated or holder.parent is not None:
        return "U"
    outlet = groups[0].outlet
    if outlet == "CT+":
        return value
    if outlet == "CT-":
        return "CT-" if value in ("CT+", "CT-") else "U"
    return "U"
