"""How much speaks for a mention being of a happening, in points, each with its reason.

Days and places decide first: what contradicts them cannot be mended by words. Names, places and numbers weigh more than
words, words that most reports of a conflict share weigh little, and nothing is linked on such words alone. The points
were set on two thirds of the happenings of the development gold; `quality/incidents.py` measures them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import sqrt

from onrecord.comparing.days import gap, length
from onrecord.comparing.mentions import Mention, of_weapons
from onrecord.comparing.places import Place, below_country, place_key, spelled, standing
from onrecord.comparing.profiles import Profile
from onrecord.reference.generic_words import generic_words

SAME = 1.8
"""Points from which a mention is of a happening."""

VETO = -100.0

GENERIC = 0.25
"""Weight of a word that most reports share."""

TELLING = 10
"""Counts from which one number alone tells a happening from others."""

BACK, BACK_LEAD = 14, 2
"""Days by which a mention without a date may look back, further down in a report and at its head."""

LONGEST = 4
"""Days above which a stretch of time is no time of a happening: it is one only with what names the same stretch."""

WEEK = 6
"""Days above which a stretch of time does not place a happening: "this week" does."""

SLACK = 1
"""Days by which what is not violence may be dated apart: it is decided on one day, announced and done on another."""

SLACK_OF_RELIEF = 2
"""The same for aid, which is let through over days."""

ALIKE = 0.35
"""Share of words alike from which they speak for a link where nothing else is specific."""

Weight = Callable[[str], float]
"""How much a name tells, from 0 to 1: less the more happenings of the same days have it."""


@dataclass(slots=True)
class Verdict:
    """Points, the reasons for them, and whether anything specific speaks for the link."""

    points: float
    why: str
    specific: bool

    @property
    def same(self) -> bool:
        """Whether the mention is of the happening."""
        return self.specific and self.points >= SAME


def score(mention: Mention, happening: Profile, weight: Weight) -> Verdict:
    """Points for the mention being of the happening; `VETO` or below means that it cannot be."""
    reasons: list[str] = []
    total, specific = 0.0, False
    shared_places = _place_names(mention.places) & _place_names(happening.places)
    for points, why, tells in (
        _time(mention, happening),
        _place(mention, happening),
        _names(mention, happening, weight, shared_places),
        _numbers(mention, happening),
        _parties(mention, happening),
        _words(mention.words, happening.words),
        _modes(mention, happening),
        _counts(mention, happening),
    ):
        total += points
        specific |= tells
        if points:
            reasons.append(f"{why} {points:+.1f}")
    return Verdict(total, "; ".join(reasons), specific)


def _place_names(places: list[Place]) -> set[str]:
    return {spelled(place.name) for place in places if below_country(place)}


def _time(a: Mention, b: Profile) -> tuple[float, str, bool]:
    if a.days is None or b.days is None:
        return (0.0, "", False) if a.days is b.days else (-0.5, "no day is known for one", False)
    apart = gap(a.days, b.days)
    if b.core and a.published and b.days.first > a.published:
        return VETO, "reported before it happened", False
    if b.core == 0 and a.dated and not a.inferred and b.published and a.days.first > b.published.first:
        return VETO, "reported before it happened", False
    if not a.dated or b.core == 0:
        if apart <= 0:
            return 0.3, "reports of the same days", False
        if apart == 1:
            return (-0.8 if a.family == "violence" else -0.3), "reports of other days", False
        if a.dated or a.days.first < b.days.last or apart > BACK:
            return VETO, "reports days apart", False
        # What stands at the head of a report is of its own days, unless a lot speaks for an older happening.
        return (-1.6 if a.lead and apart > BACK_LEAD else -0.8), f"may look back {apart} days", False
    if a.days == b.days:
        return (0.8 if length(a.days) <= LONGEST else 0.0), "same days", False
    if max(length(a.days), length(b.days)) > 2:
        short = max(length(a.days), length(b.days)) <= WEEK
        return (-1.0, "within a longer time", False) if apart <= 0 and short else (VETO, "days apart", False)
    guessed = a.inferred or b.core < 2
    slack = {"violence": 0, "relief": SLACK_OF_RELIEF}.get(a.family, SLACK)
    if apart <= 0:
        if min(length(a.days), length(b.days)) >= 1 and not guessed and not slack:
            return VETO, "another night", False
        return (0.4, "same night", False) if min(length(a.days), length(b.days)) == 0 else (-0.5, "night beside", False)
    if apart == 1 and not guessed and a.days.first == a.published and _one_count(a, b):
        return -1.2, "dated by the day of the report", False
    if apart <= (1 if guessed else slack):
        return (-1.2 if not slack else -0.2), "next day", False
    return VETO, "days apart", False


def _place(a: Mention, b: Profile) -> tuple[float, str, bool]:
    if a.family == "relief":
        return _destination(a, b)
    mine = [p for p in a.places if below_country(p)]
    theirs = [p for p in b.places if below_country(p)]
    if _place_names(mine) & _place_names(theirs):
        small = any(p.kind in ("settlement", "district", "facility") for p in mine)
        return (1.4, "same place", True) if small else (0.6, "same region", True)
    if mine and theirs:
        points, why, tells = _near(mine, theirs)
        grounds = sum(name[0] == "@" for name in a.names & b.names.keys())
        # Where both name the same two places, which of them each takes for the scene tells little.
        return (points / 3, why, tells) if points < 0 and grounds >= 2 else (points, why, tells)
    ours, others = ({p.country for p in side if p.country} for side in (a.places, b.places))
    if ours and others:
        return (0.2, "same country", False) if ours & others else (-1.0, "other countries", False)
    return 0.0, "", False


def _destination(a: Mention, b: Profile) -> tuple[float, str, bool]:
    """Aid goes through several places and two countries: what tells is a place below a country that both name."""
    mine, theirs = (
        {name[1:] for name in item.names if name[0] == "@"}
        | {place_key(p.name) for p in item.places if below_country(p)}
        for item in (a, b)
    )
    if mine & theirs:
        return 1.4, "same place", True
    return (-1.5, "other places", False) if mine and theirs else (0.0, "", False)


PLACED = {
    "near": "places beside one another",
    "within": "place within the region",
    "beside": "places apart",
    "far": "far apart",
}


def _near(mine: list[Place], theirs: list[Place]) -> tuple[float, str, bool]:
    found = {standing(p, q) for p in mine for q in theirs}
    for name, points, tells in _STANDING:
        if name in found:
            return points, PLACED.get(name, ""), tells
    return 0.0, "", False


_STANDING = (
    ("near", 0.9, True),
    ("within", 0.5, False),
    ("unknown", 0.0, False),
    ("beside", -1.5, False),
    ("far", -4.0, False),
)


def _names(a: Mention, b: Profile, weight: Weight, counted: set[str]) -> tuple[float, str, bool]:
    left_out = {place_key(name) for name in counted}
    if a.family == "relief":
        left_out |= {name[1:] for name in a.names if name[0] == "@"}
    theirs = {name.lstrip("@#"): name for name in b.names}
    points, shared = 0.0, []
    for name in sorted(a.names):
        plain = name.lstrip("@")
        other = theirs.get(plain)
        if other is None or plain in left_out or name[0] == "#":
            continue
        # A place that both name says more of where it happened than the people whom both quote; talks are about places.
        scene = "@" in (name[0], other[0])
        points += (0.9 if scene else 0.5) * max(weight(name), weight(other))
        shared.append(plain)
    tells = points >= 0.6
    countries = {name for name in a.names if name[0] == "#"} & b.names.keys()
    if a.family == "contact":
        countries &= {"#" + party for party in a.actors | a.recipients}
        countries &= {"#" + party for party in b.actors.keys() | b.recipients.keys()}
    if len(countries) >= 2 and a.family != "violence":
        points, tells = points + 0.6, True
        shared += sorted(countries)
    if not shared:
        return 0.0, "", False
    return min(2.2, points), "names in common: " + ", ".join(shared[:4]), tells


def _numbers(a: Mention, b: Profile) -> tuple[float, str, bool]:
    shared = a.numbers & b.numbers
    if not shared:
        return 0.0, "", False
    telling = max(n for _, n in shared) >= TELLING
    points = min(2.0, sum(1.0 if n >= TELLING else 0.5 for _, n in shared))
    return points, "same numbers: " + ", ".join(f"{n:g} {m}" for m, n in sorted(shared)[:3]), telling


def _one_count(a: Mention, b: Profile) -> bool:
    return any(n >= TELLING for _, n in a.numbers & b.numbers)


def _parties(a: Mention, b: Profile) -> tuple[float, str, bool]:
    points, why = 0.0, []
    for role, mine, theirs in (("actor", a.actors, b.actors), ("recipient", a.recipients, b.recipients)):
        if mine and theirs:
            shared = bool(mine & theirs.keys())
            points += 0.3 if shared else -0.3
            why.append(f"{'same' if shared else 'other'} {role}")
    return points, ", ".join(why), len(why) == 2 and points > 0.5 and a.family != "violence"


def _words(mine: Mapping[str, int], theirs: Counter[str]) -> tuple[float, str, bool]:
    generic = generic_words().words
    shared = norm_a = norm_b = 0.0
    for word in mine:
        weight = GENERIC if word in generic else 1.0
        norm_a += weight * weight
        shared += weight * weight * theirs.get(word, 0)
    for word, count in theirs.items():
        weight = (GENERIC if word in generic else 1.0) * count
        norm_b += weight * weight
    if not shared:
        return 0.0, "", False
    alike = shared / sqrt(norm_a * norm_b)
    return 3.0 * alike, f"{alike:.0%} of words alike", alike >= ALIKE


def _modes(a: Mention, b: Profile) -> tuple[float, str, bool]:
    if not a.modes or not b.modes:
        return 0.0, "", False
    return (0.3, "same mode", False) if a.modes.keys() & b.modes.keys() else (-0.3, "other mode", False)


def _counts(a: Mention, b: Profile) -> tuple[float, str, bool]:
    """Two exact counts of one thing by one claimant are two happenings where one report has both, or where they are
    of other days; tolls of other days are so only where the later report names no day, for tolls rise."""
    apart = a.days is not None and b.days is not None and a.days != b.days
    late = apart and not a.dated and a.days is not None and b.days is not None and gap(a.days, b.days) > 0
    known = {(measure, value) for _, measure, _, value in b.exact}
    for report, measure, claimant, value in b.exact:
        for other, who, count in a.exact:
            if other != measure or count == value or (other, count) in known:
                continue
            if report == a.report and who == claimant and of_weapons(measure):
                return VETO, "the report counts two", False
            weapons = of_weapons(measure)
            if weapons and apart and who and who == claimant:
                return -3.0, "other counts of one claimant on other days", False
            if weapons and max(count, value) > 2 * min(count, value):
                return -1.5, "other counts of a raid", False
            if late:
                return -2.0, "other counts on other days", False
    return 0.0, "", False
