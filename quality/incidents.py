"""Happenings over many reports against the incidents of the development gold: `python quality/incidents.py DATA`.

The reports that the gold names are added to a fresh record with the command line; what `timeline --json` then says is
compared with the gold:

- pairs: two reports are one happening where some incident has both; precision over pairs of the gold's own reports,
  recall over the pairs within its incidents. Pairs in which one report only mentions the other's happening in passing
  (`mentions`), and texts that recur under another address (`duplicates`), are left out.
- look-alikes: the share of the `not_same` pairs that some incident has both of.
- claims: gold claims for which a claim of the same report overlaps in words, has the same field and the same value.
- relations: macro-F1 over the relations of the gold whose two claims were both found, direction left aside. A relation
  that the record does not state counts as missed; where several of our claims match, one pair with the right relation
  is enough. The mean is over the relations of which the gold has a case between found claims: one without any does not
  count. What the record states beyond the gold's pairs is not counted, as the gold lists only informative pairs.

Exit 1 below a floor of `quality/floors/incidents.json`.
"""

from __future__ import annotations

import csv
import gzip
import itertools
import json
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
FIELDS: dict[str, tuple[str, ...]] = {
    "downed_drones": ("downed",),
    "drones_hit": ("hit",),
    "targets": ("hit",),
    "evacuees": ("displaced", "other"),
    "trucks_entered": ("supplied", "other"),
    "trucks_permitted": ("supplied", "other"),
    "trucks_inspected": ("supplied", "other"),
    "trucks_crossed": ("supplied", "other"),
    "vehicles": ("supplied", "other"),
    "on_board": ("other",),
    "attackers": ("other",),
    "delegation_size": ("other", "deployed"),
    "countries": ("other",),
    "irish_members": ("other",),
    "german_members": ("other",),
    "babies_at_risk": ("other",),
    "shots": ("launched", "other"),
    "strikes": ("launched", "other"),
    "wounds": ("injured", "other"),
    "sanctioned_persons": ("other",),
    "sanctioned_entities": ("other",),
    "north_korean_troops": ("deployed",),
    "area_seized": ("territory",),
    "target": ("place",),
    "site": ("place",),
    "route": ("place",),
}
"""Gold fields by the fields of the incident format that they are: a count of what no measure names is `other`, with the
noun in its scope. A gold field that is not listed is found only under its own name."""


def main() -> int:
    """Print the figures as JSON and compare them with the floors."""
    data = Path(sys.argv[1])
    gold = json.loads((data / "gold_dev" / "incidents.json").read_text(encoding="utf8"))
    with tempfile.TemporaryDirectory() as scratch:
        source = Path(scratch) / "reports.jsonl"
        source.write_text(
            "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in reports(data, gold)), encoding="utf8"
        )
        record = str(Path(scratch) / "war.db")
        _onrecord("add", str(source), "--record", record)
        lines = _onrecord("timeline", "--record", record, "--json", "--limit", "1000000").splitlines()
    figures = score(gold, [json.loads(line) for line in lines])
    print(json.dumps({k: round(v, 4) if isinstance(v, float) else v for k, v in figures.items()}, indent=1))
    floors = json.loads((HERE / "floors" / "incidents.json").read_text(encoding="utf8"))
    short = [k for k, floor in floors["at_least"].items() if figures[k] < floor]
    short += [k for k, ceiling in floors["at_most"].items() if figures[k] > ceiling]
    print("floors hold" if not short else "below the floor: " + ", ".join(short))
    return 1 if short else 0


def reports(data: Path, gold: dict[str, Any]) -> list[dict[str, Any]]:
    """The gold's reports as rows of text, with the gold's own key as id, in the order of publication."""
    by_url: dict[str, dict[str, Any]] = {}
    with gzip.open(data / "news" / "multi_outlet_2025-05-21" / "articles.jsonl.gz", "rt", encoding="utf8") as lines:
        for line in lines:
            row = json.loads(line)
            by_url.setdefault(row["link"], row)
    syria = {}
    with open(data / "news" / "syria_2011-18" / "articles.csv", encoding="utf8") as file:
        for row in csv.DictReader(file):
            syria[row["unit_id"]] = row
    articles = {}
    for line in (data / "gold_dev" / "articles.jsonl").read_text(encoding="utf8").splitlines():
        row = json.loads(line)
        articles[row["id"]] = row
    out = []
    for key, said in gold["documents"].items():
        if key in articles:
            row = articles[key]
            text, title, published = row["text"], row.get("title"), row.get("published")
        elif "unit_id" in said:
            row = syria[str(said["unit_id"])]
            month, day, year = row["date"].split("/")
            text, title, published = (
                row["article_content"],
                row["article_title"],
                f"20{int(year):02d}-{int(month):02d}-{int(day):02d}",
            )
        else:
            row = by_url[said["url"]]
            text, title, published = row["text"], row["title"], row["published"]
        out.append(
            {
                "id": key,
                "outlet": said.get("outlet"),
                "url": said.get("url"),
                "title": title,
                "published": published,
                "text": text,
            }
        )
    return sorted(out, key=lambda row: (str(row["published"]), row["id"]))


