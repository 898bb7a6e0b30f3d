"""Figures of a whole report: numbers that are admitted, measured, linked to one another and to their claimants."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Span, Token

from onrecord.model import Actor, Attribution, Document, Figure, Place, Time
from onrecord.reading.figures.admission import is_figure
from onrecord.reading.figures.beside import lost
from onrecord.reading.figures.counted import Counted, TimeIndex, find_counted, lemma_of, token_at
from onrecord.reading.figures.lexing import Number
from onrecord.reading.figures.links import Claims, Surroundings
from onrecord.reading.figures.measures import find_measure
from onrecord.reading.figures.numbers import find_numbers
from onrecord.reading.figures.parts import Draft, compared, conjoined, part_lemma, part_of_whole
from onrecord.reading.scope import claim_sentences
from onrecord.reference.figures import nouns, number_words, units

_AGE = re.compile(
    r"\b(?:an?|the)\s(?:\d{1,3}|[a-z]{3,9}(?:-[a-z]{3,5})?)[-‐‑\s](?:year|month|week|day)s?[-‐‑\s]old\b", re.I
)
_SWAP = re.compile(r"(?<![\w,.])(\d{1,3}(?:,\d{3}){0,2}|\d{1,6})[-‐‑\s]for[-‐‑\s]\1(?![\w,.]\d)")
_OF_PEOPLE = ("killed", "injured", "displaced", "missing")
_OF = re.compile(r"\s*(?:out )?of (?:the |all )?\Z")
_BRINGING = re.compile(r"\b(?:bringing|taking|raising|pushing|lifting|brings|takes|raises|pushes|brought)\b", re.I)
_SO_FAR = re.compile(r"\b(?:since|in total|total|so far|to date|overall|altogether|death toll)\b", re.I)


def find_figures(
    document: Document,
    doc: Doc,
    times: Sequence[Time],
    places: Sequence[Place],
    actors: Sequence[Actor],
    attributions: Sequence[Attribution],
) -> list[Figure]:
    """The figures of a report in the order of the text.

    `event` is left empty: events come later. A figure's claimant is the innermost attribution whose content holds it.
    """
    claims, around, index = Claims(attributions), Surroundings(document.text, times, places, actors), TimeIndex(times)
    out: list[Figure] = []
    known: dict[object, Draft] = {}
    claimed: dict[object, str | None] = {}
    for sent in claim_sentences(document, doc):
        drafts = list(_drafts(doc, sent, index, known))
        first = len(out)
        counting = _counting(sent.text) if drafts else []
        for draft in drafts:
            figure = _figure(document, doc, sent, draft, len(out), first, claims, around, counting)
            if draft.by == "repeated" and figure.attribution is None:
                # "The 14,000 figure", in nobody's words, is still the one who gave it.
                figure = figure.model_copy(update={"attribution": claimed.get(figure.low)})
            claimed.setdefault(figure.low, figure.attribution)
            out.append(figure)
    return out


def _figure(
    document: Document,
    doc: Doc,
    sent: Span,
    draft: Draft,
    order: int,
    first: int,
    claims: Claims,
    around: Surroundings,
    counting: list[tuple[int, bool]],
) -> Figure:
    number = draft.number
    stretch = (sent.start_char, sent.end_char)
    text = document.text[draft.start : draft.end]
    return Figure(
        id=f"f{order + 1}",
        by=f"figures:{draft.by}",
        start=draft.start,
        end=draft.end,
        text=text,
        low=number.low,
        high=number.high,
        bound=number.bound,  # type: ignore[arg-type]
        counted=draft.counted.lemma or ("person" if draft.measure in _OF_PEOPLE else None),
        unit=None if number.unit == "%" else number.unit,
        measure=draft.measure,  # type: ignore[arg-type]
        inferred=False,
        event=None,
        part_of=f"f{first + draft.part_of + 1}" if draft.part_of is not None else None,
        cumulative=draft.measure not in ("money", "share", "duration", "other")
        and counting[bisect_right(counting, (draft.start - sent.start_char, True)) - 1][1],
        attribution=claims.holder(draft.start, draft.end) or claims.governing(_anchor(doc, draft)),
        time=around.time(stretch, draft.start),
        place=around.place(stretch, draft.end),
        actor=around.owner(draft.start, draft.end),
    )


def _counting(text: str) -> list[tuple[int, bool]]:
    """The parts of a sentence, each with whether its numbers count from some start on.

    "Killed 12 people, bringing the total to 70" says it of 70 alone.
    """
    parts = [0, *(match.start() for match in _BRINGING.finditer(text)), len(text)]
    return [(a, bool(_SO_FAR.search(text, a, b))) for a, b in zip(parts, parts[1:], strict=False)]


def _anchor(doc: Doc, draft: Draft) -> Token:
    """The word of a figure that the parse hangs on the sentence."""
    return draft.counted.token or doc[max(draft.counted.first, draft.counted.after - 1)]


def _drafts(doc: Doc, sent: Span, times: TimeIndex, known: dict[object, Draft]) -> Iterator[Draft]:
    if all(token.pos_ in ("X", "SPACE") for token in sent):
        return
    text = sent.text
    drafts: list[Draft] = []
    ages = [match.span() for match in _AGE.finditer(text)]
    swaps = [match.span() for match in _SWAP.finditer(text)]
    for number in find_numbers(text):
        if any(a < number.end and number.core < b for a, b in (*ages, *swaps)):
            continue
        draft = _draft(doc, sent, number, times, drafts)
        if draft is None:
            counted = find_counted(doc, sent, number, times)
            draft = _again(sent, number, counted, known) or _revised(doc, sent, number, counted, known)
        if draft is not None:
            draft = _recalled(draft, known)
            drafts.append(draft)
            if draft.number.low is not None and draft.number.low > 20:
                known.setdefault(draft.number.low, draft)
            if draft.measure in ("killed", "injured", "missing"):
                known["toll"] = draft
    drafts += [draft for span in ages if (draft := _aged(doc, sent, span)) is not None]
    drafts = [_whole(draft, after, text, sent.start_char, at) for at, (draft, after) in enumerate(_pairs(drafts))]
    drafts += [_swap(doc, sent, match) for match in _SWAP.finditer(text)]
    drafts += _singles(doc, sent, drafts)
    yield from _ordered(drafts)


def _ordered(drafts: list[Draft]) -> list[Draft]:
    """In the order of the text; the numbers of wholes move with it."""
    order = sorted(range(len(drafts)), key=lambda at: (drafts[at].start, drafts[at].end))
    place = {old: new for new, old in enumerate(order)}
    return [
        replace(drafts[old], part_of=place[whole]) if (whole := drafts[old].part_of) is not None else drafts[old]
        for old in order
    ]


def _pairs(drafts: list[Draft]) -> Iterator[tuple[Draft, Draft | None]]:
    """Each draft with the one after it."""
    following: list[Draft | None] = [*drafts[1:], None]
    yield from zip(drafts, following[: len(drafts)], strict=True)


def _whole(draft: Draft, after: Draft | None, text: str, base: int, at: int) -> Draft:
    """ "266 of 298 drones": the first number is a part of the second, and its words end before it."""
    end = base + draft.number.end
    if after is None or after.start < end or not _OF.match(text, draft.number.end, after.start - base):
        return draft
    return replace(draft, end=end, part_of=at + 1)


def _swap(doc: Doc, sent: Span, match: re.Match[str]) -> Draft:
    """ "A 1,000-for-1,000 exchange": as many of each side."""
    value = int(match[1].replace(",", ""))
    number = Number(match.start(), match.start(), match.end(), 0, 0, value, value, "exact", "digits")
    first = token_at(doc, sent.start_char + match.start(), sent)
    captives = any(token.lemma_.lower() in ("prisoner", "captive", "pow") for token in sent)
    counted = Counted(None, "prisoner" if captives else "person", match.end(), first, first + 1, first + 1, first)
    return Draft(number, counted, "other", "exchange", sent.start_char + match.start(), sent.start_char + match.end())


def _draft(doc: Doc, sent: Span, number: Number, times: TimeIndex, before: list[Draft]) -> Draft | None:
    base = sent.start_char
    counted = find_counted(doc, sent, number, times)
    span = (base + number.start, base + _closed(sent.text, number.start, max(number.end, counted.end)))
    if counted.hyphen and counted.lemma in units().time and number.form in ("digits", "words"):
        named = counted.token is not None and counted.token.text.rsplit("-", 1)[-1][:1].isupper()
        if named or _is_old(doc, sent, counted):
            return None  # "the Six-Day War", "a 12-year-old"
        return Draft(number, counted, "duration", "duration", *span)
    measure, by = _measure(doc, sent, number, counted)
    if by == "together" and counted.lemma is None:
        counted = replace(counted, lemma="casualty")
    part_of = part_of_whole(doc, sent, number, counted, before)
    gone = bool(before) and lost(doc, sent, counted)
    if counted.lemma is None and part_of is not None:
        lemma = part_lemma(doc, sent, counted, before[part_of])
        human = measure in ("killed", "injured", "captured", "displaced", "missing")
        counted = replace(counted, lemma=lemma if lemma in nouns("persons") or not human else None)
    if gone:
        aerial = before[-1].counted.lemma in nouns("aerial")
        counted = replace(counted, lemma=before[-1].counted.lemma if aerial else None)
        return Draft(number, counted, "other", "lost", *span, part_of)
    if part_of is not None and measure is None:
        measure, by = before[part_of].measure, "part"
    elif measure is None and counted.token is None and number.unit is None and before:
        joined = conjoined(doc, counted, before) or compared(doc, sent, counted, before)
        if joined is not None and joined.number.unit is None and joined.measure != "other":
            measure, by = joined.measure, "conjoined"
    if number.form == "zero":
        counted = _nothing(counted)
        measure = _none_of(measure, counted)
    if not is_figure(doc, sent, number, counted, measure, times):
        return None
    if _passes(doc, sent, counted) and number.bound == "exact" and number.form in ("digits", "words"):
        number = replace(number, bound="at_least", high=None)
    return Draft(number, counted, measure or "other", by or "number", *span, part_of)


def _again(sent: Span, number: Number, counted: Counted, known: dict[object, Draft]) -> Draft | None:
    """A bare number that repeats an earlier figure means the same: "the 14,000 figure", "14,000 is a quarter of it"."""
    earlier = known.get(number.low)
    if earlier is None or number.unit is not None or counted.token is not None or number.form != "digits":
        return None
    if isinstance(number.low, int) and 1900 <= number.low <= 2100:
        return None
    base = sent.start_char
    counted = replace(counted, lemma=earlier.counted.lemma)
    return Draft(number, counted, earlier.measure, "repeated", base + number.start, base + number.end)


def _recalled(draft: Draft, known: dict[object, Draft]) -> Draft:
    """ "243 children died. … 243 children!": the same number of the same, of which nothing else is said."""
    earlier = known.get(draft.number.low)
    if draft.by != "number" or earlier is None or earlier.counted.lemma != draft.counted.lemma:
        return draft
    precise = isinstance(draft.number.low, int) and draft.number.low % 10 != 0
    return replace(draft, measure=earlier.measure, by="repeated") if precise else draft


def _revised(doc: Doc, sent: Span, number: Number, counted: Counted, known: dict[object, Draft]) -> Draft | None:
    """ "This was later updated to 82": a new value of the toll that the report gave last."""
    earlier, at = known.get("toll"), counted.begin - 1
    if (
        earlier is None
        or counted.token is not None
        or number.unit is not None
        or number.form not in ("digits", "words")
    ):
        return None
    if at <= sent.start or doc[at].lower_ != "to" or earlier.start >= sent.start_char:
        return None
    subject = doc[sent.start].lower_ in ("this", "that", "it", "which", "the")
    changed = any(token.lower_ in number_words().changing for token in doc[max(sent.start, at - 3) : at])
    if not (subject and changed):
        return None
    base = sent.start_char
    counted = replace(counted, lemma=earlier.counted.lemma)
    return Draft(number, counted, earlier.measure, "revised", base + number.start, base + number.end)


def _measure(doc: Doc, sent: Span, number: Number, counted: Counted) -> tuple[str | None, str]:
    if number.form == "fraction":
        return "share", "share"
    if number.unit is not None:
        if number.unit in units().areas or number.unit.endswith("2"):
            return "territory", "unit"
        if len(number.unit) == 3 and number.unit.isupper():
            return "money", "unit"
        return None, "unit"
    if counted.hyphen:
        return None, ""
    if counted.lemma in nouns("places") and counted.token is not None:
        verb = counted.token.head
        if verb.lemma_.lower() in nouns("taking"):
            return "territory", "parse"
    return find_measure(doc, sent, counted)


def _nothing(counted: Counted) -> Counted:
    """ "No damage or casualties": the people come before the things."""
    token = counted.token
    if token is not None and counted.lemma not in nouns("casualty"):
        for other in token.conjuncts:
            if other.i > token.i and lemma_of(other) in nouns("casualty"):
                return replace(counted, lemma=lemma_of(other))
    return counted


def _none_of(measure: str | None, counted: Counted) -> str | None:
    if measure == "other" and counted.token is None:
        return "killed"  # "no dead or wounded"
    if counted.lemma in ("casualty", "death", "fatality", "victim", "loss"):
        return "killed"
    if counted.lemma == "injury":
        return "injured"
    if counted.lemma == "damage":
        return "damaged"
    return "hit" if counted.lemma == "hit" else measure


def _closed(text: str, start: int, end: int) -> int:
    """The end of a figure with the bracket that closes what it opens: "82 [bodies]"."""
    opened = "[" in text[start:end] and "]" not in text[start:end]
    return end + 1 if opened and text[end : end + 1] == "]" else end


def _passes(doc: Doc, sent: Span, counted: Counted) -> bool:
    """Whether a total has passed the number: "the toll has surpassed 53,000"."""
    at = counted.first - 1
    return at >= sent.start and doc[at].lemma_.lower() in number_words().passing and doc[at].pos_ == "VERB"


def _is_old(doc: Doc, sent: Span, counted: Counted) -> bool:
    token = counted.token
    return token is not None and any(t.lower_ == "old" for t in doc[token.i : min(sent.end, token.i + 3)])


def _singles(doc: Doc, sent: Span, drafts: list[Draft]) -> Iterator[Draft]:
    """One person without a number, to whom something happened: "a woman and a child were killed"."""
    base = sent.start_char
    taken = [(draft.start, draft.end) for draft in drafts]
    for head in sent:
        if head.tag_ != "NN" or head.lemma_.lower() not in nouns("singular"):
            continue
        article = next((child for child in head.lefts if child.lower_ in ("a", "an", "another")), None)
        if article is None or any(a < head.idx + len(head) and article.idx < b for a, b in taken):
            continue
        start, end = article.idx - base, head.idx + len(head) - base
        number = Number(start, start, end, 0, 0, 1, 1, "exact", "age")
        counted = Counted(head, lemma_of(head), end, article.i, article.i + 1, head.i + 1, article.i)
        measure, by = find_measure(doc, sent, counted)
        if measure in ("killed", "injured") and by != "words":
            yield Draft(number, counted, measure, by, article.idx, head.idx + len(head))


def _aged(doc: Doc, sent: Span, span: tuple[int, int]) -> Draft | None:
    """One person named by age alone, to whom something happened: "a 60-year-old woman was killed"."""
    base = sent.start_char
    first = token_at(doc, base + span[0], sent)
    after = token_at(doc, base + span[1], sent)
    head = None
    for token in doc[after : min(sent.end, after + 4)]:
        if token.pos_ in ("NOUN", "PROPN") or token.ent_type_ == "GPE":
            head = token
        elif token.pos_ not in ("ADJ",):
            break
    if head is None or head.ent_type_ == "PERSON":
        return None
    lemma = head.lemma_.lower()
    if head.ent_type_ == "GPE":
        lemma = "person"
    elif lemma not in nouns("singular"):
        return None
    number = Number(span[0], span[0], head.idx + len(head) - base, 0, 0, 1, 1, "exact", "age")
    counted = Counted(head, lemma, number.end, first, after, head.i + 1, first)
    measure, by = find_measure(doc, sent, counted)
    if measure not in ("killed", "injured", "missing", "captured"):
        return None
    return Draft(number, counted, measure, by, base + span[0], base + number.end)
