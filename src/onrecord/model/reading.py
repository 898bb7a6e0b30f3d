"""A whole reading: what onrecord says about one report, and the rules that it must keep."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from onrecord.model.base import Record, json_line
from onrecord.model.document import Document
from onrecord.model.objects import (
    Actor,
    Attribution,
    Event,
    Figure,
    Place,
    Position,
    Sentence,
    Time,
    Topic,
    Warning,
)

FORMAT = "onrecord/reading@1"


class Reader(Record):
    """Which software, in which version, with which weights, made a reading."""

    name: str = "onrecord"
    version: str
    model: str


class Reading(Record):
    """What onrecord says about one report: `onrecord.read` builds it, `onrecord.model.rules` holds its rules."""

    format: Literal["onrecord/reading@1"] = FORMAT  # type: ignore[assignment]
    reader: Reader
    document: Document
    sentences: tuple[Sentence, ...] = ()
    times: tuple[Time, ...] = ()
    places: tuple[Place, ...] = ()
    actors: tuple[Actor, ...] = ()
    figures: tuple[Figure, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    events: tuple[Event, ...] = ()
    topics: tuple[Topic, ...] = ()
    positions: tuple[Position, ...] = ()
    warnings: tuple[Warning, ...] = Field(())

    def to_dict(self) -> dict[str, Any]:
        """The reading as plain data, in the field order of the format."""
        return self.model_dump(mode="json", by_alias=True)

    def to_json(self) -> str:
        """One line of JSON, whatever a consumer takes for the end of a line; the same reading gives the same bytes."""
        return json_line(self.to_dict())

    @classmethod
    def from_json(cls, line: str | bytes) -> Reading:
        """The reading that `to_json` wrote. Raises `pydantic.ValidationError` where the line is none."""
        return cls.model_validate_json(line)
