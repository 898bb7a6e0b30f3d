"""Verbs that the lexicon lacks, or finds ambiguous, by a classifier over the encoder's vectors of words.

One hidden layer over the vector of the verb, the vector of its object and the mean of its sentence; its labels are the
types of event with their modes, and none. It is silent with any encoder but the one it was trained for, and wherever it
is not sure enough. Trained by `training/triggers.py`; docs/model-card.md says on what.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import as_file, files

import numpy as np
import numpy.typing as npt
from spacy.tokens import Doc, Span, Token

from onrecord.language import model_digest
from onrecord.reading.events.syntax import deep_object
from onrecord.reading.events.triggers import Trigger
from onrecord.reference.events import Entry, EventLexicon, event_lexicon

Floats = npt.NDArray[np.float32]

KEY = "classifier"
"""Key of the entries that stand for its proposals; such an event says `by: classifier`."""
NONE = "NONE"
WEIGHTS = "classifier.npz"
LAYERS = ("shift", "inner", "inner_bias", "outer", "outer_bias")
GROUPS = ("known", "unknown", "ambiguous")
"""Verbs that the lexicon has in that type but whose conditions fail, those that it has not, and those that it reads in
one of several types."""

_MODIFIERS = frozenset({"amod", "case", "compound", "aux", "aux:pass", "cop", "fixed", "flat", "discourse", "mark"})
_NO_EVENT = frozenset({"deny", "say", "tell"})
"""Words of speech alone."""
_MUTUAL = frozenset({"CONSULT", "COOPERATE"})
_TO = ("against", "on", "upon", "to", "for", "at", "with")
_JOINED = ("advcl", "acl", "acl:relcl", "conj", "xcomp", "ccomp", "parataxis")


def candidates(sent: Iterable[Token]) -> list[Token]:
    """The verbs of a sentence that stand as predicates."""
    return [
        t
        for t in sent
        if t.pos_ == "VERB" and t.is_alpha and t.dep_ not in _MODIFIERS and t.lemma_.lower() not in _NO_EVENT
    ]


def features(doc: Doc, sent: Span, verbs: Sequence[Token]) -> Floats:
    """What the classifier sees of each verb: [verbs, 3 * 384]. `doc._.vectors` must not be None, nor `verbs` empty."""
    vectors = doc._.vectors
    own = vectors[[verb.i for verb in verbs]].astype(np.float32)
    beside = np.zeros_like(own)
    for row, verb in enumerate(verbs):
        item = deep_object(verb)
        if item is not None:
            beside[row] = vectors[item.i]
    mean = vectors[sent.start : sent.end].mean(0, dtype=np.float32)
    return np.concatenate([own, beside, np.broadcast_to(mean, own.shape)], 1)


def known_types(verb: Token, lexicon: EventLexicon) -> frozenset[str]:
    """The types in which the lexicon knows a verb, whatever the conditions."""
    lemma = lexicon.lemma_of(verb.lower_, verb.lemma_.lower(), noun=False)
    return frozenset(entry.type for entry in lexicon.verbs.get(lemma, ()))


def _only_results(verb: Token, lexicon: EventLexicon) -> bool:
    """Whether the lexicon knows a verb as a result of harm alone: what it turned down was an accident or an illness."""
    lemma = lexicon.lemma_of(verb.lower_, verb.lemma_.lower(), noun=False)
    entries = lexicon.verbs.get(lemma, ())
    return bool(entries) and all("casualty" in entry.flags for entry in entries)


class TriggerClassifier:
    """The trained layers, their labels (`NONE`, `TYPE` or `TYPE:mode`) and the thresholds below which it abstains.

    `stored` holds by name: the arrays of `LAYERS`, `labels`, `least` (one threshold for each of `GROUPS`) and
    `encoder`, the digest of the weights whose vectors it reads.
    """

    def __init__(self, stored: Mapping[str, npt.NDArray[np.generic]]) -> None:
        self.encoder = str(stored["encoder"])
        self.labels = [str(label) for label in stored["labels"]]
        kinds = [label.partition(":")[0] for label in self.labels]
        self.types = sorted(set(kinds) - {NONE})
        self._of_type = np.array([[kind == name for name in self.types] for kind in kinds], np.float32)
        self.least = dict(zip(GROUPS, map(float, stored["least"]), strict=True))
        self._layers = [stored[name].astype(np.float32) for name in LAYERS]

    def probabilities(self, rows: Floats) -> Floats:
        """Of each label, for each row of `features`: [rows, labels]."""
        shift, inner, inner_bias, outer, outer_bias = self._layers
        scores = np.maximum((rows - shift) @ inner + inner_bias, 0) @ outer + outer_bias
        scores = np.exp(scores - scores.max(1, keepdims=True))
        return scores / scores.sum(1, keepdims=True)

    def propose(self, sent: Span, triggers: Sequence[Trigger], lexicon: EventLexicon | None = None) -> list[Trigger]:
        """The triggers of a sentence with those that it adds, in order, and those of ambiguous verbs as it reads them.

        A verb is added only where no trigger of its clause has the same type already.
        """
        lexicon = lexicon or event_lexicon()
        taken = {t.token.i: t for t in triggers}
        carriers = {t.light.i for t in triggers if t.light is not None}
        verbs = [v for v in candidates(sent) if v.i not in carriers]
        if not verbs:
            return list(triggers)
        found = dict(taken)
        labels = self.probabilities(features(sent.doc, sent, verbs))
        kinds = labels @ self._of_type
        for verb, of_label, of_type in zip(verbs, labels, kinds, strict=True):
            best = int(of_type.argmax())
            kind = self.types[best]
            own, known = taken.get(verb.i), known_types(verb, lexicon)
            group = ("known" if kind in known else "unknown") if own is None else "ambiguous"
            if of_type[best] < self.least[group]:
                continue
            mode = self.labels[int((of_label * self._of_type[:, best]).argmax())].partition(":")[2] or None
            if own is None:
                if kind == "ASSAULT" and _only_results(verb, lexicon):
                    continue
                if not _told(verb, kind, found):
                    found[verb.i] = Trigger(verb, _entry(verb, kind, mode), verb)
            elif len(known) > 1 and kind != own.entry.type:
                found[verb.i] = replace(own, entry=replace(own.entry, type=kind, mode=mode, key=KEY))
        return [found[i] for i in sorted(found)]


def _entry(verb: Token, kind: str, mode: str | None) -> Entry:
    """An entry for a verb that has none: the subject does it to the object, or to whom a preposition brings."""
    return Entry(
        lemma=verb.lemma_.lower(),
        pos="verb",
        particle=None,
        type=kind,
        mode=mode,
        conditions={},
        flags=frozenset({"needs_actor"}),
        to=_TO,
        subject="actor",
        object="recipient",
        mutual="yes" if kind in _MUTUAL else "no",
        example="",
        key=KEY,
    )


def _told(verb: Token, kind: str, found: Mapping[int, Trigger]) -> bool:
    """Whether a neighbour in the parse is a trigger of the same type: one happening is told once a clause."""
    near = {c.i for c in verb.children} | {c.i for child in verb.children for c in child.children}
    if verb.dep_ in _JOINED:
        near |= {verb.head.i} | {c.i for c in verb.head.children}
    return any(i in found and found[i].entry.type == kind for i in near)


@cache
def _shipped() -> TriggerClassifier | None:
    place = files("onrecord.reading.events").joinpath(WEIGHTS)
    if not place.is_file():
        return None
    with as_file(place) as path, np.load(path) as stored:
        return TriggerClassifier(stored)


def classifier_for(doc: Doc) -> TriggerClassifier | None:
    """The shipped classifier where it can read the vectors of this document, else None."""
    if doc._.vectors is None:
        return None
    shipped = _shipped()
    return shipped if shipped is not None and shipped.encoder == model_digest() else None
