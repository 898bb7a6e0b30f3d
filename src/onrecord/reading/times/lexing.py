"""The text as a row of tokens with their classes, and as a string with one symbol a token.

The tokens are finer than the analysis's (a hyphen or an apostrophe stands alone) and never cross a paragraph, so that
a pattern cannot either.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.reference.times import (
    SIGNS,
    Classes,
    Grammar,
    number_classes,
    numerals,
    ordinal_classes,
    ordinals,
)

_TOKEN = re.compile(
    r"(?P<break>\n[^\S\n]*\n)"
    r"|(?P<isodate>\d{4}-\d{2}-\d{2}(?!\d))"
    r"|(?P<dotdate>\d{1,2}\.\d{1,2}\.(?:\d{4}|\d{2})(?!\.?\d))"
    r"|(?P<slashdate>\d{1,2}/\d{1,2}/(?:\d{4}|\d{2})(?![\d/]))"
    r"|(?P<clock>\d{1,2}:\d{2}(?![\d:]))"
    r"|(?P<clockdot>\d{1,2}\.\d{2}(?!\d))"
    r"|(?P<decade>(?:\d{3}0|['’‘`]?[1-9]0)['’]?s(?![^\W_]))"
    r"|(?P<ordinal>\d{1,2}(?:st|nd|rd|th)(?![^\W_]))"
    r"|(?P<quartercode>Q[1-4](?![^\W_]))"
    r"|(?P<fraction>[123]/[2348](?![\d/])|[½¼¾])"
    r"|(?P<decimal>\d{1,4}\.\d+)"
    r"|(?P<number>\d{1,3}(?:,\d{3}){1,3}(?!\d)|\d+)"
    r"|(?P<meridiem>[apAP]\.\s?[mM](?:\.|(?![^\W_]))|[apAP][mM](?![^\W_]))"
    r"|(?P<word>[^\W\d_]+)"
    r"|(?P<sign>[^\w\s]|_)"
)
_QUARTERS = {"½": 0.5, "¼": 0.25, "¾": 0.75}
_TENS = frozenset(range(20, 100, 10))
_MAX_NUMBER_WORDS = 8


class Token:
    """A token of the scanner: offsets, its words in lower case, its classes and whether it begins with a capital."""

    __slots__ = ("start", "end", "lower", "classes", "capital")

    def __init__(self, start: int, end: int, lower: str, classes: Classes, capital: bool) -> None:
        self.start, self.end, self.lower, self.classes, self.capital = start, end, lower, classes, capital

    def __repr__(self) -> str:
        return f"Token({self.lower!r}, {sorted(self.classes)})"


def tokens_of(text: str, grammar: Grammar, breaks: Sequence[int] = ()) -> list[Token]:
    """The tokens of a text in order; `breaks` are offsets (beginnings of parts) that no pattern may cross."""
    out: list[Token] = []
    pending = iter(sorted(breaks))
    border = next(pending, None)
    classes_of = grammar.classes
    for found in _TOKEN.finditer(text):
        start, end, kind = found.start(), found.end(), found.lastgroup
        while border is not None and border <= start:
            if out:
                out.append(Token(start, start, "", {"break": 1}, False))
            border = next(pending, None)
        raw = found.group()
        if kind == "word":
            lower = raw.lower()
            capital = raw[0].isupper()
            out.append(Token(start, end, lower, classes_of(lower, capital=capital), capital))
        elif kind == "sign":
            name = SIGNS.get(raw)
            out.append(Token(start, end, raw, {"=" + name: name} if name else {}, False))
        else:
            out.append(Token(start, end, raw.lower(), _classes(kind or "", raw), False))
    return _merged(out)


def symbols_of(tokens: Sequence[Token], grammar: Grammar) -> str:
    """One character a token, for the patterns to match on."""
    symbol = grammar.symbol
    return "".join([symbol(token.classes) for token in tokens])


def _classes(kind: str, raw: str) -> Classes:
    if kind == "number":
        figures = len(raw) if "," not in raw else 7
        if len(raw) > 12:
            return {}
        return number_classes(int(raw.replace(",", "")), figures=figures)
    if kind == "ordinal":
        return ordinal_classes(int(raw[:-2]))
    if kind == "meridiem":
        return {"meridiem": 0 if raw[0] in "aA" else 12}
    if kind == "clock":
        hour, _, minute = raw.partition(":")
        return {"clock": (int(hour), int(minute))} if int(hour) <= 24 and int(minute) < 60 else {}
    if kind == "clockdot":
        hour, _, minute = raw.partition(".")
        return {"clockdot": (int(hour), int(minute)), "decimal": float(raw)}
    if kind == "decimal":
        return {"decimal": float(raw[:12])}
    if kind == "decade":
        written = "".join(c for c in raw if c.isdigit())
        return {"decade": int(written[:3]) if len(written) == 4 else 190 + int(written[0])}
    if kind == "fraction":
        return {"fraction": _QUARTERS.get(raw) or int(raw[0]) / int(raw[2])}
    if kind == "quartercode":
        return {"quartercode": int(raw[1])}
    return {kind: raw}


_SPELLED_DECADES = {"twenties": 192, "thirties": 193, "forties": 194, "fifties": 195, "sixties": 196, "seventies": 197,
                    "eighties": 198, "nineties": 199}  # fmt: skip


def _merged(tokens: list[Token]) -> list[Token]:
    """The tokens with every number in words joined to one ("two hundred and fifty", "twenty-four")."""
    out: list[Token] = []
    place, count = 0, len(tokens)
    number_words = numerals().keys() | _SPELLED_DECADES.keys()
    while place < count:
        token = tokens[place]
        if token.lower in number_words:
            place, merged = _number(tokens, place)
            out.append(merged)
            continue
        out.append(token)
        place += 1
    return out


def _number(tokens: list[Token], place: int) -> tuple[int, Token]:
    first = tokens[place]
    if first.lower in _SPELLED_DECADES:
        return place + 1, Token(
            first.start, first.end, first.lower, {"decade": _SPELLED_DECADES[first.lower]}, first.capital
        )
    words: list[int] = []
    end, at, ordinal = place, place, None
    while at < len(tokens) and len(words) < _MAX_NUMBER_WORDS:
        word = tokens[at].lower
        if word in numerals() and ordinal is None and _continues(words, numerals()[word]):
            words.append(numerals()[word])
            at += 1
            end = at
        elif word in ordinals() and words and words[-1] in _TENS and ordinals()[word] < 10:
            ordinal = sum(words) + ordinals()[word]
            end = at + 1
            break
        elif words and (word == "-" or (word == "and" and words[-1] >= 100)) and at + 1 < len(tokens):
            following = tokens[at + 1].lower
            tens = words[-1] in _TENS
            fits = following in numerals() or (tens and following in ordinals())
            if not fits or (word == "-" and not tens):
                break
            at += 1
        else:
            break
    last = tokens[end - 1]
    lower = " ".join(t.lower for t in tokens[place:end])
    classes = _spelled(words, ordinal)
    if end - place == 1:
        # "second" and its like keep their other classes.
        classes = {**first.classes, **classes}
    return end, Token(first.start, last.end, lower, classes, first.capital)


def _continues(words: list[int], value: int) -> bool:
    """Whether a number word goes on with the number so far: "twenty" then "four", never "two" then "three"."""
    if not words:
        return True
    last = words[-1]
    if value in (100, 1000):
        return last != value
    if last in (100, 1000):
        return True
    if 20 <= last < 100 and last % 10 == 0 and value < 10:
        return True
    # "nineteen ninety-one", "twenty twenty-four": the two halves of a year.
    return len(words) == 1 and 15 <= last <= 20 and 10 <= value < 100


def _spelled(words: list[int], ordinal: int | None) -> Classes:
    if ordinal is not None:
        return ordinal_classes(ordinal)
    if len(words) >= 2 and 15 <= words[0] <= 20 and 10 <= words[1] < 100:
        year = words[0] * 100 + sum(words[1:])
        return {"year": year, "yearwords": year}
    total = current = 0
    for value in words:
        if value == 1000:
            total, current = total + max(current, 1) * 1000, 0
        elif value == 100:
            current = max(current, 1) * 100
        else:
            current += value
    whole = total + current
    if words[:2] == [2, 1000] and len(words) > 2:
        return {"num": whole, "year": whole, "yearwords": whole}
    return number_classes(whole)
