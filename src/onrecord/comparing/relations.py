"""How claims on one field of an incident stand to one another.

`agree` (the values can both be true), `refines` (one is within the other and says more), `updates` (the same claimant,
later), `different_scope` (another place, side, population or window), `conflicts` (they cannot both be true), `denial`
(one denies what the other says). An older toll is no dispute, and neither are "at least 12" and "14".
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection

from onrecord.comparing.statements import state
from onrecord.record import tables
from onrecord.record.write import insert_rows

MOST = 60
"""Claims on one field that are compared pair by pair; of more, the earliest of each claimant and value."""

ABOUT = 0.1
"""Share by which two values may differ where one of them is a round estimate."""

Claim = dict[str, Any]


def relate(connection: Connection, incidents: Iterable[str]) -> None:
    """Write the statements and relations of these incidents anew."""
    for incident in sorted(incidents):
        found = state(connection, incident)
        slots: dict[str, list[Claim]] = defaultdict(list)
        for claim in found:
            slots[claim["field"]].append(claim)
        rows = []
        for members in slots.values():
            members.sort(key=lambda c: (c["claimed"] or "", c["report"], c["start"]))
            rows += [
                {"a": b["id"], "b": a["id"], "incident": incident, "relation": relation, "why": why}
                for a, b, relation, why in pairs(members)
            ]
        insert_rows(connection, tables.relation, rows)


def pairs(members: Sequence[Claim]) -> Iterable[tuple[Claim, Claim, str, str]]:
    """Every earlier and later claim of a field that stand in a relation, with the relation and its reason."""
    if len(members) > MOST:
        firsts: dict[tuple[Any, ...], Claim] = {}
        for claim in members:
            firsts.setdefault((_who(claim), claim["low"], claim["high"], claim["value"]), claim)
        members = list(firsts.values())[:MOST]
    for i, a in enumerate(members):
        for b in members[i + 1 :]:
            found = relation_of(a, b)
            if found is not None:
                yield a, b, *found


def relation_of(a: Claim, b: Claim) -> tuple[str, str] | None:
    """How the later claim `b` stands to the earlier `a`: relation and reason, or None where it tells nothing."""
    if a["low"] is None and a["high"] is None:
        return _stated(a, b)
    scope = _scope(a, b)
    if scope:
        return "different_scope", scope
    same = _who(a) == _who(b)
    if _equal(a, b):
        return "agree", f"both {_value(a)}"
    if _within(a, b) or _within(b, a):
        wider, narrower = (a, b) if _width(a) >= _width(b) else (b, a)
        if same and _later(a, b) and (b["low"] or 0) > (a["low"] or 0):
            return "updates", f"{_value(a)} became {_value(b)}, by the same claimant"
        return "refines" if same else "agree", f"{_value(narrower)} is within {_value(wider)}"
    if same and _later(a, b):
        return "updates", f"{_value(a)} became {_value(b)}, by the same claimant"
    if a["report"] == b["report"] and same:
        return "different_scope", "two counts of one claimant in one report"
    if not same and _later(a, b) and (b["low"] or 0) > (a["high"] or a["low"] or 0) and a["field"] in _GROWING:
        return "updates", f"a later and higher count: {_value(a)}, then {_value(b)}"
    return "conflicts", f"{_value(a)} and {_value(b)} cannot both be right"


_GROWING = frozenset({"killed", "injured", "missing", "displaced", "destroyed", "damaged"})


def _stated(a: Claim, b: Claim) -> tuple[str, str] | None:
    """Relations of claims that are words: that it happened, and who did it."""
    first, second = a["value"], b["value"]
    if first is None or second is None:
        return None
    if first == second:
        return ("agree", f"both: {first}") if _who(a) != _who(b) else None
    denied = second if a["field"] == "happened" else second.startswith("not ") and second[4:]
    if a["field"] == "happened":
        if _who(a) == _who(b):
            return "updates", f"{first} became {second}, by the same claimant"
        return "denial", "one says that it happened, the other that it did not"
    if denied == first or (first.startswith("not ") and first[4:] == second):
        return "denial", f"{first} against {second}"
    if set(first.split(", ")) & set(second.split(", ")):
        return "refines", f"{first}, {second}"
    return "conflicts", f"{first} and {second} are both named"


def _scope(a: Claim, b: Claim) -> str | None:
    """In what the scopes of two counts differ, where both state it."""
    first, second = json.loads(a["scope"]), json.loads(b["scope"])
    for name in ("place", "side", "population"):
        if first[name] and second[name] and first[name] != second[name]:
            return f"{name}: {first[name]} and {second[name]}"
    if first["from"] and second["from"] and (first["from"] > (second["to"] or second["from"])):
        return "other days"
    if second["from"] and first["from"] and (second["from"] > (first["to"] or first["from"])):
        return "other days"
    if bool(first["population"]) != bool(second["population"]):
        return f"population: {first['population'] or second['population']} and all"
    return None


def _who(claim: Claim) -> str:
    return claim["claimant"] or (claim["claimant_words"] or "").casefold() or f"outlet of {claim['report']}"


def _later(a: Claim, b: Claim) -> bool:
    return bool(a["claimed"] and b["claimed"] and b["claimed"] > a["claimed"])


def _equal(a: Claim, b: Claim) -> bool:
    if (a["low"], a["high"]) == (b["low"], b["high"]):
        return True
    if "about" in (a["bound"], b["bound"]) and None not in (a["low"], b["low"]):
        return abs(a["low"] - b["low"]) <= ABOUT * max(a["low"], b["low"])
    return False


def _within(inner: Claim, outer: Claim) -> bool:
    """Whether every value that `inner` allows is allowed by `outer`."""
    low, high = _bounds(inner)
    least, most = _bounds(outer)
    return least <= low and high <= most


def _bounds(claim: Claim) -> tuple[float, float]:
    low = 0.0 if claim["low"] is None else claim["low"]
    return low, float("inf") if claim["high"] is None else claim["high"]


def _width(claim: Claim) -> float:
    low, high = _bounds(claim)
    return high - low


def _value(claim: Claim) -> str:
    low, high = claim["low"], claim["high"]
    if low is None:
        return f"at most {high:g}"
    if high is None:
        return f"at least {low:g}"
    return f"{low:g}" if low == high else f"{low:g} to {high:g}"
