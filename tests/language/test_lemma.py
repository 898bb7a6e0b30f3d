"""Lemmas by edit script and by rule."""

import pytest

from onrecord.language.lemma import apply_script, rule_lemma


@pytest.mark.parametrize(
    ("word", "script", "lemma"),
    [
        ("Cities", "3|y", "city"),
        ("Kyiv", "=", "Kyiv"),
        ("Kyiv", "=0|", "Kyiv"),
        ("Americans", "=1|", "American"),
        ("OBAMA", "^0|", "Obama"),
        ("said", "2|y", "say"),
        ("Drones", "1|", "drone"),
        ("run", "0|", "run"),
        ("s", "5|", "s"),
    ],
)
def test_scripts(word: str, script: str, lemma: str) -> None:
    assert apply_script(word, script) == lemma


@pytest.mark.parametrize(
    ("word", "pos", "tag", "lemma"),
    [
        ("killed", "VERB", "VBN", "kill"),
        ("wounded", "VERB", "VBN", "wound"),
        ("injured", "VERB", "VBN", "injure"),
        ("downed", "VERB", "VBD", "down"),
        ("shot", "VERB", "VBD", "shoot"),
        ("struck", "VERB", "VBD", "strike"),
        ("captured", "VERB", "VBD", "capture"),
        ("evacuated", "VERB", "VBN", "evacuate"),
        ("destroyed", "VERB", "VBD", "destroy"),
        ("launched", "VERB", "VBD", "launch"),
        ("launches", "VERB", "VBZ", "launch"),
        ("firing", "VERB", "VBG", "fire"),
        ("accused", "VERB", "VBN", "accuse"),
        ("agreed", "VERB", "VBD", "agree"),
        ("denies", "VERB", "VBZ", "deny"),
        ("hitting", "VERB", "VBG", "hit"),
        ("meeting", "VERB", "VBG", "meet"),
        ("seized", "VERB", "VBD", "seize"),
        ("released", "VERB", "VBN", "release"),
        ("dying", "VERB", "VBG", "die"),
        ("displaced", "VERB", "VBN", "displace"),
        ("repelled", "VERB", "VBD", "repel"),
        ("supplied", "VERB", "VBD", "supply"),
        ("treated", "VERB", "VBN", "treat"),
        ("claimed", "VERB", "VBD", "claim"),
        ("Drones", "NOUN", "NNS", "drone"),
        ("children", "NOUN", "NNS", "child"),
        ("casualties", "NOUN", "NNS", "casualty"),
        ("bodies", "NOUN", "NNS", "body"),
        ("people", "NOUN", "NNS", "person"),
        ("missiles", "NOUN", "NNS", "missile"),
        ("aircraft", "NOUN", "NNS", "aircraft"),
        ("lives", "NOUN", "NNS", "life"),
        ("Ukraine", "PROPN", "NNP", "Ukraine"),
        ("bigger", "ADJ", "JJR", "big"),
        ("’s", "PART", "POS", "'s"),
    ],
)
def test_rules(word: str, pos: str, tag: str, lemma: str) -> None:
    assert rule_lemma(word, pos, tag) == lemma
