"""Universal Dependencies English, CoNLL-U: EWT (CC BY-SA 4.0) and the GUM genres whose texts are under CC BY."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from .windows import Text

GUM_GENRES = frozenset({"news", "interview", "bio", "voyage", "textbook", "speech", "vlog"})


def _blocks(path: Path) -> Iterator[tuple[str, list[list[str]]]]:
    """(document, rows) of every sentence; ranges (`3-4`) and empty nodes (`5.1`) are left out."""
    document = ""
    rows: list[list[str]] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# newdoc"):
            document = line.split("=", 1)[-1].strip()
        elif line.startswith("#"):
            continue
        elif not line:
            if rows:
                yield document, rows
            rows = []
        else:
            columns = line.split("\t")
            if columns[0].isdigit():
                rows.append(columns)
    if rows:
        yield document, rows


def read_conllu(path: Path) -> list[Text]:
    """One text a document, with the layers upos, xpos, lemma, head, rel. Relations keep their subtypes."""
    texts: list[Text] = []
    for document, rows in _blocks(path):
        if not texts or texts[-1].name != document:
            names = ("upos", "xpos", "lemma", "head", "rel")
            texts.append(Text(document, [], [], {name: [] for name in names}))
        text = texts[-1]
        begin = len(text.words)
        text.cuts.append(begin)
        for row in rows:
            text.words.append(row[1])
            text.layers["lemma"].append(row[2])
            text.layers["upos"].append(row[3])
            text.layers["xpos"].append(row[4])
            text.layers["head"].append(int(row[6]) - 1 + begin if int(row[6]) else -1)
            text.layers["rel"].append(row[7])
    return texts


def genre(name: str) -> str:
    """The genre a GUM document's name carries: `news` of `GUM_news_nasa`."""
    return name.split("_")[1]


def read_gum(path: Path, genres: frozenset[str] = GUM_GENRES) -> list[Text]:
    """The documents of the genres in use."""
    return [text for text in read_conllu(path) if genre(text.name) in genres]
