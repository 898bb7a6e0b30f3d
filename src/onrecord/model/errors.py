"""The one root error of the package.

    OnrecordError
    ├── InputError        an input that cannot be read: the batch goes on without it
    ├── ReadingError      a reading that breaks a rule of the format: never written
    ├── RecordError       a record that cannot be opened, written or asked
    ├── MissingExtraError an optional part that is not installed
    └── UsageError        options that contradict one another

Every error has a stable `code` (listed in docs/errors.md), the `where` (file, row or object), the `cause` and the
`remedy`; `str(error)` is the one line that a user sees.
"""


class OnrecordError(Exception):
    """Anything that onrecord reports to its user; catch this to catch them all."""

    def __init__(self, code: str, cause: str, *, remedy: str = "", where: str = "") -> None:
        super().__init__(code, cause, remedy, where)
        self.code = code
        self.cause = cause
        self.remedy = remedy
        self.where = where

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        remedy = f" ({self.remedy})" if self.remedy else ""
        return f"{place}{self.cause}{remedy} [{self.code}]".replace("\n", " ")

    def __reduce__(self) -> tuple[object, ...]:
        # Errors cross process borders (`--jobs`); the default reduction cannot rebuild keyword-only arguments.
        return (_rebuild, (type(self), self.code, self.cause, self.remedy, self.where))


def _rebuild(kind: type[OnrecordError], code: str, cause: str, remedy: str, where: str) -> OnrecordError:
    return kind(code, cause, remedy=remedy, where=where)


class InputError(OnrecordError):
    """An input cannot be read; the remedy says what to change. The rest of a batch goes on."""


class ReadingError(OnrecordError):
    """A reading breaks a rule of the format (a span that does not match its text, a dangling reference)."""


class RecordError(OnrecordError):
    """A record cannot be opened, written or asked; what was stored before is untouched."""


class MissingExtraError(OnrecordError):
    """An optional part is not installed; the remedy is its install line."""


class UsageError(OnrecordError):
    """Options or arguments contradict one another or name nothing that exists."""
