"""Pronouns: each candidate is weighed by recency, part of the clause, gender, number and who spoke last.

Where two candidates weigh about the same, the pronoun stays unresolved: no actor is better than a wrong one.
"""

from __future__ import annotations

from onrecord.reading.actors.clauses import (
    clause_verb,
    holder,
    is_content,
    is_subject,
    preceding_subject,
    role,
    subject_token,
)
from onrecord.reading.actors.draft import Draft, Entity, Report
from onrecord.reading.actors.history import History, is_speech, subject_of

SINGULAR = {"he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f"}
IT = frozenset({"it", "its", "itself"})
THEY = frozenset({"they", "them", "their", "theirs", "themselves"})
RELATIVES = frozenset({"who", "which", "whom", "whose", "that"})
FIRST = frozenset({"i", "me", "my", "mine", "myself", "we", "us", "our", "ours", "ourselves"})

_NEAR = (3.0, 2.5, 1.5, 0.9, 0.5, 0.3)
_SPOKE = {0: 1.0, 1: 1.0, 2: 0.3, 3: 0.2}
"""What it adds to have spoken last, by sentences since."""
_MARGIN = 0.3
_DENYING = frozenset({"deny", "reject", "dispute", "refute", "dismiss"})
_ACCUSING = frozenset({"accuse", "blame", "suspect", "charge"})
_COLLECTIVE = frozenset(
    [
        "government",
        "state",
        "military",
        "armed_group",
        "police",
        "legislature",
        "judiciary",
        "party",
        "business",
        "media",
        "ngo",
        "intergovernmental",
    ]
)


def resolve(report: Report, history: History, i: int) -> tuple[Entity, ...]:
    """The actors that the pronoun at token `i` means: one, several for a pair, none where unsure."""
    word = report.lower[i]
    if word in SINGULAR:
        return _one(_person(report, history, i, SINGULAR[word]))
    if report.tags[i] in ("WP", "WDT", "WP$") and word in RELATIVES:
        return _one(_antecedent(report, i))
    if word in IT:
        return _one(_thing(report, history, i))
    if word in THEY:
        return _group(report, history, i)
    return ()


def _one(entity: Entity | None) -> tuple[Entity, ...]:
    return () if entity is None else (entity,)


def _person(report: Report, history: History, i: int, gender: str) -> Entity | None:
    sentence, quoted = report.sentence[i], report.in_quote(i)
    verb = clause_verb(report, i)
    subject = subject_of(report, i) is not None
    own_subject = subject_token(report, verb) if not subject else None
    possessive = report.deps[i] == "nmod:poss"
    held_by = holder(report, verb)
    if quoted and subject and is_speech(report, report.heads[i]):
        quoted = _quoted(report, i)
    speech = subject and is_speech(report, report.heads[i]) and not quoted
    speaker = _quote_speaker(report, i) if quoted else None
    best: dict[Entity, float] = {}
    for draft in history.recent():
        entity = draft.entity
        if entity is None or not entity.is_person or entity.gender not in (None, gender) or draft.also:
            continue
        distance = sentence - report.sentence[draft.head]
        if distance < 0 or distance >= len(_NEAR):
            continue
        if entity is speaker:
            continue
        if draft.start <= i < draft.end and not possessive:
            continue
        if speech and distance == 0 and is_content(report, draft.head, report.heads[i]):
            continue
        score = _NEAR[distance] + role(report, draft)
        if draft.head == own_subject and not possessive:
            continue
        if (
            distance == 0
            and subject
            and clause_verb(report, draft.head) == verb
            and not is_subject(report, draft.head)
            and report.pos[report.heads[i]] == "VERB"
            and report.heads[draft.head] == report.heads[i]
        ):
            continue
        if entity.gender == gender:
            score += 0.7
        if entity.kind == "person" and entity.named:
            score += 0.3
        if report.in_quote(draft.head) and not quoted:
            score -= 0.9
        if held_by is not None and draft.head == held_by:
            score += 1.0
        if possessive and draft.head == own_subject:
            score += 0.8
        if speech and entity is history.speaker:
            score += _SPOKE.get(sentence - history.speaker_sentence, 0.0)
        score += 0.08 * min(history.counts.get(entity, 0), 6)
        if score > best.get(entity, 0.0):
            best[entity] = score
    return _winner(best, 1.0)


