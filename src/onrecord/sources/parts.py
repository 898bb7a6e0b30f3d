"""The parts of a text: title, headings, paragraphs, captions and boilerplate, found by line and by phrase."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from onrecord.model import Part
from onrecord.model.document import PartKind
from onrecord.sources.dateline import Dateline, parse_dateline
from onrecord.sources.furniture import closing_start, is_furniture, leading_date, opening_end, stretches
from onrecord.sources.markdown import front_matter_end, split_mark

_BREAK = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_FINAL = re.compile(r"""[.!?…:;,—–-][\])"'’”»*_]{0,4}$|[”"»]$""")
_CAPTION = re.compile(
    r"(?:(?:file |handout |screen)?(?:photo|photograph|image|picture|illustration|graphic|video)s?(?: credit| by)?"
    r"\s{0,3}[:/|]|\((?:AP|AFP|Reuters|EPA|File|Getty)(?:[ /](?:Photo|Images?)[^)]{0,80})?\)$|credit:)",
    re.I,
)
_AGENCIES = "AP|AFP|EPA|Reuters|Getty Images|Getty|Anadolu|Xinhua|TASS|Sputnik|Shutterstock"
_CREDIT = re.compile(
    rf"(?:[/|(\[–-]\s{{0,2}}|\bvia )(?:{_AGENCIES})(?: Photo| Images?| via [\w ]{{1,30}})?"
    r"(?:[)\]]?|/[^()\n]{1,60}\))\.?$",
    re.I,
)
_MAX_WIDTH = 100
_HEADING_CHARS, _HEADING_WORDS = 90, 12


@dataclass(frozen=True)
class Layout:
    """The parts of a text and what stands in it about itself."""

    parts: tuple[Part, ...]
    title: str | None
    dateline: Dateline | None
    published: str | None


@dataclass(frozen=True)
class _Block:
    start: int
    end: int
    lines: int


def find_parts(text: str, *, title: str | None = None, markdown: bool = False) -> Layout:
    """The layout of a text. `title` is the title given apart: where the text repeats it, that is the title's part.

    What is not white space stands in exactly one part; parts are in order and do not overlap.
    """
    return _Finder(text, title, markdown).layout()


class _Finder:
    def __init__(self, text: str, title: str | None, markdown: bool) -> None:
        self.text, self.given, self.markdown = text, title, markdown
        self.parts: list[Part] = []
        self.found_title: str | None = None
        self.begun = False
        self.dateline: Dateline | None = None
        self.published: str | None = None

    def layout(self) -> Layout:
        text = self.text
        start = front_matter_end(text) if self.markdown else 0
        if not start and text.startswith("\ufeff"):
            start = 1
        self._add(0, start, "boilerplate")
        body = self._opening(start)
        end = closing_start(text, body)
        blocks = list(_blocks(text, body, end))
        kinds = self._kinds(blocks)
        for block, kind in zip(blocks, kinds, strict=True):
            self._block(block, kind)
        self._add(end, len(text), "boilerplate")
        return Layout(tuple(self.parts), self.found_title, self.dateline, self.published)

    def _opening(self, start: int) -> int:
        """Take furniture, a date and a repeated title off the beginning; the result is where the prose begins."""
        text, at = self.text, start
        for _ in range(8):
            end = at + opening_end(text[at : at + 4000])
            if found := leading_date(text, end):
                end, day = found
                self.published = self.published or day
            if end == at:
                break
            self._add(at, end, "boilerplate")
            at = end
        return self._run_in_title(at)

    def _run_in_title(self, at: int) -> int:
        given = (self.given or "").strip().rstrip(".")
        if len(given) < 12:
            return at
        # Only a name may stand before it: the credit of the author, in one line with the title.
        begin = self.text[at : at + 120 + len(given)].lower().find(given.lower())
        lead = self.text[at : at + max(begin, 0)].strip(" \t\r\n#*\ufeff.")
        if begin < 0 or (lead and not re.match(r"by\s", lead, re.I)):
            return at
        begin += at
        end = begin + len(given)
        while end < len(self.text) and self.text[end] in ' .*"”’':
            end += 1
        # A sentence that begins with the words of its title goes on with a small letter.
        if end < len(self.text) and not (
            self.text[end].isupper() or self.text[end] in "\r\n(“\"'[" or self.text[end].isdigit()
        ):
            return at
        self._add(at, begin, "boilerplate")
        self._add(begin, end, "title")
        self.found_title = self.given
        return end

    def _kinds(self, blocks: list[_Block]) -> list[PartKind]:
        texts = [self.text[b.start : b.end] for b in blocks]
        kinds: list[PartKind] = []
        for block, words in zip(blocks, texts, strict=True):
            if is_furniture(words):
                kinds.append("boilerplate")
            elif _CAPTION.match(words) or (len(words) < 400 and _CREDIT.search(words)):
                kinds.append("caption")
            elif self._is_heading(block, words):
                kinds.append("heading")
            else:
                kinds.append("paragraph")
        self._settle(kinds, texts)
        return kinds

    def _is_heading(self, block: _Block, words: str) -> bool:
        if self.markdown and re.match(r"#{1,6}\s", words):
            return True
        mark, rest = split_mark(words)
        if mark or block.lines > 1 or len(words) > _HEADING_CHARS or len(words.split()) > _HEADING_WORDS:
            return False
        if self.markdown and words.startswith("**") and words.endswith("**"):
            return not _FINAL.search(words.strip("*")) or words.strip("*").endswith(":")
        return not _FINAL.search(rest) and (rest[:1].isupper() or rest[:1].isdigit() or rest[:1] in "“‘\"'")

    def _settle(self, kinds: list[PartKind], texts: list[str]) -> None:
        """A heading has prose behind it; where most lines look like headings, lines are how the text is written."""
        first = next((i for i, kind in enumerate(kinds) if kind != "boilerplate"), None)
        for i in range(len(kinds) - 1, -1, -1):
            if kinds[i] == "heading" and not texts[i].startswith("#"):
                behind = next((k for k in kinds[i + 1 : i + 4] if k != "boilerplate"), None)
                if behind is None:
                    kinds[i] = "paragraph"
        marked = sum(1 for i, k in enumerate(kinds) if k == "heading" and not texts[i].startswith(("#", "**")))
        prose = sum(1 for k in kinds if k == "paragraph")
        if marked > prose:
            kinds[:] = [
                "paragraph" if k == "heading" and not t.startswith(("#", "**")) else k
                for k, t in zip(kinds, texts, strict=True)
            ]
        if first is not None and self.found_title is None and kinds[first] in ("heading", "paragraph"):
            words = split_mark(texts[first])[1].strip("#* ")
            titled = self.given is not None and _same(words, self.given)
            marked_title = self.given is None and texts[first].startswith("# ")
            headline = self.given is None and kinds[first] == "heading" and len(words.split()) > 3
            if titled or marked_title or headline:
                kinds[first] = "title"
                self.found_title = words

    def _block(self, block: _Block, kind: PartKind) -> None:
        if kind == "boilerplate":
            if not self.published and (found := leading_date(self.text, block.start)):
                self.published = found[1]
            self._add(block.start, block.end, kind)
            return
        mark, _ = split_mark(self.text[block.start : block.end])
        at = block.start + len(mark)
        self._add(block.start, at, "boilerplate")
        if kind == "paragraph" and not self.begun:
            self.begun = True
            at = self._dateline(at, block.end)
        previous = at
        for start, end in [(at + s, at + e) for s, e in stretches(self.text[at : block.end])]:
            self._add(previous, start, kind)
            self._add(start, end, "boilerplate")
            previous = end
        self._add(previous, block.end, kind)

    def _dateline(self, start: int, end: int) -> int:
        """A date line is a paragraph of its own, so that the first sentence begins behind it."""
        found = parse_dateline(self.text[start : min(end, start + 400)])
        if not found or start + found.end >= end:
            return start
        self.dateline = found
        self._add(start, start + found.end, "paragraph")
        return start + found.end

    def _add(self, start: int, end: int, kind: PartKind) -> None:
        """The stretch without the white space around it, where anything is left."""
        words = self.text[start:end]
        start += len(words) - len(words.lstrip())
        end -= len(words) - len(words.rstrip())
        if start < end:
            self.parts.append(Part(start=start, end=end, kind=kind))


def _same(one: str, other: str) -> bool:
    return re.sub(r"\W+", "", one).lower() == re.sub(r"\W+", "", other).lower()


def _blocks(text: str, start: int, end: int) -> Iterator[_Block]:
    """The paragraphs of a text: lines, or runs of lines where the text is wrapped at a width."""
    lines = list(_lines(text, start, end))
    width = _width(lines)
    open_block: _Block | None = None
    for line, following in pairwise([*lines, (end, end)]):
        begin, stop = line
        if begin == stop:
            continue
        if open_block is None:
            open_block = _Block(begin, stop, 1)
        else:
            open_block = _Block(open_block.start, stop, open_block.lines + 1)
        if not _goes_on(text, line, following, width):
            yield open_block
            open_block = None
    if open_block:
        yield open_block


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The lines without the white space around them; blank lines are empty ranges."""
    at = start
    for match in [*_BREAK.finditer(text, start, end), None]:
        stop = match.start() if match else end
        words = text[at:stop]
        begin = at + len(words) - len(words.lstrip())
        close = stop - (len(words) - len(words.rstrip()))
        yield (begin, max(begin, close))
        at = match.end() if match else end


