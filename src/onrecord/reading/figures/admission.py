"""Which numbers are figures of the war: not ages, dates, names, addresses, scores, points of a plan."""

from __future__ import annotations

from spacy.tokens import Doc, Span

from onrecord.reading.figures.counted import Counted, TimeIndex, nominal
from onrecord.reading.figures.lexing import Number
from onrecord.reference.figures import nouns, units

_NAMES = frozenset({"ORG", "PERSON", "MISC"})
_SMALL = 10


def is_figure(doc: Doc, sent: Span, number: Number, counted: Counted, measure: str | None, times: TimeIndex) -> bool:
    """Whether a number of a sentence is claimed of the war. `measure` is what the predicates say, or None."""
    base = sent.start_char
    time = times.over(base + number.core, base + number.end)
    if time is not None and number.unit is None and not _clearly_people(number, counted, measure):
        return False
    if number.form == "zero":
        if counted.token is None:
            return measure in ("killed", "injured")
        return _none_at_all(counted, measure)
    if number.form == "fraction":
        return number.unit == "%" or counted.after < sent.end
    if counted.hyphen:
        return False
    if number.unit is not None:
        return _measured(doc, sent, number, counted)
    dated = counted.first > sent.start and doc[counted.first - 1].lower_ in units().time
    if (
        (_is_label(doc, sent, counted) and not (dated and measure))
        or _in_name(doc, counted)
        or _is_address(doc, sent, counted)
    ):
        return False
    if counted.lemma in units().time or _singular(counted.lemma) in units().time:
        return False
    if counted.lemma in nouns("abstract") and (measure is None or measure in ("hit", "launched", "supplied")):
        return False
    if counted.token is None and _is_age(doc, sent, number, counted):
        return False
    if _is_year(doc, sent, number, counted):
        return False
    if number.form == "few":
        if measure is not None or (number.low is not None and number.low >= 20 and counted.lemma is not None):
            return True
        return _concrete(counted) and not _speaks(counted)
    if number.form == "vague":
        return measure is not None or counted.lemma is not None
    return _counts(doc, sent, number, counted, measure)


def _none_at_all(counted: Counted, measure: str | None) -> bool:
    """ "No casualties", "no damage", "no trucks entered"; what merely cannot be seen, and stuff, have no number."""
    if counted.token is None:
        return False
    if any(child.lower_ in ("visible", "apparent", "obvious") for child in counted.token.children):
        return False
    countable = counted.token.tag_ in ("NNS", "NNPS") and _concrete(counted)
    return counted.lemma in nouns("casualty") or (
        measure is not None and (countable or counted.lemma in nouns("things"))
    )


def _clearly_people(number: Number, counted: Counted, measure: str | None) -> bool:
    """ "Killing between 1000 and 1800 people" names no years, whatever the digits look like."""
    return number.bound == "between" and counted.token is not None and counted.persons and measure is not None


def _counts(doc: Doc, sent: Span, number: Number, counted: Counted, measure: str | None) -> bool:
    """Cardinals: large ones count any noun, small ones what wars are counted in, one only what was affected."""
    value = number.low if number.low is not None else number.high
    following = doc[counted.after].lower_ if counted.after < sent.end else ""
    if value == 1:
        if following in ("another", "or", "way", "day", "thing") or (
            counted.first > sent.start and doc[counted.first - 1].lower_ == "no"
        ):
            return False
        if following == "of" or counted.token is None:
            return measure in ("killed", "injured", "missing", "captured", "downed") and number.form == "words"
        return measure is not None or counted.lemma in nouns("alone")
    if counted.token is None:
        return measure is not None or (counted.others and value is not None and value > _SMALL)
    if measure is not None:
        return True
    if value is not None and value <= _SMALL:
        if doc[counted.first].i > sent.start and doc[counted.first - 1].lower_ in ("the", "these", "those", "both"):
            return False  # known from before: "the two men"
        return _concrete(counted) and not _speaks(counted)
    return nominal(counted.token)


