"""Second step: people by name, with the titles and descriptions that stand beside the name.

One person has one entity: full names first, then short forms ("Mr Rubio", "Rubio") by surname. What a person is comes
from the words before the name ("Russian Foreign Minister Sergey Lavrov") and after it ("Denys Shmyhal, Ukraine's
prime minister,").
"""

from __future__ import annotations

from onrecord.reading.actors.draft import NOMINAL, Draft, Entity, Report
from onrecord.reading.actors.names import PARTICLES, NameSpan, name_spans
from onrecord.reference.actors import titles
from onrecord.reference.spelling import fold

_POSSESSIVES = frozenset({"'s", "’s", "'", "’"})


def find_persons(report: Report) -> None:
    """Find people by name; their titles become mentions of form `title`."""
    spans = name_spans(report)
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
    _surnames(report, people)
    _inherit_countries(report)


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
            if word in PARTICLES:
                continue
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


def _surnames(report: Report, people: _People) -> None:
    """The short forms that the encoder has not marked as names of people."""
    for i in range(report.size):
        if report.pos[i] != "PROPN" or report.covered[i] is not None or report.lexical[i] is not None:
            continue
        place = report.place[i]
        if report.sentence[i] < 0 or not report.words[i][0].isupper() or place is not None and place.resolved:
            continue
        rows = people.by_surname.get(_key(report.words[i]), ())
        entity = rows[0][0] if rows else None
        if entity is not None and entity.mentions and " " in entity.name and report.deps[i] != "flat":
            report.add(Draft(i, i + 1, i, "name", entity, "person"))


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
    while first < end and report.lower[first] in titles().honorifics and report.lower[first] not in titles().offices:
        first += 1
    if first < end and _has_office(report, first, end):
        describe(report, entity, first, end)
        head = report.head_of(first, end)
        report.add(Draft(first, end, head, "title", entity, "title"))


def _has_office(report: Report, start: int, end: int) -> bool:
    return office_of(report, start, end) != (None, None) or any(
        report.lemmas[i] in titles().roles for i in range(start, end)
    )


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
        if pos == "SPACE":
            i += 1
            continue
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
        if report.pos[end] in ("VERB", "AUX", "SCONJ", "PRON", "CCONJ"):
            break
        end += 1
    while end > noun + 1 and report.pos[end - 1] in ("ADP", "CCONJ", "PUNCT", "ADV"):
        end -= 1
    describe(report, entity, start, end)
    report.add(Draft(start, end, noun, "title", entity, "apposition"))


def describe(report: Report, entity: Entity, start: int, end: int) -> None:
    """Give an actor the role, office, country, sector and gender that tokens `[start, end)` tell."""
    table = titles()
    words = [w.rstrip(".") for w in report.lower[start:end] if w not in _POSSESSIVES and w.rstrip(".").isalpha()]
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
    elif "counterpart" in words and nation:
        _counterpart(report, entity, start, nation)
    if entity.sector is None:
        entity.sector = (
            body.sector if body and family in ("spokesperson", "leader", "commander", "chief", "head", None) else None
        ) or sector
    if not entity.gender:
        if any(w in table.female for w in words):
            entity.gender = "f"
        elif any(w in table.male for w in words):
            entity.gender = "m"


def _counterpart(report: Report, entity: Entity, start: int, nation: str) -> None:
    """ "his Russian counterpart X": the office of the person named last in the sentence, in the other country."""
    for i in range(start - 1, max(-1, start - 30), -1):
        if report.sentence[i] != report.sentence[start]:
            return
        held = report.covered[i]
        if held is not None and held.entity is not None and held.entity is not entity and held.entity.families:
            entity.families.update((family, nation) for family, _ in held.entity.families)
            return


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
    for draft in report.drafts:
        entity = draft.entity
        if draft.form != "name" or entity is None or entity.kind != "person" or entity.country or not draft.start:
            continue
        title = report.covered[draft.start - 1]
        if title is None or title.form != "title" or title.entity is not entity or title.start < 2:
            continue
        before = report.covered[title.start - 2]
        joined = report.lower[title.start - 1] in ("and", ",")
        if joined and before is not None and before.entity is not None and before.form == "name":
            other = before.entity
            if other.kind == "person" and other.country and other.families:
                entity.country = other.country
                entity.families = {(f, c or entity.country) for f, c in entity.families}
