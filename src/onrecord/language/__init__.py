"""The small encoder and the spaCy pipeline around it: sentences, tags, lemmas, parse, names and attribution tags."""

from onrecord.language.analyse import analyse, model_digest

__all__ = ["analyse", "model_digest"]
