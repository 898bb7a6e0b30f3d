"""Markdown as it came: front matter, and the marks at the beginning of its lines."""

from __future__ import annotations

import re
from typing import Any

import yaml

from onrecord.model import Warning
from onrecord.sources.encoding import note

_FRONT = re.compile(r"\ufeff?\s{0,80}---[ \t]{0,9}\r?\n")
_END = re.compile(r"^(?:---|\.\.\.)[ \t]{0,9}\r?$", re.M)
_LONGEST = 65_536
_MARK = re.compile(r"(?:#{1,6}[ \t]+|[-+*•·▪●◦‣■][ \t]+|(?:>[ \t]{0,3}){1,5}|\d{1,2}[.)][ \t]+(?=\S{0,200}[ \t]))")


def front_matter_end(text: str) -> int:
    """Where the front matter ends: 0 where the text has none."""
    opening = _FRONT.match(text)
    if not opening:
        return 0
    closing = _END.search(text, opening.end(), opening.end() + _LONGEST)
    return closing.end() if closing else 0


def front_matter(text: str) -> tuple[dict[str, Any], list[Warning]]:
    """The fields of the front matter, and a note where it cannot be read."""
    end = front_matter_end(text)
    if not end:
        return {}, []
    opening = _FRONT.match(text)
    lines = text[opening.end() if opening else 0 : end].rstrip().removesuffix("---").removesuffix("...")
    try:
        fields = yaml.load(lines, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (yaml.YAMLError, ValueError, RecursionError, OverflowError) as error:
        return {}, [note("W104", f"the front matter could not be read ({type(error).__name__})")]
    return (fields if isinstance(fields, dict) else {}), []


def split_mark(block: str) -> tuple[str, str]:
    """The mark that a line begins with (heading, bullet, quotation) and the rest of the line."""
    match = _MARK.match(block)
    return (match[0], block[match.end() :]) if match else ("", block)
