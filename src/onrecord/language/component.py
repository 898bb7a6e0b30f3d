"""The spaCy component that fills a Doc from the encoder: `nlp.add_pipe("onrecord_encoder")`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
from spacy.attrs import DEP, HEAD, LEMMA, POS, TAG
from spacy.language import Language
from spacy.parts_of_speech import IDS as POS_IDS
from spacy.tokens import Doc, Span

from onrecord.language.decode import BioDecoder, Floats, softmax, spans, tree
from onrecord.language.encoder import Encoder, weights_folder
from onrecord.language.lemma import apply_script, rule_lemma
from onrecord.language.sentences import OPENING, rule_starts
from onrecord.language.windows import cut, pack

ATTRIBUTION_TAGS = ("O", "B-CONTENT", "B-CUE", "B-SOURCE", "I-CONTENT", "I-CUE", "I-SOURCE")
"""Columns of `doc._.attribution`."""

LONGEST = 400_000
"""Characters that are analysed, at most. Beyond, tokens get the part of speech X; `doc.user_data["cut"]` says where."""

MOST_TOKENS = 100_000
"""Tokens that are analysed, at most, in the same way."""

NAME_KINDS = {
    "per": "PERSON",
    "org": "ORG",
    "grp": "ORG",
    "geo": "LOC",
    "gpe": "GPE",
    "tim": "DATE",
    "art": "MISC",
    "eve": "MISC",
    "nat": "MISC",
    "weapon": "WEAPON",
    "quantity": "QUANTITY",
}
MENTION_KINDS = {"WEAPON": "WEAPON", "PLATFORM": "WEAPON", "QUANTITY": "QUANTITY", "MONEY": "QUANTITY"}
"""Kinds of mention that become entities where no name stands; the others are kept in `doc.spans["mentions"]`."""

_WITH_RULE, _AGAINST_RULE = -1.5, 0.5
"""How far the head's score for a beginning must pass that for none, where the rule sees a beginning and where not.

