"""How claims on one field of an incident stand to one another.

- `agree`: the values can both be true ("at least 12" and 14).
- `refines`: one says exactly what the other leaves vague (38 and "several"; a suicide car bomb and a car bomb).
- `updates`: the same claimant, later; or, where tolls grow, another claimant on a later day and higher.
- `different_scope`: another place, side, population or window (Kyiv and Kyiv region, children and all).
- `conflicts`: the values cannot both be true. An older toll is no dispute.
- `denial`: one denies what the other says; "could not be verified" is no denial.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection

from onrecord.comparing.mentions import stems
from onrecord.comparing.places import place_key
from onrecord.comparing.populations import population
from onrecord.comparing.statements import GROUND, PART, PRINTED, SENTENCE, TOLLS, state
from onrecord.record import tables
from onrecord.record.write import insert_rows
from onrecord.reference.generic_words import generic_words

MOST = 60
"""Claims on one field that are compared pair by pair; of more, the earliest of each claimant and value."""

ABOUT = 0.1
"""Share by which two values may differ where one of them is a round estimate."""

GROWING = frozenset({"killed", "injured", "missing", "displaced", "destroyed", "damaged"})
"""Measures of which a later and higher count is a newer count."""

ROUND_FROM, ROUND_PASSED = 20, 1.06
"""From where on, and by how much passed, a round number ("more than 60") is a vague count of what another counts."""

GROWN, GROWN_IN_A_DAY = 1.1, 1.25
"""Times by which the lower bound of a later open toll must be higher to be a newer count, on another day and on the
same, of which the hour may not be known: "at least 70" admits 72."""

Claim = dict[str, Any]


def relate(connection: Connection, incidents: Iterable[str]) -> set[str]:
    """Write the statements and relations of these incidents anew, and of those beside them; all that were written."""
    rows = []
    stated = state(connection, incidents)
    for incident, found in stated.items():
        slots: dict[str, list[Claim]] = defaultdict(list)
        for claim in found:
            slots[claim["field"]].append(claim | {"asked": json.loads(claim["scope"])})
        for members in slots.values():
            members.sort(key=lambda c: (c[PRINTED] or "", c["report"], c["start"]))
            rows += [
                {"a": b["id"], "b": a["id"], "incident": incident, "relation": relation, "why": why}
                for a, b, relation, why in pairs(members)
            ]
    insert_rows(connection, tables.relation, rows)
    return set(stated)


def pairs(members: Sequence[Claim]) -> Iterable[tuple[Claim, Claim, str, str]]:
    """Every earlier and later claim of a field that stand in a relation, with the relation and its reason."""
    if members and (len(members) > MOST or members[0]["low"] is members[0]["high"] is None):
        firsts: dict[tuple[Any, ...], Claim] = {}
        for claim in members:
            firsts.setdefault((_who(claim), claim["low"], claim["high"], claim["value"]), claim)
        members = list(firsts.values())[:MOST]
    wavering = _of_two_minds(members)
    for i, a in enumerate(members):
        for b in members[i + 1 :]:
            found = relation_of(a, b)
            if found is not None and not (found[0] == "conflicts" and wavering & {_who(a), _who(b)}):
                yield a, b, *found


def _of_two_minds(members: Sequence[Claim]) -> set[str]:
    """Claimants who name two sides as responsible for one happening: no dispute is told from their words."""
    named: dict[str, set[str]] = defaultdict(set)
    for claim in members:
        if claim["field"] == "responsible" and claim["asked"]["side"]:
            named[_who(claim)].add(claim["asked"]["side"])
    return {who for who, sides in named.items() if len(sides) > 1}


def relation_of(a: Claim, b: Claim) -> tuple[str, str] | None:
    """How the later claim `b` stands to the earlier `a`: relation and reason, or None where it tells nothing."""
    if a["low"] is None and a["high"] is None:
        return _stated(a, b)
    if b["low"] is None and b["high"] is None:
        return None
    same, tolls = _who(a) == _who(b), a["field"] in GROWING
    people = _populations_differ(a, b)
    if tolls and not people and _low(a) != _low(b):
        changed = _changed(a, b)
        if changed is not None:
            return "updates", changed
    scope = people or _scope(a, b)
    if scope:
        return "different_scope", scope
    if _equal(a, b):
        return "agree", f"both {_value(a)}"
    loose = _loose(a, b)
    if loose is not None and not (same and _printed_later(a, b)):
        exact = b if loose is a else a
        return "refines", f"{_value(exact)} where {_value(loose)} were spoken of"
    if same and _low(b) != _low(a) and _newer(a, b):
        return "updates", f"{_value(a)} became {_value(b)}, by the same claimant"
    if tolls and a["high"] is b["high"] is None and a["report"] != b["report"]:
        fewer, more = sorted((a, b), key=_low)
        days = [(claim[PRINTED] or "")[:10] for claim in (fewer, more)]
        if _low(more) > (GROWN_IN_A_DAY if days[0] == days[1] else GROWN) * _low(fewer) and days[0] <= days[1]:
            return "updates", f"a higher count: {_value(fewer)}, then {_value(more)}"
    if _overlap(a, b):
        return "agree", f"{_value(a)} and {_value(b)} can both be right"
    if a["report"] == b["report"] and (same or not (_held(a) and _held(b))):
        return "different_scope", "two counts of one report that are not laid to two claimants"
    if tolls and _on_later_day(a, b) and _low(b) > _low(a):
        return "updates", f"a later and higher count: {_value(a)}, then {_value(b)}"
    return "conflicts", f"{_value(a)} and {_value(b)} cannot both be right"


def _loose(a: Claim, b: Claim) -> Claim | None:
    """Which of two counts says vaguely what the other says exactly: "several", of which the upper end is no bound, or a
    round number that is passed ("more than 60" beside 68; 126 is as good as 120)."""
    vague = [claim for claim in (a, b) if claim["bound"] == "vague"]
    if vague:
        other = b if vague[0] is a else a
        return vague[0] if len(vague) == 1 and _low(other) >= _low(vague[0]) else None
    for loose, exact in ((a, b), (b, a)):
        round_floor = loose["high"] is None and _low(loose) >= ROUND_FROM and _low(loose) % 10 == 0
        if round_floor and exact["high"] is not None and ROUND_PASSED * _low(loose) < _low(exact) < 2 * _low(loose):
            return loose
    return None


def _newer(a: Claim, b: Claim) -> bool:
    """Whether the later printed of two counts of one claimant takes the place of the other: a higher one does on the
    same day too, a lower one on a later day only."""
    if a["field"] in GROWING and a["report"] != b["report"] and (a[PRINTED] or "")[:10] == (b[PRINTED] or "")[:10]:
        hour_unknown = a[PRINTED] == b[PRINTED]
        return hour_unknown or _low(b) > _low(a) or _overlap(a, b)
    return _printed_later(a, b)


_CHANGE = re.compile(
    r"\b(rose|risen|rises|climbed|raised|increased|grew|grown|revised|lowered|updated)\b", re.IGNORECASE
)
_RISEN = re.compile(r"\b(?:has|have|had) (?:risen|climbed|grown|increased|jumped)\b|\b(?:rose|rises|climbed) to\b")
_EARLIER = re.compile(
    r"\b(earlier|initially|previous|previously|at first|first reported|had put|had said|had counted)\b", re.IGNORECASE
)


def _changed(a: Claim, b: Claim) -> str | None:
    """Whether one report says of two counts that the one took the other's place."""
    if a["report"] != b["report"]:
        low, high = sorted((a, b), key=_low)
        rose = _RISEN.search(high[SENTENCE] or "")
        later = (high[PRINTED] or "")[:10] >= (low[PRINTED] or "")[:10]
        return f"a report says that the count rose to {_value(high)}" if rose and later else None
    one_sentence = a[SENTENCE] == b[SENTENCE]
    if one_sentence and a[SENTENCE] and _CHANGE.search(a[SENTENCE]):
        return f"the report says that the count changed: {_value(a)}, {_value(b)}"
    if not one_sentence and any(_EARLIER.search(claim[SENTENCE] or "") for claim in (a, b)):
        return f"the report gives one as the earlier count: {_value(a)}, {_value(b)}"
    return None


