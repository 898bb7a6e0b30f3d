"""Who says what, measured: PolNeAR (development part) and our own development gold, by slice.

    python quality/attribution.py DATA_FOLDER [--documents N]

PolNeAR: greedy one-to-one matching by the overlap of content characters (intersection over union above a half), the
first annotator, outermost attributions; the source is right where its characters overlap as much or both have none.
Our own gold: the same matching, and whether the source resolves to the right actor, in slices: manner of the content
(direct, mixed, indirect) and form of the source (named, pronoun, metonym, nominal, unnamed). Optional and nested gold
is neither asked for nor counted wrong. The figures agree with those of the outside check. Exit 1 below a floor.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onrecord.model import Actor, Attribution, Reading
from onrecord.reading.read import read

FLOORS = {
    "content_f1": 0.775,
    "end_to_end_f1": 0.71,
    "comm_recall": 0.905,
    "exact_source": 0.80,
    "exact_cue": 0.735,
    "exact_content": 0.68,
    "gold_f1": 0.81,
}
Spans = list[tuple[int, int]]

COMMUNICATION = re.compile(
    r"\b(?:say|says|said|saying|tells?|told|adds?|added|according|claim(?:s|ed)?|report(?:s|ed)?|announce[sd]?|declared?"
    r"|stated|warn(?:s|ed)?|accuse[sd]?|den(?:y|ies|ied)|confirm(?:ed)?|noted?|argued?|insist(?:ed)?|suggest(?:ed)?"
    r"|call(?:s|ed)?|writes?|wrote|ask(?:ed)?|repl(?:y|ied)|respond(?:ed)?|explain(?:ed)?|described?|admit(?:ted)?"
    r"|acknowledged?|promised?|pledged?|vow(?:ed)?|demand(?:ed)?|urged?|tweet(?:ed)?|post(?:ed)?|statement"
    r"|comment(?:ed)?|quoted?|cited?|alleged?|estimated?)\b"
)
"""Words by which the outside check knows a cue of communication."""


@dataclass(frozen=True)
class Gold:
    """One gold attribution: spans of its roles, in characters."""

    source: Spans
    cue: Spans
    content: Spans


@dataclass(frozen=True)
class PolnearDocument:
    """One PolNeAR text with its first annotator's attributions; `discard` are stretches to leave out of scoring."""

    name: str
    text: str
    gold: list[Gold]
    discard: Spans


def polnear_documents(folder: Path) -> Iterator[PolnearDocument]:
    """The documents of one part of PolNeAR (`text/` and `attributions/`)."""
    for path in sorted((folder / "text").glob("*.txt")):
        name = path.stem
        files = sorted(p for p in (folder / "attributions").iterdir() if p.name.startswith(name + "_"))
        if files:
            text = path.read_bytes().decode("utf-8")
            gold, discard = _standoff(files[0].read_bytes().decode("utf-8"))
            yield PolnearDocument(name, text, gold, discard)


def _standoff(raw: str) -> tuple[list[Gold], Spans]:
    spans: dict[str, tuple[str, Spans]] = {}
    gold, discard = [], []
    for line in raw.split("\n"):
        if match := re.match(r"^(T\d+)\t(\S+) ([\d ;]+)\t", line):
            stretches = [(int(a), int(b)) for a, b in (s.split() for s in match[3].split(";"))]
            spans[match[1]] = (match[2], stretches)
            if match[2] == "Discard":
                discard += stretches
        elif re.match(r"^E\d+\t", line):
            roles: dict[str, Spans] = defaultdict(list)
            for part in line.split("\t")[1].split():
                role, _, which = part.partition(":")
                if which in spans:
                    roles[re.sub(r"\d+$", "", role)] += spans[which][1]
            if roles["Content"] and roles["Cue"]:
                gold.append(Gold(sorted(roles["Source"]), sorted(roles["Cue"]), sorted(roles["Content"])))
    return gold, discard


def characters(spans: Iterable[Sequence[int]]) -> set[int]:
    """The code points that the spans cover."""
    return {i for start, end in spans for i in range(start, end)}


def overlap(one: set[int], other: set[int]) -> float:
    """Intersection over union."""
    return len(one & other) / len(one | other) if one | other else 0.0


