"""`onrecord schema`: the reading format as JSON Schema."""

from __future__ import annotations

import json
import sys


def schema() -> None:
    """Print the JSON Schema of a reading."""
    from onrecord.model import Reading

    document = Reading.model_json_schema(by_alias=True)
    document["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    sys.stdout.write(json.dumps(document, indent=2, ensure_ascii=False) + "\n")
