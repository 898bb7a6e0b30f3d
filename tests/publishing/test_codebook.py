"""The codebook in the docs is the one that the model makes."""

from pathlib import Path

from onrecord.publishing.codebook import codebook


def test_the_codebook_in_the_docs_is_current() -> None:
    page = Path(__file__).parents[2] / "docs" / "codebook.md"
    assert page.read_text(encoding="utf8") == codebook(), "run: onrecord schema --as md > docs/codebook.md"
