"""The grammar of times: every line compiles, names what exists, and repeats nothing without bound."""

from __future__ import annotations

import re

import pytest

from onrecord.reading.times.guards import GUARDS
from onrecord.reading.times.makers import MAKERS
from onrecord.reference.times import Pattern, cue_words, grammar, known_days, number_classes


@pytest.mark.parametrize("pattern", grammar().patterns, ids=lambda p: p.name)
def test_pattern_names_a_maker_and_guards_that_exist(pattern: Pattern) -> None:
    assert pattern.maker in MAKERS
    assert set(pattern.guards) <= set(GUARDS)
    assert pattern.first


def test_pattern_names_are_unique() -> None:
    names = [p.name for p in grammar().patterns]
    assert len(set(names)) == len(names)


def test_no_pattern_repeats_without_bound() -> None:
    for pattern in grammar().patterns:
        assert not re.search(r"[*+{]", pattern.regex.pattern), pattern.name


def test_words_are_text() -> None:
    # YAML reads a bare "no" or "on" as a truth value.
    assert all(isinstance(word, str) for word in grammar().words)
    assert all(isinstance(word, str) for word in cue_words("before months"))


def test_capitals_decide_between_month_and_verb() -> None:
    assert "month" in grammar().classes("may")
    assert "month" not in grammar().classes("may", capital=False)


def test_numbers_have_the_classes_of_their_size() -> None:
    assert set(number_classes(7, figures=1)) == {"num", "n12", "n24", "n31"}
    assert "year" in number_classes(1998, figures=4)
    assert "year" not in number_classes(1998)
    assert set(number_classes(45, figures=2)) == {"num"}


def test_known_days_are_days() -> None:
    assert all(re.fullmatch(r"\d\d-\d\d", day) and 1900 < year < 2100 for day, year in known_days().items())
