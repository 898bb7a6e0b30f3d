"""What the steps of reading actors hand to one another: the report as lists, mentions and actors in the making."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from spacy.tokens import Doc

from onrecord.model import Document, Place
from onrecord.reading.quotes import Quotations, find_quotations
from onrecord.reading.scope import claim_sentences

Form = Literal["name", "title", "metonym", "nominal", "pronoun"]
SUBJECTS = frozenset({"nsubj", "nsubj:pass", "nsubj:outer", "csubj"})
NOMINAL = frozenset({"NOUN", "PROPN"})


@dataclass(slots=True, eq=False)
class Entity:
    """An actor in the making; `kind`, `country`, `sector` and `role` as in the reading format."""

    name: str
    kind: str
    country: str | None = None
    sector: str | None = None
    role: str | None = None
    named: bool = True
    by: str = ""
    inferred: bool = False
    gender: str | None = None
    plural: bool = False
    aliases: list[str] = field(default_factory=list)
    mentions: list[Draft] = field(default_factory=list)
    title_words: set[str] = field(default_factory=set)
    """Words of every title that the report gives the actor (lower case)."""
    families: set[tuple[str, str | None]] = field(default_factory=set)
    """Offices as (family, country)."""
    head: str = ""
    """Head noun (lower case) of an actor without a name, or the noun that its name is built on ("ministry")."""
    affiliation: Entity | None = None

    @property
    def is_person(self) -> bool:
        """Whether the actor is one human being."""
        return self.kind == "person" or (self.kind == "unnamed" and not self.plural)


@dataclass(slots=True, eq=False)
class Draft:
    """Words that mean an actor: tokens `[start, end)` with their head; `entity` None while unresolved."""

    start: int
    end: int
    head: int
    form: Form
    entity: Entity | None = None
    by: str = ""
    also: tuple[Entity, ...] = ()
    """The other actors of a mention that means several ("the two ministers")."""


@dataclass(slots=True)
class Lexical:
    """A name found in the data files: tokens `[start, end)`.

    `what` is known | country | demonym | capital | seat | force; `code` the country.
    """

    start: int
    end: int
    what: str
    code: str | None
    entity: Entity | None = None


class Report:
    """A report as parallel lists over its tokens; every attribute of a token is read from spaCy once."""

    def __init__(self, document: Document, doc: Doc, places: Iterable[Place]) -> None:
        self.document = document
        self.text = document.text
        self.doc = doc
        self.size = len(doc)
        self.words = [t.text for t in doc]
        self.lower = [w.lower() for w in self.words]
        self.lemmas = [t.lemma_.lower() for t in doc]
        self.pos = [t.pos_ for t in doc]
        self.tags = [t.tag_ for t in doc]
        self.deps = [t.dep_ for t in doc]
        self.heads = [t.head.i for t in doc]
        self.starts = [t.idx for t in doc]
        self.ends = [t.idx + len(t) for t in doc]
        self.sentence = [-1] * self.size
        """Number of the sentence of a token, -1 outside prose."""
        self.sentences: list[tuple[int, int]] = []
        for sent in claim_sentences(document, doc):
            for i in range(sent.start, sent.end):
                self.sentence[i] = len(self.sentences)
            self.sentences.append((sent.start, sent.end))
        self.children: list[list[int]] = [[] for _ in range(self.size)]
        for i, h in enumerate(self.heads):
            if h != i:
                self.children[h].append(i)
        self.lexical: list[Lexical | None] = [None] * self.size
        self.covered: list[Draft | None] = [None] * self.size
        """The draft whose words include the token, titles and names first."""
        self.drafts: list[Draft] = []
        self.entities: list[Entity] = []
        self._keyed: dict[tuple[str, str | None], Entity] = {}
        self.quotations: Quotations = find_quotations(document)
        self.place: list[Place | None] = [None] * self.size
        for place in places:
            i = bisect_left(self.starts, place.start)
            while i < self.size and self.starts[i] < place.end:
                self.place[i] = place
                i += 1

    def in_quote(self, i: int) -> bool:
        """Whether a token stands inside quotation marks."""
        return self.quotations.at(self.starts[i]) is not None

    def span_text(self, start: int, end: int) -> str:
        """The words of tokens `[start, end)` as they stand."""
        return self.text[self.starts[start] : self.ends[end - 1]]

    def head_of(self, start: int, end: int) -> int:
        """The token of `[start, end)` that depends on a word outside of it; the last one where there is none."""
        for i in range(start, end):
            h = self.heads[i]
            if (h < start or h >= end or h == i) and self.deps[i] not in ("case", "punct", "det"):
                return i
        return end - 1

    def token_end(self, offset: int, start: int) -> int:
        """The first token at or after `start` that begins at or after a character offset."""
        i = start
        while i < self.size and self.starts[i] < offset:
            i += 1
        return i

    def add(self, draft: Draft) -> Draft:
        """Keep a mention, and give its words to it where no longer mention has them."""
        self.drafts.append(draft)
        if draft.entity is not None:
            draft.entity.mentions.append(draft)
        for i in range(draft.start, draft.end):
            held = self.covered[i]
            if held is None or held.end - held.start < draft.end - draft.start:
                self.covered[i] = draft
        return draft

    def entity(self, entity: Entity) -> Entity:
        """Keep an actor that is none of those kept before."""
        self.entities.append(entity)
        return entity

    def once(self, entity: Entity, *, key: str | None = None) -> Entity:
        """The actor of this key (its name) and country, kept before or now."""
        full = (key or entity.name, entity.country)
        known = self._keyed.get(full)
        if known is None:
            known = self._keyed[full] = self.entity(entity)
        return known
