"""What a record is made of: documents, readings and every kind of object in them, and the errors of the package.

The field names are those of the reading format, version 1; `onrecord schema` prints them as JSON Schema.
"""

from onrecord.model.document import Document, Part
from onrecord.model.errors import OnrecordError
from onrecord.model.objects import (
    Actor,
    ActorMention,
    Attribution,
    Content,
    Event,
    Figure,
    Mark,
    Place,
    Position,
    Sentence,
    Source,
    Time,
    Topic,
    Warning,
)
from onrecord.model.reading import FORMAT, Reader, Reading

__all__ = [
    "FORMAT",
    "Actor",
    "ActorMention",
    "Attribution",
    "Content",
    "Document",
    "Event",
    "Figure",
    "Mark",
    "OnrecordError",
    "Part",
    "Place",
    "Position",
    "Reader",
    "Reading",
    "Sentence",
    "Source",
    "Time",
    "Topic",
    "Warning",
]
