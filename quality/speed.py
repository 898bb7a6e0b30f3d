"""Where the time goes: `python quality/speed.py DATA`: words per core-second of the whole reading and of each part.

A benchmark and never a test: it prints what one core of the machine at hand does. The encoder's own ONNX time on the
same text stands beside the whole, so that what the other parts cost can be seen.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

MODULES = ("times", "places", "actors", "attributions", "figures", "events", "positions")


def main() -> int:
    """Read the longer articles of the development gold and print the table."""
    from onrecord.language import analyse
    from onrecord.reading import read as reader
    from onrecord.sources import document_from_text

    os.environ.pop("ONRECORD_ANALYSIS_CACHE", None)  # a stored analysis would be measured in place of the encoder
    lines = (Path(sys.argv[1]) / "gold_dev" / "articles.jsonl").read_text(encoding="utf8").splitlines()
    rows = [row for row in map(json.loads, lines) if len(row["text"]) > 800]
    spent: dict[str, float] = defaultdict(float)

    def timed(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def run(*args: Any, **options: Any) -> Any:
            start = time.process_time()
            try:
                return call(*args, **options)
            finally:
                spent[name] += time.process_time() - start

        return run

    import importlib

    import onrecord.language as language

    reader.read(rows[0]["text"], published="2025-05-21")  # loads the weights and the lexicons
    language.analyse = timed("encoder and pipeline", analyse)  # type: ignore[assignment]
    for name in MODULES:
        module = importlib.import_module(f"onrecord.reading.{name}")
        setattr(module, f"find_{name}", timed(name, getattr(module, f"find_{name}")))
    reader.assemble = timed("assemble and check", reader.assemble)  # type: ignore[attr-defined]
    onnx = _onnx(spent)
    words = 0
    start = time.process_time()
    for row in rows:
        document = document_from_text(row["text"], published=row.get("published"))
        reader.read(document)
        words += len(row["text"].split())
    whole = time.process_time() - start
    print(f"{words} words, {whole:.1f} core-seconds, {words / whole:.0f} words per core-second")
    for name, seconds in sorted(spent.items(), key=lambda item: -item[1]):
        print(f"{seconds:8.2f} s {seconds / whole:6.1%}  {name}")
    if onnx:
        print(f"the encoder's ONNX session alone: {words / spent['of it: ONNX session']:.0f} words per core-second")
    return 0


def _onnx(spent: dict[str, float]) -> bool:
    """Measure the ONNX sessions' own time; False where the runtime cannot be wrapped."""
    import onnxruntime

    run = onnxruntime.InferenceSession.run

    def timed(self: Any, *args: Any, **options: Any) -> Any:
        start = time.process_time()
        try:
            return run(self, *args, **options)
        finally:
            spent["of it: ONNX session"] += time.process_time() - start

    onnxruntime.InferenceSession.run = timed
    return True


if __name__ == "__main__":
    sys.exit(main())
