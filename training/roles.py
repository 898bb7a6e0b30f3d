"""Fit the role tagger (`onrecord.reading.attributions.tagger`) on PolNeAR's training part.

    python -m training.roles DATA_FOLDER [--documents N] [--steps N] [--out FILE]

Maximum likelihood of a linear-chain conditional random field with L2, by Adam over the full batch; the gradient is the
gold's counts less the expected ones (forward-backward). Features seen fewer than four times are left out.

The encoder has learnt these texts by heart (it finds .91 of the attributions of its own training documents and .78 of
others), so its probabilities there are flattened before the field is fitted: raised to the power at which they are as
unsure on average as the encoder is wrong on the documents that its training kept out
(`training.read_polnear.held_out`). On new texts its evidence counts by `SCALE`, and the `lean` is what makes as many
attributions found on the documents kept out as there are, with the linker as it stands. Nothing is drawn at random: the
same data and encoder give the same weights.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
from quality.attribution import PolnearDocument, polnear_documents

from onrecord.language import analyse
from onrecord.reading.attributions.features import SLOTS, Features
from onrecord.reading.attributions.find import context_of
from onrecord.reading.attributions.linking import link
from onrecord.reading.attributions.spans import token_runs
from onrecord.reading.attributions.tagger import FLOOR, NEVER, TAGS, Weights, batches, evidence, legal, shifts
from onrecord.reading.quotes import find_quotations
from onrecord.reading.scope import claim_sentences
from onrecord.sources import document_from_text

Batch = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]
"""Rows of features, evidence, gold tags and mask, each [runs, tokens, …]."""

LEAST = 4
POWERS = (0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6, 0.7, 0.8, 1.0)
SCALE = 0.85
"""What the encoder's evidence counts on new texts; flat between .6 and .8 on PolNeAR's development part."""
LEANS = tuple(number / 10 for number in range(0, 21, 2))
KEPT_OUT = 60
"""Documents kept out that are read, at most."""


@dataclass
class Prepared:
    """One document: its features as rows of `names`, the encoder's probabilities, gold tags (-1 unknown) and runs."""

    border: np.ndarray
    names: list[str]
    probabilities: np.ndarray
    gold: np.ndarray
    runs: list[np.ndarray]


def prepare(document: PolnearDocument, report: Any, doc: Any) -> Prepared:
    """Features and gold tags of a document."""
    features = Features(doc, find_quotations(report))
    gold = gold_tags(document, doc)
    sentences = list(claim_sentences(report, doc))
    runs = [run for run in token_runs(report.text, doc, sentences) if (gold[run] >= 0).all()]
    number: dict[str, int] = {}
    rows = [[number.setdefault(name, len(number)) for name in features.names(slot)] for slot in SLOTS]
    return Prepared(np.array(rows).T, list(number), np.asarray(doc._.attribution, np.float64), gold, runs)


def flattened(documents: list[Prepared], power: float) -> list[Prepared]:
    """The documents with their probabilities raised to a power."""
    out = []
    for d in documents:
        flat = d.probabilities**power
        out.append(replace(d, probabilities=flat / flat.sum(1, keepdims=True)))
    return out


def unsure(documents: list[Prepared]) -> float:
    """The mean entropy of the tags."""
    found = [d.probabilities[run] for d in documents for run in d.runs]
    return float(np.mean(np.concatenate([-(p * np.log(np.maximum(p, FLOOR))).sum(1) for p in found])))


def wrong(documents: list[Prepared]) -> float:
    """The mean negative log-probability of the right tags."""
    found = [d.probabilities[run, d.gold[run]] for d in documents for run in d.runs]
    return float(np.mean(-np.log(np.maximum(np.concatenate(found), FLOOR))))


def gold_tags(document: PolnearDocument, doc: Any) -> np.ndarray:
    """Tag numbers of the tokens; -1 inside Discard spans."""
    out = np.zeros(len(doc), np.int64)
    starts = np.array([t.idx for t in doc])
    for role in ("content", "cue", "source"):
        for gold in document.gold:
            for start, end in getattr(gold, role):
                first = int(np.searchsorted(starts, start + 1)) - 1
                if first < 0 or doc[first].idx + len(doc[first]) <= start:
                    first += 1
                last = int(np.searchsorted(starts, end)) - 1
                inside = [i for i in range(first, last + 1) if not doc[i].is_space]
                if inside and not (role == "content" and out[inside].any()):
                    out[inside] = TAGS.index(f"I-{role.upper()}")
                    out[inside[0]] = TAGS.index(f"B-{role.upper()}")
    for start, end in document.discard:
        out[int(np.searchsorted(starts, start)) : int(np.searchsorted(starts, end))] = -1
    role_of = np.array([-1, 0, 1, 2, 0, 1, 2])
    before = 0
    for i in range(len(out)):
        if doc[i].is_space:
            continue
        if out[i] >= 4 and (before <= 0 or role_of[before] != role_of[out[i]]):
            out[i] -= 3
        before = out[i]
    return out


