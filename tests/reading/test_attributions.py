"""Who says what: spans, links, circumstances, nesting, and the same treatment of every side."""

from __future__ import annotations

import time

import numpy as np
import pytest
from spacy.tokens import Doc
from spacy.vocab import Vocab

import onrecord
from onrecord.language import analyse
from onrecord.model import Attribution, Document
from onrecord.reading.actors import find_actors
from onrecord.reading.attributions import find_attributions
from onrecord.reading.attributions.repairs import inverted_subject
from onrecord.reading.attributions.spans import Stretch
from onrecord.reading.attributions.tagger import evidence
from onrecord.reading.places import find_places
from onrecord.reading.times import find_times
from onrecord.sources import document_from_text


def attributions(text: str) -> tuple[Document, list[Attribution]]:
    document = document_from_text(text, published="2025-04-28")
    doc = analyse(document)
    times = find_times(document, doc)
    actors = find_actors(document, doc, find_places(document, doc))
    return document, find_attributions(document, doc, actors, times)


def outermost(text: str) -> list[tuple[str | None, str, list[str]]]:
    """Source, cue and contents of the outermost attributions, as words."""
    document, found = attributions(text)
    return [
        (a.source.text, a.cue.text if a.cue else "", [document.text[s:e] for s, e in a.content.spans])
        for a in found
        if a.parent is None
    ]


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        (
            "The defence ministry said its forces downed 40 drones overnight.",
            "The defence ministry",
            "said",
            ["its forces downed 40 drones overnight"],
        ),
        (
            "Two depots burned down, according to the regional governor.",
            "the regional governor",
            "according to",
            ["Two depots burned down"],
        ),
        (
            "“We will hold the town,” the general said.",
            "the general",
            "said",
            ["“We will hold the town,”"],
        ),
        (
            "“We held the bridge,” he said, “and we will hold the town.”",
            "he",
            "said",
            ["“We held the bridge,”", "“and we will hold the town.”"],
        ),
        (
            "“The talks were useful,” said Anna Berg, the chief mediator.",
            "Anna Berg, the chief mediator",
            "said",
            ["“The talks were useful,”"],
        ),
    ],
)
def test_the_plain_forms(text: str, source: str, cue: str, content: list[str]) -> None:
    assert outermost(text) == [(source, cue, content)]


@pytest.mark.parametrize("dash", ["―", "—", "\n—"])
def test_a_signed_quotation_is_its_signers(dash: str) -> None:
    text = f"“I have never seen such a fire in my whole life.” {dash} Maria Kovalenko, resident"
    assert outermost(text) == [
        ("Maria Kovalenko, resident", dash.strip(), ["“I have never seen such a fire in my whole life.”"])
    ]


def test_a_dash_before_a_clause_is_no_signature() -> None:
    text = "“I have never seen such a fire in my whole life.” — Maria Kovalenko lost her home that night."
    assert all(cue != "—" for _, cue, _ in outermost(text))


def test_a_toll_is_given_by_somebody() -> None:
    text = "Local officials reported intense strikes across the city but gave a lower toll of eight dead."
    assert outermost(text) == [
        ("Local officials", "reported", ["intense strikes across the city"]),
        ("Local officials", "gave", ["a lower toll of eight dead"]),
    ]
    assert not any(cue == "gave" for _, cue, _ in outermost("Local officials reported strikes but gave no toll."))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "At least 12 people were killed in an attack on two besieged towns a monitor said in an updated count.",
            ("a monitor", "At least 12 people were killed in an attack on two besieged towns"),
        ),
        (
            "Shells were fired at the village and left 10 people wounded according to the directorate of health.",
            ("the directorate of health", "Shells were fired at the village and left 10 people wounded"),
        ),
        (
            "The agency said over 500,000 people have been displaced since the truce ended.",
            ("The agency", "over 500,000 people have been displaced since the truce ended"),
        ),
    ],
)
def test_the_order_of_words_tells_where_commas_are_missing(text: str, wanted: tuple[str, str]) -> None:
    assert wanted in [(source, content) for source, _, (content, *_) in outermost(text)]


def test_who_holds_somebody_responsible_says_so() -> None:
    text = (
        "He was on the list for decades, with Arvenia holding him responsible for the deaths of dozens of its citizens."
    )
    assert any(
        source == "Arvenia" and contents == ["the deaths of dozens of its citizens"]
        for source, _, contents in outermost(text)
    )


