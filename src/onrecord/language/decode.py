"""From the encoder's scores to the best consistent answer: BIO sequences, trees with one root, relations."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
_NEVER = -1e4


def softmax(scores: Floats) -> Floats:
    """Probabilities over the last axis."""
    shifted = np.exp(scores - scores.max(-1, keepdims=True))
    return shifted / shifted.sum(-1, keepdims=True)


class BioDecoder:
    """The likeliest tag sequence in which every I- continues its own kind (Viterbi, over a batch at once)."""

    def __init__(self, tags: Sequence[str]) -> None:
        self.tags = tuple(tags)
        count = len(tags)
        self._step = np.zeros((count, count), np.float32)
        self._start = np.zeros(count, np.float32)
        for into, tag in enumerate(tags):
            if tag.startswith("I-"):
                self._start[into] = _NEVER
                for out_of, before in enumerate(tags):
                    if before == "O" or before[1:] != tag[1:]:
                        self._step[out_of, into] = _NEVER

    def decode(self, scores: Floats, lengths: Sequence[int]) -> list[npt.NDArray[np.intp]]:
        """Tag numbers, one array a sequence. `scores` is [sequences, words, tags], padded; lengths are at least 1."""
        batch, width, count = scores.shape
        back = np.zeros((width, batch, count), np.int16)
        best = np.empty((width, batch, count), np.float32)
        best[0] = scores[:, 0] + self._start
        for at in range(1, width):
            moves = best[at - 1][:, :, None] + self._step
            back[at] = moves.argmax(1)
            best[at] = moves.max(1) + scores[:, at]
        ends = np.asarray(lengths) - 1
        rows = np.arange(batch)
        path = np.zeros((width, batch), np.intp)
        tag = best[ends, rows].argmax(-1)
        for at in range(width - 1, -1, -1):
            # A sequence enters the walk at its own last word.
            if at < width - 1:
                tag = np.where(at < ends, back[at + 1, rows, tag], tag)
            path[at] = tag
        return [path[: end + 1, row] for row, end in enumerate(ends)]


def spans(tags: Sequence[str]) -> list[tuple[int, int, str]]:
    """The `(start, end, kind)` stretches of a BIO sequence, half-open; a stray I- begins one."""
    found: list[tuple[int, int, str]] = []
    start, kind = 0, ""
    for at, tag in enumerate([*tags, "O"]):
        if kind and not (tag.startswith("I-") and tag[2:] == kind):
            found.append((start, at, kind))
            kind = ""
        if tag != "O" and not kind:
            start, kind = at, tag[2:]
    return found


def is_tree(heads: Sequence[int]) -> bool:
    """Whether every word reaches 0, the root, whose own entry is ignored."""
    state = bytearray(len(heads))
    state[0] = 2
    for word in range(1, len(heads)):
        path, at = [], word
        while not state[at]:
            state[at] = 1
            path.append(at)
            at = heads[at]
        if state[at] == 1:
            return False
        for at in path:
            state[at] = 2
    return True


def tree(scores: Floats) -> npt.NDArray[np.intp]:
    """The best tree with a single root.

    `scores[dependent, head]` is [words + 1, words + 1], where 0 is the root. Returns the head of each entry (0's is 0).
    The greedy choice is taken where it is a tree, else the maximum arborescence (Chu and Liu 1965, Edmonds 1967).
    """
    scores = scores.astype(np.float64)  # type: ignore[assignment]
    np.fill_diagonal(scores, -1e9)
    scores[0] = -1e9
    heads = scores.argmax(1)
    heads[0] = 0
    if (heads[1:] == 0).sum() == 1 and is_tree(heads.tolist()):
        return heads
    # A root costs more than all else can gain, so the best tree has as few as can be: one.
    scores[1:, 0] -= 1e6
    return _arborescence(scores)  # type: ignore[arg-type]


def _arborescence(scores: npt.NDArray[np.float64]) -> npt.NDArray[np.intp]:
    """Chu-Liu/Edmonds without recursion: cycles are contracted into new nodes, then opened in reverse."""
    total = len(scores)
    room = 2 * total
    weights = np.full((room, room), -np.inf)
    weights[:total, :total] = scores
    weights[range(total), range(total)] = -np.inf
    weights[0] = -np.inf
    # For an edge of a contracted graph: the edge of the original graph that it stands for.
    dependent = np.tile(np.arange(room)[:, None], (1, room))
    governor = np.tile(np.arange(room)[None, :], (room, 1))
    alive = np.zeros(room, bool)
    alive[:total] = True
    chosen: dict[int, tuple[int, int, int]] = {}
    cycles: list[tuple[int, list[int]]] = []
    fresh = total
    best: list[int] = weights[:total].argmax(1).tolist()
    for node, head in enumerate(best):
        if node:
            chosen[node] = (head, node, head)
    while True:
        cycle = _cycle(chosen, alive)
        if not cycle:
            break
        members = np.array(cycle)
        kept = np.array([weights[node, chosen[node][0]] for node in cycle])
        rest = np.flatnonzero(alive)
        rest = rest[~np.isin(rest, members)]
        entering = weights[np.ix_(members, rest)] - kept[:, None]
        by = entering.argmax(0)
        weights[fresh, rest] = entering.max(0)
        dependent[fresh, rest] = dependent[members[by], rest]
        governor[fresh, rest] = governor[members[by], rest]
        leaving = weights[np.ix_(rest, members)]
        via = leaving.argmax(1)
        weights[rest, fresh] = leaving.max(1)
        dependent[rest, fresh] = dependent[rest, members[via]]
        governor[rest, fresh] = governor[rest, members[via]]
        alive[members] = False
        alive[fresh] = True
        cycles.append((fresh, cycle))
        inner = set(cycle)
        for node in rest.tolist():
            if node and chosen[node][0] in inner:
                chosen[node] = (fresh, int(dependent[node, fresh]), int(governor[node, fresh]))
        head = int(rest[weights[fresh, rest].argmax()])
        chosen[fresh] = (head, int(dependent[fresh, head]), int(governor[fresh, head]))
        fresh += 1
    inside = {node: parent for parent, cycle in cycles for node in cycle}
    heads = np.zeros(total, np.intp)
    final: dict[int, tuple[int, int]] = {}
    for node in np.flatnonzero(alive).tolist():
        if node:
            final[node] = chosen[node][1:]
    for parent, cycle in reversed(cycles):
        entry = final.pop(parent)
        at = entry[0]
        while at not in cycle:
            at = inside[at]
        for node in cycle:
            final[node] = entry if node == at else chosen[node][1:]
    for word, governed_by in final.values():
        heads[word] = governed_by
    return heads


def _cycle(chosen: dict[int, tuple[int, int, int]], alive: npt.NDArray[np.bool_]) -> list[int]:
    """The nodes of one cycle among the chosen heads, or nothing."""
    state: dict[int, int] = {0: 2}
    for start in np.flatnonzero(alive).tolist():
        path, at = [], start
        while at not in state:
            state[at] = 1
            path.append(at)
            at = chosen[at][0]
        if state[at] == 1:
            return path[path.index(at) :]
        for node in path:
            state[node] = 2
    return []


class RelationScorer:
    """The bilinear form that names the relation between a word and its head; weights [labels, d, d]."""

    # Products of at most 27 x 97 x 97 stay below the size at which OpenBLAS starts threads, which cost more than
    # they give on matrices like these.
    _ROWS = 27

    def __init__(self, weights: Floats) -> None:
        self._weights = np.ascontiguousarray(weights)

    def label(self, dependents: Floats, heads: Floats) -> npt.NDArray[np.intp]:
        """The best label number of each pair of [words, d] vectors."""
        out = np.empty(len(dependents), np.intp)
        for at in range(0, len(dependents), self._ROWS):
            rows = slice(at, at + self._ROWS)
            left = np.matmul(dependents[rows], self._weights)
            out[rows] = np.einsum("rwj,wj->wr", left, heads[rows]).argmax(1)
        return out
