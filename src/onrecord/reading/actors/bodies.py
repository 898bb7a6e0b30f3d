"""Third step: bodies by their nouns: governments and ministries, forces and services, groups, populations.

"Ukraine's air force", "the Ministry of Health in Gaza", "Kyiv officials": the noun says what it is, the country,
region or group beside it says whose. Without that word a definite noun ("the army") leans on what came before.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from onrecord.reading.actors.draft import NOMINAL, SUBJECTS, Draft, Entity, Report
from onrecord.reading.actors.lexical import government, military
from onrecord.reading.actors.ministries import find_ministry
from onrecord.reading.actors.phrases import noun_phrase, phrase_name, whose
from onrecord.reference.actors import bodies, nation_adjective


@cache
def _phrases() -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """Last word -> (words of the phrase, class), longest phrase first."""
    data = bodies()
    rows: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    tables: tuple[tuple[str, object], ...] = (
        ("force", data.forces),
        ("office", data.offices),
        ("government", data.governments),
        ("police", data.police),
        ("legislature", data.legislatures),
        ("court", data.courts),
        ("group", data.groups),
        ("population", data.populations),
        ("media", data.media),
        ("media", data.media),
    )
    for what, table in tables:
        for phrase in table:  # type: ignore[attr-defined]
            words = tuple(_split(phrase))
            rows.setdefault(words[-1], []).append((words, what))
    for word in ("ministry", "department", "directorate"):
        rows.setdefault(word, []).append(((word,), "ministry"))
    return {key: tuple(sorted(found, key=lambda r: -len(r[0]))) for key, found in rows.items()}


def _split(phrase: str) -> list[str]:
    words: list[str] = []
    for word in phrase.split():
        for mark in ("'s", "’s"):
            if word.endswith(mark):
                words += [word[:-2], mark]
                break
        else:
            words.append(word)
    return words


def find_bodies(report: Report) -> list[tuple[Draft, str]]:
    """Keep the bodies whose country or name is told; return those that lean on an earlier mention, with their class."""
    table = _phrases()
    leaning: list[tuple[Draft, str]] = []
    for i in range(report.size):
        if report.sentence[i] < 0 or report.pos[i] not in NOMINAL:
            continue
        rows = table.get(report.lower[i])
        if rows is None or report.lexical[i] is not None and report.lexical[i].what in ("known", "force"):  # type: ignore[union-attr]
            continue
        for words, what in rows:
            start = i - len(words) + 1
            if start < 0 or tuple(report.lower[start : i + 1]) != words:
                continue
            draft = _body(report, start, i, words, what)
            if draft is not None and draft.entity is None:
                leaning.append((draft, what))
            break
    return leaning


def _body(report: Report, start: int, head: int, words: tuple[str, ...], what: str) -> Draft | None:
    first = noun_phrase(report, start, head)
    if what == "ministry":
        return find_ministry(report, first, start, head)
    code, region, owner, end = whose(report, first, start, head)
    modifies = report.tags[head] == "NN" and report.deps[head] in ("compound", "amod")
    alone = what == "force" and code is not None and report.covered[report.heads[head]] is None
    if modifies and not alone and what in ("force", "group", "government", "population"):
        # "army chief", "government forces", "state television": the noun behind it is the actor.
        return None
    held = report.covered[head]
    if held is not None and held.form in ("title", "name"):
        return None
    maker = {
        "force": _force,
        "office": _office,
        "government": _government,
        "group": _group,
        "population": _population,
        "media": _media,
    }.get(what, _institution)
    entity, form = maker(report, Phrase(first, start, head, words, what, code, region, owner))
    if entity is None and form is None:
        return None
    stop = end if entity is not None else head + 1
    return report.add(Draft(first, stop, head, "name" if form == "name" else "nominal", entity, what))


Made = tuple[Entity | None, str | None]
"""The actor, or None; and how it was found: name, nominal, leaning (on another mention), or None for no actor."""


@dataclass(slots=True)
class Phrase:
    """A noun phrase with the noun of a body: tokens from `first`, the noun's words `[start, head]`, and whose it is."""

    first: int
    start: int
    head: int
    words: tuple[str, ...]
    what: str
    code: str | None
    region: str | None
    owner: Entity | None


