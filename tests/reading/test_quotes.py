"""Quotation marks: what opens, what closes, what goes on in the next paragraph, what is never closed."""

import time

import pytest

from onrecord.model import Document
from onrecord.reading.quotes import UNBALANCED, find_quotations, quote_warnings


def report(text: str) -> Document:
    return Document(id=Document.identify(text), text=text)


def quoted(text: str) -> list[str]:
    return [text[q.start : q.end] for q in find_quotations(report(text)).items]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We hold the line,” he said, “and we will.”", ["“We hold the line,”", "“and we will.”"]),
        ('"We hold the line," he said.', ['"We hold the line,"']),
        ("'We hold the line,' he said. The officials' claim stands.", ["'We hold the line,'"]),
        ("She said “the word ‘truce’ was never used”.", ["“the word ‘truce’ was never used”"]),
        ("``We hold,'' he said.", ["``We hold,''"]),
        ("«We hold», he said.", ["«We hold»"]),
        ("It’s the troops’ third day, and they’re tired.", []),
        ("In the '90s the ministry's map was 'classified'.", ["'classified'"]),
        ("The man is 5'10\" tall.", []),
        ("A “temporary” halt and a “lasting” one.", ["“temporary”", "“lasting”"]),
    ],
)
def test_marks_pair(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected
    assert quote_warnings(report(text)) == []


def test_a_possessive_inside_single_marks_does_not_close() -> None:
    assert quoted("He said 'the soldiers' food was bad' and left.") == ["'the soldiers' food was bad'"]


def test_a_quotation_of_three_paragraphs_is_one_that_continues() -> None:
    items = find_quotations(report("“First the bridge.\n\n“Then the road.\n\n“Then home,” he said.")).items
    assert [(q.continues, q.closed) for q in items] == [(False, False), (True, False), (True, True)]


def test_an_unclosed_mark_survives_to_the_end_of_its_paragraph_with_a_warning() -> None:
    text = "He said “we never left.\nThe next paragraph is the report's own."
    assert quoted(text) == ["“we never left."]
    (warning,) = quote_warnings(report(text))
    assert (warning.code, warning.start) == (UNBALANCED, text.index("“"))


def test_a_mark_lost_in_a_long_text_does_not_swallow_it() -> None:
    text = "He said “we never left. " + "The report goes on for long. " * 100
    (only,) = find_quotations(report(text)).items
    assert text[only.start : only.end] == "“we never left."


def test_places_inside_quotations_are_found() -> None:
    text = "He said “one” and “two” today."
    found = find_quotations(report(text))
    assert found.at(text.index("one")) == found.items[0]
    assert found.at(text.index("and")) is None
    assert [text[a:b] for a, b in found.within(0, len(text))] == ["“one”", "“two”"]
    assert [q.start for q in found.overlapping(text.index("and"), len(text))] == [text.index("“two")]


@pytest.mark.parametrize("piece", ['"', "“", "'a ", "“a. ", '\n"', "’", "``"])
def test_hostile_texts_take_linear_time(piece: str) -> None:
    started = time.process_time()
    found = find_quotations(report(piece * 40_000))
    assert time.process_time() - started < 20
    assert len(found.warnings) <= 20
