"""Fourth step: people by what they are: "the US president", "a French diplomatic official", "local residents".

An office with a country is one person, the one whom the report names with it; a role is somebody unnamed, kept by the
head phrase of the first mention. A definite noun ("the official") leans on what came before and is resolved in the
order of the text.
"""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.reading.actors.draft import NOMINAL, Draft, Entity, Form, Report
from onrecord.reading.actors.lexical import is_people
from onrecord.reading.actors.persons import office_of
from onrecord.reading.actors.phrases import noun_phrase, phrase_name, whose
from onrecord.reference.actors import titles

_DEFINITE = frozenset({"the", "this", "that", "both", "these", "those", "his", "her", "their", "its", "our", "my"})
_KIN = frozenset(["wife", "husband", "son", "daughter", "mother", "father", "brother", "sister", "widow", "spouse"])
_NOT_ALONE = frozenset(
    [
        "head",
        "chief",
        "chair",
        "member",
        "deputy",
        "driver",
        "local",
        "worker",
        "guard",
        "ally",
        "partner",
        "colleague",
        "counterpart",
        "broker",
        "bomber",
        "source",
        "relative",
        "representative",
        "secretary",
        "captive",
        "leader",
        "fellow",
        "executive",
        "general",
        "major",
        "father",
        "king",
        "prince",
        "mother",
    ]
)


@dataclass(slots=True)
class Leaning:
    """A noun for people that needs the rest of the report: what it says about whom it means."""

    draft: Draft
    country: str | None
    families: tuple[str, ...]
    head: str
    words: frozenset[str]
    """Words of the phrase (lower case) without article."""
    definite: bool
    plural: bool
    sector: str | None
    owner: Entity | None
    office: bool
    gender: str | None
    bare: bool
    """Whether nothing but an article stands before the noun."""


def find_nominals(report: Report) -> list[Leaning]:
    """The nouns for people that belong to no name, in the order of the text."""
    table = titles()
    found: list[Leaning] = []
    i = 0
    while i < report.size:
        people = _demonym_people(report, i)
        if report.sentence[i] < 0 or not (people or report.pos[i] in NOMINAL) or report.covered[i] is not None:
            i += 1
            continue
        word, lemma = report.lower[i], report.lemmas[i]
        singular = lemma if lemma in table.offices or lemma in table.roles or lemma in table.ranks else word
        office = singular in table.offices or singular in table.ranks
        if not office and singular not in table.roles and singular not in _KIN and not people:
            i += 1
            continue
        following = i + 1 < report.size and report.pos[i + 1] in NOMINAL and report.heads[i] == i + 1
        if following and (report.lemmas[i + 1] in table.offices or report.lemmas[i + 1] in table.roles):
            i += 1
            continue
        leaning = _leaning(report, i, singular, office)
        if leaning is not None:
            found.append(leaning)
        i += 1
    return found


def _demonym_people(report: Report, i: int) -> bool:
    """Whether a word of nationality stands for people: "Palestinians", "an Israeli"."""
    found = report.lexical[i]
    if found is None or found.what != "demonym" or i != found.end - 1:
        return False
    return (
        is_people(report.words[i])
        or report.tags[i] in ("NNPS", "NNS")
        or report.pos[i] in NOMINAL
        and report.deps[i] not in ("compound", "amod", "flat", "nmod:desc")
    )


