"""The corpus readers, on a few lines made up in the form of each corpus."""

import json
from pathlib import Path

from training.read_gmb import read_gmb
from training.read_polnear import read_polnear
from training.read_re3d import read_re3d
from training.read_ud import read_conllu


def test_ud_leaves_out_ranges_and_counts_heads_in_the_document(tmp_path: Path) -> None:
    rows = [
        "# newdoc id = GUM_news_x",
        "1\tGo\tgo\tVERB\tVB\t_\t0\troot\t_\t_",
        "",
        "1-2\tdon't\t_\t_\t_\t_\t_\t_\t_\t_",
        "1\tdo\tdo\tAUX\tVB\t_\t3\taux\t_\t_",
        "2\tn't\tnot\tPART\tRB\t_\t3\tadvmod\t_\t_",
        "3\tgo\tgo\tVERB\tVB\t_\t0\troot\t_\t_",
        "",
    ]
    path = tmp_path / "x.conllu"
    path.write_text("\n".join(rows))
    (text,) = read_conllu(path)
    assert text.words == ["Go", "do", "n't", "go"]
    assert text.cuts == [0, 1]
    assert text.layers["head"] == [-1, 3, 3, -1]


def test_polnear_takes_the_first_annotator_and_leaves_discarded_words_unknown(tmp_path: Path) -> None:
    (tmp_path / "text").mkdir()
    (tmp_path / "attributions").mkdir()
    (tmp_path / "text" / "doc.txt").write_text("Kim said it rained.\n\nPhoto by Lee")
    first = "T1\tSource 0 3\tKim\nT2\tCue 4 8\tsaid\nT3\tContent 9 18\tit rained\nTh\nT4\tDiscard 21 33\tPhoto by Lee\n"
    (tmp_path / "attributions" / "doc_aa.ann").write_text(first)
    (tmp_path / "attributions" / "doc_bb.ann").write_text("T1\tSource 9 11\tit\n")
    (text,) = read_polnear(tmp_path)
    assert text.layers["att"][:5] == ["B-SOURCE", "B-CUE", "B-CONTENT", "I-CONTENT", "O"]
    assert text.layers["att"][5:] == [None, None, None]
    assert text.cuts == [0, 5]


def test_re3d_prefers_the_surer_mention_and_keeps_the_bbc_apart(tmp_path: Path) -> None:
    for folder in ("BBC Online", "CENTCOM"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "documents.json").write_text(json.dumps({"_id": folder, "text": "Syria fired."}))
        entities = [("Location", 0), ("Organisation", 1)]
        lines = [
            {"documentId": folder, "begin": 0, "end": 5, "type": kind, "confidence": sure} for kind, sure in entities
        ]
        (tmp_path / folder / "entities.json").write_text("\n".join(map(json.dumps, lines)))
    texts = read_re3d(tmp_path)
    assert len(texts["bbc"]) == 1
    assert len(texts["train"]) + len(texts["test"]) == 1
    assert texts["bbc"][0].layers["mention"] == ["B-ORG", "O", "O"]


def test_gmb_drops_repeated_sentences(tmp_path: Path) -> None:
    rows = ["Sentence #,Word,POS,Tag"]
    for number in (1, 2):
        rows += [f"Sentence: {number},In,IN,O", ",Gao,NNP,B-geo", ",.,.,O"]
    path = tmp_path / "gmb.csv"
    path.write_text("\n".join(rows), encoding="cp1252")
    texts = [text for split in read_gmb(path).values() for text in split]
    assert [text.words for text in texts] == [["In", "Gao", "."]]
    assert texts[0].layers["ner"] == ["O", "B-geo", "O"]
