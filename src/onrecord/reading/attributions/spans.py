"""The stretches of text that are sources, cues and contents: the role tagger's answer, paragraph by paragraph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from spacy.tokens import Doc, Span

from onrecord.language.decode import spans
from onrecord.reading.attributions.tagger import TAGS, Weights, border_scores, decode, evidence, shipped_weights
from onrecord.reading.quotes import Quotations

Role = Literal["SOURCE", "CUE", "CONTENT"]
_LONGEST = 400


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run of tokens in one role: `[start, end)` in tokens, `score` the encoder's mean probability of the role."""

    role: Role
    start: int
    end: int
    score: float
    parsed: str = ""
    """Where the encoder gave it no role: the relations that lead from its cue to it."""


@dataclass(slots=True)
class Link:
    """A cue with what was chosen for it."""

    cue: Stretch
    source: Stretch | None
    contents: list[Stretch] = field(default_factory=list)
    by: list[str] = field(default_factory=list)


def find_stretches(
    text: str, doc: Doc, sentences: Iterable[Span], quotations: Quotations, *, weights: Weights | None = None
) -> list[Stretch]:
    """The roles in these sentences by the shipped weights or others, in the order of the text and without overlap."""
    weights = weights or shipped_weights()
    probabilities = doc._.attribution
    tags = evidence(probabilities, scale=weights.scale, lean=weights.lean)
    border = border_scores(doc, quotations, weights)
    found: list[Stretch] = []
    for run, path in decode(list(token_runs(text, doc, sentences)), tags, border, weights):
        for start, end, role in spans(path):
            inside = run[start:end]
            columns = [TAGS.index(f"B-{role}"), TAGS.index(f"I-{role}")]
            score = float(probabilities[inside][:, columns].sum(1).mean())
            found.append(Stretch(role, int(inside[0]), int(inside[-1]) + 1, score))  # type: ignore[arg-type]
    return sorted(found, key=lambda s: s.start)


def token_runs(text: str, doc: Doc, sentences: Iterable[Span]) -> Iterator[np.ndarray]:
    """Token numbers tagged together: the sentences of a paragraph, without blanks; long paragraphs in pieces."""
    run: list[int] = []
    last_end: int | None = None
    for sentence in sentences:
        tokens = [token.i for token in sentence if not token.is_space]
        if not tokens:
            continue
        first = doc[tokens[0]].idx
        joined = last_end is not None and len(run) + len(tokens) <= _LONGEST and "\n" not in text[last_end:first]
        if not joined and run:
            yield np.array(run)
            run = []
        run += tokens
        last_end = doc[tokens[-1]].idx + len(doc[tokens[-1]])
    if run:
        yield np.array(run)
