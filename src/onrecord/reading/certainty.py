"""How surely something is held: the value of an event or figure by its holder and by the outlet, and its tense.

The walk starts at the word that names the event and climbs the parse, clause by clause, to the border of the content
that its holder vouches for, or to the root. Every step applies what stands there: negation, modals, hedges, verbs that
imply their complement or its opposite, verbs and nouns that leave it open, conditions, purposes and questions. What
the attribution's own cue says comes last. The scale is FactBank's (Saurí and Pustejovsky 2009); the treatment of
complement-taking verbs follows Karttunen (1971). Events and figures ask `certainty_of`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Token

from onrecord.model import Attribution
from onrecord.model.objects import Certainty
from onrecord.reading.holders import Holders, holder_stance, outlet_value
from onrecord.reading.tenses import Tense, tense_of
from onrecord.reference.cues import Lexicon, groups_of, lexicon

_CLAUSE = frozenset({"xcomp", "ccomp", "csubj", "csubj:pass", "acl", "advcl", "acl:relcl", "parataxis", "conj"})
_ARGUMENT = frozenset(
    {"obj", "iobj", "obl", "obl:agent", "nsubj", "nsubj:pass", "nmod", "nmod:poss", "compound", "appos"}
)
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "his", "her", "its", "their", "our", "my", "your"})
_STRENGTH = {"CT": 3, "PR": 2, "PS": 1, "U": 0}
_MOST_STEPS = 40


@dataclass(frozen=True, slots=True)
class Verdict:
    """What `certainty_of` found."""

    value: Certainty
    """By its holder: the attribution whose content it stands in, or the outlet where nobody else is named."""
    outlet_value: Certainty
    """By the outlet: `U` where it only reports somebody's word, the value itself in its own voice."""
    tense: Tense
    stance: Certainty
    """`value` as it would be if a plain announced future ("will", "is to") counted as certain."""
    hedges: tuple[str, ...] = ()
    """The words that weaken it, as they stand: "allegedly", "could", "is likely to"."""
    by: str = ""
    """The last rule that changed the value, or `asserted`."""


@dataclass(slots=True)
class _State:
    modality: str = "CT"
    positive: bool = True
    future: bool = False
    hearsay: bool = False
    hedges: list[Token] = field(default_factory=list)
    by: str = "asserted"

    def weaken(self, value: str, by: str, word: Token | None = None) -> None:
        modality = value.rstrip("+-")
        if _STRENGTH[modality] < _STRENGTH[self.modality]:
            self.modality, self.by = modality, by
        if value.endswith("-"):
            self.flip(by)
        if word is not None:
            self.hedges.append(word)

    def flip(self, by: str) -> None:
        self.positive = not self.positive
        self.by = by

    def value(self) -> Certainty:
        if self.modality == "U":
            return "U"
        return f"{self.modality}{'+' if self.positive else '-'}"  # type: ignore[return-value]


def certainty_of(trigger: Token, holders: Holders, *, attribution: Attribution | None = None) -> Verdict:
    """The certainty of what `trigger` names (the head verb, noun or adjective of an event or of a figure's noun).

    `holders` is the index over the report's attributions; the innermost one that holds the trigger is used unless
    `attribution` is given. Negation and modals beyond the border of its content do not count: they are its cue's.
    """
    holder = attribution if attribution is not None else holders.at(trigger.idx, trigger.idx + len(trigger))
    state = _State()
    tense = tense_of(trigger)
    reached = _climb(trigger, holder, state, lexicon())
    if trigger.pos_ in ("NOUN", "PROPN"):
        # A noun shares the future of a verb only where the walk came to that verb: "will launch an attack".
        tense = "future" if state.future else "past" if tense == "future" else tense
    elif tense == "future":
        state.future = True
    if reached and not (_presupposed(trigger) and holder is not None and holder_stance(holder) == "U"):
        _apply_cue(holder, state)
    stance = state.value()
    value: Certainty = "U" if state.future and stance in ("CT+", "PR+") and state.modality == "CT" else stance
    if state.hearsay and holder is None:
        outlet: Certainty = "U"
        value = "U" if value == "CT+" else value
    elif holder is None:
        outlet = value
    else:
        outlet = outlet_value(holder, value)
    hedges = tuple(t.text for t in sorted(state.hedges, key=lambda t: t.i))
    if state.future and tense == "past" and value == "U":
        tense = "future"
    return Verdict(value, outlet, tense, stance, hedges, state.by)


