"""Scores of the encoder on gold words: parse, tags, lemmas, names and attribution spans."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from training.windows import Text

from onrecord.language.decode import BioDecoder, spans, tree
from onrecord.language.encoder import Encoder
from onrecord.language.lemma import apply_script
from onrecord.language.windows import pack

Span = tuple[int, int, str]
Scores = dict[str, float]
CORE = frozenset({"PER", "ORG", "LOC", "NORP", "TIME"})
"""Kinds of re3d that GMB's names know too: the figures beside which the trial's stand."""
_SAME = {"per": "PER", "org": "ORG", "geo": "LOC", "gpe": "NORP", "tim": "TIME"}


def windows(encoder: Encoder, text: Text, *, alone: bool = False) -> Iterator[tuple[int, int]]:
    """Stretches of a text as the run time packs them; one sentence each where asked."""
    sentences = list(zip(text.cuts, [*text.cuts[1:], len(text.words)], strict=True))
    sizes = [len(encoder.pieces.word(word)[0]) for word in text.words]
    fresh = [alone] * len(sentences)
    yield from pack(sentences, sizes, fresh)


def parse_scores(encoder: Encoder, texts: Sequence[Text]) -> Scores:
    """UAS and LAS (punctuation counted, subtypes stripped), UPOS, XPOS and lemma accuracy, gold words and sentences."""
    alone = not encoder.finds_sentences  # weights that were trained on single sentences
    places = [(text, *window) for text in texts for window in windows(encoder, text, alone=alone)]
    heads = ["upos", "xpos", "arc", "rh", "rd", *(["lemma"] if encoder.finds_lemmas else [])]
    right = dict.fromkeys(("las", "uas", "upos", "xpos", "lemma"), 0)
    total = 0
    labels = encoder.labels
    for numbers, lengths, scores in encoder.run([text.words[a:b] for text, a, b in places], heads):
        for row, (number, length) in enumerate(zip(numbers, lengths, strict=True)):
            text, first, _ = places[number]
            total += length
            for name in ("upos", "xpos"):
                guess = scores[name][row, 1 : length + 1].argmax(-1)
                right[name] += sum(labels[name][g] == text.layers[name][first + i] for i, g in enumerate(guess))
            if "lemma" in scores:
                for i, g in enumerate(scores["lemma"][row, 1 : length + 1].argmax(-1)):
                    lemma = apply_script(text.words[first + i], labels["lemma"][g])
                    right["lemma"] += lemma == text.layers["lemma"][first + i]
            cuts = [c - first for c in text.cuts if first <= c < first + length]
            for at, end in zip(cuts or [0], [*cuts[1:], length], strict=True):
                inside = np.concatenate(([0], np.arange(at + 1, end + 1)))
                head = tree(scores["arc"][row][np.ix_(inside, inside)])[1:]
                named = encoder.relations.label(scores["rd"][row][inside[1:]], scores["rh"][row][inside[head]])
                for i in range(end - at):
                    gold = text.layers["head"][first + at + i]
                    same = (gold < 0 and head[i] == 0) or (gold >= 0 and head[i] == gold - first - at + 1)
                    label = "root" if head[i] == 0 else labels["rel"][named[i]].split(":")[0]
                    right["uas"] += same
                    right["las"] += same and label == text.layers["rel"][first + at + i].split(":")[0]
    out = {name: round(100 * float(value) / max(total, 1), 2) for name, value in right.items()}
    if not encoder.finds_lemmas:
        del out["lemma"]
    return out


def tag_texts(encoder: Encoder, texts: Sequence[Text], head: str, *, alone: bool = False) -> list[list[str]]:
    """The head's likeliest BIO tags for every word of every text."""
    places = [(k, *window) for k, text in enumerate(texts) for window in windows(encoder, text, alone=alone)]
    out = [["O"] * len(text.words) for text in texts]
    decoder = BioDecoder(encoder.labels[head])
    for numbers, lengths, scores in encoder.run([texts[k].words[a:b] for k, a, b in places], [head]):
        for row, path in enumerate(decoder.decode(scores[head][:, 1:], lengths)):
            k, first, _ = places[numbers[row]]
            out[k][first : first + len(path)] = [decoder.tags[tag] for tag in path]
    return out


