"""Fit the role tagger (`onrecord.reading.attributions.tagger`) on PolNeAR's training part.

    python -m training.roles DATA_FOLDER [--documents N] [--steps N]

Maximum likelihood of a linear-chain conditional random field with L2, by Adam over the full batch; the gradient is the
gold's counts less the expected ones (forward-backward). Documents whose names the encoder's training kept out of its
own data (`training.read_polnear.held_out`) are counted several times: on them alone are its probabilities as unsure as
they will be on new text. Features seen fewer than four times are left out.
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
from onrecord.reading.attributions.features import BORDER_SLOTS, TOKEN_SLOTS, Features
from onrecord.reading.attributions.spans import token_runs
from onrecord.reading.attributions.tagger import NEVER, TAGS, batches, ends, evidence, legal
from onrecord.reading.quotes import find_quotations
from onrecord.reading.scope import claim_sentences
from onrecord.sources import document_from_text

LEAST = 4


@dataclass
class Prepared:
    """One document: names of its features, evidence, gold tags (-1 unknown) and runs of tokens."""

    token: list[list[str]]
    border: list[list[str]]
    evidence: np.ndarray
    gold: np.ndarray
    runs: list[np.ndarray]
    weight: float


def prepare(document: PolnearDocument, report: Any, doc: Any, *, weight: float = 1.0) -> Prepared:
    """Features and gold tags of a document."""
    features = Features(doc, find_quotations(report))
    token = [features.names(features.token, name) for name in TOKEN_SLOTS]
    border = [features.names(features.border, name) for name in BORDER_SLOTS]
    gold = gold_tags(document, doc)
    sentences = list(claim_sentences(report, doc))
    runs = [run for run in token_runs(report.text, doc, sentences) if (gold[run] >= 0).all()]
    return Prepared(token, border, evidence(doc._.attribution), gold, runs, weight)


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
        self.token_names = _frequent(name for d in documents for slot in d.token for name in slot)
        self.border_names = _frequent(name for d in documents for slot in d.border for name in slot)
        token_row = {name: i for i, name in enumerate(self.token_names, 1)}
        border_row = {name: i for i, name in enumerate(self.border_names, 1)}
        self.shapes = [(21, 7), (7, 7), (7,), (len(token_row) + 1, 7), (len(border_row) + 1, 3)]
        self.batches: list[tuple[np.ndarray, ...]] = []
        pool: list[tuple[int, np.ndarray]] = []
        offset = 0
        tokens, borders, seen, gold, weight = [], [], [], [], []
        for d in documents:
            tokens.append(np.stack([[token_row.get(n, 0) for n in slot] for slot in d.token], 1))
            borders.append(np.stack([[border_row.get(n, 0) for n in slot] for slot in d.border], 1))
            seen.append(d.evidence)
            gold.append(d.gold)
            weight.append(np.full(len(d.gold), d.weight))
            pool += [(offset, run) for run in d.runs]
            offset += len(d.gold)
        token, border, evid, tag = np.vstack(tokens), np.vstack(borders), np.vstack(seen), np.concatenate(gold)
        load = np.concatenate(weight)
        for batch in batches([run + base for base, run in pool], 8192):
            width = max(len(run) for run in batch)
            index = np.zeros((len(batch), width), np.int64)
            mask = np.zeros((len(batch), width), bool)
            for row, run in enumerate(batch):
                index[row, : len(run)] = run
                mask[row, : len(run)] = True
            self.batches.append((token[index], border[index], evid[index], tag[index], mask, load[index[:, 0]]))
        self.value = np.zeros(sum(int(np.prod(s)) for s in self.shapes))
        self.parts()[0][:7] = np.eye(7)

    def parts(self, flat: np.ndarray | None = None) -> list[np.ndarray]:
        """Views: mix, steps, start, token, border."""
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
        token, border, evid, gold, mask, load = batch
        mix, steps, start, token_w, border_w = self.parts()
        rows, width = mask.shape
        emit = evid @ mix + token_w[token].sum(2)
        close = border_w[border].sum(2)
        end = ends().astype(float).reshape(3, 49)
        step = steps + legal()
        first = start + np.where(np.arange(7) >= 4, NEVER, 0)
        moves = step + (close @ end).reshape(rows, width, 7, 7)
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
        back_grad_emit = np.zeros((rows, width, 7))
        expected_steps = np.zeros((7, 7))
        close_grad = np.zeros((rows, width, 3))
        truth = np.eye(7)[np.maximum(gold, 0)]
        score = np.zeros(rows)
        weight = load[:, None]
        for t in range(width - 1, -1, -1):
            here = mask[:, t]
            marginal = np.exp(alpha[t] + beta - norm[:, None])
            back_grad_emit[:, t] = np.where(here[:, None], (truth[:, t] - marginal) * weight, 0)
            score += np.where(here, (emit[:, t] * truth[:, t]).sum(1), 0)
            if t:
                ahead = emit[:, t] + beta
                pair = np.exp(alpha[t - 1][:, :, None] + moves[:, t] + ahead[:, None, :] - norm[:, None, None])
                real = truth[:, t - 1][:, :, None] * truth[:, t][:, None, :]
                change = np.where(here[:, None, None], (real - pair) * weight[:, :, None], 0)
                expected_steps += change.sum(0)
                close_grad[:, t] = change.reshape(rows, 49) @ end.T
                score += np.where(here, (moves[:, t] * real).sum((1, 2)), 0)
                inner = moves[:, t] + ahead[:, None, :]
                top = inner.max(2)
                new = np.log(np.exp(inner - top[:, :, None]).sum(2)) + top
                beta = np.where(here[:, None], new, beta)
        score += (first * truth[:, 0]).sum(1)
        flat_emit = back_grad_emit.reshape(-1, 7)
        grads[0] += evid.reshape(-1, 21).T @ flat_emit
        grads[1] += expected_steps
        grads[2] += back_grad_emit[:, 0].sum(0)
        for slot in range(token.shape[2]):
            _scatter(grads[3], token[:, :, slot].ravel(), flat_emit)
        for slot in range(border.shape[2]):
            _scatter(grads[4], border[:, :, slot].ravel(), close_grad.reshape(-1, 3))
        return float(((score - norm) * load).sum())

    def fit(self, *, steps: int, l2: float, rate: float, watch: Callable[[int, float], None] | None = None) -> None:
        """Adam on the penalised likelihood; the mix is pulled towards the encoder's own scores."""
        rest = np.zeros_like(self.value)
        self.parts(rest)[0][:7] = np.eye(7)
        mean, square = np.zeros_like(self.value), np.zeros_like(self.value)
        # The evidence runs to minus nine, on 21 inputs: its weights must move more slowly than those of the features.
        slow = np.ones_like(self.value)
        self.parts(slow)[0][:] = 0.1
        for step in range(1, steps + 1):
            total, gradient = self.gradient()
            gradient -= l2 * (self.value - rest)
            mean = 0.9 * mean + 0.1 * gradient
            square = 0.98 * square + 0.02 * gradient**2
            pace = rate * min(1.0, step / 5, 2 * (1 - step / (steps + 1)))
            self.value += pace * slow * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.98**step)) + 1e-8)
            for part in self.parts()[3:]:
                part[0] = 0
            if watch:
                watch(step, total)

    def data(self) -> dict[str, Any]:
        """The weights as the package stores them; features without weight are left out."""
        mix, steps, start, token, border = self.parts()
        return {
            "mix": np.round(mix, 3).tolist(),
            "steps": np.round(steps, 3).tolist(),
            "start": np.round(start, 3).tolist(),
            "token": _rows(self.token_names, token),
            "border": _rows(self.border_names, border),
        }


def _rows(names: list[str], table: np.ndarray) -> dict[str, list[float]]:
    return {
        name: np.round(table[i], 2).tolist() for i, name in enumerate(names, 1) if np.abs(table[i]).max() >= 0.02
    }


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
    parser.add_argument("--documents", type=int, default=10**6)
    parser.add_argument("--steps", type=int, default=80)
    arguments = parser.parse_args()
    prepared = []
    for number, document in enumerate(polnear_documents(arguments.data / "polnear" / "train")):
        kept_out = held_out(Text(document.name, [], [], {}))
        if number >= arguments.documents and not kept_out:
            continue
        report = document_from_text(document.text)
        prepared.append(prepare(document, report, analyse(report), weight=4.0 if kept_out else 1.0))
    trainer = Trainer(prepared)
    trainer.fit(steps=arguments.steps, l2=3.0, rate=0.05, watch=lambda step, total: print(step, round(total)))
    path = Path(str(resources.files("onrecord.reading.attributions"))) / "roles.json"
    path.write_text(json.dumps(trainer.data(), indent=0, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