def _stated(a: Claim, b: Claim) -> tuple[str, str] | None:
    """Relations of claims in words: that it happened, who did it, with what, when and where."""
    first, second, field = a["value"], b["value"], a["field"]
    if first is None or second is None:
        return None
    if field == "happened":
        if first == second or _who(a) == _who(b):
            return None
        if not _about_one_thing(a, b):
            return None
        return "denial", "one says that it happened, the other that it did not"
    if field == "responsible":
        return _responsible(a, b)
    if first == second:
        return ("agree", f"both: {first}") if _who(a) != _who(b) else None
    mine, theirs = set(first.casefold().split()), set(second.casefold().split())
    if field in ("weapon", "place") and (mine < theirs or theirs < mine):
        return "refines", f"{max(first, second, key=len)} where {min(first, second, key=len)} is said"
    return None


def _responsible(a: Claim, b: Claim) -> tuple[str, str] | None:
    first, second = a["value"], b["value"]
    sides = [set((claim["asked"]["side"] or "").split(",")) - {""} for claim in (a, b)]
    denied = [value.startswith("not ") for value in (first, second)]
    if _who(a) == _who(b) and denied[0] == denied[1]:
        return None
    if sides[0] & sides[1]:
        if denied[0] != denied[1]:
            if not _about_one_thing(a, b):
                return None
            return "denial", f"{first} against {second}"
        return "agree", f"both: {first}" if first == second else f"one side: {first}, {second}"
    if any(denied) or not (_held(a) and _held(b)):
        return None
    return "conflicts", f"{first} and {second} are both named"


