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


def named_stances(text: str) -> list[tuple[str, str, str]]:
    """Holder, stance and topic of every position, in the order of the text."""
    reading = reading_of(text)
    names = {a.id: a.country or a.name for a in reading.actors}
    topics = {t.id: t.name for t in reading.topics}
    return [(names[p.actor], p.stance, topics[p.topic]) for p in reading.positions if p.actor]


def test_coordinated_demands_are_one_position_each() -> None:
    found = named_stances("Kenya called on Somalia to open the port and to free the captives.")
    assert [(who, stance) for who, stance, _ in found] == [("KEN", "demands"), ("KEN", "demands")]
    assert [topic for _, _, topic in found] == ["open the port and to free the captives", "free the captives"]


def test_importance_and_need_in_one_sentence_are_two_stances() -> None:
    found = named_stances("Kenya affirmed the importance of the treaty and the need to free the captives.")
    assert [(who, stance) for who, stance, _ in found] == [("KEN", "supports"), ("KEN", "demands")]


def test_a_joint_statement_holds_for_everybody_who_made_it() -> None:
    text = "A joint statement by Kenya, Ghana and Nepal condemned the restrictions on aid."
    assert stances(text) == {("KEN", "opposes"), ("GHA", "opposes"), ("NPL", "opposes")}


def test_officials_of_two_states_are_both_of_them() -> None:
    assert stances("Kenyan and Ghanaian officials expressed support for a truce.") >= {
        ("KEN", "supports"),
        ("GHA", "supports"),
    }


def test_the_two_leaders_are_the_persons_named_before() -> None:
    text = (
        "Kenyan President William Ruto met Nigerian President Bola Tinubu. "
        "The two leaders stressed the importance of a truce."
    )
    assert stances(text) == {("KEN", "supports"), ("NGA", "supports")}


def test_us_is_a_country_and_not_the_speaker() -> None:
    text = 'The US opposes the plan, President William Ruto of Kenya said. "The US wants a truce."'
    assert ("USA", "opposes") in stances(text)


@pytest.mark.parametrize(
    "text",
    [
        "If Kenya accepts the plan, the talks will begin.",
        "Ghana does not believe that Kenya would support the plan.",
        "The delegation left at the request of Kenya.",
        "Kenya rejected the allegations.",
        "Kenya requested anonymity.",
        "Kenya accused Ghana, without any evidence to support the claim.",
        "Ghana is waiting for Kenya to submit a peace plan.",
        "The strikes were meant by Kenya to pressure Ghana rather than to end the war.",
        "Ghana accused Kenya of wanting to prolong the war.",
        "The ministers of Kenya asked not to be named because the talks are confidential.",
        '"I should say that the talks are long," the president of Kenya said.',
        "Kenya protected its shipping interests in the strait.",
    ],
)
def test_what_is_no_stance(text: str) -> None:
    assert not [x for x in stances(text) if x[0] == "KEN"]


def test_what_is_agreed_is_told_once() -> None:
    assert named_stances("Kenya agreed to lift the blockade.") == [("KEN", "accepts", "lift the blockade")]


def test_readiness_to_sign_is_acceptance() -> None:
    assert stances("Kenya is ready to sign the agreement.") == {("KEN", "accepts")}


def test_a_wish_not_to_act_is_opposition() -> None:
    assert ("KEN", "opposes") in stances("Kenya would prefer not to use the sanctions.")


def test_no_reason_is_opposition() -> None:
    assert ("KEN", "opposes") in stances("Kenya sees no reason to end the war.")


def test_what_a_speaker_announces_of_his_own_side_is_support_or_acceptance() -> None:
    assert stances("Kenya said it would end sanctions on Somalia.") == {("KEN", "supports")}
    assert stances("Kenya said it would attend the talks.") == {("KEN", "accepts")}
    assert not stances("Kenya said Somalia would resume the talks.")


def test_a_condition_deep_in_the_clause_is_kept() -> None:
    reading = reading_of(
        "Kenya is willing to help the island by exporting grain on the condition that Somalia opens the port."
    )
    start, end = reading.positions[0].conditions[0]
    assert "condition that Somalia opens the port" in reading.document.text[start:end]


def test_the_call_after_a_reported_judgement_is_the_speakers() -> None:
    text = "The foreign minister of Kenya said that threats to the lives of envoys are wrong and called for a truce."
    assert ("KEN", "demands") in stances(text)


def test_what_a_minister_says_it_would_do_is_his_states() -> None:
    assert stances("Ireland's foreign minister said it would demand answers from Kenya.") == {("IRL", "demands")}


def test_the_two_leaders_are_those_who_met() -> None:
    text = (
        "Kenyan President William Ruto spoke by phone with Nigerian President Bola Tinubu about the war. "
        "They criticised Sudanese President Omar Bakri, whose army shelled a town on Monday. Omar Bakri was silent. "
        "The two leaders stressed the importance of a truce."
    )
    assert {x for x in stances(text) if x[1] == "supports"} == {("KEN", "supports"), ("NGA", "supports")}


def test_a_statement_behind_which_a_participle_stands_names_its_holders() -> None:
    text = "The delivery coincided with a joint statement from Kenya and Ghana, condemning the restrictions on aid."
    assert stances(text) == {("KEN", "opposes"), ("GHA", "opposes")}


def test_we_without_quotation_marks_is_whoever_says_it() -> None:
    assert ("KEN", "demands") in stances("We demand an inquiry into the attack the government of Kenya said.")


def test_an_agreement_told_in_passing_is_acceptance() -> None:
    assert ("KEN", "accepts") in stances("Ghana refuses to sign the deal, despite Kenya's agreement to the deal.")


def test_support_that_ends_is_opposition() -> None:
    assert ("KEN", "opposes") in stances("Kenya said it could no longer support the offensive.")
