"""onrecord reads reports about wars and keeps the record of who says what happened, where, when, and how surely.

import onrecord
reading = onrecord.read("KYIV - Officials said on Monday that …", published="2025-04-28")
reading.attributions[0].source.text
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from onrecord.model import Document, OnrecordError, Reading

if TYPE_CHECKING:
    from onrecord.reading.read import read

__version__ = "0.1.0"
__all__ = ["Document", "OnrecordError", "Reading", "__version__", "read"]


def __getattr__(name: str) -> Any:
    # The reader loads spaCy and the encoder's runtime; whoever only opens a reading should not wait for them.
    if name == "read":
        from onrecord.reading.read import read

        return read
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
