"""Who stands against whom in a report, by its own events: the ground on which a missing side is filled in.

Sides are counted from the events that name both parties, and more weakly from those that name one. The counting knows
no side by name: swap two parties in a report and what it fills in swaps with them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Protocol

from onrecord.reading.events.parties import Parties


class Harm(Protocol):
    """What is counted: an event in the making."""

    type: str
    mode: str | None
    actors: list[str]
    recipients: list[str]
    mutual: bool
    alleged: bool
    value: str


_FIGHTERS = frozenset({"armed_group", "military", "state", "government", "party"})
_OWN_SIDE = frozenset({"armed_group", "party", "intergovernmental", "ngo", "business", "media"})
_PAIR, _ENMITY, _MARGIN = 3.0, 1.0, 0.4
_SHARE = 0.6
"""What share of all harm one attacker must do to stand for an unnamed one."""
_CERTAIN = 2
"""Events that name both sides which a report must have before harm that names nobody is laid to its war."""
_LEAD = 1.5
"""How far the best candidate must lead the second."""


def side_of(which: str, parties: Parties) -> str:
    """The side an actor stands on: itself for a group, its country for a state, its forces, people and officials."""
    actor = parties.actor[which]
    if actor.kind in _OWN_SIDE or actor.country is None:
        return which
    return actor.country


class Conflict:
    """Sides of a report and what they do to each other."""

    def __init__(self, drafts: Sequence[Harm], parties: Parties) -> None:
        self._parties = parties
        self._pairs: Counter[tuple[str, str]] = Counter()
        self._quarrels: Counter[frozenset[str]] = Counter()
        self._attackers: Counter[str] = Counter()
        self._victims: Counter[str] = Counter()
        self._ids: dict[str, Counter[str]] = defaultdict(Counter)
        for draft in drafts:
            self._count(draft)
        undirected: Counter[frozenset[str]] = Counter()
        for (a, b), n in self._pairs.items():
            undirected[frozenset((a, b))] += n
        if not undirected:
            undirected = self._quarrels
        self._main = self._leading(undirected)
        self.strength = max((n for n in undirected.values()), default=0)
        """How many events name both sides of the pair that is named most."""

    def _count(self, draft: Harm) -> None:
        if draft.value.endswith("-"):
            # What is denied is no ground either.
            return
        if draft.alleged:
            # What somebody accuses another of is no ground for laying other harm to him.
            return
        actors = self._sides(draft.actors)
        recipients = self._sides(draft.recipients)
        if draft.type == "INTERCEPT":
            actors, recipients = recipients, actors
        elif draft.type not in ("ASSAULT", "COERCE", "ALERT") and not (
            draft.type == "SANCTION" and draft.mode == "expel"
        ):
            if draft.type in ("THREATEN", "ACCUSE"):
                for a in actors:
                    for b in recipients:
                        if a != b:
                            self._quarrels[frozenset((a, b))] += 1
            return
        if draft.mutual and draft.type == "ASSAULT":
            for a in actors:
                for b in actors:
                    if a != b:
                        self._pairs[a, b] += 1
            return
        for a in actors:
            self._attackers[a] += 1
        for b in recipients:
            self._victims[b] += 1
        for a in actors:
            for b in recipients:
                if a != b:
                    self._pairs[a, b] += 1

    def _sides(self, ids: Iterable[str]) -> list[str]:
        out = []
        for which in ids:
            actor = self._parties.actor[which]
            if self._parties.is_vague(which) or (actor.country is None and actor.kind not in _FIGHTERS):
                continue
            side = side_of(which, self._parties)
            self._ids[side][which] += 1
            out.append(side)
        return out

    def _leading(self, undirected: Counter[frozenset[str]]) -> tuple[str, str] | None:
        ranked = undirected.most_common(2)
        if not ranked or (len(ranked) > 1 and ranked[1][1] * _LEAD > ranked[0][1]):
            return None
        a, b = sorted(ranked[0][0])
        return a, b

    def actor_for(self, side: str, *, acting: bool = False) -> str | None:
        """The actor that speaks for a side in this report: its state, else whoever of it is named most in events.

        `acting`: for those who fight or negotiate; a people does neither, the armed group of its country does.
        """
        if side in self._parties.actor:
            return side
        state = self._parties.state_of(side)
        if acting and (state is None or self._parties.actor[state].kind in ("population", "person", "unnamed")):
            group = self._parties.group_of(side)
            if group is not None:
                return group
        if state is not None:
            return state
        counts = self._ids.get(side)
        return counts.most_common(1)[0][0] if counts else None

    def direction(self) -> tuple[str, str] | None:
        """Attacker and victim, where one direction outweighs all others together."""
        attackers: Counter[str] = Counter()
        for (a, _), n in self._pairs.items():
            attackers[a] += n
        ranked = sorted(attackers.items(), key=lambda x: (-x[1], x[0]))
        if self.strength < _CERTAIN:
            return None
        if not ranked or ranked[0][1] < _SHARE * sum(attackers.values()):
            return None
        victims = sorted(
            ((b, n) for (a, b), n in self._pairs.items() if a == ranked[0][0]), key=lambda x: (-x[1], x[0])
        )
        attacker, victim = self.actor_for(ranked[0][0], acting=True), self.actor_for(victims[0][0])
        return (attacker, victim) if attacker is not None and victim is not None else None

    def _allied(self, one: str, other: str) -> bool:
        """Whether two sides are of one country: a state and a group in it."""
        return self._country(one) == self._country(other)

    def _country(self, side: str) -> str | None:
        return self._parties.country(side) if side in self._parties.actor else side

    def main(self) -> tuple[str, str] | None:
        """The actors of the two sides that the report has fighting each other, where one pair leads."""
        if self._main is None:
            return None
        a, b = (self.actor_for(x, acting=True) for x in self._main)
        return (a, b) if a is not None and b is not None else None

    def attacker_of(self, which: str) -> str | None:
        """Who attacks this actor's side, where the report leaves little doubt."""
        side = side_of(which, self._parties)
        return self._best(side, lambda x: (x, side), self._attackers, acting=True)

    def victim_of(self, which: str) -> str | None:
        """Whom this actor's side attacks, where the report leaves little doubt."""
        side = side_of(which, self._parties)
        return self._best(side, lambda x: (side, x), self._victims)

    def opponent_of(self, which: str) -> str | None:
        """The other side of the main conflict, or None for those who stand outside of it."""
        if self._main is None:
            return None
        side = side_of(which, self._parties)
        if side not in self._main:
            return None
        return self.actor_for(self._main[1] if self._main[0] == side else self._main[0], acting=True)

    def is_party(self, which: str) -> bool:
        """Whether the actor belongs to a side of the main conflict."""
        return self._main is not None and side_of(which, self._parties) in self._main

    def _best(self, side: str, pair: object, margin: Counter[str], *, acting: bool = False) -> str | None:
        scores: Counter[str] = Counter()
        candidates = {x for both in self._pairs for x in both} | set(margin)
        total = sum(n for x, n in margin.items() if x != side)
        for other in candidates - {side}:
            key = pair(other)  # type: ignore[operator]
            score = _PAIR * self._pairs[key] + _ENMITY * self._pairs[key[1], key[0]]
            if margin[other] >= 2 and margin[other] >= 0.6 * total:
                score += _MARGIN * margin[other]
            if score:
                scores[other] = score  # type: ignore[assignment]
        ranked = sorted(scores.items(), key=lambda x: (-x[1], x[0]))
        if not ranked:
            return None
        rival = next((n for x, n in ranked[1:] if not self._allied(x, ranked[0][0])), 0)
        if rival * _LEAD > ranked[0][1]:
            return None
        return self.actor_for(ranked[0][0], acting=acting)