def _presupposed(trigger: Token) -> bool:
    """A definite noun, which speaks of something known: "did not comment on the attack"."""
    return trigger.pos_ == "NOUN" and any(
        c.dep_ == "nmod:poss" or (c.dep_ == "det" and c.lower_ in _DEFINITE) for c in trigger.children
    )


def _climb(trigger: Token, holder: Attribution | None, state: _State, words: Lexicon) -> bool:
    """Apply everything from the trigger up; whether the walk reached the border of the content, or the root."""
    node, below = trigger, None
    reached = False
    for _ in range(_MOST_STEPS):
        _own_operators(node, below, state, words)
        head = node.head
        if head == node or not _inside(head, holder):
            reached = True
            break
        if node.dep_ == "conj" and not _shares(node):
            # A clause of its own: the operators of the first one are not its own, what both hang on is.
            while node.dep_ == "conj" and node.head != node and _inside(node.head, holder):
                node = node.head
            head = node.head
            if head == node or not _inside(head, holder):
                reached = True
                break
        elif node.dep_ == "conj":
            node, below = head, node
            continue
        if not _cross(node, state, words):
            break
        node, below = head, node
    top = node
    while top.dep_ == "conj":
        top = top.head
    if top.dep_ == "ROOT" and _asks(top):
        state.weaken("U", "question")
    return reached


def _shares(node: Token) -> bool:
    """Whether a conjunct shares the operators of the first one: no subject or auxiliary of its own, the same form."""
    if any(c.dep_ in ("nsubj", "nsubj:pass", "aux", "aux:pass") for c in node.children):
        return False
    if any(c.dep_ == "cc" and c.lower_ == "but" for c in node.children):
        return False
    return node.tag_ == node.head.tag_ or node.pos_ not in ("VERB", "AUX")


def _inside(token: Token, holder: Attribution | None) -> bool:
    if holder is None:
        return True
    return any(start <= token.idx < end for start, end in holder.content.spans)


def _own_operators(node: Token, below: Token | None, state: _State, words: Lexicon) -> None:
    """What stands in the verb group or noun phrase of `node` itself."""
    negated = False
    for child in node.children:
        lower = child.lower_
        if child.dep_ in ("advmod", "neg", "det", "cc:preconj", "mark", "case", "cc") and (
            lower in words.negators or lower in ("n’t", "n't")
        ):
            if lower in ("nor", "neither", "without") or child.dep_ in ("advmod", "neg", "det", "case", "mark"):
                negated = not negated
        elif child.dep_ in ("nsubj", "nsubj:pass", "obj") and child != below and _names_none(child):
            negated = not negated
        elif child.dep_ == "aux" and lower in words.modals:
            state.weaken(words.modals[lower], "modal", child)
        elif child.dep_ == "aux" and lower in ("will", "shall", "'ll", "’ll", "wo"):
            state.future = True
        elif child.dep_ in ("advmod", "amod"):
            _hedge(child, state, words, node)
        if child.dep_ == "mark" and lower in words.conditionals:
            state.weaken("U", "condition")
    if negated:
        state.flip("negation")
    if node.tag_ == "VB" and any(c.dep_ == "cop" for c in node.children):
        state.weaken("U", "purpose")  # "the aim is to take the town"
    if node.pos_ == "VERB" and node.dep_ == "ROOT" and node.tag_ == "VB" and _is_imperative(node):
        state.weaken("U", "imperative")


