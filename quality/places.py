"""Where, measured: the Local-Global Lexicon and our own development gold, by slice.

    python quality/places.py DATA_FOLDER [--part all|dev|third] [--documents N] [--errors]

LGL (588 articles of local newspapers, Lieberman, Samet and Sankaranarayanan 2010): gold toponyms with coordinates and
the reading's places are paired one to one by the overlap of their spans, most first. `toponym_f1` is over these pairs;
`acc161_matched` the share of pairs within 161 km, `acc161_end_to_end` the same over all gold toponyms. Beside it stand
the published end-to-end figures of CLAVIN .32, Edinburgh .33, CamCoder .40 and StanfordNER with population .39.
Our own gold: found, and right in name, country and kind (a region, district, area or water is one kind); demonyms and
optional mentions are neither asked for nor counted wrong. The figures agree with those of the outside check.
`--errors` lists what is missed and wrong; never for the measuring third. Exit 1 below a floor.
"""

from __future__ import annotations

import argparse
import difflib
import json
import math
import re
import sys
import time
import unicodedata
import xml.etree.ElementTree as ElementTree
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from onrecord.model import Place

FLOORS = {"toponym_f1": 0.80, "acc161_end_to_end": 0.64, "place_right": 0.90}
NEAR_KM = 161.0
_CLASS = {"country": 0, "region": 1, "district": 1, "area": 1, "water": 1, "settlement": 2, "facility": 3}
_ADJECTIVE = re.compile(r"(n|i|sh|ese|ch|er|ss)$")
_SKIPPED = frozenset(
    ["the", "a", "an", "of", "and", "in", "for", "s", "government", "president", "prime", "minister", "ministry"]
    + ["office", "spokesperson", "spokesman", "mr", "mrs", "ms"]
)
_NATIONS = {
    "russian": "russia", "ukrainian": "ukraine", "american": "us", "usa": "us", "israeli": "israel", "iranian": "iran",
    "syrian": "syria", "british": "uk", "french": "france", "german": "germany", "palestinian": "palestine",
    "turkish": "turkey", "chinese": "china", "sudanese": "sudan", "egyptian": "egypt", "saudi": "saudi",
    "european": "eu", "defense": "defence", "idf": "israel military", "un": "united nations", "gazan": "gaza",
}  # fmt: skip
Gold = dict[str, Any]
Reader = Callable[[str, dict[str, Any]], Sequence[Place]]


def lgl(path: Path) -> Iterator[tuple[str, list[Gold]]]:
    """Text and located toponyms of each article of `lgl.xml`."""
    for article in ElementTree.parse(path).getroot().iter("article"):
        gold = []
        for toponym in article.iter("toponym"):
            if latitude := toponym.findtext(".//lat"):
                span = (int(toponym.findtext("start") or 0), int(toponym.findtext("end") or 0))
                gold.append({"span": span, "at": (float(latitude), float(toponym.findtext(".//lon") or 0))})
        yield article.findtext("text") or "", gold


def own_gold(folder: Path, part: str) -> Iterator[tuple[dict[str, Any], list[Gold]]]:
    """Rows and gold places of `gold_dev`; `third` is what is set aside for measuring, `dev` the rest."""
    rows = {row["id"]: row for row in map(json.loads, (folder / "articles.jsonl").read_text("utf-8").splitlines())}
    for path in sorted(folder.glob("*.json")):
        if path.name == "incidents.json":
            continue
        gold = json.loads(path.read_text("utf-8"))
        third = int(sha256(gold["id"].encode()).hexdigest(), 16) % 3 == 0
        if part == "all" or third == (part == "third"):
            yield rows[gold["id"]], gold["places"]


def pairs(gold: Sequence[Gold], found: Sequence[Place]) -> list[tuple[int, int]]:
    """Greedy one-to-one pairs of gold and found places whose spans overlap, the longest overlap first."""
    scored = []
    for i, want in enumerate(gold):
        for j, have in enumerate(found):
            shared = min(want["span"][1], have.end) - max(want["span"][0], have.start)
            if shared > 0:
                scored.append((shared, i, j))
    taken_gold, taken_found, out = set(), set(), []
    for _, i, j in sorted(scored, reverse=True):
        if i not in taken_gold and j not in taken_found:
            taken_gold.add(i)
            taken_found.add(j)
            out.append((i, j))
    return out


