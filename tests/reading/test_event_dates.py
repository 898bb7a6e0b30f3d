"""Dates of events: the time that is the event's own, and the day that the report tells elsewhere."""

from __future__ import annotations

import pytest

from onrecord.model import Event
from onrecord.reading import read as read_module

PUBLISHED = "2025-05-21"  # a Wednesday


def events_of(text: str) -> dict[str, Event]:
    """The events of a report by the words of their triggers; the first of each."""
    reading = read_module.read(text, published=PUBLISHED)
    out: dict[str, Event] = {}
    for event in reading.events:
        out.setdefault(event.trigger.text, event)
    return out


@pytest.mark.parametrize(
    ("text", "trigger", "day"),
    [
        # What only bounds a thing, or dates another that is named beside it, is no time of it.
        ("Days before Tuesday's summit, Kenyan forces shelled the town.", "shelled", None),
        ("The minister condemned Tuesday's attack on the town.", "condemned", None),
        ("The president hailed the soldiers who died in the attack on Monday.", "hailed", None),
        # A stretch with both its ends is a time of what happened in it.
        ("In the past 48 hours Kenyan forces shelled the town.", "shelled", "2025-05-19"),
        ("On Tuesday, Kenyan forces shelled the town.", "shelled", "2025-05-20"),
    ],
)
def test_the_time_of_a_clause(text: str, trigger: str, day: str | None) -> None:
    assert events_of(text)[trigger].from_ == day


def test_what_is_told_again_has_the_day_of_the_first_telling() -> None:
    events = events_of(
        "Kenyan aircraft bombed the Somali port of Kismayo on Monday. Officials met in the capital. The mayor spoke of "
        "fires in the harbour. Later he said that Kenyan jets had also struck a Somali hospital."
    )
    struck = events["struck"]
    assert (struck.from_, struck.inferred) == ("2025-05-19", True)


def test_what_happens_often_or_elsewhere_has_no_carried_day() -> None:
    events = events_of(
        "Kenyan aircraft bombed the Somali port of Kismayo on Monday. Officials met in the capital. The mayor spoke of "
        "fires in the harbour. Kenyan jets have regularly struck Somali towns."
    )
    assert events["struck"].from_ is None


def test_answers_to_what_happened_on_the_day_of_the_report_fell_on_it() -> None:
    tail = "The harbour lay in ruins. Sirens were silent. Ethiopia condemned the bombing."
    today = events_of("Kenyan aircraft bombed the Somali port of Kismayo on Wednesday. " + tail)
    assert (today["condemned"].from_, today["condemned"].inferred) == (PUBLISHED, True)
    earlier = events_of("Kenyan aircraft bombed the Somali port of Kismayo on Monday. " + tail)
    assert earlier["condemned"].from_ is None


def test_the_harm_that_a_report_opens_with_has_the_day_of_its_news() -> None:
    events = events_of(
        "Kenyan aircraft bombed the Somali port of Kismayo. Fires were burning. The first explosion was heard on "
        "Tuesday night, a sailor said."
    )
    assert (events["bombed"].from_, events["bombed"].inferred) == ("2025-05-20", True)


def test_without_a_publication_date_no_day_is_carried_into_the_lead() -> None:
    reading = read_module.read("Kenyan aircraft bombed the port. It was heard on Tuesday.")
    assert all(event.from_ is None for event in reading.events)
