"""The front end gives the pieces of BERT's uncased WordPiece and the shape of each word."""

from pathlib import Path

import pytest

from onrecord.language.wordpiece import PIECES_PER_WORD, UNKNOWN, WordPieces, case

WORDS = ["[PAD]"] * 100 + [
    "[UNK]",
    "[CLS]",
    "[SEP]",
    "drone",
    "##s",
    "zelensky",
    "a",
    "##b",
    "-",
    "東",
    "e",
    "1",
    "##1",
]


@pytest.fixture
def pieces(tmp_path: Path) -> WordPieces:
    (tmp_path / "vocab.txt").write_text("\n".join(WORDS) + "\n", "utf-8")
    return WordPieces(tmp_path / "vocab.txt")


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Drones", ["drone", "##s"]),
        ("Zélensky", ["zelensky"]),
        ("a-a", ["a", "-", "a"]),
        ("東東", ["東", "東"]),
        ("a\u0000b", ["a", "##b"]),
        ("xyz", ["[UNK]"]),
        ("", ["[UNK]"]),
        ("\u200b", ["[UNK]"]),
        ("a" * 101, ["[UNK]"]),
    ],
)
def test_pieces(pieces: WordPieces, word: str, expected: list[str]) -> None:
    assert [WORDS[number] for number in pieces.pieces(word)] == expected


def test_a_word_has_at_most_eight_pieces(pieces: WordPieces) -> None:
    assert len(pieces.pieces("1" * 20)) == 20
    assert len(pieces.word("1" * 20)[0]) == PIECES_PER_WORD


def test_encode_says_where_words_begin(pieces: WordPieces) -> None:
    ids, cases, first = pieces.encode(["Drones", "a"])
    assert [WORDS[number] for number in ids] == ["[CLS]", "drone", "##s", "a", "[SEP]"]
    assert cases == [0, 2, 2, 1, 0]
    assert first == [1, 3]


def test_lone_surrogates_are_unknown_words(pieces: WordPieces) -> None:
    assert pieces.pieces("\ud800") == [UNKNOWN]


@pytest.mark.parametrize(
    ("word", "shape"),
    [("drone", 1), ("Kyiv", 2), ("NATO", 3), ("McKay", 4), ("T-72", 5), ("—", 6), ("U", 7), ("i", 1)],
)
def test_case(word: str, shape: int) -> None:
    assert case(word) == shape