Chosen on the development parts of EWT and GUM.
"""
_READ = frozenset({"title", "paragraph", "caption"})
_UNREAD_SENTENCE = 200
WIDTH = 384
"""Columns of `doc._.vectors`."""

if not Doc.has_extension("attribution"):
    Doc.set_extension("attribution", default=None)
    Doc.set_extension("vectors", default=None)


@cache
def _encoder(folder: str, threads: int) -> Encoder:
    return Encoder(Path(folder), threads=threads)


@Language.factory("onrecord_encoder", default_config={"weights": None, "threads": 1, "attribution_only": False})
def make_component(
    nlp: Language, name: str, weights: str | None = None, threads: int = 1, attribution_only: bool = False
) -> EncoderComponent:
    """The component for a pipeline; `weights` is a folder, by default the one of the package.

    Raises `LanguageError` (E201, E202) where the weights are missing or broken.
    """
    return EncoderComponent(_encoder(weights or str(weights_folder()), threads), attribution_only=attribution_only)


class EncoderComponent:
    """Fills tags, parts of speech, lemmas, heads, relations, names, sentence starts and `doc._.attribution`.

    `doc._.vectors` holds the encoder's vector of each word that was read (float16, zeros elsewhere) where the weights
    hand them out, else None.

    `doc.user_data["parts"]` may hold `(start, end, kind)` of the parts of the text, in characters: no sentence crosses
    them, and headings and boilerplate are not read. Without it the whole text is one paragraph.
    With `attribution_only` the rest is left as an earlier component made it.
    """

    def __init__(self, encoder: Encoder, *, attribution_only: bool = False) -> None:
        self.encoder = encoder
        self._attribution_only = attribution_only
        self._columns = [encoder.labels["att"].index(tag) for tag in ATTRIBUTION_TAGS]

    def __call__(self, doc: Doc) -> Doc:
        layout = Layout(doc)
        if layout.cut is not None:
            doc.user_data["cut"] = layout.cut
        doc._.attribution = np.zeros((len(doc), len(ATTRIBUTION_TAGS)), np.float32)
        doc._.attribution[:, 0] = 1.0
        if self.encoder.gives_vectors:
            doc._.vectors = np.zeros((len(doc), WIDTH), np.float16)
        self._lengths = [len(self.encoder.pieces.word(word)[0]) for word in layout.words]
        if self._attribution_only:
            starts = [
                bool(doc[token].is_sent_start) or rule for token, rule in zip(layout.tokens, layout.starts, strict=True)
            ]
            self._attribute(doc, layout, starts)
            return doc
        marks = Marks(len(layout.words))
        if self.encoder.finds_sentences:
            self._one_pass(doc, layout, marks)
        else:
            self._two_passes(doc, layout, marks)
        self._write(doc, layout, marks)
        return doc

    def _heads(self) -> list[str]:
        heads = ["ner", "upos", "xpos", "arc", "rh", "rd"]
        if self.encoder.finds_lemmas:
            heads.append("lemma")
        if self.encoder.finds_mentions:
            heads.append("mention")
        return heads

    def _two_passes(self, doc: Doc, layout: Layout, marks: Marks) -> None:
        """Sentences for names and parse, windows for attribution: for weights trained on single sentences."""
        marks.starts = layout.starts
        pieces = [piece for sentence in ranges(layout.starts) for piece in cut(sentence, self._lengths)]
        for first, _ in pieces:
            marks.starts[first] = True
        for numbers, lengths, scores in self.encoder.run([layout.words[a:b] for a, b in pieces], self._heads()):
            tags = self.encoder.names.decode(scores["ner"][:, 1:], lengths)
            mentions = self.encoder.mentions.decode(scores["mention"][:, 1:], lengths) if self.encoder.mentions else []
            for row, (number, length) in enumerate(zip(numbers, lengths, strict=True)):
                first = pieces[number][0]
                self._take(marks, first, length, scores, row)
                marks.names += self._spans(self.encoder.names, tags[row], first)
                if self.encoder.mentions is not None:
                    marks.mentions += self._spans(self.encoder.mentions, mentions[row], first)
                self._parse(marks, first, 0, length, scores, row)
        self._attribute(doc, layout, marks.starts)

    def _one_pass(self, doc: Doc, layout: Layout, marks: Marks) -> None:
        """Every head over the same windows: sentences are found first, then parsed inside the window."""
        windows = list(self._windows(layout, layout.starts))
        starts = [False] * len(layout.words)
        for numbers, lengths, scores in self.encoder.run(
            [layout.words[a:b] for a, b in windows], [*self._heads(), *self._context_heads(), "sent"]
        ):
            tags = self.encoder.names.decode(scores["ner"][:, 1:], lengths)
            mentions = self.encoder.mentions.decode(scores["mention"][:, 1:], lengths) if self.encoder.mentions else []
            margin = scores["sent"][:, 1:, 1] - scores["sent"][:, 1:, 0]
            for row, (number, length) in enumerate(zip(numbers, lengths, strict=True)):
                first = windows[number][0]
                self._take(marks, first, length, scores, row)
                marks.names += self._spans(self.encoder.names, tags[row], first)
                if self.encoder.mentions is not None:
                    marks.mentions += self._spans(self.encoder.mentions, mentions[row], first)
                self._keep_context(doc, layout, first, length, scores, row)
                for at in range(length):
                    least = _WITH_RULE if layout.starts[first + at] else _AGAINST_RULE
                    starts[first + at] = at == 0 or bool(margin[row, at] > least) or layout.fresh[first + at]
                    signs = not any(map(str.isalnum, layout.words[first + at]))
                    if signs and at and not layout.fresh[first + at] and _only_signs(layout, first + at):
                        starts[first + at] = False
                    elif starts[first + at] and at and starts[first + at - 1] and not layout.fresh[first + at]:
                        # A mark that opens the sentence is its first word, not a sentence of its own.
                        starts[first + at] = layout.words[first + at - 1] not in OPENING
                for at, end in ranges(starts[first : first + length]):
                    self._parse(marks, first, at, end - at, scores, row)
        marks.starts = starts

    def _windows(self, layout: Layout, starts: Sequence[bool]) -> Iterator[tuple[int, int]]:
        sentences = list(ranges(starts))
        return pack(sentences, self._lengths, [layout.alone[first] for first, _ in sentences])

    def _attribute(self, doc: Doc, layout: Layout, starts: Sequence[bool]) -> None:
        windows = list(self._windows(layout, starts))
        for numbers, lengths, scores in self.encoder.run(
            [layout.words[a:b] for a, b in windows], self._context_heads()
        ):
            for row, (number, length) in enumerate(zip(numbers, lengths, strict=True)):
                self._keep_context(doc, layout, windows[number][0], length, scores, row)

    def _context_heads(self) -> list[str]:
        """What is read over windows of several sentences, whatever the rest is read over."""
        return ["att", "vectors"] if self.encoder.gives_vectors else ["att"]

    def _keep_context(
        self, doc: Doc, layout: Layout, first: int, length: int, scores: dict[str, Floats], row: int
    ) -> None:
        tokens = layout.tokens[first : first + length]
        doc._.attribution[tokens] = softmax(scores["att"][row, 1 : length + 1])[:, self._columns]
        if "vectors" in scores:
            doc._.vectors[tokens] = scores["vectors"][row, 1 : length + 1]

    def _take(self, marks: Marks, first: int, length: int, scores: dict[str, Floats], row: int) -> None:
        stretch = slice(first, first + length)
        marks.upos[stretch] = scores["upos"][row, 1 : length + 1].argmax(-1)
        marks.xpos[stretch] = scores["xpos"][row, 1 : length + 1].argmax(-1)
        if self.encoder.finds_lemmas:
            marks.lemma[stretch] = scores["lemma"][row, 1 : length + 1].argmax(-1)

    @staticmethod
    def _spans(decoder: BioDecoder, tags: npt.NDArray[np.intp], first: int) -> Iterator[tuple[int, int, str]]:
        for start, end, kind in spans([decoder.tags[tag] for tag in tags]):
            yield first + start, first + end, kind

    def _parse(self, marks: Marks, first: int, at: int, length: int, scores: dict[str, Floats], row: int) -> None:
        """Heads and relations of the sentence that begins `at` words into the window that begins at `first`."""
        inside = np.concatenate(([0], np.arange(at + 1, at + length + 1)))
        heads = tree(scores["arc"][row][np.ix_(inside, inside)])[1:]
        relations = self.encoder.relations.label(scores["rd"][row][inside[1:]], scores["rh"][row][inside[heads]])
        begin = first + at
        marks.heads[begin : begin + length] = np.where(heads == 0, np.arange(1, length + 1), heads) - 1 + begin
        marks.relations[begin : begin + length] = np.where(heads == 0, -1, relations)

    def _write(self, doc: Doc, layout: Layout, marks: Marks) -> None:
        labels, strings = self.encoder.labels, doc.vocab.strings
        count = len(doc)
        values = np.zeros((count, 5), np.uint64)  # TAG, POS, LEMMA, DEP, HEAD
        dep, space, other = strings.add("dep"), strings.add("_SP"), strings.add("XX")
        for token in doc:
            if token.is_space:
                values[token.i, :4] = space, POS_IDS["SPACE"], token.orth, dep
            else:
                values[token.i, :4] = other, POS_IDS["X"], token.orth, dep
        tags = np.array([strings.add(tag) for tag in labels["xpos"]], np.uint64)
        poses = np.array([POS_IDS[pos] for pos in labels["upos"]], np.uint64)
        # "root" names the root alone; where the scorer gives it to another word, that word is a plain dependent.
        relations = [strings.add("dep" if name == "root" else name) for name in labels["rel"]] + [strings.add("ROOT")]
        where = layout.tokens
        values[where, 0] = tags[marks.xpos]
        values[where, 1] = poses[marks.upos]
        values[where, 2] = [strings.add(lemma) for lemma in self._lemmas(layout, marks)]
        values[where, 3] = np.array(relations, np.uint64)[marks.relations]
        heads = layout.outer_heads
        if len(where):
            heads[where] = where[marks.heads]
        layout.hang_spaces(heads)
        values[heads == np.arange(count), 3] = strings.add("ROOT")
        values[:, 4] = (heads - np.arange(count)).astype(np.int64).view(np.uint64)
        doc.from_array([TAG, POS, LEMMA, DEP, HEAD], values)  # type: ignore[arg-type]
        named = {word for first, last, _ in marks.names for word in range(first, last)}
        things = [
            (first, last, MENTION_KINDS[kind])
            for first, last, kind in marks.mentions
            if kind in MENTION_KINDS and named.isdisjoint(range(first, last))
        ]
        names = [(first, last, NAME_KINDS.get(kind, "MISC")) for first, last, kind in marks.names]
        doc.set_ents([self._span(doc, layout, *name) for name in sorted([*names, *things])])
        if self.encoder.finds_mentions:
            doc.spans["mentions"] = [self._span(doc, layout, *mention) for mention in sorted(marks.mentions)]

    def _lemmas(self, layout: Layout, marks: Marks) -> Iterator[str]:
        """Verbs and nouns by rule, which knows more of their forms; the rest by the encoder where it has the head."""
        upos, xpos = self.encoder.labels["upos"], self.encoder.labels["xpos"]
        scripts = self.encoder.labels["lemma"] if self.encoder.finds_lemmas else None
        for at, word in enumerate(layout.words):
            pos = upos[marks.upos[at]]
            if scripts and pos not in ("VERB", "NOUN"):
                yield apply_script(word, scripts[marks.lemma[at]])
            else:
                yield rule_lemma(word, pos, xpos[marks.xpos[at]])

    @staticmethod
    def _span(doc: Doc, layout: Layout, first: int, last: int, kind: str) -> Span:
        tokens = layout.tokens
        return Span(doc, int(tokens[first]), int(tokens[last - 1]) + 1, kind)


class Marks:
    """What the encoder said of every word that was read."""

    def __init__(self, count: int) -> None:
        self.upos = np.zeros(count, np.intp)
        self.xpos = np.zeros(count, np.intp)
        self.lemma = np.zeros(count, np.intp)
        self.heads = np.arange(count)
        self.relations = np.full(count, -1, np.intp)
        self.names: list[tuple[int, int, str]] = []
        self.mentions: list[tuple[int, int, str]] = []
        self.starts: list[bool] = []


class Layout:
    """Which tokens of a Doc are read, in which order, and how the rest hangs together.

    `words`     the read words; `tokens` their places in the Doc
    `starts`    where sentences begin by rule; `fresh` where they must (part borders and broken lines)
    `alone`     where a window must begin anew (a title is not read as one text with what follows it)
    `cut`       the character from which nothing was read, or None
    """

    def __init__(self, doc: Doc) -> None:
        parts: list[tuple[int, int, str]] = doc.user_data.get("parts") or [(0, len(doc.text), "paragraph")]
        self.cut: int | None = None
        self.words: list[str] = []
        self.starts: list[bool] = []
        self.fresh: list[bool] = []
        self.alone: list[bool] = []
        tokens: list[int] = []
        count = len(doc)
        self.outer_heads: npt.NDArray[np.int64] = np.arange(count)
        self._spaces: list[int] = []
        self._border = bytearray(count + 1)
        number, budget, room, previous = 0, LONGEST, MOST_TOKENS, ""
        offsets = doc.to_array("IDX").astype(np.int64) if count else np.zeros(0, np.int64)
        for start, end, kind in parts:
            first, last = (int(n) for n in np.searchsorted(offsets, (start, end)))
            self._skip(doc, number, first)
            reads = kind in _READ
            if reads and self.cut is None and end - start > budget:
                self.cut = start + budget
            limit = last if self.cut is None else min(last, int(np.searchsorted(offsets, self.cut)))
            if reads and limit - first > room:
                limit = first + room
                self.cut = int(offsets[limit])
            if reads and limit > first:
                budget -= end - start
                room -= limit - first
                self._read(doc, first, limit, tokens, anew=kind == "title" or previous not in ("paragraph", "caption"))
                self._skip(doc, limit, last)
            else:
                self._skip(doc, first, last)
            number, previous = last, kind
        self._skip(doc, number, count)
        self.tokens: npt.NDArray[np.int64] = np.array(tokens, np.int64)

    def _read(self, doc: Doc, first: int, last: int, tokens: list[int], *, anew: bool) -> None:
        words, breaks = [], []
        broken, begin = False, len(tokens)
        self._border[first] = 1
        for token in doc[first:last]:
            if token.is_space:
                broken = broken or token.text.count("\n") > 1
                self._spaces.append(token.i)
                if len(tokens) == begin:
                    self._border[token.i] = 1
                continue
            tokens.append(token.i)
            words.append(token.text)
            breaks.append(broken)
            broken = False
        if not words:
            return
        breaks[0] = True
        self.words += words
        self.fresh += breaks
        self.starts += rule_starts(words, breaks)
        self.alone += [anew] + [False] * (len(words) - 1)

    def _skip(self, doc: Doc, first: int, last: int) -> None:
        """Tokens that are not read: sentences of their own, one a line, hanging on their first token."""
        head = first
        for at in range(first, last):
            token = doc[at]
            if at == first or at - head >= _UNREAD_SENTENCE or token.is_space or doc[at - 1].is_space:
                head = at
            self.outer_heads[at] = head

    def hang_spaces(self, heads: npt.NDArray[np.int64]) -> None:
        """White space inside a part hangs on the token before it, or forms a sentence where the part begins with it."""
        for at in self._spaces:
            heads[at] = at if self._border[at] else at - 1


def _only_signs(layout: Layout, at: int) -> bool:
    """Whether nothing but signs follows before the line breaks or a letter stands: a closing quote, a row of dashes."""
    for after in range(at + 1, min(len(layout.words), at + 4)):
        if layout.fresh[after]:
            return True
        if any(map(str.isalnum, layout.words[after])):
            return False
    return True


def ranges(starts: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """The stretches that begin where `starts` is true; the first always does."""
    begins = [at for at, start in enumerate(starts) if start or at == 0]
    yield from pairwise([*begins, len(starts)]) if begins else ()
