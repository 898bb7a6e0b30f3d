"""Mentions of one happening within a report, and what one mention lends to another.

A later mention that names nobody ("the attack") takes parties and date from the earlier mention that it fits; where
the report leaves little doubt who stands against whom, the missing side is filled in (`conflict`). Whatever is carried
over is marked `inferred`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from onrecord.reading.events.conflict import Conflict, side_of
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
    """Token of the event that it praises or condemns."""
    wanted: int | None = None
    """Token of the event that it asks for, warns of, refuses or alleges."""
    joined: int | None = None
    """Token of the trigger that it is coordinated with."""
    casualty: bool = False
    alleged: bool = False
    """Whether its actor stands there only because somebody accuses him."""
    holder_actors: tuple[str, ...] = ()
    """Actors of the source whose word it is."""


_LOOK_BACK = 12
_CALLS = frozenset({"call", "conversation", "discussion", "discuss"})
_GATHERINGS = frozenset(
    {"meeting", "discussion", "discuss", "conference", "consultation", "summit", "session", "gathering", "forum"}
    | {"call", "conversation", "visit", "dinner", "ceremony", "speak", "meet"}
)
"""What people hold for many reasons: that a report tells of a war says nothing about who met."""
_SIRENS = frozenset({"siren", "alert", "sound", "wail", "blare", "ring", "go"})
_RELIEF = frozenset({"UNO", "IGO", "NGO"})
_HARM = frozenset({"ASSAULT", "COERCE", "ALERT"})
_ON_PEOPLE = frozenset({"ASSAULT", "SANCTION", "COERCE", "ALERT", "AID", "RETREAT"})
_DIPLOMATIC = frozenset({"AGREE", "REJECT", "THREATEN"})


def complete(drafts: Sequence[Draft], parties: Parties, evidence: Sequence[Draft] = ()) -> None:
    """Fill missing parties from the report itself, in the order of the text.

    `evidence`: wars and conflicts that the report names without their being events of it.
    """
    by_token = {d.at: d for d in drafts}
    for draft in drafts:
        if draft.type == "ACCUSE" and draft.mode == "allege" and draft.wanted in by_token:
            accused = by_token[draft.wanted]  # type: ignore[index]
            if accused.type in ("ASSAULT", "COERCE", "AID") and not accused.mutual:
                accused.alleged = True
                accused.actors = accused.actors or [x for x in draft.recipients if x not in accused.recipients]
        if draft.joined in by_token and not draft.mutual:
            first = by_token[draft.joined]  # type: ignore[index]
            if first.type == draft.type and not draft.actors and not first.mutual:
                draft.actors = [x for x in first.actors if x not in draft.recipients]
        if draft.type == "AID" and not draft.actors:
            relief = [x for x in draft.holder_actors if x in parties.actor and parties.country(x) in _RELIEF]
            if relief:
                draft.actors, draft.inferred = relief[:1], True
        if draft.type in _ON_PEOPLE:
            _settle_people(draft, parties)
        if draft.type == "INTERCEPT":
            if draft.recipients and all(_same(x, draft.recipients, parties) for x in draft.actors):
                # Nobody shoots down his own: "air defences" were those of whose word it is.
                draft.actors = []
            if not draft.actors:
                _complete_defender(draft, parties)
        if draft.type == "ALERT" and draft.lemma in _SIRENS:
            _sound_sirens(draft, parties)
        elif draft.type in _HARM and not draft.recipients and not draft.mutual:
            _victims_of_place(draft, parties)
    conflict = Conflict([*drafts, *evidence], parties)
    ground = _ground(drafts)
    for number, draft in enumerate(drafts):
        earlier = drafts[max(0, number - _LOOK_BACK) : number]
        if draft.mutual:
            if len(draft.actors) < 2:
                _complete_mutual(draft, earlier, parties, conflict)
        elif draft.type == "ALERT" and draft.lemma in _SIRENS:
            continue
        elif draft.type in _HARM or (draft.type == "SANCTION" and draft.mode == "expel"):
            _complete_harm(draft, earlier, parties, conflict)
        elif draft.type == "INTERCEPT":
            _fill(
                draft,
                recipients=conflict.attacker_of(draft.actors[0]) if draft.actors and not draft.recipients else None,
            )
        elif draft.type in ("RETREAT", "AID", "SANCTION") or (draft.noun and not draft.actors):
            _complete_like(draft, earlier, parties)
        if draft.type == "COERCE" and not (draft.actors and draft.recipients) and not draft.mutual:
            _complete_like(draft, earlier, parties)
    for draft in drafts:
        if draft.type == "ASSAULT" and not draft.mutual and ground is not None and draft.place_country is None:
            draft.place_country = ground
            _settle_people(draft, parties)
        if draft.type == "ASSAULT" and not draft.mutual and not draft.recipients:
            draft.place_country = draft.place_country or parties.home
            if draft.actors or draft.place_country == parties.home:
                _victims_of_place(draft, parties)
        if draft.about in by_token:
            _complete_about(draft, by_token[draft.about], parties)  # type: ignore[index]
        if draft.recipients or not draft.actors or draft.mutual:
            continue
        if draft.wanted in by_token and draft.type in ("REQUEST", "REJECT", "THREATEN"):
            _complete_wanted(draft, by_token, parties)
        if draft.type in _DIPLOMATIC and not draft.recipients:
            _complete_diplomatic(draft, by_token.get(draft.wanted or -1), conflict)


def _ground(drafts: Sequence[Draft]) -> str | None:
    """The country where most harm of the report is done, where one stands out."""
    places = Counter(d.place_country for d in drafts if d.type in _HARM and d.place_country is not None)
    if not places:
        return None
    (country, n), *_ = places.most_common(1)
    return country if n >= 2 and n >= 0.7 * sum(places.values()) else None


def _fill(draft: Draft, *, actors: str | None = None, recipients: str | None = None) -> None:
    if actors is not None and actors not in draft.recipients:
        draft.actors, draft.inferred = [actors], True
    if recipients is not None and recipients not in draft.actors:
        draft.recipients, draft.inferred = [recipients], True


def _same(which: str, others: Sequence[str], parties: Parties) -> bool:
    side = side_of(which, parties)
    return any(side_of(x, parties) == side for x in others)


def _settle_people(draft: Draft, parties: Parties) -> None:
    """Unnamed people of no known country stand for the country of the event's place."""
    country = draft.place_country or parties.home
    if draft.recipients and all(parties.is_vague(x) for x in draft.recipients) and country is not None:
        state = parties.state_of(country)
        if state is not None and not _same(state, draft.actors, parties):
            draft.recipients, draft.inferred = [state], True


