"""Where sentences begin, by rule: final marks, closing quotes, abbreviations, initials, line breaks.

Used with weights that have no sentence head, and to cut windows at likely places with those that have one.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import yaml

_TABLE = Path(__file__).parent / "sentences.yaml"

_FINAL = frozenset({".", "!", "?", "…", "...", "?!", "!?", "!!", "??", "...."})
_CLOSING = frozenset("\"'”’»)]}") | {"''", "’’", "”"}
OPENING = frozenset("\"'“‘«([{") | {"``", "‘‘"}
"""Marks that may stand before the first word of a sentence."""


@cache
def _table() -> dict[str, frozenset[str]]:
    lists = yaml.load(_TABLE.read_text("utf-8"), Loader=yaml.CSafeLoader)
    return {name: frozenset(words.split()) for name, words in lists.items()}


def rule_starts(words: Sequence[str], breaks: Sequence[bool]) -> list[bool]:
    """Whether each word begins a sentence.

    `words` are the tokens of one part, white space left out; `breaks` says before which of them the line is broken
    twice. The first word always begins a sentence.
    """
    count = len(words)
    starts = [False] * count
    if count:
        starts[0] = True
    at = 0
    while at < count:
        if breaks[at]:
            starts[at] = True
        if _ends(words, at):
            after = at + 1
            while after < count and not breaks[after] and words[after] in _CLOSING and not _opens(words, after):
                after += 1
            if after < count and (breaks[after] or _begins(words, after, ends=words[at])):
                starts[after] = True
            at = after
        else:
            at += 1
    return starts


def _ends(words: Sequence[str], at: int) -> bool:
    word = words[at]
    if word in _FINAL:
        # "J . Smith", split by another tokenizer, is an initial.
        return not (word == "." and at and len(words[at - 1]) == 1 and words[at - 1].isupper() and words[at - 1] != "I")
    return len(word) > 2 and word[-1] == "." and word[-2] != "." and word.lower() not in _table()["before_names"]


def _opens(words: Sequence[str], at: int) -> bool:
    """Whether a straight quotation mark after a final mark opens a sentence: none is open, and a capital follows."""
    if words[at] not in ('"', "'", "''") or at + 1 >= len(words) or not words[at + 1][:1].isupper():
        return False
    return words[:at].count(words[at]) % 2 == 0 if at < 400 else False


def _begins(words: Sequence[str], at: int, *, ends: str) -> bool:
    """Whether a word may begin a sentence after `ends`."""
    while at < len(words) and words[at] in OPENING:
        at += 1
    if at == len(words):
        return True
    word = words[at]
    first = word[0]
    if len(ends) > 2 and ends[-1] == "." and ends[-2] != ".":
        # An abbreviation: "U.S. troops", "U.S. President" go on; "in the U.S. The army" does not.
        return word.lower() in _table()["starters"] and first.isupper()
    if ends in ("…", "...", "....") and not first.isupper():
        return False
    return (
        first.isupper() or first.isdigit() or not (first.isalpha() or first in ",;:.%/&+=<>*_~^|\\" or word in _CLOSING)
    )
