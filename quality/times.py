"""When, measured: TimeBank with AQUAINT (TempEval-3's training data) and the intervals of our own development gold.

    python quality/times.py DATA_FOLDER [--tbaq tenth|rest] [--gold all|dev|third] [--documents N] [--errors]

TBAQ (UzZaman et al. 2013): the documents whose name has a SHA-256 that ten divides are set aside for measuring, each
text once. `strict` is the F1 over equal extents, `relaxed` over extents that overlap (paired one to one, most first),
`type` and `value` over the pairs of equal type and TIMEX3 value. Published on the official test set, relaxed with
value: HeidelTime .78, UWTime .82, the best tool without Java .60.
Our own gold: F1 over the expressions whose first and last day are both right; optional ones are neither asked for nor
counted wrong. The figures agree with those of the outside check.
`--errors` lists what is missed and wrong; never for the parts set aside. Exit 1 below a floor.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
import xml.etree.ElementTree as ElementTree
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from onrecord.model import Time

FLOORS = {"strict_f1": 0.80, "relaxed_f1": 0.90, "value_f1": 0.72, "interval_f1": 0.88}
_DOCUMENT_TIMES = ("CREATION_TIME", "PUBLICATION_TIME")
Gold = dict[str, Any]
Reader = Callable[[str, str | None], Sequence[Time]]
Show = Callable[[str], None] | None


def timeml(raw: str) -> tuple[str, list[Gold], str | None]:
    """Text, TIMEX3 annotations and day of publication of one TimeML file."""
    root = ElementTree.fromstring(re.sub(r"&(?!amp;|lt;|gt;|quot;|apos;|#)", "&amp;", raw).encode("utf-8"))
    found = root.find(".//TEXT")
    body = root if found is None else found
    created = next(
        (t.get("value") for t in root.iter("TIMEX3") if t.get("functionInDocument") in _DOCUMENT_TIMES), None
    )
    pieces: list[str] = []
    gold: list[Gold] = []

    def walk(element: ElementTree.Element) -> None:
        start = sum(map(len, pieces))
        pieces.append(element.text or "")
        for child in element:
            walk(child)
            pieces.append(child.tail or "")
        if element.tag == "TIMEX3" and element.get("functionInDocument") not in _DOCUMENT_TIMES:
            span = (start, sum(map(len, pieces)))
            gold.append({"span": span, "type": element.get("type"), "value": element.get("value")})

    walk(body)
    return "".join(pieces), gold, (created or "")[:10] or None


def tbaq(folder: Path, part: str) -> Iterator[tuple[str, list[Gold], str | None]]:
    """Text, gold and day of publication of each document of the tenth set aside, or of the rest."""
    seen = set()
    for path in sorted(folder.glob("*/*.tml")):
        aside = int(sha256(path.name.encode()).hexdigest(), 16) % 10 == 0
        if aside != (part == "tenth") or path.name.startswith("."):
            continue
        text, gold, published = timeml(path.read_text(encoding="utf-8", errors="replace"))
        if text not in seen:
            seen.add(text)
            yield text, gold, published


def own_gold(folder: Path, part: str) -> Iterator[tuple[str, list[Gold], str | None]]:
    """Text, gold and day of publication of our own articles; `part` is `all`, `third` (set aside) or `dev`."""
    with (folder / "articles.jsonl").open(encoding="utf-8") as lines:
        rows = {row["id"]: row for row in map(json.loads, lines)}
    for path in sorted(folder.glob("*.json")):
        if path.name == "incidents.json":
            continue
        gold = json.loads(path.read_text(encoding="utf-8"))
        third = int(sha256(gold["id"].encode()).hexdigest(), 16) % 3 == 0
        if part == "all" or third == (part == "third"):
            row = rows[gold["id"]]
            yield row["text"], gold["times"], row.get("published")


def pairs(gold: Sequence[Gold], times: Sequence[Time]) -> list[tuple[int, int]]:
    """Pairs of overlapping extents, one to one, the largest overlap first."""

    def overlap(item: Gold, found: Time) -> int:
        return max(0, min(item["span"][1], found.end) - max(item["span"][0], found.start))

    scored = [(overlap(item, found), i, j) for i, item in enumerate(gold) for j, found in enumerate(times)]
    taken_gold, taken_found, out = set(), set(), []
    for _, i, j in sorted((s for s in scored if s[0] > 0), reverse=True):
        if i not in taken_gold and j not in taken_found:
            taken_gold.add(i)
            taken_found.add(j)
            out.append((i, j))
    return out


def f1(right: int, found: int, gold: int) -> float:
    """The harmonic mean of precision and recall, of which F1 is twice the hits over both totals."""
    return 2 * right / (found + gold) if found + gold else 0.0


def words_of(text: str, span: Sequence[int]) -> str:
    """An expression with the words around it, on one line."""
    start, end = span
    line = f"{text[max(0, start - 40) : start]}[{text[start:end]}]{text[end : end + 30]}"
    return " ".join(line.split())


def score_tbaq(documents: Iterator[tuple[str, list[Gold], str | None]], reader: Reader, show: Show) -> dict[str, float]:
    """F1 of extents, types and values."""
    counts: Counter[str] = Counter()
    for text, gold, published in documents:
        times = reader(text, published)
        matched = pairs(gold, times)
        counts["gold"] += len(gold)
        counts["found"] += len(times)
        counts["strict"] += len({tuple(g["span"]) for g in gold} & {(t.start, t.end) for t in times})
        counts["relaxed"] += len(matched)
        counts["type"] += sum(gold[i]["type"] == times[j].type for i, j in matched)
        counts["value"] += sum(gold[i]["value"] == times[j].value for i, j in matched)
        if show:
            for i in set(range(len(gold))) - {i for i, _ in matched}:
                show(f"missed {gold[i]['value']}: {words_of(text, gold[i]['span'])}")
            for j in set(range(len(times))) - {j for _, j in matched}:
                show(f"none {times[j].value}: {words_of(text, (times[j].start, times[j].end))}")
            for i, j in matched:
                if gold[i]["value"] != times[j].value:
                    show(f"value {gold[i]['value']} read {times[j].value}: {words_of(text, gold[i]['span'])}")
    names = ("strict", "relaxed", "type", "value")
    return {f"{name}_f1": f1(counts[name], counts["found"], counts["gold"]) for name in names}


def score_own(documents: Iterator[tuple[str, list[Gold], str | None]], reader: Reader, show: Show) -> dict[str, float]:
    """F1 of expressions and of expressions with both bounds right, by days."""
    counts: Counter[str] = Counter()
    for text, gold, published in documents:
        times = reader(text, published)
        matched = pairs(gold, times)
        free = [(i, j) for i, j in matched if gold[i].get("optional") or gold[i].get("nested")]
        counts["gold"] += sum(not (g.get("optional") or g.get("nested")) for g in gold)
        counts["found"] += len(times) - len(free)
        for i, j in matched:
            if (i, j) in free:
                continue
            days = tuple((bound or "")[:10] or None for bound in (times[j].from_, times[j].to))
            right = days == (gold[i]["from"], gold[i]["to"])
            counts["span"] += 1
            counts["right"] += right
            if show and not right:
                show(f"interval {gold[i]['from']} {gold[i]['to']} read {days}: {words_of(text, gold[i]['span'])}")
    return {
        "gold_span_f1": f1(counts["span"], counts["found"], counts["gold"]),
        "interval_f1": f1(counts["right"], counts["found"], counts["gold"]),
    }


def main(argv: Sequence[str] | None = None) -> int:
    """Print the figures as JSON; 1 where a floor is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--tbaq", choices=("tenth", "rest"), default="tenth", help="the tenth set aside, or the rest")
    parser.add_argument("--gold", choices=("all", "dev", "third"), default="all", help="of our own gold")
    parser.add_argument("--documents", type=int, default=0, help="documents of TBAQ to read; 0 for all")
    parser.add_argument("--errors", action="store_true", help="list what is missed or wrong")
    options = parser.parse_args(argv)
    if options.errors and (options.tbaq, options.gold) != ("rest", "dev"):
        parser.error("errors are shown for --tbaq rest --gold dev only")
    from itertools import islice

    from onrecord.language import analyse
    from onrecord.reading.times import find_times
    from onrecord.sources import document_from_text

    spent: Counter[str] = Counter()

    def reader(text: str, published: str | None) -> Sequence[Time]:
        document = document_from_text(text, published=published)
        doc = analyse(document)
        start = time.process_time()
        times = find_times(document, doc)
        spent["seconds"] += time.process_time() - start  # type: ignore[assignment]
        spent["words"] += len(text.split())
        return times

    show = (lambda line: print(line)) if options.errors else None
    documents = islice(tbaq(options.data / "tempeval3_train", options.tbaq), options.documents or None)
    figures = score_tbaq(documents, reader, show)
    figures |= score_own(own_gold(options.data / "gold_dev", options.gold), reader, show)
    figures["words_per_second"] = spent["words"] / max(1e-6, spent["seconds"])
    print(json.dumps({name: round(value, 4) for name, value in figures.items()}))
    missed = [f"{name} {figures[name]:.3f} < {floor}" for name, floor in FLOORS.items() if figures[name] < floor]
    print("; ".join(missed) if missed else "all floors hold")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
