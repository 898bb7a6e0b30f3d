"""The stretches of text that the encoder takes for sources, cues and contents.

Per-token probabilities become the likeliest consistent sequence of roles (Viterbi), paragraph by paragraph. Words of
the cue lexicon in the fitting frame lift the cue's score a little: the encoder has seen few of the rarer ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

import numpy as np
from spacy.tokens import Doc, Span, Token

from onrecord.language.decode import BioDecoder, spans
from onrecord.reading.attributions.settings import setting
from onrecord.reference.cues import groups_of

Role = Literal["SOURCE", "CUE", "CONTENT"]
TAGS = ("O", "B-CONTENT", "B-CUE", "B-SOURCE", "I-CONTENT", "I-CUE", "I-SOURCE")
_O, _CUE, _INSIDE_CUE = TAGS.index("O"), TAGS.index("B-CUE"), TAGS.index("I-CUE")
_INSIDE = [TAGS.index("I-CONTENT"), TAGS.index("I-CUE"), TAGS.index("I-SOURCE")]
_LONGEST = 512


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run of tokens in one role: `[start, end)` in tokens of the Doc, `score` the mean probability of the role."""

    role: Role
    start: int
    end: int
    score: float


@cache
def _decoder() -> BioDecoder:
    return BioDecoder(TAGS)


def find_stretches(doc: Doc, sentences: Iterable[Span]) -> list[Stretch]:
    """The roles in these sentences, in the order of the text; stretches do not overlap."""
    probabilities = doc._.attribution
    scores = np.log(np.maximum(probabilities, 1e-5))
    for token in _likely_cues(doc, probabilities):
        scores[token.i, _CUE] += setting("lexicon_bias")
    scores[:, _O] -= setting("outside_cost")
    runs = [run for run in _runs(doc, sentences, probabilities) if len(run)]
    found: list[Stretch] = []
    for batch in _batches(runs):
        width = max(len(run) for run in batch)
        stack = np.zeros((len(batch), width, len(TAGS)), np.float32)
        for row, run in enumerate(batch):
            stack[row, : len(run)] = scores[run]
        for run, path in zip(batch, _decoder().decode(stack, [len(run) for run in batch]), strict=True):
            for start, end, role in spans([TAGS[tag] for tag in path]):
                inside = run[start:end]
                columns = [TAGS.index(f"B-{role}"), TAGS.index(f"I-{role}")]
                score = float(probabilities[inside][:, columns].sum(1).mean())
                found.append(Stretch(role, int(inside[0]), int(inside[-1]) + 1, score))  # type: ignore[arg-type]
    return sorted(found, key=lambda s: s.start)


def _runs(doc: Doc, sentences: Iterable[Span], probabilities: np.ndarray) -> Iterator[np.ndarray]:
    """Token numbers of stretches decoded together: sentences, joined where a role runs on over their border."""
    run: list[int] = []
    last: Span | None = None
    for sentence in sentences:
        tokens = [token.i for token in sentence if not token.is_space]
        if not tokens:
            continue
        joined = (
            last is not None
            and len(run) + len(tokens) <= _LONGEST
            and "\n" not in doc.text[last.end_char : sentence.start_char]
            and probabilities[tokens[0], _INSIDE].sum() > 0.2
        )
        if not joined and run:
            yield np.array(run)
            run = []
        run += tokens
        last = sentence
    if run:
        yield np.array(run)


def _batches(runs: list[np.ndarray]) -> Iterator[list[np.ndarray]]:
    """Runs of about the same length together, at most 16,384 tokens with their padding."""
    batch: list[np.ndarray] = []
    for run in sorted(runs, key=len):
        if batch and len(run) * (len(batch) + 1) > 16384:
            yield batch
            batch = []
        batch.append(run)
    if batch:
        yield batch


def _likely_cues(doc: Doc, probabilities: np.ndarray) -> Iterator[Token]:
    """Verbs of speech with a clause or quotation of their own that the encoder does not rule out."""
    unsure = (probabilities[:, _CUE] > 0.02) & (probabilities[:, _O] > 0.3)
    for i in np.flatnonzero(unsure):
        token = doc[int(i)]
        if token.pos_ == "VERB" and any(group.kind == "speech" for group in groups_of("verb", token.lemma_.lower())):
            yield token
