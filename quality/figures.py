"""Figures, measured: our own development gold, and tolls of attacks in Syria beside a crowd's.

    python quality/figures.py DATA_FOLDER [--part all|dev|third] [--syria N] [--errors]

gold_dev: figures are paired where their words overlap; the value is right with both ends of its interval, then the
measure, then the claimant (the canonical name of a source, or its words). Durations and shares are left out; optional
gold is neither asked for nor counted wrong. Beside it, on the same pairing: every run of digits with a plain regular
expression, and quantulum3 where it is installed. syria_2011-18: whether a figure "killed" has the number of civilians
that the crowd gave, where that is 2 or more. The figures agree with those of the outside check; the pairing of names
is the one of `quality/speakers.py`. Exit 1 below a floor.
`--part third` scores the articles kept for measuring, whose errors are not shown; `--part dev` the others.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

FLOORS = {"span_f1": 0.90, "value_f1": 0.86, "measure_f1": 0.80, "claimant_f1": 0.70, "syria_any": 0.75}
"""Of the whole gold and all articles of Syria; parts of them have no floor."""
_DIGITS = re.compile(r"(?<![\w.,-])\d[\d,]*(?:\.\d+)?(?![\w-])")
Row = dict[str, Any]


def measuring(name: str) -> bool:
    """Whether an article of gold_dev is kept for measuring only."""
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % 3 == 0


def gold_articles(folder: Path, part: str) -> list[tuple[Row, Row]]:
    """Texts with their annotation."""
    rows = {row["id"]: row for row in map(json.loads, (folder / "articles.jsonl").open(encoding="utf-8"))}
    out = []
    for path in sorted(folder.glob("*.json")):
        if path.stem != "incidents":
            gold = json.loads(path.read_text("utf-8"))
            if part == "all" or measuring(gold["id"]) == (part == "third"):
                out.append((rows[gold["id"]], gold))
    return out


def pair(gold: Sequence[Row], found: Sequence[Row]) -> list[tuple[int, int]]:
    """One-to-one pairs of most overlap first, of equals the last ones, as the outside check pairs them."""
    scored = [
        (min(g["span"][1], f["end"]) - max(g["span"][0], f["start"]), i, j)
        for i, g in enumerate(gold)
        for j, f in enumerate(found)
    ]
    pairs: list[tuple[int, int]] = []
    left: set[int] = set()
    right: set[int] = set()
    for overlap, i, j in sorted(scored, reverse=True):
        if overlap > 0 and i not in left and j not in right:
            left.add(i)
            right.add(j)
            pairs.append((i, j))
    return pairs


def score(
    articles: Iterable[tuple[Row, Row]], find: Callable[[Row], Row], *, report: Callable[[str], None] | None = None
) -> Counter[str]:
    """Counts of gold, found, and rightly found figures; `find` gives a reading as plain data for a row."""
    from quality.speakers import alike

    counts: Counter[str] = Counter()
    for row, annotation in articles:
        text, reading = row["text"], find(row)
        gold = annotation["figures"]
        free = [g.get("optional") or g["measure"] in ("duration", "share") for g in gold]
        found = [f for f in reading["figures"] if f["measure"] not in ("duration", "share")]
        pairs = pair(gold, found)
        counts["gold"] += free.count(False)
        counts["found"] += len(found) - sum(1 for i, _ in pairs if free[i])
        attributions = {a["id"]: a for a in reading["attributions"]}
        names = {
            a["id"]: [a["name"], *a["aliases"], *(m["text"] for m in a["mentions"] if m["form"] != "pronoun")]
            for a in reading["actors"]
        }
        for i, j in pairs:
            if free[i]:
                continue
            g, f = gold[i], found[j]
            value = g["low"] == f["low"] and g["high"] == f["high"]
            measure = value and g["measure"] == f["measure"]
            holder = attributions.get(f["attribution"] or "")
            claimant = measure and _claims(g["claimant"], holder, names, text, alike)
            for name, right in (("span", True), ("value", value), ("measure", measure), ("claimant", claimant)):
                counts[name] += right
            if report and not claimant:
                wrong = "value" if not value else "measure" if not measure else "claimant"
                who = holder["source"]["text"] if holder else None
                want = (g["low"], g["high"], g["measure"], g["claimant"])
                have = (f["low"], f["high"], f["measure"], who, f["by"])
                report(f"{row['id']} {wrong}: gold {want} | found {have} | {around(text, f)}")
        if report:
            seen_gold, seen = {i for i, _ in pairs}, {j for _, j in pairs}
            for i, g in enumerate(gold):
                if not free[i] and i not in seen_gold:
                    words = around(text, {"start": g["span"][0], "end": g["span"][1]})
                    report(f"{row['id']} missed: {g['low']} {g['measure']} | {words}")
            for j, f in enumerate(found):
                if j not in seen:
                    have = (f["low"], f["high"], f["measure"], f["counted"], f["by"])
                    report(f"{row['id']} spurious: {have} | {around(text, f)}")
    return counts


def _claims(
    gold: str | None, holder: Row | None, names: dict[str, list[str]], text: str, alike: Callable[..., bool]
) -> bool:
    if gold is None or holder is None:
        return gold is None and holder is None
    source = holder["source"]
    if any(alike(gold, names[actor]) for actor in source["actors"]):
        return True
    if alike(gold, [" ".join(text[a:b] for a, b in source["spans"])]):
        return True
    return not source["actors"] and not source["spans"] and gold in ("unnamed", "unspecified", "alleged")


def around(text: str, mark: Row) -> str:
    """The words of a mark between those around it, on one line."""
    start, end = mark["start"], mark["end"]
    return f"{text[max(0, start - 60) : start]}[[{text[start:end]}]]{text[end : end + 50]}".replace("\n", "/")


def figures_of(counts: Counter[str]) -> dict[str, float]:
    """F1 of each step from the counts of `score`."""
    return {
        f"{name}_f1": round(2 * counts[name] / max(1, counts["found"] + counts["gold"]), 4)
        for name in ("span", "value", "measure", "claimant")
    }


def own_reading(row: Row) -> Row:
    """The reading of a row as plain data."""
    from onrecord.language import analyse
    from onrecord.reading.actors import find_actors
    from onrecord.reading.attributions import find_attributions
    from onrecord.reading.figures import find_figures
    from onrecord.reading.places import find_places
    from onrecord.reading.times import find_times
    from onrecord.sources import document_from_text

    document = document_from_text(row["text"], published=row.get("published"), title=row.get("title"))
    doc = analyse(document)
    times = find_times(document, doc)
    places = find_places(document, doc)
    actors = find_actors(document, doc, places)
    attributions = find_attributions(document, doc, actors, times)
    figures = find_figures(document, doc, times, places, actors, attributions)
    return {
        name: [item.model_dump(by_alias=True) for item in items]
        for name, items in (("figures", figures), ("attributions", attributions), ("actors", actors))
    }


def digits_reading(row: Row) -> Row:
    """The plain regular expression: every number in digits is an exact figure of no measure."""
    found = []
    for match in _DIGITS.finditer(row["text"]):
        value = float(match[0].rstrip(",").replace(",", ""))
        found.append({"start": match.start(), "end": match.end(), "low": value, "high": value})
    return _bare(found)


def quantulum_reading(row: Row) -> Row:
    """What quantulum3 finds, without its classifier. Raises `ImportError` where it is not installed."""
    from quantulum3 import parser  # type: ignore[import-not-found]

    found = []
    for quantity in parser.parse(row["text"]):
        start, end = quantity.span
        found.append({"start": start, "end": end, "low": quantity.value, "high": quantity.value})
    return _bare(found)


def _bare(found: list[Row]) -> Row:
    common = {"measure": "other", "attribution": None, "counted": None, "by": "baseline"}
    return {"figures": [{**figure, **common} for figure in found], "attributions": [], "actors": []}


def syria(folder: Path, limit: int, *, report: Callable[[str], None] | None = None) -> dict[str, float]:
    """Articles whose crowd value stands among the figures "killed", and among which it is the largest."""
    counts: Counter[str] = Counter()
    for row in csv.DictReader((folder / "articles.csv").open(encoding="utf-8")):
        civilians = int(float(row["nb_civilians"] or 0))
        if civilians < 2 or counts["articles"] >= limit:
            continue
        month, day, year = row["date"].split("/")
        published = f"20{int(year):02d}-{int(month):02d}-{int(day):02d}"
        reading = own_reading({"text": row["article_content"], "title": row["article_title"], "published": published})
        killed = [f for f in reading["figures"] if f["measure"] == "killed"]
        counts["articles"] += 1
        right = any(f["low"] == civilians for f in killed)
        counts["any"] += right
        counts["largest"] += bool(killed) and max(f["low"] or 0 for f in killed) == civilians
        if report and not right:
            listed = [(f["text"], f["measure"]) for f in reading["figures"]]
            report(f"{row['unit_id']} crowd {civilians} | {listed} | {row['article_content'][:700]}")
    total = max(1, counts["articles"])
    return {
        "syria_any": round(counts["any"] / total, 4),
        "syria_largest": round(counts["largest"] / total, 4),
        "syria_articles": counts["articles"],
    }


def main(argv: Sequence[str] | None = None) -> int:
    """Print the figures as JSON; 1 where a floor is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--part", choices=("all", "dev", "third"), default="all")
    parser.add_argument("--syria", type=int, default=1000, help="articles of Syria to read; 0 for none")
    parser.add_argument("--errors", action="store_true", help="list what is wrong; never for the measuring third")
    options = parser.parse_args(argv)
    sys.path.insert(0, str(Path(__file__).parent.parent))
    show = (lambda line: print(line)) if options.errors else None
    articles = gold_articles(options.data / "gold_dev", options.part)
    if show and options.part != "dev":
        parser.error("errors are shown for --part dev only")
    out: dict[str, float] = figures_of(score(articles, own_reading, report=show))
    for name, reader in (("digits", digits_reading), ("quantulum3", quantulum_reading)):
        try:
            out |= {
                f"{name}_{key}": value
                for key, value in figures_of(score(articles, reader)).items()
                if key in ("span_f1", "value_f1")
            }
        except ImportError:
            continue
    if options.syria:
        out |= syria(options.data / "news" / "syria_2011-18", options.syria, report=show)
    print(json.dumps(out))
    missed = (
        [name for name, floor in FLOORS.items() if name in out and out[name] < floor] if options.part == "all" else []
    )
    if missed:
        print("below the floor: " + ", ".join(missed))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