def _names_none(subject: Token) -> bool:
    if subject.lower_ in ("none", "nobody", "nothing", "neither"):
        return True
    if subject.lower_ == "one" or subject.pos_ in ("NOUN", "PROPN", "PRON"):
        return any(c.dep_ in ("det", "advmod") and c.lower_ in ("no", "neither", "nor") for c in subject.children)
    return False


def _hedge(child: Token, state: _State, words: Lexicon, node: Token) -> None:
    lower = child.lower_
    value = words.hedges.get(lower)
    if value == "hearsay":
        state.hearsay = True
        state.hedges.append(child)
    elif value == "soft":
        if lower in ("nearly", "almost") and node.tag_ == "VBD" and child.i == node.i - 1:
            state.flip("nearly")
        state.hedges.append(child)
    elif value:
        state.weaken(value, "hedge", child)
    elif child.dep_ == "amod" and node.pos_ == "NOUN":
        stance = words.predicates.get(lower)
        if stance and stance != "CT+" and lower not in words.harmless:
            state.weaken(stance, "adjective", child)


def _is_imperative(node: Token) -> bool:
    return not any(c.dep_ in ("nsubj", "nsubj:pass", "aux", "expl", "csubj") for c in node.children)


def _asks(root: Token) -> bool:
    last = root.doc[root.right_edge.i]
    return last.text in ("?", "?”", '?"') or any(c.text == "?" for c in root.children if c.dep_ == "punct")


def _cross(node: Token, state: _State, words: Lexicon) -> bool:
    """Apply the link from `node` to its head. False where what lies above no longer bears on the node."""
    head, dep = node.head, node.dep_
    lemma = _lemma(head)
    if dep in ("advcl", "acl") or dep.startswith("csubj"):
        marks = {c.lower_ for c in node.children if c.dep_ == "mark"}
        if dep == "acl" and "to" in marks | {c.lower_ for c in node.children if c.dep_ == "aux"}:
            state.weaken("U", "open noun" if head.lemma_ in words.open_nouns else "purpose")
            return False
        if dep == "acl":
            if head.lemma_.lower() in words.open_nouns:
                state.weaken("U", "open noun")
            return _noun_of_speech(head, state)
        if dep == "advcl" and marks & {"at", "for"} and _in(lemma, words.open_verbs):
            state.weaken("U", "open verb", head)
            return False
        if "to" in marks and dep == "advcl":
            if head.pos_ == "ADJ":
                return _predicate(head, state, words)
            state.weaken("U", "purpose")
            return False
        if "without" in marks or any(c.lower_ == "without" for c in node.children):
            return False
        if "before" in marks or "until" in marks:
            return False
        return dep.startswith("csubj") and _complement(head, lemma, state, words)
    if dep in ("xcomp", "ccomp"):
        return _complement(head, lemma, state, words)
    if dep in ("acl:relcl", "parataxis", "appos", "vocative", "dislocated", "discourse"):
        return False
    if dep in _ARGUMENT or dep.split(":")[0] in ("obl", "nmod"):
        return _argument(node, head, lemma, state, words)
    return True


def _lemma(token: Token) -> str:
    lemma = token.lemma_.lower()
    particle = next((c.lower_ for c in token.children if c.dep_ == "compound:prt"), None)
    return f"{lemma}_{particle}" if particle else lemma


def _in(lemma: str, table: frozenset[str]) -> bool:
    return lemma in table or lemma.split("_")[0] in table


