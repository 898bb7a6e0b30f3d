"""Who stands where around a verb or noun: subjects, objects and prepositions read off a Universal Dependencies parse.

Passives, participles, relative clauses, coordination and control are resolved here, so that the rules above ask for
the deep subject and object alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from onrecord.reference.events import word_list

_TIMES = word_list("times")
_SUBJECTS = ("nsubj", "nsubj:pass", "csubj", "nsubj:outer")
_MISTAKEN = ("nsubj", "obj", "nsubj:pass")
_RELATIVE = frozenset({"which", "that", "who", "whom", "whose"})
_DEPTH = 6
_BE = frozenset({"be", "am", "is", "are", "was", "were", "been", "being", "'re", "’re"})
_WORDS = frozenset({"statement", "letter", "declaration", "resolution", "communique", "communiqué", "message", "post"})
"""What speaks for those who gave it: "a statement from Kenya condemning the raid"."""
_APPEALS = {"call": ("on", "upon"), "appeal": ("to",), "plead": ("with",), "prevail": ("on", "upon")}
_PREDICATES = ("VERB", "AUX", "ADJ", "NOUN", "PROPN", "ADV", "PRON", "NUM")
"""What can be the predicate of a clause: "The envoy was in Lagos and met …" coordinates a verb with a name."""
_OBJECT_CONTROL = word_list("object_control")
OPEN_NOUNS = word_list("open_nouns")
"""Nouns whose infinitive has another subject than themselves: "a decision to deploy"."""
PARTITIVE = word_list("partitive")


def child(token: Token, *deps: str) -> Token | None:
    """The first child with one of the dependency labels."""
    for item in token.children:
        if item.dep_ in deps:
            return item
    return None


def antecedent(token: Token) -> Token:
    """The noun that a relative pronoun stands for, or the token itself."""
    if token.lower_ in _RELATIVE and token.pos_ in ("PRON", "DET", "SCONJ"):
        verb = token.head
        for _ in range(3):
            if verb.dep_ == "acl:relcl":
                return verb.head
            verb = verb.head
    return token


def is_passive(verb: Token) -> bool:
    """Whether the verb's grammatical subject is its deep object."""
    if verb.tag_ not in ("VBN", "VBD"):
        return False
    if verb.tag_ == "VBN" and any(
        c.dep_ in ("aux", "aux:pass", "cop") and c.lower_ in _BE and c.i < verb.i for c in verb.children
    ):
        # A participle under a form of "be" is passive whatever the parse calls its subject.
        return child(verb, "obj") is None
    perfect = False
    for item in verb.children:
        if item.dep_ in ("nsubj:pass", "aux:pass", "obl:agent", "csubj:pass"):
            return True
        if item.dep_ == "aux" and item.lemma_ == "have":
            perfect = True
        if item.dep_ in ("nsubj", "obj"):
            return False
    if verb.tag_ == "VBD" and verb.dep_ == "conj" and verb.head.tag_ == "VBN" and verb.head.i < verb.i:
        # "were killed and others abducted": past tense and participle look alike.
        return is_passive(verb.head)
    if verb.tag_ == "VBN" and not perfect:
        if verb.dep_ in ("acl", "advcl", "amod"):
            return True
        if verb.dep_ == "xcomp" and child(verb, "obj", "aux") is None:
            return True
        if verb.dep_ == "conj" and verb.head.tag_ == "VBN":
            return is_passive(verb.head)
        if verb.dep_ in ("conj", "xcomp") and verb.head.lemma_ == "lose" and verb.i > 0 and verb.nbor(-1).text == ",":
            # "lost nine men, killed and wounded"
            return True
        # A headline leaves out the auxiliary: "Two officers killed in raid".
        return verb.dep_ == "ROOT"
    return False


def inverted(verb: Token) -> bool:
    """Whether a finite verb was parsed as the adjective of its own object: "Kenya [suspended] aid"."""
    return verb.dep_ == "amod" and verb.tag_ == "VBD" and verb.i < verb.head.i and verb.i > verb.sent.start


