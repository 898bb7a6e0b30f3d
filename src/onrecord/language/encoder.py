"""The encoder as it runs: an ONNX session with its labels, fed with batches of words of similar length."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from onrecord.language.decode import BioDecoder, Floats, RelationScorer
from onrecord.language.errors import LanguageError
from onrecord.language.standins import stand_in
from onrecord.language.wordpiece import WordPieces

WEIGHTS = Path(__file__).parent / "weights"
ENVIRONMENT = "ONRECORD_WEIGHTS"
"""Environment variable that names another folder of weights."""

FILES = ("encoder_int8.onnx", "labels.json", "relation_scorer.npy", "vocab.txt")
_BATCH_PIECES = 1200
_REMEDY = "reinstall onrecord, or put the four files of the encoder into the folder"


class Encoder:
    """One small transformer with several heads. Build it with `Encoder.load`.

    Labels are in `labels` by head: ner, att, upos, xpos, rel and, with the newer weights, sent and lemma.
    """

    def __init__(self, folder: Path, *, threads: int = 1) -> None:
        import onnxruntime

        for name in FILES:
            if not (folder / name).is_file():
                raise LanguageError("E201", f"the encoder's file {name} is missing", remedy=_REMEDY, where=str(folder))
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            self.labels: dict[str, list[str]] = json.loads((folder / "labels.json").read_text("utf-8"))
            self._session = onnxruntime.InferenceSession(
                str(folder / "encoder_int8.onnx"), options, providers=["CPUExecutionProvider"]
            )
            self.relations = RelationScorer(np.load(folder / "relation_scorer.npy").astype(np.float32))
        except (
            ValueError,
            OSError,
            RuntimeError,
            onnxruntime.capi.onnxruntime_pybind11_state.InvalidProtobuf,
        ) as error:
            raise LanguageError(
                "E202", f"the encoder cannot be opened: {error}", remedy=_REMEDY, where=str(folder)
            ) from error
        self.pieces = WordPieces(folder / "vocab.txt", stand_in=stand_in)
        self.outputs = frozenset(output.name for output in self._session.get_outputs())
        self.names = BioDecoder(self.labels["ner"])
        self.mentions = BioDecoder(self.labels["mention"]) if self.finds_mentions else None
        self._folder = folder

    @cached_property
    def digest(self) -> str:
        """First 12 hexadecimal digits of the sha256 of the weights."""
        return digest(self._folder)

    @property
    def finds_sentences(self) -> bool:
        """Whether these weights were trained on windows and mark where sentences begin."""
        return "sent" in self.outputs and "sent" in self.labels

    @property
    def finds_lemmas(self) -> bool:
        """Whether these weights choose an edit script for the lemma of each word."""
        return "lemma" in self.outputs and "lemma" in self.labels

    @property
    def finds_mentions(self) -> bool:
        """Whether these weights mark weapons, platforms, quantities and nominal mentions beside the names."""
        return "mention" in self.outputs and "mention" in self.labels

    @property
    def gives_vectors(self) -> bool:
        """Whether these weights hand out the vectors of words that their heads are fed with."""
        return "vectors" in self.outputs

    def run(
        self, sequences: Sequence[Sequence[str]], heads: Sequence[str]
    ) -> Iterator[tuple[list[int], list[int], dict[str, Floats]]]:
        """Scores of the heads for every sequence of words.

        Yields batches as (numbers of the sequences, their lengths in words, scores by head); scores are
        [sequences, 1 + longest, …], where entry 0 belongs to the start mark. Empty sequences are left out.
        """
        encoded = [self.pieces.encode(words) for words in sequences]
        order = sorted((i for i, words in enumerate(sequences) if words), key=lambda i: len(encoded[i][0]))
        batch: list[int] = []
        for number in order:
            if batch and len(encoded[number][0]) * (len(batch) + 1) > _BATCH_PIECES:
                yield self._batch(batch, encoded, heads)
                batch = []
            batch.append(number)
        if batch:
            yield self._batch(batch, encoded, heads)

    def _batch(
        self, batch: list[int], encoded: list[tuple[list[int], list[int], list[int]]], heads: Sequence[str]
    ) -> tuple[list[int], list[int], dict[str, Floats]]:
        lengths = [len(encoded[number][2]) for number in batch]
        shape = (len(batch), max(len(encoded[number][0]) for number in batch))
        feed: dict[str, Any] = {name: np.zeros(shape, np.int64) for name in ("ids", "cs", "am")}
        feed["ft"] = np.zeros((len(batch), max(lengths) + 1), np.int64)
        for row, number in enumerate(batch):
            ids, cases, first = encoded[number]
            feed["ids"][row, : len(ids)] = ids
            feed["cs"][row, : len(ids)] = cases
            feed["am"][row, : len(ids)] = 1
            feed["ft"][row, 1 : len(first) + 1] = first
        return batch, lengths, dict(zip(heads, self._session.run(list(heads), feed), strict=True))


def weights_folder() -> Path:
    """Where the weights lie: the folder that ONRECORD_WEIGHTS names, else the one in the package."""
    return Path(os.environ.get(ENVIRONMENT) or WEIGHTS)


def digest(folder: Path) -> str:
    """First 12 hexadecimal digits of the sha256 of the weights in a folder. Raises `LanguageError` (E201)."""
    try:
        with open(folder / FILES[0], "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()[:12]
    except OSError as error:
        raise LanguageError(
            "E201", f"the encoder's file {FILES[0]} is missing", remedy=_REMEDY, where=str(folder)
        ) from error
