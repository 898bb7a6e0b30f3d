"""Ids are those of the order of the text, references follow them, and names stand on one line."""

from __future__ import annotations

import pytest

from onrecord.model import Actor, Document, Event, Figure, Mark, Reader
from onrecord.model.errors import ReadingError
from onrecord.model.objects import ActorMention
from onrecord.reading.assemble import Findings, assemble

TEXT = "Grant\nShapps said 12 people died after the strike."
READER = Reader(version="0.0.0", model="none")


def found() -> Findings:
    person = Actor(
        id="x",
        name="Grant\nShapps",
        kind="person",
        mentions=(ActorMention(start=0, end=12, text=TEXT[:12], form="name"),),
    )
    first = Figure(id="b", start=18, end=27, text="12 people", low=12, high=12, actor="x")
    strike = Event(
        id="later", type="ASSAULT", trigger=Mark(start=43, end=49, text="strike"), figures=("b",), incident="k"
    )
    died = Event(id="early", type="ASSAULT", trigger=Mark(start=28, end=32, text="died"), actors=("x",), incident="k")
    return Findings(actors=[person], figures=[first], events=[strike, died])


def test_ids_follow_the_text_and_references_follow_the_ids() -> None:
    reading = assemble(Document(id=Document.identify(TEXT), text=TEXT), found(), READER)
    assert [(e.id, e.trigger.text, e.incident) for e in reading.events] == [
        ("e1", "died", "i1"),
        ("e2", "strike", "i1"),
    ]
    assert (reading.figures[0].id, reading.figures[0].event, reading.figures[0].actor) == ("f1", "e2", "a1")
    assert reading.events[0].actors == ("a1",)


def test_a_name_that_the_text_breaks_over_two_lines_stands_on_one() -> None:
    reading = assemble(Document(id=Document.identify(TEXT), text=TEXT), found(), READER)
    assert reading.actors[0].name == "Grant Shapps"
    assert reading.actors[0].mentions[0].text == "Grant\nShapps"


def test_the_order_of_the_findings_changes_nothing() -> None:
    document = Document(id=Document.identify(TEXT), text=TEXT)
    one, other = found(), found()
    other.events = list(reversed(list(other.events)))
    assert assemble(document, one, READER).to_json() == assemble(document, other, READER).to_json()


def test_a_reference_to_nothing_is_refused() -> None:
    findings = found()
    findings.figures = [findings.figures[0].model_copy(update={"actor": "nobody"})]
    with pytest.raises(ReadingError, match="nobody"):
        assemble(Document(id=Document.identify(TEXT), text=TEXT), findings, READER)
