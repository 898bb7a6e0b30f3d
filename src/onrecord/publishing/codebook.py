"""The codebook: every kind of object in a reading and every field of it, made from the model itself."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from onrecord.model import Reading

_ORDER = (
    "Document",
    "Part",
    "Sentence",
    "Time",
    "Place",
    "Actor",
    "ActorMention",
    "Figure",
    "Attribution",
    "Source",
    "Cue",
    "Content",
    "Event",
    "Topic",
    "Position",
    "Mark",
    "Warning",
    "Reader",
)


def codebook() -> str:
    """The codebook in Markdown."""
    schema = Reading.model_json_schema(by_alias=True)
    kinds = schema["$defs"]
    lines = ["# Codebook", "", "Made from the model by `onrecord schema --as md`; change the model, not this page.", ""]
    lines += _kind("Reading", schema)
    for name in _ORDER:
        lines += _kind(name, kinds[name])
    return "\n".join(lines).rstrip() + "\n"


def _kind(name: str, schema: dict[str, Any]) -> Iterable[str]:
    yield f"## {name}"
    yield ""
    yield " ".join(schema.get("description", "").split())
    yield ""
    yield "| field | values | meaning |"
    yield "|---|---|---|"
    for field, entry in schema["properties"].items():
        yield f"| `{field}` | {_values(entry)} | {entry.get('description', '').replace('|', '∣')} |"
    yield ""


def _values(entry: dict[str, Any]) -> str:
    if "const" in entry:
        return f"`{entry['const']}`"
    if "enum" in entry:
        return ", ".join(f"`{value}`" for value in entry["enum"])
    if "$ref" in entry:
        return entry["$ref"].rsplit("/", 1)[1]
    if "anyOf" in entry:
        return " or ".join(_values(option) for option in entry["anyOf"])
    if entry.get("type") == "array":
        if "prefixItems" in entry:
            return "[start, end)"
        return f"list of {_values(entry['items'])}" if "items" in entry else "list"
    return str(entry.get("type", ""))
