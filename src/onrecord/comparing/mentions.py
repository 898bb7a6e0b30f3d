"""What a mention of a happening has to be compared by: days, place, names, parties, numbers and words.

A report is loaded whole, with one query a table, and its mentions of one happening are joined before they meet the
record. A mention that has no day of its own is anchored by the day of publication, and says so (`dated` is false).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select

from onrecord.comparing.days import Span, before, length, night_or_day
from onrecord.comparing.places import WIDEST_KM, Place, place_key, spelled
from onrecord.comparing.populations import population
from onrecord.record import tables
from onrecord.reference.generic_words import STEM, generic_words

FAMILY = {
    "INTERCEPT": "violence",
    "ASSAULT": "violence",
    "AID": "relief",
    "CONSULT": "contact",
    "COOPERATE": "contact",
    "AGREE": "contact",
}
"""A raid and its interception are one happening, and so are talks and what they agree; every other type is a family of
its own, but for access that is given or withheld (`ACCESS`), which is one happening with the aid let through."""

ACCESS = {("RETREAT", "access"), ("COERCE", "withhold")}

SPOKEN = ("ACCUSE", "REJECT", "REQUEST", "SUPPORT", "THREATEN")
"""What is only said is no happening: it stands among claims and positions, and search finds it."""

HAPPENED = ("CT+", "PR+", "PS+", "CT-", "PR-")
"""Values of mentions that speak of a happening: a denial speaks of it too; a plan or an unknown does not."""

LEAD = 3
"""Sentences at the head of a report that speak of what its title names."""

MANY_DAYS = 4
"""Days above which a stretch of time bounds nothing."""

SMALL = ("settlement", "district", "facility")
"""Kinds of places that bound a happening."""

COUNTED = ("killed", "injured", "launched", "downed")
"""Measures that are of violence wherever they stand."""

LEAST_NUMBER = 3
"""Counts below this are too common to tell happenings apart."""

HEADLINE, LEAST_HEADLINE = 0.7, 4
"""Share of words with a capital from which a sentence is a headline, and the least words that tell."""

_WORD = re.compile(r"[^\W_][\w'’-]*")
_TAKES_UP = re.compile(r"\b(?:the|this|that|these|those)(?: [\w'’-]+){0,2} ?$", re.IGNORECASE)
_CAPITAL = re.compile(r"[^\W\d_]")


@dataclass(slots=True)
class Mention:
    """A happening as one report mentions it, in one event mention or several."""

    family: str
    events: list[str]
    report: str
    key: str | None
    keys: set[str] = field(default_factory=set)
    published: str | None = None
    days: Span | None = None
    dated: bool = False
    inferred: bool = False
    lead: bool = False
    recalls: bool = False
    ongoing: bool = False
    places: list[Place] = field(default_factory=list)
    modes: Counter[str] = field(default_factory=Counter)
    actors: set[str] = field(default_factory=set)
    recipients: set[str] = field(default_factory=set)
    numbers: set[tuple[str, float]] = field(default_factory=set)
    exact: set[tuple[str, str, float]] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    words: Counter[str] = field(default_factory=Counter)

    def absorb(self, other: Mention) -> None:
        """Take another mention of the same happening in the same report in."""
        self.events += other.events
        self.lead |= other.lead
        self.recalls &= other.recalls
        if other.dated and (not self.dated or (self.inferred and not other.inferred)):
            self.days, self.dated, self.inferred = other.days, True, other.inferred
        known = {place.name for place in self.places}
        self.places += [place for place in other.places if place.name not in known]
        self.modes.update(other.modes)
        self.words.update(other.words)
        for name in ("actors", "recipients", "numbers", "exact", "names", "keys"):
            getattr(self, name).update(getattr(other, name))


def of_weapons(measure: str) -> bool:
    """Whether a measure of `Mention.exact` counts the weapons of a raid: once it is over, so that another count is of
    another raid, while tolls change for days."""
    return measure.split(":")[0] in ("launched", "downed") or measure == "other:drones"


def unbounded(mention: Mention) -> bool:
    """Whether violence is told without anything that bounds it: no day or a stretch of many, no number, no place below
    a region, no one who bears a name, and not what its report opens with. Such a mention is of a war and no happening:
    it would chain what is told of the war into one."""
    if mention.family != "violence" or mention.numbers or mention.lead:
        return False
    if mention.dated and not mention.inferred and mention.days is not None and length(mention.days) <= MANY_DAYS:
        return False
    small = any(place.kind in SMALL for place in mention.places)
    return not small and not any(name[0] not in "@#" for name in mention.names)


def mentions_of(connection: Connection, report: str) -> list[Mention]:
    """What a report says to have happened, its event mentions each alone, in the order of the text."""
    text = _Text(connection, report)
    event = tables.event
    query = (
        select(event)
        .where(
            event.c.report == report,
            event.c.value.in_(HAPPENED),
            event.c.type.not_in(SPOKEN),
            event.c.tense != "future",
            event.c.background.is_(False),
        )
        .order_by(event.c.start, event.c.id)
    )
    rows = connection.execute(query).all()
    if not rows:
        return []
    out = {row.id: text.mention(row) for row in rows}
    _add_parties(connection, report, out)
    _add_numbers(connection, text, rows, out)
    for found in out.values():
        if found.ongoing and not (found.dated and not found.inferred) and not found.numbers:
            found.family += ", ongoing"
        else:
            found.ongoing = False
    return [out[row.id] for row in rows]


class _Text:
    """The sentences, places and title of a report, and the features that a stretch of it gives."""

    def __init__(self, connection: Connection, report: str) -> None:
        passage, place = tables.passage, tables.place
        said = select(tables.report.c.title, tables.report.c.day).where(tables.report.c.id == report)
        self.report = report
        self.title, self.day = connection.execute(said).one()
        self.sentences = connection.execute(
            select(passage.c.start, passage.c.end, passage.c.text)
            .where(passage.c.report == report)
            .order_by(passage.c.start)
        ).all()
        self.starts = [row.start for row in self.sentences]
        rows = connection.execute(select(place).where(place.c.report == report).order_by(place.c.start)).all()
        self.places = {row.local: row for row in rows}
        self.inside: dict[int, list[Any]] = {}
        for row in rows:
            self.inside.setdefault(self.sentence(row.start), []).append(row)
        self.known: dict[int, tuple[set[str], Counter[str]]] = {}

    def sentence(self, at: int) -> int:
        """The index of the sentence that holds the offset, -1 where none does."""
        i = bisect_right(self.starts, at) - 1
        return i if i >= 0 and self.sentences[i].end > at else -1

    def mention(self, row: Any) -> Mention:
        """The mention of one event row."""
        family = "relief" if (row.type, row.mode) in ACCESS else FAMILY.get(row.type, row.type)
        found = Mention(family, [row.id], row.report, row.incident_key, published=self.day)
        found.keys = {row.incident_key} if row.incident_key else set()
        if row.mode:
            found.modes[row.mode] += 1
        trigger = row.trigger.casefold()
        # "The toll of the attack rose on Wednesday": the day of the report is that of the news and not of the noun.
        loose = row.inferred or (trigger in generic_words().recalls and family == "violence")
        if row.from_day and not (loose and row.from_day == self.day):
            found.days = night_or_day(row.from_day, row.to_day)
            found.dated, found.inferred = True, bool(row.inferred)
        elif self.day:
            found.days = Span(before(self.day), self.day)
        at = self.places.get(row.place or "")
        if at is not None and at.name:
            found.places.append(
                Place(at.name, at.kind, at.country, at.admin1, at.latitude, at.longitude, at.radius_km or 0.0)
            )
        i = self.sentence(row.start)
        names, words = self.features(i)
        found.names |= names
        found.words += words
        found.lead = 0 <= i < LEAD
        found.ongoing = trigger in generic_words().ongoing
        if trigger in generic_words().recalls and i >= 0:
            found.recalls = bool(_TAKES_UP.search(self.sentences[i].text[: row.start - self.sentences[i].start]))
        if found.lead and self.title:
            found.words += stems(self.title)
        return found

    def features(self, i: int) -> tuple[set[str], Counter[str]]:
        """Names and stems of words of sentence `i`: places as `@name`, countries as `#code`."""
        if i < 0:
            return set(), Counter()
        if i not in self.known:
            row = self.sentences[i]
            text, names = row.text, set()
            for place in self.inside.get(i, ()):
                a, b = place.start - row.start, place.end - row.start
                text = text[:a] + " " * (min(b, len(text)) - a) + text[b:]
                if place.kind == "country" and place.country:
                    names.add("#" + place.country)
                elif place.name and (place.kind != "area" or (place.radius_km or 0.0) <= WIDEST_KM):
                    names.add("@" + place_key(place.name))
            self.known[i] = names | proper_names(text), stems(text)
        return self.known[i]


def proper_names(sentence: str) -> set[str]:
    """The capitalised words of a sentence but its first, folded; words that name no one are left out.

    A headline in capitals names everything and therefore nobody.
    """
    out: set[str] = set()
    found = [match.group().strip("'’-") for match in _WORD.finditer(sentence)]
    if sum(word[:1].isupper() for word in found) > HEADLINE * max(len(found), LEAST_HEADLINE):
        return out
    for n, word in enumerate(found):
        if word.endswith(("'s", "’s")):
            word = word[:-2]
        if n and word[:1].isupper() and len(word) > 2 and word.casefold() not in generic_words().titles:
            out.add(spelled(word))
    return out


def stems(sentence: str) -> Counter[str]:
    """The words of a sentence of four letters and more, case folded and cut to a stem, with how often each stands."""
    words = (match.group().casefold().strip("'’-") for match in _WORD.finditer(sentence))
    return Counter(word[:STEM] for word in words if len(word) > 3 and _CAPITAL.match(word))


def _add_parties(connection: Connection, report: str, out: dict[str, Mention]) -> None:
    """Who acts and who is acted on: a state's bodies by their country, others by their own id."""
    party, actor, event = tables.event_actor, tables.actor, tables.event
    query = (
        select(party.c.event, party.c.role, actor.c.id, actor.c.country, actor.c.kind)
        .join(actor, actor.c.id == party.c.actor)
        .join(event, event.c.id == party.c.event)
        .where(event.c.report == report)
    )
    for row in connection.execute(query):
        if row.event in out:
            side = out[row.event].actors if row.role == "actor" else out[row.event].recipients
            own = row.kind in ("person", "armed_group", "unnamed")
            side.add(row.id if own or not row.country else row.country)


def _add_numbers(connection: Connection, text: _Text, rows: Sequence[Any], out: dict[str, Mention]) -> None:
    """Counts of the events, and the exact ones by who holds them: two of one claimant are two happenings.

    A toll or a count of weapons that the reader gave to no event is of the violence that its sentence tells.
    """
    figure = tables.figure
    beside: dict[int, Mention] = {}
    for row in rows:
        if out[row.id].family == "violence":
            beside.setdefault(text.sentence(row.start), out[row.id])
    for row in connection.execute(select(figure).where(figure.c.report == text.report).order_by(figure.c.start)):
        of = population(row.counted)
        found = out.get(row.event or "")
        if row.event is None and (row.measure in COUNTED or of == "drones"):
            found = beside.get(text.sentence(row.start))
        if found is None or row.low is None:
            continue
        if row.low >= LEAST_NUMBER:
            found.numbers.add((row.measure, float(row.low)))
        if row.bound == "exact" and row.part_of is None and of in (None, "drones"):
            found.exact.add((f"{row.measure}:{of or ''}", row.claimant or "", float(row.low)))
