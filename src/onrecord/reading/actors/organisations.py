"""Bodies that the encoder names and no data file holds, their acronyms, and nouns that stand for a known body."""

from __future__ import annotations

import re

from onrecord.reading.actors.draft import NOMINAL, SUBJECTS, Draft, Entity, Report
from onrecord.reading.actors.persons import nation_of
from onrecord.reference.actors import bodies, titles
from onrecord.reference.spelling import fold

_KINDS: tuple[tuple[str, str, str | None], ...] = (
    # last or first words of a name -> kind, sector; the first that fits counts
    ("ministry ministries directorate department secretariat treasury administration", "government", "GOV"),
    ("court tribunal judiciary", "judiciary", "JUD"),
    ("police gendarmerie", "police", "COP"),
    ("parliament assembly senate congress duma majlis knesset house", "legislature", "LEG"),
    ("army navy brigade battalion regiment corps division fleet command squadron", "military", "MIL"),
    ("front militia brigades resistance", "armed_group", "REB"),
    ("party", "party", "PTY"),
    (
        "tv television news times post daily radio newspaper herald tribune telegraph agency gazette channel network",
        "media",
        "JRN",
    ),
    ("company corporation corp inc ltd bank group holding airlines industries energy oil gas", "business", "BUS"),
    ("university school college academy", "ngo", "EDU"),
    ("hospital clinic", "ngo", "MED"),
    ("church synod diocese", "ngo", "REL"),
    ("union confederation", "ngo", "LAB"),
)
_WORD_KINDS = {word: (kind, sector) for words, kind, sector in _KINDS for word in words.split()}
_ACRONYM = re.compile(r"[A-Z][A-Za-z&-]{1,9}")
_ROOMS = frozenset(
    ["oval office", "situation room", "social media", "cabinet room", "rose garden", "white house rose garden"]
)
_QUOTES = frozenset(['"', "“", "'", "‘", "``"])
_THINGS = frozenset(
    [
        "drone",
        "missile",
        "rocket",
        "tank",
        "launcher",
        "helicopter",
        "jet",
        "aircraft",
        "system",
        "rifle",
        "shell",
        "uav",
    ]
)
_LANDS = frozenset(["country", "nation", "state", "kingdom", "republic"])


def find_organisations(report: Report) -> None:
    """Keep the encoder's names of bodies that nothing else has claimed, with the acronym behind them."""
    for ent in report.doc.ents:
        if ent.label_ != "ORG" or report.sentence[ent.start] < 0:
            continue
        start, end = ent.start, ent.end
        while start < end and (
            report.pos[start] in ("DET", "PUNCT", "ADP", "CCONJ", "SPACE") or report.words[start] in ("'s", "’s")
        ):
            start += 1
        while start < end and (
            report.pos[end - 1] in ("PUNCT", "ADP", "CCONJ", "SPACE", "DET", "VERB", "AUX")
            or report.words[end - 1] in ("'s", "’s", "'", "’")
        ):
            end -= 1
        if start >= end or any(report.covered[i] is not None for i in range(start, end)):
            continue
        if any(report.place[i] is not None for i in (start, end - 1)) and end - start == 1:
            continue
        words = [w for w in report.words[start:end] if w[0].isalpha()]
        if not words or not words[-1][0].isupper() or not any(report.pos[i] == "PROPN" for i in range(start, end)):
            continue
        place = report.place[end - 1]
        if place is not None and place.resolved and place.start <= report.starts[start]:
            continue
        if len(words) == 1 and start and report.lower[start - 1] == "the" and words[0].lower() in bodies().services:
            continue
        if report.place[start] is not None and words[-1].lower() in bodies().units:
            continue
        if report.lexical[end - 1] is not None and report.lexical[end - 1].what in ("demonym", "capital", "country"):  # type: ignore[union-attr]
            continue
        name = report.span_text(start, end)
        if len(name) < 2 or words[0] in ("Operation", "Article", "Resolution") or name.lower() in _ROOMS:
            continue
        if end < report.size and report.heads[end - 1] == end and report.lemmas[end] in _THINGS:
            # "the Iron Dome defence system", "a Katyusha rocket": a make, no body.
            continue
        if (
            start > 1
            and report.lower[start - 1] in _QUOTES
            and report.lower[start - 2] in ("called", "named", "dubbed")
        ):
            continue
        kind, sector = next(
            ((_WORD_KINDS[w.lower()]) for w in (words[-1], words[0]) if w.lower() in _WORD_KINDS), ("ngo", None)
        )
        made = Entity(name, kind, nation_of(report, start, end), sector, by="organisation", head=words[-1].lower())
        entity = report.once(made, key=f"organisation:{fold(name)}")
        report.add(Draft(start, end, report.head_of(start, end), "name", entity, "organisation"))
    _acronyms(report)


