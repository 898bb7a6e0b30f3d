"""From windows to tensors: batches of like length, so that little is padded, and gold layers as numbers."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from onrecord.language.standins import stand_in

from .frontend import CLS, MASK, SEP, word_pieces
from .lemmas import script
from .windows import Window

IGNORED = -100


@dataclass(frozen=True)
class Batch:
    """`ids`, `cs`, `am` [B,L]; `ft` and `real` [B,W+1] (real: the root and the words); `gold` layers [B,W+1]."""

    ids: Tensor
    cs: Tensor
    am: Tensor
    ft: Tensor
    real: Tensor
    gold: dict[str, Tensor]

    @property
    def inputs(self) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        return self.ids, self.cs, self.am, self.ft


class Numbers:
    """Label lists as dictionaries, and a window's layers as numbers."""

    def __init__(self, labels: dict[str, list[str]]) -> None:
        self.labels = labels
        self.index = {name: {label: i for i, label in enumerate(values)} for name, values in labels.items()}

    def gold(self, window: Window) -> dict[str, list[int]]:
        """Layer names to numbers, one a word; what is unknown is ignored, but a rare lemma script is the identity."""
        out: dict[str, list[int]] = {}
        for name, values in window.layers.items():
            if name == "head":
                out[name] = list(values)
            elif name == "lemma":
                known = self.index["lemma"]
                words = zip(window.words, values, strict=True)
                out[name] = [known.get(script(word, lemma), 0) for word, lemma in words]
            else:
                known = self.index[name]
                out[name] = [IGNORED if value is None else known.get(value, IGNORED) for value in values]
        if "head" in out:
            starts = set(window.starts)
            out["sent"] = [int(i in starts) for i in range(len(window.words))]
        return out


def collate(windows: Sequence[Window], numbers: Numbers | None, *, hide: float = 0.0, seed: int = 0) -> Batch:
    """Pad windows to one batch; `hide` is the share of pieces replaced by the mask piece."""
    rows = []
    for window in windows:
        ids, cases, first = [CLS], [0], [0]
        for word in window.words:
            found, kind = word_pieces(stand_in(word))  # as the run time reads it
            first.append(len(ids))
            ids.extend(found)
            cases.extend([kind] * len(found))
        rows.append(([*ids, SEP], [*cases, 0], first))
    length, words = max(len(row[0]) for row in rows), max(len(row[2]) for row in rows)
    ids = np.zeros((len(rows), length), np.int64)
    cases, present = ids.copy(), ids.copy()
    first = np.zeros((len(rows), words), np.int64)
    real = np.zeros((len(rows), words), bool)
    for k, (i, c, f) in enumerate(rows):
        ids[k, : len(i)], cases[k, : len(i)], present[k, : len(i)] = i, c, 1
        first[k, : len(f)], real[k, : len(f)] = f, True
    if hide:
        hidden = (np.random.default_rng(seed).random(ids.shape) < hide) & (ids > 998)
        ids[hidden] = MASK
    gold: dict[str, Tensor] = {}
    if numbers is not None:
        layers = [numbers.gold(window) for window in windows]
        for name in layers[0]:
            values = np.full((len(rows), words), IGNORED, np.int64)
            for k, layer in enumerate(layers):
                values[k, 1 : len(layer[name]) + 1] = layer[name]
            gold[name] = torch.from_numpy(values)
    inputs = [torch.from_numpy(array) for array in (ids, cases, present, first, real)]
    return Batch(*inputs, gold)


def grouped(windows: Sequence[Window], most: int, rng: random.Random | None) -> Iterator[list[Window]]:
    """Batches of at most `most` pieces with padding, of windows of like length; shuffled if there is a generator."""
    keyed = [(w.size + (rng.random() * 8 if rng else 0), i) for i, w in enumerate(windows)]
    out: list[list[Window]] = []
    current: list[Window] = []
    for _, i in sorted(keyed):
        window = windows[i]
        if current and window.size * (len(current) + 1) > most:  # lengths ascend (nearly), so the newest is the longest
            out.append(current)
            current = []
        current.append(window)
    if current:
        out.append(current)
    if rng:
        rng.shuffle(out)
    yield from out
