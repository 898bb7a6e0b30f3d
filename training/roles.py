"""Fit the role tagger (`onrecord.reading.attributions.tagger`) on PolNeAR's training part.

    python -m training.roles DATA_FOLDER [--documents N] [--steps N]

Maximum likelihood of a linear-chain conditional random field with L2, by Adam over the full batch; the gradient is the
gold's counts less the expected ones (forward-backward). Documents whose names the encoder's training kept out of its
own data (`training.read_polnear.held_out`) count twice as much as the others: on them alone are its probabilities as
unsure as they will be on new text. The shipped weights saw those 36 and 60 more. Features seen fewer than four times
are left out.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
from quality.attribution import PolnearDocument, polnear_documents

from onrecord.language import analyse
from onrecord.reading.attributions.features import SLOTS, Features
from onrecord.reading.attributions.spans import token_runs
from onrecord.reading.attributions.tagger import NEVER, TAGS, batches, evidence, legal, shifts
from onrecord.reading.quotes import find_quotations
from onrecord.reading.scope import claim_sentences
from onrecord.sources import document_from_text

LEAST = 4


@dataclass
class Prepared:
    """One document: names of its features, evidence, gold tags (-1 unknown) and runs of tokens."""

    border: list[list[str]]
    evidence: np.ndarray
    gold: np.ndarray
    runs: list[np.ndarray]
    weight: float


def prepare(document: PolnearDocument, report: Any, doc: Any, *, weight: float = 1.0) -> Prepared:
    """Features and gold tags of a document."""
    features = Features(doc, find_quotations(report))
    gold = gold_tags(document, doc)
    sentences = list(claim_sentences(report, doc))
    runs = [run for run in token_runs(report.text, doc, sentences) if (gold[run] >= 0).all()]
    names = [features.names(name) for name in SLOTS]
    return Prepared(names, evidence(doc._.attribution), gold, runs, weight)


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
        self.names = _frequent(name for d in documents for slot in d.border for name in slot)
        number = {name: i for i, name in enumerate(self.names, 1)}
        self.shapes = [(7, 7), (7,), (len(number) + 1, 3)]
        self.batches: list[tuple[np.ndarray, ...]] = []
        pool: list[np.ndarray] = []
        offset = 0
        for d in documents:
            pool += [run + offset for run in d.runs]
            offset += len(d.gold)
        border = np.vstack([np.stack([[number.get(n, 0) for n in slot] for slot in d.border], 1) for d in documents])
        seen, gold = np.vstack([d.evidence for d in documents]), np.concatenate([d.gold for d in documents])
        load = np.concatenate([np.full(len(d.gold), d.weight) for d in documents])
        for batch in batches(pool, 8192):
            width = max(len(run) for run in batch)
            index = np.zeros((len(batch), width), np.int64)
            mask = np.zeros((len(batch), width), bool)
            for row, run in enumerate(batch):
                index[row, : len(run)] = run
                mask[row, : len(run)] = True
            self.batches.append((border[index], seen[index], gold[index], mask, load[index[:, 0]]))
        self.value = np.zeros(sum(int(np.prod(s)) for s in self.shapes))

    def parts(self, flat: np.ndarray | None = None) -> list[np.ndarray]:
        """Views: steps, start, border."""
        flat = self.value if flat is None else flat
        out, at = [], 0
        for shape in self.shapes:
            size = int(np.prod(shape))
            out.append(flat[at : at + size].reshape(shape))
            at += size
        return out

    def gradient(self) -> tuple[float, np.ndarray]:
        """Log-likelihood and its gradient."""
        total, flat = 0.0, np.zeros_like(self.value)
        grads = self.parts(flat)
        for batch in self.batches:
            total += self._batch(batch, grads)
        return total, flat

    def _batch(self, batch: tuple[np.ndarray, ...], grads: list[np.ndarray]) -> float:
        border, emit, gold, mask, load = batch
        steps, start, border_w = self.parts()
        rows, width = mask.shape
        edge = border_w[border].sum(2)
        shift = shifts()
        step = steps + legal()
        first = start + np.where(np.arange(7) >= 4, NEVER, 0)
        moves = step + (edge @ shift).reshape(rows, width, 7, 7)
        alpha = np.zeros((width, rows, 7))
        alpha[0] = emit[:, 0] + first
        for t in range(1, width):
            inner = alpha[t - 1][:, :, None] + moves[:, t]
            top = inner.max(1)
            new = np.log(np.exp(inner - top[:, None]).sum(1)) + top + emit[:, t]
            alpha[t] = np.where(mask[:, t, None], new, alpha[t - 1])
        top = alpha[-1].max(1)
        norm = np.log(np.exp(alpha[-1] - top[:, None]).sum(1)) + top
        beta = np.zeros((rows, 7))
        edge_gradient = np.zeros((rows, width, 3))
        truth = np.eye(7)[np.maximum(gold, 0)]
        score = np.zeros(rows)
        weight = load[:, None]
        for t in range(width - 1, -1, -1):
            here = mask[:, t]
            score += np.where(here, (emit[:, t] * truth[:, t]).sum(1), 0)
            if t:
                ahead = emit[:, t] + beta
                pair = np.exp(alpha[t - 1][:, :, None] + moves[:, t] + ahead[:, None, :] - norm[:, None, None])
                real = truth[:, t - 1][:, :, None] * truth[:, t][:, None, :]
                change = np.where(here[:, None, None], (real - pair) * weight[:, :, None], 0)
                grads[0] += change.sum(0)
                edge_gradient[:, t] = change.reshape(rows, 49) @ shift.T
                score += np.where(here, (moves[:, t] * real).sum((1, 2)), 0)
                inner = moves[:, t] + ahead[:, None, :]
                top = inner.max(2)
                new = np.log(np.exp(inner - top[:, :, None]).sum(2)) + top
                beta = np.where(here[:, None], new, beta)
        score += (first * truth[:, 0]).sum(1)
        grads[1] += ((truth[:, 0] - np.exp(alpha[0] + beta - norm[:, None])) * weight).sum(0)
        flat = edge_gradient.reshape(-1, 3)
        for slot in range(border.shape[2]):
            _scatter(grads[2], border[:, :, slot].ravel(), flat)
        return float(((score - norm) * load).sum())

    def fit(self, *, steps: int, l2: float, rate: float, watch: Callable[[int, float], None] | None = None) -> None:
        """Adam on the penalised likelihood."""
        mean, square = np.zeros_like(self.value), np.zeros_like(self.value)
        for step in range(1, steps + 1):
            total, gradient = self.gradient()
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


def _frequent(names: Iterable[str]) -> list[str]:
    return sorted(name for name, count in Counter(names).items() if count >= LEAST)


def main() -> None:
    """Fit and write."""
    from training.read_polnear import held_out
    from training.windows import Text

    parser = argparse.ArgumentParser(description="Fit the role tagger")
    parser.add_argument("data", type=Path)
    parser.add_argument("--documents", type=int, default=400)
    parser.add_argument("--steps", type=int, default=25)
    arguments = parser.parse_args()
    prepared = []
    for number, document in enumerate(polnear_documents(arguments.data / "polnear" / "train")):
        kept_out = held_out(Text(document.name, [], [], {}))
        if number >= arguments.documents and not kept_out:
            continue
        report = document_from_text(document.text)
        prepared.append(prepare(document, report, analyse(report), weight=1.0 if kept_out else 0.5))
    path = Path(str(resources.files("onrecord.reading.attributions"))) / "roles.json"
    trainer = Trainer(prepared)
    trainer.fit(steps=arguments.steps, l2=15.0, rate=0.03, watch=lambda step, total: print(step, round(total)))
    path.write_text(json.dumps(trainer.data(), indent=0, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
