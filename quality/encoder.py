"""The encoder, measured on public corpora beside the trial that came before it and published figures.

    python quality/encoder.py DATA_FOLDER [--weights FOLDER] [--pin]

Gold words and sentences, packed into windows as at run time, for parse, tags and lemmas (test parts of EWT and of GUM's
genres in use; `ewt_single`: each sentence alone, as the trial and most parsers are measured); names of GMB's test
sentences, each alone; mentions in the half of re3d that did not train and in its BBC folder; attribution spans of
PolNeAR's dev part; sentence boundaries and speed on raw text. LAS counts punctuation and strips subtypes. Floors stand
in floors/encoder.json with the digests of the data; exit 1 below one. `--pin` writes what is measured as the new
floors. With other `--weights` nothing is held to the floors.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import spacy
from training.read_gmb import read_gmb
from training.read_polnear import read_polnear
from training.read_re3d import read_re3d
from training.read_ud import read_conllu, read_gum

import onrecord.language.component  # noqa: F401  (registers the component)
from onrecord.language.encoder import WEIGHTS, Encoder
from quality.encoder_running import boundary_scores, footprint, raw_documents, speed
from quality.encoder_scores import attribution_scores, mention_scores, name_scores, parse_scores, single_sentences

PINNED = Path(__file__).parent / "floors" / "encoder.json"
SLACK = 0.3
"""Points a floor lies below what was measured when it was pinned: other processors round int8 otherwise."""
COSTS = ("speed", "footprint")
TOO_FEW = frozenset({"art", "eve", "nat", "MONEY", "PLATFORM", "WEAPON", "QUANTITY", "NORP", "TIME"})
"""Kinds with so few test spans that a floor would hold chance."""
PUBLISHED = {
    "ewt.las": "89.4",
    "ewt.uas": "91.9",
    "ewt.upos": "96.9",
    "ewt.xpos": "96.4",
    "ewt.lemma": "97.4",
    "sentences_ewt.sentence": "90.6",
}
"""spaCy's en_udv25_englishewt_trf, on a much larger transformer, by its own card (EWT 2.5, from raw text)."""
GOALS = {
    "ewt.las": "89.5 / 91",
    "ewt_single.las": "89.5 / 91",
    "gum.las": "88 / 90",
    "ewt.upos": "97 / 97.5",
    "gmb.all": "84.5 / 87",
    "re3d.strict": "55 / 62",
    "re3d.relaxed": "72 / 80",
    "polnear.source": "80 / 83",
    "polnear.cue": "74 / 75",
    "polnear.content": "68 / 73",
    "sentences_ewt.boundary": "93 / 95",
    "sentences_gum_news.boundary": "97 / 99",
    "speed.text_to_doc": "2500 / 5000",
    "footprint.files_mb": "≤ 40",
    "footprint.memory_mb": "≤ 500",
    "footprint.load_s": "< 1.5",
}


def measure(data: Path, folder: Path) -> dict[str, dict[str, float]]:
    """Every measure by group."""
    encoder = Encoder(folder)
    nlp = spacy.blank("en")
    nlp.add_pipe("onrecord_encoder", config={"weights": str(folder)})
    ud, re3d = data / "ud", read_re3d(data / "re3d")
    news = [path.read_text("utf-8") for path in sorted((data / "polnear" / "dev" / "text").glob("*.txt"))[:25]]
    return {
        "ewt": parse_scores(encoder, read_conllu(ud / "en_ewt-test.conllu")),
        "ewt_single": parse_scores(encoder, single_sentences(read_conllu(ud / "en_ewt-test.conllu"))),
        "gum": parse_scores(encoder, read_gum(ud / "en_gum-test.conllu")),
        "gum_news": parse_scores(encoder, read_gum(ud / "en_gum-test.conllu", frozenset({"news"}))),
        "gmb": name_scores(encoder, read_gmb(data / "gmb" / "ner_dataset.csv")["test"]),
        "re3d": mention_scores(encoder, re3d["test"]),
        "re3d_bbc": mention_scores(encoder, re3d["bbc"]),
        "polnear": attribution_scores(encoder, read_polnear(data / "polnear" / "dev")),
        "sentences_ewt": boundary_scores(nlp, list(raw_documents(ud / "en_ewt-test.conllu"))),
        "sentences_gum_news": boundary_scores(nlp, list(raw_documents(ud / "en_gum-test.conllu", "_news_"))),
        "speed": speed(nlp, encoder, news),
        "footprint": footprint(folder),
    }


def digests(data: Path) -> dict[str, str]:
    """sha256 of what is scored on: a file's own, a folder's over the names and digests of its files."""
    paths = ["ud/en_ewt-test.conllu", "ud/en_gum-test.conllu", "gmb/ner_dataset.csv", "re3d", "polnear/dev"]
    out = {}
    for name in paths:
        path = data / name
        if path.is_file():
            out[name] = hashlib.sha256(path.read_bytes()).hexdigest()
            continue
        whole = hashlib.sha256()
        for file in sorted(p for p in path.rglob("*") if p.suffix in (".json", ".txt", ".ann")):
            whole.update(f"{file.relative_to(path)} {hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
        out[name] = whole.hexdigest()
    return out


def table(measured: dict[str, dict[str, float]], pinned: dict[str, Any]) -> list[str]:
    """Lines of the table; a measure below its floor is marked. Returns the names of those through `below`."""
    trial, floors = pinned.get("trial", {}), pinned.get("floors", {})
    lines = [f"{'':34}{'here':>9}{'floor':>9}{'trial':>9}{'published':>11}   at least / aim"]
    for group, values in measured.items():
        for name, value in values.items():
            key = f"{group}.{name}"
            cells = [f"{floors.get(key, '')!s:>9}", f"{trial.get(key, '')!s:>9}", f"{PUBLISHED.get(key, ''):>11}"]
            lines.append(f"{key:34}{value:9}{''.join(cells)}   {GOALS.get(key, '')}")
    return lines


def below(measured: dict[str, dict[str, float]], floors: dict[str, float]) -> list[str]:
    """Measures that miss their floor, or are no longer measured."""
    flat = {f"{group}.{name}": value for group, values in measured.items() for name, value in values.items()}
    return [key for key, floor in floors.items() if flat.get(key, float("-inf")) < floor]


def main() -> int:
    parser = argparse.ArgumentParser(description="Score the encoder.")
    parser.add_argument("data", type=Path)
    parser.add_argument("--weights", type=Path, default=WEIGHTS)
    parser.add_argument("--pin", choices=("floors", "trial"), help="write what is measured into floors/encoder.json")
    options = parser.parse_args()
    pinned = json.loads(PINNED.read_text("utf-8")) if PINNED.exists() else {}
    found = digests(options.data)
    own = options.weights == WEIGHTS
    if own and not options.pin and pinned.get("data", found) != found:
        print("the data are not those that the floors were measured on", file=sys.stderr)
        return 1
    measured = measure(options.data, options.weights)
    if options.pin:
        flat = {
            f"{group}.{name}": value if options.pin == "trial" else round(value - SLACK, 2)
            for group, values in measured.items()
            for name, value in values.items()
            if options.pin == "trial" or (group not in COSTS and name not in TOO_FEW)
        }
        pinned = pinned | {"data": found, options.pin: flat}
        PINNED.write_text(json.dumps(pinned, indent=1) + "\n", encoding="utf-8")
    print("\n".join(table(measured, pinned)))
    missed = below(measured, pinned.get("floors", {})) if own else []
    if missed:
        print("below the floor: " + ", ".join(missed), file=sys.stderr)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
