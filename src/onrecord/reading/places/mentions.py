"""Candidate mentions: capitalised token sequences that the gazetteer, or the names head, takes for a place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from spacy.tokens import Doc, Span, Token

from onrecord.model import Document
from onrecord.reading.scope import claim_sentences
from onrecord.reference.countries import demonym_countries
from onrecord.reference.gazetteer import Entry, Gazetteer

LONGEST = 8
"""Tokens that a name may have; hyphens and apostrophes are tokens too."""
_LINKS = frozenset(
    ["-", "–", "'", "’", "of", "the", "and", "al", "el", "ad", "as", "ash", "ez", "de", "la", "las", "los", "le", "du"]
    + ["des", "del", "di", "da", "y", "e", "St.", "sur", "upon", "on", "am", "im", "der", "&", ".", "ul"]
)
_ARTICLES = frozenset(["al", "el", "ad", "as", "ash", "ar", "an", "at", "ez", "ed"])
_PLURAL = re.compile(r"[A-Z][a-z]{3,}s")


@dataclass(slots=True)
class Mention:
    """Tokens `[first, last)` that may mean a place, with what the gazetteer knows by that name."""

    start: int
    end: int
    first: int
    last: int
    key: str
    entries: tuple[Entry, ...] = ()
    countries: tuple[str, ...] = ()
    """Alpha-3 codes of a word of nationality; empty for names."""
    sentence: tuple[int, int] = (0, 0)
    """First token of the sentence and the one after its last."""
    label: str = ""
    score: float = 0.0
    local: bool = False
    kind: str | None = None
    """The kind that a word beside the name gives ("city of", "province")."""
    container: Mention | None = None
    """The mention that this place is said to lie in ("X, Donetsk Oblast")."""
    facility: str | None = None
    direction: tuple[float, float] | None = None
    wide: tuple[int, int] | None = None
    """The stretch of text that names the place with its kind word or direction, where that is longer."""
    chosen: Entry | None = None
    by: str = "places.gazetteer"
    sure: bool = False
    tags: list[str] = field(default_factory=list)

    @property
    def demonym(self) -> bool:
        return bool(self.countries)


def _opens(token: Token) -> bool:
    """Whether a name may start here: a capital, or an Arabic article before a hyphen and a capital."""
    text = token.text
    if text[0].isupper():
        return True
    if text in _ARTICLES and token.i + 2 < len(token.doc):
        after = token.doc[token.i + 1].text
        following = token.doc[token.i + 2].text
        return after in ("-", "–") and following[:1].isupper()
    return text[:3] in ("al-", "el-") and text[3:4].isupper()


def _reach(tokens: list[Token], i: int) -> int:
    """The end of the longest sequence from `i` that a name could fill: capitals and the small words inside names."""
    end = i + 1
    j = i + 1
    while j < len(tokens) and j - i < LONGEST:
        text = tokens[j].text
        if text[0].isupper() or (text[0].isdigit() and len(text) < 4) or text[:3] in ("al-", "el-"):
            end = j + 1
        elif text not in _LINKS and text not in ("'s", "’s"):
            break
        j += 1
    return end


def find_mentions(document: Document, doc: Doc, gazetteer: Gazetteer) -> list[list[Mention]]:
    """Candidate mentions of every sentence that may hold claims, in order; none overlap."""
    return [list(_sentence(sent, doc, document.text, gazetteer)) for sent in claim_sentences(document, doc)]


def _sentence(sent: Span, doc: Doc, text: str, gazetteer: Gazetteer) -> Iterator[Mention]:
    tokens = [token for token in sent if not token.is_space]
    i = 0
    while i < len(tokens):
        token = tokens[i]
        if not _opens(token):
            i += 1
            continue
        found = None
        for j in range(_reach(tokens, i), i, -1):
            if j - i > 1 and not tokens[j - 1].text[0].isalnum() and tokens[j - 1].text[0] not in "’'":
                continue
            start, end = token.idx, tokens[j - 1].idx + len(tokens[j - 1])
            name = text[start:end]
            if "\n" in name:
                continue
            if text[end : end + 1] == "." and "." in name:
                found = _known(name + ".", gazetteer)
                end += found is not None
            found = found or _known(name, gazetteer)
            if found is not None and token.lower_ == "the" and not _has_article(found):
                found = None
            if found is not None:
                found.start, found.end, found.first, found.last = start, end, token.i, tokens[j - 1].i + 1
                break
        if found is None:
            found = _plural(token, gazetteer)
            j = i + 1
        if found is None:
            i += 1
            continue
        found.label = _label(doc, found)
        found.sentence = (sent.start, sent.end)
        yield found
        i = j


def _has_article(mention: Mention) -> bool:
    """Whether the article is part of the name ("The Hague")."""
    return any(entry.rank < 2 and entry.name.lower().startswith("the ") for entry in mention.entries)


def _known(name: str, gazetteer: Gazetteer) -> Mention | None:
    codes = demonym_countries(name)
    entries = () if codes else gazetteer.find(name)
    stem, _, last = name.rpartition(" ")
    if entries and last in ("City", "Town", "Village") and stem and entries[0].rank > 0:
        # "Dublin City Council": an alternate name of one Dublin, but the city of any.
        entries += tuple(entry for entry in gazetteer.find(stem) if entry not in entries)
    if codes or entries:
        return Mention(0, 0, 0, 0, name, entries=entries, countries=codes)
    return None


def _plural(token: Token, gazetteer: Gazetteer) -> Mention | None:
    """A possessive whose apostrophe was lost ("Syrias Idlib province"): well-known places only."""
    if not _PLURAL.fullmatch(token.text):
        return None
    name = token.text[:-1]
    entries = tuple(e for e in gazetteer.find(name) if e.population >= 500_000 and e.rank < 2)
    if not entries:
        return None
    return Mention(token.idx, token.idx + len(name), token.i, token.i + 1, name, entries=entries, tags=["plural"])


def _label(doc: Doc, mention: Mention) -> str:
    """The label of the name that overlaps the mention, with how: `LOC` all of it, `ORG<` its start, `ORG>` inside."""
    for i in range(mention.first, mention.last):
        label = doc[i].ent_type_
        if label and label not in ("DATE", "QUANTITY"):
            inside = doc[mention.first].ent_iob_ == "I" and doc[mention.first].ent_type_ == label
            longer = (
                mention.last < len(doc) and doc[mention.last].ent_iob_ == "I" and doc[mention.last].ent_type_ == label
            )
            return label + (">" if inside else "<" if longer else "")
    return ""


def unknown_names(document: Document, doc: Doc, taken: list[Mention], gazetteer: Gazetteer) -> Iterator[Mention]:
    """Names that the names head takes for locations and that no spelling in the gazetteer matches exactly."""
    covered = {i for mention in taken for i in range(mention.first, mention.last)}
    inside = {i: (sent.start, sent.end) for sent in claim_sentences(document, doc) for i in range(sent.start, sent.end)}
    for ent in doc.ents:
        if (
            ent.label_ not in ("LOC", "GPE")
            or ent.start not in inside
            or any(i in covered for i in range(ent.start, ent.end))
        ):
            continue
        words = [token for token in ent if not token.is_space]
        while words and words[0].lower_ in ("the", "a", "in"):
            words = words[1:]
        if (
            not words
            or demonym_countries(words[-1].text)
            or not any(token.text[0].isupper() and token.is_alpha for token in words)
        ):
            continue
        start, end = words[0].idx, words[-1].idx + len(words[-1])
        name = document.text[start:end]
        if "\n" in name or len(name) > 60 or len(name) < 3:
            continue
        entries = gazetteer.find_sound(name)
        yield Mention(
            start,
            end,
            words[0].i,
            words[-1].i + 1,
            name,
            entries=entries,
            label=ent.label_,
            by="places.name",
            score=1.0,
        )
