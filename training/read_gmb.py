"""Groningen Meaning Bank, the CSV of 47,959 Voice of America sentences: names, silver standard (text public domain).

Its classes are kept: per, org, geo (places), gpe (nationalities, and countries as parties), tim, art, eve, nat.
"""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path

from .windows import Text, repair


def split_of(words: list[str]) -> str:
    """Test, dev or train by the hash of the sentence, so that the split needs no list."""
    digest = hashlib.sha256(" ".join(words).lower().encode()).hexdigest()
    return {0: "test", 1: "dev"}.get(int(digest, 16) % 10, "train")


def read_gmb(path: Path) -> dict[str, list[Text]]:
    """Per split one text for every run of a hundred sentences, in the order of the file, layer `ner`.

    Sentences that stand twice are kept once. Neighbours in the file come from the same report, so packing them in order
    gives the encoder something of the report, less the sentences that belong to another split.
    """
    sentences: list[tuple[list[str], list[str]]] = []
    with open(path, encoding="cp1252", errors="replace", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["Sentence #"]:
                sentences.append(([], []))
            if row["Word"].strip():
                sentences[-1][0].append(row["Word"])
                sentences[-1][1].append(row["Tag"])
    seen: set[str] = set()
    out: dict[str, list[Text]] = {"train": [], "dev": [], "test": []}
    count = dict.fromkeys(out, 0)
    for words, tags in sentences:
        key = " ".join(words).lower()
        if key in seen or len(words) < 2:
            continue
        seen.add(key)
        split = split_of(words)
        if count[split] % 100 == 0:
            out[split].append(Text(f"gmb-{split}-{len(out[split])}", [], [], {"ner": []}))
        count[split] += 1
        text = out[split][-1]
        text.cuts.append(len(text.words))
        text.words.extend(words)
        text.layers["ner"].extend(repair(tags))
    return out
