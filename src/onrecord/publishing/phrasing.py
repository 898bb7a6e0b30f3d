"""Claims as a reader of the brief meets them: what is counted, by whom, and how the counts stand to one another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from onrecord.comparing.populations import population
from onrecord.publishing.display import number

Claim = dict[str, Any]

IN_WORDS = ("happened", "responsible", "weapon", "date", "place")

_PEOPLE = ("killed", "injured", "missing", "captured", "displaced")
_ENDING = {
    "killed": "killed",
    "injured": "injured",
    "missing": "missing",
    "captured": "captured",
    "displaced": "displaced",
    "launched": "launched",
    "downed": "downed",
    "hit": "hit",
    "destroyed": "destroyed",
    "damaged": "damaged",
    "deployed": "deployed",
    "supplied": "supplied",
}


_VAGUE = {
    (3.0, 9.0): "several",
    (3.0, 5.0): "a few",
    (24.0, 99.0): "dozens",
    (20.0, 99.0): "tens",
    (40.0, 99.0): "scores",
    (200.0, 999.0): "hundreds",
    (2000.0, 9999.0): "thousands",
    (20000.0, 99999.0): "tens of thousands",
    (200000.0, 999999.0): "hundreds of thousands",
    (2000000.0, 9999999.0): "millions",
}
"""Counts that reports leave vague, in the words that stand for these bounds."""


def counted(claim: Claim) -> str:
    """A count in words: "at least 12 killed", "166 drones launched"."""
    return f"{amount(claim)} {what(claim)}".strip()


def amount(claim: Claim) -> str:
    """The number of a claim with its bound in words."""
    low, high, bound = claim["low"], claim["high"], claim["bound"] or "exact"
    if low == high == 0:
        return "no"
    if bound == "vague" and (low, high) in _VAGUE:
        return _VAGUE[low, high]
    if bound == "at_least" or (high is None and low is not None):
        return f"at least {low:,.0f}" if float(low).is_integer() else f"at least {low:g}"
    if bound == "at_most" or (low is None and high is not None):
        return f"at most {high:,.0f}"
    if bound == "about":
        return f"about {low:,.0f}"
    return number(low, high, bound)


def what(claim: Claim) -> str:
    """What the number of a claim counts: "drones downed", "children killed"."""
    noun = claim["scope"].get("population")
    group = population(noun)
    field = claim["field"]
    if field in _PEOPLE:
        group = None if group not in ("children", "women") else group
    elif noun:
        group = group if group in ("children", "women", "drones") else plural(noun, claim["low"])
    ending = _ENDING.get(field, "")
    where = claim["scope"].get("place") if field in ("downed", "launched") else None
    return " ".join(part for part in (group, ending, f"({where})" if where else None) if part)


def plural(noun: str, count: float | None) -> str:
    """The noun in the plural where it is not one."""
    if count == 1 or noun.endswith("s"):
        return noun
    if noun.endswith(("ch", "sh", "x")):
        return noun + "es"
    return noun[:-1] + "ies" if noun.endswith("y") and noun[-2:-1] not in "aeiou" else noun + "s"


def side_by_side(claims: Sequence[Claim]) -> str:
    """Counts of one thing with who holds each, equal ones together, in the order in which they were printed."""
    held: dict[str, list[str]] = {}
    for claim in claims:
        names = held.setdefault(amount(claim), [])
        if claim["claimant"] not in names:
            names.append(claim["claimant"])
    return "; ".join(
        f"{value} ({', '.join(names[:4])}{f' and {len(names) - 4} more' if len(names) > 4 else ''})"
        for value, names in held.items()
    )


def slots(claims: Iterable[Claim]) -> dict[tuple[str, str], list[Claim]]:
    """Counts of a happening by what they count, each list in the order in which the counts were claimed."""
    out: dict[tuple[str, str], list[Claim]] = {}
    for claim in sorted(claims, key=lambda c: (c["claimed"] or "", c["low"] or 0, c["id"])):
        if claim["field"] not in IN_WORDS:
            out.setdefault((claim["field"], what(claim)), []).append(claim)
    return out


def how_counted(item: dict[str, Any]) -> str:
    """How many reports and independent accounts carry a happening; reprints by name."""
    reports = item["reports"]
    accounts = {report["account"] for report in reports}
    text = f"{len(reports)} report{'s' if len(reports) > 1 else ''}, {len(accounts)} independent"
    if len(accounts) == len(reports):
        return text
    whole = {report["document"]: report["outlet"] or "a report" for report in reports}
    copies = sorted(
        {
            f"{report['outlet'] or 'a report'} reprints {whole.get(report['account'], 'another report')}"
            for report in reports
            if report["account"] != report["document"]
        }
    )
    return f"{text}: {', '.join(copies)}" if copies else text


def when(item: dict[str, Any]) -> str:
    """The day or days of a happening."""
    first, last = item["from"], item["to"]
    if not first:
        return "day not said"
    return first if not last or last == first else f"{first} to {last[8:] if last[:7] == first[:7] else last}"


def where(item: dict[str, Any]) -> str:
    """The place of a happening, or its country."""
    return str(item["place"] or item["country"] or "place not said")
