"""Tense, and the time of an event, on parses made by hand."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc

from onrecord.model import Document, Part, Time
from onrecord.reading.event_time import places_event, time_of
from onrecord.reading.times import find_times

PUBLISHED = "2025-04-28"  # a Monday
VOCAB = spacy.blank("en").vocab


def parsed(*sentences: str) -> tuple[Document, Doc, list[Time]]:
    """A document of sentences written `word/lemma/TAG/POS/head/dep`, heads counted from 1 in their sentence."""
    rows = [[token.split("/") for token in sentence.split()] for sentence in sentences]
    offset, heads, starts = 0, [], []
    for row in rows:
        starts += [True] + [False] * (len(row) - 1)
        heads += [offset + int(fields[4]) - 1 for fields in row]
        offset += len(row)
    fields = [f for row in rows for f in row]
    doc = Doc(
        VOCAB,
        words=[f[0] for f in fields],
        lemmas=[f[1] for f in fields],
        tags=[f[2] for f in fields],
        pos=[f[3] for f in fields],
        heads=heads,
        deps=[f[5] for f in fields],
        sent_starts=starts,
    )
    parts = (Part(start=0, end=len(doc.text), kind="paragraph"),)
    document = Document(id=Document.identify(doc.text), text=doc.text, published=PUBLISHED, parts=parts)
    return document, doc, find_times(document, doc)


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        # They met on Friday.
        (
            "They/they/PRP/PRON/2/nsubj met/meet/VBD/VERB/2/ROOT on/on/IN/ADP/4/case Friday/Friday/NNP/PROPN/2/obl",
            "2025-04-25",
        ),
        # They will meet on Friday.
        (
            "They/they/PRP/PRON/3/nsubj will/will/MD/AUX/3/aux meet/meet/VB/VERB/3/ROOT on/on/IN/ADP/5/case "
            "Friday/Friday/NNP/PROPN/3/obl",
            "2025-05-02",
        ),
        # They arrive Friday.
        ("They/they/PRP/PRON/2/nsubj arrive/arrive/VBP/VERB/2/ROOT Friday/Friday/NNP/PROPN/2/obl", "2025-05-02"),
        # She says Friday …: verbs of saying look back even in the present.
        ("She/she/PRP/PRON/2/nsubj says/say/VBZ/VERB/2/ROOT Friday/Friday/NNP/PROPN/2/obl", "2025-04-25"),
        # They have scheduled talks Friday: what is set is still to come, whatever the tense of the setting.
        (
            "They/they/PRP/PRON/3/nsubj have/have/VBP/AUX/3/aux scheduled/schedule/VBN/VERB/3/ROOT "
            "talks/talk/NNS/NOUN/3/obj Friday/Friday/NNP/PROPN/3/obl",
            "2025-05-02",
        ),
        # They plan to meet Friday.
        (
            "They/they/PRP/PRON/2/nsubj plan/plan/VBP/VERB/2/ROOT to/to/TO/PART/4/mark meet/meet/VB/VERB/2/xcomp "
            "Friday/Friday/NNP/PROPN/4/obl",
            "2025-05-02",
        ),
        # The halt runs until Friday.
        (
            "The/the/DT/DET/2/det halt/halt/NN/NOUN/3/nsubj runs/run/VBZ/VERB/3/ROOT until/until/IN/ADP/5/case "
            "Friday/Friday/NNP/PROPN/3/obl",
            "2025-05-02",
        ),
        # It may follow Friday's raid.
        (
            "It/it/PRP/PRON/3/nsubj may/may/MD/AUX/3/aux follow/follow/VB/VERB/3/ROOT "
            "Friday/Friday/NNP/PROPN/6/nmod:poss 's/'s/POS/PART/4/case raid/raid/NN/NOUN/3/obj",
            "2025-04-25",
        ),
    ],
)
def test_tense_decides_between_last_and_next(sentence: str, value: str) -> None:
    _, _, times = parsed(sentence)
    assert [t.value for t in times] == [value]


def test_may_the_verb_is_no_month() -> None:
    _, _, times = parsed("May/may/MD/AUX/3/aux they/they/PRP/PRON/3/nsubj live/live/VB/VERB/3/ROOT")
    assert times == []


RAID = (
    "Shells/shell/NNS/NOUN/2/nsubj hit/hit/VBD/VERB/2/ROOT the/the/DT/DET/4/det town/town/NN/NOUN/2/obj "
    "on/on/IN/ADP/6/case Friday/Friday/NNP/PROPN/2/obl "
    "./././PUNCT/2/punct"
)
DEATHS = "Two/two/CD/NUM/2/nummod people/people/NNS/NOUN/3/nsubj died/die/VBD/VERB/3/ROOT ./././PUNCT/3/punct"
PLANS = "They/they/PRP/PRON/3/nsubj will/will/MD/AUX/3/aux leave/leave/VB/VERB/3/ROOT ./././PUNCT/3/punct"
SAID = (
    "Shells/shell/NNS/NOUN/2/nsubj hit/hit/VBD/VERB/2/ROOT it/it/PRP/PRON/2/obj ,/,/,/PUNCT/6/punct "
    "he/he/PRP/PRON/6/nsubj said/say/VBD/VERB/2/parataxis on/on/IN/ADP/8/case Sunday/Sunday/NNP/PROPN/6/obl "
    "./././PUNCT/2/punct"
)


def test_an_event_has_the_time_of_its_clause() -> None:
    _, doc, times = parsed(RAID)
    assert time_of(doc[1], doc, times) == (times[0], False)
    assert time_of(doc[1:2], doc, times) == (times[0], False)


def test_an_event_without_a_time_has_the_running_one() -> None:
    _, doc, times = parsed(RAID, DEATHS)
    assert time_of(doc[9], doc, times) == (times[0], True)


def test_a_running_time_is_no_time_of_what_is_to_come() -> None:
    _, doc, times = parsed(RAID, PLANS)
    assert time_of(doc[9], doc, times) == (None, True)


def test_when_it_was_said_is_only_a_last_resort() -> None:
    _, doc, times = parsed(SAID)
    assert time_of(doc[5], doc, times) == (times[0], False)
    assert time_of(doc[1], doc, times) == (times[0], True)


def test_lengths_and_repetitions_place_no_event() -> None:
    common = {"id": "t1", "start": 0, "end": 1, "text": "x"}
    assert not places_event(Time(**common, type="SET", value="P1D"))
    assert not places_event(Time(**common, type="DURATION", value="P1D"))
    assert places_event(Time(**common, type="DATE", value="2025-04-28", **{"from": "2025-04-28", "to": "2025-04-28"}))


def test_the_night_of_what_has_happened_is_over() -> None:
    _, _, (night,) = parsed(
        "Drones/drone/NNS/NOUN/2/nsubj fell/fall/VBD/VERB/2/ROOT in/in/IN/ADP/5/case the/the/DT/DET/5/det "
        "night/night/NN/NOUN/2/obl ./././PUNCT/2/punct"
    )
    assert night.value == "2025-04-27TNI"
