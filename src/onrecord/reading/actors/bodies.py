"""Third step: bodies by their nouns: governments and ministries, forces and services, groups, populations.

"Ukraine's air force", "the Ministry of Health in Gaza", "Kyiv officials": the noun says what it is, the country, region or
group beside it says whose. Without that word a definite noun ("the army") means the last such body, or the one that the
report goes on to name.
"""

from __future__ import annotations

from functools import cache

from onrecord.reading.actors.draft import NOMINAL, Draft, Entity, Report
from onrecord.reading.actors.lexical import government, military
from onrecord.reference.actors import bodies, nation_adjective

_POSSESSIVES = frozenset({"'s", "’s", "'", "’"})
_ARMED = frozenset(
    "rebel rebels militant militants insurgent insurgents fighter fighters separatist separatists jihadist jihadists "
    "militiamen guerrillas paramilitaries gunmen gunman terrorists terrorist extremists islamists armed militia insurgency".split()
)
_REACH = 9


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
    )
    for what, table in tables:
        for phrase in table:  # type: ignore[attr-defined]
            words = tuple(_split(phrase))
            rows.setdefault(words[-1], []).append((words, what))
    for word in ("ministry", "department", "ministries"):
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
        if rows is None or (report.lexical[i] is not None and report.covered[i] is not None):
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


def noun_phrase(report: Report, start: int, head: int) -> int:
    """The first token of the noun phrase that ends in tokens `[start, head]`."""
    i, sentence, limit = start - 1, report.sentence[head], max(-1, start - 1 - _REACH)
    first = start
    while i > limit and report.sentence[i] == sentence:
        pos, word = report.pos[i], report.lower[i]
        if pos in ("ADJ", "NOUN", "PROPN", "NUM") or word in _POSSESSIVES:
            if pos == "NOUN" and report.heads[i] != head and report.deps[i] not in ("compound", "nmod:poss"):
                break
            if (
                pos in ("PROPN", "ADJ")
                and report.heads[i] < i
                and report.deps[i] not in ("flat", "conj", "amod", "compound")
            ):
                break
        elif pos == "DET" or report.tags[i] == "PRP$":
            return i
        elif (
            word == "-"
            or (pos == "VERB" and report.deps[i] == "amod")
            or word == "and"
            and i - 1 > limit
            and report.pos[i - 1] == "ADJ"
        ):
            pass
        else:
            break
        first = i
        i -= 1
    while first < start and (report.words[first] in _POSSESSIVES or report.words[first] in ("-", "and")):
        first += 1
    return first


def whose(report: Report, first: int, start: int, head: int) -> tuple[str | None, str | None, Entity | None, int]:
    """Whose the body is: country, region by name, actor, and the end of the phrase with what follows the noun."""
    end = head + 1
    code, region, owner = _before(report, first, start)
    if code is None and owner is None and end + 1 < report.size and report.lower[end] in ("of", "in", "for"):
        i = end + 1
        if report.lower[i] in ("the", "health", "defence", "defense"):
            i += 1
        if i < report.size and report.sentence[i] == report.sentence[head]:
            found, place = report.lexical[i], report.place[i]
            if found is not None and found.what in ("country", "demonym", "capital") and found.code:
                return found.code, region, None, found.end
            if found is not None and found.entity is not None and report.lower[end] == "of":
                return found.code, region, found.entity, found.end
            if place is not None and place.country and place.resolved and found is None:
                stop = report.token_end(place.end, i)
                return place.country, region or report.span_text(i, stop), None, stop
    return code, region, owner, end


