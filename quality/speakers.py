"""Score who speaks: the actor that the reader gives to each attribution of the development gold.

    python quality/speakers.py DATA [--part dev|third|all] [--errors] [--end-to-end]

DATA is the folder with `gold_dev/`. Two figures, each by slice (named, description, pronoun, metonym, implicit):

`linked`   the gold's own source words, looked up with `ActorIndex`: what the actors alone are worth. Attributions
           whose source has no words are left out.
`end to end` (with --end-to-end) the source actors of the reading's attributions that match the gold's by content
           (overlap over union of characters above 0.5, greedy, one to one), as the outside check counts them:
           abstentions are wrong.

An actor is right where its name, an alias or the words of one of its mentions (pronouns aside) mean the gold's
speaker: the same words, at least half of the words in common, the same surname, or initials. `unnamed` counts the
attributions to somebody without a name, right where the reader keeps an actor without a name or the source's words.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from onrecord.language import analyse
from onrecord.model import Actor, Document
from onrecord.reading.actor_index import ActorIndex
from onrecord.reading.actors import find_actors
from onrecord.reading.places import find_places
from onrecord.reference.actors import capitals, seats

_GENERIC = (
    "the a an of and in for s government president prime minister ministry office spokesperson spokesman mr mrs ms"
)
GENERIC = frozenset(_GENERIC.split())
NATIONS = {
    "russian": "russia",
    "ukrainian": "ukraine",
    "american": "us",
    "usa": "us",
    "israeli": "israel",
    "iranian": "iran",
    "syrian": "syria",
    "british": "uk",
    "french": "france",
    "german": "germany",
    "palestinian": "palestine",
    "turkish": "turkey",
    "chinese": "china",
    "sudanese": "sudan",
    "egyptian": "egypt",
    "saudi": "saudi",
    "european": "eu",
    "eu": "eu",
    "defense": "defence",
    "idf": "israel military",
    "un": "united nations",
    "gazan": "gaza",
}
SPELLINGS = (
    ("united states", "us"),
    ("united kingdom", "uk"),
    ("u.s.", "us"),
    ("european union", "eu"),
    ("zelenskyy", "zelensky"),
    ("zelenskiy", "zelensky"),
)
_PRONOUNS = "he she they it who which his her their its that him them i we"
PRONOUNS = frozenset(_PRONOUNS.split())


def plain(name: str) -> str:
    """A name in lower-case ASCII."""
    return unicodedata.normalize("NFKD", name or "").encode("ascii", "ignore").decode().lower()


def words(name: str) -> set[str]:
    """The comparable words of a name: nationalities as countries, titles and articles dropped."""
    text = plain(name)
    for one, other in SPELLINGS:
        text = text.replace(one, other)
    return {v for w in re.findall(r"[a-z0-9]+", text) for v in NATIONS.get(w, w).split() if v not in GENERIC}


def alike(gold: str, names: Iterable[str]) -> bool:
    """Whether one of the names means the gold's actor."""
    wanted = words(gold)
    if not wanted:
        return False
    last = re.findall(r"[a-z0-9]+", plain(gold))[-1]
    initials = "".join(w[0] for w in gold.lower().split() if w not in GENERIC)
    for name in names:
        have = words(name)
        if not have:
            continue
        if wanted == have or len(wanted & have) / len(wanted | have) >= 0.5:
            return True
        if 1 < len(wanted) <= 3 and last in have and last not in NATIONS.values() and " of " not in gold:
            return True
        if len(have) == 1 and len(gold.split()) > 1 and next(iter(have)) == initials:
            return True
        if len(wanted) == 1 and len(name.split()) > 1:
            short = "".join(w[0] for w in name.lower().split() if w not in GENERIC)
            if next(iter(wanted)) == short:
                return True
    return False


def names_of(actor: Actor) -> list[str]:
    """Every name of an actor and the words of its mentions, pronouns aside."""
    return [actor.name, *actor.aliases, *(m.text for m in actor.mentions if m.form != "pronoun")]


def slice_of(source: str, speaker: str) -> str:
    """Which slice a source phrase belongs to."""
    bare = re.sub(r"^(the|The)\s+", "", source).strip(" ,")
    if not bare:
        return "implicit"
    if bare.lower() in PRONOUNS:
        return "pronoun"
    if bare in capitals() or bare in seats():
        return "metonym"
    return "named" if alike(speaker, [bare]) else "description"


