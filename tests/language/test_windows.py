"""Windows keep neighbours together, begin anew where told, and never exceed the encoder."""

from onrecord.language.windows import PIECES, WORDS, cut, pack


def test_neighbouring_sentences_share_a_window() -> None:
    assert list(pack([(0, 40), (40, 90), (90, 200), (200, 210)], [1] * 210, [True, False, False, False])) == [
        (0, 90),
        (90, 210),
    ]


def test_a_title_stands_alone() -> None:
    assert list(pack([(0, 8), (8, 40)], [1] * 40, [True, True])) == [(0, 8), (8, 40)]


def test_long_sentences_are_cut_and_nothing_is_lost() -> None:
    sentences = [(0, 10), (10, 700), (700, 710)]
    windows = list(pack(sentences, [1] * 710, [True, False, False]))
    assert [word for a, b in windows for word in range(a, b)] == list(range(710))
    assert all(b - a <= WORDS for a, b in windows)


def test_words_of_many_pieces_fill_a_window_early() -> None:
    lengths = [8] * 400
    windows = list(pack([(0, 100), (100, 400)], lengths, [True, False]))
    assert [word for a, b in windows for word in range(a, b)] == list(range(400))
    assert all(8 * (b - a) <= PIECES for a, b in windows)
    assert list(cut((0, 3), [1, 1, 1])) == [(0, 3)]
