"""Sentences begin where a reader of the news would say so."""

import pytest
import spacy

from onrecord.language.sentences import rule_starts

NLP = spacy.blank("en")


def _sentences(text: str) -> list[str]:
    tokens = [token for token in NLP.tokenizer(text) if not token.is_space]
    breaks = ["\n\n" in text[before.idx : token.idx] for before, token in zip(tokens, tokens[1:], strict=False)]
    starts = rule_starts([token.text for token in tokens], [True, *breaks][: len(tokens)])
    begins = [token.idx for token, start in zip(tokens, starts, strict=True) if start]
    return [text[a:b].strip() for a, b in zip(begins, [*begins[1:], len(text)], strict=True)]


@pytest.mark.parametrize(
    "sentences",
    [
        ["The army fired.", "Nobody was hurt."],
        ["“We will not stop.”", "He left."],
        ["“Will they stop?” he asked.", "Nobody knew."],
        ["Gen. Ali Omar spoke to Mr. Haddad.", "They met at 5 p.m. on Monday."],
        ["The U.S. President met him.", "It was late."],
        ["He lives in the U.S.", "The talks ended."],
        ["It cost $3.5 million.", "3,000 people fled."],
        ["J. K. Marsh said so.", "No one replied."],
        ["He said: “Stop... now.”", "Then he left."],
        ["A headline without a stop", "\n\nThe text begins."],
        ['"They fired first." He denied it.'],
    ],
)
def test_sentences(sentences: list[str]) -> None:
    text = " ".join(sentences)
    expected = [s.strip() for s in sentences] if len(sentences) > 1 else ['"They fired first."', "He denied it."]
    assert _sentences(text) == expected


def test_nothing_has_no_sentences() -> None:
    assert rule_starts([], []) == []
