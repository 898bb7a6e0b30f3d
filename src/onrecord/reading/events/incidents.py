"""Mentions of one happening within a report, and what one mention lends to another.

A later mention that names nobody ("the attack") takes parties and date from the earlier mention that it fits;
an assault whose report knows one attacker of its victim, or one victim of its attacker, takes that one. Whatever is
carried over is marked `inferred`. The rules know no side: they count what the report itself says.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.reading.events.parties import Parties


@dataclass(slots=True)
class Draft:
    """An event in the making."""

    type: str
    mode: str | None
    lemma: str
    at: int
    actors: list[str]
    recipients: list[str]
    from_: str | None
    to: str | None
    time: str | None
    place: str | None
    definite: bool
    mutual: bool
    noun: bool = False
    inferred: bool = False
    incident: int = -1
    place_country: str | None = None
    value: str = "CT+"
    about: int | None = None
    """Token of the event that it praises, condemns or denies."""
    holder_actors: tuple[str, ...] = ()
    """Actors of the source whose word it is."""


_LOOK_BACK = 12


def complete(drafts: Sequence[Draft], parties: Parties) -> None:
    """Fill missing parties from the report itself, in the order of the text."""
    forward, backward, pairs = _directions(drafts, parties)
    for number, draft in enumerate(drafts):
        earlier = drafts[max(0, number - _LOOK_BACK) : number]
        if draft.type == "ASSAULT":
            _complete_assault(draft, earlier, parties, forward, backward, pairs)
        elif draft.type == "INTERCEPT":
            _complete_intercept(draft, parties, backward)
        elif draft.mutual and len(draft.actors) < 2:
            _complete_mutual(draft, earlier, parties, pairs)
        elif draft.type in ("COERCE", "ALERT", "RETREAT", "AID") or (
            draft.type == "SANCTION" and draft.mode == "expel"
        ):
            _complete_like(draft, earlier, parties, backward, forward)
        if draft.type in _ON_PEOPLE:
            _settle_people(draft, parties)
    by_token = {d.at: d for d in drafts}
    for draft in drafts:
        if draft.about is not None and draft.about in by_token:
            _complete_about(draft, by_token[draft.about], parties)


_ON_PEOPLE = frozenset({"ASSAULT", "SANCTION", "COERCE", "ALERT", "AID", "RETREAT"})


def _settle_people(draft: Draft, parties: Parties) -> None:
    """Unnamed people of no known country stand for the country of the event's place."""
    if draft.recipients and all(parties.is_vague(x) for x in draft.recipients) and draft.place_country is not None:
        state = parties.state_of(draft.place_country)
        if state is not None and state not in draft.actors:
            draft.recipients = [state]
            draft.inferred = True


def _complete_about(draft: Draft, event: Draft, parties: Parties) -> None:
    """Who condemns an attack accuses its author; who hails it supports its author."""
    authors = [x for x in event.actors if not _same(x, draft.actors, parties)]
    if authors:
        draft.recipients = authors
        draft.inferred = draft.inferred or event.inferred
    elif event.type == "ASSAULT":
        draft.recipients = []


def _complete_mutual(draft: Draft, earlier: Sequence[Draft], parties: Parties, pairs: Counter[tuple[str, str]]) -> None:
    model = next(
        (
            d
            for d in reversed(earlier)
            if d.type == draft.type and d.mutual and len(d.actors) > 1 and _shares(d, draft) and _modes(d, draft)
        ),
        None,
    )
    if model is not None and (draft.definite or draft.noun):
        draft.actors = draft.actors + [x for x in model.actors if not _same(x, draft.actors, parties)]
        draft.mode = draft.mode or model.mode
        draft.inferred = True
    elif draft.noun and pairs and draft.mode != "phone" and draft.type in ("CONSULT", "RETREAT", "AGREE"):
        best = _leading(pairs, parties)
        if best is not None and (not draft.actors or _same(draft.actors[0], best, parties)):
            draft.actors = draft.actors + [x for x in best if not _same(x, draft.actors, parties)]
            draft.inferred = True


