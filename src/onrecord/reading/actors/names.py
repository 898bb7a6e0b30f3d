"""Where the names of people stand in a report, and how far the title before a name reaches."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.reading.actors.draft import Report
from onrecord.reference.actors import gender_of_name, titles

PARTICLES = frozenset(
    [
        "bin",
        "ben",
        "bint",
        "ibn",
        "al",
        "el",
        "ul",
        "van",
        "von",
        "der",
        "den",
        "de",
        "da",
        "del",
        "della",
        "di",
        "du",
        "dos",
        "la",
        "le",
        "ter",
        "abu",
        "umm",
        "ould",
    ]
)
_POSSESSIVES = frozenset({"'s", "’s", "'", "’"})
_JOINERS = frozenset(["of", "for", "the", "and", "to", "on", "in", "at"])
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


def name_spans(report: Report) -> list[NameSpan]:
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
            and report.lower[i + 1] in ("administration", "government", "regime", "cabinet")
            and _free(report, i)
            and report.place[i] is None
            and not _titular(report, i)
            and report.deps[i] in ("compound", "nmod:poss", "nmod")
        ):
            take(i, i + 1)
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
        and report.lower[start] not in PARTICLES
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
    if (
        end + 2 < report.size
        and report.words[end] in ("“", '"')
        and report.words[end + 2] in ("”", '"')
        and end + 3 < report.size
        and report.pos[end + 3] == "PROPN"
        and report.sentence[end + 3] == sentence
    ):
        end += 4  # a nickname between given name and surname
    while report.lower[end - 1] in PARTICLES or report.words[end - 1] == "-":
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
    if end - start == 1 and (report.deps[start] == "amod" or report.pos[start] == "ADJ"):
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
    return report.lower[i] in PARTICLES and following and not report.lower[i + 1].startswith("http")


def _of_title(report: Report, i: int, limit: int) -> int | None:
    """The office of "the First Lady of Ukraine Olena …" or "Minister of Foreign Affairs Dmytro …", from token `i`."""
    while i > limit + 1 and (
        report.lexical[i] is not None
        or report.words[i][0].isupper()
        or report.lower[i] in ("the", "and", "of", "for", "to")
    ):
        if report.lower[i] in ("of", "for", "to") and _titular(report, i - 1):
            return i - 1
        i -= 1
    return None


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
    tail = _of_title(report, i, limit)
    if tail is not None:
        best = i = tail
    if i >= 0 and report.words[i] == ")":
        # "Taoiseach (Irish prime minister) Micheál Martin": the gloss stands between office and name.
        opening = next((j for j in range(i - 1, limit, -1) if report.words[j] == "("), -1)
        if opening > 0 and _titular(report, opening - 1):
            i = opening - 1
    while i > limit and report.sentence[i] == sentence:
        word = report.lower[i]
        lexical = report.lexical[i]
        if word in table.honorifics:
            gender = gender or table.honorifics[word]
            honorific = best == start
            best = i
        elif _titular(report, i) or word == "under" and report.lemmas[i + 1].startswith("secretary"):
            if report.lemmas[i] in table.female or word in table.female:
                gender = gender or "f"
            elif report.lemmas[i] in table.male or word in table.male:
                gender = gender or "m"
            best = i
        elif best < start and lexical is not None:
            best = lexical.start
            i = lexical.start
        elif report.pos[i] == "SPACE" or best < start and (word in _POSSESSIVES or word in ("-", "–", "'", "&", ".")):
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
            (
                best < start
                and report.pos[i] == "PROPN"
                and report.doc[i].ent_type_ != "PERSON"
                and report.words[i][0].isupper()
            )
            or best < start
            and report.pos[i] in ("ADJ",)
            and report.heads[i] >= best
            and report.heads[i] < start
            or (
                best < start
                and report.pos[i] == "NOUN"
                and report.deps[i] == "compound"
                and best <= report.heads[i] < start
            )
        ):
            best = i
        else:
            break
        i -= 1
    return best, honorific, gender
