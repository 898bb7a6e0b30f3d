"""The kinds of object in a reading, with the field names of the reading format, version 1.

Offsets are code points, half-open, into `document.text`; dates and intervals are inclusive; ids are local to the
reading. Every object says in `by` which rule or head made it.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from onrecord.model.base import Record

Range = tuple[int, int]
"""A half-open stretch of code points, `[start, end)`."""

Certainty = Literal["CT+", "PR+", "PS+", "CT-", "PR-", "PS-", "U"]
"""FactBank's scale (Saurí and Pustejovsky 2009): certain, probable, possible; for or against; unknown."""


class Mark(Record):
    """Words of the text: `text == document.text[start:end]`."""

    start: int
    end: int
    text: str


class Sentence(Record):
    """A sentence, inside one part of the document."""

    start: int
    end: int


class Object(Record):
    """What every identified object of a reading has."""

    id: str
    by: str = Field("", description="the rule or head that made the object")
    inferred: bool = Field(False, description="whether a value was carried from elsewhere in the report")


class Time(Object):
    """A time expression (TIMEX3) with the interval it names."""

    start: int
    end: int
    text: str
    type: Literal["DATE", "TIME", "DURATION", "SET"]
    value: str | None = Field(None, description="TIMEX3 value: 2025-04-28, P30D, 2025-W18, 2025-04-28TNI")
    mod: str | None = Field(None, description="TIMEX3 mod: APPROX, START, MID, END, MORE_THAN, …")
    from_: str | None = Field(None, alias="from", description="first day or instant, inclusive; null where open")
    to: str | None = Field(None, description="last day or instant, inclusive; null where open")
    precision: (
        Literal[
            "instant", "part_of_day", "day", "weekend", "week", "month", "season", "quarter", "year", "decade", "vague"
        ]
        | None
    ) = None

    model_config = {"populate_by_name": True}


class Place(Object):
    """A mention of a place by name, adjectives of nationality included (`form` demonym)."""

    start: int
    end: int
    text: str
    form: Literal["name", "demonym"] = "name"
    name: str | None = Field(None, description="canonical name")
    kind: Literal["country", "region", "district", "settlement", "water", "facility", "area"] | None = None
    country: str | None = Field(None, description="ISO 3166-1 alpha-3")
    admin1: str | None = None
    geonameid: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    radius_km: float | None = Field(None, description="kilometres, of a region or area")
    resolved: bool = False


class ActorMention(Mark):
    """Words that mean an actor."""

    form: Literal["name", "title", "metonym", "nominal", "pronoun"]


class Actor(Object):
    """One real actor of the report, with all its mentions."""

    name: str
    aliases: tuple[str, ...] = ()
    kind: Literal[
        "person",
        "state",
        "government",
        "military",
        "armed_group",
        "police",
        "legislature",
        "judiciary",
        "party",
        "business",
        "media",
        "ngo",
        "intergovernmental",
        "population",
        "unnamed",
    ]
    country: str | None = Field(None, description="alpha-3, or EUR, IGO, NGO … as PLOVER has them")
    sector: str | None = Field(None, description="PLOVER sector code")
    role: str | None = None
    named: bool = True
    mentions: tuple[ActorMention, ...] = ()


class Source(Record):
    """Who an attribution is to, in the words of the report."""

    spans: tuple[Range, ...] = ()
    text: str | None = None
    kind: Literal["person", "group", "organisation", "government", "document", "unnamed", "implicit"] = "implicit"
    actors: tuple[str, ...] = Field((), description="actor ids, several for joint sources")


class Cue(Mark):
    """The words that signal an attribution."""

    lemma: str


class Content(Record):
    """What is attributed; `quoted` are the ranges inside quotation marks."""

    spans: tuple[Range, ...]
    quoted: tuple[Range, ...] = ()
    manner: Literal["direct", "mixed", "indirect"] = "indirect"


class Attribution(Object):
    """Who says what (PARC3 and PolNeAR conventions)."""

    source: Source
    anonymity: str | None = Field(None, description="the reason given for anonymity")
    cue: Cue | None = None
    content: Content
    act: Literal[
        "statement",
        "denial",
        "accusation",
        "demand",
        "promise",
        "estimate",
        "belief",
        "refusal_to_comment",
        "agreement",
        "thanks",
        "other",
    ] = "statement"
    negated: bool = False
    hedge: str | None = None
    said: str | None = Field(None, description="time id")
    venue: str | None = None
    addressee: str | None = None
    parent: str | None = Field(None, description="id of the attribution it is nested in")


class Figure(Object):
    """A number as it was claimed."""

    start: int
    end: int
    text: str
    low: int | float | None = None
    high: int | float | None = None
    bound: Literal["exact", "at_least", "at_most", "about", "between", "vague"] = "exact"
    counted: str | None = Field(None, description="lemma of what is counted")
    unit: str | None = Field(None, description="currency or physical unit")
    measure: Literal[
        "killed",
        "injured",
        "missing",
        "captured",
        "displaced",
        "launched",
        "downed",
        "hit",
        "destroyed",
        "damaged",
        "deployed",
        "supplied",
        "money",
        "territory",
        "duration",
        "share",
        "other",
    ] = "other"
    part_of: str | None = Field(None, description="figure id")
    cumulative: bool = False
    event: str | None = Field(None, description="event id")
    attribution: str | None = Field(None, description="attribution id")
    time: str | None = Field(None, description="time id")
    place: str | None = Field(None, description="place id")
    actor: str | None = Field(None, description="whose: actor id")


class Event(Object):
    """Who did what to whom (PLOVER, with INTERCEPT and ALERT added)."""

    type: Literal[
        "AGREE",
        "CONSULT",
        "SUPPORT",
        "CONCEDE",
        "COOPERATE",
        "AID",
        "RETREAT",
        "REQUEST",
        "ACCUSE",
        "REJECT",
        "THREATEN",
        "PROTEST",
        "SANCTION",
        "MOBILIZE",
        "COERCE",
        "ASSAULT",
        "INTERCEPT",
        "ALERT",
    ]
    mode: str | None = None
    trigger: Mark
    actors: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    time: str | None = None
    from_: str | None = Field(None, alias="from")
    to: str | None = None
    incident: str | None = Field(None, description="key shared by the mentions of one happening in the report")
    place: str | None = None
    figures: tuple[str, ...] = ()
    weapons: tuple[str, ...] = ()
    attribution: str | None = None
    value: Certainty = "CT+"
    outlet_value: Certainty = "CT+"
    tense: Literal["past", "present", "future"] = "past"
    background: bool = False

    model_config = {"populate_by_name": True}


class Topic(Object):
    """A proposal, demand, deal or process that parties take positions on."""

    name: str
    kind: Literal[
        "ceasefire",
        "settlement",
        "talks",
        "territory",
        "prisoners",
        "aid",
        "arms",
        "sanctions",
        "resources",
        "security_guarantee",
        "humanitarian",
        "other",
    ] = "other"
    proposer: str | None = None
    mentions: tuple[Mark, ...] = ()


class Position(Object):
    """The stance of one party on one topic, in one clause."""

    start: int
    end: int
    actor: str | None
    topic: str
    stance: Literal[
        "proposes", "demands", "supports", "accepts", "accepts_conditionally", "hesitates", "opposes", "rejects"
    ]
    conditions: tuple[Range, ...] = ()
    hedge: str | None = None
    attribution: str | None = None
    time: str | None = None


class Warning(Record):
    """Something about the report that its reader should know; never a failure."""

    code: str
    message: str
    start: int | None = None
    end: int | None = None
