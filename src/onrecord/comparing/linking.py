"""To which happening a mention belongs: the best of those that share a name, a place, a number or both parties.

Blocking: every happening is listed under its tokens, by day: names, places, telling numbers, and who did something to
whom. A mention meets only the happenings that share a token of its own days, the rarest tokens first, so that the cost
of a report depends on what is said of its days and not on the size of the record.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from math import log
from typing import Protocol

from onrecord.comparing.days import Span, after, before, days_of, length
from onrecord.comparing.mentions import Mention
from onrecord.comparing.places import below_country, place_key, standing
from onrecord.comparing.profiles import Profile
from onrecord.comparing.scoring import SAME, TELLING, Verdict, score

POSTINGS = 600
"""Entries of the token index read for one mention, rarest tokens first."""

CANDIDATES = 40
"""Happenings that one mention is compared with: those with which it shares most."""

LONG = 7
"""Days above which a stretch of time is no happening of its days: it is listed under its last ones."""


MARGIN = 0.2
"""Points above the threshold from which two happenings that one mention fits are taken for one."""

MANY_GROUNDS = 3
"""Places that two happenings both name from which it tells nothing which of them each has for its scene."""

MOST_STATES = 5
"""Countries of a happening whose pairs it is listed under."""


class Neighbourhood(Protocol):
    """Where the happenings and their entries are kept. An entry is a day, or a week, and a token."""

    def counts(self, entries: Iterable[str]) -> Mapping[str, int]:
        """How many happenings are listed under each entry; entries without any may be left out."""

    def postings(self, entries: Iterable[str]) -> Iterable[tuple[str, str]]:
        """Entry and happening of all that are listed under these entries."""

    def profiles(self, happenings: Iterable[str]) -> Mapping[str, Profile]:
        """The profiles of happenings."""

    def parted(self, names: Collection[str], happening: str) -> bool:
        """Whether a happening was judged different from one that has some of these names."""


def tokens_of(item: Mention | Profile) -> set[str]:
    """What a mention or a happening is found by, without its days."""
    out = {f"{item.family}|{name.lstrip('@')}" for name in item.names if name[0] != "#"}
    out |= {f"{item.family}|{place_key(p.name)}" for p in item.places if below_country(p)}
    out |= {f"{item.family}|{m}={n:g}" for m, n in item.numbers if n >= TELLING}
    if item.family != "violence":
        out |= {f"{item.family}|{a}>{b}" for a in item.actors for b in item.recipients}
        states = sorted(name for name in item.names if name[0] == "#")[:MOST_STATES]
        out |= {f"{item.family}|{a}{b}" for a, b in combinations(states, 2)}
    return out


def listed(days: Span | None, tokens: Iterable[str], grounds: Iterable[str]) -> list[str]:
    """The entries under which a happening is found: its tokens by day, its places by its last week too."""
    names = sorted(tokens)
    by_day = [""] if days is None else days_of(days, most=3 if length(days) <= LONG else 1)
    by_week = [f"{week}|{token}" for week in _weeks(days, 0) for token in sorted(grounds)]
    return [f"{day}|{token}" for day in by_day for token in names] + by_week


def asked(mention: Mention) -> list[str]:
    """The entries under which a mention looks for its happening: its days, those beside them, and, where it has no
    date and may look back, its places in its week and the two before."""
    tokens = sorted(tokens_of(mention))
    days = [""]
    if mention.days is not None:
        days = days_of(Span(before(mention.days.first), after(mention.days.last)), most=4)
    weeks = [] if mention.dated else _weeks(mention.days, 2)
    out = [f"{day}|{token}" for day in days for token in tokens]
    return out + [f"{week}|{token}" for week in weeks for token in sorted(grounds_of(mention))]


def grounds_of(item: Mention | Profile) -> set[str]:
    """The tokens of a mention or a happening that are places."""
    names = {name[1:] for name in item.names if name[0] == "@"}
    names |= {place_key(place.name) for place in item.places if below_country(place)}
    return {f"{item.family}|{name}" for name in names}


def _weeks(days: Span | None, back: int) -> list[str]:
    if days is None:
        return []
    ends = (before(days.last, 7 * i) for i in range(back + 1))
    return ["{}-W{:02}".format(*date.fromisoformat(end).isocalendar()[:2]) for end in ends]


@dataclass(slots=True)
class Choice:
    """The happening of a mention, None where it is a new one, the verdict on it, and others that are the same one."""

    happening: str | None
    verdict: Verdict
    merged: list[tuple[str, Verdict]]


def choose(mention: Mention, around: Neighbourhood, names: Collection[str] = ()) -> Choice:
    """The happening that a mention is of; where it fits several that fit one another, they are one.

    `names` are those under which judgements know the mention: what was judged different is never considered.
    """
    if mention.ongoing:
        return Choice(None, Verdict(0.0, "goes on rather than happens: of this report only", False), [])
    counts = around.counts(asked(mention))
    total: dict[str, int] = defaultdict(int)
    for name, n in counts.items():
        token = name.split("|", 1)[1]
        total[token] = max(total[token], n)
    wanted: list[str] = []
    entries = 0
    for name, n in sorted(counts.items(), key=lambda item: (item[1], item[0])):
        if wanted and entries + n > POSTINGS:
            break
        wanted.append(name)
        entries += n
    shared: dict[str, float] = defaultdict(float)
    for name, happening in around.postings(wanted):
        shared[happening] += _telling(total[name.split("|", 1)[1]])
    nearest = sorted(shared, key=lambda happening: (-shared[happening], happening))[:CANDIDATES]
    nearest = [happening for happening in nearest if not around.parted(names, happening)]

    def weight(name: str) -> float:
        return _telling(total.get(f"{mention.family}|{name.lstrip('@')}", 0))

    profiles = around.profiles(nearest)
    verdicts = {happening: score(mention, profiles[happening], weight) for happening in nearest}
    fits = sorted((h for h in nearest if verdicts[h].same), key=lambda h: (-verdicts[h].points, h))
    if not fits:
        return Choice(None, Verdict(0.0, "first mention", False), [])
    merged = []
    for other in fits[1:]:
        if _elsewhere(profiles[other], profiles[fits[0]]) or around.parted(profiles[fits[0]].founders, other):
            continue
        whole = score(profiles[other].as_mention(), profiles[fits[0]], weight)
        if whole.same and whole.points >= SAME + MARGIN and verdicts[other].points >= SAME + MARGIN:
            merged.append((other, whole))
    return Choice(fits[0], verdicts[fits[0]], merged)


def _elsewhere(a: Profile, b: Profile) -> bool:
    """Whether the scenes of two happenings exclude one another, whatever names they share."""
    grounds = {name for name in a.names.keys() & b.names.keys() if name[0] == "@"}
    if a.family == "relief" or len(grounds) >= MANY_GROUNDS:
        return False
    mine = [place for place in a.places if below_country(place)]
    theirs = [place for place in b.places if below_country(place)]
    apart = {standing(p, q) for p in mine for q in theirs}
    return bool(apart) and not apart & {"same", "near", "within"}


def _telling(happenings: int) -> float:
    """How much a token tells that so many happenings of the days have: 1 up to three of them, then less and less."""
    return 1.0 if happenings <= 3 else 1.0 / (1.0 + log(happenings / 3.0))
