"""Events: the lexicon's own examples, parties in every construction, PLOVER's boundary rules."""

from __future__ import annotations

import pytest

from onrecord.model import Event, Reading
from onrecord.reading import read as read_module
from onrecord.reading.events.parties import Parties
from onrecord.reading.events.triggers import Matcher
from onrecord.reference.events import event_lexicon

PUBLISHED = "2025-05-21"


def reading_of(text: str) -> Reading:
    return read_module.read(text, published=PUBLISHED)


def names(reading: Reading, ids: tuple[str, ...]) -> set[str]:
    by_id = {a.id: a for a in reading.actors}
    return {by_id[i].country or by_id[i].name for i in ids}


def one(text: str, kind: str) -> tuple[Reading, Event]:
    """The reading of a text and its first event of a type."""
    reading = reading_of(text)
    found = [e for e in reading.events if e.type == kind]
    assert found, f"no {kind} in {text!r}: {[(e.type, e.trigger.text) for e in reading.events]}"
    return reading, found[0]


def test_every_entry_of_the_lexicon_fires_in_its_example() -> None:
    from onrecord.language import analyse
    from onrecord.sources import document_from_text

    entries = event_lexicon().entries
    document = document_from_text("\n\n".join(e.example for e in entries), published=PUBLISHED)
    doc = analyse(document)
    matcher = Matcher(event_lexicon(), Parties(doc, (), ()))
    silent, at, tokens = [], 0, list(doc)
    for entry in entries:
        start = document.text.index(entry.example, at)
        at = start + len(entry.example)
        found = [matcher.match(t) for t in doc.char_span(start, at, alignment_mode="expand") or tokens[:0]]
        if not any(t is not None and t.entry.type == entry.type for t in found):
            silent.append(entry.key)
    # A parse may go wrong with new weights; the lexicon as a whole must not.
    assert len(silent) <= 0.04 * len(entries), silent


@pytest.mark.parametrize(
    ("text", "actors", "recipients"),
    [
        ("Kenyan troops attacked the Somali town of Bardera.", {"KEN"}, {"SOM"}),
        ("The Somali town of Bardera was attacked by Kenyan troops.", {"KEN"}, {"SOM"}),
        ("The shelling of Somalia by Kenyan forces went on.", {"KEN"}, {"SOM"}),
        ("Kenya launched an attack on Somalia.", {"KEN"}, {"SOM"}),
        ("Kenya's strike on Somalia killed nine people.", {"KEN"}, {"SOM"}),
        ("Kenyan strikes against Somalia went on.", {"KEN"}, {"SOM"}),
    ],
)
def test_parties_stand_in_every_construction(text: str, actors: set[str], recipients: set[str]) -> None:
    reading, event = one(text, "ASSAULT")
    assert names(reading, event.actors) == actors
    assert names(reading, event.recipients) == recipients


def test_swapping_two_parties_swaps_the_reading() -> None:
    text = "{a} shelled {b} on Monday. {b} condemned the attack. Later {a} and {b} held talks."
    there = reading_of(text.format(a="Kenya", b="Somalia"))
    back = reading_of(text.format(a="Somalia", b="Kenya"))
    swap = {"KEN": "SOM", "SOM": "KEN"}
    assert [(e.type, e.value) for e in there.events] == [(e.type, e.value) for e in back.events]
    for one_event, other in zip(there.events, back.events, strict=True):
        assert {swap[c] for c in names(there, one_event.actors)} == names(back, other.actors)
        assert {swap[c] for c in names(there, one_event.recipients)} == names(back, other.recipients)


@pytest.mark.parametrize(
    ("text", "kind", "mode"),
    [
        ("The president of Kenya will meet the president of Somalia on Friday.", "AGREE", None),
        ("Kenya summoned the ambassador of Somalia over the raid.", "ACCUSE", "disapprove"),
        ("The president of Kenya pardoned two generals.", "CONCEDE", None),
        ("Kenya released forty Somali prisoners on Monday.", "RETREAT", "release"),
        ("Kenya declared a ceasefire on Monday.", "CONCEDE", None),
        ("Kenya withdrew its demand for the port.", "CONCEDE", None),
        ("Kenya cancelled a meeting with the envoy of Somalia.", "REJECT", "meet"),
        ("Kenya suspended aid deliveries to Somalia because of the raid.", "SANCTION", "discontinue"),
        ("Kenya expelled two diplomats of Somalia.", "SANCTION", "expel"),
        ("The rebels captured fifty soldiers in the valley.", "ASSAULT", "abduct"),
        ("Kenya and Somalia held joint exercises near the border.", "COOPERATE", None),
        ("Kenya held a military exercise near the border.", "MOBILIZE", "troops"),
        ("Kenya will not lift the blockade of the port.", "REJECT", "yield"),
        ("Kenya demanded a ceasefire from Somalia.", "REQUEST", "yield"),
        ("Somalia rejected a ceasefire with Kenya.", "REJECT", "yield"),
        ("Kenya threatened to shell the port of Somalia.", "THREATEN", "violence"),
        ("Air-raid sirens sounded in Mogadishu on Monday.", "ALERT", None),
        ("Kenya attacked the port with drones.", "ASSAULT", "drone"),
        ("Kenyan warplanes bombed the port.", "ASSAULT", "explosives"),
        ("Kenya shelled the port with artillery.", "ASSAULT", "heavy-weapons"),
    ],
)
def test_boundary_rules(text: str, kind: str, mode: str | None) -> None:
    _, event = one(text, kind)
    assert event.mode == mode


