"""Neighbouring sentences packed into windows: long enough for context, short enough for the encoder."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

Range = tuple[int, int]
WORDS = 140
PIECES = 480


def pack(sentences: Sequence[Range], lengths: Sequence[int], fresh: Sequence[bool]) -> Iterator[Range]:
    """Windows of up to 140 words over a sequence of sentences, as ranges of words.

    `sentences` are ranges of words in order; `lengths` gives the word pieces of every word; `fresh` says before which
    sentences a window must begin anew (where a title, a heading or furniture stands between). A sentence that is
    longer than a window is cut.
    """
    start = end = pieces = 0
    for (first, last), anew in zip(sentences, fresh, strict=True):
        need = sum(lengths[first:last])
        full = last - start > WORDS or pieces + need > PIECES
        if end > start and (anew or first != end or full):
            yield start, end
            start = end = first
            pieces = 0
        if end == start:
            start = end = first
        if last - first > WORDS or need > PIECES:
            yield from cut((first, last), lengths)
            start = end = last
            pieces = 0
            continue
        end = last
        pieces += need
        if end - start >= WORDS:
            yield start, end
            start, pieces = end, 0
    if end > start:
        yield start, end


def cut(sentence: Range, lengths: Sequence[int]) -> Iterator[Range]:
    """The pieces of a sentence that is too long for the encoder, each of at most 140 words."""
    start, pieces = sentence[0], 0
    for word in range(*sentence):
        if word - start >= WORDS or (word > start and pieces + lengths[word] > PIECES):
            yield start, word
            start, pieces = word, 0
        pieces += lengths[word]
    if sentence[1] > start:
        yield start, sentence[1]
