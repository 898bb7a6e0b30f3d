"""Fit the weights of the attribution linker (`onrecord.reading.attributions.linking`) on PolNeAR's training part.

    python -m training.linker DATA_FOLDER [--documents N] [--out FILE]

Two multinomial logistic choices: a source (or none) for each cue, a cue (or none) for each content. The examples are
the role tagger's stretches, matched with the gold ones by overlap, so that the linker learns to live with its errors.
Full-batch gradient ascent with L2; features seen fewer than five times are left out. The documents that the encoder's
training kept out (`training.read_polnear.held_out`) count `NEW_SOURCES` times in the choice of a source: only they show
sources that the encoder overlooks. Run it after `training.roles`; nothing is drawn at random.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable
from importlib import resources
from pathlib import Path

import numpy as np
from quality.attribution import PolnearDocument, polnear_documents

from onrecord.language import analyse
from onrecord.reading.attributions.context import Context
from onrecord.reading.attributions.find import context_of
from onrecord.reading.attributions.linking import (
    content_features,
    cue_candidates,
    source_candidates,
    source_features,
)
from onrecord.reading.attributions.spans import Stretch
from onrecord.sources import document_from_text

NEW_SOURCES = 4
Example = tuple[list[list[str]], int]
"""The features of every candidate, and the number of the right one."""


def examples(documents: Iterable[PolnearDocument]) -> tuple[list[Example], list[Example]]:
    """Choices of a source and choices of a cue, with their answers."""
    sources: list[Example] = []
    contents: list[Example] = []
    for document in documents:
        report = document_from_text(document.text)
        extract(context_of(report, analyse(report)), document, sources, contents)
    return sources, contents


def extract(context: Context, document: PolnearDocument, sources: list[Example], contents: list[Example]) -> None:
    """Add the examples of one document."""

    def shared(stretch: Stretch, spans: Iterable[tuple[int, int]]) -> int:
        start, end = context.start_of(stretch), context.end_of(stretch)
        return sum(max(0, min(end, b) - max(start, a)) for a, b in spans)

    def best(stretch: Stretch, role: str) -> int | None:
        scores = [shared(stretch, getattr(g, role)) for g in document.gold]
        top = max(range(len(scores)), key=scores.__getitem__, default=None)
        return top if top is not None and scores[top] else None

    of_cue = {cue.start: best(cue, "cue") for cue in context.roles["CUE"]}
    for cue in context.roles["CUE"]:
        gold = of_cue[cue.start]
        if gold is None:
            continue
        candidates = source_candidates(context, cue)
        overlaps = [shared(s, document.gold[gold].source) if s else 0 for s in candidates]
        right = int(np.argmax(overlaps)) if max(overlaps) else len(candidates) - 1
        if not max(overlaps) and document.gold[gold].source:
            continue  # the source was not found: there is nothing to learn
        sources.append(([source_features(context, cue, s) for s in candidates], right))
    for content in context.roles["CONTENT"]:
        gold = best(content, "content")
        candidates = cue_candidates(context, content)
        right = len(candidates) - 1
        if gold is not None:
            matches = [i for i, c in enumerate(candidates) if c is not None and of_cue[c.start] == gold]
            if not matches:
                continue
            right = matches[0]
        contents.append(([content_features(context, content, c) for c in candidates], right))


def fit(data: list[Example], *, l2: float = 0.3, steps: int = 400, rate: float = 0.08) -> dict[str, float]:
    """Weights of a multinomial logistic choice, by Adam on the full batch."""
    seen = Counter(name for candidates, _ in data for features in candidates for name in set(features))
    names = sorted(name for name, count in seen.items() if count >= 5)
    number = {name: i for i, name in enumerate(names)}
    rows, columns, groups, right = [], [], [], []
    row = 0
    for which, (candidates, answer) in enumerate(data):
        for at, features in enumerate(candidates):
            known = {number[name] for name in features if name in number}
            rows += [row] * len(known)
            columns += sorted(known)
            groups.append(which)
            right.append(at == answer)
            row += 1
    r, c, g = np.array(rows), np.array(columns), np.array(groups)
    target = np.array(right, float)
    weight = np.zeros(len(names))
    mean, square = np.zeros_like(weight), np.zeros_like(weight)
    for step in range(1, steps + 1):
        score = np.bincount(r, weight[c], row)
        top = np.full(len(data), -np.inf)
        np.maximum.at(top, g, score)
        power = np.exp(score - top[g])
        probability = power / np.bincount(g, power, len(data))[g]
        gradient = np.bincount(c, (target - probability)[r], len(names)) - l2 * weight
        mean = 0.9 * mean + 0.1 * gradient
        square = 0.999 * square + 0.001 * gradient**2
        weight += rate * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return {name: round(float(weight[i]), 3) for name, i in number.items() if abs(weight[i]) >= 0.01}


def accuracy(data: list[Example], table: dict[str, float]) -> float:
    """Share of choices that the weights get right."""
    right = 0
    for candidates, answer in data:
        scores = [sum(table.get(name, 0.0) for name in features) for features in candidates]
        right += int(np.argmax(scores)) == answer
    return right / max(1, len(data))


def main() -> None:
    """Fit and write."""
    from training.read_polnear import held_out
    from training.windows import Text

    parser = argparse.ArgumentParser(description="Fit the attribution linker")
    parser.add_argument("data", type=Path)
    parser.add_argument("--documents", type=int, default=250)
    parser.add_argument("--out", type=Path, default=None)
    arguments = parser.parse_args()
    path = arguments.out or Path(str(resources.files("onrecord.reading.attributions"))) / "linker.json"
    kept = json.loads(path.read_text("utf-8"))
    every = list(polnear_documents(arguments.data / "polnear" / "train"))
    new = [d for d in every if held_out(Text(d.name, [], [], {}))]
    learnt = [d for d in every if not held_out(Text(d.name, [], [], {}))][: arguments.documents]
    (sources, contents), (new_sources, new_contents) = examples(learnt), examples(new)
    for name, data in (("source", sources + NEW_SOURCES * new_sources), ("content", contents + new_contents)):
        kept[name] = fit(data)
        print(name, len(data), f"accuracy on these choices {accuracy(data, kept[name]):.3f}")
    path.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n", "utf-8")


if __name__ == "__main__":
    main()
