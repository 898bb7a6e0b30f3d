"""What the record knows of a happening so far, in the form in which new mentions are compared with it.

The days and the places of a profile are those of its core: the first mentions that state them. What is taken in later
never widens them, so that a chain of mentions cannot lead from one night to the next.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

from onrecord.comparing.days import Span, gap, length
from onrecord.comparing.mentions import Mention
from onrecord.comparing.places import Place, below_country, standing

MOST_PLACES = 12
MOST_WORDS = 60
"""Features kept, those that most mentions have: a profile stays small however many reports it has."""


@dataclass(slots=True)
class Profile:
    """One happening; `core` says whether its days were stated by a mention rather than taken from publication."""

    family: str
    reports: list[str] = field(default_factory=list)
    days: Span | None = None
    core: int = 0
    mentions: int = 0
    published: Span | None = None
    places: list[Place] = field(default_factory=list)
    modes: Counter[str] = field(default_factory=Counter)
    actors: Counter[str] = field(default_factory=Counter)
    recipients: Counter[str] = field(default_factory=Counter)
    numbers: set[tuple[str, float]] = field(default_factory=set)
    exact: set[tuple[str, str, str, float]] = field(default_factory=set)
    names: Counter[str] = field(default_factory=Counter)
    words: Counter[str] = field(default_factory=Counter)
    founders: list[str] = field(default_factory=list)
    """Ids under which judgements know it: its own, those of happenings merged into it, reports that were judged."""

    def absorb(self, mention: Mention) -> None:
        """Take a mention in."""
        self.mentions += 1
        rank = (2 if not mention.inferred else 1) if mention.dated else 0
        if mention.days and (self.days is None or (rank > self.core and self._dates(mention.days))):
            self.days, self.core = mention.days, rank
        if mention.report not in self.reports:
            self.reports.append(mention.report)
        if mention.published:
            first, last = self.published or (mention.published, mention.published)
            self.published = Span(min(first, mention.published), max(last, mention.published))
        for place in mention.places:
            if len(self.places) < MOST_PLACES and self._takes(place):
                self.places.append(place)
        self.modes.update(mention.modes)
        self.actors.update(mention.actors)
        self.recipients.update(mention.recipients)
        self.numbers |= mention.numbers
        self.exact |= {(mention.report, *item) for item in mention.exact}
        self.names.update(mention.names)
        self.words.update(dict.fromkeys(mention.words, 1))
        for name in ("names", "words"):
            counts: Counter[str] = getattr(self, name)
            if len(counts) > 2 * MOST_WORDS:
                kept = sorted(counts, key=lambda word: (-counts[word], word))[:MOST_WORDS]
                setattr(self, name, Counter({word: counts[word] for word in kept}))

    def _dates(self, days: Span) -> bool:
        """Whether stated days can take the place of those that the profile has by guess."""
        return length(days) <= 2 and (self.days is None or gap(days, self.days) <= 0)

    def merge(self, other: Profile) -> None:
        """Take another profile of the same happening in."""
        self.absorb(other.as_mention())
        self.mentions += other.mentions - 1
        for report in other.reports:
            if report not in self.reports:
                self.reports.append(report)
        self.exact |= other.exact
        self.founders += [name for name in other.founders if name not in self.founders]
        if self.published and other.published:
            self.published = Span(
                min(self.published.first, other.published.first), max(self.published.last, other.published.last)
            )
        for name in ("modes", "actors", "recipients", "names", "words"):
            more: Counter[str] = getattr(other, name)
            getattr(self, name).update({word: count - 1 for word, count in more.items() if count > 1})

    def as_mention(self) -> Mention:
        """The profile as a mention, to be compared with another profile."""
        return Mention(
            self.family,
            [],
            self.reports[0],
            None,
            published=self.published.last if self.published else None,
            days=self.days,
            dated=self.core > 0,
            inferred=self.core < 2,
            places=self.places,
            modes=Counter(self.modes.keys()),
            actors=set(self.actors),
            recipients=set(self.recipients),
            numbers=self.numbers,
            names=set(self.names),
            words=Counter(self.words),
        )

    def _takes(self, place: Place) -> bool:
        """Whether a place belongs to those of the core: the first ones, and what lies near or within them."""
        if place.name in {known.name for known in self.places}:
            return False
        core = [known for known in self.places if below_country(known)]
        if not core:
            return True
        return below_country(place) and any(standing(known, place) in ("near", "within") for known in core)

    def as_json(self) -> str:
        """The profile as it is stored."""
        data = {name: getattr(self, name) for name in self.__dataclass_fields__}
        data["places"] = [asdict(place) for place in self.places]
        data["numbers"], data["exact"] = sorted(self.numbers), sorted(self.exact)
        return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def from_json(text: str) -> Profile:
    """The profile that `as_json` wrote."""
    data = json.loads(text)
    for name in ("modes", "actors", "recipients", "names", "words"):
        data[name] = Counter(data[name])
    data["places"] = [Place(**place) for place in data["places"]]
    data["numbers"] = {tuple(item) for item in data["numbers"]}
    data["exact"] = {tuple(item) for item in data["exact"]}
    data["days"] = Span(*data["days"]) if data["days"] else None
    data["published"] = Span(*data["published"]) if data["published"] else None
    return Profile(**data)


def profile_of(mentions: Iterable[Mention]) -> Profile:
    """The profile of mentions, in the order in which they were taken in."""
    found = list(mentions)
    out = Profile(found[0].family)
    for mention in found:
        out.absorb(mention)
    return out