def _victims_of_place(draft: Draft, parties: Parties) -> None:
    state = parties.state_of(draft.place_country)
    if state is not None and not _same(state, draft.actors, parties):
        draft.recipients, draft.inferred = [state], True


def _sound_sirens(draft: Draft, parties: Parties) -> None:
    """A country sounds its own sirens."""
    state = parties.state_of(draft.place_country)
    if state is not None:
        draft.actors, draft.recipients, draft.inferred = [state], [], True


def _complete_defender(draft: Draft, parties: Parties) -> None:
    """Air defence speaks for itself: a force or ministry that counts what was shot down counts its own."""
    own = [x for x in draft.holder_actors if x in parties.actor and parties.actor[x].country is not None]
    state = parties.state_of(parties.country(own[0]) if own else draft.place_country)
    if state is not None and state not in draft.recipients:
        draft.actors, draft.inferred = [state], True


def _complete_mutual(draft: Draft, earlier: Sequence[Draft], parties: Parties, conflict: Conflict) -> None:
    draft.actors = [x for x in draft.actors if not parties.is_vague(x)] or draft.actors
    model = next(
        (
            d
            for d in reversed(earlier)
            if d.type == draft.type
            and d.mutual
            and len(d.actors) > 1
            and _modes(d, draft)
            and (draft.mode != "phone" or d.mode == "phone")
            if all(_same(x, d.actors, parties) for x in draft.actors)
        ),
        None,
    )
    pair: Sequence[str] | None = model.actors if model is not None else None
    if pair is None and not draft.noun and draft.type != "ASSAULT":
        return
    if pair is None and draft.mode != "phone" and draft.lemma not in _GATHERINGS:
        pair = conflict.main()
    if pair is None and draft.actors and draft.type == "ASSAULT":
        other = conflict.victim_of(draft.actors[0]) or conflict.attacker_of(draft.actors[0])
        pair = [draft.actors[0], other] if other is not None else None
    if pair is None or (draft.actors and not any(_same(x, pair, parties) for x in draft.actors)):
        return
    if model is not None and draft.lemma in _CALLS:
        draft.mode = draft.mode or model.mode
    draft.actors = draft.actors + [x for x in pair if not _same(x, draft.actors, parties)]
    draft.inferred = True


