"""Numbers in words and digits, with their bounds: a lexer and a small grammar over one sentence at a time.

Every step looks at a bounded number of neighbours, so reading is linear in the length of the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from onrecord.reading.figures.bounds import with_bounds, with_unit
from onrecord.reading.figures.lexing import DASHES, Lexeme, Number, Value, lexemes, whole
from onrecord.reference.figures import number_words, units

_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?\Z")
_PLAIN = re.compile(r"\d{1,15}(?:\.\d{1,6})?\Z")


def find_numbers(text: str) -> list[Number]:
    """Every number of a sentence in order, whether or not it is a figure; they do not overlap."""
    words = lexemes(text)
    found: list[Number] = []
    at = 0
    while at < len(words):
        number = _number(words, at)
        if number is None:
            at += 1
            continue
        number = _range(words, number)
        number = with_unit(words, number)
        number = with_bounds(words, number, found[-1].last if found else 0)
        found.append(number)
        at = max(number.last, at + 1)
    return found


def _number(words: Sequence[Lexeme], at: int) -> Number | None:
    word = words[at]
    if word.text[0].isdigit():
        return _digits(words, at)
    if not word.text[0].isalpha() or (word.glued and at and words[at - 1].text[0].isdigit()):
        return None
    return _zero(words, at) or _few(words, at) or _fraction(words, at) or _vague(words, at) or _spelled(words, at)


def _make(
    words: Sequence[Lexeme], first: int, last: int, low: Value | None, high: Value | None, bound: str, form: str
) -> Number:
    start, end = words[first].start, words[last - 1].end
    return Number(start, start, end, first, last, low, high, bound, form)


def _digits(words: Sequence[Lexeme], at: int) -> Number | None:
    word = words[at]
    if _GROUPED.match(word.text):
        value = float(word.text.replace(",", ""))
    elif _PLAIN.match(word.text):
        value = float(word.text)
    else:
        return None
    if at and word.glued and _part_of_a_name(words, at):
        return None
    last = at + 1
    table = number_words()
    if last < len(words):
        following = words[last]
        if following.glued and following.text[0].isalpha():
            factor = table.glued.get(following.low)
            if factor is None and following.low not in units().physical:
                return None  # 1990s, 47th, 16s, 3D
            if factor is not None and (following.low not in ("m", "b", "k") or following.text in "mkKbB"):
                if following.low == "m" and not _has_sign(words, at):
                    # "5m people" is five million, "a 5m wall" five metres.
                    after = words[last + 1].low if last + 1 < len(words) else ""
                    factor = table.glued["m"] if after.isalpha() and after not in _LENGTHS else None
                if factor is not None:
                    value *= factor
                    last += 1
        elif following.glued and following.text in "/:" and last + 1 < len(words) and words[last + 1].glued:
            return None  # 24/7, 9/11, 10:30
        while last < len(words) and words[last].low in table.scales and last - at < 3:
            factor = table.scales[words[last].low]
            value *= factor
            last += 1
            if factor == 1000 and last < len(words) and words[last].text.isdecimal() and len(words[last].text) < 4:
                value += int(words[last].text)  # "17 thousand 86"
                last += 1
    return _make(words, at, last, whole(value), whole(value), "exact", "digits")


_LENGTHS = frozenset({"high", "long", "deep", "wide", "tall", "wall", "from", "away"})


def _has_sign(words: Sequence[Lexeme], at: int) -> bool:
    return at > 0 and words[at - 1].text in units().signs


def _part_of_a_name(words: Sequence[Lexeme], at: int) -> bool:
    """Whether digits belong to a name or code: X-59, Shahed-131/136, G7, #12, 3:45, v1.2."""
    before = words[at - 1]
    if before.text in units().signs or before.text in "(“‘\"'[~≈<>.…":
        return False
    if before.text in DASHES:
        if not before.glued or at < 2:
            return False
        if words[at - 2].text[0].isdigit():
            return not (at >= 2 and _PLAIN.match(words[at - 2].text.replace(",", "")))
        return before.text not in "—–" or not words[at - 2].text[0].isalpha() or len(words[at - 2].text) < 4
    return before.text in "/:#@&_+=$" or before.text[0].isalnum()


