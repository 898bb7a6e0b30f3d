"""Guards: whether a match is a time at all, by its words and the tags around them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from onrecord.reading.times.frame import Frame
from onrecord.reading.times.lexing import Token
from onrecord.reading.times.scanning import Candidate
from onrecord.reference.times import cue_words

Guard = Callable[[Candidate, Sequence[Token], Frame], bool]

_NOUN_TAGS = ("NN", "NNS", "NNP", "NNPS", "JJ")


def _before(candidate: Candidate, tokens: Sequence[Token], steps: int = 1) -> str:
    place = candidate.first - steps
    return tokens[place].lower if place >= 0 else ""


def _after(candidate: Candidate, tokens: Sequence[Token], steps: int = 0) -> str:
    place = candidate.last + steps
    return tokens[place].lower if place < len(tokens) else ""


def _tag(frame: Frame, token: Token) -> str:
    if not frame.tagged:
        return ""
    found = frame.token(token.start, token.end)
    return found.tag_ if found is not None else ""


def month(candidate: Candidate, tokens: Sequence[Token], frame: Frame) -> bool:
    """ "May" and "March" are months with a day or a year, after a preposition, or where the tag says a name."""
    place = next((i for i in range(candidate.first, candidate.last) if "month" in tokens[i].classes), None)
    if place is None:
        return True
    token = tokens[place]
    if _ends_before_day(candidate, tokens, place):
        return False
    if token.lower in ("jan", "april", "june", "august", "jun") and candidate.pattern.name == "month":
        # Names of people: "April Jones", "Jan Smith", "June".
        tag_ok = token.lower in ("april", "june", "august") or not frame.tagged
        following = tokens[place + 1] if place + 1 < len(tokens) else None
        name = following is not None and following.capital and following.start == token.end + 1
        cue = place > 0 and tokens[place - 1].lower in cue_words("before months") - {","}
        if name and not cue:
            return False
        if token.lower == "jan" and not tag_ok and not cue:
            return False
    if token.lower not in ("may", "march", "mar"):
        return True
    if any(name in candidate.slots for name in ("n31", "ord31", "day", "year", "yearoffset")):
        # "It may 20 times …": a verb is never followed by its day; a capital in the middle of a sentence is a name.
        return True
    before = tokens[place - 1].lower if place else ""
    tag = _tag(frame, token)
    if before in ("and", ",", "-", "("):
        around = (*tokens[max(0, place - 3) : place], *tokens[place + 1 : place + 4])
        return any("month" in t.classes for t in around)
    if before in cue_words("before months"):
        return tag not in ("MD", "VB", "VBP")
    return (
        tag in ("NNP", "NNPS")
        and token.lower == "may"
        and not (place + 1 < len(tokens) and tokens[place + 1].capital)
        and before not in ("theresa", "mrs", "ms")
    )


def _ends_before_day(candidate: Candidate, tokens: Sequence[Token], place: int) -> bool:
    """ "It opened in April. Two of them …": the full stop after a month that is written out ends a sentence."""
    if place + 2 >= candidate.last or tokens[place + 1].lower != ".":
        return False
    return len(tokens[place].lower) > 4 or tokens[place].lower in ("may", "june", "july")


def abbreviated(candidate: Candidate, tokens: Sequence[Token], frame: Frame) -> bool:
    """A month alone is not an abbreviation without its dot."""
    token = tokens[candidate.first]
    if len(token.lower) > 4 or token.lower in ("may", "june", "july"):
        return True
    return _after(candidate, tokens) == "."


def edgeform(candidate: Candidate, tokens: Sequence[Token], frame: Frame) -> bool:
    """ "The end of March", "early March", never "end March" or "the early March"."""
    words = [t.lower for t in tokens[candidate.first : candidate.last]]
    if words[0] in ("end", "beginning", "start", "middle", "close"):
        return "of" in words
    if words[0] == "the" and words[1] in ("early", "late") and "year" in candidate.slots:
        return True
    return True


def year(candidate: Candidate, tokens: Sequence[Token], frame: Frame) -> bool:
    """Four figures are a year after a preposition, or in our age where they count or measure nothing."""
    place = next(i for i in range(candidate.last - 1, candidate.first - 1, -1) if "year" in tokens[i].classes)
    token = tokens[place]
    value = candidate.slots["year"]
    before = tokens[place - 1] if place else None
    after = tokens[place + 1] if place + 1 < len(tokens) else None
    if (
        before is not None
        and before.end == token.start
        and before.lower in ("$", "€", "£", "¥", "#", "/", ".", "_", "+")
    ):
        return False
    if before is not None and before.end == token.start and before.lower in ("-", "–") and place > 1:
        earlier = tokens[place - 2]
        if earlier.end == before.start and "year" not in earlier.classes and earlier.lower not in (
            "mid", "late", "early", "pre", "post", "then",
        ):  # fmt: skip
            return False
    if after is not None:
        joined = after.start == token.end
        if joined and after.lower in ("%", "/", "+", "_", "°", "$", "€", "£", ":"):
            return False
        if joined and after.lower == "-" and place + 2 < len(tokens):
            following = tokens[place + 2]
            if following.start == after.end and not {"year", "num"} & set(following.classes):
                return following.lower in ("era", "style", "born", "based", "to")
        if after.classes.keys() & {"isodate", "dotdate", "slashdate"}:
            return False
        if "counted" in after.classes or "units" in after.classes or after.lower in ("%", "m", "mm", "cc"):
            return False
        if joined and after.lower[:1].isalpha():
            return False
    cue = before.classes if before is not None else {}
    if 1900 <= value <= 2060:
        return not ("quantity" in cue and "yearcue" not in cue and (before is not None and before.lower != "to"))
    if not (1000 <= value <= 2200):
        return False
    return "yearcue" in cue or (before is not None and before.lower in ("(", "year", "january", "december"))


def dayalone(candidate: Candidate, tokens: Sequence[Token], frame: Frame) -> bool:
    """ "On the 24th" is a day where nothing follows that the number could count."""
    token = tokens[candidate.last - 1]
    if not token.lower[:1].isdigit():
        return False
    after = tokens[candidate.last] if candidate.last < len(tokens) else None
    if after is None or not after.lower[:1].isalpha():
        return after is None or after.lower not in ("-", "–")
    if frame.tagged:
        return not _tag(frame, after).startswith(("NN", "JJ", "VBG"))
    return after.lower in ("and", "or", "in", "at", "when", "after", "before", "to", "with", "by", "that", "as", "but")


def season(candidate: Candidate, tokens: Sequence[Token], frame: Frame) -> bool:
    """ "In the summer", never "during the fall of the city"."""
    after = tokens[candidate.last] if candidate.last < len(tokens) else None
    if after is None:
        return True
    if candidate.slots["season"] == "FA" and after.lower == "of":
        return False
    if frame.tagged:
        return not _tag(frame, after).startswith("NN")
    return not after.lower[:1].isalpha() or after.lower in ("and", "or", "but", "when", "after", "to", "as")


def noun(candidate: Candidate, tokens: Sequence[Token], frame: Frame) -> bool:
    """A period that stands alone, not one that another noun is made with ("the weekend edition")."""
    after = tokens[candidate.last] if candidate.last < len(tokens) else None
    if after is None or not after.lower[:1].isalpha():
        return after is None or after.lower != "-"
    if frame.tagged:
        return not _tag(frame, after).startswith(("NN", "CD"))
    return True


def notclause(candidate: Candidate, tokens: Sequence[Token], frame: Frame) -> bool:
    """ "Two days before", "a week after" alone; before a clause or a noun the length alone is the expression."""
    word = tokens[candidate.last - 1].lower
    if word in ("after", "before"):
        after = tokens[candidate.last] if candidate.last < len(tokens) else None
        return (
            after is None
            or after.lower in (".", ",", ";", ")", "!", "?", "")
            and (after.lower != "," or candidate.last + 1 >= len(tokens))
        )
    if word in ("earlier", "later"):
        return _after(candidate, tokens) != "than"
    return True


def duration(candidate: Candidate, tokens: Sequence[Token], frame: Frame) -> bool:
    """A length that is not the beginning of a compound ("a year-earlier loss")."""
    after = tokens[candidate.last] if candidate.last < len(tokens) else None
    if after is not None and after.start == tokens[candidate.last - 1].end and after.lower in ("-", "–"):
        return False
    return unitmeaning(candidate, tokens, frame)


def unitmeaning(candidate: Candidate, tokens: Sequence[Token], frame: Frame) -> bool:
    """ "A second strike", "a minute amount", "one quarter of the land" are no lengths."""
    unit = candidate.slots.get("unit")
    last = tokens[candidate.last - 1].lower
    after = tokens[candidate.last] if candidate.last < len(tokens) else None
    following = after.lower if after is not None else ""
    if unit == "TS" and last == "second":
        return (
            candidate.slots.get("count", 0) != 1
            or not following[:1].isalpha()
            or following in ("later", "after", "before")
        )
    if unit == "Q":
        return last == "quarters" and following not in ("of", "full")
    if unit in ("WE", "NI") and last in ("weekend", "night"):
        count = candidate.slots.get("count")
        return unit == "NI" and isinstance(count, int) and count > 1
    if last == "minute" and frame.tagged and after is not None:
        return not _tag(frame, after).startswith("NN") or candidate.slots.get("count") != 1
    return True


def bareunits(candidate: Candidate, tokens: Sequence[Token], frame: Frame) -> bool:
    """ "For months", "years of war"; not "opening hours", "in the days of", "two-thirds of hours"."""
    before = _before(candidate, tokens)
    if before in cue_words("before bare units"):
        return False
    after = _after(candidate, tokens)
    if after in ("before", "after", "later", "earlier"):
        return True
    if candidate.first and _tag(frame, tokens[candidate.first - 1]).startswith(("NN", "PRP$", "VBG")):
        return False
    return after not in ("-", "old", "apart")


def yearend(candidate: Candidate, tokens: Sequence[Token], frame: Frame) -> bool:
    """ "Year-end", "month's end", never "year end the"."""
    words = [t.lower for t in tokens[candidate.first : candidate.last]]
    return words[0] == "year" or "-" in words or "s" in words


def daily(candidate: Candidate, tokens: Sequence[Token], frame: Frame) -> bool:
    """ "Daily" that says how often, not part of a name ("Daily Mail", "the daily Granma")."""
    token = tokens[candidate.first]
    after = tokens[candidate.last] if candidate.last < len(tokens) else None
    if token.capital and after is not None and after.capital:
        return False
    if after is not None and after.capital and after.start == token.end + 1:
        return False
    if _tag(frame, token) in ("NN", "NNP"):
        return False
    if token.lower == "quarterly" and after is not None and _tag(frame, after).startswith(("NN", "JJ")):
        return False
    before = _before(candidate, tokens)
    return before not in ("'", "’", "pro", "-")


def clock(candidate: Candidate, tokens: Sequence[Token], frame: Frame) -> bool:
    """Times of the clock: figures with a colon that are no score, verse or ratio; "noon" and "midnight" by cue."""
    slots = candidate.slots
    if "meridiem" in slots or "o" in [t.lower for t in tokens[candidate.first : candidate.last]]:
        hour = (slots.get("clock") or slots.get("clockdot") or (slots.get("n24") or slots.get("hour"), 0))[0]
        return hour is not None and (hour <= 12 or "clock" in slots)
    if slots.get("hour") in (12, 24):
        return candidate.pattern.name != "clock"
    if "clock" in slots:
        before = _before(candidate, tokens)
        return before not in ("score", "won", "beat", "lost", "ratio", "verse") and "=colon" not in (
            tokens[candidate.last].classes if candidate.last < len(tokens) else {}
        )
    return True


def now(candidate: Candidate, tokens: Sequence[Token], frame: Frame) -> bool:
    """ "Now" that says when, not the one of "now that" and "just now"'s kin, nor part of a name."""
    token = tokens[candidate.last - 1]
    after = _after(candidate, tokens)
    if after == "-":
        return False
    following = tokens[candidate.last] if candidate.last < len(tokens) else None
    if token.capital and following is not None and following.capital:
        return False
    return _before(candidate, tokens) not in ("-",)