def _before(report: Report, first: int, start: int) -> tuple[str | None, str | None, Entity | None]:
    region = None
    for i in range(start - 1, first - 1, -1):
        found, place = report.lexical[i], report.place[i]
        if (
            i + 2 < report.size
            and report.words[i + 1] == "-"
            and report.lower[i + 2]
            in (
                "backed",
                "led",
                "aligned",
                "linked",
                "allied",
                "occupied",
                "controlled",
                "held",
                "affiliated",
                "supported",
            )
        ):
            continue
        if found is not None:
            if found.entity is not None:
                return found.code, region, found.entity
            return found.code, region, None
        held = report.covered[i]
        if held is not None and held.entity is not None and held.entity.kind == "person" and held.form == "name":
            return held.entity.country, region, held.entity
        if place is not None and place.country and place.resolved and place.form == "name":
            region = report.span_text(i, report.token_end(place.end, i))
            while i > first and report.place[i - 1] is place:
                i -= 1
                region = report.span_text(i, report.token_end(place.end, i))
            return place.country, region, None
    return None, region, None


def _body(report: Report, start: int, head: int, words: tuple[str, ...], what: str) -> Draft | None:
    first = noun_phrase(report, start, head)
    if what == "ministry":
        return _ministry(report, first, start, head)
    code, region, owner, end = whose(report, first, start, head)
    if (
        report.tags[head] == "NN"
        and report.deps[head] in ("compound", "amod")
        and what in ("force", "group", "government", "population")
    ):
        # "army chief", "government forces", "state television": the noun behind it is the actor.
        if what != "force" or code is None or report.covered[report.heads[head]] is not None:
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
    }.get(what, _institution)
    entity, form = maker(report, first, start, head, words, what, code, region, owner)
    if entity is None and form is None:
        return None
    stop = end if entity is not None else head + 1
    return report.add(Draft(first, stop, head, "name" if form == "name" else "nominal", entity, what))


Made = tuple[Entity | None, str | None]


def _force(
    report: Report,
    first: int,
    start: int,
    head: int,
    words: tuple[str, ...],
    what: str,
    code: str | None,
    region: str | None,
    owner: Entity | None,
) -> Made:
    branch = bodies().forces[" ".join(words)]
    if owner is not None and owner.kind in (
        "armed_group",
        "military",
        "police",
        "government",
        "intergovernmental",
        "party",
    ):
        if owner.kind in ("armed_group", "military"):
            return owner, "nominal"
    modifiers = set(report.lower[first:start])
    if modifiers & _ARMED and words[-1] in ("forces", "force", "troops", "army", "soldiers"):
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


def _government(
    report: Report,
    first: int,
    start: int,
    head: int,
    words: tuple[str, ...],
    what: str,
    code: str | None,
    region: str | None,
    owner: Entity | None,
) -> Made:
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
        if word in ("authorities", "administration", "government", "state") and not (word == "state"):
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


def _office(
    report: Report,
    first: int,
    start: int,
    head: int,
    words: tuple[str, ...],
    what: str,
    code: str | None,
    region: str | None,
    owner: Entity | None,
) -> Made:
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


def _ministry(report: Report, first: int, start: int, head: int) -> Draft | None:
    held = report.covered[head]
    if held is not None and held.form in ("title", "name"):
        return None
    portfolio: tuple[str, str] | None = None
    table = bodies().ministries
    for width in (2, 1):
        if start - width >= first and (row := table.get(" ".join(report.lower[start - width : start]))):
            portfolio, start = row, start - width
            break
    code, region, owner = _before(report, first, start)
    end = head + 1
    if portfolio is None and end + 1 < report.size and report.lower[end] in ("of", "for"):
        at = end + 1 + (report.lower[end + 1] == "the")
        for width in (2, 1):
            if row := table.get(" ".join(report.lower[at : at + width])):
                portfolio, end = row, at + width
                break
    if end + 1 < report.size and report.lower[end] in ("of", "in"):
        at = end + 1 + (report.lower[end + 1] == "the")
        found = report.lexical[at] if at < report.size else None
        place = report.place[at] if at < report.size else None
        if found is not None and found.what == "country" and code is None:
            code, end = found.code, found.end
        elif (
            place is not None
            and place.country
            and place.resolved
            and found is None
            and (code is None or place.country == code)
        ):
            code, end = place.country, report.token_end(place.end, at)
            region = report.span_text(at, end)
    if portfolio is None and report.lower[head] == "department":
        return None
    deps = report.deps[head]
    if deps == "compound" and report.tags[head] != "NNP":
        return None
    if portfolio is None and code is None:
        if report.lower[first] in ("the", "its", "their"):
            return report.add(Draft(first, head + 1, head, "nominal", None, "ministry"))
        return None
    noun = "Department" if report.lower[head] == "department" else "Ministry"
    sector = portfolio[1] if portfolio else "GOV"
    subject = portfolio[0] if portfolio else ""
    if noun == "Department" and subject == "Defence" and code == "USA":
        subject = "Defense"
    adjective = region if region and _is_area(report, region) else (nation_adjective(code) or code) if code else ""
    name = " ".join(w for w in (adjective, subject, noun) if w)
    if code is None:
        # Whose it is may be told elsewhere in the report: the resolver looks for a ministry of this name.
        return report.add(Draft(first, end, head, "nominal", None, f"ministry:{subject} {noun}"))
    entity = report.once(
        Entity(name=name, kind="government", country=code, sector=sector, by="ministry", head=noun.lower())
    )
    return report.add(Draft(first, end, head, "name", entity, "ministry"))


