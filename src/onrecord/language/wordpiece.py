"""BERT's uncased WordPiece and the case feature, for words that are already split."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

UNKNOWN, START, END = 100, 101, 102
PIECES_PER_WORD = 8
_LONGEST_CHUNK = 100  # BERT gives up on longer runs of letters
_LONGEST_WORD = 1000  # of which the first pieces are all that is used
_CACHED_WORDS = 100_000

# Values of the case feature: 0 is no word at all.
_LOWER, _TITLE, _UPPER, _MIXED, _DIGITS, _SIGNS, _LETTER = range(1, 8)


def case(word: str) -> int:
    """Which of eight shapes a word has: the encoder reads uncased pieces and gets the case beside them."""
    if not any(map(str.isalnum, word)):
        return _SIGNS
    if any(map(str.isdigit, word)):
        return _DIGITS
    if word.islower():
        return _LOWER
    if len(word) == 1:
        return _LETTER
    if word.isupper():
        return _UPPER
    if word[0].isupper() and word[1:].islower():
        return _TITLE
    return _MIXED


def _stands_alone(char: str) -> bool:
    """Whether BERT splits the character off: ASCII signs, Unicode punctuation, Chinese characters."""
    code = ord(char)
    return (
        33 <= code <= 47
        or 58 <= code <= 64
        or 91 <= code <= 96
        or 123 <= code <= 126
        or 0x4E00 <= code <= 0x9FFF
        or unicodedata.category(char)[0] == "P"
    )


class WordPieces:
    """The vocabulary of the encoder. Words are looked up once and remembered."""

    def __init__(self, path: Path, *, stand_in: Callable[[str], str] | None = None) -> None:
        with open(path, encoding="utf-8") as lines:
            self._vocabulary = {line.rstrip("\n"): number for number, line in enumerate(lines)}
        self._known: dict[str, tuple[tuple[int, ...], int]] = {}
        self._stand_in = stand_in

    def pieces(self, word: str) -> list[int]:
        """The piece numbers of a word, all of them; `[UNKNOWN]` where nothing of it is left."""
        folded = "".join(
            char
            for char in unicodedata.normalize("NFD", word[:_LONGEST_WORD].lower())
            if unicodedata.category(char) not in ("Mn", "Cc", "Cf")
        )
        out: list[int] = []
        for chunk in self._chunks(folded):
            out += self._longest_first(chunk)
        return out or [UNKNOWN]

    @staticmethod
    def _chunks(folded: str) -> Iterable[str]:
        start = 0
        for at, char in enumerate(folded):
            alone = _stands_alone(char)
            if alone or char.isspace():
                if at > start:
                    yield folded[start:at]
                if alone:
                    yield char
                start = at + 1
        if start < len(folded):
            yield folded[start:]

    def _longest_first(self, chunk: str) -> list[int]:
        if len(chunk) > _LONGEST_CHUNK:
            return [UNKNOWN]
        out, start = [], 0
        while start < len(chunk):
            for end in range(len(chunk), start, -1):
                piece = chunk[start:end] if not start else "##" + chunk[start:end]
                number = self._vocabulary.get(piece)
                if number is not None:
                    break
            else:
                return [UNKNOWN]
            out.append(number)
            start = end
        return out

    def word(self, word: str) -> tuple[tuple[int, ...], int]:
        """The first eight piece numbers of a word and its case feature."""
        known = self._known.get(word)
        if known is None:
            read = self._stand_in(word) if self._stand_in else word
            known = (tuple(self.pieces(read)[:PIECES_PER_WORD]), case(word))
            if len(self._known) < _CACHED_WORDS and len(word) <= _LONGEST_CHUNK:
                self._known[word] = known
        return known

    def encode(self, words: Sequence[str]) -> tuple[list[int], list[int], list[int]]:
        """Piece numbers with start and end marks, the case of each piece, and where each word begins."""
        ids, cases, first = [START], [0], []
        for word in words:
            pieces, shape = self.word(word)
            first.append(len(ids))
            ids += pieces
            cases += [shape] * len(pieces)
        return [*ids, END], [*cases, 0], first
