"""Words and patterns of time expressions, compiled from `data/times.yaml`.

Every token of a text is turned into one character that stands for the set of classes the token has, so that a
pattern over tokens becomes a regular expression over characters. No pattern repeats without bound: matching at one
place takes bounded time, and a text is scanned in time proportional to its length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

Classes = dict[str, Any]
"""The classes of a token, each with the value the token has in it."""

SIGNS = {
    ",": "comma", ".": "dot", "/": "slash", "'": "apostrophe", "’": "apostrophe", "-": "hyphen", "–": "hyphen",
    "—": "dash", "‑": "hyphen", "‐": "hyphen", "−": "hyphen", ":": "colon",
    "©": "copysign",
}  # fmt: skip
_OTHER = "x"
_FIRST_SYMBOL = 0xE000


@dataclass(frozen=True, slots=True)
class Pattern:
    """One line of the grammar. `slots[i]` is the slot that group `i + 1` fills, with its fixed value if it has one;
    `classes[i]` the class whose value it takes otherwise."""

    name: str
    order: int
    regex: re.Pattern[str]
    slots: tuple[tuple[str, Any], ...]
    classes: tuple[str, ...]
    maker: str
    given: dict[str, Any]
    guards: tuple[str, ...]
    first: frozenset[str]


@dataclass(frozen=True)
class Grammar:
    """The compiled grammar: classes of words, one symbol for every set of classes, patterns by their first symbol."""

    words: dict[str, Classes]
    capitalised: frozenset[str]
    literals: frozenset[str]
    symbols: dict[frozenset[str], str]
    patterns: tuple[Pattern, ...]
    starting: dict[str, tuple[Pattern, ...]] = field(repr=False)

    def classes(self, word: str, *, capital: bool = True) -> Classes:
        """The classes of a word in lower case; those that need a capital letter are left out without one."""
        found = self.words.get(word)
        if found is None:
            return {}
        if capital or self.capitalised.isdisjoint(found):
            return found
        return {name: value for name, value in found.items() if name not in self.capitalised}

    def symbol(self, classes: Classes) -> str:
        """The character for a set of classes; tokens that stand in no pattern share one."""
        return self.symbols.get(frozenset(classes), _OTHER) if classes else _OTHER


@cache
def numerals() -> dict[str, int]:
    """Cardinal number words with their values, "hundred" and "thousand" among them."""
    return dict(_data()["numerals"])


@cache
def ordinals() -> dict[str, int]:
    """Ordinal number words of one word with their values."""
    return dict(_data()["ordinals"])


@cache
def cue_words(name: str) -> frozenset[str]:
    """The words of one list of the data file. Raises `KeyError` for a list that it does not have."""
    return frozenset(_data()["cues"][name])


def number_classes(value: int, *, figures: int = 0) -> Classes:
    """The classes of a whole number; `figures` is how many digits it was written with, 0 where in words."""
    classes: Classes = {"num": value}
    if figures <= 2:
        if 1 <= value <= 31:
            classes["n31"] = value
        if 1 <= value <= 12:
            classes["n12"] = value
        if 0 <= value <= 24:
            classes["n24"] = value
    if figures == 4 and 1000 <= value <= 2999:
        classes["year"] = value
    if figures == 4 and value < 2400 and value % 100 < 60:
        classes["hhmm"] = (value // 100, value % 100)
    return classes


def ordinal_classes(value: int) -> Classes:
    """The classes of an ordinal number."""
    classes: Classes = {"ord": value}
    if 1 <= value <= 31:
        classes["ord31"] = value
    if 1 <= value <= 4:
        classes["ord4"] = value
    return classes


def _number_class_sets() -> Iterator[frozenset[str]]:
    for value in (*range(62), 99, 100, 999, 1000, 1261, 1999, 2000, 2361, 2399, 2400, 2999, 3000, 9999, 10**6):
        for figures in (0, 1, 2, 3, 4, 7):
            yield frozenset(number_classes(value, figures=figures))
    for value in (1, 5, 40):
        yield frozenset(ordinal_classes(value))
    for shape in ("decimal", "clock", "decade", "isodate", "slashdate", "dotdate", "fraction", "quartercode", "break"):
        yield frozenset((shape,))
    yield frozenset(("clockdot", "decimal"))
    yield frozenset(("year", "yearwords"))


def _value(text: str) -> Any:
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text


_PIECE = re.compile(
    r"^(?P<atom>\(|\)|\||\[|\]|<[^>]+>|\{[^}]+\}|[^\s?=(){}|<>\[\]]+)(?:=(?P<slot>\w+):(?P<value>[^\s?]+))?(?P<optional>\?)?$"
)


class _Compiler:
    """Compiles patterns to regular expressions over symbols."""

    def __init__(self, snippets: dict[str, str]) -> None:
        self.snippets = snippets
        self.literals: set[str] = set()
        self.members: dict[str, str] = {}

    def pieces(self, pattern: str, depth: int = 0) -> list[tuple[str, str | None, str | None, bool]]:
        if depth > 6:
            raise ValueError(f"snippets nest too deep in {pattern!r}")
        out: list[tuple[str, str | None, str | None, bool]] = []
        for piece in pattern.split():
            found = _PIECE.match(piece)
            if not found:
                raise ValueError(f"{piece!r} in pattern {pattern!r} is no element")
            atom, optional = found["atom"], found["optional"] is not None
            if atom.startswith("{"):
                out += [("(", None, None, False), *self.pieces(self.snippets[atom[1:-1]], depth + 1)]
                out.append((")", found["slot"], found["value"], optional))
            else:
                out.append((atom, found["slot"], found["value"], optional))
                if atom[0] not in "()|[]<":
                    self.literals.add(atom)
        return out

    def compile(self, pattern: str) -> tuple[str, frozenset[str]]:
        """The regular expression of a pattern and its first symbols; leaves its groups in `slots` and `classes`."""
        self.input = self.pieces(pattern)
        self.at = 0
        self.slots: list[tuple[str, Any]] = []
        self.classes: list[str] = []
        regex, first, _ = self.alternatives()
        if self.at != len(self.input):
            raise ValueError(f"brackets do not match in pattern {pattern!r}")
        return regex, frozenset(first)

    def group(self, slot: str, value: Any = None, name: str = "") -> None:
        self.slots.append((slot, value))
        self.classes.append(name)

    def alternatives(self) -> tuple[str, set[str], bool]:
        regexes, first, empty = [], set(), False
        while True:
            regex, begins, may_be_empty = self.row()
            regexes.append(regex)
            first |= begins
            empty |= may_be_empty
            if self.at < len(self.input) and self.input[self.at][0] == "|":
                self.at += 1
                continue
            return "|".join(regexes), first, empty

    def row(self) -> tuple[str, set[str], bool]:
        regex, first, empty = "", set(), True
        while self.at < len(self.input) and self.input[self.at][0] not in "|)":
            part, begins, may_be_empty = self.element()
            regex += part
            if empty:
                first |= begins
            empty &= may_be_empty
        return regex, first, empty

    def element(self) -> tuple[str, set[str], bool]:
        atom, slot, value, optional = self.input[self.at]
        self.at += 1
        if atom in "[]":
            self.group("extent" + atom)
            return "()", set(), True
        if atom == "(":
            # A group that binds a slot opens before its inner groups: its number has to be kept free for it.
            closing = self._closing()
            binds = self.input[closing][1] is not None
            if binds:
                self.group(self.input[closing][1] or "", _value(self.input[closing][2] or ""))
            inner, first, empty = self.alternatives()
            _, _, _, optional = self.input[self.at]
            self.at += 1
            regex = f"({inner})" if binds else f"(?:{inner})"
        else:
            name = atom[1:-1] if atom.startswith("<") else "=" + atom
            if atom.startswith("<"):
                name, _, target = name.partition(":")
                self.group(target or name, name=name)
                regex = f"([{self._members(name)}])"
            elif slot is not None:
                self.group(slot, _value(value or ""))
                regex = f"([{self._members(name)}])"
            else:
                regex = f"[{self._members(name)}]"
            first, empty = set(self._members(name)), False
        return regex + "?" if optional else regex, first, empty or optional

    def _closing(self) -> int:
        depth, place = 1, self.at
        while depth:
            depth += {"(": 1, ")": -1}.get(self.input[place][0], 0)
            place += 1
        return place - 1

    def _members(self, name: str) -> str:
        members = self.members.get(name)
        if not members:
            raise ValueError(f"no word has the class {name!r}")
        return members


@cache
def _data() -> dict[str, Any]:
    source = files("onrecord.reference") / "data" / "times.yaml"
    return yaml.load(source.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


@cache
def grammar() -> Grammar:
    """The grammar of time expressions. Raises `ValueError` where the data file has a line that is no pattern."""
    data = _data()
    capitalised = frozenset(data["capitalised"])
    holidays = " | ".join(
        "( " + name.replace("'", " apostrophe ").replace("  ", " ") + f" )=holiday:{rule}"
        for name, rule in data["holidays"].items()
    )
    compiler = _Compiler(data["snippets"] | {"holiday": f"( {holidays} )"})
    lines = [(*line, {}, [])[:5] if len(line) < 4 else (*line, [])[:5] for line in data["patterns"]]
    for line in lines:
        compiler.pieces(line[1])
    words: dict[str, Classes] = {}
    for name, members in data["words"].items():
        for word, value in members.items():
            words.setdefault(word, {})[name] = value
    for word in compiler.literals - set(SIGNS.values()):
        words.setdefault(word, {})["=" + word] = word
    for word, value in ordinals().items():
        words.setdefault(word, {}).update(ordinal_classes(value))
    for word in numerals():
        if word not in ("hundred", "thousand"):
            words.setdefault(word, {}).update(number_classes(numerals()[word]))
    sets = {frozenset(classes) for classes in words.values()}
    sets |= {frozenset(name for name in classes if name not in capitalised) for classes in words.values()}
    sets |= set(_number_class_sets()) | {frozenset(("=" + sign,)) for sign in SIGNS.values()}
    sets.discard(frozenset())
    symbols = {classes: chr(_FIRST_SYMBOL + n) for n, classes in enumerate(sorted(sets, key=sorted))}
    for classes, symbol in symbols.items():
        for name in classes:
            compiler.members[name] = compiler.members.get(name, "") + symbol
    patterns: list[Pattern] = []
    starting: dict[str, list[Pattern]] = {}
    for order, (name, text, maker, given, guards) in enumerate(lines):
        regex, first = compiler.compile(text)
        slots, names = tuple(compiler.slots), tuple(compiler.classes)
        patterns.append(Pattern(name, order, re.compile(regex), slots, names, maker, given or {}, tuple(guards), first))
        for symbol in first:
            starting.setdefault(symbol, []).append(patterns[-1])
    return Grammar(
        words, capitalised, frozenset(compiler.literals), symbols, tuple(patterns),
        {symbol: tuple(found) for symbol, found in starting.items()},
    )  # fmt: skip


@cache
def known_days() -> dict[str, int]:
    """Days that are named without their year, `{"MM-DD": year}`: "the September 11 attacks"."""
    return dict(_data()["known days"])