def adjective(candidate: Candidate, tokens: Sequence[Token], frame: Frame) -> bool:
    """ "Current" before a noun, never the current of a river or a wire."""
    before = _before(candidate, tokens)
    return _tag(frame, tokens[candidate.first]) not in ("NN", "NNS") and before not in ("-", "alternating", "direct")


def sentencefirst(candidate: Candidate, tokens: Sequence[Token], frame: Frame) -> bool:
    """ "Earlier, …" at the beginning of a sentence."""
    return tokens[candidate.first].capital


def soon(candidate: Candidate, tokens: Sequence[Token], frame: Frame) -> bool:
    before = _before(candidate, tokens)
    after = _after(candidate, tokens)
    if before in ("as", "too", "how", "so") or after in ("after", "afterwards", "before", "as", "became"):
        return False
    frame.here = (tokens[candidate.first].start, tokens[candidate.last - 1].end)
    return frame.tense() != "past"


def future(candidate: Candidate, tokens: Sequence[Token], frame: Frame) -> bool:
    """ "The future", "in future" as times; not "future generations" nor "the future of the region"."""
    words = [t.lower for t in tokens[candidate.first : candidate.last]]
    after = _after(candidate, tokens)
    if words[0] != "the":
        return _before(candidate, tokens) == "in" and len(words) == 1
    if after == "of" and len(words) == 2:
        return False
    return noun(candidate, tokens, frame) and (len(words) > 2 or _before(candidate, tokens) in (
        "in", "for", "to", "into", "of", "about",
    ))  # fmt: skip