def test_what_only_borders_on_a_verb_of_saying_is_not_its_own() -> None:
    text = "Planes hit the harbour a day after the group claimed a deadly attack on the city."
    assert not any(contents == ["Planes hit the harbour a day after"] for _, _, contents in outermost(text))


def test_a_subject_after_its_verb_needs_no_commas() -> None:
    words = ["They", "left", "said", "the", "mayor", "on", "Monday"]
    heads, deps = [1, 2, 2, 4, 2, 6, 2], ["nsubj", "ccomp", "ROOT", "det", "nsubj", "case", "obl"]
    lemmas = ["they", "leave", "say", "the", "mayor", "on", "Monday"]
    doc = Doc(Vocab(), words=words, heads=heads, deps=deps, lemmas=lemmas)
    said = [Stretch("CONTENT", 0, 2, 1.0), Stretch("CUE", 2, 3, 1.0), Stretch("CONTENT", 3, 7, 1.0)]
    assert inverted_subject(doc, said, 2) == Stretch("SOURCE", 3, 5, 1.0)
    assert inverted_subject(doc, said, 0) == said[0]


def test_a_relative_pronoun_is_no_part_of_the_source_of_the_main_clause() -> None:
    text = "Senator Anna Cruz, who has proposed repealing the mandate over five years, said she would vote no."
    assert ("Senator Anna Cruz", "said", ["she would vote no"]) in outermost(text)


def test_a_relative_pronoun_means_its_antecedent() -> None:
    document, found = attributions("The ministry relied on Oleh Marchenko, who said that the bridge was open.")
    said = next(a for a in found if a.cue and a.cue.text == "said")
    assert len(said.source.actors) == 1


def test_nobody_says_the_dateline() -> None:
    text = "KYIV, Ukraine (Example Wire) — Drones hit the port overnight, regional officials said on Thursday."
    assert outermost(text) == [("regional officials", "said", ["Drones hit the port overnight"])]


def test_a_no_break_space_changes_nothing() -> None:
    plain = "The governor said on Tuesday that 300 people had left. “They are safe,” she told reporters."
    blanks = plain.replace("governor said", "governor\u00a0said").replace("she told", "she\u00a0told")
    found = [(a.source.spans, a.cue and a.cue.start, a.content.spans) for a in attributions(blanks)[1]]
    assert found == [(a.source.spans, a.cue and a.cue.start, a.content.spans) for a in attributions(plain)[1]]


def test_less_trust_flattens_the_evidence_and_a_lean_favours_beginnings() -> None:
    probabilities = np.full((1, 7), 0.02)
    probabilities[0, 0] = 0.88
    plain, less = evidence(probabilities), evidence(probabilities, scale=0.5)
    assert (less[0, 0] - less[0, 4]) == pytest.approx((plain[0, 0] - plain[0, 4]) / 2)
    leaning = evidence(probabilities, lean=0.9)
    assert (leaning - plain)[0].tolist() == pytest.approx([-0.3, 0.9, 0.9, 0.9, 0, 0, 0])


def test_the_fields_of_a_quotation() -> None:
    text = "Officials said on Sunday that the week would be “very critical” for the talks."
    document, found = attributions(text)
    (claim,) = [a for a in found if a.parent is None]
    assert claim.content.manner == "mixed"
    assert [document.text[s:e] for s, e in claim.content.quoted] == ["very critical"]
    assert claim.source.kind == "unnamed"
    assert claim.said is not None
    assert claim.act == "statement"
    assert claim.by.startswith("encoder+linker(")


def test_manner_of_a_whole_quotation_is_direct() -> None:
    _, found = attributions("“We will hold the town,” the general said.")
    assert found[0].content.manner == "direct"


def test_addressee_and_venue() -> None:
    _, (claim, *_) = attributions("The minister told reporters that the bridge was safe.")
    assert claim.addressee == "reporters"
    _, (claim, *_) = attributions("The governor said in a post on Telegram that the fire was out.")
    assert claim.venue == "a post on Telegram"


def test_denials_and_negated_cues() -> None:
    _, (denied, *_) = attributions("The ministry denied that its troops had entered the town.")
    assert (denied.act, denied.negated) == ("denial", False)
    _, (unsaid, *_) = attributions("The ministry did not say how many soldiers were killed.")
    assert unsaid.negated


