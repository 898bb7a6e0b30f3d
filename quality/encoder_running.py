"""What the encoder gives on raw text, and what it costs: sentence boundaries, speed, memory, load time, size."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from spacy.language import Language

from onrecord.language.encoder import FILES, Encoder


def raw_documents(path: Path, genre: str = "") -> Iterator[tuple[str, list[int]]]:
    """(text, characters at which gold sentences begin) of every document of a CoNLL-U file.

    Sentences are joined as their `SpaceAfter` says; a new paragraph begins after an empty line, as in a news page.
    """
    text, starts, name, gap = "", [], "", ""
    glued = False
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# newdoc"):
            if text and genre in name:
                yield text, starts
            text, starts, name, gap, glued = "", [], line.split("=", 1)[-1].strip(), "", False
        elif line.startswith("# newpar") and not line.startswith("# newpar_block"):
            gap = "\n\n"
        elif line.startswith("# text ="):
            space = (gap or ("" if glued else " ")) if text else ""
            starts.append(len(text) + len(space))
            text, gap = text + space + line.split("=", 1)[1].strip(), ""
        elif line and line[0].isdigit():
            glued = "SpaceAfter=No" in line.split("\t")[9]
    if text and genre in name:
        yield text, starts


def boundary_scores(nlp: Language, documents: Sequence[tuple[str, list[int]]]) -> dict[str, float]:
    """F1 of sentence beginnings (a document's first not counted), and of whole sentences (both ends right)."""
    hit = guessed = gold = whole = found = asked = 0
    for text, starts in documents:
        doc = nlp(text)
        begins = {sentence.start for sentence in doc.sents}
        ours, pending = [], False
        for token in doc:
            pending = pending or token.i in begins
            if pending and not token.is_space:
                ours.append(token.idx)
                pending = False
        right, mine = set(starts[1:]), set(ours[1:])
        hit, guessed, gold = hit + len(right & mine), guessed + len(mine), gold + len(right)
        spans = set(zip(starts, [*starts[1:], -1], strict=True))
        own = set(zip(ours, [*ours[1:], -1], strict=True))
        whole, found, asked = whole + len(spans & own), found + len(own), asked + len(spans)
    return {
        "boundary": round(200 * hit / max(guessed + gold, 1), 2),
        "sentence": round(200 * whole / max(found + asked, 1), 2),
    }


def speed(nlp: Language, encoder: Encoder, texts: Sequence[str]) -> dict[str, float]:
    """Words a second of one core's time: raw text to Doc, and the network alone on the same words."""
    nlp(texts[0])
    began = time.process_time()
    docs = [nlp(text) for text in texts]
    spent = time.process_time() - began
    words = [[token.text for token in doc if not token.is_space] for doc in docs]
    count = sum(map(len, words))
    slices = [one[i : i + 150] for one in words for i in range(0, len(one), 150)]
    heads = [
        name for name in ("ner", "att", "upos", "xpos", "arc", "rh", "rd", "sent", "lemma") if name in encoder.outputs
    ]
    began = time.process_time()
    for _ in encoder.run(slices, heads):
        pass
    return {"text_to_doc": round(count / spent), "network_alone": round(count / (time.process_time() - began))}


_PROBE = """
import resource, sys, time
import numpy, onnxruntime, spacy
from pathlib import Path
from onrecord.language.encoder import Encoder
import onrecord.language.component
began = time.perf_counter()
nlp = spacy.blank("en")
nlp.add_pipe("onrecord_encoder", config={"weights": sys.argv[1]})
print(time.perf_counter() - began)
nlp("The ministry said 14 drones were shot down over Kyiv overnight. " * 200)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def footprint(folder: Path) -> dict[str, float]:
    """Seconds to load, imports not counted; most memory of a process that reads a text and size of the files (MB)."""
    command = [sys.executable, "-c", _PROBE, str(folder)]
    load, memory = map(float, subprocess.run(command, capture_output=True, text=True, check=True).stdout.split())
    size = sum((folder / name).stat().st_size for name in FILES) / 1e6
    return {"load_s": round(load, 2), "memory_mb": round(memory), "files_mb": round(size, 1)}