def _spelled(words: Sequence[Lexeme], at: int) -> Number | None:
    """Cardinals in words: "twenty-five", "two hundred and twelve thousand", "a dozen", "half a million"."""
    table = number_words()
    word = words[at]
    total, part, last = 0, 0, at
    seen = False
    if word.low in ("a", "an"):
        if at + 1 < len(words) and words[at + 1].low in table.scales and not words[at + 1].glued:
            part, last, seen = 1, at + 1, True
        else:
            return None
    elif word.low == "half":
        scale = at + 2
        if scale < len(words) and words[at + 1].low in ("a", "an") and words[scale].low in table.scales:
            value = table.scales[words[scale].low] / 2
            return _make(words, at, scale + 1, whole(value), whole(value), "exact", "words")
        return None
    elif word.low not in table.cardinals:
        return None
    while last < len(words) and last - at < 14:
        low = words[last].low
        if low in table.cardinals and not (seen and part and table.cardinals[low] >= 10 and part % 100):
            value = table.cardinals[low]
            if seen and part % 10 and part < 100:
                break
            part += value
            last += 1
        elif low in table.scales and (seen or part):
            factor = table.scales[low]
            if factor in (100, 12):
                part = max(part, 1) * factor
            else:
                total += max(part, 1) * factor
                part = 0
            last += 1
        elif (
            low == "and" and (part >= 100 or total) and last + 1 < len(words) and words[last + 1].low in table.cardinals
        ):
            last += 1
            if not part and table.cardinals[words[last].low] < 10 and not _continues(words, last):
                last -= 1
                break
        elif low in DASHES and part >= 20 and part % 10 == 0 and last + 1 < len(words) and words[last + 1].glued:
            if 0 < table.cardinals.get(words[last + 1].low, 0) < 10:
                last += 1
            else:
                break
        else:
            break
        seen = True
    if last == at:
        return None
    value = total + part
    return _make(words, at, last, value, value, "exact", "words")


def _continues(words: Sequence[Lexeme], at: int) -> bool:
    """Whether "and five" goes on with a number ("two thousand and five hundred") rather than begin a new one."""
    return at + 1 < len(words) and words[at + 1].low in number_words().scales


def _vague(words: Sequence[Lexeme], at: int) -> Number | None:
    table = number_words()
    low = words[at].low
    if low in table.vague:
        if at + 2 < len(words) and words[at + 1].low == "of" and words[at + 2].low in table.units:
            factor = table.units[words[at + 2].low]
            least, most = table.vague_units.get(low, (0, 0))
            if least:
                # "tens of thousands" ends where "hundreds of thousands" begins.
                top = {"tens": 100, "dozens": 100, "scores": 100, "hundreds": 1000, "thousands": 10000}[
                    low
                ] * factor - 1
                del most
                return _make(words, at, at + 3, least * factor, top, "vague", "vague")
        if low == "tens" or (
            low == "scores" and at + 1 < len(words) and words[at + 1].low != "of" and not _of_people(words, at)
        ):
            return None
        least, most = table.vague[low]
        return _make(words, at, at + 1, least, most, "vague", "vague")
    return None


def _of_people(words: Sequence[Lexeme], at: int) -> bool:
    """Whether "scores" counts: "scores were killed", "scores more"."""
    return words[at + 1].low in ("were", "more", "have", "had", "are", "injured", "killed", "wounded", "dead")


def _few(words: Sequence[Lexeme], at: int) -> Number | None:
    table = number_words()
    for length in (4, 3, 2, 1):
        phrase = tuple(word.low for word in words[at : at + length])
        if len(phrase) == length and phrase in table.few:
            low, high = table.few[phrase]
            last = at + length
            if last < len(words) and words[last].low in table.scales:
                factor = table.scales[words[last].low]
                return _make(words, at, last + 1, low * factor, high * factor, "vague", "few")
            if phrase == ("a", "few") and last < len(words) and words[last].low == "of":
                last += 1
            return _make(words, at, last, low, high, "exact" if low == high else "vague", "few")
    return None