def _complete_harm(draft: Draft, earlier: Sequence[Draft], parties: Parties, conflict: Conflict) -> None:
    vague = bool(draft.recipients) and all(parties.is_vague(x) for x in draft.recipients)
    if not draft.actors and not draft.recipients and draft.definite:
        model = next(
            (
                d
                for d in reversed(earlier)
                if d.type == draft.type and not d.mutual and (d.actors or d.recipients) and _modes(d, draft)
            ),
            None,
        )
        if model is not None:
            draft.actors, draft.recipients = ([] if model.alleged else list(model.actors)), list(model.recipients)
            if draft.from_ is None and draft.time is None and draft.lemma == model.lemma:
                draft.from_, draft.to = model.from_, model.to
            draft.mode = draft.mode or model.mode
            draft.inferred = True
            return
    if (
        draft.actors
        and draft.recipients
        and (draft.type == "ASSAULT" or (draft.type == "COERCE" and draft.mode == "seize"))
        and all(_same(x, draft.actors, parties) for x in draft.recipients)
    ):
        other = conflict.victim_of(draft.actors[0])
        if other is None or not _at_home(other, draft.actors[0], parties):
            # "Government jets pounded the town": without rebels to fight it is its own people that a state bombs.
            other = None
        if (
            other is not None
            and draft.actors[0] not in draft.recipients
            and parties.actor[draft.actors[0]].kind != "armed_group"
        ):
            draft.recipients, draft.inferred = [other], True
    if draft.type == "COERCE" and draft.mode not in ("restrict", "seize", "withhold", None):
        return
    if draft.actors and (not draft.recipients or vague):
        _fill(draft, recipients=conflict.victim_of(draft.actors[0]))
    elif draft.recipients and not vague and not draft.actors and not _private(draft, parties):
        _fill(draft, actors=conflict.attacker_of(draft.recipients[0]))
    if not draft.actors and (not draft.recipients or vague) and draft.joined is not None:
        first = next((d for d in reversed(earlier) if d.at == draft.joined), None)
        if first is not None and first.type == "ASSAULT" and not first.mutual:
            draft.actors, draft.recipients, draft.inferred = list(first.actors), list(first.recipients), True
    if (
        not draft.actors
        and (not draft.recipients or vague)
        and draft.casualty
        and earlier
        and draft.at - earlier[-1].at < _NEAR_TOKENS
    ):
        # "Rebels attacked the town. Nine people were killed": results told after their cause.
        cause = next((d for d in reversed(earlier) if d.type == "ASSAULT" and not d.alleged), None)
        if cause is not None and cause.actors and cause.recipients and not cause.mutual:
            draft.actors, draft.recipients, draft.inferred = list(cause.actors), list(cause.recipients), True
    if not draft.actors and (not draft.recipients or vague):
        model = next(
            (
                d
                for d in reversed(earlier)
                if d.type == draft.type and d.mode == draft.mode and d.actors and d.recipients
            ),
            None,
        )
        pair = (
            (model.actors[0], model.recipients[0])
            if model is not None and draft.type != "ASSAULT"
            else conflict.direction()
        )
        if pair is not None and not _foreign(draft, pair[1], parties):
            draft.actors, draft.recipients, draft.inferred = [pair[0]], [pair[1]], True


