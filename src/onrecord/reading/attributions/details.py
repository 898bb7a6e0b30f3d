"""What an attribution is besides its spans: kind of source, actors, act, hedge, negation, circumstances, manner."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from spacy.tokens import Token

from onrecord.model import Actor, Attribution, Content, Source, Time
from onrecord.model.objects import Cue, Range
from onrecord.reading.actor_index import ActorIndex
from onrecord.reading.attributions.circumstances import addressee_of, anonymity_of, time_of_saying, venue_of
from onrecord.reading.attributions.context import Context
from onrecord.reading.attributions.linking import Link
from onrecord.reading.attributions.spans import Stretch
from onrecord.reference.cues import lexicon

_OF_ACTOR = {
    "person": "person",
    "state": "government",
    "government": "government",
    "population": "group",
    "unnamed": "unnamed",
}
_MOST_CONJUNCTS = 3
_OUTSIDE = re.compile(r"[\w]")


class Details:
    """Builds the attributions of one report."""

    def __init__(self, context: Context, actors: Sequence[Actor], times: Sequence[Time]) -> None:
        self.context = context
        self.actors = {a.id: a for a in actors}
        self._index = ActorIndex(actors)
        self.times = sorted(times, key=lambda t: t.start)
        self._words = lexicon()

    def attribution(self, name: str, item: Link, spans: list[Range], *, parent: str | None = None) -> Attribution:
        """The attribution of a link whose contents are these spans of the text."""
        context = self.context
        cue_head = context.head(item.cue)
        start, end = context.start_of(item.cue), context.end_of(item.cue)
        text = context.document.text
        source = self.source(item.source)
        contents = [(context.doc[c.start].idx, context.end_of(c)) for c in item.contents]
        return Attribution(
            id=name,
            by=explained(item),
            parent=parent,
            source=source,
            anonymity=anonymity_of(context, item, source.kind),
            cue=Cue(start=start, end=end, text=text[start:end], lemma=cue_lemma(context, item.cue)),
            content=self.content(spans),
            act=self.act(item.cue, cue_head),  # type: ignore[arg-type]
            negated=is_negated(cue_head),
            hedge=self.hedge(item.cue, cue_head),
            said=time_of_saying(context, cue_head, self.times, contents),
            venue=venue_of(context, cue_head, contents),
            addressee=addressee_of(context, cue_head, contents, item.source),
        )

    def content(self, spans: list[Range]) -> Content:
        """The content with what of it stands inside quotation marks, and its manner."""
        text, quoted, outside = self.context.document.text, [], False
        for start, end in spans:
            at = start
            for left, right in self.context.quotations.within(start, end):
                quotation = self.context.quotations.at(left)
                outside = outside or bool(_OUTSIDE.search(text, at, left))
                at = right
                if quotation is not None:
                    marks = 2 if text[quotation.start : quotation.start + 2] == "``" else 1
                    left = max(left, quotation.start + marks) if not _bare(text, quotation.start) else left
                    right = min(right, quotation.end - marks) if quotation.closed else right
                if left < right:
                    quoted.append((left, right))
            outside = outside or bool(_OUTSIDE.search(text, at, end))
        manner = "indirect" if not quoted else "mixed" if outside else "direct"
        return Content(spans=tuple(spans), quoted=tuple(quoted), manner=manner)  # type: ignore[arg-type]

    def source(self, stretch: Stretch | None) -> Source:
        """The source with its kind and the actors that it means."""
        if stretch is None:
            return Source()
        context = self.context
        start, end = context.start_of(stretch), context.end_of(stretch)
        heads = self._source_heads(stretch)
        words = context.doc[stretch.start : stretch.end]
        ids = tuple(a.id for a in self._index.all_of(words) or self._antecedent(heads[0]))
        return Source(
            spans=((start, end),),
            text=context.document.text[start:end],
            kind=self._source_kind(heads[0], ids),  # type: ignore[arg-type]
            actors=ids,
        )

    def _antecedent(self, pronoun: Token) -> list[Actor]:
        """Whom a relative pronoun means: "a diplomat who asked …"."""
        if pronoun.tag_ not in ("WP", "WDT"):
            return []
        verb = pronoun.head
        for _ in range(_MOST_CONJUNCTS):
            if verb.dep_ != "conj":
                break
            verb = verb.head
        noun = verb.head
        if verb.dep_ != "acl:relcl" or noun.i >= pronoun.i:
            return []
        return self._index.all_of(self.context.doc[noun.left_edge.i : pronoun.i])

    def _source_heads(self, stretch: Stretch) -> list[Token]:
        head = self.context.head(stretch)
        heads, at = [head], 0
        while at < len(heads) and len(heads) < 8:
            heads += [c for c in heads[at].children if c.dep_ == "conj" and stretch.start <= c.i < stretch.end]
            at += 1
        return heads

    def _source_kind(self, head: Token, ids: Sequence[str]) -> str:
        if ids:
            kinds = {_OF_ACTOR.get(self.actors[i].kind, "organisation") for i in ids}
            if len(ids) > 1:
                return kinds.pop() if len(kinds) == 1 and kinds != {"person"} else "group"
            kind = kinds.pop()
            if kind != "unnamed" or head.lemma_.lower() not in self._words.documents:
                return kind
        word = head.lower_
        if head.lemma_.lower() in self._words.documents:
            return "document"
        if head.ent_type_ == "PERSON" or word in self._words.persons:
            return "person"
        if word in self._words.groups_meant:
            return "group"
        if head.ent_type_ in ("GPE", "LOC"):
            return "government"
        if head.ent_type_ or head.pos_ == "PROPN":
            return "organisation"
        return "unnamed"

    def act(self, cue: Stretch, head: Token) -> str:
        """The act of the cue: its group's, a refusal to comment where a verb of refusing governs one of speaking."""
        lemma = head.lemma_.lower()
        below = {c.lemma_.lower() for c in head.children if c.dep_ in ("xcomp", "ccomp")}
        negated = is_negated(head)
        if lemma in ("decline", "refuse") and below & self._words.commenting:
            return "refusal_to_comment"
        if negated and lemma in ("comment", "respond", "elaborate", "reply", "answer"):
            return "refusal_to_comment"
        groups = self.context.cue_groups(cue)
        if not groups:
            return "statement" if self.context.doc[cue.end - 1].text == ":" else "other"
        if len(groups) > 1 and groups[0].act == "statement":
            frame = {c.dep_ for c in head.children}
            marks = {g.lower_ for c in head.children if c.dep_ in ("xcomp", "ccomp", "advcl") for g in c.children}
            if "to" in marks and "xcomp" in frame:
                return next((g.act for g in groups if "to" in g.takes), groups[0].act)
        return groups[0].act

    def hedge(self, cue: Stretch, head: Token) -> str | None:
        """Words that weaken the attribution itself: modals and hedges of its cue, "allegedly" as its cue."""
        tokens = [t for t in self.context.doc[cue.start : cue.end] if self._weakens(t)]
        tokens += [c for c in head.children if c.dep_ in ("advmod", "aux") and self._weakens(c) and c not in tokens]
        if not tokens:
            return None
        tokens.sort(key=lambda t: t.i)
        if tokens[-1].i - tokens[0].i == len(tokens) - 1:
            return str(self.context.doc[tokens[0].i : tokens[-1].i + 1].text)
        return " ".join(t.text for t in tokens)

    def _weakens(self, token: Token) -> bool:
        word = token.lower_
        if token.dep_ == "aux" and self._words.modals.get(word, "U") != "U":
            return True
        return word in self._words.hedges or token.lemma_ in ("seem", "appear")