def _fraction(words: Sequence[Lexeme], at: int) -> Number | None:
    """Shares: "half of", "two-thirds of", "a quarter of", "one in five"."""
    table = number_words()
    low = words[at].low
    if low == "half":
        if at and words[at - 1].low in _HALVES:
            return None
        if at + 1 < len(words) and words[at + 1].low in ("of", "the", "their", "its", "his"):
            return _make(words, at, at + 1, 0.5, 0.5, "exact", "fraction")
        return None
    many = 1 if low in ("a", "one") else table.cardinals.get(low, 0)
    if not many:
        return None
    part = at + 1
    if part + 1 < len(words) and words[part].low in ("in", "out") and many < 10:
        of = part + 1 + (words[part].low == "out" and words[part + 1].low == "of")
        base = table.cardinals.get(words[of].low, 0) if of < len(words) else 0
        if not base and of < len(words) and words[of].low.isdigit() and len(words[of].low) < 4:
            base = int(words[of].low)
        after = words[of + 1].low if of + 1 < len(words) else ""
        if base > many and (words[part].low == "out" or after in _SHARED):
            return _make(words, at, of + 1, round(many / base, 4), round(many / base, 4), "exact", "fraction")
        return None
    if part < len(words) and words[part].text in DASHES:
        part += 1
    if part < len(words) and words[part].low in table.fractions and words[part].low != "half":
        after = words[part + 1].low if part + 1 < len(words) else ""
        if after == "of" or (words[part].low.endswith("s") and after in ("the", "")):
            share = round(many * table.fractions[words[part].low], 2 if "third" in words[part].low else 4)
            if "third" in words[part].low:
                share = round(many / 3, 4)
            return _make(words, at, part + 1, share, share, "exact", "fraction")
    return None


_HALVES = frozenset(
    {"the", "eastern", "western", "northern", "southern", "other", "first", "second", "upper", "lower", "and"}
)
_SHARED = frozenset({"people", "children", "families", "women", "residents", "households", "of", "civilians", "adults"})


def _zero(words: Sequence[Lexeme], at: int) -> Number | None:
    table = number_words()
    if words[at].low not in ("no", "not", "zero", "without", "nobody", "none"):
        return None
    if tuple(word.low for word in words[at : at + 3]) in table.before:
        return None  # "no fewer than 12"
    for length in (5, 4, 3, 2, 1):
        phrase = tuple(word.low for word in words[at : at + length])
        if len(phrase) == length and phrase in table.zero:
            return _make(words, at, at + length, 0, 0, "exact", "zero")
    return None


def _range(words: Sequence[Lexeme], number: Number) -> Number:
    """ "10-15", "10 to 15", "between 10 and 15": one figure with both ends."""
    if number.form not in ("digits", "words") or number.last + 1 >= len(words):
        return number
    joint = words[number.last]
    opened = number.first > 0 and words[number.first - 1].low == "between"
    if not (joint.text in DASHES or joint.low == "to" or (joint.low == "and" and opened)):
        return number
    other = number.last + 1
    if joint.text in DASHES and not (joint.glued and words[other].glued) and joint.text in "-‐‑":
        return number
    if words[other].text in units().signs and other + 1 < len(words):
        other += 1
    second = _digits_or_words(words, other)
    if second is None or second.low is None or number.low is None:
        return number
    low, high = number.low, second.low
    if low < 1000 <= high and words[number.last - 1].low not in number_words().scales:
        scale = words[second.last - 1].low
        factor = number_words().scales.get(scale) or (
            number_words().glued.get(scale) if second.last - second.first > 1 else 0
        )
        if factor and low * factor < high:
            low = whole(low * factor)
    if joint.low == "to" and not opened and _changes(words, number.first):
        return number
    if not low < high or (joint.low == "to" and not opened and high > 20 * low):
        return number
    start = words[number.first - 1].start if opened else number.start
    return replace(number, start=start, end=second.end, last=second.last, low=low, high=high, bound="between")


def _changes(words: Sequence[Lexeme], first: int) -> bool:
    """Whether a total goes "from 12 to 17": two numbers, no range."""
    if not first or words[first - 1].low != "from":
        return False
    return any(word.low in number_words().changing for word in words[max(0, first - 8) : first - 1])


def _digits_or_words(words: Sequence[Lexeme], at: int) -> Number | None:
    if not words[at].text[0].isdigit():
        return _spelled(words, at)
    # The digits after a dash belong to the range, whatever stands before.
    loose = [*words[:at], replace(words[at], glued=False), *words[at + 1 : at + 5]] if at < 2000 else list(words)
    return _digits(loose, at)