def oneday(candidate: Candidate, tokens: Sequence[Token], frame: Frame) -> bool:
    """ "One day" of a time to come; where a day is counted it is a length."""
    words = [t.lower for t in tokens[candidate.first : candidate.last]]
    if words == ["someday"]:
        return True
    before = _before(candidate, tokens)
    return before in ("will", "would", "could", "may", "might", "can", "must", "that")


def listed(candidate: Candidate, tokens: Sequence[Token], frame: Frame) -> bool:
    """The second of two days of one month ("April 24 and 25"): figures that count nothing after them."""
    token = tokens[candidate.last - 1]
    if not token.lower.isdigit():
        return False
    after = tokens[candidate.last] if candidate.last < len(tokens) else None
    if candidate.stop > candidate.last or after is None or not after.lower[:1].isalpha():
        return after is None or after.lower not in ("-", "%", ":")
    return not _tag(frame, after).startswith(("NN", "JJ"))


def decade(candidate: Candidate, tokens: Sequence[Token], frame: Frame) -> bool:
    """ "The 80s" and "the '80s" are years, "in his 30s" is an age."""
    word = tokens[candidate.last - 1].lower
    if len(word) >= 5 or not word[0].isdigit():
        return word[0].isdigit() or not word.isalpha() or _before(candidate, tokens) not in ("his", "her", "their")
    return tokens[candidate.first].lower == "the"


