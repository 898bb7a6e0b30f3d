"""Who says what, measured: PolNeAR (development part) and our own development gold, by slice.

    python quality/attribution.py DATA_FOLDER [--documents N]

PolNeAR: greedy one-to-one matching by the overlap of content characters (intersection over union above a half), the
first annotator, outermost attributions; the source is right where its characters overlap as much or both have none.
Our own gold: the same matching, and whether the source resolves to the right actor, in slices: manner of the content
(direct, mixed, indirect) and form of the source (named, pronoun, metonym, nominal, unnamed). Optional and nested gold
is neither asked for nor counted wrong. The figures agree with those of the outside check. Exit 1 below a floor.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from onrecord.model import Attribution

FLOORS = {"content_f1": 0.0, "end_to_end_f1": 0.0, "comm_recall": 0.0, "gold_f1": 0.0}
Spans = list[tuple[int, int]]

COMMUNICATION = frozenset(
    ["say", "says", "said", "saying", "tell", "tells", "told", "add", "adds", "added", "according", "claim", "claims", "claimed", "report", "reports", "reported", "announce", "announced", "announces", "declare", "declared", "state", "stated", "warn", "warned", "warns", "accuse", "accused", "accuses", "deny", "denied", "denies", "confirm", "confirmed", "note", "noted", "argue", "argued", "insist", "insisted", "suggest", "suggested", "call", "called", "calls", "write", "wrote", "ask", "asked", "reply", "replied", "respond", "responded", "explain", "explained", "describe", "described", "admit", "admitted", "acknowledge", "acknowledged", "promise", "promised", "pledge", "pledged", "vow", "vowed", "demand", "demanded", "urge", "urged", "tweet", "tweeted", "post", "posted", "statement", "comment", "commented", "quote", "quoted", "cite", "cited", "allege", "alleged", "estimate", "estimated"]
)


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
            bool(set(re.findall("[a-z]+", " ".join(document.text[s:e] for s, e in g.cue).lower())) & COMMUNICATION)
            for g in document.gold
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