def _quoted(report: Report, i: int) -> bool:
    """Whether a speaker's pronoun is itself quoted: not where a mark closes right before it, whatever its shape."""
    return report.in_quote(i) and not (i > 0 and report.words[i - 1] in ('"', "”", "’", "»", "''"))


def _winner(scores: dict[Entity, float], floor: float) -> Entity | None:
    ranked = sorted(scores.items(), key=lambda row: -row[1])
    if not ranked or ranked[0][1] < floor:
        return None
    if len(ranked) > 1 and ranked[0][1] - ranked[1][1] < _MARGIN:
        return None
    return ranked[0][0]


def _quote_speaker(report: Report, i: int) -> Entity | None:
    """Who speaks the quotation around token `i`, where a verb of saying in its sentence tells."""
    start, end = report.sentences[report.sentence[i]]
    for j in range(start, end):
        held = report.covered[j]
        if held is not None and held.head == j and held.entity is not None and not report.in_quote(j):
            verb = subject_of(report, j)
            if verb is not None and is_speech(report, verb):
                return held.entity
    return None


def _antecedent(report: Report, i: int) -> Entity | None:
    """The actor that a relative pronoun takes up."""
    verb = report.heads[i]
    if i >= 2 and report.words[i - 1] == "," and report.lower[i] == "who":
        held = report.covered[i - 2]
        if (
            held is not None
            and held.end == i - 1
            and held.entity is not None
            and held.form == "name"
            and held.entity.is_person
        ):
            return held.entity
    for _ in range(5):
        if report.deps[verb] in ("acl:relcl", "acl"):
            held = report.covered[report.heads[verb]]
            return held.entity if held is not None and held.form != "pronoun" else None
        if report.deps[verb] in ("ROOT",):
            break
        verb = report.heads[verb]
    # A comma and "which" right behind the name.
    if i >= 2 and report.words[i - 1] == ",":
        held = report.covered[i - 2]
        if held is not None and held.end == i - 1:
            return held.entity
    return None


def _thing(report: Report, history: History, i: int) -> Entity | None:
    """Whom "it" or "its" means, where it means a body."""
    if report.deps[i] == "expl":
        return None
    possessive = report.deps[i] == "nmod:poss"
    subject = subject_of(report, i)
    if subject is not None and report.lemmas[subject] in _DENYING and (accused := _accused(report, i)) is not None:
        return accused.entity
    if subject is not None and report.deps[subject] == "ccomp":
        above = holder(report, subject)
        found = _body_at(report, above) if above is not None and above < i else None
        if found is not None:
            return found
    if subject is not None and is_speech(report, subject) and not _quoted(report, i):
        return _best(report, history, i, reach=3, speech=True)
    if subject is None and not possessive:
        return None
    verb = clause_verb(report, i)
    if possessive:
        own = subject_token(report, verb)
        if own is not None and own != i and own < i:
            found = _body_at(report, own)
            if found is not None or report.pos[own] != "PRON":
                return found if found is not None else _below(report, history, i)
    held_by = holder(report, verb)
    if held_by is not None and held_by < i:
        found = _body_at(report, held_by)
        if found is not None:
            return found
    before = preceding_subject(report, i)
    if before is not None:
        return _body_at(report, before)
    return None


