"""The first report, line by line: `python quality/seed.py DATA` (it lies in `seed/`, beside the data folder).

What its reading must say is written below as plain facts of the format; the report itself is never copied.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any


def main() -> int:
    """Print each expectation with its verdict; exit 1 where one fails."""
    import onrecord
    from onrecord.sources import Sourced, SourceOptions, read_inputs

    path = Path(sys.argv[1]).resolve().parent / "seed" / "article.txt"
    if not path.exists():
        print("the first report is not beside the data folder: nothing was checked")
        return 0
    (item,) = read_inputs([str(path)], SourceOptions())
    assert isinstance(item, Sourced)
    facts = list(expectations(onrecord.read(item.document).to_dict()))
    for holds, what in facts:
        print("holds " if holds else "FAILS ", what)
    return int(not all(holds for holds, _ in facts))


def expectations(reading: dict[str, Any]) -> list[tuple[bool, str]]:
    """Each expectation with whether the reading meets it."""
    text = reading["document"]["text"]
    actors = {a["id"]: a["name"] for a in reading["actors"]}
    times = {t["id"]: t for t in reading["times"]}
    claims = {a["id"]: a for a in reading["attributions"]}

    def days(words: str) -> set[tuple[str, str]]:
        found = (t for t in reading["times"] if t["text"] == words)
        return {((t["from"] or "")[:10], (t["to"] or "")[:10]) for t in found}

    def speakers(words: str) -> set[str]:
        """Whom the claims are resolved to whose content has the words."""
        return {
            actors[i]
            for a in claims.values()
            if a["parent"] is None and any(words in text[s:e] for s, e in a["content"]["spans"])
            for i in a["source"]["actors"]
        }

    drones = [f for f in reading["figures"] if f["low"] == 119]
    holder = claims.get(drones[0]["attribution"] or "") if drones else None
    call = [e for e in reading["events"] if e["mode"] == "phone"]
    quoted = [text[s:e] for a in claims.values() for s, e in a["content"]["quoted"]]
    skipped = [p for p in reading["document"]["parts"] if p["kind"] in ("heading", "boilerplate")]
    marks = [(x["start"], x["end"]) for name in ("figures", "places", "positions") for x in reading[name]] + [
        (e["trigger"]["start"], e["trigger"]["end"]) for e in reading["events"]
    ]
    marks += [tuple(s) for a in claims.values() for s in a["content"]["spans"]]
    return [
        (days("Friday") == {("2025-04-25", "2025-04-25")}, "Friday is 25 April"),
        (bool(call) and all(e["from"] == "2025-04-27" for e in call), "the call of Rubio and Lavrov was on 27 April"),
        (days("overnight") == {("2025-04-27", "2025-04-28")}, "overnight is the night of 27 to 28 April"),
        (
            len(drones) == 1 and times.get(drones[0]["time"] or "", {}).get("text") == "overnight",
            "the 119 drones are of that night",
        ),
        (
            holder is not None and [actors[i] for i in holder["source"]["actors"]] == ["Russian Defence Ministry"],
            "the ministry claims the 119 drones",
        ),
        (speakers("make a determination") == {"Marco Rubio"}, "he, on NBC, is Marco Rubio"),
        (speakers("prior condition") == {"French diplomatic official"}, "the diplomat is the French official"),
        (
            not any(p["start"] < e and s < p["end"] for p in skipped for s, e in marks),
            "headings and share links yield nothing",
        ),
        (
            {"very critical", "close", "a solid ceasefire"} <= set(quoted),
            "partial quotes are kept to the character",
        ),
    ]


if __name__ == "__main__":
    sys.exit(main())