def test_a_pronoun_means_its_actor() -> None:
    text = "Governor Anna Berg visited the town on Friday. She said the bridge was safe."
    document = document_from_text(text, published="2025-04-28")
    doc = analyse(document)
    actors = find_actors(document, doc, find_places(document, doc))
    (claim,) = find_attributions(document, doc, actors, [])
    named = {a.id: a.name for a in actors}
    assert [named[i] for i in claim.source.actors] == ["Anna Berg"]


def test_nested_attributions_name_their_parent() -> None:
    text = "The agency reported that the ministry said the bridge had fallen."
    document, found = attributions(text)
    outer = next(a for a in found if a.parent is None)
    inner = next(a for a in found if a.parent is not None)
    assert inner.parent == outer.id
    assert inner.source.text == "the ministry"
    assert [document.text[s:e] for s, e in inner.content.spans] == ["the bridge had fallen"]


def test_nothing_is_read_in_a_text_without_sentences() -> None:
    for text in ("", " ", "\n\n"):
        document = Document(id=Document.identify(text), text=text)
        assert find_attributions(document, analyse(document), [], []) == []


@pytest.mark.parametrize("piece", ["“We ", '"', "he said ", "said, ", "“a” he said. "])
def test_hostile_texts(piece: str) -> None:
    text = piece * 1500
    document = document_from_text(text)
    doc = analyse(document)
    started = time.process_time()
    for a in find_attributions(document, doc, [], []):
        assert all(0 <= start < end <= len(text) for start, end in a.content.spans)
        assert a.cue is not None and text[a.cue.start : a.cue.end] == a.cue.text
    assert time.process_time() - started < 20


REPORTS = [
    "{A} said its troops had entered the town on Monday.",
    "{A} denied that it had shelled the hospital.",
    "{A} accused {B} of breaking the truce.",
    "{B} forces shelled the port, according to {A}.",
    "“We will not leave the valley,” a {a} commander said.",
    "The {a} defence ministry said {b} drones had been downed overnight.",
    "{A} said on Tuesday that talks with {B} would resume.",
    "The {a} government warned that {b} forces were massing at the border.",
    "{A} claimed its army had taken the village. {B} rejected the claim.",
    "The {a} army said {b} shells had killed two farmers.",
    "{A} urged {B} to release the prisoners.",
    "{a} officials said the bridge had been destroyed by {b} artillery.",
    "The {a} president said he would not meet the {b} president.",
    "“The truce is over,” the {a} foreign minister told reporters.",
    "{A} believes that {B} is preparing an attack.",
    "The {a} police said six people were arrested near the {b} border.",
    "{A} promised to answer any {b} attack.",
    "A {a} spokesman said: “We have lost four soldiers.”",
    "{A} says {B} has violated the agreement, which {B} denies.",
    "The {a} parliament called for an inquiry into the {b} strikes.",
]


@pytest.mark.parametrize("report", REPORTS)
def test_sides_swap(report: str) -> None:
    """The same report with the parties' names exchanged reads the same with them exchanged."""

    def shape(names: dict[str, str], back: dict[str, str]) -> list[tuple[object, ...]]:
        document, found = attributions(report.format(**names))

        def neutral(words: str) -> str:
            for name, sign in back.items():
                words = words.replace(name, sign)
            return words

        return [
            (
                neutral(a.source.text or ""),
                neutral(a.cue.text if a.cue else ""),
                [neutral(document.text[s:e]) for s, e in a.content.spans],
                a.act,
                a.negated,
                a.source.kind,
                a.parent is None,
            )
            for a in found
        ]

    one = {"A": "Armenia", "a": "Armenian", "B": "Azerbaijan", "b": "Azerbaijani"}
    other = {"A": "Azerbaijan", "a": "Azerbaijani", "B": "Armenia", "b": "Armenian"}

    def signs(names: dict[str, str]) -> dict[str, str]:
        return {names["a"]: "<a>", names["b"]: "<b>", names["A"]: "<A>", names["B"]: "<B>"}

    assert shape(one, signs(one)) == shape(other, signs(other))


def test_a_line_broken_between_a_source_and_its_verb_hides_neither() -> None:
    text = (
        "President Ana Bell said Norland has accepted\na proposal for a 30-day ceasefire. Russia has effectively "
        "rejected it, a senior French official\nsaid on condition of anonymity."
    )
    claims = [
        (claim.source.text, text[slice(*claim.content.spans[0])])
        for claim in onrecord.read(text).attributions
        if claim.source
    ]
    assert claims[-1] == ("a senior French official", "Russia has effectively rejected it")