def kilometres(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance of two points, degrees of latitude and longitude."""
    p, q, r, s = map(math.radians, (*a, *b))
    h = math.sin((r - p) / 2) ** 2 + math.cos(p) * math.cos(r) * math.sin((s - q) / 2) ** 2
    return 12742 * math.asin(min(1.0, math.sqrt(h)))


def score_lgl(path: Path, reader: Reader, *, documents: int, show: Callable[[str], None] | None) -> dict[str, float]:
    """The figures of the Local-Global Lexicon over its first `documents` articles (all where 0)."""
    count: Counter[str] = Counter()
    for number, (text, gold) in enumerate(lgl(path)):
        if documents and number >= documents:
            break
        found = reader(text, {})
        matched = pairs(gold, found)
        count.update(gold=len(gold), found=len(found), matched=len(matched))
        for i, j in matched:
            place = found[j]
            at = (place.latitude, place.longitude)
            near = at[0] is not None and at[1] is not None and kilometres(gold[i]["at"], (at[0], at[1])) <= NEAR_KM
            count["near"] += near
            if show and not near:
                show(f"lgl-{number}: {place.text} read as {place.name}, {place.admin1}, {place.country}")
        if show:
            hit = {i for i, _ in matched}
            for i, want in enumerate(gold):
                if i not in hit:
                    show(f"lgl-{number}: missed {text[slice(*want['span'])]}")
    both = count["found"] + count["gold"]
    return {
        "toponym_f1": 2 * count["matched"] / max(1, both),
        "toponym_recall": count["matched"] / max(1, count["gold"]),
        "toponym_precision": count["matched"] / max(1, count["found"]),
        "acc161_matched": count["near"] / max(1, count["matched"]),
        "acc161_end_to_end": count["near"] / max(1, count["gold"]),
        "lgl_gold": count["gold"],
    }


def words(name: str | None) -> set[str]:
    """Comparable words of a name: accents folded, nationalities as countries, articles and titles dropped."""
    text = unicodedata.normalize("NFKD", name or "").encode("ascii", "ignore").decode().lower()
    for long, short in (("united states", "us"), ("united kingdom", "uk"), ("u.s.", "us"), ("european union", "eu")):
        text = text.replace(long, short)
    found = {part for word in re.findall(r"[a-z0-9]+", text) for part in _NATIONS.get(word, word).split()}
    return found - _SKIPPED


def same_name(one: str | None, other: str | None) -> bool:
    """Whether two names share a word or nearly all letters."""
    a, b = words(one), words(other)
    letters = ("".join(sorted(a)), "".join(sorted(b)))
    return bool(a & b) or difflib.SequenceMatcher(None, *letters).ratio() >= 0.7


def _optional(text: str, gold: Gold) -> bool:
    words_of = set(re.findall("[a-z]+", text.lower()))
    adjective = gold["kind"] == "country" and words(text) != words_of and bool(_ADJECTIVE.search(text))
    return bool(gold.get("optional")) or gold.get("form") == "demonym" or adjective


def score_own(
    articles: Iterator[tuple[dict[str, Any], list[Gold]]], reader: Reader, *, show: Callable[[str], None] | None
) -> dict[str, float]:
    """The figures of our own gold."""
    count: Counter[str] = Counter()
    for row, gold in articles:
        text = row["text"]
        found = [place for place in reader(text, row) if place.form != "demonym"]
        hits = dict(pairs(gold, found))
        for i, want in enumerate(gold):
            said = text[slice(*want["span"])]
            if _optional(said, want):
                continue
            place = found[hits[i]] if i in hits else None
            right = (
                place is not None
                and same_name(want["name"], place.name)
                and want.get("country") == place.country
                and _CLASS.get(want["kind"]) == _CLASS.get(place.kind or "")
            )
            count.update(asked=1, found=place is not None, right=right)
            count.update({f"{want['kind']} asked": 1, f"{want['kind']} right": right})
            if show and not right:
                got = f"{place.name}, {place.kind}, {place.country}" if place else "nothing"
                show(f"{row['id']}: {said} is {want['name']}, {want['kind']}, {want.get('country')}; read as {got}")
    figures = {
        "place_found": count["found"] / max(1, count["asked"]),
        "place_right": count["right"] / max(1, count["asked"]),
    }
    for kind in _CLASS:
        if count[f"{kind} asked"]:
            figures[f"right_{kind}"] = count[f"{kind} right"] / count[f"{kind} asked"]
    return figures | {"own_gold": count["asked"]}


def main(argv: Sequence[str] | None = None) -> int:
    """Print the figures as JSON; 1 where a floor is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--part", choices=("all", "dev", "third"), default="all", help="of our own gold")
    parser.add_argument("--documents", type=int, default=0, help="articles of LGL to read; 0 for all")
    parser.add_argument("--errors", action="store_true", help="list what is missed or wrong")
    options = parser.parse_args(argv)
    if options.errors and options.part != "dev":
        parser.error("errors are shown for --part dev only")
    from onrecord.language import analyse
    from onrecord.reading.places import find_places
    from onrecord.sources import document_from_text

    spent: Counter[str] = Counter()

    def reader(text: str, row: dict[str, Any]) -> Sequence[Place]:
        document = document_from_text(text, published=row.get("published"), title=row.get("title"))
        doc = analyse(document)
        start = time.process_time()
        places = find_places(document, doc)
        spent["seconds"] += time.process_time() - start  # type: ignore[assignment]
        spent["words"] += len(text.split())
        return places

    show = (lambda line: print(line)) if options.errors else None
    figures = score_own(own_gold(options.data / "gold_dev", options.part), reader, show=show)
    figures |= score_lgl(options.data / "geo_lgl" / "lgl.xml", reader, documents=options.documents, show=show)
    figures["words_per_second"] = spent["words"] / max(1e-6, spent["seconds"])
    print(json.dumps({name: round(value, 4) for name, value in figures.items()}))
    missed = [f"{name} {figures[name]:.3f} < {floor}" for name, floor in FLOORS.items() if figures[name] < floor]
    print("; ".join(missed) if missed else "all floors hold")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
