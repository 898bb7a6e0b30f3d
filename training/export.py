"""Turn a checkpoint into the four files the package ships: `python -m training.export RUN/best.pt FOLDER`.

    encoder_int8.onnx     the network, weights and piece embeddings as int8 (one scale a channel)
    labels.json           label lists: ner, mention, att, upos, xpos, rel, sent, lemma (scripts: see lemmas.py)
    relation_scorer.npy   [relations, r+1, r+1], float16: rd[word] @ R[relation] @ rh[head] scores a relation
    vocab.txt             the pieces

Inputs (int64): ids, cs, am [B,L]; ft [B,W+1], the index of the first piece of each word, 0 for the root.
Outputs (float32): ner, att, upos, xpos, sent, lemma, mention [B,W+1,labels]; arc [B,W+1,W+1], dependent by head;
rh, rd [B,W+1,r+1], a one appended; vectors [B,W+1,384], what every head is fed with. Position 0 is the root and its
tags mean nothing.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from pathlib import Path

import numpy as np
import torch

from .frontend import weights_folder
from .model import Encoder

INPUTS = ("ids", "cs", "am", "ft")
OUTPUTS = ("ner", "att", "upos", "xpos", "arc", "rh", "rd", "sent", "lemma", "mention", "vectors")
OPSET = 17


def load(checkpoint: Path) -> tuple[Encoder, dict[str, list[str]]]:
    """The model of a checkpoint, ready to run, and its labels."""
    saved = torch.load(checkpoint, weights_only=True)
    model = Encoder(saved["labels"])
    model.load_state_dict(saved["model"])
    return model.eval(), saved["labels"]


def to_onnx(model: Encoder, path: Path) -> None:
    """Write the network as it is, in float32, with the number of windows, pieces and words left open."""
    pieces = torch.randint(1000, 2000, (3, 17))
    ones = torch.ones_like(pieces)
    example = (pieces, ones, ones, torch.arange(9)[None].repeat(3, 1))
    axes = {name: {0: "windows", 1: "pieces"} for name in INPUTS[:3]}
    axes |= {name: {0: "windows", 1: "words"} for name in ("ft", *OUTPUTS)}
    axes["arc"][2] = "words"
    torch.onnx.export(
        model,
        example,
        str(path),
        input_names=list(INPUTS),
        output_names=list(OUTPUTS),
        dynamic_axes=axes,
        opset_version=OPSET,
        dynamo=False,
    )


def quantise(source: Path, target: Path) -> None:
    """Weights and piece embeddings as int8, activations quantised as they come."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(str(source), str(target), weight_type=QuantType.QInt8, per_channel=True)


def export(checkpoint: Path, folder: Path, *, keep_float: Path | None = None) -> None:
    """Write the four files into a folder; the float32 network too where `keep_float` names a path for it."""
    model, labels = load(checkpoint)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        whole = keep_float or Path(scratch) / "encoder.onnx"
        to_onnx(model, whole)
        quantise(whole, folder / "encoder_int8.onnx")
    (folder / "labels.json").write_text(json.dumps(labels, ensure_ascii=False) + "\n", encoding="utf-8")
    np.save(folder / "relation_scorer.npy", model.relation_scorer.detach().numpy().astype(np.float16))
    shutil.copyfile(weights_folder() / "vocab.txt", folder / "vocab.txt")


def main() -> None:
    parser = argparse.ArgumentParser(description="Export a checkpoint for the run time.")
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--float", type=Path, dest="keep_float", help="keep the float32 network here")
    options = parser.parse_args()
    export(options.checkpoint, options.folder, keep_float=options.keep_float)
    for path in sorted(options.folder.iterdir()):
        print(f"{path.stat().st_size / 1e6:6.2f} MB  {path.name}")


if __name__ == "__main__":
    main()