def subject(verb: Token, depth: int = 0) -> Token | None:
    """The grammatical subject, shared and controlled ones included; relative pronouns stand for their noun."""
    if inverted(verb):
        left = [c for c in verb.head.children if c.i < verb.i and c.pos_ in ("NOUN", "PROPN", "PRON")]
        return left[-1] if left else None
    own = _own_subject(verb) or _left_object(verb)
    if own is not None:
        return antecedent(own)
    if depth > _DEPTH or verb.head is verb:
        return None
    head, dep = verb.head, verb.dep_
    if dep == "conj" and head.pos_ in _PREDICATES:
        return subject(head, depth + 1)
    if dep in ("xcomp", "ccomp") and head.pos_ in ("VERB", "ADJ", "AUX"):
        obj = child(head, "obj", "iobj")
        if dep == "xcomp" and obj is not None and obj.i < verb.i and head.lemma_ not in ("promise", "vow", "threaten"):
            return obj
        return subject(head, depth + 1)
    if dep in ("advcl", "obl", "ccomp") and head.pos_ == "VERB" and verb.tag_ == "VBG":
        # "accused the army of shelling", "prevented convoys from reaching": the object does it.
        obj = child(head, "obj", "nsubj:pass")
        marks = {c.lower_ for c in verb.children if c.dep_ in ("mark", "case")}
        if obj is not None and marks & {"of", "for", "from", "into"} and head.lemma_ in _OBJECT_CONTROL:
            return antecedent(obj)
    if dep in ("advcl", "xcomp") and verb.tag_ == "VB" and head.lemma_ in _APPEALS:
        # "called on both sides to stop": those who are called on are to do it.
        asked = next((n for m, n in phrases(head) if m[0] in _APPEALS[head.lemma_] and n.i < verb.i), None)
        if asked is not None:
            return asked
    if dep == "advcl" and head.pos_ in ("VERB", "AUX", "ADJ"):
        return subject(head, depth + 1)
    if dep == "acl" and head.lemma_.lower() in _WORDS and verb.tag_ == "VBG":
        return head
    if dep == "acl" and _is_supplement(verb):
        # "Kenya sued the bank, accusing it of fraud": who sues accuses, whatever noun the participle was hung on.
        clause = _clause_above(head)
        return subject(clause, depth + 1) if clause is not None else head
    if dep in ("acl", "acl:relcl"):
        if verb.tag_ in ("VBG", "VBN") or dep == "acl:relcl":
            return head
        poss = child(head, "nmod:poss")
        if poss is not None:
            return poss
        if head.lemma_.lower() not in OPEN_NOUNS:
            # "Kenya was among the states to condemn it": the noun only says what its subject is.
            return (child(head, "nsubj") if child(head, "cop") is not None else None) or head
        if head.dep_ in ("obj", "obl", "xcomp") and head.head.pos_ == "VERB":
            return subject(head.head, depth + 1)
    return None


def _own_subject(verb: Token) -> Token | None:
    """The verb's subject; of two before it that are not joined the nearer: "The bloc [said that] Kenya withdrew"."""
    own = [c for c in verb.children if c.dep_ in _SUBJECTS]
    before = [c for c in own if c.i < verb.i]
    if (
        len(before) > 1
        and not _is_joined(before[-1])
        and any(c.pos_ == "VERB" for c in _between(before[0], before[-1]))
    ):
        return before[-1]
    return own[0] if own else None


def _between(left: Token, right: Token) -> Iterator[Token]:
    return iter(left.doc[left.i + 1 : right.i])


def _left_object(verb: Token) -> Token | None:
    """A subject parsed as an object: a noun before a finite verb that has another object behind it."""
    if verb.tag_ not in ("VBD", "VBZ", "VBP"):
        return None
    own = [c for c in verb.children if c.dep_ == "obj" and c.pos_ in ("NOUN", "PROPN")]
    return own[0] if len(own) > 1 and own[0].i < verb.i < own[-1].i else None


