"""Noun phrases: where one begins, whose it is, and the name it gives to an actor that has none."""

from __future__ import annotations

from onrecord.reading.actors.draft import Entity, Report

POSSESSIVES = frozenset({"'s", "’s", "'", "’"})
_REACH = 9


def noun_phrase(report: Report, start: int, head: int) -> int:
    """The first token of the noun phrase that ends in tokens `[start, head]`."""
    i, sentence, limit = start - 1, report.sentence[head], max(-1, start - 1 - _REACH)
    first = start
    while i > limit and report.sentence[i] == sentence:
        pos, word = report.pos[i], report.lower[i]
        if pos in ("ADJ", "NOUN", "PROPN", "NUM") or word in POSSESSIVES:
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
            and report.pos[i - 1] == report.pos[i + 1] == "ADJ"
            and not report.words[i - 1][0].isupper()
        ):
            pass
        elif pos == "SPACE":
            i -= 1
            continue
        else:
            break
        first = i
        i -= 1
    while first < start and (report.words[first] in POSSESSIVES or report.words[first] in ("-", "and")):
        first += 1
    return first


def whose(report: Report, first: int, start: int, head: int) -> tuple[str | None, str | None, Entity | None, int]:
    """Whose the body is: country, region by name, actor, and the end of the phrase with what follows the noun."""
    end = head + 1
    code, region, owner = owner_before(report, first, start)
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


def owner_before(report: Report, first: int, start: int) -> tuple[str | None, str | None, Entity | None]:
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
        if i > 1 and report.words[i - 1] == "-" and report.lower[i - 2] in ("pro", "anti"):
            continue  # whoever is for or against a country is not of it
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