def _is_area(report: Report, region: str) -> bool:
    return (
        region in ("Gaza", "Gaza Strip", "West Bank", "Crimea", "Kurdistan", "Tigray", "Darfur", "Idlib")
        or region.istitle()
        and " " not in region
    )


def _group(
    report: Report,
    first: int,
    start: int,
    head: int,
    words: tuple[str, ...],
    what: str,
    code: str | None,
    region: str | None,
    owner: Entity | None,
) -> Made:
    if owner is not None and owner.kind in ("armed_group", "party", "ngo"):
        return owner, "nominal"
    word, lower = words[-1], set(report.lower[first : head + 1])
    armed = bool(lower & _ARMED) or "armed" in lower
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
    if word == "resistance" or plural and word in ("mercenaries",):
        return _named_by_phrase(report, first, head, "armed_group", code, "REB"), "nominal"
    return None, None


def _population(
    report: Report,
    first: int,
    start: int,
    head: int,
    words: tuple[str, ...],
    what: str,
    code: str | None,
    region: str | None,
    owner: Entity | None,
) -> Made:
    if words[-1] in ("community", "public", "nation", "dead", "wounded", "injured", "crew"):
        if words[-1] == "community" and "international" in report.lower[first:head]:
            return _named_by_phrase(report, first, head, "population", None, None, "international community"), "nominal"
        if words[-1] == "nation" or code is None:
            return None, None
    if code is None and owner is None and report.deps[head] == "compound":
        return None, None
    return _named_by_phrase(report, first, head, "population", code, "CVL"), "nominal"


def _institution(
    report: Report,
    first: int,
    start: int,
    head: int,
    words: tuple[str, ...],
    what: str,
    code: str | None,
    region: str | None,
    owner: Entity | None,
) -> Made:
    kind, sector = {"police": ("police", "COP"), "legislature": ("legislature", "LEG"), "court": ("judiciary", "JUD")}[
        what
    ]
    if report.deps[head] == "compound" and report.tags[head] == "NN":
        return None, None
    if code is None:
        return (None, "leaning") if report.lower[first] == "the" or report.pos[head] == "PROPN" else (None, None)
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


def phrase_name(report: Report, first: int, head: int) -> str:
    """The head phrase of an actor without a name: its words without article, number and quantity."""
    i = first
    while i < head and (
        report.pos[i] in ("DET", "NUM")
        or report.tags[i] == "PRP$"
        or report.lower[i]
        in (
            "several",
            "many",
            "some",
            "other",
            "hundreds",
            "thousands",
            "dozens",
            "of",
            "more",
            "most",
            "all",
            "-",
            "number",
            "few",
            "at",
            "least",
            "about",
            "around",
            "nearly",
        )
    ):
        i += 1
    return report.span_text(i, head + 1)