def _leaning(report: Report, head: int, noun: str, office: bool) -> Leaning | None:
    table = titles()
    if (
        report.deps[head] in ("compound", "amod", "flat")
        and report.pos[report.heads[head]] in NOMINAL
        and report.heads[head] > head
        and not is_people(report.words[head])
    ):
        return None
    start = head
    while (
        start > 0
        and report.sentence[start - 1] == report.sentence[head]
        and (
            report.lower[start - 1] in table.modifiers
            or report.lower[start - 1] == "-"
            and start > 1
            and report.ends[start - 2] == report.starts[start - 1]
            and report.lower[start - 2] in ("vice", "co", "ex", "secretary", "under", "director", "commander", "in")
        )
        and report.lexical[start - 1] is None
    ):
        start -= 1
    first = noun_phrase(report, start, head)
    while first < head and report.pos[first] == "PUNCT":
        first += 1
    sizes = [n for n in (4, 3, 2) if head + n <= len(report.lower)]
    last = next((head + n - 1 for n in sizes if " ".join(report.lower[head : head + n]) in table.offices), head)
    demonym = _demonym_people(report, head)
    code, _, owner, end = whose(report, first, start, last)
    if demonym:
        code = report.lexical[head].code  # type: ignore[union-attr]
    elif code is None and owner is None:
        code, owner = _complement(report, last)
    plural = report.tags[head] in ("NNS", "NNPS") or noun == "people" or is_people(report.words[head])
    if noun in ("neighbour", "neighbor", "ally", "partner") and report.lower[first] == "its":
        return None  # a state's neighbour or ally is a state, not a person
    office = office or office_of(report, start, last + 1)[0] is not None
    family, sector = office_of(report, start, last + 1) if office else (None, table.roles.get(noun))
    if noun in ("wife", "husband", "spouse") and words_before(report, first, head) & {
        "president",
        "minister",
        "leader",
        "king",
    }:
        family = "spouse"
    article = report.lower[first]
    definite = article in _DEFINITE or (
        office and article not in ("a", "an") and (report.words[head][0].isupper() or code is not None) and not plural
    )
    if article in ("a", "an", "one", "another", "two", "three", "some", "several", "many", "any", "no"):
        definite = False
    words = frozenset(
        w for w in report.lower[first : last + 1] if w.isalpha() and w not in _DEFINITE and w not in ("a", "an")
    )
    words |= {noun}
    if demonym and not plural and article not in ("a", "an", "the"):
        return None
    bare = not (words - {noun, report.lower[head]}) and report.tags[first] != "PRP$"
    if (
        bare
        and not definite
        and code is None
        and owner is None
        and not plural
        and article not in ("a", "an", "one", "another")
    ):
        return None
    if (
        noun in _NOT_ALONE
        and bare
        and code is None
        and owner is None
        and not (
            definite
            and noun in ("general", "secretary", "leader", "chief", "source", "king", "prince", "representative")
        )
    ) and not (
        noun in ("source", "member", "relative", "representative", "leader", "ally", "partner")
        and article in ("a", "an")
        or plural
    ):
        return None
    gender = (
        "f"
        if noun in table.female or words & table.female
        else "m"
        if noun in table.male or words & table.male
        else None
    )
    if owner is not None and owner.sector and not office:
        sector = owner.sector
    if words & {"military", "army", "navy", "defence", "defense", "troop"} and sector in ("GOV", None):
        sector = "MIL"
    form: Form = "title" if office and definite and not plural else "nominal"
    draft = Draft(first, max(last + 1, end), head, form, None, "nominal")
    families = (family,) if family else ()
    return Leaning(draft, code, families, noun, words, definite, plural, sector, owner, office, gender, bare)


def words_before(report: Report, first: int, head: int) -> set[str]:
    """The words of a phrase before its noun, lower case."""
    return set(report.lower[first:head])


def _complement(report: Report, head: int) -> tuple[str | None, Entity | None]:
    """Whose the person is by "of", "from", "for", "at", "with": "spokesman for the mission", "officials in Gaza"."""
    i = head + 1
    if i + 1 >= report.size or report.lower[i] not in ("of", "from", "for", "at", "with", "in", "within"):
        return None, None
    sentence, limit = report.sentence[head], min(report.size, i + 7)
    i += 1
    while (
        i < limit and report.sentence[i] == sentence and report.pos[i] in ("DET", "ADJ", "NOUN", "PROPN", "PART", "ADP")
    ):
        found, held = report.lexical[i], report.covered[i]
        if held is not None and held.entity is not None and held.entity.kind != "person":
            return held.entity.country, held.entity
        if found is not None:
            return found.code, found.entity
        place = report.place[i]
        if place is not None and place.country and place.resolved:
            return place.country, None
        i += 1
    return None, None


def unnamed(report: Report, leaning: Leaning) -> Entity:
    """The actor without a name that a noun for people introduces."""
    draft = leaning.draft
    name = phrase_name(report, draft.start, draft.head)
    if leaning.plural:
        people = (
            leaning.head in titles().roles
            and titles().roles[leaning.head] == "CVL"
            or _demonym_people(report, draft.head)
        )
        kind = "population" if people else "unnamed"
        sector = "CVL" if _demonym_people(report, draft.head) else leaning.sector
        entity = Entity(name, kind, leaning.country, sector, named=False, by="nominal", head=leaning.head, plural=True)
        entity.affiliation = leaning.owner
        return report.once(entity, key=name.lower())
    office = leaning.office and leaning.definite and (leaning.country or leaning.owner)
    entity = Entity(
        name,
        "person" if office else "unnamed",
        leaning.country,
        leaning.sector,
        named=False,
        by="nominal",
        head=leaning.head,
    )
    entity.gender = leaning.gender
    entity.affiliation = leaning.owner
    entity.title_words = set(leaning.words)
    entity.families = {(f, leaning.country) for f in leaning.families}
    if office:
        entity.role = name
    return report.entity(entity)