def explained(item: Link) -> str:
    """What decided: the rule of the parse, or the encoder with the features that weighed most in its links."""
    if item.by and item.by[0].startswith("parse:"):
        return item.by[0]
    return "encoder+linker(" + "; ".join(dict.fromkeys(item.by)) + ")"


def _bare(text: str, start: int) -> bool:
    """Whether a quotation begins without a mark of its own."""
    return not text[start : start + 1] or text[start] not in "\"“”„‟«»＂'‘’‚‛`"


def is_negated(head: Token) -> bool:
    """Whether the verb or noun is negated: "did not say", "no report that"."""
    negators = ("not", "n't", "n’t", "never", "no", "neither", "nor")
    if any(c.lower_ in negators and c.dep_ in ("advmod", "det", "neg", "cc", "cc:preconj") for c in head.children):
        return True
    subject = next((c for c in head.children if c.dep_ in ("nsubj", "nsubj:pass")), None)
    return subject is not None and (
        subject.lower_ in ("none", "nobody", "neither") or any(c.lower_ == "no" for c in subject.children)
    )


def cue_lemma(context: Context, cue: Stretch) -> str:
    """The lemma of the word that carries the cue, with its particle: `say`, `point_out`, `according to`."""
    head = context.head(cue)
    text = context.doc[cue.start : cue.end].text.lower()
    if text.startswith("according"):
        return "according to"
    particle = next((c.lower_ for c in head.children if c.dep_ == "compound:prt"), None)
    lemma = head.lemma_.lower()
    return f"{lemma}_{particle}" if particle else lemma


def overlaps(spans: Iterable[Range], start: int, end: int) -> bool:
    """Whether one of the spans shares a code point with `[start, end)`."""
    return any(a < end and start < b for a, b in spans)
