"""Page furniture in a text: share links, notices, credits of the page, told by the phrases of `data/furniture.yaml`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import islice

import yaml

from onrecord.sources.dates import WRITTEN, from_match, parse_published

_LONGEST_BLOCK = 400
_TAIL = 3000
_PROSE = 60
"""A longer line behind a closing phrase is prose, unless it is furniture itself."""
"""Furniture at the end begins this many characters before it at most."""
_LABEL = re.compile(
    r"(?:(?:first )?(?:published|updated|posted|issued|created)|date(?: of publication)?|last updated?)"
    r"(?: on| at)?[ :]{0,4}`?",
    re.I,
)
_DATE_OF_NUMBERS = re.compile(r"\d{1,2}([./\-])\d{1,2}\1\d{4}(?!\d)")
_AFTER_DATE = re.compile(r"`|,? (?:at )?[0-2]\d[0-5]\d\b(?! [a-z])|[ ,]{0,3}(?:KSA|GMT|UTC|EST|EDT|BST|CET|MSK)\b")


@dataclass(frozen=True)
class _Phrases:
    blocks: re.Pattern[str]
    opening: re.Pattern[str]
    anywhere: re.Pattern[str]
    closing: re.Pattern[str]
    services: re.Pattern[str]


def is_furniture(block: str) -> bool:
    """Whether the whole line or paragraph is furniture."""
    if len(block) > _LONGEST_BLOCK:
        return False
    phrases = _phrases()
    bare = block.strip(" \t\r\n*_[]|•·>")
    return not bare or bool(phrases.blocks.fullmatch(bare) or phrases.services.fullmatch(bare))


def opening_end(text: str) -> int:
    """Where the furniture at the beginning of the text ends: 0 where there is none."""
    phrases, at = _phrases(), 0
    while match := phrases.opening.match(text, _skip_space(text, at)):
        at = match.end()
    return at


def closing_start(text: str, start: int) -> int:
    """Where the furniture at the end of the text begins, behind `start`: the length of the text where there is none."""
    for match in islice(_phrases().closing.finditer(text, max(start, len(text) - _TAIL)), 20):
        _, _, behind = text[match.start() :].partition("\n")
        # A notice between two paragraphs ends its own line only.
        if not any(len(line) > _PROSE and not is_furniture(line) for line in behind.splitlines()):
            return match.start()
    return len(text)


def stretches(text: str) -> Iterator[tuple[int, int]]:
    """The stretches of furniture inside the text, in order."""
    for match in _phrases().anywhere.finditer(text):
        yield match.span()


def leading_date(text: str, start: int) -> tuple[int, str | None] | None:
    """Where a date that stands before the prose ends, and the date, or None where it can be read in two ways.

    A date without a year is none, and a date that goes on in small letters belongs to a sentence.
    """
    start = _skip_space(text, start)
    head = text[start : start + 100]
    label = _LABEL.match(head)
    at = label.end() if label else 0
    for pattern in (*WRITTEN, _DATE_OF_NUMBERS):
        match = pattern.match(head, at)
        if not match:
            continue
        day = parse_published(match[0]) if pattern is _DATE_OF_NUMBERS else from_match(match)
        if not day and pattern is not _DATE_OF_NUMBERS:
            return None
        end = match.end()
        while after := _AFTER_DATE.match(head, end):
            end = after.end()
        following = head[end:].lstrip(" \t.")[:1]
        if not label and (following.islower() or following in (",", ";")):
            return None
        return start + end, day
    return None


def _skip_space(text: str, at: int) -> int:
    while at < len(text) and (text[at].isspace() or text[at] == "\ufeff"):
        at += 1
    return at


@cache
def _phrases() -> _Phrases:
    raw = (files("onrecord.sources") / "data" / "furniture.yaml").read_text("utf-8")
    data = yaml.load(raw, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    services = "|".join(re.escape(name) for name in data["services"])
    return _Phrases(
        blocks=_compiled(data["blocks"]),
        opening=_compiled(data["opening"]),
        anywhere=_compiled(data["anywhere"]),
        closing=_compiled(data["closing"]),
        services=re.compile(rf"(?:(?:{services})[\s,|/·•]{{0,5}}){{1,12}}", re.I),
    )


def _compiled(patterns: list[str]) -> re.Pattern[str]:
    joined = "|".join(f"(?:{p})" for p in patterns)
    return re.compile(joined.replace(" ?", r"\s{0,20}").replace(" ", r"\s{1,20}"), re.I)