def _at_home(which: str, other: str, parties: Parties) -> bool:
    """Whether an actor is an armed group of the other's country."""
    actor = parties.actor[which]
    return actor.kind in ("armed_group", "party") and actor.country == parties.country(other)


_NEAR_TOKENS = 45


def _private(draft: Draft, parties: Parties) -> bool:
    """Whether all that are hit are single persons: who kills one is not guessed."""
    return all(parties.actor[x].kind == "person" for x in draft.recipients)


def _foreign(draft: Draft, victim: str, parties: Parties) -> bool:
    """Whether the event's place lies in another country than the victim's."""
    country = parties.country(victim)
    return draft.place_country is not None and country is not None and draft.place_country != country


def _complete_like(draft: Draft, earlier: Sequence[Draft], parties: Parties) -> None:
    """Parties of an earlier mention of the same kind."""
    if not draft.recipients and draft.place_country is not None and draft.type == "AID":
        _victims_of_place(draft, parties)
    if draft.actors and draft.recipients:
        return
    model = next(
        (
            d
            for d in reversed(earlier)
            if d.type == draft.type
            and d.mode == draft.mode
            and d.actors
            and d.recipients
            and all(_same(x, d.actors, parties) for x in draft.actors)
            and all(_same(x, d.recipients, parties) for x in draft.recipients)
        ),
        None,
    )
    if model is not None:
        draft.actors = draft.actors or list(model.actors)
        draft.recipients = draft.recipients or list(model.recipients)
        draft.inferred = True


def _complete_about(draft: Draft, event: Draft, parties: Parties) -> None:
    """Who condemns an attack accuses its author; who hails it supports its author."""
    authors = [x for x in event.actors if not _same(x, draft.actors, parties)]
    if authors:
        draft.recipients = authors
        draft.inferred = draft.inferred or event.inferred
    elif event.type == "ASSAULT":
        draft.recipients = []


def _complete_wanted(draft: Draft, by_token: Mapping[int, Draft], parties: Parties) -> None:
    """Whoever is to stop, free or agree is the one that is asked: "demanded an end to the siege by the army"."""
    event = by_token.get(draft.wanted or -1)
    for _ in range(3):
        if event is None:
            return
        doers = [x for x in event.actors if not _same(x, draft.actors, parties)]
        if draft.type == "THREATEN":
            doers = [x for x in event.recipients if not _same(x, draft.actors, parties)]
        if doers:
            draft.recipients, draft.inferred = doers, True
            return
        event = by_token.get(event.wanted or -1)


def _complete_diplomatic(draft: Draft, wanted: Draft | None, conflict: Conflict) -> None:
    """Between the sides of a conflict, an answer goes to the other side; a mediator's goes to both."""
    if len(draft.actors) > 1:
        return
    other = conflict.opponent_of(draft.actors[0])
    if other is not None:
        _fill(draft, recipients=other)
    elif (
        wanted is not None
        and wanted.type in ("CONSULT", "RETREAT", "AGREE", "REJECT")
        and not conflict.is_party(draft.actors[0])
    ):
        pair = conflict.main()
        if pair is not None:
            draft.recipients, draft.inferred = list(pair), True


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
    if {side_of(x, parties) for x in head.actors} != {side_of(x, parties) for x in draft.actors}:
        return False
    if {side_of(x, parties) for x in head.recipients} != {side_of(x, parties) for x in draft.recipients}:
        return False
    if head.place and draft.place and head.place != draft.place and not draft.definite:
        return False
    if (head.value == "U") != (draft.value == "U"):
        return False
    if head.from_ and draft.from_:
        return head.from_ <= (draft.to or draft.from_) and draft.from_ <= (head.to or head.from_)
    return (head.from_ is None and draft.from_ is None) or draft.definite


__all__ = ["Draft", "complete", "number_incidents"]