def _accused(report: Report, i: int) -> Draft | None:
    """ "A accused B of …, which it denies": who was accused, in the sentence before token `i`."""
    for j in range(i - 1, report.sentences[report.sentence[i]][0] - 1, -1):
        if report.lemmas[j] in _ACCUSING and report.pos[j] == "VERB":
            passive = any(report.deps[c] == "nsubj:pass" for c in report.children[j])
            for c in report.children[j]:
                if report.deps[c] == ("nsubj:pass" if passive else "obj") and c < i:
                    held = report.covered[c]
                    return held if held is not None and held.entity is not None else None
            return None
    return None


def _below(report: Report, history: History, i: int) -> Entity | None:
    """ "its" whose clause has a subject that is no body: the nearest body of the sentence before it."""
    for draft in history.recent():
        if report.sentence[draft.head] != report.sentence[i]:
            return None
        if draft.head < i and draft.entity is not None and draft.entity.kind in _COLLECTIVE and not draft.entity.plural:
            return draft.entity
    return None


def _body_at(report: Report, i: int) -> Entity | None:
    held = report.covered[i]
    if held is None or held.entity is None or held.also or held.head != i:
        return None
    return (
        held.entity
        if held.entity.kind in _COLLECTIVE
        or held.entity.kind == "unnamed"
        and not held.entity.plural
        and held.entity.head in ("group", "movement", "organization")
        else None
    )


def _best(report: Report, history: History, i: int, *, reach: int, speech: bool) -> Entity | None:
    sentence = report.sentence[i]
    verb = clause_verb(report, i)
    scores: dict[Entity, float] = {}
    for draft in history.recent():
        entity = draft.entity
        distance = sentence - report.sentence[draft.head]
        if entity is None or distance > reach or draft.also:
            continue
        if entity.kind not in _COLLECTIVE or entity.plural:
            continue
        if clause_verb(report, draft.head) == verb and distance == 0 and report.heads[draft.head] == report.heads[i]:
            continue
        if speech and distance == 0 and is_content(report, draft.head, report.heads[i]):
            continue
        score = _NEAR[distance] + role(report, draft)
        if report.in_quote(draft.head):
            score -= 0.9
        if speech and entity is history.speaker and sentence - history.speaker_sentence <= 3:
            score += 1.2
        score += 0.05 * min(history.counts.get(entity, 0), 6)
        if score > scores.get(entity, 0.0):
            scores[entity] = score
    return _winner(scores, 1.5)


def _group(report: Report, history: History, i: int) -> tuple[Entity, ...]:
    """Whom "they" means: a plural actor, or a pair joined by "and"."""
    sentence, verb = report.sentence[i], clause_verb(report, i)
    if report.lemmas[verb] in _DENYING and (accused := _accused(report, i)) is not None:
        pair = next((p for at, p in history.pairs[-2:] if at == sentence and p[0] is accused.entity), None)
        return pair or _one(accused.entity)
    possessive = report.deps[i] == "nmod:poss"
    own = subject_token(report, verb) if subject_of(report, i) is None else None
    for at, pair in reversed(history.pairs[-3:]):
        if sentence - at <= 1:
            anchor = next((d for d in history.recent() if d.entity is pair[0] and report.sentence[d.head] == at), None)
            if anchor is not None and (is_subject(report, anchor.head)) and anchor.head != own and not possessive:
                return pair
    held_by = holder(report, verb)
    scores: dict[Entity, float] = {}
    for draft in history.recent():
        entity = draft.entity
        distance = sentence - report.sentence[draft.head]
        if entity is None or distance > 2:
            continue
        plural = entity.plural or entity.kind in ("armed_group", "military", "population", "police")
        if not plural or (draft.head == own and not possessive):
            continue
        score = (
            _NEAR[distance]
            + role(report, draft)
            + (0.5 if entity.plural or report.tags[draft.head] in ("NNS", "NNPS") else 0.0)
        )
        if held_by is not None and draft.head == held_by:
            score += 0.8
        if possessive and draft.head == own:
            score += 0.8
        if report.in_quote(draft.head) != report.in_quote(i):
            score -= 0.6
        scores[entity] = max(scores.get(entity, 0.0), score)
    return _one(_winner(scores, 1.8))
