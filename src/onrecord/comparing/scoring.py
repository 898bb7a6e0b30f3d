"""How much speaks for two mentions being of one happening, in points, each with its reason.

The points were set on the happenings of the development gold; `quality/incidents.py` measures them.
"""

from __future__ import annotations

from datetime import date
from math import asin, cos, radians, sin, sqrt

from onrecord.comparing.mentions import Mention

SAME = 2.0
"""Points from which two mentions are of one happening."""

VETO = -100.0

NEAR_KM = 15.0
FAR_KM = 60.0


def score(a: Mention, b: Mention) -> tuple[float, str]:
    """Points and reasons; `VETO` or below means that the two cannot be one happening."""
    reasons: list[str] = []
    total = 0.0
    for points, why in (_time(a, b), _place(a, b), _parties(a, b), _numbers(a, b), _words(a, b), _modes(a, b)):
        total += points
        if points:
            reasons.append(f"{why} {points:+.1f}")
    return total, "; ".join(reasons)


def _time(a: Mention, b: Mention) -> tuple[float, str]:
    if not a.first or not b.first:
        return 0.0, ""
    gap = max(_days(a.first, b.last or b.first), _days(b.first, a.last or a.first))
    if a.dated and b.dated:
        if gap > 1:
            return VETO, "days apart"
        return (0.8, "same day") if gap <= 0 else (-0.2, "next day")
    if gap > 3:
        return VETO, "reports days apart"
    return (0.3, "reports of the same days") if gap <= 1 else (-0.3, "reports of other days")


def _days(first: str, last: str) -> int:
    """Days from the end of one stretch to the start of the other; 0 or less where they touch."""
    return (date.fromisoformat(first) - date.fromisoformat(last)).days


def _place(a: Mention, b: Mention) -> tuple[float, str]:
    if a.places & b.places:
        return 1.5, "same place"
    if a.points and b.points:
        gap = min(max(0.0, kilometres(p, q) - p[2] - q[2]) for p in a.points for q in b.points)
        if gap <= NEAR_KM:
            return 1.0, f"{gap:.0f} km apart"
        if gap > FAR_KM:
            return -3.0, f"{gap:.0f} km apart"
        return -1.0, f"{gap:.0f} km apart"
    if a.regions & b.regions:
        return 0.6, "same region"
    if a.countries and b.countries:
        return (0.2, "same country") if a.countries & b.countries else (-2.0, "other countries")
    return 0.0, ""


def kilometres(p: tuple[float, float, float], q: tuple[float, float, float]) -> float:
    """Great-circle distance of two points given in degrees."""
    a, b, c, d = map(radians, (p[0], p[1], q[0], q[1]))
    h = sin((c - a) / 2) ** 2 + cos(a) * cos(c) * sin((d - b) / 2) ** 2
    return 12742 * asin(min(1.0, sqrt(h)))


def _parties(a: Mention, b: Mention) -> tuple[float, str]:
    points, why = 0.0, []
    for role, mine, theirs in (("actor", a.actors, b.actors), ("recipient", a.recipients, b.recipients)):
        if mine and theirs:
            shared = bool(mine & theirs)
            points += 0.4 if shared else -0.6
            why.append(f"{'same' if shared else 'other'} {role}")
    return points, ", ".join(why)


def _numbers(a: Mention, b: Mention) -> tuple[float, str]:
    shared = {(m, n) for m, n in a.numbers & b.numbers if n >= 3}
    return (min(2.0, 1.2 * len(shared)), "same numbers") if shared else (0.0, "")


def _words(a: Mention, b: Mention) -> tuple[float, str]:
    if not a.words or not b.words:
        return 0.0, ""
    shared = len(a.words & b.words) / sqrt(len(a.words) * len(b.words))
    return 3.0 * shared, f"{shared:.0%} of words shared"


def _modes(a: Mention, b: Mention) -> tuple[float, str]:
    if not a.modes or not b.modes:
        return 0.0, ""
    return (0.3, "same mode") if a.modes & b.modes else (-0.3, "other mode")