def f1(hit: float, guessed: float, gold: float) -> float:
    """F1 in per cent."""
    return round(200 * hit / max(guessed + gold, 1), 2)


def strict(gold: Iterable[set[Span]], guess: Iterable[set[Span]]) -> Scores:
    """Exact span F1 by kind, and over all kinds (`all`)."""
    counts: dict[str, list[int]] = {"all": [0, 0, 0]}
    for right, found in zip(gold, guess, strict=True):
        for kept, column in ((right & found, 0), (found, 1), (right, 2)):
            for _, _, kind in kept:
                counts["all"][column] += 1
                counts.setdefault(kind, [0, 0, 0])[column] += 1
    return {kind: f1(*row) for kind, row in sorted(counts.items())}


def relaxed(gold: Iterable[set[Span]], guess: Iterable[set[Span]]) -> float:
    """F1 where a span is right when one of the same kind overlaps it."""
    precise = found = recalled = asked = 0
    for right, guessed in zip(gold, guess, strict=True):
        found += len(guessed)
        asked += len(right)
        precise += sum(any(_touch(span, other) for other in right) for span in guessed)
        recalled += sum(any(_touch(span, other) for other in guessed) for span in right)
    p, r = precise / max(found, 1), recalled / max(asked, 1)
    return round(200 * p * r / max(p + r, 1e-9), 2)


def _touch(a: Span, b: Span) -> bool:
    return a[2] == b[2] and a[0] < b[1] and b[0] < a[1]


def name_scores(encoder: Encoder, texts: Sequence[Text]) -> Scores:
    """GMB's names, each sentence alone: strict F1 by class and over all."""
    gold = [set(spans(text.layers["ner"])) for text in texts]
    return strict(gold, [set(spans(tags)) for tags in tag_texts(encoder, texts, "ner", alone=True)])


def mention_scores(encoder: Encoder, texts: Sequence[Text]) -> Scores:
    """re3d's mentions: strict and relaxed F1 over the five core kinds, strict by kind over all.

    Weights without a head for mentions answer with their names.
    """
    gold = [set(spans(text.layers["mention"])) for text in texts]
    own = "mention" in encoder.outputs and "mention" in encoder.labels
    found = []
    for tags in tag_texts(encoder, texts, "mention" if own else "ner"):
        named = {(a, b, kind if own else _SAME.get(kind, "")) for a, b, kind in spans(tags)}
        found.append({span for span in named if span[2]})
    gold5 = [{span for span in one if span[2] in CORE} for one in gold]
    found5 = [{span for span in one if span[2] in CORE} for one in found]
    every = strict(gold, found)
    core = {"strict": strict(gold5, found5)["all"], "relaxed": relaxed(gold5, found5)}
    return core | {"every": every.pop("all")} | every


def single_sentences(texts: Sequence[Text]) -> list[Text]:
    """Every sentence of parsed texts as a text of its own, as parsers are usually measured."""
    out = []
    for text in texts:
        edges = [*text.cuts, len(text.words)]
        for begin, end in zip(edges, edges[1:], strict=False):
            layers = {name: values[begin:end] for name, values in text.layers.items()}
            layers["head"] = [head if head < 0 else head - begin for head in layers["head"]]
            out.append(Text(text.name, text.words[begin:end], [0], layers))
    return out


def attribution_scores(encoder: Encoder, texts: Sequence[Text]) -> Scores:
    """PolNeAR's exact span F1 by role; words in Discard spans are left out."""
    gold, guess = [], []
    for text, tags in zip(texts, tag_texts(encoder, texts, "att"), strict=True):
        known = [tag is not None for tag in text.layers["att"]]
        gold.append(set(spans([tag or "O" for tag in text.layers["att"]])))
        guess.append(set(spans([tag if known[i] else "O" for i, tag in enumerate(tags)])))
    scores = strict(gold, guess)
    return {kind.lower(): value for kind, value in scores.items()}
