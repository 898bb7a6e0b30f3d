"""First step: names that the data files hold, and which of them are actors where they stand.

A country is an actor unless it is only where something is; a capital or seat is a place unless it acts, wants, speaks
or is dealt with. Both are decided by the word's place in its clause, with one rule for every country.
"""

from __future__ import annotations

from functools import cache

from onrecord.reading.actors.draft import NOMINAL, SUBJECTS, Draft, Entity, Lexical, Report
from onrecord.reference.actors import (
    KnownActor,
    bodies,
    capitals,
    clause_words,
    government_name,
    known_at,
    ministry_seats,
    nation_adjective,
    seats,
)
from onrecord.reference.countries import country_names, country_of_demonym
from onrecord.reference.cues import groups_of


@cache
def _name_table() -> dict[str, tuple[tuple[str, str, str], ...]]:
    """First word -> (name, what it is, code), longest name first."""
    rows: dict[str, list[tuple[str, str, str]]] = {}
    tables: list[tuple[str, dict[str, str]]] = [
        ("country", {**country_names(), "Europe": "EUR"}),
        ("capital", capitals()),
        ("seat", seats()),
        ("ministry", {name: row[0] for name, row in ministry_seats().items()}),
        ("force", {n: code for code, names in bodies().armed_forces.items() for n in names if " " in n or n.isupper()}),
        ("force", {n: code for code, names in bodies().armed_forces.items() for n in names[:1]}),
    ]
    for what, table in tables:
        for name, code in table.items():
            rows.setdefault(name.split()[0].split("-")[0].split(".")[0], []).append((name, what, code))
    return {key: tuple(sorted(set(found), key=lambda r: (-len(r[0]), r))) for key, found in rows.items()}


def annotate(report: Report) -> None:
    """Mark the tokens of names in the data files: `report.lexical`."""
    text, table = report.text, _name_table()
    i, size = 0, report.size
    while i < size:
        word = report.words[i]
        if report.sentence[i] < 0 or not (word[0].isupper() or word[0].isdigit() or word[:2] in ("al", "pe", "ei")):
            i += 1
            continue
        found = _at(report, i, text, table)
        if found is None:
            i += 1
            continue
        for j in range(found.start, found.end):
            report.lexical[j] = found
        i = found.end


def _at(report: Report, i: int, text: str, table: dict[str, tuple[tuple[str, str, str], ...]]) -> Lexical | None:
    start = report.starts[i]
    known = known_at(text, start)
    end, what, code, actor = start, "", None, None
    if known:
        actor = known[1].on(report.document.published_day)
        end, what, code = known[0], "known", actor.country
    for name, kind, country in table.get(report.words[i].split(".")[0], ()):
        stop = start + len(name)
        if stop <= end:
            break
        if text.startswith(name, start) and not text[stop : stop + 1].isalnum():
            end, what, code, actor = stop, kind, country, None
            break
    if not what and (found := _bare_possessive(report, i)) is not None:
        return found
    if not what:
        for width in (2, 1):
            if i + width <= report.size and report.sentence[i + width - 1] == report.sentence[i]:
                phrase = report.span_text(i, i + width)
                nation = country_of_demonym(phrase) if phrase[0].isupper() else None
                if nation is None and width == 1 and phrase == "European":
                    nation = "EUR"
                if nation:
                    return Lexical(i, i + width, "demonym", nation)
        return None
    last = report.token_end(end, i)
    if _is_personal(report, i, last):
        return None
    if what == "country" and report.words[i] == "US" and report.text.isupper():
        return None
    entity = known_entity(report, actor) if actor else None
    return Lexical(i, last, what, code, entity)


def _bare_possessive(report: Report, i: int) -> Lexical | None:
    """A country or body whose possessive has lost its apostrophe: "Syrias Idlib province", "the EUs envoy"."""
    word = report.words[i]
    if (
        len(word) < 3
        or word[-1] != "s"
        or report.deps[i] not in ("compound", "nmod:poss", "nmod", "amod", "nmod:desc", "det")
    ):
        return None
    code = {"EU": "EUR", "UN": "UNO"}.get(word[:-1]) or country_names().get(word[:-1])
    if code is None or word in country_names():
        return None
    return Lexical(i, i + 1, "country", code)


