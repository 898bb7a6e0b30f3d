"""From words of a report to the actors they mean: the one way in which every module links a span to an actor."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from spacy.tokens import Span, Token

from onrecord.model import Actor, ActorMention

Found = tuple[ActorMention, Actor]

_GENERAL = {"government": 0, "state": 0, "intergovernmental": 1, "military": 2}
"""Which actor speaks for its country first, where only the country is known."""


class ActorIndex:
    """Look-up of actors by the offsets of their mentions.

    Several mentions may cover a character: "Ukraine" inside "Ukraine's air force". `at` takes the smallest one,
    `of_token` the one headed closest to the token, `of_span` the longest one that holds the span's head word.
    A mention may mean several actors ("the two ministers"); then `all_at` and `all_of` give them all, in the order
    of the actors.
    """

    def __init__(self, actors: Sequence[Actor]) -> None:
        self._by_id = {actor.id: actor for actor in actors}
        self._cover: dict[int, list[Found]] = {}
        for actor in actors:
            for mention in actor.mentions:
                for offset in range(mention.start, mention.end):
                    self._cover.setdefault(offset, []).append((mention, actor))

    def __getitem__(self, id_: str) -> Actor:
        """The actor with an id. Raises KeyError."""
        return self._by_id[id_]

    def mention_at(self, start: int, end: int | None = None) -> Found | None:
        """The smallest mention that covers `[start, end)` (one character where `end` is None), with its actor."""
        end = start + 1 if end is None else end
        found = [f for f in self._cover.get(start, ()) if f[0].end >= end]
        return min(found, key=_length, default=None)

    def at(self, start: int, end: int | None = None) -> Actor | None:
        """The actor of the smallest mention that covers `[start, end)`."""
        found = self.mention_at(start, end)
        return found[1] if found else None

    def all_at(self, start: int, end: int | None = None) -> list[Actor]:
        """Every actor of the smallest mention that covers `[start, end)`: several where the words mean several."""
        found = self.mention_at(start, end)
        if found is None:
            return []
        mention = found[0]
        return [a for m, a in self._cover[start] if (m.start, m.end) == (mention.start, mention.end)]

    def of_token(self, token: Token) -> Actor | None:
        """The actor that a token means as a head word ("forces" in "Russian forces" → the armed forces)."""
        return self.at(token.idx, token.idx + len(token))

    def all_of_token(self, token: Token) -> list[Actor]:
        """Every actor that a token means as a head word."""
        return self.all_at(token.idx, token.idx + len(token))

    def all_of(self, span: Span) -> list[Actor]:
        """The actors of the longest mention that holds the span's head word, and of what is joined to it by "and".

        Where the head word means nobody: the name after its title, the possessor before its noun, else the first actor
        named inside the span ("a statement from the ministry").
        """
        root = span.root
        found: dict[str, Actor] = {}
        joined = [root]
        for token in joined:
            joined += [c for c in token.children if c.dep_ == "conj" and span.start <= c.i < span.end]
            for actor in self._longest(token):
                found.setdefault(actor.id, actor)
        if found:
            return list(found.values())
        for dep in ("flat", "appos", "nmod:desc", "compound"):
            for child in root.children:
                if child.dep_ == dep and span.start <= child.i < span.end and self.of_token(child):
                    return self.all_of_token(child)
        for token in span:
            held = self.mention_at(token.idx, token.idx + len(token))
            if held is not None and held[0].form != "pronoun" and token.dep_ not in ("amod", "compound"):
                if any(c.dep_ == "case" and c.lower_ == "to" for c in token.children):
                    continue
                return self.all_of(span.doc[token.i : span.end]) if token.i > span.start else [held[1]]
        return []

    def _longest(self, token: Token) -> list[Actor]:
        covering = [f for f in self._cover.get(token.idx, ()) if f[0].end >= token.idx + len(token)]
        if not covering:
            return []
        mention = max(covering, key=_length)[0]
        return [a for m, a in covering if (m.start, m.end) == (mention.start, mention.end)]

    def of_span(self, span: Span) -> Actor | None:
        """The first actor of `all_of`."""
        return next(iter(self.all_of(span)), None)

    def inside(self, start: int, end: int) -> list[Actor]:
        """The actors with a mention wholly inside `[start, end)`, in the order of the text, each once."""
        found: dict[str, Actor] = {}
        for offset in range(start, end):
            for mention, actor in self._cover.get(offset, ()):
                if mention.start == offset and mention.end <= end:
                    found.setdefault(actor.id, actor)
        return list(found.values())

    def of_country(self, code: str | None) -> Actor | None:
        """The actor of the report that stands for a country most: its government, else its forces, else its people."""
        if code is None:
            return None
        rows = [a for a in self._by_id.values() if a.country == code and a.kind in _GENERAL]
        rows = rows or [a for a in self._by_id.values() if a.country == code and a.kind == "population"]
        return min(rows, key=lambda a: (_GENERAL.get(a.kind, 9), -len(a.mentions)), default=None)

    def actors(self, ids: Iterable[str]) -> list[Actor]:
        """The actors with these ids."""
        return [self._by_id[i] for i in ids]


def _length(found: Found) -> int:
    return found[0].end - found[0].start
