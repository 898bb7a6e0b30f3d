"""Which source and which contents belong to a cue: two log-linear choices whose features can be read.

For each cue one source is chosen among those near it, or none (an implicit source); for each content one cue, or none.
A choice is the candidate with the highest sum of feature weights; the weights were fitted on PolNeAR's training part
by `training/linker.py`. The names of the features that weighed most go into `by`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from onrecord.reading.attributions.clauses import parsed_source
from onrecord.reading.attributions.context import Context
from onrecord.reading.attributions.settings import weights
from onrecord.reading.attributions.spans import Link, Stretch

__all__ = ["Link", "link"]

BEFORE, AFTER = 3, 2
_SUBJECT = frozenset({"nsubj", "nsubj:pass", "nsubj:outer"})


def link(context: Context) -> list[Link]:
    """Every cue with its source and contents; cues without contents are left out."""
    links = {cue.start: Link(cue, None) for cue in context.roles["CUE"]}
    for content in context.roles["CONTENT"]:
        cues = cue_candidates(context, content)
        chosen, why = choose([content_features(context, content, cue) for cue in cues], weights("content"))
        cue = cues[chosen]
        if cue is None:
            cue, why = _touching(context, content), "what is said"
        if cue is not None:
            links[cue.start].contents.append(content)
            links[cue.start].by.append(f"content:{why}")
    out = []
    for found in links.values():
        if not found.contents:
            continue
        sources = source_candidates(context, found.cue)
        chosen, why = choose([source_features(context, found.cue, source) for source in sources], weights("source"))
        found.source = _without_relative(context, sources[chosen], found.cue)
        found.by.append(f"source:{why}")
        out.append(found)
    return out


def _touching(context: Context, content: Stretch) -> Stretch | None:
    """The verb of saying that a content stands right after and hangs on, whatever the encoder makes of it."""
    for cue in context.near("CUE", content, 0, 0):
        if cue.end == content.start and _kind(context, cue) == "speech" and context.head(cue).pos_ == "VERB":
            head = context.head(cue)
            subject = any(c.dep_ in _SUBJECT for c in head.children)
            if subject and any(t.head == head and t.dep_ in ("obj", "ccomp") for t in context.anchors(content)):
                return cue
    return None


def _without_relative(context: Context, source: Stretch | None, cue: Stretch) -> Stretch | None:
    """A source without the pronoun of a relative clause outside which its cue stands: "[the minister], who …, said"."""
    if source is None or source.end - source.start < 2:
        return source
    pronoun = context.doc[source.end - 1]
    if pronoun.lower_ not in ("who", "which", "that") or pronoun.tag_ not in ("WP", "WDT"):
        return source
    if cue.start <= pronoun.head.i < cue.end or pronoun.head == context.head(cue).head:
        return source
    end = source.end - 1
    while end > source.start + 1 and context.doc[end - 1].is_punct:
        end -= 1
    return replace(source, end=end)


def choose(candidates: Sequence[Sequence[str]], table: dict[str, float]) -> tuple[int, str]:
    """The number of the best candidate and the feature that spoke most for it."""
    best, best_score, why = 0, float("-inf"), ""
    for number, features in enumerate(candidates):
        score = sum(table.get(name, 0.0) for name in features)
        if score > best_score:
            best, best_score = number, score
            why = max(features, key=lambda name: table.get(name, 0.0), default="")
    return best, why


def source_candidates(context: Context, cue: Stretch) -> list[Stretch | None]:
    """Sources near a cue, the one that the parse gives it where the encoder saw no role, and None."""
    found: list[Stretch | None] = [*context.near("SOURCE", cue, BEFORE, AFTER)]
    parsed = parsed_source(context.doc, context.head(cue), context.doc._.attribution)
    if parsed is not None and context.free(parsed):
        found.append(parsed)
    return [*found, None]


def cue_candidates(context: Context, content: Stretch) -> list[Stretch | None]:
    """Cues near a content, and None."""
    return [*context.near("CUE", content, BEFORE, AFTER), None]


def _bucket(count: int) -> str:
    return (
        str(count)
        if count <= 3
        else "4-6"
        if count <= 6
        else "7-12"
        if count <= 12
        else "13-25"
        if count <= 25
        else "+"
    )


def _level(score: float) -> int:
    """How sure, in steps that grow."""
    return sum(score >= step for step in (0.003, 0.01, 0.03, 0.1, 0.3))


def _gap(left: Stretch, right: Stretch) -> tuple[int, int]:
    """The tokens between two stretches, whichever comes first."""
    return (left.end, right.start) if left.start < right.start else (right.end, left.start)


def _kind(context: Context, cue: Stretch) -> str:
    groups = context.cue_groups(cue)
    return groups[0].kind if groups else "unknown"


def source_features(context: Context, cue: Stretch, source: Stretch | None) -> list[str]:
    """What speaks for and against a source of a cue."""
    head = context.head(cue)
    passive = any(c.dep_ == "aux:pass" for c in head.children)
    part = head.pos_
    kind = _kind(context, cue)
    if source is None:
        found = ["none", f"none:part={part}", f"none:passive={passive}", f"none:kind={kind}"]
        near = context.between("SOURCE", context.sentences[int(context.sentence_of[cue.start])].start, cue.start)
        found.append(f"none:before={min(near, 2)}")
        subject = next((c for c in head.children if c.dep_ in _SUBJECT), None)
        if subject is None:
            found.append("none:no subject")
        else:
            covered = context.near("SOURCE", cue, 0, 0)
            inside = any(s.start <= subject.i < s.end for s in covered)
            found.append(f"none:subject is source={inside}")
            if subject.dep_ == "expl" or subject.lower_ in ("it", "there"):
                found.append("none:expletive")
        return found
    if source.parsed:
        way = source.parsed.split()
        return [
            "parsed",
            f"parsed:{way[-1]}",
            *([f"parsed:over {way[0]}", f"parsed:{kind}:inherited"] if len(way) > 1 else [f"parsed:{kind}:own"]),
            f"parsed:score={_level(source.score)}",
            f"parsed:cue score={int(cue.score * 5)}",
            f"parsed:{context.doc[source.start].pos_ if source.end - source.start == 1 else 'phrase'}",
        ]
    before = source.start < cue.start
    start, end = _gap(source, cue)
    gap = max(end - start, 0)
    apart = int(context.sentence_of[cue.start] - context.sentence_of[source.start])
    side = "before" if before else "after"
    sources, cues = context.between("SOURCE", start, end), context.between("CUE", start, end)
    contents = context.between("CONTENT", start, end)
    found = [
        f"{side}:gap={_bucket(gap)}" if apart == 0 else f"{side}:sentences={max(-3, min(apart, 3))}",
        f"{side}:sources between={min(sources, 2)}",
        f"{side}:cues between={min(cues, 2)}",
        f"{side}:contents between={min(contents, 2)}",
        f"{side}:part={part}",
    ]
    if apart:
        found.append(f"same paragraph={context.paragraph_of[cue.start] == context.paragraph_of[source.start]}")
        return found
    word = context.head(source)
    relation = _relation(word.i, word.head.i, word.dep_, cue, head.i)
    if relation:
        found += [f"relation={relation}", f"relation={relation}:part={part}"]
    path = context.path(source, cue)
    found.append(f"path={path if path < 4 else '4+'}")
    if relation is None:
        found += _shared_subject(context, head, source)
        back = context.path(cue, source)
        if back >= 0:
            found.append(f"cue under source={min(back, 3)}")
            found.append(f"cue under source:{head.dep_}")
    if passive:
        found.append(f"passive:{word.dep_}")
    quoted = context.quotations.at(context.start_of(source))
    at = context.quotations.at(context.start_of(cue))
    found.append(f"quotation same={quoted == at}")
    return found


def _relation(word: int, head: int, dep: str, cue: Stretch, cue_head: int) -> str | None:
    """The relation of a source's head to the cue, where it hangs on it."""
    del word
    if head == cue_head:
        return dep
    if cue.start <= head < cue.end:
        return f"inner {dep}"
    return None


