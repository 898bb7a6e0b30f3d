"""Dates that a report gives elsewhere: what happened in it happened on the day that another mention of it tells.

Reports tell the day of a raid once and speak of it many times. A mention of harm without a time takes the day of the
nearest dated mention between the same sides; where all harm of the report fell on one day, of that day. Answers to what
happened on the day of the report ("condemned the attack") can only have been given on that day. What is background, is
still to come or goes on for longer is left without a day. All that is carried so is marked `inferred`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from spacy.tokens import Token

from onrecord.reading.events.conflict import side_of
from onrecord.reading.events.incidents import Draft
from onrecord.reading.events.parties import Parties
from onrecord.reference.times import cue_words

_HARM = frozenset({"ASSAULT", "INTERCEPT", "ALERT"})
_ANSWERS = frozenset({"ACCUSE", "REQUEST", "CONCEDE", "SUPPORT", "REJECT", "THREATEN", "PROTEST"})
_VAGUELY = cue_words("undated")
_LASTING = cue_words("goes on")
_DONE = frozenset({"CT+", "CT-", "PR+", "PR-"})


@dataclass(frozen=True, slots=True)
class Telling:
    """A mention of an event with what its dating asks for: its word, tense, and whether it is background."""

    draft: Draft
    token: Token
    tense: str
    background: bool


@dataclass(frozen=True, slots=True)
class News:
    """What a report opens with: `lead` is the token after its first two sentences, `day` its own day, `told` the first
    and last day of the first time that it tells and that lies on that day or shortly before, `at` its offset."""

    lead: int
    day: str | None
    told: tuple[str, str] | None
    at: int


def date_by_report(tellings: Sequence[Telling], parties: Parties, news: News) -> None:
    """Give days to undated mentions."""
    _date_lead(tellings, news)
    known = [t for t in tellings if _is_dated_harm(t)]
    if not known:
        return
    days = {(t.draft.from_, t.draft.to) for t in known}
    of_the_day = news.day is not None and days == {(news.day, news.day)}
    for telling in tellings:
        draft = telling.draft
        if not _is_open(telling):
            continue
        if draft.type in _HARM and _is_done(telling):
            model = _model(telling, known, parties)
            if model is None and len(days) == 1:
                model = known[0].draft
            if model is not None and (draft.definite or _is_day(model)):
                draft.from_, draft.to, draft.inferred = model.from_, model.to, True
        elif of_the_day and _is_answer(telling):
            draft.from_, draft.to, draft.inferred = news.day, news.day, True


def _date_lead(tellings: Sequence[Telling], news: News) -> None:
    """Date the harm that a report opens with, and what its heading says is done."""
    lead = [t for t in tellings if t.draft.at < news.lead and _is_open(t)]
    for telling in lead:
        draft = telling.draft
        if telling.token.tag_ == "VBZ" and telling.token.dep_ == "ROOT" and draft.type in _ANSWERS:
            draft.from_, draft.to, draft.inferred = news.day, news.day, True
    harm = next((t for t in lead if t.draft.type in _HARM and _is_done(t, heading=True)), None)
    if harm is None or news.told is None:
        return
    sentence = harm.token.sent
    if not sentence.start_char <= news.at < sentence.end_char:
        harm.draft.from_, harm.draft.to, harm.draft.inferred = *news.told, True


def _is_open(telling: Telling) -> bool:
    """Whether a mention of this report's news still has no time."""
    draft = telling.draft
    return draft.from_ is None and draft.time is None and not telling.background


def _model(telling: Telling, known: Sequence[Telling], parties: Parties) -> Draft | None:
    """The dated mention between the same sides that was told last, or else is told next."""
    draft = telling.draft
    alike = [t.draft for t in known if _same_sides(t.draft, draft, parties)]
    before = [d for d in alike if d.at < draft.at]
    return before[-1] if before else alike[0] if alike else None


def _is_dated_harm(telling: Telling) -> bool:
    draft = telling.draft
    if draft.type not in _HARM or telling.background or telling.tense == "future" or draft.value not in _DONE:
        return False
    return draft.from_ is not None and draft.to is not None and draft.lemma not in _LASTING


def _is_answer(telling: Telling) -> bool:
    """Whether a mention is what somebody said or did in answer, in a clause of its own."""
    token = telling.token
    if telling.draft.type not in _ANSWERS or telling.tense == "future" or telling.draft.value != "CT+":
        return False
    if token.pos_ != "VERB" or token.dep_ in ("acl", "acl:relcl", "advcl", "xcomp"):
        return False
    return not any(c.dep_ == "aux:pass" or c.lower_ in _VAGUELY for c in token.children)


def _is_day(draft: Draft) -> bool:
    """Whether a mention is dated to a day, or to a night between two."""
    return draft.from_ is not None and draft.to is not None and _days(draft.from_, draft.to) <= 1


def _days(first: str, last: str) -> int:
    return (date.fromisoformat(last) - date.fromisoformat(first)).days


def _is_done(telling: Telling, *, heading: bool = False) -> bool:
    """Whether a mention tells of something that was done once, by its tense and the words around it.

    A heading tells in the present what is done.
    """
    token, draft = telling.token, telling.draft
    if (telling.tense != "past" and not (heading and telling.tense == "present")) or draft.value not in _DONE:
        return False
    words = {c.lower_ for c in token.children}
    if words & _VAGUELY or draft.lemma in _LASTING or (token.tag_ == "VBG" and token.pos_ == "VERB"):
        return False
    if not draft.noun:
        return True
    return draft.definite or token.tag_ == "NN" or any(c.dep_ == "nmod:poss" for c in token.children)


def _same_sides(model: Draft, draft: Draft, parties: Parties) -> bool:
    """Whether what two mentions say of their sides agrees, and they say something; who shoots down was attacked."""
    pairs = [(model.actors, draft.actors), (model.recipients, draft.recipients)]
    if (model.type == "INTERCEPT") != (draft.type == "INTERCEPT"):
        pairs = [(model.actors, draft.recipients), (model.recipients, draft.actors)]
    told = False
    for one, other in pairs:
        if not one or not other:
            continue
        if {side_of(x, parties) for x in one}.isdisjoint({side_of(x, parties) for x in other}):
            return False
        told = True
    return told
