"""What can go wrong before a text is analysed; the codes E201 to E203 stand in docs/errors.md."""

from onrecord.model.errors import OnrecordError


class LanguageError(OnrecordError):
    """The weights or a pipeline that was asked for are missing or do not fit; no text was analysed."""