def test_the_visitor_is_the_actor_and_the_host_the_recipient() -> None:
    reading, event = one("The foreign minister of Kenya visited Somalia on Monday.", "CONSULT")
    assert event.mode == "visit"
    assert names(reading, event.actors) == {"KEN"}
    assert names(reading, event.recipients) == {"SOM"}


def test_both_sides_of_a_fight_or_a_call_are_actors() -> None:
    for text, kind in (
        ("Fighting between Kenya and Somalia resumed on Monday.", "ASSAULT"),
        ("Kenya held talks with Somalia on Monday.", "CONSULT"),
    ):
        reading, event = one(text, kind)
        assert names(reading, event.actors) == {"KEN", "SOM"}
        assert event.recipients == ()


def test_a_downed_drone_is_intercepted_by_the_defender() -> None:
    reading, event = one("Somalia shot down twelve Kenyan drones overnight.", "INTERCEPT")
    assert names(reading, event.actors) == {"SOM"}
    assert names(reading, event.recipients) == {"KEN"}


def test_results_are_no_second_event_of_their_attack() -> None:
    reading = reading_of("Nine people were killed and four wounded in a Kenyan airstrike on Somalia.")
    assert [e.trigger.text for e in reading.events if e.type == "ASSAULT"] == ["airstrike"]


def test_accidents_and_illness_are_no_events() -> None:
    reading = reading_of("Twelve people died in a train crash in Kenya. Hundreds died of cholera in Somalia.")
    assert not [e for e in reading.events if e.type == "ASSAULT"]


def test_who_killed_a_single_person_is_not_guessed() -> None:
    reading = reading_of(
        "Kenya shelled Somalia on Monday. Kenya bombed Somalia on Tuesday. "
        "The Somali lawyer Abdi Warsame was shot dead in Madrid."
    )
    shot = [e for e in reading.events if e.trigger.text == "shot"]
    assert shot
    assert all(not e.actors for e in shot)


def test_plans_keep_their_type_with_value_unknown() -> None:
    _, event = one("Kenya plans to attack the port of Somalia.", "ASSAULT")
    assert (event.value, event.tense) == ("U", "future")


def test_denied_events_are_negative() -> None:
    _, event = one("The army did not attack the town.", "ASSAULT")
    assert event.value == "CT-"


def test_hostile_text_takes_linear_time() -> None:
    import time

    from onrecord.language import analyse
    from onrecord.reading.events import find_events
    from onrecord.sources import document_from_text

    document = document_from_text("attack strike war said ceasefire " * 600, published=PUBLISHED)
    doc = analyse(document)
    started = time.process_time()
    find_events(document, doc, (), (), (), (), ())
    assert time.process_time() - started < 20


def test_an_accusation_is_no_ground_for_laying_other_deaths_to_the_accused() -> None:
    reading = reading_of(
        "Kenya blamed Somalia for an attack on a bus in Nairobi. Police said that five people were killed in the blast."
    )
    killed = [e for e in reading.events if e.trigger.text in ("killed", "blast")]
    assert killed
    assert all("SOM" not in names(reading, e.actors) for e in killed)


def test_a_reporter_in_the_byline_is_no_party() -> None:
    reading = reading_of(
        "By Ada Obi Reporting from Lagos Security forces killed at least 27 people in central Nigeria on Wednesday."
    )
    assert all("Ada Obi" not in names(reading, e.actors) for e in reading.events)


def test_every_class_and_condition_of_the_lexicon_is_known() -> None:
    lexicon = event_lexicon()
    special = {"none", "!none", "any", "party", "person", "place", "number", "many"}
    for entry in lexicon.entries:
        for words in entry.conditions.values():
            for word in words:
                assert isinstance(word, str), entry.key
                if word.startswith("@") and word not in ("@topic", "@policy"):
                    assert word[1:] in special or word[1:] in lexicon.classes, (entry.key, word)
        assert entry.example.endswith((".", '"')), entry.key
