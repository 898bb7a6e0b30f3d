"""Fitting the classifier of triggers: partly known labels, the pair's verb, and the same data giving the same file."""

from __future__ import annotations

import numpy as np
import pytest

from onrecord.language import analyse
from onrecord.model import Document
from onrecord.reading.events.classifier import NONE, TriggerClassifier

pytest.importorskip("quality.events", reason="the training stands in the repository, not in the package")

from training.triggers import ANY, Examples, Table, _joining, fit, table


def examples() -> Examples:
    """Three types far apart; a third of the rows know only one of two types, or no mode."""
    rng, out = np.random.default_rng(5), Examples()
    centres = rng.normal(0, 1, (5, 24)).astype(np.float32)
    kinds = ((("ASSAULT",), "drone"), (("RETREAT",), "withdraw"), (("CONCEDE",), ""), ((NONE,), ""))
    for number in range(400):
        at = number % 4
        kind, mode = kinds[at]
        if number % 3 == 0:
            mode = ANY if kind == ("ASSAULT",) else mode
            kind = ("CONCEDE", "RETREAT") if at in (1, 2) else kind
            mode = ANY if at in (1, 2) else mode
        row = centres[at] + rng.normal(0, 0.3, 24).astype(np.float32)
        out.add(row, kind, mode, 1.0, str(number % 7))
    return out


@pytest.fixture(scope="module")
def data() -> Table:
    return table(examples())


def test_labels_are_types_and_frequent_modes(data: Table) -> None:
    assert data.labels == [NONE, "ASSAULT", "ASSAULT:drone", "CONCEDE", "RETREAT", "RETREAT:withdraw"]
    named = [{data.labels[c] for c in np.flatnonzero(row)} for row in data.right[:4]]
    assert named[1:] == [{"RETREAT:withdraw"}, {"CONCEDE"}, {NONE}]
    assert named[0] == {"ASSAULT", "ASSAULT:drone"}, "where the mode is not known either is right"
    assert {data.labels[c] for c in np.flatnonzero(data.right[6])} == {"CONCEDE", "RETREAT", "RETREAT:withdraw"}


def test_partly_known_labels_are_told_apart_by_the_others(data: Table) -> None:
    learnt = TriggerClassifier(fit(data, np.ones(len(data.keys), bool)))
    best = learnt.probabilities(data.rows).argmax(1)
    wanted = [data.labels.index(name) for name in ("ASSAULT:drone", "RETREAT:withdraw", "CONCEDE", NONE)]
    assert np.mean(best == np.resize(wanted, len(best))) > 0.95


def test_the_same_data_gives_the_same_arrays_and_what_is_left_out_changes_them(data: Table) -> None:
    every = np.ones(len(data.keys), bool)
    one, two, other = fit(data, every), fit(data, every), fit(data, data.keys != "3")
    assert all(np.array_equal(one[name], two[name]) for name in one)
    assert not np.array_equal(one["inner"], other["inner"])


def test_it_abstains_until_thresholds_are_chosen(data: Table) -> None:
    assert min(TriggerClassifier(fit(data, np.ones(len(data.keys), bool))).least.values()) > 1


@pytest.mark.parametrize(
    ("marked", "verb"),
    [
        ("<s>Kenya</s> has shoved the envoys of <t>Somalia</t>.", "shoved"),
        ("<t>Somalia</t> was warned by <s>Kenya</s>.", "warned"),
        ("<s>Kenya</s> alone.", None),
    ],
)
def test_the_verb_of_a_pair_is_the_lowest_word_above_both(marked: str, verb: str | None) -> None:
    text = marked.replace("<s>", "").replace("</s>", "").replace("<t>", "").replace("</t>", "")
    token = _joining(analyse(Document(id=Document.identify(text), text=text)), marked)
    assert (token.text if token is not None else None) == verb
