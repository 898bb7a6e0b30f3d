"""The reader takes any stretch of a report: text that begins or ends anywhere, empty, hostile, in any script."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

import onrecord
from onrecord.sources import Sourced, SourceOptions, read_inputs

DEMO = Path(onrecord.__file__).parent / "demo"


def test_a_report_cut_anywhere_is_read() -> None:
    texts = [item.document.text for item in read_inputs([str(DEMO)], SourceOptions()) if isinstance(item, Sourced)]
    chance = random.Random(20250428)
    for _ in range(150):
        text = chance.choice(texts)
        start = chance.randrange(len(text))
        piece = text[start : start + chance.randint(3, 300)]
        reading = onrecord.read(piece, published="2025-04-28")
        assert reading.document.text == piece


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t ",
        "\x00",
        "Officials said \ud800 five people died.",
        "\ufeffThe ministry said on Monday that five people died.",
        "\u202eThe ministry said five people died.\u202c",
        "😀" * 2000,
        "“" * 3000,
        "\"He said, '" * 500,
        "1" * 20000,
        "-" * 20000,
        "12-13 May " * 1000,
        "he said that " * 1000,
        "killed " * 1000,
        "Kyiv, " * 1000,
        "Міністерство оборони повідомило про п’ять загиблих.",
        "قالت الوزارة يوم الاثنين إن خمسة أشخاص قتلوا.",
    ],
    ids=lambda text: repr(text[:12]),
)
def test_hostile_text_is_read_without_a_fault(text: str) -> None:
    reading = onrecord.read(text, published="2025-04-28")
    # Half a surrogate pair is no character: no file could hold the text, so it is stored as U+FFFD.
    assert reading.document.text == text.replace("\ud800", "\ufffd")
    assert onrecord.Reading.from_json(reading.to_json().encode("utf8")) == reading
