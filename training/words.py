"""Words of running text by spaCy's English rule tokenizer, the same one that splits words at run time."""

from __future__ import annotations

import re
from functools import cache

import spacy
from spacy.language import Language

_ENDS = frozenset('.!?”"’')


@cache
def _tokenizer() -> Language:
    return spacy.blank("en")


def tokens(text: str) -> list[tuple[int, int]]:
    """Character offsets of the words of a text; white space makes no word."""
    doc = _tokenizer()(text)
    return [(token.idx, token.idx + len(token.text)) for token in doc if not token.is_space]


def cuts(text: str, places: list[tuple[int, int]]) -> list[int]:
    """Words at which a window may begin: after a line break, and after a closing mark before a capital or quote."""
    out = [0] if places else []
    for i in range(1, len(places)):
        between = text[places[i - 1][1] : places[i][0]]
        closes = text[places[i - 1][1] - 1] in _ENDS and re.search(r"[.!?]", text[slice(*places[i - 1])]) is not None
        if i > 1 and text[slice(*places[i - 1])] in ("”", '"', "’"):
            closes = text[places[i - 2][1] - 1] in ".!?"
        follows = text[places[i][0]].isupper() or text[places[i][0]] in "“\"‘'"
        if "\n" in between or (between and closes and follows):
            out.append(i)
    return out


def tag(places: list[tuple[int, int]], spans: list[tuple[int, int, str]]) -> list[str]:
    """BIO tags of character spans (begin, end, label); where spans overlap, the one listed first keeps its words."""
    tags = ["O"] * len(places)
    for begin, end, label in spans:
        first = True
        for i, (left, _) in enumerate(places):
            if left >= end:
                break
            if left >= begin and tags[i] == "O":
                tags[i] = ("B-" if first else "I-") + label
                first = False
    return tags
