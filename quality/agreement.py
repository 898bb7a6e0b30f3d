"""How far two readers agree on the events of two articles: the ceiling of the scores for events.

    python quality/agreement.py

Two readers annotated the events of the same two articles by the conventions of the development gold, neither seeing
the other's work. They were two runs of one language model with the same instructions and examples, not two people of
different schools, so their agreement is more likely too high than too low. `quality/agreement/*.json` holds their
annotations (offsets into the texts, which are not ours to copy; `sha256` says which text). Each reader is held against
the other as the outside check holds a reading against the gold: triggers overlap and types are the same; optional
events are neither asked for nor counted wrong. Printed is F1, the mean of both directions, for the type, with both
parties, with the date; and of the matched events the share with the same value and the same mode.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "agreement"
Event = dict[str, Any]


def pairs(asked: list[Event], given: list[Event]) -> list[tuple[Event, Event]]:
    """Events of one reader with the other's: one to one, of one type, the longest overlap of triggers first."""
    found = []
    for i, a in enumerate(asked):
        for j, b in enumerate(given):
            overlap = min(a["trigger"][1], b["trigger"][1]) - max(a["trigger"][0], b["trigger"][0])
            if overlap > 0 and a["type"] == b["type"]:
                found.append((-overlap, i, j))
    taken_a: set[int] = set()
    taken_b: set[int] = set()
    out = []
    for _, i, j in sorted(found):
        if i not in taken_a and j not in taken_b:
            taken_a.add(i)
            taken_b.add(j)
            out.append((asked[i], given[j]))
    return out


def same_parties(a: Event, b: Event) -> bool:
    """Whether actors and recipients are the same, by code or by the words of their names."""

    def names(event: Event, side: str) -> set[str]:
        return {" ".join(re.findall(r"\w+", name.casefold())) for name in event[side]}

    return all(names(a, side) == names(b, side) for side in ("actors", "recipients"))


def count(asked: list[Event], given: list[Event], into: Counter[str]) -> None:
    """Add what one reader, asked for by the other, found in one article."""
    matched = pairs(asked, given)
    free = sum(bool(a.get("optional")) for a, _ in matched)
    firm = [(a, b) for a, b in matched if not a.get("optional")]
    into["asked"] += sum(not a.get("optional") for a in asked)
    # An event that the reader himself calls optional is not held against him where the other has none.
    taken = {id(b) for _, b in matched}
    into["given"] += sum(id(b) in taken or not b.get("optional") for b in given) - free
    into["type"] += len(firm)
    into["parties"] += sum(same_parties(a, b) for a, b in firm)
    into["date"] += sum(a["from"] == b["from"] for a, b in firm)
    into["value"] += sum(a["status"] == b["status"] for a, b in firm)
    into["mode"] += sum((a["mode"] or None) == (b["mode"] or None) for a, b in firm)


def agreement(folder: Path = FOLDER) -> dict[str, float]:
    """The figures, between 0 and 1, and how many events each reader marked as not optional."""
    first, second = (
        {article["sha256"]: article["events"] for article in json.loads((folder / name).read_text("utf-8"))}
        for name in ("first_reader.json", "second_reader.json")
    )
    totals: Counter[str] = Counter()
    for text in first:
        count(first[text], second[text], totals)
        count(second[text], first[text], totals)
    sides = max(totals["asked"] + totals["given"], 1)
    out = {f"{name}_f1": 2 * totals[name] / sides for name in ("type", "parties", "date")}
    out |= {f"{name}_same": totals[name] / max(totals["type"], 1) for name in ("value", "mode")}
    required = {
        "first": sum(not e.get("optional") for events in first.values() for e in events),
        "second": sum(not e.get("optional") for events in second.values() for e in events),
    }
    return {**out, **{f"{name}_required": float(number) for name, number in required.items()}}


def main() -> int:
    for name, value in agreement().items():
        print(f"{name:18}{value:8.3f}" if value <= 1 else f"{name:18}{value:8.0f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
