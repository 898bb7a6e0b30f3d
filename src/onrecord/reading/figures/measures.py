"""What happened to the counted: the measure of a number, from the parse, else from the words beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spacy.tokens import Doc, Span, Token

from onrecord.reading.figures.counted import Counted, suffers
from onrecord.reference.figures import nouns, predicates

_STEPS = 7
_REACH = 14
_LISTED = frozenset({"NOUN", "PROPN", "NUM", "ADJ", "DET", "CCONJ", "PUNCT", "ADV", "SPACE"})
_HUMAN = frozenset({"killed", "injured", "missing", "displaced"})
_PASSED_THROUGH = frozenset(
    {"nummod", "amod", "compound", "flat", "nmod:desc", "appos", "det", "advmod", "fixed", "conj", "dep"}
)


def find_measure(doc: Doc, sent: Span, counted: Counted) -> tuple[str | None, str]:
    """The measure of a counted number and what told it: "parse" or "words"; None where nothing does."""
    if lost(doc, sent, counted):
        return None, ""
    if _together(doc, sent, counted):
        return "other", "together"
    anchor = counted.token if counted.token is not None else doc[max(counted.after - 1, counted.first)]
    for measures in _adjacent(doc, sent, counted):
        chosen = _choose(measures, counted)
        if chosen:
            return chosen, "beside"
    for measures in _by_parse(anchor, counted):
        chosen = _choose(measures, counted)
        if chosen:
            return chosen, "parse"
    for measures in _by_words(doc, sent, counted):
        chosen = _choose(measures, counted)
        if chosen:
            return chosen, "words"
    # An evacuee who was killed is counted among the killed; one of whom nothing is said, among the displaced.
    lemma = "body" if counted.bodies else counted.lemma or ""
    own = _choose(predicates()["noun"].get(lemma, ()), counted)
    return own, "noun" if own else ""


def _together(doc: Doc, sent: Span, counted: Counted) -> bool:
    """ "12 dead and wounded", "killing or injuring 12": casualties that are not told apart."""
    after = doc[counted.next : min(sent.end, counted.next + 7)]
    at = 0
    while at < len(after) and (after[at].pos_ == "AUX" or after[at].is_space):
        at += 1
    before = doc[max(sent.start, counted.begin - 3) : counted.begin]
    return counted.persons and (_joined(after[at : at + 3]) or _joined(before))


def _joined(words: Span) -> bool:
    if len(words) != 3 or words[1].lower_ not in ("and", "or", "/"):
        return False
    first, second = (_human(words[0]), _human(words[2]))
    return bool(first and second and not first & second)


def _human(token: Token) -> set[str]:
    found = {*_state(token), *(_role(token, "object") if token.pos_ == "VERB" else ())}
    return found & {"killed", "injured", "missing", "captured"}


def lost(doc: Doc, sent: Span, counted: Counted) -> bool:
    """ "74 were lost": drones are lost as people are, so what nobody names is not taken for the dead."""
    after = doc[counted.next : min(counted.next + 3, sent.end)]
    return counted.lemma in (None, "person") and "lost" in {token.lower_ for token in after} and counted.token is None


def _adjacent(doc: Doc, sent: Span, counted: Counted) -> Iterator[tuple[str, ...]]:
    """Predicates that touch the number: "injured 32", "wounding at least 32", "160 people were injured"."""
    if counted.persons:
        yield from _after(doc, sent, counted.next)
        at = counted.next
        while at < sent.end and doc[at].is_space:
            at += 1
        if at < sent.end and doc[at].tag_ == "VBN":
            yield tuple(m for m in (*_state(doc[at]), *_role(doc[at], "object")) if m in _HUMAN or m == "captured")
        while at < sent.end and at < counted.next + 4 and doc[at].pos_ in ("AUX", "ADV", "SPACE"):
            at += 1
        if (
            counted.next < at < sent.end
            and doc[at].tag_ == "VBN"
            and any(t.lemma_ == "be" for t in doc[counted.next : at])
        ):
            yield tuple(m for m in (*_state(doc[at]), *_role(doc[at], "object")) if m in _HUMAN or m == "captured")
    if counted.lemma in nouns("aerial") and _wielded(doc, sent, counted.begin):
        yield ("launched",)
    at = counted.begin - 1
    while at >= sent.start and doc[at].pos_ in ("ADV", "SPACE"):
        at -= 1
    if at >= sent.start and doc[at].pos_ == "VERB" and doc[at].tag_ in ("VBG", "VBD", "VBN"):
        yield tuple(m for m in _role(doc[at], "object") if m in _HUMAN)
    if counted.lemma in (None, "person"):
        yield _after_toll(doc, sent, counted.begin)


def _after(doc: Doc, sent: Span, at: int) -> Iterator[tuple[str, ...]]:
    """What is said of people right after their number: "12 sustained wounds", "20 with burns", "two of them died"."""
    if suffers(doc, at, sent.end):
        yield from _suffered(doc[at], doc[at + 1 : min(sent.end, at + 5)])
    near = doc[at : min(sent.end, at + 5)]
    if near and near[0].lower_ in nouns("harmed_with"):
        for token in near[1:]:
            yield tuple(m for m in predicates()["nominal"].get(token.lemma_.lower(), ()) if m == "injured")
    for token in near:
        if token.pos_ == "VERB" and not _state(token):
            yield tuple(m for m in _role(token, "subject") if m == "killed")
        if token.pos_ not in ("AUX", "ADV", "DET", "ADP", "PRON", "ADJ") and not _state(token):
            return


def _wielded(doc: Doc, sent: Span, at: int) -> bool:
    """Whether an attack is made "with 112 drones and five missiles", by the order of the words."""
    armed = False
    for token in reversed(doc[max(sent.start, at - _REACH) : at]):
        if not armed:
            armed = token.lower_ in ("with", "using", "involving")
            if not armed and token.pos_ not in _LISTED:
                return False
        elif token.lemma_.lower() in nouns("assaults"):
            return True
        elif token.text in ".,;" or token.lower_ in ("that", "which", "who"):
            return False
    return False


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
    if measure in _HUMAN:
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


def _lemmas(token: Token) -> Iterator[str]:
    """The lemma of a predicate, with its particle first: shoot_down, carry_out, take_hostage."""
    lemma = token.lemma_.lower()
    for child in token.children:
        if child.i > token.i and (child.dep_ == "compound:prt" or child.lower_ in nouns("particles")):
            yield f"{lemma}_{child.lower_}"
    yield lemma


def _role(token: Token, role: str) -> tuple[str, ...]:
    table = predicates()[role]
    for lemma in _lemmas(token):
        if lemma in table:
            return table[lemma]
    return ()


def _state(token: Token) -> tuple[str, ...]:
    return predicates()["state"].get(token.lower_, ())


def _by_parse(anchor: Token, counted: Counted) -> Iterator[tuple[str, ...]]:
    if not counted.persons and not counted.hyphen:
        yield predicates()["noun"].get(counted.lemma or "", ())
    if counted.persons and counted.next < anchor.sent.end:
        following = anchor.doc[counted.next]
        yield _state(following)
        if following.tag_ == "VBN":
            yield _role(following, "object")
    for child in anchor.children:
        if child.dep_ in ("amod", "compound"):
            yield _state(child)
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
            if relation == "conj" and _state(head):
                yield _state(head)
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
    return next((child.lower_ for child in token.children if child.dep_ == "case"), "")


def _made_with(token: Token, head: Token, case: str) -> Iterator[tuple[str, ...]]:
    """ "Attacked the port with 112 drones", "a bombardment by six munitions": what an attack is made with."""
    if case == "with" and token.dep_.startswith("nmod") and head.head.pos_ == "VERB":
        # "Attacked the district with 17 drones": the parse takes them for the district's.
        head = head.head
    if case in ("with", "using", "by", "of", "involving") and head.lemma_.lower() in nouns("assaults"):
        if (
            case in ("with", "using", "involving")
            or head.pos_ == "NOUN"
            or head.lemma_.lower() in ("attack", "bombard")
        ):
            yield ("launched",)


def _described(child: Token) -> Iterator[tuple[str, ...]]:
    """States and clauses that describe the counted noun: "46 dead", "people killed", "babies that will die"."""
    if child.dep_ in ("xcomp", "appos", "dep", "conj") or child.dep_.startswith("acl"):
        yield _state(child)
        if child.dep_ == "acl:relcl":
            subject = next((c for c in child.children if c.dep_.startswith("nsubj")), None)
            if subject is not None and subject.lower_ in ("who", "that", "which"):
                yield _role(child, "object" if subject.dep_.endswith("pass") else "subject")
            elif subject is not None:
                yield _role(child, "object")
        elif child.dep_ == "acl":
            yield _role(child, "object" if child.tag_ == "VBN" else "subject")


def _predicated(token: Token) -> Iterator[tuple[str, ...]]:
    """A number that is the predicate: "the number of victims is at least 70", "Death toll: 12"."""
    if _state(token):
        yield _state(token)
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
    human = _HUMAN.intersection(predicates()["nominal"].get(subject.lemma_.lower(), ()))
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
    if _state(verb) and (verb.pos_ != "VERB" or passive):
        yield _state(verb)
    if passive:
        yield _role(verb, "object")
    else:
        yield _role(verb, "subject")
        yield from _suffered(verb)
    if verb.lemma_.lower() in nouns("light") or passive:
        for child in verb.children:
            if (
                child.dep_ in ("xcomp", "ccomp", "advcl", "obj", "conj")
                and child.i > verb.i
                and child.dep_ in ("xcomp", "ccomp")
            ):
                yield _state(child)
                yield _role(child, "object")
    if not passive and verb.tag_ in ("VBN", "VBD") and not any(c.dep_ in ("obj", "ccomp") for c in verb.children):
        # "12 killed in strike": a passive without its auxiliary, as headlines have it.
        yield tuple(m for m in _role(verb, "object") if m in (*_HUMAN, "captured", "downed", "damaged", "destroyed"))


def _suffered(verb: Token, harms: Iterable[Token] | None = None) -> Iterator[tuple[str, ...]]:
    """ "12 people suffered burns", "two adults lost their lives"; `harms` are the objects, else those of the parse."""
    lemma = verb.lemma_.lower()
    if lemma in nouns("suffering"):
        for child in verb.children if harms is None else harms:
            if child.dep_ == "obj" or harms is not None:
                yield (
                    ("killed",)
                    if child.lemma_.lower() == "life"
                    else predicates()["nominal"].get(child.lemma_.lower(), ())
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
                yield _state(child)
    if verb.pos_ == "NOUN":
        yield predicates()["nominal"].get(verb.lemma_.lower(), ())
    if token.dep_ == "obl" and any(c.lower_ in ("on", "to") for c in token.children if c.dep_ == "case"):
        # "inflicted harm on 200 civilians", "caused injuries to 12 people"
        for child in verb.children:
            if child.dep_ == "obj":
                yield predicates()["nominal"].get(child.lemma_.lower(), ())
    if direct or verb.lemma_.lower() in ("kill", "die", "injure", "wound"):
        yield _role(verb, "object")


def _by_words(doc: Doc, sent: Span, counted: Counted) -> Iterator[tuple[str, ...]]:
    """Predicates next to the number, for sentences whose parse fails: "killing at least 31", "12 people were hurt"."""
    if counted.lemma in nouns("goods") and counted.token is not None:
        near = doc[counted.first : min(sent.end, counted.token.i + 4)]
        if any(token.lower_ in nouns("relief") or token.lemma_ in predicates()["subject"] for token in near):
            yield ("supplied",)
    yield _among(doc, sent, counted.first)
    at = counted.first - 1
    steps = 0
    while at >= sent.start and steps < 7:
        token = doc[at]
        if token.pos_ == "VERB" or _state(token):
            found = _role(token, "object")
            if found and token.tag_ in ("VBG", "VBD", "VBN", "VBZ", "VB", "VBP"):
                yield tuple(m for m in found if m != "launched" or counted.lemma in nouns("aerial"))
            break
        if token.text in (",", ";", ".", "and", "but") or token.pos_ in ("NOUN", "PROPN", "SCONJ", "CCONJ"):
            break
        at -= 1
        steps += 1
    at = counted.token.i + 1 if counted.token is not None else counted.after
    for token in doc[at : min(sent.end, at + 9)]:
        if _state(token) and token.pos_ in ("VERB", "ADJ", "NOUN"):
            yield _state(token)
        if token.tag_ == "VBN" and any(t.lemma_ in ("be", "have") for t in doc[at : token.i]):
            yield _role(token, "object")
        if token.pos_ == "VERB" and token.lemma_ in ("die", "flee", "perish"):
            yield _role(token, "subject")
        if token.text in (",", ";", "and", "but", "by", "as", "after", "when") or token.pos_ == "VERB":
            break


def _after_toll(doc: Doc, sent: Span, at: int) -> tuple[str, ...]:
    """The measure of a total: "the death toll has risen to 70", "bringing the number of people killed to 12"."""
    before = doc[max(sent.start, at - 30) : at]
    last = next((token for token in reversed(before) if token.lower_ not in nouns("toll_skipped")), None)
    if last is None or last.lower_ not in nouns("toll_before"):
        return ()
    for place in range(len(before) - 1, -1, -1):
        if before[place].lower_ == "toll":
            return ("injured",) if place and before[place - 1].lower_ in ("injury", "injured") else ("killed",)
        if before[place].lower_ in ("number", "total"):
            return next((_state(token) for token in before[place : place + 8] if _state(token)), ())
    return ()


def _among(doc: Doc, sent: Span, at: int) -> tuple[str, ...]:
    """ "among the dead were 22 children", "the victims included at least 20 children"."""
    before = doc[max(sent.start, at - 8) : at]
    if not any(token.lower_ in nouns("belonging") for token in before):
        return ()
    for token in reversed(before):
        if token.lower_ in ("dead", "victims", "killed", "fatalities", "deaths"):
            return ("killed",)
        if token.lower_ in ("wounded", "injured"):
            return ("injured",)
        if token.pos_ == "VERB" and token.lower_ not in nouns("belonging"):
            return ()
    return ()
