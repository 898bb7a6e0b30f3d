"""From a document to its analysis: one Doc over the whole text, cached on disk where asked."""

from __future__ import annotations

import hashlib
import io
import os
import re
import tempfile
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.language.errors import LanguageError
from onrecord.model import Document

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

CACHE = "ONRECORD_ANALYSIS_CACHE"
"""Environment variable that names a folder for finished analyses, by text, parts and weights."""

_LONG = re.compile(r"\S{200,}")
_SURROGATE = re.compile("[\ud800-\udfff]")
_BLANKS = re.compile("[\u00a0\u2002-\u200a\u202f\u205f\u3000]")
_SLICE = 100
_FORMAT = "2"


def analyse(document: Document, *, pipeline: str | None = None, threads: int = 1) -> Doc:
    """The analysis of a document: a Doc whose tokens have the offsets of `document.text`.

    Sentences, tags, lemmas, parse and names come from the encoder, or from the spaCy pipeline named by `pipeline`
    (a package or a folder); `doc._.attribution` always comes from the encoder: float32 probabilities
    [tokens, 7] of O, B-CONTENT, B-CUE, B-SOURCE, I-CONTENT, I-CUE, I-SOURCE. `doc._.vectors` is float16
    [tokens, 384], the encoder's vectors of words, or None with weights that do not hand them out.
    `doc.spans["mentions"]` holds nominal mentions, weapons and quantities with weights that mark them.
    Headings and boilerplate are tokens with the part of speech X. `doc.user_data["cut"]` is the character from which
    a very long text was not read. Lone surrogates stand as U+FFFD, no-break and other typographic blanks as plain ones.
    Raises `LanguageError`: E201 or E202 for the weights, E203 for the pipeline.
    """
    folder = os.environ.get(CACHE)
    if not folder:
        return _analyse(document, pipeline, threads)
    path = Path(folder) / f"{_key(document, pipeline)}.npz"
    nlp = _pipeline(pipeline, threads, digest_only=path.exists())
    doc = _stored(path, nlp.vocab)
    if doc is None:
        doc = _analyse(document, pipeline, threads)
        _store(path, doc)
    return doc


@cache
def model_digest() -> str:
    """Which weights analyse: the first 12 hexadecimal digits of their sha256. Raises `LanguageError` (E201)."""
    from onrecord.language.encoder import digest, weights_folder

    return digest(weights_folder())


def _analyse(document: Document, pipeline: str | None, threads: int) -> Doc:
    nlp = _pipeline(pipeline, threads)
    parts = [(part.start, part.end, str(part.kind)) for part in document.parts]
    doc = tokens(nlp, document.text, parts)
    if parts:
        doc.user_data["parts"] = parts
    for name, component in nlp.pipeline:
        if name != "onrecord_encoder" and name == nlp.pipe_names[0]:
            _hold_borders(doc, parts)
        doc = component(doc)
    return doc


@cache
def _pipeline(pipeline: str | None, threads: int, digest_only: bool = False) -> Language:
    import spacy

    import onrecord.language.component  # noqa: F401  (registers the component)

    if digest_only:
        return spacy.blank("en")
    if pipeline is None:
        nlp = spacy.blank("en")
        nlp.add_pipe("onrecord_encoder", config={"threads": threads})
        return nlp
    try:
        nlp = spacy.load(pipeline)
    except (OSError, ImportError, ValueError) as error:
        raise LanguageError(
            "E203",
            f"the spaCy pipeline {pipeline} cannot be loaded: {str(error).splitlines()[0]}",
            remedy=f"install it: python -m spacy download {pipeline}",
        ) from error
    nlp.add_pipe("onrecord_encoder", last=True, config={"threads": threads, "attribution_only": True})
    return nlp


def _hold_borders(doc: Doc, parts: list[tuple[int, int, str]]) -> None:
    """Fix the borders of parts as sentence starts before somebody else's parser sees the text."""
    borders = {0} | {offset for start, end, _ in parts for offset in (start, end)}
    for token in doc:
        if token.idx in borders or (token.i and token.is_space and token.idx - 1 in borders):
            token.is_sent_start = True


def tokens(nlp: Language, text: str, parts: list[tuple[int, int, str]]) -> Doc:
    """The text split into tokens, none of which crosses the border of a part or is longer than 200 characters.

    spaCy's tokenizer takes quadratic time on long runs without a blank: these are sliced instead.
    """
    from spacy.tokens import Doc

    # A blank of whatever width parts words and is no word itself; every one is a single character, so offsets hold.
    text = _BLANKS.sub(" ", _SURROGATE.sub("\ufffd", text))
    borders = {0, len(text)}
    for start, end, _ in parts:
        borders.add(start)
        if not text[end : end + 1].isspace():
            borders.add(end)
    words: list[str] = []
    spaces: list[bool] = []
    for start, end in pairwise(sorted(borders)):
        at = start
        for run in _LONG.finditer(text, start, end):
            _split(nlp, text[at : run.start()], words, spaces)
            for piece in range(run.start(), run.end(), _SLICE):
                words.append(text[piece : min(piece + _SLICE, run.end())])
                spaces.append(False)
            at = run.end()
        _split(nlp, text[at:end], words, spaces)
    return Doc(nlp.vocab, words=words, spaces=spaces)


def _split(nlp: Language, text: str, words: list[str], spaces: list[bool]) -> None:
    if not text:
        return
    for token in nlp.tokenizer(text):
        words.append(token.text)
        spaces.append(bool(token.whitespace_))


def _key(document: Document, pipeline: str | None) -> str:
    digest = hashlib.sha256(document.id.encode())
    for part in document.parts:
        digest.update(f"{part.start},{part.end},{part.kind};".encode())
    blanks = "plain blanks" if _BLANKS.search(document.text) else ""
    digest.update(f"{model_digest()} {pipeline} {_FORMAT}{blanks}".encode())
    return digest.hexdigest()


def _store(path: Path, doc: Doc) -> None:
    import numpy as np

    path.parent.mkdir(parents=True, exist_ok=True)
    content = np.frombuffer(doc.to_bytes(exclude=["user_data", "tensor"]), np.uint8)
    buffer = io.BytesIO()
    arrays = {"attribution": doc._.attribution, "cut": np.array([doc.user_data.get("cut", -1)])}
    if doc._.vectors is not None:
        arrays["vectors"] = doc._.vectors
    np.savez(buffer, doc=content, **arrays)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(buffer.getvalue())
    Path(file.name).replace(path)


def _stored(path: Path, vocab: Vocab) -> Doc | None:
    import numpy as np
    from spacy.tokens import Doc

    try:
        with np.load(path) as stored:
            doc = Doc(vocab).from_bytes(stored["doc"].tobytes())
            doc._.attribution = stored["attribution"]
            doc._.vectors = stored.get("vectors")
            if stored["cut"][0] >= 0:
                doc.user_data["cut"] = int(stored["cut"][0])
            return doc
    except (OSError, ValueError, KeyError):
        return None
