"""Pages, feeds, text, tables, archives and addresses in; documents out.

`read_inputs` reads what people have, lazily and in order; `document_from_text` makes a document of one text.
Nothing here raises for a bad input: it yields an `InputError` that names the input, the cause and the remedy.
"""

from onrecord.sources.dateline import Dateline, parse_dateline
from onrecord.sources.inputs import read_inputs
from onrecord.sources.options import Sourced, SourceOptions
from onrecord.sources.text import document_from_text

__all__ = ["Dateline", "SourceOptions", "Sourced", "document_from_text", "parse_dateline", "read_inputs"]