def _is_supplement(verb: Token) -> bool:
    """Whether a present participle is set off by a comma, and so adds to its clause and not to a noun."""
    start = verb.left_edge.i
    return verb.tag_ == "VBG" and start > 0 and verb.doc[start - 1].text == "," and verb.head.i < start - 1


def _clause_above(noun: Token) -> Token | None:
    """The verb of the clause that a noun is an object or oblique of; None where it is the subject itself."""
    node = noun
    for _ in range(_DEPTH):
        if node.dep_.startswith("nsubj") or node.head is node:
            return None
        node = node.head
        if node.pos_ in ("VERB", "AUX"):
            return node
    return None


def deep_subject(verb: Token) -> Token | None:
    """Who acts: the subject of an active verb, the agent of a passive one."""
    if is_passive(verb):
        return agent(verb)
    return subject(verb)


def agent(verb: Token) -> Token | None:
    """The `by` phrase of a passive; a coordinated verb shares that of its neighbour."""
    for item in verb.children:
        if item.dep_ == "obl:agent" or (item.dep_ == "obl" and "by" in prepositions(item) and item.pos_ != "VERB"):
            return item
    if verb.dep_ == "conj" and verb.head.tag_ in ("VBN", "VBD"):
        return agent(verb.head)
    for item in verb.conjuncts:
        for sub in item.children:
            if sub.dep_ == "obl:agent" and item.i > verb.i:
                return sub
    return None


def deep_object(verb: Token) -> Token | None:
    """Whom or what it is done to: the object of an active verb, the subject of a passive one."""
    if inverted(verb):
        return verb.head
    if is_passive(verb):
        found = child(verb, "obj")
        if found is not None:
            return found
        return subject(verb)
    found = _right_object(verb) or child(verb, "iobj")
    if found is None:
        for item in verb.children:
            # Now and then an object is parsed as an oblique, but it has no preposition.
            if (
                item.dep_ in ("obl", "obl:unmarked")
                and item.i > verb.i
                and not prepositions(item)
                and item.ent_type_ != "DATE"
                and item.lemma_.lower() not in _TIMES
            ):
                found = item
                break
    if found is None and verb.dep_ == "xcomp" and verb.i > verb.head.i:
        # "denied killing civilians" with the object hung on the first verb.
        after = child(verb.head, "obj")
        if after is not None and after.i > verb.i and not prepositions(after):
            return after
    if found is None and verb.dep_ == "conj":
        # "shelled and bombed the town": the last verb carries the object of both.
        return None
    if found is None:
        for item in verb.children:
            if item.dep_ == "conj" and item.pos_ == "VERB" and item.i - verb.i <= 3 and child(item, "nsubj") is None:
                found = child(item, "obj")
    if found is None and verb.dep_ == "acl:relcl" and child(verb, "nsubj") is not None and not obliques(verb):
        # "the sanctions the bloc imposed"
        own = child(verb, "nsubj")
        if own is not None and own.lower_ not in _RELATIVE:
            return verb.head
    return antecedent(found) if found is not None else None


def _right_object(verb: Token) -> Token | None:
    """The object; of several the one behind the verb, where English has it; a second subject behind it is one too."""
    own = [c for c in verb.children if c.dep_ == "obj" and (c.i < verb.i or not prepositions(c))]
    for item in own:
        if item.i > verb.i:
            return item
    left = [c for c in verb.children if c.dep_ == "nsubj" and c.i < verb.i]
    if left:
        for item in verb.children:
            noun = item.pos_ in ("NOUN", "PROPN", "PRON")
            if item.dep_ == "nsubj" and item.i > verb.i and noun and not prepositions(item):
                return item
    # A piece of a name before the verb, "Tayyip" of "Recep Tayyip Erdogan", is none.
    return next((c for c in own if not left or c.lower_ in _RELATIVE or c.pos_ == "PRON" or c.i < left[0].i), None)


