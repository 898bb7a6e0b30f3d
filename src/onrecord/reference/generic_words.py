"""Words that tell little of which happening a sentence speaks (`data/generic_news_words.yaml`)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

STEM = 6
"""Letters to which words are cut before they are compared."""


@dataclass(frozen=True, slots=True)
class GenericWords:
    """`words`: stems that most reports share; `titles`: capitalised words that name no one; `grounds`: words of many
    place names; `ongoing`: triggers of what goes on rather than happens; `recalls`: nouns that take up a happening told
    before; all case folded."""

    words: frozenset[str]
    titles: frozenset[str]
    grounds: frozenset[str]
    ongoing: frozenset[str]
    recalls: frozenset[str]


@cache
def generic_words() -> GenericWords:
    """The list, loaded once."""
    text = resources.files("onrecord.reference").joinpath("data", "generic_news_words.yaml").read_text("utf8")
    data = yaml.load(text, Loader=yaml.CSafeLoader)
    words = {word.strip()[:STEM] for line in data["words"] for word in line.split(",")}
    titles, grounds, ongoing, recalls = (
        frozenset(word.strip().casefold() for line in data[name] for word in line.split(","))
        for name in ("titles", "grounds", "ongoing", "recalls")
    )
    return GenericWords(frozenset(words), titles, grounds, ongoing, recalls)