def _is_personal(report: Report, start: int, end: int) -> bool:
    """Whether the name is part of a longer personal name: "Israel Katz", "Jordan Pickford"."""
    token = report.doc[start]
    if token.ent_type_ != "PERSON" or end >= report.size:
        return False
    following = report.doc[end]
    preceding = report.doc[start - 1] if start else None
    joined = following.ent_type_ == "PERSON" and following.ent_iob_ == "I" and following.pos_ == "PROPN"
    tail = (
        preceding is not None
        and token.ent_iob_ == "I"
        and preceding.ent_type_ == "PERSON"
        and preceding.pos_ == "PROPN"
        and token.dep_ == "flat"
    )
    return joined or tail


def known_entity(report: Report, actor: KnownActor) -> Entity:
    """The actor of the report for an entry of the data files, made when it is first met."""
    head = actor.name.split()[-1].lower()
    return report.once(
        Entity(
            name=actor.name,
            kind=actor.kind,
            country=actor.country,
            sector=actor.sector,
            by="lexicon",
            head=head,
            title_words=set(actor.nouns),
        )
    )


def government(report: Report, code: str) -> Entity:
    """The government of a country, or the supranational body that stands in its place."""
    name = government_name(code) or code
    supranational = code in ("EUR", "UNO")
    kind = "intergovernmental" if supranational else "government"
    by = "lexicon" if supranational else "state"
    return report.once(
        Entity(name=name, kind=kind, country=code, sector=None if supranational else "GOV", by=by, head="government")
    )


def military(report: Report, code: str, branch: str | None = None) -> Entity:
    """The armed forces of a country, or one branch of them by its usual name."""
    nation = nation_adjective(code) or code
    usual = bodies().armed_forces.get(code)
    if branch:
        name = f"{nation} {branch}"
    else:
        name = usual[0] if usual else f"{nation} Armed Forces"
    aliases = [] if branch else [*(usual[1:] if usual else ()), f"{nation} military"]
    return report.once(
        Entity(name=name, kind="military", country=code, sector="MIL", by="force", aliases=aliases, head="force")
    )


def find_names(report: Report, *, known: bool) -> None:
    """Turn the marked names into mentions where they are actors: the known bodies, then countries and seats."""
    seen: Lexical | None = None
    for i, found in enumerate(report.lexical):
        if found is None or found is seen:
            continue
        seen = found
        if report.covered[i] is not None or known != (found.what in ("known", "force")):
            continue
        head = report.head_of(found.start, found.end)
        if found.what == "known":
            assert found.entity is not None
            report.add(Draft(found.start, found.end, head, "name", found.entity, "lexicon"))
        elif found.what == "force" and found.code:
            report.add(Draft(found.start, found.end, head, "name", military(report, found.code), "lexicon"))
        elif found.what == "seat" and found.code:
            if acts(report, head, capital=False):
                report.add(Draft(found.start, found.end, head, "metonym", government(report, found.code), "seat"))
        elif found.what == "ministry":
            _, name, kind, sector = ministry_seats()[report.span_text(found.start, found.end)]
            entity = next((e for e in report.entities if e.name == name), None) or report.entity(
                Entity(
                    name=name, kind=kind, country=found.code, sector=sector, by="seat", head=name.split()[-1].lower()
                )
            )
            report.add(Draft(found.start, found.end, head, "metonym", entity, "seat"))
        elif found.what == "country" and found.code:
            if acts(report, head, capital=False):
                report.add(Draft(found.start, found.end, head, "name", government(report, found.code), "state"))
        elif found.what == "capital" and found.code:
            if acts(report, head, capital=True):
                report.add(Draft(found.start, found.end, head, "metonym", government(report, found.code), "capital"))
        elif found.what == "demonym" and found.code and _is_adjective_of_actor(report, found):
            report.add(Draft(found.start, found.end, head, "name", government(report, found.code), "demonym"))


