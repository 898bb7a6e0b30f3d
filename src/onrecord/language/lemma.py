"""Lemmas: by the edit script that the encoder chooses, or by rule from the tag and a table of irregular words."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

_TABLE = Path(__file__).parent / "irregular.yaml"
_VOWELS = frozenset("aeiou")


def apply_script(word: str, script: str) -> str:
    """The lemma by an edit script: a flag, the number of characters to drop, "|" and what to add.

    Without a flag the lower-cased word is edited ("1|": "Drones" to "drone"); "=" edits the word as it stands
    ("=1|": "Americans" to "American"), "^" its capitalised form ("^0|": "OBAMA" to "Obama"). A script that does not
    fit the word leaves it as it stands.
    """
    flag, rest = (script[0], script[1:]) if script[:1] in ("=", "^") else ("", script)
    base = word if flag == "=" else word.capitalize() if flag == "^" else word.lower()
    drop, _, add = rest.partition("|")
    count = int(drop) if drop.isdigit() else 0
    if count > len(base):
        return word
    return base[: len(base) - count] + add or word


@cache
def _irregular() -> dict[str, dict[str, str]]:
    """Form to lemma, by kind: verb, noun, adjective, any."""
    table = yaml.load(_TABLE.read_text("utf-8"), Loader=yaml.CSafeLoader)
    forms: dict[str, dict[str, str]] = {}
    for kind in ("verb", "noun", "adjective", "any"):
        forms[kind] = {str(form): str(lemma) for lemma, list_ in table[kind].items() for form in str(list_).split()}
    forms["stem"] = {str(stem): "" for stem in table["verb_in_e"].split()}
    forms["same"] = {str(word): "" for word in table["same_in_plural"].split()}
    return forms


def rule_lemma(word: str, pos: str, tag: str) -> str:
    """The lemma of a word with its universal part of speech and Penn tag."""
    if tag == "NNPS" and word.endswith("s") and not word.endswith(("ss", "us", "is")) and not word.isupper():
        return word[:-3] + "y" if word.endswith("ies") else word[:-1]
    if pos in ("PROPN", "NUM", "PUNCT", "SYM", "X", "SPACE"):
        return word
    lower = word.lower().replace("’", "'")
    table = _irregular()
    if tag in ("VBD", "VBN", "VBG", "VBZ", "VBP", "VB", "MD"):
        return table["verb"].get(lower) or _verb(lower, tag)
    if tag in ("NNS", "NN") and pos == "NOUN":
        if tag == "NN":
            return lower
        return table["noun"].get(lower) or _noun(lower)
    if tag in ("JJR", "JJS", "RBR", "RBS"):
        return table["adjective"].get(lower) or _compared(lower)
    return table["any"].get(lower, lower) if pos in ("PRON", "DET", "PART", "AUX") else lower


def _noun(form: str) -> str:
    if form.endswith("men") and len(form) > 4:
        return form[:-2] + "an"
    if form in _irregular()["same"] or not form.endswith("s") or form.endswith(("ss", "us", "is")):
        return form
    if form.endswith("ies") and len(form) > 4:
        return form[:-3] + "y"
    if form.endswith(("sses", "shes", "ches", "xes", "zzes")):
        return form[:-2]
    return form[:-1]


def _verb(form: str, tag: str) -> str:
    if tag == "VBZ":
        if form.endswith("ies") and len(form) > 4:
            return form[:-3] + "y"
        if form.endswith(("sses", "shes", "ches", "xes", "zzes", "oes")):
            return form[:-2]
        return form[:-1] if form.endswith("s") and not form.endswith("ss") else form
    if tag in ("VBD", "VBN") and form.endswith("ied") and len(form) > 4:
        return form[:-3] + "y"
    if tag in ("VBD", "VBN") and form.endswith("ed") and len(form) > 3:
        return _restore(form[:-2])
    if tag == "VBG" and form.endswith("ing") and len(form) > 4:
        return _restore(form[:-3])
    return form


def _restore(stem: str) -> str:
    """The infinitive of a stem that has lost -ed or -ing: a doubled letter goes, a silent e comes back."""
    if stem in _irregular()["stem"]:
        return stem + "e"
    if len(stem) > 2 and stem[-1] == stem[-2] and stem[-1] not in "lsfz" and stem[-1] not in _VOWELS:
        return stem[:-1]
    if stem.endswith(
        ("c", "v", "dg", "rg", "lg", "u", "iz", "yz", "eas", "is", "us", "os", "ns", "rs", "ts", "at", "et")
    ):
        short = len(stem) <= 4 and stem.endswith(("at", "et"))
        treated = stem.endswith(("eat", "oat", "eet", "iet")) and not stem.endswith("creat")
        return stem if short or treated or (stem.endswith("et") and len(stem) > 3) else stem + "e"
    if len(stem) > 2 and stem[-1] in "lr" and stem[-2] in "tbdgpkcfz" and stem[-1] == "l":
        return stem + "e"
    return stem


def _compared(form: str) -> str:
    for ending in ("est", "er"):
        if form.endswith(ending) and len(form) > len(ending) + 2:
            stem = form[: -len(ending)]
            if stem.endswith("i"):
                return stem[:-1] + "y"
            if stem[-1] == stem[-2] and stem[-1] not in "ls":
                return stem[:-1]
            return stem + "e" if stem.endswith(("rg", "af", "ac", "ut", "ns", "id", "os")) else stem
    return form
