"""The base of every object of a reading: immutable, with the field names of the format and nothing else."""

import json
from typing import Any

from pydantic import BaseModel, ConfigDict

_LINE_ENDS = {ord(mark): f"\\u{ord(mark):04x}" for mark in "\x7f\x85\u2028\u2029"}
# JSON allows these raw, but many readers of JSON Lines split at them.


def json_line(data: Any) -> str:
    """The data as JSON on one line, whatever a consumer takes for the end of a line."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), default=str).translate(_LINE_ENDS)


class Record(BaseModel):
    """An immutable object of the reading format.

    Unknown fields are dropped on input: later minor versions of the format may add fields, and a reading
    written by them must still open here.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", ser_json_inf_nan="null")