def _leading(pairs: Counter[tuple[str, str]], parties: Parties) -> tuple[str, str] | None:
    """The two sides that the report has fighting each other, where no other pair comes near."""
    (a, b), _ = pairs.most_common(1)[0]
    sides = {_side(a, parties), _side(b, parties)}
    mine = sum(n for pair, n in pairs.items() if {_side(x, parties) for x in pair} == sides)
    return (a, b) if mine * 2 > sum(pairs.values()) else None


def _complete_like(
    draft: Draft,
    earlier: Sequence[Draft],
    parties: Parties,
    backward: dict[str, Counter[str]],
    forward: dict[str, Counter[str]],
) -> None:
    """Parties of an earlier mention of the same kind; else, of harm done to a side, the one that attacks it."""
    if not draft.recipients and draft.place_country is not None:
        state = parties.state_of(draft.place_country)
        if state is not None and not _same(state, draft.actors, parties):
            draft.recipients = [state]
            draft.inferred = True
    model = next(
        (
            d
            for d in reversed(earlier)
            if d.type == draft.type
            and d.mode == draft.mode
            and (d.actors and d.recipients)
            and _fits(d, draft, parties)
        ),
        None,
    )
    if model is not None and (not draft.actors or not draft.recipients) and draft.type != "RETREAT":
        draft.actors = draft.actors or list(model.actors)
        draft.recipients = draft.recipients or list(model.recipients)
        draft.inferred = True
    if draft.type in ("SANCTION", "COERCE", "ALERT"):
        if draft.recipients and not draft.actors:
            found = _dominant(backward.get(_side(draft.recipients[0], parties)), parties)
            if found is not None:
                draft.actors, draft.inferred = [found], True
        elif draft.actors and not draft.recipients:
            found = _dominant(forward.get(_side(draft.actors[0], parties)), parties)
            if found is not None:
                draft.recipients, draft.inferred = [found], True


def _fits(model: Draft, draft: Draft, parties: Parties) -> bool:
    return all(_same(x, model.actors, parties) for x in draft.actors) and all(
        _same(x, model.recipients, parties) for x in draft.recipients
    )


def _shares(model: Draft, draft: Draft) -> bool:
    return all(x in model.actors for x in draft.actors)


def _same(which: str, others: Sequence[str], parties: Parties) -> bool:
    side = _side(which, parties)
    return any(_side(x, parties) == side for x in others)


def _side(which: str, parties: Parties) -> str:
    """The side an actor stands on: itself for a group, its country for a state and its forces and people."""
    actor = parties.actor[which]
    if actor.kind in ("armed_group", "party") or actor.country is None:
        return which
    return actor.country


def _directions(
    drafts: Sequence[Draft], parties: Parties
) -> tuple[dict[str, Counter[str]], dict[str, Counter[str]], Counter[tuple[str, str]]]:
    forward: dict[str, Counter[str]] = defaultdict(Counter)
    backward: dict[str, Counter[str]] = defaultdict(Counter)
    pairs: Counter[tuple[str, str]] = Counter()
    for draft in drafts:
        if draft.type != "ASSAULT":
            continue
        if draft.mutual and len(draft.actors) == 2:
            pairs[tuple(sorted(draft.actors))] += 1  # type: ignore[index]
        for a in draft.actors:
            for r in draft.recipients:
                if _side(a, parties) != _side(r, parties):
                    forward[_side(a, parties)][r] += 1
                    backward[_side(r, parties)][a] += 1
                    pairs[tuple(sorted((a, r)))] += 1  # type: ignore[index]
    return forward, backward, pairs


def _dominant(counts: Counter[str] | None, parties: Parties) -> str | None:
    """The one that clearly leads: alone, or twice as often as the next side."""
    if not counts:
        return None
    sides: Counter[str] = Counter()
    for which, n in counts.items():
        sides[_side(which, parties)] += n
    ranked = sides.most_common(2)
    if len(ranked) == 2 and ranked[1][1] * 2 > ranked[0][1]:
        return None
    return next(w for w, _ in counts.most_common() if _side(w, parties) == ranked[0][0])


