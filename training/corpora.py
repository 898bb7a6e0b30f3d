"""Which texts train, which choose the checkpoint, and the label lists they give."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from . import lemmas
from .read_gmb import read_gmb
from .read_polnear import held_out, read_polnear
from .read_re3d import read_re3d
from .read_ud import read_conllu, read_gum
from .windows import Text


@dataclass(frozen=True)
class Corpora:
    """`train`: task to texts; `dev`: measure to texts. No test split is read here."""

    train: dict[str, list[Text]]
    dev: dict[str, list[Text]]


def load(data: Path) -> Corpora:
    """Read every corpus from the data folder."""
    gmb, re3d = read_gmb(data / "gmb" / "ner_dataset.csv"), read_re3d(data / "re3d")
    polnear = read_polnear(data / "polnear" / "train")
    ud = data / "ud"
    train = {
        "ud": read_conllu(ud / "en_ewt-train.conllu") + read_gum(ud / "en_gum-train.conllu"),
        "ner": gmb["train"],
        "mention": re3d["train"],
        "att": [text for text in polnear if not held_out(text)],
    }
    dev = {
        "ewt": read_conllu(ud / "en_ewt-dev.conllu")[::3],
        "gum": read_gum(ud / "en_gum-dev.conllu"),
        "ner": gmb["dev"][:8],
        "att": [text for text in polnear if held_out(text)],
    }
    return Corpora(train, dev)


def labels(train: dict[str, list[Text]], scripts: int) -> dict[str, list[str]]:
    """The label list of every head, sorted, `O` first in those that tag spans."""

    def distinct(task: str, layer: str) -> set[str]:
        return {value for text in train[task] for value in text.layers[layer] if value}

    def spans(task: str) -> list[str]:
        return ["O", *sorted(distinct(task, task) - {"O"})]

    def pairs() -> Iterable[tuple[str, str]]:
        for text in train["ud"]:
            yield from zip(text.words, text.layers["lemma"], strict=True)

    return {
        "ner": spans("ner"),
        "mention": spans("mention"),
        "att": spans("att"),
        "upos": sorted(distinct("ud", "upos")),
        "xpos": sorted(distinct("ud", "xpos")),
        "rel": sorted(distinct("ud", "rel")),
        "sent": ["inside", "begins"],
        "lemma": lemmas.inventory(pairs(), scripts),
    }