def _force(report: Report, phrase: Phrase) -> Made:
    first, start, head, words, code, owner = (
        phrase.first,
        phrase.start,
        phrase.head,
        phrase.words,
        phrase.code,
        phrase.owner,
    )
    branch = bodies().forces[" ".join(words)]
    if (
        owner is not None
        and owner.kind
        in (
            "armed_group",
            "military",
            "police",
            "government",
            "intergovernmental",
            "party",
        )
        and owner.kind in ("armed_group", "military")
    ):
        return owner, "nominal"
    modifiers = set(report.lower[first:start])
    if modifiers & bodies().armed and words[-1] in ("forces", "force", "troops", "army", "soldiers"):
        return _named_by_phrase(report, first, head, "armed_group", code, "REB"), "nominal"
    if code is not None and len(code) == 3 and code not in ("IGO", "NGO", "IMG", "MNC"):
        return military(report, code, branch), "nominal"
    if not modifiers - {
        "the",
        "a",
        "an",
        "its",
        "their",
        "his",
        "her",
        "own",
        "our",
        "some",
        "more",
        "of",
    } or modifiers <= {"the", "enemy", "own"}:
        if report.lower[first] in ("a", "an") or words[-1] in (
            "aircraft",
            "jets",
            "warplanes",
            "artillery",
            "force",
            "soldiers",
            "servicemen",
        ):
            return None, None
        return None, "leaning"
    return None, "leaning" if report.lower[first] == "the" and words[-1] in (
        "army",
        "military",
        "troops",
        "forces",
    ) else None


def _government(report: Report, phrase: Phrase) -> Made:
    first, start, head, words, code, region, owner = (
        phrase.first,
        phrase.start,
        phrase.head,
        phrase.words,
        phrase.code,
        phrase.region,
        phrase.owner,
    )
    word = words[-1]
    if word in ("side", "delegation", "leadership", "state", "presidency") and code is None:
        return None, None
    if owner is not None and owner.kind == "person":
        if owner.country:
            return government(report, owner.country), "nominal"
        return _named_by_phrase(report, first, head, "government", None, "GOV"), "nominal"
    if owner is not None and owner.kind in ("armed_group", "government", "party", "intergovernmental"):
        return owner, "nominal"
    lower = set(report.lower[first:start])
    if region is not None or lower & {
        "local",
        "regional",
        "provincial",
        "municipal",
        "city",
        "district",
        "town",
        "military",
        "civil",
        "occupation",
        "health",
        "transitional",
    }:
        if word in ("authorities", "administration", "government", "state") and word != "state":
            return _named_by_phrase(report, first, head, "government", code, "GOV"), "nominal"
        return None, None
    if code is not None:
        if word == "delegation" or word == "state" and report.lower[first] != "the":
            return None, None
        return government(report, code), "nominal"
    if (
        report.lower[first] in ("the", "its", "their", "his")
        and word in ("government", "administration", "regime", "authorities", "cabinet", "junta")
        or word == "authorities"
    ):
        return None, "leaning"
    return None, None


def _office(report: Report, phrase: Phrase) -> Made:
    first, start, head, words, code = phrase.first, phrase.start, phrase.head, phrase.words, phrase.code
    name, kind, sector = bodies().offices[" ".join(words).replace(" 's", "'s").replace(" ’s", "’s")]
    if report.tags[head] == "NN" and report.deps[head] == "compound":
        return None, None
    if code is not None:
        nation = nation_adjective(code) or code
        return report.once(
            Entity(name=name.format(nation=nation), kind=kind, country=code, sector=sector, by="office", head=words[-1])
        ), "nominal"
    proper = report.pos[head] == "PROPN" or report.words[start][0].isupper()
    return (
        (None, "leaning")
        if proper or report.lower[first] == "the" and words[-1] not in ("intelligence", "embassy", "treasury")
        else (None, None)
    )


