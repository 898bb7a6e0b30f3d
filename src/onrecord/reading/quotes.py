"""Quotation marks: a state machine over the text of a report.

It reads curly and straight, double and single marks and guillemets, single quotations inside double ones, and
quotations that run over several paragraphs (each paragraph opens with a mark, only the last one closes). A mark that
is never closed is kept, up to the end of its paragraph, with a warning. One pass over the text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from onrecord.model import Document, Warning
from onrecord.model.objects import Range

_MARKS = re.compile("[\"“”„‟«»＂'‘’‚‛`]")
_CLOSING = {"“": "”", "„": "“”", "«": "»", "‘": "’'", "‚": "‘’", '"': '"', "'": "'’", "``": "''", "‟": "”", "＂": "＂"}
_ELISIONS = frozenset(
    ["em", "tis", "twas", "til", "till", "cause", "bout", "n", "round", "s", "t", "re", "ve", "ll", "d", "m"]
)
_UNCLOSED_LIMIT = 1200
"""Code points after which a quotation that never closes ends with its first sentence: the text has lost a mark."""

_MOST_WARNINGS = 20

UNBALANCED = "W304"
"""Code of the warning about a mark that is never closed."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """One quotation within one paragraph, marks included: `[start, end)` in code points of the text."""

    start: int
    end: int
    closed: bool
    """Whether a closing mark stands at its end; false too where the quotation goes on in the next paragraph."""
    continues: bool
    """Whether it takes up the quotation that the paragraph before left open."""
    single: bool
    """Whether its marks are single ones."""


@dataclass(frozen=True, slots=True)
class Quotations:
    """The outermost quotations of a report, in order and disjoint, and what is wrong with its marks."""

    items: tuple[Quotation, ...]
    warnings: tuple[Warning, ...]
    _starts: tuple[int, ...]

    def at(self, offset: int) -> Quotation | None:
        """The quotation that holds the code point at `offset`, marks included, or None."""
        i = bisect_right(self._starts, offset) - 1
        if i >= 0 and offset < self.items[i].end:
            return self.items[i]
        return None

    def overlapping(self, start: int, end: int) -> Iterator[Quotation]:
        """The quotations that share a code point with `[start, end)`, in order."""
        i = max(bisect_right(self._starts, start) - 1, 0)
        while i < len(self.items) and self.items[i].start < end:
            if self.items[i].end > start:
                yield self.items[i]
            i += 1

    def within(self, start: int, end: int) -> list[Range]:
        """The parts of `[start, end)` that stand inside quotation marks, marks included."""
        return [(max(q.start, start), min(q.end, end)) for q in self.overlapping(start, end)]


@lru_cache(maxsize=4)
def find_quotations(document: Document) -> Quotations:
    """The quotations of a report. Never raises: unbalanced marks become warnings."""
    items: list[Quotation] = []
    warnings: list[Warning] = []
    open_before: str | None = None
    for start, end in _paragraphs(document):
        found, open_before = _read_paragraph(document.text, start, end, open_before, warnings)
        items += found
    return Quotations(tuple(items), tuple(warnings), tuple(q.start for q in items))


def _paragraphs(document: Document) -> Iterator[Range]:
    """Stretches of text that a quotation mark cannot silently cross: lines, cut where a part of the document begins."""
    text = document.text
    cuts = sorted({0, len(text), *(p.start for p in document.parts), *(p.end for p in document.parts)})
    for left, right in zip(cuts, cuts[1:], strict=False):
        start = left
        while start < right:
            end = text.find("\n", start, right)
            end = right if end < 0 else end + 1
            if not text[start:end].isspace():
                yield start, end
            start = end


def _read_paragraph(
    text: str, start: int, end: int, open_before: str | None, warnings: list[Warning]
) -> tuple[list[Quotation], str | None]:
    """Quotations of one paragraph, and the mark that it leaves open for the next one to take up."""
    found: list[Quotation] = []
    at: int | None = None
    mark, continues = "", False
    closers = _SingleClosers(text, start, end)
    first = start + (len(text[start:end]) - len(text[start:end].lstrip()))
    for match in _MARKS.finditer(text, start, end):
        i, char = match.start(), match.group()
        if char == "`" or (char == "'" and text[i - 1 : i] == "'" and i > start):
            # Typewriter pairs: `` opens, '' closes; the first of a pair is passed over, the second decides.
            pair = text[i - 1 : i + 1] if i > start else ""
            if pair == "``" and at is None:
                at, mark, continues = i - 1, "``", False
            elif pair == "''" and at is not None and mark == "``":
                found.append(Quotation(at, i + 1, True, continues, False))
                at = None
            continue
        if at is None:
            if _opens(text, i, start, end, char, closers):
                at, mark = i, char
                continues = i == first and open_before == char
            continue
        if mark != "``" and char in _CLOSING.get(mark, "") and _closes(text, i, end, char, mark, closers):
            found.append(Quotation(at, i + 1, True, continues, mark in "'‘‚"))
            at = None
        elif char == mark and char not in "'’" and _opens(text, i, start, end, char, closers):
            # The same mark opens again: where lines were lost, a quotation of several paragraphs looks like this.
            stop = i - (len(text[at:i]) - len(text[at:i].rstrip()))
            resumed = text[stop - 1 : stop] in ".!?…"
            if not resumed:
                _warn(warnings, at)
                stop = _first_sentence_end(text, at, stop)
            if stop > at:
                found.append(Quotation(at, stop, False, continues, mark in "'‘‚"))
            at, continues = i, resumed
    if at is None:
        return found, None
    stop = start + len(text[start:end].rstrip())
    if mark in "'‘‚":
        return found, None  # an apostrophe that looked like an opening mark
    after = text[end : end + 200].lstrip()
    if after.startswith(mark):
        found.append(Quotation(at, stop, False, continues, False))
        return found, mark
    _warn(warnings, at)
    if stop - at > _UNCLOSED_LIMIT:
        stop = _first_sentence_end(text, at, stop)
    if stop > at:
        found.append(Quotation(at, stop, False, continues, False))
    return found, None


class _SingleClosers:
    """Where a single quotation of this paragraph could close; found once, when first asked."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self._text, self._start, self._end = text, start, end
        self._places: list[int] | None = None

    def after(self, i: int) -> int | None:
        """The first place after `i` where a single mark could close, or None."""
        if self._places is None:
            text = self._text
            self._places = [
                m.start()
                for m in re.finditer("['’]", text[self._start : self._end])
                if not text[self._start + m.start() + 1 : self._start + m.start() + 2].isalnum()
                and not text[self._start + m.start() - 1 : self._start + m.start()].isspace()
            ]
            self._places = [self._start + p for p in self._places]
        k = bisect_right(self._places, i)
        return self._places[k] if k < len(self._places) else None


