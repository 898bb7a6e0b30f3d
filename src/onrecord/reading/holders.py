"""Who holds what stands at a place of the text: the attributions of a report by their contents."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from onrecord.model import Attribution


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