def _width(lines: list[tuple[int, int]]) -> int:
    """The width at which the text is wrapped, or 0 where its lines are paragraphs."""
    lengths = sorted(end - start for start, end in lines if end > start)
    if len(lengths) < 2:
        return 0
    # Links are not broken, so that a few lines are longer; of the others many are nearly full.
    width = lengths[int(0.85 * (len(lengths) - 1))]
    full = sum(1 for length in lengths if width - 15 <= length <= width)
    return width if 40 <= width <= _MAX_WIDTH and full >= 0.25 * len(lengths) else 0


def _goes_on(text: str, line: tuple[int, int], following: tuple[int, int], width: int) -> bool:
    """Whether the next line belongs to the same paragraph: its first word would not have fitted on this one."""
    start, end = following
    if not width or start == end:
        return False
    mark = split_mark(text[start : min(end, start + 12)])[0]
    ended = bool(_FINAL.search(text, max(line[0], line[1] - 8), line[1]))
    # A wrapped line may well begin with a number and a full stop: "… on April 28. The".
    if mark and (ended or not mark[0].isdigit()):
        return False
    space = text.find(" ", start, end)
    word = (space if space > 0 else end) - start
    length = line[1] - line[0]
    return length + 1 + word > width - 4 or (not ended and length > 0.6 * width)