def _opens(text: str, i: int, start: int, end: int, char: str, closers: _SingleClosers) -> bool:
    before = text[i - 1] if i > start else " "
    after = text[i + 1] if i + 1 < end else " "
    if char in "“„«‟":
        return not (char == "“" and after.isspace() and not before.isspace())
    if char in "”»’":
        return False
    free = before.isspace() or before in "([{—–-/:…\"“«'‘*>" or before == "\ufeff"
    if char in '"＂':
        return not after.isspace() and (free or (after.isalpha() and before in ".,;:!?"))
    if not free or not (after.isalnum() or after in "[(…$€£"):
        return False
    word = re.match(r"\w+", text[i + 1 : i + 12])
    if word and (word.group().lower() in _ELISIONS or re.fullmatch(r"\d\ds?", word.group())):
        return False
    return closers.after(i) is not None


def _closes(text: str, i: int, end: int, char: str, mark: str, closers: _SingleClosers) -> bool:
    before, after = text[i - 1 : i], text[i + 1 : i + 2]
    if mark in '"＂':
        if re.fullmatch(r"['’]\d\d?", text[max(i - 3, 0) : i][-3:]) or re.fullmatch(r"['’]\d", text[max(i - 2, 0) : i]):
            return False  # a height, 5'10"
        # A straight mark after a space and before a word opens again; anything else closes.
        return not (before.isspace() and after and not after.isspace() and after not in ".,;:!?)")
    if mark not in "'‘‚":
        return True
    if after.isalnum() or before.isspace():
        return False
    if before in "sS" and after == " " and text[i + 2 : i + 3].islower():
        # "the officials' demand": a possessive, where a later mark can still close the quotation.
        later = closers.after(i)
        return later is None or later - i > 300
    return True


def _first_sentence_end(text: str, start: int, end: int) -> int:
    match = re.compile(r"[.!?…](?=\s)").search(text, start, end)
    return match.end() if match else end


def _warn(warnings: list[Warning], at: int) -> None:
    if len(warnings) < _MOST_WARNINGS:
        warnings.append(_unbalanced(at))


def _unbalanced(at: int) -> Warning:
    return Warning(code=UNBALANCED, message="a quotation mark opens and is never closed", start=at, end=at + 1)


def quote_warnings(document: Document) -> list[Warning]:
    """A warning for each quotation mark that is never closed (the first twenty)."""
    return list(find_quotations(document).warnings)