def feast(candidate: Candidate, tokens: Sequence[Token], frame: Frame) -> bool:
    """ "Annual" of what is held every year ("its annual Navy Day"), never of amounts ("annual sales")."""
    after = tokens[candidate.last] if candidate.last < len(tokens) else None
    if tokens[candidate.first].capital:
        return False
    return after is not None and (after.capital or after.lower in cue_words("held every year"))


def named(candidate: Candidate, tokens: Sequence[Token], frame: Frame) -> bool:
    """ "This week", not the broadcast "This Week"."""
    words = tokens[candidate.first : candidate.last]
    return not (len(words) == 2 and words[0].capital and words[1].capital)


def within(candidate: Candidate, tokens: Sequence[Token], frame: Frame) -> bool:
    """ "Within 72 hours" from now, where nothing says from when ("within hours of the attack")."""
    return unitmeaning(candidate, tokens, frame) and _after(candidate, tokens) not in ("of", "after", "before")


GUARDS: dict[str, Guard] = {
    guard.__name__: guard
    for guard in (
        month, abbreviated, edgeform, year, dayalone, season, noun, notclause, unitmeaning, bareunits, yearend, daily,
        clock, now, adjective, sentencefirst, soon, future, oneday, listed, decade, feast, named, within, duration,
    )
}  # fmt: skip