def acts(report: Report, i: int, *, capital: bool) -> bool:
    """Whether the country, capital or seat headed by token `i` is an actor there, not a place."""
    anchor, limit = i, 0
    while report.deps[anchor] == "conj" and limit < 12:
        anchor, limit = report.heads[anchor], limit + 1
    dep, governor = report.deps[anchor], report.heads[anchor]
    own = _case(report, i)
    case = own or _case(report, anchor)
    lemma = report.lemmas[governor]
    if dep in SUBJECTS:
        if not capital:
            return True
        if dep == "nsubj:pass":
            return bool(groups_of("verb", lemma))
        cop = any(report.deps[c] == "cop" for c in report.children[governor])
        if cop:
            return report.lemmas[governor] in (
                "ready",
                "willing",
                "prepared",
                "reluctant",
                "keen",
                "determined",
                "unwilling",
            )
        return report.pos[governor] in ("VERB", "AUX") and lemma not in clause_words("befalls")
    if dep in ("nmod:poss",) or (i + 1 < report.size and report.words[i + 1] in ("'s", "’s", "'", "’")):
        return lemma not in clause_words("places") and report.place[governor] is None
    if dep in ("obl:agent", "iobj", "vocative"):
        return True
    if dep in ("obj",):
        if not capital:
            return lemma not in ("visit", "leave", "enter", "reach", "tour", "flee")
        return bool(groups_of("verb", lemma)) or lemma in (
            "supply",
            "arm",
            "support",
            "help",
            "force",
            "pressure",
            "back",
            "fund",
        )
    if case:
        if case in clause_words("where"):
            return False
        if case in clause_words("with"):
            return case != "for" or not capital or lemma in clause_words("dealings")
        if report.pos[governor] in NOMINAL:
            return lemma in clause_words("dealings") or (
                not capital and case == "of" and lemma not in clause_words("places")
            )
        if lemma in clause_words("motion") or case in ("from", "on") and capital:
            return False
        if case == "to":
            return not capital or lemma in ("provide", "give", "offer", "send", "sell", "deliver", "supply")
        return not capital
    if dep in ("compound", "amod", "nmod", "nmod:desc"):
        return (
            not capital
            and report.pos[governor] in NOMINAL
            and lemma not in clause_words("places")
            and report.place[governor] is None
        )
    if dep in ("ROOT", "parataxis", "dislocated"):
        # A headline without a verb, or "Kyiv: …".
        return not capital or (i + 1 < report.size and report.words[i + 1] == ":")
    if dep in ("flat", "appos", "list"):
        return False
    return not capital


def _case(report: Report, i: int) -> str:
    """The preposition of a noun, lower case, or an empty string."""
    for c in report.children[i]:
        if report.deps[c] == "case" and report.pos[c] in ("ADP", "SCONJ", "VERB", "ADV"):
            return report.lower[c]
    return ""


def is_people(word: str) -> bool:
    """Whether a word of nationality is a plural noun for people ("Palestinians"), whatever its tag."""
    return word.endswith("s") and country_of_demonym(word[:-1]) is not None


def _is_adjective_of_actor(report: Report, found: Lexical) -> bool:
    """Whether a nationality stands for its state: before a noun for something a state has or does."""
    i = found.end - 1
    if is_people(report.words[i]):
        return False
    governor = report.heads[i]
    if i + 1 < report.size and report.words[i + 1] == "-":
        # "Russian-backed" and "US-led" name who backs and leads.
        return i + 2 < report.size and report.lower[i + 2] in (
            "led",
            "backed",
            "brokered",
            "made",
            "mediated",
            "proposed",
            "run",
            "controlled",
            "occupied",
            "sponsored",
        )
    if report.pos[governor] not in NOMINAL or governor < found.start:
        return False
    lemma = report.lemmas[governor]
    if report.covered[governor] is not None and report.covered[governor].form != "nominal":  # type: ignore[union-attr]
        return False
    return (
        lemma not in clause_words("places") and lemma not in clause_words("culture") and report.place[governor] is None
    )