def pair(gold: Sequence[set[int]], found: Sequence[set[int]], floor: float = 0.5) -> list[tuple[int, int]]:
    """Greedy one-to-one pairs with an overlap above the floor, best first."""
    scored = sorted(((overlap(g, p), i, j) for i, g in enumerate(gold) for j, p in enumerate(found)), reverse=True)
    taken_gold, taken_found, out = set(), set(), []
    for score, i, j in scored:
        if score <= floor:
            break
        if i not in taken_gold and j not in taken_found:
            taken_gold.add(i)
            taken_found.add(j)
            out.append((i, j))
    return out


def f1(right: int, found: int, gold: int) -> float:
    """Harmonic mean of precision and recall."""
    return 2 * right / (found + gold) if found + gold else 0.0


class PolnearScore:
    """Counts over documents; `figures` are those of the outside check."""

    def __init__(self) -> None:
        self.count: Counter[str] = Counter()

    def add(self, document: PolnearDocument, attributions: Iterable[Attribution]) -> None:
        """Count one document."""
        drop = characters(document.discard)
        outer = [a for a in attributions if a.parent is None]
        found = [
            {
                "content": characters(a.content.spans) - drop,
                "source": characters(a.source.spans) - drop,
            }
            for a in outer
        ]
        found = [f for f in found if f["content"]]
        gold = [{"content": characters(g.content), "source": characters(g.source)} for g in document.gold]
        said = [
            bool(COMMUNICATION.search(" ".join(document.text[s:e] for s, e in g.cue).lower())) for g in document.gold
        ]
        pairs = pair([g["content"] for g in gold], [f["content"] for f in found])
        self.count.update(gold=len(gold), found=len(found), right=len(pairs), comm=sum(said))
        for i, j in pairs:
            both = gold[i]["source"], found[j]["source"]
            right = not any(both) or overlap(*both) > 0.5
            self.count.update(source=right, comm_right=said[i])
        for role in ("source", "cue", "content"):
            want = {tuple(span) for g in document.gold for span in getattr(g, role)}
            have = {span for a in outer for span in _spans(a, role)}
            self.count.update(
                {f"{role} gold": len(want), f"{role} found": len(have), f"{role} right": len(want & have)}
            )

    def figures(self) -> dict[str, float]:
        """The measures."""
        c = self.count
        out = {
            "content_f1": f1(c["right"], c["found"], c["gold"]),
            "precision": c["right"] / max(1, c["found"]),
            "recall": c["right"] / max(1, c["gold"]),
            "source_acc": c["source"] / max(1, c["right"]),
            "end_to_end_f1": f1(c["source"], c["found"], c["gold"]),
            "comm_recall": c["comm_right"] / max(1, c["comm"]),
        }
        for role in ("source", "cue", "content"):
            out[f"exact_{role}"] = f1(c[f"{role} right"], c[f"{role} found"], c[f"{role} gold"])
        return out


def _spans(attribution: Attribution, role: str) -> Sequence[tuple[int, int]]:
    if role == "cue":
        return [(attribution.cue.start, attribution.cue.end)] if attribution.cue else []
    return attribution.source.spans if role == "source" else attribution.content.spans


# ---- our own development gold --------------------------------------------------------------------------------------

_GENERIC = re.compile(r"the|an?|of|and|in|for|s|president|prime|minister|ministry|office|spokesperson|mr|mrs|ms")


def measuring_only(name: str) -> bool:
    """Whether an article of our gold belongs to the third that is for measuring, never for looking at errors."""
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % 3 == 0


class GoldScore:
    """Counts over our own articles, by slice."""

    def __init__(self) -> None:
        self.count: Counter[str] = Counter()

    def add(self, gold: list[dict[str, Any]], reading: Reading) -> None:
        """Count one article."""
        found = [a for a in reading.attributions if a.parent is None]
        actors = {a.id: a for a in reading.actors}
        pairs = pair([characters(g["content"]) for g in gold], [characters(a.content.spans) for a in found])
        asked = [not (g.get("optional") or g.get("nested")) for g in gold]
        self.count.update(gold=sum(asked), found=len(found) - sum(not asked[i] for i, _ in pairs))
        hit = {i: found[j] for i, j in pairs if asked[i]}
        self.count["right"] += len(hit)
        for i, item in enumerate(gold):
            if not asked[i]:
                continue
            attribution = hit.get(i)
            for kind in (item["manner"], _form(attribution, actors) if attribution else None):
                if kind:
                    self.count.update({f"{kind} gold": 1, f"{kind} right": i in hit})
            if attribution is not None and item["speaker"]:
                known = [
                    name
                    for a in attribution.source.actors
                    for name in (actors[a].name, *actors[a].aliases, *_words(actors[a]))
                ]
                right = any(same_actor(want, name) for want in item["speaker"].split(";") for name in known)
                form = _form(attribution, actors)
                for kind in ("speaker", f"speaker {item['manner']}", f"speaker {form}"):
                    self.count.update({f"{kind} asked": 1, f"{kind} right": right})
                self.count["speaker abstained"] += not known

    def figures(self) -> dict[str, float]:
        """F1 and the accuracy of speakers, whole and by slice."""
        c = self.count
        out = {"gold_f1": f1(c["right"], c["found"], c["gold"])}
        for manner in ("direct", "mixed", "indirect"):
            out[f"recall_{manner}"] = c[f"{manner} right"] / max(1, c[f"{manner} gold"])
        for key in sorted(c):
            if key.startswith("speaker") and key.endswith(" asked"):
                kind = key.removesuffix(" asked")
                out[kind.replace(" ", "_")] = c[f"{kind} right"] / c[key]
        out["speaker_abstained"] = c["speaker abstained"] / max(1, c["speaker asked"])
        return out


