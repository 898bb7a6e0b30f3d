"""The role tagger: a linear chain over the encoder's probabilities, with borders where phrases and quotations end.

A conditional random field (Lafferty et al. 2001) whose evidence for each token is what the encoder says, and whose
steps from token to token weigh the parse, the quotation marks and the cue lexicon between them. Its weights come from
`training/roles.py`; every one is named by its feature.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
import numpy.typing as npt
from spacy.tokens import Doc

from onrecord.reading.attributions.features import Features
from onrecord.reading.quotes import Quotations

TAGS = ("O", "B-CONTENT", "B-CUE", "B-SOURCE", "I-CONTENT", "I-CUE", "I-SOURCE")
NEVER = -1e4
FLOOR = 1e-4
_ROLE = np.array([-1, 0, 1, 2, 0, 1, 2])
Floats = npt.NDArray[np.float64]


def legal() -> Floats:
    """Zero where a tag may follow another, `NEVER` where it may not: [before, after]."""
    out = np.zeros((7, 7))
    for after in range(4, 7):
        for before in range(7):
            if _ROLE[before] != _ROLE[after]:
                out[before, after] = NEVER
    return out


def shifts() -> Floats:
    """Which steps end a role: [content, cue, source; before * 7 + after]."""
    out = np.zeros((3, 7, 7))
    for before in range(7):
        for after in range(7):
            if before and not (after >= 4 and _ROLE[after] == _ROLE[before]):
                out[_ROLE[before], before, after] = 1
    return out.reshape(3, 49)


def evidence(probabilities: np.ndarray, *, scale: float = 1.0, lean: float = 0.0) -> Floats:
    """The encoder's log-probabilities times `scale`, those of beginnings raised by `lean`: [tokens, 7].

    On texts that it was not trained on the encoder is less often right than it says: a scale below 1 takes that back
    (Guo et al. 2017). The lean evens out what is missed with what is found too much; those of O fall by a third of it.
    """
    out = np.log(np.maximum(probabilities, FLOOR)).astype(np.float64) * scale
    out[:, 1:4] += lean
    out[:, 0] -= lean / 3
    return out


class Weights:
    """The tagger's weights as arrays, with the row of each named feature."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.scale, self.lean = float(data.get("scale", 1.0)), float(data.get("lean", 0.0))
        self.steps = np.array(data["steps"], np.float64)  # [7, 7]
        self.start = np.array(data["start"], np.float64)  # [7]
        self.rows = {name: row for row, name in enumerate(data["border"], 1)}
        self.border = np.vstack([np.zeros((1, 3)), *(np.array([row]) for row in data["border"].values())])


@cache
def shipped_weights() -> Weights:
    """The weights of the package."""
    raw = resources.files("onrecord.reading.attributions").joinpath("roles.json").read_text("utf-8")
    return Weights(json.loads(raw))


def border_scores(doc: Doc, quotations: Quotations, weights: Weights) -> Floats:
    """For the border before each token, what speaks for the end of each role there: [tokens, 3]."""
    return weights.border[Features(doc, quotations).rows(weights.rows)].sum(1)


def decode(
    runs: list[np.ndarray], tags: Floats, border: Floats, weights: Weights
) -> Iterator[tuple[np.ndarray, list[str]]]:
    """The best tags of each run of token numbers (Viterbi, runs of like length together)."""
    step = weights.steps + legal()
    start = weights.start + np.where(np.arange(7) >= 4, NEVER, 0)
    shift = shifts()
    for batch in batches(runs):
        width = max(len(run) for run in batch)
        table = np.zeros((len(batch), width, 7))
        edge = np.zeros((len(batch), width, 3))
        for row, run in enumerate(batch):
            table[row, : len(run)] = tags[run]
            edge[row, : len(run)] = border[run]
        best = table[:, 0] + start
        back = np.zeros((width, len(batch), 7), np.int8)
        kept = [best]
        for at in range(1, width):
            moves = best[:, :, None] + step + (edge[:, at] @ shift).reshape(-1, 7, 7)
            back[at] = moves.argmax(1)
            best = moves.max(1) + table[:, at]
            kept.append(best)
        for row, run in enumerate(batch):
            tag = int(kept[len(run) - 1][row].argmax())
            path = [tag]
            for at in range(len(run) - 1, 0, -1):
                tag = int(back[at, row, tag])
                path.append(tag)
            yield run, [TAGS[t] for t in reversed(path)]


def batches(runs: list[np.ndarray], limit: int = 16384) -> Iterator[list[np.ndarray]]:
    """Runs of about the same length together; a batch with its padding has at most `limit` tokens."""
    batch: list[np.ndarray] = []
    for run in sorted(runs, key=len):
        if batch and len(run) * (len(batch) + 1) > limit:
            yield batch
            batch = []
        batch.append(run)
    if batch:
        yield batch
