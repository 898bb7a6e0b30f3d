"""`onrecord schema`: the reading format as JSON Schema, or as the codebook."""

from __future__ import annotations

import json
import sys
from typing import Annotated

import typer

from onrecord.model.errors import UsageError


def schema(
    form: Annotated[str, typer.Option("--as", help="json (JSON Schema) or md (the codebook).")] = "json",
) -> None:
    """Print the JSON Schema of a reading, or the codebook made from it."""
    from onrecord.model import Reading
    from onrecord.publishing.codebook import codebook

    if form == "md":
        sys.stdout.write(codebook())
    elif form == "json":
        document = Reading.model_json_schema(by_alias=True)
        document["$schema"] = "https://json-schema.org/draft/2020-12/schema"
        sys.stdout.write(json.dumps(document, indent=2, ensure_ascii=False) + "\n")
    else:
        raise UsageError("E505", f"--as {form!r} is not known", remedy="write --as json or --as md")
