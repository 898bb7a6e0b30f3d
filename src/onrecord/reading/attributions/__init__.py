"""Who says what: attributions with their source, cue and content."""

from onrecord.reading.attributions.find import find_attributions

__all__ = ["find_attributions"]
