"""The role tagger: a linear chain over the encoder's probabilities, the parse, the quotation marks and the lexicon.

A conditional random field (Lafferty et al. 2001) with the encoder's seven probabilities as its main evidence. It puts
borders where phrases and quotations end and takes up cues that the encoder has seen too rarely. Weights come from
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

from onrecord.reading.attributions.features import BORDER_SLOTS, TOKEN_SLOTS, Features
from onrecord.reading.quotes import Quotations

TAGS = ("O", "B-CONTENT", "B-CUE", "B-SOURCE", "I-CONTENT", "I-CUE", "I-SOURCE")
ROLES = ("CONTENT", "CUE", "SOURCE")
NEVER = -1e4
_TAG_ROLE = np.array([-1, 0, 1, 2, 0, 1, 2])
Floats = npt.NDArray[np.float64]
FLOOR = 1e-4


def legal() -> Floats:
    """Zero where a tag may follow another, `NEVER` where it may not: [before, after]."""
    out = np.zeros((7, 7))
    for after in range(4, 7):
        for before in range(7):
            if _TAG_ROLE[before] != _TAG_ROLE[after]:
                out[before, after] = NEVER
    return out


def ends() -> npt.NDArray[np.bool_]:
    """Whether a step from one tag to another ends a role: [roles, before, after]."""
    out = np.zeros((3, 7, 7), bool)
    for role in range(3):
        for before in range(1, 7):
            for after in range(7):
                out[role, before, after] = _TAG_ROLE[before] == role and not (after >= 4 and _TAG_ROLE[after] == role)
    return out


def evidence(probabilities: np.ndarray) -> Floats:
    """The encoder's log-probabilities of a token and its neighbours: [tokens, 21]."""
    logs = np.log(np.maximum(probabilities, FLOOR)).astype(np.float64)
    before = np.vstack([logs[:1], logs[:-1]])
    after = np.vstack([logs[1:], logs[-1:]])
    return np.hstack([logs, before, after])


class Weights:
    """The tagger's weights as arrays, with the row of each named feature."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.mix = np.array(data["mix"], np.float64)  # [21, 7]
        self.steps = np.array(data["steps"], np.float64)  # [7, 7]
        self.start = np.array(data["start"], np.float64)  # [7]
        self.token_rows = {name: row for row, name in enumerate(data["token"], 1)}
        self.border_rows = {name: row for row, name in enumerate(data["border"], 1)}
        self.token = np.vstack([np.zeros((1, 7)), *(np.array([row]) for row in data["token"].values())])
        self.border = np.vstack([np.zeros((1, 3)), *(np.array([row]) for row in data["border"].values())])


@cache
def shipped_weights() -> Weights:
    """The weights of the package."""
    raw = resources.files("onrecord.reading.attributions").joinpath("roles.json").read_text("utf-8")
    return Weights(json.loads(raw))


def scores(doc: Doc, quotations: Quotations, weights: Weights) -> tuple[Floats, Floats]:
    """Scores of tags [tokens, 7] and of the end of each role before a token [tokens, 3]."""
    features = Features(doc, quotations)
    token = features.columns(features.token, TOKEN_SLOTS, weights.token_rows)
    border = features.columns(features.border, BORDER_SLOTS, weights.border_rows)
    tags = evidence(doc._.attribution) @ weights.mix + weights.token[token].sum(1)
    return tags, weights.border[border].sum(1)


def decode(
    runs: list[np.ndarray], tags: Floats, closing: Floats, weights: Weights
) -> Iterator[tuple[np.ndarray, list[str]]]:
    """The best tags of each run of token numbers (Viterbi, runs of like length together)."""
    step = weights.steps + legal()
    start = weights.start + np.where(np.arange(7) >= 4, NEVER, 0)
    shift = ends().astype(np.float64).reshape(3, 49)
    for batch in batches(runs):
        width = max(len(run) for run in batch)
        table = np.zeros((len(batch), width, 7))
        close = np.zeros((len(batch), width, 3))
        for row, run in enumerate(batch):
            table[row, : len(run)] = tags[run]
            close[row, : len(run)] = closing[run]
        best = table[:, 0] + start
        back = np.zeros((width, len(batch), 7), np.int8)
        kept = [best]
        for at in range(1, width):
            moves = best[:, :, None] + step + (close[:, at] @ shift).reshape(-1, 7, 7)
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
