"""From an analysed report to its events.

Each sentence is searched for triggers of the lexicon; parties are read off the parse, boundary rules and certainty are
applied, and what one mention leaves out is taken from the report's other mentions of the same happening.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from onrecord.model import Actor, Attribution, Document, Event, Figure, Place, Time
from onrecord.reading.certainty import Verdict, certainty_of
from onrecord.reading.events import classifier
from onrecord.reading.events.asides import is_aside, is_credit
from onrecord.reading.events.boundaries import is_demand, is_threat, refined
from onrecord.reading.events.context import assault_mode, figures_of, is_background, place_of
from onrecord.reading.events.dating import Telling, date_by_report
from onrecord.reading.events.incidents import Draft, complete, number_incidents
from onrecord.reading.events.parties import Parties
from onrecord.reading.events.roles import Roles, roles_of
from onrecord.reading.events.syntax import deep_object, phrases, subject
from onrecord.reading.events.timing import Timing, news_of
from onrecord.reading.events.triggers import Matcher, Trigger
from onrecord.reading.events.wars import wars
from onrecord.reading.holders import Holders
from onrecord.reading.scope import claim_sentences, text_mark
from onrecord.reference.events import event_lexicon

_SPEAKER_TYPES = frozenset({"REQUEST", "THREATEN", "ACCUSE", "REJECT", "AGREE"})
_DEMANDABLE = frozenset({"RETREAT", "AID", "CONCEDE", "CONSULT", "COOPERATE", "SUPPORT", "AGREE", "SANCTION", "REJECT"})
_REQUESTED = {"AID": "assist", "COOPERATE": "assist", "SUPPORT": "assist", "CONSULT": "meet"}
_ABOUT = frozenset({"ACCUSE", "SUPPORT"})


@dataclass(slots=True)
class _Found:
    trigger: Trigger
    sent: Span
    roles: Roles
    verdict: Verdict
    holder: Attribution | None
    draft: Draft
    by: str
    weapons: list[str]
    figures: list[str]
    background: bool


def find_events(
    document: Document,
    doc: Doc,
    times: Sequence[Time],
    places: Sequence[Place],
    actors: Sequence[Actor],
    attributions: Sequence[Attribution],
    figures: Sequence[Figure],
) -> list[Event]:
    """The events of a report in the order of the text, with provisional ids.

    `by` names the lexicon entry or rule that decided the type, or says `classifier`. Parties, dates and places carried
    from elsewhere in the report are marked `inferred`. The types are those of PLOVER 2.0 (Open Event Data Alliance)
    and two of ours.
    """
    lexicon = event_lexicon()
    parties = Parties(doc, actors, places)
    matcher = Matcher(lexicon, parties)
    holders = Holders(attributions)
    timing = Timing(document, doc, times)
    learnt = classifier.classifier_for(doc)
    found: list[_Found] = []
    classes = dict(lexicon.classes)
    evidence: list[Draft] = []
    for sent in claim_sentences(document, doc):
        evidence += wars(sent, parties)
        triggers = matcher.triggers(sent)
        if learnt is not None:
            triggers = learnt.propose(sent, triggers)
        triggers = [t for t in triggers if not is_aside(t.token)]
        if not triggers or is_credit(sent):
            continue
        kinds = {t.token.i: t.entry.type for t in triggers}
        for trigger in triggers:
            item = _one(document, sent, trigger, triggers, kinds, parties, holders, timing, classes, figures)
            if item is not None:
                found.append(item)
    complete([f.draft for f in found], parties, evidence)
    tellings = [Telling(f.draft, f.trigger.token, f.verdict.tense, f.background) for f in found]
    date_by_report(tellings, parties, news_of(document, doc, times))
    number_incidents([f.draft for f in found], parties)
    return [_event(document, number, item, parties) for number, item in enumerate(found)]


def _one(
    document: Document,
    sent: Span,
    trigger: Trigger,
    triggers: Sequence[Trigger],
    kinds: dict[int, str],
    parties: Parties,
    holders: Holders,
    timing: Timing,
    classes: dict[str, frozenset[str]],
    figures: Sequence[Figure],
) -> _Found | None:
    token = trigger.token
    governed = _governed(token, kinds)
    if "threat_check" in trigger.entry.flags and not is_threat(token, governed):
        return None
    roles = roles_of(trigger, parties)
    if "needs_actor" in trigger.entry.flags and not roles.actors:
        return None
    if trigger.entry.lemma == "death" and not roles.actors and not roles.recipients:
        return None
    holder = holders.at(token.idx, token.idx + len(token))
    verdict = certainty_of(token, holders)
    kind, mode, by = refined(trigger, governed)
    value, tense = verdict.value, verdict.tense
    if value == "U" and _only_thought_of(trigger, kind, roles):
        return None
    if trigger.entry.pos == "noun" and kind in ("REQUEST", "ACCUSE") and token.head.i in kinds and token.dep_ == "obj":
        return None
    if by == "rule:refusal":
        value, tense = "CT+", "present"
    if kind == "CONSULT" and any(parties.actor[x].kind == "media" for x in roles.actors + roles.recipients):
        return None
    if holder is not None and kind in _DEMANDABLE and trigger.entry.pos == "verb" and is_demand(token):
        speakers = [x for x in holder.source.actors if x in parties.actor]
        own = {parties.country(x) for x in speakers}
        if speakers and not any(parties.country(x) in own and parties.country(x) for x in roles.actors):
            kind, mode, by = "REQUEST", _REQUESTED.get(kind, "yield"), "rule:must"
            roles.recipients = roles.actors or roles.recipients
            roles.actors = speakers
            value, tense = "CT+", "present"
    if (
        not roles.actors
        and kind in _SPEAKER_TYPES
        and holder is not None
        and trigger.entry.pos != "noun"
        and _is_speaker(token)
    ):
        roles.actors = [x for x in holder.source.actors if x in parties.actor]
    _settle_own(token, kind, holder, roles, parties)
    if kind == "PROTEST" and mode == "demo" and trigger.entry.pos == "verb" and _is_official(roles, parties):
        # A minister protests in words.
        kind, mode, by = "ACCUSE", "disapprove", "rule:official protest"
    if value == "CT+" and trigger.entry.pos == "verb" and _is_of_none(token):
        value = "CT-"
    weapons: list[str] = []
    if kind in ("ASSAULT", "INTERCEPT"):
        around = [*roles.weapons]
        weapons, found_mode = assault_mode(trigger, around, classes)
        mode = found_mode if kind == "ASSAULT" else None
    place = place_of(trigger, sent, parties, ())
    from_, to, time, inferred = timing.of(token, sent, tense)
    if kind == "AGREE" and by == "rule:promise":
        from_ = to = time = None
    draft = Draft(
        type=kind,
        mode=mode,
        lemma=trigger.entry.lemma,
        at=token.i,
        actors=parties.merged(roles.actors),
        recipients=parties.merged(roles.recipients),
        from_=from_,
        to=to,
        time=time,
        place=place.id if place is not None else None,
        definite=trigger.entry.pos == "noun" and any(c.dep_ == "det" and c.lower_ in _DEFINITE for c in token.children),
        mutual=trigger.entry.mutual == "yes",
        noun=trigger.entry.pos == "noun",
        about=_about(trigger, kinds) if kind in _ABOUT and mode in ("disapprove", None) else None,
        wanted=next(iter(governed), None),
        joined=token.head.i if token.dep_ == "conj" and token.head.i in kinds else None,
        casualty="casualty" in trigger.entry.flags,
        alleged=trigger.entry.pos == "noun" and trigger.token.head.lemma_ in _LAID_TO,
        holder_actors=tuple(holder.source.actors) if holder is not None else (),
        inferred=inferred,
        place_country=place.country if place is not None else None,
        value=value,
    )
    background = is_background(trigger, document.published_day, from_, to, tense)
    mine = figures_of(kind, sent, trigger, figures, triggers)
    verdict = Verdict(value, verdict.outlet_value if value == verdict.value else value, tense, verdict.stance)
    return _Found(trigger, sent, roles, verdict, holder, draft, by, weapons, mine, background)


_HARMS = frozenset({"ASSAULT", "COERCE", "SANCTION"})
_OUR = frozenset({"our", "us", "my", "me", "ours"})
_OFFICES = frozenset(
    {"minister", "president", "ambassador", "secretary", "chancellor", "premier", "envoy", "spokesman"}
)
_OFFICIAL = frozenset({"state", "government", "military", "intergovernmental"})


def _settle_own(token: Token, kind: str, holder: Attribution | None, roles: Roles, parties: Parties) -> None:
    """ "They kill our people": whom a speaker calls his own are on his side, and he does not speak of his own harm."""
    if kind not in _HARMS or holder is None:
        return
    item = deep_object(token) if token.pos_ == "VERB" else next((n for m, n in phrases(token) if m[0] == "of"), None)
    if item is None or not (item.lower_ in _OUR or any(c.lower_ in _OUR for c in item.children)):
        return
    own = [x for x in holder.source.actors if x in parties.actor and parties.country(x)]
    side = parties.state_of(parties.country(own[0])) or own[0] if own else None
    if side is None:
        return
    country = parties.country(side)
    roles.recipients = [side]
    roles.actors = [x for x in roles.actors if x != side and parties.country(x) != country]


def _is_official(roles: Roles, parties: Parties) -> bool:
    """Whether all that protest are states, governments or single persons with an office."""
    return bool(roles.actors) and all(
        parties.actor[x].kind in _OFFICIAL
        or (parties.actor[x].kind == "person" and _OFFICES & set((parties.actor[x].role or "").lower().split()))
        for x in roles.actors
    )


def _is_of_none(token: Token) -> bool:
    """ "Neither the army nor the rebels have been invited": what is said of neither is denied."""
    who = subject(token)
    return who is not None and (
        who.lower_ == "neither" or any(c.lower_ == "neither" and c.i < who.i for c in who.children)
    )


_LAID_TO = frozenset({"responsible", "behind", "culpable", "blame", "accuse"})
"""Words that lay an act to somebody: their word for it is no ground for laying other acts to him."""
_DEFINITE = frozenset({"the", "this", "these", "those", "that"})


def _is_speaker(token: Token) -> bool:
    """Whether the clause has no subject of its own, or one that means the speaker."""
    who = subject(token)
    return who is None or who.lower_ in ("we", "i", "it", "that", "this") or who is token


_SPOKEN = frozenset(
    {"REQUEST", "ACCUSE", "REJECT", "CONCEDE", "AGREE", "SUPPORT", "RETREAT", "THREATEN", "SANCTION", "PROTEST"}
)


def _only_thought_of(trigger: Trigger, kind: str, roles: Roles) -> bool:
    """Whether an unasserted word only colours another clause: "how to end the war".

    Acts of speech and answers that are not held to happen are no events; harm and help that are planned or feared are.
    """
    token = trigger.token
    if trigger.entry.pos == "noun" or roles.recipients:
        return False
    return kind in _SPOKEN and token.tag_ in ("VB", "VBG") and token.dep_ in ("xcomp", "acl", "advcl", "csubj")


def _about(trigger: Trigger, kinds: dict[int, str]) -> int | None:
    """The event that a judgement is about: the object of "condemned", the `of` of "condemnation"."""
    token = trigger.token
    objects = [deep_object(token)] if trigger.entry.pos == "verb" else [n for m, n in phrases(token) if m[0] == "of"]
    for item in objects:
        if item is not None and kinds.get(item.i) in ("ASSAULT", "COERCE", "SANCTION", "RETREAT", "AID"):
            return item.i
    return None


def _governed(token: Token, kinds: dict[int, str]) -> dict[int, str]:
    """Types of the triggers below a word, nearest first."""
    out: dict[int, str] = {}
    if len(kinds) > 1:
        layer = list(token.children)
        for _ in range(4):
            following: list[Token] = []
            for item in layer:
                if item.i in kinds:
                    out[item.i] = kinds[item.i]
                if item.dep_ != "conj" or item.pos_ not in ("VERB",):
                    following.extend(item.children)
            layer = following
    return out


def _decided_by(item: _Found) -> str:
    """The rule, the entry of the lexicon or the classifier that set the type."""
    if item.by != "lexicon":
        return item.by
    key = item.trigger.entry.key
    return key if key == classifier.KEY else f"lexicon:{key}"


def _event(document: Document, number: int, item: _Found, parties: Parties) -> Event:
    trigger, draft = item.trigger, item.draft
    start = trigger.token.idx
    end = trigger.last.idx + len(trigger.last)
    if trigger.last.i - trigger.token.i not in (0, 1):
        end = start + len(trigger.token)
    return Event(
        id=f"event{number}",
        by=_decided_by(item),
        inferred=draft.inferred,
        type=draft.type,  # type: ignore[arg-type]
        mode=draft.mode,
        trigger=text_mark(document, start, end),
        actors=tuple(parties.merged(draft.actors)),
        recipients=tuple(parties.merged(x for x in draft.recipients if x not in draft.actors or not draft.mutual)),
        time=draft.time,
        from_=draft.from_,
        to=draft.to,
        incident=f"incident{draft.incident}",
        place=draft.place,
        figures=tuple(item.figures),
        weapons=tuple(item.weapons),
        attribution=item.holder.id if item.holder is not None else None,
        value=item.verdict.value,
        outlet_value=item.verdict.outlet_value,
        tense=item.verdict.tense,
        background=item.background,
    )
