"""Certainty, measured: the UW and MEANTIME factuality sets (development parts).

    python quality/factuality.py DATA_FOLDER [--part dev]

Both sets label events from -3 (certainly did not happen) to 3 (certainly did). Our values are classes, so each (the
value before the rule for announced futures, with the rule that set it) is given the median label that it has on the
set's training part; classes seen fewer than eight times take the median of their value. Printed for each set: the mean
absolute error beside that of the baseline "always 3", and the mean F1 of two classes, negated (label below -0.5) and
uncertain (from -0.5 to 1.5), where the baseline finds none. Exit 1 below a floor.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from onrecord.language import analyse
from onrecord.model import Document, Part
from onrecord.reading.attributions import find_attributions
from onrecord.reading.certainty import Verdict, certainty_of
from onrecord.reading.holders import Holders

FLOORS = {"UW": 0.333, "MEANTIME": 0.333}
"""Share of the baseline's error that must be gone."""
_TOGETHER = 30
_NO_SPACE_BEFORE = re.compile(r"^(?:[,.;:?!%)\]}]|''|'s|'S|n't|'re|'ve|'ll|'d|'m|'|\.\.\.)$")
_NO_SPACE_AFTER = frozenset({"(", "[", "{", "$", "``", "#"})


@dataclass(frozen=True)
class Item:
    """One labelled event: its verdict and its label."""

    verdict: Verdict
    label: float
    word: str
    sentence: str


def items(path: Path) -> list[Item]:
    """The labelled events of one file with what the reader says of them."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    found: list[Item] = []
    for at in range(0, len(rows), _TOGETHER):
        found += _read(rows[at : at + _TOGETHER])
    return found


def _read(rows: list[dict]) -> list[Item]:
    text, parts, places = "", [], []
    for row in rows:
        start = len(text)
        words = row["text"].split(" ")
        offsets = []
        for number, word in enumerate(words):
            glued = number == 0 or _NO_SPACE_BEFORE.match(word) or words[number - 1] in _NO_SPACE_AFTER
            text += "" if glued else " "
            offsets.append(len(text))
            text += {"``": '"', "''": '"', "-LRB-": "(", "-RRB-": ")"}.get(word, word)
        parts.append(Part(start=start, end=len(text), kind="paragraph"))
        places.append(offsets)
        text += "\n\n"
    document = Document(id=Document.identify(text), text=text, language="en", parts=tuple(parts))
    doc = analyse(document)
    holders = Holders(find_attributions(document, doc, [], []))
    out = []
    for row, offsets in zip(rows, places, strict=True):
        for target in row["targets"]:
            if target["span1"][0] >= len(offsets):
                continue
            at = offsets[target["span1"][0]]
            span = doc.char_span(at, at + 1, alignment_mode="expand")
            if span is not None and len(span):
                out.append(Item(certainty_of(span[0], holders), target["label"], target["span_text"], row["text"]))
    return out


def calibrate(train: list[Item]) -> dict[tuple[str, str], float]:
    """The median label of each class on the training part."""
    groups: dict[tuple[str, str], list[float]] = defaultdict(list)
    for item in train:
        groups[item.verdict.stance, item.verdict.by].append(item.label)
        groups[item.verdict.stance, ""].append(item.label)
    return {key: median(labels) for key, labels in groups.items() if len(labels) >= 8 or not key[1]}


def value(table: dict[tuple[str, str], float], verdict: Verdict) -> float:
    """The label that a verdict stands for."""
    exact = table.get((verdict.stance, verdict.by))
    return exact if exact is not None else table.get((verdict.stance, ""), 3.0)


def class_of(label: float) -> str:
    """Negated, uncertain or certain."""
    return "negated" if label < -0.5 else "uncertain" if label < 1.5 else "certain"


def measure(train: list[Item], test: list[Item]) -> dict[str, float]:
    """Error, the baseline's error, and F1 of the rare classes."""
    table = calibrate(train)
    guessed = [value(table, item.verdict) for item in test]
    error = sum(abs(g - item.label) for g, item in zip(guessed, test, strict=True)) / len(test)
    baseline = sum(abs(3 - item.label) for item in test) / len(test)
    out = {"events": len(test), "mae": error, "baseline": baseline, "gain": 1 - error / baseline}
    for kind in ("negated", "uncertain"):
        want = [class_of(item.label) == kind for item in test]
        have = [class_of(g) == kind for g in guessed]
        right = sum(a and b for a, b in zip(want, have, strict=True))
        out[f"f1_{kind}"] = 2 * right / max(1, sum(want) + sum(have))
    out["macro_f1"] = (out["f1_negated"] + out["f1_uncertain"]) / 2
    return out


def main() -> int:
    """Print the figures of both sets."""
    parser = argparse.ArgumentParser(description="Measure certainty on UW and MEANTIME")
    parser.add_argument("data", type=Path)
    arguments = parser.parse_args()
    short = False
    for name, floor in FLOORS.items():
        folder = arguments.data / "factuality" / name
        figures = measure(items(folder / "train.jsonl"), items(folder / "dev.jsonl"))
        print(name, json.dumps({key: round(number, 4) for key, number in figures.items()}))
        short = short or figures["gain"] < floor
    return int(short)


if __name__ == "__main__":
    sys.exit(main())
