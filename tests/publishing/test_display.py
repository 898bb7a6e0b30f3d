"""Text from the web cannot drive a terminal."""

import pytest

from onrecord.publishing.display import number, one_line, visible


def test_control_characters_are_shown_and_not_obeyed() -> None:
    assert visible("a\x1b[2Jb\u202ec\x07d\ud800") == "a�[2Jb�c�d�"


def test_one_line_is_cut_to_its_limit() -> None:
    assert one_line("a  b\n\tc") == "a b c"
    assert one_line("abcdef", 4) == "abc…"


@pytest.mark.parametrize(
    ("low", "high", "bound", "shown"),
    [
        (119, 119, "exact", "119"),
        (12, None, "at_least", "≥ 12"),
        (None, 20, "at_most", "≤ 20"),
        (300, 300, "about", "about 300"),
        (20000, 99999, "vague", "20,000–99,999"),
        (0.25, 0.25, "exact", "0.25"),
        (1.2e9, 1.2e9, "exact", "1,200,000,000"),
        (None, None, "vague", "?"),
    ],
)
def test_numbers_read_as_they_were_claimed(low: float, high: float, bound: str, shown: str) -> None:
    assert number(low, high, bound) == shown
