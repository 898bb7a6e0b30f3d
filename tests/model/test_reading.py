"""Readings survive JSON and back, and one that breaks a rule is never made."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.model import Attribution, Content, Document, Figure, Mark, Part, Reader, Reading, Sentence, Time, Topic
from onrecord.model.errors import InputError, OnrecordError, ReadingError
from onrecord.model.objects import Source
from onrecord.model.rules import check, faults

READER = Reader(version="0.0.0", model="none")


def document(text: str, **fields: Any) -> Document:
    return Document(id=Document.identify(text), text=text, **fields)


TEXTS = st.text(min_size=1, max_size=200)
NUMBERS = st.one_of(st.none(), st.integers(-(10**12), 10**12), st.floats(0, 1, allow_nan=False))


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    text = draw(TEXTS)

    def mark() -> dict[str, Any]:
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        return {"start": start, "end": end, "text": text[start:end]}

    times = sorted((mark() for _ in range(draw(st.integers(0, 3)))), key=lambda m: (m["start"], m["end"]))
    figures = sorted((mark() for _ in range(draw(st.integers(0, 3)))), key=lambda m: (m["start"], m["end"]))
    whole = document(text, parts=(Part(start=0, end=len(text), kind="paragraph"),), title=draw(st.none() | TEXTS))
    return Reading(
        reader=READER,
        document=whole,
        sentences=(Sentence(start=0, end=len(text)),),
        times=tuple(
            Time(id=f"t{i}", type="DATE", from_=draw(st.none() | st.just("2025-04-28")), **m)
            for i, m in enumerate(times)
        ),
        figures=tuple(Figure(id=f"f{i}", low=draw(NUMBERS), high=draw(NUMBERS), **m) for i, m in enumerate(figures)),
        attributions=(
            Attribution(
                id="q1", source=Source(), content=Content(spans=((0, len(text)),)), hedge=draw(st.none() | TEXTS)
            ),
        ),
        topics=(Topic(id="k1", name=draw(TEXTS), mentions=(Mark(**mark()),)),),
    )


@given(readings())
def test_a_reading_survives_json_and_back(reading: Reading) -> None:
    check(reading)
    line = reading.to_json()
    back = Reading.from_json(line.encode("utf8"))
    assert back == reading
    assert back.to_json() == line


@given(readings())
def test_a_reading_is_valid_by_its_schema_names(reading: Reading) -> None:
    schema = Reading.model_json_schema(by_alias=True)
    data = json.loads(reading.to_json())
    assert set(data) == set(schema["properties"])
    time_fields = set(schema["$defs"]["Time"]["properties"])
    assert {"from", "to", "by", "inferred", "precision"} <= time_fields
    for time in data["times"]:
        assert set(time) == time_fields


def test_whole_numbers_stay_whole_in_json() -> None:
    figure = Figure(id="f1", start=0, end=1, text="1", low=119, high=0.25)
    assert '"low":119,"high":0.25' in figure.model_dump_json()


@pytest.mark.parametrize("mark", ["\u2028", "\u2029", "\x85", "\x0b", "\x1c", "\r"])
def test_a_reading_is_one_line_by_every_rule_of_what_a_line_is(mark: str) -> None:
    reading = Reading(reader=READER, document=document(f"One{mark}two."))
    assert len(reading.to_json().splitlines()) == 1
    assert Reading.from_json(reading.to_json()) == reading


def faulty(**fields: Any) -> list[str]:
    text = "Officials said so. Then they left."
    return list(faults(Reading(reader=READER, document=document(text), **fields)))


def test_a_span_that_does_not_match_its_text_is_a_fault() -> None:
    figure = Figure(id="f1", start=0, end=9, text="officials")
    assert faulty(figures=(figure,)) == ["span [0, 9) does not match its words 'officials'"]


def test_a_reference_to_nothing_is_a_fault() -> None:
    figure = Figure(id="f1", start=0, end=9, text="Officials", attribution="q7")
    assert faulty(figures=(figure,)) == ["f1.attribution names q7, which is not in the reading"]


def test_objects_out_of_order_are_a_fault() -> None:
    late, early = Sentence(start=19, end=34), Sentence(start=0, end=18)
    assert faulty(sentences=(late, early)) == ["sentences are not in the order of the text"]


def test_an_attribution_nested_in_itself_is_a_fault() -> None:
    item = Attribution(id="q1", source=Source(), content=Content(spans=((0, 9),)), parent="q1")
    assert faulty(attributions=(item,)) == ["attribution q1 is nested in itself"]


def test_a_sentence_across_parts_is_a_fault() -> None:
    text = "One. Two."
    parts = (Part(start=0, end=4, kind="paragraph"), Part(start=5, end=9, kind="paragraph"))
    reading = Reading(reader=READER, document=document(text, parts=parts), sentences=(Sentence(start=0, end=9),))
    assert list(faults(reading)) == ["sentence [0, 9) is not inside one part"]


def test_a_wrong_document_id_is_refused() -> None:
    reading = Reading(reader=READER, document=Document(id="0" * 64, text="x"))
    with pytest.raises(ReadingError, match="E301"):
        check(reading)


def test_errors_cross_process_borders() -> None:
    import pickle

    error = InputError("E101", "the file is empty", remedy="leave it out", where="a.txt")
    back = pickle.loads(pickle.dumps(error))
    assert isinstance(back, InputError) and isinstance(back, OnrecordError)
    assert str(back) == "a.txt: the file is empty (leave it out) [E101]"
