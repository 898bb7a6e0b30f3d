"""What the classifier of triggers adds, when it is silent, and that an event says so."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from spacy.tokens import Doc

from onrecord.language import analyse, model_digest
from onrecord.model import Document
from onrecord.reading import read as read_module
from onrecord.reading.events import classifier
from onrecord.reading.events.classifier import GROUPS, LAYERS, TriggerClassifier, candidates, features

WIDTH = 384
LABELS = ("NONE", "ASSAULT", "ASSAULT:beat", "CONSULT")
PUBLISHED = "2025-05-21"


def stored(least: float = 0.5, **groups: float) -> dict[str, Any]:
    """A network that copies the first four numbers of a verb's vector into the scores of the four labels."""
    inner = np.zeros((3 * WIDTH, 4), np.float32)
    inner[range(4), range(4)] = 1
    layers = (np.zeros(3 * WIDTH), inner, np.zeros(4), np.eye(4), np.zeros(4))
    return {
        **dict(zip(LAYERS, layers, strict=True)),
        "labels": np.array(LABELS),
        "least": np.array([groups.get(group, least) for group in GROUPS]),
        "encoder": np.array(model_digest()),
    }


def use(monkeypatch: pytest.MonkeyPatch, scores: dict[str, tuple[float, ...]], arrays: dict[str, Any]) -> None:
    """Give each word its scores as its vector, and the arrays as the shipped weights."""

    def analysed(document: Document, **options: Any) -> Doc:
        doc = analyse(document, **options)
        doc._.vectors = np.zeros((len(doc), WIDTH), np.float16)
        doc._.vectors[:, 0] = 9  # none
        for token in doc:
            if token.text in scores:
                doc._.vectors[token.i, :4] = scores[token.text]
        return doc

    monkeypatch.setattr("onrecord.language.analyse", analysed)
    monkeypatch.setattr(classifier, "_shipped", lambda: TriggerClassifier(arrays))


def found(text: str) -> list[tuple[str, str, str | None, str]]:
    return [
        (e.trigger.text, e.type, e.mode, e.by.partition(":")[0])
        for e in read_module.read(text, published=PUBLISHED).events
    ]


UNKNOWN = "Kenyan soldiers shoved a Somali envoy at the border on Monday."
BEAT = (0.0, 0.0, 9.0, 0.0)


def test_a_verb_that_the_lexicon_lacks_is_added_with_its_parties(monkeypatch: pytest.MonkeyPatch) -> None:
    assert found(UNKNOWN) == []
    use(monkeypatch, {"shoved": BEAT}, stored())
    assert found(UNKNOWN) == [("shoved", "ASSAULT", "beat", "classifier")]
    reading = read_module.read(UNKNOWN, published=PUBLISHED)
    country = {actor.id: actor.country for actor in reading.actors}
    (event,) = reading.events
    assert [country[x] for x in event.actors] == ["KEN"]
    assert [country[x] for x in event.recipients] == ["SOM"]
    assert str(event.from_) == "2025-05-19"


@pytest.mark.parametrize(
    ("scores", "arrays"),
    [
        (BEAT, {"unknown": 1.1}),
        ((2.0, 0.0, 2.0, 0.0), {}),
        ((9.0, 0.0, 0.0, 0.0), {}),
    ],
)
def test_it_abstains_below_its_threshold(
    scores: tuple[float, ...], arrays: dict[str, float], monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, {"shoved": scores}, stored(**arrays))
    assert found(UNKNOWN) == []


def test_modes_of_a_type_are_counted_together(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, {"shoved": (3.0, 3.0, 2.9, 0.0)}, stored())
    assert found(UNKNOWN) == [("shoved", "ASSAULT", None, "classifier")]


def test_it_is_silent_without_vectors_and_with_another_encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, {"shoved": BEAT}, stored() | {"encoder": np.array("0123456789ab")})
    assert found(UNKNOWN) == []
    document = Document(id=Document.identify("Soldiers shoved him."), text="Soldiers shoved him.")
    doc = analyse(document)
    doc._.vectors = None
    assert classifier.classifier_for(doc) is None


def test_without_a_file_of_weights_it_is_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, {"shoved": BEAT}, stored())
    monkeypatch.setattr(classifier, "_shipped", lambda: None)
    assert found(UNKNOWN) == []


def test_an_added_event_needs_an_actor(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, {"shoved": BEAT}, stored())
    assert found("The door was shoved open on Monday.") == []


def test_a_verb_of_several_types_is_read_by_its_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    lexicon = classifier.event_lexicon()
    text = "The kingdom supported the rebels in Somalia."
    ((_, kind, _, by),) = found(text)
    assert (kind, by) == ("AID", "lexicon")
    use(monkeypatch, {"supported": (0.0, 0.0, 0.0, 9.0)}, stored())
    verb = next(t for t in analyse(Document(id=Document.identify(text), text=text)) if t.text == "supported")
    assert len(classifier.known_types(verb, lexicon)) > 1
    assert found(text) == [("supported", "CONSULT", None, "classifier")]
    use(monkeypatch, {"supported": (0.0, 0.0, 0.0, 9.0)}, stored(ambiguous=1.1))
    assert found(text)[0][3] == "lexicon"


def test_a_verb_of_one_type_keeps_it(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Kenya condemned Somalia."
    before = found(text)
    use(monkeypatch, {"condemned": BEAT}, stored())
    assert found(text) == before != []


def test_one_happening_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Kenyan soldiers attacked the Somali town, shoving its envoys."
    use(monkeypatch, {"shoving": BEAT}, stored())
    assert [(word, by) for word, _, _, by in found(text)] == [("attacked", "lexicon")]
    use(monkeypatch, {"shoving": (0.0, 0.0, 0.0, 9.0)}, stored())
    assert [word for word, _, _, _ in found(text)] == ["attacked", "shoving"]


def test_what_it_sees_of_a_verb_is_the_verb_its_object_and_its_sentence() -> None:
    text = "Soldiers shoved an envoy."
    doc = analyse(Document(id=Document.identify(text), text=text))
    doc._.vectors = np.arange(len(doc), dtype=np.float16)[:, None] + np.zeros(WIDTH, np.float16)
    (sent,) = doc.sents
    verbs = candidates(sent)
    assert [verb.text for verb in verbs] == ["shoved"]
    assert [set(part) for part in features(doc, sent, verbs).reshape(3, WIDTH)] == [{1.0}, {3.0}, {2.0}]


def test_the_shipped_weights_open_and_name_only_known_types() -> None:
    shipped = classifier._shipped()
    assert shipped is not None
    assert set(shipped.types) <= {entry.type for entry in classifier.event_lexicon().entries}
    assert shipped.probabilities(np.zeros((2, 3 * WIDTH), np.float32)).sum(1) == pytest.approx([1, 1], abs=1e-4)
