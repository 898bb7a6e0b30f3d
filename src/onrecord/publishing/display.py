"""Text from reports made fit for a terminal: control characters shown as marks, length bounded."""

from __future__ import annotations

import re

# C0 and C1 controls can rewrite what a terminal shows; bidirectional overrides can reverse it.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def visible(text: str) -> str:
    """The text with every control character, bidirectional override and lone surrogate shown as `�`."""
    return _UNSAFE.sub("�", text.replace("\r\n", "\n").replace("\r", "\n"))


def one_line(text: str, limit: int = 0) -> str:
    """The text on one line; longer than `limit` code points (0: no limit), its end is cut with an ellipsis."""
    line = " ".join(visible(text).split())
    return line[: limit - 1].rstrip() + "…" if limit and len(line) > limit else line


def number(low: float | None, high: float | None, bound: str) -> str:
    """A figure as a reader expects it: `119`, `≥ 12`, `≤ 20`, `about 300`, `10–15`, `20,000–99,999`."""
    if low is None and high is None:
        return "?"
    if low is None:
        return f"≤ {_grouped(high)}"
    if high is None:
        return f"≥ {_grouped(low)}"
    if low != high:
        return f"{_grouped(low)}–{_grouped(high)}"
    return ("about " if bound == "about" else "") + _grouped(low)


def _grouped(value: float | None) -> str:
    if value is None:
        return "?"
    if float(value).is_integer():
        return f"{int(value):,}"
    return f"{value:,.4g}" if abs(value) < 1e6 else f"{value:,.0f}"
