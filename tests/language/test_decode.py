"""Sequences, trees and relations are the best consistent ones, measured against exhaustive search."""

import itertools

import numpy as np
import pytest

from onrecord.language.decode import BioDecoder, RelationScorer, is_tree, softmax, spans, tree

TAGS = ["O", "B-A", "B-B", "I-A", "I-B"]


def _allowed(path: tuple[int, ...]) -> bool:
    before = "O"
    for number in path:
        tag = TAGS[number]
        if tag[0] == "I" and (before == "O" or before[1:] != tag[1:]):
            return False
        before = tag
    return True


def test_bio_decoding_finds_the_best_allowed_sequence_of_every_length() -> None:
    rng = np.random.default_rng(1)
    scores = rng.normal(size=(6, 5, len(TAGS))).astype(np.float32)
    lengths = [1, 2, 3, 4, 5, 5]
    for row, found in enumerate(BioDecoder(TAGS).decode(scores, lengths)):
        best = max(
            (p for p in itertools.product(range(len(TAGS)), repeat=lengths[row]) if _allowed(p)),
            key=lambda p: sum(scores[row, at, tag] for at, tag in enumerate(p)),  # noqa: B023
        )
        assert tuple(found) == best


def test_spans_join_a_beginning_with_what_continues_it() -> None:
    assert spans(["B-A", "I-A", "O", "B-A", "B-A", "I-B", "O"]) == [(0, 2, "A"), (3, 4, "A"), (4, 5, "A"), (5, 6, "B")]


@pytest.mark.parametrize("words", [1, 2, 3, 4, 5])
def test_tree_is_the_best_with_a_single_root(words: int) -> None:
    rng = np.random.default_rng(words)
    for _ in range(30):
        scores = rng.normal(size=(words + 1, words + 1)).astype(np.float32)
        found = tree(scores)
        assert is_tree(found.tolist())
        assert (found[1:] == 0).sum() == 1

        def total(heads: tuple[int, ...], scores: np.ndarray = scores) -> float:
            return float(sum(scores[word + 1, head] for word, head in enumerate(heads)))

        trees = [
            heads
            for heads in itertools.product(range(words + 1), repeat=words)
            if heads.count(0) == 1 and all(head != word + 1 for word, head in enumerate(heads)) and is_tree([0, *heads])
        ]
        assert total(tuple(found[1:])) == pytest.approx(max(map(total, trees)), abs=1e-4)


def test_tree_of_a_long_sentence_full_of_cycles_is_a_tree() -> None:
    scores = np.zeros((181, 181), np.float32)
    for word in range(1, 181, 2):
        if word < 180:
            scores[word, word + 1] = scores[word + 1, word] = 5.0
    assert is_tree(tree(scores).tolist())


def test_relations_agree_with_the_bilinear_form() -> None:
    rng = np.random.default_rng(3)
    weights = rng.normal(size=(7, 5, 5)).astype(np.float32)
    left, right = rng.normal(size=(2, 60, 5)).astype(np.float32)
    want = np.einsum("wi,rij,wj->wr", left, weights, right).argmax(1)
    assert RelationScorer(weights).label(left, right).tolist() == want.tolist()


def test_softmax_sums_to_one_even_for_large_scores() -> None:
    assert softmax(np.array([[1e4, 0.0, -1e4]], np.float32)).sum() == pytest.approx(1.0)