def documents(data: Path, part: str) -> Iterator[tuple[dict[str, Any], Document]]:
    """The gold annotations of a part of the development gold, each with its document."""
    from onrecord.sources import document_from_text

    rows = {}
    for line in (data / "gold_dev" / "articles.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        rows[row["id"]] = row
    for path in sorted((data / "gold_dev").glob("*.json")):
        if path.name == "incidents.json":
            continue
        gold = json.loads(path.read_text("utf-8"))
        third = int(hashlib.sha256(gold["id"].encode()).hexdigest(), 16) % 3 == 0
        if part == "all" or third == (part == "third"):
            row = rows[gold["id"]]
            known = {k: row.get(k) for k in ("published", "title", "url", "outlet")}
            yield gold, document_from_text(row["text"], source_id=gold["id"], **known)


def linked(gold: dict[str, Any], document: Document) -> Iterator[tuple[str, bool, str]]:
    """Slice, whether right, and a line to read for each attribution whose source has words."""
    doc = analyse(document)
    index = ActorIndex(find_actors(document, doc, find_places(document, doc)))
    for row in gold["attributions"]:
        if row.get("nested") or row.get("optional") or not row["source"]:
            continue
        actors: dict[str, Actor] = {}
        for start, end in row["source"]:
            span = doc.char_span(start, end, alignment_mode="expand")
            for actor in index.all_of(span) if span is not None else ():
                actors.setdefault(actor.id, actor)
        source = " ".join(document.text[s:e] for s, e in row["source"])
        shown = f"{gold['id']} {source!r}: {row['speaker']} / {', '.join(a.name for a in actors.values()) or '-'}"
        if row["speaker"] is None:
            yield "unnamed", not any(a.named for a in actors.values()), shown
        else:
            right = any(alike(one, names_of(a)) for a in actors.values() for one in row["speaker"].split(";"))
            yield slice_of(source, row["speaker"]), right, shown


def end_to_end(gold: dict[str, Any], document: Document) -> Iterator[tuple[str, bool, str]]:
    """The same for the attributions of a whole reading."""
    import onrecord

    reading = onrecord.read(document)
    actors = {a.id: a for a in reading.actors}
    found = [a for a in reading.attributions if a.parent is None]
    sets = [{i for s, e in a.content.spans for i in range(s, e)} for a in found]
    golden = [{i for s, e in row["content"] for i in range(s, e)} for row in gold["attributions"]]
    pairs = sorted(
        ((len(g & p) / len(g | p), i, j) for i, g in enumerate(golden) for j, p in enumerate(sets) if g & p),
        reverse=True,
    )
    taken_gold: set[int] = set()
    taken: set[int] = set()
    for score, i, j in pairs:
        if score <= 0.5:
            break
        if i in taken_gold or j in taken:
            continue
        taken_gold.add(i)
        taken.add(j)
        row = gold["attributions"][i]
        if row.get("nested") or row.get("optional") or not row["speaker"]:
            continue
        source = " ".join(document.text[s:e] for s, e in row["source"])
        who = [actors[k] for k in found[j].source.actors]
        right = any(alike(one, names_of(a)) for a in who for one in row["speaker"].split(";"))
        shown = f"{gold['id']} {source!r}: {row['speaker']} / {', '.join(a.name for a in who) or '-'}"
        yield slice_of(source, row["speaker"]), right, shown


def main() -> int:
    """Print the figures as JSON, after the errors where they are asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--part", choices=("dev", "third", "all"), default="dev")
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--end-to-end", action="store_true")
    options = parser.parse_args()
    if options.errors and options.part != "dev":
        parser.error("errors are shown for the development part only: the third is for measuring")
    right, total = Counter[str](), Counter[str]()
    for gold, document in documents(options.data, options.part):
        rows = end_to_end(gold, document) if options.end_to_end else linked(gold, document)
        for name, ok, shown in rows:
            total[name] += 1
            right[name] += ok
            if options.errors and not ok:
                sys.stdout.write(f"{name}: {shown}\n")
    known = [name for name in total if name != "unnamed"]
    figures: dict[str, Any] = {
        "speaker_acc": round(sum(right[n] for n in known) / max(1, sum(total[n] for n in known)), 4)
    }
    figures.update({n: f"{right[n]}/{total[n]}" for n in sorted(total)})
    sys.stdout.write(json.dumps(figures) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