def _group(report: Report, phrase: Phrase) -> Made:
    first, head, words, code, owner = phrase.first, phrase.head, phrase.words, phrase.code, phrase.owner
    if owner is not None and owner.kind in ("armed_group", "party", "ngo"):
        return owner, "nominal"
    if head + 1 < report.size and report.pos[head + 1] == "PROPN" and report.words[head + 1][0].isupper():
        # "the aid group Coordination of Displaced Persons" is named by what follows, not by what came before.
        return None, None
    word, lower = words[-1], set(report.lower[first : head + 1])
    armed = bool(lower & bodies().armed) or "armed" in lower
    definite = report.lower[first] in ("the", "this", "that")
    plural = report.tags[head] in ("NNS", "NNPS")
    if definite and (not plural or armed) and word not in ("radio", "press"):
        return None, "leaning"
    if word == "opposition" and code:
        return _named_by_phrase(report, first, head, "party", code, "OPP"), "nominal"
    if armed and (plural or word in ("militia", "insurgency")):
        return _named_by_phrase(report, first, head, "armed_group", code, "REB"), "nominal"
    if word in ("group", "organization", "organisation", "movement", "militia", "faction") and (
        report.lower[first] in ("a", "an") or code
    ):
        return _named_by_phrase(report, first, head, "unnamed", code, "REB" if armed else None), "nominal"
    if plural and word in ("groups", "organisations", "organizations") or word in ("agencies", "charities", "ngos"):
        relief = lower & {"aid", "international", "humanitarian", "rights", "relief", "charity", "medical", "un"}
        return (
            (_named_by_phrase(report, first, head, "ngo", code or "NGO", None), "nominal") if relief else (None, None)
        )
    if word == "resistance" or plural and word in ("mercenaries",):
        return _named_by_phrase(report, first, head, "armed_group", code, "REB"), "nominal"
    return None, None


def _population(report: Report, phrase: Phrase) -> Made:
    first, head, words, code, owner = phrase.first, phrase.head, phrase.words, phrase.code, phrase.owner
    if words[-1] in ("community", "public", "nation", "dead", "wounded", "injured", "crew"):
        if words[-1] == "community" and "international" in report.lower[first:head]:
            return _named_by_phrase(report, first, head, "population", None, None, "international community"), "nominal"
        if words[-1] == "nation" or code is None:
            return None, None
    if code is None and owner is None and report.deps[head] == "compound":
        return None, None
    return _named_by_phrase(report, first, head, "population", code, "CVL"), "nominal"


def _media(report: Report, phrase: Phrase) -> Made:
    first, head, code = phrase.first, phrase.head, phrase.code
    if report.deps[head] in ("compound", "amod", "nmod:desc") or "social" in report.lower[first:head]:
        # "social media" are where something was said, not who said it.
        return None, None
    if phrase.owner is not None and phrase.owner.kind == "media":
        return phrase.owner, "nominal"
    if code is not None or set(report.lower[first:head]) & {"state", "local", "social", "news", "public", "national"}:
        if report.lower[head] == "agency" and "news" not in report.lower[first:head]:
            return (None, "leaning") if report.lower[first] == "the" else (None, None)
        if report.lower[head] in ("agency", "radio", "press", "website", "channel") and code is None:
            return (None, "leaning") if report.lower[first] == "the" else (None, None)
        return _named_by_phrase(report, first, head, "media", code, "JRN"), "nominal"
    return (None, "leaning") if report.lower[first] == "the" and report.tags[head] == "NN" else (None, None)


def _institution(report: Report, phrase: Phrase) -> Made:
    first, head, what, code = phrase.first, phrase.head, phrase.what, phrase.code
    kind, sector = {"police": ("police", "COP"), "legislature": ("legislature", "LEG"), "court": ("judiciary", "JUD")}[
        what
    ]
    if report.deps[head] == "compound" and report.tags[head] == "NN":
        return None, None
    if code is None:
        bare = what == "police" and report.deps[head] in SUBJECTS
        return (
            (None, "leaning") if bare or report.lower[first] == "the" or report.pos[head] == "PROPN" else (None, None)
        )
    return _named_by_phrase(report, first, head, kind, code, sector), "nominal"


def _named_by_phrase(
    report: Report, first: int, head: int, kind: str, code: str | None, sector: str | None, name: str | None = None
) -> Entity:
    """The actor that a noun phrase without a name means; the same phrase for the same country is one actor."""
    text = name or phrase_name(report, first, head)
    noun = report.lemmas[head]
    plural = report.tags[head] in ("NNS", "NNPS")
    made = Entity(text, kind, code, sector, named=False, by="phrase", head=noun, plural=plural)
    return report.once(made, key=text.lower())