def prepositions(token: Token) -> tuple[str, ...]:
    """The words that mark the phrase: "at", or "out", "of"; those of a title or name within the phrase are its own."""
    out: list[str] = []
    for item in token.children:
        if item.dep_ == "case":
            out.append(item.lower_)
            out.extend(sub.lower_ for sub in item.children if sub.dep_ == "fixed")
    if not out and (token.dep_ in _MISTAKEN or token.dep_ in ("nmod", "obl")):
        edge = token.left_edge
        if edge is not token and edge.dep_ == "case" and edge.tag_ == "IN":
            out.append(edge.lower_)
        elif edge.i > 0 and token.dep_ in _MISTAKEN:
            before = token.doc[edge.i - 1]
            if before.dep_ == "case" and before.tag_ == "IN" and before.head.i < before.i:
                out.append(before.lower_)
    return tuple(out)


def phrases(token: Token) -> Iterator[tuple[tuple[str, ...], Token]]:
    """Prepositional phrases of a verb or noun, coordinated ones with the preposition of the first.

    A phrase that was parsed as a subject or object in spite of its preposition is one of them: "held talks with
    President Ada Obi".
    """
    last: tuple[str, ...] = ()
    for item in token.children:
        if item.dep_.startswith(("obl", "nmod")) and item.dep_ not in ("nmod:poss", "obl:tmod", "nmod:tmod"):
            marks = prepositions(item)
            if not marks and last and _is_joined(item):
                marks = last
            if marks:
                last = marks
                yield marks, item
        elif item.dep_ in _MISTAKEN and item.i > token.i:
            marks = prepositions(item)
            if marks:
                last = marks
                yield marks, item


def obliques(verb: Token) -> list[tuple[tuple[str, ...], Token]]:
    """`phrases` as a list."""
    return list(phrases(verb))


def coordinated(token: Token) -> list[Token]:
    """The token and the nouns joined to it."""
    out = _with_conjuncts(token)
    if token.dep_ in ("nsubj", "nsubj:pass", "obj"):
        # "Kenya and Chad agreed" parsed with two subjects.
        for item in token.head.children:
            if item.i > token.i and item.dep_ == token.dep_ and item not in out and _is_joined(item):
                out.extend(_with_conjuncts(item))
    return out


def _with_conjuncts(token: Token) -> list[Token]:
    out = [token]
    for item in token.children:
        if item.dep_ == "conj" and item.pos_ in ("NOUN", "PROPN", "PRON", "NUM", "ADJ"):
            out.extend(_with_conjuncts(item))
    return out


def _is_joined(token: Token) -> bool:
    """Whether a noun follows "and" or "or"."""
    edge = token.left_edge
    return (edge.dep_ == "cc" and edge.lower_ in ("and", "or")) or any(
        c.dep_ == "cc" and c.i < token.i and c.lower_ in ("and", "or") for c in token.children
    )


def substance(token: Token) -> list[Token]:
    """The nouns that a phrase is about: "one of the largest attacks" is about attacks; coordinated ones too."""
    out: list[Token] = []
    for item in coordinated(token):
        out.append(item)
        if item.lemma_.lower() in PARTITIVE or item.pos_ == "NUM" or item.lower_ in PARTITIVE:
            for marks, noun in phrases(item):
                if "of" in marks:
                    out.extend(coordinated(noun))
    return out


def modifiers(noun: Token) -> list[Token]:
    """Adjectives and nouns that stand before it in its phrase."""
    out = []
    for item in noun.children:
        if (
            item.dep_ in ("amod", "compound", "nmod:poss", "nmod:desc", "nmod", "flat", "nummod", "advmod")
            and item.i < noun.i
        ):
            out.append(item)
            out.extend(c for c in item.children if c.dep_ in ("compound", "amod", "conj"))
    return out


def complement(verb: Token) -> Token | None:
    """The head of its complement clause."""
    return (
        child(verb, "xcomp", "ccomp", "acl", "advcl") if verb.pos_ in ("NOUN", "ADJ") else child(verb, "xcomp", "ccomp")
    )
