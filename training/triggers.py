"""Fit the classifier of event triggers: `python -m training.triggers DATA`.

Writes `src/onrecord/reading/events/classifier.npz` for the encoder that is installed (or that ONRECORD_WEIGHTS names);
to be run again whenever the encoder changes. It learns from

    the lexicon's own examples, one sentence an entry
    events of which the lexicon is sure, in articles of news/multi_outlet_2025-05-21 and news/syria_2011-18, and verbs
    there that it does not know, as none; articles of gold_dev are left out
    gold_dev without the third that is kept for measuring: every verb of the articles, marked or not
    plv/PLV_train, the odd half: the verb that the lexicon reads as the gold type, else the one that joins the pair

Thresholds are chosen on the even half of PLV_train and on gold_dev without the third, by networks that did not see
the article (four folds): the best of a few for each group of verbs, and none where it does not help. It takes one to
four minutes on one core.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import hashlib
import json
import os
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np
import numpy.typing as npt
from quality.events import closest_type, plv_rows, score_gold, score_plv
from quality.figures import gold_articles
from spacy.tokens import Doc, Token

from onrecord.language import analyse, model_digest
from onrecord.language.analyse import CACHE
from onrecord.model import Actor, Document, Event
from onrecord.reading.events import classifier, find_events
from onrecord.reading.events.classifier import GROUPS, LAYERS, NONE, TriggerClassifier, candidates, features
from onrecord.reading.scope import claim_sentences
from onrecord.reference.events import event_lexicon
from onrecord.sources import document_from_text

Floats = npt.NDArray[np.float32]
Row = dict[str, Any]

SEED, FOLDS = 1, 4
HIDDEN, EPOCHS, RATE, DROPOUT, DECAY, BATCH = 96, 8, 2e-3, 0.3, 1e-2, 256
ARTICLES = {"feeds": 150, "syria": 60}
LONGEST = 8000
"""Characters of an article that are read."""
UNKNOWN_KEPT = 0.3
"""Share of the verbs in articles without gold that stand for none."""
LEAST_OF_MODE = 8
"""Examples that a mode needs to be a label of its own."""
GRID = {
    "known": (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9),
    "unknown": (0.4, 0.5, 0.6, 0.7, 0.8, 0.9),
    "ambiguous": (0.6, 0.7, 0.8, 0.9),
}
OFF = 2.0
"""A threshold that no probability reaches."""
GAIN, LOSS = 0.001, 0.004
"""What a threshold must add to the mean of the two F1 to be used, and what it may cost either of them."""
ANY = "*"
_YIELD = ("CONCEDE", "RETREAT")
_TAG = re.compile(r"</?[st]>")


@dataclass(slots=True)
class Read:
    """A text with what was read of it before its events."""

    document: Document
    doc: Doc
    actors: Sequence[Actor]
    inputs: tuple[Any, ...]

    def events(self, learnt: TriggerClassifier | None = None) -> list[Event]:
        """Its events by the lexicon, with those of a classifier where one is given."""
        with mock.patch.object(classifier, "classifier_for", return_value=learnt):
            return find_events(self.document, self.doc, *self.inputs)

    def reading(self, events: Sequence[Event]) -> Row:
        """The parts of a reading that the measures look at."""
        dump = [item.model_dump(mode="json", by_alias=True) for item in (*self.actors, *events)]
        return {"actors": dump[: len(self.actors)], "events": dump[len(self.actors) :], "positions": []}


@dataclass(slots=True)
class Examples:
    """Rows of features, the labels that each may have, its weight, and the text it comes from."""

    rows: list[Floats] = field(default_factory=list)
    labels: list[tuple[tuple[str, ...], str]] = field(default_factory=list)
    """Types, any of which is right, and the mode: `ANY` where it is not known."""
    weights: list[float] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)

    def add(self, row: Floats, kinds: Sequence[str], mode: str | None, weight: float, key: str) -> None:
        """One verb."""
        self.rows.append(row)
        self.labels.append((tuple(kinds), mode or ""))
        self.weights.append(weight)
        self.keys.append(key)


def number(text: str) -> int:
    """A number that hangs on a text alone."""
    return int(hashlib.sha256(text.encode()).hexdigest(), 16)


def read(text: str, published: str | None) -> Read:
    """Everything that events are found from, but figures."""
    from onrecord.reading.actors import find_actors
    from onrecord.reading.attributions import find_attributions
    from onrecord.reading.place_states import states_of_places
    from onrecord.reading.places import find_places
    from onrecord.reading.times import find_times

    document = document_from_text(text, published=published)
    doc = analyse(document)
    times, places = find_times(document, doc), find_places(document, doc)
    actors = find_actors(document, doc, places)
    actors = [*actors, *states_of_places(actors, places)]
    attributions = find_attributions(document, doc, actors, times)
    return Read(document, doc, actors, (times, places, actors, attributions, []))


def verbs_of(item: Read) -> Iterator[tuple[Token, Floats]]:
    """The candidates of a text with their features."""
    for sent in claim_sentences(item.document, item.doc):
        found = candidates(sent)
        if found:
            yield from zip(found, features(item.doc, sent, found), strict=True)


def articles(data: Path) -> Iterator[tuple[str, str]]:
    """Texts and days of the articles that are read without gold, in an order that hangs on their addresses alone."""
    kept = {row["text"] for row, _ in gold_articles(data / "gold_dev", "all")}
    found: dict[str, list[tuple[str, str, str]]] = {"feeds": [], "syria": []}
    with gzip.open(data / "news" / "multi_outlet_2025-05-21" / "articles.jsonl.gz", "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            found["feeds"].append((row["link"], row["text"], "2025-05-21"))
    with (data / "news" / "syria_2011-18" / "articles.csv").open(encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            month, day, year = row["date"].split("/")
            published = f"20{int(year):02d}-{int(month):02d}-{int(day):02d}"
            found["syria"].append((row["unit_id"], row["article_content"], published))
    opening = {text[:200] for text in kept}
    for name, most in ARTICLES.items():
        usable = [x for x in found[name] if x[1] not in kept and x[1][:200] not in opening and len(x[1]) > 800]
        for _, text, day in sorted(usable, key=lambda x: number(x[0]))[:most]:
            yield text[:LONGEST], day


def from_articles(data: Path, out: Examples) -> None:
    """What the lexicon is sure of, and verbs that it does not know."""
    lexicon = event_lexicon()
    for text, day in articles(data):
        item = read(text, day)
        events = {e.trigger.start: e for e in item.events()}
        for verb, row in verbs_of(item):
            types, event = classifier.known_types(verb, lexicon), events.get(verb.idx)
            if event is None and not types and number(f"{verb.idx} {text[:80]}") % 1000 < 1000 * UNKNOWN_KEPT:
                out.add(row, (NONE,), None, 1.0, "articles")
            elif event is not None and event.by.startswith("lexicon:") and len(types) == 1:
                out.add(row, (event.type,), event.mode, 1.0, "articles")


def from_examples(out: Examples) -> None:
    """The sentences of the lexicon, twenty-five a text."""
    entries = [entry for entry in event_lexicon().entries if entry.pos == "verb"]
    for first in range(0, len(entries), 25):
        some = entries[first : first + 25]
        text = "\n\n".join(entry.example for entry in some)
        item, at = read(text, None), 0
        kinds: dict[int, str] = {}
        for entry in some:
            kinds |= dict.fromkeys(range(at, at + len(entry.example)), entry.type)
            at += len(entry.example) + 2
        events = {e.trigger.start: e for e in item.events()}
        for verb, row in verbs_of(item):
            event = events.get(verb.idx)
            if event is not None and event.type == kinds.get(verb.idx):
                out.add(row, (event.type,), event.mode, 1.0, "examples")


def from_gold(item: Read, gold: Row, out: Examples) -> None:
    """Every verb of an annotated article; what is optional counts less."""
    for verb, row in verbs_of(item):
        marks = [e for e in gold["events"] if e["trigger"][0] < verb.idx + len(verb) and verb.idx < e["trigger"][1]]
        if marks:
            weight = 2.8 if marks[0].get("optional") else 4.0
            out.add(row, (marks[0]["type"],), marks[0]["mode"], weight, gold["id"])
        else:
            out.add(row, (NONE,), None, 4.0, gold["id"])


def from_pair(item: Read, plv: Row, out: Examples) -> None:
    """The verb that the lexicon reads as the gold type, else the one that joins the named pair in the parse."""
    events = item.events()
    kinds = _YIELD if plv["gold_root"] == "YIELD" else (plv["gold_root"],)
    reading = item.reading(events)
    agrees = closest_type(reading, plv["source"], plv["target"]) == ("YIELD" if len(kinds) > 1 else kinds[0])
    at = {e.trigger.start: e for e in events if e.type in kinds} if agrees else {}
    joining = None if agrees else _joining(item.doc, plv["marked_sentence"])
    for verb, row in verbs_of(item):
        if verb.idx in at:
            event = at[verb.idx]
            out.add(row, (event.type,), event.mode or ANY, 4.0, plv["sentence"])
        elif joining is not None and verb.i == joining.i:
            out.add(row, kinds, ANY, 4.0, plv["sentence"])


def _joining(doc: Doc, marked: str) -> Token | None:
    """The lowest word above both parties of a sentence in which <s> and <t> mark them."""
    chains = []
    for tag in "st":
        before, _, rest = marked.partition(f"<{tag}>")
        name = _TAG.sub("", rest.partition(f"</{tag}>")[0])
        start = doc.text.find(name, max(0, len(_TAG.sub("", before)) - 3)) if name else -1
        span = doc.char_span(start, start + len(name), alignment_mode="expand") if start >= 0 else None
        if span is None:
            return None
        chains.append([span.root, *span.root.ancestors])
    return next((token for token in chains[0] if token in chains[1]), None)


@dataclass(slots=True)
class Table:
    """Examples as arrays: features [n, d], labels that may be right [n, labels], weights [n]."""

    rows: Floats
    right: npt.NDArray[np.bool_]
    weights: Floats
    keys: npt.NDArray[Any]
    labels: list[str]


def table(found: Examples) -> Table:
    """Number the labels; a rare mode counts as its type without one."""
    modes = Counter(f"{kinds[0]}:{mode}" for kinds, mode in found.labels if mode not in ("", ANY))
    types = sorted({kind for kinds, _ in found.labels for kind in kinds} - {NONE})
    labels = [NONE, *sorted({*types, *(name for name, count in modes.items() if count >= LEAST_OF_MODE)})]
    right = np.zeros((len(found.rows), len(labels)), bool)
    for row, (kinds, mode) in enumerate(found.labels):
        for column, label in enumerate(labels):
            kind, _, own = label.partition(":")
            exact = f"{kind}:{mode}" if f"{kind}:{mode}" in labels else kind
            right[row, column] = kind in kinds and (mode == ANY or label == exact)
    return Table(
        np.stack(found.rows).astype(np.float32),
        right,
        np.array(found.weights, np.float32),
        np.array(found.keys, object),
        labels,
    )


def fit(data: Table, use: npt.NDArray[np.bool_]) -> dict[str, Any]:
    """Adam on the probability of the labels that may be right; the arrays that `TriggerClassifier` takes."""
    rng = np.random.default_rng(SEED)
    rows, right, weights = data.rows[use], data.right[use], data.weights[use]
    shift, scale = rows.mean(0), rows.std(0) + 1e-3
    rows = (rows - shift) / scale
    count, width = rows.shape
    sizes = ((width, HIDDEN), (HIDDEN,), (HIDDEN, len(data.labels)), (len(data.labels),))
    layers = [(rng.normal(0, s[0] ** -0.5, s) if len(s) > 1 else np.zeros(s)).astype(np.float32) for s in sizes]
    first = [np.zeros_like(layer) for layer in layers]
    second = [np.zeros_like(layer) for layer in layers]
    batches = -(-count // BATCH)
    for step in range(1, EPOCHS * batches + 1):
        if step % batches == 1 or batches == 1:
            split = iter(np.array_split(rng.permutation(count), batches))
        some = next(split)
        kept = (rng.random((len(some), HIDDEN), dtype=np.float32) > DROPOUT) / np.float32(1 - DROPOUT)
        inner = np.maximum(rows[some] @ layers[0] + layers[1], 0) * kept
        scores = inner @ layers[2] + layers[3]
        scores = np.exp(scores - scores.max(1, keepdims=True))
        scores /= scores.sum(1, keepdims=True)
        wanted = (scores + 1e-9) * right[some]
        wanted /= wanted.sum(1, keepdims=True)
        slope = (scores - wanted) * (weights[some] / len(some))[:, None]
        below = (slope @ layers[2].T) * kept * (inner > 0)
        slopes = (rows[some].T @ below, below.sum(0), inner.T @ slope, slope.sum(0))
        rate = RATE * (1 - (step - 1) / (EPOCHS * batches))
        for at, grad in enumerate(slopes):
            first[at] += 0.1 * (grad - first[at])
            second[at] += 0.01 * (grad**2 - second[at])
            change = first[at] / (1 - 0.9**step) / (np.sqrt(second[at] / (1 - 0.99**step)) + 1e-8)
            layers[at] -= rate * (change + (DECAY * layers[at] if layers[at].ndim > 1 else 0))
    layers[0] /= scale[:, None]
    arrays: dict[str, Any] = dict(zip(LAYERS, (shift, *layers), strict=True))
    arrays = {name: array.astype(np.float16) for name, array in arrays.items()}
    return {**arrays, "labels": np.array(data.labels), "least": np.full(len(GROUPS), OFF), "encoder": model_digest()}


def network(arrays: dict[str, Any], least: dict[str, float]) -> TriggerClassifier:
    """The classifier of some arrays with thresholds."""
    return TriggerClassifier({**arrays, "least": np.array([least[group] for group in GROUPS])})


def measure(
    plv: Sequence[tuple[Row, Read]],
    gold: Sequence[tuple[Row, Row, Read]],
    learnt: Callable[[str], TriggerClassifier | None],
    kept: dict[str, Row],
    moved: set[str] | None = None,
) -> dict[str, float]:
    """PLV's macro-F1 and the type F1 of gold_dev. What is not in `moved` is taken from `kept`, if given."""
    found = {}
    for key, item in [*((r["sentence"], x) for r, x in plv), *((g["id"], x) for _, g, x in gold)]:
        if moved is not None and key not in moved:
            found[key] = kept[key]
        else:
            found[key] = item.reading(item.events(learnt(key)))
    if moved is None and not kept:
        kept.update(found)
    by_text = {row["text"]: found[g["id"]] for row, g, _ in gold}
    scores = score_plv([r for r, _ in plv], lambda row: found[row["text"]])
    own = score_gold([(row, g) for row, g, _ in gold], lambda row: by_text[row["text"]])
    return {"plv": scores["plv_macro_f1"], "gold": own["type_f1"]}


