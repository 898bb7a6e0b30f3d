"""Candidates: where the patterns match, the longest first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from onrecord.reading.times.lexing import Token
from onrecord.reference.times import Grammar, Pattern

Slots = dict[str, Any]


class Candidate:
    """A match of a pattern: tokens `[first, last)` are its extent, `[begin, stop)` the whole match."""

    __slots__ = ("pattern", "first", "last", "begin", "stop", "slots")

    def __init__(self, pattern: Pattern, first: int, last: int, begin: int, stop: int, slots: Slots) -> None:
        self.pattern, self.first, self.last, self.begin, self.stop, self.slots = (
            pattern, first, last, begin, stop, slots,
        )  # fmt: skip

    def __repr__(self) -> str:
        return f"Candidate({self.pattern.name}, {self.first}:{self.last}, {self.slots})"


Accepts = Callable[[Candidate], bool]


def candidates(tokens: Sequence[Token], symbols: str, grammar: Grammar, accepts: Accepts) -> list[Candidate]:
    """The matches that survive: leftmost first, of those the longest, of those the first listed; none overlaps another.

    `accepts` is asked about every match, so that a match that its guards refuse leaves its words to the others.
    """
    found: list[Candidate] = []
    starting = grammar.starting
    for place, symbol in enumerate(symbols):
        for pattern in starting.get(symbol, ()):
            match = pattern.regex.match(symbols, place)
            if match is None:
                continue
            candidate = _candidate(pattern, match, tokens)
            if candidate is not None and accepts(candidate):
                found.append(candidate)
    found.sort(key=_preference)
    kept: list[Candidate] = []
    end = 0
    for candidate in found:
        if candidate.first >= end:
            kept.append(candidate)
            end = candidate.last
    return kept


def _preference(candidate: Candidate) -> tuple[int, int, int]:
    return candidate.first, -candidate.last, candidate.pattern.order


def _candidate(pattern: Pattern, match: Any, tokens: Sequence[Token]) -> Candidate | None:
    first, last = match.start(), match.end()
    slots: Slots = dict(pattern.given)
    for number, (slot, fixed) in enumerate(pattern.slots, 1):
        place = match.start(number)
        if place < 0:
            continue
        if slot == "extent[":
            first = place
        elif slot == "extent]":
            last = place
        elif fixed is not None:
            slots[slot] = fixed
        else:
            slots[slot] = _value(pattern, number, slot, tokens[place])
    if first >= last:
        return None
    return Candidate(pattern, first, last, match.start(), match.end(), slots)


def _value(pattern: Pattern, number: int, slot: str, token: Token) -> Any:
    return token.classes[pattern.classes[number - 1]]
