"""What a number counts: the noun it belongs to, by the order of the words with the parse as a help."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Span, Token

from onrecord.model import Time
from onrecord.reading.figures.lexing import Number
from onrecord.reference.figures import nouns, predicates, units

_STOPS = frozenset({",", ";", ":", ".", "(", ")", "–", "—"})
_FINITE = frozenset({"VBD", "VBP", "VBZ", "MD", "TO"})
_MORE = frozenset({"more", "other", "others", "additional", "further", "such"})
_REACH = 9
_JOINTS = frozenset({"[", "]", "-", "/", "–", "’s", "'s", "’", "'", "“", '"', "‘"})


class TimeIndex:
    """The time expressions of a report, asked by offset."""

    def __init__(self, times: Sequence[Time]) -> None:
        self._times = sorted(times, key=lambda time: time.start)
        self._starts = [time.start for time in self._times]

    def over(self, start: int, end: int) -> Time | None:
        """The time expression that overlaps a stretch of the text."""
        at = bisect_right(self._starts, max(start, end - 1))
        for time in self._times[max(0, at - 3) : at]:
            if time.end > start and time.start < end:
                return time
        return None


@dataclass(frozen=True)
class Counted:
    """The counted noun of a number: `token` (None where the number stands alone), its lemma and the end of the phrase.

    `others` where "others" or "more" stands for an earlier noun; `hyphen` where the number is part of a compound
    ("30-day"); `first` and `after` are the tokens of the number and the one after it, `next` the one after the phrase;
    `begin` is the first token of the words before the number that bound it ("at least").
    """

    token: Token | None
    lemma: str | None
    end: int
    first: int
    after: int
    next: int = 0
    begin: int = 0
    others: bool = False
    hyphen: bool = False

    @property
    def persons(self) -> bool:
        """Whether people are counted, or nothing is named."""
        return self.lemma is None or self.lemma in nouns("persons")

    @property
    def bodies(self) -> bool:
        """Whether the dead are counted by their bodies."""
        return self.token is not None and self.token.lemma_.lower() in nouns("bodies")


def token_at(doc: Doc, offset: int, sent: Span) -> int:
    """The token that holds a character of the sentence, or the first one after it."""
    low, high = sent.start, sent.end
    while low < high:
        middle = (low + high) // 2
        if doc[middle].idx + len(doc[middle]) <= offset:
            low = middle + 1
        else:
            high = middle
    return low


def find_counted(doc: Doc, sent: Span, number: Number, times: TimeIndex) -> Counted:
    """The noun that a number counts; time expressions hold none. Offsets of the number are those of the sentence."""
    begin = token_at(doc, sent.start_char + number.start, sent)
    return replace(_counted(doc, sent, number, times), begin=begin)


def _counted(doc: Doc, sent: Span, number: Number, times: TimeIndex) -> Counted:
    base = sent.start_char
    first = token_at(doc, base + number.core, sent)
    after = token_at(doc, base + number.end, sent)
    if after < sent.end and doc[after].idx < base + number.end:
        after += 1
    if number.counted is not None:
        return Counted(None, number.counted, number.end, first, after, after)
    hyphen = _hyphened(doc, sent, after, base + number.end)
    if hyphen is not None:
        return hyphen_counted(doc, hyphen, first, after, base)
    at, others = after, False
    while at < sent.end and doc[at].is_space:
        at += 1
    if at < sent.end and doc[at].lower_ in ("of", "for", "or") and doc[at].lower_ == "of":
        at += 1
        while at < sent.end and (doc[at].pos_ == "DET" or doc[at].tag_ == "PRP$"):
            at += 1
        if at < sent.end and doc[at].lower_ in ("them", "whom", "those", "which"):
            return Counted(
                None, None, doc[after - 1].idx + len(doc[after - 1]) - base, first, after, at + 1, others=True
            )
    while at < sent.end and doc[at].lower_ in _MORE:
        others = True
        at += 1
    # "over 400 wounded": the state of people who are not named.
    stated = (
        at < sent.end and doc[at].lower_ in predicates()["state"] and not _noun_follows(doc, at + 1, sent.end, near=1)
    )
    end = at
    while end < min(sent.end, at + _REACH) and times.over(doc[end].idx, doc[end].idx + len(doc[end])) is None:
        end += 1
    head = None if stated or suffers(doc, at, end) else _head(doc, at, end, first, after)
    if head is None:
        end = number.end if at == after or not others else doc[at - 1].idx + len(doc[at - 1]) - base
        return Counted(None, None, end, first, after, at, others=others)
    return Counted(head, lemma_of(head), head.idx + len(head) - base, first, after, head.i + 1)


def suffers(doc: Doc, at: int, end: int) -> bool:
    """Whether a verb of suffering with its harm stands here: "262 sustained wounds", "12 suffered severe burns"."""
    if at >= min(end, len(doc)) or doc[at].lemma_.lower() not in nouns("suffering"):
        return False
    return any(token.lemma_.lower() in predicates()["nominal"] for token in doc[at + 1 : min(end, at + 5)])


def _hyphened(doc: Doc, sent: Span, after: int, offset: int) -> int | None:
    """The token of the unit in "30-day", whether the tokenizer splits it or not."""
    if after < sent.end and doc[after].idx == offset and doc[after].text[0] in "-‐‑" and len(doc[after]) == 1:
        if after + 1 < sent.end and doc[after + 1].idx == offset + 1 and doc[after + 1].is_alpha:
            return after + 1
        return None
    if after > sent.start and doc[after - 1].idx + len(doc[after - 1]) > offset and "-" in doc[after - 1].text:
        return after - 1
    return None


def hyphen_counted(doc: Doc, at: int, first: int, after: int, base: int) -> Counted:
    """The counted noun of a compound like "30-day" or "20-point"."""
    word = doc[at].lower_.rsplit("-", 1)[-1] if "-" in doc[at].text else doc[at].lower_
    return Counted(doc[at], word, doc[at].idx + len(doc[at]) - base, first, after, at + 1, hyphen=True)


def _governor(doc: Doc, at: int, end: int, first: int, after: int) -> Token | None:
    """The noun that the parse has the number modify, where nothing but modifiers stands between them."""
    for number in range(after - 1, first - 1, -1):
        head = doc[number].head
        if doc[number].dep_ == "nummod" and at <= head.i < end and head.pos_ in ("NOUN", "PROPN"):
            between = doc[at : head.i]
            if not any(_parts(doc, token) for token in between):
                return head
    return None


def nominal(token: Token) -> bool:
    """Whether a token is a noun; the parse takes "Palestinians" and the like for adjectives."""
    if token.pos_ in ("NOUN", "PROPN"):
        return True
    return token.pos_ == "ADJ" and token.text[0].isupper() and token.lower_.endswith("s") and _national(token)


def _national(token: Token) -> bool:
    return token.ent_type_ == "GPE" or token.lower_[:-1] in nouns("person")


def _between_adjectives(doc: Doc, at: int) -> bool:
    """ "Regional, European and Western diplomats": what stands between adjectives before a noun."""
    if not 0 < at < len(doc) - 1 or nominal(doc[at - 1]) or nominal(doc[at + 1]):
        return False
    return doc[at - 1].pos_ == "ADJ" and doc[at + 1].pos_ == "ADJ"


def _between_modifiers(doc: Doc, at: int) -> bool:
    """The same, or "production and storage facilities"."""
    if _between_adjectives(doc, at):
        return True
    return 0 < at < len(doc) - 1 and doc[at - 1].tag_ == "NN" and doc[at + 1].tag_ == "NN"


def _between_hyphens(doc: Doc, at: int) -> bool:
    """ "Surface-to-air": a preposition inside a compound."""
    return 0 < at < len(doc) - 1 and doc[at - 1].text == "-" and doc[at + 1].text == "-"


def _parts(doc: Doc, token: Token) -> bool:
    """Whether a token parts a number from a noun after it; commas between adjectives do not."""
    if token.text == "," or token.pos_ == "CCONJ":
        return not (_between_modifiers(doc, token.i) or (token.text == "," and _adjective(doc[token.i - 1])))
    if token.pos_ == "ADP" and _between_hyphens(doc, token.i):
        return False
    return token.pos_ in ("AUX", "ADP", "PRON") or token.text in _STOPS or token.tag_ in _FINITE


def _adjective(token: Token) -> bool:
    return token.pos_ == "ADJ" and not nominal(token)


def _head(doc: Doc, at: int, end: int, first: int, after: int) -> Token | None:
    governor = _governor(doc, at, end, first, after)
    if governor is not None and _plural(doc, governor, after):
        return governor
    head = _last_noun(doc, at, end, first, after)
    return head if head is not None and _plural(doc, head, after) else None


def _plural(doc: Doc, head: Token, after: int) -> bool:
    """Whether a noun can be counted: a plural, or a singular that is one ("12 personnel", "one drone", "a dozen")."""
    if head.tag_ in ("NNS", "NNPS") or head.ent_type_ == "GPE" or head.pos_ == "ADJ":
        return True
    if doc[after - 1].lower_ in ("one", "1", "a", "an", "no", "single") or doc[head.i - 1].lower_ in ("one", "single"):
        return True
    lemma = head.lemma_.lower()
    return lemma.endswith("s") or any(
        lemma in nouns(kind) for kind in ("persons", "things", "goods", "aerial", "forces")
    )


def _last_noun(doc: Doc, at: int, end: int, first: int, after: int) -> Token | None:
    governor = {doc[i].head.i for i in range(first, after) if doc[i].dep_ in ("nummod", "det", "amod", "compound")}
    best: Token | None = None
    while at < end:
        token = doc[at]
        if nominal(token):
            if token.ent_type_ == "DATE" and token.lower_ not in units().time:
                break
            if (
                best is not None
                and best.i < at - 1
                and doc[at - 1].text not in "-/–"
                and doc[at - 1].pos_ not in ("PART", "ADJ")
                and doc[at - 1].tag_ not in ("VBN", "VBG")
            ):
                break
            best = token
            if token.i in governor and not (at + 1 < end and doc[at + 1].pos_ == "NOUN" and doc[at + 1].dep_ != "conj"):
                break
        elif token.pos_ == "ADJ" or (token.tag_ in ("VBN", "VBG") and _noun_follows(doc, at + 1, end)):
            follows = _noun_follows(doc, at + 1, end)
            if best is not None and (not follows or best.i == at - 1):
                break
            if best is None and token.lower_ in predicates()["state"] and not _noun_follows(doc, at + 1, end, near=1):
                break
        elif not _joins(doc, token, best, after, end):
            break
        at += 1
    return best


def _joins(doc: Doc, token: Token, best: Token | None, after: int, end: int) -> bool:
    """Whether a token that is no noun may stand inside the phrase: "14,000 severely ill babies", "Russia's drones"."""
    if token.is_space:
        return token.text.count("\n") < 2
    if token.text in _JOINTS:
        # A dash between blanks ends the phrase.
        return token.text not in "-–/" or not doc[token.i - 1].whitespace_
    if token.pos_ == "ADP" and _between_hyphens(doc, token.i):
        return True
    if best is not None:
        return False
    if token.pos_ == "ADV":
        return _noun_follows(doc, token.i + 1, end, near=2)
    if token.text == "," or token.pos_ == "CCONJ":
        return _between_adjectives(doc, token.i) or (token.text == "," and _adjective(doc[token.i - 1]))
    return token.pos_ == "NUM" and token.i > after


def _noun_follows(doc: Doc, at: int, end: int, *, near: int = 4) -> bool:
    for token in doc[at : min(end, at + near)]:
        if nominal(token):
            return True
        if token.is_space and token.text.count("\n") < 2:
            continue
        if token.pos_ not in ("ADJ", "ADV") and token.tag_ not in ("VBN", "VBG", "HYPH") and token.text not in "-,":
            return False
    return False


def lemma_of(token: Token) -> str:
    """The lemma of a counted noun: people of any name are persons."""
    lemma = token.lemma_.lower()
    if token.ent_type_ == "GPE" and (token.tag_ in ("NNS", "NNPS") or token.pos_ == "ADJ"):
        return "person"
    before = token.doc[token.i - 1].lower_ if token.i else ""
    if lemma == "vehicle" and before == "aerial":
        return "uav"
    if lemma == "bomber" and before == "suicide":
        return "attacker"
    for form in (lemma, lemma[:-1] if lemma.endswith("s") else lemma):
        if form in nouns("person"):
            return "person"
        if any(form in nouns(kind) for kind in ("persons", "things", "goods", "aerial", "forces", "places")):
            return form
    return lemma