def _acronyms(report: Report) -> None:
    """ "Center for European Policy Analysis (CEPA)": the acronym is another name, here and later."""
    short: dict[str, Entity] = {}
    for draft in list(report.drafts):
        i = draft.end
        entity = draft.entity
        if (
            entity is not None
            and draft.form in ("name", "nominal")
            and i + 2 < report.size
            and report.words[i] == "("
            and report.words[i + 2] == ")"
            and _ACRONYM.fullmatch(report.words[i + 1])
            and sum(c.isupper() for c in report.words[i + 1]) > 1
        ):
            other = report.covered[i + 1]
            if other is None:
                short.setdefault(report.words[i + 1], entity)
            elif other.entity is not None and other.entity is not entity and entity.by == "organisation":
                _join(report, entity, other.entity)
            elif other.entity is not None and other.entity is not entity and other.entity.by == "organisation":
                _join(report, other.entity, entity)
    if not short:
        return
    for i in range(report.size):
        found, held = short.get(report.words[i]), report.covered[i]
        if found is not None and report.sentence[i] >= 0 and (held is None or held.entity is None):
            report.add(Draft(i, i + 1, i, "name", found, "acronym"))


def _join(report: Report, gone: Entity, kept: Entity) -> None:
    """Give the mentions of one actor to another that it turned out to be."""
    for draft in gone.mentions:
        draft.entity = kept
    kept.mentions += gone.mentions
    kept.aliases.append(gone.name)
    gone.mentions = []


def find_short_forms(report: Report) -> list[tuple[Draft, str]]:
    """Nouns with an article that stand for a body named elsewhere: "the Coalition", "the ministry", "the statement"."""
    found: list[tuple[Draft, str]] = []
    services = bodies().services
    for i in range(1, report.size):
        word = report.lower[i]
        what = "land" if word in _LANDS else "document" if word in bodies().documents else ""
        if word in titles().offices or word in titles().roles:
            continue
        if not what and not (word in services or word in bodies().called or report.words[i][0].isupper()):
            continue
        if (
            report.sentence[i] < 0
            or report.pos[i] not in NOMINAL
            or report.covered[i] is not None
            or report.tags[i] in ("NNS", "NNPS")
            or report.deps[i] in ("compound", "amod", "nmod:desc")
            and report.heads[i] == i + 1
        ):
            continue
        first = i - 1
        if what == "land" and report.pos[first] in ("ADJ", "NOUN", "PROPN") and report.lexical[first] is None:
            first -= 1
        if first < 0 or report.sentence[first] != report.sentence[i]:
            continue
        article = report.lower[first]
        if what == "land":
            known = article in ("the", "this") or report.tags[first] == "PRP$" and first == i - 1
            kept = known and report.deps[i] in (*SUBJECTS, "obj", "nmod:poss", "obl:agent")
        elif what == "document":
            kept = article in ("the", "a", "this", "its", "his", "her", "their") and report.deps[i] in SUBJECTS
        else:
            what, kept = "short", article in ("the", "this", "that", "its")
        if kept:
            found.append((report.add(Draft(first, i + 1, i, "nominal", None, what)), what))
    return found
