"""Windows: runs of words with whatever gold layers their corpus has, and how sentences are packed into them.

A `Text` is one document; a `Window` is what the encoder sees at once. Layers are lists as long as the words; a layer
that a corpus does not have is absent, and `None` in a layer means that nothing is known about that word.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from .frontend import word_pieces


@dataclass(frozen=True)
class Text:
    """One document. `cuts` are the word indices (0 first) at which a sentence begins or a window may be cut."""

    name: str
    words: list[str]
    cuts: list[int]
    layers: dict[str, list] = field(default_factory=dict)
    """upos, xpos, lemma, rel: names; head: index of the head in the document, -1 for a root; ner, mention, att: BIO."""


@dataclass(frozen=True)
class Window:
    """A slice of a text; heads are relative to the window and 1-based, 0 being the root."""

    words: list[str]
    starts: list[int]
    layers: dict[str, list]

    @property
    def size(self) -> int:
        """Pieces, with the markers at both ends."""
        return 2 + sum(len(word_pieces(word)[0]) for word in self.words)


def cut(text: Text, begin: int, end: int) -> Window:
    """The window over words `begin` to `end` (exclusive) of a text; both must be cuts, so that no head lies outside."""
    layers = {name: values[begin:end] for name, values in text.layers.items()}
    if "head" in layers:
        layers["head"] = [0 if head < 0 else head - begin + 1 for head in layers["head"]]
    for name in ("ner", "mention", "att"):
        if name in layers:
            layers[name] = repair(layers[name])
    return Window(text.words[begin:end], [c - begin for c in text.cuts if begin <= c < end], layers)


def repair(tags: list[str | None]) -> list[str | None]:
    """Make an inside tag without its beginning a beginning (a span cut by the window's edge)."""
    out: list[str | None] = []
    for tag in tags:
        before = out[-1] if out else None
        if tag and tag[0] == "I" and (before is None or before == "O" or before[2:] != tag[2:]):
            tag = "B" + tag[1:]
        out.append(tag)
    return out


def pack(text: Text, *, least: int, most: int, limit: int = 440, rng: random.Random | None = None) -> Iterator[Window]:
    """Cut a text into windows of whole sentences, in order and without overlap.

    Each window takes sentences until the next would pass its target, drawn anew between `least` and `most` words
    (always `most` without a generator). A sentence longer than the target stands alone; past `limit` pieces it is left
    out.
    """
    edges = [*text.cuts, len(text.words)]
    i = 0
    while i < len(edges) - 1:
        target = rng.randint(least, most) if rng else most
        j = i + 1
        while j < len(edges) - 1 and edges[j + 1] - edges[i] <= target:
            j += 1
        window = cut(text, edges[i], edges[j])
        i = j
        if window.words and window.size <= limit:
            yield window


_CURLY = {'"': "“”", "``": "““", "''": "””", "'": "’’", "`": "‘‘"}
_STRAIGHT = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'"})


def _other_quotes(words: list[str]) -> list[str]:
    """Straight quotation marks become curly, or curly ones straight, whichever the window has."""
    if any(c in word for word in words for c in "“”’‘"):
        return [word.translate(_STRAIGHT) for word in words]
    out = []
    opening = True
    for word in words:
        if word in _CURLY:
            out.append(_CURLY[word][0 if opening else 1])
            if word == '"':
                opening = not opening
        else:
            out.append(word.replace("'", "’"))
    return out


def augment(window: Window, rng: random.Random, *, quotes: float, upper: float, lower: float, bare: float) -> Window:
    """A variant of a window as news pages write it: other quotation marks, sentences in capitals or lower case, and
    short sentences without their last mark, as headlines are. The arguments are probabilities, the last three per
    sentence."""
    words = list(window.words)
    if rng.random() < quotes:
        words = _other_quotes(words)
    edges = [*window.starts, len(words)]
    dropped: set[int] = set()
    heads = window.layers.get("head")
    for begin, end in zip(edges, edges[1:], strict=False):
        draw = rng.random()
        if draw < upper:
            words[begin:end] = [word.upper() for word in words[begin:end]]
        elif draw < upper + lower:
            words[begin:end] = [word.lower() for word in words[begin:end]]
        last = end - 1
        final = words[last] in (".", "!") and 4 < end - begin <= 16 and (heads is None or last + 1 not in heads)
        if final and rng.random() < bare:
            dropped.add(last)
    if not dropped:
        return Window(words, window.starts, window.layers)
    kept = [i for i in range(len(words)) if i not in dropped]
    place = {old: new for new, old in enumerate(kept)}
    layers = {name: [values[i] for i in kept] for name, values in window.layers.items()}
    if heads is not None:
        layers["head"] = [0 if h == 0 else place[h - 1] + 1 for h in layers["head"]]
    return Window([words[i] for i in kept], [place[s] for s in window.starts], layers)
