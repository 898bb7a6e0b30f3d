"""The mentions of one report, those of one happening joined, before they meet the record.

The reader's own key for a happening is taken where days and places allow it. Beyond it, two mentions are joined that
name the same place or share telling names, and a mention that has nothing of its own (no day, place, name or number:
"the attack left many homeless") goes on with the happening that the report spoke of last.
"""

from __future__ import annotations

from collections.abc import Iterable

from onrecord.comparing.days import gap, length
from onrecord.comparing.mentions import Mention, of_weapons
from onrecord.comparing.places import below_country, spelled, standing

BACK = 7
"""Days before publication that a mention without a day of its own may be of, where the report names them."""


TELLING = 10
"""Counts from which one number alone tells a raid."""

TWO_TOLLS = 2
"""Days apart from which two tolls of one report are of two happenings."""


def joined(mentions: Iterable[Mention]) -> list[Mention]:
    """The happenings of a report, in the order of the text; the mentions are changed."""
    out: list[Mention] = []
    last: dict[str, Mention] = {}
    for mention in mentions:
        home = _home(mention, [other for other in out if other.family == mention.family], last.get(mention.family))
        if home is None:
            out.append(mention)
            home = mention
        else:
            home.absorb(mention)
        last[mention.family] = home
    return out


def _home(mention: Mention, others: list[Mention], last: Mention | None) -> Mention | None:
    allowed = [o for o in others if _days_fit(mention, o) and _places_fit(mention, o) and _modes_fit(mention, o)]
    allowed = [other for other in allowed if not _counts_differ(mention, other)]
    counted = [o for o in others if _days_fit(mention, o) and _one_raid(mention, o)]
    if counted:
        return counted[-1]
    keyed = [other for other in allowed if mention.key is not None and mention.key in other.keys]
    if keyed:
        return keyed[-1]
    if last is not None and last in allowed and _bare(mention):
        return last
    for other in reversed(allowed):
        if _same_ground(mention, other):
            return other
    if mention.recalls and not _placed(mention):
        return last if last in allowed else next((o for o in allowed if o.lead), None)
    if mention.lead:
        return next((o for o in allowed if o.lead), None)
    if mention.family == "violence" and not _placed(mention) and (not mention.dated or mention.inferred):
        near = [o for o in allowed if _countries_fit(mention, o)]
        return last if last in near else next((o for o in near if o.lead), None)
    return None


def _countries_fit(a: Mention, b: Mention) -> bool:
    """Whether the sentences of both name a country in common, or one names none."""
    mine, theirs = ({name for name in item.names if name[0] == "#"} for item in (a, b))
    return not mine or not theirs or bool(mine & theirs)


def _placed(mention: Mention) -> bool:
    return any(below_country(place) for place in mention.places)


def _bare(mention: Mention) -> bool:
    """Whether the mention has nothing of its own to be told by."""
    return not (mention.dated or mention.places or any(name[0] != "#" for name in mention.names) or mention.numbers)


def _same_ground(a: Mention, b: Mention) -> bool:
    here = {spelled(p.name) for p in a.places if below_country(p)} & {
        spelled(p.name) for p in b.places if below_country(p)
    }
    names = {name for name in a.names & b.names if name[0] != "#"}
    return bool(here) or any(name[0] == "@" for name in names) or len(names) >= 2


def _days_fit(a: Mention, b: Mention) -> bool:
    if a.days is None or b.days is None or a.days == b.days or _bare(a) or _bare(b):
        return True
    if a.inferred and b.inferred:
        return gap(a.days, b.days) <= 1
    if not (a.dated and b.dated) or a.inferred or b.inferred:
        # What has no day of its own may be what the report dates elsewhere, when that is not long before.
        return gap(a.days, b.days) <= BACK
    return gap(a.days, b.days) <= 0 and min(length(a.days), length(b.days)) == 0


def _modes_fit(a: Mention, b: Mention) -> bool:
    """Whether neither names a means that the other excludes: gas is no gunfire."""
    return not a.modes or not b.modes or bool(a.modes.keys() & b.modes.keys())


def _places_fit(a: Mention, b: Mention) -> bool:
    mine = [p for p in a.places if below_country(p)]
    theirs = [p for p in b.places if below_country(p)]
    if not mine or not theirs:
        return True
    return any(standing(p, q) in ("same", "near", "within") for p in mine for q in theirs)


def _one_raid(a: Mention, b: Mention) -> bool:
    """Whether both count as many weapons, whatever place each names: a raid is counted over many."""
    raids = ({count for m, _, count in item.exact if of_weapons(m) and count >= TELLING} for item in (a, b))
    return bool(set.intersection(*raids))


def _counts_differ(a: Mention, b: Mention) -> bool:
    """Whether one claimant counts the weapons of two raids; two tolls are an old and a new one as often, but where days
    apart are stated they are of two happenings."""
    tolls = [{count for measure, _, count in item.exact if measure == "killed:"} for item in (a, b)]
    apart = a.days is not None and b.days is not None and gap(a.days, b.days) >= TWO_TOLLS
    if apart and a.dated and b.dated and tolls[0] and tolls[1] and not tolls[0] & tolls[1]:
        return True
    return any(m == n and c == d and v != w and of_weapons(m) for m, c, v in a.exact for n, d, w in b.exact)
