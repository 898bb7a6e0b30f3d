"""Second step: people by name, with the titles and descriptions that stand beside the name.

One person has one entity: full names first, then short forms ("Mr Rubio", "Rubio") by surname. What a person is comes from
the words before the name ("Russian Foreign Minister Sergey Lavrov") and after it ("Denys Shmyhal, Ukraine's prime minister,").
"""

from __future__ import annotations

from dataclasses import dataclass, field

from onrecord.reading.actors.draft import NOMINAL, Draft, Entity, Report
from onrecord.reference.actors import gender_of_name, titles
from onrecord.reference.spelling import fold

_PARTICLES = frozenset(
    "bin ben bint ibn al el ul van von der den de da del della di du dos la le ter abu umm ould".split()
)
_POSSESSIVES = frozenset({"'s", "’s", "'", "’"})
_JOINERS = frozenset("of for the and to on in at".split())
_LONGEST_TITLE = 14
_LONGEST_NAME = 7


@dataclass(slots=True)
class NameSpan:
    """A personal name: tokens `[start, end)`; its title is tokens `[title, start)`, empty where equal."""

    start: int
    end: int
    title: int
    words: tuple[str, ...]
    honorific: bool = False
    gender: str | None = None
    offices: list[tuple[int, int]] = field(default_factory=list)


def find_persons(report: Report) -> None:
    """Find people by name; their titles become mentions of form `title`."""
    spans = _name_spans(report)
    people = _People(report)
    for span in sorted(spans, key=lambda s: (-len(s.words), s.start)):
        people.learn(span)
    for span in sorted(spans, key=lambda s: s.start):
        entity = people.find(span)
        if entity is None:
            continue
        head = report.head_of(span.start, span.end)
        report.add(Draft(span.start, span.end, head, "name", entity, "person"))
        if span.gender and not entity.gender:
            entity.gender = span.gender
        if span.title < span.start:
            _title_before(report, span, entity)
        _apposition(report, span, entity)
    _inherit_countries(report)


def _name_spans(report: Report) -> list[NameSpan]:
    taken = [False] * report.size
    found: list[NameSpan] = []

    def take(start: int, end: int) -> None:
        span = _shape(report, start, end)
        if span is not None and not any(taken[span.start : span.end]):
            found.append(span)
            for i in range(span.start, span.end):
                taken[i] = True

    for ent in report.doc.ents:
        if ent.label_ == "PERSON" and report.sentence[ent.start] >= 0:
            take(ent.start, ent.end)
    honorifics = titles().honorifics
    for i in range(report.size):
        if taken[i] or report.sentence[i] < 0 or report.pos[i] != "PROPN" or not report.words[i][0].isupper():
            continue
        word = report.lower[i]
        if word in honorifics and i + 1 < report.size and report.pos[i + 1] == "PROPN" and not taken[i + 1]:
            if _free(report, i + 1):
                take(i + 1, i + 2)
        elif report.deps[i] == "flat":
            continue
        elif (
            i + 1 < report.size
            and report.pos[i + 1] == "PROPN"
            and gender_of_name(report.words[i])
            and _free(report, i)
            and _free(report, i + 1)
            and report.place[i] is None
            and len(report.words[i]) > 1
        ) or (
            _free(report, i)
            and report.place[i] is None
            and any(report.deps[c] == "nmod:desc" and report.lemmas[c] in titles().offices for c in report.children[i])
        ):
            take(i, i + 2 if i + 1 < report.size and report.pos[i + 1] == "PROPN" else i + 1)
    return found


def _free(report: Report, i: int) -> bool:
    """Whether a token belongs to no name of the data files."""
    return report.lexical[i] is None


def _titular(report: Report, i: int) -> bool:
    word, lemma = report.lower[i].rstrip("."), report.lemmas[i]
    table = titles()
    return (
        word in table.modifiers
        or word in table.offices
        or lemma in table.offices
        or lemma in table.roles
        or word in table.ranks
        or report.lower[i] in table.honorifics
    )


