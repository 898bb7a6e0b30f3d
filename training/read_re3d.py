"""re3d: defence and security texts on Syria and Iraq with mentions of entities, by character offsets.

Its mentions follow another convention than GMB's names (nominal mentions count, the article belongs to them), so they
are learnt by a head of their own. The folder `BBC Online` (CC BY-NC) is for scoring only.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from .windows import Text
from .words import cuts, tag, tokens

LABELS = {
    "Person": "PER", "Organisation": "ORG", "Location": "LOC", "Nationality": "NORP", "Temporal": "TIME",
    "Weapon": "WEAPON", "MilitaryPlatform": "PLATFORM", "Vehicle": "PLATFORM", "Quantity": "QUANTITY", "Money": "MONEY",
}  # fmt: skip
"""re3d's classes and our labels; coordinates, frequencies, call signs and document references are too few to learn."""
SCORING_ONLY = "BBC Online"


def read_re3d(folder: Path) -> dict[str, list[Text]]:
    """Texts with the layer `mention`: `train` and `test` halves by hash of the document, and `bbc`.

    Where mentions overlap, the shortest counts (the name rather than the phrase around it), then the more certain one.
    """
    out: dict[str, list[Text]] = {"train": [], "test": [], "bbc": []}
    for documents in sorted(folder.glob("*/documents.json")):
        spans: dict[str, list[tuple[int, float, int, str]]] = {}
        for line in (documents.parent / "entities.json").read_text(encoding="utf-8").splitlines():
            entity = json.loads(line)
            if label := LABELS.get(entity["type"]):
                rank = (entity["end"] - entity["begin"], -entity["confidence"], entity["begin"], label)
                spans.setdefault(entity["documentId"], []).append(rank)
        for line in documents.read_text(encoding="utf-8").splitlines():
            document = json.loads(line)
            text, name = document["text"], document["_id"]
            kept: list[tuple[int, int, str]] = []
            for size, _, begin, label in sorted(spans.get(name, [])):
                end = begin + size
                if all(end <= a or begin >= b for a, b, _ in kept):
                    kept.append((begin, end, label))
            places = tokens(text)
            half = int(hashlib.sha256(name.encode()).hexdigest(), 16) % 2
            split = "bbc" if documents.parent.name == SCORING_ONLY else ("train", "test")[half]
            layers: dict[str, list] = {"mention": tag(places, kept)}
            out[split].append(Text(name, [text[a:b] for a, b in places], cuts(text, places), layers))
    return out
