r"""Lemmas as edit scripts, so that a classifier over words can give them.

A script is `[=^]n|s`: take the form lower-cased (no flag), as it stands (`=`) or capitalised (`^`), strip `n`
characters from its end and append `s`. `0|` is the lower-cased form itself, `=0|` the form as it stands, `4|go` makes
`went` into `go`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

IDENTITY = "=0|"


def script(form: str, lemma: str) -> str:
    """The shortest script from form to lemma; a base in lower case is preferred when it serves as well."""
    best = ""
    for flag, base in (("", form.lower()), ("=", form), ("^", form.capitalize())):
        same = 0
        while same < min(len(base), len(lemma)) and base[same] == lemma[same]:
            same += 1
        candidate = f"{flag}{len(base) - same}|{lemma[same:]}"
        if not best or _cost(candidate) < _cost(best):
            best = candidate
    return best


def _cost(rule: str) -> int:
    strip, _, suffix = rule.lstrip("=^").partition("|")
    return int(strip) + len(suffix)


def apply(rule: str, form: str) -> str:
    """The lemma a script gives for a form; a script that would strip more than there is gives the form itself."""
    base = form if rule[0] == "=" else form.capitalize() if rule[0] == "^" else form.lower()
    strip, _, suffix = rule.lstrip("=^").partition("|")
    count = int(strip)
    if count > len(base):
        return form
    return (base[: len(base) - count] if count else base) + suffix or form


def inventory(pairs: Iterable[tuple[str, str]], size: int) -> list[str]:
    """The `size` most frequent scripts of (form, lemma) pairs, identity first."""
    counts = Counter(script(form, lemma) for form, lemma in pairs)
    counts.pop(IDENTITY, None)
    ranked = sorted(counts, key=lambda rule: (-counts[rule], rule))
    return [IDENTITY, *ranked[: size - 1]]