class Trainer:
    """The field's parameters, flat, and the gradient of its likelihood."""

    def __init__(self, documents: list[Prepared]) -> None:
        self.names = _frequent(documents)
        self._number = {name: i for i, name in enumerate(self.names, 1)}
        self.shapes = [(7, 7), (7,), (len(self.names) + 1, 3)]
        self.value = np.zeros(sum(int(np.prod(s)) for s in self.shapes))

    def batches(self, documents: list[Prepared]) -> list[Batch]:
        """Runs of like length together: rows of features, the encoder's log-probabilities, gold tags, mask."""
        out: list[Batch] = []
        pool: list[np.ndarray] = []
        offset = 0
        for d in documents:
            pool += [run + offset for run in d.runs]
            offset += len(d.gold)
        border = np.vstack([np.array([self._number.get(n, 0) for n in d.names])[d.border] for d in documents])
        seen, gold = (
            np.vstack([evidence(d.probabilities) for d in documents]),
            np.concatenate([d.gold for d in documents]),
        )
        for batch in batches(pool, 8192):
            width = max(len(run) for run in batch)
            index = np.zeros((len(batch), width), np.int64)
            mask = np.zeros((len(batch), width), bool)
            for row, run in enumerate(batch):
                index[row, : len(run)] = run
                mask[row, : len(run)] = True
            out.append((border[index], seen[index], gold[index], mask))
        return out

    def parts(self, flat: np.ndarray | None = None) -> list[np.ndarray]:
        """Views: steps, start, border."""
        flat = self.value if flat is None else flat
        out, at = [], 0
        for shape in self.shapes:
            size = int(np.prod(shape))
            out.append(flat[at : at + size].reshape(shape))
            at += size
        return out

    def gradient(self, data: list[Batch]) -> tuple[float, np.ndarray]:
        """Log-likelihood and its gradient."""
        total, flat = 0.0, np.zeros_like(self.value)
        grads = self.parts(flat)
        for border, seen, gold, mask in data:
            total += self._batch(border, seen, gold, mask, grads)
        return total, flat

    def _batch(
        self, border: np.ndarray, emit: np.ndarray, gold: np.ndarray, mask: np.ndarray, grads: list[np.ndarray]
    ) -> float:
        steps, start, border_w = self.parts()
        rows, width = mask.shape
        edge = border_w[border].sum(2)
        shift = shifts()
        first = start + np.where(np.arange(7) >= 4, NEVER, 0)
        moves = steps + legal() + (edge @ shift).reshape(rows, width, 7, 7)
        power = np.exp(moves)
        alpha = np.zeros((width, rows, 7))
        alpha[0] = emit[:, 0] + first
        for t in range(1, width):
            top = alpha[t - 1].max(1, keepdims=True)
            new = _log((np.exp(alpha[t - 1] - top)[:, None, :] @ power[:, t])[:, 0]) + top + emit[:, t]
            alpha[t] = np.where(mask[:, t, None], new, alpha[t - 1])
        top = alpha[-1].max(1)
        norm = _log(np.exp(alpha[-1] - top[:, None]).sum(1)) + top
        beta = np.zeros((rows, 7))
        edge_gradient = np.zeros((rows, width, 3))
        truth = np.eye(7)[np.maximum(gold, 0)]
        score = np.zeros(rows)
        for t in range(width - 1, -1, -1):
            here = mask[:, t]
            score += np.where(here, (emit[:, t] * truth[:, t]).sum(1), 0)
            if t:
                ahead = emit[:, t] + beta
                top = ahead.max(1, keepdims=True)
                after = np.exp(ahead - top)
                pair = np.exp(alpha[t - 1] - norm[:, None] + top)[:, :, None] * power[:, t] * after[:, None, :]
                real = truth[:, t - 1][:, :, None] * truth[:, t][:, None, :]
                change = np.where(here[:, None, None], real - pair, 0)
                grads[0] += change.sum(0)
                edge_gradient[:, t] = change.reshape(rows, 49) @ shift.T
                score += np.where(here, (moves[:, t] * real).sum((1, 2)), 0)
                new = _log((power[:, t] @ after[:, :, None])[:, :, 0]) + top
                beta = np.where(here[:, None], new, beta)
        score += (first * truth[:, 0]).sum(1)
        grads[1] += (truth[:, 0] - np.exp(alpha[0] + beta - norm[:, None])).sum(0)
        flat = edge_gradient.reshape(-1, 3)
        for slot in range(border.shape[2]):
            _scatter(grads[2], border[:, :, slot].ravel(), flat)
        return float((score - norm).sum())

    def fit(
        self,
        data: list[Batch],
        *,
        steps: int,
        l2: float,
        rate: float,
        watch: Callable[[int, float], None] | None = None,
    ) -> None:
        """Adam on the penalised likelihood."""
        mean, square = np.zeros_like(self.value), np.zeros_like(self.value)
        for step in range(1, steps + 1):
            total, gradient = self.gradient(data)
            gradient -= l2 * self.value
            mean = 0.9 * mean + 0.1 * gradient
            square = 0.98 * square + 0.02 * gradient**2
            pace = rate * min(1.0, step / 5, 2 * (1 - step / (steps + 1)))
            self.value += pace * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.98**step)) + 1e-8)
            self.parts()[2][0] = 0
            if watch:
                watch(step, total)

    def data(self) -> dict[str, Any]:
        """The weights as the package stores them; features without weight are left out."""
        steps, start, border = self.parts()
        return {
            "steps": np.round(steps, 3).tolist(),
            "start": np.round(start, 3).tolist(),
            "border": _rows(self.names, border),
        }