def _concrete(counted: Counted) -> bool:
    """Whether people or things of a war are counted."""
    return counted.token is not None and any(counted.lemma in nouns(kind) for kind in ("persons", "things", "goods"))


def _speaks(counted: Counted) -> bool:
    token = counted.token
    if counted.lemma not in nouns("persons"):
        return False
    return (
        token is not None and token.dep_ == "nsubj" and token.head.lemma_ in ("say", "tell", "add", "speak", "describe")
    )


def _singular(lemma: str | None) -> str | None:
    return lemma[:-1] if lemma and lemma.endswith("s") else lemma


def _measured(doc: Doc, sent: Span, number: Number, counted: Counted) -> bool:
    if number.form == "few" or number.unit in ("yd", "ft", "mm", "m", "kt", "lb", "kg"):
        return False
    if number.unit == "GBP" and counted.after < sent.end and doc[counted.after].lower_ in ("bomb", "bombs", "warhead"):
        return False
    return number.unit != "km" or counted.after >= sent.end or doc[counted.after].lower_ not in ("per", "an", "h")


def _is_label(doc: Doc, sent: Span, counted: Counted) -> bool:
    """A number after "Resolution" or "No." is a name; so is one after a capitalised noun, where nothing is counted."""
    at = counted.first - 1
    while at >= sent.start and (doc[at].like_num or doc[at].text in (",", "and", "&")):
        at -= 1
    if at < sent.start:
        return False
    before = doc[at]
    if before.lower_ in nouns("labels") and (counted.first - at == 1 or doc[counted.first - 1].like_num):
        # "in camp 40 people died" is rare; "Article 21 of" is not.
        return before.pos_ in ("NOUN", "PROPN", "X", "NUM", "ADJ") or before.lower_ in ("no", "no.", "top")
    if counted.first - at == 1 and counted.token is None and before.pos_ == "PROPN" and doc[counted.first].is_digit:
        return True
    if counted.first - at == 1 and before.pos_ == "PROPN" and before.ent_type_ not in ("GPE", "LOC", "DATE"):
        # "A Falaq 1 Iranian rocket": small digits after a name are the model's.
        return doc[counted.first].text in ("1", "2", "3")
    return before.lower_ in ("#", "§", "№")


def _in_name(doc: Doc, counted: Counted) -> bool:
    """Whether the number stands inside the name of somebody or something ("Group of Seven", "Channel 12")."""
    token = doc[counted.first]
    if token.ent_type_ not in _NAMES or token.ent_iob_ != "I":
        return False
    return counted.token is None or counted.token.ent_type_ == token.ent_type_


def _is_age(doc: Doc, sent: Span, number: Number, counted: Counted) -> bool:
    """A bare number between commas or brackets: "Ivan Marsh, 51, was shot"."""
    if number.bound != "exact" or not isinstance(number.low, int) or number.low > 110:
        return False
    before = doc[counted.first - 1].text if counted.first > sent.start else ""
    after = doc[counted.after].text if counted.after < sent.end else "."
    return (before in (",", "(") and after in (",", ")", ".", ";")) or before.lower() in ("aged", "age")


def _is_address(doc: Doc, sent: Span, counted: Counted) -> bool:
    for token in doc[counted.after : min(sent.end, counted.after + 4)]:
        if not token.text[:1].isupper():
            return False
        if token.lower_ in nouns("streets") and token.i > counted.after:
            return True
    return False


def _is_year(doc: Doc, sent: Span, number: Number, counted: Counted) -> bool:
    if number.form != "digits" or not isinstance(number.low, int) or not 1900 <= number.low <= 2100:
        return False
    if doc[counted.first].text != str(number.low) or number.bound != "exact":
        return False
    before = doc[counted.first - 1].lower_ if counted.first > sent.start else ""
    if counted.token is None or before in nouns("before_years"):
        return True
    return counted.token.tag_ not in ("NNS", "NNPS") or counted.token.i > counted.first + 2