def _shape(report: Report, start: int, end: int) -> NameSpan | None:
    """The personal name within and around tokens `[start, end)`, with its title, or None where they hold none."""
    while start < end and (
        _titular(report, start)
        or report.words[start] in _POSSESSIVES
        or report.pos[start] in ("PUNCT", "DET", "ADP", "CCONJ", "NUM")
        and report.lower[start] not in _PARTICLES
        or _is_nation(report, start, end)
    ):
        start += 1
    while start < end and (
        report.words[end - 1] in _POSSESSIVES
        or report.pos[end - 1] in ("PUNCT", "VERB", "AUX", "ADP", "SPACE")
        and report.deps[end - 1] != "flat"
    ):
        end -= 1
    if start >= end or not report.words[start][0].isalpha():
        return None
    sentence = report.sentence[start]
    while (
        end < report.size
        and report.sentence[end] == sentence
        and end - start < _LONGEST_NAME
        and _goes_on(report, start, end)
    ):
        end += 1
    while report.lower[end - 1] in _PARTICLES or report.words[end - 1] == "-":
        end -= 1
        if end <= start:
            return None
    while (
        start > 0
        and report.pos[start - 1] == "PROPN"
        and report.words[start - 1][0].isupper()
        and report.sentence[start - 1] == sentence
        and not _titular(report, start - 1)
        and (_free(report, start - 1) or report.doc[start - 1].ent_type_ == "PERSON")
        and (report.deps[start] == "flat" and report.heads[start] == start - 1)
        and end - start < _LONGEST_NAME
    ):
        start -= 1
    if any(found is not None and found.what in ("known", "force", "ministry") for found in report.lexical[start:end]):
        return None
    if end - start == 1 and (report.lexical[start] is not None or not report.words[start][0].isupper()):
        return None
    words = tuple(w for w in report.words[start:end] if any(c.isalnum() for c in w))
    if not words or not any(w[0].isupper() for w in words) or report.lower[start] in ("i", "god", "allah"):
        return None
    title, honorific, gender = _title_start(report, start)
    place = report.place[start]
    if title == start and place is not None and place.resolved and not gender_of_name(words[0]):
        return None
    if gender is None and len(words) > 1:
        gender = gender_of_name(words[0])
    return NameSpan(start, end, title, words, honorific, gender)


def _is_nation(report: Report, i: int, end: int) -> bool:
    found = report.lexical[i]
    if found is None:
        return False
    if found.what == "demonym":
        return True
    return found.what in ("known", "country", "seat", "capital", "force", "ministry") and i + 1 < end


def _goes_on(report: Report, start: int, i: int) -> bool:
    """Whether token `i` belongs to the name that begins at `start`."""
    word = report.words[i]
    if report.doc[i].ent_type_ == "PERSON" and report.doc[i].ent_iob_ == "I" and report.pos[i] == "PROPN":
        return True
    if report.pos[i] == "PROPN" and word[0].isupper() and report.lexical[i] is None:
        return start <= report.heads[i] < i and report.deps[i] == "flat"
    following = i + 1 < report.size and report.words[i + 1][0].isupper() and report.pos[i + 1] == "PROPN"
    tight = i > 0 and report.ends[i - 1] == report.starts[i]
    if word == "-" and tight and i + 1 < report.size and report.starts[i + 1] == report.ends[i]:
        return report.words[i + 1][0].isalpha() and (
            following or report.lower[i + 1] in ("il", "un", "te", "in", "jo", "hee", "sol")
        )
    if report.words[i - 1] == "-" and tight:
        return True
    return report.lower[i] in _PARTICLES and following and not report.lower[i + 1].startswith("http")


def _title_start(report: Report, start: int) -> tuple[int, bool, str | None]:
    """Where the title before a name begins, whether it is an honorific alone, and the gender it tells."""
    table = titles()
    gender: str | None = None
    sentence, i, best = report.sentence[start], start - 1, start
    honorific = False
    if (
        i >= 0
        and report.words[i] == ","
        and i - 1 >= 0
        and _titular(report, i - 1)
        and report.lemmas[i - 1] in table.offices
    ):
        i -= 1
    limit = max(-1, start - _LONGEST_TITLE)
    while i > limit and report.sentence[i] == sentence:
        word = report.lower[i]
        lexical = report.lexical[i]
        if word in table.honorifics:
            gender = gender or table.honorifics[word]
            honorific = best == start
            best = i
        elif _titular(report, i):
            if report.lemmas[i] in table.female or word in table.female:
                gender = gender or "f"
            elif report.lemmas[i] in table.male or word in table.male:
                gender = gender or "m"
            best = i
        elif best < start and lexical is not None:
            best = lexical.start
            i = lexical.start
        elif best < start and (word in _POSSESSIVES or word in ("-", "'", "&", ".")):
            pass
        elif best < start and report.place[i] is not None:
            best = i
        elif (
            best < start
            and word in _JOINERS
            and i - 1 > limit
            and (_titular(report, i - 1) or (report.words[i - 1][0].isupper() and report.lower[i - 1] in table.offices))
        ):
            pass
        elif (
            best < start
            and report.pos[i] == "PROPN"
            and report.doc[i].ent_type_ != "PERSON"
            and report.words[i][0].isupper()
        ):
            best = i
        elif best < start and report.pos[i] in ("ADJ",) and report.heads[i] >= best and report.heads[i] < start:
            best = i
        elif (
            best < start
            and report.pos[i] == "NOUN"
            and report.deps[i] == "compound"
            and best <= report.heads[i] < start
        ):
            best = i
        else:
            break
        i -= 1
    return best, honorific, gender


