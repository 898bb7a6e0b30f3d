"""The brief as Markdown with footnotes, and as a page for a terminal."""

from __future__ import annotations

import re

from rich.console import Group, RenderableType
from rich.text import Text

from onrecord.publishing.brief import Brief, Note
from onrecord.publishing.display import one_line

_LINK = re.compile(r"https?://[^\s<>\"'`|\\\[\](){}]+")


def as_markdown(page: Brief) -> str:
    """The brief in Markdown, with a footnote for every sentence."""
    lines = [f"# {page.title}", "", page.facts, ""]
    for title, found, more in page.sections:
        lines += [f"## {title}", ""]
        for line in found:
            marks = "".join(f"[^{n}]" for n in line.notes)
            lines.append(f"- {'**New.** ' if line.new else ''}{_escaped(line.text)}{marks}")
        lines += ([f"- {more}"] if more else []) + [""]
    for n, note in enumerate(page.notes, 1):
        link = f" <{note.url}>" if note.url and _LINK.fullmatch(note.url) else ""
        lines.append(
            f"[^{n}]: “{_escaped(one_line(note.sentence, 400))}” {_escaped(_source(note))} `{note.id[:12]}`{link}"
        )
    return "\n".join(lines) + "\n"


def as_page(page: Brief) -> RenderableType:
    """The brief for a terminal."""
    out: list[RenderableType] = [Text(page.title, style="bold"), Text(page.facts, style="dim")]
    for title, found, more in page.sections:
        out += [Text(""), Text(title, style="bold underline")]
        for line in found:
            text = Text("• ")
            if line.new:
                text.append("new ", style="green")
            text.append(one_line(line.text))
            text.append(" " + "".join(f"[{n}]" for n in line.notes), style="dim cyan")
            out.append(text)
        if more:
            out.append(Text(f"  {more}", style="dim"))
    out += [Text(""), Text("Sources", style="bold underline")]
    for n, note in enumerate(page.notes, 1):
        text = Text(f"[{n}] ", style="dim cyan")
        text.append(f"“{one_line(note.sentence, 300)}”", style="")
        text.append(f" {one_line(_source(note))} {note.id[:12]}", style="dim")
        out.append(text)
    return Group(*out)


def _source(note: Note) -> str:
    return ", ".join(part for part in (note.outlet, note.published[:10]) if part)


def _escaped(text: str) -> str:
    """Text of a report as plain words in Markdown: it cannot open a link, an image, a heading or a tag."""
    out = one_line(text)
    for mark in "\\`*_[]<>#|!":
        out = out.replace(mark, "\\" + mark)
    return out
