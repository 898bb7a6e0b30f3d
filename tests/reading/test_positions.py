"""Topics and positions: stances, conditions, hedges, and what is no stance."""

from __future__ import annotations

import pytest

from onrecord.model import Reading
from onrecord.reading import read as read_module
from onrecord.reading.events.parties import Parties
from onrecord.reading.events.triggers import Matcher
from onrecord.reading.positions.predicates import allowed
from onrecord.reference.positions import position_lexicon

PUBLISHED = "2025-05-21"


def reading_of(text: str) -> Reading:
    return read_module.read(text, published=PUBLISHED)


def stances(text: str) -> set[tuple[str, str]]:
    reading = reading_of(text)
    by_id = {a.id: a for a in reading.actors}
    return {(by_id[p.actor].country or by_id[p.actor].name, p.stance) for p in reading.positions if p.actor}


def test_every_predicate_fires_in_its_example() -> None:
    from onrecord.language import analyse
    from onrecord.sources import document_from_text

    lexicon = position_lexicon().predicates
    document = document_from_text("\n\n".join(e.example for e in lexicon.entries), published=PUBLISHED)
    doc = analyse(document)
    matcher = Matcher(lexicon, Parties(doc, (), ()), also=allowed)
    silent, at = [], 0
    for entry in lexicon.entries:
        start = document.text.index(entry.example, at)
        at = start + len(entry.example)
        found = [matcher.match(t) for t in doc.char_span(start, at, alignment_mode="expand") or ()]
        if not any(t is not None and t.entry.type == entry.type for t in found):
            silent.append(entry.key)
    assert len(silent) <= 0.08 * len(lexicon.entries), silent


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kenya proposed a ceasefire to Somalia.", ("KEN", "proposes")),
        ("Kenya demanded the release of all hostages.", ("KEN", "demands")),
        ("Kenya supports the peace plan.", ("KEN", "supports")),
        ("Kenya accepted the peace plan.", ("KEN", "accepts")),
        ("Kenya rejected the peace plan.", ("KEN", "rejects")),
        ("Kenya opposes the peace plan.", ("KEN", "opposes")),
        ("Kenya is studying the proposal.", ("KEN", "hesitates")),
        ("Kenya did not accept the peace plan.", ("KEN", "rejects")),
    ],
)
def test_stances(text: str, expected: tuple[str, str]) -> None:
    assert expected in stances(text)


def test_an_acceptance_with_a_condition_is_conditional_and_keeps_its_words() -> None:
    reading = reading_of("Kenya would accept the ceasefire if Somalia withdraws its troops from the port.")
    found = [p for p in reading.positions if p.stance == "accepts_conditionally"]
    assert found
    start, end = found[0].conditions[0]
    assert reading.document.text[start:end].startswith("if Somalia withdraws")


def test_what_must_be_done_is_a_demand_of_the_speaker() -> None:
    reading = reading_of('"The agreement must be ratified by parliament," President Adeyemi of Nigeria said.')
    assert [p.stance for p in reading.positions] == ["demands"]


def test_characterisations_of_talks_are_no_stances() -> None:
    assert not stances("Kenya said that a deal was close. It was unclear when talks would resume, Somalia said.")


def test_an_acceptance_that_is_only_pressed_for_is_none() -> None:
    assert ("SOM", "accepts") not in stances("Kenya pressed Somalia to accept the ceasefire.")


def test_topics_are_joined_and_named_with_their_fullest_wording() -> None:
    reading = reading_of("Kenya rejected a proposal for an immediate 30-day ceasefire. Somalia accepted the proposal.")
    assert {p.topic for p in reading.positions if p.stance in ("accepts", "rejects")} == {reading.positions[0].topic}
    topic = next(t for t in reading.topics if t.id == reading.positions[0].topic)
    assert topic.name == "proposal for an immediate 30-day ceasefire"
    assert topic.kind == "ceasefire"
