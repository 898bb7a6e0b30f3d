"""From a document and its analysis to a reading: one module a question, each a function to model objects."""