def _complement(head: Token, lemma: str, state: _State, words: Lexicon) -> bool:
    """A clause under `head`: what the head implies about it."""
    if head.pos_ in ("ADJ", "ADV", "NOUN", "PROPN") and head.tag_ not in ("VBN", "VBG"):
        return _predicate(head, state, words)
    if lemma == "go" and head.tag_ == "VBG":
        state.future = True
        return True
    if _in(lemma, words.negative_implicatives):
        state.flip("implicative")
        return True
    if _in(lemma, words.positive_implicatives):
        return True
    groups = groups_of("verb", lemma.split("_")[0], lemma.partition("_")[2] or None)
    if lemma in ("seem", "appear", "look"):
        state.weaken("PR+", "evidential", head)
        return True
    if lemma in ("have", "need", "use"):
        if lemma != "use":
            state.weaken("U", "need", head)
        return lemma == "use"
    if _in(lemma, words.open_verbs):
        if lemma == "expect" or (lemma in ("anticipate", "predict", "forecast")):
            state.weaken("PR+", "expectation", head)
            return True
        state.weaken("U", "open verb", head)
        return False
    if groups:
        return _under_cue(head, groups[0].holder, state)
    return True


def _under_cue(head: Token, value: str, state: _State) -> bool:
    """A clause under a verb of saying or thinking that is no attribution of its own: its negation lifts the claim."""
    if any(c.lower_ in ("not", "n't", "n’t", "never") for c in head.children):
        state.weaken("U", "negated cue")
        return False
    state.weaken(value, "cue")
    return False


def _noun_of_speech(head: Token, state: _State) -> bool:
    groups = groups_of("noun", head.lemma_.lower())
    if groups:
        if any(c.lower_ == "no" for c in head.children):
            state.weaken("U", "negated cue")
        else:
            state.weaken(groups[0].holder, "cue")
    return False


def _predicate(head: Token, state: _State, words: Lexicon) -> bool:
    stance = words.predicates.get(head.lower_)
    if stance == "CT+":
        return True
    if stance == "CT-":
        state.flip("predicate")
        return True
    if stance:
        state.weaken(stance, "predicate", head)
        return stance != "U"
    groups = groups_of("adjective", head.lower_)
    if groups:
        state.weaken(groups[0].holder, "predicate", head)
    return True


def _argument(node: Token, head: Token, lemma: str, state: _State, words: Lexicon) -> bool:
    """A noun that names an event, as an argument of `head`."""
    definite = any(
        (c.dep_ in ("det", "nmod:poss") and (c.lower_ in _DEFINITE or c.dep_ == "nmod:poss")) for c in node.children
    )
    subject = node.dep_ in ("nsubj", "nsubj:pass")
    if head.pos_ in ("NOUN", "PROPN"):
        if node.dep_ in ("nmod", "compound") and head.lemma_.lower() in words.open_nouns:
            state.weaken("U", "open noun", head)
            return False
        if definite and node.dep_ == "nmod":
            return False
        if any(c.dep_ == "det" and c.lower_ == "no" for c in head.children):
            state.flip("negation")
        return node.dep_ in ("nmod", "compound") and head.lemma_.lower() in words.carriers
    if node.dep_.startswith("obl"):
        return bool(
            _in(lemma, words.negative_implicatives)
            and any(c.dep_ == "case" and c.lower_ == "from" for c in node.children)
            and _flip(state)
        )
    if _in(lemma, words.light) and not (subject and node.dep_ != "nsubj:pass" and lemma not in words.happening):
        return True
    if subject and node.dep_ == "nsubj":
        # What acts is there: the attack that may provoke others has happened, unless the noun is left indefinite.
        return False
    if _in(lemma, words.negative_implicatives) and node.dep_ in ("obj", "nsubj:pass"):
        return _flip(state)
    if _in(lemma, words.open_verbs) and not definite:
        state.weaken("U", "open verb", head)
        return False
    return node.dep_ in ("obj", "nsubj:pass") and not definite


def _flip(state: _State) -> bool:
    state.flip("implicative")
    return True


def _apply_cue(holder: Attribution | None, state: _State) -> None:
    """What the holder's own cue says about its content: denial, demand, belief, and its negation."""
    if holder is None:
        return
    value = holder_stance(holder)
    if value == "CT+":
        return
    if value == "U":
        state.weaken("U", f"act {holder.act}")
    else:
        state.weaken(value, f"act {holder.act}")
