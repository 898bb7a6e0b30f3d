"""The learnt numbers of the linker.

`linker.json` is written by `training/linker.py`, which says how; every weight has the name of the feature that it
belongs to, so that a link can be explained.
"""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import Any


@cache
def settings() -> dict[str, Any]:
    """The file as it stands: `source` and `content`, each feature to weight."""
    raw = resources.files("onrecord.reading.attributions").joinpath("linker.json").read_text("utf-8")
    return dict(json.loads(raw))


@cache
def weights(kind: str) -> dict[str, float]:
    """The weights of one decision: `source` or `content`."""
    return dict(settings()[kind])