def thresholds(
    plv: Sequence[tuple[Row, Read]],
    gold: Sequence[tuple[Row, Row, Read]],
    data: Table,
    say: Callable[[str], None],
) -> dict[str, float]:
    """For each group the threshold that adds most to the mean of both measures, `OFF` where none adds enough."""
    everything = fit(data, np.ones(len(data.keys), bool))
    fold = {g["id"]: number(g["id"]) // 7 % FOLDS for _, g, _ in gold}
    parts = [fit(data, np.array([fold.get(key) != part for key in data.keys])) for part in range(FOLDS)]

    def learnt(least: dict[str, float]) -> Callable[[str], TriggerClassifier]:
        nets = [network(arrays, least) for arrays in (*parts, everything)]
        return lambda key: nets[fold.get(key, -1)]

    kept: dict[str, Row] = {}
    off = dict.fromkeys(GROUPS, OFF)
    base = measure(plv, gold, lambda key: None, kept)
    say(f"lexicon alone: PLV {base['plv']:.4f}, gold {base['gold']:.4f}")
    chosen = dict(off)
    for group in GROUPS:
        lowest = learnt({**off, group: GRID[group][0]})
        items = [*((r["sentence"], x) for r, x in plv), *((g["id"], x) for _, g, x in gold)]
        moved = {key for key, item in items if item.reading(item.events(lowest(key))) != kept[key]}
        most = GAIN
        for least in GRID[group]:
            scores = measure(plv, gold, learnt({**off, group: least}), kept, moved)
            gains = [scores[name] - base[name] for name in base]
            say(f"{group} {least}: PLV {scores['plv']:.4f}, gold {scores['gold']:.4f}")
            if min(gains) >= -LOSS and sum(gains) / len(gains) > most:
                most, chosen[group] = sum(gains) / len(gains), least
    scores = measure(plv, gold, learnt(chosen), kept)
    say(f"with {chosen}: PLV {scores['plv']:.4f}, gold {scores['gold']:.4f}")
    return chosen


def train(data: Path, target: Path, say: Callable[[str], None]) -> None:
    """Read the data, choose the thresholds, fit on everything and write the file."""
    found = Examples()
    gold = [(row, g, read(row["text"], row.get("published"))) for row, g in gold_articles(data / "gold_dev", "dev")]
    if gold[0][2].doc._.vectors is None:
        raise SystemExit("the encoder hands out no vectors: export it again with training.export")
    for _, g, item in gold:
        from_gold(item, g, found)
    say(f"{len(found.rows)} verbs of gold_dev")
    for row in plv_rows(data / "plv" / "PLV_train.tsv", "odd"):
        from_pair(read(row["sentence"], "2015-06-15"), row, found)
    say(f"{len(found.rows)} with PLV")
    from_examples(found)
    say(f"{len(found.rows)} with the lexicon's examples")
    from_articles(data, found)
    whole = table(found)
    say(f"{len(found.rows)} with articles, {len(whole.labels)} labels")
    plv = [(row, read(row["sentence"], "2015-06-15")) for row in plv_rows(data / "plv" / "PLV_train.tsv", "even")]
    least = thresholds(plv, gold, whole, say)
    arrays = fit(whole, np.ones(len(whole.keys), bool))
    np.savez_compressed(target, **{**arrays, "least": np.array([least[group] for group in GROUPS])})


def main() -> None:
    parser = argparse.ArgumentParser(description="Fit the classifier of event triggers.")
    parser.add_argument("data", type=Path)
    parser.add_argument("--out", type=Path, default=Path(classifier.__file__).with_name(classifier.WEIGHTS))
    options = parser.parse_args()
    began = time.time()

    def say(line: str) -> None:
        print(f"{time.time() - began:5.0f} s  {line}", file=sys.stderr, flush=True)

    with tempfile.TemporaryDirectory() as scratch:
        os.environ.setdefault(CACHE, scratch)
        train(options.data, options.out, say)
    say(f"{options.out}: {options.out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
