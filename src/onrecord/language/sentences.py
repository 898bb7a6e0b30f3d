"""Where sentences begin, by rule: final marks, closing quotes, abbreviations, initials, line breaks.

Used with weights that have no sentence head, and to cut windows at likely places with those that have one.
"""

from __future__ import annotations

from collections.abc import Sequence

_FINAL = frozenset({".", "!", "?", "…", "...", "?!", "!?", "!!", "??", "...."})
_CLOSING = frozenset("\"'”’»)]}") | {"''", "’’", "”"}
_OPENING = frozenset("\"'“‘«([{") | {"``", "‘‘"}

# Titles and the like stand before a name: a capital after them begins no sentence.
_BEFORE_NAMES = frozenset(
    # fmt: off
    {
        "mr.",
        "mrs.",
        "ms.",
        "dr.",
        "prof.",
        "gen.",
        "lt.",
        "col.",
        "maj.",
        "capt.",
        "cpt.",
        "sgt.",
        "cpl.",
        "pvt.",
        "adm.",
        "cmdr.",
        "brig.",
        "sen.",
        "rep.",
        "gov.",
        "pres.",
        "rev.",
        "fr.",
        "hon.",
        "st.",
        "ste.",
        "mt.",
        "ft.",
        "no.",
        "nos.",
        "vs.",
        "v.",
        "al.",
        "approx.",
        "ca.",
        "cf.",
        "e.g.",
        "i.e.",
        "viz.",
        "fig.",
        "art.",
        "sec.",
        "dept.",
        "univ.",
        "assn.",
        "vol.",
        "pp.",
        "messrs.",
        "mmes.",
        "supt.",
        "insp.",
        "amb.",
        "atty.",
        "jan.",
        "feb.",
        "mar.",
        "apr.",
        "jun.",
        "jul.",
        "aug.",
        "sept.",
        "sep.",
        "oct.",
        "nov.",
        "dec.",
    }
    # fmt: on
)
# Words that rarely continue a name: after "U.S." or "a.m." they begin a sentence.
_STARTERS = frozenset(
    # fmt: off
    {
        "the",
        "a",
        "an",
        "this",
        "that",
        "these",
        "those",
        "it",
        "its",
        "he",
        "she",
        "his",
        "her",
        "they",
        "their",
        "we",
        "our",
        "i",
        "you",
        "your",
        "in",
        "on",
        "at",
        "as",
        "but",
        "and",
        "or",
        "so",
        "yet",
        "if",
        "when",
        "while",
        "although",
        "though",
        "however",
        "meanwhile",
        "moreover",
        "also",
        "both",
        "many",
        "most",
        "some",
        "several",
        "there",
        "here",
        "what",
        "who",
        "why",
        "how",
        "for",
        "from",
        "with",
        "without",
        "after",
        "before",
        "since",
        "until",
        "during",
        "under",
        "over",
        "according",
        "among",
        "last",
        "earlier",
        "later",
        "officials",
        "authorities",
    }
    # fmt: on
)


def rule_starts(words: Sequence[str], breaks: Sequence[bool]) -> list[bool]:
    """Whether each word begins a sentence.

    `words` are the tokens of one part, white space left out; `breaks` says before which of them the line is broken
    twice. The first word always begins a sentence.
    """
    count = len(words)
    starts = [False] * count
    if count:
        starts[0] = True
    at = 0
    while at < count:
        if breaks[at]:
            starts[at] = True
        if _ends(words, at):
            after = at + 1
            while after < count and not breaks[after] and words[after] in _CLOSING and not _opens(words, after):
                after += 1
            if after < count and (breaks[after] or _begins(words, after, ends=words[at])):
                starts[after] = True
            at = after
        else:
            at += 1
    return starts


def _ends(words: Sequence[str], at: int) -> bool:
    word = words[at]
    if word in _FINAL:
        # "J . Smith", split by another tokenizer, is an initial.
        return not (word == "." and at and len(words[at - 1]) == 1 and words[at - 1].isupper() and words[at - 1] != "I")
    return len(word) > 2 and word[-1] == "." and word[-2] != "." and word.lower() not in _BEFORE_NAMES


def _opens(words: Sequence[str], at: int) -> bool:
    """Whether a straight quotation mark after a final mark opens a sentence: none is open, and a capital follows."""
    if words[at] not in ('"', "'", "''") or at + 1 >= len(words) or not words[at + 1][:1].isupper():
        return False
    return words[:at].count(words[at]) % 2 == 0 if at < 400 else False


def _begins(words: Sequence[str], at: int, *, ends: str) -> bool:
    """Whether a word may begin a sentence after `ends`."""
    while at < len(words) and words[at] in _OPENING:
        at += 1
    if at == len(words):
        return True
    word = words[at]
    first = word[0]
    if len(ends) > 2 and ends[-1] == "." and ends[-2] != ".":
        # An abbreviation: "U.S. troops", "U.S. President" go on; "in the U.S. The army" does not.
        return word.lower() in _STARTERS and first.isupper()
    if ends in ("…", "...", "....") and not first.isupper():
        return False
    return (
        first.isupper() or first.isdigit() or not (first.isalpha() or first in ",;:.%/&+=<>*_~^|\\" or word in _CLOSING)
    )
