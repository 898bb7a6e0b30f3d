"""The words, numbers and signs of a sentence, and what a number is made of."""

from __future__ import annotations

import re
from dataclasses import dataclass

_LEX = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+|[^\w\s]|_")
DASHES = frozenset("-‐‑–—")

Value = int | float


@dataclass(frozen=True)
class Lexeme:
    """A word, number or sign of the sentence; `glued` where no blank stands before it."""

    text: str
    low: str
    start: int
    end: int
    glued: bool


@dataclass(frozen=True)
class Number:
    """A number as it stands: `[start, end)` with the words of its bound, `[core, end)` without, in the sentence.

    `first` and `last` are the lexemes of the core, half-open. `form` says how it is written: digits, words, vague
    ("dozens"), few ("several"), zero ("no"), fraction ("half of"), age ("a 60-year-old").
    `unit` is a currency or physical unit or "%"; `counted` the lemma that goes with it.
    """

    start: int
    core: int
    end: int
    first: int
    last: int
    low: Value | None
    high: Value | None
    bound: str
    form: str
    unit: str | None = None
    counted: str | None = None


def lexemes(text: str) -> list[Lexeme]:
    """The words, numbers and signs of a sentence."""
    out: list[Lexeme] = []
    end = -1
    for match in _LEX.finditer(text):
        out.append(Lexeme(match[0], match[0].lower(), match.start(), match.end(), match.start() == end))
        end = match.end()
    return out


def whole(value: float) -> Value:
    """Counts are integers: a value without a fraction becomes one."""
    return int(round(value)) if abs(value - round(value)) < 1e-6 else round(value, 6)