def _complete_assault(
    draft: Draft,
    earlier: Sequence[Draft],
    parties: Parties,
    forward: dict[str, Counter[str]],
    backward: dict[str, Counter[str]],
    pairs: Counter[tuple[str, str]],
) -> None:
    if draft.mutual:
        if len(draft.actors) < 2 and pairs:
            (a, b), n = pairs.most_common(1)[0]
            rest = sum(
                m
                for pair, m in pairs.items()
                if {_side(x, parties) for x in pair} != {_side(a, parties), _side(b, parties)}
            )
            if n > rest or (draft.actors and _same(draft.actors[0], (a, b), parties)):
                draft.actors = draft.actors + [x for x in (a, b) if not _same(x, draft.actors, parties)]
                draft.inferred = True
        return
    if not draft.actors and not draft.recipients and draft.definite:
        model = next(
            (
                d
                for d in reversed(earlier)
                if d.type == "ASSAULT" and not d.mutual and (d.actors or d.recipients) and _modes(d, draft)
            ),
            None,
        )
        if model is not None:
            draft.actors, draft.recipients = list(model.actors), list(model.recipients)
            if draft.from_ is None and draft.time is None:
                draft.from_, draft.to = model.from_, model.to
            draft.mode = draft.mode or model.mode
            draft.inferred = True
            return
    if not draft.recipients and draft.place_country is not None:
        state = parties.state_of(draft.place_country)
        if state is not None and not _same(state, draft.actors, parties):
            draft.recipients = [state]
            draft.inferred = True
    if draft.actors and not draft.recipients:
        found = _dominant(forward.get(_side(draft.actors[0], parties)), parties)
        if found is not None:
            draft.recipients = [found]
            draft.inferred = True
    elif draft.recipients and not draft.actors:
        found = _dominant(backward.get(_side(draft.recipients[0], parties)), parties)
        if found is not None:
            draft.actors = [found]
            draft.inferred = True


def _complete_intercept(draft: Draft, parties: Parties, backward: dict[str, Counter[str]]) -> None:
    if not draft.actors:
        # Air defence speaks for itself: a force or ministry that counts what was shot down counts its own.
        own = [x for x in draft.holder_actors if x in parties.actor and parties.actor[x].country is not None]
        state = parties.state_of(parties.country(own[0]) if own else draft.place_country)
        if state is not None and state not in draft.recipients:
            draft.actors, draft.inferred = [state], True
    if draft.actors and not draft.recipients:
        found = _dominant(backward.get(_side(draft.actors[0], parties)), parties)
        if found is not None:
            draft.recipients = [found]
            draft.inferred = True


def _modes(model: Draft, draft: Draft) -> bool:
    return model.mode is None or draft.mode is None or model.mode == draft.mode


def number_incidents(drafts: Sequence[Draft], parties: Parties) -> None:
    """Give mentions of one happening the same number: same type and sides, and dates that do not contradict."""
    heads: list[Draft] = []
    for draft in drafts:
        for head in reversed(heads[-60:]):
            if _one_happening(head, draft, parties):
                draft.incident = head.incident
                break
        else:
            draft.incident = len(heads)
            heads.append(draft)


def _one_happening(head: Draft, draft: Draft, parties: Parties) -> bool:
    if head.type != draft.type or not _modes(head, draft):
        return False
    if {_side(x, parties) for x in head.actors} != {_side(x, parties) for x in draft.actors}:
        return False
    if {_side(x, parties) for x in head.recipients} != {_side(x, parties) for x in draft.recipients}:
        return False
    if head.place and draft.place and head.place != draft.place and not draft.definite:
        return False
    if (head.value in ("U",)) != (draft.value in ("U",)):
        return False
    if head.from_ and draft.from_:
        return head.from_ <= (draft.to or draft.from_) and draft.from_ <= (head.to or head.from_)
    return head.from_ is None and draft.from_ is None or draft.definite


__all__ = ["Draft", "complete", "number_incidents"]