def _rows(names: list[str], table: np.ndarray) -> dict[str, list[float]]:
    return {name: np.round(table[i], 2).tolist() for i, name in enumerate(names, 1) if np.abs(table[i]).max() >= 0.02}


def _scatter(into: np.ndarray, rows: np.ndarray, values: np.ndarray) -> None:
    for column in range(values.shape[1]):
        into[:, column] += np.bincount(rows, values[:, column], len(into))


def _log(values: np.ndarray) -> np.ndarray:
    return np.log(np.maximum(values, 1e-300))


def _frequent(documents: Iterable[Prepared]) -> list[str]:
    counts: Counter[str] = Counter()
    for d in documents:
        counts.update(dict(zip(d.names, np.bincount(d.border.ravel(), minlength=len(d.names)).tolist(), strict=True)))
    return sorted(name for name, count in counts.items() if count >= LEAST)


def lean_of(weights: dict[str, Any], documents: list[tuple[PolnearDocument, Any, Any]]) -> float:
    """The lean by which as many attributions are found in these documents as there are."""
    asked = sum(len(document.gold) for document, _, _ in documents)
    apart: dict[float, int] = {}
    for lean in LEANS:
        found = 0
        for _, report, doc in documents:
            context = context_of(report, doc, weights=Weights({**weights, "lean": lean}))
            found += len(link(context))
        apart[lean] = abs(found - asked)
    return min(LEANS, key=apart.__getitem__)


def main() -> None:
    """Fit and write."""
    from training.read_polnear import held_out
    from training.windows import Text

    parser = argparse.ArgumentParser(description="Fit the role tagger")
    parser.add_argument("data", type=Path)
    parser.add_argument("--documents", type=int, default=250)
    parser.add_argument("--steps", type=int, default=25)
    parser.add_argument("--out", type=Path, default=None)
    arguments = parser.parse_args()
    learnt: list[Prepared] = []
    kept_out: list[tuple[PolnearDocument, Any, Any]] = []
    for document in polnear_documents(arguments.data / "polnear" / "train"):
        new = held_out(Text(document.name, [], [], {}))
        if not new and len(learnt) >= arguments.documents or new and len(kept_out) >= KEPT_OUT:
            continue
        report = document_from_text(document.text)
        doc = analyse(report)
        if new:
            kept_out.append((document, report, doc))
        else:
            learnt.append(prepare(document, report, doc))
    target = wrong([prepare(*item) for item in kept_out])
    power = min(POWERS, key=lambda p: abs(unsure(flattened(learnt, p)) - target))
    print(f"{len(learnt)} documents, probabilities to the power of {power}; {len(kept_out)} kept out")
    learnt = flattened(learnt, power)
    trainer = Trainer(learnt)
    trainer.fit(
        trainer.batches(learnt),
        steps=arguments.steps,
        l2=15.0,
        rate=0.03,
        watch=lambda step, total: print(step, round(total), flush=True),
    )
    weights = {"scale": SCALE, "lean": 0.0, **trainer.data()}
    weights["lean"] = lean_of(weights, kept_out)
    print(f"lean {weights['lean']}")
    path = arguments.out or Path(str(resources.files("onrecord.reading.attributions"))) / "roles.json"
    path.write_text(json.dumps(weights, indent=0, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
