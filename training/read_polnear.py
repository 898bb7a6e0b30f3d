"""Political News Attribution Relations (PolNeAR): source, cue and content, standoff files beside the texts.

Some documents have up to six annotators: the first file by name counts. `Discard` marks text to ignore (captions),
which neither trains nor scores. Annotated text may hold line breaks, so only lines that begin with an identifier are
read.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from .windows import Text
from .words import cuts, tag, tokens

_SPAN = re.compile(r"T\d+\t(Source|Cue|Content|Discard) ([\d ;]+)\t")


def read_polnear(folder: Path) -> list[Text]:
    """One text a document of `folder/text`, layer `att` (None inside Discard spans)."""
    files: dict[str, Path] = {}
    for path in sorted((folder / "attributions").glob("*.ann")):
        files.setdefault(path.stem.rsplit("_", 1)[0], path)
    out = []
    for name, path in files.items():
        source = folder / "text" / f"{name}.txt"
        if not source.exists():
            continue
        text = source.read_bytes().decode("utf-8")
        spans: list[tuple[int, int, str]] = []
        discarded: list[tuple[int, int]] = []
        for line in path.read_bytes().decode("utf-8").split("\n"):
            if match := _SPAN.match(line):
                for part in match[2].split(";"):
                    begin, end = map(int, part.split())
                    if match[1] == "Discard":
                        discarded.append((begin, end))
                    else:
                        spans.append((begin, end, match[1].upper()))
        places = tokens(text)
        tags: list[str | None] = list(tag(places, spans))
        for i, (left, _) in enumerate(places):
            if any(begin <= left < end for begin, end in discarded):
                tags[i] = None
        out.append(Text(name, [text[a:b] for a, b in places], cuts(text, places), {"att": tags}))
    return out


def held_out(text: Text, share: int = 25) -> bool:
    """One training document in `share`, by hash of its name, is kept for choosing checkpoints."""
    return int(hashlib.sha256(text.name.encode()).hexdigest(), 16) % share == 0
