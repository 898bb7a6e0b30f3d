"""Edit scripts: what is learnt from a pair gives the lemma back."""

import pytest
from training.lemmas import IDENTITY, apply, inventory, script


@pytest.mark.parametrize(
    ("form", "lemma", "rule"),
    [
        ("strikes", "strike", "1|"),
        ("The", "the", "0|"),
        ("Kyiv", "Kyiv", "=0|"),
        ("Americans", "American", "=1|"),
        ("OBAMA", "Obama", "^0|"),
        ("carried", "carry", "3|y"),
        ("Went", "go", "4|go"),
        ("’s", "be", "2|be"),
    ],
)
def test_script_is_the_shortest_and_gives_the_lemma(form: str, lemma: str, rule: str) -> None:
    assert script(form, lemma) == rule
    assert apply(rule, form) == lemma


def test_a_script_that_strips_more_than_there_is_keeps_the_form() -> None:
    assert apply("4|go", "no") == "no"


def test_inventory_puts_identity_first_and_is_ordered_by_frequency() -> None:
    pairs = [("cats", "cat")] * 3 + [("Kyiv", "Kyiv")] + [("went", "go")] * 2
    assert inventory(pairs, 3) == [IDENTITY, "1|", "4|go"]
