"""What happened to the counted: the measure of a number, from the parse, else from the words beside it."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Span, Token

from onrecord.reading.figures.beside import HUMAN, adjacent, by_words, destroyed_or_damaged, lost, told_together
from onrecord.reading.figures.counted import Counted
from onrecord.reading.figures.roles import role_measures, state_measures, suffered_measures
from onrecord.reference.figures import nouns, predicates

_STEPS = 7
_PASSED_THROUGH = frozenset(
    {"nummod", "amod", "compound", "flat", "nmod:desc", "appos", "det", "advmod", "fixed", "conj", "dep"}
)


def find_measure(doc: Doc, sent: Span, counted: Counted) -> tuple[str | None, str]:
    """The measure of a counted number and what told it: "parse" or "words"; None where nothing does."""
    measure, by = _measure(doc, sent, counted)
    if measure == "destroyed" and destroyed_or_damaged(doc, sent, counted):
        measure = "damaged"
    return measure, by


def _measure(doc: Doc, sent: Span, counted: Counted) -> tuple[str | None, str]:
    if lost(doc, sent, counted):
        return None, ""
    if told_together(doc, sent, counted):
        return "other", "together"
    anchor = counted.token if counted.token is not None else doc[max(counted.after - 1, counted.first)]
    for measures in adjacent(doc, sent, counted):
        chosen = _choose(measures, counted)
        if chosen:
            return chosen, "beside"
    for measures in _by_parse(anchor, counted):
        chosen = _choose(measures, counted)
        if chosen:
            return chosen, "parse"
    for measures in by_words(doc, sent, counted):
        chosen = _choose(measures, counted)
        if chosen:
            return chosen, "words"
    # An evacuee who was killed is counted among the killed; one of whom nothing is said, among the displaced.
    lemma = "body" if counted.bodies else counted.lemma or ""
    own = _choose(predicates()["noun"].get(lemma, ()), counted)
    return own, "noun" if own else ""


def _choose(measures: tuple[str, ...], counted: Counted) -> str | None:
    """The measure that fits what is counted; "destroyed" of drones is "downed", "captured" of villages territory."""
    fitting = [measure for measure in measures if _fits(measure, counted)]
    if not fitting:
        # Troops are destroyed as tanks are in the words of armies.
        people = counted.persons and counted.lemma not in (None, *nouns("places"))
        return "killed" if people and "destroyed" in measures and "killed" not in measures else None
    lemma = counted.lemma
    if "downed" in fitting and lemma in nouns("aerial") and "destroyed" in fitting:
        return "destroyed" if lemma in ("aircraft", "helicopter", "plane", "jet", "warplane", "bomber") else "downed"
    if "deployed" in fitting and lemma in nouns("forces") and lemma not in nouns("aerial"):
        return "deployed"
    return fitting[0]


def _fits(measure: str, counted: Counted) -> bool:
    lemma = counted.lemma
    unnamed = lemma is None
    if measure in HUMAN:
        return counted.persons or lemma in ("death", "fatality", "injury", "casualty")
    if measure == "captured":
        return counted.persons or lemma in nouns("forces") or lemma in nouns("aerial")
    if measure == "downed":
        return unnamed or lemma in nouns("aerial")
    if measure == "launched":
        return (
            lemma in nouns("aerial") or lemma in predicates()["noun"] or lemma in ("shell", "round", "mortar", "time")
        )
    if measure in ("destroyed", "damaged"):
        return not counted.persons or unnamed or lemma in nouns("dwellers")
    if measure == "deployed":
        return lemma in nouns("forces") or (counted.persons and not unnamed and lemma != "person")
    if measure == "supplied":
        return lemma in nouns("goods")
    return True


def _by_parse(anchor: Token, counted: Counted) -> Iterator[tuple[str, ...]]:
    if not counted.persons and not counted.hyphen:
        yield predicates()["noun"].get(counted.lemma or "", ())
    if counted.persons and counted.next < anchor.sent.end:
        following = anchor.doc[counted.next]
        yield state_measures(following)
        if following.tag_ == "VBN":
            yield role_measures(following, "object")
    for child in anchor.children:
        if child.dep_ in ("amod", "compound"):
            yield state_measures(child)
    yield from _walk(anchor)
    for child in anchor.children:
        yield from _described(child)


def _walk(anchor: Token) -> Iterator[tuple[str, ...]]:
    """The predicates that govern the counted noun, nearest first."""
    table = predicates()
    token = anchor
    for _ in range(_STEPS):
        relation, head = token.dep_, token.head
        if head.i == token.i:
            yield from _predicated(token)
            return
        if relation in _PASSED_THROUGH:
            if relation == "conj" and state_measures(head):
                yield state_measures(head)
            token = head
            continue
        if relation.startswith("nmod"):
            case = _case(token)
            yield from _made_with(token, head, case)
            found = table["nominal"].get(head.lemma_.lower(), ())
            if found and case in ("of", "for", "to", "", "by", "with", "on", "among"):
                yield found
            if case in ("of", "including", "with", "") or head.lemma_.lower() in nouns("carriers"):
                token = head
                continue
            return
        if relation.startswith("nsubj"):
            yield from _of_subject(token, head, passive=relation.endswith("pass"))
            return
        if relation in (
            "obj",
            "iobj",
            "ccomp",
            "xcomp",
            "root",
            "obl",
            "obl:unmarked",
            "obl:agent",
            "parataxis",
            "advcl",
        ):
            yield from _made_with(token, head, _case(token))
            yield from _of_object(token, head, direct=relation in ("obj", "ccomp", "xcomp", "parataxis"))
            return
        if relation.startswith("acl"):
            return
        token = head


def _case(token: Token) -> str:
    before = [child.lower_ for child in token.children if child.dep_ == "case" and child.i < token.i]
    return before[-1] if before else next((child.lower_ for child in token.children if child.dep_ == "case"), "")


def _made_with(token: Token, head: Token, case: str) -> Iterator[tuple[str, ...]]:
    """ "Attacked the port with 112 drones", "a bombardment by six munitions": what an attack is made with."""
    if case == "with" and token.dep_.startswith("nmod") and head.head.pos_ == "VERB":
        # "Attacked the district with 17 drones": the parse takes them for the district's.
        head = head.head
    told = case in ("with", "using", "involving")
    if not told and case in ("by", "of"):
        told = head.pos_ == "NOUN" or head.lemma_.lower() in ("attack", "bombard")
    if told and head.lemma_.lower() in nouns("assaults"):
        yield ("launched",)


def _described(child: Token) -> Iterator[tuple[str, ...]]:
    """States and clauses that describe the counted noun: "46 dead", "people killed", "babies that will die"."""
    if child.dep_ in ("xcomp", "appos", "dep", "conj") or child.dep_.startswith("acl"):
        yield state_measures(child)
        if child.dep_ == "acl:relcl":
            subject = next((c for c in child.children if c.dep_.startswith("nsubj")), None)
            if subject is not None and subject.lower_ in ("who", "that", "which"):
                yield role_measures(child, "object" if subject.dep_.endswith("pass") else "subject")
            elif subject is not None:
                yield role_measures(child, "object")
        elif child.dep_ == "acl":
            yield role_measures(child, "object" if child.tag_ == "VBN" else "subject")


def _predicated(token: Token) -> Iterator[tuple[str, ...]]:
    """A number that is the predicate: "the number of victims is at least 70", "Death toll: 12"."""
    if state_measures(token):
        yield state_measures(token)
    for child in token.children:
        if child.dep_.startswith("nsubj"):
            yield _tallied(child)


def _tallied(subject: Token) -> tuple[str, ...]:
    """The measure of a total that is a subject: "death toll", "number of wounded", "number of victims"."""
    words = [
        subject,
        *subject.lefts,
        *(g for c in subject.children if c.dep_.startswith("nmod") for g in [c, *c.lefts]),
    ]
    human = HUMAN.intersection(predicates()["nominal"].get(subject.lemma_.lower(), ()))
    if subject.lemma_.lower() not in nouns("tallies") and not human:
        return ()
    for word in reversed(words):
        lemma = word.lemma_.lower()
        found = predicates()["state"].get(word.lower_) or predicates()["nominal"].get(lemma) if lemma != "toll" else ()
        if found:
            return found
        if lemma == "victim":
            return ("killed",)
    return ("killed",) if subject.lemma_.lower() == "toll" else ()


def _of_subject(token: Token, verb: Token, *, passive: bool) -> Iterator[tuple[str, ...]]:
    if state_measures(verb) and (verb.pos_ != "VERB" or passive):
        yield state_measures(verb)
    if passive:
        yield role_measures(verb, "object")
    else:
        yield role_measures(verb, "subject")
        yield from suffered_measures(verb)
    if verb.lemma_.lower() in nouns("light") or passive:
        for child in verb.children:
            if (
                child.dep_ in ("xcomp", "ccomp", "advcl", "obj", "conj")
                and child.i > verb.i
                and child.dep_ in ("xcomp", "ccomp")
            ):
                yield state_measures(child)
                yield role_measures(child, "object")
    if not passive and verb.tag_ in ("VBN", "VBD") and not any(c.dep_ in ("obj", "ccomp") for c in verb.children):
        # "12 killed in strike": a passive without its auxiliary, as headlines have it.
        yield tuple(
            m for m in role_measures(verb, "object") if m in (*HUMAN, "captured", "downed", "damaged", "destroyed")
        )


def _of_object(token: Token, verb: Token, *, direct: bool) -> Iterator[tuple[str, ...]]:
    for child in verb.children:
        if child.dep_.startswith("nsubj"):
            found = _tallied(child)
            if found:
                yield found
        elif child.dep_ == "obj" and not direct and child.i < token.i:
            # "bringing the number of people killed to 40", "putting the toll at 70"
            yield _tallied(child)
    if verb.lemma_.lower() in nouns("light") or not direct:
        for child in verb.children:
            if child.i > token.i and child.dep_ in ("xcomp", "acl", "advcl", "obj", "ccomp", "amod"):
                yield state_measures(child)
    if verb.pos_ == "NOUN":
        yield predicates()["nominal"].get(verb.lemma_.lower(), ())
    if any(c.lower_ in ("on", "to") for c in token.children if c.dep_ == "case"):
        # "inflicted harm on 200 civilians", "caused injuries to 12 people"
        for child in verb.children:
            if child.dep_ == "obj":
                yield predicates()["nominal"].get(child.lemma_.lower(), ())
    if direct or verb.lemma_.lower() in ("kill", "die", "injure", "wound"):
        yield role_measures(verb, "object")