class _People:
    """The people of one report by the words of their names."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.by_surname: dict[str, list[tuple[Entity, tuple[str, ...]]]] = {}
        self.by_word: dict[str, list[tuple[Entity, tuple[str, ...]]]] = {}

    def learn(self, span: NameSpan) -> None:
        """Make the person of a name that fits nobody known so far; longer names come first."""
        if self._match(span.words) is not None:
            return
        name = self.report.span_text(span.start, span.end)
        entity = self.report.entity(Entity(name=name, kind="person", by="person", gender=span.gender))
        key = tuple(_key(w) for w in span.words)
        row = (entity, key)
        self.by_surname.setdefault(_surname(key), []).append(row)
        for word in key:
            self.by_word.setdefault(word, []).append(row)

    def find(self, span: NameSpan) -> Entity | None:
        """The person of a name."""
        return self._match(span.words)

    def _match(self, words: tuple[str, ...]) -> Entity | None:
        key = tuple(_key(w) for w in words)
        surname = _surname(key)
        rows = self.by_surname.get(surname, ())
        if len(key) == 1:
            rows = rows or self.by_word.get(key[0], ())
            return rows[0][0] if rows else None
        for entity, other in rows:
            if len(other) == 1 or _same_given(key, other):
                return entity
        for entity, other in self.by_word.get(key[0], ()):
            if set(key) <= set(other) or set(other) <= set(key) and len(other) > 1:
                return entity
        return None


def _same_given(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    a, b = one[0], other[0]
    if a == b or a[0] == b[0] and (len(a) == 1 or len(b) == 1 or a[:3] == b[:3]):
        return True
    return bool(set(one[:-1]) & set(other[:-1])) or {a, b} == {"vladimir", "volodimir"}


def _surname(key: tuple[str, ...]) -> str:
    for word in reversed(key):
        if word not in ("jr", "sr", "ii", "iii"):
            return word
    return key[-1]


def _key(word: str) -> str:
    """A name word in a spelling that transliterations share: "Zelenskyy", "Zelenskiy" and "Zelensky" are one."""
    text = fold(word).replace(" ", "")
    if text.startswith("al") and len(text) > 5 and word[2:3] in "-–":
        text = text[2:]
    for ending in ("iyy", "yy", "iy", "ij", "ii", "yi", "i"):
        if text.endswith(ending) and len(text) > 4:
            text = text[: -len(ending)] + "y"
            break
    out = [c for n, c in enumerate(text) if n == 0 or c != text[n - 1]]
    return "".join(out).replace("y", "i") or text


def _title_before(report: Report, span: NameSpan, entity: Entity) -> None:
    """Keep the words before a name as a title; the country and office they tell go to the person."""
    start, end = span.title, span.start
    while end > start and report.words[end - 1] in (",", "-"):
        end -= 1
    if end <= start:
        return
    first = start
    while first < end and report.lower[first] in titles().honorifics:
        first += 1
    if first < end and not span.honorific or first < end and _has_office(report, first, end):
        describe(report, entity, first, end)
        head = report.head_of(first, end)
        report.add(Draft(first, end, head, "title", entity, "title"))


def _has_office(report: Report, start: int, end: int) -> bool:
    table = titles()
    return any(report.lemmas[i] in table.offices or report.lemmas[i] in table.roles for i in range(start, end))


def _apposition(report: Report, span: NameSpan, entity: Entity) -> None:
    """A description after a name: ", Ukraine's prime minister," or "the head negotiator for the opposition"."""
    i = span.end
    if i >= report.size or report.sentence[i] != report.sentence[span.start]:
        return
    comma = report.words[i] in (",", "(", "-", "–", "—")
    if comma:
        i += 1
    elif report.lower[i] != "the":
        return
    table, sentence = titles(), report.sentence[span.start]
    start, noun, limit = i, -1, min(report.size, i + 12)
    while i < limit and report.sentence[i] == sentence:
        pos, word = report.pos[i], report.words[i]
        if pos in ("VERB", "AUX", "PRON", "SCONJ") and report.deps[i] not in ("amod", "compound", "nmod:poss"):
            break
        if word in (",", ";", ":", "(", ")", "“", '"', "”") or pos == "CCONJ" and noun >= 0:
            break
        if pos in NOMINAL and (
            report.lemmas[i] in table.offices
            or report.lemmas[i] in table.roles
            or report.lower[i] in table.offices
            or report.lower[i] in ("wife", "husband", "son", "daughter", "founder", "veteran", "candidate")
        ):
            noun = i
            following = report.pos[i + 1] if i + 1 < report.size else ""
            if following not in NOMINAL and following != "PUNCT" or following == "PUNCT" and report.words[i + 1] != "-":
                break
        elif noun < 0 and pos == "ADP" and i > start:
            break
        i += 1
    if noun < 0 or report.tags[noun] in ("NNS", "NNPS"):
        return
    # A coordinated name ("Rubio, Defence Secretary Pete Hegseth and …") is no description of this one.
    if noun + 1 < report.size and report.pos[noun + 1] == "PROPN" and report.lexical[noun + 1] is None:
        return
    end = noun + 1
    last = min(report.size, noun + 14)
    while (
        end < last and report.sentence[end] == sentence and report.words[end] not in (",", ";", ")", "“", '"', ".", ":")
    ):
        if report.pos[end] in ("VERB", "AUX", "SCONJ", "PRON", "CCONJ") and report.lower[end] not in ("and",):
            break
        end += 1
    while end > noun + 1 and report.pos[end - 1] in ("ADP", "CCONJ", "PUNCT", "ADV"):
        end -= 1
    describe(report, entity, start, end)
    report.add(Draft(start, end, noun, "title", entity, "apposition"))


def describe(report: Report, entity: Entity, start: int, end: int) -> None:
    """Give an actor the role, office, country, sector and gender that tokens `[start, end)` tell."""
    table = titles()
    words = [w for w in report.lower[start:end] if w not in _POSSESSIVES and w.isalpha()]
    entity.title_words.update(words)
    entity.title_words.update(report.lemmas[start:end])
    family, sector = office_of(report, start, end)
    nation = nation_of(report, start, end)
    if not entity.role:
        entity.role = report.span_text(start, end).removeprefix("the ").removeprefix("The ")
    elif entity.affiliation is None and nation is None and not entity.country:
        pass
    if nation and (entity.country is None or entity.inferred):
        entity.country = nation
    body = next((f.entity for f in report.lexical[start:end] if f is not None and f.entity is not None), None)
    if body is not None and entity.affiliation is None:
        entity.affiliation = body
    if family:
        entity.families.add((family, nation))
    if entity.sector is None:
        entity.sector = (
            body.sector if body and family in ("spokesperson", "leader", "commander", "chief", "head", None) else None
        ) or sector
    if not entity.gender:
        if any(w in table.female for w in words):
            entity.gender = "f"
        elif any(w in table.male for w in words):
            entity.gender = "m"


def office_of(report: Report, start: int, end: int) -> tuple[str | None, str | None]:
    """Family and sector of the office that tokens `[start, end)` name; the longest title wins."""
    table = titles()
    for width in (4, 3, 2, 1):
        for i in range(start, end - width + 1):
            for words in (
                report.lower[i : i + width],
                [*report.lower[i : i + width - 1], report.lemmas[i + width - 1]],
            ):
                row = (
                    table.offices.get(" ".join(words)) or table.offices.get("-".join(words))
                    if width > 1
                    else table.offices.get(words[0])
                )
                if row:
                    return row[1], row[0]
    for i in range(start, end):
        if report.lemmas[i] in table.roles:
            return None, table.roles[report.lemmas[i]]
        if report.lower[i].rstrip(".") in table.ranks:
            return "rank", "MIL"
    return None, None


def nation_of(report: Report, start: int, end: int) -> str | None:
    """The country that tokens `[start, end)` point to: a nationality or country before all, else a body or place."""
    second: str | None = None
    for i in range(start, end):
        found = report.lexical[i]
        if found is None:
            place = report.place[i]
            if second is None and place is not None and place.country and place.resolved:
                second = place.country
            continue
        hyphen = i + 1 < report.size and report.words[i + 1] == "-" and found.end == i + 1
        if (
            hyphen
            and i + 2 < report.size
            and report.lower[i + 2] in ("backed", "led", "aligned", "linked", "run", "allied", "affiliated")
        ):
            continue
        if found.what in ("country", "demonym", "force", "seat", "ministry"):
            return found.code
        if second is None:
            second = found.code
    return second


def _inherit_countries(report: Report) -> None:
    """ "Israeli Finance Minister A and Defence Minister B": the second takes the country of the first."""
    by_head = {
        d.head: d for d in report.drafts if d.form == "name" and d.entity is not None and d.entity.kind == "person"
    }
    for head, draft in by_head.items():
        entity = draft.entity
        assert entity is not None
        if entity.country is None and report.deps[head] == "conj" and any(f for f, c in entity.families if c is None):
            other = by_head.get(report.heads[head])
            if other is not None and other.entity is not None and other.entity.country:
                entity.country = other.entity.country
                entity.families = {(f, c or entity.country) for f, c in entity.families}