def _words(actor: Actor) -> list[str]:
    return [m.text for m in actor.mentions if m.form != "pronoun"]


def _form(attribution: Attribution, actors: dict[str, Actor]) -> str:
    """How the source is put: named, title, metonym, nominal, pronoun, unnamed or implicit."""
    if not attribution.source.spans:
        return "implicit"
    for which in attribution.source.actors:
        for mention in actors[which].mentions:
            if any(start <= mention.start and mention.end <= end for start, end in attribution.source.spans):
                if not actors[which].named and mention.form == "nominal":
                    return "unnamed"
                return "named" if mention.form == "name" else mention.form
    return "unresolved"


def same_actor(want: str, name: str) -> bool:
    """Whether a name means the wanted actor: half their words in common, or the same surname."""
    one, other = _comparable(want), _comparable(name)
    if not one or not other:
        return False
    last = re.findall(r"\w+", want.lower())[-1]
    return len(one & other) * 2 >= len(one | other) or (1 < len(one) <= 3 and last in other and " of " not in want)


def _comparable(name: str) -> set[str]:
    folded = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    folded = folded.replace("zelenskyy", "zelensky").replace("united states", "us").replace("defense", "defence")
    return {
        re.sub(r"(?<=ssia|rael|iran|yria)(?:n|i)$", "", w)
        for w in re.findall(r"[a-z0-9]+", folded)
        if not _GENERIC.fullmatch(w)
    }


def measure_polnear(data: Path, documents: int) -> dict[str, float]:
    """The figures of PolNeAR's development part."""
    score = PolnearScore()
    for number, document in enumerate(polnear_documents(data / "polnear" / "dev")):
        if number < documents:
            day = re.search(r"\d{4}-\d\d-\d\d", document.name)
            score.add(document, read(document.text, published=day[0] if day else None).attributions)
    return score.figures()


def measure_gold(data: Path) -> tuple[dict[str, float], dict[str, float]]:
    """The figures of our gold: all of it, and its third for measuring."""
    whole, third = GoldScore(), GoldScore()
    for line in (data / "gold_dev" / "articles.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        gold = next(
            g
            for path in sorted((data / "gold_dev").glob("*.json"))
            if path.name != "incidents.json" and (g := json.loads(path.read_text("utf-8")))["id"] == row["id"]
        )
        reading = read(row["text"], published=row.get("published"), title=row.get("title"))
        whole.add(gold["attributions"], reading)
        if measuring_only(row["id"]):
            third.add(gold["attributions"], reading)
    return whole.figures(), third.figures()


def main() -> int:
    """Print the figures; 1 where one is below its floor."""
    parser = argparse.ArgumentParser(description="Measure attribution on PolNeAR and our own gold")
    parser.add_argument("data", type=Path)
    parser.add_argument("--documents", type=int, default=10**6, help="of PolNeAR, at most")
    arguments = parser.parse_args()
    polnear = measure_polnear(arguments.data, arguments.documents)
    gold, third = measure_gold(arguments.data)
    for name, figures in (("PolNeAR dev", polnear), ("own gold", gold), ("own gold, measuring third", third)):
        print(name, json.dumps({key: round(value, 4) for key, value in figures.items()}))
    low = {key: floor for key, floor in FLOORS.items() if (polnear | gold)[key] < floor}
    for key, floor in low.items():
        print(f"below its floor: {key} {(polnear | gold)[key]:.3f} < {floor}")
    return int(bool(low))


if __name__ == "__main__":
    sys.exit(main())
