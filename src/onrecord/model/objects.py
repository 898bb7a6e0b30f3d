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

    start: int = Field(description="first code point")
    end: int = Field(description="code point after the last")
    text: str = Field(description="the words")


class Sentence(Record):
    """A sentence, inside one part of the document."""

    start: int = Field(description="first code point")
    end: int = Field(description="code point after the last")


class Object(Record):
    """What every identified object of a reading has."""

    id: str = Field(description="local to the reading, in order of first mention")
    by: str = Field("", description="the rule or head that made the object")
    inferred: bool = Field(False, description="whether a value was carried from elsewhere in the report")


class Time(Object):
    """A time expression (TIMEX3) with the interval it names."""

    start: int = Field(description="first code point")
    end: int = Field(description="code point after the last")
    text: str = Field(description="the TIMEX3 extent, without a preposition")
    type: Literal["DATE", "TIME", "DURATION", "SET"] = Field(description="TIMEX3 type")
    value: str | None = Field(None, description="TIMEX3 value: 2025-04-28, P30D, 2025-W18, 2025-04-28TNI")
    mod: str | None = Field(None, description="TIMEX3 mod: APPROX, START, MID, END, MORE_THAN, …")
    from_: str | None = Field(None, alias="from", description="first day or instant, inclusive; null where open")
    to: str | None = Field(None, description="last day or instant, inclusive; null where open")
    precision: (
        Literal[
            "instant", "part_of_day", "day", "weekend", "week", "month", "season", "quarter", "year", "decade", "vague"
        ]
        | None
    ) = Field(None, description="how exactly the expression says it")

    model_config = {"populate_by_name": True}


class Place(Object):
    """A mention of a place by name, adjectives of nationality included (`form` demonym)."""

    start: int = Field(description="first code point")
    end: int = Field(description="code point after the last")
    text: str = Field(description="the words")
    form: Literal["name", "demonym"] = Field("name", description="a name, or an adjective of nationality")
    name: str | None = Field(None, description="canonical name")
    kind: Literal["country", "region", "district", "settlement", "water", "facility", "area"] | None = Field(
        None, description="what the place is"
    )
    country: str | None = Field(None, description="ISO 3166-1 alpha-3")
    admin1: str | None = Field(None, description="name of the first-order region")
    geonameid: int | None = Field(None, description="GeoNames id")
    latitude: float | None = Field(None, description="degrees; of a region its own centre")
    longitude: float | None = Field(None, description="degrees")
    radius_km: float | None = Field(None, description="kilometres, of a region or area")
    resolved: bool = Field(False, description="whether the place is known")


class ActorMention(Mark):
    """Words that mean an actor."""

    form: Literal["name", "title", "metonym", "nominal", "pronoun"] = Field(description="how the words mean the actor")


class Actor(Object):
    """One real actor of the report, with all its mentions."""

    name: str = Field(
        description="usual English name without title; of an unnamed actor the head phrase of its first mention"
    )
    aliases: tuple[str, ...] = Field((), description="other names in the report")
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
    ] = Field(description="what the actor is")
    country: str | None = Field(None, description="alpha-3, or EUR, IGO, NGO … as PLOVER has them")
    sector: str | None = Field(None, description="PLOVER sector code")
    role: str | None = Field(None, description="office or function, as the report says")
    named: bool = Field(True, description="whether it has a name")
    mentions: tuple[ActorMention, ...] = Field((), description="where the report means it")


class Source(Record):
    """Who an attribution is to, in the words of the report."""

    spans: tuple[Range, ...] = Field((), description="where the words stand; empty where the source is implicit")
    text: str | None = Field(None, description="the words")
    kind: Literal["person", "group", "organisation", "government", "document", "unnamed", "implicit"] = Field(
        "implicit", description="what the source is"
    )
    actors: tuple[str, ...] = Field((), description="actor ids, several for joint sources")


class Cue(Mark):
    """The words that signal an attribution."""

    lemma: str = Field(description="dictionary form of the cue")