def _shared_subject(context: Context, head, source: Stretch) -> list[str]:  # type: ignore[no-untyped-def]
    """Whether the source is the subject of the verb that the cue is coordinated with, or hangs under."""
    del context
    token, steps = head, 0
    while token.head != token and steps < 5:
        dep, token = token.dep_, token.head
        steps += 1
        for child in token.children:
            if source.start <= child.i < source.end and child.dep_.split(":")[0] in ("nsubj", "obl", "nmod", "obj"):
                return [f"subject above:{dep}:{min(steps, 3)}", f"subject above:{child.dep_}"]
    return []


def content_features(context: Context, content: Stretch, cue: Stretch | None) -> list[str]:
    """What speaks for and against a cue of a content."""
    quotation = context.quotation(content)
    if cue is None:
        return [
            "none",
            f"none:quoted={quotation is not None}",
            f"none:score={int(content.score * 5)}",
            f"none:length={_bucket(content.end - content.start)}",
        ]
    after = content.start > cue.start
    start, end = _gap(content, cue)
    gap = max(end - start, 0)
    apart = int(context.sentence_of[content.start] - context.sentence_of[cue.start])
    side = "after" if after else "before"
    cues, contents = context.between("CUE", start, end), context.between("CONTENT", start, end)
    sources = context.between("SOURCE", start, end)
    kind = _kind(context, cue)
    speech = kind == "speech"
    far = max(-3, min(apart, 3))
    found = [
        f"{side}:gap={_bucket(gap)}" if apart == 0 else f"{side}:sentences={far}",
        f"{side}:cues between={min(cues, 2)}:{'same' if apart == 0 else 'other'}",
        f"{side}:contents between={min(contents, 2)}:{'same' if apart == 0 else 'other'}",
        f"{side}:sources between={min(sources, 2)}",
        f"{side}:kind={kind}",
        f"cue score={int(cue.score * 5)}",
    ]
    if quotation is not None:
        found.append(f"{side}:quoted:speech={speech}:sentences={far}")
        paragraph = context.paragraph_of[content.start] == context.paragraph_of[cue.start]
        if apart:
            found.append(f"{side}:quoted:same paragraph={paragraph}:continues={quotation.continues}")
    elif apart:
        paragraph = context.paragraph_of[content.start] == context.paragraph_of[cue.start]
        found.append(f"{side}:unquoted:same paragraph={paragraph}")
    if apart:
        own = context.sentences[int(context.sentence_of[content.start])]
        there = context.between("CUE", own.start, own.end)
        found.append(f"{side}:cues in own sentence={min(there, 2)}")
        return found
    head = context.head(cue)
    relations = {t.dep_ for t in context.anchors(content) if t.head.i == head.i or cue.start <= t.head.i < cue.end}
    if relations:
        found.append("hangs on cue")
        found += [f"relation={dep}" for dep in sorted(relations)]
    elif cue.start <= 0 or any(content.start <= t.head.i < content.end for t in context.anchors(cue)):
        found.append(f"cue hangs on content:{head.dep_}")
    else:
        path = context.path(content, cue)
        found.append(f"path={path if path < 4 else '4+'}")
    if context.doc[cue.end - 1].text == ":" and after:
        found.append("colon before")
    return found
