"""From bytes to text: the encoding is read off the bytes, and what had to be repaired is said."""

from __future__ import annotations

import codecs
import re

from onrecord.model import Warning
from onrecord.sources.options import failure

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = bytes(b for b in range(32) if b not in b"\t\n\r\x0b\x0c\x1b")
_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s{0,9}=\s{0,9}["']?([A-Za-z0-9_\-]{2,20})""", re.I)
_SURROGATE = re.compile("[\ud800-\udfff]")
REPAIRED = "W101"


def is_binary(head: bytes) -> bool:
    """Whether the bytes are no text in any usual encoding."""
    if head.startswith(tuple(mark for mark, _ in _MARKS)) or wide(head):
        return False
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return controls > 4 and controls * 100 > len(head)


def wide(head: bytes) -> str | None:
    """UTF-16 without a mark, told by the zero half of most of its characters: its codec, or None."""
    sample = head[:4096]
    if len(sample) < 8:
        return None
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > 0.4 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.4 * half and odd < 0.05 * half:
        return "utf-16-be"
    return None


def decode(data: bytes, where: str, *, charset: str | None = None, page: bool = False) -> tuple[str, list[Warning]]:
    """The text of the bytes and a note where characters had to be guessed or replaced.

    A UTF-8 byte order mark stays in the text as U+FEFF. `charset` is what the sender declared; `page` also believes
    a `<meta charset>`. Raises `InputError` E103 where the bytes are no text.
    """
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return _replaced(data, codec)
    if form := wide(data):
        return _replaced(data, form)
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError:
        pass
    if is_binary(data[:65_536]):
        raise failure("E103", where, "holds no text", "give a text, a page, a table, a feed or an archive of them")
    declared = [charset] if charset else []
    if page and (found := _DECLARED.search(data[:8192])):
        declared.append(found[1].decode("ascii"))
    for name in declared:
        try:
            return data.decode(name), []
        except (LookupError, UnicodeDecodeError, ValueError):
            continue
    lossy = data.decode("utf-8", "replace")
    wrong = lossy.count("\N{REPLACEMENT CHARACTER}")
    right = sum(1 for c in lossy[:2_000_000] if c > "\x7f") - wrong
    if right > 2 * wrong:
        return lossy, [note(REPAIRED, f"{wrong} bytes that are not UTF-8 were replaced by U+FFFD")]
    codec = _likely(data)
    text = data.decode(codec, "replace")
    return text, [note(REPAIRED, f"the text is not UTF-8 and was read as {codec}")]


def decode_line(data: bytes) -> tuple[str, bool]:
    """One line of a UTF-8 file; a broken one is read as Windows-1252, and the second value says so."""
    try:
        return data.decode("utf-8"), False
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace"), True


def repair_line(text: str) -> tuple[str, bool]:
    """Undo `surrogateescape`: a string with undecoded bytes is read as Windows-1252 as a whole."""
    if not _SURROGATE.search(text):
        return text, False
    return decode_line(text.encode("utf-8", "surrogateescape"))[0], True


def without_surrogates(text: str) -> str:
    """The text with lone surrogates, which no file can hold, replaced one for one by U+FFFD."""
    return _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)


def note(code: str, message: str) -> Warning:
    """A warning about the whole document."""
    return Warning(code=code, message=message, start=None, end=None)


def _replaced(data: bytes, codec: str) -> tuple[str, list[Warning]]:
    try:
        return data.decode(codec), []
    except UnicodeDecodeError:
        return data.decode(codec, "replace"), [note(REPAIRED, f"the text is damaged {codec.upper()}")]


def _likely(data: bytes) -> str:
    """The codec that a statistical guess names for the stretches with bytes beyond ASCII."""
    from charset_normalizer import from_bytes

    at = re.search(rb"[\x80-\xff]", data)
    start = max(0, at.start() - 2000) if at else 0
    best = from_bytes(data[start : start + 16_384]).best()
    codec = best.encoding if best else "cp1252"
    # Western text in an ISO code page is in practice Windows-1252, its superset.
    return "cp1252" if codec in ("ascii", "latin_1", "cp1250", "iso8859_15", "utf_8") else codec
