"""The analysis covers the whole text, keeps to the parts, survives any text and says what it left out."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from onrecord.language import analyse, model_digest
from onrecord.language import analyse as entry
from onrecord.language.component import ATTRIBUTION_TAGS, WIDTH
from onrecord.language.encoder import Encoder
from onrecord.language.errors import LanguageError
from onrecord.model import Document, Part

TEXT = "Army hits depot\n\nThe army said on Monday it shot down 12 drones. Nobody was hurt.\n\nShare this: Mail"


def _document(text: str, *kinds: str) -> Document:
    parts, at = [], 0
    for kind, line in zip(kinds, text.split("\n\n"), strict=True):
        parts.append(Part(start=at, end=at + len(line), kind=kind))  # type: ignore[arg-type]
        at += len(line) + 2
    return Document(id=Document.identify(text), text=text, parts=tuple(parts))


def test_sentences_tags_heads_names_and_attribution_of_a_report() -> None:
    document = _document(TEXT, "heading", "paragraph", "boilerplate")
    doc = analyse(document)
    assert doc.text == TEXT
    said = next(token for token in doc if token.text == "said")
    assert (said.pos_, said.tag_, said.lemma_, said.dep_) == ("VERB", "VBD", "say", "ROOT")
    assert {token.dep_ for token in said.children} >= {"nsubj", "ccomp"}
    assert [sent.text for sent in doc.sents if not sent.text.isspace()] == [
        "Army hits depot",
        "The army said on Monday it shot down 12 drones.",
        "Nobody was hurt.",
        "Share this: Mail",
    ]
    assert [token.pos_ for token in doc[:3]] == ["X"] * 3
    assert ("Monday", "DATE") in [(entity.text, entity.label_) for entity in doc.ents]
    assert doc._.attribution.shape == (len(doc), len(ATTRIBUTION_TAGS))
    assert doc._.attribution.dtype == np.float32
    assert np.allclose(doc._.attribution.sum(1), 1, atol=1e-4)
    assert ATTRIBUTION_TAGS[int(doc._.attribution[said.i].argmax())] == "B-CUE"


def test_an_opening_mark_with_a_blank_after_it_is_no_sentence_of_its_own() -> None:
    doc = analyse(
        _document('The base is in Houston, Texas. " Like many Texans, I am worried by this," he said.', "paragraph")
    )
    assert [sent.text[:6] for sent in doc.sents] == ["The ba", '" Like']


def test_parts_may_begin_inside_a_line_and_no_sentence_crosses_them() -> None:
    text = "Army hits depot The army fired at dawn.Facebook Mail"
    parts = (
        Part(start=0, end=15, kind="title"),
        Part(start=16, end=39, kind="paragraph"),
        Part(start=39, end=len(text), kind="boilerplate"),
    )
    doc = analyse(Document(id=Document.identify(text), text=text, parts=parts))
    assert doc.text == text
    assert [sent.text for sent in doc.sents] == ["Army hits depot", "The army fired at dawn.", "Facebook Mail"]


@pytest.mark.parametrize(
    "text",
    ["", " ", "\n\n\n", "\0", "a\0b", "He said \ud800 so.", "😀" * 300, "1" * 3000, "-" * 3000, '"' * 500, "a" * 5000],
)
def test_any_text_has_an_analysis(text: str) -> None:
    parts = (Part(start=0, end=len(text), kind="paragraph"),) if text else ()
    doc = analyse(Document(id=Document.identify(text), text=text, parts=parts))
    assert len(doc.text) == len(text)
    assert len(doc._.attribution) == len(doc)


def test_a_no_break_space_parts_words_like_any_blank() -> None:
    plain = "The governor said on Tuesday that 3 000 people had left."
    text = plain.replace("said on", "said\u00a0on").replace("3 000", "3\u202f000")
    parts = (Part(start=0, end=len(text), kind="paragraph"),)
    doc = analyse(Document(id=Document.identify(text), text=text, parts=parts))
    other = analyse(Document(id=Document.identify(plain), text=plain, parts=parts))
    assert [(t.idx, t.text, t.dep_) for t in doc] == [(t.idx, t.text, t.dep_) for t in other]
    assert not any(token.is_space for token in doc)


def test_what_is_too_long_is_left_out_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.language.component.MOST_TOKENS", 40)
    text = "The army fired at dawn. " * 30
    document = Document(
        id=Document.identify(text), text=text, parts=(Part(start=0, end=len(text) - 1, kind="paragraph"),)
    )
    doc = analyse(document)
    assert doc.text == text
    cut = doc.user_data["cut"]
    assert 0 < cut < len(text)
    assert all(token.pos_ == "X" for token in doc if token.idx >= cut)
    assert all(token.pos_ != "X" for token in doc if token.idx < cut)


def test_the_cache_gives_the_same_analysis(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    document = _document(TEXT, "title", "paragraph", "boilerplate")
    fresh = analyse(document)
    monkeypatch.setenv("ONRECORD_ANALYSIS_CACHE", str(tmp_path))
    for _ in range(2):
        stored = entry(document)
        assert len(list(tmp_path.iterdir())) == 1
        assert [(t.text, t.idx, t.tag_, t.pos_, t.lemma_, t.dep_, t.head.i, t.ent_type_) for t in stored] == [
            (t.text, t.idx, t.tag_, t.pos_, t.lemma_, t.dep_, t.head.i, t.ent_type_) for t in fresh
        ]
        assert [s.start for s in stored.sents] == [s.start for s in fresh.sents]
        assert np.array_equal(stored._.attribution, fresh._.attribution)


def test_vectors_of_words_are_kept_where_the_weights_hand_them_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each word's number in its window stands in for its vector, so that this holds with weights of either kind."""
    run = Encoder.run

    def with_vectors(self: Encoder, sequences: Any, heads: list[str]) -> Any:
        for numbers, lengths, scores in run(self, sequences, [head for head in heads if head != "vectors"]):
            ramp = np.arange(max(lengths) + 1, dtype=np.float32)
            scores["vectors"] = np.broadcast_to(ramp[None, :, None], (len(numbers), len(ramp), WIDTH))
            yield numbers, lengths, scores

    document = _document(TEXT, "heading", "paragraph", "boilerplate")
    monkeypatch.setenv("ONRECORD_ANALYSIS_CACHE", str(tmp_path))
    monkeypatch.setattr(Encoder, "gives_vectors", False)
    assert analyse(document)._.vectors is None
    assert analyse(document)._.vectors is None, "from the cache"
    for path in tmp_path.iterdir():
        path.unlink()
    monkeypatch.setattr(Encoder, "gives_vectors", True)
    monkeypatch.setattr(Encoder, "run", with_vectors)
    for doc in (analyse(document), analyse(document)):
        assert doc._.vectors.shape == (len(doc), WIDTH)
        assert doc._.vectors.dtype == np.float16
        read = [token.i for token in doc if token.pos_ not in ("X", "SPACE")]
        assert list(doc._.vectors[read, 0]) == list(range(1, len(read) + 1))
        assert not doc._.vectors[:3].any(), "a heading is not read"


def test_missing_weights_and_pipelines_say_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(LanguageError, match="E201"):
        Encoder(tmp_path)
    with pytest.raises(LanguageError, match="E203"):
        analyse(_document(TEXT, "title", "paragraph", "boilerplate"), pipeline="no_such_pipeline")


def test_somebody_elses_pipeline_does_all_but_attribution(tmp_path: Path) -> None:
    import spacy

    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "ORG", "pattern": "army"}])  # type: ignore[attr-defined]
    nlp.to_disk(tmp_path / "own")
    doc = analyse(_document(TEXT, "title", "paragraph", "boilerplate"), pipeline=str(tmp_path / "own"))
    assert doc.text == TEXT
    assert [entity.text for entity in doc.ents] == ["army"]
    assert doc._.attribution[:, 1:].max() > 0.5


def test_the_digest_names_the_weights() -> None:
    assert len(model_digest()) == 12
    assert int(model_digest(), 16) >= 0