def _about_one_thing(a: Claim, b: Claim) -> bool:
    """Whether two sentences share a word that not every report has: within a happening, "no plant was hit" denies that
    a plant was hit, and not that somebody was killed."""
    shared = stems(a["text"]).keys() & stems(b["text"]).keys()
    who = stems(" ".join(claim["claimant_words"] or "" for claim in (a, b))).keys()
    return bool(shared - generic_words().words - who)


def _held(claim: Claim) -> bool:
    """Whether somebody other than the outlet holds the claim."""
    return bool(claim["claimant"] or claim["claimant_words"])


def _scope(a: Claim, b: Claim) -> str | None:
    """In what the scopes of two counts differ, where both state it."""
    first, second = a["asked"], b["asked"]
    if first["side"] and second["side"] and first["side"] != second["side"]:
        return f"side: {first['side']} and {second['side']}"
    if not _equal(a, b) and _places_differ(a, b):
        return f"place: {first['place']} and {second['place']}"
    spans = [(scope["from"], scope["to"] or scope["from"]) for scope in (first, second) if scope["from"]]
    # The toll of one happening has one window, whatever day its sentence names: that of a raid or a flow may differ.
    if a["field"] in TOLLS or _equal(a, b):
        return None
    if len(spans) == 2 and (spans[0][0] > spans[1][1] or spans[1][0] > spans[0][1]):
        return "other days"
    return None


def _populations_differ(a: Claim, b: Claim) -> str | None:
    """In what two counts differ by who or what is counted. A toll of no noun is of all; what else is counted without a
    noun may be of anything."""
    people = [population(claim["asked"]["population"]) for claim in (a, b)]
    if people[0] == people[1] or (None in people and a["field"] not in (*TOLLS, "destroyed", "damaged")):
        return None
    return f"population: {people[0] or 'all'} and {people[1] or 'all'}"


def _places_differ(a: Claim, b: Claim) -> bool:
    """Whether two counts are of places that exclude one another, or one is a part of what is counted over a whole."""
    (first, one), (second, other) = ((claim["asked"]["place"], claim[GROUND]) for claim in (a, b))
    if a[PART] != b[PART] and a["report"] == b["report"]:
        return True
    if not (one and other) or first == second:
        return False
    if one[0] == other[0] and place_key(first) == place_key(second):
        return False
    # A region and a town of it are how two reports name one scene; two towns, or two regions, are two scenes.
    return bool(one[0] == other[0] or (one[1] and other[1] and one[1] != other[1]))


def _who(claim: Claim) -> str:
    return claim["claimant"] or (claim["claimant_words"] or "").casefold() or f"outlet of {claim['report']}"


def _printed_later(a: Claim, b: Claim) -> bool:
    return a["report"] != b["report"] and (b[PRINTED] or "") > (a[PRINTED] or "")


def _on_later_day(a: Claim, b: Claim) -> bool:
    return bool(a["claimed"] and b["claimed"] and b["claimed"] > a["claimed"])


def _equal(a: Claim, b: Claim) -> bool:
    if (a["low"], a["high"]) == (b["low"], b["high"]) or (
        _low(a) == _low(b) and "vague" not in (a["bound"], b["bound"])
    ):
        return True
    if "about" in (a["bound"], b["bound"]) and None not in (a["low"], b["low"]):
        return bool(abs(a["low"] - b["low"]) <= ABOUT * max(a["low"], b["low"]))
    return False


def _overlap(a: Claim, b: Claim) -> bool:
    """Whether some value is allowed by both claims."""
    return _low(a) <= _high(b) and _low(b) <= _high(a)


def _low(claim: Claim) -> float:
    return 0.0 if claim["low"] is None else float(claim["low"])


def _high(claim: Claim) -> float:
    return float("inf") if claim["high"] is None else float(claim["high"])


def _value(claim: Claim) -> str:
    low, high = claim["low"], claim["high"]
    if low is None:
        return f"at most {high:g}"
    if high is None:
        return f"at least {low:g}"
    return f"{low:g}" if low == high else f"{low:g} to {high:g}"
