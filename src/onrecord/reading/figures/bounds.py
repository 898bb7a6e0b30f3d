"""What surrounds a number and belongs to it: currencies and units, and the words that open, close or loosen it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from onrecord.reading.figures.lexing import DASHES, Lexeme, Number
from onrecord.reference.figures import number_words, units


def with_unit(words: Sequence[Lexeme], number: Number) -> Number:
    """Currency before or after, percent, physical unit: part of the number."""
    table = units()
    first, last = number.first, number.last
    if number.form == "zero":
        return number
    if first and words[first - 1].text in table.signs:
        sign = words[first - 1].text
        begin = first - 1
        if (
            begin
            and words[begin].glued
            and words[begin - 1].low in ("us", "c", "a")
            and words[begin - 1].low + sign in table.signs
        ):
            begin -= 1
            sign = words[begin].low + sign
        code, lemma = table.signs[sign]
        start = min(number.start, words[begin].start)
        return replace(number, start=start, core=start, first=begin, unit=code, counted=lemma)
    if last < len(words):
        word = words[last]
        dash = word.text in DASHES and word.glued and last + 1 < len(words) and words[last + 1].glued
        if dash:
            word = words[last + 1]
        end = last + 1 + dash
        if word.low in table.percent:
            return _share(number, word.end, end)
        if word.low == "per" and end < len(words) and words[end].low == "cent":
            return _share(number, words[end].end, end + 1)
        if word.low in table.currencies:
            return replace(number, end=word.end, last=end, unit=table.currencies[word.low], counted=_singular(word.low))
        if word.low in table.national and end < len(words) and words[end].low in table.currencies:
            counted = _singular(words[end].low)
            return replace(number, end=words[end].end, last=end + 1, unit=table.national[word.low], counted=counted)
        if word.low in ("square", "sq") and end < len(words) and words[end].low in table.physical:
            unit, lemma = table.physical[words[end].low]
            return replace(number, end=words[end].end, last=end + 1, unit=unit + "2", counted=f"square {lemma}")
        if word.low in table.physical and (word.low != "nm" or number.form == "digits"):
            unit, lemma = table.physical[word.low]
            return replace(number, end=word.end, last=end, unit=unit, counted=lemma)
    return number


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") else word


def _share(number: Number, end: int, last: int) -> Number:
    low = round(number.low / 100, 6) if number.low is not None else None
    high = round(number.high / 100, 6) if number.high is not None else None
    return replace(number, end=end, last=last, low=low, high=high, unit="%", form="fraction")


def with_bounds(words: Sequence[Lexeme], number: Number, floor: int) -> Number:
    """Words before and after that open, close or loosen the number; the words belong to the figure."""
    table = number_words()
    at = number.first
    if number.bound == "between" and at and words[at - 1].low == "between":
        at -= 1
    bound, start = "exact", number.start
    moved = True
    while moved and at > floor:
        moved = False
        for length in (5, 4, 3, 2, 1):
            if at - length < floor:
                continue
            kind = table.before.get(tuple(word.low for word in words[at - length : at]))
            # "as much as about 540": the outer words bound what the inner ones loosen.
            if kind and (kind == "exact" or bound in ("exact", "about", kind)):
                if kind != "exact":
                    bound = kind
                at -= length
                start = words[at].start
                moved = True
                break
    if bound == "exact" and at and words[at - 1].text in "~≈" and words[at - 1].text:
        bound, start = "about", words[at - 1].start
    if bound == "exact" and at and words[at - 1].text == ">":
        bound, start = "at_least", words[at - 1].start
    last, end = number.last, number.end
    for length in (2, 1):
        if last + length > len(words):
            continue
        after = table.after.get(tuple(word.low for word in words[last : last + length]))
        if after and (length > 1 or words[last].glued or words[last].low in ("odd", "plus")):
            bound, end, last = after, words[last + length - 1].end, last + length
            break
    return _apply(replace(number, start=start, end=end, last=last), bound)


def _apply(number: Number, bound: str) -> Number:
    if bound == "exact" or number.form == "zero":
        return number
    if bound == "about":
        return replace(number, bound="about" if number.bound == "exact" else number.bound)
    if number.bound in ("vague", "between"):
        if bound == "at_least" and number.form == "vague":
            return replace(number, bound="at_least", high=None)
        if bound == "at_most":
            return replace(number, bound="at_most", low=None)
        return number if bound != "at_least" else replace(number, bound="at_least", high=None)
    if bound == "at_least":
        return replace(number, bound=bound, high=None)
    return replace(number, bound=bound, low=None)