class Content(Record):
    """What is attributed; `quoted` are the ranges inside quotation marks."""

    spans: tuple[Range, ...] = Field(description="where the words stand; several where they are interrupted")
    quoted: tuple[Range, ...] = Field((), description="stretches inside quotation marks")
    manner: Literal["direct", "mixed", "indirect"] = Field(
        "indirect", description="direct: all quoted; mixed: some; indirect: none"
    )


class Attribution(Object):
    """Who says what (PARC3 and PolNeAR conventions)."""

    source: Source = Field(description="who")
    anonymity: str | None = Field(None, description="the reason given for anonymity")
    cue: Cue | None = Field(None, description="by which words")
    content: Content = Field(description="what")
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
    ] = Field("statement", description="what kind of saying it is")
    negated: bool = Field(False, description="whether the cue is negated")
    hedge: str | None = Field(None, description="words that weaken it: allegedly, effectively")
    said: str | None = Field(None, description="time id")
    venue: str | None = Field(None, description="where it was said: a programme, a post")
    addressee: str | None = Field(None, description="to whom it was said")
    parent: str | None = Field(None, description="id of the attribution it is nested in")


class Figure(Object):
    """A number as it was claimed."""

    start: int = Field(description="first code point")
    end: int = Field(description="code point after the last")
    text: str = Field(description="the words")
    low: int | float | None = Field(None, description="least value that the words allow; null where open")
    high: int | float | None = Field(None, description="greatest value that the words allow; null where open")
    bound: Literal["exact", "at_least", "at_most", "about", "between", "vague"] = Field(
        "exact", description="how the words bound the value"
    )
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
    ] = Field("other", description="what the number says of what is counted")
    part_of: str | None = Field(None, description="figure id")
    cumulative: bool = Field(False, description="whether it counts from some start on: a toll so far")
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
    ] = Field(description="PLOVER type; INTERCEPT and ALERT are ours")
    mode: str | None = Field(None, description="PLOVER mode of the type")
    trigger: Mark = Field(description="the words that name the happening")
    actors: tuple[str, ...] = Field((), description="actor ids: who did it; every side of a two-sided event")
    recipients: tuple[str, ...] = Field((), description="actor ids: to whom")
    time: str | None = Field(None, description="time id")
    from_: str | None = Field(None, alias="from")
    to: str | None = Field(None, description="last day, inclusive")
    incident: str | None = Field(None, description="key shared by the mentions of one happening in the report")
    place: str | None = Field(None, description="place id")
    figures: tuple[str, ...] = Field((), description="figure ids")
    weapons: tuple[str, ...] = Field((), description="words for the weapons")
    attribution: str | None = Field(None, description="id of the innermost attribution whose content holds the trigger")
    value: Certainty = Field("CT+", description="how sure its holder is")
    outlet_value: Certainty = Field("CT+", description="how sure the outlet is")
    tense: Literal["past", "present", "future"] = Field("past", description="of the happening, seen from the report")
    background: bool = Field(False, description="context, not news of this report")

    model_config = {"populate_by_name": True}


class Topic(Object):
    """A proposal, demand, deal or process that parties take positions on."""

    name: str = Field(description="the report's fullest wording")
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
    ] = Field("other", description="what is negotiated")
    proposer: str | None = Field(None, description="actor id")
    mentions: tuple[Mark, ...] = Field((), description="where the report means it")


class Position(Object):
    """The stance of one party on one topic, in one clause."""

    start: int = Field(description="first code point of the clause")
    end: int = Field(description="code point after it")
    actor: str | None = Field(description="actor id: whose position it is")
    topic: str = Field(description="topic id")
    stance: Literal[
        "proposes", "demands", "supports", "accepts", "accepts_conditionally", "hesitates", "opposes", "rejects"
    ] = Field(description="what the actor does with the proposal")
    conditions: tuple[Range, ...] = Field((), description="stretches that state conditions")
    hedge: str | None = Field(None, description="words that weaken it")
    attribution: str | None = Field(None, description="attribution id: by whose word")
    time: str | None = Field(None, description="time id")


class Warning(Record):
    """Something about the report that its reader should know; never a failure."""

    code: str = Field(description="see docs/errors.md")
    message: str = Field(description="what it is, in one line")
    start: int | None = Field(None, description="where it begins, if it has a place")
    end: int | None = Field(None, description="where it ends")
