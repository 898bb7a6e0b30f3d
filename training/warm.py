"""Begin from shipped weights: the int8 network of an exported folder, as float weights of a model.

A checkpoint is not shipped; with this, training continues from what is (less the rounding to int8, which costs little).
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from .model import Encoder


def shipped_labels(folder: Path) -> dict[str, list[str]]:
    """The label lists of an exported folder."""
    return json.loads((folder / "labels.json").read_text("utf-8"))


def shipped_weights(folder: Path) -> dict[str, Tensor]:
    """The model's state, from encoder_int8.onnx and relation_scorer.npy.

    Biases, norms and places keep their names in the graph. Matrices of linear layers are nameless there, and known by
    the node that multiplies with them: `/blocks.0/qkv/MatMul_quant` holds `blocks.0.qkv.weight`, transposed.
    """
    import onnx
    from onnx import numpy_helper

    graph = onnx.load(str(folder / "encoder_int8.onnx")).graph
    tensors = {one.name: numpy_helper.to_array(one) for one in graph.initializer}

    def whole(name: str) -> np.ndarray:
        """A quantised matrix as float; the scale is one for all, or one a column."""
        zero = tensors[f"{name}_zero_point"].astype(np.float32)
        return (tensors[f"{name}_quantized"].astype(np.float32) - zero) * tensors[f"{name}_scale"]

    expected = Encoder(shipped_labels(folder)).state_dict()
    state = {name: array for name, array in tensors.items() if name in expected}
    for name in ("pieces.weight", "case.weight", "arc_scorer"):
        state[name] = whole(name)
    for node in graph.node:
        if node.op_type == "MatMulInteger" and node.name.count("/") > 1:
            place = ".".join(node.name.split("/")[1:-1])
            place = f"heads.{place}" if place in Encoder.TAGGERS else place
            state[f"{place}.weight"] = whole(node.input[1].removesuffix("_quantized")).T
    state["relation_scorer"] = np.load(folder / "relation_scorer.npy").astype(np.float32)
    return {name: torch.from_numpy(np.array(array, order="C")) for name, array in state.items()}
