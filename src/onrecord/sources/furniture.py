"""Page furniture in a text: share links, notices, credits of the page, told by the phrases of `data/furniture.yaml`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from onrecord.sources.dates import WRITTEN, from_match

_LONGEST_BLOCK = 400
_TAIL = 2500
"""Furniture at the end begins this many characters before it at most."""
_LEADING_DATE = re.compile(
    r"(?P<label>(?:(?:first )?(?:published|updated|posted|issued|created)|date(?: of publication)?|last update(?:d)?)"
    r"(?: on| at)?[ :]{0,4}`?)?(?P<date>[^\n`]{6,40})",
    re.I,
)
_AFTER_DATE = re.compile(
    r"`|[ ,]{0,3}(?:at )?\d{4}\b(?! [a-z])|[ ,]{0,3}(?:KSA|GMT|UTC|EST|BST|CET|MSK)\b", re.I
)  # fmt: skip


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
    bare = block.strip().strip("*_[]|•·>")
    return not bare or bool(phrases.blocks.fullmatch(bare) or phrases.services.fullmatch(bare))


def opening_end(text: str) -> int:
    """Where the furniture at the beginning of the text ends: 0 where there is none."""
    phrases, at = _phrases(), 0
    while match := phrases.opening.match(text, _skip_space(text, at)):
        at = match.end()
    return at


def closing_start(text: str) -> int:
    """Where the furniture at the end of the text begins: its length where there is none."""
    match = _phrases().closing.search(text, max(0, len(text) - _TAIL))
    return match.start() if match else len(text)


def stretches(text: str) -> Iterator[tuple[int, int]]:
    """The stretches of furniture inside the text, in order."""
    for match in _phrases().anywhere.finditer(text):
        yield match.span()


def leading_date(text: str, start: int) -> tuple[int, str] | None:
    """Where a date that stands before the prose ends, and the date; the date has a year, or it is none."""
    start = _skip_space(text, start)
    head = text[start : start + 90]
    label = _LABEL.match(head)
    at = label.end() if label else 0
    for pattern in WRITTEN:
        match = pattern.match(head, at)
        if not match:
            continue
        day = from_match(match)
        if not day:
            return None
        end = match.end()
        if after := _AFTER_DATE.match(head, end):
            end = after.end()
        return start + end, day
    return None


_LABEL = re.compile(
    r"(?:(?:first )?(?:published|updated|posted|issued|created)|date(?: of publication)?|last updated?)"
    r"(?: on| at)?[ :]{0,4}`?",
    re.I,
)


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
    return re.compile("|".join(f"(?:{p})" for p in patterns).replace(" ", r"\s{1,9}"), re.I)