def score(gold: dict[str, Any], found: list[dict[str, Any]]) -> dict[str, float]:
    """The figures; see the head of the module."""
    together: Counter[frozenset[str]] = Counter()
    by_report: dict[str, list[dict[str, Any]]] = {}
    relations: dict[frozenset[str], str] = {}
    for item in found:
        keys = {r["document"]: r["source_id"] for r in item["reports"]}
        for pair in itertools.combinations(sorted(set(keys.values())), 2):
            together[frozenset(pair)] += 1
        for claim in item["claims"]:
            by_report.setdefault(keys.get(claim["document"], ""), []).append(claim)
        for relation in item["relations"]:
            relations[frozenset((relation["a"], relation["b"]))] = relation["relation"]
    out = _pairs(gold, together)
    out |= _claims(gold, by_report, relations)
    return out


def _pairs(gold: dict[str, Any], together: Counter[frozenset[str]]) -> dict[str, float]:
    wanted, left_out = set(), set()
    members = {key for item in gold["incidents"] for key in item["reports"]}
    for item in gold["incidents"]:
        wanted |= {frozenset(p) for p in itertools.combinations(item["reports"], 2)}
        passing = [*item.get("mentions", ()), *_flat(item.get("duplicates", ()))]
        left_out |= {frozenset((a, b)) for a in passing for b in (*item["reports"], *passing) if a != b}
    left_out -= wanted
    had = {pair for pair in together if pair <= members} - left_out
    hits = len(wanted & had)
    precision, recall = hits / max(1, len(had)), hits / max(1, len(wanted))
    alike = [frozenset(pair[:2]) for pair in gold["not_same"]]
    return {
        "pair_precision": precision,
        "pair_recall": recall,
        "pair_f1": 2 * precision * recall / max(1e-9, precision + recall),
        "look_alikes_merged": sum(pair in together for pair in alike) / len(alike),
    }


def _flat(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [*value, *(x for item in value.values() for x in _flat(item))]
    return [x for item in value for x in _flat(item)]


def _claims(
    gold: dict[str, Any], by_report: dict[str, list[dict[str, Any]]], relations: dict[frozenset[str], str]
) -> dict[str, float]:
    total = hits = in_fields = 0
    confusion: Counter[tuple[str, str]] = Counter()
    known = {claim["field"] for claims in by_report.values() for claim in claims}
    for item in gold["incidents"]:
        match: dict[int, list[str]] = {}
        for claim in item["claims"]:
            total += 1
            in_fields += any(field in known for field in _fields(claim))
            ours = [c["id"] for c in by_report.get(claim["doc"], ()) if _same(claim, c)]
            if ours:
                hits += 1
                match[claim["n"]] = ours
        for relation in item["relations"]:
            a, b = match.get(relation["a"]), match.get(relation["b"])
            if a and b:
                said = {relations.get(frozenset((x, y)), "none") for x in a for y in b}
                got = relation["relation"] if relation["relation"] in said else sorted(said)[0]
                confusion[relation["relation"], got] += 1
    kinds = sorted({g for g, _ in confusion})
    f1 = {}
    for kind in kinds:
        right = confusion[kind, kind]
        had = sum(n for (_, p), n in confusion.items() if p == kind)
        asked = sum(n for (g, _), n in confusion.items() if g == kind)
        f1[kind] = 2 * right / max(1, had + asked)
    return {
        "claims_found": hits / total,
        "claims_in_our_fields": in_fields / total,
        "relations_between_found": sum(confusion.values()),
        "relation_macro_f1": sum(f1.values()) / max(1, len(f1)),
        **{f"relation_{kind}": value for kind, value in f1.items()},
    }


def _fields(gold: dict[str, Any]) -> tuple[str, ...]:
    return FIELDS.get(gold["field"], (gold["field"],))


def _same(gold: dict[str, Any], ours: dict[str, Any]) -> bool:
    """Whether our claim has the words, the field and the value of the gold's.

    The gold leaves the upper end of "several" and "dozens" open; ours gives the ends of READING.md. Who is responsible
    the gold answers with yes or no and a note, ours with the name: only the answer is compared.
    """
    if ours["field"] not in _fields(gold):
        return False
    if min(gold["at"][1], ours["end"]) <= max(gold["at"][0], ours["start"]):
        return False
    if gold["low"] is None and gold["high"] is None:
        value = (gold.get("value") or "").lower()
        if gold["field"] == "responsible":
            return value.startswith("no") == (ours["value"] or "").startswith("not ") and not value.startswith("unk")
        return bool(set(value.split()) & set((ours["value"] or "").lower().replace("-", " ").split()))
    low = gold["low"] == ours["low"]
    return low and (gold["high"] == ours["high"] or ours["bound"] in ("about", "at_least", "vague"))


def _onrecord(*args: str) -> str:
    command = [sys.executable, "-c", "from onrecord.cli.app import main; main()", *args]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.stderr.write(done.stderr[-2000:])
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
